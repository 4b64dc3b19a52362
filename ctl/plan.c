/* SPDX-License-Identifier: MIT
 *
 * duban plan import, check and activate: a plan from its tables into the log, through the control
 * source's outbox.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "ctl/calendar_file.h"
#include "ctl/command.h"
#include "ctl/plan_file.h"
#include "ctl/submit.h"
#include "ctl/world.h"
#include "lib/app/conf.h"
#include "lib/app/office.h"
#include "lib/core/file.h"

enum { OPT_ACTOR, OPT_REASON, OPT_WAIT, OPT_DRY_RUN };

/* The source of `duban report`: it speaks for every unit of the plan. */
static const char report_source[] = "report";

#define ACT_OPTIONS                                                                                \
    [OPT_ACTOR] = {.name = "actor", .value_name = "NAME", .help = DUBAN_TEXT_OPT_ACTOR},           \
    [OPT_REASON] = {.name = "reason", .value_name = "TEXT", .help = DUBAN_TEXT_OPT_REASON},        \
    [OPT_WAIT] = {.name = "wait",                                                                  \
                  .value_name = "SECONDS",                                                         \
                  .help = DUBAN_TEXT_OPT_WAIT_IMPORT,                                              \
                  .is_number = true,                                                               \
                  .min = 0,                                                                        \
                  .max = 3600}

static const struct duban_option import_options[] = {
    ACT_OPTIONS,
    [OPT_DRY_RUN] = {.name = "dry-run", .help = DUBAN_TEXT_OPT_DRY_RUN},
    {.name = NULL},
};

static const struct duban_option activate_options[] = {ACT_OPTIONS, {.name = NULL}};
static const struct duban_option check_options[] = {{.name = NULL}};

static const struct duban_command import_command = {
    .name = "duban plan import",
    .args = "FILE",
    .min_args = 1,
    .max_args = 1,
    .summary = DUBAN_TEXT_PLAN_IMPORT_SUMMARY,
    .examples =
        (const char *const[]){"duban plan import plan.csv", "duban plan import --dry-run plan.csv",
                              "duban plan import --actor 督查室 --reason 罗府〔2022〕1号 plan.yaml",
                              NULL},
    .options = import_options,
    .exits = DUBAN_TEXT_PLAN_EXITS,
    .has_exits = true,
};

static const struct duban_command check_command = {
    .name = "duban plan check",
    .args = "FILE",
    .min_args = 1,
    .max_args = 1,
    .summary = DUBAN_TEXT_PLAN_CHECK_SUMMARY,
    .examples =
        (const char *const[]){"duban plan check plan.csv", "duban plan check plan.yaml", NULL},
    .options = check_options,
    .exits = DUBAN_TEXT_PLAN_EXITS,
    .has_exits = true,
};

static const struct duban_command activate_command = {
    .name = "duban plan activate",
    .args = "",
    .summary = DUBAN_TEXT_PLAN_ACTIVATE_SUMMARY,
    .examples = (const char *const[]){"duban plan activate", NULL},
    .options = activate_options,
    .exits = DUBAN_TEXT_ACT_EXITS,
    .has_exits = true,
};

/* plan.yaml: what a table cannot say, and where the tables lie, seen from its own folder. */
struct plan_conf {
    const char *name;
    int64_t year;
    const char *banner;
    const char *items, *units, *responsible, *reporters, *calendar;
    struct duban_conf_texts stages;
    struct duban_conf_pairs stage_words;
};

#define KEY(member, its_kind, required)                                                            \
    {                                                                                              \
        .name = #member, .kind = (its_kind), .offset = offsetof(struct plan_conf, member),         \
        .is_required = (required)                                                                  \
    }

