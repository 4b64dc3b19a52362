/* SPDX-License-Identifier: MIT
 *
 * The frames of SPEC §5, one struct each, with the fields in the order of its table. A field that a
 * decoded message has is GIVEN: all of them are required.
 */
#ifndef DUBAN_PROTO_MESSAGE_H
#define DUBAN_PROTO_MESSAGE_H

#include "proto/codec.h"

enum {
    DUBAN_PROTO_VERSION = 1,
    DUBAN_UPDATES_MAX = 256, /* in one frame */
    DUBAN_RESULTS_MAX = 100, /* in one ACK */
    DUBAN_CREDIT = 1024,     /* updates in flight */
};

enum duban_message_type {
    DUBAN_HELLO = 1,
    DUBAN_WELCOME = 2,
    DUBAN_UPDATES = 3,
    DUBAN_ACK = 4,
    DUBAN_NAK = 5,
    DUBAN_ERR = 6,
    DUBAN_BELL = 16,
};

enum duban_nak_reason {
    DUBAN_NAK_EXPECT,
    DUBAN_NAK_LATER,
    DUBAN_NAK_HELLO,
    DUBAN_NAK_FENCED,
    DUBAN_NAK_UNKNOWN_SOURCE,
    DUBAN_N_NAK_REASONS,
};

struct duban_hello {
    struct duban_opt_u64 proto_min, proto_max;
    struct duban_opt_text source;
    struct duban_opt_u64 epoch, first, last, answered;
    struct duban_opt_text software;
};

struct duban_welcome {
    struct duban_opt_u64 proto, boot, hi, credit;
    struct duban_opt_instant server_ms;
    struct duban_opt_u64 max_bytes, max_updates, plan;
};

struct duban_updates {
    struct duban_opt_u64 boot, seq;
    struct duban_opt_instant sent_ms;
    struct duban_opt_texts updates; /* the bytes of each */
};

struct duban_ack {
    struct duban_opt_u64 boot, epoch, first, hi, lsn, credit, plan;
    struct duban_opt_results results;
};

struct duban_nak {
    struct duban_opt_word reason; /* enum duban_nak_reason */
    struct duban_opt_u64 seq, after_ms;
};

struct duban_err_frame {
    struct duban_opt_text code, detail;
};

struct duban_bell {
    struct duban_opt_u64 boot, lsn;
};

struct duban_message {
    enum duban_message_type type;
    union {
        struct duban_hello hello;
        struct duban_welcome welcome;
        struct duban_updates updates;
        struct duban_ack ack;
        struct duban_nak nak;
        struct duban_err_frame err;
        struct duban_bell bell;
    } u;
};

/* False: out_verdict is E_DECODE or E_VERSION. Texts borrow from bytes, lists lie in the arena. */
DUBAN_MUST_USE bool duban_message_decode(struct duban_slice bytes, struct duban_arena *arena,
                                         struct duban_message *out_message,
                                         struct duban_verdict *out_verdict);

/* Appends the frame. Every field is GIVEN. */
void duban_message_encode(const struct duban_message *message, struct duban_buf *out);

#endif
