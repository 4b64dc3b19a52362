/* SPDX-License-Identifier: MIT */
#include "sinks/common/ledger.h"

#include <stdlib.h>

#include "lib/app/people.h"
#include "lib/core/check.h"
#include "sinks/common/mail.h"

enum statement {
    RECOVER,
    PLAN,
    ADDRESS,
    SENDING,
    RECORD,
    UNDO,
    SET,
    GET,
    NEXT,
    MESSAGE,
    N_STATEMENTS
};

static const char *const sql[] = {
    [RECOVER] =
        "UPDATE delivery SET state = iif(next_try IS NULL, 'dead', 'unknown'), n_unknown = n_unknown + 1,"
        " last_code = NULL, last_text = NULL WHERE state = 'sending'",
    [PLAN] = "INSERT INTO message (key, created, subject, bytes) VALUES (?1, ?2, ?3, ?4)"
             " ON CONFLICT (key) DO NOTHING RETURNING 1",
    [ADDRESS] = "INSERT INTO delivery (key, recipient, state, next_try)"
                " SELECT key, ?2, 'queued', ?3 FROM message WHERE key = ?1"
                " ON CONFLICT (key, recipient) DO UPDATE SET key = excluded.key RETURNING 1",
    [SENDING] =
        "UPDATE delivery SET state = 'sending', attempt = attempt + 1, next_try = ?3,"
        " first_try = coalesce(first_try, ?4), last_try = ?4 WHERE key = ?1 AND recipient = ?2",
    [RECORD] =
        "UPDATE delivery SET state = ?3, n_unknown = n_unknown + ?4, last_code = ?5, last_text = ?6,"
        " next_try = iif(?3 IN ('sent', 'dead'), NULL, next_try) WHERE key = ?1 AND recipient = ?2",
    [UNDO] =
        "UPDATE delivery SET state = ?3, attempt = attempt - 1, next_try = ?4, last_code = ?5, last_text = ?6,"
        " first_try = iif(attempt = 1, NULL, first_try) WHERE key = ?1 AND recipient = ?2",
    [SET] =
        "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [GET] = "SELECT value FROM meta WHERE name = ?1",
    [NEXT] =
        "SELECT key, recipient, bytes, state, attempt, next_try, n_unknown FROM delivery JOIN message USING (key)"
        " WHERE state IN ('queued', 'retry', 'unknown') AND next_try <= ?1 ORDER BY next_try, key, recipient LIMIT 1",
    [MESSAGE] = "SELECT key, created, subject, bytes FROM message WHERE key = ?1",
};

const char *const duban_delivery_state_names[] = {
    [DUBAN_DELIVERY_QUEUED] = "queued",   [DUBAN_DELIVERY_SENDING] = "sending",
    [DUBAN_DELIVERY_SENT] = "sent",       [DUBAN_DELIVERY_RETRY] = "retry",
    [DUBAN_DELIVERY_UNKNOWN] = "unknown", [DUBAN_DELIVERY_DEAD] = "dead",
    [DUBAN_N_DELIVERY_STATES] = NULL};

struct duban_ledger {
    struct duban_db *db;
    struct duban_stmt *statements[N_STATEMENTS];
};

enum { MINUTE_MS = 60000, LONGEST_MINUTES = 4 * 60, LIFE_MINUTES = 3 * 24 * 60 };

int64_t duban_retry_ms(int attempt)
{
    static const int64_t first_minutes[] = {1, 5, 15, 60};
    static const int n_first = sizeof first_minutes / sizeof first_minutes[0];
    int64_t spent = 0; /* minutes from the first attempt to this one, if none was late */

    if (attempt < 1 || attempt >= DUBAN_ATTEMPTS_MAX)
        return -1;
    for (int i = 1; i < attempt; i++)
        spent += i <= n_first ? first_minutes[i - 1] : LONGEST_MINUTES;
    int64_t wait = attempt <= n_first ? first_minutes[attempt - 1] : LONGEST_MINUTES;
    return (spent + wait < LIFE_MINUTES ? wait : LIFE_MINUTES - spent) * MINUTE_MS;
}

static enum duban_rc open_db(struct duban_ledger *ledger, const char *path,
                             const struct duban_schema *schema, struct duban_err *err)
{
    enum duban_rc rc = duban_db_open_writer(path, schema, &ledger->db, err);
    if (rc == DUBAN_OK)
        rc = duban_db_limit(ledger->db, (int64_t)DUBAN_LEDGER_MAX_MIB << 20, err);
    for (size_t i = 0; rc == DUBAN_OK && i < N_STATEMENTS; i++)
        rc = duban_db_prepare(ledger->db, sql[i], &ledger->statements[i], err);
    return rc == DUBAN_OK ? duban_stmt_run(ledger->statements[RECOVER], err) : rc;
}

enum duban_rc duban_ledger_open(const char *path, const struct duban_schema *schema,
                                struct duban_ledger **out_ledger, struct duban_err *err)
{
    struct duban_ledger *ledger = calloc(1, sizeof *ledger);

