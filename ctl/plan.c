/* SPDX-License-Identifier: MIT
 *
 * duban plan import: a plan from a table into the log, through the control source's outbox.
 */
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#include "ctl/command.h"
#include "ctl/plan_file.h"
#include "lib/core/file.h"
#include "producers/common/delivery.h"
#include "proto/update.h"

enum {
    OPT_DRY_RUN,
    OPT_ACTOR,
    OPT_REASON,
    OPT_WAIT,
    OPT_CONTROL
};

enum {
    PLAN_MAX_BYTES = 16 << 20,
    IMPORT_WAIT_S = 30
};

/* The source of `duban report`: it speaks for every unit of the plan. */
static const char report_source[] = "report";

static const struct duban_option options[] = {
    [OPT_DRY_RUN] = {.name = "dry-run", .help = DUBAN_TEXT_OPT_DRY_RUN},
    [OPT_ACTOR] = {.name = "actor", .value_name = "NAME", .help = DUBAN_TEXT_OPT_ACTOR},
    [OPT_REASON] = {.name = "reason", .value_name = "TEXT", .help = DUBAN_TEXT_OPT_REASON},
    [OPT_WAIT] = {.name = "wait",
                  .value_name = "SECONDS",
                  .help = DUBAN_TEXT_OPT_WAIT_IMPORT,
                  .is_number = true,
                  .min = 0,
                  .max = 3600},
    [OPT_CONTROL] = {.name = "control", .value_name = "NAME", .help = DUBAN_TEXT_OPT_CONTROL},
    {.name = NULL},
};

static const char *const examples[] = {
    "duban plan import plan.csv",
    "duban plan import --dry-run plan.csv",
    "duban plan import --actor 督查室 --reason 罗府〔2022〕1号 plan.csv",
    NULL,
};

static const struct duban_command command = {
    .name = "duban plan import",
    .args = "FILE",
    .min_args = 1,
    .max_args = 1,
    .summary = DUBAN_TEXT_PLAN_IMPORT_SUMMARY,
    .examples = examples,
    .options = options,
    .exits = DUBAN_TEXT_PLAN_EXITS,
    .has_exits = true,
};

struct import {
    const struct duban_args *args;
    const char *path;
    struct duban_arena arena;
    struct plan_file file;
    struct duban_opt_text actor, reason;
};

static const char *user_name(struct duban_arena *arena)
{
    struct passwd entry;
    struct passwd *found = NULL;
    char room[1024];
    char uid[24];

    if (getpwuid_r(geteuid(), &entry, room, sizeof room, &found) == 0 && found != NULL)
        return duban_arena_cstr(arena, duban_slice_of(found->pw_name));
    (void)snprintf(uid, sizeof uid, "uid %u", (unsigned)geteuid());
    return duban_arena_cstr(arena, duban_slice_of(uid));
}

static struct duban_slice encode(struct import *import, const struct duban_update *update)
{
    struct duban_buf bytes = {0};

    duban_update_encode(update, &bytes);
    struct duban_slice kept = duban_arena_copy(&import->arena, duban_buf_slice(&bytes));
    duban_buf_fini(&bytes);
    return kept;
}

static struct duban_slice source_update(struct import *import)
{
    struct duban_slice role = duban_slice_of(duban_role_words[DUBAN_ROLE_REPORT]);
    struct duban_update update = {
        .type = DUBAN_SOURCE_SET,
        .u.source_set =
            {
                .source = duban_given_text(duban_slice_of(report_source)),
                .depts = {DUBAN_GIVEN, import->file.leads, import->file.n_leads},
                .roles = {DUBAN_GIVEN, &role, 1},
                .actor = import->actor,
                .reason = import->reason,
            },
    };
    return encode(import, &update);
}

static struct duban_slice item_update(struct import *import, const struct plan_row *row)
{
    struct duban_update update = {
        .type = DUBAN_ITEM_SET,
        .item = duban_given_text(row->id),
        .u.item_set =
            {
                .title = duban_given_text(row->title),
                .lead = duban_given_text(row->lead),
                .due = {DUBAN_GIVEN, row->due},
                .actor = import->actor,
                .reason = import->reason,
            },
    };
    return encode(import, &update);
}

