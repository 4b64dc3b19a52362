/* SPDX-License-Identifier: MIT */
#include "sinks/common/sender.h"

#include <stdio.h>
#include <string.h>

/* Waits of one hour at most: a channel that works again must not stay silent for long. */
enum { HOLDS_MAX = 4 };

static bool is_held(const struct duban_sender *sender, struct duban_instant now)
{
    return now.ms < sender->held_until.ms;
}

static void hold(struct duban_sender *sender, const struct duban_reply *reply,
                 struct duban_instant now, struct duban_buf *sentence)
{
    char minutes[24];

    if (sender->n_holds < HOLDS_MAX)
        sender->n_holds++;
    int64_t wait_ms = duban_retry_ms(sender->n_holds);
    sender->held_until.ms = now.ms + wait_ms;
    if (strcmp(sender->held_for, reply->text) == 0)
        return;
    (void)snprintf(sender->held_for, sizeof sender->held_for, "%s", reply->text);
    (void)snprintf(minutes, sizeof minutes, "%d", (int)(wait_ms / 60000));
    DUBAN_SAY(sentence, sender->lang, DUBAN_TEXT_MAIL_HELD, reply->text, minutes);
}

/* What becomes of the channel, and what is told of the delivery. */
static void take(struct duban_sender *sender, const struct duban_due *due,
                 const struct duban_step *step, struct duban_instant now,
                 struct duban_buf *sentence)
{
    struct duban_buf recipient = {0};
    struct duban_buf key = {0};

    if (step->reply.is_channel) {
        hold(sender, &step->reply, now, sentence);
    } else {
        sender->n_holds = 0;
        sender->held_for[0] = '\0';
    }
    if (step->state != DUBAN_DELIVERY_DEAD && step->reply.outcome != DUBAN_UNKNOWN)
        return;
    duban_buf_puts(sentence, sentence->len > 0 ? "; " : "");
    duban_buf_printf(&recipient, "%.*s%c", DUBAN_SLICE_ARGS(due->recipient), '\0');
    duban_buf_printf(&key, "%.*s%c", DUBAN_SLICE_ARGS(due->key), '\0');
    DUBAN_SAY(sentence, sender->lang,
              step->state == DUBAN_DELIVERY_DEAD ? DUBAN_TEXT_MAIL_DEAD : DUBAN_TEXT_MAIL_UNKNOWN,
              key.at, recipient.at, step->reply.text);
    duban_buf_fini(&recipient);
    duban_buf_fini(&key);
}

/* Each of the two commits ends its transaction also when it fails. */
static enum duban_rc write_sending(struct duban_sender *sender, const struct duban_due *due,
                                   struct duban_instant now, struct duban_err *err)
{
    enum duban_rc rc = duban_ledger_begin(sender->ledger, err);
    if (rc == DUBAN_OK)
        rc = duban_ledger_sending(sender->ledger, due, now, err);
    if (rc == DUBAN_OK)
        return duban_ledger_commit(sender->ledger, err);
    duban_ledger_rollback(sender->ledger);
    return rc;
}

static enum duban_rc write_outcome(struct duban_sender *sender, const struct duban_due *due,
                                   struct duban_step *step, struct duban_err *err)
{
    enum duban_rc rc = duban_ledger_begin(sender->ledger, err);
    if (rc == DUBAN_OK)
        rc = duban_ledger_record(sender->ledger, due, &step->reply, &step->state, err);
    if (rc == DUBAN_OK)
        return duban_ledger_commit(sender->ledger, err);
    duban_ledger_rollback(sender->ledger);
    return rc;
}

static enum duban_rc send_one(struct duban_sender *sender, const struct duban_due *due,
                              struct duban_instant now, struct duban_step *step,
                              struct duban_err *err)
{
    struct duban_outgoing outgoing = {due->key, due->recipient, due->bytes};

    enum duban_rc rc = write_sending(sender, due, now, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_channel_send(sender->mail, &outgoing, &step->reply);
    step->is_sent_on = true;
    return write_outcome(sender, due, step, err);
}

enum duban_rc duban_sender_step(struct duban_sender *sender, struct duban_instant now,
                                struct duban_step *out_step, struct duban_buf *sentence,
                                struct duban_err *err)
{
    struct duban_arena arena = {0};
    struct duban_step step = {.is_sent_on = false};
    struct duban_due due;
    bool is_there = false;
    enum duban_rc rc = DUBAN_OK;

    if (!is_held(sender, now))
        rc = duban_ledger_next(sender->ledger, now, &arena, &due, &is_there, err);
    if (rc == DUBAN_OK && is_there) {
        rc = send_one(sender, &due, now, &step, err);
        if (rc == DUBAN_OK)
            take(sender, &due, &step, now, sentence);
        duban_arena_reset(&arena);
    }
    if (rc == DUBAN_OK && is_there && !is_held(sender, now))
        rc = duban_ledger_next(sender->ledger, now, &arena, &due, &step.is_due, err);
    duban_arena_fini(&arena);
    if (rc == DUBAN_OK)
        *out_step = step;
    return rc;
}
