/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "lib/model/model.h"

enum {
    TODAY = 19000 /* 2022-01-08 */
};

/* What is said in a field. */
#define NIL(field)                        .field = {.is = DUBAN_NIL}
#define SAYS(field, literal)              .field = {DUBAN_GIVEN, {literal, sizeof(literal) - 1}}
#define WORD(field, word)                 .field = {DUBAN_GIVEN, word}
#define STATE(name)                       WORD(state, DUBAN_STATE_##name)
#define NUMBER(field, mantissa, exponent) .field = {DUBAN_GIVEN, {mantissa, exponent}}
#define ON(field, offset)                 .field = {DUBAN_GIVEN, {TODAY + (offset)}}
#define ALL_NIL                                                                                    \
    NIL(state), NIL(percent), NIL(completed_on), NIL(forecast_finish), NIL(ext_to), NIL(note)

static struct duban_opt_date day(int32_t offset)
{
    return (struct duban_opt_date){DUBAN_GIVEN, {TODAY + offset}};
}

static struct duban_opt_text given(const char *text)
{
    return (struct duban_opt_text){text == NULL ? DUBAN_ABSENT : DUBAN_GIVEN, duban_slice_of(text)};
}

/* A plan, and the verdict on the last update that was judged by it. */
struct world {
    struct duban_arena arena;
    struct duban_model model;
    struct duban_verdict verdict;
};

static void apply(struct world *world, const struct duban_update *update)
{
    static const struct duban_event event = {.lsn = 1, .known_on = {TODAY}};
    duban_model_apply(&world->model, &event, update, true);
}

static enum duban_answer admit(struct world *world, const char *source,
                               const struct duban_update *update)
{
    memset(&world->verdict, '#', sizeof world->verdict);
    duban_model_admit(&world->model, duban_slice_of(source), update, (struct duban_date){TODAY},
                      &world->verdict);
    return world->verdict.answer;
}

static struct duban_update item_set(const char *id, const char *lead)
{
    struct duban_update update = {.type = DUBAN_ITEM_SET, .item = given(id)};

    update.u.item_set = (struct duban_item_set){.title = given("A"),
                                                .lead = given(lead),
                                                ON(due, 300),
                                                .actor = given("督查室"),
                                                .reason = given("计划")};
    return update;
}

/* The lists lie in the caller's memory. */
static struct duban_update source_set(const char *name, struct duban_slice depts[static 2],
                                      struct duban_slice *roles, size_t n_roles)
{
    struct duban_update update = {.type = DUBAN_SOURCE_SET};

    update.u.source_set = (struct duban_source_set){.source = given(name),
                                                    .depts = {DUBAN_GIVEN, depts, 2},
                                                    .roles = {DUBAN_GIVEN, roles, n_roles},
                                                    .actor = given("督查室"),
                                                    .reason = given("计划")};
    return update;
}

static struct duban_update task(const struct duban_task *task)
{
    struct duban_update update = {.type = DUBAN_TASK, .item = given("T7.1")};

    update.u.task = *task;
    return update;
}

/* Another world: "report" speaks for two units, "both" may do everything for them, "mute" nothing. */
static void plan(struct world *world)
{
    struct duban_slice depts[] = {duban_slice_of("民政局"), duban_slice_of("教育局")};
    struct duban_slice roles[] = {duban_slice_of("report"), duban_slice_of("control")};
    struct duban_update updates[] = {
        source_set("report", depts, roles, 1),
        source_set("both", depts, roles, 2),
        source_set("mute", depts, roles, 0),
        item_set("T7.1", "民政局"),
        item_set("T7.2", "城管局"),
        item_set("T7.10", "教育局"),
    };

    duban_arena_fini(&world->arena);
    duban_model_init(&world->model, &world->arena, duban_slice_of("control"));
    for (size_t i = 0; i < sizeof updates / sizeof updates[0]; i++)
        apply(world, &updates[i]);
}

Test(admit, asks_who_may_speak_of_what)
{
    static const struct {
        const char *when, *source, *item, *dept;
        enum duban_answer want;
        const char *detail;
    } rows[] = {
        {"of an own item", "report", "T7.1", NULL, DUBAN_ANSWER_OK, ""},
        {"of an item of the second unit", "report", "T7.10", NULL, DUBAN_ANSWER_OK, ""},
        {"with both roles", "both", "T7.1", NULL, DUBAN_ANSWER_OK, ""},
        {"for the unit that answers", "report", "T7.1", "民政局", DUBAN_ANSWER_OK, ""},
        {"for another own unit", "report", "T7.1", "教育局", DUBAN_ANSWER_E_FORBIDDEN, ""},
        {"for a unit that nobody knows", "report", "T7.1", "民政", DUBAN_ANSWER_E_FORBIDDEN, ""},
        {"of an item of others", "report", "T7.2", NULL, DUBAN_ANSWER_E_FORBIDDEN, ""},
        {"in the name of others", "report", "T7.2", "城管局", DUBAN_ANSWER_E_FORBIDDEN, ""},
        {"of no item", "report", "T7.", NULL, DUBAN_ANSWER_E_UNKNOWN_ITEM, "T7.1 T7.10"},
        {"of no item, which looks most like one of others", "report", "T7.22", NULL,
         DUBAN_ANSWER_E_UNKNOWN_ITEM, "T7.1 T7.10"},
        {"of an item in small letters", "report", "t7.1", NULL, DUBAN_ANSWER_E_UNKNOWN_ITEM,
         "T7.1 T7.10"},
        {"of no item for another unit", "report", "消防", "城管局", DUBAN_ANSWER_E_UNKNOWN_ITEM,
         ""},
        {"who sets the plan only", "control", "T7.1", NULL, DUBAN_ANSWER_E_AUTH, "report"},
        {"who has no role, of an item of others", "mute", "T7.2", NULL, DUBAN_ANSWER_E_AUTH,
         "report"},
        {"who has no role, of no item", "mute", "T9", NULL, DUBAN_ANSWER_E_AUTH, "report"},
    };
    struct world world = {0};

    plan(&world);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_update update = task(&(struct duban_task){STATE(WORKING)});
        update.item = given(rows[i].item);
        update.dept = given(rows[i].dept);
        cr_assert_eq(admit(&world, rows[i].source, &update), rows[i].want, "%s: %s", rows[i].when,
                     duban_answer_name(world.verdict.answer));
        cr_assert_str_eq(world.verdict.detail, rows[i].detail, "%s: %s", rows[i].when,
                         world.verdict.detail);
    }
    duban_arena_fini(&world.arena);
}

