/* SPDX-License-Identifier: MIT */
#include "lib/model/period.h"

#include <stdio.h>
#include <string.h>

#include "lib/core/check.h"

enum { DAYS_OF_WEEK = 7 };

static bool take(struct duban_slice *text, const char *mark)
{
    size_t len = strlen(mark);

    if (!duban_slice_has_prefix(*text, mark))
        return false;
    *text = (struct duban_slice){text->at + len, text->len - len};
    return true;
}

static bool take_number(struct duban_slice *text, size_t min, size_t max, int *out_number)
{
    size_t n = 0;

    *out_number = 0;
    for (; n < max && n < text->len && text->at[n] >= '0' && text->at[n] <= '9'; n++)
        *out_number = *out_number * 10 + (text->at[n] - '0');
    *text = (struct duban_slice){text->at + n, text->len - n};
    return n >= min;
}

/* The Monday of the week that holds 4 January. */
static struct duban_date first_week(int year)
{
    struct duban_date day = {0};

    bool is_day = duban_date_of(year, 1, 4, &day);
    DUBAN_ASSERT(is_day);
    int32_t since_monday = (day.days + 3) % DAYS_OF_WEEK; /* 1970-01-01 was a Thursday */
    if (since_monday < 0)
        since_monday += DAYS_OF_WEEK;
    day.days -= since_monday;
    return day;
}

/* A week belongs to the year of its Thursday. */
static int weeks_of(int year)
{
    struct duban_date last = {first_week(year).days + 52 * DAYS_OF_WEEK + 3};
    int year_of_last;
    int month;
    int day;

    duban_date_split(last, &year_of_last, &month, &day);
    return year_of_last == year ? 53 : 52;
}

static bool exists(struct duban_period period)
{
    if (period.year < DUBAN_YEAR_MIN || period.year > DUBAN_YEAR_MAX || period.first < 1 ||
        period.last < period.first)
        return false;
    switch (period.kind) {
    case DUBAN_PERIOD_YEAR:
        return period.last == 1;
    case DUBAN_PERIOD_HALF:
        return period.last <= 2;
    case DUBAN_PERIOD_QUARTER:
        return period.last <= 4;
    case DUBAN_PERIOD_MONTHS:
        return period.last <= 12;
    case DUBAN_PERIOD_WEEK:
        return period.last <= weeks_of(period.year);
    }
    DUBAN_UNREACHABLE();
}

static bool give(struct duban_period period, struct duban_period *out_period)
{
    bool is_there = exists(period);

    if (is_there)
        *out_period = period;
    return is_there;
}

bool duban_period_parse(struct duban_slice text, struct duban_period *out_period)
{
    static const struct {
        const char *mark;
        enum duban_period_kind kind;
        size_t n_digits;
    } kinds[] = {{"-H", DUBAN_PERIOD_HALF, 1},
                 {"-Q", DUBAN_PERIOD_QUARTER, 1},
                 {"-M", DUBAN_PERIOD_MONTHS, 2},
                 {"-W", DUBAN_PERIOD_WEEK, 2}};
    struct duban_period period = {DUBAN_PERIOD_YEAR, 0, 1, 1};

    if (!take_number(&text, 4, 4, &period.year))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!take(&text, kinds[i].mark))
            continue;
        period.kind = kinds[i].kind;
        if (!take_number(&text, kinds[i].n_digits, kinds[i].n_digits, &period.first))
            return false;
        period.last = period.first;
        /* Several months are more than one: a period has one spelling. */
        if (period.kind == DUBAN_PERIOD_MONTHS && take(&text, "/") &&
            (!take_number(&text, 2, 2, &period.last) || period.last == period.first))
            return false;
        break;
    }
    return text.len == 0 && give(period, out_period);
}

