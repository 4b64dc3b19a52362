/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include <criterion/criterion.h>

#include "lib/model/model.h"

static const struct duban_slice control = {"control", 7};

static struct duban_opt_text given(const char *text)
{
    return (struct duban_opt_text){DUBAN_GIVEN, duban_slice_of(text)};
}

static struct duban_update item_set(const char *id, const char *title, const char *lead,
                                    int32_t due)
{
    struct duban_update update = {.type = DUBAN_ITEM_SET, .item = given(id)};

    update.u.item_set = (struct duban_item_set){
        .title = given(title), .lead = given(lead), .due = {DUBAN_GIVEN, {due}}};
    return update;
}

static struct duban_update task(const struct duban_task *task)
{
    struct duban_update update = {.type = DUBAN_TASK, .item = given("T7.1")};

    update.u.task = *task;
    return update;
}

/* The update number lsn of the log; it became known on a day of the same number. */
static void apply(struct duban_model *model, uint64_t lsn, const struct duban_update *update)
{
    struct duban_event event = {lsn, control, {(int32_t)lsn}};
    duban_model_apply(model, &event, update, true);
}

/* Another world with the item T7.1, which is returned. */
static const struct duban_item *plan(struct duban_model *model, struct duban_arena *arena)
{
    struct duban_update update = item_set("T7.1", "A", "民政局", 100);

    duban_model_init(model, arena, control);
    apply(model, 1, &update);
    return duban_model_item(model, duban_slice_of("T7.1"));
}

Test(model, that_is_new_knows_who_sets_the_plan_and_nothing_else)
{
    struct duban_arena arena = {0};
    struct duban_model model;

    duban_model_init(&model, &arena, control);
    const struct duban_source *source = duban_model_source(&model, control);
    cr_assert_neq(source, NULL);
    cr_assert(source->can_control && !source->can_report);
    cr_assert_not(duban_source_speaks_for(source, duban_slice_of("民政局")));
    cr_assert_eq(duban_model_source(&model, duban_slice_of("report")), NULL);
    cr_assert_eq(duban_model_item(&model, duban_slice_of("T7.1")), NULL);
    cr_assert(model.n_items == 0 && model.plan_version == 0 && !model.has_plan);
    duban_arena_fini(&arena);
}

Test(model, keeps_items_in_the_order_of_the_plan)
{
    enum { N_ITEMS = 300 };
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_update update;
    char id[16];

    duban_model_init(&model, &arena, control);
    for (int i = 0; i < N_ITEMS; i++) {
        (void)snprintf(id, sizeof id, "T%d", N_ITEMS - i);
        update = item_set(id, "A", "民政局", i);
        apply(&model, 1, &update);
    }
    update = item_set("T7", "changed", "城管局", 1000);
    apply(&model, 2, &update);
    cr_assert_eq(model.n_items, N_ITEMS, "what is set again is no new item");
    for (int i = 0; i < N_ITEMS; i++) {
        (void)snprintf(id, sizeof id, "T%d", N_ITEMS - i);
        cr_assert(duban_slice_is(model.items[i]->id, id), "%s", id);
        cr_assert_eq(duban_model_item(&model, duban_slice_of(id)), model.items[i], "%s", id);
    }
    const struct duban_item *item = duban_model_item(&model, duban_slice_of("T7"));
    cr_assert(duban_slice_is(item->plan.title, "changed") &&
              duban_slice_is(item->plan.lead, "城管局") && item->plan.due.days == 1000);
    duban_arena_fini(&arena);
}

Test(model, plan_version_rises_with_the_plan_alone)
{
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_update said = task(&(struct duban_task){0});
    struct duban_update source = {.type = DUBAN_SOURCE_SET};
    struct duban_update set = {.type = DUBAN_PLAN_SET};
    struct duban_update decide = {.type = DUBAN_DECIDE, .item = given("T7.1")};

    (void)plan(&model, &arena);
    cr_assert_eq(model.plan_version, 1);
    source.u.source_set.source = given("report");
    apply(&model, 2, &said);
    apply(&model, 3, &source);
    cr_assert_eq(model.plan_version, 1, "who reports what is no plan");
    apply(&model, 4, &set);
    cr_assert_eq(model.plan_version, 4);
    apply(&model, 5, &decide);
    cr_assert_eq(model.plan_version, 5);
    duban_arena_fini(&arena);
}

