/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "producers/watch/diff.h"

/* A report in short: its percent (-1: nil, -2: not spoken of), its note ("": nil). */
struct short_report {
    int64_t percent;
    const char *note;
};

static struct duban_update report(struct short_report says)
{
    struct duban_update update = {.type = DUBAN_TASK};
    struct duban_task *task = &update.u.task;

    if (says.percent > -2)
        task->percent.is = says.percent == -1 ? DUBAN_NIL : DUBAN_GIVEN;
    if (says.percent >= 0)
        task->percent.v = (struct duban_decimal){says.percent, 0};
    task->note = (struct duban_opt_text){says.note[0] == '\0' ? DUBAN_NIL : DUBAN_GIVEN,
                                         duban_slice_of(says.note)};
    return update;
}

Test(diff, calls_a_row_new_that_says_something_else)
{
    static const struct {
        const char *when;
        struct short_report before, now;
        bool want;
    } rows[] = {
        {"nothing else", {5, "a"}, {5, "a"}, false},
        {"another figure", {5, "a"}, {6, "a"}, true},
        {"another note", {5, "a"}, {5, "b"}, true},
        {"an empty cell where a figure was", {5, "a"}, {-1, "a"}, true},
        {"an empty cell where none was", {-1, ""}, {-1, ""}, false},
        {"a figure where none was", {-1, ""}, {0, ""}, true},
        {"a column that is gone", {5, "a"}, {-2, "a"}, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_arena arena = {0};
        struct duban_update before = report(rows[i].before);
        struct duban_slice key = duban_slice_of("A");
        struct diff_known known = {.keys = &key, .n_keys = 1};
        struct reading_row row = {.key = key, .update = report(rows[i].now)};
        struct reading reading = {.rows = &row, .n_rows = 1};
        struct diff diff;

        duban_map_put(&known.updates, &arena, key, &before);
        diff_make(&reading, &known, &arena, &diff);
        cr_expect_eq(diff.is_changed[0], rows[i].want, "%s", rows[i].when);
        cr_expect_eq(diff.n_changed + diff.n_unchanged, 1, "%s", rows[i].when);
        duban_arena_fini(&arena);
    }
}

Test(diff, takes_a_row_that_nobody_filled_in_for_no_news_until_something_was_said)
{
    static const struct {
        const char *when;
        bool is_known, is_blank, want;
    } rows[] = {
        {"nothing said, nothing filled in", false, true, false},
        {"nothing said, and now something", false, false, true},
        {"something said, and now cleared", true, true, true},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_arena arena = {0};
        struct duban_update before = report((struct short_report){5, "a"});
        struct duban_slice key = duban_slice_of("A");
        struct diff_known known = {.keys = &key, .n_keys = rows[i].is_known ? 1 : 0};
        struct reading_row row = {.key = key,
                                  .is_blank = rows[i].is_blank,
                                  .update = report((struct short_report){-1, ""})};
        struct reading reading = {.rows = &row, .n_rows = 1};
        struct diff diff;

        if (rows[i].is_known)
            duban_map_put(&known.updates, &arena, key, &before);
        diff_make(&reading, &known, &arena, &diff);
        cr_expect_eq(diff.is_changed[0], rows[i].want, "%s", rows[i].when);
        duban_arena_fini(&arena);
    }
}

Test(diff, compares_figures_by_value_and_unit)
{
    static const struct {
        const char *when;
        struct duban_decimal value;
        const char *unit;
        bool want;
    } rows[] = {
        {"65.0 for 65", {650, -1}, "个", false},
        {"66", {66, 0}, "个", true},
        {"another unit", {65, 0}, "处", true},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_arena arena = {0};
        struct duban_measure_value was = {{"main", 4}, true, {65, 0}, duban_slice_of("个")};
        struct duban_measure_value is = {
            {"main", 4}, true, rows[i].value, duban_slice_of(rows[i].unit)};
        struct duban_update before = {.u.task.measures = {DUBAN_GIVEN, &was, 1}};
        struct duban_slice key = duban_slice_of("A");
        struct diff_known known = {.keys = &key, .n_keys = 1};
        struct reading_row row = {.key = key, .update.u.task.measures = {DUBAN_GIVEN, &is, 1}};
        struct reading reading = {.rows = &row, .n_rows = 1};
        struct diff diff;

        duban_map_put(&known.updates, &arena, key, &before);
        diff_make(&reading, &known, &arena, &diff);
        cr_expect_eq(diff.is_changed[0], rows[i].want, "%s", rows[i].when);
        duban_arena_fini(&arena);
    }
}

Test(diff, tells_a_row_that_was_removed_from_a_file_that_was_cut)
{
    static const struct {
        const char *when;
        size_t n_known, n_present;
        bool is_cut;
    } rows[] = {
        {"nothing is missing", 20, 20, false},
        {"one of twenty", 20, 19, false},
        {"two of twenty: a tenth", 20, 18, false},
        {"three of twenty", 20, 17, true},
        {"one of one", 1, 0, false},
        {"one of two", 2, 1, false},
        {"two of two", 2, 0, true},
        {"two of nineteen", 19, 17, true},
        {"nothing was known", 0, 5, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_arena arena = {0};
        struct duban_slice keys[20];
        struct reading_row present[20] = {{.number = 0}};
        struct diff_known known = {.keys = keys, .n_keys = rows[i].n_known};
        struct reading reading = {.rows = present, .n_rows = rows[i].n_present};
        struct diff diff;

        for (size_t k = 0; k < 20; k++) {
            char text[8];
            (void)snprintf(text, sizeof text, "K%02zu", k);
            keys[k] = duban_arena_copy(&arena, duban_slice_of(text));
            present[k].key = keys[k];
            present[k].reason = READING_BAD_NUMBER; /* it is there, though it was refused */
        }
        diff_make(&reading, &known, &arena, &diff);
        cr_expect_eq(diff.is_cut, rows[i].is_cut, "%s", rows[i].when);
        if (rows[i].n_known > rows[i].n_present)
            cr_expect_eq(diff.n_missing, rows[i].n_known - rows[i].n_present, "%s", rows[i].when);
        duban_arena_fini(&arena);
    }
}
