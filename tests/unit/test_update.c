/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "proto/bounds.h"
#include "proto/update.h"
#include "tests/unit/fields.h"

#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
#define TEXT(literal)                                                                              \
    {                                                                                              \
        DUBAN_GIVEN, BYTES(literal)                                                                \
    }
#define DAY(days)                                                                                  \
    {                                                                                              \
        DUBAN_GIVEN,                                                                               \
        {                                                                                          \
            (days)                                                                                 \
        }                                                                                          \
    }

static void expect(const struct duban_update *update, const char *fields)
{
    struct duban_buf out = {0};

    duban_update_encode(update, &out);
    expect_fields(duban_buf_slice(&out), fields);
    duban_buf_fini(&out);
}

Test(update, has_each_field_of_a_report_under_its_name)
{
    static struct duban_measure_value measures[] = {{{"p", 1}, true, {5, 1}, {"q", 1}},
                                                    {{"r", 1}, false, {0, 0}, {NULL, 0}}};
    struct duban_update update = {
        .type = DUBAN_PROJECT,
        .item = TEXT("g"),
        .dept = TEXT("h"),
        .row = {DUBAN_GIVEN, 12},
        .delivered_at = {DUBAN_GIVEN, {-1}},
        .as_of = DAY(0),
        .u.task = {.state = {DUBAN_GIVEN, DUBAN_STATE_DONE},
                   .percent = {DUBAN_GIVEN, {25, -2}},
                   .measures = {DUBAN_GIVEN, measures, 2},
                   .completed_on = DAY(1),
                   .forecast_finish = DAY(2),
                   .ext_to = {.is = DUBAN_NIL},
                   .note = TEXT("i"),
                   .stage = TEXT("j")},
    };

    expect(&update, "\x8e\xa1t\xa7project|item\xa1g|dept\xa1h|row\x0c|delivered_at\xff|"
                    "as_of\xaa"
                    "1970-01-01|state\xa4"
                    "done|percent\x92\x19\xfe|"
                    "measures\x82\xa1p\x92\x92\x05\x01\xa1q\xa1r\xc0|completed_on\xaa"
                    "1970-01-02|forecast_finish\xaa"
                    "1970-01-03|ext_to\xc0|note\xa1i|stage\xa1j|");
    update.type = DUBAN_TASK; /* which has no stage, and is otherwise the same */
    expect(&update, "\x8d\xa1t\xa4task|note\xa1i|");
}

Test(update, has_each_field_of_a_reading_under_its_name)
{
    const struct duban_update update = {
        .type = DUBAN_READING,
        .item = TEXT("g"),
        .u.reading = {.measure = TEXT("h"),
                      .period = {DUBAN_GIVEN, {DUBAN_PERIOD_MONTHS, 2022, 1, 2}},
                      .value = {DUBAN_GIVEN, {-13, -1}},
                      .unit = TEXT("%"),
                      .status = {DUBAN_GIVEN, DUBAN_REVISED}},
    };

    expect(&update, "\x87\xa1t\xa7reading|item\xa1g|measure\xa1h|period\xab"
                    "2022-M01/02|value\x92\xf3\xff|unit\xa1%|status\xa7revised|");
}

Test(update, has_each_field_of_an_item_under_its_name)
{
    static struct duban_slice support[] = {BYTES("p")};
    const struct duban_update update = {
        .type = DUBAN_ITEM_SET,
        .item = TEXT("g"),
        .u.item_set = {.title = TEXT("h"),
                       .lead = TEXT("i"),
                       .due = DAY(0),
                       .kind = {DUBAN_GIVEN, DUBAN_INDICATOR},
                       .area = TEXT("j"),
                       .title_en = TEXT("k"),
                       .commitment = {DUBAN_GIVEN, DUBAN_MAINTAIN},
                       .target_op = {DUBAN_GIVEN, DUBAN_LE},
                       .target = {DUBAN_GIVEN, {5, 0}},
                       .unit = TEXT("l"),
                       .baseline = {DUBAN_GIVEN, {6, 0}},
                       .cycle = {DUBAN_GIVEN, DUBAN_WEEKLY},
                       .start = DAY(1),
                       .stage = TEXT("m"),
                       .reporter = TEXT("n"),
                       .support = {DUBAN_GIVEN, support, 1},
                       .source_ref = TEXT("q"),
                       .remark = TEXT("r"),
                       .actor = TEXT("s"),
                       .reason = TEXT("t")},
    };

    expect(&update, "\xde\x00\x16\xa1t\xa8item_set|item\xa1g|title\xa1h|lead\xa1i|due\xaa"
                    "1970-01-01|kind\xa9indicator|area\xa1j|title_en\xa1k|"
                    "commitment\xa8maintain|target_op\xa2le|target\x92\x05\x00|unit\xa1l|"
                    "baseline\x92\x06\x00|cycle\xa6weekly|start\xaa"
                    "1970-01-02|stage\xa1m|reporter\xa1n|support\x91\xa1p|source_ref\xa1q|"
                    "remark\xa1r|actor\xa1s|reason\xa1t|");
}

