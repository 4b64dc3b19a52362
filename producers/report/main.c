/* SPDX-License-Identifier: MIT
 *
 * duban-report: one update of one item from a shell or cron. It is kept in an outbox of its own and
 * flushed before anything is sent; what an earlier call could not send goes first.
 */
#include <stdio.h>
#include <string.h>

#include "lib/app/cli.h"
#include "lib/app/office.h"
#include "lib/core/check.h"
#include "lib/core/clock.h"
#include "lib/model/unit.h"
#include "producers/common/delivery.h"
#include "proto/update.h"

enum {
    OPT_STATE,
    OPT_PERCENT,
    OPT_VALUE,
    OPT_STAGE,
    OPT_COMPLETED_ON,
    OPT_FORECAST,
    OPT_EXTEND_TO,
    OPT_NOTE,
    OPT_DEPT,
    OPT_SOURCE,
    OPT_WAIT
};

static const struct duban_option options[] = {
    [OPT_STATE] = {.name = "state",
                   .letter = 's',
                   .value_name = "WORD",
                   .help = DUBAN_TEXT_OPT_STATE},
    [OPT_PERCENT] = {.name = "percent",
                     .letter = 'p',
                     .value_name = "N",
                     .help = DUBAN_TEXT_OPT_PERCENT},
    [OPT_VALUE] = {.name = "value",
                   .letter = 'v',
                   .value_name = "FIGURE",
                   .help = DUBAN_TEXT_OPT_VALUE},
    [OPT_STAGE] = {.name = "stage", .value_name = "STAGE", .help = DUBAN_TEXT_OPT_STAGE},
    [OPT_COMPLETED_ON] = {.name = "completed-on",
                          .value_name = "DATE",
                          .help = DUBAN_TEXT_OPT_COMPLETED_ON},
    [OPT_FORECAST] = {.name = "forecast", .value_name = "DATE", .help = DUBAN_TEXT_OPT_FORECAST},
    [OPT_EXTEND_TO] = {.name = "extend-to", .value_name = "DATE", .help = DUBAN_TEXT_OPT_EXTEND_TO},
    [OPT_NOTE] = {.name = "note", .letter = 'm', .value_name = "TEXT", .help = DUBAN_TEXT_OPT_NOTE},
    [OPT_DEPT] = {.name = "dept", .value_name = "UNIT", .help = DUBAN_TEXT_OPT_DEPT},
    [OPT_SOURCE] = {.name = "source", .value_name = "NAME", .help = DUBAN_TEXT_OPT_SOURCE},
    [OPT_WAIT] = {.name = "wait",
                  .value_name = "SECONDS",
                  .help = DUBAN_TEXT_OPT_WAIT,
                  .is_number = true,
                  .min = 0,
                  .max = 3600},
    {.name = NULL},
};

static const char *const examples[] = {
    "duban report T7.1-09 --percent 34.3 --note 用地协调未果",
    "duban report T7.1-09 --value 120个 --state working",
    "duban report T5.1-02 --state done --completed-on 2022-09-01",
    "duban report T1.1-06 --extend-to 2022-12-30 --note 设备到货推迟",
    NULL,
};

static const struct duban_command command = {
    .name = "duban report",
    .args = "ITEM",
    .min_args = 1,
    .max_args = 1,
    .summary = DUBAN_TEXT_REPORT_SUMMARY,
    .examples = examples,
    .options = options,
    .exits = DUBAN_TEXT_REPORT_EXITS,
    .has_exits = true,
};

#define WRONG(args, err, id, ...) DUBAN_CLI_SAY(args, DUBAN_E_USAGE, err, id, __VA_ARGS__)

static enum duban_rc read_text(const struct duban_args *args, const char *name, const char *value,
                               size_t max, struct duban_opt_text *out, struct duban_err *err)
{
    struct duban_slice text = duban_slice_of(value);
    char limit[24];
    char len[24];

    if (value == NULL)
        return DUBAN_OK;
    (void)snprintf(limit, sizeof limit, "%zu", max);
    (void)snprintf(len, sizeof len, "%zu", text.len);
    if (!duban_slice_is_utf8(text))
        return WRONG(args, err, DUBAN_TEXT_REPORT_NOT_UTF8, name);
    if (text.len > max)
        return WRONG(args, err, DUBAN_TEXT_REPORT_TOO_LONG, name, limit, len);
    *out = (struct duban_opt_text){DUBAN_GIVEN, text};
    return DUBAN_OK;
}

static enum duban_rc read_date(const struct duban_args *args, int option,
                               struct duban_opt_date *out, struct duban_err *err)
{
    const char *value = duban_args_text(args, option, NULL);

    if (value == NULL)
        return DUBAN_OK;
    if (!duban_date_read(duban_slice_of(value), &out->v))
        return WRONG(args, err, DUBAN_TEXT_REPORT_BAD_DATE, options[option].name, value);
    out->is = DUBAN_GIVEN;
    return DUBAN_OK;
}

