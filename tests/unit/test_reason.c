/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "ctl/reason.h"
#include "tests/unit/world.h"

/* 120 of 350, as most of the year has gone. */
static void parking(struct world *world)
{
    world_promise(
        world, "T1",
        &(struct promised){.op = DUBAN_GE, .target = 350, .unit = "个", .cycle = DUBAN_YEARLY});
    world_value(world, "2022-01-05", "T1", 120);
    world_until(world, "2022-01-06");
}

static void percent(struct world *world)
{
    world_promise(world, "T1", &(struct promised){.cycle = DUBAN_YEARLY});
    world_percent(world, "2022-01-05", "T1", 5000);
    world_until(world, "2022-01-06");
}

static void done_by_june(struct world *world)
{
    world_promise(world, "T1", &(struct promised){.due = "2022-06-30", .cycle = DUBAN_YEARLY});
    world_percent(world, "2022-01-05", "T1", 9500);
    world_until(world, "2022-06-20");
}

static void extended(struct world *world)
{
    done_by_june(world);
    world_decide(world, "2022-06-20", "T1", "2022-10-01");
}

static void told_late(struct world *world)
{
    done_by_june(world);
    world_until(world, "2022-07-04");
    world_done(world, "2022-07-05", "T1", "2022-06-30");
}

static void told_nothing(struct world *world)
{
    world_promise(world, "T1", &(struct promised){.due = "2022-06-30"});
}

static void unconnected(struct world *world)
{
    world_promise(world, "T1", &(struct promised){.lead = CIVIL, .due = "2022-06-30"});
}

static void assessed(struct world *world)
{
    world_promise(world, "T1", &(struct promised){.op = DUBAN_NO_TARGET});
    world_percent(world, "2022-01-05", "T1", 1000);
}

static void capped(struct world *world)
{
    world_promise(world, "T1", &(struct promised){.op = DUBAN_LE, .target = 5, .unit = "%"});
    world_percent(world, "2022-01-05", "T1", 1000);
}

static void without_figure(struct world *world)
{
    world_promise(world, "T1", &(struct promised){.op = DUBAN_GE, .target = 350, .unit = "个"});
    world_percent(world, "2022-01-05", "T1", 1000);
}

static void schools(struct world *world)
{
    world_promise(
        world, "T1",
        &(struct promised){.op = DUBAN_GE, .target = 5, .unit = "所", .cycle = DUBAN_YEARLY});
    world_value(world, "2022-01-05", "T1", 2);
}

static void later(struct world *world)
{
    world_promise(world, "T1", &(struct promised){.start = "2022-09-01"});
}

static void resting(struct world *world)
{
    world_promise(world, "T1", &(struct promised){.cycle = DUBAN_YEARLY});
    world_report(world, "2022-01-05", "T1",
                 &(struct duban_task){.state = {DUBAN_GIVEN, DUBAN_STATE_NOT_STARTED}});
}

static void monthly(struct world *world)
{
    world_promise(world, "T1", &(struct promised){.cycle = DUBAN_MONTHLY});
    world_percent(world, "2022-01-24", "T1", 5000);
    world_until(world, "2022-01-25");
}

static void still(struct world *world)
{
    monthly(world);
    for (int month = 2; month <= 4; month++) {
        char day[DUBAN_DATE_BYTES];
        (void)snprintf(day, sizeof day, "2022-%02d-24", month);
        world_until(world, day);
        world_percent(world, day, "T1", 5000);
    }
}

static void still_once(struct world *world)
{
    monthly(world);
    world_until(world, "2022-02-24");
    world_percent(world, "2022-02-24", "T1", 5000);
}

static void silent(struct world *world)
{
    monthly(world);
    world_promise(world, "T2", &(struct promised){.cycle = DUBAN_MONTHLY});
    world_promise(world, "T3", &(struct promised){.cycle = DUBAN_MONTHLY});
}

