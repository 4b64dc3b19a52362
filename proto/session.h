/* SPDX-License-Identifier: MIT
 *
 * The producer's side of the conversation (SPEC §6) as pure states: what was heard and what time it
 * is goes in, what to send comes out. It sends nothing itself and never asks for the time.
 *
 *                 start / 10 s without progress / NAK hello, unknown_source / a missed answer
 *        +--------------------------------------------------+
 *        v                                                  |
 *     ASKING --- WELCOME ---> LIVE --- ACK, NAK expect -----+
 *        |                      |
 *        +--- NAK fenced, ERR E_VERSION, E_EPOCH_OLD ---> STOPPED
 */
#ifndef DUBAN_PROTO_SESSION_H
#define DUBAN_PROTO_SESSION_H

#include "proto/message.h"

enum { DUBAN_PROGRESS_MS = 10000 }; /* without progress for so long: HELLO */

enum duban_session_state { DUBAN_SESSION_ASKING, DUBAN_SESSION_LIVE, DUBAN_SESSION_STOPPED };

struct duban_session {
    enum duban_session_state state;
    uint64_t epoch;
    uint64_t last, kept; /* of the outbox: the last update, and the last whose answer it holds */
    uint64_t answered;   /* by this aggregator, as far as the outbox knows */
    uint64_t boot, sent, credit;
    uint64_t max_bytes, max_updates;
    struct duban_mono hello_at;    /* ASKING: when to say HELLO */
    struct duban_mono progress_at; /* LIVE: when there was progress */
    struct duban_mono wait_until;  /* LIVE: nothing is sent before */
    bool is_unknown;               /* the aggregator does not know the source (yet) */
    const char *stopped_because;   /* STOPPED: the NAK's reason or the ERR's code; static */
};

/* The outbox as it stands. The session begins ASKING and says HELLO at once. */
void duban_session_init(struct duban_session *session, uint64_t epoch, uint64_t last,
                        uint64_t answered);

enum duban_session_step {
    DUBAN_STEP_WAIT,    /* nothing to send before duban_session_due() */
    DUBAN_STEP_HELLO,   /* send HELLO, then call duban_session_said_hello() */
    DUBAN_STEP_UPDATES, /* send updates from seq on, at most n, then call duban_session_sent() */
};

enum duban_session_step duban_session_next(struct duban_session *session, struct duban_mono now,
                                           uint64_t *out_seq, uint64_t *out_n);
void duban_session_said_hello(struct duban_session *session, struct duban_mono now);
void duban_session_sent(struct duban_session *session, uint64_t seq, struct duban_mono now);

/* When duban_session_next() should be asked again though nothing was heard. False: never. */
bool duban_session_due(const struct duban_session *session, struct duban_mono *out_due);

void duban_session_appended(struct duban_session *session, uint64_t last,
                            struct duban_mono now); /* the outbox grew */

/* An ACK whose answers the caller is to store: true, and after storing duban_session_answered(). */
bool duban_session_hear(struct duban_session *session, const struct duban_message *message,
                        struct duban_mono now);
void duban_session_answered(struct duban_session *session, uint64_t hi, struct duban_mono now);

#endif
