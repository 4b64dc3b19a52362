/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sys/mman.h>

#include <criterion/criterion.h>

#include "lib/core/log.h"

/* What duban_log_write() writes to standard error, which is given back afterwards. */
static const char *written(const struct duban_log *log, enum duban_level level, const char *text)
{
    static char line[8192];

    int caught = memfd_create("caught", MFD_CLOEXEC);
    int before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
    cr_assert(caught >= 0 && before >= 0 && dup2(caught, STDERR_FILENO) == STDERR_FILENO);
    duban_log_write(log, level, "%s", text);
    (void)dup2(before, STDERR_FILENO);
    ssize_t len = pread(caught, line, sizeof line - 1, 0);
    cr_assert_geq(len, 0);
    line[len] = '\0';
    (void)close(before);
    (void)close(caught);
    return line;
}

Test(log, writes_one_line_with_name_and_level)
{
    static const struct duban_log log = {.name = "duban-aggregator"};

    cr_assert_str_eq(written(&log, DUBAN_LOG_ERROR, "disk"), "duban-aggregator: error: disk\n");
    cr_assert_str_eq(written(&log, DUBAN_LOG_WARNING, "迟"), "duban-aggregator: warning: 迟\n");
    cr_assert_str_eq(written(&log, DUBAN_LOG_INFO, ""), "duban-aggregator: info: \n");
}

Test(log, tells_the_journal_its_level)
{
    static const struct duban_log log = {.name = "a", .is_journal = true};

    cr_assert_str_eq(written(&log, DUBAN_LOG_ERROR, "x"), "<3>a: error: x\n");
    cr_assert_str_eq(written(&log, DUBAN_LOG_WARNING, "x"), "<4>a: warning: x\n");
    cr_assert_str_eq(written(&log, DUBAN_LOG_INFO, "x"), "<6>a: info: x\n");
}

Test(log, does_not_let_data_forge_a_line)
{
    static const struct {
        const char *when, *text, *want;
    } rows[] = {
        {"a line break", "x\n<3>a: error: no", "a: info: x\\x0a<3>a: error: no\n"},
        {"a carriage return", "x\ry", "a: info: x\\x0dy\n"},
        {"an escape sequence", "\x1b[2J", "a: info: \\x1b[2J\n"},
        {"the last control byte", "\x1f ", "a: info: \\x1f \n"},
        {"DEL", "\x7f", "a: info: \\x7f\n"},
        {"a control character of two bytes",
         "\xc2\x9b"
         "2J",
         "a: info: \\xc2\\x9b2J\n"},
        {"a character beside them", "\xc2\xa0", "a: info: \xc2\xa0\n"},
        {"text in any language is no control", "事项 ü", "a: info: 事项 ü\n"},
    };
    static const struct duban_log log = {.name = "a"};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_str_eq(written(&log, DUBAN_LOG_INFO, rows[i].text), rows[i].want, "%s",
                         rows[i].when);
}

Test(log, cuts_what_is_too_long_and_ends_the_line)
{
    static const size_t lengths[] = {2046, 2047, 2048, 5000}; /* a text has room for 2047 bytes */
    static const struct duban_log log = {.name = "a"};
    static char text[5001];

    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        memset(text, 'x', lengths[i]);
        text[lengths[i]] = '\0';
        size_t want = strlen("a: info: \n") + (lengths[i] < 2047 ? lengths[i] : 2047);
        const char *line = written(&log, DUBAN_LOG_INFO, text);
        cr_assert_eq(strlen(line), want, "%zu bytes", lengths[i]);
        cr_assert_eq(line[want - 1], '\n', "%zu bytes", lengths[i]);
    }
}
