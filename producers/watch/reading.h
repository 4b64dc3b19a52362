/* SPDX-License-Identifier: MIT
 *
 * What one file of a form says: decided as a whole, then row by row, by the rules of acceptance
 * (docs/forms.md). Pure: bytes and the day of delivery go in, updates and refusals come out. What only
 * the aggregator knows (is the item known, whose is it, does the unit fit) is its to judge.
 */
#ifndef DUBAN_PRODUCERS_WATCH_READING_H
#define DUBAN_PRODUCERS_WATCH_READING_H

#include "lib/model/update.h"
#include "producers/common/form.h"

enum reading_decision { READING_ACCEPTED, READING_HELD, READING_IGNORED };

/* Why a file or a row is refused, in the order in which it is looked for: the first that applies counts.
 * The names are those of docs/forms.md, and of their sentences in lib/text/texts.h. */
#define READING_REASONS(X)                                                                         \
    X(NONE, "none")                                                                                \
    X(LOCK_FILE, "lock_file")                                                                      \
    X(EMPTY, "empty")                                                                              \
    X(COPY_LOST, "copy_lost")                                                                      \
    X(SPREADSHEET, "spreadsheet")                                                                  \
    X(MISSING_COLUMN, "missing_column")                                                            \
    X(AMBIGUOUS_COLUMN, "ambiguous_column")                                                        \
    X(TRUNCATED, "truncated")                                                                      \
    X(TOO_MANY_ROWS, "too_many_rows")                                                              \
    X(BAD_ENCODING, "bad_encoding")                                                                \
    X(MALFORMED_ROW, "malformed_row")                                                              \
    X(EMPTY_ID, "empty_id")                                                                        \
    X(DUPLICATE_ID, "duplicate_id")                                                                \
    X(BAD_STATUS, "bad_status")                                                                    \
    X(BAD_NUMBER, "bad_number")                                                                    \
    X(OUT_OF_RANGE, "out_of_range")                                                                \
    X(BAD_DATE, "bad_date")                                                                        \
    X(TOO_LONG, "too_long")                                                                        \
    X(MISSING_DATE, "missing_date")                                                                \
    X(FUTURE_DATE, "future_date")                                                                  \
    X(INCONSISTENT, "inconsistent")

enum reading_reason {
#define X(id, name) READING_##id,
    READING_REASONS(X)
#undef X
};

const char *reading_reason_name(enum reading_reason reason); /* static */

struct reading_row {
    size_t number; /* in the file, as a spreadsheet counts; in JSON by place in the array */
    struct duban_slice item; /* empty if it could not be read */
    /* What it is about, by which files are compared: the item, of readings item@period. Empty if it
     * cannot be trusted. */
    struct duban_slice key;
    enum reading_reason reason; /* NONE: understood */
    const char *column;         /* what the reason is about, as the form calls it; may be NULL */
    struct duban_slice cell;    /* what stood there */
    bool is_blank;              /* of a prefilled form: nothing is filled in but what is not read */
    struct duban_update update; /* understood: a task or reading, with item, row and all fields */
};

struct reading {
    enum reading_decision decision;
    enum reading_reason reason; /* not accepted */
    const char *column;         /* what the reason is about; may be NULL */
    bool has_header; /* delimited text: with the column of the item's id; JSON: an object */
    struct reading_row *rows; /* in the order of the file; those that were skipped are left out */
    size_t n_rows, n_understood, n_skipped;
};

/* A file as it was delivered. */
struct delivered {
    const char *name; /* without folders */
    struct duban_slice bytes;
    struct duban_date day; /* local */
};

/* Everything lies in the arena or borrows from the file. E_CONFIG: this machine cannot read the form's
 * encoding. */
DUBAN_MUST_USE enum duban_rc reading_read(const struct form *form, const struct delivered *file,
                                          struct duban_arena *arena, struct reading *out_reading,
                                          struct duban_err *err);

#endif
