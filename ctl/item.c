/* SPDX-License-Identifier: MIT
 *
 * duban item: everything that is known of one item, and its last entries in the log.
 */
#include <inttypes.h>
#include <stdio.h>

#include "ctl/command.h"
#include "ctl/content.h"
#include "ctl/light.h"
#include "lib/text/escape.h"
#include "lib/text/table.h"
#include "proto/update.h"

enum { OPT_AS_OF, OPT_JSON };

enum { HISTORY_MAX = 20 };

static const struct duban_option options[] = {
    [OPT_AS_OF] = {.name = "as-of", .value_name = "DATE", .help = DUBAN_TEXT_OPT_AS_OF_LIGHTS},
    [OPT_JSON] = {.name = "json", .help = DUBAN_TEXT_OPT_JSON},
    {.name = NULL},
};

static const struct duban_command command = {
    .name = "duban item",
    .args = "ID",
    .min_args = 1,
    .max_args = 1,
    .summary = DUBAN_TEXT_ITEM_SUMMARY,
    .examples =
        (const char *const[]){"duban item T5.1-02", "duban item T5.1-02 --as-of 2022-09-30", NULL},
    .options = options,
    .exits = DUBAN_TEXT_LOOK_EXITS,
    .has_exits = true,
};

/* One fact of an item: its name for people and for JSON, and its text; an empty one is left out. */
struct fact {
    enum duban_text_id heading;
    const char *name;
    struct duban_slice text;
};

enum { FACTS_MAX = 48 };

struct facts {
    struct duban_arena *arena;
    enum duban_lang lang;
    bool is_json; /* for programs: the words of the wire, and codes of units */
    struct fact at[FACTS_MAX];
    size_t n;
};

static void add(struct facts *facts, enum duban_text_id heading, const char *name,
                struct duban_slice text)
{
    if (text.len > 0 && facts->n < FACTS_MAX)
        facts->at[facts->n++] = (struct fact){heading, name, duban_arena_copy(facts->arena, text)};
}

static struct duban_slice word(const struct facts *facts, const char *word_of_wire)
{
    return duban_slice_of(facts->is_json ? word_of_wire
                                         : duban_text_word(facts->lang, word_of_wire));
}

static struct duban_slice unit(const struct facts *facts, const struct duban_model *model,
                               struct duban_slice code)
{
    return facts->is_json ? code : duban_model_unit_name(model, code, facts->lang == DUBAN_ZH);
}

static void add_date(struct facts *facts, enum duban_text_id heading, const char *name,
                     struct duban_opt_date date)
{
    char text[DUBAN_DATE_BYTES];

    if (date.is == DUBAN_GIVEN)
        add(facts, heading, name, duban_slice_of(duban_date_print(date.v, text)));
}

static void add_figure(struct facts *facts, enum duban_text_id heading, const char *name,
                       struct duban_opt_decimal figure, struct duban_slice unit)
{
    struct duban_buf text = {0};
    char number[DUBAN_DECIMAL_BYTES];

    if (figure.is != DUBAN_GIVEN)
        return;
    duban_buf_puts(&text, duban_decimal_print(figure.v, number));
    duban_buf_put(&text, unit);
    add(facts, heading, name, duban_buf_slice(&text));
    duban_buf_fini(&text);
}

