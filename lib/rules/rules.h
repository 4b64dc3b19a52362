/* SPDX-License-Identifier: MIT
 *
 * The evaluation of a day: which conditions are open, since when and why, and the lights that follow.
 * evaluation(day) = step(evaluation(day before), world, day): it depends on its arguments alone, and
 * whoever evaluates the same log from the same day on gets the same. docs/rules.md says each rule in
 * a sentence.
 */
#ifndef DUBAN_LIB_RULES_RULES_H
#define DUBAN_LIB_RULES_RULES_H

#include "lib/rules/expected.h"

enum duban_rule {
    DUBAN_RULE_DUE_SOON,
    DUBAN_RULE_OVERDUE,
    DUBAN_RULE_REPORTED_LATE,
    DUBAN_RULE_LAG,
    DUBAN_RULE_STALLED,
    DUBAN_RULE_STALE,
    DUBAN_RULE_NEVER_REPORTED,
    DUBAN_N_ITEM_RULES,
    DUBAN_RULE_SILENT_ORG = DUBAN_N_ITEM_RULES, /* of a unit */
    DUBAN_N_RULES
};

enum duban_severity { DUBAN_SEVERITY_NONE, DUBAN_INFO, DUBAN_YELLOW, DUBAN_RED };
enum duban_light {
    DUBAN_LIGHT_GREY,
    DUBAN_LIGHT_GREEN,
    DUBAN_LIGHT_YELLOW,
    DUBAN_LIGHT_RED,
    DUBAN_LIGHT_BLUE,
    DUBAN_N_LIGHTS
};

extern const char *const duban_rule_words[DUBAN_N_RULES + 1];
extern const char *const duban_light_words[DUBAN_N_LIGHTS + 1];

struct duban_condition {
    enum duban_severity severity; /* NONE: it is not open */
    bool is_inhibited;            /* said of the unit instead; it colours no light */
    struct duban_date opened_on;  /* meaningful while it is open */
    struct duban_date since;      /* the day on which it got this severity */
};

/* How an item stands against one of its two deadlines. */
struct duban_clock {
    struct duban_date due, due_used; /* used: rolled to a working day where that is right */
    bool is_passed;                  /* due_used is over; a fact, also where no rule is open */
    int32_t days_over, working_days_over;
    struct duban_opt_share expected;
    bool has_gap;
    int32_t gap_bp; /* expected less actual; negative: ahead */
    bool is_small;  /* judged by units instead */
    struct duban_units units;
    struct duban_condition overdue, lag;
    enum duban_light light;
};

/* How long the progress of an item has not moved: since the day of the anchor. */
struct duban_standstill {
    bool is_known;
    struct duban_date anchor_on, seen_on;
    int32_t anchor_bp, anchor_expected_bp;
    int n_reports, n_cycles;              /* days with reports since; later cycles that have some */
    struct duban_date counted_cycle_from; /* the anchor's, or the last that was counted */
};

struct duban_item_evaluation {
    struct duban_slice id; /* borrows from the model */
    size_t unit;           /* its reporter's place in the evaluation's units */
    bool is_active;        /* its start has come */
    bool is_done;          /* and it was completed by the day */
    bool is_heard, is_connected;
    bool is_resting;  /* by what its unit says: not started or paused; no clock stops for it */
    bool is_assessed; /* it has no target: its date is that of an assessment */
    enum duban_basis basis;
    struct duban_opt_share actual;
    struct duban_clock current, original;
    struct duban_condition due_soon, reported_late, stalled, stale, never_reported;
    int32_t working_days_left; /* to the current deadline; 0 from its day on */
    int notice_step;           /* the last due_soon step that got its notice; 0: none yet */
    bool is_notice_due;        /* that notice falls on this day */
    struct duban_standstill standstill;
    int n_missed;                  /* reports missed one after the other */
    struct duban_date missed_from; /* the day on which the first of them was due */
};

struct duban_unit_evaluation {
    struct duban_slice code; /* borrows from the model */
    bool is_connected;
    struct duban_opt_date connected_on, heard_on;
    size_t n_items, n_past_unheard; /* of these: past their date, and nothing reported */
    struct duban_condition silent;
    size_t n_awaited;         /* items of which it owed a report and gave none */
    struct duban_date due_on; /* the day on which the first of these was due */
};

struct duban_evaluation {
    struct duban_date day;
    struct duban_item_evaluation *items; /* in the order of the model */
    size_t n_items;
    struct duban_unit_evaluation *units; /* the reporters, in the order of the items */
    size_t n_units;
    struct duban_map units_by_code;
    struct {
        size_t n_units, n_items;
        size_t n_past_units, n_past_items; /* past: their date, and nothing was reported */
    } unconnected;
};

/*
 * The evaluation of a day. before: that of the day before, or NULL on the first day; it is only
 * read. The model holds what was received before the evaluation of this day, and at least the items
 * that it held the day before. The result lies in the arena and borrows from the model, nothing of
 * before: two arenas that take turns are enough for a year.
 */
const struct duban_evaluation *duban_rules_step(const struct duban_evaluation *before,
                                                const struct duban_model *model,
                                                const struct duban_calendar *calendar,
                                                const struct duban_preset *preset,
                                                struct duban_date day, struct duban_arena *arena);

/* The condition of a rule; overdue and lag are those of the current deadline. */
const struct duban_condition *duban_item_condition(const struct duban_item_evaluation *item,
                                                   enum duban_rule rule);

/* NULL: it reports no item. */
const struct duban_unit_evaluation *duban_evaluation_unit(const struct duban_evaluation *evaluation,
                                                          struct duban_slice code);

#endif
