/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "lib/core/file.h"
#include "sinks/common/ledger.h"
#include "tests/unit/folder.h"

static const struct duban_instant eight = {1665360000000};
static const int64_t minute_ms = 60000;
static const char *const steps[] = {"CREATE TABLE own (n INTEGER) STRICT;", DUBAN_LEDGER_TABLES};
static const struct duban_schema schema = {.application_id = 1, .steps = steps, .n_steps = 2};

/* A new folder, which becomes the working folder: each test is a process of its own. */
static struct duban_ledger *open_ledger(void)
{
    struct duban_ledger *ledger = NULL;
    struct duban_err err = {0};

    cr_assert_eq(duban_ledger_open("alerts.db", &schema, &ledger, &err), DUBAN_OK, "%s", err.text);
    return ledger;
}

static void begin(struct duban_ledger *ledger)
{
    struct duban_err err = {0};
    cr_assert_eq(duban_ledger_begin(ledger, &err), DUBAN_OK, "%s", err.text);
}

static void commit(struct duban_ledger *ledger)
{
    struct duban_err err = {0};
    cr_assert_eq(duban_ledger_commit(ledger, &err), DUBAN_OK, "%s", err.text);
}

/* Returns whether it is new. */
static bool plan(struct duban_ledger *ledger, const char *key, const char *bytes)
{
    struct duban_planned message = {.key = duban_slice_of(key),
                                    .created_at = eight,
                                    .subject = duban_slice_of("超期"),
                                    .bytes = duban_slice_of(bytes)};
    struct duban_err err = {0};
    bool is_new = false;

    cr_assert_eq(duban_ledger_plan(ledger, &message, &is_new, &err), DUBAN_OK, "%s", err.text);
    return is_new;
}

static enum duban_rc address(struct duban_ledger *ledger, const char *key, const char *recipient,
                             struct duban_instant not_before)
{
    struct duban_err err = {0};
    return duban_ledger_address(ledger, duban_slice_of(key), duban_slice_of(recipient), not_before,
                                &err);
}

/* One message to one recipient, due at eight. */
static void plan_one(struct duban_ledger *ledger)
{
    begin(ledger);
    cr_assert(plan(ledger, "k", "the mail"));
    cr_assert_eq(address(ledger, "k", "a@b", eight), DUBAN_OK);
    commit(ledger);
}

/* Whether something is due so many minutes after eight. */
static bool next(struct duban_ledger *ledger, int64_t minutes, struct duban_arena *arena,
                 struct duban_due *out_due)
{
    struct duban_instant now = {eight.ms + minutes * minute_ms};
    struct duban_err err = {0};
    bool is_there = false;

    cr_assert_eq(duban_ledger_next(ledger, now, arena, out_due, &is_there, &err), DUBAN_OK, "%s",
                 err.text);
    return is_there;
}

static void sending(struct duban_ledger *ledger, const struct duban_due *due, int64_t minutes)
{
    struct duban_instant now = {eight.ms + minutes * minute_ms};
    struct duban_err err = {0};

    begin(ledger);
    cr_assert_eq(duban_ledger_sending(ledger, due, now, &err), DUBAN_OK, "%s", err.text);
    commit(ledger);
}

static enum duban_delivery_state record(struct duban_ledger *ledger, const struct duban_due *due,
                                        enum duban_outcome outcome)
{
    struct duban_reply reply = {.outcome = outcome, .code = 1, .text = "because"};
    enum duban_delivery_state state = DUBAN_N_DELIVERY_STATES;
    struct duban_err err = {0};

    begin(ledger);
    cr_assert_eq(duban_ledger_record(ledger, due, &reply, &state, &err), DUBAN_OK, "%s", err.text);
    commit(ledger);
    return state;
}

/* "state attempt n_unknown code text" of the delivery to a@b. */
static void expect_row(struct duban_ledger *ledger, const char *when, const char *want)
{
    struct duban_stmt *stmt = NULL;
    struct duban_err err = {0};
    bool has_row = false;

    cr_assert_eq(duban_db_prepare(duban_ledger_db(ledger),
                                  "SELECT state || ' ' || attempt || ' ' || n_unknown || ' ' ||"
                                  " coalesce(last_code, '-') || ' ' || coalesce(last_text, '-')"
                                  " FROM delivery WHERE recipient = 'a@b'",
                                  &stmt, &err),
                 DUBAN_OK, "%s", err.text);
    cr_assert_eq(duban_stmt_step(stmt, &has_row, &err), DUBAN_OK);
    cr_assert(has_row && duban_slice_is(duban_stmt_text(stmt, 0), want), "%s: \"%.*s\"", when,
              DUBAN_SLICE_ARGS(duban_stmt_text(stmt, 0)));
    duban_stmt_free(stmt);
}