Test(admit, lets_the_control_role_alone_set_the_plan)
{
    static const struct {
        const char *source;
        enum duban_answer want;
        const char *detail;
    } rows[] = {
        {"control", DUBAN_ANSWER_OK, ""},
        {"both", DUBAN_ANSWER_OK, ""},
        {"report", DUBAN_ANSWER_E_AUTH, "control"},
        {"mute", DUBAN_ANSWER_E_AUTH, "control"},
    };
    struct duban_slice depts[] = {duban_slice_of("民政局"), duban_slice_of("城管局")};
    struct duban_update item = item_set("T9", "城管局");
    struct duban_update source = source_set("new", depts, NULL, 0);
    struct world world = {0};

    plan(&world);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(admit(&world, rows[i].source, &item), rows[i].want, "item_set by %s",
                     rows[i].source);
        cr_assert_str_eq(world.verdict.detail, rows[i].detail, "item_set by %s", rows[i].source);
        cr_assert_eq(admit(&world, rows[i].source, &source), rows[i].want, "source_set by %s",
                     rows[i].source);
        cr_assert_str_eq(world.verdict.detail, rows[i].detail, "source_set by %s", rows[i].source);
    }
    duban_arena_fini(&world.arena);
}

Test(admit, follows_a_plan_that_changes)
{
    struct duban_update report = task(&(struct duban_task){STATE(WORKING)});
    struct duban_update moved = item_set("T7.1", "民政局");
    struct duban_slice depts[] = {duban_slice_of("城管局"), duban_slice_of("教育局")};
    struct duban_slice role = duban_slice_of("report");
    struct duban_update source = source_set("report", depts, &role, 1);
    struct world world = {0};

    plan(&world);
    moved.u.item_set.reporter = given("城管局");
    apply(&world, &moved);
    cr_assert_eq(admit(&world, "report", &report), DUBAN_ANSWER_E_FORBIDDEN,
                 "the lead may not report where another unit does");
    apply(&world, &source);
    cr_assert_eq(admit(&world, "report", &report), DUBAN_ANSWER_OK);
    source.u.source_set.roles.n = 0;
    apply(&world, &source);
    cr_assert_eq(admit(&world, "report", &report), DUBAN_ANSWER_E_AUTH);
    duban_arena_fini(&world.arena);
}

/* What can be said of one field. */
enum saying { UNKNOWN, SAME, OTHER, ABSENT, N_SAYINGS };

Test(admit, tells_a_change_from_none)
{
    static const struct {
        const char *name;
        struct duban_task said[N_SAYINGS];
    } fields[] = {
        {"state", {{NIL(state)}, {STATE(WORKING)}, {STATE(PAUSED)}}},
        {"percent", {{NIL(percent)}, {NUMBER(percent, 65, 0)}, {NUMBER(percent, 651, -1)}}},
        {"forecast_finish",
         {{NIL(forecast_finish)}, {ON(forecast_finish, 4)}, {ON(forecast_finish, 5)}}},
        {"ext_to", {{NIL(ext_to)}, {ON(ext_to, 4)}, {ON(ext_to, 5)}}},
        {"note", {{NIL(note)}, {SAYS(note, "ab")}, {SAYS(note, "a")}}},
        {"stage", {{NIL(stage)}, {SAYS(stage, "built")}, {SAYS(stage, "in_use")}}},
        {"an empty note", {{NIL(note)}, {SAYS(note, "")}, {SAYS(note, " ")}}},
    };
    static const struct {
        const char *when;
        enum saying first, second;
        enum duban_answer want;
    } rows[] = {
        {"as it was", SAME, SAME, DUBAN_ANSWER_NOCHANGE},
        {"changes", SAME, OTHER, DUBAN_ANSWER_OK},
        {"is taken back", SAME, UNKNOWN, DUBAN_ANSWER_OK},
        {"is left as it was", SAME, ABSENT, DUBAN_ANSWER_NOCHANGE},
        {"is known again", UNKNOWN, SAME, DUBAN_ANSWER_OK},
        {"is still unknown", UNKNOWN, UNKNOWN, DUBAN_ANSWER_NOCHANGE},
        {"is left unknown", UNKNOWN, ABSENT, DUBAN_ANSWER_NOCHANGE},
        {"is said for the first time", ABSENT, SAME, DUBAN_ANSWER_OK},
        {"was never said and is not now", ABSENT, ABSENT, DUBAN_ANSWER_NOCHANGE},
        {"was never said and is unknown", ABSENT, UNKNOWN, DUBAN_ANSWER_NOCHANGE},
    };
    struct world world = {0};

    for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++)
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            struct duban_update first = task(&fields[f].said[rows[i].first]);
            struct duban_update second = task(&fields[f].said[rows[i].second]);
            plan(&world);
            apply(&world, &first);
            cr_assert_eq(admit(&world, "report", &second), rows[i].want, "%s %s", fields[f].name,
                         rows[i].when);
            cr_assert_str_eq(world.verdict.detail, "", "%s %s", fields[f].name, rows[i].when);
        }
    duban_arena_fini(&world.arena);
}