static void show_progress(void *arg, uint64_t answered, uint64_t n)
{
    const struct duban_args *args = arg;
    struct duban_buf line = {0};
    char numbers[2][24];

    if (isatty(STDERR_FILENO) == 0)
        return;
    (void)snprintf(numbers[0], sizeof numbers[0], "%llu", (unsigned long long)answered);
    (void)snprintf(numbers[1], sizeof numbers[1], "%llu", (unsigned long long)n);
    duban_buf_puts(&line, "\r");
    DUBAN_SAY(&line, args->lang, DUBAN_TEXT_PROGRESS, numbers[0], numbers[1]);
    duban_buf_puts(&line, answered == n ? "\n" : "");
    duban_cli_tell(duban_buf_slice(&line));
    duban_buf_fini(&line);
}

struct counts {
    size_t changed, unchanged, refused, unanswered;
};

/* The answer to one row; a refusal is told at once. */
static void count_answer(struct import *import, const struct plan_row *row,
                         const struct duban_result *result, struct counts *counts)
{
    struct duban_buf text = {0};
    struct duban_buf line = {0};

    counts->unanswered += result->code.len == 0 ? 1 : 0;
    counts->changed += duban_slice_is(result->code, duban_answer_name(DUBAN_ANSWER_OK)) ? 1 : 0;
    counts->unchanged +=
        duban_slice_is(result->code, duban_answer_name(DUBAN_ANSWER_NOCHANGE)) ? 1 : 0;
    if (!duban_answer_is_refusal(result->code))
        return;
    counts->refused++;
    duban_text_put_answer(&text, import->args->lang, result->code, result->detail);
    duban_buf_put(&text, (struct duban_slice){"", 1}); /* NUL */
    DUBAN_SAY(&line, import->args->lang, DUBAN_TEXT_ANSWER,
              duban_arena_cstr(&import->arena, row->id), text.at);
    duban_buf_puts(&line, "\n");
    duban_cli_tell(duban_buf_slice(&line));
    duban_buf_fini(&line);
    duban_buf_fini(&text);
}

static const char *number_text(struct import *import, size_t number)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%zu", number);
    return duban_arena_cstr(&import->arena, duban_slice_of(text));
}

/* Says in the user's language how the import ended. */
static enum duban_rc conclude(struct import *import, const struct counts *counts,
                              struct duban_err *err)
{
    struct duban_buf line = {0};
    enum duban_lang lang = import->args->lang;

    if (counts->unanswered > 0)
        return DUBAN_CLI_SAY(import->args, DUBAN_E_AGAIN, err, DUBAN_TEXT_PLAN_KEPT, import->path,
                             number_text(import, counts->unanswered));
    DUBAN_SAY(&line, lang, DUBAN_TEXT_PLAN_IMPORTED, import->path,
              number_text(import, import->file.n_rows), number_text(import, counts->changed),
              number_text(import, counts->unchanged), number_text(import, counts->refused));
    duban_buf_puts(&line, "\n");
    enum duban_rc rc = duban_cli_print(duban_buf_slice(&line), err);
    if (rc == DUBAN_OK && counts->refused > 0)
        rc = duban_err_set(err, DUBAN_E_DATA, "%.*s",
                           DUBAN_SLICE_ARGS(duban_slice_trim(duban_buf_slice(&line))));
    duban_buf_fini(&line);
    return rc;
}

static enum duban_rc count_answers(struct import *import, const struct duban_delivery *delivery,
                                   struct duban_err *err)
{
    struct counts counts = {0};
    enum duban_rc rc = DUBAN_OK;

    for (size_t i = 0; rc == DUBAN_OK && i < import->file.n_rows; i++) {
        struct duban_result result = {0};
        /* The first update of the delivery names the source; the rows follow. */
        rc = duban_outbox_answer_of(delivery->outbox, delivery->first + 1 + i, &import->arena,
                                    &result, err);
        if (rc == DUBAN_OK)
            count_answer(import, &import->file.rows[i], &result, &counts);
    }
    return rc == DUBAN_OK ? conclude(import, &counts, err) : rc;
}

