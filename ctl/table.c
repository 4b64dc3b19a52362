/* SPDX-License-Identifier: MIT
 *
 * duban table: the whole plan as one sheet for a spreadsheet: CSV in UTF-8 with a byte order mark and CRLF,
 * as Excel takes it.
 */
#include "ctl/command.h"
#include "ctl/light.h"
#include "lib/text/escape.h"

enum { OPT_AS_OF, OPT_JSON };

static const struct duban_option options[] = {
    [OPT_AS_OF] = {.name = "as-of", .value_name = "DATE", .help = DUBAN_TEXT_OPT_AS_OF_LIGHTS},
    [OPT_JSON] = {.name = "json", .help = DUBAN_TEXT_OPT_JSON},
    {.name = NULL},
};

static const struct duban_command command = {
    .name = "duban table",
    .args = "",
    .summary = DUBAN_TEXT_TABLE_SUMMARY,
    .examples = (const char *const[]){"duban table > plan.csv",
                                      "duban table --as-of 2022-09-30 --lang zh > plan.csv",
                                      "duban table --json", NULL},
    .options = options,
    .exits = DUBAN_TEXT_LOOK_EXITS,
    .has_exits = true,
};

/* In the order of the columns. */
enum cell {
    CELL_ID,
    CELL_TITLE,
    CELL_UNIT,
    CELL_STATE,
    CELL_PROGRESS,
    CELL_VALUE,
    CELL_VALUE_UNIT,
    CELL_DUE_ORIGINAL,
    CELL_DUE_CURRENT,
    CELL_LIGHT,
    CELL_LIGHT_ORIGINAL,
    CELL_RULE,
    CELL_SINCE,
    CELL_FORECAST,
    CELL_HEARD_ON,
    CELL_NOTE,
    CELL_EVALUATED_ON,
    N_CELLS
};

static const struct {
    const char *name; /* in JSON */
    enum duban_text_id heading;
} cells[N_CELLS] = {
    [CELL_ID] = {"item", DUBAN_TEXT_COLUMN_ID},
    [CELL_TITLE] = {"title", DUBAN_TEXT_COLUMN_TITLE},
    [CELL_UNIT] = {"unit", DUBAN_TEXT_COLUMN_REPORTER},
    [CELL_STATE] = {"state", DUBAN_TEXT_ITEM_STATE},
    [CELL_PROGRESS] = {"progress", DUBAN_TEXT_TABLE_PROGRESS},
    [CELL_VALUE] = {"value", DUBAN_TEXT_ITEM_VALUE},
    [CELL_VALUE_UNIT] = {"value_unit", DUBAN_TEXT_TABLE_VALUE_UNIT},
    [CELL_DUE_ORIGINAL] = {"due_original", DUBAN_TEXT_ITEM_DUE_ORIGINAL},
    [CELL_DUE_CURRENT] = {"due_current", DUBAN_TEXT_ITEM_DUE_CURRENT},
    [CELL_LIGHT] = {"light", DUBAN_TEXT_EXPLAIN_LIGHT_CURRENT},
    [CELL_LIGHT_ORIGINAL] = {"light_original", DUBAN_TEXT_EXPLAIN_LIGHT_ORIGINAL},
    [CELL_RULE] = {"rule", DUBAN_TEXT_TABLE_RULE},
    [CELL_SINCE] = {"since", DUBAN_TEXT_TABLE_SINCE},
    [CELL_FORECAST] = {"forecast_finish", DUBAN_TEXT_ITEM_FORECAST},
    [CELL_HEARD_ON] = {"heard_on", DUBAN_TEXT_ITEM_HEARD_ON},
    [CELL_NOTE] = {"note", DUBAN_TEXT_COLUMN_NOTE},
    [CELL_EVALUATED_ON] = {"evaluated_on", DUBAN_TEXT_TABLE_EVALUATED_ON},
};

struct sheet_row {
    struct world *world;
    enum duban_lang lang;
    bool is_json;                      /* for programs: the words of the wire, and codes of units */
    struct duban_slice cells[N_CELLS]; /* empty: not known */
};

static struct duban_slice word(const struct sheet_row *row, const char *word_of_wire)
{
    return duban_slice_of(row->is_json ? word_of_wire : duban_text_word(row->lang, word_of_wire));
}

static struct duban_slice date_text(const struct sheet_row *row, struct duban_date date)
{
    char text[DUBAN_DATE_BYTES];

    return duban_arena_copy(&row->world->arena, duban_slice_of(duban_date_print(date, text)));
}

static struct duban_slice figure(const struct sheet_row *row, struct duban_opt_decimal figure)
{
    char text[DUBAN_DECIMAL_BYTES];

    if (figure.is != DUBAN_GIVEN)
        return (struct duban_slice){0};
    return duban_arena_copy(&row->world->arena,
                            duban_slice_of(duban_decimal_print(figure.v, text)));
}

