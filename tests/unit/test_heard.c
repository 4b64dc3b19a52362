/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "lib/model/model.h"

static const struct duban_slice control = {"control", 7};

static struct duban_opt_text given(const char *text)
{
    return (struct duban_opt_text){DUBAN_GIVEN, duban_slice_of(text)};
}

/* An update that became known on a day. */
static void apply(struct duban_model *model, int32_t day, const struct duban_update *update,
                  bool is_change)
{
    static uint64_t lsn = 0;
    struct duban_event event = {++lsn, control, {day}};

    duban_model_apply(model, &event, update, is_change);
}

static struct duban_update report(const char *id, struct duban_opt_word state)
{
    struct duban_update update = {.type = DUBAN_TASK, .item = given(id)};

    update.u.task.state = state;
    return update;
}

static struct duban_update file(const char *dept, enum duban_file_decision decision)
{
    struct duban_update update = {.type = DUBAN_ROWSET, .dept = given(dept)};

    update.u.rowset.decision = (struct duban_opt_word){DUBAN_GIVEN, (int)decision};
    return update;
}

/* Another world: three items of one unit, of which T1 and T2 were reported on day 10; T9 of another
 * unit was, too. */
static void plan(struct duban_model *model, struct duban_arena *arena)
{
    static const struct {
        const char *id, *lead;
    } items[] = {{"T1", "民政局"}, {"T2", "民政局"}, {"T3", "民政局"}, {"T9", "城管局"}};
    struct duban_opt_word working = {DUBAN_GIVEN, DUBAN_STATE_WORKING};

    duban_arena_fini(arena);
    duban_model_init(model, arena, control);
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        struct duban_update update = {.type = DUBAN_ITEM_SET, .item = given(items[i].id)};
        update.u.item_set = (struct duban_item_set){
            .title = given("A"), .lead = given(items[i].lead), .due = {DUBAN_GIVEN, {100}}};
        apply(model, 1, &update, true);
        update = report(items[i].id, working);
        if (!duban_slice_is(duban_slice_of(items[i].id), "T3"))
            apply(model, 10, &update, true);
    }
}

static int32_t seen_on(const struct duban_model *model, const char *id)
{
    return duban_model_item(model, duban_slice_of(id))->seen_on.days;
}

Test(heard, a_file_speaks_of_the_items_of_its_unit)
{
    static const struct {
        const char *when, *dept;
        enum duban_file_decision decision;
        const char *refused, *missing; /* keys; NULL: none */
        int32_t day, want_t1, want_t2, want_heard;
    } rows[] = {
        {"that were reported before", "民政局", DUBAN_FILE_ACCEPTED, NULL, NULL, 17, 17, 17, 17},
        {"if it is accepted and not held", "民政局", DUBAN_FILE_HELD, NULL, NULL, 17, 10, 10, 10},
        {"if its bytes are new", "民政局", DUBAN_FILE_DUPLICATE, NULL, NULL, 17, 10, 10, 10},
        {"but not of those of others", "城管局", DUBAN_FILE_ACCEPTED, NULL, NULL, 17, 10, 10, 10},
        {"but not of a row that was refused", "民政局", DUBAN_FILE_ACCEPTED, "T1", NULL, 17, 10, 17,
         17},
        {"but not of a row that is gone", "民政局", DUBAN_FILE_ACCEPTED, NULL, "T2", 17, 17, 10,
         17},
        {"whatever else stands in it", "民政局", DUBAN_FILE_ACCEPTED, "X", "", 17, 17, 17, 17},
        {"but turns no day back", "民政局", DUBAN_FILE_ACCEPTED, NULL, NULL, 9, 10, 10, 10},
    };
    struct duban_arena arena = {0};
    struct duban_model model;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_update update = file(rows[i].dept, rows[i].decision);
        struct duban_rejected refused = {1, duban_slice_of("bad_date"),
                                         duban_slice_of(rows[i].refused)};
        struct duban_slice missing = duban_slice_of(rows[i].missing);
        plan(&model, &arena);
        if (rows[i].refused != NULL)
            update.u.rowset.rejected = (struct duban_opt_rejected){DUBAN_GIVEN, &refused, 1};
        if (rows[i].missing != NULL)
            update.u.rowset.missing = (struct duban_opt_texts){DUBAN_GIVEN, &missing, 1};
        apply(&model, rows[i].day, &update, true);
        cr_assert_eq(seen_on(&model, "T1"), rows[i].want_t1, "T1 %s", rows[i].when);
        cr_assert_eq(seen_on(&model, "T2"), rows[i].want_t2, "T2 %s", rows[i].when);
        cr_assert_not(duban_model_item(&model, duban_slice_of("T3"))->is_heard, "%s", rows[i].when);
        struct duban_opt_date heard = duban_model_heard_on(&model, duban_slice_of("民政局"));
        cr_assert(heard.is == DUBAN_GIVEN && heard.v.days == rows[i].want_heard, "%s",
                  rows[i].when);
    }
    duban_arena_fini(&arena);
}

