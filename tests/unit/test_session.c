/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "proto/session.h"

enum { EPOCH = 7, BOOT = 11, MAX_UPDATES = 256 };

static struct duban_mono at(int64_t ms)
{
    return (struct duban_mono){ms};
}

static void hear_welcome(struct duban_session *session, uint64_t hi, uint64_t credit, int64_t now)
{
    struct duban_message message = {
        .type = DUBAN_WELCOME,
        .u.welcome = {.boot = duban_u64(BOOT),
                      .hi = duban_u64(hi),
                      .credit = duban_u64(credit),
                      .max_bytes = duban_u64(65536),
                      .max_updates = duban_u64(MAX_UPDATES)},
    };
    cr_assert_not(duban_session_hear(session, &message, at(now)), "a WELCOME brings no answers");
}

/* Who asked, was welcomed and goes on from what was answered. */
static struct duban_session live(uint64_t last, uint64_t answered, int64_t now)
{
    struct duban_session session;

    duban_session_init(&session, EPOCH, last, answered);
    duban_session_said_hello(&session, at(now));
    hear_welcome(&session, answered, DUBAN_CREDIT, now);
    return session;
}

static struct duban_message ack(uint64_t first, uint64_t hi)
{
    return (struct duban_message){
        .type = DUBAN_ACK,
        .u.ack = {.boot = duban_u64(BOOT),
                  .epoch = duban_u64(EPOCH),
                  .first = duban_u64(first),
                  .hi = duban_u64(hi),
                  .credit = duban_u64(DUBAN_CREDIT)},
    };
}

/* Hears an ACK, and stores its answers if they are to be stored. */
static bool hear_ack(struct duban_session *session, uint64_t first, uint64_t hi, int64_t now)
{
    struct duban_message message = ack(first, hi);
    message.u.ack.credit = duban_u64(session->credit);
    bool has_answers = duban_session_hear(session, &message, at(now));

    if (has_answers)
        duban_session_answered(session, hi, at(now));
    return has_answers;
}

static void hear_nak(struct duban_session *session, enum duban_nak_reason reason, uint64_t seq,
                     uint64_t after_ms, int64_t now)
{
    struct duban_message message = {
        .type = DUBAN_NAK,
        .u.nak = {.reason = {DUBAN_GIVEN, (int)reason},
                  .seq = duban_u64(seq),
                  .after_ms = duban_u64(after_ms)},
    };
    cr_assert_not(duban_session_hear(session, &message, at(now)), "a NAK brings no answers");
}

static void hear_err(struct duban_session *session, const char *code)
{
    struct duban_message message = {
        .type = DUBAN_ERR,
        .u.err = {.code = duban_given_text(duban_slice_of(code))},
    };
    cr_assert_not(duban_session_hear(session, &message, at(0)), "an ERR brings no answers");
}

static void expect(struct duban_session *session, enum duban_session_step want, int64_t now,
                   const char *when)
{
    uint64_t seq = 0;
    uint64_t n = 0;

    cr_assert_eq(duban_session_next(session, at(now), &seq, &n), want, "%s", when);
}

/* The next frame begins with seq and has n updates; it is sent. */
static void expect_updates(struct duban_session *session, uint64_t seq, uint64_t n, int64_t now,
                           const char *when)
{
    uint64_t got_seq = 0;
    uint64_t got_n = 0;

    cr_assert_eq(duban_session_next(session, at(now), &got_seq, &got_n), DUBAN_STEP_UPDATES, "%s",
                 when);
    cr_assert(got_seq == seq && got_n == n, "%s: %llu from %llu on", when,
              (unsigned long long)got_n, (unsigned long long)got_seq);
    duban_session_sent(session, seq + n - 1, at(now));
}

static void expect_due(const struct duban_session *session, int64_t want, const char *when)
{
    struct duban_mono due = {-1};

    cr_assert(duban_session_due(session, &due), "%s", when);
    cr_assert_eq(due.ms, want, "%s: %lld", when, (long long)due.ms);
}