static const struct duban_conf_key plan_keys[] = {
    {.name = "name",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct plan_conf, name),
     .is_required = true,
     .min = 1,
     .max = DUBAN_TITLE_MAX},
    {.name = "year",
     .kind = DUBAN_CONF_NUMBER,
     .offset = offsetof(struct plan_conf, year),
     .is_required = true,
     .min = DUBAN_YEAR_MIN,
     .max = DUBAN_YEAR_MAX},
    {.name = "banner",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct plan_conf, banner),
     .min = 1,
     .max = DUBAN_TITLE_MAX},
    KEY(items, DUBAN_CONF_TEXT, true),
    KEY(units, DUBAN_CONF_TEXT, false),
    KEY(responsible, DUBAN_CONF_TEXT, false),
    KEY(reporters, DUBAN_CONF_TEXT, false),
    KEY(calendar, DUBAN_CONF_TEXT, false),
    {.name = "stages",
     .kind = DUBAN_CONF_TEXTS,
     .offset = offsetof(struct plan_conf, stages),
     .min = 1,
     .max = DUBAN_ID_MAX},
    KEY(stage_words, DUBAN_CONF_PAIRS, false),
};

static const struct duban_conf_section plan_section = {
    .keys = plan_keys,
    .n_keys = sizeof plan_keys / sizeof plan_keys[0],
    .size = sizeof(struct plan_conf),
    .place_offset = DUBAN_CONF_NO_PLACE,
};

enum { REST_NAMED = 10 };

struct import {
    const struct duban_args *args;
    const char *path;
    struct duban_arena *arena;
    struct plan_conf conf;
    struct plan_file file;
    struct duban_plan_set calendar; /* its fields for one, if plan.yaml names a calendar */
    struct duban_office office;
    struct submit submit;
    struct duban_opt_text actor, reason;
    struct submission *submissions;
    size_t n_submissions;
    struct duban_buf faults, notes;
};

/* name, as seen from the folder of path; NULL stays NULL. */
static const char *beside(struct import *import, const char *name)
{
    struct duban_buf text = {0};
    const char *slash = strrchr(import->path, '/');

    if (name == NULL || name[0] == '/' || slash == NULL)
        return name;
    duban_buf_put(&text, (struct duban_slice){import->path, (size_t)(slash + 1 - import->path)});
    duban_buf_puts(&text, name);
    const char *joined = duban_arena_cstr(import->arena, duban_buf_slice(&text));
    duban_buf_fini(&text);
    return joined;
}

static enum duban_rc read_conf(struct import *import, struct duban_err *err)
{
    struct duban_buf bytes = {0};
    struct duban_conf conf = {.path = import->path,
                              .lang = import->args->lang,
                              .arena = import->arena,
                              .faults = &import->faults};

    enum duban_rc rc = duban_file_read(import->path, DUBAN_CONF_FILE_MAX, &bytes, err);
    if (rc == DUBAN_OK)
        duban_conf_read(&conf, duban_buf_slice(&bytes), &plan_section, &import->conf);
    import->file.n_faults += conf.n_faults;
    duban_buf_fini(&bytes);
    return rc;
}

static enum duban_rc read_calendar(struct import *import, struct duban_err *err)
{
    struct duban_conf conf = {.path = beside(import, import->conf.calendar),
                              .lang = import->args->lang,
                              .arena = import->arena,
                              .faults = &import->faults};

    if (conf.path == NULL)
        return DUBAN_OK;
    enum duban_rc rc = calendar_file_read(&conf, &import->calendar, err);
    import->file.n_faults += conf.n_faults;
    return rc;
}

static void set_stage_words(struct import *import)
{
    const struct duban_conf_pairs *pairs = &import->conf.stage_words;
    struct plan_stage_word *words = duban_arena_new(import->arena, pairs->n, sizeof *words);

    for (size_t i = 0; i < pairs->n; i++)
        words[i] = (struct plan_stage_word){pairs->names[i], pairs->values[i]};
    import->file.stage_words = words;
    import->file.n_stage_words = pairs->n;
}

/* A table alone is a plan of its own: it is called after its file, and its year is that of its first
 * deadline. */
