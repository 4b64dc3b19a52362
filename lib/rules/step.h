/* SPDX-License-Identifier: MIT
 *
 * What the parts of a step share: the day's arguments, and how a condition goes on.
 */
#ifndef DUBAN_LIB_RULES_STEP_H
#define DUBAN_LIB_RULES_STEP_H

#include "lib/rules/cycle.h"
#include "lib/rules/rules.h"

struct step {
    const struct duban_model *model;
    const struct duban_calendar *calendar;
    const struct duban_preset *preset;
    struct duban_date day;
    struct cycle_pair passed[DUBAN_N_CYCLES]; /* by the item's cycle */
};

/* The condition today, of what it was and of the severity that it has now. */
struct duban_condition step_condition(struct duban_condition before, enum duban_severity severity,
                                      struct duban_date day);

/* The units of the model's items, connections and files heard; conditions are still to come. */
void units_list(const struct step *step, struct duban_evaluation *evaluation,
                struct duban_arena *arena);

/* Fills in today's item of what it was yesterday (all zero: it is new). unit: its reporter. */
void items_step(const struct step *step, const struct duban_item *item,
                const struct duban_item_evaluation *before,
                const struct duban_unit_evaluation *unit, struct duban_item_evaluation *out_item);

/* silent_org of every unit, when all items are stepped. before may be NULL. */
void units_step(const struct step *step, const struct duban_evaluation *before,
                struct duban_evaluation *evaluation);

/* The lights of an item, when its unit is known to be silent or not. */
void items_light(const struct duban_unit_evaluation *unit, struct duban_item_evaluation *item);

#endif
