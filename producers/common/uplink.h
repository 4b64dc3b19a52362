/* SPDX-License-Identifier: MIT
 *
 * Carries an outbox to the aggregator: a DEALER socket, the conversation of proto/session.h, and
 * the loop. It sends what the outbox holds and stores what is answered.
 */
#ifndef DUBAN_PRODUCERS_COMMON_UPLINK_H
#define DUBAN_PRODUCERS_COMMON_UPLINK_H

#include "lib/core/loop.h"
#include "producers/common/outbox.h"

struct duban_uplink;

/* All of it outlives the uplink. */
struct duban_uplink_spec {
    struct duban_net *net;
    struct duban_loop *loop;
    struct duban_outbox *outbox;
    const char *endpoint;
    duban_loop_fn
        *on_answers; /* called when the outbox has stored answers, or the uplink has stopped */
    void *arg;
};

/* Connects, and hangs itself into the loop. E_CONFIG, E_IO. It does not wait for the aggregator. */
DUBAN_MUST_USE enum duban_rc duban_uplink_open(const struct duban_uplink_spec *spec,
                                               struct duban_uplink **out_uplink,
                                               struct duban_err *err);
void duban_uplink_close(struct duban_uplink *uplink); /* accepts NULL; after the loop has ended */

/* Why it has stopped for good, as lib/text/texts.h names it; static. NULL: it has not. */
const char *duban_uplink_stopped(const struct duban_uplink *uplink);

/* The end of the log at the last answer, 0 before it. */
uint64_t duban_uplink_lsn(const struct duban_uplink *uplink);

/* The aggregator answered that it does not know the source; it is asked again every 10 s. */
bool duban_uplink_is_unknown(const struct duban_uplink *uplink);

#endif