static const struct row {
    const char *when;
    void (*story)(struct world *world);
    const char *day;
    enum duban_rule rule;
    enum reason_deadline deadline;
    const char *why_not, *en; /* en: all that is said */
} rows[] = {
    {"far behind", parking, "2022-10-10", DUBAN_RULE_LAG, REASON_NO_DEADLINE, NULL,
     "120个 / 350个 = 34.28%; expected 190/249 working days = 76.31%; behind by 42.03 points "
     "(yellow from 10, red above 30); red since 2022-08-24, for 29 working days; "
     "first seen on 2022-06-15"},
    {"ahead", parking, "2022-03-01", DUBAN_RULE_LAG, REASON_NO_DEADLINE, NULL,
     "120个 / 350个 = 34.28%; expected 38/249 working days = 15.26%; ahead by 19.02 points "
     "(yellow when behind by 10, red above 30)"},
    {"early", percent, "2022-01-10", DUBAN_RULE_LAG, REASON_NO_DEADLINE, "early",
     "less than 10% is expected by now: not judged yet; expected 5/249 working days = 2.01%"},
    {"a percent", percent, "2022-08-01", DUBAN_RULE_LAG, REASON_NO_DEADLINE, NULL,
     "reported 50.00%; expected 144/249 working days = 57.83%; behind by 7.83 points "
     "(yellow from 10, red above 30)"},
    {"not started", resting, "2022-02-10", DUBAN_RULE_LAG, REASON_NO_DEADLINE, NULL,
     "not started, counted as 0.00%; expected 25/249 working days = 10.04%; behind by 10.04 "
     "points (yellow from 10, red above 30); yellow since 2022-02-10, for 0 working days"},
    {"units", schools, "2022-10-10", DUBAN_RULE_LAG, REASON_NO_DEADLINE, NULL,
     "2所 / 5所 = 40.00%; expected 190/249 working days = 76.31%; 2 there, 3 expected by now, 5 in "
     "all (short by 1 yellow, by 2 red; from 90% expected on, all must be there); yellow since "
     "2022-10-10, for 0 working days"},
    {"no target", assessed, "2022-10-10", DUBAN_RULE_LAG, REASON_NO_DEADLINE, "no_target",
     "the plan gives no target: there is nothing to measure progress by"},
    {"a cap", capped, "2022-10-10", DUBAN_RULE_LAG, REASON_NO_DEADLINE, "no_way",
     "for such a target (a share, a cap, in step with another figure) nothing is expected on the "
     "way"},
    {"no figure", without_figure, "2022-10-10", DUBAN_RULE_LAG, REASON_NO_DEADLINE, "no_value",
     "no figure was reported that could be compared with the target of 350个; 76.31% is expected "
     "by now"},
    {"nothing reported", told_nothing, "2022-07-01", DUBAN_RULE_LAG, REASON_NO_DEADLINE,
     "not_heard", "nothing was reported yet; 100.00% is expected by now"},
    {"of two deadlines the current", extended, "2022-07-01", DUBAN_RULE_LAG, REASON_CURRENT, NULL,
     "reported 95.00%; expected 123/188 working days = 65.43%; ahead by 29.57 points (yellow when "
     "behind by 10, red above 30)"},
    {"of two deadlines the original", extended, "2022-07-01", DUBAN_RULE_LAG, REASON_ORIGINAL, NULL,
     "reported 95.00%; expected 122/122 working days = 100.00%; behind by 5 points (yellow from "
     "10, red above 30)"},
    {"before the deadline", done_by_june, "2022-06-29", DUBAN_RULE_OVERDUE, REASON_NO_DEADLINE,
     NULL, "due 2022-06-30, 1 working days left"},
    {"after it", done_by_june, "2022-07-04", DUBAN_RULE_OVERDUE, REASON_NO_DEADLINE, NULL,
     "due 2022-06-30, over for 2 working days (4 days) and not completed; red since 2022-07-01, "
     "for 1 working days"},
    {"extended", extended, "2022-07-01", DUBAN_RULE_OVERDUE, REASON_CURRENT, NULL,
     "due 2022-10-08, 65 working days left; the day that was granted, 2022-10-01, is no working "
     "day and moves on to 2022-10-08"},
    {"extended, by the plan", extended, "2022-07-01", DUBAN_RULE_OVERDUE, REASON_ORIGINAL, NULL,
     "due 2022-06-30, over for 1 working days (1 days) and not completed; red since 2022-07-01, "
     "for 0 working days"},
    {"nobody answers", unconnected, "2022-07-01", DUBAN_RULE_OVERDUE, REASON_NO_DEADLINE,
     "unanswered",
     "its unit is not connected and nothing was ever reported: it is counted and held against "
     "nobody; due 2022-06-30, which is over"},
    {"an assessment", assessed, "2023-01-10", DUBAN_RULE_OVERDUE, REASON_NO_DEADLINE, "assessed",
     "the plan gives no target: its date is that of an assessment, neither due soon nor overdue"},
    {"not begun", later, "2022-07-01", DUBAN_RULE_OVERDUE, REASON_NO_DEADLINE, "not_begun",
     "it begins on 2022-09-01 and is not judged before"},
    {"done", told_late, "2022-07-06", DUBAN_RULE_OVERDUE, REASON_NO_DEADLINE, "done",
     "completed on 2022-06-30"},
    {"told late", told_late, "2022-07-06", DUBAN_RULE_REPORTED_LATE, REASON_NO_DEADLINE, NULL,
     "completed on 2022-06-30, told on 2022-07-05, 3 working days after the deadline of "
     "2022-06-30 (late above 2; it colours no light); yellow since 2022-07-05, for 1 working "
     "days"},
    {"notices", done_by_june, "2022-06-27", DUBAN_RULE_DUE_SOON, REASON_NO_DEADLINE, NULL,
     "3 working days left, the notice of 3 was given; it colours no light; yellow since "
     "2022-06-27, for 0 working days; first seen on 2022-06-20"},
    {"long before", percent, "2022-06-27", DUBAN_RULE_DUE_SOON, REASON_NO_DEADLINE, NULL,
     "130 working days left, notices begin at 10"},
    {"in time", monthly, "2022-02-20", DUBAN_RULE_STALE, REASON_NO_DEADLINE, NULL,
     "monthly reports, last seen on 2022-01-24, none is missing"},
    {"two missed", monthly, "2022-04-28", DUBAN_RULE_STALE, REASON_NO_DEADLINE, NULL,
     "monthly reports, last seen on 2022-01-24; 3 missed in a row, the first was due on "
     "2022-02-25 (red from 2); red since 2022-03-29, for 22 working days; first seen on "
     "2022-03-01"},
    {"inhibited", silent, "2022-03-01", DUBAN_RULE_STALE, REASON_NO_DEADLINE, NULL,
     "monthly reports, last seen on 2022-01-24; 1 missed in a row, the first was due on "
     "2022-02-25 (red from 2); yellow since 2022-03-01, for 0 working days; said of the whole "
     "unit as \"unit silent\", so it colours no light"},
    {"silent", silent, "2022-03-01", DUBAN_RULE_SILENT_ORG, REASON_NO_DEADLINE, NULL,
     "the unit was heard last on 2022-01-24; it owes reports of 3 items, the first was due on "
     "2022-02-25 (red from 2 items); red since 2022-03-01, for 0 working days"},
    {"not connected", unconnected, "2022-07-01", DUBAN_RULE_STALE, REASON_NO_DEADLINE,
     "not_connected", "its unit is not connected and owes no reports"},
    {"never reported", told_nothing, "2023-01-10", DUBAN_RULE_NEVER_REPORTED, REASON_NO_DEADLINE,
     NULL, NULL},
    {"reported", percent, "2022-07-01", DUBAN_RULE_NEVER_REPORTED, REASON_NO_DEADLINE, "heard",
     "reported, first on 2022-01-05"},
    {"it stands still", still, "2022-04-26", DUBAN_RULE_STALLED, REASON_NO_DEADLINE, NULL,
     "since 2022-01-25 progress went from 50.00% to 50.00% while 24.90 points more became "
     "expected; reported on 3 days since then, in 3 later cycles; when it moves by less than 1 "
     "(points), 5 or more became expected and reports came on 2 days: yellow from 2 cycles, red "
     "from 3; red since 2022-04-25, for 1 working days; first seen on 2022-03-25"},
    {"it may stand still", still_once, "2022-03-10", DUBAN_RULE_STALLED, REASON_NO_DEADLINE, NULL,
     "it moved last as seen on 2022-01-25 (50.00%); reported in 1 cycles since then while 11.64 "
     "points more became expected (yellow from 2 cycles and 5 points on)"},
};

