/* SPDX-License-Identifier: MIT
 *
 * What a command does that has something to say and wants the answer: keep it in the outbox of its
 * source, then wait for a while until all is answered. The outbox goes on holding what was not.
 * A library inside somebody else's program does the same again and again.
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
    int64_t wait_ms;
    bool is_hosted; /* the program is not ours: its signals and its standard error are left alone */
    void (*on_progress)(void *arg, uint64_t answered,
                        uint64_t n); /* of this delivery's own updates; may be NULL */
    void *arg;

    struct duban_outbox *outbox;
    uint64_t first, last; /* the seqs of what was kept; first > last: nothing new */
    bool is_kept;
    bool is_unknown; /* the aggregator does not know the source (yet) */
};

/*
 * Opens the outbox, waiting up to lock_wait_ms for another process that uses it. What it held before is
 * sent too.
 *
 *   E_NOINPUT   there is no office
 *   E_CONFIG    the path of its folder is too long
 *   E_AGAIN     the outbox is still in use
 *   E_DATA      it is damaged
 *   E_PERM, E_FULL, E_IO
 */
DUBAN_MUST_USE enum duban_rc duban_delivery_open(struct duban_delivery *delivery,
                                                 int64_t lock_wait_ms, struct duban_err *err);

/*
 * Opens the outbox if it is not open, waiting up to 10 s for another process that uses it, and keeps n
 * updates, together or not at all; n may be 0. DUBAN_OK: they are on disk; after any failure they are
 * not kept.
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
 * Sends what the outbox holds until all is answered or wait_ms have passed, which is DUBAN_OK too: the
 * outbox tells what was answered. E_AGAIN: it cannot be sent as things are; it stays kept.
 */
DUBAN_MUST_USE enum duban_rc duban_delivery_run(struct duban_delivery *delivery,
                                                struct duban_err *err);
void duban_delivery_close(struct duban_delivery *delivery); /* also when nothing is open */

#endif