Test(session, begins_with_hello_and_repeats_it_until_welcomed)
{
    struct duban_session session;

    duban_session_init(&session, EPOCH, 3, 0);
    expect_due(&session, 0, "at once");
    expect(&session, DUBAN_STEP_HELLO, 100, "at once");
    duban_session_said_hello(&session, at(100));
    expect_due(&session, 10100, "10 s after the last HELLO");
    expect(&session, DUBAN_STEP_WAIT, 101, "it was said");
    expect(&session, DUBAN_STEP_WAIT, 10099, "before 10 s");
    expect(&session, DUBAN_STEP_HELLO, 10100, "after 10 s");
    duban_session_said_hello(&session, at(10100));
    hear_welcome(&session, 0, DUBAN_CREDIT, 10200);
    expect_updates(&session, 1, 3, 10200, "welcomed");
    expect(&session, DUBAN_STEP_WAIT, 10200, "all is sent");
}

Test(session, says_hello_though_it_has_nothing_to_say)
{
    struct duban_session session;
    struct duban_mono due;

    duban_session_init(&session, EPOCH, 0, 0);
    expect(&session, DUBAN_STEP_HELLO, 0, "an empty outbox is made known too");
    duban_session_said_hello(&session, at(0));
    hear_welcome(&session, 0, DUBAN_CREDIT, 5);
    expect(&session, DUBAN_STEP_WAIT, 5, "nothing to send");
    cr_assert_not(duban_session_due(&session, &due), "nothing is awaited");
    expect(&session, DUBAN_STEP_WAIT, INT64_MAX / 2, "nothing is unanswered: no HELLO ever");
}

Test(session, sends_in_frames_as_far_as_credit_reaches)
{
    struct duban_session session;

    duban_session_init(&session, EPOCH, 1000, 100);
    duban_session_said_hello(&session, at(0));
    hear_welcome(&session, 100, 600, 0);
    expect_updates(&session, 101, 256, 1, "a full frame");
    expect_updates(&session, 357, 256, 2, "another");
    expect_updates(&session, 613, 88, 3, "up to the credit");
    expect(&session, DUBAN_STEP_WAIT, 4, "600 are in flight");
    cr_assert(hear_ack(&session, 101, 101, 5));
    expect_updates(&session, 701, 1, 6, "one is answered, one may go");
    expect(&session, DUBAN_STEP_WAIT, 7, "600 are in flight again");
    cr_assert(hear_ack(&session, 102, 701, 8));
    expect_updates(&session, 702, 256, 9, "all is answered");
    expect_updates(&session, 958, 43, 10, "up to the last");
    expect(&session, DUBAN_STEP_WAIT, 11, "all is sent");
}

Test(session, sends_no_more_than_is_allowed_now)
{
    struct duban_session session = live(10, 0, 0);
    struct duban_message message = ack(1, 2);

    expect_updates(&session, 1, 10, 0, "all");
    duban_session_appended(&session, 20, at(1));
    message.u.ack.credit = duban_u64(8);
    cr_assert(duban_session_hear(&session, &message, at(2)));
    duban_session_answered(&session, 2, at(2));
    expect(&session, DUBAN_STEP_WAIT, 2, "the ACK lowered the credit to what is in flight");
    message = ack(3, 3);
    message.u.ack.credit = duban_u64(9);
    cr_assert(duban_session_hear(&session, &message, at(3)));
    duban_session_answered(&session, 3, at(3));
    expect_updates(&session, 11, 2, 3, "the ACK raised the credit");
}

Test(session, asks_again_after_10_s_without_progress)
{
    struct duban_session session = live(10, 0, 1000);

    expect_due(&session, 11000, "10 s after WELCOME");
    expect_updates(&session, 1, 10, 2000, "all");
    expect_due(&session, 12000, "10 s after the first was sent");
    cr_assert(hear_ack(&session, 1, 4, 5000));
    cr_assert(hear_ack(&session, 1, 4, 9000), "repeated answers may be stored again");
    expect_due(&session, 15000, "10 s after new answers; repeated ones move nothing");
    expect(&session, DUBAN_STEP_WAIT, 14999, "9 999 ms are no 10 s");
    expect(&session, DUBAN_STEP_HELLO, 15000, "10 000 ms are");
    duban_session_said_hello(&session, at(15000));
    hear_welcome(&session, 4, DUBAN_CREDIT, 15001);
    expect_updates(&session, 5, 6, 15001, "what was lost is sent again");
}

