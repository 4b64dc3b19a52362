/* SPDX-License-Identifier: MIT
 *
 * How one mail leaves for one recipient, and what became of it. Whoever sends keeps the account
 * (sinks/common/ledger.h); a channel remembers nothing from one mail to the next.
 *
 * A mail is given to a recipient at least once, and mostly once: when the connection is lost between a
 * server's acceptance and its answer, nobody can know (RFC 1047), and the outcome is UNKNOWN.
 */
#ifndef DUBAN_SINKS_COMMON_CHANNEL_H
#define DUBAN_SINKS_COMMON_CHANNEL_H

#include "lib/app/office.h"

/* RELIABILITY §3.11. "The dot" is the line that ends a mail in SMTP. */
enum duban_outcome {
    DUBAN_SENT,    /* accepted: 2xx after the dot, or the file is on disk. Accepted is not read. */
    DUBAN_RETRY,   /* not accepted, later it may be: 4xx, or nothing was heard before the dot */
    DUBAN_UNKNOWN, /* the dot may have arrived, and no answer was heard */
    DUBAN_DEAD, /* will never be accepted for this recipient: 5xx to RCPT, to DATA or after the dot */
    DUBAN_HOLD, /* the fault lies in the channel: 5xx before RCPT, TLS, password, folder. No mail goes */
};

enum { DUBAN_REPLY_MAX = 512 };

struct duban_reply {
    enum duban_outcome outcome;
    bool is_channel; /* the next mail would fare the same: HOLD, no connection, 421 */
    int code;        /* of SMTP; 0: none was heard, or another channel */
    char text[DUBAN_REPLY_MAX +
              1]; /* where, and what was answered or went wrong: one line of data */
};

/* A mail that is to leave; all of it is borrowed. */
struct duban_outgoing {
    struct duban_slice key; /* sinks/common/mail.h */
    struct duban_slice recipient;
    struct duban_slice bytes;
};

/*
 * Sends, and waits for the outcome. A file is written at once. SMTP takes at most
 * mail->timeout_ms until the dot, mail->final_timeout_ms from then on, and once more timeout_ms to
 * part; what the resolver takes for the server's name comes on top.
 */
void duban_channel_send(const struct duban_office_mail *mail, const struct duban_outgoing *outgoing,
                        struct duban_reply *out_reply);

const char *duban_outcome_name(enum duban_outcome outcome); /* "sent" …; static */

/* The channels themselves, for duban_channel_send(). */
void channel_file_send(const struct duban_office_mail *mail, const struct duban_outgoing *outgoing,
                       struct duban_reply *out_reply);
void channel_smtp_send(const struct duban_office_mail *mail, const struct duban_outgoing *outgoing,
                       struct duban_reply *out_reply);

/* Fills a reply; text is data of any kind. Code 0, and is_channel with HOLD alone. */
void channel_reply(struct duban_reply *out_reply, enum duban_outcome outcome,
                   struct duban_slice text);

#endif
