/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <sys/stat.h>

#include <criterion/criterion.h>

#include "duban/producer.h"

#include "tests/unit/folder.h"

static struct duban_producer *producer;
static struct duban_producer_error error;
static char folder[32];

static void open_office(void)
{
    enter(folder);
    cr_assert_eq(mkdir("state", 0700), 0);
    cr_assert_eq(duban_producer_open(".", "bureau", 0, &producer, &error), DUBAN_PRODUCER_OK, "%s",
                 error.text);
}

static void close_office(void)
{
    duban_producer_close(producer);
    leave(folder);
}

TestSuite(producer, .init = open_office, .fini = close_office);

#define REPORT(...)                                                                                \
    {                                                                                              \
        .size = sizeof(struct duban_producer_report), __VA_ARGS__                                  \
    }

static const char long_name[] = "12345678901234567890123456789012345678901234567890123456789012345";

static const struct {
    const char *what;
    struct duban_producer_report report;
    const char *named; /* in the error */
} wrong[] = {
    {"no size", {.item = "A", .note = "x"}, "size"},
    {"no item", REPORT(.note = "x"), "item"},
    {"an empty item", REPORT(.item = "", .note = "x"), "item"},
    {"an item of 65 bytes", REPORT(.item = long_name, .note = "x"), "item"},
    {"an item that is not UTF-8", REPORT(.item = "A\xff", .note = "x"), "B6"},
    {"nothing but the item", REPORT(.item = "A"), "nothing"},
    {"nothing but the item and who speaks", REPORT(.item = "A", .dept = "D", .unit = "m"),
     "nothing"},
    {"a unit of 65 bytes", REPORT(.item = "A", .note = "x", .dept = long_name), "dept"},
    {"a word that is no state", REPORT(.item = "A", .state = "tired"), "tired"},
    {"more than all", REPORT(.item = "A", .percent = "100.1"), "percent"},
    {"a percent sign", REPORT(.item = "A", .percent = "5%"), "percent"},
    {"a figure with its unit", REPORT(.item = "A", .value = "5m"), "value"},
    {"a figure of 19 digits", REPORT(.item = "A", .value = "1234567890123456789"), "value"},
    {"a unit of a figure of 33 bytes",
     REPORT(.item = "A", .value = "5", .unit = "123456789012345678901234567890123"), "measures"},
    {"a day that does not exist", REPORT(.item = "A", .completed_on = "2022-02-30"),
     "completed_on"},
    {"a day as people write it", REPORT(.item = "A", .forecast = "2022/2/3"), "forecast"},
    {"a day with a time", REPORT(.item = "A", .extend_to = "2022-02-03T00:00"), "extend_to"},
};

Test(producer, keeps_nothing_of_a_wrong_report_and_names_the_field)
{
    uint64_t seq = 77;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        error.text[0] = '\0';
        cr_assert_eq(duban_producer_publish(producer, &wrong[i].report, &seq, &error),
                     DUBAN_PRODUCER_WRONG, "%s", wrong[i].what);
        cr_assert_not_null(strstr(error.text, wrong[i].named), "%s: %s", wrong[i].what, error.text);
        cr_assert_eq(seq, 77, "%s", wrong[i].what);
    }
    cr_assert_eq(duban_producer_wait(producer, 0, NULL), DUBAN_PRODUCER_OK);
}

Test(producer, keeps_a_report_at_its_limits_and_numbers_it)
{
    static char note[16384 + 1];
    static const struct duban_producer_report nil =
        REPORT(.item = "A", .dept = "", .state = "", .percent = "", .value = "", .unit = "",
               .completed_on = "", .forecast = "", .extend_to = "", .note = "");
    struct duban_producer_report full =
        REPORT(.item = long_name + 1, .dept = long_name + 1, .state = "done", .percent = "100",
               .value = "-123456789012345678", .unit = "12345678901234567890123456789012",
               .completed_on = "2022-02-28", .forecast = "2199-12-31", .extend_to = "1900-01-01",
               .note = note);
    uint64_t seq = 0;

    (void)memset(note, 'n', sizeof note - 1);
    cr_assert_eq(duban_producer_publish(producer, &full, &seq, &error), DUBAN_PRODUCER_OK, "%s",
                 error.text);
    cr_assert_eq(seq, 1);
    cr_assert_eq(duban_producer_publish(producer, &nil, &seq, &error), DUBAN_PRODUCER_WRONG,
                 "nobody is named by an empty text");
    struct duban_producer_report spoken = nil;
    spoken.dept = NULL;
    cr_assert_eq(duban_producer_publish(producer, &spoken, &seq, &error), DUBAN_PRODUCER_OK, "%s",
                 error.text);
    cr_assert_eq(seq, 2);
}

