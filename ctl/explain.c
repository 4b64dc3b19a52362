/* SPDX-License-Identifier: MIT
 *
 * duban explain: why the light of an item is what it is. It shows an evaluation, not the present: what
 * was received after 07:30 of its day is not in it.
 */
#include <inttypes.h>
#include <stdio.h>

#include "ctl/command.h"
#include "ctl/evidence.h"
#include "ctl/light.h"
#include "lib/text/escape.h"
#include "lib/text/table.h"

enum { OPT_AS_OF, OPT_JSON };

enum { LINE_COLUMNS = 84 };

static const struct duban_option options[] = {
    [OPT_AS_OF] = {.name = "as-of", .value_name = "DATE", .help = DUBAN_TEXT_OPT_JUDGED},
    [OPT_JSON] = {.name = "json", .help = DUBAN_TEXT_OPT_JSON},
    {.name = NULL},
};

static const struct duban_command command = {
    .name = "duban explain",
    .args = "ID",
    .min_args = 1,
    .max_args = 1,
    .summary = DUBAN_TEXT_EXPLAIN_SUMMARY,
    .examples =
        (const char *const[]){"duban explain T5.1-02", "duban explain T5.1-02 --as-of 2022-10-10",
                              "duban explain T5.1-02 --as-of 2022-10-10 --json", NULL},
    .options = options,
    .exits = DUBAN_TEXT_EXPLAIN_EXITS,
    .has_exits = true,
};

/* All that is said of an item. */
struct explained {
    const struct duban_args *args;
    const struct lights *lights;
    struct reasoned asked;
    const struct duban_item *item;
    const struct duban_item_evaluation *today;
    struct duban_arena *arena;
    struct reason *reasons;
    size_t n_reasons;
    struct evidence_list evidence;
};

/* What has been found comes first, what does not apply last. */
enum outcome { OUTCOME_OPEN, OUTCOME_CLEAR, OUTCOME_NOT, N_OUTCOMES };

static const char *const outcome_words[] = {
    [OUTCOME_OPEN] = "open", [OUTCOME_CLEAR] = "clear", [OUTCOME_NOT] = "not_applicable"};
static const char *const deadline_words[] = {
    [REASON_NO_DEADLINE] = NULL, [REASON_CURRENT] = "current", [REASON_ORIGINAL] = "original"};
static const char *const severity_words[] = {[DUBAN_SEVERITY_NONE] = NULL,
                                             [DUBAN_INFO] = "info",
                                             [DUBAN_YELLOW] = "yellow",
                                             [DUBAN_RED] = "red"};

static enum outcome outcome_of(const struct reason *reason)
{
    if (reason->condition.severity != DUBAN_SEVERITY_NONE)
        return OUTCOME_OPEN;
    return reason->why_not == NULL ? OUTCOME_CLEAR : OUTCOME_NOT;
}

static struct duban_slice keep(struct explained *explained, struct duban_buf *text)
{
    struct duban_slice kept = duban_arena_copy(explained->arena, duban_buf_slice(text));

    duban_buf_fini(text);
    return kept;
}

static const char *date_text(struct explained *explained, struct duban_date date)
{
    char text[DUBAN_DATE_BYTES];

    return duban_arena_cstr(explained->arena, duban_slice_of(duban_date_print(date, text)));
}

/* --- For people ------------------------------------------------------------------------------- */

static void add_fact(struct explained *explained, struct duban_table *table,
                     enum duban_text_id heading, struct duban_slice text)
{
    duban_table_add(table, (struct duban_slice[]){
                               duban_slice_of(duban_text(explained->args->lang, heading)), text});
}

static struct duban_slice light_text(struct explained *explained, const struct duban_clock *clock)
{
    struct duban_buf text = {0};

    light_put_why(&text, explained->args->lang, &explained->asked, clock);
    return keep(explained, &text);
}

/* 不少于 350个 */
static struct duban_slice target_text(struct explained *explained)
{
    const struct duban_promise *plan = &explained->item->plan;
    const char *word =
        duban_text_word(explained->args->lang, duban_target_op_words[plan->target_op]);
    char number[DUBAN_DECIMAL_BYTES];
    struct duban_buf text = {0};