Test(heard, a_refused_row_counts_for_its_own_file_alone)
{
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_rejected refused = {1, duban_slice_of("bad_date"), duban_slice_of("T1")};
    struct duban_update update = file("民政局", DUBAN_FILE_ACCEPTED);

    plan(&model, &arena);
    update.u.rowset.rejected = (struct duban_opt_rejected){DUBAN_GIVEN, &refused, 1};
    apply(&model, 17, &update, true);
    update.u.rowset.rejected.is = DUBAN_ABSENT;
    apply(&model, 24, &update, true);
    cr_assert_eq(seen_on(&model, "T1"), 24);
    duban_arena_fini(&arena);
}

Test(heard, a_unit_that_never_spoke_has_no_day)
{
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_update update = file("教育局", DUBAN_FILE_ACCEPTED);

    plan(&model, &arena);
    cr_assert_eq(duban_model_heard_on(&model, duban_slice_of("教育局")).is, DUBAN_ABSENT);
    apply(&model, 12, &update, true);
    cr_assert_eq(duban_model_heard_on(&model, duban_slice_of("教育局")).v.days, 12,
                 "a file without items is heard too");
    duban_arena_fini(&arena);
}

Test(heard, a_report_that_says_nothing_new_is_seen)
{
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_update update = report("T1", (struct duban_opt_word){.is = DUBAN_ABSENT});

    plan(&model, &arena);
    apply(&model, 30, &update, false);
    cr_assert_eq(seen_on(&model, "T1"), 30);
    cr_assert_eq(duban_model_item(&model, duban_slice_of("T1"))->moved_on.days, 10);
    duban_arena_fini(&arena);
}

Test(heard, remembers_when_an_item_was_first_said_to_be_done)
{
    static const struct {
        const char *when;
        int state;
        int32_t day, want;
    } rows[] = {
        {"done for the first time", DUBAN_STATE_DONE, 40, 40},
        {"done again", DUBAN_STATE_DONE, 50, 40},
        {"taken back", DUBAN_STATE_WORKING, 60, 40},
        {"done at last", DUBAN_STATE_DONE, 70, 70},
    };
    struct duban_arena arena = {0};
    struct duban_model model;

    plan(&model, &arena);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_update update =
            report("T1", (struct duban_opt_word){DUBAN_GIVEN, rows[i].state});
        apply(&model, rows[i].day, &update, true);
        cr_assert_eq(duban_model_item(&model, duban_slice_of("T1"))->done_known_on.days,
                     rows[i].want, "%s", rows[i].when);
    }
    duban_arena_fini(&arena);
}

Test(heard, sources_are_listed_in_the_order_in_which_they_became_known)
{
    static const char *const names[] = {"control", "b", "a"};
    struct duban_arena arena = {0};
    struct duban_model model;

    plan(&model, &arena);
    for (size_t i = 1; i < 5; i++) {
        struct duban_update update = {.type = DUBAN_SOURCE_SET};
        update.u.source_set.source = given(i < 3 ? names[i] : "b"); /* b is set again */
        apply(&model, 1, &update, true);
    }
    cr_assert_eq(model.n_sources, 3);
    for (size_t i = 0; i < 3; i++)
        cr_assert(duban_slice_is(model.sources[i]->name, names[i]), "%s", names[i]);
    duban_arena_fini(&arena);
}
