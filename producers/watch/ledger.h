/* SPDX-License-Identifier: MIT
 *
 * What a watcher has found in its folder, in the outbox's own database and transactions: a file, its
 * updates and what became of it are on disk together or not at all. A file goes from waiting (found,
 * copied) to decided (its updates are in the outbox) to told (all is answered, the receipt is written).
 */
#ifndef DUBAN_PRODUCERS_WATCH_LEDGER_H
#define DUBAN_PRODUCERS_WATCH_LEDGER_H

#include "lib/model/update.h"
#include "producers/common/outbox.h"

struct ledger;

/* By what a file is known again without reading it. */
struct ledger_stamp {
    int64_t size, mtime_ns, inode;
};

struct ledger_file {
    int64_t id; /* in the order in which files are judged */
    struct duban_slice name;
    struct ledger_stamp stamp;
    struct duban_slice sha256; /* of its bytes, in hex */
    struct duban_slice form;   /* SHA-256 of the form file that it was found under, in hex */
    struct duban_instant delivered_at;
    struct duban_opt_word decision; /* enum duban_file_decision; ABSENT: it waits */
    uint64_t first, last;           /* decided: its updates in the outbox; last is the rowset */
};

/* The outbox outlives the ledger. E_IO. */
DUBAN_MUST_USE enum duban_rc ledger_open(struct duban_outbox *outbox, struct ledger **out_ledger,
                                         struct duban_err *err);
void ledger_close(struct ledger *ledger); /* accepts NULL */

/* Whether the file of this name was found as it is now. One that was held is looked at again under another
 * form, unless a newer file was accepted since: it would bring old news. */
DUBAN_MUST_USE enum duban_rc ledger_is_seen(struct ledger *ledger, struct duban_slice name,
                                            const struct ledger_stamp *stamp,
                                            struct duban_slice form, bool *out_is_seen,
                                            struct duban_err *err);

/* The functions that write run inside a transaction of the outbox, and commit with it. */
DUBAN_MUST_USE enum duban_rc ledger_add(struct ledger *ledger, const struct ledger_file *file,
                                        struct duban_err *err);
DUBAN_MUST_USE enum duban_rc ledger_decide(struct ledger *ledger, const struct ledger_file *file,
                                           struct duban_err *err);
DUBAN_MUST_USE enum duban_rc ledger_tell(struct ledger *ledger, int64_t id, struct duban_err *err);

/* The oldest file that is not told. Its texts lie in the arena. */
DUBAN_MUST_USE enum duban_rc ledger_next(struct ledger *ledger, struct duban_arena *arena,
                                         struct ledger_file *out_file, bool *out_is_there,
                                         struct duban_err *err);

/* Whether the same bytes were accepted or held before under the same form, under any name. */
DUBAN_MUST_USE enum duban_rc ledger_is_presented(struct ledger *ledger,
                                                 const struct ledger_file *file,
                                                 bool *out_is_presented, struct duban_err *err);

#endif