Test(model, copies_what_it_keeps)
{
    char texts[][16] = {"T7.1", "title", "lead", "report", "unit", "note", "stage"};
    struct duban_slice unit = {texts[4], 4};
    struct duban_slice role = duban_slice_of("report");
    struct duban_slice stage = {texts[6], 5};
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_update item = item_set(texts[0], texts[1], texts[2], 100);
    struct duban_update set = {.type = DUBAN_PLAN_SET};
    struct duban_update source = {.type = DUBAN_SOURCE_SET};
    struct duban_update said =
        task(&(struct duban_task){.note = given(texts[5]), .stage = given(texts[6])});

    source.u.source_set = (struct duban_source_set){.source = given(texts[3]),
                                                    .depts = {DUBAN_GIVEN, &unit, 1},
                                                    .roles = {DUBAN_GIVEN, &role, 1}};
    set.u.plan_set.stages = (struct duban_opt_texts){DUBAN_GIVEN, &stage, 1};
    duban_model_init(&model, &arena, control);
    apply(&model, 1, &item);
    apply(&model, 2, &set);
    apply(&model, 3, &source);
    apply(&model, 4, &said);
    memset(texts, '#', sizeof texts);

    const struct duban_item *kept = duban_model_item(&model, duban_slice_of("T7.1"));
    cr_assert_neq(kept, NULL);
    cr_assert(duban_slice_is(kept->id, "T7.1") && duban_slice_is(kept->plan.title, "title") &&
              duban_slice_is(kept->plan.lead, "lead") && duban_slice_is(kept->stage.v, "stage"));
    cr_assert(duban_slice_is((struct duban_slice){kept->note.at, kept->note.len}, "note"));
    const struct duban_source *spoken = duban_model_source(&model, duban_slice_of("report"));
    cr_assert_neq(spoken, NULL);
    cr_assert(duban_slice_is(spoken->name, "report"));
    cr_assert(duban_source_speaks_for(spoken, duban_slice_of("unit")));
    duban_arena_fini(&arena);
}

Test(item, takes_what_is_said_and_leaves_what_is_absent)
{
    static const struct duban_task said = {
        .state = {DUBAN_GIVEN, DUBAN_STATE_DONE},
        .percent = {DUBAN_GIVEN, {100, 0}},
        .completed_on = {DUBAN_GIVEN, {90}},
        .forecast_finish = {DUBAN_GIVEN, {91}},
        .ext_to = {DUBAN_GIVEN, {92}},
        .note = {DUBAN_GIVEN, {"n", 1}},
        .stage = {DUBAN_GIVEN, {"built", 5}},
    };
    static const struct duban_task unsaid = {
        .state = {.is = DUBAN_NIL},
        .percent = {.is = DUBAN_NIL},
        .completed_on = {.is = DUBAN_NIL},
        .forecast_finish = {.is = DUBAN_NIL},
        .ext_to = {.is = DUBAN_NIL},
        .note = {.is = DUBAN_NIL},
        .stage = {.is = DUBAN_NIL},
    };
    struct duban_arena arena = {0};
    struct duban_model model;
    const struct duban_item *item = plan(&model, &arena);
    struct duban_update update;

    cr_assert(!item->is_heard && item->state.is == DUBAN_ABSENT);
    for (int i = 0; i < 2; i++) { /* the second time everything is absent */
        update = task(i == 0 ? &said : &(struct duban_task){0});
        apply(&model, 2, &update);
        cr_assert(item->is_heard);
        cr_assert(item->state.is == DUBAN_GIVEN && item->state.v == DUBAN_STATE_DONE);
        cr_assert(item->percent.is == DUBAN_GIVEN && item->percent.v.mantissa == 100);
        cr_assert(item->completed_on.is == DUBAN_GIVEN && item->completed_on.v.days == 90);
        cr_assert(item->forecast_finish.is == DUBAN_GIVEN && item->forecast_finish.v.days == 91);
        cr_assert(item->ext_to.is == DUBAN_GIVEN && item->ext_to.v.days == 92);
        cr_assert(item->note.is_known && item->note.len == 1 && item->note.at[0] == 'n');
        cr_assert(item->stage.is == DUBAN_GIVEN && duban_slice_is(item->stage.v, "built"));
    }
    update = task(&unsaid);
    apply(&model, 3, &update);
    cr_assert(item->state.is == DUBAN_NIL && item->percent.is == DUBAN_NIL &&
              item->completed_on.is == DUBAN_NIL && item->forecast_finish.is == DUBAN_NIL &&
              item->ext_to.is == DUBAN_NIL && item->stage.is == DUBAN_NIL && !item->note.is_known);
    duban_arena_fini(&arena);
}

