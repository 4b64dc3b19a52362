/* SPDX-License-Identifier: MIT */
#include "lib/rules/cycle.h"
#include "tests/unit/world.h"

/* Two items of the housing bureau, of which one was reported on the day; NULL: none was. */
static void two(struct world *world, enum duban_cycle cycle, const char *reported_on)
{
    world_init(world);
    world_promise(world, "T1", &(struct promised){.cycle = cycle});
    world_promise(world, "T2", &(struct promised){.cycle = cycle, .start = "2022-12-01"});
    if (reported_on != NULL)
        world_percent(world, reported_on, "T1", 9900);
}

Test(cycle, may_ask_on_its_first_day_and_not_before)
{
    static const struct duban_date off[] = {{19058}, {19059}, {19060}, {19061}, {19062}};
    static const struct {
        const char *when;
        size_t first; /* of the days off of that week */
        bool want;
    } rows[] = {
        {"Tuesday to Friday off", 1, true},
        {"Monday to Friday off", 0, false},
    };

    cr_assert_eq(on("2022-03-08").days, off[1].days, "a Tuesday");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_calendar calendar = {.rests = {[5] = true, [6] = true},
                                          .off = off + rows[i].first,
                                          .n_off = 5 - rows[i].first};
        struct cycle cycle =
            cycle_at(&calendar, &duban_preset_default, DUBAN_WEEKLY, on("2022-03-10"));
        cr_assert_eq(cycle.is_asked, rows[i].want, "%s", rows[i].when);
        if (cycle.is_asked)
            cr_assert(cycle.due_on.days == on("2022-03-07").days &&
                          cycle.grace_on.days == on("2022-03-14").days,
                      "%s", rows[i].when);
    }
}

Test(cycle, is_never_shorter_than_the_preset_has_it)
{
    static const struct {
        enum duban_cycle kind, shortest;
        const char *from, *to;
    } rows[] = {
        {DUBAN_WEEKLY, DUBAN_WEEKLY, "2022-05-16", "2022-05-22"},
        {DUBAN_WEEKLY, DUBAN_MONTHLY, "2022-05-01", "2022-05-31"},
        {DUBAN_MONTHLY, DUBAN_WEEKLY, "2022-05-01", "2022-05-31"},
        {DUBAN_QUARTERLY, DUBAN_MONTHLY, "2022-04-01", "2022-06-30"},
        {DUBAN_YEARLY, DUBAN_WEEKLY, "2022-01-01", "2022-12-31"},
    };
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);
    struct duban_preset preset = duban_preset_default;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        preset.shortest_cycle = rows[i].shortest;
        struct cycle cycle = cycle_at(calendar, &preset, rows[i].kind, on("2022-05-20"));
        cr_assert(cycle.from.days == on(rows[i].from).days && cycle.to.days == on(rows[i].to).days,
                  "%s", rows[i].from);
    }
}

Test(cycle, of_a_short_month_ends_with_it)
{
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);
    struct duban_preset preset = duban_preset_default;

    preset.report_day = 31;
    struct cycle cycle = cycle_at(calendar, &preset, DUBAN_MONTHLY, on("2022-02-10"));
    cr_assert(cycle.is_asked && cycle.due_on.days == on("2022-02-28").days);
}

