/* SPDX-License-Identifier: MIT
 *
 * calendar.yaml: what notices say of working days, as people write it: days and ranges of days, in
 * any order. What becomes of it is the calendar of a plan_set (proto/SPEC.md §7.4).
 */
#ifndef DUBAN_CTL_CALENDAR_FILE_H
#define DUBAN_CTL_CALENDAR_FILE_H

#include "lib/app/conf.h"
#include "lib/model/update.h"

/*
 * Reads the file at conf->path into the fields of set that make its calendar; they lie in the arena of
 * conf. Faults are added to conf; with any, set is left as it is. E_NOINPUT, E_PERM, E_DATA (longer
 * than 1 MiB), E_IO: of the file as a whole.
 */
DUBAN_MUST_USE enum duban_rc calendar_file_read(struct duban_conf *conf, struct duban_plan_set *set,
                                                struct duban_err *err);

#endif
