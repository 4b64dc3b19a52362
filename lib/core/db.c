/* SPDX-License-Identifier: MIT */
#include "lib/core/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/stat.h>

#include <sqlite3.h>

#include "lib/core/check.h"
#include "lib/core/file.h"

enum { BUSY_TIMEOUT_MS = 5000, CHECKPOINT_PAGES = 1024 };

struct duban_db {
    sqlite3 *handle;
    char *path;
    int wal_pages; /* in the log after the last commit */
    int lock_fd;   /* -1: a reader */
};

struct duban_stmt {
    sqlite3_stmt *handle;
    struct duban_db *db;
};

static enum duban_rc rc_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return DUBAN_E_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return DUBAN_E_AGAIN;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
        return DUBAN_E_PERM;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return DUBAN_E_DATA;
    default:
        return DUBAN_E_IO;
    }
}

/* SQLite knows a full disk, but not a user's share of it that is used up: the errno of the last write
 * to the log says so. That of the connection is the thread's, which other calls have changed since. */
static bool is_over_quota(const struct duban_db *db)
{
    sqlite3_file *file = NULL;
    int errnum = 0;

    return sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) ==
               SQLITE_OK &&
           file != NULL && file->pMethods != NULL &&
           file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &errnum) == SQLITE_OK &&
           errnum == EDQUOT;
}

/* Reads SQLite's message before anything else can change it. */
static enum duban_rc fail(const struct duban_db *db, const char *what, struct duban_err *err)
{
    int code = sqlite3_extended_errcode(db->handle);
    if (code == SQLITE_IOERR_WRITE && is_over_quota(db))
        code = SQLITE_FULL;
    return duban_err_set(err, rc_of(code), "%s %s: %s", what, db->path, sqlite3_errmsg(db->handle));
}

static enum duban_rc exec(struct duban_db *db, const char *sql, struct duban_err *err)
{
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        return fail(db, "write to", err);
    return DUBAN_OK;
}

static enum duban_rc pragma_i64(struct duban_db *db, const char *sql, int64_t *out_value,
                                struct duban_err *err)
{
    sqlite3_stmt *stmt = NULL;
    enum duban_rc rc = DUBAN_OK;

    if (sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW)
        rc = fail(db, "read", err);
    else
        *out_value = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return rc;
}

/* Called after each commit with the length of the log: the writer checkpoints when it is idle. */
static int on_wal(void *arg, sqlite3 *handle, const char *name, int pages)
{
    struct duban_db *db = arg;
    (void)handle;
    (void)name;
    db->wal_pages = pages;
    return SQLITE_OK;
}

static enum duban_rc lock_path(const char *path, int *out_fd, struct duban_err *err)
{
    char *lock = NULL;

    int len = asprintf(&lock, "%s.lock", path);
    DUBAN_ASSERT(len >= 0);
    enum duban_rc rc = duban_lock_take(lock, out_fd, err);
    free(lock);
    return rc;
}

static enum duban_rc open_handle(const char *path, int flags, struct duban_db **out_db,
                                 struct duban_err *err)
{
    struct duban_db *db = calloc(1, sizeof *db);
    DUBAN_ASSERT(db != NULL && asprintf(&db->path, "%s", path) >= 0);
    db->lock_fd = -1;
    if (sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                        NULL) != SQLITE_OK) {
        enum duban_rc rc = fail(db, "open", err);
        duban_db_close(db);
        return rc;
    }
    (void)sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    *out_db = db;
    return DUBAN_OK;
}

/* A database of ours, of a version that we know; *out_version 0 is a new file. */
static enum duban_rc read_version(struct duban_db *db, const struct duban_schema *schema,
                                  int *out_version, struct duban_err *err)
{
    int64_t id = 0;
    int64_t version = 0;
    int64_t tables = 0;

    /* One snapshot: between two of these reads its writer may make the tables. */
    enum duban_rc rc = exec(db, "BEGIN", err);
    if (rc == DUBAN_OK)
        rc = pragma_i64(db, "PRAGMA application_id", &id, err);
    if (rc == DUBAN_OK)
        rc = pragma_i64(db, "PRAGMA user_version", &version, err);
    if (rc == DUBAN_OK)
        rc = pragma_i64(db, "SELECT count(*) FROM sqlite_schema", &tables, err);
    duban_db_rollback(db);
    if (rc != DUBAN_OK)
        return rc;
    if (id != schema->application_id ? id != 0 || tables != 0 || version != 0 : version < 0)
        return duban_err_set(err, DUBAN_E_DATA,
                             "%s is a database, but not the one that belongs here", db->path);
    if (version > schema->n_steps)
        return duban_err_set(err, DUBAN_E_DATA,
                             "%s was written by a newer duban (schema %d, this one knows %d)",
                             db->path, (int)version, schema->n_steps);
    *out_version = (int)version;
    return DUBAN_OK;
}

