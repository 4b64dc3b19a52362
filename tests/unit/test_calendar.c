/* SPDX-License-Identifier: MIT */
#include "tests/unit/notices.h"

Test(calendar, knows_the_working_days_of_a_year)
{
    static const struct {
        const char *when, *day;
        bool want;
    } rows[] = {
        {"a Monday", "2022-01-10", true},
        {"a Friday", "2022-01-14", true},
        {"a Saturday", "2022-01-15", false},
        {"a Sunday", "2022-01-16", false},
        {"the first day off", "2022-01-01", false},
        {"a Monday off", "2022-01-03", false},
        {"a Saturday made up", "2022-01-29", true},
        {"a Sunday made up", "2022-01-30", true},
        {"the last day of the Spring Festival", "2022-02-06", false},
        {"the day after it", "2022-02-07", true},
        {"the last make-up day of the year", "2022-10-09", true},
        {"a day off by the notice of the year after", "2023-01-02", false},
        {"a Monday that no notice covers", "2024-01-01", true},
        {"a Saturday that no notice covers", "2021-12-25", false},
        {"a Sunday before 1970", "1969-12-28", false},
        {"a Monday before 1970", "1969-12-29", true},
    };
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(duban_calendar_is_working(calendar, on(rows[i].day)), rows[i].want, "%s",
                     rows[i].when);
}

Test(calendar, counts_working_days_without_the_first)
{
    static const struct {
        const char *when, *after, *until;
        int32_t want;
    } rows[] = {
        {"a year", "2021-12-31", "2022-12-31", 249},
        {"the year after", "2022-12-31", "2023-12-31", 249},
        {"National Day with a week-end made up", "2022-09-30", "2022-10-10", 3},
        {"the Spring Festival with a week-end made up", "2022-01-28", "2022-02-07", 3},
        {"no day", "2022-03-01", "2022-03-01", 0},
        {"backwards", "2022-03-08", "2022-03-01", 0},
        {"one working day", "2022-03-07", "2022-03-08", 1},
        {"Friday to Sunday", "2022-03-11", "2022-03-13", 0},
        {"a plain week", "2022-03-06", "2022-03-13", 5},
        {"a week off", "2022-09-30", "2022-10-07", 0},
        {"beyond the notices, by the weekday rule", "2023-12-31", "2024-01-07", 5},
        {"across 1970, by the weekday rule", "1969-12-28", "1970-01-04", 5},
    };
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(duban_calendar_count(calendar, on(rows[i].after), on(rows[i].until)),
                     rows[i].want, "%s: %d", rows[i].when,
                     (int)duban_calendar_count(calendar, on(rows[i].after), on(rows[i].until)));
}

Test(calendar, counts_as_one_would_day_by_day)
{
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);
    struct duban_date first = on("2021-12-20");

    for (int32_t from = 0; from < 400; from += 7) {
        int32_t want = 0;
        struct duban_date after = {first.days + from};
        for (struct duban_date day = after; day.days < first.days + 800; day.days++) {
            want += day.days > after.days && duban_calendar_is_working(calendar, day) ? 1 : 0;
            cr_assert_eq(duban_calendar_count(calendar, after, day), want, "%d to %d",
                         (int)after.days, (int)day.days);
        }
    }
}

Test(calendar, finds_the_nearest_working_day)
{
    static const struct {
        const char *when, *day, *forward, *back;
    } rows[] = {
        {"a working day is its own", "2022-03-01", "2022-03-01", "2022-03-01"},
        {"a Saturday", "2022-03-05", "2022-03-07", "2022-03-04"},
        {"a make-up Sunday is its own", "2022-10-09", "2022-10-09", "2022-10-09"},
        {"National Day", "2022-10-01", "2022-10-08", "2022-09-30"},
        {"the Spring Festival, between make-up Sunday and Monday", "2022-02-02", "2022-02-07",
         "2022-01-30"},
        {"New Year's Eve", "2022-12-31", "2023-01-03", "2022-12-30"},
    };
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_date day = on(rows[i].day);
        cr_assert_eq(duban_calendar_roll_forward(calendar, day).days, on(rows[i].forward).days,
                     "%s, forward", rows[i].when);
        cr_assert_eq(duban_calendar_roll_back(calendar, day).days, on(rows[i].back).days,
                     "%s, back", rows[i].when);
    }
}

