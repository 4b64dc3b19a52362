/* SPDX-License-Identifier: MIT
 *
 * What a sink has to say and to whom it was said, on disk: one SQLite file per sink. A message is
 * planned once, by its key; its bytes are frozen then, and every attempt sends the same ones.
 *
 * The state of a delivery:
 *
 *     queued ──▶ sending ──▶ sent
 *                  ▲  ├────▶ retry ────┐
 *                  │  ├────▶ unknown ──┤   an answer was lost, or the process died
 *                  │  └────▶ dead      │   refused for good, or three days are over
 *                  └───────────────────┘
 *
 * `sending` is on disk before the first byte leaves. Who finds it when the ledger is opened cannot know
 * whether the mail left: it is unknown, and goes again in its time (RELIABILITY R22, R24).
 */
#ifndef DUBAN_SINKS_COMMON_LEDGER_H
#define DUBAN_SINKS_COMMON_LEDGER_H

#include "lib/core/arena.h"
#include "lib/core/db.h"
#include "lib/core/time.h"
#include "sinks/common/channel.h"

struct duban_ledger;

enum duban_delivery_state {
    DUBAN_DELIVERY_QUEUED,
    DUBAN_DELIVERY_SENDING,
    DUBAN_DELIVERY_SENT,
    DUBAN_DELIVERY_RETRY,
    DUBAN_DELIVERY_UNKNOWN,
    DUBAN_DELIVERY_DEAD,
    DUBAN_N_DELIVERY_STATES
};

extern const char *const duban_delivery_state_names[]; /* "queued" …; ends with NULL */

enum { DUBAN_LEDGER_MAX_MIB = 4096, DUBAN_MESSAGE_MAX = 16 << 20, DUBAN_ATTEMPTS_MAX = 23 };

/* A server that took a mail so often without an answer gets it no more: the reader has it already. */
enum { DUBAN_UNKNOWN_MAX = 3 };

/*
 * A step of a sink's schema that makes the ledger's tables; a sink's own stand in further steps.
 * next_try is null when there is no further attempt: then what was being sent when the process died is
 * dead. n_unknown counts the attempts of which nobody knows; copies of a mail are at most so many more.
 */
/* clang-format off */
#define DUBAN_LEDGER_TABLES \
    "CREATE TABLE message (key TEXT PRIMARY KEY, created INTEGER NOT NULL, subject TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;" \
    "CREATE TABLE delivery (key TEXT NOT NULL REFERENCES message (key), recipient TEXT NOT NULL," \
    " state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'retry', 'unknown', 'dead'))," \
    " attempt INTEGER NOT NULL DEFAULT 0, n_unknown INTEGER NOT NULL DEFAULT 0, next_try INTEGER, first_try INTEGER," \
    " last_try INTEGER, last_code INTEGER, last_text TEXT, PRIMARY KEY (key, recipient)) STRICT, WITHOUT ROWID;" \
    "CREATE INDEX delivery_due ON delivery (next_try) WHERE state IN ('queued', 'retry', 'unknown');" \
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
/* clang-format on */

struct duban_planned {
    struct duban_slice key; /* sinks/common/mail.h */
    struct duban_instant created_at;
    struct duban_slice subject; /* for people who look into the ledger */
    struct duban_slice bytes;   /* the whole mail */
};

/* A delivery that is to be made, or was. */
struct duban_due {
    struct duban_slice key, recipient, bytes;
    enum duban_delivery_state state; /* before it is sending */
    int attempt;                     /* how often it was tried before */
    int n_unknown;                   /* after how many of these nobody knew */
    struct duban_instant next_try_at;
};

/* The wait after the nth attempt failed, n from 1: 1, 5, 15, 60 minutes, then 4 hours, and the last one
 * ends three days after the first attempt. -1: there is no further attempt. */
int64_t duban_retry_ms(int attempt);