static bool read_quarter(struct duban_slice text, struct duban_period *period)
{
    static const char *const words[] = {"一", "二", "三", "四"};

    (void)take(&text, "第");
    period->first = 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0] && period->first == 0; i++)
        if (take(&text, words[i]))
            period->first = (int)i + 1;
    if (period->first == 0 && !take_number(&text, 1, 1, &period->first))
        return false;
    period->kind = DUBAN_PERIOD_QUARTER;
    period->last = period->first;
    return duban_slice_is(text, "季度");
}

static bool read_months(struct duban_slice text, struct duban_period *period)
{
    if (!take_number(&text, 1, 2, &period->first))
        return false;
    period->kind = DUBAN_PERIOD_MONTHS;
    period->last = period->first;
    if ((take(&text, "-") || take(&text, "至") || take(&text, "月-") || take(&text, "月至")) &&
        (!take_number(&text, 1, 2, &period->last) || period->last == period->first))
        return false;
    return duban_slice_is(text, "月");
}

bool duban_period_read(struct duban_slice text, struct duban_period *out_period)
{
    struct duban_period period = {DUBAN_PERIOD_YEAR, 0, 1, 1};
    struct duban_slice rest = text;

    if (!take_number(&rest, 4, 4, &period.year) || !take(&rest, "年"))
        return duban_period_parse(text, out_period);
    if (duban_slice_is(rest, "上半年") || duban_slice_is(rest, "下半年")) {
        period.kind = DUBAN_PERIOD_HALF;
        period.first = period.last = duban_slice_is(rest, "上半年") ? 1 : 2;
    } else if (rest.len > 0 && !duban_slice_is(rest, "全年") && !read_quarter(rest, &period) &&
               !read_months(rest, &period)) {
        return false;
    }
    return give(period, out_period);
}

const char *duban_period_print(struct duban_period period, char out_text[DUBAN_PERIOD_BYTES])
{
    unsigned year = (unsigned)period.year % 10000U;
    unsigned first = (unsigned)period.first % 100U;

    switch (period.kind) {
    case DUBAN_PERIOD_YEAR:
        (void)snprintf(out_text, DUBAN_PERIOD_BYTES, "%04u", year);
        return out_text;
    case DUBAN_PERIOD_HALF:
        (void)snprintf(out_text, DUBAN_PERIOD_BYTES, "%04u-H%u", year, first);
        return out_text;
    case DUBAN_PERIOD_QUARTER:
        (void)snprintf(out_text, DUBAN_PERIOD_BYTES, "%04u-Q%u", year, first);
        return out_text;
    case DUBAN_PERIOD_MONTHS:
        if (period.last == period.first)
            (void)snprintf(out_text, DUBAN_PERIOD_BYTES, "%04u-M%02u", year, first);
        else
            (void)snprintf(out_text, DUBAN_PERIOD_BYTES, "%04u-M%02u/%02u", year, first,
                           (unsigned)period.last % 100U);
        return out_text;
    case DUBAN_PERIOD_WEEK:
        (void)snprintf(out_text, DUBAN_PERIOD_BYTES, "%04u-W%02u", year, first);
        return out_text;
    }
    DUBAN_UNREACHABLE();
}

bool duban_period_equal(struct duban_period a, struct duban_period b)
{
    return a.kind == b.kind && a.year == b.year && a.first == b.first && a.last == b.last;
}

struct duban_date duban_period_start(struct duban_period period)
{
    static const int months[] = {[DUBAN_PERIOD_YEAR] = 12,
                                 [DUBAN_PERIOD_HALF] = 6,
                                 [DUBAN_PERIOD_QUARTER] = 3,
                                 [DUBAN_PERIOD_MONTHS] = 1};
    struct duban_date day = {0};

    if (period.kind == DUBAN_PERIOD_WEEK)
        return (struct duban_date){first_week(period.year).days +
                                   DAYS_OF_WEEK * (period.first - 1)};
    bool is_day = duban_date_of(period.year, (period.first - 1) * months[period.kind] + 1, 1, &day);
    DUBAN_ASSERT(is_day); /* a period that exists begins on a day */
    return day;
}
