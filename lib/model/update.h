/* SPDX-License-Identifier: MIT
 *
 * One update, as proto/SPEC.md §7 says: what somebody states about an item, the plan or a source.
 * Slices borrow from whatever the update was made of.
 */
#ifndef DUBAN_LIB_MODEL_UPDATE_H
#define DUBAN_LIB_MODEL_UPDATE_H

#include "lib/core/time.h"
#include "lib/model/decimal.h"
#include "lib/model/period.h"

/* Limits of texts, in bytes (proto/SPEC.md §7). */
enum {
    DUBAN_UNIT_MAX = 32,
    DUBAN_ID_MAX = 64,
    DUBAN_NAME_MAX = 128, /* of a person, a unit, an area, a document */
    DUBAN_FILE_NAME_MAX = 256,
    DUBAN_TITLE_MAX = 512,
    DUBAN_REASON_MAX = 1024,
    DUBAN_NOTE_MAX = 16384,
    DUBAN_DEPTS_MAX = 256,
    DUBAN_SUPPORT_MAX = 16,
    DUBAN_MEASURES_MAX = 16,
    DUBAN_STAGES_MAX = 32,
    DUBAN_PLAN_DAYS_MAX = 400, /* off, and as many worked */
    DUBAN_REJECTED_MAX = 1000,
    DUBAN_FILE_UPDATES_MAX = 10000,
    DUBAN_FILE_ROWS_MAX = 1000000,
};

/* Absent leaves what was there; nil says that nothing is known, and replaces it. */
enum duban_presence { DUBAN_ABSENT, DUBAN_NIL, DUBAN_GIVEN };

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

