/* SPDX-License-Identifier: MIT
 *
 * The work calendar that a plan carries (proto/SPEC.md §7.4). What follows from it, whether a day is
 * worked and how many are, is decided by lib/rules, whose struct duban_calendar borrows these members.
 */
#ifndef DUBAN_LIB_MODEL_PLAN_CALENDAR_H
#define DUBAN_LIB_MODEL_PLAN_CALENDAR_H

#include "lib/model/answer.h"
#include "lib/model/update.h"

struct duban_plan_calendar {
    bool rests[DUBAN_N_WEEKDAYS]; /* by rule nobody works on it */
    const struct duban_date *off; /* dates without work, ascending */
    size_t n_off;
    const struct duban_date *work; /* dates with work, ascending */
    size_t n_work;
    struct duban_date first_covered, last_covered; /* last before first: no day is covered */
};

/* Saturdays and Sundays, and no dates: what counts where a plan says nothing. */
struct duban_plan_calendar duban_plan_calendar_default(void);

/* The calendar that a plan_set with calendar_from says, borrowing from it. */
struct duban_plan_calendar duban_plan_calendar_of(const struct duban_plan_set *set);

bool duban_plan_calendar_equal(const struct duban_plan_calendar *a,
                               const struct duban_plan_calendar *b);

/* Whether the fields of a plan_set that make a calendar fit each other. False: out_verdict is E_FIELD. */
DUBAN_MUST_USE bool duban_plan_calendar_check(const struct duban_plan_set *set,
                                              struct duban_verdict *out_verdict);

#endif