Test(stale, begins_when_the_grace_of_a_report_is_over)
{
    static const struct {
        const char *when;
        enum duban_cycle cycle;
        const char *seen_on, *day;
        int n_missed;
        const char *missed_from; /* NULL: none */
    } rows[] = {
        {"a month, on the last day of grace", DUBAN_MONTHLY, "2022-03-25", "2022-04-26", 0, NULL},
        {"a month, after it", DUBAN_MONTHLY, "2022-03-25", "2022-04-27", 1, "2022-04-25"},
        {"a report after the day it was due is one for the next", DUBAN_MONTHLY, "2022-03-28",
         "2022-04-27", 0, NULL},
        {"a second month", DUBAN_MONTHLY, "2022-03-25", "2022-05-27", 2, "2022-04-25"},
        {"a day that rolls back from Saturday", DUBAN_MONTHLY, "2022-05-25", "2022-06-28", 1,
         "2022-06-24"},
        {"and its grace, over the week-end", DUBAN_MONTHLY, "2022-05-25", "2022-06-27", 0, NULL},
        {"a week", DUBAN_WEEKLY, "2022-03-04", "2022-03-15", 1, "2022-03-11"},
        {"a week, on the Monday of grace", DUBAN_WEEKLY, "2022-03-04", "2022-03-14", 0, NULL},
        {"a week of holidays asks for nothing", DUBAN_WEEKLY, "2022-01-28", "2022-02-14", 0, NULL},
        {"the week after it does", DUBAN_WEEKLY, "2022-01-28", "2022-02-15", 1, "2022-02-11"},
        {"a Friday off, with no working day before it in its week", DUBAN_WEEKLY, "2022-09-30",
         "2022-10-17", 0, NULL},
        {"the Friday after", DUBAN_WEEKLY, "2022-09-30", "2022-10-18", 1, "2022-10-14"},
        {"a quarter", DUBAN_QUARTERLY, "2022-03-25", "2022-06-28", 1, "2022-06-24"},
        {"a quarter, in grace", DUBAN_QUARTERLY, "2022-03-25", "2022-06-27", 0, NULL},
        {"a year", DUBAN_YEARLY, "2022-01-10", "2022-12-31", 0, NULL},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        static const enum duban_severity severities[] = {DUBAN_SEVERITY_NONE, DUBAN_YELLOW,
                                                         DUBAN_RED};
        struct world world;
        two(&world, rows[i].cycle, rows[i].seen_on);
        world_until(&world, rows[i].day);
        const struct duban_item_evaluation *item = world_item(&world, "T1");
        cr_assert_eq(item->n_missed, rows[i].n_missed, "%s: %d", rows[i].when, item->n_missed);
        cr_assert_eq(item->stale.severity, severities[rows[i].n_missed], "%s", rows[i].when);
        if (rows[i].missed_from != NULL)
            cr_assert_eq(item->missed_from.days, on(rows[i].missed_from).days, "%s", rows[i].when);
        world_fini(&world);
    }
}

Test(stale, is_ended_by_a_file_that_says_nothing_new)
{
    struct world world;

    two(&world, DUBAN_MONTHLY, "2022-03-25");
    world_until(&world, "2022-04-27");
    cr_assert_eq(world_item(&world, "T1")->stale.severity, DUBAN_YELLOW);
    cr_assert_eq(world_item(&world, "T1")->current.light, DUBAN_LIGHT_YELLOW);
    world_file(&world, "2022-04-27", HOUSING);
    world_until(&world, "2022-04-28");
    cr_assert_eq(world_item(&world, "T1")->stale.severity, DUBAN_SEVERITY_NONE);
    cr_assert_eq(world_item(&world, "T1")->current.light, DUBAN_LIGHT_GREEN);
    world_fini(&world);
}

Test(stale, grows_and_remembers_since_when)
{
    struct world world;

    two(&world, DUBAN_MONTHLY, "2022-03-25");
    world_until(&world, "2022-04-20");
    world_until(&world, "2022-06-01");
    const struct duban_condition *stale = &world_item(&world, "T1")->stale;
    cr_assert_eq(stale->severity, DUBAN_RED);
    cr_assert_eq(stale->opened_on.days, on("2022-04-27").days);
    cr_assert_eq(stale->since.days, on("2022-05-27").days);
    world_fini(&world);
}

Test(stale, is_not_asked_of_whom_owes_no_report)
{
    struct world world;

    world_init(&world);
    world_promise(&world, "T1", &(struct promised){.lead = CIVIL, .cycle = DUBAN_WEEKLY});
    world_promise(&world, "T2", &(struct promised){.cycle = DUBAN_WEEKLY});
    world_percent(&world, "2022-01-05", "T1", 9900);
    world_done(&world, "2022-01-05", "T2", "2022-01-05");
    world_until(&world, "2022-06-01");
    cr_assert_eq(world_item(&world, "T1")->stale.severity, DUBAN_SEVERITY_NONE, "not connected");
    cr_assert_eq(world_item(&world, "T2")->stale.severity, DUBAN_SEVERITY_NONE, "done");

    world_connect(&world, CIVIL, "2022-06-08"); /* a Wednesday */
    world_until(&world, "2022-06-20");
    cr_assert_eq(world_item(&world, "T1")->stale.severity, DUBAN_SEVERITY_NONE,
                 "the week in which it was connected asks for nothing, the next is in grace");
    world_until(&world, "2022-06-21");
    cr_assert_eq(world_item(&world, "T1")->n_missed, 1, "and nothing from before counts");
    world_fini(&world);
}