static void add_promise(struct facts *facts, const struct duban_model *model,
                        const struct duban_item *item)
{
    const struct duban_promise *plan = &item->plan;
    struct duban_opt_date due = {DUBAN_GIVEN, plan->due};
    struct duban_opt_date current = {DUBAN_GIVEN, duban_item_due(item)};

    add(facts, DUBAN_TEXT_COLUMN_TITLE, "title", plan->title);
    add(facts, DUBAN_TEXT_COLUMN_TITLE_EN, "title_en", plan->title_en);
    add(facts, DUBAN_TEXT_COLUMN_AREA, "area", plan->area);
    add(facts, DUBAN_TEXT_COLUMN_LEAD, "lead", unit(facts, model, plan->lead));
    add(facts, DUBAN_TEXT_COLUMN_REPORTER, "reporter", unit(facts, model, plan->reporter));
    add(facts, DUBAN_TEXT_COLUMN_KIND, "kind", word(facts, duban_kind_words[plan->kind]));
    add(facts, DUBAN_TEXT_COLUMN_COMMITMENT, "commitment",
        word(facts, duban_commitment_words[plan->commitment]));
    add(facts, DUBAN_TEXT_COLUMN_TARGET_OP, "target_op",
        word(facts, duban_target_op_words[plan->target_op]));
    add_figure(facts, DUBAN_TEXT_COLUMN_TARGET, "target", plan->target, plan->unit);
    add_figure(facts, DUBAN_TEXT_COLUMN_BASELINE, "baseline", plan->baseline, plan->unit);
    add(facts, DUBAN_TEXT_COLUMN_CYCLE, "cycle", word(facts, duban_cycle_words[plan->cycle]));
    for (size_t i = 0; i < plan->n_support; i++)
        add(facts, DUBAN_TEXT_COLUMN_SUPPORT, "support", unit(facts, model, plan->support[i]));
    add(facts, DUBAN_TEXT_COLUMN_SOURCE_REF, "source_ref", plan->source_ref);
    add(facts, DUBAN_TEXT_ITEM_REMARK, "remark", plan->remark);
    add_date(facts, DUBAN_TEXT_COLUMN_START, "start",
             (struct duban_opt_date){DUBAN_GIVEN, plan->start});
    add_date(facts, DUBAN_TEXT_ITEM_DUE_ORIGINAL, "due_original", due);
    add_date(facts, DUBAN_TEXT_ITEM_DUE_CURRENT, "due_current", current);
}

static void add_standing(struct facts *facts, const struct duban_item *item)
{
    enum duban_presence is_heard = item->is_heard ? DUBAN_GIVEN : DUBAN_ABSENT;

    if (item->state.is == DUBAN_GIVEN)
        add(facts, DUBAN_TEXT_ITEM_STATE, "state", word(facts, duban_state_words[item->state.v]));
    if (item->stage.is == DUBAN_GIVEN)
        add(facts, DUBAN_TEXT_COLUMN_STAGE, "stage", item->stage.v);
    add_figure(facts, DUBAN_TEXT_ITEM_PROGRESS, "progress", item->percent, duban_slice_of("%"));
    add_figure(facts, DUBAN_TEXT_ITEM_VALUE, "value", item->value, item->plan.unit);
    add_date(facts, DUBAN_TEXT_ITEM_COMPLETED_ON, "completed_on", item->completed_on);
    add_date(facts, DUBAN_TEXT_ITEM_FORECAST, "forecast_finish", item->forecast_finish);
    add_date(facts, DUBAN_TEXT_ITEM_EXT_TO, "ext_to", item->ext_to);
    add(facts, DUBAN_TEXT_COLUMN_NOTE, "note", (struct duban_slice){item->note.at, item->note.len});
    add_date(facts, DUBAN_TEXT_ITEM_HEARD_ON, "heard_on",
             (struct duban_opt_date){is_heard, item->heard_on});
    add_date(facts, DUBAN_TEXT_ITEM_MOVED_ON, "moved_on",
             (struct duban_opt_date){is_heard, item->moved_on});
}

/* 灯  ■红：进度滞后（2022-10-10 07:30 的评定；按原定时限 ■红） */
static struct duban_slice light_of(struct facts *facts, const struct lights *lights, size_t i)
{
    const struct duban_item_evaluation *today = lights_item(lights, i);
    struct reasoned asked = lights_reasoned(lights, i);
    struct duban_buf light = {0};
    struct duban_buf original = {0};
    struct duban_buf text = {0};
    char day[DUBAN_DATE_BYTES];

    light_put_why(&light, facts->lang, &asked, &today->current);
    duban_buf_put(&light, (struct duban_slice){"", 1}); /* NUL */
    light_put(&original, facts->lang, today->original.light);
    duban_buf_put(&original, (struct duban_slice){"", 1}); /* NUL */
    duban_date_print(lights->day, day);
    if (reason_has_two_deadlines(today))
        DUBAN_SAY(&text, facts->lang, DUBAN_TEXT_ITEM_LIGHT_TWO, light.at, day, original.at);
    else
        DUBAN_SAY(&text, facts->lang, DUBAN_TEXT_ITEM_LIGHT_IS, light.at, day);
    struct duban_slice kept = duban_arena_copy(facts->arena, duban_buf_slice(&text));
    duban_buf_fini(&light);
    duban_buf_fini(&original);
    duban_buf_fini(&text);
    return kept;
}