Test(update, has_each_field_of_the_plan_under_its_name)
{
    static struct duban_slice names[] = {BYTES("p"), BYTES("q")};
    static struct duban_unit_name units[] = {{{"u", 1}, {"v", 1}, {NULL, 0}}};
    static struct duban_date days[] = {{2}, {3}, {4}};
    struct duban_update update = {
        .type = DUBAN_PLAN_SET,
        .u.plan_set = {.name = TEXT("g"),
                       .year = {DUBAN_GIVEN, 5},
                       .status = {DUBAN_GIVEN, DUBAN_ACTIVE},
                       .banner = TEXT("h"),
                       .stages = {DUBAN_GIVEN, names, 2},
                       .units = {DUBAN_GIVEN, units, 1},
                       .calendar_from = DAY(0),
                       .calendar_to = DAY(1),
                       .rest = {DUBAN_GIVEN, names, 1},
                       .off = {DUBAN_GIVEN, days, 2},
                       .work = {DUBAN_GIVEN, days + 2, 1},
                       .actor = TEXT("s"),
                       .reason = TEXT("t")},
    };

    expect(&update, "\x8e\xa1t\xa8plan_set|name\xa1g|year\x05|status\xa6"
                    "active|banner\xa1h|stages\x92\xa1p\xa1q|units\x91\x93\xa1u\xa1v\xa0|"
                    "calendar_from\xaa"
                    "1970-01-01|calendar_to\xaa"
                    "1970-01-02|rest\x91\xa1p|off\x92\xaa"
                    "1970-01-03\xaa"
                    "1970-01-04|work\x91\xaa"
                    "1970-01-05|"
                    "actor\xa1s|reason\xa1t|");
    update = (struct duban_update){
        .type = DUBAN_DECIDE,
        .item = TEXT("g"),
        .u.decide = {.decision = {DUBAN_GIVEN, DUBAN_REFUSED},
                     .new_due = DAY(0),
                     .decided_on = DAY(1),
                     .doc_no = TEXT("h"),
                     .requested_on = DAY(2),
                     .requested_due = DAY(3),
                     .actor = TEXT("s"),
                     .reason = TEXT("t")},
    };
    expect(&update, "\x8a\xa1t\xa6"
                    "decide|item\xa1g|decision\xa7refused|new_due\xaa"
                    "1970-01-01|decided_on\xaa"
                    "1970-01-02|doc_no\xa1h|requested_on\xaa"
                    "1970-01-03|requested_due\xaa"
                    "1970-01-04|actor\xa1s|reason\xa1t|");
    update = (struct duban_update){
        .type = DUBAN_SOURCE_SET,
        .u.source_set = {.source = TEXT("g"),
                         .depts = {DUBAN_GIVEN, names, 2},
                         .roles = {DUBAN_GIVEN, names, 1},
                         .connected_on = DAY(0),
                         .actor = TEXT("s"),
                         .reason = TEXT("t")},
    };
    expect(&update, "\x87\xa1t\xaasource_set|source\xa1g|depts\x92\xa1p\xa1q|roles\x91\xa1p|"
                    "connected_on\xaa"
                    "1970-01-01|actor\xa1s|reason\xa1t|");
}

