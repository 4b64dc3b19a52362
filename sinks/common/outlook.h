/* SPDX-License-Identifier: MIT
 *
 * The world as it is judged: the log folded up to 07:30 of each day, and the rules evaluated there, day by
 * day from the first that the log knows. Every sink and every command has it from here, and so they agree.
 */
#ifndef DUBAN_SINKS_COMMON_OUTLOOK_H
#define DUBAN_SINKS_COMMON_OUTLOOK_H

#include "lib/rules/rules.h"
#include "lib/store/store.h"

enum { OUTLOOK_HOUR = 7, OUTLOOK_MINUTE = 30 };

struct outlook;

/* control: the office's control source; it outlives the outlook, as the store does. */
struct outlook *outlook_new(struct duban_store *store, struct duban_slice control);
void outlook_free(struct outlook *outlook); /* accepts NULL */

/* The moment at which a day is evaluated. What is received then or later belongs to the next day. */
struct duban_instant outlook_instant(struct duban_date day);

/*
 * Goes on to the evaluation of the next day that is not later than `day`. False in *out_has_moved: it is
 * there already, or the log begins later. Called until then, it shows every day once. E_DATA, E_IO.
 */
DUBAN_MUST_USE enum duban_rc outlook_next(struct outlook *outlook, struct duban_date day,
                                          bool *out_has_moved, struct duban_err *err);

/* As of the last day that was reached; the model is empty and the evaluation NULL before the first. Valid
 * until outlook_next(). */
const struct duban_model *outlook_model(const struct outlook *outlook);
const struct duban_evaluation *outlook_evaluation(const struct outlook *outlook);
const struct duban_calendar *outlook_calendar(const struct outlook *outlook);
uint64_t outlook_lsn(const struct outlook *outlook); /* of the last row that it holds */

#endif
