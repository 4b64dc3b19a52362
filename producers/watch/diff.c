/* SPDX-License-Identifier: MIT */
#include "producers/watch/diff.h"

static bool same_measures(const struct duban_opt_measures *a, const struct duban_opt_measures *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        const struct duban_measure_value *left = &a->at[i];
        const struct duban_measure_value *right = &b->at[i];
        if (left->is_known != right->is_known ||
            !duban_slice_equal(left->measure, right->measure) ||
            (left->is_known && (!duban_slice_equal(left->unit, right->unit) ||
                                duban_decimal_compare(left->value, right->value) != 0)))
            return false;
    }
    return true;
}

/* A field that the file does not speak of leaves what was there. */
#define SAYS_SAME(now, before, same) ((now).is == DUBAN_ABSENT || same((now), (before)))

static bool same_task(const struct duban_task *a, const struct duban_task *b)
{
    return SAYS_SAME(a->state, b->state, duban_same_word) &&
           SAYS_SAME(a->stage, b->stage, duban_same_text) &&
           SAYS_SAME(a->percent, b->percent, duban_same_decimal) &&
           (a->measures.is == DUBAN_ABSENT || same_measures(&a->measures, &b->measures)) &&
           SAYS_SAME(a->completed_on, b->completed_on, duban_same_date) &&
           SAYS_SAME(a->forecast_finish, b->forecast_finish, duban_same_date) &&
           SAYS_SAME(a->ext_to, b->ext_to, duban_same_date) &&
           SAYS_SAME(a->note, b->note, duban_same_text);
}

/* The key of a reading has its period. */
static bool same_reading(const struct duban_reading *a, const struct duban_reading *b)
{
    return SAYS_SAME(a->value, b->value, duban_same_decimal) &&
           SAYS_SAME(a->unit, b->unit, duban_same_text) &&
           SAYS_SAME(a->status, b->status, duban_same_word);
}

static bool says_same(const struct duban_update *now, const struct duban_update *before)
{
    if (now->type == DUBAN_READING || before->type == DUBAN_READING)
        return now->type == before->type && same_reading(&now->u.reading, &before->u.reading);
    return same_task(&now->u.task, &before->u.task);
}

/* A row counts as there also when it was refused, as long as its key could be trusted. */
static void find_missing(const struct reading *reading, const struct diff_known *known,
                         struct duban_arena *arena, struct diff *out)
{
    struct duban_map present = {0};

    for (size_t i = 0; i < reading->n_rows; i++)
        if (reading->rows[i].key.len > 0)
            duban_map_put(&present, arena, reading->rows[i].key, &reading->rows[i]);
    out->missing = duban_arena_new(arena, known->n_keys, sizeof *out->missing);
    for (size_t i = 0; i < known->n_keys; i++)
        if (duban_map_get(&present, known->keys[i]) == NULL)
            out->missing[out->n_missing++] = known->keys[i];
    out->is_cut = out->n_missing > 1 && out->n_missing * 100 > known->n_keys * DIFF_MISSING_PERCENT;
}

void diff_make(const struct reading *reading, const struct diff_known *known,
               struct duban_arena *arena, struct diff *out_diff)
{
    struct diff diff = {.is_changed =
                            duban_arena_new(arena, reading->n_rows, sizeof *diff.is_changed)};

    find_missing(reading, known, arena, &diff);
    for (size_t i = 0; i < reading->n_rows; i++) {
        const struct reading_row *row = &reading->rows[i];
        if (row->reason != READING_NONE)
            continue;
        const struct duban_update *before = duban_map_get(&known->updates, row->key);
        diff.is_changed[i] = before == NULL ? !row->is_blank : !says_same(&row->update, before);
        diff.n_changed += diff.is_changed[i] ? 1 : 0;
        diff.n_unchanged += diff.is_changed[i] ? 0 : 1;
    }
    *out_diff = diff;
}
