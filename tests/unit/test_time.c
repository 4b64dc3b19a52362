/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "lib/core/time.h"

Test(date, is_read_as_people_write_it)
{
    static const struct {
        const char *when, *text, *want; /* want NULL: no day */
    } rows[] = {
        {"ISO 8601", "2022-03-05", "2022-03-05"},
        {"one digit", "2022-3-5", "2022-03-05"},
        {"slashes", "2022/3/05", "2022-03-05"},
        {"dots", "2022.3.5", "2022-03-05"},
        {"no marks", "20220305", "2022-03-05"},
        {"Chinese", "2022年3月5日", "2022-03-05"},
        {"full-width digits", "２０２２年３月５日", "2022-03-05"},
        {"a leap day", "2024-02-29", "2024-02-29"},
        {"no leap day", "2022-02-30", NULL},
        {"a century that is no leap year", "2100-02-29", NULL},
        {"month 13", "2022-13-01", NULL},
        {"day 0", "2022-01-00", NULL},
        {"marks that differ", "2022-03/05", NULL},
        {"two digits of a year", "22-03-05", NULL},
        {"no marks and a digit missing", "2022305", NULL},
        {"without the last mark", "2022年3月5", NULL},
        {"something behind it", "2022-03-05 ", NULL},
        {"nothing", "", NULL},
        {"a year before ours", "1899-12-31", NULL},
        {"a year after ours", "2200-01-01", NULL},
        {"the last day that we know", "2199-12-31", "2199-12-31"},
    };
    char text[DUBAN_DATE_BYTES];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_date date;
        bool is_date = duban_date_read(duban_slice_of(rows[i].text), &date);
        cr_assert_eq(is_date, rows[i].want != NULL, "%s", rows[i].when);
        if (is_date)
            cr_assert_str_eq(duban_date_print(date, text), rows[i].want, "%s", rows[i].when);
    }
}

Test(date, on_the_wire_has_one_form)
{
    struct duban_date date;

    cr_assert(duban_date_parse(duban_slice_of("2022-10-10"), &date));
    cr_assert_not(duban_date_parse(duban_slice_of("2022-1-1"), &date));
    cr_assert_not(duban_date_parse(duban_slice_of("20221010"), &date));
    cr_assert_not(duban_date_parse(duban_slice_of("2022/10/10"), &date));
}

Test(date, counts_days_as_the_calendar_does)
{
    struct duban_date date;
    int year;
    int month;
    int day;

    cr_assert(duban_date_of(1970, 1, 1, &date));
    cr_assert_eq(date.days, 0);
    cr_assert(duban_date_of(1969, 12, 31, &date));
    cr_assert_eq(date.days, -1);
    /* Every day of our years comes back as it went in, and each is one after the other. */
    int32_t before = 0;
    for (int y = DUBAN_YEAR_MIN; y <= DUBAN_YEAR_MAX; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; duban_date_of(y, m, d, &date); d++) {
                duban_date_split(date, &year, &month, &day);
                cr_assert(year == y && month == m && day == d, "%d-%d-%d", y, m, d);
                cr_assert(date.days == before + 1 || (y == DUBAN_YEAR_MIN && m == 1 && d == 1),
                          "%d-%d-%d", y, m, d);
                before = date.days;
            }
}

Test(instant, has_the_day_of_the_plans_zone)
{
    struct duban_err err = {0};
    char date[DUBAN_DATE_BYTES];
    char text[DUBAN_INSTANT_BYTES];

    cr_assert_eq(duban_zone_set("Asia/Shanghai", &err), DUBAN_OK);
    struct duban_instant before_midnight = {1665417599999}; /* 2022-10-10T15:59:59.999Z */
    struct duban_instant midnight = {1665417600000};
    cr_assert_str_eq(duban_date_print(duban_date_at(before_midnight), date), "2022-10-10");
    cr_assert_str_eq(duban_date_print(duban_date_at(midnight), date), "2022-10-11");
    cr_assert_str_eq(duban_instant_print(midnight, text), "2022-10-11T00:00:00+08:00");
    cr_assert_str_eq(duban_date_print(duban_date_at((struct duban_instant){-1}), date),
                     "1970-01-01");
    cr_assert_str_eq(duban_date_print(duban_date_at((struct duban_instant){INT64_MAX}), date),
                     "2199-12-31");
    cr_assert_str_eq(duban_date_print(duban_date_at((struct duban_instant){INT64_MIN}), date),
                     "1900-01-01");
}

Test(zone, that_is_not_in_the_database_is_refused)
{
    struct duban_err err = {0};

    cr_assert_eq(duban_zone_set("Asia/Atlantis", &err), DUBAN_E_CONFIG);
    cr_assert(strstr(err.text, "Asia/Atlantis") != NULL, "%s", err.text);
    cr_assert_eq(duban_zone_set("../../etc/passwd", &err), DUBAN_E_CONFIG);
}
