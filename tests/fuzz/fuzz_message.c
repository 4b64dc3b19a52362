/* SPDX-License-Identifier: MIT
 *
 * The bounds and both decoders. Whatever is read can be written, and is read as the same again.
 */
#include "lib/core/check.h"
#include "proto/bounds.h"
#include "proto/message.h"
#include "proto/update.h"
#include "tests/fuzz/fuzz.h"

/* A refusal has a code of SPEC §4 and a detail that may be shown. */
static void check_refusal(const struct duban_verdict *verdict)
{
    DUBAN_ASSERT(
        verdict->answer == DUBAN_ANSWER_E_DECODE || verdict->answer == DUBAN_ANSWER_E_VERSION ||
        verdict->answer == DUBAN_ANSWER_E_FIELD || verdict->answer == DUBAN_ANSWER_E_TOO_LARGE);
    DUBAN_ASSERT(duban_slice_is_utf8(duban_slice_of(verdict->detail)));
}

static void read_update(struct duban_slice bytes)
{
    struct duban_arena arena = {0};
    struct duban_update update;
    struct duban_verdict verdict = {0};

    if (duban_update_decode(bytes, &arena, &update, &verdict))
        fuzz_update(&update);
    else
        check_refusal(&verdict);
    duban_arena_fini(&arena);
}

static void check_message(const struct duban_message *message)
{
    struct duban_arena arena = {0};
    struct duban_buf first = {0};
    struct duban_buf second = {0};
    struct duban_message read;
    struct duban_verdict verdict = {0};

    duban_message_encode(message, &first);
    DUBAN_ASSERT(duban_message_decode(duban_buf_slice(&first), &arena, &read, &verdict));
    duban_message_encode(&read, &second);
    DUBAN_ASSERT(duban_slice_equal(duban_buf_slice(&first), duban_buf_slice(&second)));
    duban_buf_fini(&first);
    duban_buf_fini(&second);
    duban_arena_fini(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct duban_slice bytes = {(const char *)data, size};
    struct duban_arena arena = {0};
    struct duban_message message;
    struct duban_verdict verdict = {0};

    if (duban_message_decode(bytes, &arena, &message, &verdict)) {
        DUBAN_ASSERT(duban_bounds_check(bytes) == NULL);
        check_message(&message);
        for (size_t i = 0; message.type == DUBAN_UPDATES && i < message.u.updates.updates.n; i++)
            read_update(message.u.updates.updates.at[i]);
    } else {
        check_refusal(&verdict);
    }
    read_update(bytes);
    duban_arena_fini(&arena);
    return 0;
}