Test(item, uses_the_memory_of_its_note_again)
{
    static char longest[DUBAN_NOTE_MAX];
    struct duban_arena arena = {0};
    struct duban_model model;
    const struct duban_item *item = plan(&model, &arena);
    struct duban_update update = task(&(struct duban_task){0});
    struct duban_opt_text *note = &update.u.task.note;

    memset(longest, 'a', sizeof longest);
    for (size_t len = 0; len <= sizeof longest; len++) {
        *note = (struct duban_opt_text){DUBAN_GIVEN, {longest, len}};
        apply(&model, 2, &update);
    }
    cr_assert(item->note.len == sizeof longest && item->note.capacity < 2 * sizeof longest);
    const char *at = item->note.at;
    const struct duban_arena_chunk *chunk = arena.chunks;
    for (int i = 0; i < 1000; i++) {
        *note = i % 2 == 0 ? given("短") : (struct duban_opt_text){.is = DUBAN_NIL};
        apply(&model, 2, &update);
        *note = (struct duban_opt_text){DUBAN_GIVEN, {longest, sizeof longest}};
        apply(&model, 2, &update);
    }
    cr_assert_eq(item->note.at, at);
    cr_assert_eq(arena.chunks, chunk, "a year of notes must not fill the memory");
    duban_arena_fini(&arena);
}

Test(item, remembers_when_it_was_heard_and_when_it_moved)
{
    static const struct {
        const char *when;
        struct duban_task task;
        bool is_change;
        int32_t heard_on, moved_on;
    } rows[] = {
        {"the first report", {.note = {DUBAN_GIVEN, {"a", 1}}}, true, 10, 10},
        {"nothing new", {.note = {DUBAN_GIVEN, {"a", 1}}}, false, 11, 10},
        {"a note moves nothing", {.note = {DUBAN_GIVEN, {"b", 1}}}, true, 12, 10},
        {"a forecast moves nothing", {.forecast_finish = {DUBAN_GIVEN, {99}}}, true, 13, 10},
        {"the state moves", {.state = {DUBAN_GIVEN, DUBAN_STATE_WORKING}}, true, 14, 14},
        {"percent moves", {.percent = {DUBAN_GIVEN, {5, 0}}}, true, 15, 15},
        {"the stage moves", {.stage = {DUBAN_GIVEN, {"built", 5}}}, true, 16, 16},
        {"percent is the same in other digits",
         {.percent = {DUBAN_GIVEN, {50, -1}}, .note = {DUBAN_GIVEN, {"c", 1}}},
         true,
         17,
         16},
    };
    struct duban_arena arena = {0};
    struct duban_model model;
    const struct duban_item *item = plan(&model, &arena);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_update update = task(&rows[i].task);
        struct duban_event event = {2, control, {10 + (int32_t)i}};
        duban_model_apply(&model, &event, &update, rows[i].is_change);
        cr_assert_eq(item->first_heard_on.days, 10, "%s", rows[i].when);
        cr_assert_eq(item->heard_on.days, rows[i].heard_on, "%s", rows[i].when);
        cr_assert_eq(item->moved_on.days, rows[i].moved_on, "%s", rows[i].when);
    }
    duban_arena_fini(&arena);
}