Test(update, borrows_its_texts_and_tells_absent_from_nil)
{
    static const char bytes[] = "\x84\xa1t\xa4task\xa4item\xa1x\xa5state\xc0\xa4note\xa1n";
    struct duban_arena arena = {0};
    struct duban_update update;
    struct duban_verdict verdict;

    cr_assert(duban_update_decode(duban_slice_of(bytes), &arena, &update, &verdict), "%s",
              verdict.detail);
    const struct duban_task *task = &update.u.task;
    cr_assert(task->state.is == DUBAN_NIL && task->note.is == DUBAN_GIVEN);
    cr_assert_eq(task->note.v.at, bytes + sizeof bytes - 2);
    cr_assert(task->percent.is == DUBAN_ABSENT && task->completed_on.is == DUBAN_ABSENT &&
              task->ext_to.is == DUBAN_ABSENT && update.dept.is == DUBAN_ABSENT &&
              update.row.is == DUBAN_ABSENT && update.delivered_at.is == DUBAN_ABSENT);
    duban_arena_fini(&arena);
}

Test(update, that_is_refused_says_why)
{
    static const struct {
        const char *when;
        struct duban_slice bytes;
        enum duban_answer want;
        const char *detail;
    } rows[] = {
        {"nothing", BYTES(""), DUBAN_ANSWER_E_DECODE, "B3 a value that is cut"},
        {"no map", BYTES("\x90"), DUBAN_ANSWER_E_DECODE, "no map"},
        {"no type", BYTES("\x80"), DUBAN_ANSWER_E_FIELD, "t: none of its words"},
        {"must is asked before the fields", BYTES("\x82\xa1t\xa4task\xa4must\x91\xa3new"),
         DUBAN_ANSWER_E_VERSION, "new"},
        {"a must that is no list of texts", BYTES("\x82\xa1t\xa4task\xa4must\x91\x01"),
         DUBAN_ANSWER_E_FIELD, "must: no str"},
        {"no item", BYTES("\x81\xa1t\xa4task"), DUBAN_ANSWER_E_FIELD, "item: missing"},
        {"an item without a name", BYTES("\x82\xa1t\xa4task\xa4item\xa0"), DUBAN_ANSWER_E_FIELD,
         "item: empty"},
        {"an item that is nil", BYTES("\x82\xa1t\xa4task\xa4item\xc0"), DUBAN_ANSWER_E_FIELD,
         "item: nil"},
        {"a source without a name", BYTES("\x82\xa1t\xaasource_set\xa6source\xa0"),
         DUBAN_ANSWER_E_FIELD, "source: empty"},
        {"measures that are no map", BYTES("\x82\xa1t\xa4task\xa8measures\x90"),
         DUBAN_ANSWER_E_FIELD, "measures: no map"},
        {"a measure without a name", BYTES("\x82\xa1t\xa4task\xa8measures\x81\xa0\xc0"),
         DUBAN_ANSWER_E_FIELD, "measures: empty"},
        {"a measure that is no pair", BYTES("\x82\xa1t\xa4task\xa8measures\x81\xa1x\x05"),
         DUBAN_ANSWER_E_FIELD, "measures: no [decimal, unit]"},
        {"names of a unit that are no three", BYTES("\x82\xa1t\xa8plan_set\xa5units\x91\x91\xa1x"),
         DUBAN_ANSWER_E_FIELD, "units: no [code, zh, en]"},
    };
    struct duban_arena arena = {0};
    struct duban_update update = {.type = DUBAN_SOURCE_SET};
    struct duban_verdict verdict;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_not(duban_update_decode(rows[i].bytes, &arena, &update, &verdict), "%s",
                      rows[i].when);
        cr_assert_eq(verdict.answer, rows[i].want, "%s", rows[i].when);
        cr_assert_str_eq(verdict.detail, rows[i].detail, "%s: %s", rows[i].when, verdict.detail);
    }
    cr_assert(update.type == DUBAN_SOURCE_SET && update.item.is == DUBAN_ABSENT, "untouched");
    duban_arena_fini(&arena);
}

/* Encodes and decodes. Returns whether it was taken; if not, the detail of E_FIELD begins with field. */
static bool is_taken(const struct duban_update *update, const char *field)
{
    struct duban_arena arena = {0};
    struct duban_buf out = {0};
    struct duban_update again;
    struct duban_verdict verdict;

    duban_update_encode(update, &out);
    bool is_read = duban_update_decode(duban_buf_slice(&out), &arena, &again, &verdict);
    if (!is_read) {
        cr_assert_eq(verdict.answer, DUBAN_ANSWER_E_FIELD);
        cr_assert(duban_slice_has_prefix(duban_slice_of(verdict.detail), field), "%s",
                  verdict.detail);
    }
    duban_buf_fini(&out);
    duban_arena_fini(&arena);
    return is_read;
}