    duban_buf_puts(&text, word);
    if (plan->target.is == DUBAN_GIVEN)
        duban_buf_printf(&text, " %s%.*s", duban_decimal_print(plan->target.v, number),
                         DUBAN_SLICE_ARGS(plan->unit));
    return keep(explained, &text);
}

static void put_head(struct duban_buf *out, struct explained *explained)
{
    enum duban_lang lang = explained->args->lang;
    const struct duban_promise *plan = &explained->item->plan;
    const struct duban_item_evaluation *today = explained->today;
    struct duban_table table = {.arena = explained->arena, .n_columns = 2};
    bool is_english = lang == DUBAN_EN && plan->title_en.len > 0;
    char n_entries[24];

    (void)snprintf(n_entries, sizeof n_entries, "%" PRIu64,
                   outlook_lsn(explained->lights->outlook));
    DUBAN_SAY(out, lang, DUBAN_TEXT_EXPLAIN_HEADING, date_text(explained, explained->lights->day),
              n_entries);
    duban_buf_puts(out, "\n");
    if (explained->asked.model->banner.len > 0) {
        duban_escape_terminal(out, explained->asked.model->banner);
        duban_buf_puts(out, "\n");
    }
    duban_buf_puts(out, "\n");
    add_fact(explained, &table, DUBAN_TEXT_COLUMN_ID, explained->item->id);
    add_fact(explained, &table, DUBAN_TEXT_COLUMN_TITLE, is_english ? plan->title_en : plan->title);
    add_fact(explained, &table, DUBAN_TEXT_COLUMN_REPORTER,
             duban_model_unit_name(explained->asked.model, plan->reporter, lang == DUBAN_ZH));
    add_fact(explained, &table, DUBAN_TEXT_COLUMN_TARGET, target_text(explained));
    add_fact(explained, &table, DUBAN_TEXT_COLUMN_START,
             duban_slice_of(date_text(explained, plan->start)));
    add_fact(explained, &table, DUBAN_TEXT_ITEM_DUE_CURRENT,
             duban_slice_of(date_text(explained, today->current.due)));
    add_fact(explained, &table, DUBAN_TEXT_ITEM_DUE_ORIGINAL,
             duban_slice_of(date_text(explained, today->original.due)));
    add_fact(explained, &table, DUBAN_TEXT_EXPLAIN_LIGHT_CURRENT,
             light_text(explained, &today->current));
    add_fact(explained, &table, DUBAN_TEXT_EXPLAIN_LIGHT_ORIGINAL,
             light_text(explained, &today->original));
    duban_table_print(&table, out);
}

/* A mark that says how bad it is, without colour: · it is well, – it does not apply. */
static const char *mark_of(const struct reason *reason)
{
    static const char *const marks[] = {
        [DUBAN_SEVERITY_NONE] = "·", [DUBAN_INFO] = "△", [DUBAN_YELLOW] = "▲", [DUBAN_RED] = "■"};

    return outcome_of(reason) == OUTCOME_NOT ? "–" : marks[reason->condition.severity];
}

static struct duban_slice name_of(struct explained *explained, const struct reason *reason)
{
    static const enum duban_text_id ids[] = {[REASON_NO_DEADLINE] = DUBAN_TEXT_LIGHT_RULES,
                                             [REASON_CURRENT] = DUBAN_TEXT_EXPLAIN_BY_CURRENT,
                                             [REASON_ORIGINAL] = DUBAN_TEXT_EXPLAIN_BY_ORIGINAL};
    struct duban_buf text = {0};

    DUBAN_SAY(&text, explained->args->lang, ids[reason->deadline],
              duban_text_word(explained->args->lang, duban_rule_words[reason->rule]));
    return keep(explained, &text);
}