static void name_after_file(struct import *import)
{
    const char *slash = strrchr(import->path, '/');
    struct duban_slice name = duban_slice_of(slash == NULL ? import->path : slash + 1);
    int year = 0;
    int month;
    int day;

    if (name.len > 4 && strcmp(name.at + name.len - 4, ".csv") == 0)
        name.len -= 4;
    import->conf.name = duban_arena_cstr(import->arena, name);
    if (import->file.n_rows > 0)
        duban_date_split(import->file.rows[0].update.u.item_set.due.v, &year, &month, &day);
    import->conf.year = year;
    DUBAN_SAY(&import->notes, import->args->lang, DUBAN_TEXT_PLAN_NAMED, import->conf.name,
              submit_number(import->arena, (size_t)year));
    duban_buf_puts(&import->notes, "\n");
}

/* Reads everything. Faults are told; E_DATA: there were some. */
static enum duban_rc read_plan(struct import *import, struct duban_err *err)
{
    struct duban_slice path = duban_slice_of(import->path);
    bool is_conf = path.len > 5 && strcmp(path.at + path.len - 5, ".yaml") == 0;
    enum duban_rc rc = DUBAN_OK;

    import->file.lang = import->args->lang;
    import->file.arena = import->arena;
    import->file.faults = &import->faults;
    import->file.notes = &import->notes;
    if (is_conf)
        rc = read_conf(import, err);
    else
        import->conf.items = import->path;
    if (rc == DUBAN_OK && import->file.n_faults == 0) {
        struct plan_paths paths = {
            .items = is_conf ? beside(import, import->conf.items) : import->path,
            .units = beside(import, import->conf.units),
            .responsible = beside(import, import->conf.responsible),
            .reporters = beside(import, import->conf.reporters),
        };
        set_stage_words(import);
        rc = plan_file_read(&import->file, &paths, err);
        if (rc == DUBAN_OK)
            rc = read_calendar(import, err);
    }
    duban_cli_tell(duban_buf_slice(&import->faults));
    if (rc != DUBAN_OK)
        return rc;
    if (import->file.n_faults > 0)
        return DUBAN_CLI_SAY(import->args, DUBAN_E_DATA, err, DUBAN_TEXT_PLAN_NOTHING_IMPORTED,
                             import->path, submit_number(import->arena, import->file.n_faults));
    if (!is_conf)
        name_after_file(import);
    duban_cli_tell(duban_buf_slice(&import->notes));
    return DUBAN_OK;
}

static bool has_text(const struct duban_slice *texts, size_t n, struct duban_slice text)
{
    for (size_t i = 0; i < n; i++)
        if (duban_slice_equal(texts[i], text))
            return true;
    return false;
}

/* Items of the office's plan that the file does not have stay, and their units go on reporting them. */
static enum duban_rc add_rest(struct import *import, const struct duban_model *model,
                              struct duban_err *err)
{
    struct plan_file *file = &import->file;
    struct duban_map ids = {0};
    struct duban_buf named = {0};
    size_t n_rest = 0;

    for (size_t i = 0; i < file->n_rows; i++)
        duban_map_put(&ids, import->arena, file->rows[i].update.item.v, &file->rows[i]);
    for (size_t i = 0; i < model->n_items; i++) {
        const struct duban_item *item = model->items[i];
        if (duban_map_get(&ids, item->id) != NULL)
            continue;
        if (n_rest++ < REST_NAMED)
            duban_buf_printf(&named, " %.*s", DUBAN_SLICE_ARGS(item->id));
        if (has_text(file->reporters, file->n_reporters, item->plan.reporter))
            continue;
        if (file->n_reporters == DUBAN_DEPTS_MAX) {
            duban_buf_fini(&named);
            return DUBAN_CLI_SAY(import->args, DUBAN_E_DATA, err, DUBAN_TEXT_SHEET_TOO_MANY_UNITS,
                                 submit_number(import->arena, DUBAN_DEPTS_MAX));
        }
        file->reporters[file->n_reporters++] = duban_arena_copy(import->arena, item->plan.reporter);
    }
    if (n_rest > 0) {
        duban_buf_puts(&named, n_rest > REST_NAMED ? " …" : "");
        duban_buf_put(&named, (struct duban_slice){"", 1}); /* NUL */
        DUBAN_SAY(&import->notes, import->args->lang, DUBAN_TEXT_PLAN_REST, import->path,
                  submit_number(import->arena, n_rest), named.at);
        duban_buf_puts(&import->notes, "\n");
    }
    duban_buf_fini(&named);
    return DUBAN_OK;
}