struct duban_opt_period {
    enum duban_presence is;
    struct duban_period v;
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

struct duban_opt_dates {
    enum duban_presence is;
    struct duban_date *at;
    size_t n;
};

/* What is given. */
static inline struct duban_opt_u64 duban_u64(uint64_t v)
{
    return (struct duban_opt_u64){DUBAN_GIVEN, v};
}

static inline struct duban_opt_text duban_given_text(struct duban_slice v)
{
    return (struct duban_opt_text){DUBAN_GIVEN, v};
}

/* Closed lists of words. Their words on the wire and in the store stand in update.c, in the order of
 * the enums; each list ends with NULL. */
enum duban_update_type {
    DUBAN_TASK,
    DUBAN_PROJECT,
    DUBAN_READING,
    DUBAN_ITEM_SET,
    DUBAN_SOURCE_SET,
    DUBAN_PLAN_SET,
    DUBAN_DECIDE,
    DUBAN_ROWSET,
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
enum duban_reading_status {
    DUBAN_FORECAST,
    DUBAN_PRELIMINARY,
    DUBAN_REVISED,
    DUBAN_FINAL,
    DUBAN_N_READING_STATUSES
};
enum duban_role { DUBAN_ROLE_REPORT, DUBAN_ROLE_CONTROL, DUBAN_N_ROLES };
enum duban_kind_of_item { DUBAN_INDICATOR, DUBAN_WORKS, DUBAN_DUTY, DUBAN_N_KINDS_OF_ITEM };
enum duban_commitment {
    DUBAN_HARD,
    DUBAN_STAGE,
    DUBAN_PROGRESS,
    DUBAN_EFFORT,
    DUBAN_MAINTAIN,
    DUBAN_N_COMMITMENTS
};
enum duban_target_op {
    DUBAN_GE,
    DUBAN_LE,
    DUBAN_EQ,
    DUBAN_APPROX,
    DUBAN_SYNC,
    DUBAN_IS_DONE,
    DUBAN_IS_STARTED,
    DUBAN_NO_TARGET,
    DUBAN_N_TARGET_OPS
};
enum duban_cycle { DUBAN_WEEKLY, DUBAN_MONTHLY, DUBAN_QUARTERLY, DUBAN_YEARLY, DUBAN_N_CYCLES };
enum duban_plan_status { DUBAN_DRAFT, DUBAN_ACTIVE, DUBAN_N_PLAN_STATUSES };
enum duban_file_decision {
    DUBAN_FILE_ACCEPTED,
    DUBAN_FILE_HELD,
    DUBAN_FILE_DUPLICATE,
    DUBAN_FILE_IGNORED,
    DUBAN_N_FILE_DECISIONS
};
enum duban_decision { DUBAN_APPROVED, DUBAN_REFUSED, DUBAN_N_DECISIONS };
enum duban_day_of_week {
    DUBAN_MONDAY,
    DUBAN_TUESDAY,
    DUBAN_WEDNESDAY,
    DUBAN_THURSDAY,
    DUBAN_FRIDAY,
    DUBAN_SATURDAY,
    DUBAN_SUNDAY,
    DUBAN_N_WEEKDAYS
};

extern const char *const duban_update_type_words[DUBAN_N_UPDATE_TYPES + 1];
extern const char *const duban_state_words[DUBAN_N_STATES + 1];
extern const char *const duban_reading_status_words[DUBAN_N_READING_STATUSES + 1];
extern const char *const duban_role_words[DUBAN_N_ROLES + 1];
extern const char *const duban_kind_words[DUBAN_N_KINDS_OF_ITEM + 1];
extern const char *const duban_commitment_words[DUBAN_N_COMMITMENTS + 1];
extern const char *const duban_target_op_words[DUBAN_N_TARGET_OPS + 1];
extern const char *const duban_cycle_words[DUBAN_N_CYCLES + 1];
extern const char *const duban_plan_status_words[DUBAN_N_PLAN_STATUSES + 1];
extern const char *const duban_file_decision_words[DUBAN_N_FILE_DECISIONS + 1];
extern const char *const duban_decision_words[DUBAN_N_DECISIONS + 1];
extern const char *const duban_weekday_words[DUBAN_N_WEEKDAYS + 1];

/* The place of word in a list that ends with NULL, or -1. */
int duban_word_find(const char *const *words, struct duban_slice word);

bool duban_texts_have(const struct duban_opt_texts *texts, const char *text);

/* A figure as it was reported. */
struct duban_measure_value {
    struct duban_slice measure;
    bool is_known; /* false: nothing known */
    struct duban_decimal value;
    struct duban_slice unit;
};

struct duban_opt_measures {
    enum duban_presence is;
    struct duban_measure_value *at;
    size_t n;
};

/* What a unit is called. */
struct duban_unit_name {
    struct duban_slice code, zh, en;
};

struct duban_opt_unit_names {
    enum duban_presence is;
    struct duban_unit_name *at;
    size_t n;
};

/* task and project; a task has no stage. */
struct duban_task {
    struct duban_opt_word state;
    struct duban_opt_decimal percent;
    struct duban_opt_measures measures;
    struct duban_opt_date completed_on, forecast_finish, ext_to;
    struct duban_opt_text note, stage;
};

/* The figure of a period; the measure is main where none is named. */
struct duban_reading {
    struct duban_opt_text measure;
    struct duban_opt_period period;
    struct duban_opt_decimal value;
    struct duban_opt_text unit;
    struct duban_opt_word status;
};

struct duban_item_set {
    struct duban_opt_text title, lead;
    struct duban_opt_date due;
    struct duban_opt_word kind;
    struct duban_opt_text area, title_en;
    struct duban_opt_word commitment, target_op;
    struct duban_opt_decimal target;
    struct duban_opt_text unit;
    struct duban_opt_decimal baseline;
    struct duban_opt_word cycle;
    struct duban_opt_date start;
    struct duban_opt_text stage, reporter;
    struct duban_opt_texts support;
    struct duban_opt_text source_ref, remark;
    struct duban_opt_text actor, reason;
};

struct duban_plan_set {
    struct duban_opt_text name;
    struct duban_opt_u64 year;
    struct duban_opt_word status;
    struct duban_opt_text banner;
    struct duban_opt_texts stages;
    struct duban_opt_unit_names units;
    struct duban_opt_date calendar_from, calendar_to; /* with the next three: its work calendar */
    struct duban_opt_texts rest;
    struct duban_opt_dates off, work;
    struct duban_opt_text actor, reason;
};

struct duban_decide {
    struct duban_opt_word decision;
    struct duban_opt_date new_due, decided_on;
    struct duban_opt_text doc_no;
    struct duban_opt_date requested_on, requested_due;
    struct duban_opt_text actor, reason;
};

struct duban_source_set {
    struct duban_opt_text source;
    struct duban_opt_texts depts, roles;
    struct duban_opt_date connected_on;
    struct duban_opt_text actor, reason;
};

/* A row that the reader of a file refused. */
struct duban_rejected {
    uint64_t row;
    struct duban_slice reason, key; /* key empty: it could not be trusted */
};

struct duban_opt_rejected {
    enum duban_presence is;
    struct duban_rejected *at;
    size_t n;
};

struct duban_rowset {
    struct duban_opt_text name, sha256, form;
    struct duban_opt_word decision;
    struct duban_opt_text reason;
    struct duban_opt_u64 rows, understood, unchanged, n;
    struct duban_opt_rejected rejected;
    struct duban_opt_texts missing;
};

struct duban_update {
    enum duban_update_type type;
    struct duban_opt_text item, dept;
    struct duban_opt_u64 row;
    struct duban_opt_instant delivered_at;
    struct duban_opt_date as_of;
    union {
        struct duban_task task;
        struct duban_reading reading;
        struct duban_item_set item_set;
        struct duban_source_set source_set;
        struct duban_plan_set plan_set;
        struct duban_decide decide;
        struct duban_rowset rowset;
    } u;
};

/* The day on which what it says became known: the plan's local day of delivered_at, else of receipt. */
struct duban_date duban_update_known_on(const struct duban_update *update,
                                        struct duban_instant received);

/* Same value, or neither has one. */
bool duban_same_word(struct duban_opt_word a, struct duban_opt_word b);
bool duban_same_date(struct duban_opt_date a, struct duban_opt_date b);
bool duban_same_decimal(struct duban_opt_decimal a, struct duban_opt_decimal b);
bool duban_same_text(struct duban_opt_text a, struct duban_opt_text b);

/* task, project or reading: what a unit says of an item. */
bool duban_update_is_report(const struct duban_update *update);

#endif