Test(producer, tells_what_is_kept_from_what_is_answered)
{
    const struct duban_producer_report report = REPORT(.item = "A", .percent = "5");
    const struct duban_producer_answer *answer = NULL;
    uint64_t seq = 0;

    cr_assert_eq(duban_producer_publish(producer, &report, &seq, NULL), DUBAN_PRODUCER_OK);
    cr_assert_eq(duban_producer_wait(producer, 0, &error), DUBAN_PRODUCER_KEPT);
    cr_assert_eq(duban_producer_read_answer(producer, seq, &answer, &error), DUBAN_PRODUCER_OK);
    cr_assert_eq(answer->verdict, DUBAN_PRODUCER_UNANSWERED);
    cr_assert_str_empty(answer->code);
    cr_assert_str_empty(answer->en);
    cr_assert_eq(duban_producer_read_answer(producer, 0, &answer, &error), DUBAN_PRODUCER_WRONG);
    cr_assert_eq(duban_producer_read_answer(producer, 2, &answer, &error), DUBAN_PRODUCER_WRONG);
    cr_assert_eq(duban_producer_wait(producer, -1, &error), DUBAN_PRODUCER_WRONG);
}

static const struct {
    const char *what, *office, *source;
    int lock_wait_ms;
    enum duban_producer_rc want;
} doors[] = {
    {"a folder that is not there", "none", "x", 0, DUBAN_PRODUCER_WRONG},
    {"a folder that is no office", "state", "x", 0, DUBAN_PRODUCER_WRONG},
    {"no folder", NULL, "x", 0, DUBAN_PRODUCER_WRONG},
    {"an empty name", ".", "", 0, DUBAN_PRODUCER_WRONG},
    {"no name", ".", NULL, 0, DUBAN_PRODUCER_WRONG},
    {"a name of 65 bytes", ".", long_name, 0, DUBAN_PRODUCER_WRONG},
    {"a name that is not UTF-8", ".", "\xff", 0, DUBAN_PRODUCER_WRONG},
    {"a wait before now", ".", "x", -1, DUBAN_PRODUCER_WRONG},
    {"a source that is in use", ".", "bureau", 30, DUBAN_PRODUCER_NOT_KEPT},
    {"another source", ".", long_name + 1, 0, DUBAN_PRODUCER_OK},
};

Test(producer, opens_an_office_and_a_source_that_nobody_else_uses)
{
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        struct duban_producer *other = NULL;
        cr_assert_eq(duban_producer_open(doors[i].office, doors[i].source, doors[i].lock_wait_ms,
                                         &other, &error),
                     doors[i].want, "%s", doors[i].what);
        cr_assert_eq(other != NULL, doors[i].want == DUBAN_PRODUCER_OK, "%s", doors[i].what);
        duban_producer_close(other);
    }
}

Test(producer, leaves_the_signals_of_the_program_alone)
{
    const struct duban_producer_report report = REPORT(.item = "A", .percent = "5");
    sigset_t before;
    sigset_t after;
    uint64_t seq = 0;

    cr_assert_eq(sigprocmask(SIG_BLOCK, NULL, &before), 0);
    cr_assert_eq(duban_producer_publish(producer, &report, &seq, &error), DUBAN_PRODUCER_OK);
    cr_assert_eq(duban_producer_wait(producer, 20, &error), DUBAN_PRODUCER_KEPT);
    cr_assert_eq(sigprocmask(SIG_BLOCK, NULL, &after), 0);
    for (int number = 1; number < SIGRTMIN; number++)
        cr_assert_eq(sigismember(&before, number), sigismember(&after, number), "signal %d",
                     number);
}
