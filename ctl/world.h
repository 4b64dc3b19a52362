/* SPDX-License-Identifier: MIT
 *
 * The state of the world as a command asks for it: now, or as it was known at some moment.
 */
#ifndef DUBAN_CTL_WORLD_H
#define DUBAN_CTL_WORLD_H

#include "lib/app/cli.h"
#include "lib/app/office.h"
#include "lib/store/store.h"

struct world {
    struct duban_office office;
    struct duban_store *store;
    struct duban_arena arena;
    struct duban_model model;
    struct duban_instant until; /* what was received later is not in it */
    struct duban_date day;      /* of until, or today */
    struct duban_date
        judged_on; /* the last day whose evaluation has passed, by until and by the clock */
};

/*
 * Opens the office's store and folds its log. as_of: a day (all that was known at its end), an RFC 3339
 * instant, or NULL for now. Errors speak the user's language: E_USAGE, E_NOINPUT (no store yet), E_PERM,
 * E_CONFIG, E_DATA, E_IO. world is closed also after a failure.
 */
DUBAN_MUST_USE enum duban_rc world_open(struct world *world, const struct duban_args *args,
                                        const char *as_of, struct duban_err *err);
void world_close(struct world *world);

/* The item's place in the model; n_items: there is none. */
size_t world_find(const struct duban_model *model, struct duban_slice id);

/* "There is no such item", with ids that look like it; returns rc. */
enum duban_rc world_no_item(const struct duban_args *args, const struct duban_model *model,
                            const char *id, struct duban_err *err);

/* The plan's name and status, the day, and the banner that a demonstration carries. */
void world_put_heading(const struct world *world, enum duban_lang lang, struct duban_buf *out);

#endif
