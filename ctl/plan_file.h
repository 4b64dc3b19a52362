/* SPDX-License-Identifier: MIT
 *
 * A plan as tables: which columns it may have, what their cells must be, what stands in for a column
 * that is not there, and everything that is wrong at once. Decides nothing about the world: that is
 * the aggregator's.
 */
#ifndef DUBAN_CTL_PLAN_FILE_H
#define DUBAN_CTL_PLAN_FILE_H

#include "lib/app/sheet.h"
#include "lib/model/update.h"

/* Where a plan's tables lie. Only items is needed; the others are NULL where the plan has none. */
struct plan_paths {
    const char *items;
    const char *units;       /* code, name_zh, name_en */
    const char *responsible; /* item, dept, role {lead, support}: for items without a lead */
    const char *reporters;   /* item, dept: who may report, where it is not the lead */
};

/* A word of the plan for a stage, and the stage that is meant. */
struct plan_stage_word {
    const char *word, *stage;
};

struct plan_row {
    size_t number;              /* in the table of items */
    struct duban_update update; /* item_set without actor and reason */
};

struct plan_file {
    enum duban_lang lang;
    struct duban_arena *arena;
    struct duban_buf *faults; /* a line for each */
    const struct plan_stage_word *stage_words;
    size_t n_stage_words;

    struct plan_row *rows;
    size_t n_rows;
    struct duban_slice *reporters; /* each unit that may report once, in order of appearance */
    size_t n_reporters;
    struct duban_unit_name *units;
    size_t n_units;
    size_t n_faults;         /* rows are of use only if it is 0 */
    struct duban_buf *notes; /* a line for each column that is not there: what stands in for it */
};

/* Reads the tables; the first part of file is set. E_NOINPUT, E_PERM, E_DATA (longer than 16 MiB),
 * E_IO: of a file as a whole; faults inside are counted. */
DUBAN_MUST_USE enum duban_rc plan_file_read(struct plan_file *file, const struct plan_paths *paths,
                                            struct duban_err *err);

#endif