static void add_light(struct facts *facts, const struct lights *lights, size_t i)
{
    const struct duban_item_evaluation *today = lights_item(lights, i);

    if (today == NULL) {
        if (!facts->is_json)
            add(facts, DUBAN_TEXT_ITEM_LIGHT, "light",
                duban_slice_of(duban_text(facts->lang, DUBAN_TEXT_LIGHT_NONE)));
    } else if (facts->is_json) {
        add(facts, DUBAN_TEXT_ITEM_LIGHT, "light",
            duban_slice_of(duban_light_words[today->current.light]));
        add(facts, DUBAN_TEXT_ITEM_LIGHT, "light_original",
            duban_slice_of(duban_light_words[today->original.light]));
        add_date(facts, DUBAN_TEXT_ITEM_LIGHT, "evaluated_on",
                 (struct duban_opt_date){DUBAN_GIVEN, lights->day});
    } else {
        add(facts, DUBAN_TEXT_ITEM_LIGHT, "light", light_of(facts, lights, i));
    }
}

/* The last entries of the log about the item, in a ring. */
struct history {
    const struct duban_args *args;
    struct world *world;
    struct duban_slice id;
    struct duban_arena scratch;
    struct duban_slice rows[HISTORY_MAX][4];
    size_t n;
};

static enum duban_rc on_row(void *arg, const struct duban_log_row *row, struct duban_err *err)
{
    struct history *history = arg;
    struct duban_update update;
    struct duban_verdict verdict;
    char received[DUBAN_INSTANT_BYTES];
    struct duban_buf content = {0};

    (void)err;
    duban_arena_reset(&history->scratch);
    if (row->received.ms > history->world->until.ms ||
        !duban_update_decode(row->bytes, &history->scratch, &update, &verdict) ||
        update.item.is != DUBAN_GIVEN || !duban_slice_equal(update.item.v, history->id))
        return DUBAN_OK;
    content_put(&content, history->args->lang, row, &update);
    struct duban_slice *cells = history->rows[history->n++ % HISTORY_MAX];
    struct duban_arena *arena = &history->world->arena;
    cells[0] =
        duban_arena_copy(arena, duban_slice_of(duban_instant_print(row->received, received)));
    cells[1] = duban_arena_copy(arena, row->source);
    cells[2] = duban_arena_copy(arena, row->code);
    cells[3] = duban_arena_copy(arena, duban_slice_trim(duban_buf_slice(&content)));
    duban_buf_fini(&content);
    return DUBAN_OK;
}

static enum duban_rc put_history(struct duban_buf *out, struct history *history,
                                 struct duban_err *err)
{
    struct duban_table table = {.arena = &history->world->arena, .n_columns = 4};

    enum duban_rc rc = duban_store_each(history->world->store, 1, DUBAN_EVER, on_row, history, err);
    duban_arena_fini(&history->scratch);
    if (rc != DUBAN_OK)
        return rc;
    for (size_t i = history->n > HISTORY_MAX ? history->n - HISTORY_MAX : 0; i < history->n; i++)
        duban_table_add(&table, history->rows[i % HISTORY_MAX]);
    duban_buf_printf(out, "\n%s\n", duban_text(history->args->lang, DUBAN_TEXT_ITEM_HISTORY));
    duban_table_print(&table, out);
    return DUBAN_OK;
}

static void put_facts(struct duban_buf *out, const struct facts *facts,
                      const struct duban_item *item, enum duban_lang lang)
{
    struct duban_table table = {.arena = facts->arena, .n_columns = 2};

    duban_table_add(&table, (struct duban_slice[]){
                                duban_slice_of(duban_text(lang, DUBAN_TEXT_COLUMN_ID)), item->id});
    for (size_t i = 0; i < facts->n; i++)
        duban_table_add(
            &table, (struct duban_slice[]){duban_slice_of(duban_text(lang, facts->at[i].heading)),
                                           facts->at[i].text});
    duban_table_print(&table, out);
}

static const char *value_text(const struct duban_item_reading *reading,
                              char text[DUBAN_DECIMAL_BYTES])
{
    return reading->value.is == DUBAN_GIVEN ? duban_decimal_print(reading->value.v, text) : NULL;
}