    DUBAN_ASSERT(ledger != NULL);
    enum duban_rc rc = open_db(ledger, path, schema, err);
    if (rc != DUBAN_OK) {
        duban_ledger_close(ledger);
        return duban_err_wrap(err, rc, "ledger %s", path);
    }
    *out_ledger = ledger;
    return DUBAN_OK;
}

void duban_ledger_close(struct duban_ledger *ledger)
{
    if (ledger == NULL)
        return;
    for (size_t i = 0; i < N_STATEMENTS; i++)
        duban_stmt_free(ledger->statements[i]);
    duban_db_close(ledger->db);
    free(ledger);
}

enum duban_rc duban_ledger_begin(struct duban_ledger *ledger, struct duban_err *err)
{
    return duban_db_begin(ledger->db, err);
}

enum duban_rc duban_ledger_commit(struct duban_ledger *ledger, struct duban_err *err)
{
    enum duban_rc rc = duban_db_commit(ledger->db, err);
    if (rc == DUBAN_OK)
        duban_db_checkpoint(ledger->db);
    return rc;
}

void duban_ledger_rollback(struct duban_ledger *ledger)
{
    duban_db_rollback(ledger->db);
}

/* Steps a statement that gives one row or none, and resets it. */
static enum duban_rc run_for_row(struct duban_stmt *stmt, bool *out_has_row, struct duban_err *err)
{
    enum duban_rc rc = duban_stmt_step(stmt, out_has_row, err);

    duban_stmt_reset(stmt);
    return rc;
}

enum duban_rc duban_ledger_plan(struct duban_ledger *ledger, const struct duban_planned *message,
                                bool *out_is_new, struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[PLAN];
    bool is_new = false;

    if (!duban_mail_is_key(message->key))
        return duban_err_set(err, DUBAN_E_DATA, "\"%.*s\" is no key of a message",
                             DUBAN_SLICE_ARGS(message->key));
    if (message->bytes.len > DUBAN_MESSAGE_MAX)
        return duban_err_set(err, DUBAN_E_DATA, "a message of %zu bytes; at most %d are sent",
                             message->bytes.len, (int)DUBAN_MESSAGE_MAX);
    duban_stmt_bind_text(stmt, 1, message->key);
    duban_stmt_bind_i64(stmt, 2, message->created_at.ms);
    duban_stmt_bind_text(stmt, 3, message->subject);
    duban_stmt_bind_blob(stmt, 4, message->bytes);
    enum duban_rc rc = run_for_row(stmt, &is_new, err);
    if (rc == DUBAN_OK && out_is_new != NULL)
        *out_is_new = is_new;
    return rc;
}

enum duban_rc duban_ledger_address(struct duban_ledger *ledger, struct duban_slice key,
                                   struct duban_slice recipient, struct duban_instant not_before,
                                   struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[ADDRESS];
    bool is_there = false;

    if (!duban_is_mail_address(recipient))
        return duban_err_set(err, DUBAN_E_DATA, "\"%.*s\" is no plain address",
                             DUBAN_SLICE_ARGS(recipient));
    duban_stmt_bind_text(stmt, 1, key);
    duban_stmt_bind_text(stmt, 2, recipient);
    duban_stmt_bind_i64(stmt, 3, not_before.ms);
    enum duban_rc rc = run_for_row(stmt, &is_there, err);
    if (rc == DUBAN_OK && !is_there)
        return duban_err_set(err, DUBAN_E_DATA, "there is no message \"%.*s\"",
                             DUBAN_SLICE_ARGS(key));
    return rc;
}

static void bind_identity(struct duban_stmt *stmt, const struct duban_due *due)
{
    duban_stmt_bind_text(stmt, 1, due->key);
    duban_stmt_bind_text(stmt, 2, due->recipient);
}

enum duban_rc duban_ledger_sending(struct duban_ledger *ledger, const struct duban_due *due,
                                   struct duban_instant now, struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[SENDING];
    int64_t wait_ms = duban_retry_ms(due->attempt + 1);

    bind_identity(stmt, due);
    if (wait_ms >= 0)
        duban_stmt_bind_i64(stmt, 3, now.ms + wait_ms);
    duban_stmt_bind_i64(stmt, 4, now.ms);
    return duban_stmt_run(stmt, err);
}

/* HOLD: nothing was tried. */
static enum duban_rc undo(struct duban_ledger *ledger, const struct duban_due *due,
                          const struct duban_reply *reply, struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[UNDO];

    bind_identity(stmt, due);
    duban_stmt_bind_text(stmt, 3, duban_slice_of(duban_delivery_state_names[due->state]));
    duban_stmt_bind_i64(stmt, 4, due->next_try_at.ms);
    duban_stmt_bind_i64(stmt, 5, reply->code);
    duban_stmt_bind_text(stmt, 6, duban_slice_of(reply->text));
    return duban_stmt_run(stmt, err);
}