Test(admit, takes_the_first_report_though_it_says_nothing)
{
    static const struct duban_task tasks[] = {{NIL(state)}, {ALL_NIL}, {.note.is = DUBAN_ABSENT}};
    struct world world = {0};

    for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++) {
        struct duban_update update = task(&tasks[i]);
        plan(&world);
        cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_OK,
                     "that the unit was heard is news");
        apply(&world, &update);
        cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_NOCHANGE);
    }
    duban_arena_fini(&world.arena);
}

Test(admit, holds_a_day_of_completion_against_the_state)
{
    enum { FRESH, WORKING, DONE, N_KNOWN };
    static const struct duban_task known[N_KNOWN] = {
        [WORKING] = {STATE(WORKING)},
        [DONE] = {STATE(DONE), ON(completed_on, -5)},
    };
    static const struct duban_opt_word absent = {.is = DUBAN_ABSENT};
    static const struct duban_opt_word unknown = {.is = DUBAN_NIL};
    static const struct duban_opt_word working = {DUBAN_GIVEN, DUBAN_STATE_WORKING};
    static const struct duban_opt_word nearly = {DUBAN_GIVEN, DUBAN_STATE_BASICALLY_DONE};
    static const struct duban_opt_word done = {DUBAN_GIVEN, DUBAN_STATE_DONE};
    static const struct {
        const char *when;
        int known;
        const struct duban_opt_word *state;
        enum duban_presence completed_on; /* GIVEN: yesterday */
        const char *wrong;                /* NULL: it is accepted */
    } rows[] = {
        {"done with its day", FRESH, &done, DUBAN_GIVEN, NULL},
        {"done without a day", FRESH, &done, DUBAN_ABSENT, "completed_on (state done)"},
        {"done and the day is nil", FRESH, &done, DUBAN_NIL, "completed_on (state done)"},
        {"a day alone", FRESH, &absent, DUBAN_GIVEN, "completed_on 2022-01-07 (state -)"},
        {"a day of nil", FRESH, &unknown, DUBAN_GIVEN, "completed_on 2022-01-07 (state -)"},
        {"basically done is not done", FRESH, &nearly, DUBAN_GIVEN,
         "completed_on 2022-01-07 (state basically_done)"},
        {"a day alone, of an item at work", WORKING, &absent, DUBAN_GIVEN,
         "completed_on 2022-01-07 (state working)"},
        {"done alone, an item at work", WORKING, &done, DUBAN_ABSENT, "completed_on (state done)"},
        {"done again", DONE, &done, DUBAN_ABSENT, NULL},
        {"another day alone, of a done item", DONE, &absent, DUBAN_GIVEN, NULL},
        {"the day alone is taken back", DONE, &absent, DUBAN_NIL, "completed_on (state done)"},
        {"at work again, and the day stays", DONE, &working, DUBAN_ABSENT,
         "completed_on 2022-01-03 (state working)"},
        {"the state is taken back, and the day stays", DONE, &unknown, DUBAN_ABSENT,
         "completed_on 2022-01-03 (state -)"},
        {"at work again, and the day goes", DONE, &working, DUBAN_NIL, NULL},
        {"both are taken back", DONE, &unknown, DUBAN_NIL, NULL},
        {"neither is said", DONE, &absent, DUBAN_ABSENT, NULL},
    };
    struct world world = {0};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_update before = task(&known[rows[i].known]);
        struct duban_update update = task(&(struct duban_task){.state = *rows[i].state});
        update.u.task.completed_on = (struct duban_opt_date){rows[i].completed_on, {TODAY - 1}};
        plan(&world);
        apply(&world, &before);
        const char *name = duban_answer_name(admit(&world, "report", &update));
        cr_assert_eq(strcmp(name, "E_FIELD") == 0, rows[i].wrong != NULL, "%s", rows[i].when);
        cr_assert(rows[i].wrong != NULL || !duban_answer_is_refusal(duban_slice_of(name)));
        cr_assert_str_eq(world.verdict.detail, rows[i].wrong != NULL ? rows[i].wrong : "", "%s",
                         rows[i].when);
    }
    duban_arena_fini(&world.arena);
}

