/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <criterion/criterion.h>

#include "lib/core/slice.h"

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
        {"the same bytes at two places", {"T7.1", 4}, {"xT7.1" + 1, 4}, true},
        {"another byte", {"T7.1", 4}, {"T7.2", 4}, false},
        {"another case", {"T7.1", 4}, {"t7.1", 4}, false},
        {"a byte more", {"T7.1", 4}, {"T7.10", 5}, false},
        {"a difference behind a NUL", {"a\0b", 3}, {"a\0c", 3}, false},
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
        {"nothing", {"", 0}, 0},
        {"NUL", {"\0", 1}, 1},
        {"the last of one byte", {"\x7f", 1}, 1},
        {"a byte that continues", {"\x80", 1}, 0},
        {"overlong in two bytes", {"\xc1\xbf", 2}, 0},
        {"the first of two bytes", {"\xc2\x80", 2}, 2},
        {"the last of two bytes", {"\xdf\xbf", 2}, 2},
        {"overlong in three bytes", {"\xe0\x9f\xbf", 3}, 0},
        {"the first of three bytes", {"\xe0\xa0\x80", 3}, 3},
        {"the last before the surrogates", {"\xed\x9f\xbf", 3}, 3},
        {"the first surrogate", {"\xed\xa0\x80", 3}, 0},
        {"the last surrogate", {"\xed\xbf\xbf", 3}, 0},
        {"the first after the surrogates", {"\xee\x80\x80", 3}, 3},
        {"the last of three bytes", {"\xef\xbf\xbf", 3}, 3},
        {"overlong in four bytes", {"\xf0\x8f\xbf\xbf", 4}, 0},
        {"the first of four bytes", {"\xf0\x90\x80\x80", 4}, 4},
        {"U+10FFFF", {"\xf4\x8f\xbf\xbf", 4}, 4},
        {"U+110000", {"\xf4\x90\x80\x80", 4}, 0},
        {"a first byte that never is", {"\xf5\x80\x80\x80", 4}, 0},
        {"cut by the end", {"\xe4\xba", 2}, 0},
        {"cut by another character",
         {"\xe4\xba"
          "a",
          3},
         0},
        {"only the first character counts", {"\xe4\xba\x8b\xff", 4}, 3},
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
}