Test(item, has_its_value_in_its_own_unit)
{
    static const struct {
        const char *when, *unit, *reported;
        struct duban_decimal value;
        bool is_converted;
        struct duban_decimal want;
    } rows[] = {
        {"the same unit", "万元", "万元", {5, 0}, true, {5, 0}},
        {"a smaller unit", "万元", "元", {5, 0}, true, {5, -4}},
        {"a larger unit", "万元", "亿元", {5, 0}, true, {5, 4}},
        {"another dimension", "万元", "平方米", {5, 0}, false, {0, 0}},
        {"no unit, where there is one", "万元", "", {5, 0}, false, {0, 0}},
        {"any unit, where there is none", "", "家", {5, 0}, true, {5, 0}},
        {"too many places", "亿元", "元", {1, -18}, false, {0, 0}},
    };
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_update set = item_set("T7.1", "A", "民政局", 100);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_measure_value measure = {duban_slice_of("main"), true, rows[i].value,
                                              duban_slice_of(rows[i].reported)};
        struct duban_task said = {.measures = {DUBAN_GIVEN, &measure, 1}};
        struct duban_opt_decimal value = {.is = DUBAN_ABSENT};
        const struct duban_item *item = plan(&model, &arena);
        set.u.item_set.unit = given(rows[i].unit);
        apply(&model, 2, &set);
        cr_assert_eq(duban_item_value(item, &said, &value), rows[i].is_converted, "%s",
                     rows[i].when);
        cr_assert_eq(value.is == DUBAN_GIVEN, rows[i].is_converted, "%s", rows[i].when);
        cr_assert_eq(duban_decimal_compare(value.v, rows[i].want), 0, "%s", rows[i].when);
        duban_arena_fini(&arena);
    }
}

Test(item, keeps_its_value_until_another_is_said)
{
    struct duban_measure_value measure = {
        duban_slice_of("main"), true, {5, 0}, duban_slice_of("家")};
    struct duban_arena arena = {0};
    struct duban_model model;
    const struct duban_item *item = plan(&model, &arena);
    struct duban_update update = task(&(struct duban_task){.measures = {DUBAN_GIVEN, &measure, 1}});

    apply(&model, 2, &update);
    cr_assert(item->value.is == DUBAN_GIVEN && item->value.v.mantissa == 5);
    update.u.task.measures.n = 0;
    apply(&model, 3, &update);
    update.u.task.measures.is = DUBAN_ABSENT;
    apply(&model, 4, &update);
    cr_assert(item->value.is == DUBAN_GIVEN && item->moved_on.days == 2);
    measure.is_known = false;
    update.u.task.measures = (struct duban_opt_measures){DUBAN_GIVEN, &measure, 1};
    apply(&model, 5, &update);
    cr_assert(item->value.is == DUBAN_NIL && item->moved_on.days == 5);
    duban_arena_fini(&arena);
}

/* A reading of a month of 2022, in tenths. */
static struct duban_update reading(int month, int64_t mantissa, const char *unit,
                                   enum duban_reading_status status)
{
    struct duban_update update = {.type = DUBAN_READING, .item = given("T7.1")};

    update.u.reading = (struct duban_reading){
        .period = {DUBAN_GIVEN, {DUBAN_PERIOD_MONTHS, 2022, month, month}},
        .value = {DUBAN_GIVEN, {mantissa, -1}},
        .unit = given(unit),
        .status = {DUBAN_GIVEN, (int)status},
    };
    return update;
}