Test(admit, refuses_a_day_of_completion_that_is_to_come)
{
    static const struct {
        const char *when;
        int32_t completed_on, today;
        enum duban_answer want;
        const char *detail;
    } rows[] = {
        {"yesterday", -1, TODAY, DUBAN_ANSWER_OK, ""},
        {"today", 0, TODAY, DUBAN_ANSWER_OK, ""},
        {"tomorrow", 1, TODAY, DUBAN_ANSWER_E_FUTURE, "2022-01-09"},
        {"tomorrow, said a day later", 1, TODAY + 1, DUBAN_ANSWER_OK, ""},
    };
    struct world world = {0};
    struct duban_update update = task(&(struct duban_task){STATE(DONE)});

    plan(&world);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        update.u.task.completed_on = day(rows[i].completed_on);
        duban_model_admit(&world.model, duban_slice_of("report"), &update,
                          (struct duban_date){rows[i].today}, &world.verdict);
        cr_assert_eq(world.verdict.answer, rows[i].want, "%s", rows[i].when);
        cr_assert_str_eq(world.verdict.detail, rows[i].detail, "%s: %s", rows[i].when,
                         world.verdict.detail);
    }
    /* What was taken is not judged again, though the clock was set back. */
    apply(&world, &update);
    update.u.task = (struct duban_task){SAYS(note, "n")};
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_OK);
    /* Days that move nothing may lie ahead. */
    update.u.task = (struct duban_task){ON(forecast_finish, 1), ON(ext_to, 1)};
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_OK);
    duban_arena_fini(&world.arena);
}

Test(admit, takes_figures_in_a_unit_that_can_be_converted)
{
    static const struct {
        const char *when;
        enum duban_target_op target_op;
        const char *unit;
        struct duban_decimal value; /* after 5 of the item's unit */
        const char *reported;
        enum duban_answer want;
        const char *detail;
    } rows[] = {
        {"more", DUBAN_GE, "万元", {6, 0}, "万元", DUBAN_ANSWER_OK, ""},
        {"as much", DUBAN_GE, "万元", {50, -1}, "万元", DUBAN_ANSWER_NOCHANGE, ""},
        {"as much, in a smaller unit",
         DUBAN_GE,
         "万元",
         {50000, 0},
         "元",
         DUBAN_ANSWER_NOCHANGE,
         ""},
        {"less", DUBAN_GE, "万元", {49, -1}, "万元", DUBAN_ANSWER_W_DECREASE, "5"},
        {"less, in a smaller unit",
         DUBAN_EQ,
         "万元",
         {49999, 0},
         "元",
         DUBAN_ANSWER_W_DECREASE,
         "5"},
        {"less of an area", DUBAN_GE, "公顷", {4, 0}, "公顷", DUBAN_ANSWER_W_DECREASE, "5"},
        {"less of a count", DUBAN_GE, "家", {4, 0}, "家", DUBAN_ANSWER_W_DECREASE, "5"},
        {"less of a share, which may fall", DUBAN_GE, "%", {40, 0}, "‰", DUBAN_ANSWER_OK, ""},
        {"less, and that is the target", DUBAN_LE, "家", {4, 0}, "家", DUBAN_ANSWER_OK, ""},
        {"less, and there is no target", DUBAN_NO_TARGET, "家", {4, 0}, "家", DUBAN_ANSWER_OK, ""},
        {"another unit", DUBAN_GE, "万元", {6, 0}, "平方米", DUBAN_ANSWER_E_UNIT, "万元"},
        {"another counter", DUBAN_GE, "家", {6, 0}, "个", DUBAN_ANSWER_E_UNIT, "家"},
        {"no unit", DUBAN_GE, "家", {6, 0}, "", DUBAN_ANSWER_E_UNIT, "家"},
        {"any unit", DUBAN_GE, "", {6, 0}, "家", DUBAN_ANSWER_OK, ""},
    };
    struct world world = {0};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_measure_value measure = {
            duban_slice_of("main"), true, {5, 0}, duban_slice_of(rows[i].unit)};
        struct duban_update set = item_set("T7.1", "民政局");
        struct duban_update update =
            task(&(struct duban_task){.measures = {DUBAN_GIVEN, &measure, 1}});
        set.u.item_set.target_op = (struct duban_opt_word){DUBAN_GIVEN, (int)rows[i].target_op};
        set.u.item_set.target = (struct duban_opt_decimal){DUBAN_GIVEN, {10, 0}};
        set.u.item_set.unit = given(rows[i].unit);
        plan(&world);
        apply(&world, &set);
        cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_OK, "%s", rows[i].when);
        apply(&world, &update);
        measure.value = rows[i].value;
        measure.unit = duban_slice_of(rows[i].reported);
        cr_assert_eq(admit(&world, "report", &update), rows[i].want, "%s: %s", rows[i].when,
                     duban_answer_name(world.verdict.answer));
        cr_assert_str_eq(world.verdict.detail, rows[i].detail, "%s: %s", rows[i].when,
                         world.verdict.detail);
    }
    duban_arena_fini(&world.arena);
}

Test(admit, knows_one_measure_of_each_item)
{
    struct duban_measure_value measures[] = {
        {{"main", 4}, true, {5, 0}, {NULL, 0}},
        {{"second", 6}, true, {5, 0}, {NULL, 0}},
    };
    struct world world = {0};
    struct duban_update update = task(&(struct duban_task){.measures = {DUBAN_GIVEN, measures, 2}});

    plan(&world);
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_E_UNKNOWN_MEASURE);
    cr_assert_str_eq(world.verdict.detail, "second");
    update.u.task.measures.n = 1;
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_OK);
    apply(&world, &update);
    measures[0].is_known = false;
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_OK, "it is taken back");
    apply(&world, &update);
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_NOCHANGE);
    update.u.task.measures.n = 0;
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_NOCHANGE);
    duban_arena_fini(&world.arena);
}

