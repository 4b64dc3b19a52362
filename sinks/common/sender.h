/* SPDX-License-Identifier: MIT
 *
 * Takes what is due from a ledger, one delivery at a time, through the office's channel. What a person
 * has to know of a step comes back as a sentence, for the daemon to log.
 *
 * A fault of the channel itself (a wrong password, no connection, 421) holds the channel: nothing is
 * tried until a while has passed, longer each time, by the table of duban_retry_ms() up to an hour. It is
 * told when it begins and when its reason changes.
 */
#ifndef DUBAN_SINKS_COMMON_SENDER_H
#define DUBAN_SINKS_COMMON_SENDER_H

#include "lib/text/text.h"
#include "sinks/common/ledger.h"

/* The first part is set by the caller and outlives the sender; the rest begins as zero. */
struct duban_sender {
    struct duban_ledger *ledger;
    const struct duban_office_mail *mail;
    enum duban_lang lang;

    int n_holds; /* one after the other */
    struct duban_instant held_until;
    char held_for[DUBAN_REPLY_MAX + 1]; /* why, as it was told last */
};

/* What a step did. */
struct duban_step {
    bool is_sent_on; /* a delivery was tried; false: nothing was due, or the channel is held */
    struct duban_reply reply;
    enum duban_delivery_state state; /* of the delivery now */
    bool is_due;                     /* there is more to do at once: the daemon is not idle */
};

/*
 * One step, at now of the sink's clock: blocks as long as duban_channel_send() does. Not inside a transaction of
 * the ledger. Appends to sentence what a person should look at: a delivery that is unknown or dead, a
 * channel that is held; nothing when all is well or will be tried again.
 * E_FULL: not written down, which makes a delivery that was on its way unknown at the next start. E_IO.
 */
DUBAN_MUST_USE enum duban_rc duban_sender_step(struct duban_sender *sender,
                                               struct duban_instant now,
                                               struct duban_step *out_step,
                                               struct duban_buf *sentence, struct duban_err *err);

#endif
