/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

#include <criterion/criterion.h>

#include "lib/core/slice.h"

/* Borrows a literal, NUL bytes and all. */
#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

Test(slice, of_nothing_is_empty)
{
    cr_assert_eq(duban_slice_of(NULL).len, 0);
    cr_assert(duban_slice_equal(duban_slice_of(NULL), duban_slice_of("")));
    cr_assert_eq(duban_slice_trim(duban_slice_of(NULL)).len, 0);
    cr_assert(duban_slice_is_utf8(duban_slice_of(NULL)));
}

Test(slice, is_equal_only_byte_by_byte)
{
    static const struct {
        const char *when;
        struct duban_slice a, b;
        bool want;
    } rows[] = {
        {"the same bytes at two places", BYTES("T7.1"), {&"xT7.1"[1], 4}, true},
        {"another byte", BYTES("T7.1"), BYTES("T7.2"), false},
        {"another case", BYTES("T7.1"), BYTES("t7.1"), false},
        {"a byte more", BYTES("T7.1"), BYTES("T7.10"), false},
        {"a difference behind a NUL", BYTES("a\0b"), BYTES("a\0c"), false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(duban_slice_equal(rows[i].a, rows[i].b), rows[i].want, "%s", rows[i].when);
}

Test(slice, has_a_prefix_that_is_not_longer_than_itself)
{
    struct duban_slice slice = {"E_FIELD", 2};

    cr_assert(duban_slice_has_prefix(slice, "E"));
    cr_assert(duban_slice_has_prefix(slice, "E_"));
    cr_assert_not(duban_slice_has_prefix(slice, "E_F"),
                  "what lies behind the slice is not its own");
    cr_assert_not(duban_slice_has_prefix(slice, "_"));
}

Test(slice, loses_the_blanks_at_its_ends_alone)
{
    static const struct {
        const char *when, *text, *want;
    } rows[] = {
        {"none", "事项", "事项"},
        {"of ASCII", " \t\r\n事项\n\r\t ", "事项"},
        {"NO-BREAK SPACE", "\u00a0事项\u00a0", "事项"},
        {"IDEOGRAPHIC SPACE", "\u3000\u3000事项\u3000", "事项"},
        {"BOM", "\ufeff事项\ufeff", "事项"},
        {"mixed", " \u3000\ufeff事项\u00a0\n", "事项"},
        {"in between", "甲 \u3000乙", "甲 \u3000乙"},
        {"nothing else", " \u3000\t", ""},
        {"a character that ends as a blank does", "\u0420", "\u0420"}, /* D0 A0 */
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert(duban_slice_is(duban_slice_trim(duban_slice_of(rows[i].text)), rows[i].want),
                  "%s", rows[i].when);
}

Test(utf8, is_what_rfc_3629_says)
{
    static const struct {
        const char *when;
        struct duban_slice bytes;
        size_t want;
    } rows[] = {
        {"nothing", BYTES(""), 0},
        {"NUL", BYTES("\0"), 1},
        {"the last of one byte", BYTES("\x7f"), 1},
        {"a byte that continues", BYTES("\x80"), 0},
        {"overlong in two bytes", BYTES("\xc1\xbf"), 0},
        {"the first of two bytes", BYTES("\xc2\x80"), 2},
        {"the last of two bytes", BYTES("\xdf\xbf"), 2},
        {"overlong in three bytes", BYTES("\xe0\x9f\xbf"), 0},
        {"the first of three bytes", BYTES("\xe0\xa0\x80"), 3},
        {"the last before the surrogates", BYTES("\xed\x9f\xbf"), 3},
        {"the first surrogate", BYTES("\xed\xa0\x80"), 0},
        {"the last surrogate", BYTES("\xed\xbf\xbf"), 0},
        {"the first after the surrogates", BYTES("\xee\x80\x80"), 3},
        {"the last of three bytes", BYTES("\xef\xbf\xbf"), 3},
        {"overlong in four bytes", BYTES("\xf0\x8f\xbf\xbf"), 0},
        {"the first of four bytes", BYTES("\xf0\x90\x80\x80"), 4},
        {"U+10FFFF", BYTES("\xf4\x8f\xbf\xbf"), 4},
        {"U+110000", BYTES("\xf4\x90\x80\x80"), 0},
        {"a first byte that never is", BYTES("\xf5\x80\x80\x80"), 0},
        {"cut by the end", BYTES("\xe4\xba"), 0},
        {"cut by another character", BYTES("\xe4\xbaz"), 0},
        {"only the first character counts", BYTES("\xe4\xba\x8b\xff"), 3},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(duban_utf8_length(rows[i].bytes), rows[i].want, "%s", rows[i].when);
}

Test(utf8, is_judged_to_the_end)
{
    cr_assert(duban_slice_is_utf8(duban_slice_of("T7.1 事项 𠀀")));
    cr_assert_not(duban_slice_is_utf8(duban_slice_of("T7.1 \xca\xc2\xcf\xee")), "GB18030");
    cr_assert_not(duban_slice_is_utf8((struct duban_slice){"事项", 5}), "the last byte is missing");
}

Test(distance, counts_bytes_added_removed_and_changed)
{
    static const struct {
        const char *when, *a, *b;
        size_t want;
    } rows[] = {
        {"nothing and nothing", "", "", 0},
        {"nothing and something", "", "T7.1", 4},
        {"the same", "T7.1", "T7.1", 0},
        {"one added", "T7.1", "T7.10", 1},
        {"one removed", "T7.1", "T71", 1},
        {"one changed", "T7.1", "T7.2", 1},
        {"two that changed places", "T7.1", "T.71", 2},
        {"all of it", "abc", "xyz", 3},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_slice a = duban_slice_of(rows[i].a);
        struct duban_slice b = duban_slice_of(rows[i].b);
        cr_assert_eq(duban_slice_distance(a, b), rows[i].want, "%s", rows[i].when);
        cr_assert_eq(duban_slice_distance(b, a), rows[i].want, "%s, turned round", rows[i].when);
    }
}

Test(distance, is_not_counted_beyond_its_limit)
{
    static const char bytes[DUBAN_DISTANCE_MAX + 1] = {0};

    for (size_t n = DUBAN_DISTANCE_MAX - 1; n <= DUBAN_DISTANCE_MAX + 1; n++) {
        struct duban_slice a = {bytes, n};
        size_t want = n <= DUBAN_DISTANCE_MAX ? n : SIZE_MAX;
        cr_assert_eq(duban_slice_distance(a, duban_slice_of("")), want, "%zu bytes", n);
        cr_assert_eq(duban_slice_distance(duban_slice_of(""), a), want, "%zu bytes", n);
    }
}

Test(slice, is_cut_at_a_character)
{
    static const struct {
        const char *when, *text;
        size_t max, want;
    } rows[] = {
        {"a byte of room more than needed", "事项", 7, 6},
        {"just the room needed", "事项", 6, 6},
        {"a byte of room less", "事项", 5, 3},
        {"room for one", "事项", 3, 3},
        {"room for less than one", "事项", 2, 0},
        {"no room", "事项", 0, 0},
        {"four bytes", "a𠀀", 4, 1},
        {"ASCII", "T7.1", 3, 3},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_slice slice = duban_slice_of(rows[i].text);
        struct duban_slice cut = duban_slice_cut(slice, rows[i].max);
        cr_assert(cut.at == slice.at && cut.len == rows[i].want, "%s: %zu", rows[i].when, cut.len);
    }
    struct duban_slice part = {"a\x80", 1};
    cr_assert_eq(duban_slice_cut(part, 1).len, 1, "what lies behind the slice is not its own");
}

Test(slice, is_as_far_from_another_as_bytes_must_change)
{
    static const char longest[DUBAN_DISTANCE_MAX + 2] =
        "0123456789012345678901234567890123456789012345678901234567890123x";
    static const struct {
        const char *when, *a, *b;
        size_t want;
    } rows[] = {
        {"the same", "zone", "zone", 0},           {"nothing and something", "", "zone", 4},
        {"a byte more", "zonee", "zone", 1},       {"a byte less", "zne", "zone", 1},
        {"another byte", "zome", "zone", 1},       {"two that changed places", "zoen", "zone", 2},
        {"another case", "Zone", "zone", 1},       {"nothing in common", "abc", "defg", 4},
        {"a character of Chinese", "事", "项", 3},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_slice a = duban_slice_of(rows[i].a);
        struct duban_slice b = duban_slice_of(rows[i].b);
        cr_assert_eq(duban_slice_distance(a, b), rows[i].want, "%s", rows[i].when);
        cr_assert_eq(duban_slice_distance(b, a), rows[i].want, "%s, turned", rows[i].when);
    }
    struct duban_slice most = {longest, DUBAN_DISTANCE_MAX};
    struct duban_slice more = {longest, DUBAN_DISTANCE_MAX + 1};
    cr_assert_eq(duban_slice_distance(most, most), 0);
    cr_assert_eq(duban_slice_distance(most, more), SIZE_MAX);
    cr_assert_eq(duban_slice_distance(more, duban_slice_of("")), SIZE_MAX);
}