Test(retry, waits_longer_each_time_and_ends_after_three_days)
{
    static const struct {
        int attempt;
        int64_t minutes; /* -1: no further attempt */
    } rows[] = {{1, 1},    {2, 5},   {3, 15},  {4, 60},       {5, 240}, {21, 240},
                {22, 159}, {23, -1}, {24, -1}, {1 << 30, -1}, {0, -1},  {-1, -1}};
    int64_t sum_ms = 0;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(duban_retry_ms(rows[i].attempt),
                     rows[i].minutes < 0 ? -1 : rows[i].minutes * minute_ms, "attempt %d: %lld",
                     rows[i].attempt, (long long)duban_retry_ms(rows[i].attempt));
    for (int attempt = 1; attempt < DUBAN_ATTEMPTS_MAX; attempt++)
        sum_ms += duban_retry_ms(attempt);
    cr_expect_eq(sum_ms, 3 * 24 * 60 * minute_ms, "the last attempt is made three days later");
}

Test(ledger, plans_a_message_once_and_gives_it_back)
{
    struct duban_arena arena = {0};
    struct duban_planned message = {0};
    struct duban_err err = {0};
    bool is_there = false;
    char folder[32];

    enter(folder);
    struct duban_ledger *ledger = open_ledger();
    begin(ledger);
    cr_assert(plan(ledger, "k", "the mail"));
    cr_assert_not(plan(ledger, "k", "another mail"), "in the same transaction");
    commit(ledger);
    begin(ledger);
    cr_assert_not(plan(ledger, "k", "another mail"), "later");
    commit(ledger);
    duban_ledger_close(ledger);

    ledger = open_ledger();
    cr_assert_eq(
        duban_ledger_message(ledger, duban_slice_of("k"), &arena, &message, &is_there, &err),
        DUBAN_OK);
    cr_assert(is_there && duban_slice_is(message.bytes, "the mail") &&
              duban_slice_is(message.subject, "超期") && message.created_at.ms == eight.ms);
    cr_assert_eq(
        duban_ledger_message(ledger, duban_slice_of("l"), &arena, &message, &is_there, &err),
        DUBAN_OK);
    cr_assert_not(is_there);
    duban_ledger_close(ledger);
    duban_arena_fini(&arena);
    leave(folder);
}

Test(ledger, keeps_together_what_is_planned_together_or_nothing)
{
    struct duban_arena arena = {0};
    struct duban_slice day = {0};
    struct duban_due due;
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    struct duban_ledger *ledger = open_ledger();
    for (int is_committed = 0; is_committed < 2; is_committed++) {
        begin(ledger);
        cr_assert(plan(ledger, "k", "the mail"));
        cr_assert_eq(address(ledger, "k", "a@b", eight), DUBAN_OK);
        cr_assert_eq(duban_ledger_set(ledger, "day", duban_slice_of("2022-10-10"), &err), DUBAN_OK);
        if (is_committed)
            commit(ledger);
        else
            duban_ledger_rollback(ledger);
        cr_assert_eq(duban_ledger_get(ledger, "day", &arena, &day, &err), DUBAN_OK);
        cr_assert(duban_slice_is(day, is_committed ? "2022-10-10" : ""));
        cr_assert_eq(next(ledger, 0, &arena, &due), is_committed);
    }
    begin(ledger);
    cr_assert_eq(duban_ledger_set(ledger, "day", duban_slice_of("2022-10-11"), &err), DUBAN_OK);
    commit(ledger);
    cr_assert_eq(duban_ledger_get(ledger, "day", &arena, &day, &err), DUBAN_OK);
    cr_assert(duban_slice_is(day, "2022-10-11"), "a mark has its last value");
    duban_ledger_close(ledger);
    duban_arena_fini(&arena);
    leave(folder);
}