/* What stands in for a calendar that the plan does not name; model NULL: there is no office. */
static void note_calendar(struct import *import, const struct duban_model *model)
{
    char from[DUBAN_DATE_BYTES];
    char to[DUBAN_DATE_BYTES];

    if (import->calendar.calendar_from.is == DUBAN_GIVEN)
        return;
    if (model != NULL && model->has_calendar)
        DUBAN_SAY(&import->notes, import->args->lang, DUBAN_TEXT_PLAN_CALENDAR_KEPT,
                  duban_date_print(model->calendar.first_covered, from),
                  duban_date_print(model->calendar.last_covered, to));
    else
        duban_buf_puts(&import->notes, duban_text(import->args->lang, DUBAN_TEXT_PLAN_NO_CALENDAR));
    duban_buf_puts(&import->notes, "\n");
}

/* What the office has already: its first plan replaces nothing. */
static enum duban_rc look_at_office(struct import *import, struct duban_err *err)
{
    struct world world;
    struct duban_slice name = duban_slice_of(import->conf.name);

    duban_buf_clear(&import->notes);
    enum duban_rc rc = world_open(&world, import->args, NULL, err);
    if (rc == DUBAN_OK && world.model.has_plan && !duban_slice_equal(world.model.name, name)) {
        DUBAN_SAY(&import->notes, import->args->lang, DUBAN_TEXT_PLAN_RENAMED, import->conf.name,
                  duban_arena_cstr(import->arena, world.model.name));
        duban_buf_puts(&import->notes, "\n");
    }
    if (rc == DUBAN_OK)
        rc = add_rest(import, &world.model, err);
    if (rc == DUBAN_OK || rc == DUBAN_E_NOINPUT)
        note_calendar(import, rc == DUBAN_OK ? &world.model : NULL);
    world_close(&world);
    if (rc == DUBAN_E_NOINPUT) { /* no store yet */
        err->text[0] = '\0';
        rc = DUBAN_OK;
    }
    duban_cli_tell(duban_buf_slice(&import->notes));
    return rc;
}

static struct submission plan_submission(struct import *import)
{
    struct duban_plan_set set = import->calendar;

    set.name = duban_given_text(duban_slice_of(import->conf.name));
    set.year = duban_u64((uint64_t)import->conf.year);
    set.units.is = import->file.n_units > 0 ? DUBAN_GIVEN : DUBAN_ABSENT;
    set.units.at = import->file.units;
    set.units.n = import->file.n_units;
    set.banner =
        duban_given_text(duban_slice_of(import->conf.banner == NULL ? "" : import->conf.banner));
    set.actor = import->actor;
    set.reason = import->reason;
    if (import->conf.stages.n > 0) {
        set.stages = (struct duban_opt_texts){DUBAN_GIVEN, NULL, import->conf.stages.n};
        set.stages.at = duban_arena_new(import->arena, set.stages.n, sizeof *set.stages.at);
        for (size_t i = 0; i < set.stages.n; i++)
            set.stages.at[i] = duban_slice_of(import->conf.stages.at[i]);
    }
    return (struct submission){set.name.v, {.type = DUBAN_PLAN_SET, .u.plan_set = set}};
}

static struct submission source_submission(struct import *import)
{
    struct duban_slice *role = duban_arena_new(import->arena, 1, sizeof *role);
    *role = duban_slice_of(duban_role_words[DUBAN_ROLE_REPORT]);
    struct duban_source_set set = {
        .source = duban_given_text(duban_slice_of(report_source)),
        .depts = {DUBAN_GIVEN, import->file.reporters, import->file.n_reporters},
        .roles = {DUBAN_GIVEN, role, 1},
        .actor = import->actor,
        .reason = import->reason,
    };
    return (struct submission){set.source.v, {.type = DUBAN_SOURCE_SET, .u.source_set = set}};
}

