/* SPDX-License-Identifier: MIT
 *
 * A small plan for the tests of the rules, evaluated day by day. The unit 住建局 is connected from
 * before the year; 民政局 is not.
 */
#ifndef DUBAN_TESTS_UNIT_WORLD_H
#define DUBAN_TESTS_UNIT_WORLD_H

#include "lib/rules/rules.h"
#include "tests/unit/notices.h"

#define HOUSING "住建局"
#define CIVIL   "民政局"

struct world {
    struct duban_arena arena, days[2]; /* the days take turns */
    struct duban_model model;
    struct notices notices;
    const struct duban_evaluation *evaluation;
    uint64_t lsn;
};

static inline struct duban_opt_text given(const char *text)
{
    return (struct duban_opt_text){text == NULL ? DUBAN_ABSENT : DUBAN_GIVEN, duban_slice_of(text)};
}

static inline void world_apply(struct world *world, const char *day,
                               const struct duban_update *update)
{
    struct duban_event event = {++world->lsn, duban_slice_of("test"), on(day)};

    duban_model_apply(&world->model, &event, update, true);
}

static inline void world_connect(struct world *world, const char *dept, const char *connected_on)
{
    struct duban_slice unit = duban_slice_of(dept);
    struct duban_slice role = duban_slice_of("report");
    struct duban_update update = {.type = DUBAN_SOURCE_SET};

    update.u.source_set =
        (struct duban_source_set){.source = given(dept),
                                  .depts = {DUBAN_GIVEN, &unit, 1},
                                  .roles = {DUBAN_GIVEN, &role, 1},
                                  .connected_on = {DUBAN_GIVEN, on(connected_on)}};
    world_apply(world, connected_on, &update);
}

static inline void world_init(struct world *world)
{
    *world = (struct world){.lsn = 0};
    duban_model_init(&world->model, &world->arena, duban_slice_of("control"));
    (void)read_notices(&world->notices);
    world_connect(world, HOUSING, "2021-12-31");
}

static inline void world_fini(struct world *world)
{
    duban_arena_fini(&world->arena);
    duban_arena_fini(&world->days[0]);
    duban_arena_fini(&world->days[1]);
}

/* A promise as the tests write it; NULL: as the model has it where the plan says nothing. */
struct promised {
    const char *lead, *start, *due, *unit;
    enum duban_target_op op;
    int64_t target; /* 0: none */
    enum duban_cycle cycle;
};

static inline void world_promise(struct world *world, const char *id,
                                 const struct promised *promised)
{
    struct duban_update update = {.type = DUBAN_ITEM_SET, .item = given(id)};

    update.u.item_set = (struct duban_item_set){
        .title = given("A"),
        .lead = given(promised->lead != NULL ? promised->lead : HOUSING),
        .due = {DUBAN_GIVEN, on(promised->due != NULL ? promised->due : "2022-12-31")},
        .start = {DUBAN_GIVEN, on(promised->start != NULL ? promised->start : "2022-01-01")},
        .unit = given(promised->unit),
        .target_op = {DUBAN_GIVEN, (int)promised->op},
        .cycle = {DUBAN_GIVEN, (int)promised->cycle},
        .target = {promised->target != 0 ? DUBAN_GIVEN : DUBAN_ABSENT, {promised->target, 0}},
    };
    world_apply(world, "2022-01-01", &update);
}

static inline void world_report(struct world *world, const char *day, const char *id,
                                const struct duban_task *task)
{
    struct duban_update update = {.type = DUBAN_TASK, .item = given(id)};

    update.u.task = *task;
    world_apply(world, day, &update);
}

/* At work, so many hundredths of a percent. */
static inline void world_percent(struct world *world, const char *day, const char *id,
                                 int64_t hundredths)
{
    world_report(world, day, id,
                 &(struct duban_task){.state = {DUBAN_GIVEN, DUBAN_STATE_WORKING},
                                      .percent = {DUBAN_GIVEN, {hundredths, -2}}});
}

static inline void world_value(struct world *world, const char *day, const char *id, int64_t value)
{
    struct duban_measure_value main = {duban_slice_of("main"), true, {value, 0}, {NULL, 0}};
    const struct duban_item *item = duban_model_item(&world->model, duban_slice_of(id));

    main.unit = item->plan.unit;
    world_report(world, day, id, &(struct duban_task){.measures = {DUBAN_GIVEN, &main, 1}});
}

static inline void world_done(struct world *world, const char *day, const char *id,
                              const char *completed_on)
{
    world_report(world, day, id,
                 &(struct duban_task){.state = {DUBAN_GIVEN, DUBAN_STATE_DONE},
                                      .completed_on = {DUBAN_GIVEN, on(completed_on)}});
}

static inline void world_decide(struct world *world, const char *day, const char *id,
                                const char *new_due)
{
    struct duban_update update = {.type = DUBAN_DECIDE, .item = given(id)};

    update.u.decide = (struct duban_decide){
        .decision = {DUBAN_GIVEN, new_due != NULL ? DUBAN_APPROVED : DUBAN_REFUSED},
        .decided_on = {DUBAN_GIVEN, on(day)},
        .new_due = {new_due != NULL ? DUBAN_GIVEN : DUBAN_ABSENT,
                    on(new_due != NULL ? new_due : day)},
        .doc_no = given("督1号")};
    world_apply(world, day, &update);
}

/* The whole list of a unit, which says nothing new. */
static inline void world_file(struct world *world, const char *day, const char *dept)
{
    struct duban_update update = {.type = DUBAN_ROWSET, .dept = given(dept)};

    update.u.rowset.decision = (struct duban_opt_word){DUBAN_GIVEN, DUBAN_FILE_ACCEPTED};
    world_apply(world, day, &update);
}

/* Evaluates every day up to and including the day; the first time that day alone. */
static inline void world_until(struct world *world, const char *day)
{
    struct duban_date last = on(day);
    struct duban_date next =
        world->evaluation == NULL ? last : (struct duban_date){world->evaluation->day.days + 1};

    for (; next.days <= last.days; next.days++) {
        struct duban_arena *arena = &world->days[next.days % 2];
        duban_arena_reset(arena);
        world->evaluation =
            duban_rules_step(world->evaluation, &world->model, &world->notices.calendar,
                             &duban_preset_default, next, arena);
    }
}

static inline const struct duban_item_evaluation *world_item(const struct world *world,
                                                             const char *id)
{
    const struct duban_item_evaluation *found = NULL;

    for (size_t i = 0; i < world->evaluation->n_items; i++)
        if (duban_slice_is(world->evaluation->items[i].id, id))
            found = &world->evaluation->items[i];
    cr_assert_neq(found, NULL, "%s", id);
    return found;
}

static inline const struct duban_unit_evaluation *world_unit(const struct world *world,
                                                             const char *code)
{
    const struct duban_unit_evaluation *unit =
        duban_evaluation_unit(world->evaluation, duban_slice_of(code));

    cr_assert_neq(unit, NULL, "%s", code);
    return unit;
}

#endif
