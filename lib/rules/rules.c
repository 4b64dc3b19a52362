/* SPDX-License-Identifier: MIT */
#include "lib/rules/rules.h"

#include "lib/core/check.h"
#include "lib/rules/step.h"

const char *const duban_rule_words[DUBAN_N_RULES + 1] = {
    "due_soon", "overdue",        "reported_late", "lag", "stalled",
    "stale",    "never_reported", "silent_org",    NULL,
};
const char *const duban_light_words[DUBAN_N_LIGHTS + 1] = {
    "grey", "green", "yellow", "red", "blue", NULL,
};

struct duban_condition step_condition(struct duban_condition before, enum duban_severity severity,
                                      struct duban_date day)
{
    if (severity == DUBAN_SEVERITY_NONE)
        return (struct duban_condition){0};
    return (struct duban_condition){
        .severity = severity,
        .opened_on = before.severity == DUBAN_SEVERITY_NONE ? day : before.opened_on,
        .since = before.severity == severity ? before.since : day,
    };
}

const struct duban_evaluation *duban_rules_step(const struct duban_evaluation *before,
                                                const struct duban_model *model,
                                                const struct duban_calendar *calendar,
                                                const struct duban_preset *preset,
                                                struct duban_date day, struct duban_arena *arena)
{
    static const struct duban_item_evaluation nothing = {0};
    struct duban_evaluation *evaluation = duban_arena_new(arena, 1, sizeof *evaluation);
    struct step step = {.model = model, .calendar = calendar, .preset = preset, .day = day};

    /* A day that was left out would leave out its notices and its share of the hysteresis. */
    DUBAN_ASSERT(before == NULL || before->day.days + 1 == day.days);
    DUBAN_ASSERT(before == NULL || before->n_items <= model->n_items);
    for (int kind = 0; kind < DUBAN_N_CYCLES; kind++)
        step.passed[kind] = cycle_passed(calendar, preset, (enum duban_cycle)kind, day);
    evaluation->day = day;
    evaluation->n_items = model->n_items;
    evaluation->items =
        duban_arena_new(arena, model->n_items, sizeof(struct duban_item_evaluation));
    units_list(&step, evaluation, arena);
    for (size_t i = 0; i < model->n_items; i++) {
        bool is_new = before == NULL || i >= before->n_items;
        items_step(&step, model->items[i], is_new ? &nothing : &before->items[i],
                   &evaluation->units[evaluation->items[i].unit], &evaluation->items[i]);
    }
    units_step(&step, before, evaluation);
    for (size_t i = 0; i < model->n_items; i++)
        items_light(&evaluation->units[evaluation->items[i].unit], &evaluation->items[i]);
    return evaluation;
}

const struct duban_condition *duban_item_condition(const struct duban_item_evaluation *item,
                                                   enum duban_rule rule)
{
    switch (rule) {
    case DUBAN_RULE_DUE_SOON:
        return &item->due_soon;
    case DUBAN_RULE_OVERDUE:
        return &item->current.overdue;
    case DUBAN_RULE_REPORTED_LATE:
        return &item->reported_late;
    case DUBAN_RULE_LAG:
        return &item->current.lag;
    case DUBAN_RULE_STALLED:
        return &item->stalled;
    case DUBAN_RULE_STALE:
        return &item->stale;
    case DUBAN_RULE_NEVER_REPORTED:
        return &item->never_reported;
    case DUBAN_RULE_SILENT_ORG:
    case DUBAN_N_RULES:
        break;
    }
    DUBAN_UNREACHABLE();
}

const struct duban_unit_evaluation *duban_evaluation_unit(const struct duban_evaluation *evaluation,
                                                          struct duban_slice code)
{
    return duban_map_get(&evaluation->units_by_code, code);
}
