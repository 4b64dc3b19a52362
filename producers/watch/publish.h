/* SPDX-License-Identifier: MIT
 *
 * From a file's bytes to the updates that are made of it: read by its form, compared with what was
 * accepted last, put into the outbox with the rowset that says what became of it, in one transaction.
 */
#ifndef DUBAN_PRODUCERS_WATCH_PUBLISH_H
#define DUBAN_PRODUCERS_WATCH_PUBLISH_H

#include "producers/common/form.h"
#include "producers/watch/ledger.h"
#include "producers/watch/reading.h"

/* Who publishes what; all of it outlives it. */
struct publisher {
    const char *dept;
    const struct form *form;
    struct duban_outbox *outbox;
    struct ledger *ledger;
    struct duban_slice
        again;    /* the name of a file that is taken though it was presented, or lacks what was
                               * accepted before, which is forgotten then; empty: none */
    bool is_lost; /* the copy of the file is gone or damaged: it is held */
};

/*
 * Judges a file that waits: its updates and its rowset are in the outbox, and the ledger says so, once
 * this returns. All that was sent before must have been answered. What it makes lies in the arena.
 * now: when it is kept. E_FULL: nothing was kept; later. E_CONFIG: reading_read(). E_DATA, E_IO.
 */
DUBAN_MUST_USE enum duban_rc publish_file(const struct publisher *publisher,
                                          struct ledger_file *file, struct duban_slice bytes,
                                          struct duban_instant now, struct duban_arena *arena,
                                          struct duban_err *err);

/* Reads the file anew as it was read when it was judged. E_CONFIG. */
DUBAN_MUST_USE enum duban_rc publish_read(const struct publisher *publisher,
                                          const struct ledger_file *file, struct duban_slice bytes,
                                          struct duban_arena *arena, struct reading *out_reading,
                                          struct duban_err *err);

/* The name of a file as others are to see it: bytes that are no text are written %XX. */
struct duban_slice publish_name(struct duban_slice name, struct duban_arena *arena);

#endif