Test(update, holds_a_percent_to_0_and_100)
{
    static const struct {
        const char *when;
        struct duban_decimal percent;
        bool want;
    } rows[] = {
        {"-0.1", {-1, -1}, false}, {"0", {0, 0}, true},       {"0.1", {1, -1}, true},
        {"99.9", {999, -1}, true}, {"100", {1000, -1}, true}, {"100.1", {1001, -1}, false},
    };
    struct duban_update update = {.type = DUBAN_TASK, .item = {DUBAN_GIVEN, {"x", 1}}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        update.u.task.percent = (struct duban_opt_decimal){DUBAN_GIVEN, rows[i].percent};
        cr_assert_eq(is_taken(&update, "percent"), rows[i].want, "%s", rows[i].when);
    }
}

Test(update, holds_a_year_to_those_that_have_days)
{
    static const struct {
        uint64_t year;
        bool want;
    } rows[] = {
        {1899, false}, {1900, true}, {2199, true}, {2200, false}, {UINT64_MAX, false},
    };
    static const struct duban_opt_text text = {DUBAN_GIVEN, {"x", 1}};
    struct duban_update update = {.type = DUBAN_PLAN_SET,
                                  .u.plan_set = {.actor = text, .reason = text}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        update.u.plan_set.year = (struct duban_opt_u64){DUBAN_GIVEN, rows[i].year};
        cr_assert_eq(is_taken(&update, "year"), rows[i].want, "%llu",
                     (unsigned long long)rows[i].year);
    }
}

/* A calendar, in days since 1970-01-01. */
Test(update, holds_the_days_of_a_calendar_against_each_other)
{
    static const struct {
        const char *when;
        int from, to; /* -1: absent */
        struct duban_date off[3], work[3];
        size_t n_off, n_work;
        const char *field; /* that is wrong; NULL: none */
    } rows[] = {
        {"nothing but what is covered", 0, 9, {{0}}, {{0}}, 0, 0, NULL},
        {"one day is covered, and off", 5, 5, {{5}}, {{0}}, 1, 0, NULL},
        {"no day is covered", 5, 4, {{0}}, {{0}}, 0, 0, "calendar_to: before calendar_from"},
        {"no first day", -1, 9, {{0}}, {{0}}, 0, 0, "calendar_from: missing"},
        {"no last day", 0, -1, {{0}}, {{0}}, 0, 0, "calendar_to: missing"},
        {"days off alone", -1, -1, {{0}}, {{0}}, 1, 0, "calendar_from: missing"},
        {"days worked alone", -1, -1, {{0}}, {{0}}, 0, 1, "calendar_from: missing"},
        {"the first and the last", 0, 9, {{0}, {9}}, {{1}, {8}}, 2, 2, NULL},
        {"the day before the first", 1, 9, {{0}}, {{0}}, 1, 0, "off: 1970-01-01 is not covered"},
        {"the day after the last",
         0,
         9,
         {{0}},
         {{3}, {10}},
         1,
         2,
         "work: 1970-01-11 is not covered"},
        {"a day off twice", 0, 9, {{3}, {3}}, {{0}}, 2, 0, "off: 1970-01-04 does not ascend"},
        {"a day before another",
         0,
         9,
         {{0}},
         {{4}, {5}, {3}},
         0,
         3,
         "work: 1970-01-04 does not ascend"},
        {"days in turn", 0, 9, {{0}, {2}, {4}}, {{1}, {3}, {5}}, 3, 3, NULL},
        {"a first day that is both", 0, 9, {{0}, {2}}, {{0}}, 2, 1, "work: 1970-01-01 is also off"},
        {"a last day that is both",
         0,
         9,
         {{0}, {2}, {9}},
         {{3}, {9}},
         3,
         2,
         "work: 1970-01-10 is also off"},
    };
    static const struct duban_opt_text text = {DUBAN_GIVEN, {"x", 1}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_date off[3], work[3];
        struct duban_update update = {.type = DUBAN_PLAN_SET,
                                      .u.plan_set = {.actor = text, .reason = text}};
        struct duban_plan_set *set = &update.u.plan_set;
        memcpy(off, rows[i].off, sizeof off);
        memcpy(work, rows[i].work, sizeof work);
        if (rows[i].from >= 0)
            set->calendar_from = (struct duban_opt_date){DUBAN_GIVEN, {rows[i].from}};
        if (rows[i].to >= 0)
            set->calendar_to = (struct duban_opt_date){DUBAN_GIVEN, {rows[i].to}};
        if (rows[i].n_off > 0)
            set->off = (struct duban_opt_dates){DUBAN_GIVEN, off, rows[i].n_off};
        if (rows[i].n_work > 0)
            set->work = (struct duban_opt_dates){DUBAN_GIVEN, work, rows[i].n_work};
        cr_assert_eq(is_taken(&update, rows[i].field == NULL ? "" : rows[i].field),
                     rows[i].field == NULL, "%s", rows[i].when);
    }
}

