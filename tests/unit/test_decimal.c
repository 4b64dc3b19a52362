/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "lib/model/decimal.h"

Test(decimal, is_read_from_plain_digits_only)
{
    static const struct {
        const char *when, *text;
        bool is_number;
        struct duban_decimal want;
    } rows[] = {
        {"digits", "65", true, {65, 0}},
        {"a plus", "+65", true, {65, 0}},
        {"a minus", "-65", true, {-65, 0}},
        {"zero has no sign", "-0", true, {0, 0}},
        {"a fraction keeps its zeros", "0.50", true, {50, -2}},
        {"zeros in front count for nothing", "0000000000000000000000007.5", true, {75, -1}},
        {"17 digits", "12345678901234567", true, {12345678901234567, 0}},
        {"18 digits", "-123456789012345678", true, {-123456789012345678, 0}},
        {"19 digits", "1234567890123456789", false, {0, 0}},
        {"zeros behind are digits too", "1000000000000000000", false, {0, 0}},
        {"17 places", "0.00000000000000001", true, {1, -17}},
        {"18 places", "0.000000000000000001", true, {1, -18}},
        {"19 places", "0.0000000000000000001", false, {0, 0}},
        {"nothing", "", false, {0, 0}},
        {"a sign alone", "-", false, {0, 0}},
        {"a point alone", ".", false, {0, 0}},
        {"a sign and a point", "+.", false, {0, 0}},
        {"nothing before the point", ".5", false, {0, 0}},
        {"nothing behind the point", "5.", false, {0, 0}},
        {"two points", "1.2.3", false, {0, 0}},
        {"two signs", "+-1", false, {0, 0}},
        {"a sign behind", "1-", false, {0, 0}},
        {"a blank before", " 65", false, {0, 0}},
        {"a blank behind", "65 ", false, {0, 0}},
        {"an exponent", "1e3", false, {0, 0}},
        {"a comma", "0,5", false, {0, 0}},
        {"full-width digits", "６５", false, {0, 0}},
        {"a word", "nan", false, {0, 0}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_decimal decimal = {0, 0};
        bool is_number = duban_decimal_parse(duban_slice_of(rows[i].text), &decimal);
        cr_assert_eq(is_number, rows[i].is_number, "%s", rows[i].when);
        cr_assert(decimal.mantissa == rows[i].want.mantissa &&
                      decimal.exponent == rows[i].want.exponent,
                  "%s: %lld × 10^%d", rows[i].when, (long long)decimal.mantissa, decimal.exponent);
    }
}

Test(decimal, is_compared_by_value)
{
    static const struct {
        const char *when;
        struct duban_decimal a, b;
        int want;
    } rows[] = {
        {"zeros behind change nothing", {65, 0}, {6500, -2}, 0},
        {"zeros in front of the exponent change nothing", {1, 2}, {100, 0}, 0},
        {"every zero is zero", {0, 18}, {0, -18}, 0},
        {"a digit more", {651, -1}, {65, 0}, 1},
        {"another digit", {66, 0}, {65, 0}, 1},
        {"another place", {9, 0}, {10, 0}, -1},
        {"less than nothing", {-1, -18}, {0, 0}, -1},
        {"the larger debt is less", {-66, 0}, {-65, 0}, -1},
        {"signs before sizes", {-9, 18}, {1, -18}, -1},
        {"the largest", {INT64_MAX, 18}, {INT64_MAX, 17}, 1},
        {"the largest but one", {INT64_MAX - 1, 18}, {INT64_MAX, 18}, -1},
        {"the smallest", {INT64_MIN, 0}, {-INT64_MAX, 0}, -1},
        {"the smallest and the largest", {INT64_MIN, 18}, {INT64_MAX, 18}, -1},
        {"36 places apart", {1, 18}, {INT64_MAX, -18}, 1},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(duban_decimal_compare(rows[i].a, rows[i].b), rows[i].want, "%s", rows[i].when);
        cr_assert_eq(duban_decimal_compare(rows[i].b, rows[i].a), -rows[i].want, "%s, turned round",
                     rows[i].when);
    }
}

Test(decimal, is_shifted_as_far_as_it_can_be_written)
{
    static const struct {
        const char *when;
        struct duban_decimal decimal;
        int power;
        bool want;
        const char *text;
    } rows[] = {
        {"ten thousand times", {655, -1}, 4, true, "655000"},
        {"the ten thousandth part", {655, -1}, -4, true, "0.00655"},
        {"not at all", {655, -1}, 0, true, "65.5"},
        {"nothing stays nothing", {0, 18}, 8, true, "0"},
        {"up to the largest exponent", {1, 10}, 8, true, "1000000000000000000"},
        {"beyond the largest exponent", {1, 11}, 8, false, ""},
        {"down to the smallest exponent", {1, -10}, -8, true, "0.000000000000000001"},
        {"beyond the smallest exponent", {1, -11}, -8, false, ""},
        {"zeros at the end make room", {-100, -18}, -2, true, "-0.000000000000000001"},
        {"and no more than there are", {-100, -18}, -3, false, ""},
    };
    char text[DUBAN_DECIMAL_BYTES];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_decimal shifted;
        bool is_shifted = duban_decimal_shift(rows[i].decimal, rows[i].power, &shifted);
        cr_assert_eq(is_shifted, rows[i].want, "%s", rows[i].when);
        if (is_shifted)
            cr_assert_str_eq(duban_decimal_print(shifted, text), rows[i].text, "%s", rows[i].when);
    }
}