static enum duban_rc migrate(struct duban_db *db, const struct duban_schema *schema, int version,
                             struct duban_err *err)
{
    char sql[96];

    enum duban_rc rc = duban_db_begin(db, err);
    for (int i = version; rc == DUBAN_OK && i < schema->n_steps; i++)
        rc = exec(db, schema->steps[i], err);
    (void)snprintf(sql, sizeof sql, "PRAGMA application_id=%d;PRAGMA user_version=%d",
                   (int)schema->application_id, schema->n_steps);
    if (rc == DUBAN_OK)
        rc = exec(db, sql, err);
    if (rc == DUBAN_OK)
        return duban_db_commit(db, err);
    duban_db_rollback(db);
    return rc;
}

/* SQLite makes a file with the rights of the umask; ours belong to their owner alone. */
static enum duban_rc make_private(const char *path, struct duban_err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "open %s", path);
    (void)close(fd);
    return DUBAN_OK;
}

/* Nothing is written before we know that the database is ours. */
static enum duban_rc prepare_writer(struct duban_db *db, const struct duban_schema *schema,
                                    struct duban_err *err)
{
    int version = 0;

    enum duban_rc rc = read_version(db, schema, &version, err);
    /* Only this connection checkpoints (wal_autocheckpoint=0): a commit never waits for it. */
    if (rc == DUBAN_OK)
        rc = exec(db,
                  "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
                  "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                  "PRAGMA temp_store=MEMORY",
                  err);
    if (rc == DUBAN_OK && version < schema->n_steps)
        rc = migrate(db, schema, version, err);
    if (rc == DUBAN_OK)
        (void)sqlite3_wal_hook(db->handle, on_wal, db);
    return rc;
}

enum duban_rc duban_db_open_writer(const char *path, const struct duban_schema *schema,
                                   struct duban_db **out_db, struct duban_err *err)
{
    struct duban_db *db = NULL;
    int lock_fd = -1;

    enum duban_rc rc = lock_path(path, &lock_fd, err);
    if (rc == DUBAN_OK)
        rc = make_private(path, err);
    if (rc == DUBAN_OK)
        rc = open_handle(path, SQLITE_OPEN_READWRITE, &db, err);
    if (rc != DUBAN_OK) {
        if (lock_fd >= 0)
            duban_lock_release(lock_fd);
        return rc;
    }
    DUBAN_ASSERT(db != NULL);
    db->lock_fd = lock_fd;
    rc = prepare_writer(db, schema, err);
    if (rc != DUBAN_OK) {
        duban_db_close(db);
        return rc;
    }
    *out_db = db;
    return DUBAN_OK;
}

enum duban_rc duban_db_open_reader(const char *path, const struct duban_schema *schema,
                                   struct duban_db **out_db, struct duban_err *err)
{
    struct duban_db *db = NULL;
    int version = 0;

    if (access(path, F_OK) != 0)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "open %s", path);
    enum duban_rc rc = open_handle(path, SQLITE_OPEN_READONLY, &db, err);
    if (rc != DUBAN_OK)
        return rc;
    DUBAN_ASSERT(db != NULL);
    rc = exec(db, "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF", err);
    if (rc == DUBAN_OK)
        rc = read_version(db, schema, &version, err);
    if (rc == DUBAN_OK && version == 0)
        rc = duban_err_set(err, DUBAN_E_NOINPUT, "%s is empty: its daemon is making it", path);
    else if (rc == DUBAN_OK && version < schema->n_steps)
        rc = duban_err_set(err, DUBAN_E_DATA,
                           "%s has schema %d, this duban reads %d: start its daemon once", path,
                           version, schema->n_steps);
    if (rc != DUBAN_OK) {
        duban_db_close(db);
        return rc;
    }
    *out_db = db;
    return DUBAN_OK;
}

void duban_db_close(struct duban_db *db)
{
    if (db == NULL)
        return;
    /* A handle that could not be opened is closed too; statements are freed before. */
    int code = sqlite3_close(db->handle);
    DUBAN_ASSERT(code == SQLITE_OK);
    if (db->lock_fd >= 0)
        duban_lock_release(db->lock_fd);
    free(db->path);
    free(db);
}

enum duban_rc duban_db_limit(struct duban_db *db, int64_t max_bytes, struct duban_err *err)
{
    int64_t page_bytes = 0;
    char sql[64];

    enum duban_rc rc = pragma_i64(db, "PRAGMA page_size", &page_bytes, err);
    if (rc != DUBAN_OK)
        return rc;
    DUBAN_ASSERT(page_bytes > 0);
    int64_t max_pages =
        max_bytes / page_bytes > 0 ? max_bytes / page_bytes : 1; /* 0 would be no limit */
    (void)snprintf(sql, sizeof sql, "PRAGMA max_page_count=%lld", (long long)max_pages);
    return exec(db, sql, err);
}