/* Six of the seven days of the week are the most that can be listed. */
Test(update, leaves_a_day_of_the_week_to_work_on)
{
    static const struct duban_opt_text text = {DUBAN_GIVEN, {"x", 1}};
    struct duban_slice days[DUBAN_N_WEEKDAYS];
    struct duban_update update = {.type = DUBAN_PLAN_SET,
                                  .u.plan_set = {.calendar_from = DAY(0),
                                                 .calendar_to = DAY(9),
                                                 .rest = {DUBAN_GIVEN, days, 0},
                                                 .actor = text,
                                                 .reason = text}};

    for (size_t i = 0; i < DUBAN_N_WEEKDAYS; i++)
        days[i] = duban_slice_of(duban_weekday_words[i]);
    for (size_t n = 0; n <= DUBAN_N_WEEKDAYS; n++) {
        update.u.plan_set.rest.n = n;
        cr_assert_eq(is_taken(&update, "rest: too many"), n < DUBAN_N_WEEKDAYS, "%zu", n);
    }
    days[0] = duban_slice_of("Sunday");
    update.u.plan_set.rest.n = 1;
    cr_assert_not(is_taken(&update, "rest: none of its words"));
    update.u.plan_set.rest = (struct duban_opt_texts){DUBAN_GIVEN, days + 1, 1};
    update.u.plan_set.calendar_from.is = update.u.plan_set.calendar_to.is = DUBAN_ABSENT;
    cr_assert_not(is_taken(&update, "calendar_from: missing"), "days of the week alone");
}

Test(update, has_a_new_deadline_only_where_one_was_approved)
{
    static const struct {
        const char *when;
        enum duban_decision decision;
        enum duban_presence new_due;
        bool want;
    } rows[] = {
        {"approved, and until when", DUBAN_APPROVED, DUBAN_GIVEN, true},
        {"approved, and nobody knows until when", DUBAN_APPROVED, DUBAN_ABSENT, false},
        {"refused", DUBAN_REFUSED, DUBAN_ABSENT, true},
        {"refused, and until when", DUBAN_REFUSED, DUBAN_GIVEN, false},
    };
    static const struct duban_opt_text text = {DUBAN_GIVEN, {"x", 1}};
    struct duban_update update = {.type = DUBAN_DECIDE, .item = text};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        update.u.decide = (struct duban_decide){.decision = {DUBAN_GIVEN, (int)rows[i].decision},
                                                .new_due = {rows[i].new_due, {100}},
                                                .decided_on = {DUBAN_GIVEN, {90}},
                                                .doc_no = text,
                                                .actor = text,
                                                .reason = text};
        cr_assert_eq(is_taken(&update, "new_due"), rows[i].want, "%s", rows[i].when);
    }
}

