/* SPDX-License-Identifier: MIT */
#include "aggregator/ingest.h"

#include <stdlib.h>
#include <string.h>

#include "lib/core/check.h"
#include "lib/core/clock.h"
#include "proto/bounds.h"
#include "proto/message.h"

enum {
    RECEIVE_QUEUE = 64,
    FRAMES_MAX = 64,       /* taken into one batch */
    EXPECT_EVERY_MS = 200, /* NAK expect, per source */
    LATER_MS = 1000,       /* how long a producer waits when the disk is full */
};

/* A source that spoke since this start. */
struct speaker {
    struct speaker *next;
    struct duban_slice name;
    struct duban_peer peer; /* of its last HELLO: where answers go */
    uint64_t epoch, hi;     /* hi: decided, also uncommitted */
    bool has_epoch;         /* false: it must say HELLO again */
    bool owes_ack;
    uint64_t ack_first; /* owes_ack: the answers from here to hi */
    struct duban_mono expect_said_at;
};

/* Something to say when the batch is durable. */
struct reply {
    struct reply *next;
    struct duban_peer peer;
    struct duban_message message;
};

struct ingest {
    struct ingest_spec spec;
    struct duban_socket *socket;
    struct duban_arena arena;   /* speakers */
    struct duban_arena pending; /* replies and what was decoded, until the batch is durable */
    struct speaker *speakers;
    struct reply *first, *last;
    bool is_full; /* the last batch could not be stored, and the operator was told */
};

static void say(struct ingest *ingest, const struct duban_peer *peer,
                const struct duban_message *message)
{
    struct reply *reply = duban_arena_new(&ingest->pending, 1, sizeof *reply);

    reply->peer = *peer;
    reply->message = *message;
    if (ingest->last == NULL)
        ingest->first = reply;
    else
        ingest->last->next = reply;
    ingest->last = reply;
}

static void say_err(struct ingest *ingest, const struct duban_peer *peer, enum duban_answer code,
                    const char *detail)
{
    struct duban_slice kept = duban_arena_copy(&ingest->pending, duban_slice_of(detail));
    struct duban_message message = {
        .type = DUBAN_ERR,
        .u.err = {duban_given_text(duban_slice_of(duban_answer_name(code))),
                  duban_given_text(kept)},
    };
    say(ingest, peer, &message);
}

static void say_nak(struct ingest *ingest, const struct duban_peer *peer,
                    enum duban_nak_reason reason, uint64_t seq)
{
    struct duban_message message = {
        .type = DUBAN_NAK,
        .u.nak = {{DUBAN_GIVEN, (int)reason},
                  duban_u64(seq),
                  duban_u64(reason == DUBAN_NAK_LATER ? LATER_MS : 0)},
    };
    say(ingest, peer, &message);
}

static void say_welcome(struct ingest *ingest, const struct speaker *speaker)
{
    struct duban_message message = {
        .type = DUBAN_WELCOME,
        .u.welcome =
            {
                .proto = duban_u64(DUBAN_PROTO_VERSION),
                .boot = duban_u64(ingest->spec.boot),
                .hi = duban_u64(speaker->hi),
                .credit = duban_u64(DUBAN_CREDIT),
                .server_ms = {DUBAN_GIVEN, duban_clock_now()},
                .max_bytes = duban_u64(DUBAN_FRAME_MAX),
                .max_updates = duban_u64(DUBAN_UPDATES_MAX),
                .plan = duban_u64(batch_model(ingest->spec.batch)->plan_version),
            },
    };
    say(ingest, &speaker->peer, &message);
}

static struct speaker *speaker_named(struct ingest *ingest, struct duban_slice name)
{
    for (struct speaker *speaker = ingest->speakers; speaker != NULL; speaker = speaker->next)
        if (duban_slice_equal(speaker->name, name))
            return speaker;
    struct speaker *speaker = duban_arena_new(&ingest->arena, 1, sizeof *speaker);
    speaker->name = duban_arena_copy(&ingest->arena, name);
    speaker->next = ingest->speakers;
    ingest->speakers = speaker;
    return speaker;
}

static struct speaker *speaker_at(struct ingest *ingest, const struct duban_peer *peer)
{
    for (struct speaker *speaker = ingest->speakers; speaker != NULL; speaker = speaker->next)
        if (speaker->has_epoch && speaker->peer.len == peer->len &&
            memcmp(speaker->peer.bytes, peer->bytes, peer->len) == 0)
            return speaker;
    return NULL;
}