static void fill_item(struct sheet_row *row, const struct duban_item *item)
{
    const struct duban_promise *plan = &item->plan;
    bool is_english = !row->is_json && row->lang == DUBAN_EN && plan->title_en.len > 0;
    bool has_value = item->value.is == DUBAN_GIVEN;

    row->cells[CELL_ID] = item->id;
    row->cells[CELL_TITLE] = is_english ? plan->title_en : plan->title;
    row->cells[CELL_UNIT] = row->is_json ? plan->reporter
                                         : duban_model_unit_name(&row->world->model, plan->reporter,
                                                                 row->lang == DUBAN_ZH);
    if (item->state.is == DUBAN_GIVEN)
        row->cells[CELL_STATE] = word(row, duban_state_words[item->state.v]);
    row->cells[CELL_PROGRESS] = figure(row, item->percent);
    row->cells[CELL_VALUE] = figure(row, item->value);
    row->cells[CELL_VALUE_UNIT] = has_value ? plan->unit : (struct duban_slice){0};
    row->cells[CELL_DUE_ORIGINAL] = date_text(row, plan->due);
    row->cells[CELL_DUE_CURRENT] = date_text(row, duban_item_due(item));
    if (item->forecast_finish.is == DUBAN_GIVEN)
        row->cells[CELL_FORECAST] = date_text(row, item->forecast_finish.v);
    if (item->is_heard)
        row->cells[CELL_HEARD_ON] = date_text(row, item->heard_on);
    row->cells[CELL_NOTE] = (struct duban_slice){item->note.at, item->note.len};
}

static void fill_light(struct sheet_row *row, const struct lights *lights, size_t i)
{
    const struct duban_item_evaluation *today = lights_item(lights, i);
    struct duban_condition condition;

    if (today == NULL)
        return;
    row->cells[CELL_LIGHT] = word(row, duban_light_words[today->current.light]);
    row->cells[CELL_LIGHT_ORIGINAL] = word(row, duban_light_words[today->original.light]);
    row->cells[CELL_EVALUATED_ON] = date_text(row, lights->day);
    enum duban_rule rule = reason_worst(today, &lights->evaluation->units[today->unit], &condition);
    if (rule == DUBAN_N_RULES)
        return;
    row->cells[CELL_RULE] = word(row, duban_rule_words[rule]);
    row->cells[CELL_SINCE] = date_text(row, condition.since);
}

static void put_csv(struct duban_buf *out, const struct duban_slice *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        duban_buf_puts(out, i > 0 ? "," : "");
        if (texts[i].len > 0)
            duban_escape_csv(out, texts[i]);
    }
    duban_buf_puts(out, "\r\n");
}

static void put_json(struct duban_buf *out, const struct duban_slice texts[N_CELLS])
{
    for (size_t i = 0; i < N_CELLS; i++) {
        duban_buf_printf(out, "%s\"%s\":", i == 0 ? "{" : ",", cells[i].name);
        if (texts[i].len == 0)
            duban_buf_puts(out, "null");
        else
            duban_escape_json(out, texts[i]);
    }
    duban_buf_puts(out, "}\n");
}

/* The header stands first; a demonstration says before it that it is one. */
static void put_head(struct duban_buf *out, const struct duban_model *model, enum duban_lang lang)
{
    struct duban_slice headings[N_CELLS];

    duban_buf_puts(out, "\xef\xbb\xbf"); /* a byte order mark */
    if (model->banner.len > 0)
        put_csv(out, &model->banner, 1);
    for (size_t i = 0; i < N_CELLS; i++)
        headings[i] = duban_slice_of(duban_text(lang, cells[i].heading));
    put_csv(out, headings, N_CELLS);
}

static void put_plan(struct duban_buf *out, struct world *world, const struct lights *lights,
                     const struct duban_args *args)
{
    bool is_json = args->values[OPT_JSON].text != NULL;

    if (!is_json)
        put_head(out, &world->model, args->lang);
    for (size_t i = 0; i < world->model.n_items; i++) {
        struct sheet_row row = {.world = world, .lang = args->lang, .is_json = is_json};
        fill_item(&row, world->model.items[i]);
        fill_light(&row, lights, i);
        if (is_json)
            put_json(out, row.cells);
        else
            put_csv(out, row.cells, N_CELLS);
    }
}

static enum duban_rc run(const struct duban_args *args, struct duban_err *err)
{
    struct world world;
    struct lights lights = {.outlook = NULL};
    struct duban_buf out = {0};

    enum duban_rc rc = world_open(&world, args, duban_args_text(args, OPT_AS_OF, NULL), err);
    if (rc == DUBAN_OK)
        rc = lights_open(&lights, &world, err);
    if (rc == DUBAN_OK) {
        put_plan(&out, &world, &lights, args);
        rc = duban_cli_print(duban_buf_slice(&out), err);
    }
    duban_buf_fini(&out);
    lights_close(&lights);
    world_close(&world);
    return rc;
}

int ctl_table(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