Test(admit, holds_a_stage_against_those_of_the_plan)
{
    static const struct {
        const char *when;
        const char *stage; /* NULL: nil */
        enum duban_answer want;
        const char *detail;
    } rows[] = {
        {"the next", "built", DUBAN_ANSWER_OK, ""},
        {"the same", "building", DUBAN_ANSWER_NOCHANGE, ""},
        {"the one before", "started", DUBAN_ANSWER_W_STAGE_BACK, "building"},
        {"nothing known", NULL, DUBAN_ANSWER_OK, ""},
        {"in capitals", "Built", DUBAN_ANSWER_E_UNKNOWN_STAGE,
         "planned approved preparation land started building built acceptance in_use"},
    };
    struct world world = {0};
    struct duban_update update = task(&(struct duban_task){SAYS(stage, "building")});

    update.type = DUBAN_PROJECT;
    plan(&world);
    apply(&world, &update);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        update.u.task.stage = given(rows[i].stage);
        if (rows[i].stage == NULL)
            update.u.task.stage.is = DUBAN_NIL;
        cr_assert_eq(admit(&world, "report", &update), rows[i].want, "%s", rows[i].when);
        cr_assert_str_eq(world.verdict.detail, rows[i].detail, "%s: %s", rows[i].when,
                         world.verdict.detail);
    }
    duban_arena_fini(&world.arena);
}

Test(admit, compares_what_an_item_is_and_not_who_said_so)
{
    static struct duban_slice support[] = {{"教育局", 9}, {"城管局", 9}};
    static const struct {
        const char *when;
        struct duban_item_set set; /* what is absent is said as it is known */
    } rows[] = {
        {"title", {SAYS(title, "B")}},
        {"lead", {SAYS(lead, "城管局")}},
        {"due", {ON(due, 301)}},
        {"kind", {WORD(kind, DUBAN_INDICATOR)}},
        {"area", {SAYS(area, "民生")}},
        {"title_en", {SAYS(title_en, "B")}},
        {"commitment", {WORD(commitment, DUBAN_EFFORT)}},
        {"target_op", {WORD(target_op, DUBAN_GE)}},
        {"target", {NUMBER(target, 5, 0)}},
        {"unit", {SAYS(unit, "家")}},
        {"baseline", {NUMBER(baseline, 0, 0)}},
        {"cycle", {WORD(cycle, DUBAN_WEEKLY)}},
        {"start", {ON(start, 0)}},
        {"stage", {SAYS(stage, "built")}},
        {"reporter", {SAYS(reporter, "教育局")}},
        {"support", {.support = {DUBAN_GIVEN, support, 2}}},
        {"source_ref", {SAYS(source_ref, "一")}},
        {"remark", {SAYS(remark, "r")}},
    };
    struct world world = {0};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_update set = item_set("T7.1", "民政局");
        struct duban_item_set known = set.u.item_set;
        plan(&world);
        set.u.item_set = rows[i].set;
        set.u.item_set.title =
            rows[i].set.title.is == DUBAN_ABSENT ? known.title : rows[i].set.title;
        set.u.item_set.lead = rows[i].set.lead.is == DUBAN_ABSENT ? known.lead : rows[i].set.lead;
        set.u.item_set.due = rows[i].set.due.is == DUBAN_ABSENT ? known.due : rows[i].set.due;
        cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_OK, "%s", rows[i].when);
        apply(&world, &set);
        set.u.item_set.actor = given("somebody else");
        set.u.item_set.reason = given("another document");
        set.row = (struct duban_opt_u64){DUBAN_GIVEN, 9};
        cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_NOCHANGE, "%s", rows[i].when);
    }
    duban_arena_fini(&world.arena);
}

/* The plan becomes what is said, as a whole. */
static struct duban_update plan_set(enum duban_plan_status status)
{
    struct duban_update update = {.type = DUBAN_PLAN_SET};

    update.u.plan_set = (struct duban_plan_set){.name = given("2022"),
                                                .year = {DUBAN_GIVEN, 2022},
                                                .status = {DUBAN_GIVEN, (int)status},
                                                .actor = given("督查室"),
                                                .reason = given("计划")};
    return update;
}

static struct duban_update decide(enum duban_decision decision, int32_t decided_on, int32_t new_due)
{
    struct duban_update update = {.type = DUBAN_DECIDE, .item = given("T7.1")};

    update.u.decide = (struct duban_decide){.decision = {DUBAN_GIVEN, (int)decision},
                                            ON(decided_on, decided_on),
                                            .doc_no = given("督办〔2022〕1号"),
                                            .actor = given("督查室"),
                                            .reason = given("计划")};
    if (decision == DUBAN_APPROVED)
        update.u.decide.new_due = day(new_due);
    return update;
}

