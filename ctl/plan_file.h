/* SPDX-License-Identifier: MIT
 *
 * A plan as a table: which columns it needs, what its cells must be, and everything that is wrong
 * with it at once. Decides nothing about the world: that is the aggregator's.
 */
#ifndef DUBAN_CTL_PLAN_FILE_H
#define DUBAN_CTL_PLAN_FILE_H

#include "lib/core/arena.h"
#include "lib/core/time.h"
#include "lib/text/text.h"

struct plan_row {
    size_t number; /* in the file, as a spreadsheet counts */
    struct duban_slice id, title, lead;
    struct duban_date due;
};

struct plan_file {
    struct plan_row *rows;
    size_t n_rows;
    struct duban_slice *leads; /* each unit once, in order of appearance */
    size_t n_leads;
    size_t n_faults; /* rows are of use only if it is 0 */
};

/*
 * Reads the bytes of a CSV file (UTF-8, with or without BOM, comma) whose header, in the first 20
 * rows, has the columns 编号 事项 牵头单位 完成时限 or id title lead due. Each fault becomes a line
 * "name:row: what is wrong and what to do" in out_faults. Everything lies in the arena.
 */
struct plan_file plan_file_read(struct duban_slice bytes, const char *name, enum duban_lang lang,
                                struct duban_arena *arena, struct duban_buf *out_faults);

#endif
