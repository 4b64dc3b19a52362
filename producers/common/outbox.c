/* SPDX-License-Identifier: MIT */
#include "producers/common/outbox.h"

#include <stdlib.h>

#include "lib/core/buf.h"
#include "lib/core/check.h"
#include "lib/core/crypto.h"
#include "lib/core/db.h"
#include "proto/bounds.h"

static const char *const steps[] = {
    "CREATE TABLE outbox (source TEXT NOT NULL, epoch INTEGER NOT NULL, answered INTEGER NOT NULL) STRICT;"
    "CREATE TABLE entry (seq INTEGER PRIMARY KEY, kept INTEGER NOT NULL, body BLOB NOT NULL, code TEXT, detail TEXT) STRICT;",
    /* file: what a watcher has found in its folder (producers/watch/ledger.c). */
    "ALTER TABLE entry ADD COLUMN key TEXT;"
    "CREATE TABLE accepted (key TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE file (id INTEGER PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,"
    " inode INTEGER NOT NULL, sha256 TEXT NOT NULL, form TEXT NOT NULL, delivered INTEGER NOT NULL, decision TEXT,"
    " first INTEGER, last INTEGER, is_told INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX file_name ON file (name, id); CREATE INDEX file_sha256 ON file (sha256, form);"
    "CREATE INDEX file_open ON file (id) WHERE is_told = 0;",
};

static const struct duban_schema schema = {
    .application_id = 0x6475626f, /* "dubo" */
    .steps = steps,
    .n_steps = sizeof steps / sizeof steps[0],
};

enum statement {
    APPEND,
    READ,
    SET_OK,
    SET_RESULT,
    SET_ACCEPTED,
    SET_ANSWERED,
    ANSWER_OF,
    EACH_ACCEPTED,
    FORGET,
    N_STATEMENTS
};

static const char *const sql[] = {
    [APPEND] = "INSERT INTO entry (seq, kept, body, key) VALUES (?1, ?2, ?3, ?4)",
    [READ] = "SELECT body FROM entry WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
    [SET_OK] = "UPDATE entry SET code = 'OK', detail = '' WHERE seq BETWEEN ?1 AND ?2",
    [SET_RESULT] = "UPDATE entry SET code = ?2, detail = ?3 WHERE seq = ?1",
    [SET_ACCEPTED] =
        ("INSERT INTO accepted SELECT key, max(seq) FROM entry WHERE seq BETWEEN ?1 AND ?2 AND key IS NOT NULL"
         " AND substr(code, 1, 2) <> 'E_' GROUP BY key"
         " ON CONFLICT (key) DO UPDATE SET seq = max(seq, excluded.seq)"),
    [SET_ANSWERED] = "UPDATE outbox SET answered = max(answered, ?1)",
    [ANSWER_OF] = "SELECT code, detail FROM entry WHERE seq = ?1",
    [EACH_ACCEPTED] =
        "SELECT accepted.key, body FROM accepted JOIN entry USING (seq) ORDER BY accepted.key",
    [FORGET] = "DELETE FROM accepted WHERE key = ?1",
};

struct duban_outbox {
    struct duban_db *db;
    struct duban_stmt *statements[N_STATEMENTS];
    struct duban_arena arena; /* holds the source's name */
    struct duban_slice source;
    uint64_t epoch, first, last, answered;
    uint64_t last_committed;
};

/* Room that an update takes in a frame beside its bytes, and that the rest of the frame takes. */
enum { UPDATE_OVERHEAD = 5, FRAME_OVERHEAD = 128 };

