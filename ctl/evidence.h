/* SPDX-License-Identifier: MIT
 *
 * The entries of the log behind what is known of an item: its promise, the last that gave each thing that
 * is known, the last reports and all decisions.
 */
#ifndef DUBAN_CTL_EVIDENCE_H
#define DUBAN_CTL_EVIDENCE_H

#include "lib/app/cli.h"
#include "lib/store/store.h"

/* What an entry can be the last to give. */
enum evidence_of {
    EVIDENCE_PLAN,
    EVIDENCE_DUE, /* the deadline that counts */
    EVIDENCE_STATE,
    EVIDENCE_PROGRESS,
    EVIDENCE_VALUE,
    EVIDENCE_STAGE,
    EVIDENCE_COMPLETED_ON,
    EVIDENCE_FORECAST,
    EVIDENCE_EXT_TO,
    EVIDENCE_NOTE,
    EVIDENCE_SEEN,
    N_EVIDENCE
};

struct evidence {
    uint64_t lsn, epoch, seq;
    struct duban_instant received;
    struct duban_slice source, code, content;
    const char *type; /* of the wire */
    bool is_decision;
    bool gives[N_EVIDENCE];
};

/* Set the arena, which keeps what is found, and the language. */
struct evidence_list {
    struct duban_arena *arena;
    enum duban_lang lang;
    struct evidence *at; /* in the order of the log */
    size_t n;
};

/* Fills the list with what the log has up to lsn `last`. E_DATA, E_IO. */
DUBAN_MUST_USE enum duban_rc evidence_collect(struct duban_store *store,
                                              const struct duban_item *item, uint64_t last,
                                              struct evidence_list *list, struct duban_err *err);

void evidence_put_table(struct duban_buf *out, const struct evidence_list *list);
void evidence_put_json(struct duban_buf *out, const struct evidence_list *list); /* [{…}] */

#endif
