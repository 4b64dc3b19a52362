/* SPDX-License-Identifier: MIT
 *
 * Records of a delimited table (RFC 4180), counted as a spreadsheet counts its rows: titles and
 * blank lines count, a line break inside quotes does not. Works on bytes in memory and decodes
 * nothing, so that one record in a wrong encoding costs one record (docs/adr/0002).
 */
#ifndef DUBAN_LIB_CORE_CSV_H
#define DUBAN_LIB_CORE_CSV_H

#include "lib/core/arena.h"

struct duban_csv {
    struct duban_slice rest; /* what is not read yet; the caller's bytes, without a BOM */
    char separator;
    size_t number; /* of the last record read; 0 before the first */
};

struct duban_csv_record {
    struct duban_slice raw; /* without its line end; borrows the caller's bytes */
    size_t number;          /* from 1 */
    bool is_ended;          /* by a line end, not by the end of the bytes */
    bool is_in_quotes;      /* the bytes ended inside a quoted cell: the table was cut */
};

/* False at the end. */
bool duban_csv_next(struct duban_csv *csv, struct duban_csv_record *out_record);

struct duban_csv_cells {
    struct duban_slice *at; /* unquoted, otherwise as they stand; in the arena or in raw */
    size_t n;               /* at least 1 */
};

/* A quote begins a quoted cell only as its first byte; elsewhere it is itself. */
struct duban_csv_cells duban_csv_split(struct duban_slice raw, char separator,
                                       struct duban_arena *arena);

#endif