/* The world on a day, as a story has it. */
static struct reasoned ask(struct world *world, const struct row *row)
{
    world_init(world);
    row->story(world);
    world_until(world, row->day);
    return (struct reasoned){.model = &world->model,
                             .calendar = &world->notices.calendar,
                             .preset = &duban_preset_default,
                             .evaluation = world->evaluation};
}

static const struct reason *find(const struct reason *reasons, size_t n, const struct row *row)
{
    const struct reason *found = NULL;

    for (size_t i = 0; i < n; i++)
        if (reasons[i].rule == row->rule && reasons[i].deadline == row->deadline)
            found = &reasons[i];
    cr_assert_neq(found, NULL, "%s", row->when);
    return found;
}

static void cr_assert_said(const struct reason *reason, const char *want, const char *when)
{
    struct duban_buf text = {0};

    reason_put(&text, DUBAN_EN, reason->parts, reason->n_parts);
    cr_expect(duban_slice_is(duban_buf_slice(&text), want), "%s: %.*s", when, (int)text.len,
              text.at);
    duban_buf_fini(&text);
}

Test(reason, says_what_a_rule_found_and_by_which_figures)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        struct duban_arena arena = {0};
        size_t n = 0;
        struct reasoned asked = ask(&world, &rows[i]);
        const struct reason *reasons = reasons_make(&asked, &arena, &n);
        const struct reason *reason = find(reasons, n, &rows[i]);
        cr_assert_eq(reason->why_not == NULL, rows[i].why_not == NULL, "%s", rows[i].when);
        cr_assert(reason->why_not == NULL || strcmp(reason->why_not, rows[i].why_not) == 0,
                  "%s: %s", rows[i].when, reason->why_not);
        if (rows[i].en != NULL)
            cr_assert_said(reason, rows[i].en, rows[i].when);
        duban_arena_fini(&arena);
        world_fini(&world);
    }
}

