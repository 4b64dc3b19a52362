/* SPDX-License-Identifier: MIT */
#include "proto/session.h"

void duban_session_init(struct duban_session *session, uint64_t epoch, uint64_t last,
                        uint64_t answered)
{
    *session = (struct duban_session){
        .epoch = epoch, .last = last, .answered = answered, .kept = answered};
}

static void ask(struct duban_session *session, struct duban_mono hello_at)
{
    session->state = DUBAN_SESSION_ASKING;
    session->hello_at = hello_at;
}

static void stop(struct duban_session *session, const char *because)
{
    session->state = DUBAN_SESSION_STOPPED;
    session->stopped_because = because;
}

static struct duban_mono after(struct duban_mono now, int64_t ms)
{
    return (struct duban_mono){now.ms + ms};
}

static bool has_stalled(const struct duban_session *session, struct duban_mono now)
{
    return session->answered < session->last &&
           now.ms - session->progress_at.ms >= DUBAN_PROGRESS_MS;
}

enum duban_session_step duban_session_next(struct duban_session *session, struct duban_mono now,
                                           uint64_t *out_seq, uint64_t *out_n)
{
    if (session->state == DUBAN_SESSION_STOPPED)
        return DUBAN_STEP_WAIT;
    if (session->state == DUBAN_SESSION_LIVE && has_stalled(session, now))
        ask(session, now);
    if (session->state == DUBAN_SESSION_ASKING)
        return now.ms >= session->hello_at.ms ? DUBAN_STEP_HELLO : DUBAN_STEP_WAIT;

    uint64_t in_flight = session->sent > session->answered ? session->sent - session->answered : 0;
    if (session->sent >= session->last || in_flight >= session->credit ||
        now.ms < session->wait_until.ms)
        return DUBAN_STEP_WAIT;
    uint64_t n = session->last - session->sent;
    n = n < session->credit - in_flight ? n : session->credit - in_flight;
    *out_seq = session->sent + 1;
    *out_n = n < session->max_updates ? n : session->max_updates;
    return DUBAN_STEP_UPDATES;
}

void duban_session_said_hello(struct duban_session *session, struct duban_mono now)
{
    session->hello_at = after(now, DUBAN_PROGRESS_MS);
}

void duban_session_sent(struct duban_session *session, uint64_t seq, struct duban_mono now)
{
    /* The first of what is in flight starts the clock: before it nothing could be answered. */
    if (session->sent <= session->answered)
        session->progress_at = now;
    session->sent = seq;
    session->wait_until = (struct duban_mono){0};
}

bool duban_session_due(const struct duban_session *session, struct duban_mono *out_due)
{
    if (session->state == DUBAN_SESSION_STOPPED)
        return false;
    if (session->state == DUBAN_SESSION_ASKING) {
        *out_due = session->hello_at;
        return true;
    }
    if (session->answered >= session->last)
        return false;
    *out_due = after(session->progress_at, DUBAN_PROGRESS_MS);
    if (session->sent < session->last && session->wait_until.ms < out_due->ms &&
        session->wait_until.ms > 0)
        *out_due = session->wait_until;
    return true;
}

void duban_session_appended(struct duban_session *session, uint64_t last, struct duban_mono now)
{
    if (session->answered >= session->last)
        session->progress_at = now;
    session->last = last;
}

static void hear_welcome(struct duban_session *session, const struct duban_welcome *welcome,
                         struct duban_mono now)
{
    if (session->state == DUBAN_SESSION_STOPPED)
        return;
    session->state = DUBAN_SESSION_LIVE;
    session->is_unknown = false;
    session->boot = welcome->boot.v;
    session->answered = welcome->hi.v < session->kept ? welcome->hi.v : session->kept;
    session->sent = welcome->hi.v; /* the truth, also where it is lower than what we remember */
    session->credit = welcome->credit.v;
    session->max_bytes = welcome->max_bytes.v;
    session->max_updates = welcome->max_updates.v;
    session->progress_at = now;
    session->wait_until = (struct duban_mono){0};
}

static bool hear_ack(struct duban_session *session, const struct duban_ack *ack,
                     struct duban_mono now)
{
    if (session->state != DUBAN_SESSION_LIVE || ack->boot.v != session->boot ||
        ack->epoch.v != session->epoch)
        return false;
    if (ack->first.v > session->answered + 1) {
        ask(session, now); /* answers were lost on the way */
        return false;
    }
    session->credit = ack->credit.v;
    return ack->hi.v <= session->last && ack->hi.v >= ack->first.v;
}

static void hear_nak(struct duban_session *session, const struct duban_nak *nak,
                     struct duban_mono now)
{
    if (session->state == DUBAN_SESSION_STOPPED)
        return;
    switch ((enum duban_nak_reason)nak->reason.v) {
    case DUBAN_NAK_EXPECT:
        if (session->state == DUBAN_SESSION_LIVE && nak->seq.v > 0 &&
            nak->seq.v <= session->last + 1)
            session->sent = nak->seq.v - 1;
        return;
    case DUBAN_NAK_LATER:
        session->wait_until =
            after(now, (int64_t)(nak->after_ms.v < DUBAN_PROGRESS_MS ? nak->after_ms.v
                                                                     : DUBAN_PROGRESS_MS));
        session->sent = session->answered;
        return;
    case DUBAN_NAK_HELLO:
        if (session->state == DUBAN_SESSION_LIVE)
            ask(session, now);
        return;
    case DUBAN_NAK_UNKNOWN_SOURCE:
        session->is_unknown = true;
        ask(session, after(now, DUBAN_PROGRESS_MS));
        return;
    case DUBAN_NAK_FENCED:
        stop(session, "fenced");
        return;
    case DUBAN_N_NAK_REASONS:
        return;
    }
}

static void hear_err(struct duban_session *session, const struct duban_err_frame *err)
{
    static const enum duban_answer final[] = {DUBAN_ANSWER_E_VERSION, DUBAN_ANSWER_E_EPOCH_OLD};

    for (size_t i = 0; i < sizeof final / sizeof final[0]; i++)
        if (duban_slice_is(err->code.v, duban_answer_name(final[i])))
            stop(session, duban_answer_name(final[i]));
}

bool duban_session_hear(struct duban_session *session, const struct duban_message *message,
                        struct duban_mono now)
{
    switch (message->type) {
    case DUBAN_WELCOME:
        hear_welcome(session, &message->u.welcome, now);
        return false;
    case DUBAN_ACK:
        return hear_ack(session, &message->u.ack, now);
    case DUBAN_NAK:
        hear_nak(session, &message->u.nak, now);
        return false;
    case DUBAN_ERR:
        hear_err(session, &message->u.err);
        return false;
    case DUBAN_HELLO:
    case DUBAN_UPDATES:
    case DUBAN_BELL:
        return false; /* nothing that an aggregator says here */
    }
    return false;
}

void duban_session_answered(struct duban_session *session, uint64_t hi, struct duban_mono now)
{
    if (hi <= session->answered)
        return;
    session->answered = hi;
    session->kept = hi > session->kept ? hi : session->kept;
    session->progress_at = now;
}