Test(session, never_asks_when_all_is_answered)
{
    struct duban_session session = live(10, 0, 0);
    struct duban_mono due;

    expect_updates(&session, 1, 10, 0, "all");
    cr_assert(hear_ack(&session, 1, 10, 100));
    cr_assert_not(duban_session_due(&session, &due));
    expect(&session, DUBAN_STEP_WAIT, INT64_MAX / 2, "a year of silence is no failure");
    duban_session_appended(&session, 11, at(INT64_MAX / 2));
    expect_updates(&session, 11, 1, INT64_MAX / 2, "the outbox grew");
    expect_due(&session, INT64_MAX / 2 + 10000, "the time begins when it grew");
}

Test(session, counts_on_when_the_outbox_grows_while_answers_are_missing)
{
    struct duban_session session = live(1, 0, 0);

    expect_updates(&session, 1, 1, 0, "the first");
    duban_session_appended(&session, 2, at(9000));
    expect_updates(&session, 2, 1, 9000, "the second");
    expect_due(&session, 10000, "the first is awaited since 0");
    expect(&session, DUBAN_STEP_HELLO, 10000, "the first is awaited since 0");
}

Test(session, begins_again_where_a_restored_aggregator_stands)
{
    struct duban_session session;

    duban_session_init(&session, EPOCH, 9, 8);
    duban_session_said_hello(&session, at(0));
    hear_welcome(&session, 3, DUBAN_CREDIT, 0);
    expect_updates(&session, 4, 6, 0, "from hi + 1, though 8 were answered once");
    cr_assert(hear_ack(&session, 4, 9, 1), "what is decided again is stored again");
    expect(&session, DUBAN_STEP_WAIT, 2, "all is answered");
}

Test(session, goes_on_where_the_aggregator_is_ahead)
{
    struct duban_session session;

    duban_session_init(&session, EPOCH, 9, 2);
    duban_session_said_hello(&session, at(0));
    hear_welcome(&session, 7, DUBAN_CREDIT, 0);
    expect_updates(&session, 8, 2, 0, "what is decided is not sent again");
    cr_assert(hear_ack(&session, 3, 7, 1), "the answers that were missed");
    cr_assert(hear_ack(&session, 8, 9, 2));
    expect(&session, DUBAN_STEP_WAIT, 3, "all is answered");
}

Test(session, asks_again_when_answers_were_missed)
{
    struct duban_session session = live(10, 2, 0);

    expect_updates(&session, 3, 8, 0, "all");
    cr_assert(hear_ack(&session, 3, 4, 1), "first is answered + 1");
    cr_assert(hear_ack(&session, 4, 5, 2), "first is below");
    cr_assert_not(hear_ack(&session, 7, 8, 3), "6 is missing");
    expect(&session, DUBAN_STEP_HELLO, 3, "at once");
    cr_assert_eq(session.answered, 5);
    cr_assert_not(hear_ack(&session, 6, 8, 4), "not before WELCOME");
}

