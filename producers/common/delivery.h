/* SPDX-License-Identifier: MIT
 *
 * What a command does that has something to say and wants the answer: keep it in the outbox of its
 * source, then wait for a while until all is answered. The outbox goes on holding what was not.
 */
#ifndef DUBAN_PRODUCERS_COMMON_DELIVERY_H
#define DUBAN_PRODUCERS_COMMON_DELIVERY_H

#include "lib/text/text.h"
#include "producers/common/outbox.h"

enum { DUBAN_WAIT_S = 5 };

/* The first part is set by the caller; all of it outlives the delivery. */
struct duban_delivery {
    const char *dir; /* the office's folder */
    enum duban_lang lang;
    const char *source;
    int64_t wait_s;
    void (*on_progress)(void *arg, uint64_t answered,
                        uint64_t n); /* of this delivery's own updates; may be NULL */
    void *arg;

    struct duban_outbox *outbox;
    uint64_t first, last; /* the seqs of what was kept; first > last: nothing new */
    bool is_kept;
    bool is_unknown; /* the aggregator does not know the source (yet) */
};

/*
 * Opens the outbox, waiting up to 10 s for another process that uses it, and keeps n updates,
 * together or not at all; n may be 0. DUBAN_OK: they are on disk; after any failure they are not kept.
 *
 *   E_NOINPUT   there is no office
 *   E_DATA      an update is too long to be sent, or the outbox is damaged
 *   E_IO        also: the outbox is still in use
 *   E_PERM, E_FULL
 */
DUBAN_MUST_USE enum duban_rc duban_delivery_keep(struct duban_delivery *delivery,
                                                 const struct duban_slice *updates, size_t n,
                                                 struct duban_err *err);

/*
 * Sends what the outbox holds until all is answered or wait_s have passed, which is DUBAN_OK too: the
 * outbox tells what was answered. E_AGAIN: it cannot be sent as things are; it stays kept.
 */
DUBAN_MUST_USE enum duban_rc duban_delivery_run(struct duban_delivery *delivery,
                                                struct duban_err *err);
void duban_delivery_close(struct duban_delivery *delivery); /* also when nothing was opened */

#endif