Test(item, keeps_the_last_reading_of_each_period)
{
    static const struct {
        const char *when;
        int month;
        int64_t mantissa;
        enum duban_reading_status status;
        bool is_change;
        const char *fields;
        int32_t moved_on;
        int64_t march, april; /* tenths; 0: not known */
        uint64_t revision;    /* of March */
    } rows[] = {
        {"the first", 3, 53, DUBAN_PRELIMINARY, true, "new", 10, 53, 0, 0},
        {"the same", 3, 53, DUBAN_PRELIMINARY, false, "", 10, 53, 0, 0},
        {"another value", 3, 55, DUBAN_PRELIMINARY, true, "value", 12, 55, 0, 1},
        {"another status", 3, 55, DUBAN_REVISED, true, "reading_status", 13, 55, 0, 2},
        {"another period", 4, 60, DUBAN_PRELIMINARY, true, "new", 14, 55, 60, 2},
        {"both", 3, -5, DUBAN_FINAL, true, "value reading_status", 15, -5, 60, 3},
    };
    struct duban_arena arena = {0};
    struct duban_model model;
    const struct duban_item *item = plan(&model, &arena);
    char fields[DUBAN_CHANGES_BYTES];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_update update = reading(rows[i].month, rows[i].mantissa, "%", rows[i].status);
        struct duban_event event = {2, control, {10 + (int32_t)i}};
        duban_reading_changes(item, &update.u.reading, fields);
        cr_assert_str_eq(fields, rows[i].fields, "%s", rows[i].when);
        duban_model_apply(&model, &event, &update, rows[i].is_change);
        cr_assert(item->is_heard && item->first_heard_on.days == 10, "%s", rows[i].when);
        cr_assert_eq(item->heard_on.days, 10 + (int32_t)i, "%s", rows[i].when);
        cr_assert_eq(item->moved_on.days, rows[i].moved_on, "%s", rows[i].when);
        const struct duban_item_reading *march =
            duban_item_reading(item, (struct duban_period){DUBAN_PERIOD_MONTHS, 2022, 3, 3});
        const struct duban_item_reading *april =
            duban_item_reading(item, (struct duban_period){DUBAN_PERIOD_MONTHS, 2022, 4, 4});
        cr_assert_eq(march->value.v.mantissa, rows[i].march, "%s", rows[i].when);
        cr_assert_eq(march->revision, rows[i].revision, "%s", rows[i].when);
        cr_assert_eq(april == NULL ? 0 : april->value.v.mantissa, rows[i].april, "%s",
                     rows[i].when);
    }
    cr_assert(item->state.is == DUBAN_ABSENT && item->value.is == DUBAN_ABSENT,
              "a reading says nothing of the item's state");
    duban_arena_fini(&arena);
}

Test(item, has_its_readings_in_its_own_unit)
{
    static const struct {
        const char *unit;
        bool is_known;
        struct duban_decimal want;
    } rows[] = {{"亿元", true, {5, -1}},
                {"万元", true, {5, 3}},
                {"", true, {5, 3}},
                {"家", false, {0, 0}},
                {"万元", false, {0, 0}}};
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_update set = item_set("T7.1", "A", "民政局", 100);
    const struct duban_item *item = plan(&model, &arena);
    struct duban_update update = reading(3, 50000, "万元", DUBAN_PRELIMINARY);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        set.u.item_set.unit = given(rows[i].unit);
        apply(&model, 2, &set);
        if (i == 0)
            apply(&model, 3, &update);
        cr_assert_eq(item->readings->value.is == DUBAN_GIVEN, rows[i].is_known, "%zu", i);
        cr_assert(!rows[i].is_known ||
                      duban_decimal_compare(item->readings->value.v, rows[i].want) == 0,
                  "%s", rows[i].unit);
    }
    apply(&model, 4, &update);
    cr_assert(item->readings->value.is == DUBAN_GIVEN, "it is known again");
    duban_arena_fini(&arena);
}

