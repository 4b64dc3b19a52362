/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <criterion/criterion.h>

#include "producers/watch/cell.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

Test(cell, is_made_narrow)
{
    static const struct {
        const char *when, *cell, *want;
    } rows[] = {
        {"blanks only", " \u3000\t\u00a0", ""},
        {"full-width and narrow", "Ｔ１.2－09", "T1.2-09"},
        {"signs of numbers", "＋１，２０３．５％", "+1,203.5%"},
        {"blanks at its ends and inside", "\u3000１ \u3000２ \ufeff", "1 \u30002"},
        {"Chinese", "２０２２年，万元", "2022年,万元"},
        {"before the first", "\xef\xbc\x80", "\xef\xbc\x80"},
        {"the first", "\xef\xbc\x81", "!"},
        {"the last of EF BC", "\xef\xbc\xbf", "_"},
        {"the first of EF BD", "\xef\xbd\x80", "`"},
        {"the last", "\xef\xbd\x9e", "~"},
        {"behind the last", "\xef\xbd\x9f", "\xef\xbd\x9f"},
    };
    struct duban_arena arena = {0};

    for (size_t i = 0; i < COUNT(rows); i++)
        cr_assert(duban_slice_is(cell_narrow(duban_slice_of(rows[i].cell), &arena), rows[i].want),
                  "%s", rows[i].when);
    duban_arena_fini(&arena);
}

/* want NULL: no number. */
static void check(const char *when, struct duban_slice cell, bool with_percent, const char *want)
{
    char text[DUBAN_DECIMAL_BYTES];
    struct duban_decimal number = {7, 0};

    bool is_number = with_percent ? cell_percent(cell, false, &number) : cell_number(cell, &number);
    cr_assert_eq(is_number, want != NULL, "%s", when);
    cr_assert_str_eq(duban_decimal_print(number, text), want == NULL ? "7" : want, "%s", when);
}

Test(cell, is_a_number_or_refused)
{
    static const struct {
        const char *when, *cell, *want, *want_percent;
    } rows[] = {
        {"a fraction", "1203000.50", "1203000.5", "1203000.5"},
        {"groups", "1,203,000.50", "1203000.5", "1203000.5"},
        {"a sign", "-3", "-3", "-3"},
        {"percent", "65%", NULL, "65"},
        {"percent behind a blank", "63.2 %", NULL, "63.2"},
        {"percent twice", "65%%", NULL, NULL},
        {"percent alone", "%", NULL, NULL},
        {"nothing", "", NULL, NULL},
        {"a group of two digits", "1,20", NULL, NULL},
        {"a group of four digits", "1,2034", NULL, NULL},
        {"four digits before the first comma", "1203,000", NULL, NULL},
        {"some groups without commas", "1,203000", NULL, NULL},
        {"groups behind a full stop", "1.203,000", NULL, NULL},
        {"a comma that may be a decimal point", "1,5", NULL, NULL},
        {"groups with a sign", "-1,203", "-1203", "-1203"},
        {"a comma first", ",203", NULL, NULL},
        {"a comma last", "203,", NULL, NULL},
        {"two commas", "1,,203", NULL, NULL},
        {"a comma behind the sign", "-,203", NULL, NULL},
        {"a comma before the full stop", "203,.5", NULL, NULL},
        {"a comma behind the full stop", "203.,5", NULL, NULL},
        {"a full stop first", ".5", NULL, NULL},
        {"a full stop last", "5.", NULL, NULL},
        {"a full stop behind the sign", "-.5", NULL, NULL},
        {"two full stops", "1.2.3", NULL, NULL},
        {"two signs", "--3", NULL, NULL},
        {"a sign behind", "3-", NULL, NULL},
        {"an exponent", "1e3", NULL, NULL},
        {"what is not narrow yet", "１", NULL, NULL},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        check(rows[i].when, duban_slice_of(rows[i].cell), false, rows[i].want);
        check(rows[i].when, duban_slice_of(rows[i].cell), true, rows[i].want_percent);
    }
    check("NUL beside a comma", (struct duban_slice){"1\0,2", 4}, false, NULL);
}

