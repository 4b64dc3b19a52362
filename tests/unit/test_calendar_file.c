/* SPDX-License-Identifier: MIT */
#include "ctl/calendar_file.h"
#include "lib/model/plan_calendar.h"
#include "tests/unit/folder.h"
#include "tests/unit/notices.h"

#define HEAD      "covered_from: 2022-01-01\ncovered_to: 2022-12-31\n"
#define LINES(of) "c:3:" of

/* A file that is read, with all that it needs. */
struct reading {
    struct duban_arena arena;
    struct duban_buf faults;
    struct duban_conf conf;
    struct duban_plan_set set;
};

static void read_file(struct reading *reading, const char *path, enum duban_lang lang)
{
    struct duban_err err = {0};

    *reading = (struct reading){
        .conf = {.path = path, .lang = lang, .arena = &reading->arena, .faults = &reading->faults}};
    cr_assert_eq(calendar_file_read(&reading->conf, &reading->set, &err), DUBAN_OK, "%s", err.text);
    duban_buf_put(&reading->faults, (struct duban_slice){"", 1}); /* NUL */
}

static void read_text(struct reading *reading, const char *text, enum duban_lang lang)
{
    write_bytes("c", text, strlen(text));
    read_file(reading, "c", lang);
}

static void forget(struct reading *reading)
{
    duban_buf_fini(&reading->faults);
    duban_arena_fini(&reading->arena);
}

static void put_dates(struct duban_buf *out, const struct duban_opt_dates *dates)
{
    char day[DUBAN_DATE_BYTES];

    for (size_t i = 0; i < dates->n; i++)
        duban_buf_printf(out, "%s%s", i == 0 ? "" : " ", duban_date_print(dates->at[i], day) + 5);
    duban_buf_puts(out, "|");
}

/* The rules' calendar borrows that of the plan. */
static struct duban_calendar borrow(const struct duban_plan_calendar *plan)
{
    struct duban_calendar calendar = {
        .off = plan->off,
        .n_off = plan->n_off,
        .work = plan->work,
        .n_work = plan->n_work,
        .first_covered = plan->first_covered,
        .last_covered = plan->last_covered,
    };

    memcpy(calendar.rests, plan->rests, sizeof calendar.rests);
    return calendar;
}

Test(calendar_file, of_the_example_says_what_the_notices_say)
{
    struct reading reading;
    struct notices notices;
    struct duban_err err = {0};
    const struct duban_calendar *want = read_notices(&notices);

    read_file(&reading, "examples/luohu-2022/calendar.yaml", DUBAN_EN);
    cr_assert_str_eq(reading.faults.at, "");
    struct duban_plan_calendar plan = duban_plan_calendar_of(&reading.set);
    struct duban_calendar calendar = borrow(&plan);
    cr_assert_eq(duban_calendar_check(&calendar, &err), DUBAN_OK, "%s", err.text);
    cr_assert_eq(duban_calendar_count(&calendar, on("2021-12-31"), on("2022-12-31")), 249);
    cr_assert_eq(duban_calendar_count(&calendar, on("2022-12-31"), on("2023-12-31")), 249);
    for (struct duban_date day = on("2021-12-01"); day.days <= on("2024-01-31").days; day.days++) {
        cr_assert_eq(duban_calendar_is_working(&calendar, day),
                     duban_calendar_is_working(want, day), "%d", (int)day.days);
        cr_assert_eq(duban_calendar_covers(&calendar, day), duban_calendar_covers(want, day), "%d",
                     (int)day.days);
    }
    forget(&reading);
}

Test(calendar_file, that_is_not_there_leaves_the_weekend_to_the_rules)
{
    struct duban_plan_calendar plan = duban_plan_calendar_default();
    struct duban_calendar calendar = borrow(&plan);
    struct duban_err err = {0};

    cr_assert_eq(duban_calendar_check(&calendar, &err), DUBAN_OK, "%s", err.text);
    cr_assert_eq(duban_calendar_count(&calendar, on("2021-12-31"), on("2022-12-31")), 260);
    cr_assert_not(duban_calendar_covers(&calendar, on("1970-01-01")));
    cr_assert_not(duban_calendar_covers(&calendar, on("1970-01-02")));
}

