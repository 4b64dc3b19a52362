/* SPDX-License-Identifier: MIT */
#include "lib/model/update.h"

const char *const duban_update_type_words[] = {
    [DUBAN_TASK] = "task",         [DUBAN_PROJECT] = "project",       [DUBAN_READING] = "reading",
    [DUBAN_ITEM_SET] = "item_set", [DUBAN_SOURCE_SET] = "source_set", [DUBAN_PLAN_SET] = "plan_set",
    [DUBAN_DECIDE] = "decide",     [DUBAN_ROWSET] = "rowset",         [DUBAN_N_UPDATE_TYPES] = NULL,
};

const char *const duban_state_words[] = {
    [DUBAN_STATE_NOT_STARTED] = "not_started",
    [DUBAN_STATE_WORKING] = "working",
    [DUBAN_STATE_PAUSED] = "paused",
    [DUBAN_STATE_BASICALLY_DONE] = "basically_done",
    [DUBAN_STATE_DONE] = "done",
    [DUBAN_N_STATES] = NULL,
};

const char *const duban_reading_status_words[] = {
    [DUBAN_FORECAST] = "forecast", [DUBAN_PRELIMINARY] = "preliminary", [DUBAN_REVISED] = "revised",
    [DUBAN_FINAL] = "final",       [DUBAN_N_READING_STATUSES] = NULL,
};

const char *const duban_role_words[] = {
    [DUBAN_ROLE_REPORT] = "report",
    [DUBAN_ROLE_CONTROL] = "control",
    [DUBAN_N_ROLES] = NULL,
};

const char *const duban_kind_words[] = {
    [DUBAN_INDICATOR] = "indicator",
    [DUBAN_WORKS] = "project",
    [DUBAN_DUTY] = "task",
    [DUBAN_N_KINDS_OF_ITEM] = NULL,
};

const char *const duban_commitment_words[] = {
    [DUBAN_HARD] = "hard",     [DUBAN_STAGE] = "stage",       [DUBAN_PROGRESS] = "progress",
    [DUBAN_EFFORT] = "effort", [DUBAN_MAINTAIN] = "maintain", [DUBAN_N_COMMITMENTS] = NULL,
};

const char *const duban_target_op_words[] = {
    [DUBAN_GE] = "ge",
    [DUBAN_LE] = "le",
    [DUBAN_EQ] = "eq",
    [DUBAN_APPROX] = "approx",
    [DUBAN_SYNC] = "sync",
    [DUBAN_IS_DONE] = "done",
    [DUBAN_IS_STARTED] = "start",
    [DUBAN_NO_TARGET] = "none",
    [DUBAN_N_TARGET_OPS] = NULL,
};

const char *const duban_cycle_words[] = {
    [DUBAN_WEEKLY] = "weekly", [DUBAN_MONTHLY] = "monthly", [DUBAN_QUARTERLY] = "quarterly",
    [DUBAN_YEARLY] = "yearly", [DUBAN_N_CYCLES] = NULL,
};

const char *const duban_plan_status_words[] = {
    [DUBAN_DRAFT] = "draft",
    [DUBAN_ACTIVE] = "active",
    [DUBAN_N_PLAN_STATUSES] = NULL,
};

const char *const duban_file_decision_words[] = {
    [DUBAN_FILE_ACCEPTED] = "accepted",   [DUBAN_FILE_HELD] = "held",
    [DUBAN_FILE_DUPLICATE] = "duplicate", [DUBAN_FILE_IGNORED] = "ignored",
    [DUBAN_N_FILE_DECISIONS] = NULL,
};

const char *const duban_decision_words[] = {
    [DUBAN_APPROVED] = "approved",
    [DUBAN_REFUSED] = "refused",
    [DUBAN_N_DECISIONS] = NULL,
};

const char *const duban_weekday_words[] = {
    [DUBAN_MONDAY] = "monday",     [DUBAN_TUESDAY] = "tuesday", [DUBAN_WEDNESDAY] = "wednesday",
    [DUBAN_THURSDAY] = "thursday", [DUBAN_FRIDAY] = "friday",   [DUBAN_SATURDAY] = "saturday",
    [DUBAN_SUNDAY] = "sunday",     [DUBAN_N_WEEKDAYS] = NULL,
};

int duban_word_find(const char *const *words, struct duban_slice word)
{
    for (int i = 0; words[i] != NULL; i++)
        if (duban_slice_is(word, words[i]))
            return i;
    return -1;
}

bool duban_texts_have(const struct duban_opt_texts *texts, const char *text)
{
    for (size_t i = 0; i < texts->n; i++)
        if (duban_slice_is(texts->at[i], text))
            return true;
    return false;
}

struct duban_date duban_update_known_on(const struct duban_update *update,
                                        struct duban_instant received)
{
    bool is_earlier =
        update->delivered_at.is == DUBAN_GIVEN && update->delivered_at.v.ms < received.ms;

    return duban_date_at(is_earlier ? update->delivered_at.v : received);
}

bool duban_update_is_report(const struct duban_update *update)
{
    return update->type == DUBAN_TASK || update->type == DUBAN_PROJECT ||
           update->type == DUBAN_READING;
}

bool duban_same_word(struct duban_opt_word a, struct duban_opt_word b)
{
    return (a.is == DUBAN_GIVEN) == (b.is == DUBAN_GIVEN) && (a.is != DUBAN_GIVEN || a.v == b.v);
}

bool duban_same_date(struct duban_opt_date a, struct duban_opt_date b)
{
    return (a.is == DUBAN_GIVEN) == (b.is == DUBAN_GIVEN) &&
           (a.is != DUBAN_GIVEN || a.v.days == b.v.days);
}

bool duban_same_decimal(struct duban_opt_decimal a, struct duban_opt_decimal b)
{
    return (a.is == DUBAN_GIVEN) == (b.is == DUBAN_GIVEN) &&
           (a.is != DUBAN_GIVEN || duban_decimal_compare(a.v, b.v) == 0);
}

bool duban_same_text(struct duban_opt_text a, struct duban_opt_text b)
{
    return (a.is == DUBAN_GIVEN) == (b.is == DUBAN_GIVEN) &&
           (a.is != DUBAN_GIVEN || duban_slice_equal(a.v, b.v));
}
