/* SPDX-License-Identifier: MIT */
#include "sinks/digest/archive.h"

#include <stdlib.h>

#include "lib/core/buf.h"
#include "lib/core/check.h"
#include "lib/core/crypto.h"
#include "lib/core/db.h"

static const char *const steps[] = {
    DUBAN_LEDGER_TABLES,
    "CREATE TABLE issue (day INTEGER NOT NULL, lang TEXT NOT NULL, number INTEGER NOT NULL, lsn INTEGER NOT NULL,"
    " subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL, json TEXT NOT NULL, sha256 TEXT NOT NULL,"
    " PRIMARY KEY (day, lang)) STRICT;",
};

const struct duban_schema archive_schema = {
    .application_id = 0x64756269, /* "dubi" */
    .steps = steps,
    .n_steps = sizeof steps / sizeof steps[0],
};

enum statement { ADD, FIND, N_STATEMENTS };

static const char *const sql[] = {
    [ADD] = "INSERT INTO issue (day, lang, number, lsn, subject, text, html, json, sha256)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [FIND] =
        "SELECT number, lsn, subject, text, html, json, sha256 FROM issue WHERE day = ?1 AND lang = ?2",
};

static const char *const lang_words[] = {[DUBAN_ZH] = "zh", [DUBAN_EN] = "en"};

struct archive {
    struct duban_stmt *statements[N_STATEMENTS];
};

enum duban_rc archive_open(struct duban_ledger *ledger, struct archive **out_archive,
                           struct duban_err *err)
{
    struct archive *archive = calloc(1, sizeof *archive);
    enum duban_rc rc = DUBAN_OK;

    DUBAN_ASSERT(archive != NULL);
    for (size_t i = 0; rc == DUBAN_OK && i < N_STATEMENTS; i++)
        rc = duban_db_prepare(duban_ledger_db(ledger), sql[i], &archive->statements[i], err);
    if (rc != DUBAN_OK) {
        archive_close(archive);
        return rc;
    }
    *out_archive = archive;
    return DUBAN_OK;
}

void archive_close(struct archive *archive)
{
    if (archive == NULL)
        return;
    for (size_t i = 0; i < N_STATEMENTS; i++)
        duban_stmt_free(archive->statements[i]);
    free(archive);
}

/* Of all that is shown to anybody. */
static void hash_of(const struct archived *issue, char out_hex[DUBAN_SHA256_BYTES])
{
    const struct duban_slice parts[] = {issue->subject, issue->text, issue->html, issue->json};
    struct duban_buf all = {0};

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        duban_buf_put(&all, parts[i]);
        duban_buf_put(&all, (struct duban_slice){"", 1}); /* NUL, which is in none of them */
    }
    (void)duban_sha256(duban_buf_slice(&all), out_hex);
    duban_buf_fini(&all);
}

enum duban_rc archive_add(struct archive *archive, const struct archived *issue,
                          struct duban_err *err)
{
    struct duban_stmt *stmt = archive->statements[ADD];
    char sha256[DUBAN_SHA256_BYTES];

    hash_of(issue, sha256);
    duban_stmt_bind_i64(stmt, 1, issue->day.days);
    duban_stmt_bind_text(stmt, 2, duban_slice_of(lang_words[issue->lang]));
    duban_stmt_bind_i64(stmt, 3, issue->number);
    duban_stmt_bind_i64(stmt, 4, (int64_t)issue->lsn);
    duban_stmt_bind_text(stmt, 5, issue->subject);
    duban_stmt_bind_text(stmt, 6, issue->text);
    duban_stmt_bind_text(stmt, 7, issue->html);
    duban_stmt_bind_text(stmt, 8, issue->json);
    duban_stmt_bind_text(stmt, 9, duban_slice_of(sha256));
    return duban_stmt_run(stmt, err);
}

static enum duban_rc read_issue(const struct duban_stmt *stmt, struct duban_arena *arena,
                                struct archived *issue, struct duban_err *err)
{
    char sha256[DUBAN_SHA256_BYTES];
    char day[DUBAN_DATE_BYTES];

    issue->number = (int32_t)duban_stmt_i64(stmt, 0);
    issue->lsn = (uint64_t)duban_stmt_i64(stmt, 1);
    issue->subject = duban_arena_copy(arena, duban_stmt_text(stmt, 2));
    issue->text = duban_arena_copy(arena, duban_stmt_text(stmt, 3));
    issue->html = duban_arena_copy(arena, duban_stmt_text(stmt, 4));
    issue->json = duban_arena_copy(arena, duban_stmt_text(stmt, 5));
    hash_of(issue, sha256);
    if (!duban_slice_is(duban_stmt_text(stmt, 6), sha256))
        return duban_err_set(
            err, DUBAN_E_DATA,
            "the issue of %s (%s) in state/digests.db was changed after it was frozen; restore the file from a copy,"
            " or remove it: all issues are then made again from the log",
            duban_date_print(issue->day, day), lang_words[issue->lang]);
    return DUBAN_OK;
}

enum duban_rc archive_find(struct archive *archive, struct duban_arena *arena,
                           struct archived *issue, bool *out_is_there, struct duban_err *err)
{
    struct duban_stmt *stmt = archive->statements[FIND];
    bool has_row = false;

    duban_stmt_bind_i64(stmt, 1, issue->day.days);
    duban_stmt_bind_text(stmt, 2, duban_slice_of(lang_words[issue->lang]));
    enum duban_rc rc = duban_stmt_step(stmt, &has_row, err);
    if (rc == DUBAN_OK && has_row)
        rc = read_issue(stmt, arena, issue, err);
    duban_stmt_reset(stmt);
    if (rc == DUBAN_OK)
        *out_is_there = has_row;
    return rc;
}
