/* SPDX-License-Identifier: MIT
 *
 * What a daemon tells its operator, one line each on standard error. Library folders do not log:
 * they return errors, and the daemon logs each failure once. Under systemd a line carries the
 * level as <N>. A warning or an error is something a person should look at.
 */
#ifndef DUBAN_LIB_CORE_LOG_H
#define DUBAN_LIB_CORE_LOG_H

#include <stdbool.h>

#include "lib/core/err.h"

enum duban_level { DUBAN_LOG_ERROR = 3, DUBAN_LOG_WARNING = 4, DUBAN_LOG_INFO = 6 };

struct duban_log {
    const char *name; /* of the program; borrowed */
    bool is_journal;  /* begin lines with <N> */
};

/* Control bytes in what is written come out as \xNN, so that data cannot forge a line. */
void duban_log_write(const struct duban_log *log, enum duban_level level, const char *format, ...)
    DUBAN_PRINTF(3, 4);

#endif