/* How many different {n} a sentence has. */
static size_t n_placeholders(enum duban_text_id id)
{
    size_t n = 0;

    for (char mark[] = "{1}"; strstr(duban_text(DUBAN_EN, id), mark) != NULL; mark[1]++)
        n++;
    return n;
}

static void cr_assert_names_differ(const struct reason *reason, const char *when)
{
    const char *names[REASON_PARTS_MAX * DUBAN_TEXT_ARGS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < reason->n_parts; i++)
        for (size_t k = 0; k < reason->parts[i].n; k++) {
            const char *name = reason->parts[i].facts[k].name;
            for (size_t other = 0; name != NULL && other < n; other++)
                cr_assert_str_neq(names[other], name, "%s", when);
            if (name != NULL)
                names[n++] = name;
        }
}

Test(reason, of_every_rule_is_sound_whatever_the_story)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world;
        struct duban_arena arena = {0};
        size_t n = 0;
        struct reasoned asked = ask(&world, &rows[i]);
        const struct reason *reasons = reasons_make(&asked, &arena, &n);
        cr_assert(n >= DUBAN_N_RULES && n <= REASONS_MAX, "%s: %zu", rows[i].when, n);
        for (size_t k = 0; k < n; k++) {
            cr_assert(reasons[k].condition.severity == DUBAN_SEVERITY_NONE ||
                          reasons[k].why_not == NULL,
                      "%s: %s is open and does not apply", rows[i].when,
                      duban_rule_words[reasons[k].rule]);
            cr_assert_gt(reasons[k].n_parts, 0, "%s", rows[i].when);
            cr_assert_names_differ(&reasons[k], rows[i].when);
            for (size_t part = 0; part < reasons[k].n_parts; part++)
                cr_assert_eq(reasons[k].parts[part].n, n_placeholders(reasons[k].parts[part].id),
                             "%s: %s", rows[i].when,
                             duban_text(DUBAN_EN, reasons[k].parts[part].id));
        }
        duban_arena_fini(&arena);
        world_fini(&world);
    }
}

