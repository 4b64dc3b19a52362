/* SPDX-License-Identifier: MIT
 *
 * Decides updates and makes them durable: a batch is what arrived during the last commit. The world
 * in memory and the store move together; if the store cannot follow, the world is made again from it.
 */
#ifndef DUBAN_AGGREGATOR_BATCH_H
#define DUBAN_AGGREGATOR_BATCH_H

#include "lib/store/store.h"

struct batch;

/* Borrows the store. Folds its log. now: the wall clock; E_CONFIG: it is more than a day behind what
 * the log has, and what is received now would be dated wrong. E_DATA, E_IO. */
DUBAN_MUST_USE enum duban_rc batch_open(struct duban_store *store, struct duban_slice control,
                                        struct duban_instant now, struct batch **out_batch,
                                        struct duban_err *err);
void batch_close(struct batch *batch); /* accepts NULL; rolls back */

/* The world as it stands, staged updates included. */
const struct duban_model *batch_model(const struct batch *batch);
uint64_t batch_lsn(const struct batch *batch); /* of the last row that is durable */

/* One update on its way into the log. */
struct batch_entry {
    struct duban_slice source;
    uint64_t epoch, seq; /* seq follows what was decided */
    struct duban_slice bytes;
};

/* Decides an update and stages its row. now: the wall clock; what is stored never falls.
 * E_FULL, E_IO: the caller calls batch_abort(). */
DUBAN_MUST_USE enum duban_rc batch_take(struct batch *batch, const struct batch_entry *entry,
                                        struct duban_instant now, struct duban_err *err);

/* Stages a new epoch. As batch_take(). */
DUBAN_MUST_USE enum duban_rc batch_open_epoch(struct batch *batch, struct duban_slice source,
                                              uint64_t epoch, struct duban_err *err);

/* Makes what is staged durable; nothing may be answered before. E_FULL: as batch_take(). E_IO: the
 * process ends without another answer (RELIABILITY R6). */
DUBAN_MUST_USE enum duban_rc batch_commit(struct batch *batch, struct duban_err *err);

/* Forgets what is staged, in the store and in the world. E_DATA, E_IO. */
DUBAN_MUST_USE enum duban_rc batch_abort(struct batch *batch, struct duban_err *err);

#endif
