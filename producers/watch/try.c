/* SPDX-License-Identifier: MIT
 *
 * duban-try: what would be understood of a department's file, and what would be refused and why.
 * Sends nothing, keeps nothing.
 */
#include <stdio.h>
#include <string.h>

#include "lib/app/cli.h"
#include "lib/app/office.h"
#include "lib/core/clock.h"
#include "lib/core/file.h"
#include "lib/text/escape.h"
#include "lib/text/table.h"
#include "producers/watch/words.h"

enum { OPT_DAY, OPT_JSON };

enum { FILE_MAX_BYTES = 64 << 20 };

static const struct duban_option options[] = {
    [OPT_DAY] = {.name = "day", .value_name = "DATE", .help = DUBAN_TEXT_OPT_DAY},
    [OPT_JSON] = {.name = "json", .help = DUBAN_TEXT_OPT_JSON},
    {.name = NULL},
};

static const struct duban_command command = {
    .name = "duban try",
    .args = "FORM FILE",
    .min_args = 2,
    .max_args = 2,
    .summary = DUBAN_TEXT_TRY_SUMMARY,
    .examples =
        (const char *const[]){"duban try examples/forms/csv_gb.yaml 教育局重点任务台账20220930.csv",
                              "duban try --day 2022-09-30 form.yaml table.csv",
                              "duban try built-in 教育局.csv", NULL},
    .options = options,
    .exits = DUBAN_TEXT_TRY_EXITS,
    .has_exits = true,
};

struct
try {
    const struct duban_args *args;
    struct duban_arena arena;
    struct duban_buf out, faults, bytes;
    const char *path; /* of the file */
    struct form form;
    struct reading reading;
};

static const char *number_text(struct try *try, size_t number)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%zu", number);
    return duban_arena_cstr(&try->arena, duban_slice_of(text));
}

/* The text lives as long as the arena; frees it. */
static const char *keep(struct try *try, struct duban_buf *text)
{
    const char *kept = duban_arena_cstr(&try->arena, duban_buf_slice(text));
    duban_buf_fini(text);
    return kept;
}

static struct duban_slice date_text(struct try *try, struct duban_opt_date date)
{
    char text[DUBAN_DATE_BYTES];

    if (date.is != DUBAN_GIVEN)
        return (struct duban_slice){0};
    return duban_arena_copy(&try->arena, duban_slice_of(duban_date_print(date.v, text)));
}

static struct duban_slice figure_text(struct try *try, const struct duban_task *task)
{
    struct duban_buf text = {0};

    words_put_figure(&text, task);
    return duban_slice_of(keep(try, &text));
}

static void add_row(struct try *try, struct duban_table *table, const struct reading_row *row)
{
    const struct duban_task *task = &row->update.u.task;
    char percent[DUBAN_DECIMAL_BYTES];
    const char *state = task->state.is == DUBAN_GIVEN ? duban_state_words[task->state.v] : "";

    duban_table_add(table, (struct duban_slice[]){
                               duban_slice_of(number_text(try, row->number)),
                               row->item,
                               duban_slice_of(duban_text_word(try->args->lang, state)),
                               task->stage.v,
                               duban_slice_of(task->percent.is == DUBAN_GIVEN
                                                  ? duban_decimal_print(task->percent.v, percent)
                                                  : ""),
                               figure_text(try, task),
                               date_text(try, task->completed_on),
                               date_text(try, task->forecast_finish),
                               date_text(try, task->ext_to),
                               duban_slice_cut(task->note.v, 60),
                           });
}

static struct duban_slice reading_text(struct try *try, const struct duban_reading *reading)
{
    struct duban_buf text = {0};

    words_put_reading_figure(&text, reading);
    return duban_slice_of(keep(try, &text));
}

static void add_reading(struct try *try, struct duban_table *table, const struct reading_row *row)
{
    const struct duban_reading *reading = &row->update.u.reading;
    char period[DUBAN_PERIOD_BYTES];
    const char *status = duban_reading_status_words[reading->status.v];

    duban_table_add(table, (struct duban_slice[]){
                               duban_slice_of(number_text(try, row->number)),
                               row->item,
                               duban_slice_of(duban_period_print(reading->period.v, period)),
                               reading_text(try, reading),
                               duban_slice_of(duban_text_word(try->args->lang, status)),
                           });
}

