/* SPDX-License-Identifier: MIT
 *
 * Instants, monotonic times and civil dates are different types, so that one cannot be passed for
 * another. Nothing here asks for the time: that is clock.h. There is one zone per process, set once.
 */
#ifndef DUBAN_LIB_CORE_TIME_H
#define DUBAN_LIB_CORE_TIME_H

#include <stdint.h>

#include "lib/core/err.h"
#include "lib/core/slice.h"

struct duban_instant {
    int64_t ms; /* since 1970-01-01T00:00:00Z, without leap seconds */
};

struct duban_mono {
    int64_t ms; /* since some moment before this process began */
};

struct duban_date {
    int32_t days; /* since 1970-01-01, in the proleptic Gregorian calendar */
};

enum {
    DUBAN_YEAR_MIN = 1900,
    DUBAN_YEAR_MAX = 2199,
    DUBAN_DATE_BYTES = 11,    /* "2022-10-10" and NUL */
    DUBAN_INSTANT_BYTES = 26, /* "2022-10-10T07:30:00+08:00" and NUL */
};

bool duban_zone_exists(const char *name); /* in the tz database of this machine */

/* Sets the process's zone by its tz database name. Once, before threads are started.
 * E_CONFIG: there is no such zone on this machine. */
DUBAN_MUST_USE enum duban_rc duban_zone_set(const char *name, struct duban_err *err);

/* False: there is no such day, or its year lies outside DUBAN_YEAR_MIN..MAX. */
DUBAN_MUST_USE bool duban_date_of(int year, int month, int day, struct duban_date *out_date);
void duban_date_split(struct duban_date date, int *out_year, int *out_month, int *out_day);

/* Exactly YYYY-MM-DD (ISO 8601). */
DUBAN_MUST_USE bool duban_date_parse(struct duban_slice text, struct duban_date *out_date);

/* A day as people write it: 2022-3-5, 2022/3/5, 2022.3.5, 20220305, 2022年3月5日; full-width digits
 * are digits. No year of two digits, no guess at the order of day and month. */
DUBAN_MUST_USE bool duban_date_read(struct duban_slice text, struct duban_date *out_date);
const char *duban_date_print(struct duban_date date,
                             char out_text[DUBAN_DATE_BYTES]); /* returns out_text */

/* In the process's zone. */
struct duban_instant duban_instant_at(struct duban_date date, int hour,
                                      int minute); /* the first such moment */
DUBAN_MUST_USE bool duban_instant_parse(struct duban_slice text,
                                        struct duban_instant *out_instant); /* RFC 3339 */
struct duban_date duban_date_at(struct duban_instant instant);
const char *duban_instant_print(struct duban_instant instant,
                                char out_text[DUBAN_INSTANT_BYTES]); /* RFC 3339 */

#endif