Test(ledger, refuses_what_could_never_be_sent)
{
    static char bytes[DUBAN_MESSAGE_MAX + 1];
    struct duban_planned message = {.key = {"k", 1}, .bytes = {bytes, sizeof bytes}};
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    struct duban_ledger *ledger = open_ledger();
    begin(ledger);
    cr_assert_eq(duban_ledger_plan(ledger, &message, NULL, &err), DUBAN_E_DATA, "too long");
    message.bytes.len--;
    cr_assert_eq(duban_ledger_plan(ledger, &message, NULL, &err), DUBAN_OK, "%s", err.text);
    message.key = duban_slice_of("../k");
    cr_assert_eq(duban_ledger_plan(ledger, &message, NULL, &err), DUBAN_E_DATA, "no key");
    cr_assert_eq(address(ledger, "k", "a@b\r\n", eight), DUBAN_E_DATA, "no address");
    cr_assert_eq(address(ledger, "l", "a@b", eight), DUBAN_E_DATA, "no such message");
    cr_assert_eq(address(ledger, "k", "a@b", eight), DUBAN_OK);
    commit(ledger);
    duban_ledger_close(ledger);
    leave(folder);
}

Test(ledger, gives_what_has_been_due_for_longest)
{
    static const struct {
        int64_t minutes;
        const char *want; /* NULL: nothing */
    } rows[] = {{-1, NULL}, {0, "b@x"}, {1, "c@x"}, {2, "a@x"}, {60, "d@x"}, {60, NULL}};
    struct duban_arena arena = {0};
    struct duban_due due;
    char folder[32];

    enter(folder);
    struct duban_ledger *ledger = open_ledger();
    begin(ledger);
    cr_assert(plan(ledger, "k", "the mail"));
    for (size_t i = 0; i < 4; i++) {
        char recipient[] = {"dacb"[i], '@', 'x', '\0'};
        struct duban_instant at = {eight.ms + (3 - (int64_t)i) * minute_ms};
        cr_assert_eq(address(ledger, "k", recipient, at), DUBAN_OK);
        cr_assert_eq(address(ledger, "k", recipient, (struct duban_instant){0}), DUBAN_OK);
    }
    commit(ledger);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(next(ledger, rows[i].minutes, &arena, &due), rows[i].want != NULL);
        if (rows[i].want == NULL)
            continue;
        cr_assert(duban_slice_is(due.recipient, rows[i].want), "%.*s instead of %s",
                  DUBAN_SLICE_ARGS(due.recipient), rows[i].want);
        cr_assert(duban_slice_is(due.bytes, "the mail") && duban_slice_is(due.key, "k") &&
                  due.attempt == 0);
        sending(ledger, &due, rows[i].minutes);
        cr_assert_eq(record(ledger, &due, DUBAN_SENT), DUBAN_DELIVERY_SENT);
    }
    duban_ledger_close(ledger);
    duban_arena_fini(&arena);
    leave(folder);
}

