/* SPDX-License-Identifier: MIT
 *
 * The door to SQLite. A database has one writer: one connection in one process, which also
 * checkpoints; everyone else opens it read-only. A writer's commit is on disk when
 * duban_db_commit() returns: journal_mode WAL, synchronous FULL (RELIABILITY R1, R5).
 */
#ifndef DUBAN_LIB_CORE_DB_H
#define DUBAN_LIB_CORE_DB_H

#include <stdint.h>

#include "lib/core/err.h"
#include "lib/core/slice.h"

struct duban_db;
struct duban_stmt;

/* What a database of ours is: SQLite's application_id, and the SQL of its version 1, 2, … */
struct duban_schema {
    int32_t application_id;
    const char *const *steps; /* steps[i] makes version i + 1 out of version i */
    int n_steps;
};

/*
 * Opens for writing; makes the file (0600) and brings its schema up to date. The lock PATH.lock keeps
 * other writers out until it is closed or the process ends.
 *
 *   E_PERM    no right to the file or its folder
 *   E_NOINPUT there is no such folder
 *   E_DATA    no database of ours, damaged, or made by a newer version; it was not changed
 *   E_AGAIN   another process writes to it
 *   E_FULL, E_IO
 */
DUBAN_MUST_USE enum duban_rc duban_db_open_writer(const char *path,
                                                  const struct duban_schema *schema,
                                                  struct duban_db **out_db, struct duban_err *err);

/* Opens for reading. E_NOINPUT: no such file, or its writer has only begun to make it. E_PERM: also where the writer is not running and the
 * folder cannot be written (a reader of a WAL file needs one of the two). E_DATA, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_db_open_reader(const char *path,
                                                  const struct duban_schema *schema,
                                                  struct duban_db **out_db, struct duban_err *err);

void duban_db_close(struct duban_db *db); /* accepts NULL; an open transaction is rolled back */

/* Bounds the size of the file; more is E_FULL. Writer only. */
DUBAN_MUST_USE enum duban_rc duban_db_limit(struct duban_db *db, int64_t max_bytes,
                                            struct duban_err *err);

DUBAN_MUST_USE enum duban_rc duban_db_begin(struct duban_db *db, struct duban_err *err);

/*
 * Makes the transaction durable, all of it or nothing.
 *
 *   DUBAN_OK   written and flushed: it may be answered
 *   E_FULL     nothing stored, rolled back; later it may go
 *   E_IO       nothing that may be relied on; the caller ends its process (RELIABILITY R6)
 */
DUBAN_MUST_USE enum duban_rc duban_db_commit(struct duban_db *db, struct duban_err *err);
void duban_db_rollback(struct duban_db *db); /* also where no transaction is open */

/* Moves the log into the database file if it has grown; the writer calls it when idle. What cannot be
 * moved now is moved another time: nothing depends on it but the size of the log. */
void duban_db_checkpoint(struct duban_db *db);

/* sql is a literal of ours, never made from input. Freed by duban_stmt_free(), before its db. */
DUBAN_MUST_USE enum duban_rc duban_db_prepare(struct duban_db *db, const char *sql,
                                              struct duban_stmt **out_stmt, struct duban_err *err);
void duban_stmt_free(struct duban_stmt *stmt); /* accepts NULL */

/* Parameters are numbered from 1; what is not bound is null. Texts and blobs are borrowed until duban_stmt_reset(). */
void duban_stmt_bind_i64(struct duban_stmt *stmt, int i, int64_t value);
void duban_stmt_bind_text(struct duban_stmt *stmt, int i, struct duban_slice text);
void duban_stmt_bind_blob(struct duban_stmt *stmt, int i, struct duban_slice bytes);

/* *out_has_row: a row can be read. E_AGAIN, E_FULL, E_DATA (damaged), E_IO. */
DUBAN_MUST_USE enum duban_rc duban_stmt_step(struct duban_stmt *stmt, bool *out_has_row,
                                             struct duban_err *err);

/* Steps a statement that gives no rows, and resets it. */
DUBAN_MUST_USE enum duban_rc duban_stmt_run(struct duban_stmt *stmt, struct duban_err *err);
void duban_stmt_reset(struct duban_stmt *stmt); /* forgets bindings too */

/* Columns are numbered from 0. Slices are valid until the next step or reset. */
int64_t duban_stmt_i64(const struct duban_stmt *stmt, int i);
struct duban_slice duban_stmt_text(const struct duban_stmt *stmt, int i);
struct duban_slice duban_stmt_blob(const struct duban_stmt *stmt, int i);
bool duban_stmt_is_null(const struct duban_stmt *stmt, int i);

/* Epochs and boots are unsigned 64-bit numbers; SQLite keeps them as the signed ones of the same bits. */
static inline int64_t duban_db_i64_of(uint64_t number)
{
    return (int64_t)number;
}

static inline uint64_t duban_db_u64_of(int64_t stored)
{
    return (uint64_t)stored;
}

#endif