Test(item, is_promised_as_the_specification_says_where_the_plan_is_silent)
{
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_date first;
    struct duban_update update = item_set("T7.2", "A", "民政局", 19357); /* 2022-12-31 */

    (void)plan(&model, &arena);
    apply(&model, 2, &update);
    const struct duban_promise *promise = &duban_model_item(&model, update.item.v)->plan;
    cr_assert(promise->kind == DUBAN_DUTY && promise->commitment == DUBAN_HARD &&
              promise->target_op == DUBAN_IS_DONE && promise->cycle == DUBAN_MONTHLY);
    cr_assert(duban_date_of(2022, 1, 1, &first) && promise->start.days == first.days);
    cr_assert(duban_slice_is(promise->reporter, "民政局"), "the lead reports");
    cr_assert(promise->unit.len == 0 && promise->stage.len == 0 && promise->area.len == 0 &&
              promise->title_en.len == 0 && promise->source_ref.len == 0 &&
              promise->remark.len == 0);
    cr_assert(promise->target.is == DUBAN_ABSENT && promise->baseline.is == DUBAN_ABSENT &&
              promise->n_support == 0);
    duban_arena_fini(&arena);
}

Test(item, keeps_of_its_promise_what_the_plan_does_not_say_again)
{
    struct duban_slice support[] = {duban_slice_of("教育局"), duban_slice_of("城管局")};
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_update full = item_set("T7.1", "A", "民政局", 100);
    struct duban_update brief = item_set("T7.1", "B", "教育局", 200);
    struct duban_item_set *set = &full.u.item_set;
    const struct duban_promise *promise = &plan(&model, &arena)->plan;

    set->kind = (struct duban_opt_word){DUBAN_GIVEN, DUBAN_WORKS};
    set->commitment = (struct duban_opt_word){DUBAN_GIVEN, DUBAN_EFFORT};
    set->target_op = (struct duban_opt_word){DUBAN_GIVEN, DUBAN_GE};
    set->cycle = (struct duban_opt_word){DUBAN_GIVEN, DUBAN_WEEKLY};
    set->target = (struct duban_opt_decimal){DUBAN_GIVEN, {5, 0}};
    set->baseline = (struct duban_opt_decimal){DUBAN_GIVEN, {1, 0}};
    set->start = (struct duban_opt_date){DUBAN_GIVEN, {50}};
    set->area = given("area");
    set->title_en = given("title_en");
    set->unit = given("家");
    set->stage = given("built");
    set->reporter = given("reporter");
    set->source_ref = given("source_ref");
    set->remark = given("remark");
    set->support = (struct duban_opt_texts){DUBAN_GIVEN, support, 2};
    apply(&model, 2, &full);
    apply(&model, 3, &brief);
    cr_assert(duban_slice_is(promise->title, "B") && duban_slice_is(promise->lead, "教育局") &&
              promise->due.days == 200);
    cr_assert(promise->kind == DUBAN_WORKS && promise->commitment == DUBAN_EFFORT &&
              promise->target_op == DUBAN_GE && promise->cycle == DUBAN_WEEKLY);
    cr_assert(promise->target.v.mantissa == 5 && promise->baseline.v.mantissa == 1 &&
              promise->start.days == 50);
    cr_assert(duban_slice_is(promise->area, "area") &&
              duban_slice_is(promise->title_en, "title_en") &&
              duban_slice_is(promise->unit, "家") && duban_slice_is(promise->stage, "built"));
    cr_assert(duban_slice_is(promise->reporter, "reporter") &&
              duban_slice_is(promise->source_ref, "source_ref") &&
              duban_slice_is(promise->remark, "remark"));
    cr_assert(promise->n_support == 2 && duban_slice_is(promise->support[1], "城管局"));
    brief.u.item_set.target.is = DUBAN_NIL;
    apply(&model, 4, &brief);
    cr_assert(promise->target.is == DUBAN_NIL && promise->baseline.is == DUBAN_GIVEN);
    duban_arena_fini(&arena);
}

