/* SPDX-License-Identifier: MIT
 *
 * Where rows come from: whatever a file is, it becomes a header and rows of cells in UTF-8. What the
 * cells mean, and which of them are believed, is not decided here but in reading.c.
 */
#ifndef DUBAN_PRODUCERS_WATCH_ROWS_H
#define DUBAN_PRODUCERS_WATCH_ROWS_H

#include "producers/watch/reading.h"

struct rows_row {
    struct rows_row *next;
    size_t number;              /* a record of delimited text, a place in a JSON array; from 1 */
    enum reading_reason reason; /* BAD_ENCODING, MALFORMED_ROW: it has no cells; else NONE */
    struct duban_slice *cells;  /* in the order of the header; those at the end may be missing */
    size_t n;
};

struct rows {
    struct rows_row *header;        /* NULL: there is none */
    struct rows_row *first, **last; /* what stands below it, in the order of the file */
    bool is_broken;                 /* cut, or not of its kind: these are not all rows */
};

/* Reads the rows of a file of the form. They lie in the arena or borrow from bytes. E_CONFIG: this
 * machine cannot read the form's encoding. */
DUBAN_MUST_USE enum duban_rc rows_read(const struct form *form, struct duban_slice bytes,
                                       struct duban_arena *arena, struct rows *out_rows,
                                       struct duban_err *err);

/* For the readers of the kinds: appends a row, cells may be NULL. */
void rows_add(struct rows *rows, struct duban_arena *arena, const struct rows_row *row);

/* The kinds (rows_csv.c, rows_json.c); bytes are without a BOM, rows is empty. */
DUBAN_MUST_USE enum duban_rc rows_read_csv(const struct form *form, struct duban_slice bytes,
                                           struct duban_arena *arena, struct rows *rows,
                                           struct duban_err *err);
void rows_read_json(const struct form *form, struct duban_slice bytes, struct duban_arena *arena,
                    struct rows *rows);

#endif