/* How it ended, for people; refusals make it E_DATA, missing answers E_AGAIN. */
static enum duban_rc conclude(struct import *import, const struct submit_counts *counts,
                              struct duban_err *err)
{
    struct duban_buf line = {0};
    struct duban_arena *arena = import->arena;

    if (counts->unanswered > 0)
        return DUBAN_CLI_SAY(import->args, DUBAN_E_AGAIN, err, DUBAN_TEXT_PLAN_KEPT, import->path,
                             submit_number(arena, counts->unanswered));
    DUBAN_SAY(&line, import->args->lang, DUBAN_TEXT_PLAN_IMPORTED, import->path,
              submit_number(arena, import->file.n_rows), submit_number(arena, counts->changed),
              submit_number(arena, counts->unchanged), submit_number(arena, counts->refused));
    duban_buf_puts(&line, "\n");
    enum duban_rc rc = duban_cli_print(duban_buf_slice(&line), err);
    duban_buf_fini(&line);
    if (rc == DUBAN_OK && counts->refused > 0)
        return DUBAN_CLI_SAY(import->args, DUBAN_E_DATA, err, DUBAN_TEXT_SOME_REFUSED,
                             submit_number(arena, counts->refused));
    return rc;
}

/* The acts that make the plan. What no aggregator would take is a fault like any other: E_DATA. */
static enum duban_rc make_submissions(struct import *import, struct duban_err *err)
{
    size_t n = import->file.n_rows + 2;
    struct submission *submissions = duban_arena_new(import->arena, n, sizeof *submissions);

    submissions[0] = plan_submission(import);
    submissions[1] = source_submission(import);
    for (size_t i = 0; i < import->file.n_rows; i++) {
        struct duban_update *update = &import->file.rows[i].update;
        update->u.item_set.actor = import->actor;
        update->u.item_set.reason = import->reason;
        submissions[i + 2] = (struct submission){update->item.v, *update};
    }
    import->submissions = submissions;
    import->n_submissions = n;
    size_t n_faults = submit_check(&import->submit, submissions, n);
    return n_faults == 0
               ? DUBAN_OK
               : DUBAN_CLI_SAY(import->args, DUBAN_E_DATA, err, DUBAN_TEXT_PLAN_NOTHING_IMPORTED,
                               import->path, submit_number(import->arena, n_faults));
}

static enum duban_rc submit_plan(struct import *import, struct duban_err *err)
{
    struct submit_counts counts;

    enum duban_rc rc =
        submit_all(&import->submit, import->submissions, import->n_submissions, &counts, err);
    return rc == DUBAN_OK ? conclude(import, &counts, err) : rc;
}

static enum duban_rc tell_checked(struct import *import, struct duban_err *err)
{
    struct duban_buf line = {0};

    DUBAN_SAY(&line, import->args->lang, DUBAN_TEXT_PLAN_CHECKED, import->path,
              submit_number(import->arena, import->file.n_rows),
              submit_number(import->arena, import->file.n_reporters));
    duban_buf_puts(&line, "\n");
    enum duban_rc rc = duban_cli_print(duban_buf_slice(&line), err);
    duban_buf_fini(&line);
    return rc;
}

/* Who acts, and why: the options of every act. */
static enum duban_rc read_act(struct import *import, const char *reason, struct duban_err *err)
{
    const struct duban_args *args = import->args;

    enum duban_rc rc =
        duban_office_find(args->dir, args->lang, import->arena, &import->office, err);
    if (rc != DUBAN_OK)
        return rc;
    import->submit = (struct submit){
        .args = args,
        .arena = import->arena,
        .source = import->office.control,
        .wait_s = duban_args_number(args, OPT_WAIT, SUBMIT_WAIT_S),
    };
    rc = submit_text(&import->submit, "--actor",
                     duban_args_text(args, OPT_ACTOR, submit_user_name(import->arena)),
                     DUBAN_NAME_MAX, &import->actor, err);
    if (rc == DUBAN_OK)
        rc = submit_text(&import->submit, "--reason", duban_args_text(args, OPT_REASON, reason),
                         DUBAN_REASON_MAX, &import->reason, err);
    return rc;
}