Test(ledger, writes_down_what_became_of_it)
{
    static const struct {
        enum duban_outcome outcome;
        const char *want;
        int64_t due_minutes; /* -1: never */
    } rows[] = {
        {DUBAN_SENT, "sent 1 0 1 because", -1},      {DUBAN_RETRY, "retry 1 0 1 because", 1},
        {DUBAN_UNKNOWN, "unknown 1 1 1 because", 1}, {DUBAN_DEAD, "dead 1 0 1 because", -1},
        {DUBAN_HOLD, "queued 0 0 1 because", 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *name = duban_outcome_name(rows[i].outcome);
        struct duban_arena arena = {0};
        struct duban_due due;
        char folder[32];
        enter(folder);
        struct duban_ledger *ledger = open_ledger();
        plan_one(ledger);
        cr_assert(next(ledger, 0, &arena, &due));
        sending(ledger, &due, 0);
        expect_row(ledger, name, "sending 1 0 - -");
        cr_assert_not(next(ledger, 100000, &arena, &due), "%s: twice on its way", name);
        (void)record(ledger, &due, rows[i].outcome);
        expect_row(ledger, name, rows[i].want);
        begin(ledger); /* planned again, it stays as it is */
        cr_assert_not(plan(ledger, "k", "the mail"));
        cr_assert_eq(address(ledger, "k", "a@b", (struct duban_instant){0}), DUBAN_OK);
        commit(ledger);
        expect_row(ledger, name, rows[i].want);
        cr_expect_eq(next(ledger, 100000, &arena, &due), rows[i].due_minutes >= 0, "%s", name);
        cr_expect_not(next(ledger, rows[i].due_minutes - 1, &arena, &due), "%s", name);
        cr_expect_eq(next(ledger, rows[i].due_minutes, &arena, &due), rows[i].due_minutes >= 0);
        duban_ledger_close(ledger);
        duban_arena_fini(&arena);
        leave(folder);
    }
}

Test(ledger, that_was_left_while_sending_does_not_know)
{
    struct duban_arena arena = {0};
    struct duban_due due;
    char folder[32];

    enter(folder);
    struct duban_ledger *ledger = open_ledger();
    plan_one(ledger);
    cr_assert(next(ledger, 0, &arena, &due));
    sending(ledger, &due, 0);
    duban_ledger_close(ledger);
    ledger = open_ledger();
    expect_row(ledger, "opened again", "unknown 1 1 - -");
    cr_assert_not(next(ledger, 0, &arena, &due), "it waits as after any failure");
    cr_assert(next(ledger, 1, &arena, &due) && due.attempt == 1 &&
              due.state == DUBAN_DELIVERY_UNKNOWN);
    sending(ledger, &due, 1);
    cr_assert_eq(record(ledger, &due, DUBAN_HOLD), DUBAN_DELIVERY_UNKNOWN);
    expect_row(ledger, "held", "unknown 1 1 1 because");
    cr_assert(next(ledger, 1, &arena, &due), "a held one keeps its time");
    sending(ledger, &due, 1);
    cr_assert_eq(record(ledger, &due, DUBAN_SENT), DUBAN_DELIVERY_SENT);
    expect_row(ledger, "sent", "sent 2 1 1 because");
    duban_ledger_close(ledger);
    ledger = open_ledger();
    expect_row(ledger, "opened a third time", "sent 2 1 1 because");
    duban_ledger_close(ledger);
    duban_arena_fini(&arena);
    leave(folder);
}

Test(ledger, gives_up_after_the_last_attempt)
{
    static const struct {
        const char *when;
        bool is_left; /* the process dies while sending for the last time */
        enum duban_outcome outcome;
        int n; /* attempts */
        const char *want;
    } rows[] = {
        {"never taken", false, DUBAN_RETRY, DUBAN_ATTEMPTS_MAX, "dead 23 0 1 because"},
        {"taken and not answered", false, DUBAN_UNKNOWN, DUBAN_UNKNOWN_MAX, "dead 3 3 1 because"},
        {"died at the last", true, DUBAN_RETRY, DUBAN_ATTEMPTS_MAX, "dead 23 1 - -"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_arena arena = {0};
        struct duban_due due;
        char folder[32];
        int64_t minutes = 0;
        enter(folder);
        struct duban_ledger *ledger = open_ledger();
        plan_one(ledger);
        for (int attempt = 1; attempt <= rows[i].n; attempt++) {
            cr_assert(next(ledger, minutes, &arena, &due), "%s: %d", rows[i].when, attempt);
            sending(ledger, &due, minutes);
            if (!rows[i].is_left || attempt < rows[i].n)
                (void)record(ledger, &due, rows[i].outcome);
            minutes += duban_retry_ms(attempt) / minute_ms;
        }
        duban_ledger_close(ledger);
        ledger = open_ledger();
        expect_row(ledger, rows[i].when, rows[i].want);
        cr_assert_not(next(ledger, 1 << 20, &arena, &due), "%s", rows[i].when);
        duban_ledger_close(ledger);
        duban_arena_fini(&arena);
        leave(folder);
    }
}

Test(ledger, that_cannot_be_opened_says_why)
{
    struct duban_ledger *ledger = NULL;
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    cr_assert_eq(duban_ledger_open("none/a.db", &schema, &ledger, &err), DUBAN_E_NOINPUT);
    write_bytes("letter.db", "Dear Sir or Madam, I am no database at all", 42);
    cr_assert_eq(duban_ledger_open("letter.db", &schema, &ledger, &err), DUBAN_E_DATA);
    cr_assert_neq(strstr(err.text, "ledger letter.db"), NULL, "%s", err.text);
    struct duban_ledger *first = open_ledger();
    cr_assert_eq(duban_ledger_open("alerts.db", &schema, &ledger, &err), DUBAN_E_AGAIN, "%s",
                 err.text);
    cr_assert_eq(ledger, NULL);
    duban_ledger_close(first);
    leave(folder);
}
