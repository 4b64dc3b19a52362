/* SPDX-License-Identifier: MIT
 *
 * duban status: how many items of each unit stand where, now or as of a day, and their lights.
 */
#include <inttypes.h>
#include <stdio.h>

#include "ctl/command.h"
#include "ctl/light.h"
#include "lib/text/escape.h"
#include "lib/text/table.h"

enum { OPT_AS_OF, OPT_JSON };

static const struct duban_option options[] = {
    [OPT_AS_OF] = {.name = "as-of", .value_name = "DATE", .help = DUBAN_TEXT_OPT_AS_OF_LIGHTS},
    [OPT_JSON] = {.name = "json", .help = DUBAN_TEXT_OPT_JSON},
    {.name = NULL},
};

static const struct duban_command command = {
    .name = "duban status",
    .args = "",
    .summary = DUBAN_TEXT_STATUS_SUMMARY,
    .examples = (const char *const[]){"duban status", "duban status --as-of 2022-09-30",
                                      "duban status --json", NULL},
    .options = options,
    .exits = DUBAN_TEXT_LOOK_EXITS,
    .has_exits = true,
};

/* What is counted, in the order of the columns; the first are the states. */
enum count {
    COUNT_SILENT = DUBAN_N_STATES,
    COUNT_OVERDUE,
    COUNT_ALL,
    COUNT_LIGHTS, /* the first of the lights */
    N_COUNTS = COUNT_LIGHTS + DUBAN_N_LIGHTS
};

static const struct {
    const char *name; /* in JSON */
    enum duban_text_id heading;
} counts[N_COUNTS] = {
    [DUBAN_STATE_NOT_STARTED] = {"not_started", DUBAN_TEXT_not_started},
    [DUBAN_STATE_WORKING] = {"working", DUBAN_TEXT_working},
    [DUBAN_STATE_PAUSED] = {"paused", DUBAN_TEXT_paused},
    [DUBAN_STATE_BASICALLY_DONE] = {"basically_done", DUBAN_TEXT_basically_done},
    [DUBAN_STATE_DONE] = {"done", DUBAN_TEXT_done},
    [COUNT_SILENT] = {"no_state", DUBAN_TEXT_COUNT_SILENT},
    [COUNT_OVERDUE] = {"overdue", DUBAN_TEXT_COUNT_OVERDUE},
    [COUNT_ALL] = {"items", DUBAN_TEXT_COUNT_ALL},
    [COUNT_LIGHTS + DUBAN_LIGHT_GREY] = {"light_grey", DUBAN_TEXT_grey},
    [COUNT_LIGHTS + DUBAN_LIGHT_GREEN] = {"light_green", DUBAN_TEXT_green},
    [COUNT_LIGHTS + DUBAN_LIGHT_YELLOW] = {"light_yellow", DUBAN_TEXT_yellow},
    [COUNT_LIGHTS + DUBAN_LIGHT_RED] = {"light_red", DUBAN_TEXT_red},
    [COUNT_LIGHTS + DUBAN_LIGHT_BLUE] = {"light_blue", DUBAN_TEXT_blue},
};

/* The order in which people want to see them. */
static const int shown[] = {COUNT_ALL,
                            COUNT_SILENT,
                            DUBAN_STATE_NOT_STARTED,
                            DUBAN_STATE_WORKING,
                            DUBAN_STATE_PAUSED,
                            DUBAN_STATE_BASICALLY_DONE,
                            DUBAN_STATE_DONE,
                            COUNT_OVERDUE,
                            COUNT_LIGHTS + DUBAN_LIGHT_RED,
                            COUNT_LIGHTS + DUBAN_LIGHT_YELLOW,
                            COUNT_LIGHTS + DUBAN_LIGHT_GREEN,
                            COUNT_LIGHTS + DUBAN_LIGHT_BLUE,
                            COUNT_LIGHTS + DUBAN_LIGHT_GREY};

enum { N_SHOWN = sizeof shown / sizeof shown[0] };

struct unit_counts {
    struct duban_slice unit;
    size_t n[N_COUNTS];
};

struct units {
    struct unit_counts *at;
    size_t n;
    struct unit_counts total;
};

static struct unit_counts *counts_of(struct units *units, struct duban_slice unit)
{
    for (size_t i = 0; i < units->n; i++)
        if (duban_slice_equal(units->at[i].unit, unit))
            return &units->at[i];
    units->at[units->n].unit = unit;
    return &units->at[units->n++];
}

/* light: NULL: it is not evaluated yet. */
static void count_item(const struct duban_item *item, const struct duban_item_evaluation *light,
                       struct duban_date day, struct unit_counts *into)
{
    bool is_done = item->state.is == DUBAN_GIVEN && item->state.v == DUBAN_STATE_DONE;

