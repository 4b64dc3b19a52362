/* SPDX-License-Identifier: MIT */
#include "lib/text/table.h"

#include <wchar.h>

#include "lib/core/check.h"
#include "lib/text/escape.h"

struct duban_table_row {
    struct duban_table_row *next;
    struct duban_slice cells[DUBAN_TABLE_COLUMNS_MAX];
};

size_t duban_text_width(struct duban_slice text)
{
    size_t width = 0;

    while (text.len > 0) {
        wchar_t wide = 0;
        mbstate_t state = {0};
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): the state is ours */
        size_t len = mbrtowc(&wide, text.at, text.len, &state);
        if (len == 0 || len > text.len) /* NUL, or no character of this locale */
            len = 1;
        int columns = wcwidth(wide);
        width += columns > 0 ? (size_t)columns : 0;
        text = (struct duban_slice){text.at + len, text.len - len};
    }
    return width;
}

void duban_table_add(struct duban_table *table, const struct duban_slice *cells)
{
    struct duban_table_row *row = duban_arena_new(table->arena, 1, sizeof *row);
    struct duban_buf clean = {0};

    DUBAN_ASSERT(table->n_columns <= DUBAN_TABLE_COLUMNS_MAX);
    for (size_t i = 0; i < table->n_columns; i++) {
        duban_buf_clear(&clean);
        duban_escape_terminal(&clean, cells[i]);
        row->cells[i] = duban_arena_copy(table->arena, duban_buf_slice(&clean));
    }
    duban_buf_fini(&clean);
    if (table->last == NULL)
        table->first = row;
    else
        table->last->next = row;
    table->last = row;
}

static void print_row(const struct duban_table *table, const struct duban_table_row *row,
                      const size_t *widths, struct duban_buf *out)
{
    size_t n = table->n_columns;
    size_t pad = 0;

    while (n > 0 && row->cells[n - 1].len == 0)
        n--;
    for (size_t i = 0; i < n; i++) {
        for (; pad > 0; pad--)
            duban_buf_puts(out, " ");
        duban_buf_put(out, row->cells[i]);
        pad = widths[i] - duban_text_width(row->cells[i]) + 2;
    }
    while (out->len > 0 && out->at[out->len - 1] == ' ') /* a last cell may end with blanks */
        out->len--;
    duban_buf_puts(out, "\n");
}

void duban_table_print(const struct duban_table *table, struct duban_buf *out)
{
    size_t widths[DUBAN_TABLE_COLUMNS_MAX] = {0};

    for (const struct duban_table_row *row = table->first; row != NULL; row = row->next)
        for (size_t i = 0; i < table->n_columns; i++) {
            size_t width = duban_text_width(row->cells[i]);
            widths[i] = width > widths[i] ? width : widths[i];
        }
    for (const struct duban_table_row *row = table->first; row != NULL; row = row->next)
        print_row(table, row, widths, out);
}
