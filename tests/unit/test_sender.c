/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "sinks/common/sender.h"
#include "tests/unit/folder.h"

static const int64_t minute_ms = 60000;
static const char *const steps[] = {DUBAN_LEDGER_TABLES};
static const struct duban_schema schema = {.application_id = 1, .steps = steps, .n_steps = 1};

/* Mail into the folder "mail", and so many messages due at minute 0. A new folder becomes the working
 * folder: each test is a process of its own. */
static struct duban_ledger *open_with(int n_messages)
{
    struct duban_ledger *ledger = NULL;
    struct duban_err err = {0};

    cr_assert_eq(duban_ledger_open("alerts.db", &schema, &ledger, &err), DUBAN_OK, "%s", err.text);
    cr_assert_eq(duban_ledger_begin(ledger, &err), DUBAN_OK);
    for (int i = 0; i < n_messages; i++) {
        char key[] = {'k', '.', (char)('a' + i), '\0'};
        struct duban_planned message = {.key = duban_slice_of(key), .bytes = duban_slice_of(key)};
        cr_assert_eq(duban_ledger_plan(ledger, &message, NULL, &err), DUBAN_OK, "%s", err.text);
        cr_assert_eq(duban_ledger_address(ledger, message.key, duban_slice_of("a@b"),
                                          (struct duban_instant){0}, &err),
                     DUBAN_OK);
    }
    cr_assert_eq(duban_ledger_commit(ledger, &err), DUBAN_OK);
    return ledger;
}

/* One step at this minute; the sentence goes into told, which is emptied before. */
static struct duban_step step(struct duban_sender *sender, int64_t minutes, struct duban_buf *told)
{
    struct duban_step done = {.is_sent_on = false};
    struct duban_err err = {0};

    duban_buf_clear(told);
    cr_assert_eq(
        duban_sender_step(sender, (struct duban_instant){minutes * minute_ms}, &done, told, &err),
        DUBAN_OK, "%s", err.text);
    return done;
}

Test(sender, sends_what_is_due_one_by_one)
{
    struct duban_office_mail mail = {.channel = DUBAN_CHANNEL_FILE, .folder = "mail"};
    struct duban_buf told = {0};
    char folder[32];

    enter(folder);
    struct duban_sender sender = {.ledger = open_with(2), .mail = &mail, .lang = DUBAN_EN};
    struct duban_step done = step(&sender, -1, &told);
    cr_assert(!done.is_sent_on && !done.is_due, "before its time");
    done = step(&sender, 0, &told);
    cr_assert(done.is_sent_on && done.is_due && done.state == DUBAN_DELIVERY_SENT);
    cr_assert(access("mail/k.a.eml", F_OK) == 0 && access("mail/k.b.eml", F_OK) != 0);
    done = step(&sender, 0, &told);
    cr_assert(done.is_sent_on && !done.is_due && access("mail/k.b.eml", F_OK) == 0);
    done = step(&sender, 0, &told);
    cr_assert(!done.is_sent_on && !done.is_due && told.len == 0);
    duban_ledger_close(sender.ledger);
    duban_buf_fini(&told);
    leave(folder);
}

Test(sender, holds_a_channel_that_is_at_fault_and_tells_it_once)
{
    static const struct {
        int64_t minutes;
        bool is_tried, is_told;
    } rows[] = {
        {0, true, true},   {0, false, false},   {1, true, false},   {5, false, false},
        {6, true, false},  {20, false, false},  {21, true, false},  {80, false, false},
        {81, true, false}, {140, false, false}, {141, true, false}, {10000, true, false},
    };
    struct duban_office_mail mail = {.channel = DUBAN_CHANNEL_FILE, .folder = "none/mail"};
    struct duban_buf told = {0};
    char folder[32];

    enter(folder);
    struct duban_sender sender = {.ledger = open_with(2), .mail = &mail, .lang = DUBAN_EN};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_step done = step(&sender, rows[i].minutes, &told);
        cr_assert_eq(done.is_sent_on, rows[i].is_tried, "minute %d", (int)rows[i].minutes);
        cr_assert(!done.is_due, "a held channel has nothing to do");
        cr_assert_eq(told.len > 0, rows[i].is_told, "minute %d: %.*s", (int)rows[i].minutes,
                     DUBAN_SLICE_ARGS(duban_buf_slice(&told)));
    }
    cr_assert_eq(mkdir("none", S_IRWXU), 0);
    struct duban_step done = step(&sender, 20000, &told);
    cr_assert(done.state == DUBAN_DELIVERY_SENT && done.is_due && told.len == 0);
    cr_assert_eq(rmdir("none/mail") != 0 && unlink("none/mail/k.a.eml") == 0 &&
                     rmdir("none/mail") == 0 && rmdir("none") == 0,
                 true);
    done = step(&sender, 20000, &told);
    cr_assert(done.is_sent_on && told.len > 0, "a new fault is told");
    cr_assert(!step(&sender, 20000, &told).is_sent_on && step(&sender, 20001, &told).is_sent_on,
              "and held for a minute first");
    duban_ledger_close(sender.ledger);
    duban_buf_fini(&told);
    leave(folder);
}

Test(sender, tells_what_is_given_up)
{
    struct duban_office_mail mail = {.channel = DUBAN_CHANNEL_FILE, .folder = "mail"};
    struct duban_buf told = {0};
    char folder[32];

    enter(folder);
    cr_assert_eq(mkdir("mail", S_IRWXU), 0);
    write_bytes("mail/k.a.eml", "another", 7);
    struct duban_sender sender = {.ledger = open_with(1), .mail = &mail, .lang = DUBAN_EN};
    struct duban_step done = step(&sender, 0, &told);
    cr_assert(done.state == DUBAN_DELIVERY_DEAD && !done.is_due);
    cr_assert(
        duban_slice_is(
            duban_buf_slice(&told),
            "mail k.a did not reach a@b and is not tried again: another mail has this key; check the address and the server"),
        "%.*s", DUBAN_SLICE_ARGS(duban_buf_slice(&told)));
    cr_assert_not(step(&sender, 100000, &told).is_sent_on);
    duban_ledger_close(sender.ledger);
    duban_buf_fini(&told);
    leave(folder);
}
