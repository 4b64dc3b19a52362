/* SPDX-License-Identifier: MIT */
#include "lib/rules/expected.h"
#include "tests/unit/notices.h"

/* A target of 100 个 over the whole of 2022. */
static struct duban_promise promise(void)
{
    return (struct duban_promise){.target_op = DUBAN_GE,
                                  .unit = duban_slice_of("个"),
                                  .target = {DUBAN_GIVEN, {100, 0}},
                                  .start = on("2022-01-01"),
                                  .due = on("2022-12-31")};
}

Test(expected, grows_with_the_working_days)
{
    static const struct {
        const char *day;
        int32_t want;
    } rows[] = {
        {"2021-12-31", 0},    {"2022-01-03", 0},     {"2022-01-04", 40},    {"2022-01-31", 843},
        {"2022-02-28", 1486}, {"2022-03-31", 2410},  {"2022-04-30", 3253},  {"2022-05-31", 4056},
        {"2022-06-30", 4900}, {"2022-07-31", 5743},  {"2022-08-31", 6667},  {"2022-09-30", 7510},
        {"2022-10-07", 7510}, {"2022-10-10", 7631},  {"2022-10-31", 8233},  {"2022-11-30", 9116},
        {"2022-12-29", 9960}, {"2022-12-30", 10000}, {"2022-12-31", 10000}, {"2023-02-01", 10000},
    };
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);
    struct duban_promise plan = promise();

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_opt_share share = duban_expected(&plan, plan.due, calendar, on(rows[i].day));
        cr_assert(share.is_known);
        cr_assert_eq(share.bp, rows[i].want, "%s: %d", rows[i].day, (int)share.bp);
    }
}

Test(expected, follows_start_and_end)
{
    static const struct {
        const char *when, *start, *end, *day;
        int32_t want;
    } rows[] = {
        {"half of ten days", "2022-03-07", "2022-03-18", "2022-03-11", 5000},
        {"a third is rounded down", "2022-03-07", "2022-03-09", "2022-03-07", 3333},
        {"two thirds are rounded up", "2022-03-07", "2022-03-09", "2022-03-08", 6667},
        {"one day", "2022-03-07", "2022-03-07", "2022-03-07", 10000},
        {"a week-end, before its end", "2022-03-05", "2022-03-06", "2022-03-05", 0},
        {"a week-end, at its end", "2022-03-05", "2022-03-06", "2022-03-06", 10000},
        {"an end before the start", "2022-03-09", "2022-03-07", "2022-03-06", 0},
        {"an end before the start, passed", "2022-03-09", "2022-03-07", "2022-03-07", 10000},
        {"a make-up Sunday counts", "2022-10-08", "2022-10-10", "2022-10-09", 6667},
    };
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);
    struct duban_promise plan = promise();

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        plan.start = on(rows[i].start);
        int32_t bp = duban_expected(&plan, on(rows[i].end), calendar, on(rows[i].day)).bp;
        cr_assert_eq(bp, rows[i].want, "%s: %d", rows[i].when, (int)bp);
    }
}

