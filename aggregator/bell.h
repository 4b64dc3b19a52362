/* SPDX-License-Identifier: MIT
 *
 * The doorbell: tells whoever listens that the log has grown. A hint that may be lost; never more
 * than 20 a second (SPEC §6).
 */
#ifndef DUBAN_AGGREGATOR_BELL_H
#define DUBAN_AGGREGATOR_BELL_H

#include "lib/core/loop.h"

struct bell;

/* E_CANTCREATE (in use), E_CONFIG, E_PERM, E_IO. */
DUBAN_MUST_USE enum duban_rc bell_open(struct duban_net *net, struct duban_loop *loop,
                                       const char *endpoint, uint64_t boot, struct bell **out_bell,
                                       struct duban_err *err);
void bell_close(struct bell *bell); /* accepts NULL */

/* The log is durable up to lsn. */
DUBAN_MUST_USE enum duban_rc bell_ring(struct bell *bell, uint64_t lsn, struct duban_err *err);

#endif