/* The answers from first on are to be sent once they are durable. */
static void owe_ack(struct speaker *speaker, uint64_t first)
{
    if (!speaker->owes_ack || first < speaker->ack_first)
        speaker->ack_first = first;
    speaker->owes_ack = true;
}

static enum duban_rc welcome(struct ingest *ingest, const struct duban_peer *peer,
                             const struct duban_hello *hello, const struct duban_progress *progress,
                             struct duban_err *err)
{
    enum duban_rc rc = DUBAN_OK;

    if (!progress->is_known)
        rc = batch_open_epoch(ingest->spec.batch, hello->source.v, hello->epoch.v, err);
    if (rc != DUBAN_OK)
        return rc;
    struct speaker *former = speaker_at(ingest, peer);
    if (former != NULL)
        former->has_epoch = false; /* the peer speaks for another source now */
    struct speaker *speaker = speaker_named(ingest, hello->source.v);
    speaker->peer = *peer;
    speaker->epoch = hello->epoch.v;
    speaker->hi = progress->hi;
    speaker->has_epoch = true;
    speaker->owes_ack = false;
    speaker->expect_said_at = (struct duban_mono){0};
    say_welcome(ingest, speaker);
    if (hello->answered.v < speaker->hi)
        owe_ack(speaker, hello->answered.v + 1);
    return DUBAN_OK;
}

static enum duban_rc on_hello(struct ingest *ingest, const struct duban_peer *peer,
                              const struct duban_hello *hello, struct duban_err *err)
{
    struct duban_progress progress;

    if (hello->proto_min.v > DUBAN_PROTO_VERSION || hello->proto_max.v < DUBAN_PROTO_VERSION) {
        say_err(ingest, peer, DUBAN_ANSWER_E_VERSION, "protocol 1");
        return DUBAN_OK;
    }
    if (duban_model_source(batch_model(ingest->spec.batch), hello->source.v) == NULL) {
        say_nak(ingest, peer, DUBAN_NAK_UNKNOWN_SOURCE, 0);
        return DUBAN_OK;
    }
    enum duban_rc rc =
        duban_store_progress(ingest->spec.store, hello->source.v, hello->epoch.v, &progress, err);
    if (rc != DUBAN_OK)
        return rc;
    if (progress.is_closed) {
        say_nak(ingest, peer, DUBAN_NAK_FENCED, 0);
        return DUBAN_OK;
    }
    if (hello->last.v < progress.hi) {
        say_err(ingest, peer, DUBAN_ANSWER_E_EPOCH_OLD, "");
        return DUBAN_OK;
    }
    return welcome(ingest, peer, hello, &progress, err);
}

static enum duban_rc take_all(struct ingest *ingest, struct speaker *speaker,
                              const struct duban_updates *updates, struct duban_err *err)
{
    enum duban_rc rc = DUBAN_OK;

    for (size_t i = 0; rc == DUBAN_OK && i < updates->updates.n; i++) {
        struct batch_entry entry = {speaker->name, speaker->epoch, updates->seq.v + i,
                                    updates->updates.at[i]};
        if (entry.seq <= speaker->hi)
            continue; /* decided before: its answer is repeated, it is not judged again */
        rc = batch_take(ingest->spec.batch, &entry, duban_clock_now(), err);
        if (rc == DUBAN_OK)
            speaker->hi = entry.seq;
    }
    return rc;
}

static enum duban_rc on_updates(struct ingest *ingest, const struct duban_peer *peer,
                                const struct duban_updates *updates, struct duban_err *err)
{
    struct speaker *speaker = speaker_at(ingest, peer);
    struct duban_mono now = duban_clock_mono();

    if (speaker == NULL || updates->boot.v != ingest->spec.boot) {
        say_nak(ingest, peer, DUBAN_NAK_HELLO, 0);
        return DUBAN_OK;
    }
    if (updates->seq.v > speaker->hi + 1) {
        if (speaker->expect_said_at.ms == 0 ||
            now.ms - speaker->expect_said_at.ms >= EXPECT_EVERY_MS) {
            say_nak(ingest, peer, DUBAN_NAK_EXPECT, speaker->hi + 1);
            speaker->expect_said_at = now;
        }
        return DUBAN_OK;
    }
    owe_ack(speaker, updates->seq.v);
    return take_all(ingest, speaker, updates, err);
}

static enum duban_rc on_frame(struct ingest *ingest, const struct duban_frame *frame,
                              struct duban_err *err)
{
    struct duban_message message;
    struct duban_verdict verdict;