Test(stale, is_asked_of_whom_was_connected_when_a_cycle_began)
{
    struct world world;

    world_init(&world);
    world_promise(&world, "T1", &(struct promised){.lead = CIVIL, .cycle = DUBAN_WEEKLY});
    world_percent(&world, "2022-01-05", "T1", 9900);
    world_connect(&world, CIVIL, "2022-06-06"); /* a Monday */
    world_until(&world, "2022-06-13");
    cr_assert_eq(world_item(&world, "T1")->n_missed, 0, "in grace");
    world_until(&world, "2022-06-14");
    cr_assert_eq(world_item(&world, "T1")->n_missed, 1);
    world_fini(&world);
}

Test(never_reported, follows_the_first_full_cycle)
{
    static const struct {
        const char *when;
        enum duban_cycle cycle;
        const char *start, *eve, *day; /* open from day on */
    } rows[] = {
        {"a month", DUBAN_MONTHLY, "2022-01-01", "2022-01-31", "2022-02-01"},
        {"a month that had begun", DUBAN_MONTHLY, "2022-01-02", "2022-02-28", "2022-03-01"},
        {"a week", DUBAN_WEEKLY, "2022-01-01", "2022-01-10", "2022-01-11"},
        {"a week before a week of holidays", DUBAN_WEEKLY, "2022-01-31", "2022-02-14",
         "2022-02-15"},
        {"a quarter", DUBAN_QUARTERLY, "2022-01-01", "2022-03-31", "2022-04-01"},
        {"a year", DUBAN_YEARLY, "2022-01-01", "2022-12-31", "2023-01-01"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        world_init(&world);
        world_promise(&world, "T1",
                      &(struct promised){
                          .cycle = rows[i].cycle, .start = rows[i].start, .due = "2023-12-31"});
        world_until(&world, rows[i].eve);
        cr_assert_eq(world_item(&world, "T1")->never_reported.severity, DUBAN_SEVERITY_NONE, "%s",
                     rows[i].when);
        world_until(&world, rows[i].day);
        const struct duban_item_evaluation *item = world_item(&world, "T1");
        cr_assert_eq(item->never_reported.severity, DUBAN_YELLOW, "%s", rows[i].when);
        cr_assert_eq(item->current.light, DUBAN_LIGHT_GREY, "%s", rows[i].when);
        cr_assert_eq(item->stale.severity, DUBAN_SEVERITY_NONE, "one word for it is enough");
        world_percent(&world, rows[i].day, "T1", 9000);
        struct duban_date next = {on(rows[i].day).days + 1};
        char text[DUBAN_DATE_BYTES];
        world_until(&world, duban_date_print(next, text));
        cr_assert_eq(world_item(&world, "T1")->never_reported.severity, DUBAN_SEVERITY_NONE);
        world_fini(&world);
    }
}

Test(silent_org, speaks_once_for_all_items_of_a_unit)
{
    struct world world;
    const char *const ids[] = {"T1", "T2", "T3"};

    world_init(&world);
    for (size_t i = 0; i < 3; i++) {
        world_promise(&world, ids[i], &(struct promised){.cycle = DUBAN_MONTHLY});
        world_percent(&world, "2022-03-25", ids[i], 9900);
    }
    world_until(&world, "2022-04-26");
    cr_assert_eq(world_unit(&world, HOUSING)->silent.severity, DUBAN_SEVERITY_NONE, "in grace");
    world_until(&world, "2022-04-27");
    const struct duban_unit_evaluation *unit = world_unit(&world, HOUSING);
    cr_assert_eq(unit->silent.severity, DUBAN_RED);
    cr_assert_eq(unit->silent.opened_on.days, on("2022-04-27").days);
    cr_assert(unit->n_awaited == 3 && unit->due_on.days == on("2022-04-25").days);
    const struct duban_item_evaluation *item = world_item(&world, "T1");
    cr_assert(item->stale.severity == DUBAN_YELLOW && item->stale.is_inhibited);
    cr_assert_eq(item->current.light, DUBAN_LIGHT_GREEN, "what is inhibited colours no light");

    world_percent(&world, "2022-04-27", "T1", 9950);
    world_until(&world, "2022-04-28");
    cr_assert_eq(world_unit(&world, HOUSING)->silent.severity, DUBAN_SEVERITY_NONE,
                 "one report breaks the silence");
    item = world_item(&world, "T2");
    cr_assert(item->stale.severity == DUBAN_YELLOW && !item->stale.is_inhibited);
    cr_assert_eq(item->current.light, DUBAN_LIGHT_YELLOW);
    cr_assert_eq(item->stale.opened_on.days, on("2022-04-27").days);
    world_fini(&world);
}

Test(silent_org, needs_a_connection_and_two_items)
{
    static const struct {
        const char *when, *lead, *connected_on, *second_done_on, *day;
        enum duban_severity want;
    } rows[] = {
        {"two items, never heard", HOUSING, NULL, NULL, "2022-01-27", DUBAN_RED},
        {"two items, never heard, in grace", HOUSING, NULL, NULL, "2022-01-26",
         DUBAN_SEVERITY_NONE},
        {"one is done, long ago", HOUSING, NULL, "2022-01-10", "2022-05-01", DUBAN_SEVERITY_NONE},
        {"not connected", CIVIL, NULL, NULL, "2022-12-01", DUBAN_SEVERITY_NONE},
        {"connected later", CIVIL, "2022-12-02", NULL, "2022-12-01", DUBAN_SEVERITY_NONE},
        {"connected within the cycle", CIVIL, "2022-02-02", NULL, "2022-03-01",
         DUBAN_SEVERITY_NONE},
        {"connected when it began", CIVIL, "2022-02-01", NULL, "2022-03-01", DUBAN_RED},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        struct promised promised = {.lead = rows[i].lead, .cycle = DUBAN_MONTHLY};
        world_init(&world);
        world_promise(&world, "T1", &promised);
        world_promise(&world, "T2", &promised);
        if (rows[i].connected_on != NULL)
            world_connect(&world, rows[i].lead, rows[i].connected_on);
        if (rows[i].second_done_on != NULL)
            world_done(&world, rows[i].second_done_on, "T2", rows[i].second_done_on);
        world_until(&world, rows[i].day);
        cr_assert_eq(world_unit(&world, rows[i].lead)->silent.severity, rows[i].want, "%s",
                     rows[i].when);
        world_fini(&world);
    }
}

Test(silent_org, adds_up_cycles_of_different_lengths)
{
    struct world world;

    world_init(&world);
    world_promise(&world, "T1", &(struct promised){.cycle = DUBAN_WEEKLY});
    world_promise(&world, "T2", &(struct promised){.cycle = DUBAN_MONTHLY});
    world_percent(&world, "2022-03-25", "T1", 9900);
    world_until(&world, "2022-04-26");
    cr_assert_eq(world_unit(&world, HOUSING)->n_awaited, 1, "the weekly one alone");
    cr_assert_eq(world_unit(&world, HOUSING)->silent.severity, DUBAN_SEVERITY_NONE);
    world_until(&world, "2022-04-27");
    const struct duban_unit_evaluation *unit = world_unit(&world, HOUSING);
    cr_assert(unit->n_awaited == 2 && unit->silent.severity == DUBAN_RED);
    cr_assert_eq(unit->due_on.days, on("2022-04-22").days, "the Friday before the 25th");
    world_fini(&world);
}

Test(connection, is_that_of_a_source_that_may_report)
{
    struct duban_slice unit = duban_slice_of(CIVIL);
    struct duban_slice role = duban_slice_of("control");
    struct duban_update update = {.type = DUBAN_SOURCE_SET};
    struct world world;

    world_init(&world);
    world_promise(&world, "T1", &(struct promised){.lead = CIVIL});
    update.u.source_set = (struct duban_source_set){
        .source = given("office"),
        .depts = {DUBAN_GIVEN, &unit, 1},
        .roles = {DUBAN_GIVEN, &role, 1},
        .connected_on = {DUBAN_GIVEN, on("2022-01-01")},
    };
    world_apply(&world, "2022-01-01", &update);
    world_until(&world, "2022-05-31");
    cr_assert_not(world_unit(&world, CIVIL)->is_connected, "it may only decide");
    world_connect(&world, CIVIL, "2022-06-02");
    world_until(&world, "2022-06-01");
    cr_assert_not(world_unit(&world, CIVIL)->is_connected, "it will be tomorrow");
    world_until(&world, "2022-06-02");
    cr_assert(world_unit(&world, CIVIL)->is_connected);
    update.u.source_set.source = given("second");
    role = duban_slice_of("report");
    world_apply(&world, "2022-06-02", &update);
    world_until(&world, "2022-06-03");
    cr_assert_eq(world_unit(&world, CIVIL)->connected_on.v.days, on("2022-01-01").days,
                 "the first connection counts");
    update.u.source_set.source = given("third");
    update.u.source_set.connected_on.v = on("2022-03-01");
    world_apply(&world, "2022-06-03", &update);
    world_until(&world, "2022-06-04");
    cr_assert_eq(world_unit(&world, CIVIL)->connected_on.v.days, on("2022-01-01").days,
                 "whenever it became known");
    world_fini(&world);
}

Test(unconnected, units_are_counted_and_not_blamed)
{
    struct world world;

    world_init(&world);
    world_promise(&world, "T1", &(struct promised){.lead = CIVIL, .due = "2022-06-30"});
    world_promise(&world, "T2", &(struct promised){.lead = CIVIL});
    world_promise(&world, "T3", &(struct promised){.lead = "城管局"});
    world_promise(&world, "T4", &(struct promised){.due = "2022-06-30"});
    world_promise(&world, "T5", &(struct promised){.lead = CIVIL, .due = "2022-06-30"});
    world_percent(&world, "2022-02-01", "T2", 100);
    world_percent(&world, "2022-02-01", "T5", 100);
    world_until(&world, "2022-06-29");
    cr_assert_eq(world_item(&world, "T1")->due_soon.severity, DUBAN_SEVERITY_NONE);
    cr_assert_eq(world_item(&world, "T4")->due_soon.severity, DUBAN_RED);
    world_until(&world, "2022-07-01");
    const struct duban_evaluation *evaluation = world.evaluation;
    cr_assert_eq(evaluation->n_units, 3);
    cr_assert(duban_slice_is(evaluation->units[0].code, CIVIL) &&
                  duban_slice_is(evaluation->units[2].code, HOUSING),
              "units stand in the order of their items");
    cr_assert_eq(evaluation->unconnected.n_units, 2);
    cr_assert_eq(evaluation->unconnected.n_items, 4);
    cr_assert_eq(evaluation->unconnected.n_past_units, 1);
    cr_assert_eq(evaluation->unconnected.n_past_items, 1,
                 "T4's unit is connected, T5 was reported");
    cr_assert_eq(world_unit(&world, HOUSING)->n_past_unheard, 1);
    const struct duban_item_evaluation *item = world_item(&world, "T1");
    cr_assert(item->current.is_passed, "it is a fact");
    for (int rule = 0; rule < DUBAN_N_ITEM_RULES; rule++)
        cr_assert_eq(duban_item_condition(item, (enum duban_rule)rule)->severity,
                     DUBAN_SEVERITY_NONE, "%s", duban_rule_words[rule]);
    cr_assert_eq(duban_evaluation_unit(evaluation, duban_slice_of("教育局")), NULL);
    world_fini(&world);
}

/* Sees T1 again in the middle of each month, with a percent. */
static void see_monthly(struct world *world, const int64_t *hundredths, size_t n)
{
    static const char *const days[] = {"2022-01-17", "2022-02-15", "2022-03-15",
                                       "2022-04-15", "2022-05-16", "2022-06-15"};

    for (size_t i = 0; i < n; i++) {
        world_until(world, days[i]);
        if (i > 0 && hundredths[i] == hundredths[i - 1])
            world_file(world, days[i], HOUSING);
        else
            world_percent(world, days[i], "T1", hundredths[i]);
    }
}

Test(stalled, needs_reports_over_cycles_without_movement)
{
    static const struct {
        const char *when;
        int64_t hundredths[5];
        size_t n;
        const char *day;
        enum duban_severity want;
        const char *opened_on; /* NULL: it is not */
    } rows[] = {
        {"seen once", {5000}, 1, "2022-04-01", DUBAN_SEVERITY_NONE, NULL},
        {"seen again unchanged in one month",
         {5000, 5000},
         2,
         "2022-03-15",
         DUBAN_SEVERITY_NONE,
         NULL},
        {"in two", {5000, 5000, 5000}, 3, "2022-03-16", DUBAN_YELLOW, "2022-03-16"},
        {"in three", {5000, 5000, 5000, 5000}, 4, "2022-04-16", DUBAN_RED, "2022-03-16"},
        {"nothing left to move", {10000, 10000, 10000}, 3, "2022-03-16", DUBAN_SEVERITY_NONE, NULL},
        {"moved by 0.99", {5000, 5000, 5099}, 3, "2022-03-16", DUBAN_YELLOW, "2022-03-16"},
        {"moved by 1", {5000, 5000, 5100}, 3, "2022-03-16", DUBAN_SEVERITY_NONE, NULL},
        {"fell by 1", {5000, 5000, 4900}, 3, "2022-03-16", DUBAN_SEVERITY_NONE, NULL},
        {"crept by 0.6 each month", {5000, 5060, 5120}, 3, "2022-03-16", DUBAN_SEVERITY_NONE, NULL},
        {"moved at last", {5000, 5000, 5000, 6000}, 4, "2022-04-16", DUBAN_SEVERITY_NONE, NULL},
        {"stands still again",
         {5000, 6000, 6000, 6000},
         4,
         "2022-04-16",
         DUBAN_YELLOW,
         "2022-04-16"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        two(&world, DUBAN_MONTHLY, NULL);
        see_monthly(&world, rows[i].hundredths, rows[i].n);
        world_until(&world, rows[i].day);
        const struct duban_condition *stalled = &world_item(&world, "T1")->stalled;
        cr_assert_eq(stalled->severity, rows[i].want, "%s: %d", rows[i].when,
                     (int)stalled->severity);
        if (rows[i].opened_on != NULL)
            cr_assert_eq(stalled->opened_on.days, on(rows[i].opened_on).days, "%s", rows[i].when);
        world_fini(&world);
    }
}

Test(stalled, waits_until_more_was_expected)
{
    struct world world;

    two(&world, DUBAN_WEEKLY, NULL);
    world_until(&world, "2022-03-04");
    world_percent(&world, "2022-03-04", "T1", 9000);
    world_until(&world, "2022-03-11");
    world_file(&world, "2022-03-11", HOUSING);
    world_until(&world, "2022-03-18");
    world_file(&world, "2022-03-18", HOUSING);
    world_until(&world, "2022-03-19");
    cr_assert_eq(world_item(&world, "T1")->standstill.n_cycles, 2);
    cr_assert_eq(world_item(&world, "T1")->stalled.severity, DUBAN_SEVERITY_NONE,
                 "10 of 249 working days are less than 5 %%");
    world_until(&world, "2022-03-24");
    const struct duban_item_evaluation *item = world_item(&world, "T1");
    cr_assert_eq(item->stalled.severity, DUBAN_YELLOW);
    cr_assert_eq(item->stalled.opened_on.days, on("2022-03-23").days);
    cr_assert_eq(item->standstill.anchor_on.days, on("2022-03-05").days);
    cr_assert_eq(item->current.expected.bp - item->standstill.anchor_expected_bp, 562);

    world_decide(&world, "2022-03-24", "T1", "2023-12-29");
    world_until(&world, "2022-03-25");
    cr_assert_eq(world_item(&world, "T1")->stalled.severity, DUBAN_SEVERITY_NONE,
                 "less is expected by a later deadline");
    world_until(&world, "2022-05-10");
    cr_assert_eq(world_item(&world, "T1")->stalled.severity, DUBAN_YELLOW,
                 "from there on it grows again");
    world_fini(&world);
}

Test(stalled, counts_a_cycle_once)
{
    struct world world;

    two(&world, DUBAN_MONTHLY, "2022-01-28");
    world_until(&world, "2022-02-07");
    world_file(&world, "2022-02-18", HOUSING);
    world_until(&world, "2022-02-25");
    world_file(&world, "2022-02-25", HOUSING);
    world_until(&world, "2022-02-28");
    const struct duban_item_evaluation *item = world_item(&world, "T1");
    cr_assert(item->standstill.n_reports == 2 && item->standstill.n_cycles == 1);
    cr_assert_eq(item->stalled.severity, DUBAN_SEVERITY_NONE);
    world_file(&world, "2022-03-01", HOUSING);
    world_until(&world, "2022-03-01");
    cr_assert_eq(world_item(&world, "T1")->stalled.severity, DUBAN_YELLOW);
    world_fini(&world);
}
