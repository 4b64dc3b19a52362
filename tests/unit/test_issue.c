/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "sinks/common/issue.h"
#include "sinks/common/said.h"
#include "tests/unit/world.h"

/* The issues of a small plan: each is compared with the one before it. */
struct desk {
    struct world world;
    struct duban_arena arena;
    struct issue_summary before;
    bool has_before;
    struct issue issue;
};

/* Yearly reports, so that no cadence speaks; works of the whole year, judged by their percent. */
static void open_desk(struct desk *desk, size_t n)
{
    *desk = (struct desk){.has_before = false};
    world_init(&desk->world);
    desk->world.model.year = 2022;
    for (size_t i = 1; i <= n; i++) {
        char id[8];
        (void)snprintf(id, sizeof id, "T%zu", i);
        world_promise(&desk->world, id,
                      &(struct promised){.op = DUBAN_IS_DONE, .cycle = DUBAN_YEARLY});
    }
}

static void close_desk(struct desk *desk)
{
    world_fini(&desk->world);
    duban_arena_fini(&desk->arena);
}

static void issue_of(struct desk *desk, const char *day)
{
    world_until(&desk->world, day);
    issue_make(&desk->world.model, desk->world.evaluation, &desk->world.notices.calendar,
               desk->has_before ? &desk->before : NULL, &desk->arena, &desk->issue);
    issue_keep(&desk->issue.summary, &desk->arena, &desk->before);
    desk->has_before = true;
}

/* "decide T2, lag T1": acts and items in the issue's order. */
static void expect_actions(const struct desk *desk, const char *want)
{
    struct duban_buf text = {0};
    const struct issue *issue = &desk->issue;

    for (size_t i = 0; i < issue->n_actions; i++)
        duban_buf_printf(&text, "%s%s %.*s", i == 0 ? "" : ", ",
                         issue_act_words[issue->actions[i].act],
                         DUBAN_SLICE_ARGS(issue->model->items[issue->actions[i].item]->id));
    cr_expect(duban_slice_is(duban_buf_slice(&text), want), "\"%.*s\" instead of \"%s\"",
              DUBAN_SLICE_ARGS(duban_buf_slice(&text)), want);
    duban_buf_fini(&text);
}

static void expect_list(const struct issue *issue, const struct issue_list *list, const char *want)
{
    struct duban_buf text = {0};

    for (size_t i = 0; i < list->n; i++)
        duban_buf_printf(&text, "%s%.*s", i == 0 ? "" : " ",
                         DUBAN_SLICE_ARGS(issue->model->items[list->items[i]]->id));
    cr_expect(duban_slice_is(duban_buf_slice(&text), want), "\"%.*s\" instead of \"%s\"",
              DUBAN_SLICE_ARGS(duban_buf_slice(&text)), want);
    duban_buf_fini(&text);
}

static void ask(struct desk *desk, const char *day, const char *id, const char *ext_to)
{
    world_report(&desk->world, day, id, &(struct duban_task){.ext_to = {DUBAN_GIVEN, on(ext_to)}});
}

Test(actions, begin_with_the_own_move_then_red_then_what_is_new_then_what_is_far_behind)
{
    struct desk desk;

    open_desk(&desk, 4);
    world_percent(&desk.world, "2022-04-01", "T1", 1500); /* 24.50 % expected on 04-01 */
    world_percent(&desk.world, "2022-04-01", "T2", 2400);
    world_percent(&desk.world, "2022-04-01", "T3", 1400);
    world_percent(&desk.world, "2022-04-01", "T4", 2400);
    issue_of(&desk, "2022-04-08");
    expect_actions(&desk, "lag T3, lag T1");
    ask(&desk, "2022-04-11", "T4", "2023-03-31");
    issue_of(&desk, "2022-05-20"); /* 36.95 %: T2 is behind too, and T4, which asked */
    expect_actions(&desk, "decide T4, lag T2, lag T4, lag T3, lag T1");
    cr_assert_eq(desk.issue.n_decide, 1);
    issue_of(&desk, "2022-06-20"); /* beyond 30 points: T3 and T1 have got worse */
    expect_actions(&desk, "decide T4, lag T3, lag T1, lag T2, lag T4");
    cr_assert(desk.issue.actions[1].is_new && desk.issue.actions[1].severity == DUBAN_RED);
    close_desk(&desk);
}

Test(request, waits_until_it_is_decided_and_not_by_a_decision_of_before)
{
    struct desk desk;

    open_desk(&desk, 1);
    world_percent(&desk.world, "2022-01-10", "T1", 9000);
    world_decide(&desk.world, "2022-01-11", "T1", NULL);
    issue_of(&desk, "2022-01-12");
    expect_actions(&desk, "");
    ask(&desk, "2022-01-13", "T1", "2023-03-31");
    issue_of(&desk, "2022-01-14");
    expect_actions(&desk, "decide T1");
    cr_assert_eq(desk.issue.actions[0].answer_by.days, on("2022-01-18").days, "3 working days");
    issue_of(&desk, "2022-01-24");
    cr_assert_eq(desk.issue.actions[0].answer_by.days, on("2022-01-24").days,
                 "today, at the latest");
    world_decide(&desk.world, "2022-01-25", "T1", "2023-02-28");
    issue_of(&desk, "2022-01-26");
    expect_actions(&desk, "");
    expect_list(&desk.issue, &desk.issue.moved, "T1");
    close_desk(&desk);
}