enum duban_rc duban_ledger_record(struct duban_ledger *ledger, const struct duban_due *due,
                                  const struct duban_reply *reply,
                                  enum duban_delivery_state *out_state, struct duban_err *err)
{
    static const enum duban_delivery_state states[] = {[DUBAN_SENT] = DUBAN_DELIVERY_SENT,
                                                       [DUBAN_RETRY] = DUBAN_DELIVERY_RETRY,
                                                       [DUBAN_UNKNOWN] = DUBAN_DELIVERY_UNKNOWN,
                                                       [DUBAN_DEAD] = DUBAN_DELIVERY_DEAD,
                                                       [DUBAN_HOLD] = DUBAN_DELIVERY_QUEUED};
    struct duban_stmt *stmt = ledger->statements[RECORD];
    enum duban_delivery_state state = states[reply->outcome];
    enum duban_rc rc;

    if (reply->outcome == DUBAN_HOLD) {
        state = due->state;
        rc = undo(ledger, due, reply, err);
    } else {
        bool is_enough = reply->outcome == DUBAN_UNKNOWN && due->n_unknown + 1 >= DUBAN_UNKNOWN_MAX;
        if (state != DUBAN_DELIVERY_SENT && (is_enough || duban_retry_ms(due->attempt + 1) < 0))
            state = DUBAN_DELIVERY_DEAD;
        bind_identity(stmt, due);
        duban_stmt_bind_text(stmt, 3, duban_slice_of(duban_delivery_state_names[state]));
        duban_stmt_bind_i64(stmt, 4, reply->outcome == DUBAN_UNKNOWN ? 1 : 0);
        duban_stmt_bind_i64(stmt, 5, reply->code);
        duban_stmt_bind_text(stmt, 6, duban_slice_of(reply->text));
        rc = duban_stmt_run(stmt, err);
    }
    if (rc == DUBAN_OK)
        *out_state = state;
    return rc;
}

enum duban_rc duban_ledger_set(struct duban_ledger *ledger, const char *name,
                               struct duban_slice value, struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[SET];

    duban_stmt_bind_text(stmt, 1, duban_slice_of(name));
    duban_stmt_bind_text(stmt, 2, value);
    return duban_stmt_run(stmt, err);
}

enum duban_rc duban_ledger_get(struct duban_ledger *ledger, const char *name,
                               struct duban_arena *arena, struct duban_slice *out_value,
                               struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[GET];
    bool has_row = false;

    duban_stmt_bind_text(stmt, 1, duban_slice_of(name));
    enum duban_rc rc = duban_stmt_step(stmt, &has_row, err);
    if (rc == DUBAN_OK)
        *out_value =
            has_row ? duban_arena_copy(arena, duban_stmt_text(stmt, 0)) : (struct duban_slice){0};
    duban_stmt_reset(stmt);
    return rc;
}

static enum duban_delivery_state state_named(struct duban_slice name)
{
    int state = 0;

    while (state < DUBAN_N_DELIVERY_STATES &&
           !duban_slice_is(name, duban_delivery_state_names[state]))
        state++;
    return (enum duban_delivery_state)state;
}

enum duban_rc duban_ledger_next(struct duban_ledger *ledger, struct duban_instant now,
                                struct duban_arena *arena, struct duban_due *out_due,
                                bool *out_is_there, struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[NEXT];
    bool has_row = false;

    duban_stmt_bind_i64(stmt, 1, now.ms);
    enum duban_rc rc = duban_stmt_step(stmt, &has_row, err);
    if (rc == DUBAN_OK && has_row)
        *out_due = (struct duban_due){
            .key = duban_arena_copy(arena, duban_stmt_text(stmt, 0)),
            .recipient = duban_arena_copy(arena, duban_stmt_text(stmt, 1)),
            .bytes = duban_arena_copy(arena, duban_stmt_blob(stmt, 2)),
            .state = state_named(duban_stmt_text(stmt, 3)),
            .attempt = (int)duban_stmt_i64(stmt, 4),
            .n_unknown = (int)duban_stmt_i64(stmt, 6),
            .next_try_at = {duban_stmt_i64(stmt, 5)},
        };
    duban_stmt_reset(stmt);
    if (rc == DUBAN_OK)
        *out_is_there = has_row;
    return rc;
}

enum duban_rc duban_ledger_message(struct duban_ledger *ledger, struct duban_slice key,
                                   struct duban_arena *arena, struct duban_planned *out_message,
                                   bool *out_is_there, struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[MESSAGE];
    bool has_row = false;

    duban_stmt_bind_text(stmt, 1, key);
    enum duban_rc rc = duban_stmt_step(stmt, &has_row, err);
    if (rc == DUBAN_OK && has_row)
        *out_message = (struct duban_planned){
            .key = duban_arena_copy(arena, duban_stmt_text(stmt, 0)),
            .created_at = {duban_stmt_i64(stmt, 1)},
            .subject = duban_arena_copy(arena, duban_stmt_text(stmt, 2)),
            .bytes = duban_arena_copy(arena, duban_stmt_blob(stmt, 3)),
        };
    duban_stmt_reset(stmt);
    if (rc == DUBAN_OK)
        *out_is_there = has_row;
    return rc;
}

struct duban_db *duban_ledger_db(struct duban_ledger *ledger)
{
    return ledger->db;
}