Test(expected, has_a_basis_by_the_kind_of_promise)
{
    static const struct {
        const char *when;
        enum duban_target_op op;
        const char *unit;
        enum duban_presence target;
        enum duban_commitment commitment;
        enum duban_basis want;
    } rows[] = {
        {"a count", DUBAN_EQ, "个", DUBAN_GIVEN, DUBAN_HARD, DUBAN_BASIS_VALUE},
        {"an area", DUBAN_GE, "万平方米", DUBAN_GIVEN, DUBAN_PROGRESS, DUBAN_BASIS_VALUE},
        {"money", DUBAN_APPROX, "亿元", DUBAN_GIVEN, DUBAN_HARD, DUBAN_BASIS_VALUE},
        {"a figure without a unit", DUBAN_EQ, "", DUBAN_GIVEN, DUBAN_HARD, DUBAN_BASIS_VALUE},
        {"a rate", DUBAN_APPROX, "%", DUBAN_GIVEN, DUBAN_MAINTAIN, DUBAN_BASIS_NONE},
        {"a share", DUBAN_GE, "%", DUBAN_GIVEN, DUBAN_HARD, DUBAN_BASIS_NONE},
        {"a cap", DUBAN_LE, "微克/立方米", DUBAN_GIVEN, DUBAN_MAINTAIN, DUBAN_BASIS_NONE},
        {"in step with another", DUBAN_SYNC, "", DUBAN_ABSENT, DUBAN_MAINTAIN, DUBAN_BASIS_NONE},
        {"done or not", DUBAN_IS_DONE, "", DUBAN_ABSENT, DUBAN_EFFORT, DUBAN_BASIS_PERCENT},
        {"started or not", DUBAN_IS_STARTED, "", DUBAN_ABSENT, DUBAN_STAGE, DUBAN_BASIS_PERCENT},
        {"hard without a figure", DUBAN_GE, "个", DUBAN_NIL, DUBAN_HARD, DUBAN_BASIS_PERCENT},
        {"not hard, without a figure", DUBAN_GE, "个", DUBAN_ABSENT, DUBAN_PROGRESS,
         DUBAN_BASIS_NONE},
        {"no target", DUBAN_NO_TARGET, "公里", DUBAN_GIVEN, DUBAN_HARD, DUBAN_BASIS_NONE},
    };
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_item item = {.percent = {DUBAN_GIVEN, {50, 0}},
                                  .value = {DUBAN_GIVEN, {70, 0}}};
        item.plan = promise();
        item.plan.target_op = rows[i].op;
        item.plan.unit = duban_slice_of(rows[i].unit);
        item.plan.target.is = rows[i].target;
        item.plan.commitment = rows[i].commitment;
        cr_assert_eq(duban_basis_of(&item.plan), rows[i].want, "%s", rows[i].when);
        struct duban_opt_share actual = duban_actual(&item, &duban_preset_default);
        cr_assert_eq(actual.is_known, rows[i].want != DUBAN_BASIS_NONE, "%s", rows[i].when);
        cr_assert_eq(actual.bp,
                     rows[i].want == DUBAN_BASIS_VALUE     ? 7000
                     : rows[i].want == DUBAN_BASIS_PERCENT ? 5000
                                                           : 0,
                     "%s", rows[i].when);
        cr_assert_eq(duban_expected(&item.plan, item.plan.due, calendar, on("2022-06-30")).is_known,
                     rows[i].want != DUBAN_BASIS_NONE, "%s", rows[i].when);
    }
}

