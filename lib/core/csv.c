/* SPDX-License-Identifier: MIT */
#include "lib/core/csv.h"

/* Walks over one cell from its first byte. Returns where it ends: at a separator, at a line end or
 * at the end of the bytes; *out_is_open says that the bytes ended inside its quotes. */
static size_t cell_end(struct duban_slice bytes, size_t i, char separator, bool *out_is_open)
{
    bool is_in_quotes = i < bytes.len && bytes.at[i] == '"';

    for (i += is_in_quotes ? 1 : 0; i < bytes.len; i++) {
        char byte = bytes.at[i];
        if (is_in_quotes && byte == '"' && i + 1 < bytes.len && bytes.at[i + 1] == '"')
            i++;
        else if (is_in_quotes && byte == '"')
            is_in_quotes = false;
        else if (!is_in_quotes && (byte == separator || byte == '\n' || byte == '\r'))
            break;
    }
    *out_is_open = is_in_quotes;
    return i;
}

bool duban_csv_next(struct duban_csv *csv, struct duban_csv_record *out_record)
{
    struct duban_slice bytes = csv->rest;
    bool is_open = false;
    size_t i = 0;

    if (bytes.len == 0)
        return false;
    for (;;) {
        i = cell_end(bytes, i, csv->separator, &is_open);
        if (i == bytes.len || bytes.at[i] != csv->separator)
            break;
        i++;
    }
    size_t line_end = 0;
    if (i < bytes.len)
        line_end = bytes.at[i] == '\r' && i + 1 < bytes.len && bytes.at[i + 1] == '\n' ? 2 : 1;
    out_record->raw = (struct duban_slice){bytes.at, i};
    out_record->number = ++csv->number;
    out_record->is_ended = line_end > 0;
    out_record->is_in_quotes = is_open;
    csv->rest = (struct duban_slice){bytes.at + i + line_end, bytes.len - i - line_end};
    return true;
}

/* The text of a quoted cell: "" is a quote, other quotes are gone. */
static struct duban_slice unquote(struct duban_slice cell, struct duban_arena *arena)
{
    char *text = duban_arena_new(arena, cell.len, 1);
    size_t n = 0;
    bool is_in_quotes = true;

    for (size_t i = 1; i < cell.len; i++) {
        if (is_in_quotes && cell.at[i] == '"' && i + 1 < cell.len && cell.at[i + 1] == '"')
            text[n++] = cell.at[i++];
        else if (is_in_quotes && cell.at[i] == '"')
            is_in_quotes = false;
        else
            text[n++] = cell.at[i];
    }
    return (struct duban_slice){text, n};
}

static size_t count_cells(struct duban_slice raw, char separator)
{
    bool is_open;
    size_t n = 1;

    for (size_t i = cell_end(raw, 0, separator, &is_open); i < raw.len;
         i = cell_end(raw, i + 1, separator, &is_open))
        n++;
    return n;
}

struct duban_csv_cells duban_csv_split(struct duban_slice raw, char separator,
                                       struct duban_arena *arena)
{
    struct duban_csv_cells cells = {.n = count_cells(raw, separator)};
    size_t start = 0;

    cells.at = duban_arena_new(arena, cells.n, sizeof *cells.at);
    for (size_t k = 0; k < cells.n; k++) {
        bool is_open;
        size_t end = cell_end(raw, start, separator, &is_open);
        struct duban_slice cell = {raw.at + start, end - start};
        cells.at[k] = cell.len > 0 && cell.at[0] == '"' ? unquote(cell, arena) : cell;
        start = end + 1;
    }
    return cells;
}
