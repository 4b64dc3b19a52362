/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include <sys/mman.h>
#include <sys/stat.h>

#include <criterion/criterion.h>

#include "lib/app/cli.h"

enum { NOTE, LAST, JSON, ANY, WORDS_MAX = 8 };

static const struct duban_option options[] = {
    [NOTE] = {.name = "note", .letter = 'm', .value_name = "TEXT", .help = DUBAN_TEXT_OPT_NOTE},
    [LAST] = {.name = "last",
              .letter = 'n',
              .value_name = "N",
              .help = DUBAN_TEXT_OPT_LAST,
              .is_number = true,
              .min = 1,
              .max = 100},
    [JSON] = {.name = "json", .letter = 'j', .help = DUBAN_TEXT_OPT_JSON},
    [ANY] = {.name = "any",
             .value_name = "N",
             .help = DUBAN_TEXT_OPT_WAIT,
             .is_number = true,
             .min = INT64_MIN,
             .max = INT64_MAX},
    {.name = NULL},
};
static const char *const examples[] = {"duban test a b", NULL};
static const struct duban_command command = {
    .name = "duban test",
    .args = "FILE",
    .min_args = 1,
    .max_args = 2,
    .summary = DUBAN_TEXT_LOG_SUMMARY,
    .examples = examples,
    .options = options,
    .exits = DUBAN_TEXT_REPORT_EXITS,
    .has_exits = true,
};

/* What duban_cli_start() did. */
struct run {
    bool goes_on;
    int status;
    struct duban_args args;
    char out[8192], err[2048];
};

/* Leads fd into a file of memory until it is given back; returns where it led before. */
static int divert(int fd)
{
    int before = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    int file = memfd_create("diverted", MFD_CLOEXEC);
    cr_assert(before >= 0 && file >= 0 && dup2(file, fd) == fd && close(file) == 0);
    return before;
}

static void give_back(int fd, int before, char *out_text, size_t size)
{
    ssize_t len = pread(fd, out_text, size - 1, 0);
    cr_assert(dup2(before, fd) == fd && close(before) == 0 && len >= 0);
    out_text[len] = '\0';
}

/* Runs the command with words, which end with NULL, behind --lang. Valid until the next start. */
static const struct run *start(const struct duban_command *that, const char *lang,
                               const char *const *words)
{
    static char texts[WORDS_MAX + 4][64]; /* what args borrows */
    static char *argv[WORDS_MAX + 5];
    const char *const before[] = {"duban-test", "--lang", lang};
    static struct run run;
    int argc = 0;

    for (; argc < 3; argc++)
        (void)snprintf(texts[argc], sizeof texts[argc], "%s", before[argc]);
    for (; *words != NULL; words++, argc++)
        (void)snprintf(texts[argc], sizeof texts[argc], "%s", *words);
    for (int i = 0; i < argc; i++)
        argv[i] = texts[i];
    argv[argc] = NULL;
    run.status = -1;
    optind = 0; /* getopt begins anew */
    int out = divert(STDOUT_FILENO);
    int err = divert(STDERR_FILENO);
    run.goes_on = duban_cli_start(that, argc, argv, &run.args, &run.status);
    give_back(STDERR_FILENO, err, run.err, sizeof run.err);
    give_back(STDOUT_FILENO, out, run.out, sizeof run.out);
    return &run;
}

/* Replaces the environment. Variables end with NULL. */
static void use_environment(const char *const *variables)
{
    static char texts[4][64];
    static char *list[5];
    size_t n = 0;

    for (; variables[n] != NULL; n++) {
        (void)snprintf(texts[n], sizeof texts[n], "%s", variables[n]);
        list[n] = texts[n];
    }
    list[n] = NULL;
    environ = list;
}