Test(update, has_bounded_lists)
{
    enum { MOST = DUBAN_DEPTS_MAX + 1 };
    static const struct duban_opt_text text = {DUBAN_GIVEN, {"x", 1}};
    static struct duban_slice names[MOST];
    static struct duban_unit_name units[MOST];
    static struct duban_measure_value measures[DUBAN_MEASURES_MAX + 1];
    static char letters[MOST];
    static struct duban_date days[DUBAN_PLAN_DAYS_MAX + 1];
    struct duban_update task = {.type = DUBAN_TASK, .item = text};
    struct duban_update plan = {.type = DUBAN_PLAN_SET,
                                .u.plan_set = {.actor = text, .reason = text}};
    struct duban_update calendar = {.type = DUBAN_PLAN_SET,
                                    .u.plan_set = {.calendar_from = DAY(0),
                                                   .calendar_to = DAY(DUBAN_PLAN_DAYS_MAX),
                                                   .actor = text,
                                                   .reason = text}};
    struct duban_update item = {
        .type = DUBAN_ITEM_SET,
        .item = text,
        .u.item_set = {
            .title = text, .lead = text, .due.is = DUBAN_GIVEN, .actor = text, .reason = text}};

    for (size_t i = 0; i < MOST; i++) {
        letters[i] = (char)('A' + i % 50);
        names[i] = units[i].code = (struct duban_slice){&letters[i], 1};
        if (i <= DUBAN_MEASURES_MAX)
            measures[i].measure = names[i];
    }
    for (int i = 0; i <= DUBAN_PLAN_DAYS_MAX; i++)
        days[i].days = i;
    for (size_t n = 0; n <= 1; n++) { /* as many as may be, and one more */
        task.u.task.measures =
            (struct duban_opt_measures){DUBAN_GIVEN, measures, DUBAN_MEASURES_MAX + n};
        cr_assert_eq(is_taken(&task, "measures: too many"), n == 0);
        item.u.item_set.support =
            (struct duban_opt_texts){DUBAN_GIVEN, names, DUBAN_SUPPORT_MAX + n};
        cr_assert_eq(is_taken(&item, "support: too many"), n == 0);
        plan.u.plan_set.stages = (struct duban_opt_texts){DUBAN_GIVEN, names, DUBAN_STAGES_MAX + n};
        cr_assert_eq(is_taken(&plan, "stages: too many"), n == 0);
        plan.u.plan_set.stages.is = DUBAN_ABSENT;
        plan.u.plan_set.units =
            (struct duban_opt_unit_names){DUBAN_GIVEN, units, DUBAN_DEPTS_MAX + n};
        cr_assert_eq(is_taken(&plan, "units: too many"), n == 0);
        plan.u.plan_set.units.is = DUBAN_ABSENT;
        calendar.u.plan_set.off =
            (struct duban_opt_dates){DUBAN_GIVEN, days, DUBAN_PLAN_DAYS_MAX + n};
        cr_assert_eq(is_taken(&calendar, "off: too many"), n == 0);
        calendar.u.plan_set.work = calendar.u.plan_set.off;
        calendar.u.plan_set.off.is = DUBAN_ABSENT;
        cr_assert_eq(is_taken(&calendar, "work: too many"), n == 0);
        calendar.u.plan_set.work.is = DUBAN_ABSENT;
    }
}

Test(update, ends_at_61440_bytes)
{
    /* A task with an unknown key, under which a bin fills it up. */
    static const struct duban_slice head = BYTES("\x83\xa1t\xa4task\xa4item\xa1x\xa1"
                                                 "z\xc5");
    static const struct {
        const char *when;
        size_t n;
        bool want;
    } rows[] = {
        {"one byte less", DUBAN_UPDATE_MAX - 1, true},
        {"as long as may be", DUBAN_UPDATE_MAX, true},
        {"one byte too long", DUBAN_UPDATE_MAX + 1, false},
    };
    static char bytes[DUBAN_UPDATE_MAX + 1];
    struct duban_arena arena = {0};
    struct duban_update update;
    struct duban_verdict verdict;

    memcpy(bytes, head.at, head.len);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t n = rows[i].n - head.len - 2;
        bytes[head.len] = (char)(n >> 8);
        bytes[head.len + 1] = (char)n;
        bool is_read =
            duban_update_decode((struct duban_slice){bytes, rows[i].n}, &arena, &update, &verdict);
        cr_assert_eq(is_read, rows[i].want, "%s", rows[i].when);
    }
    cr_assert_eq(verdict.answer, DUBAN_ANSWER_E_TOO_LARGE);
    cr_assert_neq(strstr(verdict.detail, "61441"), NULL, "%s", verdict.detail);
    duban_arena_fini(&arena);
}