Test(decimal, is_a_percent_from_0_to_100)
{
    static const struct {
        const char *when;
        struct duban_decimal decimal;
        bool want;
    } rows[] = {
        {"-0.1", {-1, -1}, false},
        {"the largest below 0", {-1, -18}, false},
        {"0", {0, 0}, true},
        {"0.1", {1, -1}, true},
        {"99.9", {999, -1}, true},
        {"100", {100, 0}, true},
        {"100 as 1 × 10^2", {1, 2}, true},
        {"100 with all its places", {1000000000000000000, -16}, true},
        {"the smallest above 100", {1000000000000000001, -16}, false},
        {"100.1", {1001, -1}, false},
        {"10^18", {1, 18}, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(duban_decimal_is_percent(rows[i].decimal), rows[i].want, "%s", rows[i].when);
}

Test(decimal, is_printed_without_needless_zeros)
{
    static const struct {
        struct duban_decimal decimal;
        const char *want;
    } rows[] = {
        {{0, 0}, "0"},
        {{0, 18}, "0"},
        {{0, -18}, "0"},
        {{65, 0}, "65"},
        {{650, -1}, "65"},
        {{5, -1}, "0.5"},
        {{50, -2}, "0.5"},
        {{-5, -3}, "-0.005"},
        {{655, -1}, "65.5"},
        {{-1203, 3}, "-1203000"},
        {{100, 0}, "100"},
        {{1005, -2}, "10.05"},
        {{1, 18}, "1000000000000000000"},
        {{1, -18}, "0.000000000000000001"},
        {{INT64_MAX, 0}, "9223372036854775807"},
        {{INT64_MIN, 18}, "-9223372036854775808000000000000000000"},
        {{INT64_MIN, -18}, "-9.223372036854775808"},
    };
    char text[DUBAN_DECIMAL_BYTES];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_str_eq(duban_decimal_print(rows[i].decimal, text), rows[i].want);
}

Test(decimal, that_is_printed_is_read_as_the_same_number)
{
    static const int64_t mantissas[] = {0, 1, -1, 9, 10, 99, -100, 12345, 1203000, 999999999999};
    char text[DUBAN_DECIMAL_BYTES];
    char again[DUBAN_DECIMAL_BYTES];
    int n_read = 0;

    for (size_t i = 0; i < sizeof mantissas / sizeof mantissas[0]; i++)
        for (int exponent = -18; exponent <= 18; exponent++) {
            struct duban_decimal decimal = {mantissas[i], (int8_t)exponent};
            struct duban_decimal back;
            (void)duban_decimal_print(decimal, text);
            /* Printed numbers may be longer than those that people may write. */
            if (!duban_decimal_parse(duban_slice_of(text), &back))
                continue;
            n_read++;
            cr_assert_eq(duban_decimal_compare(decimal, back), 0, "%s", text);
            cr_assert_str_eq(duban_decimal_print(back, again), text);
        }
    cr_assert_gt(n_read, 200);
}