static enum duban_rc read_state(const struct duban_args *args, struct duban_opt_word *out,
                                struct duban_err *err)
{
    const char *value = duban_args_text(args, OPT_STATE, NULL);
    struct duban_buf words = {0};

    if (value == NULL)
        return DUBAN_OK;
    out->v = duban_word_find(duban_state_words, duban_slice_of(value));
    if (out->v >= 0) {
        out->is = DUBAN_GIVEN;
        return DUBAN_OK;
    }
    for (size_t i = 0; i < DUBAN_N_STATES; i++)
        duban_buf_printf(&words, "%s%s", i == 0 ? "" : " ", duban_state_words[i]);
    duban_buf_put(&words, (struct duban_slice){"", 1});
    enum duban_rc rc = WRONG(args, err, DUBAN_TEXT_REPORT_BAD_STATE, value, words.at);
    duban_buf_fini(&words);
    return rc;
}

static enum duban_rc read_percent(const struct duban_args *args, struct duban_opt_decimal *out,
                                  struct duban_err *err)
{
    const char *value = duban_args_text(args, OPT_PERCENT, NULL);
    struct duban_slice text = duban_slice_of(value);

    if (value == NULL)
        return DUBAN_OK;
    if (text.len > 0 && text.at[text.len - 1] == '%')
        text.len--;
    if (!duban_decimal_parse(text, &out->v) || !duban_decimal_is_percent(out->v))
        return WRONG(args, err, DUBAN_TEXT_REPORT_BAD_PERCENT, value);
    out->is = DUBAN_GIVEN;
    return DUBAN_OK;
}

/* A number and behind it the unit, which may be empty: 120个, 3.5 亿元. */
static enum duban_rc read_value(const struct duban_args *args, struct duban_measure_value *figure,
                                struct duban_opt_measures *out, struct duban_err *err)
{
    const char *value = duban_args_text(args, OPT_VALUE, NULL);
    struct duban_slice text = duban_slice_trim(duban_slice_of(value));
    size_t len = 0;

    if (value == NULL)
        return DUBAN_OK;
    while (len < text.len && strchr("+-.0123456789", text.at[len]) != NULL)
        len++;
    figure->measure = duban_slice_of(DUBAN_MEASURE_MAIN);
    figure->is_known = true;
    figure->unit = duban_slice_trim((struct duban_slice){text.at + len, text.len - len});
    /* What follows the number is a unit, not the rest of a number that is written in another way. */
    bool is_unit = true;
    for (size_t i = 0; i < figure->unit.len; i++)
        is_unit = is_unit && strchr("+-.,0123456789", figure->unit.at[i]) == NULL;
    if (!is_unit || !duban_decimal_parse((struct duban_slice){text.at, len}, &figure->value) ||
        figure->unit.len > DUBAN_UNIT_MAX || !duban_slice_is_utf8(figure->unit))
        return WRONG(args, err, DUBAN_TEXT_REPORT_BAD_VALUE, value);
    *out = (struct duban_opt_measures){DUBAN_GIVEN, figure, 1};
    return DUBAN_OK;
}

static const char *source_of(const struct duban_args *args)
{
    return duban_args_text(args, OPT_SOURCE, "report");
}

/* The figure lies where the caller keeps it. */
static enum duban_rc read_update(const struct duban_args *args, struct duban_measure_value *figure,
                                 struct duban_update *out_update, struct duban_err *err)
{
    /* A stage makes it a report of works. */
    bool has_stage = duban_args_text(args, OPT_STAGE, NULL) != NULL;
    struct duban_update update = {.type = has_stage ? DUBAN_PROJECT : DUBAN_TASK};
    struct duban_task *task = &update.u.task;

    struct duban_opt_text source = {0};

    enum duban_rc rc = read_text(args, "--source", source_of(args), DUBAN_ID_MAX, &source, err);
    if (rc == DUBAN_OK && source.v.len == 0)
        rc = WRONG(args, err, DUBAN_TEXT_REPORT_NO_TEXT, "--source");
    if (rc == DUBAN_OK)
        rc = read_text(args, "ITEM", args->words[0], DUBAN_ID_MAX, &update.item, err);
    if (rc == DUBAN_OK && update.item.v.len == 0)
        rc = WRONG(args, err, DUBAN_TEXT_REPORT_NO_TEXT, "ITEM");
    if (rc == DUBAN_OK)
        rc = read_text(args, "--dept", duban_args_text(args, OPT_DEPT, NULL), DUBAN_ID_MAX,
                       &update.dept, err);
    if (rc == DUBAN_OK)
        rc = read_state(args, &task->state, err);
    if (rc == DUBAN_OK)
        rc = read_percent(args, &task->percent, err);
    if (rc == DUBAN_OK)
        rc = read_value(args, figure, &task->measures, err);
    if (rc == DUBAN_OK)
        rc = read_text(args, "--stage", duban_args_text(args, OPT_STAGE, NULL), DUBAN_ID_MAX,
                       &task->stage, err);
    if (rc == DUBAN_OK)
        rc = read_date(args, OPT_COMPLETED_ON, &task->completed_on, err);
    if (rc == DUBAN_OK)
        rc = read_date(args, OPT_FORECAST, &task->forecast_finish, err);
    if (rc == DUBAN_OK)
        rc = read_date(args, OPT_EXTEND_TO, &task->ext_to, err);
    if (rc == DUBAN_OK)
        rc = read_text(args, "--note", duban_args_text(args, OPT_NOTE, NULL), DUBAN_NOTE_MAX,
                       &task->note, err);
    if (rc != DUBAN_OK)
        return rc;
    if (task->state.is + task->percent.is + task->measures.is + task->stage.is +
            task->completed_on.is + task->forecast_finish.is + task->ext_to.is + task->note.is ==
        DUBAN_ABSENT)
        return WRONG(args, err, DUBAN_TEXT_REPORT_EMPTY, "");
    *out_update = update;
    return DUBAN_OK;
}