Test(session, ignores_answers_that_are_not_for_it)
{
    static const struct {
        const char *when;
        uint64_t boot, epoch, first, hi;
    } rows[] = {
        {"another boot", BOOT + 1, EPOCH, 1, 2},
        {"another epoch", BOOT, EPOCH + 1, 1, 2},
        {"a hole before it, of another boot", BOOT + 1, EPOCH, 5, 6},
        {"more than the outbox has", BOOT, EPOCH, 1, 11},
        {"nothing", BOOT, EPOCH, 1, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_session session = live(10, 0, 0);
        struct duban_message message = ack(rows[i].first, rows[i].hi);
        message.u.ack.boot = duban_u64(rows[i].boot);
        message.u.ack.epoch = duban_u64(rows[i].epoch);
        expect_updates(&session, 1, 10, 0, rows[i].when);
        cr_assert_not(duban_session_hear(&session, &message, at(1)), "%s", rows[i].when);
        expect(&session, DUBAN_STEP_WAIT, 2, rows[i].when);
        expect_due(&session, 10000, rows[i].when);
    }
}

Test(session, goes_back_to_what_is_expected)
{
    struct duban_session session = live(10, 0, 0);

    expect_updates(&session, 1, 10, 0, "all");
    hear_nak(&session, DUBAN_NAK_EXPECT, 4, 0, 1);
    expect_updates(&session, 4, 7, 1, "from 4 on");
    hear_nak(&session, DUBAN_NAK_EXPECT, 0, 0, 2);
    expect(&session, DUBAN_STEP_WAIT, 2, "there is no seq 0");
    hear_nak(&session, DUBAN_NAK_EXPECT, 11, 0, 3);
    expect(&session, DUBAN_STEP_WAIT, 3, "11 is not there yet");
    hear_nak(&session, DUBAN_NAK_EXPECT, 12, 0, 4);
    duban_session_appended(&session, 11, at(5));
    expect_updates(&session, 11, 1, 5, "nobody can expect 12 before 11");
}

Test(session, waits_as_long_as_it_is_told)
{
    struct duban_session session = live(10, 0, 0);

    expect_updates(&session, 1, 10, 0, "all");
    cr_assert(hear_ack(&session, 1, 2, 100));
    hear_nak(&session, DUBAN_NAK_LATER, 0, 1000, 200);
    expect_due(&session, 1200, "the time that was told");
    expect(&session, DUBAN_STEP_WAIT, 1199, "not before");
    expect_updates(&session, 3, 8, 1200, "what is not answered, in order");
    expect_due(&session, 11200, "10 s from then on");
}

Test(session, waits_no_longer_than_10_s)
{
    struct duban_session session = live(10, 0, 0);

    expect_updates(&session, 1, 10, 0, "all");
    hear_nak(&session, DUBAN_NAK_LATER, 0, UINT64_MAX, 0);
    expect(&session, DUBAN_STEP_WAIT, 9999, "not before");
    expect(&session, DUBAN_STEP_HELLO, 10000, "10 s without progress");
}

Test(session, says_hello_when_it_is_told)
{
    struct duban_session session = live(10, 0, 0);

    hear_nak(&session, DUBAN_NAK_HELLO, 0, 0, 50);
    expect(&session, DUBAN_STEP_HELLO, 50, "at once");
    duban_session_said_hello(&session, at(50));
    hear_nak(&session, DUBAN_NAK_HELLO, 0, 0, 51);
    expect(&session, DUBAN_STEP_WAIT, 51, "a HELLO is on its way already");
    hear_nak(&session, DUBAN_NAK_EXPECT, 4, 0, 52);
    hear_nak(&session, DUBAN_NAK_LATER, 0, 1000, 53);
    hear_welcome(&session, 0, DUBAN_CREDIT, 54);
    expect_updates(&session, 1, 10, 54, "what came before WELCOME has no effect");
}

Test(session, tries_a_source_that_is_unknown_every_10_s)
{
    struct duban_session session;

    duban_session_init(&session, EPOCH, 1, 0);
    duban_session_said_hello(&session, at(0));
    hear_nak(&session, DUBAN_NAK_UNKNOWN_SOURCE, 0, 0, 5);
    cr_assert(session.is_unknown, "the operator is to be told");
    expect_due(&session, 10005, "10 s after the answer");
    expect(&session, DUBAN_STEP_WAIT, 10004, "not before");
    expect(&session, DUBAN_STEP_HELLO, 10005, "it may be known by now");
    hear_welcome(&session, 0, DUBAN_CREDIT, 10006);
    cr_assert_not(session.is_unknown, "now it is");
}

Test(session, stops_where_only_its_operator_can_help)
{
    static const struct {
        const char *when, *code; /* NULL: NAK fenced */
        bool is_live;
    } rows[] = {
        {"fenced when asking", NULL, false},
        {"fenced when live", NULL, true},
        {"another version of the protocol", "E_VERSION", false},
        {"the outbox went back", "E_EPOCH_OLD", false},
    };
    struct duban_mono due;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_session session = live(10, 0, 0);
        if (!rows[i].is_live)
            duban_session_init(&session, EPOCH, 10, 0);
        if (rows[i].code == NULL)
            hear_nak(&session, DUBAN_NAK_FENCED, 0, 0, 1);
        else
            hear_err(&session, rows[i].code);
        cr_assert_eq(session.state, DUBAN_SESSION_STOPPED, "%s", rows[i].when);
        cr_assert_neq(session.stopped_because, NULL, "%s", rows[i].when);
        hear_welcome(&session, 0, DUBAN_CREDIT, 2);
        hear_nak(&session, DUBAN_NAK_HELLO, 0, 0, 3);
        cr_assert_not(hear_ack(&session, 1, 1, 4), "%s", rows[i].when);
        expect(&session, DUBAN_STEP_WAIT, 1000000, rows[i].when);
        cr_assert_not(duban_session_due(&session, &due), "%s", rows[i].when);
    }
}