Test(args, are_read_however_they_are_written)
{
    static const struct {
        const char *when, *words[WORDS_MAX], *want; /* note, last, json, words */
    } rows[] = {
        {"no option", {"a"}, "- 20 0 a"},
        {"long options", {"--note", "x", "--last", "5", "--json", "a"}, "x 5 1 a"},
        {"with an equals sign", {"--note=x=y", "--last=5", "a"}, "x=y 5 0 a"},
        {"short ones", {"-m", "x", "-n", "5", "-j", "a"}, "x 5 1 a"},
        {"short ones together", {"-jn5", "a"}, "- 5 1 a"},
        {"behind the words and between them", {"a", "-j", "b", "-n5"}, "- 5 1 a b"},
        {"given twice: the last one holds", {"-n5", "-n6", "a"}, "- 6 0 a"},
        {"an empty value", {"--note", "", "a"}, " 20 0 a"},
        {"a value that looks like an option", {"--note", "--json", "a"}, "--json 20 0 a"},
        {"words that look like options", {"--", "-j", "--note"}, "- 20 0 -j --note"},
        {"a dash alone is a word", {"-"}, "- 20 0 -"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct run *run = start(&command, "en", rows[i].words);
        struct duban_buf got = {0};
        cr_assert(run->goes_on, "%s: %s", rows[i].when, run->err);
        cr_assert_eq(run->status, -1, "untouched");
        duban_buf_printf(&got, "%s %" PRId64 " %d", duban_args_text(&run->args, NOTE, "-"),
                         duban_args_number(&run->args, LAST, 20),
                         duban_args_text(&run->args, JSON, NULL) != NULL);
        for (int k = 0; k < run->args.n_words; k++)
            duban_buf_printf(&got, " %s", run->args.words[k]);
        cr_assert(duban_slice_is(duban_buf_slice(&got), rows[i].want), "%s: %.*s", rows[i].when,
                  DUBAN_SLICE_ARGS(duban_buf_slice(&got)));
        duban_buf_fini(&got);
    }
}

Test(args, common_to_all_commands_have_a_place)
{
    const struct run *run = start(&command, "zh", (const char *const[]){"a", NULL});

    cr_assert_str_eq(run->args.dir, ".");
    cr_assert_eq(run->args.lang, DUBAN_ZH);
    cr_assert_eq(run->args.command, &command);
    run = start(&command, "zh", (const char *const[]){"--dir", "office", "--lang=en", "a", NULL});
    cr_assert_str_eq(run->args.dir, "office");
    cr_assert_eq(run->args.lang, DUBAN_EN);
}

/* In both languages: the command does not go on, and tells what is wrong. */
static void check_wrong(const char *when, const char *const *words, enum duban_text_id id,
                        const char *const *args)
{
    static const char *const langs[] = {[DUBAN_ZH] = "zh", [DUBAN_EN] = "en"};

    for (int lang = DUBAN_ZH; lang <= DUBAN_EN; lang++) {
        const struct run *run = start(&command, langs[lang], words);
        struct duban_buf want = {0};
        duban_buf_puts(&want, "duban test: ");
        duban_text_put(&want, (enum duban_lang)lang, id, args);
        duban_buf_puts(&want, "\n");
        cr_assert_not(run->goes_on, "%s", when);
        cr_assert_eq(run->status, 64, "%s", when);
        cr_assert_str_eq(run->out, "", "%s", when);
        cr_assert(duban_slice_is(duban_buf_slice(&want), run->err), "%s: %s", when, run->err);
        duban_buf_fini(&want);
    }
}

Test(wrong_use, is_named_in_both_languages)
{
    static const struct {
        const char *when, *words[WORDS_MAX];
        enum duban_text_id id;
        const char *args[5];
    } rows[] = {
        {"a long option that is not there",
         {"a", "--color"},
         DUBAN_TEXT_USE_UNKNOWN_OPTION,
         {"--color", "duban test"}},
        {"a short one", {"-x", "a"}, DUBAN_TEXT_USE_UNKNOWN_OPTION, {"-x", "duban test"}},
        {"a value that a switch does not take",
         {"--json=1", "a"},
         DUBAN_TEXT_USE_UNKNOWN_OPTION,
         {"--json=1", "duban test"}},
        {"a long option without its value",
         {"a", "--note"},
         DUBAN_TEXT_USE_MISSING_VALUE,
         {"--note"}},
        {"a short one", {"a", "-n"}, DUBAN_TEXT_USE_MISSING_VALUE, {"-n"}},
        {"a common one", {"a", "--dir"}, DUBAN_TEXT_USE_MISSING_VALUE, {"--dir"}},
        {"a language that is not there", {"--lang", "de", "a"}, DUBAN_TEXT_USE_BAD_LANG, {"de"}},
        {"a language in capitals", {"--lang", "EN", "a"}, DUBAN_TEXT_USE_BAD_LANG, {"EN"}},
        {"a word too few", {"--json"}, DUBAN_TEXT_USE_TOO_FEW, {"FILE", "duban test"}},
        {"a word too many", {"a", "b", "c", "d"}, DUBAN_TEXT_USE_TOO_MANY, {"c", "duban test"}},
        {"not a number", {"-n", "x", "a"}, DUBAN_TEXT_USE_BAD_NUMBER, {"last", "1", "100", "x"}},
        {"even if help is asked for",
         {"--help", "-x"},
         DUBAN_TEXT_USE_UNKNOWN_OPTION,
         {"-x", "duban test"}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_wrong(rows[i].when, rows[i].words, rows[i].id, rows[i].args);
}

Test(wrong_use, cannot_move_the_cursor)
{
    const struct run *run = start(&command, "en", (const char *const[]){"a", "b", "\x1b[2J", NULL});
    cr_assert(strstr(run->err, "\ufffd[2J") != NULL && strchr(run->err, 0x1b) == NULL, "%s",
              run->err);
}

Test(number, has_a_range)
{
    static const struct {
        const char *option, *text;
        bool want;
        int64_t number;
    } rows[] = {
        {"--last", "0", false, 0},
        {"--last", "1", true, 1},
        {"--last", "2", true, 2},
        {"--last", "99", true, 99},
        {"--last", "100", true, 100},
        {"--last", "101", false, 0},
        {"--last", "-1", false, 0},
        {"--last", "", false, 0},
        {"--last", "5x", false, 0},
        {"--last", "5.0", false, 0},
        {"--last", "0x5", false, 0},
        {"--last", "５", false, 0},
        {"--last", "18446744073709551617", false, 0}, /* 2^64 + 1 */
        {"--any", "", false, 0},
        {"--any", "-9223372036854775809", false, 0},
        {"--any", "-9223372036854775808", true, INT64_MIN},
        {"--any", "9223372036854775807", true, INT64_MAX},
        {"--any", "9223372036854775808", false, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *const words[] = {rows[i].option, rows[i].text, "a", NULL};
        const struct run *run = start(&command, "en", words);
        int place = strcmp(rows[i].option, "--last") == 0 ? LAST : ANY;
        cr_assert_eq(run->goes_on, rows[i].want, "%s %s", rows[i].option, rows[i].text);
        cr_assert(!run->goes_on || duban_args_number(&run->args, place, 7) == rows[i].number,
                  "%s %s", rows[i].option, rows[i].text);
    }
}

Test(lang, is_what_the_environment_asks_for)
{
    static const struct {
        const char *when, *variables[4];
        enum duban_lang want;
    } rows[] = {
        {"nothing", {NULL}, DUBAN_EN},
        {"Chinese", {"LANG=zh_CN.UTF-8"}, DUBAN_ZH},
        {"another language", {"LANG=de_DE.UTF-8"}, DUBAN_EN},
        {"messages before the rest", {"LANG=zh_CN.UTF-8", "LC_MESSAGES=C"}, DUBAN_EN},
        {"all before messages", {"LC_MESSAGES=C", "LC_ALL=zh_TW"}, DUBAN_ZH},
        {"an empty one does not count", {"LC_ALL=", "LC_MESSAGES=", "LANG=zh"}, DUBAN_ZH},
        {"others do not count", {"LC_CTYPE=zh_CN.UTF-8", "LANGUAGE=zh"}, DUBAN_EN},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        use_environment(rows[i].variables);
        cr_assert_eq(duban_cli_lang(), rows[i].want, "%s", rows[i].when);
    }
}

Test(help, lists_all_there_is)
{
    static const char *const want[] = {
        "Usage: duban test [--OPTION …] FILE\n",
        "\n  duban test a b\n",
        "\n  -m, --note TEXT    what there is to say\n",
        "\n  -n, --last N       the last N",
        "\n  -j, --json         one JSON",
        "\n      --any N        seconds",
        "\n      --dir DIR      the office's",
        "\n      --lang LANG    language",
        "\n      --clock CLOCK  the clock",
        "\n  -h, --help         show this help\n",
        "\n      --version      show the version\n",
        "\nExit codes:\n  0 answered",
    };
    static const char *const words[][WORDS_MAX] = {{"--help"}, {"-h"}, {"a", "b", "c", "--help"}};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const struct run *run = start(&command, "en", words[i]);
        cr_assert(!run->goes_on && run->status == 0 && run->err[0] == '\0', "%s", run->err);
        for (size_t k = 0; k < sizeof want / sizeof want[0]; k++)
            cr_assert(strstr(run->out, want[k]) != NULL, "%s is missing in:\n%s", want[k],
                      run->out);
    }
}

Test(help, is_there_in_chinese)
{
    const struct run *run = start(&command, "zh", (const char *const[]){"--help", NULL});

    cr_assert(!run->goes_on && run->status == 0);
    cr_assert(strstr(run->out, "用法：duban test") != NULL, "%s", run->out);
    cr_assert(strstr(run->out, "显示本帮助\n") != NULL, "%s", run->out);
}

Test(help, of_a_command_without_exit_codes_and_words_has_none)
{
    struct duban_command plain = command;

    plain.args = "";
    plain.has_exits = false;
    const struct run *run = start(&plain, "en", (const char *const[]){"--help", NULL});
    cr_assert(strstr(run->out, "duban test [--OPTION …]\n") != NULL, "%s", run->out);
    cr_assert(strstr(run->out, "Exit codes") == NULL, "%s", run->out);
}

Test(version, is_one_line)
{
    const struct run *run = start(&command, "zh", (const char *const[]){"--version", NULL});

    cr_assert(!run->goes_on && run->status == 0 && run->err[0] == '\0');
    cr_assert_str_eq(run->out, "duban " DUBAN_VERSION "\n");
}

Test(process, is_made_ready)
{
    static const int ignored[] = {SIGPIPE, SIGXFSZ};
    struct sigaction action;

    cr_assert(start(&command, "en", (const char *const[]){"a", NULL})->goes_on);
    cr_assert_eq(umask(0), S_IRWXG | S_IRWXO);
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++) {
        cr_assert_eq(sigaction(ignored[i], NULL, &action), 0);
        cr_assert_eq(action.sa_handler, SIG_IGN, "signal %d", ignored[i]);
    }
    cr_assert_eq(wcwidth(L'督'), 2, "the locale knows Chinese");
}

Test(failure, is_told_with_the_name_of_the_command)
{
    static const struct duban_args args = {.command = &command};
    struct duban_err err = {0};
    char text[256];

    int before = divert(STDERR_FILENO);
    int without_text = duban_cli_fail(&args, DUBAN_E_FULL, &err);
    int with_text =
        duban_cli_fail(&args, duban_err_set(&err, DUBAN_E_NOINPUT, "open x: not there"), &err);
    give_back(STDERR_FILENO, before, text, sizeof text);
    cr_assert_str_eq(text, "duban test: no space left\nduban test: open x: not there\n");
    cr_assert(without_text == 74 && with_text == 66);
}

Test(failure, is_said_in_the_users_language)
{
    struct duban_args args = {.command = &command, .lang = DUBAN_ZH};
    struct duban_err err = {0};

    cr_assert_eq(DUBAN_CLI_SAY(&args, DUBAN_E_NOINPUT, &err, DUBAN_TEXT_NO_STORE, "d"),
                 DUBAN_E_NOINPUT);
    cr_assert_str_eq(err.text, "d 中还没有账本；先运行 duban aggregator --dir d");
    args.lang = DUBAN_EN;
    (void)DUBAN_CLI_SAY(&args, DUBAN_E_NOINPUT, &err, DUBAN_TEXT_NO_STORE, "%s");
    cr_assert_eq(strncmp(err.text, "there is no log in %s", 21), 0, "%s", err.text);
}

Test(output, that_cannot_be_written_is_a_failure)
{
    struct duban_err err = {0};

    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    int before = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
    cr_assert(full >= 0 && before >= 0 && dup2(full, STDOUT_FILENO) == STDOUT_FILENO);
    enum duban_rc rc = duban_cli_print(duban_slice_of("lost"), &err);
    cr_assert_eq(dup2(before, STDOUT_FILENO), STDOUT_FILENO);
    cr_assert(close(before) == 0 && close(full) == 0);
    cr_assert_eq(rc, DUBAN_E_IO);
    cr_assert(strstr(err.text, "standard output") != NULL, "%s", err.text);
}

Test(options, are_read_up_to_as_many_as_fit)
{
    static char names[DUBAN_OPTIONS_MAX][16];
    struct duban_option many[DUBAN_OPTIONS_MAX + 1] = {{0}};
    struct duban_command large = command;
    char letter[] = "-a";

    for (int i = 0; i < DUBAN_OPTIONS_MAX; i++) {
        (void)snprintf(names[i], sizeof names[i], "option-%d", i);
        many[i] =
            (struct duban_option){.name = names[i], .letter = (char)('A' + i), .value_name = "X"};
    }
    large.options = many;
    for (int i = 0; i < DUBAN_OPTIONS_MAX; i++) {
        letter[1] = (char)('A' + i);
        const struct run *run =
            start(&large, "en", (const char *const[]){letter, "value", "a", NULL});
        cr_assert(run->goes_on, "%s: %s", letter, run->err);
        for (int k = 0; k < DUBAN_OPTIONS_MAX; k++)
            cr_assert_str_eq(duban_args_text(&run->args, k, "none"), k == i ? "value" : "none",
                             "%s", letter);
    }
}