Test(item, is_due_when_the_last_approved_decision_says)
{
    static const struct {
        const char *when;
        enum duban_decision decision;
        int32_t decided_on, new_due, want;
    } rows[] = {
        {"refused", DUBAN_REFUSED, 10, 0, 100},
        {"approved", DUBAN_APPROVED, 20, 200, 200},
        {"refused later", DUBAN_REFUSED, 30, 0, 200},
        {"approved, on a day before the one that counts", DUBAN_APPROVED, 19, 190, 200},
        {"approved, on the same day, later in the log", DUBAN_APPROVED, 20, 210, 210},
        {"approved on a later day, to an earlier deadline", DUBAN_APPROVED, 21, 150, 150},
    };
    struct duban_arena arena = {0};
    struct duban_model model;
    const struct duban_item *item = plan(&model, &arena);
    struct duban_update update = {.type = DUBAN_DECIDE, .item = given("T7.1")};

    cr_assert_eq(duban_item_due(item).days, 100, "nothing was decided");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        update.u.decide = (struct duban_decide){
            .decision = {DUBAN_GIVEN, (int)rows[i].decision},
            .decided_on = {DUBAN_GIVEN, {rows[i].decided_on}},
            .new_due = {rows[i].decision == DUBAN_APPROVED ? DUBAN_GIVEN : DUBAN_ABSENT,
                        {rows[i].new_due}},
            .doc_no = given("督办〔2022〕1号"),
        };
        apply(&model, 2 + i, &update);
        cr_assert_eq(duban_item_due(item).days, rows[i].want, "%s", rows[i].when);
        cr_assert(item->plan.due.days == 100 && item->decisions->lsn == 2 + i, "%s", rows[i].when);
    }
    cr_assert(!item->is_heard, "a decision is no report");
    duban_arena_fini(&arena);
}

Test(plan, is_replaced_where_it_is_said_again)
{
    struct duban_slice stages[] = {duban_slice_of("a"), duban_slice_of("b")};
    struct duban_unit_name units[] = {
        {{"mz", 2}, {"民政局", 9}, {"Civil Affairs", 13}},
        {{"jy", 2}, {"教育局", 9}, {NULL, 0}},
    };
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_update update = {.type = DUBAN_PLAN_SET};
    struct duban_plan_set *set = &update.u.plan_set;

    duban_model_init(&model, &arena, control);
    cr_assert_eq(duban_model_stage(&model, duban_slice_of("planned")), 0, "the usual stages");
    cr_assert_eq(duban_model_stage(&model, duban_slice_of("in_use")), 8);
    cr_assert_eq(duban_model_stage(&model, duban_slice_of("a")), -1);
    *set = (struct duban_plan_set){.name = given("2022"),
                                   .year = {DUBAN_GIVEN, 2022},
                                   .status = {DUBAN_GIVEN, DUBAN_ACTIVE},
                                   .banner = given("demo"),
                                   .stages = {DUBAN_GIVEN, stages, 2},
                                   .units = {DUBAN_GIVEN, units, 2}};
    apply(&model, 1, &update);
    *set = (struct duban_plan_set){.banner = given("")};
    apply(&model, 2, &update); /* the rest is left */
    cr_assert(model.has_plan && duban_slice_is(model.name, "2022") && model.year == 2022);
    cr_assert(model.status == DUBAN_ACTIVE && model.banner.len == 0);
    cr_assert_eq(duban_model_stage(&model, duban_slice_of("b")), 1);
    cr_assert_eq(duban_model_stage(&model, duban_slice_of("planned")), -1);
    cr_assert(duban_slice_is(duban_model_unit_name(&model, units[0].code, true), "民政局"));
    cr_assert(duban_slice_is(duban_model_unit_name(&model, units[0].code, false), "Civil Affairs"));
    cr_assert(duban_slice_is(duban_model_unit_name(&model, units[1].code, false), "jy"));
    cr_assert(duban_slice_is(duban_model_unit_name(&model, duban_slice_of("x"), true), "x"));
    duban_arena_fini(&arena);
}

