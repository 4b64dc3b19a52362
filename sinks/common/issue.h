/* SPDX-License-Identifier: MIT
 *
 * A day's issue as facts: what a supervisor should do, what has changed since the issue before, what falls
 * due, and what is not known. Pure: the outlook of the day and the summary of the last issue go in.
 */
#ifndef DUBAN_SINKS_COMMON_ISSUE_H
#define DUBAN_SINKS_COMMON_ISSUE_H

#include "lib/rules/rules.h"

enum {
    ISSUE_ACTIONS_MAX = 7,
    ISSUE_UPCOMING_MAX = 10,
    ISSUE_LISTED_MAX = 10, /* of each kind of change */
    ISSUE_UPCOMING_WD = 10,
    ISSUE_DECIDE_WD = 3 /* so long may a request wait */
};

/* Why an action line stands there; in the order in which they are listed. */
enum issue_act {
    ISSUE_DECIDE, /* the supervisor's own move: an extension was asked for */
    ISSUE_SILENT, /* a unit */
    ISSUE_OVERDUE,
    ISSUE_LAG,
    ISSUE_STALLED,
    ISSUE_STALE,
    ISSUE_NEVER_REPORTED,
    ISSUE_N_ACTS
};

extern const char *const issue_act_words[ISSUE_N_ACTS + 1];

struct issue_action {
    enum issue_act act;
    enum duban_severity severity; /* NONE: a decision */
    bool is_new;                  /* it came or got worse since the last issue */
    size_t item;                  /* its place in the model; of a unit's line without meaning */
    const struct duban_unit_evaluation *unit;
    struct duban_date since;
    int32_t since_wd; /* working days since then */
    int32_t gap_bp;   /* lag: how far behind; overdue: working days over, for the order */
    struct duban_date answer_by; /* when the next move is to be made */
};

/* What the next issue needs to know of this one. In the order of the model's items. */
struct issue_summary {
    struct duban_date day;
    size_t n_items;
    struct issue_mark {
        enum duban_light light;
        enum duban_severity severity; /* of its worst condition */
        struct duban_date due;
        int notice_step; /* the last notice of the deadline */
        bool is_done;
    } * marks;
    size_t lights[DUBAN_N_LIGHTS];
};

struct issue_list {
    size_t *items; /* places in the model */
    size_t n;
};

struct issue {
    const struct duban_model *model;
    const struct duban_evaluation *evaluation;
    struct duban_date day;
    int32_t number;                     /* the working day's number in its year */
    int32_t n_elapsed, n_working_days;  /* of that year */
    const struct issue_summary *before; /* NULL: this is the first */
    struct issue_summary summary;

    struct issue_action *actions; /* all, the most urgent first; the first seven are printed */
    size_t n_actions;
    size_t n_decide;        /* of these, the supervisor's own moves */
    size_t n_red_unchanged; /* items whose light was red before too */
    size_t oldest_red;      /* the place of the one that is red longest, if there is any */
    int32_t oldest_red_wd;

    struct issue_list turned_red, turned_yellow, turned_green, done,
        moved;                  /* since the last issue */
    struct issue_list upcoming; /* due in the next ten working days, the nearest first */
    size_t n_stale, n_never_reported, n_silent;
};

/* The issue of the evaluation's day. What it holds lies in the arena or borrows from its arguments. */
void issue_make(const struct duban_model *model, const struct duban_evaluation *evaluation,
                const struct duban_calendar *calendar, const struct issue_summary *before,
                struct duban_arena *arena, struct issue *out_issue);

/* What concerns some units of an issue: what is new of their items, and deadlines that come near. */
struct issue_part {
    const struct duban_slice *units; /* their codes; borrowed */
    size_t n_units;
    const struct issue_action **actions; /* new since the last issue, in the issue's order */
    size_t n_actions;
    struct issue_list notices; /* the last of due_soon's notices came since the last issue */
    size_t n_open;             /* of the units' actions in the issue, new or not */
};

/* units and n_units of the part are set. */
void issue_part(const struct issue *issue, struct duban_arena *arena, struct issue_part *part);

/* A copy of the summary that needs nothing else. */
void issue_keep(const struct issue_summary *summary, struct duban_arena *arena,
                struct issue_summary *out_summary);

#endif