static enum duban_rc run_import(struct import *import, struct duban_err *err)
{
    enum duban_rc rc = read_act(import, import->path, err);
    if (rc == DUBAN_OK)
        rc = read_plan(import, err);
    if (rc == DUBAN_OK)
        rc = look_at_office(import, err);
    if (rc == DUBAN_OK)
        rc = make_submissions(import, err);
    if (rc != DUBAN_OK)
        return rc;
    return import->args->values[OPT_DRY_RUN].text != NULL ? tell_checked(import, err)
                                                          : submit_plan(import, err);
}

static enum duban_rc run_check(struct import *import, struct duban_err *err)
{
    import->submit = (struct submit){.args = import->args, .arena = import->arena};
    import->actor = import->reason = duban_given_text(duban_slice_of("plan check"));
    enum duban_rc rc = read_plan(import, err);
    if (rc == DUBAN_OK) {
        duban_buf_clear(&import->notes);
        note_calendar(import, NULL);
        duban_cli_tell(duban_buf_slice(&import->notes));
        rc = make_submissions(import, err);
    }
    return rc == DUBAN_OK ? tell_checked(import, err) : rc;
}

static enum duban_rc run_activate(struct import *import, struct duban_err *err)
{
    struct submit_counts counts;
    enum duban_rc rc = read_act(import, "plan activate", err);
    if (rc != DUBAN_OK)
        return rc;
    struct submission submission = {
        .label = duban_slice_of(duban_plan_status_words[DUBAN_ACTIVE]),
        .update = {.type = DUBAN_PLAN_SET,
                   .u.plan_set = {.status = {DUBAN_GIVEN, DUBAN_ACTIVE},
                                  .actor = import->actor,
                                  .reason = import->reason}},
    };
    rc = submit_all(&import->submit, &submission, 1, &counts, err);
    if (rc != DUBAN_OK)
        return rc;
    if (counts.unanswered > 0)
        return DUBAN_CLI_SAY(import->args, DUBAN_E_AGAIN, err, DUBAN_TEXT_PLAN_KEPT,
                             "plan activate", "1");
    if (counts.refused > 0)
        return DUBAN_CLI_SAY(import->args, DUBAN_E_DATA, err, DUBAN_TEXT_SOME_REFUSED, "1");
    struct duban_buf line = {0};
    duban_buf_printf(&line, "%s\n", duban_text(import->args->lang, DUBAN_TEXT_PLAN_ACTIVATED));
    rc = duban_cli_print(duban_buf_slice(&line), err);
    duban_buf_fini(&line);
    return rc;
}

static int run_command(const struct duban_command *command,
                       enum duban_rc (*run)(struct import *import, struct duban_err *err), int argc,
                       char **argv)
{
    struct duban_args args;
    struct duban_err err = {0};
    struct duban_arena arena = {0};
    int status = 0;

    if (!duban_cli_start(command, argc, argv, &args, &status))
        return status;
    struct import import = {
        .args = &args, .arena = &arena, .path = args.n_words > 0 ? args.words[0] : ""};
    enum duban_rc rc = run(&import, &err);
    duban_buf_fini(&import.faults);
    duban_buf_fini(&import.notes);
    duban_arena_fini(&arena);
    return rc == DUBAN_OK ? 0 : duban_cli_fail(&args, rc, &err);
}

int ctl_plan_import(int argc, char **argv)
{
    return run_command(&import_command, run_import, argc, argv);
}

int ctl_plan_check(int argc, char **argv)
{
    return run_command(&check_command, run_check, argc, argv);
}

int ctl_plan_activate(int argc, char **argv)
{
    return run_command(&activate_command, run_activate, argc, argv);
}