static enum duban_rc read_state(struct duban_outbox *outbox, bool *out_is_new,
                                struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;
    bool has_row = false;

    enum duban_rc rc = duban_db_prepare(
        outbox->db,
        "SELECT source, epoch, answered, (SELECT coalesce(min(seq), 0) FROM entry),"
        " (SELECT coalesce(max(seq), 0) FROM entry) FROM outbox",
        &stmt, err);
    if (rc == DUBAN_OK)
        rc = duban_stmt_step(stmt, &has_row, err);
    if (rc == DUBAN_OK && has_row) {
        if (!duban_slice_equal(duban_stmt_text(stmt, 0), outbox->source))
            rc = duban_err_set(err, DUBAN_E_DATA, "it is the outbox of source \"%.*s\"",
                               DUBAN_SLICE_ARGS(duban_stmt_text(stmt, 0)));
        outbox->epoch = duban_db_u64_of(duban_stmt_i64(stmt, 1));
        outbox->answered = (uint64_t)duban_stmt_i64(stmt, 2);
        outbox->first = (uint64_t)duban_stmt_i64(stmt, 3);
        outbox->last = outbox->last_committed = (uint64_t)duban_stmt_i64(stmt, 4);
    }
    duban_stmt_free(stmt);
    *out_is_new = !has_row;
    return rc;
}