/* A rule's sentences, as many in a line as are read at a glance. */
static void add_rule(struct explained *explained, struct duban_table *table,
                     const struct reason *reason)
{
    struct duban_slice cells[] = {duban_slice_of(mark_of(reason)), name_of(explained, reason), {0}};
    size_t n = 0;

    for (size_t first = 0; first < reason->n_parts; first += n) {
        for (n = 0; first + n < reason->n_parts; n++) {
            struct duban_buf text = {0};
            reason_put(&text, explained->args->lang, &reason->parts[first], n + 1);
            if (n > 0 && duban_text_width(duban_buf_slice(&text)) > LINE_COLUMNS) {
                duban_buf_fini(&text);
                break;
            }
            cells[2] = keep(explained, &text);
        }
        duban_table_add(table, cells);
        cells[0] = cells[1] = (struct duban_slice){0};
    }
}

static void put_rules(struct duban_buf *out, struct explained *explained)
{
    enum duban_lang lang = explained->args->lang;
    struct duban_table table = {.arena = explained->arena, .n_columns = 3};

    for (int outcome = 0; outcome < N_OUTCOMES; outcome++)
        for (size_t i = 0; i < explained->n_reasons; i++)
            if (outcome_of(&explained->reasons[i]) == (enum outcome)outcome)
                add_rule(explained, &table, &explained->reasons[i]);
    duban_buf_printf(out, "\n%s\n", duban_text(lang, DUBAN_TEXT_EXPLAIN_RULES));
    duban_table_print(&table, out);
}

static void put_text(struct duban_buf *out, struct explained *explained)
{
    put_head(out, explained);
    put_rules(out, explained);
    duban_buf_printf(out, "\n%s\n", duban_text(explained->args->lang, DUBAN_TEXT_EXPLAIN_EVENTS));
    evidence_put_table(out, &explained->evidence);
}

/* --- For programs ----------------------------------------------------------------------------- */

static void put_word(struct duban_buf *out, const char *name, const char *word)
{
    if (word == NULL)
        duban_buf_printf(out, ",\"%s\":null", name);
    else
        duban_buf_printf(out, ",\"%s\":\"%s\"", name, word);
}

static void put_json_light(struct duban_buf *out, struct explained *explained, const char *name,
                           const struct duban_clock *clock)
{
    struct reason_part part = reason_of_light(&explained->asked, clock, explained->arena);

    duban_buf_printf(out, ",\"%s\":{\"light\":\"%s\",\"due\":\"%s\",\"due_used\":\"%s\"", name,
                     duban_light_words[clock->light], date_text(explained, clock->due),
                     date_text(explained, clock->due_used));
    reason_put_json(out, &part, 1);
    duban_buf_puts(out, "}");
}

static void put_json_rule(struct duban_buf *out, struct explained *explained,
                          const struct reason *reason)
{
    const struct duban_condition *condition = &reason->condition;
    bool is_open = condition->severity != DUBAN_SEVERITY_NONE;

    duban_buf_printf(out, "{\"rule\":\"%s\"", duban_rule_words[reason->rule]);
    put_word(out, "deadline", deadline_words[reason->deadline]);
    put_word(out, "outcome", outcome_words[outcome_of(reason)]);
    put_word(out, "why_not", reason->why_not);
    put_word(out, "severity", severity_words[condition->severity]);
    put_word(out, "opened_on", is_open ? date_text(explained, condition->opened_on) : NULL);
    put_word(out, "since", is_open ? date_text(explained, condition->since) : NULL);
    duban_buf_printf(out, ",\"is_inhibited\":%s", condition->is_inhibited ? "true" : "false");
    reason_put_json(out, reason->parts, reason->n_parts);
    duban_buf_puts(out, "}");
}

static void put_json(struct duban_buf *out, struct explained *explained)
{
    char instant[DUBAN_INSTANT_BYTES];

    duban_buf_printf(out, "{\"evaluated_at\":\"%s\",\"lsn\":%" PRIu64 ",\"item\":",
                     duban_instant_print(outlook_instant(explained->lights->day), instant),
                     outlook_lsn(explained->lights->outlook));
    duban_escape_json(out, explained->item->id);
    duban_buf_puts(out, ",\"title\":");
    duban_escape_json(out, explained->item->plan.title);
    duban_buf_puts(out, ",\"unit\":");
    duban_escape_json(out, explained->item->plan.reporter);
    put_json_light(out, explained, "current", &explained->today->current);
    put_json_light(out, explained, "original", &explained->today->original);
    duban_buf_puts(out, ",\"rules\":[");
    for (size_t i = 0; i < explained->n_reasons; i++) {
        duban_buf_puts(out, i > 0 ? "," : "");
        put_json_rule(out, explained, &explained->reasons[i]);
    }
    duban_buf_puts(out, "],\"events\":");
    evidence_put_json(out, &explained->evidence);
    duban_buf_puts(out, "}\n");
}