Test(plan, has_the_weekend_off_until_a_calendar_is_said)
{
    struct duban_date days[] = {{20}, {21}, {30}};
    struct duban_slice rest[] = {duban_slice_of("friday")};
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_update update = {.type = DUBAN_PLAN_SET};
    struct duban_plan_set *set = &update.u.plan_set;
    const struct duban_plan_calendar *calendar = &model.calendar;

    duban_model_init(&model, &arena, control);
    cr_assert(!model.has_calendar && calendar->n_off + calendar->n_work == 0);
    for (size_t i = 0; i < DUBAN_N_WEEKDAYS; i++)
        cr_assert_eq(calendar->rests[i], i >= DUBAN_SATURDAY, "%s", duban_weekday_words[i]);
    cr_assert_gt(calendar->first_covered.days, calendar->last_covered.days, "no day is covered");

    *set = (struct duban_plan_set){.name = given("2022"),
                                   .calendar_from = {DUBAN_GIVEN, {10}},
                                   .calendar_to = {DUBAN_GIVEN, {40}},
                                   .rest = {DUBAN_GIVEN, rest, 1},
                                   .off = {DUBAN_GIVEN, days, 2},
                                   .work = {DUBAN_GIVEN, days + 2, 1}};
    apply(&model, 1, &update);
    memset(days, 0, sizeof days); /* it was copied */
    *set = (struct duban_plan_set){.banner = given("demo")};
    apply(&model, 2, &update); /* the calendar is left */
    cr_assert(model.has_calendar && model.plan_version == 2);
    for (size_t i = 0; i < DUBAN_N_WEEKDAYS; i++)
        cr_assert_eq(calendar->rests[i], i == DUBAN_FRIDAY, "%s", duban_weekday_words[i]);
    cr_assert(calendar->n_off == 2 && calendar->off[0].days == 20 && calendar->off[1].days == 21);
    cr_assert(calendar->n_work == 1 && calendar->work[0].days == 30);
    cr_assert(calendar->first_covered.days == 10 && calendar->last_covered.days == 40);

    *set = (struct duban_plan_set){.calendar_from = {DUBAN_GIVEN, {11}},
                                   .calendar_to = {DUBAN_GIVEN, {50}}};
    apply(&model, 3, &update); /* as a whole: what is absent is the default */
    cr_assert(calendar->rests[DUBAN_SUNDAY] && !calendar->rests[DUBAN_FRIDAY]);
    cr_assert(calendar->n_off + calendar->n_work == 0 && calendar->first_covered.days == 11);
    duban_arena_fini(&arena);
}

Test(source, is_replaced_by_what_is_said_of_it_later)
{
    struct duban_slice both[] = {duban_slice_of("民政局"), duban_slice_of("教育局")};
    struct duban_slice roles[] = {duban_slice_of("control"), duban_slice_of("report")};
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_update update = {.type = DUBAN_SOURCE_SET};
    struct duban_source_set *set = &update.u.source_set;

    duban_model_init(&model, &arena, control);
    *set = (struct duban_source_set){.source = given("report"),
                                     .depts = {DUBAN_GIVEN, both, 2},
                                     .roles = {DUBAN_GIVEN, roles, 2},
                                     .connected_on = {DUBAN_GIVEN, {100}}};
    apply(&model, 1, &update);
    const struct duban_source *source = duban_model_source(&model, duban_slice_of("report"));
    cr_assert(source->can_report && source->can_control && source->n_depts == 2);
    cr_assert(duban_source_speaks_for(source, both[0]) && duban_source_speaks_for(source, both[1]));
    cr_assert_not(duban_source_speaks_for(source, duban_slice_of("民政")));

    *set = (struct duban_source_set){.source = given("report"),
                                     .depts = {DUBAN_GIVEN, both + 1, 1},
                                     .roles = {DUBAN_GIVEN, roles, 0}};
    apply(&model, 2, &update);
    source = duban_model_source(&model, duban_slice_of("report"));
    cr_assert(!source->can_report && !source->can_control);
    cr_assert(!duban_source_speaks_for(source, both[0]) &&
              duban_source_speaks_for(source, both[1]));
    cr_assert(source->connected_on.is == DUBAN_GIVEN && source->connected_on.v.days == 100,
              "a day that is absent is left as it was");
    cr_assert(duban_model_source(&model, control)->can_control, "the others stay as they are");
    duban_arena_fini(&arena);
}