static enum duban_rc write_identity(struct duban_outbox *outbox, struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;

    outbox->epoch = duban_random_u64();
    enum duban_rc rc =
        duban_db_prepare(outbox->db, "INSERT INTO outbox VALUES (?1, ?2, 0)", &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_text(stmt, 1, outbox->source);
    duban_stmt_bind_i64(stmt, 2, duban_db_i64_of(outbox->epoch));
    rc = duban_stmt_run(stmt, err);
    duban_stmt_free(stmt);
    return rc;
}

static enum duban_rc open_db(struct duban_outbox *outbox, const char *path, struct duban_err *err)
{
    bool is_new = false;

    enum duban_rc rc = duban_db_open_writer(path, &schema, &outbox->db, err);
    if (rc == DUBAN_OK)
        rc = duban_db_limit(outbox->db, (int64_t)DUBAN_OUTBOX_MAX_MIB << 20, err);
    if (rc == DUBAN_OK)
        rc = read_state(outbox, &is_new, err);
    if (rc == DUBAN_OK && is_new)
        rc = write_identity(outbox, err);
    for (size_t i = 0; rc == DUBAN_OK && i < N_STATEMENTS; i++)
        rc = duban_db_prepare(outbox->db, sql[i], &outbox->statements[i], err);
    return rc;
}

enum duban_rc duban_outbox_open(const char *path, struct duban_slice source,
                                struct duban_outbox **out_outbox, struct duban_err *err)
{
    struct duban_outbox *outbox = calloc(1, sizeof *outbox);

    DUBAN_ASSERT(outbox != NULL);
    outbox->source = duban_arena_copy(&outbox->arena, source);
    enum duban_rc rc = open_db(outbox, path, err);
    if (rc != DUBAN_OK) {
        duban_outbox_close(outbox);
        return duban_err_wrap(err, rc, "outbox %s", path);
    }
    *out_outbox = outbox;
    return DUBAN_OK;
}

void duban_outbox_close(struct duban_outbox *outbox)
{
    if (outbox == NULL)
        return;
    for (size_t i = 0; i < N_STATEMENTS; i++)
        duban_stmt_free(outbox->statements[i]);
    duban_db_close(outbox->db);
    duban_arena_fini(&outbox->arena);
    free(outbox);
}

struct duban_slice duban_outbox_source(const struct duban_outbox *outbox)
{
    return outbox->source;
}

uint64_t duban_outbox_epoch(const struct duban_outbox *outbox)
{
    return outbox->epoch;
}

uint64_t duban_outbox_first(const struct duban_outbox *outbox)
{
    return outbox->first;
}

uint64_t duban_outbox_last(const struct duban_outbox *outbox)
{
    return outbox->last_committed;
}

uint64_t duban_outbox_answered(const struct duban_outbox *outbox)
{
    return outbox->answered;
}

enum duban_rc duban_outbox_begin(struct duban_outbox *outbox, struct duban_err *err)
{
    return duban_db_begin(outbox->db, err);
}

enum duban_rc duban_outbox_append(struct duban_outbox *outbox, struct duban_slice key,
                                  struct duban_slice update, struct duban_instant now,
                                  uint64_t *out_seq, struct duban_err *err)
{
    struct duban_stmt *stmt = outbox->statements[APPEND];

    if (update.len > DUBAN_UPDATE_MAX)
        return duban_err_set(err, DUBAN_E_DATA, "an update of %zu bytes; at most %d can be sent",
                             update.len, (int)DUBAN_UPDATE_MAX);
    duban_stmt_bind_i64(stmt, 1, (int64_t)(outbox->last + 1));
    duban_stmt_bind_i64(stmt, 2, now.ms);
    duban_stmt_bind_blob(stmt, 3, update);
    if (key.len > 0)
        duban_stmt_bind_text(stmt, 4, key);
    enum duban_rc rc = duban_stmt_run(stmt, err);
    if (rc == DUBAN_OK)
        *out_seq = ++outbox->last;
    return rc;
}

enum duban_rc duban_outbox_commit(struct duban_outbox *outbox, struct duban_err *err)
{
    enum duban_rc rc = duban_db_commit(outbox->db, err);
    if (rc != DUBAN_OK) {
        outbox->last = outbox->last_committed;
        return rc;
    }
    outbox->last_committed = outbox->last;
    if (outbox->first == 0 && outbox->last > 0)
        outbox->first = 1;
    /* The updates are on disk: a checkpoint that fails is made after a later commit. */
    duban_db_checkpoint(outbox->db);
    return DUBAN_OK;
}

void duban_outbox_rollback(struct duban_outbox *outbox)
{
    duban_db_rollback(outbox->db);
    outbox->last = outbox->last_committed;
}

enum duban_rc duban_outbox_read(struct duban_outbox *outbox, uint64_t seq,
                                const struct duban_outbox_limits *limits, struct duban_arena *arena,
                                struct duban_opt_texts *out_updates, struct duban_err *err)
{
    struct duban_stmt *stmt = outbox->statements[READ];
    struct duban_opt_texts updates = {
        DUBAN_GIVEN, duban_arena_new(arena, limits->max_updates, sizeof(struct duban_slice)), 0};
    size_t bytes = FRAME_OVERHEAD;
    bool has_row = true;
    enum duban_rc rc = DUBAN_OK;

    duban_stmt_bind_i64(stmt, 1, (int64_t)seq);
    duban_stmt_bind_i64(stmt, 2, seq < outbox->first ? 0 : (int64_t)limits->max_updates);
    while (rc == DUBAN_OK) {
        rc = duban_stmt_step(stmt, &has_row, err);
        if (rc != DUBAN_OK || !has_row)
            break;
        struct duban_slice body = duban_stmt_blob(stmt, 0);
        bytes += body.len + UPDATE_OVERHEAD;
        if (updates.n > 0 && bytes > limits->max_bytes)
            break;
        updates.at[updates.n++] = duban_arena_copy(arena, body);
    }
    duban_stmt_reset(stmt);
    if (rc == DUBAN_OK)
        *out_updates = updates;
    return rc;
}

/* Results for what the ACK does not span are not believed. */
static enum duban_rc set_results(struct duban_outbox *outbox, const struct duban_ack *ack,
                                 struct duban_err *err)
{
    const struct duban_opt_results *results = &ack->results;
    struct duban_stmt *stmt = outbox->statements[SET_RESULT];
    enum duban_rc rc = DUBAN_OK;

    for (size_t i = 0; rc == DUBAN_OK && i < results->n; i++) {
        if (results->at[i].seq < ack->first.v || results->at[i].seq > ack->hi.v)
            continue;
        duban_stmt_bind_i64(stmt, 1, (int64_t)results->at[i].seq);
        duban_stmt_bind_text(stmt, 2, results->at[i].code);
        duban_stmt_bind_text(stmt, 3, results->at[i].detail);
        rc = duban_stmt_run(stmt, err);
    }
    return rc;
}

/* Runs a statement on what the ACK spans. */
static enum duban_rc set_range(struct duban_outbox *outbox, enum statement statement,
                               const struct duban_ack *ack, struct duban_err *err)
{
    struct duban_stmt *stmt = outbox->statements[statement];

    duban_stmt_bind_i64(stmt, 1, (int64_t)ack->first.v);
    duban_stmt_bind_i64(stmt, 2, (int64_t)ack->hi.v);
    return duban_stmt_run(stmt, err);
}

static enum duban_rc set_answered(struct duban_outbox *outbox, uint64_t hi, struct duban_err *err)
{
    struct duban_stmt *stmt = outbox->statements[SET_ANSWERED];

    duban_stmt_bind_i64(stmt, 1, (int64_t)hi);
    return duban_stmt_run(stmt, err);
}

enum duban_rc duban_outbox_answer(struct duban_outbox *outbox, const struct duban_ack *ack,
                                  struct duban_err *err)
{
    enum duban_rc rc = duban_db_begin(outbox->db, err);
    if (rc != DUBAN_OK)
        return rc;
    rc = set_range(outbox, SET_OK, ack, err);
    if (rc == DUBAN_OK)
        rc = set_results(outbox, ack, err);
    if (rc == DUBAN_OK)
        rc = set_range(outbox, SET_ACCEPTED, ack, err);
    if (rc == DUBAN_OK)
        rc = set_answered(outbox, ack->hi.v, err);
    if (rc != DUBAN_OK) {
        duban_db_rollback(outbox->db);
        return rc;
    }
    rc = duban_db_commit(outbox->db, err);
    if (rc == DUBAN_OK && ack->hi.v > outbox->answered)
        outbox->answered = ack->hi.v;
    return rc;
}

enum duban_rc duban_outbox_answer_of(struct duban_outbox *outbox, uint64_t seq,
                                     struct duban_arena *arena, struct duban_result *out_result,
                                     struct duban_err *err)
{
    struct duban_stmt *stmt = outbox->statements[ANSWER_OF];
    bool has_row = false;

    duban_stmt_bind_i64(stmt, 1, (int64_t)seq);
    enum duban_rc rc = duban_stmt_step(stmt, &has_row, err);
    if (rc == DUBAN_OK) {
        *out_result = (struct duban_result){.seq = seq};
        if (has_row && !duban_stmt_is_null(stmt, 0)) {
            out_result->code = duban_arena_copy(arena, duban_stmt_text(stmt, 0));
            out_result->detail = duban_arena_copy(arena, duban_stmt_text(stmt, 1));
        }
    }
    duban_stmt_reset(stmt);
    return rc;
}

enum duban_rc duban_outbox_each_accepted(struct duban_outbox *outbox, duban_accepted_fn *fn,
                                         void *arg, struct duban_err *err)
{
    struct duban_stmt *stmt = outbox->statements[EACH_ACCEPTED];
    bool has_row = false;

    enum duban_rc rc = duban_stmt_step(stmt, &has_row, err);
    while (rc == DUBAN_OK && has_row) {
        rc = fn(arg, duban_stmt_text(stmt, 0), duban_stmt_blob(stmt, 1), err);
        if (rc == DUBAN_OK)
            rc = duban_stmt_step(stmt, &has_row, err);
    }
    duban_stmt_reset(stmt);
    return rc;
}

enum duban_rc duban_outbox_forget(struct duban_outbox *outbox, struct duban_slice key,
                                  struct duban_err *err)
{
    struct duban_stmt *stmt = outbox->statements[FORGET];

    duban_stmt_bind_text(stmt, 1, key);
    return duban_stmt_run(stmt, err);
}

struct duban_db *duban_outbox_db(struct duban_outbox *outbox)
{
    return outbox->db;
}
