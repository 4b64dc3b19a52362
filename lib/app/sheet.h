/* SPDX-License-Identifier: MIT
 *
 * A table that a person keeps in a spreadsheet, saved as CSV (UTF-8, with or without BOM, comma): its
 * header is found by name, its rows come out by column, and everything that is wrong with its shape is
 * told at once. What the cells mean is for whoever asked for them.
 */
#ifndef DUBAN_LIB_APP_SHEET_H
#define DUBAN_LIB_APP_SHEET_H

#include "lib/core/arena.h"
#include "lib/text/text.h"

enum {
    DUBAN_SHEET_NAMES_MAX = 4,
    DUBAN_SHEET_COLUMNS_MAX = 24,
    DUBAN_SHEET_HEADER_ROWS = 20,
    DUBAN_SHEET_MAX_BYTES = 16 << 20
};

struct duban_sheet_column {
    const char *names[DUBAN_SHEET_NAMES_MAX]; /* any of them, in any case; unused ones are NULL */
    enum duban_text_id name;
    bool is_required;
};

struct duban_sheet_row {
    size_t number;                                     /* in the file, as a spreadsheet counts */
    struct duban_slice cells[DUBAN_SHEET_COLUMNS_MAX]; /* trimmed; empty where there is none */
};

/* A file that is read, and what is wrong with it. */
struct duban_sheet {
    const char *path; /* as it is named to people */
    enum duban_lang lang;
    struct duban_arena *arena; /* rows and their texts */
    struct duban_buf *faults;  /* a line for each */
    size_t n_faults;
    const struct duban_sheet_column *columns;
    size_t n_columns;
    size_t header_row;                                 /* 0: there is none */
    bool has[DUBAN_SHEET_COLUMNS_MAX];                 /* the header has the column */
    struct duban_slice names[DUBAN_SHEET_COLUMNS_MAX]; /* as the header has them */
    struct duban_sheet_row *rows;                      /* blank ones left out */
    size_t n_rows;
};

/* Reads bytes, which outlive the sheet. path, lang, arena, faults, columns and n_columns are set. */
void duban_sheet_parse(struct duban_sheet *sheet, struct duban_slice bytes);

/* duban_sheet_parse() of the file at path, whose bytes are kept in the arena. */
DUBAN_MUST_USE enum duban_rc duban_sheet_read(struct duban_sheet *sheet, struct duban_err *err);

/* Adds the line "path:row: sentence". args ends with NULL. */
void duban_sheet_fault(struct duban_sheet *sheet, size_t row, enum duban_text_id id,
                       const char *const *args);

/* duban_sheet_fault() with its arguments in a row. */
#define DUBAN_SHEET_FAULT(sheet, row, id, ...)                                                     \
    duban_sheet_fault(sheet, row, id, (const char *const[]){__VA_ARGS__, NULL})

const char *duban_sheet_column_name(const struct duban_sheet *sheet,
                                    size_t column); /* in the user's language */
const char *duban_sheet_cell(const struct duban_sheet *sheet,
                             struct duban_slice cell); /* as a C string, in the arena */

/* What a cell must be: something, and no longer than max bytes. False: the fault was added. */
bool duban_sheet_need(struct duban_sheet *sheet, const struct duban_sheet_row *row, size_t column);
bool duban_sheet_text(struct duban_sheet *sheet, const struct duban_sheet_row *row, size_t column,
                      size_t max);

#endif