static void put_table(struct try *try, const enum duban_text_id *headings, size_t n)
{
    struct duban_table table = {.arena = &try->arena, .n_columns = n};
    struct duban_slice *heading = duban_arena_new(&try->arena, n, sizeof *heading);

    for (size_t i = 0; i < n; i++)
        heading[i] = duban_slice_of(duban_text(try->args->lang, headings[i]));
    duban_table_add(&table, heading);
    for (size_t i = 0; i < try->reading.n_rows; i++) {
        const struct reading_row *row = &try->reading.rows[i];
        if (row->reason != READING_NONE)
            continue;
        if (row->update.type == DUBAN_READING)
            add_reading(try, &table, row);
        else
            add_row(try, &table, row);
    }
    duban_table_print(&table, &try->out);
}

static void put_understood(struct try *try)
{
    static const enum duban_text_id of_readings[] = {DUBAN_TEXT_ROW, DUBAN_TEXT_COLUMN_ID,
                                                     DUBAN_TEXT_PERIOD, DUBAN_TEXT_READING_VALUE,
                                                     DUBAN_TEXT_READING_STATUS};
    static const enum duban_text_id of_tasks[] = {DUBAN_TEXT_ROW,
                                                  DUBAN_TEXT_COLUMN_ID,
                                                  DUBAN_TEXT_ITEM_STATE,
                                                  DUBAN_TEXT_stage,
                                                  DUBAN_TEXT_ITEM_PROGRESS,
                                                  DUBAN_TEXT_ITEM_VALUE,
                                                  DUBAN_TEXT_ITEM_COMPLETED_ON,
                                                  DUBAN_TEXT_ITEM_FORECAST,
                                                  DUBAN_TEXT_ITEM_EXT_TO,
                                                  DUBAN_TEXT_COLUMN_NOTE};

    if (try->reading.n_understood == 0)
        return;
    if (try->form.period != NULL)
        put_table(try, of_readings, sizeof of_readings / sizeof of_readings[0]);
    else
        put_table(try, of_tasks, sizeof of_tasks / sizeof of_tasks[0]);
}

static void put_refused(struct try *try)
{
    for (size_t i = 0; i < try->reading.n_rows; i++) {
        const struct reading_row *row = &try->reading.rows[i];
        if (row->reason == READING_NONE)
            continue;
        struct duban_buf reason = {0};
        words_put_reason(&reason, try->args->lang, row->reason, row->column, row->cell);
        DUBAN_SAY(&try->out, try->args->lang, DUBAN_TEXT_SHEET_ROW, try->path,
                  number_text(try, row->number), keep(try, &reason));
        duban_buf_puts(&try->out, "\n");
    }
}

/* For programs: the decision, and every refused row with its reason. */
static void put_json(struct try *try)
{
    static const char *const decisions[] = {
        [READING_ACCEPTED] = "accepted", [READING_HELD] = "held", [READING_IGNORED] = "ignored"};
    const struct reading *reading = &try->reading;
    const char *mark = "";

    duban_buf_puts(&try->out, "{\"file\":");
    duban_escape_json(&try->out, duban_slice_of(try->path));
    duban_buf_printf(&try->out, ",\"decision\":\"%s\",\"reason\":", decisions[reading->decision]);
    if (reading->decision == READING_ACCEPTED)
        duban_buf_puts(&try->out, "null");
    else
        duban_escape_json(&try->out, duban_slice_of(reading_reason_name(reading->reason)));
    duban_buf_printf(&try->out, ",\"rows\":%zu,\"understood\":%zu,\"skipped\":%zu,\"rejected\":[",
                     reading->n_rows, reading->n_understood, reading->n_skipped);
    for (size_t i = 0; i < reading->n_rows; i++) {
        const struct reading_row *row = &reading->rows[i];
        if (row->reason == READING_NONE)
            continue;
        duban_buf_printf(&try->out, "%s[%zu,\"%s\"]", mark, row->number,
                         reading_reason_name(row->reason));
        mark = ",";
    }
    duban_buf_puts(&try->out, "]}\n");
}

static const char *file_reason_text(struct try *try)
{
    struct duban_buf text = {0};

    words_put_file_reason(&text, try->args->lang, &try->form, &try->reading);
    return keep(try, &text);
}

