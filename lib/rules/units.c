/* SPDX-License-Identifier: MIT
 *
 * Units: who is connected, who is silent. Who is not connected owes no report; his items are counted.
 */
#include "lib/rules/step.h"

/* The first day on which a source that may report for the unit was connected. */
static struct duban_opt_date connection_of(const struct step *step, struct duban_slice code)
{
    struct duban_opt_date first = {.is = DUBAN_ABSENT};

    for (size_t i = 0; i < step->model->n_sources; i++) {
        const struct duban_source *source = step->model->sources[i];
        bool is_earlier = first.is != DUBAN_GIVEN || source->connected_on.v.days < first.v.days;
        if (source->can_report && source->connected_on.is == DUBAN_GIVEN && is_earlier &&
            duban_source_speaks_for(source, code))
            first = source->connected_on;
    }
    return first;
}

static struct duban_unit_evaluation unit_of(const struct step *step, struct duban_slice code)
{
    struct duban_opt_date connected_on = connection_of(step, code);

    return (struct duban_unit_evaluation){
        .code = code,
        .connected_on = connected_on,
        .is_connected = connected_on.is == DUBAN_GIVEN && connected_on.v.days <= step->day.days,
        .heard_on = duban_model_heard_on(step->model, code),
    };
}

void units_list(const struct step *step, struct duban_evaluation *evaluation,
                struct duban_arena *arena)
{
    /* There are at most as many reporters as items. */
    evaluation->units =
        duban_arena_new(arena, evaluation->n_items, sizeof(struct duban_unit_evaluation));
    for (size_t i = 0; i < evaluation->n_items; i++) {
        struct duban_slice code = step->model->items[i]->plan.reporter;
        struct duban_unit_evaluation *unit = duban_map_get(&evaluation->units_by_code, code);
        if (unit == NULL) {
            unit = &evaluation->units[evaluation->n_units++];
            *unit = unit_of(step, code);
            duban_map_put(&evaluation->units_by_code, arena, code, unit);
        }
        unit->n_items++;
        evaluation->items[i].unit = (size_t)(unit - evaluation->units);
    }
}

/* An item whose last report is due, and nothing at all was heard of its unit after the day on which
 * the one before it was. What began within a cycle, or was connected within it, owes nothing for it. */
static bool is_awaited(const struct step *step, const struct duban_item *item,
                       const struct duban_item_evaluation *today,
                       const struct duban_unit_evaluation *unit)
{
    const struct cycle_pair *passed = &step->passed[item->plan.cycle];
    bool owes = !today->is_done && item->plan.start.days <= passed->last.from.days &&
                unit->connected_on.v.days <= passed->last.from.days;

    return owes && (unit->heard_on.is != DUBAN_GIVEN ||
                    unit->heard_on.v.days <= passed->before.due_on.days);
}

static void count_item(const struct step *step, const struct duban_item *item,
                       const struct duban_item_evaluation *today,
                       struct duban_evaluation *evaluation)
{
    struct duban_unit_evaluation *unit = &evaluation->units[today->unit];
    struct duban_date due_on = step->passed[item->plan.cycle].last.due_on;
    bool is_past = today->current.is_passed && !today->is_heard;

    unit->n_past_unheard += is_past ? 1 : 0;
    if (!unit->is_connected) {
        evaluation->unconnected.n_items++;
        evaluation->unconnected.n_past_items += is_past ? 1 : 0;
    } else if (is_awaited(step, item, today, unit)) {
        if (unit->n_awaited == 0 || due_on.days < unit->due_on.days)
            unit->due_on = due_on;
        unit->n_awaited++;
    }
}

void units_step(const struct step *step, const struct duban_evaluation *before,
                struct duban_evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->n_items; i++)
        count_item(step, step->model->items[i], &evaluation->items[i], evaluation);
    for (size_t i = 0; i < evaluation->n_units; i++) {
        struct duban_unit_evaluation *unit = &evaluation->units[i];
        const struct duban_unit_evaluation *was =
            before == NULL ? NULL : duban_evaluation_unit(before, unit->code);
        bool is_silent =
            unit->n_awaited > 0 && unit->n_awaited >= (size_t)step->preset->silent_n_items;
        unit->silent = step_condition(was == NULL ? (struct duban_condition){0} : was->silent,
                                      is_silent ? DUBAN_RED : DUBAN_SEVERITY_NONE, step->day);
        if (!unit->is_connected) {
            evaluation->unconnected.n_units++;
            evaluation->unconnected.n_past_units += unit->n_past_unheard > 0 ? 1 : 0;
        }
    }
}