/* --- The command ------------------------------------------------------------------------------ */

/* The item's place in the evaluation; why there is none, in the user's language. */
static enum duban_rc find(const struct world *world, const struct lights *lights,
                          const struct duban_args *args, size_t *out_i, struct duban_err *err)
{
    const struct duban_model *model = &world->model;
    char day[DUBAN_DATE_BYTES];
    size_t i = world_find(model, duban_slice_of(args->words[0]));

    if (lights->evaluation == NULL)
        return DUBAN_CLI_SAY(args, DUBAN_E_NOINPUT, err, DUBAN_TEXT_EXPLAIN_NOTHING,
                             duban_date_print(lights->day, day));
    if (i == model->n_items)
        return world_no_item(args, model, args->words[0], err);
    if (lights_item(lights, i) == NULL)
        return DUBAN_CLI_SAY(args, DUBAN_E_NOINPUT, err, DUBAN_TEXT_EXPLAIN_LATER, args->words[0],
                             duban_date_print(lights->day, day));
    *out_i = i;
    return DUBAN_OK;
}

static enum duban_rc explain(struct world *world, const struct lights *lights,
                             const struct duban_args *args, struct duban_err *err)
{
    struct duban_buf out = {0};
    size_t i = 0;

    enum duban_rc rc = find(world, lights, args, &i, err);
    if (rc != DUBAN_OK)
        return rc;
    struct explained explained = {.args = args,
                                  .lights = lights,
                                  .asked = lights_reasoned(lights, i),
                                  .today = lights_item(lights, i),
                                  .arena = &world->arena,
                                  .evidence = {.arena = &world->arena, .lang = args->lang}};
    explained.item = explained.asked.model->items[i];
    explained.reasons = reasons_make(&explained.asked, &world->arena, &explained.n_reasons);
    rc = evidence_collect(world->store, explained.item, outlook_lsn(lights->outlook),
                          &explained.evidence, err);
    if (rc != DUBAN_OK)
        return rc;
    if (args->values[OPT_JSON].text != NULL)
        put_json(&out, &explained);
    else
        put_text(&out, &explained);
    rc = duban_cli_print(duban_buf_slice(&out), err);
    duban_buf_fini(&out);
    return rc;
}

/* A day that was asked for is not answered with another. */
static enum duban_rc check_day(const struct world *world, const struct duban_args *args,
                               struct duban_err *err)
{
    const char *as_of = duban_args_text(args, OPT_AS_OF, NULL);
    char last[DUBAN_DATE_BYTES];
    struct duban_date day;

    if (as_of == NULL || !duban_date_read(duban_slice_of(as_of), &day) ||
        day.days <= world->judged_on.days)
        return DUBAN_OK;
    return DUBAN_CLI_SAY(args, DUBAN_E_USAGE, err, DUBAN_TEXT_EXPLAIN_NOT_YET, as_of,
                         duban_date_print(world->judged_on, last));
}

static enum duban_rc run(const struct duban_args *args, struct duban_err *err)
{
    struct world world;
    struct lights lights = {.outlook = NULL};

    enum duban_rc rc = world_open(&world, args, duban_args_text(args, OPT_AS_OF, NULL), err);
    if (rc == DUBAN_OK)
        rc = check_day(&world, args, err);
    if (rc == DUBAN_OK)
        rc = lights_open(&lights, &world, err);
    if (rc == DUBAN_OK)
        rc = explain(&world, &lights, args, err);
    lights_close(&lights);
    world_close(&world);
    return rc;
}

int ctl_explain(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