    if (frame->is_multipart) {
        say_err(ingest, &frame->peer, DUBAN_ANSWER_E_DECODE, "B1 more than one frame");
        return DUBAN_OK;
    }
    if (!duban_message_decode(frame->bytes, &ingest->pending, &message, &verdict)) {
        say_err(ingest, &frame->peer, verdict.answer, verdict.detail);
        return DUBAN_OK;
    }
    switch (message.type) {
    case DUBAN_HELLO:
        return on_hello(ingest, &frame->peer, &message.u.hello, err);
    case DUBAN_UPDATES:
        return on_updates(ingest, &frame->peer, &message.u.updates, err);
    case DUBAN_WELCOME:
    case DUBAN_ACK:
    case DUBAN_NAK:
    case DUBAN_ERR:
    case DUBAN_BELL:
        say_err(ingest, &frame->peer, DUBAN_ANSWER_E_DECODE,
                "a frame that only the aggregator sends");
        return DUBAN_OK;
    }
    DUBAN_UNREACHABLE();
}

/* Whoever was to be welcomed, or was speaking, is asked to come again later. */
static void ask_to_wait(struct ingest *ingest, const struct duban_peer *speaking)
{
    struct reply *reply = ingest->first;

    ingest->first = ingest->last = NULL;
    for (; reply != NULL; reply = reply->next)
        if (reply->message.type == DUBAN_WELCOME)
            say_nak(ingest, &reply->peer, DUBAN_NAK_LATER, 0);
        else
            say(ingest, &reply->peer, &reply->message);
    if (speaking != NULL && speaker_at(ingest, speaking) == NULL)
        say_nak(ingest, speaking, DUBAN_NAK_LATER, 0);
    for (struct speaker *speaker = ingest->speakers; speaker != NULL; speaker = speaker->next)
        if (speaker->owes_ack)
            say_nak(ingest, &speaker->peer, DUBAN_NAK_LATER, 0);
}

/* The disk is full, or somebody else holds the database's lock: it may pass. */
static bool is_passing(enum duban_rc rc)
{
    return rc == DUBAN_E_FULL || rc == DUBAN_E_AGAIN;
}

/* Nothing of this batch was stored. The world goes back to what is stored. speaking:
 * whose frame could not be taken, or NULL. */
static enum duban_rc give_back(struct ingest *ingest, const struct duban_peer *speaking,
                               struct duban_err *err)
{
    if (!ingest->is_full)
        duban_log_write(ingest->spec.log, DUBAN_LOG_WARNING,
                        "nothing can be stored, producers are told to wait: %s", err->text);
    ingest->is_full = true;
    ask_to_wait(ingest, speaking);
    enum duban_rc rc = batch_abort(ingest->spec.batch, err);
    for (struct speaker *speaker = ingest->speakers; rc == DUBAN_OK && speaker != NULL;
         speaker = speaker->next) {
        struct duban_progress progress = {0};
        rc =
            duban_store_progress(ingest->spec.store, speaker->name, speaker->epoch, &progress, err);
        speaker->owes_ack = false;
        speaker->has_epoch = speaker->has_epoch && progress.is_known && !progress.is_closed;
        speaker->hi = progress.hi;
    }
    return rc;
}

static enum duban_rc on_readable(void *arg, struct duban_err *err)
{
    struct ingest *ingest = arg;
    struct duban_frame frame;
    enum duban_rc rc = DUBAN_OK;

    for (int n = 0; rc == DUBAN_OK && n < FRAMES_MAX; n++) {
        rc = duban_socket_receive(ingest->socket, &frame, err);
        if (rc == DUBAN_E_AGAIN)
            return DUBAN_OK;
        if (rc == DUBAN_OK)
            rc = on_frame(ingest, &frame, err);
    }
    return is_passing(rc) ? give_back(ingest, &frame.peer, err) : rc;
}

static enum duban_rc send_now(struct ingest *ingest, const struct duban_peer *peer,
                              const struct duban_message *message, struct duban_err *err)
{
    struct duban_buf frame = {0};

    duban_message_encode(message, &frame);
    enum duban_rc rc = duban_socket_send(ingest->socket, peer, duban_buf_slice(&frame), err);
    duban_buf_fini(&frame);
    /* A peer that is gone or does not read loses its answer; its next HELLO brings it. */
    return rc == DUBAN_E_AGAIN || rc == DUBAN_E_UNAVAILABLE ? DUBAN_OK : rc;
}

/* The answers of one ACK, gathered from the log. */
struct answers {
    struct duban_arena *arena;
    struct duban_opt_results results;
};

