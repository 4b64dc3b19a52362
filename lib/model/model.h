/* SPDX-License-Identifier: MIT
 *
 * The state of the world: the fold of all accepted updates. Pure: no clock, no files; what it
 * remembers lies in the arena that it was given. The aggregator judges by it what it admits; every
 * reader folds the same log and so agrees.
 */
#ifndef DUBAN_LIB_MODEL_MODEL_H
#define DUBAN_LIB_MODEL_MODEL_H

#include "lib/core/map.h"
#include "lib/model/plan_calendar.h"

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

/* A decision on a deadline. */
struct duban_decided {
    struct duban_decided *next; /* newest first */
    uint64_t lsn;
    enum duban_decision decision;
    struct duban_date new_due, decided_on; /* new_due: approved only */
    struct duban_slice doc_no;
};

/* What the plan says of an item. */
struct duban_promise {
    struct duban_slice title, title_en, area, lead, reporter, stage, source_ref, remark;
    struct duban_slice *support;
    size_t n_support;
    enum duban_kind_of_item kind;
    enum duban_commitment commitment;
    enum duban_target_op target_op;
    enum duban_cycle cycle;
    struct duban_slice unit; /* empty: any */
    struct duban_opt_decimal target, baseline;
    struct duban_date start,
        due; /* due: the original deadline; nothing moves it once the plan is active */
};

/* The figure of a period, as it was last said. */
struct duban_item_reading {
    struct duban_item_reading *next; /* newest first, by when they were first said */
    struct duban_period period;
    struct duban_opt_decimal
        value; /* of the measure main, in the item's unit; NIL: not in that unit */
    enum duban_reading_status status;
    uint64_t revision; /* how often it changed since it was first said */
};

/* An item, and what was last said of it: ABSENT until first said, then NIL or GIVEN. */
struct duban_item {
    struct duban_slice id;
    struct duban_promise plan;
    struct duban_opt_word state;
    struct duban_opt_decimal percent, value; /* value: of the measure main, in the item's unit */
    struct duban_opt_date completed_on, forecast_finish, ext_to;
    struct duban_date ext_asked_on; /* when ext_to became known; it is GIVEN */
    struct duban_opt_text stage;    /* one of the model's stages */
    struct duban_kept_text note;
    struct duban_item_reading *readings;
    bool is_heard; /* an update of it was accepted */
    struct duban_date first_heard_on, heard_on;
    struct duban_date seen_on;  /* the last day on which an update or an accepted file showed it */
    uint64_t passed_over;       /* lsn of the last file that lacked it or whose row was refused */
    struct duban_date moved_on; /* when state, stage, percent, value or a reading last changed */
    struct duban_date done_known_on; /* of a done item: when that became known */
    struct duban_decided *decisions;
};

struct duban_model {
    struct duban_arena *arena;
    struct duban_map items_by_id, sources_by_name, units_heard;
    struct duban_item **items; /* in the order of the plan */
    size_t n_items, items_capacity;
    struct duban_source **sources; /* in the order in which they became known */
    size_t n_sources, sources_capacity;
    uint64_t plan_version; /* rises when the plan changes */
    bool has_plan;         /* a plan_set was accepted */
    struct duban_slice name, banner;
    int year;
    enum duban_plan_status status;
    struct duban_slice *stages; /* in their order */
    size_t n_stages;
    struct duban_unit_name *units;
    size_t n_units;
    bool has_calendar; /* a plan_set said one; calendar is the default until then */
    struct duban_plan_calendar calendar;
};

/* Where an update stands in the log. */
struct duban_event {
    uint64_t lsn;
    struct duban_slice source;
    struct duban_date known_on; /* the plan's local day of delivered_at, else of receipt */
};

/* An empty world that knows one source: control, which may set the plan. */
void duban_model_init(struct duban_model *model, struct duban_arena *arena,
                      struct duban_slice control);

const struct duban_item *duban_model_item(const struct duban_model *model,
                                          struct duban_slice id); /* NULL: none */
const struct duban_source *duban_model_source(const struct duban_model *model,
                                              struct duban_slice name); /* NULL: none */
bool duban_source_speaks_for(const struct duban_source *source, struct duban_slice dept);

/* The last day on which the unit was heard: by a report that was accepted or a file that was. */
struct duban_opt_date duban_model_heard_on(const struct duban_model *model,
                                           struct duban_slice dept); /* ABSENT: never */

bool duban_item_has_state(const struct duban_item *item, enum duban_state state);

/* The deadline that counts: the original one, or that of the last approved decision. */
struct duban_date duban_item_due(const struct duban_item *item);

/* What a unit is called; its code where the plan gives no name. */
struct duban_slice duban_model_unit_name(const struct duban_model *model, struct duban_slice code,
                                         bool is_zh);
int duban_model_stage(const struct duban_model *model,
                      struct duban_slice stage); /* its place, or -1 */

/* The value of the measure main in the item's unit: as task says it, or as it stands if task does not
 * speak of it. False: task's unit cannot be converted. */
DUBAN_MUST_USE bool duban_item_value(const struct duban_item *item, const struct duban_task *task,
                                     struct duban_opt_decimal *out_value);

const struct duban_item_reading *duban_item_reading(const struct duban_item *item,
                                                    struct duban_period period); /* NULL: none */

/* The value of a reading in the item's unit. False: its unit cannot be converted. */
DUBAN_MUST_USE bool duban_reading_value(const struct duban_item *item,
                                        const struct duban_reading *reading,
                                        struct duban_decimal *out_value);

/*
 * Judges an update of the source of that name against the world as it stands (proto/SPEC.md §7, §8).
 * The same world and update give the same verdict. known_on: as in struct duban_event.
 */
void duban_model_admit(const struct duban_model *model, struct duban_slice name,
                       const struct duban_update *update, struct duban_date known_on,
                       struct duban_verdict *out_verdict);

/* Takes an update that was accepted into the world; NOCHANGE says only that something was heard. It
 * copies what it keeps. */
void duban_model_apply(struct duban_model *model, const struct duban_event *event,
                       const struct duban_update *update, bool is_change);

/* The names of the fields that the task changes, separated by blanks, as the views have them; "new" for
 * an item that is heard of for the first time. */
enum { DUBAN_CHANGES_BYTES = 96 };
void duban_item_changes(const struct duban_item *item, const struct duban_task *task,
                        char out_fields[DUBAN_CHANGES_BYTES]);

/* The same of a reading: "value", "reading_status"; "new" for a period that is heard of for the first
 * time. */
void duban_reading_changes(const struct duban_item *item, const struct duban_reading *reading,
                           char out_fields[DUBAN_CHANGES_BYTES]);

/* Up to 3 ids of items that source speaks for and that look like id, separated by blanks: cut to
 * out_bytes. Empty: none. */
void duban_model_near(const struct duban_model *model, const struct duban_source *source,
                      struct duban_slice id, char *out_text, size_t out_bytes);

#endif