Test(calendar_file, takes_days_as_people_write_them)
{
    static const struct {
        const char *when, *text, *want; /* off|work|days of the week */
    } rows[] = {
        {"nothing but what is covered", "", "||saturday sunday"},
        {"a day", "off: 2022-04-05\n", "04-05||saturday sunday"},
        {"a range", "off: [2022-01-01..2022-01-03]\n", "01-01 01-02 01-03||saturday sunday"},
        {"a range of one day", "work: [2022-01-29..2022-01-29]\n", "|01-29|saturday sunday"},
        {"days in any order", "off: [2022-10-01, 2022-01-03, 2022-05-01..2022-05-02]\n",
         "01-03 05-01 05-02 10-01||saturday sunday"},
        {"days in other spellings", "off: [2022年5月1日 .. 2022.5.2, 20220601]\nwork: 2022/4/24\n",
         "05-01 05-02 06-01|04-24|saturday sunday"},
        {"the first day and the last", "off: [2022-01-01]\nwork: [2022-12-31]\n",
         "01-01|12-31|saturday sunday"},
        {"another weekend", "rest: [saturday, friday]\n", "||friday saturday"},
        {"one day of rest, twice", "rest: [sunday, sunday]\n", "||sunday"},
        {"one day of rest alone", "rest: saturday\n", "||saturday"},
        {"no day of rest", "rest: []\n", "||"},
    };
    char folder[32];
    char text[256];

    enter(folder);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct reading reading;
        struct duban_buf got = {0};
        (void)snprintf(text, sizeof text, HEAD "%s", rows[i].text);
        read_text(&reading, text, DUBAN_EN);
        cr_assert_str_eq(reading.faults.at, "", "%s: %s", rows[i].when, reading.faults.at);
        put_dates(&got, &reading.set.off);
        put_dates(&got, &reading.set.work);
        for (size_t k = 0; k < reading.set.rest.n; k++)
            duban_buf_printf(&got, "%s%.*s", k == 0 ? "" : " ",
                             DUBAN_SLICE_ARGS(reading.set.rest.at[k]));
        cr_assert(duban_slice_is(duban_buf_slice(&got), rows[i].want), "%s: %.*s", rows[i].when,
                  DUBAN_SLICE_ARGS(duban_buf_slice(&got)));
        duban_buf_fini(&got);
        forget(&reading);
    }
    leave(folder);
}

struct story {
    const char *when, *text, *want;
};

static void tell(const struct story *stories, size_t n, enum duban_lang lang)
{
    char folder[32];

    enter(folder);
    for (size_t i = 0; i < n; i++) {
        struct reading reading;
        read_text(&reading, stories[i].text, lang);
        cr_assert_str_eq(reading.faults.at, stories[i].want, "%s:\n%s", stories[i].when,
                         reading.faults.at);
        cr_assert_gt(reading.conf.n_faults, 0, "%s", stories[i].when);
        cr_assert_eq(reading.set.calendar_from.is, DUBAN_ABSENT, "%s: untouched", stories[i].when);
        forget(&reading);
    }
    leave(folder);
}

