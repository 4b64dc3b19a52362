/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include <criterion/criterion.h>

#include "lib/text/escape.h"

/* Borrows a literal, NUL bytes and all. */
#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* In what is wanted, '?' stands for U+FFFD, which would be hard to count. */
static void check(void (*escape)(struct duban_buf *, struct duban_slice), const char *when,
                  struct duban_slice text, const char *want)
{
    struct duban_buf out = {0};
    struct duban_buf wanted = {0};

    for (; *want != '\0'; want++)
        if (*want == '?')
            duban_buf_puts(&wanted, "\ufffd");
        else
            duban_buf_put(&wanted, (struct duban_slice){want, 1});
    escape(&out, text);
    cr_assert(duban_slice_equal(duban_buf_slice(&out), duban_buf_slice(&wanted)), "%s: %.*s", when,
              DUBAN_SLICE_ARGS(duban_buf_slice(&out)));
    duban_buf_fini(&wanted);
    duban_buf_fini(&out);
}

struct escape_row {
    const char *when;
    struct duban_slice text;
    const char *want;
};

Test(terminal, shows_data_in_one_line_that_moves_nothing)
{
    static const struct escape_row rows[] = {
        {"nothing", {NULL, 0}, ""},
        {"text of any language", BYTES("T7.1 事项 ü 𠀀"), "T7.1 事项 ü 𠀀"},
        {"marks are no commands", BYTES("\"\\{}%<>&"), "\"\\{}%<>&"},
        {"line breaks and tabs", BYTES("a\nb\rc\td"), "a b c d"},
        {"an escape sequence", BYTES("\x1b[2J"), "?[2J"},
        {"NUL, BEL, backspace", BYTES("\0\a\b"), "???"},
        {"the last of C0 and the first after", BYTES("\x1f "), "? "},
        {"the last before DEL, DEL", BYTES("~\x7f"), "~?"},
        {"the first of C1", BYTES("\xc2\x80"), "?"},
        {"CSI of C1", BYTES("\xc2\x9b[2J"), "?[2J"},
        {"the last of C1 and the first after", BYTES("\xc2\x9f\xc2\xa0"), "?\u00a0"},
        {"before U+2028, and that", BYTES("\u2027\u2028"), "\u2027?"},
        {"U+2029, and the first that turns", BYTES("\u2029\u202a\u202c"), "???"},
        {"the last that turns, and what ends it", BYTES("\u202etxt\u202c"), "?txt?"},
        {"the character after them", BYTES("\u202f"), "\u202f"},
        {"before the isolates, the first and the last", BYTES("\u2065\u2066\u2069"), "\u2065??"},
        {"the character after them", BYTES("\u206a"), "\u206a"},
        {"a character that is cut", BYTES("\xe4\xba"), "??"},
        {"a character that another one cuts", BYTES("\xe4\xbaz"), "??z"},
        {"an overlong line break", BYTES("\xc0\x8a"), "??"},
        {"a surrogate", BYTES("\xed\xa0\x80"), "???"},
        {"GB18030", BYTES("\xca\xc2"), "??"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check(duban_escape_terminal, rows[i].when, rows[i].text, rows[i].want);
}

Test(json, has_what_rfc_8259_demands)
{
    static const struct escape_row rows[] = {
        {"nothing", {NULL, 0}, "\"\""},
        {"text of any language", BYTES("T7.1 事项 ü 𠀀"), "\"T7.1 事项 ü 𠀀\""},
        {"quote and backslash", BYTES("a\"\\b"), "\"a\\\"\\\\b\""},
        {"a solidus needs nothing", BYTES("/"), "\"/\""},
        {"line breaks and tabs", BYTES("\n\r\t"), "\"\\u000a\\u000d\\u0009\""},
        {"NUL", BYTES("a\0b"), "\"a\\u0000b\""},
        {"the last of C0 and the first after", BYTES("\x1f "), "\"\\u001f \""},
        {"DEL", BYTES("~\x7f"), "\"~\\u007f\""},
        {"a control character of two bytes", BYTES("\xc2\x9b"), "\"\\u009b\""},
        {"what turns the line round", BYTES("a\xe2\x80\xae"), "\"a\\u202e\""},
        {"a character that is cut", BYTES("\xe4\xba"), "\"??\""},
        {"a quote behind a cut character", BYTES("\xe4\""), "\"?\\\"\""},
        {"an overlong quote", BYTES("\xc0\xa2"), "\"??\""},
        {"a surrogate", BYTES("\xed\xa0\x80"), "\"???\""},
        {"GB18030, whose second byte may be a backslash", BYTES("\x81\\"), "\"?\\\\\""},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check(duban_escape_json, rows[i].when, rows[i].text, rows[i].want);
}

Test(csv, is_a_text_for_every_spreadsheet)
{
    static const struct escape_row rows[] = {
        {"nothing", {NULL, 0}, "\"\""},
        {"text with a separator", BYTES("a,b;c"), "\"a,b;c\""},
        {"a quote", BYTES("a\"b"), "\"a\"\"b\""},
        {"a formula", BYTES("=1+2"), "\"'=1+2\""},
        {"what some take for a formula", BYTES("-3"), "\"'-3\""},
        {"an address", BYTES("@a"), "\"'@a\""},
        {"a formula behind a tab", BYTES("\t=1"), "\"' =1\""},
        {"a quote mark before a formula", BYTES("'=1"), "\"''=1\""},
        {"several", BYTES("'''+1"), "\"''''+1\""},
        {"a quote mark before a text", BYTES("'a'=1"), "\"'a'=1\""},
        {"a quote mark alone", BYTES("'"), "\"'\""},
        {"NUL", BYTES("\0="), "\"?=\""},
        {"a formula of wide signs", BYTES("＝1"), "\"'＝1\""},
        {"a formula behind a line break", BYTES("\r=1"), "\"' =1\""},
        {"a line break stays", BYTES("a\r\nb"), "\"a \nb\""},
        {"a control character", BYTES("a\x1b"), "\"a?\""},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check(duban_escape_csv, rows[i].when, rows[i].text, rows[i].want);
}

Test(csv, guard_is_taken_off_where_it_was_put_on)
{
    static const struct escape_row rows[] = {
        {"nothing", {NULL, 0}, ""},
        {"a text", BYTES("a"), "a"},
        {"a guarded formula", BYTES("'=1+2"), "=1+2"},
        {"a guarded number", BYTES("'-3"), "-3"},
        {"one of two", BYTES("''@a"), "'@a"},
        {"of a text that begins so", BYTES("'a"), "'a"},
        {"alone", BYTES("'"), "'"},
        {"two alone", BYTES("''"), "''"},
        {"a formula without it", BYTES("=1"), "=1"},
    };
    static const char alphabet[] = {'\'', '=', '-', 'a'};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert(duban_slice_is(duban_escape_csv_unguard(rows[i].text), rows[i].want), "%s",
                  rows[i].when);
    for (int n = 0; n < 256; n++) { /* every text of four of these characters comes back */
        const char text[] = {alphabet[n & 3], alphabet[n >> 2 & 3], alphabet[n >> 4 & 3],
                             alphabet[n >> 6 & 3]};
        struct duban_slice slice = {text, sizeof text};
        struct duban_buf out = {0};
        duban_escape_csv(&out, slice);
        struct duban_slice cell = {out.at + 1, out.len - 2}; /* without the quotes */
        cr_assert(duban_slice_equal(duban_escape_csv_unguard(cell), slice), "%.*s",
                  DUBAN_SLICE_ARGS(slice));
        duban_buf_fini(&out);
    }
}

Test(both, write_text_that_is_utf8_whatever_the_bytes)
{
    for (int first = 0; first < 256; first++)
        for (int second = 0; second < 256; second++) {
            char bytes[] = {'a', (char)first, (char)second};
            struct duban_buf terminal = {0};
            struct duban_buf json = {0};
            duban_escape_terminal(&terminal, (struct duban_slice){bytes, sizeof bytes});
            duban_escape_json(&json, (struct duban_slice){bytes, sizeof bytes});
            cr_assert(duban_slice_is_utf8(duban_buf_slice(&terminal)), "%02x %02x", first, second);
            cr_assert(duban_slice_is_utf8(duban_buf_slice(&json)), "%02x %02x", first, second);
            duban_buf_fini(&terminal);
            duban_buf_fini(&json);
        }
}

Test(both, append_to_what_is_there)
{
    struct duban_buf out = {0};

    duban_buf_puts(&out, "a: ");
    duban_escape_json(&out, duban_slice_of("b"));
    duban_escape_terminal(&out, duban_slice_of(" c"));
    cr_assert(duban_slice_is(duban_buf_slice(&out), "a: \"b\" c"));
    duban_buf_fini(&out);
}
