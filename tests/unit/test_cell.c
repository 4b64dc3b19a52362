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

    cr_assert_eq(cell_number(cell, with_percent, &number), want != NULL, "%s", when);
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
