/* SPDX-License-Identifier: MIT
 *
 * What a producer has to say, kept on disk until it is answered, and after that for an aggregator
 * that was lost: one SQLite file per source. When duban_outbox_commit() returns, what was appended
 * survives a power cut (RELIABILITY R4); only then may the caller be told that it is kept.
 */
#ifndef DUBAN_PRODUCERS_COMMON_OUTBOX_H
#define DUBAN_PRODUCERS_COMMON_OUTBOX_H

#include "proto/message.h"

struct duban_db;
struct duban_outbox;

enum { DUBAN_OUTBOX_MAX_MIB = 512 };

/*
 * Opens the outbox of a source, making it with a new epoch if it is not there, and locks it against
 * other processes.
 *
 *   E_AGAIN   another process uses it
 *   E_DATA    it is damaged, or the outbox of another source; it was not changed
 *   E_PERM, E_NOINPUT (no such folder), E_FULL, E_IO
 */
DUBAN_MUST_USE enum duban_rc duban_outbox_open(const char *path, struct duban_slice source,
                                               struct duban_outbox **out_outbox,
                                               struct duban_err *err);
void duban_outbox_close(struct duban_outbox *outbox); /* accepts NULL */

struct duban_slice
duban_outbox_source(const struct duban_outbox *outbox); /* borrowed from the outbox */
uint64_t duban_outbox_epoch(const struct duban_outbox *outbox);
uint64_t duban_outbox_first(const struct duban_outbox *outbox);    /* 0: it is empty */
uint64_t duban_outbox_last(const struct duban_outbox *outbox);     /* 0: it is empty */
uint64_t duban_outbox_answered(const struct duban_outbox *outbox); /* all up to here are answered */

/* What lies between begin and commit is kept together or not at all. E_FULL: the outbox is at its
 * limit, or the disk is full; nothing was kept and the caller must be told. E_IO. */
DUBAN_MUST_USE enum duban_rc duban_outbox_begin(struct duban_outbox *outbox, struct duban_err *err);
/* key: what it is about, for duban_outbox_each_accepted(); empty: nothing that is asked for later.
 * E_DATA: it is longer than DUBAN_UPDATE_MAX and could never be sent. */
DUBAN_MUST_USE enum duban_rc duban_outbox_append(struct duban_outbox *outbox,
                                                 struct duban_slice key, struct duban_slice update,
                                                 struct duban_instant now, uint64_t *out_seq,
                                                 struct duban_err *err);
DUBAN_MUST_USE enum duban_rc duban_outbox_commit(struct duban_outbox *outbox,
                                                 struct duban_err *err);
void duban_outbox_rollback(struct duban_outbox *outbox);

/* How much fits into one frame. */
struct duban_outbox_limits {
    size_t max_updates, max_bytes;
};

/* The updates from seq on that fit; at least one if it is there, though it were too long. *out_updates
 * is empty: the outbox no longer holds seq. Copies into the arena. */
DUBAN_MUST_USE enum duban_rc duban_outbox_read(struct duban_outbox *outbox, uint64_t seq,
                                               const struct duban_outbox_limits *limits,
                                               struct duban_arena *arena,
                                               struct duban_opt_texts *out_updates,
                                               struct duban_err *err);

/* Stores the answers of first..hi durably: results, and OK for the others. E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_outbox_answer(struct duban_outbox *outbox,
                                                 const struct duban_ack *ack,
                                                 struct duban_err *err);

/* The answer to seq: its code is empty while there is none. Copies into the arena. */
DUBAN_MUST_USE enum duban_rc duban_outbox_answer_of(struct duban_outbox *outbox, uint64_t seq,
                                                    struct duban_arena *arena,
                                                    struct duban_result *out_result,
                                                    struct duban_err *err);

/* Is handed the update of a key that was accepted last; both are valid during the call. */
typedef enum duban_rc duban_accepted_fn(void *arg, struct duban_slice key,
                                        struct duban_slice update, struct duban_err *err);

/* Calls fn for each key of which an update was ever answered with no refusal, in the order of keys. */
DUBAN_MUST_USE enum duban_rc duban_outbox_each_accepted(struct duban_outbox *outbox,
                                                        duban_accepted_fn *fn, void *arg,
                                                        struct duban_err *err);

/* No update of the key counts as accepted any more, inside a transaction. E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_outbox_forget(struct duban_outbox *outbox,
                                                 struct duban_slice key, struct duban_err *err);

/* The database, for a table that its producer keeps in the outbox's own transactions; such tables stand
 * in the outbox's schema. Borrowed. */
struct duban_db *duban_outbox_db(struct duban_outbox *outbox);

#endif
