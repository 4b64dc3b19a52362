/* SPDX-License-Identifier: MIT */
#include "producers/common/uplink.h"

#include <stdlib.h>

#include "lib/core/check.h"
#include "lib/core/clock.h"
#include "proto/bounds.h"
#include "proto/session.h"

struct duban_uplink {
    struct duban_uplink_spec spec;
    struct duban_socket *socket;
    struct duban_session session;
    struct duban_arena scratch; /* for one frame */
    uint64_t lsn;               /* of the last ACK */
    int timer;
};

static enum duban_rc send(struct duban_uplink *uplink, const struct duban_message *message,
                          struct duban_err *err)
{
    struct duban_buf frame = {0};

    duban_message_encode(message, &frame);
    enum duban_rc rc = duban_socket_send(uplink->socket, NULL, duban_buf_slice(&frame), err);
    duban_buf_fini(&frame);
    /* A frame that does not fit the queue is lost like any other: after 10 s HELLO heals it. */
    return rc == DUBAN_E_AGAIN ? DUBAN_OK : rc;
}

static enum duban_rc send_hello(struct duban_uplink *uplink, struct duban_mono now,
                                struct duban_err *err)
{
    const struct duban_outbox *outbox = uplink->spec.outbox;
    struct duban_message message = {
        .type = DUBAN_HELLO,
        .u.hello =
            {
                .proto_min = duban_u64(DUBAN_PROTO_VERSION),
                .proto_max = duban_u64(DUBAN_PROTO_VERSION),
                .source = duban_given_text(duban_outbox_source(outbox)),
                .epoch = duban_u64(duban_outbox_epoch(outbox)),
                .first = duban_u64(duban_outbox_first(outbox)),
                .last = duban_u64(duban_outbox_last(outbox)),
                .answered = duban_u64(duban_outbox_answered(outbox)),
                .software = duban_given_text(duban_slice_of("duban " DUBAN_VERSION)),
            },
    };

    duban_session_said_hello(&uplink->session, now);
    return send(uplink, &message, err);
}

static enum duban_rc send_updates(struct duban_uplink *uplink, uint64_t seq, uint64_t n,
                                  struct duban_err *err)
{
    struct duban_session *session = &uplink->session;
    struct duban_message message = {
        .type = DUBAN_UPDATES,
        .u.updates =
            {
                .boot = duban_u64(session->boot),
                .seq = duban_u64(seq),
                .sent_ms = {DUBAN_GIVEN, duban_clock_now()},
            },
    };
    struct duban_outbox_limits limits = {
        .max_updates = n < DUBAN_UPDATES_MAX ? (size_t)n : DUBAN_UPDATES_MAX,
        .max_bytes =
            session->max_bytes < DUBAN_FRAME_MAX ? (size_t)session->max_bytes : DUBAN_FRAME_MAX,
    };

    duban_arena_reset(&uplink->scratch);
    enum duban_rc rc = duban_outbox_read(uplink->spec.outbox, seq, &limits, &uplink->scratch,
                                         &message.u.updates.updates, err);
    if (rc != DUBAN_OK)
        return rc;
    if (message.u.updates.updates.n == 0)
        return duban_err_set(
            err, DUBAN_E_DATA,
            "the aggregator asks for update %llu, which this outbox no longer holds",
            (unsigned long long)seq);
    duban_session_sent(session, seq + message.u.updates.updates.n - 1, duban_clock_mono());
    return send(uplink, &message, err);
}

/* Before each wait: send what there is to send, and set the timer to when there may be more. */
static enum duban_rc proceed(void *arg, struct duban_err *err)
{
    struct duban_uplink *uplink = arg;
    struct duban_mono now = duban_clock_mono();
    struct duban_mono due;
    enum duban_rc rc = DUBAN_OK;