static enum duban_rc add_answer(void *arg, const struct duban_log_row *row, struct duban_err *err)
{
    struct answers *answers = arg;
    (void)err;
    answers->results.at[answers->results.n++] = (struct duban_result){
        .seq = row->seq,
        .code = duban_arena_copy(answers->arena, row->code),
        .detail = duban_arena_copy(answers->arena, row->detail),
    };
    return DUBAN_OK;
}

/* Sends ACKs for ack_first..hi, each with the part that it covers. */
static enum duban_rc send_acks(struct ingest *ingest, struct speaker *speaker,
                               struct duban_err *err)
{
    enum duban_rc rc = DUBAN_OK;
    uint64_t first = speaker->ack_first;

    speaker->owes_ack = false;
    while (rc == DUBAN_OK && first <= speaker->hi) {
        struct duban_seq_range range = {speaker->name, speaker->epoch, first, speaker->hi};
        duban_arena_reset(&ingest->pending); /* all replies are said */
        struct answers answers = {.arena = &ingest->pending, .results.is = DUBAN_GIVEN};
        answers.results.at =
            duban_arena_new(&ingest->pending, DUBAN_RESULTS_MAX, sizeof *answers.results.at);
        rc = duban_store_answers(ingest->spec.store, &range, DUBAN_RESULTS_MAX, add_answer,
                                 &answers, err);
        if (rc != DUBAN_OK)
            break;
        uint64_t hi = answers.results.n < DUBAN_RESULTS_MAX
                          ? speaker->hi
                          : answers.results.at[answers.results.n - 1].seq;
        struct duban_message message = {
            .type = DUBAN_ACK,
            .u.ack =
                {
                    .boot = duban_u64(ingest->spec.boot),
                    .epoch = duban_u64(speaker->epoch),
                    .first = duban_u64(first),
                    .hi = duban_u64(hi),
                    .lsn = duban_u64(batch_lsn(ingest->spec.batch)),
                    .credit = duban_u64(DUBAN_CREDIT),
                    .plan = duban_u64(batch_model(ingest->spec.batch)->plan_version),
                    .results = answers.results,
                },
        };
        rc = send_now(ingest, &speaker->peer, &message, err);
        first = hi + 1;
    }
    return rc;
}

/* Before each wait: commit what arrived, THEN say what waits to be said, then ring. */
static enum duban_rc finish(void *arg, struct duban_err *err)
{
    struct ingest *ingest = arg;

    uint64_t lsn_before = batch_lsn(ingest->spec.batch);
    enum duban_rc rc = batch_commit(ingest->spec.batch, err);
    if (is_passing(rc))
        rc = give_back(ingest, NULL, err);
    if (rc == DUBAN_OK && ingest->is_full && batch_lsn(ingest->spec.batch) > lsn_before) {
        ingest->is_full = false;
        duban_log_write(ingest->spec.log, DUBAN_LOG_INFO, "updates are stored again");
    }
    for (struct reply *reply = ingest->first; rc == DUBAN_OK && reply != NULL; reply = reply->next)
        rc = send_now(ingest, &reply->peer, &reply->message, err);
    ingest->first = ingest->last = NULL;
    for (struct speaker *speaker = ingest->speakers; rc == DUBAN_OK && speaker != NULL;
         speaker = speaker->next)
        if (speaker->owes_ack)
            rc = send_acks(ingest, speaker, err);
    duban_arena_reset(&ingest->pending);
    duban_store_checkpoint(ingest->spec.store);
    return rc == DUBAN_OK ? bell_ring(ingest->spec.bell, batch_lsn(ingest->spec.batch), err) : rc;
}

enum duban_rc ingest_open(const struct ingest_spec *spec, struct ingest **out_ingest,
                          struct duban_err *err)
{
    static const struct duban_socket_limits limits = {DUBAN_FRAME_MAX, RECEIVE_QUEUE, DUBAN_CREDIT};
    struct ingest *ingest = calloc(1, sizeof *ingest);

    DUBAN_ASSERT(ingest != NULL);
    ingest->spec = *spec;
    enum duban_rc rc =
        duban_socket_open(spec->net, DUBAN_ROUTER, spec->endpoint, &limits, &ingest->socket, err);
    if (rc != DUBAN_OK) {
        ingest_close(ingest);
        return rc;
    }
    duban_loop_on_socket(spec->loop, ingest->socket, on_readable, ingest);
    duban_loop_on_wait(spec->loop, finish, ingest);
    *out_ingest = ingest;
    return DUBAN_OK;
}

void ingest_close(struct ingest *ingest)
{
    if (ingest == NULL)
        return;
    duban_socket_close(ingest->socket);
    duban_arena_fini(&ingest->pending);
    duban_arena_fini(&ingest->arena);
    free(ingest);
}
