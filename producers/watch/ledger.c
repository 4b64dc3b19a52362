/* SPDX-License-Identifier: MIT */
#include "producers/watch/ledger.h"

#include <stdlib.h>

#include "lib/core/check.h"
#include "lib/core/db.h"

enum statement { IS_SEEN, ADD, DECIDE, TELL, NEXT, IS_PRESENTED, N_STATEMENTS };

static const char *const sql[] = {
    [IS_SEEN] =
        ("SELECT 1 FROM file WHERE id = (SELECT max(id) FROM file WHERE name = ?1) AND size = ?2 AND mtime = ?3"
         " AND inode = ?4 AND (decision IS NOT 'held' OR form = ?5"
         " OR EXISTS (SELECT 1 FROM file later WHERE later.id > file.id AND later.decision = 'accepted'))"),
    [ADD] = "INSERT INTO file (name, size, mtime, inode, sha256, form, delivered)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [DECIDE] = "UPDATE file SET decision = ?2, first = ?3, last = ?4 WHERE id = ?1",
    [TELL] = "UPDATE file SET is_told = 1 WHERE id = ?1",
    [NEXT] = "SELECT id, name, size, mtime, inode, sha256, form, delivered, decision, first, last"
             " FROM file WHERE is_told = 0 ORDER BY id LIMIT 1",
    [IS_PRESENTED] =
        "SELECT 1 FROM file WHERE sha256 = ?1 AND form = ?2 AND id < ?3 AND decision IN ('accepted', 'held')",
};

struct ledger {
    struct duban_stmt *statements[N_STATEMENTS];
};

enum duban_rc ledger_open(struct duban_outbox *outbox, struct ledger **out_ledger,
                          struct duban_err *err)
{
    struct ledger *ledger = calloc(1, sizeof *ledger);
    enum duban_rc rc = DUBAN_OK;

    DUBAN_ASSERT(ledger != NULL);
    for (size_t i = 0; rc == DUBAN_OK && i < N_STATEMENTS; i++)
        rc = duban_db_prepare(duban_outbox_db(outbox), sql[i], &ledger->statements[i], err);
    if (rc != DUBAN_OK) {
        ledger_close(ledger);
        return rc;
    }
    *out_ledger = ledger;
    return DUBAN_OK;
}

void ledger_close(struct ledger *ledger)
{
    if (ledger == NULL)
        return;
    for (size_t i = 0; i < N_STATEMENTS; i++)
        duban_stmt_free(ledger->statements[i]);
    free(ledger);
}

/* Whether the statement, which is bound, has a row. */
static enum duban_rc has_row(struct duban_stmt *stmt, bool *out_has_row, struct duban_err *err)
{
    enum duban_rc rc = duban_stmt_step(stmt, out_has_row, err);

    duban_stmt_reset(stmt);
    return rc;
}

static void bind_identity(struct duban_stmt *stmt, struct duban_slice name,
                          const struct ledger_stamp *stamp)
{
    duban_stmt_bind_text(stmt, 1, name);
    duban_stmt_bind_i64(stmt, 2, stamp->size);
    duban_stmt_bind_i64(stmt, 3, stamp->mtime_ns);
    duban_stmt_bind_i64(stmt, 4, stamp->inode);
}

enum duban_rc ledger_is_seen(struct ledger *ledger, struct duban_slice name,
                             const struct ledger_stamp *stamp, struct duban_slice form,
                             bool *out_is_seen, struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[IS_SEEN];

    bind_identity(stmt, name, stamp);
    duban_stmt_bind_text(stmt, 5, form);
    return has_row(stmt, out_is_seen, err);
}

enum duban_rc ledger_add(struct ledger *ledger, const struct ledger_file *file,
                         struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[ADD];

    bind_identity(stmt, file->name, &file->stamp);
    duban_stmt_bind_text(stmt, 5, file->sha256);
    duban_stmt_bind_text(stmt, 6, file->form);
    duban_stmt_bind_i64(stmt, 7, file->delivered_at.ms);
    return duban_stmt_run(stmt, err);
}

enum duban_rc ledger_decide(struct ledger *ledger, const struct ledger_file *file,
                            struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[DECIDE];

    duban_stmt_bind_i64(stmt, 1, file->id);
    duban_stmt_bind_text(stmt, 2, duban_slice_of(duban_file_decision_words[file->decision.v]));
    duban_stmt_bind_i64(stmt, 3, (int64_t)file->first);
    duban_stmt_bind_i64(stmt, 4, (int64_t)file->last);
    return duban_stmt_run(stmt, err);
}

enum duban_rc ledger_tell(struct ledger *ledger, int64_t id, struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[TELL];

    duban_stmt_bind_i64(stmt, 1, id);
    return duban_stmt_run(stmt, err);
}

static void read_file(const struct duban_stmt *stmt, struct duban_arena *arena,
                      struct ledger_file *out)
{
    *out = (struct ledger_file){
        .id = duban_stmt_i64(stmt, 0),
        .name = duban_arena_copy(arena, duban_stmt_text(stmt, 1)),
        .stamp = {duban_stmt_i64(stmt, 2), duban_stmt_i64(stmt, 3), duban_stmt_i64(stmt, 4)},
        .sha256 = duban_arena_copy(arena, duban_stmt_text(stmt, 5)),
        .form = duban_arena_copy(arena, duban_stmt_text(stmt, 6)),
        .delivered_at = {duban_stmt_i64(stmt, 7)},
        .first = (uint64_t)duban_stmt_i64(stmt, 9),
        .last = (uint64_t)duban_stmt_i64(stmt, 10),
    };
    if (!duban_stmt_is_null(stmt, 8))
        out->decision = (struct duban_opt_word){
            DUBAN_GIVEN, duban_word_find(duban_file_decision_words, duban_stmt_text(stmt, 8))};
}

enum duban_rc ledger_next(struct ledger *ledger, struct duban_arena *arena,
                          struct ledger_file *out_file, bool *out_is_there, struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[NEXT];

    enum duban_rc rc = duban_stmt_step(stmt, out_is_there, err);
    if (rc == DUBAN_OK && *out_is_there)
        read_file(stmt, arena, out_file);
    duban_stmt_reset(stmt);
    return rc;
}

enum duban_rc ledger_is_presented(struct ledger *ledger, const struct ledger_file *file,
                                  bool *out_is_presented, struct duban_err *err)
{
    struct duban_stmt *stmt = ledger->statements[IS_PRESENTED];

    duban_stmt_bind_text(stmt, 1, file->sha256);
    duban_stmt_bind_text(stmt, 2, file->form);
    duban_stmt_bind_i64(stmt, 3, file->id);
    return has_row(stmt, out_is_presented, err);
}
