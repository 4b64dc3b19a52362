/* SPDX-License-Identifier: MIT
 *
 * The aggregator's side of the conversation (SPEC §6). Frames come in, updates go to the batch, and
 * what is to be said waits until the batch is durable: nothing leaves before the commit.
 */
#ifndef DUBAN_AGGREGATOR_INGEST_H
#define DUBAN_AGGREGATOR_INGEST_H

#include "aggregator/batch.h"
#include "aggregator/bell.h"
#include "lib/core/log.h"
#include "lib/core/loop.h"

struct ingest;

/* All of it outlives the ingest. */
struct ingest_spec {
    const struct duban_log *log;
    struct duban_net *net;
    struct duban_loop *loop;
    struct duban_store *store;
    struct batch *batch;
    struct bell *bell;
    const char *endpoint;
    uint64_t boot;
};

/* Binds, and hangs itself into the loop. E_CANTCREATE (in use), E_CONFIG, E_PERM, E_IO. */
DUBAN_MUST_USE enum duban_rc ingest_open(const struct ingest_spec *spec, struct ingest **out_ingest,
                                         struct duban_err *err);
void ingest_close(struct ingest *ingest); /* accepts NULL */

#endif