static enum duban_rc deliver(struct import *import, struct duban_err *err)
{
    size_t n = import->file.n_rows + 1;
    struct duban_slice *updates = duban_arena_new(&import->arena, n, sizeof *updates);
    struct duban_args args = *import->args;
    struct duban_delivery delivery = {
        .dir = args.dir,
        .source = duban_args_text(&args, OPT_CONTROL, "control"),
        .wait_s = duban_args_number(&args, OPT_WAIT, IMPORT_WAIT_S),
        .on_progress = show_progress,
        .arg = &args,
    };

    updates[0] = source_update(import);
    for (size_t i = 0; i < import->file.n_rows; i++)
        updates[i + 1] = item_update(import, &import->file.rows[i]);
    enum duban_rc rc = duban_delivery_keep(&delivery, updates, n, err);
    if (rc == DUBAN_OK)
        rc = duban_delivery_run(&delivery, err);
    if (rc == DUBAN_OK)
        rc = count_answers(import, &delivery, err);
    duban_delivery_close(&delivery);
    return rc;
}

static enum duban_rc check_option(struct import *import, int option, const char *otherwise,
                                  size_t max, struct duban_opt_text *out, struct duban_err *err)
{
    struct duban_slice text = duban_slice_of(duban_args_text(import->args, option, otherwise));
    const char *name = options[option].name;

    if (!duban_slice_is_utf8(text))
        return DUBAN_CLI_SAY(import->args, DUBAN_E_USAGE, err, DUBAN_TEXT_REPORT_NOT_UTF8, name);
    if (text.len > max)
        return DUBAN_CLI_SAY(import->args, DUBAN_E_USAGE, err, DUBAN_TEXT_REPORT_TOO_LONG, name,
                             number_text(import, max), number_text(import, text.len));
    *out = duban_given_text(text);
    return DUBAN_OK;
}

static enum duban_rc check_only(struct import *import, struct duban_err *err)
{
    struct duban_buf line = {0};

    DUBAN_SAY(&line, import->args->lang, DUBAN_TEXT_PLAN_CHECKED, import->path,
              number_text(import, import->file.n_rows), number_text(import, import->file.n_leads));
    duban_buf_puts(&line, "\n");
    enum duban_rc rc = duban_cli_print(duban_buf_slice(&line), err);
    duban_buf_fini(&line);
    return rc;
}

static enum duban_rc run(struct import *import, struct duban_buf *bytes, struct duban_err *err)
{
    struct duban_buf faults = {0};

    enum duban_rc rc = check_option(import, OPT_ACTOR, user_name(&import->arena), DUBAN_ACTOR_MAX,
                                    &import->actor, err);
    if (rc == DUBAN_OK)
        rc = check_option(import, OPT_REASON, import->path, DUBAN_REASON_MAX, &import->reason, err);
    if (rc == DUBAN_OK)
        rc = duban_file_read(import->path, PLAN_MAX_BYTES, bytes, err);
    if (rc != DUBAN_OK)
        return rc;
    import->file = plan_file_read(duban_buf_slice(bytes), import->path, import->args->lang,
                                  &import->arena, &faults);
    duban_cli_tell(duban_buf_slice(&faults));
    duban_buf_fini(&faults);
    if (import->file.n_faults > 0)
        return DUBAN_CLI_SAY(import->args, DUBAN_E_DATA, err, DUBAN_TEXT_PLAN_NOTHING_IMPORTED,
                             import->path, number_text(import, import->file.n_faults));
    return import->args->values[OPT_DRY_RUN].text != NULL ? check_only(import, err)
                                                          : deliver(import, err);
}

int ctl_plan_import(int argc, char **argv)
{
    struct duban_args args;
    struct duban_err err = {0};
    struct duban_buf bytes = {0};
    int status = 0;

    if (!duban_cli_start(&command, argc, argv, &args, &status))
        return status;
    struct import import = {.args = &args, .path = args.words[0]};
    enum duban_rc rc = run(&import, &bytes, &err);
    duban_buf_fini(&bytes);
    duban_arena_fini(&import.arena);
    return rc == DUBAN_OK ? 0 : duban_cli_fail(&args, rc, &err);
}
