/* SPDX-License-Identifier: MIT */
#include "lib/rules/calendar.h"

static struct duban_date plus(struct duban_date date, int32_t days)
{
    return (struct duban_date){date.days + days};
}

int duban_weekday(struct duban_date date)
{
    int weekday = (int)((date.days + 3) % DUBAN_WEEKDAYS); /* 1970-01-01 was a Thursday */

    return weekday < 0 ? weekday + DUBAN_WEEKDAYS : weekday;
}

/* How many of the dates lie on or before the date. */
static size_t count_until(const struct duban_date *dates, size_t n, struct duban_date date)
{
    size_t low = 0;
    size_t high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (dates[middle].days <= date.days)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has(const struct duban_date *dates, size_t n, struct duban_date date)
{
    size_t until = count_until(dates, n, date);

    return until > 0 && dates[until - 1].days == date.days;
}

static enum duban_rc check_dates(const struct duban_calendar *calendar, bool is_work,
                                 struct duban_err *err)
{
    const struct duban_date *dates = is_work ? calendar->work : calendar->off;
    size_t n = is_work ? calendar->n_work : calendar->n_off;
    char day[DUBAN_DATE_BYTES];

    if (n > DUBAN_CALENDAR_DAYS_MAX)
        return duban_err_set(err, DUBAN_E_DATA, "%zu exceptions, more than %d", n,
                             DUBAN_CALENDAR_DAYS_MAX);
    for (size_t i = 0; i < n; i++) {
        (void)duban_date_print(dates[i], day);
        if (i > 0 && dates[i].days <= dates[i - 1].days)
            return duban_err_set(err, DUBAN_E_DATA, "%s stands behind a day that is not earlier",
                                 day);
        if (!duban_calendar_covers(calendar, dates[i]))
            return duban_err_set(err, DUBAN_E_DATA, "%s lies outside what the calendar covers",
                                 day);
        if (is_work && has(calendar->off, calendar->n_off, dates[i]))
            return duban_err_set(err, DUBAN_E_DATA, "%s is both a day off and a working day", day);
    }
    return DUBAN_OK;
}

enum duban_rc duban_calendar_check(const struct duban_calendar *calendar, struct duban_err *err)
{
    enum duban_rc rc = check_dates(calendar, false, err);

    if (rc == DUBAN_OK)
        rc = check_dates(calendar, true, err);
    if (rc != DUBAN_OK)
        return rc;
    for (size_t i = 0; i < DUBAN_WEEKDAYS; i++)
        if (!calendar->rests[i])
            return DUBAN_OK;
    return duban_err_set(err, DUBAN_E_DATA, "no day of the week is a working day");
}

bool duban_calendar_covers(const struct duban_calendar *calendar, struct duban_date date)
{
    return calendar->first_covered.days <= date.days && date.days <= calendar->last_covered.days;
}

bool duban_calendar_is_working(const struct duban_calendar *calendar, struct duban_date date)
{
    if (has(calendar->work, calendar->n_work, date))
        return true;
    return !calendar->rests[duban_weekday(date)] && !has(calendar->off, calendar->n_off, date);
}

/* Days in (after, until] on which one works by the weekday rule alone. */
static int32_t count_by_rule(const struct duban_calendar *calendar, struct duban_date after,
                             struct duban_date until)
{
    int32_t n_days = until.days - after.days;
    int32_t a_week = 0;
    int32_t rest = 0;

    for (size_t i = 0; i < DUBAN_WEEKDAYS; i++)
        a_week += calendar->rests[i] ? 0 : 1;
    for (int32_t i = 0; i < n_days % DUBAN_WEEKDAYS; i++)
        rest += calendar->rests[duban_weekday(plus(until, -i))] ? 0 : 1;
    return n_days / DUBAN_WEEKDAYS * a_week + rest;
}

/* Of the dates in (after, until] those whose weekday is a day of rest, or is none. */
static int32_t count_exceptions(const struct duban_calendar *calendar, bool is_work,
                                struct duban_date after, struct duban_date until)
{
    const struct duban_date *dates = is_work ? calendar->work : calendar->off;
    size_t n = is_work ? calendar->n_work : calendar->n_off;
    size_t end = count_until(dates, n, until);
    int32_t count = 0;

    for (size_t i = count_until(dates, n, after); i < end; i++)
        count += calendar->rests[duban_weekday(dates[i])] == is_work ? 1 : 0;
    return count;
}

int32_t duban_calendar_count(const struct duban_calendar *calendar, struct duban_date after,
                             struct duban_date until)
{
    if (until.days <= after.days)
        return 0;
    return count_by_rule(calendar, after, until) + count_exceptions(calendar, true, after, until) -
           count_exceptions(calendar, false, after, until);
}

/* It ends: a week has a working day by rule, and the exceptions are finite. */
static struct duban_date roll(const struct duban_calendar *calendar, struct duban_date date,
                              int32_t step)
{
    while (!duban_calendar_is_working(calendar, date))
        date = plus(date, step);
    return date;
}

struct duban_date duban_calendar_roll_forward(const struct duban_calendar *calendar,
                                              struct duban_date date)
{
    return roll(calendar, date, 1);
}

struct duban_date duban_calendar_roll_back(const struct duban_calendar *calendar,
                                           struct duban_date date)
{
    return roll(calendar, date, -1);
}

struct duban_date duban_calendar_add(const struct duban_calendar *calendar, struct duban_date date,
                                     int n)
{
    for (int i = 0; i < n; i++)
        date = roll(calendar, plus(date, 1), 1);
    return date;
}

/* The last day before the date's year: back to the end of a month until January is passed. */
static struct duban_date eve_of_year(struct duban_date date)
{
    int year;
    int month;
    int day;

    do {
        duban_date_split(date, &year, &month, &day);
        date = plus(date, -day);
    } while (month > 1);
    return date;
}

int32_t duban_calendar_ordinal(const struct duban_calendar *calendar, struct duban_date date)
{
    return duban_calendar_count(calendar, eve_of_year(date), date);
}

bool duban_calendar_nth(const struct duban_calendar *calendar, int year, int32_t n,
                        struct duban_date *out_date)
{
    struct duban_date date;
    struct duban_date last;

    if (!duban_date_of(year, 1, 1, &date) || !duban_date_of(year, 12, 31, &last) || n < 1)
        return false;
    for (; date.days <= last.days; date = plus(date, 1)) {
        n -= duban_calendar_is_working(calendar, date) ? 1 : 0;
        if (n == 0) {
            *out_date = date;
            return true;
        }
    }
    return false;
}