/* The figures of periods, the last that became known first. */
static void put_readings(struct duban_buf *out, const struct facts *facts,
                         const struct duban_item *item)
{
    static const enum duban_text_id headings[] = {DUBAN_TEXT_PERIOD, DUBAN_TEXT_READING_VALUE,
                                                  DUBAN_TEXT_READING_STATUS};
    struct duban_table table = {.arena = facts->arena, .n_columns = 3};
    struct duban_slice cells[3];
    char period[DUBAN_PERIOD_BYTES];
    char number[DUBAN_DECIMAL_BYTES];

    if (item->readings == NULL)
        return;
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        cells[i] = duban_slice_of(duban_text(facts->lang, headings[i]));
    duban_table_add(&table, cells);
    for (const struct duban_item_reading *reading = item->readings; reading != NULL;
         reading = reading->next) {
        const char *value = value_text(reading, number);
        struct duban_buf figure = {0};
        duban_buf_puts(&figure, value == NULL ? "–" : value);
        duban_buf_put(&figure, value == NULL ? (struct duban_slice){0} : item->plan.unit);
        cells[0] = duban_slice_of(duban_period_print(reading->period, period));
        cells[1] = duban_arena_copy(facts->arena, duban_buf_slice(&figure));
        cells[2] = word(facts, duban_reading_status_words[reading->status]);
        duban_table_add(&table, cells);
        duban_buf_fini(&figure);
    }
    duban_buf_puts(out, "\n");
    duban_table_print(&table, out);
}

static void put_json_readings(struct duban_buf *out, const struct duban_item *item)
{
    char period[DUBAN_PERIOD_BYTES];
    char number[DUBAN_DECIMAL_BYTES];
    const char *mark = "";

    duban_buf_puts(out, ",\"readings\":[");
    for (const struct duban_item_reading *reading = item->readings; reading != NULL;
         reading = reading->next) {
        const char *value = value_text(reading, number);
        duban_buf_printf(out, "%s{\"period\":\"%s\",\"value\":", mark,
                         duban_period_print(reading->period, period));
        if (value == NULL)
            duban_buf_puts(out, "null");
        else
            duban_buf_printf(out, "\"%s\"", value);
        duban_buf_printf(out, ",\"status\":\"%s\",\"revision\":%" PRIu64 "}",
                         duban_reading_status_words[reading->status], reading->revision);
        mark = ",";
    }
    duban_buf_puts(out, "]");
}

static void put_json(struct duban_buf *out, const struct facts *facts,
                     const struct duban_item *item)
{
    duban_buf_puts(out, "{\"item\":");
    duban_escape_json(out, item->id);
    for (size_t i = 0; i < facts->n; i++) {
        duban_buf_printf(out, ",\"%s\":", facts->at[i].name);
        duban_escape_json(out, facts->at[i].text);
    }
    if (item->readings != NULL)
        put_json_readings(out, item);
    duban_buf_puts(out, "}\n");
}

static enum duban_rc show(struct world *world, const struct lights *lights,
                          const struct duban_args *args, struct duban_err *err)
{
    struct duban_buf out = {0};
    struct facts facts = {
        .arena = &world->arena, .lang = args->lang, .is_json = args->values[OPT_JSON].text != NULL};
    struct history history = {.args = args, .world = world, .id = duban_slice_of(args->words[0])};
    enum duban_rc rc = DUBAN_OK;
    size_t i = world_find(&world->model, history.id);

    if (i == world->model.n_items)
        return world_no_item(args, &world->model, args->words[0], err);
    const struct duban_item *item = world->model.items[i];
    add_promise(&facts, &world->model, item);
    add_light(&facts, lights, i);
    add_standing(&facts, item);
    if (facts.is_json) {
        put_json(&out, &facts, item);
    } else {
        put_facts(&out, &facts, item, args->lang);
        put_readings(&out, &facts, item);
        rc = put_history(&out, &history, err);
    }
    if (rc == DUBAN_OK)
        rc = duban_cli_print(duban_buf_slice(&out), err);
    duban_buf_fini(&out);
    return rc;
}

static enum duban_rc run(const struct duban_args *args, struct duban_err *err)
{
    struct world world;
    struct lights lights = {.outlook = NULL};

    enum duban_rc rc = world_open(&world, args, duban_args_text(args, OPT_AS_OF, NULL), err);
    if (rc == DUBAN_OK)
        rc = lights_open(&lights, &world, err);
    if (rc == DUBAN_OK)
        rc = show(&world, &lights, args, err);
    lights_close(&lights);
    world_close(&world);
    return rc;
}

int ctl_item(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
