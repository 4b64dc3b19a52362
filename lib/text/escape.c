/* SPDX-License-Identifier: MIT */
#include "lib/text/escape.h"

#include <stdint.h>
#include <string.h>

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

/* The code point of the well-formed character of len bytes at at. */
static uint32_t code_point(const char *at, size_t len)
{
    static const unsigned char first_mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t point = (unsigned char)at[0] & first_mask[len];

    for (size_t i = 1; i < len; i++)
        point = point << 6 | ((unsigned char)at[i] & 0x3fU);
    return point;
}

/* Embeddings, overrides and isolates of the bidirectional algorithm, and line separators. */
static bool is_unsafe(uint32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0) ||
           (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) ||
           point == 0x2028 || point == 0x2029;
}

void duban_escape_terminal(struct duban_buf *out, struct duban_slice text)
{
    while (text.len > 0) {
        size_t len = duban_utf8_length(text);
        size_t used = len == 0 ? 1 : len;
        char first = text.at[0];

        if (first == '\n' || first == '\r' || first == '\t')
            duban_buf_puts(out, " ");
        else if (len == 0 || is_unsafe(code_point(text.at, len)))
            duban_buf_puts(out, replacement);
        else
            duban_buf_put(out, (struct duban_slice){text.at, len});
        text = (struct duban_slice){text.at + used, text.len - used};
    }
}

void duban_escape_json(struct duban_buf *out, struct duban_slice text)
{
    duban_buf_puts(out, "\"");
    while (text.len > 0) {
        size_t len = duban_utf8_length(text);
        size_t used = len == 0 ? 1 : len;
        unsigned char first = (unsigned char)text.at[0];

        if (len == 0)
            duban_buf_puts(out, replacement);
        else if (first == '"' || first == '\\')
            duban_buf_printf(out, "\\%c", first);
        else if (is_unsafe(code_point(text.at, len)))
            duban_buf_printf(out, "\\u%04x", (unsigned)code_point(text.at, len));
        else
            duban_buf_put(out, (struct duban_slice){text.at, len});
        text = (struct duban_slice){text.at + used, text.len - used};
    }
    duban_buf_puts(out, "\"");
}

/* What a spreadsheet takes for a formula, also behind any number of ': the first of them may be the
 * guard itself, which must not be mistaken for the text's own. */
static bool is_guarded(struct duban_slice text)
{
    static const char *const formulas[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    size_t n_quotes = 0;

    while (n_quotes < text.len && text.at[n_quotes] == '\'')
        n_quotes++;
    struct duban_slice rest = {text.at + n_quotes, text.len - n_quotes};
    for (size_t i = 0; i < sizeof formulas / sizeof formulas[0]; i++)
        if (duban_slice_has_prefix(rest, formulas[i]))
            return true;
    return false;
}

struct duban_slice duban_escape_csv_unguard(struct duban_slice cell)
{
    if (cell.len == 0 || cell.at[0] != '\'')
        return cell;
    struct duban_slice rest = {cell.at + 1, cell.len - 1};
    return is_guarded(rest) ? rest : cell;
}

void duban_escape_csv(struct duban_buf *out, struct duban_slice text)
{
    duban_buf_puts(out, is_guarded(text) ? "\"'" : "\"");
    while (text.len > 0) {
        size_t len = duban_utf8_length(text);
        size_t used = len == 0 ? 1 : len;

        if (text.at[0] == '"')
            duban_buf_puts(out, "\"\"");
        else if (text.at[0] != '\n' && (len == 0 || is_unsafe(code_point(text.at, len))))
            duban_buf_puts(out, text.at[0] == '\r' || text.at[0] == '\t' ? " " : replacement);
        else
            duban_buf_put(out, (struct duban_slice){text.at, len});
        text = (struct duban_slice){text.at + used, text.len - used};
    }
    duban_buf_puts(out, "\"");
}

void duban_escape_html(struct duban_buf *out, struct duban_slice text)
{
    static const struct {
        char character;
        const char *entity;
    } entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    struct duban_buf plain = {0};

    duban_escape_terminal(&plain, text);
    for (size_t i = 0; i < plain.len; i++) {
        const char *entity = NULL;
        for (size_t k = 0; k < sizeof entities / sizeof entities[0]; k++)
            if (plain.at[i] == entities[k].character)
                entity = entities[k].entity;
        if (entity != NULL)
            duban_buf_puts(out, entity);
        else
            duban_buf_put(out, (struct duban_slice){&plain.at[i], 1});
    }
    duban_buf_fini(&plain);
}
