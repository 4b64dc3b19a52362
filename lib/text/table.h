/* SPDX-License-Identifier: MIT
 *
 * Tables that line up, also with Chinese text: widths are counted in columns of a terminal.
 */
#ifndef DUBAN_LIB_TEXT_TABLE_H
#define DUBAN_LIB_TEXT_TABLE_H

#include "lib/core/arena.h"
#include "lib/core/buf.h"

enum { DUBAN_TABLE_COLUMNS_MAX = 16 };

struct duban_table_row;

/* Zero-initialise, and set the arena, which keeps the cells, and the number of columns. */
struct duban_table {
    struct duban_arena *arena;
    size_t n_columns;
    struct duban_table_row *first, *last;
};

/* n_columns cells; control characters in them are made visible. */
void duban_table_add(struct duban_table *table, const struct duban_slice *cells);

/* Columns are separated by two blanks; lines end without blanks. */
void duban_table_print(const struct duban_table *table, struct duban_buf *out);

/* Columns of a terminal that the text takes; needs a UTF-8 LC_CTYPE. */
size_t duban_text_width(struct duban_slice text);

#endif