Test(admit, moves_a_deadline_of_an_active_plan_by_decision_only)
{
    struct world world = {0};
    struct duban_update same = item_set("T7.1", "民政局");
    struct duban_update moved = item_set("T7.1", "民政局");
    struct duban_update new = item_set("T9", "民政局");
    struct duban_update draft = plan_set(DUBAN_DRAFT);
    struct duban_update active = plan_set(DUBAN_ACTIVE);
    struct duban_update approved = decide(DUBAN_APPROVED, 0, 350);

    moved.u.item_set.due.v.days++;
    plan(&world);
    apply(&world, &draft);
    cr_assert_eq(admit(&world, "control", &moved), DUBAN_ANSWER_OK, "of a draft");
    apply(&world, &active);
    cr_assert_eq(admit(&world, "control", &moved), DUBAN_ANSWER_E_USE_EXTENSION);
    cr_assert_str_eq(world.verdict.detail, "2022-11-04");
    apply(&world, &approved);
    cr_assert_eq(admit(&world, "control", &moved), DUBAN_ANSWER_E_USE_EXTENSION);
    cr_assert_str_eq(world.verdict.detail, "2022-12-24", "the deadline that counts");
    cr_assert_eq(admit(&world, "control", &same), DUBAN_ANSWER_NOCHANGE);
    cr_assert_eq(admit(&world, "control", &new), DUBAN_ANSWER_OK, "it is a new item");
    duban_arena_fini(&world.arena);
}

Test(admit, takes_a_decision_once)
{
    struct world world = {0};
    struct duban_update approved = decide(DUBAN_APPROVED, 0, 350);
    struct duban_update other = decide(DUBAN_APPROVED, 0, 350);

    plan(&world);
    cr_assert_eq(admit(&world, "control", &approved), DUBAN_ANSWER_OK);
    apply(&world, &approved);
    other.u.decide.actor = given("somebody else");
    other.u.decide.requested_on = day(-9);
    cr_assert_eq(admit(&world, "control", &other), DUBAN_ANSWER_NOCHANGE);
    other.u.decide.doc_no = given("督办〔2022〕2号");
    cr_assert_eq(admit(&world, "control", &other), DUBAN_ANSWER_OK, "another document");
    other = decide(DUBAN_APPROVED, -1, 350);
    cr_assert_eq(admit(&world, "control", &other), DUBAN_ANSWER_OK, "another day");
    other = decide(DUBAN_APPROVED, 0, 351);
    cr_assert_eq(admit(&world, "control", &other), DUBAN_ANSWER_OK, "another deadline");
    other = decide(DUBAN_REFUSED, 0, 0);
    cr_assert_eq(admit(&world, "control", &other), DUBAN_ANSWER_OK, "another decision");
    apply(&world, &other);
    cr_assert_eq(admit(&world, "control", &approved), DUBAN_ANSWER_NOCHANGE,
                 "it was taken once, though not last");
    other = decide(DUBAN_APPROVED, 1, 350);
    cr_assert_eq(admit(&world, "control", &other), DUBAN_ANSWER_E_FUTURE, "tomorrow");
    cr_assert_str_eq(world.verdict.detail, "2022-01-09");
    other.item = given("T9");
    cr_assert_eq(admit(&world, "control", &other), DUBAN_ANSWER_E_UNKNOWN_ITEM);
    cr_assert_eq(admit(&world, "report", &other), DUBAN_ANSWER_E_AUTH);
    cr_assert_str_eq(world.verdict.detail, "control");
    duban_arena_fini(&world.arena);
}

Test(admit, asks_for_a_name_and_a_year_of_a_new_plan)
{
    struct world world = {0};
    struct duban_update set = plan_set(DUBAN_DRAFT);

    plan(&world);
    set.u.plan_set.name.is = DUBAN_ABSENT;
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_E_FIELD);
    cr_assert_str_eq(world.verdict.detail, "name: missing");
    set = plan_set(DUBAN_DRAFT);
    set.u.plan_set.year.is = DUBAN_ABSENT;
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_E_FIELD);
    cr_assert_str_eq(world.verdict.detail, "year: missing");
    set = plan_set(DUBAN_DRAFT);
    cr_assert_eq(admit(&world, "report", &set), DUBAN_ANSWER_E_AUTH);
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_OK);
    apply(&world, &set);
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_NOCHANGE);
    set.u.plan_set = (struct duban_plan_set){.actor = given("督查室"), .reason = given("计划")};
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_NOCHANGE, "all is left as it was");
    duban_arena_fini(&world.arena);
}

Test(admit, compares_what_the_plan_is)
{
    static struct duban_slice stages[] = {{"a", 1}, {"b", 1}};
    static struct duban_unit_name units[] = {{{"mz", 2}, {"民政局", 9}, {NULL, 0}}};
    static struct duban_unit_name renamed[] = {{{"mz", 2}, {"民政局", 9}, {"Civil Affairs", 13}}};
    static const struct {
        const char *when;
        struct duban_plan_set set;
    } rows[] = {
        {"name", {SAYS(name, "2023")}},
        {"year", {.year = {DUBAN_GIVEN, 2023}}},
        {"status", {WORD(status, DUBAN_ACTIVE)}},
        {"banner", {SAYS(banner, "demo")}},
        {"stages", {.stages = {DUBAN_GIVEN, stages, 2}}},
        {"a stage less", {.stages = {DUBAN_GIVEN, stages, 1}}},
        {"units", {.units = {DUBAN_GIVEN, units, 1}}},
        {"a name of a unit", {.units = {DUBAN_GIVEN, renamed, 1}}},
        {"no units", {.units = {DUBAN_GIVEN, units, 0}}},
    };
    struct world world = {0};
    struct duban_update set = plan_set(DUBAN_DRAFT);

    plan(&world);
    apply(&world, &set);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        set.u.plan_set = rows[i].set;
        cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_OK, "%s", rows[i].when);
        apply(&world, &set);
        cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_NOCHANGE, "%s", rows[i].when);
    }
    duban_arena_fini(&world.arena);
}

