/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "tests/unit/world.h"

/* One item, T1, of a unit that is connected; reports are asked for once a year. */
static void one(struct world *world, const struct promised *promised)
{
    struct promised yearly = *promised;

    yearly.cycle = DUBAN_YEARLY;
    world_init(world);
    world_promise(world, "T1", &yearly);
}

static void cr_assert_condition(const struct duban_condition *condition,
                                enum duban_severity severity, const char *opened_on,
                                const char *when)
{
    cr_assert_eq(condition->severity, severity, "%s: %d", when, (int)condition->severity);
    if (opened_on != NULL)
        cr_assert_eq(condition->opened_on.days, on(opened_on).days, "%s: opened", when);
}

Test(overdue, begins_on_the_day_after_the_deadline_that_counts)
{
    static const struct {
        const char *when, *due, *letter, *day; /* letter: a new deadline, or NULL */
        bool want;
        int32_t days_over, working_days_over;
    } rows[] = {
        {"on the day", "2022-06-30", NULL, "2022-06-30", false, 0, 0},
        {"the day after", "2022-06-30", NULL, "2022-07-01", true, 1, 1},
        {"the plan's Saturday does not roll", "2022-12-31", NULL, "2023-01-01", true, 1, 0},
        {"a month's end that is a Sunday does not roll", "2022-07-31", NULL, "2022-08-01", true, 1,
         1},
        {"a letter's Sunday rolls to Monday", "2022-06-30", "2022-07-31", "2022-08-01", false, 0,
         0},
        {"and no further", "2022-06-30", "2022-07-31", "2022-08-02", true, 1, 1},
        {"a letter's holiday rolls to a make-up Saturday", "2022-06-30", "2022-10-01", "2022-10-08",
         false, 0, 0},
        {"which ends too", "2022-06-30", "2022-10-01", "2022-10-09", true, 1, 1},
        {"a letter's make-up Sunday is a working day", "2022-06-30", "2022-10-09", "2022-10-10",
         true, 1, 1},
        {"a letter's working day stays", "2022-06-30", "2022-07-15", "2022-07-16", true, 1, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        one(&world, &(struct promised){.due = rows[i].due});
        if (rows[i].letter != NULL)
            world_decide(&world, "2022-06-20", "T1", rows[i].letter);
        world_until(&world, rows[i].day);
        const struct duban_item_evaluation *item = world_item(&world, "T1");
        cr_assert_condition(&item->current.overdue, rows[i].want ? DUBAN_RED : DUBAN_SEVERITY_NONE,
                            rows[i].want ? rows[i].day : NULL, rows[i].when);
        cr_assert_eq(item->current.days_over, rows[i].days_over, "%s", rows[i].when);
        cr_assert_eq(item->current.working_days_over, rows[i].working_days_over, "%s",
                     rows[i].when);
        world_fini(&world);
    }
}

Test(overdue, keeps_both_clocks)
{
    struct world world;

    one(&world, &(struct promised){.due = "2022-06-30"});
    world_percent(&world, "2022-06-30", "T1", 10000);
    world_until(&world, "2022-07-01");
    world_until(&world, "2022-07-04");
    const struct duban_item_evaluation *item = world_item(&world, "T1");
    cr_assert_condition(&item->current.overdue, DUBAN_RED, "2022-07-01", "both are red");
    cr_assert(item->current.light == DUBAN_LIGHT_RED && item->original.light == DUBAN_LIGHT_RED);

    world_decide(&world, "2022-07-04", "T1", NULL);
    world_until(&world, "2022-07-05");
    cr_assert_eq(world_item(&world, "T1")->current.light, DUBAN_LIGHT_RED,
                 "a refusal moves nothing");

    world_decide(&world, "2022-07-05", "T1", "2022-08-31");
    world_until(&world, "2022-07-06");
    item = world_item(&world, "T1");
    cr_assert_condition(&item->current.overdue, DUBAN_SEVERITY_NONE, NULL, "extended");
    cr_assert_condition(&item->original.overdue, DUBAN_RED, "2022-07-01", "nothing moves it");
    cr_assert_eq(item->current.light, DUBAN_LIGHT_GREEN);
    cr_assert_eq(item->original.light, DUBAN_LIGHT_RED);
    cr_assert(item->current.due.days == on("2022-08-31").days &&
              item->original.due.days == on("2022-06-30").days);
    world_fini(&world);
}

Test(completion, is_judged_by_its_day_and_not_by_the_day_of_the_report)
{
    static const struct {
        const char *when, *completed_on, *known_on;
        enum duban_severity reported_late;
    } rows[] = {
        {"told on the day", "2022-06-30", "2022-06-30", DUBAN_SEVERITY_NONE},
        {"told two working days later", "2022-06-30", "2022-07-04", DUBAN_SEVERITY_NONE},
        {"told three working days later", "2022-06-30", "2022-07-05", DUBAN_YELLOW},
        {"done long before and told late", "2022-03-01", "2022-07-05", DUBAN_YELLOW},
        {"done too late, which is no lateness of the report", "2022-07-01", "2022-07-15",
         DUBAN_SEVERITY_NONE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        one(&world, &(struct promised){.due = "2022-06-30"});
        world_until(&world, "2022-06-29");
        world_until(&world, rows[i].known_on);
        cr_assert_eq(world_item(&world, "T1")->current.overdue.severity == DUBAN_RED,
                     on(rows[i].known_on).days > on("2022-06-30").days, "%s", rows[i].when);
        world_done(&world, rows[i].known_on, "T1", rows[i].completed_on);
        world_until(&world, "2022-07-20");
        const struct duban_item_evaluation *item = world_item(&world, "T1");
        cr_assert(item->is_done, "%s", rows[i].when);
        cr_assert_condition(&item->current.overdue, DUBAN_SEVERITY_NONE, NULL, rows[i].when);
        cr_assert_condition(&item->reported_late, rows[i].reported_late, NULL, rows[i].when);
        cr_assert(item->current.light == DUBAN_LIGHT_BLUE &&
                      item->original.light == DUBAN_LIGHT_BLUE,
                  "%s", rows[i].when);
        world_fini(&world);
    }
}

Test(completion, that_is_taken_back_is_overdue_again)
{
    struct world world;

    one(&world, &(struct promised){.due = "2022-06-30"});
    world_done(&world, "2022-06-30", "T1", "2022-06-30");
    world_until(&world, "2022-07-01");
    cr_assert_eq(world_item(&world, "T1")->current.light, DUBAN_LIGHT_BLUE);
    world_until(&world, "2022-07-08");
    world_report(&world, "2022-07-08", "T1",
                 &(struct duban_task){.state = {DUBAN_GIVEN, DUBAN_STATE_BASICALLY_DONE},
                                      .completed_on = {.is = DUBAN_NIL}});
    world_until(&world, "2022-07-09");
    cr_assert_condition(&world_item(&world, "T1")->current.overdue, DUBAN_RED, "2022-07-09",
                        "basically done is not done");
    world_fini(&world);
}

Test(completion, is_not_told_late_by_a_unit_that_could_not_tell)
{
    struct world world;

    world_init(&world);
    world_promise(&world, "T1", &(struct promised){.lead = CIVIL, .due = "2022-06-30"});
    world_connect(&world, CIVIL, "2022-08-01");
    world_done(&world, "2022-08-05", "T1", "2022-06-30");
    world_until(&world, "2022-08-06");
    cr_assert_condition(&world_item(&world, "T1")->reported_late, DUBAN_SEVERITY_NONE, NULL,
                        "it was connected after the deadline");
    world_fini(&world);
}

/* The days on which T1 gets a notice, and their steps: "12-16/10 12-28/3". */
static void notices_of(struct world *world, const char *first, const char *last,
                       char out_text[static 128])
{
    size_t len = 0;

    out_text[0] = '\0';
    for (struct duban_date day = on(first); day.days <= on(last).days; day.days++) {
        char text[DUBAN_DATE_BYTES];
        world_until(world, duban_date_print(day, text));
        const struct duban_item_evaluation *item = world_item(world, "T1");
        if (item->is_notice_due)
            len += (size_t)snprintf(out_text + len, 128 - len, "%s%s/%d", len > 0 ? " " : "",
                                    text + 5, item->notice_step);
    }
}

Test(due_soon, gives_one_notice_for_each_step)
{
    static const struct {
        const char *when, *due, *first, *want;
        enum duban_target_op op;
    } rows[] = {
        {"the end of the year", "2022-12-31", "2022-11-01", "12-16/10 12-27/3 12-29/1", 0},
        {"over National Day", "2022-10-10", "2022-08-01", "09-21/10 09-30/3 10-09/1", 0},
        {"first seen with two working days left", "2022-06-30", "2022-06-28", "06-28/3 06-29/1", 0},
        {"first seen on the day itself", "2022-06-30", "2022-06-30", "06-30/1", 0},
        {"first seen after it", "2022-06-30", "2022-07-01", "", 0},
        {"an assessment is nobody's deadline", "2022-06-30", "2022-06-01", "", DUBAN_NO_TARGET},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        char text[128];
        one(&world, &(struct promised){.due = rows[i].due, .op = rows[i].op});
        notices_of(&world, rows[i].first, "2023-01-10", text);
        cr_assert_str_eq(text, rows[i].want, "%s: %s", rows[i].when, text);
        world_fini(&world);
    }
}

Test(due_soon, gives_the_notice_of_a_day_that_was_slept_through)
{
    struct world world;

    one(&world, &(struct promised){.due = "2022-06-30"});
    world_until(&world, "2022-06-15");
    cr_assert_condition(&world_item(&world, "T1")->due_soon, DUBAN_SEVERITY_NONE, NULL, "11 left");
    world_until(&world, "2022-06-20"); /* four days at once: each is stepped */
    cr_assert_condition(&world_item(&world, "T1")->due_soon, DUBAN_INFO, "2022-06-16", "8 left");
    cr_assert_eq(world_item(&world, "T1")->notice_step, 10);
    cr_assert_eq(world_item(&world, "T1")->working_days_left, 8);
    world_until(&world, "2022-06-27");
    cr_assert_condition(&world_item(&world, "T1")->due_soon, DUBAN_YELLOW, "2022-06-16", "3 left");
    world_until(&world, "2022-06-29");
    cr_assert_condition(&world_item(&world, "T1")->due_soon, DUBAN_RED, "2022-06-16", "1 left");
    cr_assert_eq(world_item(&world, "T1")->current.light, DUBAN_LIGHT_GREY,
                 "a notice colours no light");
    world_fini(&world);
}

Test(due_soon, begins_again_for_another_deadline)
{
    struct world world;
    char text[128];

    one(&world, &(struct promised){.due = "2022-06-30"});
    notices_of(&world, "2022-06-01", "2022-06-28", text);
    cr_assert_str_eq(text, "06-16/10 06-27/3");
    world_decide(&world, "2022-06-28", "T1", "2022-07-15");
    notices_of(&world, "2022-06-29", "2022-07-31", text);
    cr_assert_str_eq(text, "07-01/10 07-12/3 07-14/1", "%s", text);
    world_fini(&world);
}

Test(due_soon, is_over_when_the_item_is_done)
{
    struct world world;

    one(&world, &(struct promised){.due = "2022-06-30"});
    world_until(&world, "2022-06-20");
    world_done(&world, "2022-06-20", "T1", "2022-06-20");
    world_until(&world, "2022-06-29");
    cr_assert_condition(&world_item(&world, "T1")->due_soon, DUBAN_SEVERITY_NONE, NULL, "done");
    cr_assert_eq(world_item(&world, "T1")->notice_step, 10, "no more notices");
    world_fini(&world);
}

/* On the evening of Friday, half of the ten working days of this item are over, as on the two days
 * after it. */
static const struct promised ten_days = {.start = "2022-03-07", .due = "2022-03-18"};

Test(lag, has_two_thresholds)
{
    static const struct {
        const char *when;
        int64_t percent; /* hundredths */
        enum duban_severity want;
        enum duban_light light;
    } rows[] = {
        {"ahead", 6000, DUBAN_SEVERITY_NONE, DUBAN_LIGHT_GREEN},
        {"9.99 behind", 4001, DUBAN_SEVERITY_NONE, DUBAN_LIGHT_GREEN},
        {"exactly 10 behind", 4000, DUBAN_YELLOW, DUBAN_LIGHT_YELLOW},
        {"exactly 30 behind", 2000, DUBAN_YELLOW, DUBAN_LIGHT_YELLOW},
        {"30.01 behind", 1999, DUBAN_RED, DUBAN_LIGHT_RED},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        one(&world, &ten_days);
        world_percent(&world, "2022-03-10", "T1", rows[i].percent);
        world_until(&world, "2022-03-11");
        const struct duban_item_evaluation *item = world_item(&world, "T1");
        cr_assert_condition(&item->current.lag, rows[i].want,
                            rows[i].want == DUBAN_SEVERITY_NONE ? NULL : "2022-03-11",
                            rows[i].when);
        cr_assert_eq(item->current.expected.bp, 5000);
        cr_assert_eq(item->current.gap_bp, 5000 - rows[i].percent, "%s", rows[i].when);
        cr_assert_eq(item->current.light, rows[i].light, "%s", rows[i].when);
        world_fini(&world);
    }
}

Test(lag, improves_only_when_it_is_clear_of_a_threshold)
{
    static const struct {
        const char *when;
        int64_t first, second; /* hundredths */
        enum duban_severity want_first, want_second;
    } rows[] = {
        {"red, 28.01 behind", 1500, 2199, DUBAN_RED, DUBAN_RED},
        {"red, 28 behind", 1500, 2200, DUBAN_RED, DUBAN_YELLOW},
        {"red, 8.01 behind", 1500, 4199, DUBAN_RED, DUBAN_YELLOW},
        {"red, 8 behind", 1500, 4200, DUBAN_RED, DUBAN_SEVERITY_NONE},
        {"yellow, 8.01 behind", 4000, 4199, DUBAN_YELLOW, DUBAN_YELLOW},
        {"yellow, 8 behind", 4000, 4200, DUBAN_YELLOW, DUBAN_SEVERITY_NONE},
        {"yellow, 29 behind is not red", 4000, 2100, DUBAN_YELLOW, DUBAN_YELLOW},
        {"yellow, 30.01 behind", 4000, 1999, DUBAN_YELLOW, DUBAN_RED},
        {"none, 9 behind", 4500, 4100, DUBAN_SEVERITY_NONE, DUBAN_SEVERITY_NONE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        one(&world, &ten_days);
        world_percent(&world, "2022-03-10", "T1", rows[i].first);
        world_until(&world, "2022-03-11");
        cr_assert_eq(world_item(&world, "T1")->current.lag.severity, rows[i].want_first, "%s",
                     rows[i].when);
        world_percent(&world, "2022-03-11", "T1", rows[i].second);
        world_until(&world, "2022-03-12");
        const struct duban_condition *lag = &world_item(&world, "T1")->current.lag;
        cr_assert_eq(lag->severity, rows[i].want_second, "%s", rows[i].when);
        if (lag->severity != DUBAN_SEVERITY_NONE) {
            bool is_same = rows[i].want_first == rows[i].want_second;
            cr_assert_eq(lag->opened_on.days, on("2022-03-11").days, "%s", rows[i].when);
            cr_assert_eq(lag->since.days, on(is_same ? "2022-03-11" : "2022-03-12").days, "%s",
                         rows[i].when);
        }
        world_fini(&world);
    }
}

Test(lag, asks_first_whether_anything_is_expected)
{
    static const struct {
        const char *when;
        struct promised promised;
        enum duban_severity want;
    } rows[] = {
        {"a tenth is", {.start = "2022-03-11", .due = "2022-03-24"}, DUBAN_YELLOW},
        {"less than a tenth is", {.start = "2022-03-11", .due = "2022-03-25"}, DUBAN_SEVERITY_NONE},
        {"it begins tomorrow", {.start = "2022-03-12", .due = "2022-03-24"}, DUBAN_SEVERITY_NONE},
        {"it has no target",
         {.start = "2022-03-01", .due = "2022-03-01", .op = DUBAN_NO_TARGET},
         DUBAN_SEVERITY_NONE},
        {"it is a share",
         {.start = "2022-03-01", .due = "2022-03-14", .unit = "%", .target = 70},
         DUBAN_SEVERITY_NONE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        one(&world, &rows[i].promised);
        world_percent(&world, "2022-03-10", "T1", 0);
        world_until(&world, "2022-03-11");
        const struct duban_item_evaluation *item = world_item(&world, "T1");
        cr_assert_eq(item->current.lag.severity, rows[i].want, "%s", rows[i].when);
        cr_assert_eq(item->current.overdue.severity, DUBAN_SEVERITY_NONE, "%s", rows[i].when);
        world_fini(&world);
    }
}

Test(lag, counts_a_small_target_in_units)
{
    static const struct {
        const char *when;
        int64_t target, value;
        const char *day; /* each of the ten working days is a tenth */
        enum duban_severity want;
    } rows[] = {
        {"none of five, one expected", 5, 0, "2022-03-08", DUBAN_YELLOW},
        {"none of five, none expected", 5, 0, "2022-03-07", DUBAN_SEVERITY_NONE},
        {"none of five, two expected", 5, 0, "2022-03-10", DUBAN_RED},
        {"two of five, two expected", 5, 2, "2022-03-11", DUBAN_SEVERITY_NONE},
        {"more than expected", 5, 5, "2022-03-11", DUBAN_SEVERITY_NONE},
        {"three of five, four expected", 5, 3, "2022-03-16", DUBAN_YELLOW},
        {"four of five at the last tenth", 5, 4, "2022-03-17", DUBAN_RED},
        {"five of five at the last tenth", 5, 5, "2022-03-17", DUBAN_SEVERITY_NONE},
        {"the only one, eight tenths gone", 1, 0, "2022-03-16", DUBAN_SEVERITY_NONE},
        {"the only one, nine tenths gone", 1, 0, "2022-03-17", DUBAN_RED},
        {"three of six, in shares", 6, 3, "2022-03-11", DUBAN_SEVERITY_NONE},
        {"two of six, in shares", 6, 2, "2022-03-11", DUBAN_YELLOW},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        struct promised promised = ten_days;
        promised.unit = "个";
        promised.target = rows[i].target;
        one(&world, &promised);
        world_value(&world, "2022-03-07", "T1", rows[i].value);
        world_until(&world, rows[i].day);
        cr_assert_eq(world_item(&world, "T1")->current.lag.severity, rows[i].want, "%s: %d",
                     rows[i].when, (int)world_item(&world, "T1")->current.lag.severity);
        world_fini(&world);
    }
}

Test(lag, is_measured_against_both_deadlines)
{
    struct world world;

    one(&world, &ten_days);
    world_percent(&world, "2022-03-10", "T1", 3000);
    world_decide(&world, "2022-03-10", "T1", "2022-04-01"); /* twenty working days */
    world_until(&world, "2022-03-11");
    const struct duban_item_evaluation *item = world_item(&world, "T1");
    cr_assert_eq(item->current.gap_bp, 2500 - 3000);
    cr_assert_eq(item->original.gap_bp, 5000 - 3000);
    cr_assert(item->current.light == DUBAN_LIGHT_GREEN &&
              item->original.light == DUBAN_LIGHT_YELLOW);
    world_fini(&world);
}

Test(light, of_an_item_without_target_is_never_red_for_its_date)
{
    struct world world;

    one(&world, &(struct promised){.due = "2022-06-30", .op = DUBAN_NO_TARGET});
    world_percent(&world, "2022-06-01", "T1", 0);
    world_until(&world, "2022-07-01");
    const struct duban_item_evaluation *item = world_item(&world, "T1");
    cr_assert(item->is_assessed && item->basis == DUBAN_BASIS_NONE && item->current.is_passed);
    cr_assert_eq(item->current.light, DUBAN_LIGHT_GREEN);
    world_fini(&world);
}

Test(light, is_grey_where_nothing_is_known)
{
    static const struct {
        const char *when, *lead, *start, *due;
        bool is_reported;
        enum duban_light want;
    } rows[] = {
        {"before its start", HOUSING, "2022-07-01", "2022-12-31", true, DUBAN_LIGHT_GREY},
        {"on its start", HOUSING, "2022-06-01", "2022-12-31", true, DUBAN_LIGHT_GREEN},
        {"nothing reported", HOUSING, "2022-01-01", "2022-12-31", false, DUBAN_LIGHT_GREY},
        {"nothing reported, and late", HOUSING, "2022-01-01", "2022-05-31", false, DUBAN_LIGHT_RED},
        {"nobody connected, and late", CIVIL, "2022-01-01", "2022-05-31", false, DUBAN_LIGHT_GREY},
        {"nobody connected, but reported, and late", CIVIL, "2022-01-01", "2022-05-31", true,
         DUBAN_LIGHT_RED},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        one(&world,
            &(struct promised){.lead = rows[i].lead, .start = rows[i].start, .due = rows[i].due});
        if (rows[i].is_reported)
            world_percent(&world, "2022-05-20", "T1", 9000);
        world_until(&world, "2022-06-01");
        cr_assert_eq(world_item(&world, "T1")->current.light, rows[i].want, "%s", rows[i].when);
        world_fini(&world);
    }
}

Test(light, follows_the_state_where_no_condition_is_open)
{
    static const struct {
        const char *when;
        enum duban_state state;
        int64_t percent;
        enum duban_light want;
    } rows[] = {
        {"at work", DUBAN_STATE_WORKING, 50, DUBAN_LIGHT_GREEN},
        {"paused in time", DUBAN_STATE_PAUSED, 50, DUBAN_LIGHT_GREY},
        {"not started in time", DUBAN_STATE_NOT_STARTED, 50, DUBAN_LIGHT_GREY},
        {"paused and behind", DUBAN_STATE_PAUSED, 30, DUBAN_LIGHT_YELLOW},
        {"not started and far behind", DUBAN_STATE_NOT_STARTED, 0, DUBAN_LIGHT_RED},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        one(&world, &ten_days);
        world_report(&world, "2022-03-10", "T1",
                     &(struct duban_task){.state = {DUBAN_GIVEN, (int)rows[i].state},
                                          .percent = {DUBAN_GIVEN, {rows[i].percent, 0}}});
        world_until(&world, "2022-03-11");
        cr_assert_eq(world_item(&world, "T1")->current.light, rows[i].want, "%s", rows[i].when);
        world_fini(&world);
    }
}

Test(step, depends_on_its_arguments_alone)
{
    struct world worlds[2];

    for (size_t i = 0; i < 2; i++) {
        struct world *world = &worlds[i];
        one(world, &(struct promised){.due = "2022-06-30"});
        world_promise(world, "T2", &ten_days);
        world_percent(world, "2022-03-01", "T1", 1000);
        world_until(world, "2022-01-01");
        if (i == 0)
            world_until(world, "2022-03-02"); /* in two goes */
        world_until(world, "2022-05-31");
        world_promise(world, "T3", &(struct promised){.lead = CIVIL, .due = "2022-06-02"});
        world_until(world, "2022-08-31");
    }
    cr_assert_eq(worlds[0].evaluation->n_items, 3);
    for (size_t i = 0; i < 3; i++) {
        struct duban_item_evaluation items[] = {worlds[0].evaluation->items[i],
                                                worlds[1].evaluation->items[i]};
        cr_assert(duban_slice_is(items[0].id, i == 0 ? "T1" : i == 1 ? "T2" : "T3"));
        for (int rule = 0; rule < DUBAN_N_ITEM_RULES; rule++) {
            const struct duban_condition *a =
                duban_item_condition(&items[0], (enum duban_rule)rule);
            const struct duban_condition *b =
                duban_item_condition(&items[1], (enum duban_rule)rule);
            cr_assert(a->severity == b->severity && a->opened_on.days == b->opened_on.days &&
                          a->since.days == b->since.days,
                      "%s", duban_rule_words[rule]);
        }
        cr_assert_eq(items[0].current.light, items[1].current.light);
    }
    world_fini(&worlds[0]);
    world_fini(&worlds[1]);
}