Test(session, is_left_as_it_was_by_what_an_aggregator_does_not_say)
{
    static const enum duban_message_type types[] = {DUBAN_HELLO, DUBAN_UPDATES, DUBAN_BELL};
    struct duban_session session = live(10, 0, 0);

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct duban_message message = {.type = types[i]};
        cr_assert_not(duban_session_hear(&session, &message, at(1)));
    }
    hear_err(&session, "E_DECODE");
    hear_err(&session, "E_TOMORROW");
    expect_updates(&session, 1, 10, 2, "nothing happened");
}

Test(bug, refill_that_is_lost_is_asked_for_again)
{
    struct duban_session session;
    duban_session_init(&session, EPOCH, 9, 9);
    duban_session_said_hello(&session, at(0));
    hear_welcome(&session, 3, DUBAN_CREDIT, 0);
    expect_updates(&session, 4, 6, 0, "refill");
    expect_due(&session, 10000, "10 s");
    expect(&session, DUBAN_STEP_HELLO, 10000, "asks again");
    duban_session_said_hello(&session, at(10000));
    hear_welcome(&session, 6, DUBAN_CREDIT, 10001);
    expect_updates(&session, 7, 3, 10001, "the rest");
    cr_assert(hear_ack(&session, 7, 9, 10002));
    expect(&session, DUBAN_STEP_WAIT, 1000000, "done");
}
Test(bug, refill_respects_credit)
{
    struct duban_session session;
    duban_session_init(&session, EPOCH, 900, 900);
    duban_session_said_hello(&session, at(0));
    hear_welcome(&session, 0, 300, 0);
    expect_updates(&session, 1, 256, 0, "refill");
    expect_updates(&session, 257, 44, 0, "refill");
    expect(&session, DUBAN_STEP_WAIT, 0, "credit");
}
Test(bug, due_is_never_in_the_past_when_waiting)
{
    struct duban_session session;
    struct duban_mono due;
    duban_session_init(&session, EPOCH, 900, 0);
    duban_session_said_hello(&session, at(0));
    hear_welcome(&session, 0, 100, 1);
    expect_updates(&session, 1, 100, 1, "window");
    hear_nak(&session, DUBAN_NAK_LATER, 0, 1000, 10);
    expect_updates(&session, 1, 100, 1010, "window again");
    expect(&session, DUBAN_STEP_WAIT, 1010, "credit");
    cr_assert(duban_session_due(&session, &due));
    cr_assert_gt(due.ms, 1010);
}
Test(bug, stopped_stays_stopped)
{
    struct duban_session session = live(10, 0, 0);
    hear_nak(&session, DUBAN_NAK_FENCED, 0, 0, 1);
    hear_nak(&session, DUBAN_NAK_UNKNOWN_SOURCE, 0, 0, 3);
    cr_assert_eq(session.state, DUBAN_SESSION_STOPPED);
}
