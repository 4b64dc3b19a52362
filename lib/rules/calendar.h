/* SPDX-License-Identifier: MIT
 *
 * Which days are working days: a rule for the days of the week, and the dated exceptions that a
 * notice lists. A notice may touch two years and comes late: days that it does not cover follow the
 * weekday rule and are provisional.
 */
#ifndef DUBAN_LIB_RULES_CALENDAR_H
#define DUBAN_LIB_RULES_CALENDAR_H

#include "lib/core/time.h"

enum { DUBAN_WEEKDAYS = 7, DUBAN_CALENDAR_DAYS_MAX = 4096 };

/* Borrows its arrays. */
struct duban_calendar {
    bool rests[DUBAN_WEEKDAYS];   /* Monday first: the days on which nobody works by rule */
    const struct duban_date *off; /* exceptions without work, ascending */
    size_t n_off;
    const struct duban_date *work; /* exceptions with work, ascending */
    size_t n_work;
    struct duban_date first_covered, last_covered; /* by the notices */
};

/* What every function below relies on. E_DATA, with the day that is wrong: the exceptions do not
 * ascend, one is both or lies outside what is covered, there are more than DUBAN_CALENDAR_DAYS_MAX
 * of a kind, or by rule nobody ever works. */
DUBAN_MUST_USE enum duban_rc duban_calendar_check(const struct duban_calendar *calendar,
                                                  struct duban_err *err);

int duban_weekday(struct duban_date date); /* 0: Monday */
bool duban_calendar_covers(const struct duban_calendar *calendar, struct duban_date date);
bool duban_calendar_is_working(const struct duban_calendar *calendar, struct duban_date date);

/* Working days after `after` up to and including `until`, as periods are counted by law: the first
 * day is not. 0 if until is not later; never negative. */
int32_t duban_calendar_count(const struct duban_calendar *calendar, struct duban_date after,
                             struct duban_date until);

/* The nearest working day: the date itself if it is one. */
struct duban_date duban_calendar_roll_forward(const struct duban_calendar *calendar,
                                              struct duban_date date);
struct duban_date duban_calendar_roll_back(const struct duban_calendar *calendar,
                                           struct duban_date date);

/* The n-th working day after the date; the date itself for n <= 0. */
struct duban_date duban_calendar_add(const struct duban_calendar *calendar, struct duban_date date,
                                     int n);

/* How many working days of its year have begun on the date, its own included: the number of a daily
 * issue. */
int32_t duban_calendar_ordinal(const struct duban_calendar *calendar, struct duban_date date);

/* The n-th working day of a year, n from 1. False: the year has no such day. */
DUBAN_MUST_USE bool duban_calendar_nth(const struct duban_calendar *calendar, int year, int32_t n,
                                       struct duban_date *out_date);

#endif
