/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "lib/core/charset.h"

#define GB   DUBAN_GB18030
#define UTF8 DUBAN_UTF_8

/* The decoder was cut off before; the bytes lie in memory of their own, so that one read behind them is
 * seen. */
static void check(const char *when, enum duban_charset charset, struct duban_slice bytes,
                  enum duban_decoded want, const char *want_text)
{
    char *copy = malloc(bytes.len > 0 ? bytes.len : 1);
    struct duban_slice text = {when, 0};
    struct duban_decoder *decoder = NULL;
    struct duban_arena arena = {0};
    struct duban_err err = {0};

    cr_assert(copy != NULL && duban_decoder_open(charset, &decoder, &err) == DUBAN_OK);
    memcpy(copy, bytes.at, bytes.len);
    (void)duban_decode(decoder, duban_slice_of("\xca"), &arena, &text);
    enum duban_decoded decoded =
        duban_decode(decoder, (struct duban_slice){copy, bytes.len}, &arena, &text);
    cr_assert_eq(decoded, want, "%s: %d", when, decoded);
    cr_assert_eq(text.at == when, want != DUBAN_DECODED, "%s: text only if all is decoded", when);
    cr_assert_eq(text.at == copy, want == DUBAN_DECODED && charset == UTF8, "%s: borrows", when);
    cr_assert(want_text == NULL || duban_slice_is(text, want_text), "%s: %.*s", when,
              DUBAN_SLICE_ARGS(text));
    duban_decoder_close(decoder);
    duban_arena_fini(&arena);
    free(copy);
}

Test(charset, gives_the_text_or_says_why_there_is_none)
{
    static const struct {
        const char *when;
        enum duban_charset charset;
        const char *bytes;
        enum duban_decoded want;
        const char *text;
    } rows[] = {
        {"nothing", GB, "", DUBAN_DECODED, ""},
        {"nothing in UTF-8", UTF8, "", DUBAN_DECODED, ""},
        {"one byte", GB, "a,~\n\x7f", DUBAN_DECODED, "a,~\n\x7f"},
        {"two bytes", GB, "\xca\xc2\x81\x40\x81\x7e", DUBAN_DECODED, "事丂亊"},
        {"the first of four bytes", GB, "\x81\x30\x81\x30", DUBAN_DECODED, "\xc2\x80"},
        {"four that are four in UTF-8", GB, "\x95\x32\x82\x36", DUBAN_DECODED, "\U00020000"},
        {"two that are four in UTF-8", GB, "\xfe\x51\xfe\x51", DUBAN_DECODED,
         "\U00020087\U00020087"},
        {"the last that there is", GB, "\xe3\x32\x9a\x35", DUBAN_DECODED, "\U0010ffff"},
        {"behind the last", GB, "\xe3\x32\x9a\x36", DUBAN_DECODE_WRONG, NULL},
        {"no first byte", GB, "\x80", DUBAN_DECODE_WRONG, NULL},
        {"no second byte", GB, "\xca,", DUBAN_DECODE_WRONG, NULL},
        {"no third byte", GB, "\x81\x30,0", DUBAN_DECODE_WRONG, NULL},
        {"no fourth byte", GB, "\x81\x30\x81,", DUBAN_DECODE_WRONG, NULL},
        {"wrong before it was cut", GB, "\xff\xca", DUBAN_DECODE_WRONG, NULL},
        {"no first byte of UTF-8", UTF8, "a\x80", DUBAN_DECODE_WRONG, NULL},
        {"overlong and cut", UTF8, "\xe0\x80", DUBAN_DECODE_WRONG, NULL},
        {"a surrogate that was cut", UTF8, "\xed\xa0", DUBAN_DECODE_WRONG, NULL},
        {"the last before surrogates", UTF8, "\xed\x9f", DUBAN_DECODE_CUT, NULL},
        {"above U+10FFFF and cut", UTF8, "\xf4\x90\x80", DUBAN_DECODE_WRONG, NULL},
        {"wrong before UTF-8 was cut", UTF8, "\xff\xe4", DUBAN_DECODE_WRONG, NULL},
        {"something behind the cut", UTF8, "\xe4\xba,", DUBAN_DECODE_WRONG, NULL},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check(rows[i].when, rows[i].charset, duban_slice_of(rows[i].bytes), rows[i].want,
              rows[i].text);
}

Test(charset, is_cut_inside_characters_and_wrong_at_any_byte)
{
    static const struct {
        enum duban_charset charset;
        const char *bytes, *starts; /* of characters */
    } rows[] = {
        {GB, "a\xca\xc2\x81\x30\x81\x30z\x95\x32\x82\x36\xcf\xee", "^^ ^   ^^   ^ "},
        {UTF8, "aЖ事z\xf1\x80\x80\x80\xf4\x8f\xbf\xbf", "^^ ^  ^^   ^   "},
        {UTF8, "\xe0\xa0\x80\xf0\xa0\x80\x80", "^  ^   "},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (size_t n = 0; n < strlen(rows[i].bytes); n++) {
            char wrong[32] = {0};
            check("cut", rows[i].charset, (struct duban_slice){rows[i].bytes, n},
                  rows[i].starts[n] == '^' ? DUBAN_DECODED : DUBAN_DECODE_CUT, NULL);
            memcpy(wrong, rows[i].bytes, strlen(rows[i].bytes));
            wrong[n] = '\xff';
            check("wrong", rows[i].charset, duban_slice_of(wrong), DUBAN_DECODE_WRONG, NULL);
        }
}