    if (duban_outbox_last(uplink->spec.outbox) != uplink->session.last)
        duban_session_appended(&uplink->session, duban_outbox_last(uplink->spec.outbox), now);
    for (;;) {
        uint64_t seq = 0;
        uint64_t n = 0;
        enum duban_session_step step = duban_session_next(&uplink->session, now, &seq, &n);
        if (step == DUBAN_STEP_WAIT)
            break;
        rc = step == DUBAN_STEP_HELLO ? send_hello(uplink, now, err)
                                      : send_updates(uplink, seq, n, err);
        if (rc != DUBAN_OK)
            return rc;
    }
    if (duban_session_due(&uplink->session, &due))
        duban_loop_timer_start(uplink->spec.loop, uplink->timer, due);
    else
        duban_loop_timer_stop(uplink->spec.loop, uplink->timer);
    return DUBAN_OK;
}

static enum duban_rc hear(struct duban_uplink *uplink, const struct duban_message *message,
                          struct duban_err *err)
{
    struct duban_mono now = duban_clock_mono();
    bool was_stopped = uplink->session.state == DUBAN_SESSION_STOPPED;
    bool has_answers = duban_session_hear(&uplink->session, message, now);

    if (has_answers) {
        enum duban_rc rc = duban_outbox_answer(uplink->spec.outbox, &message->u.ack, err);
        if (rc != DUBAN_OK)
            return rc;
        duban_session_answered(&uplink->session, message->u.ack.hi.v, now);
        uplink->lsn = message->u.ack.lsn.v;
    }
    bool has_stopped = !was_stopped && uplink->session.state == DUBAN_SESSION_STOPPED;
    return has_answers || has_stopped ? uplink->spec.on_answers(uplink->spec.arg, err) : DUBAN_OK;
}

static enum duban_rc on_readable(void *arg, struct duban_err *err)
{
    struct duban_uplink *uplink = arg;
    struct duban_frame frame;
    struct duban_message message;
    struct duban_verdict verdict;

    for (;;) {
        enum duban_rc rc = duban_socket_receive(uplink->socket, &frame, err);
        if (rc != DUBAN_OK)
            return rc == DUBAN_E_AGAIN ? DUBAN_OK : rc;
        duban_arena_reset(&uplink->scratch);
        /* What cannot be read has no effect; whatever it was, HELLO heals its loss. */
        if (!duban_message_decode(frame.bytes, &uplink->scratch, &message, &verdict))
            continue;
        rc = hear(uplink, &message, err);
        if (rc != DUBAN_OK)
            return rc;
    }
}

static enum duban_rc on_timer(void *arg, struct duban_err *err)
{
    (void)arg;
    (void)err;
    return DUBAN_OK; /* proceed() runs before the next wait */
}

enum duban_rc duban_uplink_open(const struct duban_uplink_spec *spec,
                                struct duban_uplink **out_uplink, struct duban_err *err)
{
    static const struct duban_socket_limits limits = {DUBAN_FRAME_MAX, DUBAN_CREDIT, DUBAN_CREDIT};
    struct duban_uplink *uplink = calloc(1, sizeof *uplink);

    DUBAN_ASSERT(uplink != NULL);
    uplink->spec = *spec;
    duban_session_init(&uplink->session, duban_outbox_epoch(spec->outbox),
                       duban_outbox_last(spec->outbox), duban_outbox_answered(spec->outbox));
    enum duban_rc rc =
        duban_socket_open(spec->net, DUBAN_DEALER, spec->endpoint, &limits, &uplink->socket, err);
    if (rc != DUBAN_OK) {
        duban_uplink_close(uplink);
        return rc;
    }
    duban_loop_on_socket(spec->loop, uplink->socket, on_readable, uplink);
    duban_loop_on_wait(spec->loop, proceed, uplink);
    uplink->timer = duban_loop_timer(spec->loop, on_timer, uplink);
    *out_uplink = uplink;
    return DUBAN_OK;
}

void duban_uplink_close(struct duban_uplink *uplink)
{
    if (uplink == NULL)
        return;
    duban_socket_close(uplink->socket);
    duban_arena_fini(&uplink->scratch);
    free(uplink);
}

const char *duban_uplink_stopped(const struct duban_uplink *uplink)
{
    return uplink->session.state == DUBAN_SESSION_STOPPED ? uplink->session.stopped_because : NULL;
}

bool duban_uplink_is_unknown(const struct duban_uplink *uplink)
{
    return uplink->session.is_unknown;
}

uint64_t duban_uplink_lsn(const struct duban_uplink *uplink)
{
    return uplink->lsn;
}
