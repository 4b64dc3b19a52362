/* SPDX-License-Identifier: MIT
 *
 * store.db: the log of everything that was decided, how far each source has come, and the views that
 * people and reports read (docs/database.md). One writer, the aggregator; any number of readers.
 */
#ifndef DUBAN_LIB_STORE_STORE_H
#define DUBAN_LIB_STORE_STORE_H

#include "lib/model/model.h"

struct duban_store;

/* A row of the log. Texts and bytes borrow: from the caller when it appends, from the store until
 * the next call when it reads. */
struct duban_log_row {
    uint64_t lsn; /* given by duban_store_append() */
    struct duban_instant received;
    struct duban_slice source;
    uint64_t epoch, seq;
    struct duban_slice code, detail;
    struct duban_slice bytes; /* the update as it came */
};

/* How far a source has come in one of its epochs. */
struct duban_progress {
    bool is_known;  /* the epoch was opened once */
    bool is_closed; /* a newer one took its place */
    uint64_t hi;
};

/* Opens for writing: makes the file, checks it (quick_check). E_DATA: damaged, or not ours; it was
 * not changed. E_PERM, E_AGAIN (another writer), E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_store_open(const char *path, struct duban_store **out_store,
                                              struct duban_err *err);

/* Opens for reading only. E_NOINPUT, E_PERM, E_DATA, E_IO. */
DUBAN_MUST_USE enum duban_rc
duban_store_open_reader(const char *path, struct duban_store **out_store, struct duban_err *err);
void duban_store_close(struct duban_store *store); /* accepts NULL */

/* Writing. What lies between begin and commit becomes durable together or not at all; results as of
 * duban_db_begin() and duban_db_commit(). */
DUBAN_MUST_USE enum duban_rc duban_store_begin(struct duban_store *store, struct duban_err *err);
DUBAN_MUST_USE enum duban_rc duban_store_commit(struct duban_store *store, struct duban_err *err);
void duban_store_rollback(struct duban_store *store);
void duban_store_checkpoint(struct duban_store *store); /* when idle */

/* What a row says, and what became of it. */
struct duban_effect {
    const struct duban_update *update;
    const struct duban_item
        *item; /* that an accepted update is about, as it stands after it; else NULL */
    const char *
        fields; /* that a report changed (duban_item_changes(), duban_reading_changes()); NULL: it changed nothing */
};

/*
 * Appends a row and moves the high-water mark of its source to row->seq. effect: NULL if the bytes
 * could not be read. Sets row->lsn. E_FULL, E_IO: the caller rolls back.
 */
DUBAN_MUST_USE enum duban_rc duban_store_append(struct duban_store *store,
                                                struct duban_log_row *row,
                                                const struct duban_effect *effect,
                                                struct duban_err *err);

/* Opens an epoch with hi 0 and closes the source's former one. */
DUBAN_MUST_USE enum duban_rc duban_store_open_epoch(struct duban_store *store,
                                                    struct duban_slice source, uint64_t epoch,
                                                    struct duban_err *err);

/* Remembers who a source is, for the views; the fold has it from the log. */
DUBAN_MUST_USE enum duban_rc duban_store_set_source(struct duban_store *store,
                                                    const struct duban_source *source,
                                                    struct duban_err *err);

/* Stores the number of this start of the aggregator (SPEC §2), in a transaction of its own. */
DUBAN_MUST_USE enum duban_rc duban_store_add_boot(struct duban_store *store, uint64_t boot,
                                                  struct duban_instant started,
                                                  struct duban_err *err);

/* Reading; also inside a transaction, where it sees what is staged. */
DUBAN_MUST_USE enum duban_rc duban_store_progress(struct duban_store *store,
                                                  struct duban_slice source, uint64_t epoch,
                                                  struct duban_progress *out_progress,
                                                  struct duban_err *err);
DUBAN_MUST_USE enum duban_rc duban_store_last(struct duban_store *store, uint64_t *out_lsn,
                                              struct duban_instant *out_received,
                                              struct duban_err *err);

/* When a row was received; ABSENT: there is no such row. */
DUBAN_MUST_USE enum duban_rc duban_store_received(struct duban_store *store, uint64_t lsn,
                                                  struct duban_opt_instant *out_received,
                                                  struct duban_err *err);

/* Is handed one row; a failure ends the walk and is returned by it. */
typedef enum duban_rc duban_log_fn(void *arg, const struct duban_log_row *row,
                                   struct duban_err *err);

/* Calls fn for the rows from lsn first on, in order, that were received up to `until`. */
DUBAN_MUST_USE enum duban_rc duban_store_each(struct duban_store *store, uint64_t first,
                                              struct duban_instant until, duban_log_fn *fn,
                                              void *arg, struct duban_err *err);

/* The seqs first..last of one source and epoch. */
struct duban_seq_range {
    struct duban_slice source;
    uint64_t epoch, first, last;
};

/* Calls fn for those of the range whose answer is not OK, in order of seq, at most max of them. */
DUBAN_MUST_USE enum duban_rc duban_store_answers(struct duban_store *store,
                                                 const struct duban_seq_range *range, size_t max,
                                                 duban_log_fn *fn, void *arg,
                                                 struct duban_err *err);

/* Folds what was received up to `until` into the model (replay.c). *lsn is that of the last row which the
 * model holds, 0 for an empty one; it moves on. */
DUBAN_MUST_USE enum duban_rc duban_store_replay(struct duban_store *store, uint64_t *lsn,
                                                struct duban_instant until,
                                                struct duban_model *model, struct duban_err *err);

/* Later than everything. */
#define DUBAN_EVER ((struct duban_instant){INT64_MAX})

#endif