Test(calendar_file, is_told_every_fault_with_its_place)
{
    static const struct story stories[] = {
        {"nothing is covered", "off: 2022-01-01\n",
         "c:1:1: \"covered_from\" is missing in the section that begins here; add it\n"
         "c:1:1: \"covered_to\" is missing in the section that begins here; add it\n"},
        {"an unknown key", HEAD "offf: 2022-01-01\n",
         LINES("1: there is no key \"offf\" here; did you mean \"off\"?\n")},
        {"a day covered that is none", "covered_from: 2022-01-01\ncovered_to: 2022-02-29\n",
         "c:2:13: \"covered_to\" takes a day such as 2022-12-31, not \"2022-02-29\"\n"},
        {"an end before its beginning", "covered_from: 2022-01-02\ncovered_to: 2022-01-01\n",
         "c:2:13: \"covered_from..covered_to\" ends before it begins; exchange the two days\n"},
        {"no days",
         HEAD "off: [soon, 2022-02-30, 2022-01-01.., ..2022-01-01, 2022-01-01...2022-01-"
              "03]\n",
         LINES("7: \"off\" takes days such as 2022-10-01 and ranges such as "
               "2022-10-01..2022-10-07, not \"soon\"\n")
             LINES("13: \"off\" takes days such as 2022-10-01 and ranges such as "
                   "2022-10-01..2022-10-07, not \"2022-02-30\"\n")
                 LINES("25: \"off\" takes days such as 2022-10-01 and ranges such as "
                       "2022-10-01..2022-10-07, not \"2022-01-01..\"\n")
                     LINES("39: \"off\" takes days such as 2022-10-01 and ranges such as "
                           "2022-10-01..2022-10-07, not \"..2022-01-01\"\n")
                         LINES("53: \"off\" takes days such as 2022-10-01 and ranges such as "
                               "2022-10-01..2022-10-07, not \"2022-01-01...2022-01-03\"\n")},
        {"a range backwards", HEAD "off: 2022-01-03..2022-01-01\n",
         LINES("6: \"2022-01-03..2022-01-01\" ends before it begins; exchange the two days\n")},
        {"days that are not covered", HEAD "work: [2021-12-31, 2022-12-31..2023-01-01]\n",
         LINES("8: \"2021-12-31\" lies outside covered_from to covered_to (2022-01-01 to "
               "2022-12-31); correct the day, or these two\n")
             LINES("20: \"2022-12-31..2023-01-01\" lies outside covered_from to covered_to "
                   "(2022-01-01 to 2022-12-31); correct the day, or these two\n")},
        {"a day twice", HEAD "off: [2022-05-02, 2022-05-01..2022-05-03]\n",
         LINES("19: \"2022-05-02\" stands in line 3 already; remove one of them\n")},
        {"a range that is off and worked, told once",
         HEAD "off:\n- 2022-05-01..2022-05-03\nwork:\n- 2022-05-02..2022-05-04\n- 2022-05-01\n",
         "c:6:3: \"2022-05-02\" stands in line 4 already; remove one of them\n"
         "c:7:3: \"2022-05-01\" stands in line 4 already; remove one of them\n"},
        {"words that are no days of the week", HEAD "rest: [sunday, Monday]\n",
         LINES("16: \"rest\" cannot be \"Monday\"; it is one of: monday, tuesday, wednesday, "
               "thursday, friday, saturday, sunday\n")},
        {"no day to work on",
         HEAD "rest: [sunday, monday, tuesday, wednesday, thursday, friday, saturday]\n",
         LINES("8: \"rest\" lists every day of the week; leave one to work on\n")},
        {"more days than there may be",
         "covered_from: 2022-01-01\ncovered_to: 2023-12-31\n"
         "off: [2022-01-01..2023-02-03, 2023-02-05..2023-02-06, 2023-03-01]\n",
         LINES("31: \"off\" has more than 400 days; leave out earlier years\n")},
    };

    tell(stories, sizeof stories / sizeof stories[0], DUBAN_EN);
}

Test(calendar_file, speaks_chinese)
{
    static const struct story stories[] = {
        {"no day", HEAD "off: 元旦\n",
         LINES("6: “off”应为日期如 2022-10-01，或起止日期如 "
               "2022-10-01..2022-10-07，而不是“元旦”\n")},
        {"a day twice", HEAD "off: 2022-01-29\nwork: 2022-01-29\n",
         "c:4:7: “2022-01-29”已在第 3 行出现；请删去一处\n"},
        {"a word that is no day of the week", HEAD "rest: 星期日\n",
         LINES("7: “rest”不能是“星期日”；可用：monday、tuesday、wednesday、thursday、friday、"
               "saturday、sunday\n")},
    };

    tell(stories, sizeof stories / sizeof stories[0], DUBAN_ZH);
}

Test(calendar_file, holds_400_days_of_a_kind)
{
    char folder[32];
    struct reading reading;

    enter(folder);
    read_text(&reading,
              "covered_from: 2022-01-01\ncovered_to: 2024-12-31\n"
              "off: [2022-01-01..2023-02-03, 2023-02-04]\nwork: 2023-03-01..2024-04-03\n",
              DUBAN_EN);
    cr_assert_str_eq(reading.faults.at, "");
    cr_assert(reading.set.off.n == DUBAN_PLAN_DAYS_MAX &&
              reading.set.work.n == DUBAN_PLAN_DAYS_MAX);
    forget(&reading);
    leave(folder);
}
