/* SPDX-License-Identifier: MIT
 *
 * The one place that asks the machine for the time. Only a program's main opens a clock; what lies
 * below is handed instants.
 */
#ifndef DUBAN_LIB_CORE_CLOCK_H
#define DUBAN_LIB_CORE_CLOCK_H

#include "lib/core/time.h"

struct duban_instant duban_clock_now(void); /* wall clock */
struct duban_mono duban_clock_mono(void);   /* for time-outs; never set back */

#endif
