/* SPDX-License-Identifier: MIT
 *
 * Why the light of an item is what it is: for each rule whether it applies, what it found, and with
 * which figures. Pure; it judges nothing itself, the evaluation has. A sentence and its figures come
 * from one list, so that people and programs are told the same.
 */
#ifndef DUBAN_CTL_REASON_H
#define DUBAN_CTL_REASON_H

#include "lib/rules/rules.h"
#include "lib/text/text.h"

enum reason_fact_kind {
    FACT_COUNT,
    FACT_SHARE,  /* basis points, of the whole: 34.28% */
    FACT_LIMIT,  /* such a share as a threshold: 10% */
    FACT_POINTS, /* basis points, as a difference: people are told its size, programs its sign too */
    FACT_DAY,
    FACT_TEXT, /* as the plan or a unit has it */
    FACT_WORDS /* of the wire, separated by blanks: programs see them, people read their own */
};

/* What is filled in for {1}, {2} … of a sentence, by its place; its name is for programs, NULL: they
 * have it from elsewhere. */
struct reason_fact {
    const char *name;
    enum reason_fact_kind kind;
    int64_t number; /* of a day: as in struct duban_date */
    struct duban_slice text;
};

struct reason_part {
    enum duban_text_id id;
    const struct reason_fact *facts;
    size_t n;
};

enum reason_deadline { REASON_NO_DEADLINE, REASON_CURRENT, REASON_ORIGINAL };

enum { REASON_PARTS_MAX = 6, REASONS_MAX = DUBAN_N_RULES + 2 };

struct reason {
    enum duban_rule rule;
    enum reason_deadline deadline; /* of two that differ, the one that it is about */
    const char *why_not;           /* a word for why the rule does not apply; NULL: it does */
    struct duban_condition condition;
    struct reason_part parts[REASON_PARTS_MAX]; /* sentences, to be read one after the other */
    size_t n_parts;
};

/* What is asked about: an item, as it stands in an evaluation. */
struct reasoned {
    const struct duban_model *model;
    const struct duban_calendar *calendar;
    const struct duban_preset *preset;
    const struct duban_evaluation *evaluation;
    size_t i; /* the item's place in the model and in the evaluation */
};

bool reason_has_two_deadlines(const struct duban_item_evaluation *item);

/* Every rule, the most important first, in the arena; they borrow from what is asked about. */
struct reason *reasons_make(const struct reasoned *asked, struct duban_arena *arena, size_t *out_n);

/* Why the clock's light is what it is. */
struct reason_part reason_of_light(const struct reasoned *asked, const struct duban_clock *clock,
                                   struct duban_arena *arena);

/* The rule that is worst for the item, of those that colour no light the last; DUBAN_N_RULES: none is
 * open. *out_condition is meaningful if there is one. */
enum duban_rule reason_worst(const struct duban_item_evaluation *item,
                             const struct duban_unit_evaluation *unit,
                             struct duban_condition *out_condition);

/* The parts as people read them. */
void reason_put(struct duban_buf *out, enum duban_lang lang, const struct reason_part *parts,
                size_t n);

/* Their facts as members of a JSON object, each with a comma before it. */
void reason_put_json(struct duban_buf *out, const struct reason_part *parts, size_t n);

/* 34.28: basis points without a sign. */
void reason_put_bp(struct duban_buf *out, int64_t bp);

#endif