Test(calendar, adds_working_days)
{
    static const struct {
        const char *when, *day;
        int n;
        const char *want;
    } rows[] = {
        {"none", "2022-10-01", 0, "2022-10-01"},
        {"one from a Friday is Monday", "2022-03-04", 1, "2022-03-07"},
        {"one over National Day is a make-up Saturday", "2022-09-30", 1, "2022-10-08"},
        {"three over National Day", "2022-09-30", 3, "2022-10-10"},
    };
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(duban_calendar_add(calendar, on(rows[i].day), rows[i].n).days,
                     on(rows[i].want).days, "%s", rows[i].when);
}

Test(calendar, numbers_the_working_days_of_a_year)
{
    static const struct {
        const char *day;
        int32_t want;
    } rows[] = {
        {"2022-01-03", 0},   {"2022-01-04", 1},   {"2022-10-09", 189}, {"2022-10-10", 190},
        {"2022-12-30", 249}, {"2022-12-31", 249}, {"2023-01-03", 1},
    };
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);
    struct duban_date date;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(duban_calendar_ordinal(calendar, on(rows[i].day)), rows[i].want, "%s",
                     rows[i].day);
    for (int32_t n = 1; n <= 249; n++) {
        cr_assert(duban_calendar_nth(calendar, 2022, n, &date), "%d", (int)n);
        cr_assert(duban_calendar_is_working(calendar, date), "%d", (int)n);
        cr_assert_eq(duban_calendar_ordinal(calendar, date), n);
    }
    cr_assert_not(duban_calendar_nth(calendar, 2022, 0, &date));
    cr_assert_not(duban_calendar_nth(calendar, 2022, 250, &date), "2022 has 249");
    cr_assert_not(duban_calendar_nth(calendar, 1899, 1, &date), "no year of ours");
}

Test(calendar, that_is_wrong_is_refused)
{
    static const struct duban_date one[] = {{18993}};
    static const struct duban_date unsorted[] = {{18994}, {18993}};
    static const struct duban_date twice[] = {{18993}, {18993}};
    static const struct {
        const char *when, *want; /* NULL: it is good */
        struct duban_calendar calendar;
    } rows[] = {
        {"nothing listed", NULL, {.first_covered = {1}}},
        {"one day off",
         NULL,
         {.off = one, .n_off = 1, .first_covered = {18993}, .last_covered = {18993}}},
        {"not ascending",
         "2022-01-01 stands behind a day that is not earlier",
         {.off = unsorted, .n_off = 2, .last_covered = {20000}}},
        {"a working day twice",
         "2022-01-01 stands behind a day that is not earlier",
         {.work = twice, .n_work = 2, .last_covered = {20000}}},
        {"both",
         "2022-01-01 is both a day off and a working day",
         {.off = one, .n_off = 1, .work = one, .n_work = 1, .last_covered = {20000}}},
        {"before what is covered",
         "2022-01-01 lies outside what the calendar covers",
         {.off = one, .n_off = 1, .first_covered = {18994}, .last_covered = {20000}}},
        {"after what is covered",
         "2022-01-01 lies outside what the calendar covers",
         {.work = one, .n_work = 1, .last_covered = {18992}}},
        {"too many", "4097 exceptions, more than 4096", {.off = one, .n_off = 4097}},
        {"never a working day",
         "no day of the week is a working day",
         {.rests = {true, true, true, true, true, true, true}}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_err err = {{0}};
        enum duban_rc rc = duban_calendar_check(&rows[i].calendar, &err);
        cr_assert_eq(rc, rows[i].want == NULL ? DUBAN_OK : DUBAN_E_DATA, "%s", rows[i].when);
        cr_assert_str_eq(err.text, rows[i].want == NULL ? "" : rows[i].want, "%s", rows[i].when);
    }
}

Test(calendar, says_what_the_notices_cover)
{
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);
    struct duban_err err = {{0}};

    cr_assert_eq(duban_calendar_check(calendar, &err), DUBAN_OK, "%s", err.text);
    cr_assert(duban_calendar_covers(calendar, on("2022-01-01")));
    cr_assert(duban_calendar_covers(calendar, on("2023-12-31")));
    cr_assert_not(duban_calendar_covers(calendar, on("2021-12-31")));
    cr_assert_not(duban_calendar_covers(calendar, on("2024-01-01")));
}