static const struct light_row {
    struct row row;
    enum duban_light light;
    const char *en, *zh;
    enum duban_rule worst;
} lights[] = {
    {{"behind", parking, "2022-10-10", 0, 0, NULL, NULL},
     DUBAN_LIGHT_RED,
     "behind",
     "进度滞后",
     DUBAN_RULE_LAG},
    {{"nothing wrong", percent, "2022-08-01", 0, 0, NULL, NULL},
     DUBAN_LIGHT_GREEN,
     "no rule colours it",
     "没有使它变色的规则",
     DUBAN_N_RULES},
    {{"overdue and a standstill", still, "2023-01-10", 0, 0, NULL, NULL},
     DUBAN_LIGHT_RED,
     "overdue, behind, standstill, report missed",
     "逾期、进度滞后、停滞、未按期报",
     DUBAN_RULE_OVERDUE},
    {{"done", told_late, "2022-07-06", 0, 0, NULL, NULL},
     DUBAN_LIGHT_BLUE,
     "completed on 2022-06-30",
     "已于 2022-06-30 完成",
     DUBAN_RULE_REPORTED_LATE},
    {{"not begun", later, "2022-07-01", 0, 0, NULL, NULL},
     DUBAN_LIGHT_GREY,
     "it begins on 2022-09-01 and is not judged before",
     "2022-09-01 才开始，此前不评定",
     DUBAN_N_RULES},
    {{"not heard", unconnected, "2022-07-01", 0, 0, NULL, NULL},
     DUBAN_LIGHT_GREY,
     "nothing was reported yet",
     "还没有报送过任何情况",
     DUBAN_N_RULES},
    {{"resting", resting, "2022-01-10", 0, 0, NULL, NULL},
     DUBAN_LIGHT_GREY,
     "its unit says: not started",
     "单位报为“未启动”",
     DUBAN_N_RULES},
    {{"a notice only", done_by_june, "2022-06-29", 0, 0, NULL, NULL},
     DUBAN_LIGHT_GREEN,
     "no rule colours it",
     "没有使它变色的规则",
     DUBAN_RULE_DUE_SOON},
    {{"its unit is silent", silent, "2022-03-01", 0, 0, NULL, NULL},
     DUBAN_LIGHT_GREEN,
     "no rule colours it",
     "没有使它变色的规则",
     DUBAN_RULE_SILENT_ORG},
};

Test(light, is_explained_by_what_colours_it)
{

    for (size_t i = 0; i < sizeof lights / sizeof lights[0]; i++) {
        const char *when = lights[i].row.when;
        struct world world;
        struct duban_arena arena = {0};
        struct duban_buf zh = {0};
        struct duban_buf en = {0};
        struct duban_condition condition;
        struct reasoned asked = ask(&world, &lights[i].row);
        const struct duban_item_evaluation *item = &asked.evaluation->items[0];
        struct reason_part part = reason_of_light(&asked, &item->current, &arena);
        reason_put(&zh, DUBAN_ZH, &part, 1);
        reason_put(&en, DUBAN_EN, &part, 1);
        cr_assert_eq(item->current.light, lights[i].light, "%s: %d", when,
                     (int)item->current.light);
        cr_assert(duban_slice_is(duban_buf_slice(&zh), lights[i].zh), "%s: %.*s", when, (int)zh.len,
                  zh.at);
        cr_assert(duban_slice_is(duban_buf_slice(&en), lights[i].en), "%s: %.*s", when, (int)en.len,
                  en.at);
        cr_assert_eq(reason_worst(item, &asked.evaluation->units[item->unit], &condition),
                     lights[i].worst, "%s", when);
        duban_buf_fini(&zh);
        duban_buf_fini(&en);
        duban_arena_fini(&arena);
        world_fini(&world);
    }
}

Test(reason, is_told_to_programs_in_whole_numbers)
{
    struct world world;
    struct duban_arena arena = {0};
    struct duban_buf json = {0};
    size_t n = 0;
    struct reasoned asked = ask(&world, &rows[0]);
    const struct reason *reasons = reasons_make(&asked, &arena, &n);
    const struct reason *reason = find(reasons, n, &rows[0]);

    reason_put_json(&json, reason->parts, reason->n_parts);
    cr_assert(duban_slice_is(duban_buf_slice(&json),
                             ",\"value\":\"120个\",\"target\":\"350个\",\"actual_bp\":3428,"
                             "\"working_days_begun\":190,\"working_days\":249,\"expected_bp\":7631,"
                             "\"gap_bp\":4203,\"yellow_from_bp\":1000,\"red_above_bp\":3000,"
                             "\"since_working_days\":29"),
              "%.*s", (int)json.len, json.at);
    duban_buf_fini(&json);
    duban_arena_fini(&arena);
    world_fini(&world);
}
