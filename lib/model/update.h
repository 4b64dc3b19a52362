/* SPDX-License-Identifier: MIT
 *
 * One update, as proto/SPEC.md §7 says: what somebody states about an item, the plan or a source.
 * Slices borrow from whatever the update was made of.
 */
#ifndef DUBAN_LIB_MODEL_UPDATE_H
#define DUBAN_LIB_MODEL_UPDATE_H

#include "lib/core/time.h"
#include "lib/model/decimal.h"

/* Limits of texts, in bytes (proto/SPEC.md §7). */
enum {
    DUBAN_ID_MAX = 64,
    DUBAN_ACTOR_MAX = 128,
    DUBAN_TITLE_MAX = 512,
    DUBAN_REASON_MAX = 1024,
    DUBAN_NOTE_MAX = 16384,
    DUBAN_DEPTS_MAX = 256,
};

/* Absent leaves what was there; nil says that nothing is known, and replaces it. */
enum duban_presence {
    DUBAN_ABSENT,
    DUBAN_NIL,
    DUBAN_GIVEN
};

struct duban_opt_text {
    enum duban_presence is;
    struct duban_slice v;
};

struct duban_opt_u64 {
    enum duban_presence is;
    uint64_t v;
};

struct duban_opt_instant {
    enum duban_presence is;
    struct duban_instant v;
};

struct duban_opt_date {
    enum duban_presence is;
    struct duban_date v;
};

struct duban_opt_decimal {
    enum duban_presence is;
    struct duban_decimal v;
};

/* One of a closed list of words: its place in the list. */
struct duban_opt_word {
    enum duban_presence is;
    int v;
};

struct duban_opt_texts {
    enum duban_presence is;
    struct duban_slice *at;
    size_t n;
};

enum duban_update_type {
    DUBAN_TASK,
    DUBAN_ITEM_SET,
    DUBAN_SOURCE_SET,
    DUBAN_N_UPDATE_TYPES
};

enum duban_state {
    DUBAN_STATE_NOT_STARTED,
    DUBAN_STATE_WORKING,
    DUBAN_STATE_PAUSED,
    DUBAN_STATE_BASICALLY_DONE,
    DUBAN_STATE_DONE,
    DUBAN_N_STATES
};

enum duban_role {
    DUBAN_ROLE_REPORT,
    DUBAN_ROLE_CONTROL,
    DUBAN_N_ROLES
};

/* Their words on the wire and in the store, in the order of the enums; each list ends with NULL. */
extern const char *const duban_update_type_words[DUBAN_N_UPDATE_TYPES + 1];
extern const char *const duban_state_words[DUBAN_N_STATES + 1];
extern const char *const duban_role_words[DUBAN_N_ROLES + 1];

/* The place of word in a list that ends with NULL, or -1. */
int duban_word_find(const char *const *words, struct duban_slice word);

bool duban_texts_have(const struct duban_opt_texts *texts, const char *text);

struct duban_task {
    struct duban_opt_word state;
    struct duban_opt_decimal percent;
    struct duban_opt_date completed_on, forecast_finish, ext_to;
    struct duban_opt_text note;
};

struct duban_item_set {
    struct duban_opt_text title, lead;
    struct duban_opt_date due;
    struct duban_opt_text actor, reason;
};

struct duban_source_set {
    struct duban_opt_text source;
    struct duban_opt_texts depts, roles;
    struct duban_opt_date connected_on;
    struct duban_opt_text actor, reason;
};

struct duban_update {
    enum duban_update_type type;
    struct duban_opt_text item, dept;
    struct duban_opt_u64 row;
    struct duban_opt_instant delivered_at;
    struct duban_opt_date as_of;
    union {
        struct duban_task task;
        struct duban_item_set item_set;
        struct duban_source_set source_set;
    } u;
};

#endif
