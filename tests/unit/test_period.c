/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "lib/model/period.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

Test(period, is_read_in_one_spelling_and_printed_in_it)
{
    static const struct {
        const char *text, *start;
    } rows[] = {
        {"1900", "1900-01-01"},        {"2199", "2199-01-01"},     {"2022-H1", "2022-01-01"},
        {"2022-H2", "2022-07-01"},     {"2022-Q1", "2022-01-01"},  {"2022-Q4", "2022-10-01"},
        {"2022-M01", "2022-01-01"},    {"2022-M12", "2022-12-01"}, {"2022-M01/02", "2022-01-01"},
        {"2022-M11/12", "2022-11-01"}, {"2022-W01", "2022-01-03"}, {"2022-W52", "2022-12-26"},
        {"2020-W53", "2020-12-28"},    {"2026-W53", "2026-12-28"}, {"2019-W01", "2018-12-31"},
        {"1900-W01", "1900-01-01"},    {"1903-W53", "1903-12-28"},
    };
    char period_text[DUBAN_PERIOD_BYTES];
    char day[DUBAN_DATE_BYTES];

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct duban_period period = {0};
        cr_assert(duban_period_parse(duban_slice_of(rows[i].text), &period), "%s", rows[i].text);
        cr_assert_str_eq(duban_period_print(period, period_text), rows[i].text);
        cr_assert_str_eq(duban_date_print(duban_period_start(period), day), rows[i].start, "%s: %s",
                         rows[i].text, day);
    }
}

Test(period, of_any_other_spelling_is_none)
{
    static const char *const texts[] = {
        "",          "2022-",     "1899",        "2200",        "22-M03",      "2022-M3",
        "2022-M00",  "2022-M13",  "2022-M01/01", "2022-M02/01", "2022-M12/13", "2022-M01/02/03",
        "2022-M01/", "2022-M1/2", "2022-Q0",     "2022-Q5",     "2022-Q01",    "2022-H0",
        "2022-H3",   "2022-W00",  "2022-W53",    "2020-W54",    "2022-Q1/2",   "2022-m03",
        "2022-03",   "2022-M03 ", " 2022",       "2022M03",     "2022年3月",   "2022-M01/2022-M02",
    };
    struct duban_period period = {DUBAN_PERIOD_WEEK, 1, 2, 3};

    for (size_t i = 0; i < COUNT(texts); i++)
        cr_assert_not(duban_period_parse(duban_slice_of(texts[i]), &period), "%s", texts[i]);
    cr_assert(period.year == 1 && period.first == 2 && period.last == 3, "untouched");
}

Test(period, is_read_as_people_write_it)
{
    static const struct {
        const char *when, *text, *want; /* NULL: it is none */
    } rows[] = {
        {"a year", "2022年", "2022"},
        {"a whole year", "2022年全年", "2022"},
        {"the first half", "2022年上半年", "2022-H1"},
        {"the second half", "2022年下半年", "2022-H2"},
        {"a quarter", "2022年一季度", "2022-Q1"},
        {"the last quarter", "2022年第四季度", "2022-Q4"},
        {"a quarter in digits", "2022年第3季度", "2022-Q3"},
        {"a month", "2022年3月", "2022-M03"},
        {"a month of two digits", "2022年03月", "2022-M03"},
        {"the last month", "2022年12月", "2022-M12"},
        {"months together", "2022年1-2月", "2022-M01/02"},
        {"months with a word", "2022年1至11月", "2022-M01/11"},
        {"months named twice", "2022年1月-2月", "2022-M01/02"},
        {"as the wire has it", "2022-M01/02", "2022-M01/02"},
        {"a week as the wire has it", "2022-W37", "2022-W37"},
        {"a month that there is not", "2022年13月", NULL},
        {"no month", "2022年0月", NULL},
        {"months that go back", "2022年2-1月", NULL},
        {"months that are one", "2022年1-1月", NULL},
        {"months without an end", "2022年1-月", NULL},
        {"a quarter that there is not", "2022年5季度", NULL},
        {"a quarter without its number", "2022年季度", NULL},
        {"no year", "3月", NULL},
        {"a year of two digits", "22年3月", NULL},
        {"a year that we do not know", "1899年", NULL},
        {"a day", "2022年3月5日", NULL},
        {"a word", "待定", NULL},
        {"nothing", "", NULL},
    };
    char text[DUBAN_PERIOD_BYTES];

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct duban_period period = {0};
        bool is_read = duban_period_read(duban_slice_of(rows[i].text), &period);
        cr_assert_eq(is_read, rows[i].want != NULL, "%s", rows[i].when);
        cr_assert(!is_read || strcmp(duban_period_print(period, text), rows[i].want) == 0, "%s: %s",
                  rows[i].when, text);
    }
}

Test(period, is_equal_only_to_the_same)
{
    static const char *const texts[] = {"2022",     "2022-H1",  "2022-Q1",     "2022-M01",
                                        "2022-W01", "2023-M01", "2022-M01/02", "2022-M01/03"};
    struct duban_period a = {0};
    struct duban_period b = {0};

    for (size_t i = 0; i < COUNT(texts); i++)
        for (size_t k = 0; k < COUNT(texts); k++) {
            cr_assert(duban_period_parse(duban_slice_of(texts[i]), &a) &&
                      duban_period_parse(duban_slice_of(texts[k]), &b));
            cr_assert_eq(duban_period_equal(a, b), i == k, "%s %s", texts[i], texts[k]);
        }
}