enum duban_rc duban_db_begin(struct duban_db *db, struct duban_err *err)
{
    return exec(db, "BEGIN IMMEDIATE", err);
}

enum duban_rc duban_db_commit(struct duban_db *db, struct duban_err *err)
{
    /* COMMIT appends the pages to the WAL and, with synchronous=FULL, flushes it before it returns:
     * a commit that returned survives a power cut (RELIABILITY X16: 12,000 of 12,000 images). After
     * a failure SQLite has not taken it; the transaction may still be open and is rolled back. */
    enum duban_rc rc = exec(db, "COMMIT", err);
    if (rc != DUBAN_OK)
        duban_db_rollback(db);
    return rc;
}

void duban_db_rollback(struct duban_db *db)
{
    if (sqlite3_get_autocommit(db->handle) == 0)
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

void duban_db_checkpoint(struct duban_db *db)
{
    if (db->wal_pages < CHECKPOINT_PAGES)
        return;
    /* PASSIVE waits for nobody; what a reader holds back is moved the next time. */
    if (sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) ==
        SQLITE_OK)
        db->wal_pages = 0;
}

enum duban_rc duban_db_prepare(struct duban_db *db, const char *sql, struct duban_stmt **out_stmt,
                               struct duban_err *err)
{
    sqlite3_stmt *handle = NULL;

    if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL) !=
        SQLITE_OK)
        return fail(db, "prepare a statement for", err);
    struct duban_stmt *stmt = calloc(1, sizeof *stmt);
    DUBAN_ASSERT(stmt != NULL);
    stmt->handle = handle;
    stmt->db = db;
    *out_stmt = stmt;
    return DUBAN_OK;
}

void duban_stmt_free(struct duban_stmt *stmt)
{
    if (stmt == NULL)
        return;
    (void)sqlite3_finalize(stmt->handle);
    free(stmt);
}

/* Binding fails only for an index that the statement does not have. */
static void check_bound(int code)
{
    DUBAN_ASSERT(code == SQLITE_OK);
}

void duban_stmt_bind_i64(struct duban_stmt *stmt, int i, int64_t value)
{
    check_bound(sqlite3_bind_int64(stmt->handle, i, value));
}

void duban_stmt_bind_text(struct duban_stmt *stmt, int i, struct duban_slice text)
{
    check_bound(sqlite3_bind_text64(stmt->handle, i, text.len == 0 ? "" : text.at, text.len,
                                    SQLITE_STATIC, SQLITE_UTF8));
}

void duban_stmt_bind_blob(struct duban_stmt *stmt, int i, struct duban_slice bytes)
{
    check_bound(sqlite3_bind_blob64(stmt->handle, i, bytes.len == 0 ? "" : bytes.at, bytes.len,
                                    SQLITE_STATIC));
}

enum duban_rc duban_stmt_step(struct duban_stmt *stmt, bool *out_has_row, struct duban_err *err)
{
    int code = sqlite3_step(stmt->handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return fail(stmt->db, "use", err);
    *out_has_row = code == SQLITE_ROW;
    return DUBAN_OK;
}

enum duban_rc duban_stmt_run(struct duban_stmt *stmt, struct duban_err *err)
{
    bool has_row = false;
    enum duban_rc rc = duban_stmt_step(stmt, &has_row, err);
    DUBAN_ASSERT(!has_row);
    duban_stmt_reset(stmt);
    return rc;
}

void duban_stmt_reset(struct duban_stmt *stmt)
{
    (void)sqlite3_reset(
        stmt->handle); /* repeats the error of the last step, which was returned then */
    (void)sqlite3_clear_bindings(stmt->handle);
}

int64_t duban_stmt_i64(const struct duban_stmt *stmt, int i)
{
    return sqlite3_column_int64(stmt->handle, i);
}

struct duban_slice duban_stmt_text(const struct duban_stmt *stmt, int i)
{
    const char *at = (const char *)sqlite3_column_text(stmt->handle, i);
    return (struct duban_slice){at, (size_t)sqlite3_column_bytes(stmt->handle, i)};
}

struct duban_slice duban_stmt_blob(const struct duban_stmt *stmt, int i)
{
    const char *at = sqlite3_column_blob(stmt->handle, i);
    return (struct duban_slice){at, (size_t)sqlite3_column_bytes(stmt->handle, i)};
}

bool duban_stmt_is_null(const struct duban_stmt *stmt, int i)
{
    return sqlite3_column_type(stmt->handle, i) == SQLITE_NULL;
}