    into->n[COUNT_ALL]++;
    into->n[item->state.is == DUBAN_GIVEN ? item->state.v : (int)COUNT_SILENT]++;
    into->n[COUNT_OVERDUE] += !is_done && duban_item_due(item).days < day.days ? 1 : 0;
    if (light != NULL)
        into->n[COUNT_LIGHTS + (int)light->current.light]++;
}

static struct units count_all(struct world *world, const struct lights *lights)
{
    const struct duban_model *model = &world->model;
    struct units units = {.at = duban_arena_new(&world->arena, model->n_items, sizeof *units.at)};

    for (size_t i = 0; i < model->n_items; i++) {
        const struct duban_item *item = model->items[i];
        const struct duban_item_evaluation *light = lights_item(lights, i);
        count_item(item, light, world->day, counts_of(&units, item->plan.reporter));
        count_item(item, light, world->day, &units.total);
    }
    return units;
}

static void put_json_counts(struct duban_buf *out, const struct unit_counts *unit)
{
    for (int i = 0; i < N_SHOWN; i++)
        duban_buf_printf(out, ",\"%s\":%zu", counts[shown[i]].name, unit->n[shown[i]]);
    duban_buf_puts(out, "}\n");
}

static void put_json(struct duban_buf *out, const struct world *world, const struct lights *lights,
                     const struct units *units)
{
    char day[DUBAN_DATE_BYTES];
    char evaluated_on[DUBAN_DATE_BYTES];

    for (size_t i = 0; i < units->n; i++) {
        duban_buf_printf(out,
                         "{\"as_of\":\"%s\",\"evaluated_on\":", duban_date_print(world->day, day));
        if (lights->evaluation == NULL)
            duban_buf_puts(out, "null");
        else
            duban_buf_printf(out, "\"%s\"", duban_date_print(lights->day, evaluated_on));
        duban_buf_puts(out, ",\"unit\":");
        duban_escape_json(out, units->at[i].unit);
        put_json_counts(out, &units->at[i]);
    }
}

static void add_counts(struct duban_table *table, struct duban_slice name,
                       const struct unit_counts *unit)
{
    struct duban_slice cells[1 + N_SHOWN] = {name};
    char numbers[N_SHOWN][24];

    for (int i = 0; i < N_SHOWN; i++) {
        (void)snprintf(numbers[i], sizeof numbers[i], "%zu", unit->n[shown[i]]);
        cells[1 + i] = duban_slice_of(unit->n[shown[i]] == 0 ? "·" : numbers[i]);
    }
    duban_table_add(table, cells);
}

/* ■红 where it is a light. */
static struct duban_slice heading_of(struct world *world, int count, enum duban_lang lang)
{
    struct duban_buf text = {0};

    if (count < COUNT_LIGHTS)
        return duban_slice_of(duban_text(lang, counts[count].heading));
    light_put(&text, lang, (enum duban_light)(count - COUNT_LIGHTS));
    struct duban_slice kept = duban_arena_copy(&world->arena, duban_buf_slice(&text));
    duban_buf_fini(&text);
    return kept;
}

static void put_table(struct duban_buf *out, struct world *world, const struct lights *lights,
                      const struct units *units, enum duban_lang lang)
{
    struct duban_table table = {.arena = &world->arena, .n_columns = 1 + N_SHOWN};
    struct duban_slice heading[1 + N_SHOWN] = {
        duban_slice_of(duban_text(lang, DUBAN_TEXT_COUNT_UNIT))};

    world_put_heading(world, lang, out);
    lights_put_heading(lights, lang, out);
    for (int i = 0; i < N_SHOWN; i++)
        heading[1 + i] = heading_of(world, shown[i], lang);
    duban_table_add(&table, heading);
    for (size_t i = 0; i < units->n; i++)
        add_counts(&table,
                   duban_model_unit_name(&world->model, units->at[i].unit, lang == DUBAN_ZH),
                   &units->at[i]);
    add_counts(&table, duban_slice_of(duban_text(lang, DUBAN_TEXT_COUNT_TOTAL)), &units->total);
    duban_table_print(&table, out);
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
        struct units units = count_all(&world, &lights);
        if (args->values[OPT_JSON].text != NULL)
            put_json(&out, &world, &lights, &units);
        else
            put_table(&out, &world, &lights, &units, args->lang);
        rc = duban_cli_print(duban_buf_slice(&out), err);
    }
    duban_buf_fini(&out);
    lights_close(&lights);
    world_close(&world);
    return rc;
}

int ctl_status(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