Test(cell, of_more_than_40_characters_is_no_number)
{
    for (size_t n = 39; n <= 41; n++) {
        const char *want = n <= 40 ? "1" : NULL;
        char plain[48] = {0};
        char grouped[64] = {0};
        size_t n_grouped = 0;
        memset(plain, '0', n - 1);
        memcpy(plain + n - 1, "1%", 2);
        for (size_t i = 0; i < n; i++) {
            grouped[n_grouped++] = plain[i];
            if ((n - i) % 3 == 1 && i + 1 < n)
                grouped[n_grouped++] = ',';
        }
        check("zeros", (struct duban_slice){plain, n}, false, want);
        check("commas do not count", (struct duban_slice){grouped, n_grouped}, false, want);
        check("percent does not count", (struct duban_slice){plain, n + 1}, true, want);
    }
}

Test(cell, of_a_column_of_fractions_is_a_hundred_times_what_it_says_unless_it_says_percent)
{
    static const struct {
        const char *when, *cell, *want;
    } rows[] = {
        {"a fraction", "0.175", "17.5"},
        {"all of it", "1", "100"},
        {"nothing of it", "0", "0"},
        {"too much of it", "1.5", "150"},
        {"percent", "65%", "65"},
        {"percent behind a blank", "0.5 %", "0.5"},
        {"as small as can be written", "0.000000000000000001", "0.0000000000000001"},
    };
    char text[DUBAN_DECIMAL_BYTES];

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct duban_decimal percent = {0};
        cr_assert(cell_percent(duban_slice_of(rows[i].cell), true, &percent), "%s", rows[i].when);
        cr_assert_str_eq(duban_decimal_print(percent, text), rows[i].want, "%s", rows[i].when);
    }
}

Test(cell, is_a_local_day_or_refused)
{
    static const struct {
        const char *when, *cell, *want, *want_of_ms;
    } rows[] = {
        {"a day", "2022-3-31", "2022-03-31", "2022-03-31"},
        {"a day without marks is no number of milliseconds", "20220331", "2022-03-31",
         "2022-03-31"},
        {"a time of that day", "2022-03-31T00:10:00+08:00", "2022-03-31", "2022-03-31"},
        {"a time whose day is another here", "2022-03-30T16:00:00Z", "2022-03-31", "2022-03-31"},
        {"the moment before", "2022-03-30T15:59:59.999Z", "2022-03-30", "2022-03-30"},
        {"a day that there is not, with a time", "2022-02-30T00:00:00+08:00", NULL, NULL},
        {"a time without a zone", "2022-03-31T00:10:00", NULL, NULL},
        {"the first millisecond of a day", "1648656000000", NULL, "2022-03-31"},
        {"the last millisecond of a day", "1648655999999", NULL, "2022-03-30"},
        {"the beginning", "0", NULL, "1970-01-01"},
        {"the last that we know", "7258003199999", NULL, "2199-12-30"},
        {"as many digits, beyond the years that we know", "7258118400000", NULL, NULL},
        {"14 digits", "01648656000000", NULL, NULL},
        {"seconds with a fraction", "1648656000.5", NULL, NULL},
        {"before the beginning", "-1", NULL, NULL},
        {"nothing", "", NULL, NULL},
        {"a word", "待定", NULL, NULL},
    };
    struct duban_err err = {0};
    char text[DUBAN_DATE_BYTES];

    cr_assert_eq(duban_zone_set("Asia/Shanghai", &err), DUBAN_OK);
    for (size_t i = 0; i < 2 * COUNT(rows); i++) {
        const char *want = i % 2 == 0 ? rows[i / 2].want : rows[i / 2].want_of_ms;
        struct duban_date day = {0};
        bool is_day = cell_day(duban_slice_of(rows[i / 2].cell), i % 2 == 1, &day);
        cr_assert_eq(is_day, want != NULL, "%s", rows[i / 2].when);
        cr_assert(!is_day || strcmp(duban_date_print(day, text), want) == 0, "%s: %s",
                  rows[i / 2].when, text);
    }
}
