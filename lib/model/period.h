/* SPDX-License-Identifier: MIT
 *
 * The stretch of time that a figure is about: a year, half, quarter, month, several months together, or
 * a week (ISO 8601).
 */
#ifndef DUBAN_LIB_MODEL_PERIOD_H
#define DUBAN_LIB_MODEL_PERIOD_H

#include "lib/core/time.h"

enum duban_period_kind {
    DUBAN_PERIOD_YEAR,
    DUBAN_PERIOD_HALF,
    DUBAN_PERIOD_QUARTER,
    DUBAN_PERIOD_MONTHS,
    DUBAN_PERIOD_WEEK
};

struct duban_period {
    enum duban_period_kind kind;
    int year;
    int first, last; /* of its kind in the year, from 1; last differs from first for months only */
};

enum { DUBAN_PERIOD_BYTES = 16 }; /* "2022-M01/02" and NUL */

/* Exactly as proto/SPEC.md §4 writes it: 2022, 2022-H1, 2022-Q3, 2022-M09, 2022-M01/02, 2022-W37.
 * False: it is none, or there is no such period. */
DUBAN_MUST_USE bool duban_period_parse(struct duban_slice text, struct duban_period *out_period);

/* As people write it: 2022年, 2022年上半年, 2022年一季度, 2022年第3季度, 2022年3月, 2022年1-2月; and as above. */
DUBAN_MUST_USE bool duban_period_read(struct duban_slice text, struct duban_period *out_period);

const char *duban_period_print(struct duban_period period,
                               char out_text[DUBAN_PERIOD_BYTES]); /* returns out_text */
bool duban_period_equal(struct duban_period a, struct duban_period b);
struct duban_date duban_period_start(struct duban_period period); /* its first day */

#endif
