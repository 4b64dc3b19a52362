/* SPDX-License-Identifier: MIT
 *
 * The one place that asks the machine for the time. Only a program's main opens a clock; what lies
 * below is handed instants.
 *
 * Wall time may come from a file, so that a year passes in a minute: two lines, an RFC 3339 instant
 * and a step, a number from 1. It is replaced by rename; the instant never goes back, the step rises.
 * Time-outs are always of the machine.
 */
#ifndef DUBAN_LIB_CORE_CLOCK_H
#define DUBAN_LIB_CORE_CLOCK_H

#include <stdint.h>

#include "lib/core/time.h"

struct duban_tick {
    struct duban_instant now;
    uint64_t step; /* 0: the machine's clock */
};

/* Chooses the wall clock: "system", as it is without a call, or "file:PATH". Once, before threads are
 * started; borrows spec for ever. E_USAGE (neither of them), E_NOINPUT, E_PERM, E_DATA (not two such
 * lines). */
DUBAN_MUST_USE enum duban_rc duban_clock_use(const char *spec, struct duban_err *err);
const char *duban_clock_path(void); /* of the file; NULL: the machine's clock */

/* Reads the clock anew. A file that is gone or wrong since duban_clock_use() leaves time where it was. */
struct duban_tick duban_clock_tick(void);
struct duban_instant duban_clock_now(void); /* the same without the step */

struct duban_mono duban_clock_mono(void); /* for time-outs; never set back */

#endif
