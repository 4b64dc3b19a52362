/* SPDX-License-Identifier: MIT
 *
 * The state of the world: the fold of all accepted updates. Pure: no clock, no files; what it
 * remembers lies in the arena that it was given. The aggregator judges by it what it admits; every
 * reader folds the same log and so agrees.
 */
#ifndef DUBAN_LIB_MODEL_MODEL_H
#define DUBAN_LIB_MODEL_MODEL_H

#include "lib/core/map.h"
#include "lib/model/answer.h"
#include "lib/model/update.h"

/* A text that changes over the years; its memory is used again. */
struct duban_kept_text {
    bool is_known;
    char *at;
    size_t len, capacity;
};

/* Who may say what. */
struct duban_source {
    struct duban_slice name;
    struct duban_slice *depts; /* the units that it speaks for */
    size_t n_depts;
    bool can_report, can_control;
    struct duban_opt_date connected_on; /* ABSENT: not said */
};

/* An item of the plan, and what was last said of it: ABSENT until first said, then NIL or GIVEN. */
struct duban_item {
    struct duban_slice id, title, lead;
    struct duban_date due;
    bool is_heard; /* an update of it was accepted */
    struct duban_opt_word state;
    struct duban_opt_decimal percent;
    struct duban_opt_date completed_on, forecast_finish, ext_to;
    struct duban_kept_text note;
};

struct duban_model {
    struct duban_arena *arena;
    struct duban_map items_by_id, sources_by_name;
    struct duban_item **items; /* in the order of the plan */
    size_t n_items, items_capacity;
    uint64_t plan_version; /* rises when the plan changes */
};

/* Where an update stands in the log. */
struct duban_event {
    uint64_t lsn;
    struct duban_slice source;
    struct duban_instant received;
};

/* An empty world that knows one source: control, which may set the plan. */
void duban_model_init(struct duban_model *model, struct duban_arena *arena,
                      struct duban_slice control);

const struct duban_item *duban_model_item(const struct duban_model *model,
                                          struct duban_slice id); /* NULL: none */
const struct duban_source *duban_model_source(const struct duban_model *model,
                                              struct duban_slice name); /* NULL: none */
bool duban_source_speaks_for(const struct duban_source *source, struct duban_slice dept);

/*
 * Judges an update of the source of that name against the world as it stands (proto/SPEC.md §8). The same world and update give
 * the same verdict. local_day: the plan's day of delivered_at, else of receipt.
 */
void duban_model_admit(const struct duban_model *model, struct duban_slice name,
                       const struct duban_update *update, struct duban_date local_day,
                       struct duban_verdict *out_verdict);

/* Takes an update that was admitted with OK into the world. It copies what it keeps. */
void duban_model_apply(struct duban_model *model, const struct duban_event *event,
                       const struct duban_update *update);

/* Up to 3 ids of items that source speaks for and that look like id, separated by blanks: cut to
 * out_bytes. Empty: none. */
void duban_model_near(const struct duban_model *model, const struct duban_source *source,
                      struct duban_slice id, char *out_text, size_t out_bytes);

#endif
