/* SPDX-License-Identifier: MIT */
#include "proto/message.h"

#include <stddef.h>

#include "lib/core/check.h"

static const char *const nak_words[] = {
    [DUBAN_NAK_EXPECT] = "expect",
    [DUBAN_NAK_LATER] = "later",
    [DUBAN_NAK_HELLO] = "hello",
    [DUBAN_NAK_FENCED] = "fenced",
    [DUBAN_NAK_UNKNOWN_SOURCE] = "unknown_source",
    [DUBAN_N_NAK_REASONS] = NULL,
};

#define U64(type, member)                                                                          \
    {                                                                                              \
        .key = #member, .kind = DUBAN_KIND_U64, .offset = offsetof(struct type, member)            \
    }
#define INSTANT(type, member)                                                                      \
    {                                                                                              \
        .key = #member, .kind = DUBAN_KIND_INSTANT, .offset = offsetof(struct type, member)        \
    }
#define TEXT(type, member, bytes)                                                                  \
    {                                                                                              \
        .key = #member, .kind = DUBAN_KIND_TEXT, .offset = offsetof(struct type, member),          \
        .max = (bytes)                                                                             \
    }

static const struct duban_field hello_fields[] = {
    U64(duban_hello, proto_min),
    U64(duban_hello, proto_max),
    {.key = "source", .kind = DUBAN_KIND_NAME, .offset = offsetof(struct duban_hello, source)},
    U64(duban_hello, epoch),
    U64(duban_hello, first),
    U64(duban_hello, last),
    U64(duban_hello, answered),
    TEXT(duban_hello, software, DUBAN_ID_MAX),
};

static const struct duban_field welcome_fields[] = {
    U64(duban_welcome, proto),
    U64(duban_welcome, boot),
    U64(duban_welcome, hi),
    U64(duban_welcome, credit),
    INSTANT(duban_welcome, server_ms),
    U64(duban_welcome, max_bytes),
    U64(duban_welcome, max_updates),
    U64(duban_welcome, plan),
};

static const struct duban_field updates_fields[] = {
    U64(duban_updates, boot),
    U64(duban_updates, seq),
    INSTANT(duban_updates, sent_ms),
    {.key = "updates",
     .kind = DUBAN_KIND_BLOBS,
     .offset = offsetof(struct duban_updates, updates),
     .max = DUBAN_UPDATES_MAX},
};

static const struct duban_field ack_fields[] = {
    U64(duban_ack, boot),
    U64(duban_ack, epoch),
    U64(duban_ack, first),
    U64(duban_ack, hi),
    U64(duban_ack, lsn),
    U64(duban_ack, credit),
    U64(duban_ack, plan),
    {.key = "results",
     .kind = DUBAN_KIND_RESULTS,
     .offset = offsetof(struct duban_ack, results),
     .max = DUBAN_RESULTS_MAX},
};

static const struct duban_field nak_fields[] = {
    {.key = "reason",
     .kind = DUBAN_KIND_WORD,
     .offset = offsetof(struct duban_nak, reason),
     .words = nak_words},
    U64(duban_nak, seq),
    U64(duban_nak, after_ms),
};

static const struct duban_field err_fields[] = {
    TEXT(duban_err_frame, code, DUBAN_CODE_MAX),
    TEXT(duban_err_frame, detail, DUBAN_DETAIL_BYTES),
};

static const struct duban_field bell_fields[] = {U64(duban_bell, boot), U64(duban_bell, lsn)};

#define SHAPE(table)                                                                               \
    {                                                                                              \
        .fields = {{(table), sizeof(table) / sizeof(table)[0],                                     \
                    offsetof(struct duban_message, u)}},                                           \
        .wrong = DUBAN_ANSWER_E_DECODE,                                                            \
    }

static const struct {
    enum duban_message_type type;
    struct duban_shape shape;
} frames[] = {
    {DUBAN_HELLO, SHAPE(hello_fields)},     {DUBAN_WELCOME, SHAPE(welcome_fields)},
    {DUBAN_UPDATES, SHAPE(updates_fields)}, {DUBAN_ACK, SHAPE(ack_fields)},
    {DUBAN_NAK, SHAPE(nak_fields)},         {DUBAN_ERR, SHAPE(err_fields)},
    {DUBAN_BELL, SHAPE(bell_fields)},
};

static const struct duban_shape *shape_of(uint64_t type)
{
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++)
        if (type == frames[i].type)
            return &frames[i].shape;
    return NULL;
}

bool duban_message_decode(struct duban_slice bytes, struct duban_arena *arena,
                          struct duban_message *out_message, struct duban_verdict *out_verdict)
{
    struct duban_message message = {0};
    uint64_t type = 0;

    struct duban_tree *tree = duban_tree_read_frame(bytes, arena, &type, out_verdict);
    if (tree == NULL)
        return false;
    const struct duban_shape *shape = shape_of(type);
    bool is_good = shape != NULL && duban_tree_fields(tree, shape, &message, out_verdict);
    duban_tree_free(tree);
    if (shape == NULL)
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_DECODE, "no such type of frame");
    if (!is_good)
        return false;
    message.type = (enum duban_message_type)type;
    if (message.type == DUBAN_UPDATES && message.u.updates.seq.v == 0) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_DECODE, "seq: 0");
        return false;
    }
    if (message.type == DUBAN_UPDATES && message.u.updates.updates.n == 0) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_DECODE, "updates: empty");
        return false;
    }
    *out_message = message;
    return true;
}

void duban_message_encode(const struct duban_message *message, struct duban_buf *out)
{
    const struct duban_shape *shape = shape_of(message->type);

    DUBAN_ASSERT(shape != NULL);
    duban_encode_frame(out, message->type, shape, message);
}
