/* SPDX-License-Identifier: MIT
 *
 * How far an item should be on a day, and how far it is. Both are shares of the whole in basis
 * points (hundredths of a percent), in whole numbers: what is expected is rounded half up, what is
 * done is rounded down, so that nothing is rounded to a target. The rules judge these rounded
 * figures, which are those that people see.
 */
#ifndef DUBAN_LIB_RULES_EXPECTED_H
#define DUBAN_LIB_RULES_EXPECTED_H

#include "lib/model/model.h"
#include "lib/rules/calendar.h"
#include "lib/rules/preset.h"

enum { DUBAN_WHOLE_BP = 10000, DUBAN_SHARE_MAX_BP = 1000000 };

struct duban_opt_share {
    bool is_known;
    int32_t bp; /* 0 .. DUBAN_SHARE_MAX_BP */
};

/* What an item's progress is measured by. */
enum duban_basis {
    DUBAN_BASIS_NONE,    /* nothing is expected on the way */
    DUBAN_BASIS_VALUE,   /* the value against the target: a count, an area, a sum that rises */
    DUBAN_BASIS_PERCENT, /* the percent that is reported */
    DUBAN_N_BASES
};

/*
 * Value: a target is given that has to be reached, and its unit is no share. Percent: the item is
 * done or not, started or not, or is a hard promise without a figure. None: shares and rates, caps,
 * what moves with another figure, and what has no target at all.
 */
enum duban_basis duban_basis_of(const struct duban_promise *plan);

/* Working days from start to end, both included: those that have begun on the day, and all of them.
 * begun <= whole, whole > 0: a way without a working day is 0/1 before its end and 1/1 from then on. */
struct duban_way {
    int64_t begun, whole;
};

struct duban_way duban_way(const struct duban_promise *plan, struct duban_date end,
                           const struct duban_calendar *calendar, struct duban_date day);

/* The part of that way that has begun. Unknown where the basis is none. */
struct duban_opt_share duban_expected(const struct duban_promise *plan, struct duban_date end,
                                      const struct duban_calendar *calendar, struct duban_date day);

/* Unknown where the basis is none or its figure was not reported; what is not started is at 0. */
struct duban_opt_share duban_actual(const struct duban_item *item,
                                    const struct duban_preset *preset);

/* value / whole, rounded down; 0 if value is negative. Unknown if whole is not above 0. */
struct duban_opt_share duban_share(struct duban_decimal value, struct duban_decimal whole);

/* A target so small that it is counted in units: a whole number, and no multiple such as 万. */
bool duban_is_small(const struct duban_promise *plan, const struct duban_preset *preset);

/* For such a target: the units that should be there by the end of the day, and those that are, each
 * rounded down. actual is meaningful if the item's value is given. */
struct duban_units {
    int expected, actual, target;
};

struct duban_units duban_units(const struct duban_item *item, struct duban_date end,
                               const struct duban_calendar *calendar, struct duban_date day);

#endif