Test(admit, compares_calendars_day_by_day)
{
    static struct duban_date days[] = {{20}, {21}, {22}, {30}};
    static struct duban_slice weekend[] = {{"sunday", 6}, {"saturday", 8}};
    static const struct {
        const char *when;
        struct duban_plan_set set; /* from and to are added */
        int32_t from;
        bool is_same;
    } rows[] = {
        {"the first calendar", {.off.is = DUBAN_ABSENT}, 10, false},
        {"the same", {.off.is = DUBAN_ABSENT}, 10, true},
        {"what is absent, said", {.rest = {DUBAN_GIVEN, weekend, 2}}, 10, true},
        {"one day of the week less", {.rest = {DUBAN_GIVEN, weekend, 1}}, 10, false},
        {"another first day", {.rest = {DUBAN_GIVEN, weekend, 1}}, 11, false},
        {"a day off", {.off = {DUBAN_GIVEN, days, 1}}, 11, false},
        {"another day off", {.off = {DUBAN_GIVEN, days + 1, 1}}, 11, false},
        {"one more day off", {.off = {DUBAN_GIVEN, days + 1, 2}}, 11, false},
        {"a day worked",
         {.off = {DUBAN_GIVEN, days + 1, 2}, .work = {DUBAN_GIVEN, days + 3, 1}},
         11,
         false},
        {"nothing new",
         {.off = {DUBAN_GIVEN, days + 1, 2}, .work = {DUBAN_GIVEN, days + 3, 1}},
         11,
         true},
        {"a day worked less", {.off = {DUBAN_GIVEN, days + 1, 2}}, 11, false},
    };
    struct world world = {0};
    struct duban_update set = plan_set(DUBAN_ACTIVE);

    plan(&world);
    apply(&world, &set);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        set.u.plan_set = rows[i].set;
        set.u.plan_set.calendar_from = day(rows[i].from);
        set.u.plan_set.calendar_to = day(90);
        cr_assert_eq(admit(&world, "control", &set),
                     rows[i].is_same ? DUBAN_ANSWER_NOCHANGE : DUBAN_ANSWER_OK, "%s", rows[i].when);
        apply(&world, &set);
    }
    set = plan_set(DUBAN_ACTIVE);
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_NOCHANGE, "no calendar leaves it");
    duban_arena_fini(&world.arena);
}

Test(admit, compares_what_a_source_is_and_not_who_said_so)
{
    struct duban_slice depts[] = {duban_slice_of("民政局"), duban_slice_of("教育局")};
    struct duban_slice others[] = {duban_slice_of("民政局"), duban_slice_of("城管局")};
    struct duban_slice roles[] = {duban_slice_of("report"), duban_slice_of("control")};
    struct world world = {0};
    struct duban_update set = source_set("report", depts, roles, 1);
    struct duban_source_set *source = &set.u.source_set;

    plan(&world);
    source->actor = given("somebody else");
    source->reason = given("another document");
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_NOCHANGE);
    source->depts.at = others;
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_OK, "another unit");
    source->depts = (struct duban_opt_texts){DUBAN_GIVEN, depts, 1};
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_OK, "a unit less");
    source->depts.n = 2;
    source->roles.n = 2;
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_OK, "a role more");
    source->roles.n = 0;
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_OK, "a role less");
    source->roles.n = 1;
    source->connected_on = day(0);
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_OK, "a day of connection");
    apply(&world, &set);
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_NOCHANGE);
    source->connected_on.is = DUBAN_ABSENT;
    cr_assert_eq(admit(&world, "control", &set), DUBAN_ANSWER_NOCHANGE,
                 "a day that is absent is left as it was");
    duban_arena_fini(&world.arena);
}

Test(admit, compares_facts_and_not_how_they_came)
{
    struct world world = {0};
    struct duban_update update = task(&(struct duban_task){STATE(WORKING)});

    plan(&world);
    apply(&world, &update);
    update.dept = given("民政局");
    update.row = (struct duban_opt_u64){DUBAN_GIVEN, 12};
    update.delivered_at = (struct duban_opt_instant){DUBAN_GIVEN, {1650254400000}};
    update.as_of = day(-3);
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_NOCHANGE);
    update.u.task.percent = (struct duban_opt_decimal){DUBAN_GIVEN, {5, 1}};
    apply(&world, &update);
    update.u.task.percent.v = (struct duban_decimal){500, -1};
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_NOCHANGE, "the same number");
    duban_arena_fini(&world.arena);
}

static struct duban_update reading(const char *period, int64_t mantissa, const char *unit,
                                   enum duban_reading_status status)
{
    struct duban_update update = {.type = DUBAN_READING, .item = given("T7.1")};
    struct duban_reading *said = &update.u.reading;

    said->period.is = DUBAN_GIVEN;
    cr_assert(duban_period_parse(duban_slice_of(period), &said->period.v), "%s", period);
    said->value = (struct duban_opt_decimal){DUBAN_GIVEN, {mantissa, -1}};
    said->unit = given(unit);
    said->status = (struct duban_opt_word){DUBAN_GIVEN, (int)status};
    return update;
}

