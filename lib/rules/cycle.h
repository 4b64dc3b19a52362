/* SPDX-License-Identifier: MIT
 *
 * Reporting cycles: weeks from Monday, months, quarters, years; and the day on which the report of a
 * cycle is due. That day rolls back to a working day; if there is none before it in the cycle, as in
 * a week of holidays, the cycle asks for nothing.
 */
#ifndef DUBAN_LIB_RULES_CYCLE_H
#define DUBAN_LIB_RULES_CYCLE_H

#include "lib/rules/calendar.h"
#include "lib/rules/preset.h"

struct cycle {
    enum duban_cycle kind;
    struct duban_date from, to; /* its first and its last day */
    bool is_asked;
    struct duban_date due_on;   /* meaningful if it is asked */
    struct duban_date grace_on; /* the last day on which a report is in time */
};

/* The last report that is due by now and the one before it. */
struct cycle_pair {
    struct cycle last, before;
};

struct cycle cycle_at(const struct duban_calendar *calendar, const struct duban_preset *preset,
                      enum duban_cycle kind, struct duban_date day);

/* The last cycle before, or the first after, that asks for a report. */
struct cycle cycle_before(const struct duban_calendar *calendar, const struct duban_preset *preset,
                          const struct cycle *cycle);
struct cycle cycle_after(const struct duban_calendar *calendar, const struct duban_preset *preset,
                         const struct cycle *cycle);

/* As on the morning of a day: the last cycle whose grace is over. */
struct cycle_pair cycle_passed(const struct duban_calendar *calendar,
                               const struct duban_preset *preset, enum duban_cycle kind,
                               struct duban_date day);

#endif
