/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <criterion/criterion.h>

#include "lib/core/clock.h"
#include "tests/unit/folder.h"

static void set_clock(const char *text)
{
    write_bytes("clock.new", text, strlen(text));
    cr_assert_eq(rename("clock.new", "clock"), 0);
}

static void expect_tick(const char *when, uint64_t step)
{
    char text[DUBAN_INSTANT_BYTES];
    struct duban_tick tick = duban_clock_tick();

    cr_expect_str_eq(duban_instant_print(tick.now, text), when);
    cr_expect_eq(tick.step, step, "%s: step %llu", when, (unsigned long long)tick.step);
}

Test(clock, of_a_file_goes_as_the_file_goes_and_never_back)
{
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    cr_assert_eq(duban_zone_set("Asia/Shanghai", &err), DUBAN_OK, "%s", err.text);
    set_clock("2022-01-07T17:00:00+08:00\n1\n");
    cr_assert_eq(duban_clock_use("file:clock", &err), DUBAN_OK, "%s", err.text);
    cr_assert_str_eq(duban_clock_path(), "clock");
    expect_tick("2022-01-07T17:00:00+08:00", 1);
    set_clock("2022-10-10T07:30:00+08:00\n2");
    expect_tick("2022-10-10T07:30:00+08:00", 2);
    set_clock("2022-10-09T07:30:00+08:00\n3\n");
    expect_tick("2022-10-10T07:30:00+08:00", 2);
    set_clock("what time is it?\n");
    expect_tick("2022-10-10T07:30:00+08:00", 2);
    cr_assert_eq(unlink("clock"), 0);
    expect_tick("2022-10-10T07:30:00+08:00", 2);
    set_clock("2022-10-10T07:30:00+08:00\n4\n");
    expect_tick("2022-10-10T07:30:00+08:00", 4);
    leave(folder);
}

Test(clock, that_cannot_be_used_says_why)
{
    static const struct {
        const char *when, *spec, *text;
        enum duban_rc want;
    } rows[] = {
        {"another scheme", "http://clock", NULL, DUBAN_E_USAGE},
        {"no file", "file:none", NULL, DUBAN_E_NOINPUT},
        {"no step", "file:clock", "2022-01-07T17:00:00+08:00\n", DUBAN_E_DATA},
        {"step 0", "file:clock", "2022-01-07T17:00:00+08:00\n0\n", DUBAN_E_DATA},
        {"a step that is no number", "file:clock", "2022-01-07T17:00:00+08:00\n1a\n", DUBAN_E_DATA},
        {"no zone", "file:clock", "2022-01-07T17:00:00\n1\n", DUBAN_E_DATA},
        {"nothing", "file:clock", "", DUBAN_E_DATA},
    };
    char folder[32];

    enter(folder);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_err err = {0};
        if (rows[i].text != NULL)
            set_clock(rows[i].text);
        cr_expect_eq(duban_clock_use(rows[i].spec, &err), rows[i].want, "%s", rows[i].when);
        cr_expect(err.text[0] != '\0', "%s", rows[i].when);
    }
    leave(folder);
}

Test(clock, of_the_machine_has_no_steps)
{
    struct duban_err err = {0};

    cr_assert_eq(duban_clock_use("system", &err), DUBAN_OK);
    cr_assert_eq(duban_clock_path(), NULL);
    struct duban_tick before = duban_clock_tick();
    cr_assert_eq(before.step, 0);
    cr_assert(duban_clock_now().ms >= before.now.ms);
}