/* Known: 5.3% of November 2021, preliminary; the item counts in %. Today is 2022-01-08. */
Test(admit, judges_the_reading_of_a_period)
{
    static const struct {
        const char *when, *period;
        int64_t mantissa;
        const char *unit;
        enum duban_reading_status status;
        enum duban_answer want;
        const char *detail;
    } rows[] = {
        {"as it was", "2021-M11", 53, "%", DUBAN_PRELIMINARY, DUBAN_ANSWER_NOCHANGE, ""},
        {"in another unit as it was", "2021-M11", 530, "‰", DUBAN_PRELIMINARY,
         DUBAN_ANSWER_NOCHANGE, ""},
        {"another value", "2021-M11", 54, "%", DUBAN_PRELIMINARY, DUBAN_ANSWER_OK, ""},
        {"a lower value is no warning", "2021-M11", -1, "%", DUBAN_PRELIMINARY, DUBAN_ANSWER_OK,
         ""},
        {"another status", "2021-M11", 53, "%", DUBAN_REVISED, DUBAN_ANSWER_OK, ""},
        {"a status that goes back", "2021-M11", 53, "%", DUBAN_FORECAST, DUBAN_ANSWER_OK, ""},
        {"another period", "2021-M10", 53, "%", DUBAN_PRELIMINARY, DUBAN_ANSWER_OK, ""},
        {"the same month among others", "2021-M10/11", 53, "%", DUBAN_PRELIMINARY, DUBAN_ANSWER_OK,
         ""},
        {"a period that has begun", "2022-M01", 53, "%", DUBAN_FINAL, DUBAN_ANSWER_OK, ""},
        {"a week that begins in two days", "2022-W02", 53, "%", DUBAN_FINAL, DUBAN_ANSWER_E_FUTURE,
         "2022-01-10"},
        {"and is expected", "2022-W02", 53, "%", DUBAN_FORECAST, DUBAN_ANSWER_OK, ""},
        {"a month to come", "2022-M02", 53, "%", DUBAN_PRELIMINARY, DUBAN_ANSWER_E_FUTURE,
         "2022-02-01"},
        {"another unit comes before the future", "2022-M02", 53, "万元", DUBAN_PRELIMINARY,
         DUBAN_ANSWER_E_UNIT, "%"},
        {"no unit where there is one", "2021-M11", 53, "", DUBAN_PRELIMINARY, DUBAN_ANSWER_E_UNIT,
         "%"},
    };
    struct world world = {0};
    struct duban_update set = item_set("T7.1", "民政局");
    struct duban_update known = reading("2021-M11", 53, "%", DUBAN_PRELIMINARY);

    plan(&world);
    set.u.item_set.unit = given("%");
    apply(&world, &set);
    apply(&world, &known);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_update update =
            reading(rows[i].period, rows[i].mantissa, rows[i].unit, rows[i].status);
        cr_assert_eq(admit(&world, "report", &update), rows[i].want, "%s: %s", rows[i].when,
                     duban_answer_name(world.verdict.answer));
        cr_assert_str_eq(world.verdict.detail, rows[i].detail, "%s: %s", rows[i].when,
                         world.verdict.detail);
    }
    duban_arena_fini(&world.arena);
}

Test(admit, asks_of_a_reading_what_it_asks_of_every_report)
{
    struct duban_update update = reading("2021-Q4", 53, "%", DUBAN_PRELIMINARY);
    struct world world = {0};

    plan(&world);
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_OK, "no unit in the plan: any");
    cr_assert_eq(admit(&world, "control", &update), DUBAN_ANSWER_E_AUTH);
    update.u.reading.measure = given("main");
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_OK);
    update.u.reading.measure = given("other");
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_E_UNKNOWN_MEASURE);
    cr_assert_str_eq(world.verdict.detail, "other");
    update.dept = given("教育局");
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_E_FORBIDDEN,
                 "whose it is comes first");
    update.dept.is = DUBAN_ABSENT;
    update.item = given("T7.2");
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_E_FORBIDDEN);
    update.item = given("T7.");
    cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_E_UNKNOWN_ITEM);
    duban_arena_fini(&world.arena);
}

Test(admit, takes_what_goes_to_and_fro_and_nothing_twice)
{
    static const struct {
        const char *when;
        struct duban_task a, b;
    } rows[] = {
        {"state", {STATE(WORKING)}, {STATE(PAUSED)}},
        {"percent", {NUMBER(percent, 50, 0)}, {NUMBER(percent, 40, 0)}},
        {"done", {STATE(DONE), ON(completed_on, 0)}, {STATE(WORKING), NIL(completed_on)}},
        {"forecast_finish", {ON(forecast_finish, 1)}, {NIL(forecast_finish)}},
        {"ext_to", {ON(ext_to, 1)}, {ON(ext_to, 2)}},
        {"note", {SAYS(note, "a")}, {NIL(note)}},
        {"everything",
         {STATE(DONE), NUMBER(percent, 100, 0), ON(completed_on, 0), ON(forecast_finish, 0),
          ON(ext_to, 9), SAYS(note, "a")},
         {ALL_NIL}},
    };
    struct world world = {0};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        plan(&world);
        for (int turn = 0; turn < 4; turn++) {
            struct duban_update update = task(turn % 2 == 0 ? &rows[i].a : &rows[i].b);
            cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_OK, "%s, turn %d",
                         rows[i].when, turn);
            apply(&world, &update);
            cr_assert_eq(admit(&world, "report", &update), DUBAN_ANSWER_NOCHANGE, "%s, turn %d",
                         rows[i].when, turn);
        }
    }
    duban_arena_fini(&world.arena);
}
