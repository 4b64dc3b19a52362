/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "proto/message.h"
#include "tests/unit/fields.h"

#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static struct duban_opt_u64 u64(uint64_t number)
{
    return (struct duban_opt_u64){DUBAN_GIVEN, number};
}

static struct duban_opt_text given(const char *text)
{
    return (struct duban_opt_text){DUBAN_GIVEN, duban_slice_of(text)};
}

static void expect(const struct duban_message *message, const char *fields)
{
    struct duban_buf out = {0};

    duban_message_encode(message, &out);
    expect_fields(duban_buf_slice(&out), fields);
    duban_buf_fini(&out);
}

Test(message, has_each_field_under_its_name)
{
    struct duban_slice list[] = {BYTES("\xff"), BYTES("")};
    struct duban_result result = {9, duban_slice_of("p"), duban_slice_of("q")};
    struct duban_message message = {.type = DUBAN_HELLO};

    message.u.hello = (struct duban_hello){u64(1), u64(2), given("p"), u64(3),
                                           u64(4), u64(5), u64(6),     given("q")};
    expect(&message, "\x92\x01\x88\xa9proto_min\x01|proto_max\x02|source\xa1p|epoch\x03|"
                     "first\x04|last\x05|answered\x06|software\xa1q|");
    message = (struct duban_message){.type = DUBAN_WELCOME};
    message.u.welcome = (struct duban_welcome){
        u64(1), u64(2), u64(3), u64(4), {DUBAN_GIVEN, {-128}}, u64(6), u64(7), u64(8)};
    expect(&message, "\x92\x02\x88\xa5proto\x01|boot\x02|hi\x03|credit\x04|server_ms\xd0\x80|"
                     "max_bytes\x06|max_updates\x07|plan\x08|");
    message = (struct duban_message){.type = DUBAN_UPDATES};
    message.u.updates =
        (struct duban_updates){u64(1), u64(2), {DUBAN_GIVEN, {3}}, {DUBAN_GIVEN, list, 2}};
    expect(&message, "\x92\x03\x84\xa4"
                     "boot\x01|seq\x02|sent_ms\x03|updates\x92\xc4\x01\xff\xc4|");
    message = (struct duban_message){.type = DUBAN_ACK};
    message.u.ack = (struct duban_ack){u64(1), u64(2), u64(3), u64(4),
                                       u64(5), u64(6), u64(7), {DUBAN_GIVEN, &result, 1}};
    expect(&message, "\x92\x04\x88\xa4"
                     "boot\x01|epoch\x02|first\x03|hi\x04|lsn\x05|credit\x06|plan\x07|"
                     "results\x91\x93\x09\xa1p\xa1q|");
    message = (struct duban_message){.type = DUBAN_NAK};
    message.u.nak = (struct duban_nak){{DUBAN_GIVEN, DUBAN_NAK_LATER}, u64(1), u64(2)};
    expect(&message, "\x92\x05\x83\xa6reason\xa5later|seq\x01|after_ms\x02|");
    message = (struct duban_message){.type = DUBAN_ERR};
    message.u.err = (struct duban_err_frame){given("p"), given("q")};
    expect(&message, "\x92\x06\x82\xa4"
                     "code\xa1p|detail\xa1q|");
    message = (struct duban_message){.type = DUBAN_BELL};
    message.u.bell = (struct duban_bell){u64(1), u64(2)};
    expect(&message, "\x92\x10\x82\xa4"
                     "boot\x01|lsn\x02|");
}

Test(message, borrows_its_texts)
{
    static const char bytes[] = "\x92\x06\x82\xa4"
                                "code\xa1p\xa6"
                                "detail\xa1q";
    struct duban_arena arena = {0};
    struct duban_message message;
    struct duban_verdict verdict;

    cr_assert(duban_message_decode(duban_slice_of(bytes), &arena, &message, &verdict), "%s",
              verdict.detail);
    cr_assert_eq(message.u.err.detail.v.at, bytes + sizeof bytes - 2);
    duban_arena_fini(&arena);
}

Test(message, that_is_refused_says_why)
{
    static const struct {
        const char *when;
        struct duban_slice bytes;
        enum duban_answer want;
        const char *detail;
    } rows[] = {
        {"nothing", BYTES(""), DUBAN_ANSWER_E_DECODE, "B3 a value that is cut"},
        {"no map", BYTES("\x92\x10\x90"), DUBAN_ANSWER_E_DECODE, "no [type, map]"},
        {"a type that is not listed", BYTES("\x92\x07\x80"), DUBAN_ANSWER_E_DECODE,
         "no such type of frame"},
        {"a field is missing", BYTES("\x92\x10\x81\xa3lsn\x01"), DUBAN_ANSWER_E_DECODE,
         "boot: missing"},
        {"a reason that is not listed", BYTES("\x92\x05\x81\xa6reason\xa5never"),
         DUBAN_ANSWER_E_DECODE, "reason: none of its words"},
        {"must is asked before the fields", BYTES("\x92\x10\x81\xa4must\x91\xa3new"),
         DUBAN_ANSWER_E_VERSION, "new"},
        {"the seq 0",
         BYTES("\x92\x03\x84\xa3seq\x00\xa7sent_ms\x03\xa7updates\x91\xc4\x00\xa4"
               "boot\x01"),
         DUBAN_ANSWER_E_DECODE, "seq: 0"},
        {"no update",
         BYTES("\x92\x03\x84\xa3seq\x01\xa7sent_ms\x03\xa7updates\x90\xa4"
               "boot\x01"),
         DUBAN_ANSWER_E_DECODE, "updates: empty"},
    };
    struct duban_arena arena = {0};
    struct duban_message message = {.type = DUBAN_BELL};
    struct duban_verdict verdict;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_not(duban_message_decode(rows[i].bytes, &arena, &message, &verdict), "%s",
                      rows[i].when);
        cr_assert_eq(verdict.answer, rows[i].want, "%s", rows[i].when);
        cr_assert_str_eq(verdict.detail, rows[i].detail, "%s: %s", rows[i].when, verdict.detail);
    }
    cr_assert(message.type == DUBAN_BELL && message.u.bell.lsn.is == DUBAN_ABSENT, "untouched");
    duban_arena_fini(&arena);
}
