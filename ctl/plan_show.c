/* SPDX-License-Identifier: MIT
 *
 * duban plan show: the plan as it is in force, item by item.
 */
#include <stdio.h>

#include "ctl/command.h"
#include "ctl/world.h"
#include "lib/text/escape.h"
#include "lib/text/table.h"

enum { OPT_AS_OF, OPT_JSON };

static const struct duban_option options[] = {
    [OPT_AS_OF] = {.name = "as-of", .value_name = "DATE", .help = DUBAN_TEXT_OPT_AS_OF},
    [OPT_JSON] = {.name = "json", .help = DUBAN_TEXT_OPT_JSON},
    {.name = NULL},
};

static const struct duban_command command = {
    .name = "duban plan show",
    .args = "",
    .summary = DUBAN_TEXT_PLAN_SHOW_SUMMARY,
    .examples =
        (const char *const[]){"duban plan show", "duban plan show --as-of 2022-06-30", NULL},
    .options = options,
};

enum cell { CELL_ID, CELL_REPORTER, CELL_ORIGINAL, CELL_CURRENT, CELL_TARGET, CELL_TITLE, N_CELLS };

static const struct {
    const char *name; /* in JSON */
    enum duban_text_id heading;
} cells[N_CELLS] = {
    [CELL_ID] = {"item", DUBAN_TEXT_COLUMN_ID},
    [CELL_REPORTER] = {"reporter", DUBAN_TEXT_COLUMN_REPORTER},
    [CELL_ORIGINAL] = {"due_original", DUBAN_TEXT_ITEM_DUE_ORIGINAL},
    [CELL_CURRENT] = {"due_current", DUBAN_TEXT_ITEM_DUE_CURRENT},
    [CELL_TARGET] = {"target", DUBAN_TEXT_COLUMN_TARGET},
    [CELL_TITLE] = {"title", DUBAN_TEXT_COLUMN_TITLE},
};

static bool is_json(const struct duban_args *args)
{
    return args->values[OPT_JSON].text != NULL;
}

/* Programs are told the words of the wire, people their own. */
static struct duban_slice target_of(struct world *world, const struct duban_promise *plan,
                                    const struct duban_args *args)
{
    struct duban_buf text = {0};
    char number[DUBAN_DECIMAL_BYTES];
    const char *word = duban_target_op_words[plan->target_op];

    duban_buf_puts(&text, is_json(args) ? word : duban_text_word(args->lang, word));
    if (plan->target.is == DUBAN_GIVEN)
        duban_buf_printf(&text, " %s%.*s", duban_decimal_print(plan->target.v, number),
                         DUBAN_SLICE_ARGS(plan->unit));
    struct duban_slice kept = duban_arena_copy(&world->arena, duban_buf_slice(&text));
    duban_buf_fini(&text);
    return kept;
}

static struct duban_slice date_text(struct world *world, struct duban_date date)
{
    char text[DUBAN_DATE_BYTES];

    return duban_arena_copy(&world->arena, duban_slice_of(duban_date_print(date, text)));
}

static void fill(struct world *world, const struct duban_item *item, const struct duban_args *args,
                 struct duban_slice out_cells[N_CELLS])
{
    const struct duban_promise *plan = &item->plan;
    bool is_english = !is_json(args) && args->lang == DUBAN_EN && plan->title_en.len > 0;

    out_cells[CELL_ID] = item->id;
    out_cells[CELL_REPORTER] = is_json(args) ? plan->reporter
                                             : duban_model_unit_name(&world->model, plan->reporter,
                                                                     args->lang == DUBAN_ZH);
    out_cells[CELL_ORIGINAL] = date_text(world, plan->due);
    out_cells[CELL_CURRENT] = date_text(world, duban_item_due(item));
    out_cells[CELL_TARGET] = target_of(world, plan, args);
    out_cells[CELL_TITLE] = is_english ? plan->title_en : plan->title;
}

static void put_json(struct duban_buf *out, const struct duban_slice texts[N_CELLS])
{
    for (size_t i = 0; i < N_CELLS; i++) {
        duban_buf_printf(out, "%s\"%s\":", i == 0 ? "{" : ",", cells[i].name);
        duban_escape_json(out, texts[i]);
    }
    duban_buf_puts(out, "}\n");
}

static const char *number_text(struct world *world, size_t number)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%zu", number);
    return duban_arena_cstr(&world->arena, duban_slice_of(text));
}

static const char *rest_text(struct world *world, enum duban_lang lang)
{
    struct duban_buf text = {0};
    const char *comma = "";

    for (size_t i = 0; i < DUBAN_N_WEEKDAYS; i++)
        if (world->model.calendar.rests[i]) {
            duban_buf_printf(&text, "%s%s", comma, duban_text_word(lang, duban_weekday_words[i]));
            comma = duban_text(lang, DUBAN_TEXT_CONF_COMMA);
        }
    if (comma[0] == '\0')
        duban_buf_puts(&text, duban_text(lang, DUBAN_TEXT_OTHERWISE_NONE));
    const char *kept = duban_arena_cstr(&world->arena, duban_buf_slice(&text));
    duban_buf_fini(&text);
    return kept;
}

static void put_calendar(struct world *world, enum duban_lang lang, struct duban_buf *out)
{
    const struct duban_plan_calendar *calendar = &world->model.calendar;
    char from[DUBAN_DATE_BYTES];
    char to[DUBAN_DATE_BYTES];

    if (world->model.has_calendar)
        DUBAN_SAY(out, lang, DUBAN_TEXT_PLAN_CALENDAR,
                  duban_date_print(calendar->first_covered, from),
                  duban_date_print(calendar->last_covered, to), rest_text(world, lang),
                  number_text(world, calendar->n_off), number_text(world, calendar->n_work));
    else
        duban_buf_puts(out, duban_text(lang, DUBAN_TEXT_PLAN_NO_CALENDAR));
    duban_buf_puts(out, "\n");
}

static void put_plan(struct world *world, const struct duban_args *args, struct duban_buf *out)
{
    struct duban_table table = {.arena = &world->arena, .n_columns = N_CELLS};
    struct duban_slice texts[N_CELLS];

    for (size_t i = 0; i < N_CELLS; i++)
        texts[i] = duban_slice_of(duban_text(args->lang, cells[i].heading));
    duban_table_add(&table, texts);
    for (size_t i = 0; i < world->model.n_items; i++) {
        fill(world, world->model.items[i], args, texts);
        if (is_json(args))
            put_json(out, texts);
        else
            duban_table_add(&table, texts);
    }
    if (is_json(args))
        return;
    world_put_heading(world, args->lang, out);
    put_calendar(world, args->lang, out);
    duban_table_print(&table, out);
}

static enum duban_rc run(const struct duban_args *args, struct duban_err *err)
{
    struct world world;
    struct duban_buf out = {0};

    enum duban_rc rc = world_open(&world, args, duban_args_text(args, OPT_AS_OF, NULL), err);
    if (rc == DUBAN_OK) {
        put_plan(&world, args, &out);
        rc = duban_cli_print(duban_buf_slice(&out), err);
    }
    duban_buf_fini(&out);
    world_close(&world);
    return rc;
}

int ctl_plan_show(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