/* What becomes of the file as a whole; that it is held is told as an error. */
static void put_decision(struct try *try)
{
    const struct reading *reading = &try->reading;

    if (reading->decision == READING_HELD)
        return;
    if (reading->decision == READING_IGNORED)
        DUBAN_SAY(&try->out, try->args->lang, DUBAN_TEXT_TRY_IGNORED, try->path,
                  file_reason_text(try));
    else
        DUBAN_SAY(&try->out, try->args->lang, DUBAN_TEXT_TRY_ACCEPTED, try->path,
                  number_text(try, reading->n_rows), number_text(try, reading->n_understood),
                  number_text(try, reading->n_rows - reading->n_understood),
                  number_text(try, reading->n_skipped));
    duban_buf_puts(&try->out, "\n");
}

static enum duban_rc read_form(struct try *try, struct duban_err *err)
{
    struct duban_conf conf = {.path = try->args->words[0],
                              .lang = try->args->lang,
                              .arena = &try->arena,
                              .faults = &try->faults};

    enum duban_rc rc = form_read(&conf, &try->form, NULL, err);
    duban_cli_tell(duban_buf_slice(&try->faults));
    if (rc == DUBAN_OK && conf.n_faults > 0)
        rc = DUBAN_CLI_SAY(try->args, DUBAN_E_CONFIG, err, DUBAN_TEXT_OFFICE_WRONG, conf.path,
                           number_text(try, conf.n_faults));
    return rc;
}

/* The day on which the file is taken to be delivered: today, unless it is said. */
static enum duban_rc read_day(struct try *try, struct duban_date *out_day, struct duban_err *err)
{
    const char *text = duban_args_text(try->args, OPT_DAY, NULL);
    struct duban_office office;

    enum duban_rc rc =
        duban_office_find(try->args->dir, try->args->lang, &try->arena, &office, err);
    if (rc == DUBAN_OK)
        rc = duban_zone_set(office.zone, err);
    if (rc != DUBAN_OK)
        return rc;
    *out_day = duban_date_at(duban_clock_now());
    if (text != NULL && !duban_date_read(duban_slice_of(text), out_day))
        return DUBAN_CLI_SAY(try->args, DUBAN_E_USAGE, err, DUBAN_TEXT_REPORT_BAD_DATE,
                             options[OPT_DAY].name, text);
    return DUBAN_OK;
}

static enum duban_rc run(struct try *try, struct duban_err *err)
{
    const char *slash = strrchr(try->path, '/');
    struct delivered file = {.name = slash == NULL ? try->path : slash + 1};

    enum duban_rc rc = read_day(try, &file.day, err);
    if (rc == DUBAN_OK)
        rc = read_form(try, err);
    if (rc == DUBAN_OK)
        rc = duban_file_read(try->path, FILE_MAX_BYTES, &try->bytes, err);
    file.bytes = duban_buf_slice(&try->bytes);
    if (rc == DUBAN_OK)
        rc = reading_read(&try->form, &file, &try->arena, &try->reading, err);
    if (rc != DUBAN_OK)
        return rc;
    if (try->args->values[OPT_JSON].text != NULL) {
        put_json(try);
    } else {
        put_understood(try);
        put_refused(try);
        put_decision(try);
    }
    rc = duban_cli_print(duban_buf_slice(&try->out), err);
    if (rc == DUBAN_OK && try->reading.decision == READING_HELD)
        rc = DUBAN_CLI_SAY(try->args, DUBAN_E_DATA, err, DUBAN_TEXT_TRY_HELD, try->path,
                           file_reason_text(try));
    return rc;
}

int main(int argc, char **argv)
{
    struct duban_args args;
    struct duban_err err = {0};
    int status = 0;

    if (!duban_cli_start(&command, argc, argv, &args, &status))
        return status;
    struct try try = {.args = &args, .path = args.words[1]};
    enum duban_rc rc = run(&try, &err);
    duban_buf_fini(&try.out);
    duban_buf_fini(&try.faults);
    duban_buf_fini(&try.bytes);
    duban_arena_fini(&try.arena);
    return rc == DUBAN_OK ? 0 : duban_cli_fail(&args, rc, &err);
}