Test(changes, are_those_since_the_last_issue)
{
    struct desk desk;

    open_desk(&desk, 3);
    for (const char *const *id = (const char *const[]){"T1", "T2", "T3", NULL}; *id != NULL; id++)
        world_percent(&desk.world, "2022-04-01", *id, 2400);
    issue_of(&desk, "2022-04-08");
    expect_list(&desk.issue, &desk.issue.turned_green, "");
    world_done(&desk.world, "2022-04-11", "T2", "2022-04-11");
    issue_of(&desk, "2022-05-20");
    expect_list(&desk.issue, &desk.issue.done, "T2");
    expect_list(&desk.issue, &desk.issue.turned_yellow, "T1 T3");
    world_percent(&desk.world, "2022-05-23", "T3", 4000);
    issue_of(&desk, "2022-05-24");
    expect_list(&desk.issue, &desk.issue.turned_green, "T3");
    expect_list(&desk.issue, &desk.issue.turned_yellow, "");
    issue_of(&desk, "2022-05-25");
    expect_list(&desk.issue, &desk.issue.turned_green, "");
    close_desk(&desk);
}

Test(upcoming, lists_the_next_ten_working_days_the_nearest_first)
{
    struct desk desk;

    open_desk(&desk, 0);
    world_promise(&desk.world, "late", &(struct promised){.due = "2022-06-22"});
    world_promise(&desk.world, "last", &(struct promised){.due = "2022-06-16"});
    world_promise(&desk.world, "near", &(struct promised){.due = "2022-06-02"});
    world_promise(&desk.world, "done", &(struct promised){.due = "2022-06-02"});
    world_done(&desk.world, "2022-05-31", "done", "2022-05-31");
    issue_of(&desk, "2022-06-01");
    expect_list(&desk.issue, &desk.issue.upcoming, "near last");
    close_desk(&desk);
}

Test(part, has_what_is_new_of_its_units_and_no_decision)
{
    struct desk desk;
    struct duban_slice units[] = {duban_slice_of(HOUSING)};
    struct issue_part part = {.units = units, .n_units = 1};
    struct issue_part of_others = {.units = &(struct duban_slice){CIVIL, strlen(CIVIL)},
                                   .n_units = 1};

    open_desk(&desk, 2);
    world_percent(&desk.world, "2022-04-01", "T1", 1400);
    world_percent(&desk.world, "2022-04-01", "T2", 2400);
    ask(&desk, "2022-04-01", "T2", "2023-03-31");
    issue_of(&desk, "2022-04-08");
    issue_part(&desk.issue, &desk.arena, &part);
    issue_part(&desk.issue, &desk.arena, &of_others);
    cr_assert(part.n_actions == 1 && part.n_open == 1 && part.actions[0]->act == ISSUE_LAG);
    cr_assert(of_others.n_actions == 0 && of_others.n_open == 0);
    issue_of(&desk, "2022-04-11");
    part = (struct issue_part){.units = units, .n_units = 1};
    issue_part(&desk.issue, &desk.arena, &part);
    cr_assert(part.n_actions == 0 && part.n_open == 1, "it is not new any more");
    close_desk(&desk);
}

Test(issue, is_numbered_by_working_days_and_knows_how_much_of_the_plan_is_over)
{
    static const struct {
        const char *day;
        int32_t number, n_elapsed;
    } rows[] = {{"2022-01-04", 1, 1},
                {"2022-10-10", 190, 190},
                {"2022-12-30", 249, 249},
                {"2023-01-03", 1, 249}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct desk desk;
        open_desk(&desk, 1);
        issue_of(&desk, rows[i].day);
        cr_expect_eq(desk.issue.number, rows[i].number, "%s", rows[i].day);
        cr_expect_eq(desk.issue.n_elapsed, rows[i].n_elapsed, "%s", rows[i].day);
        cr_expect_eq(desk.issue.n_working_days, 249, "%s", rows[i].day);
        close_desk(&desk);
    }
}

Test(share, is_cut_to_one_digit)
{
    static const struct {
        int32_t bp;
        const char *want;
    } rows[] = {{0, "0.0%"},       {9, "0.0%"},  {10, "0.1%"},   {3428, "34.2%"},  {7631, "76.3%"},
                {10000, "100.0%"}, {-9, "0.0%"}, {-10, "-0.1%"}, {-1234, "-12.3%"}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_buf text = {0};
        said_put_share(&text, rows[i].bp);
        cr_expect(duban_slice_is(duban_buf_slice(&text), rows[i].want), "%.*s instead of %s",
                  DUBAN_SLICE_ARGS(duban_buf_slice(&text)), rows[i].want);
        duban_buf_fini(&text);
    }
}

Test(said, has_seven_lines_of_action_at_most_and_counts_the_rest)
{
    struct desk desk;
    struct said said;

    open_desk(&desk, 12);
    for (size_t i = 1; i <= 12; i++) {
        char id[8];
        (void)snprintf(id, sizeof id, "T%zu", i);
        world_percent(&desk.world, "2022-04-01", id, 1400);
    }
    issue_of(&desk, "2022-04-08");
    said_make(&desk.issue, DUBAN_EN, &desk.arena, &said);
    cr_assert_eq(said.sections[0].n, ISSUE_ACTIONS_MAX + 1);
    struct duban_slice rest = said.sections[0].lines[ISSUE_ACTIONS_MAX].head;
    cr_assert(duban_slice_has_prefix(rest, "not listed: 0 red, 5 yellow"), "%.*s",
              DUBAN_SLICE_ARGS(rest));
    close_desk(&desk);
}