/* Tells what became of the update; returns the exit status. */
static int tell(const struct duban_args *args, const struct duban_delivery *delivery,
                const struct duban_result *result)
{
    struct duban_buf answer = {0};
    struct duban_buf line = {0};
    char wait[24];
    enum duban_rc rc = duban_answer_is_refusal(result->code) ? DUBAN_E_DATA : DUBAN_OK;

    if (result->code.len == 0) {
        rc = DUBAN_E_AGAIN;
        (void)snprintf(wait, sizeof wait, "%lld", (long long)(delivery->wait_ms / 1000));
        if (delivery->is_unknown)
            DUBAN_SAY(&line, args->lang, DUBAN_TEXT_REPORT_UNKNOWN_SOURCE, args->words[0],
                      delivery->source);
        else
            DUBAN_SAY(&line, args->lang, DUBAN_TEXT_REPORT_KEPT, args->words[0], wait);
    } else {
        duban_text_put_answer(&answer, args->lang, result->code, result->detail);
        duban_buf_put(&answer, (struct duban_slice){"", 1}); /* NUL */
        DUBAN_SAY(&line, args->lang, DUBAN_TEXT_ANSWER, args->words[0], answer.at);
    }
    duban_buf_puts(&line, "\n");
    duban_cli_tell(duban_buf_slice(&line));
    duban_buf_fini(&line);
    duban_buf_fini(&answer);
    return duban_rc_exit_status(rc);
}

/* Puts what went wrong into the user's words: whether the update is kept comes first. */
static enum duban_rc explain(const struct duban_args *args, const struct duban_delivery *delivery,
                             enum duban_rc rc, struct duban_err *err)
{
    struct duban_err inner = *err;
    bool may_help = rc == DUBAN_E_IO || rc == DUBAN_E_FULL; /* to repeat it */

    if (delivery->is_kept)
        return DUBAN_CLI_SAY(args, rc, err, DUBAN_TEXT_REPORT_CANNOT_SEND, args->words[0],
                             inner.text);
    return DUBAN_CLI_SAY(args, rc, err, may_help ? DUBAN_TEXT_NOT_KEPT : DUBAN_TEXT_NOT_KEPT_MEND,
                         inner.text);
}

/* update is kept, then sent; *out_status tells what became of it. */
static enum duban_rc deliver(const struct duban_args *args, struct duban_slice update,
                             int *out_status, struct duban_err *err)
{
    struct duban_arena arena = {0};
    struct duban_result result = {0};
    struct duban_delivery delivery = {
        .dir = args->dir,
        .lang = args->lang,
        .source = source_of(args),
        .wait_ms = 1000 * duban_args_number(args, OPT_WAIT, DUBAN_WAIT_S),
    };

    enum duban_rc rc = duban_delivery_keep(&delivery, &update, 1, err);
    if (rc == DUBAN_OK)
        rc = duban_delivery_run(&delivery, err);
    if (rc == DUBAN_OK)
        rc = duban_outbox_answer_of(delivery.outbox, delivery.last, &arena, &result, err);
    if (rc == DUBAN_OK)
        *out_status = tell(args, &delivery, &result);
    else
        rc = explain(args, &delivery, rc, err);
    duban_delivery_close(&delivery);
    duban_arena_fini(&arena);
    return rc;
}

int main(int argc, char **argv)
{
    struct duban_args args;
    struct duban_err err = {0};
    struct duban_measure_value figure = {.is_known = false};
    struct duban_update update;
    struct duban_buf body = {0};
    int status = 0;

    if (!duban_cli_start(&command, argc, argv, &args, &status))
        return status;
    enum duban_rc rc = read_update(&args, &figure, &update, &err);
    if (rc == DUBAN_OK) {
        duban_update_encode(&update, &body);
        rc = deliver(&args, duban_buf_slice(&body), &status, &err);
    }
    duban_buf_fini(&body);
    return rc == DUBAN_OK ? status : duban_cli_fail(&args, rc, &err);
}