/*
 * Opens a sink's database, which has DUBAN_LEDGER_TABLES among its steps, making it if it is not there,
 * and locks it against other processes. What was being sent becomes unknown.
 * E_AGAIN: another process uses it. E_DATA: damaged, or another's. E_PERM, E_NOINPUT, E_FULL, E_IO.
 */
DUBAN_MUST_USE enum duban_rc duban_ledger_open(const char *path, const struct duban_schema *schema,
                                               struct duban_ledger **out_ledger,
                                               struct duban_err *err);
void duban_ledger_close(struct duban_ledger *ledger); /* accepts NULL */

/* What lies between begin and commit is kept together or not at all. E_FULL: nothing was kept. E_IO. */
DUBAN_MUST_USE enum duban_rc duban_ledger_begin(struct duban_ledger *ledger, struct duban_err *err);
DUBAN_MUST_USE enum duban_rc duban_ledger_commit(struct duban_ledger *ledger,
                                                 struct duban_err *err);
void duban_ledger_rollback(struct duban_ledger *ledger);

/* The functions that write run inside a transaction. E_FULL, E_IO, and: */

/* Plans a message; one of the same key stays as it was, and *out_is_new is false (out may be NULL).
 * E_DATA: no key, or more than DUBAN_MESSAGE_MAX bytes. */
DUBAN_MUST_USE enum duban_rc duban_ledger_plan(struct duban_ledger *ledger,
                                               const struct duban_planned *message,
                                               bool *out_is_new, struct duban_err *err);

/* Queues the message of this key for a recipient, not to leave before; one that is there stays as it is.
 * E_DATA: there is no such message, or no plain address. */
DUBAN_MUST_USE enum duban_rc duban_ledger_address(struct duban_ledger *ledger,
                                                  struct duban_slice key,
                                                  struct duban_slice recipient,
                                                  struct duban_instant not_before,
                                                  struct duban_err *err);

/* Marks as sending: with this committed, the first byte may leave. due is what _next() gave. */
DUBAN_MUST_USE enum duban_rc duban_ledger_sending(struct duban_ledger *ledger,
                                                  const struct duban_due *due,
                                                  struct duban_instant now, struct duban_err *err);

/* What became of it. A reply of HOLD makes it as it was before it was sending. *out_state: its state
 * now; DEAD also when a RETRY or UNKNOWN was the last one. */
DUBAN_MUST_USE enum duban_rc duban_ledger_record(struct duban_ledger *ledger,
                                                 const struct duban_due *due,
                                                 const struct duban_reply *reply,
                                                 enum duban_delivery_state *out_state,
                                                 struct duban_err *err);

/* A mark of the sink's own, such as the last day that it evaluated. */
DUBAN_MUST_USE enum duban_rc duban_ledger_set(struct duban_ledger *ledger, const char *name,
                                              struct duban_slice value, struct duban_err *err);

/* The functions that read copy into the arena. */

/* The mark; empty where there is none. */
DUBAN_MUST_USE enum duban_rc duban_ledger_get(struct duban_ledger *ledger, const char *name,
                                              struct duban_arena *arena,
                                              struct duban_slice *out_value, struct duban_err *err);

/* The delivery that has been due for longest at now, if there is one. */
DUBAN_MUST_USE enum duban_rc duban_ledger_next(struct duban_ledger *ledger,
                                               struct duban_instant now, struct duban_arena *arena,
                                               struct duban_due *out_due, bool *out_is_there,
                                               struct duban_err *err);

/* A message by its key, if it is there. */
DUBAN_MUST_USE enum duban_rc duban_ledger_message(struct duban_ledger *ledger,
                                                  struct duban_slice key, struct duban_arena *arena,
                                                  struct duban_planned *out_message,
                                                  bool *out_is_there, struct duban_err *err);

/* The database, for tables that the sink keeps in the ledger's own transactions. Borrowed. */
struct duban_db *duban_ledger_db(struct duban_ledger *ledger);

#endif