Test(share, is_rounded_down_and_exact)
{
    static const struct {
        const char *when;
        struct duban_decimal value, whole;
        bool is_known;
        int32_t want;
    } rows[] = {
        {"a half", {175, 0}, {350, 0}, true, 5000},
        {"120 of 350", {120, 0}, {350, 0}, true, 3428},
        {"not quite all", {999999, 0}, {1000000, 0}, true, 9999},
        {"all, written otherwise", {12030, -2}, {1203, -1}, true, 10000},
        {"more than all", {15, -1}, {1, 0}, true, 15000},
        {"no more than a hundred times all", {1, 10}, {1, 0}, true, DUBAN_SHARE_MAX_BP},
        {"a share of 18 digits", {333333333333333333, 0}, {999999999999999999, 0}, true, 3333},
        {"the largest numbers", {INT64_MAX, 0}, {INT64_MAX, 0}, true, 10000},
        {"the largest but one", {INT64_MAX - 1, 0}, {INT64_MAX, 0}, true, 9999},
        {"36 places apart", {1, 18}, {1, -18}, true, DUBAN_SHARE_MAX_BP},
        {"36 places the other way", {1, -18}, {1, 18}, true, 0},
        {"a hundredth of a percent", {1, 0}, {1, 4}, true, 1},
        {"less than that", {9999, 0}, {1, 8}, true, 0},
        {"nothing", {0, 0}, {5, 0}, true, 0},
        {"less than nothing", {-5, 0}, {5, 0}, true, 0},
        {"of nothing", {5, 0}, {0, 0}, false, 0},
        {"of less than nothing", {5, 0}, {-5, 0}, false, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_opt_share share = duban_share(rows[i].value, rows[i].whole);
        cr_assert_eq(share.is_known, rows[i].is_known, "%s", rows[i].when);
        cr_assert_eq(share.bp, rows[i].want, "%s: %d", rows[i].when, (int)share.bp);
    }
}

Test(actual, follows_the_state_too)
{
    static const struct {
        const char *when;
        int state; /* -1: not said */
        enum duban_presence percent;
        int64_t hundredths;
        bool is_known;
        int32_t want;
    } rows[] = {
        {"a percent", DUBAN_STATE_WORKING, DUBAN_GIVEN, 6325, true, 6325},
        {"no percent", DUBAN_STATE_WORKING, DUBAN_NIL, 0, false, 0},
        {"nothing said", -1, DUBAN_ABSENT, 0, false, 0},
        {"not started", DUBAN_STATE_NOT_STARTED, DUBAN_ABSENT, 0, true, 0},
        {"not started, and a percent", DUBAN_STATE_NOT_STARTED, DUBAN_GIVEN, 300, true, 300},
        {"basically done, below the cap", DUBAN_STATE_BASICALLY_DONE, DUBAN_GIVEN, 9499, true,
         9499},
        {"basically done, above the cap", DUBAN_STATE_BASICALLY_DONE, DUBAN_GIVEN, 10000, true,
         9500},
        {"basically done, no percent", DUBAN_STATE_BASICALLY_DONE, DUBAN_NIL, 0, false, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_item item = {.percent = {rows[i].percent, {rows[i].hundredths, -2}}};
        item.plan.target_op = DUBAN_IS_DONE;
        if (rows[i].state >= 0)
            item.state = (struct duban_opt_word){DUBAN_GIVEN, rows[i].state};
        struct duban_opt_share actual = duban_actual(&item, &duban_preset_default);
        cr_assert_eq(actual.is_known, rows[i].is_known, "%s", rows[i].when);
        cr_assert_eq(actual.bp, rows[i].want, "%s: %d", rows[i].when, (int)actual.bp);
    }
}

Test(units, are_counted_where_the_target_is_small)
{
    static const struct {
        const char *when, *unit;
        struct duban_decimal target;
        bool want;
    } rows[] = {
        {"one", "个", {1, 0}, true},
        {"five", "家", {5, 0}, true},
        {"five, with a place", "家", {50, -1}, true},
        {"six", "家", {6, 0}, false},
        {"no whole number", "家", {25, -1}, false},
        {"none", "家", {0, 0}, false},
        {"ten thousands", "万人", {2, 0}, false},
        {"money", "亿元", {2, 0}, false},
        {"an area", "公顷", {3, 0}, false},
        {"a share", "%", {5, 0}, false},
        {"a large number", "个", {5, 18}, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_promise plan = promise();
        plan.unit = duban_slice_of(rows[i].unit);
        plan.target.v = rows[i].target;
        cr_assert_eq(duban_is_small(&plan, &duban_preset_default), rows[i].want, "%s",
                     rows[i].when);
    }
}

Test(units, are_rounded_down)
{
    static const struct {
        const char *day;
        struct duban_decimal value;
        int expected, actual;
    } rows[] = {
        {"2022-01-01", {0, 0}, 0, 0},   {"2022-03-15", {9, -1}, 0, 0}, /* 48 of 249 days: 0.96 */
        {"2022-03-17", {1, 0}, 1, 1},                                  /* 50 of 249 days */
        {"2022-12-29", {49, -1}, 4, 4}, {"2022-12-30", {7, 0}, 5, 7},
        {"2022-12-30", {-1, 0}, 5, 0},  {"2022-12-30", {1, 18}, 5, 1000000},
    };
    struct notices notices;
    const struct duban_calendar *calendar = read_notices(&notices);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_item item = {.value = {DUBAN_GIVEN, rows[i].value}};
        item.plan = promise();
        item.plan.target.v = (struct duban_decimal){5, 0};
        struct duban_units units = duban_units(&item, item.plan.due, calendar, on(rows[i].day));
        cr_assert_eq(units.expected, rows[i].expected, "%s: %d", rows[i].day, units.expected);
        cr_assert_eq(units.actual, rows[i].actual, "%s: %d", rows[i].day, units.actual);
        cr_assert_eq(units.target, 5);
    }
}
