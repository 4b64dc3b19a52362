/* SPDX-License-Identifier: MIT
 *
 * duban: what people type. A word that is a program of its own (duban-report) is run in this
 * process's place.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/command.h"
#include "lib/text/escape.h"
#include "lib/text/table.h"

/* What is typed after "duban", what it is for, and what does it; run NULL: a program of its own. */
struct entry {
    const char *words;
    enum duban_text_id summary;
    int (*run)(int argc, char **argv);
};

/* In the order in which help lists them. */
static const struct entry commands[] = {
    {"init", DUBAN_TEXT_INIT_SUMMARY, ctl_init},
    {"check", DUBAN_TEXT_CHECK_SUMMARY, ctl_check},
    {"plan check", DUBAN_TEXT_PLAN_CHECK_SUMMARY, ctl_plan_check},
    {"plan import", DUBAN_TEXT_PLAN_IMPORT_SUMMARY, ctl_plan_import},
    {"plan activate", DUBAN_TEXT_PLAN_ACTIVATE_SUMMARY, ctl_plan_activate},
    {"plan show", DUBAN_TEXT_PLAN_SHOW_SUMMARY, ctl_plan_show},
    {"connect", DUBAN_TEXT_CONNECT_SUMMARY, ctl_connect},
    {"form", DUBAN_TEXT_FILL_SUMMARY, ctl_form},
    {"try", DUBAN_TEXT_TRY_SUMMARY, NULL},
    {"watch", DUBAN_TEXT_WATCH_SUMMARY, NULL},
    {"report", DUBAN_TEXT_REPORT_SUMMARY, NULL},
    {"decide", DUBAN_TEXT_DECIDE_SUMMARY, ctl_decide},
    {"status", DUBAN_TEXT_STATUS_SUMMARY, ctl_status},
    {"item", DUBAN_TEXT_ITEM_SUMMARY, ctl_item},
    {"explain", DUBAN_TEXT_EXPLAIN_SUMMARY, ctl_explain},
    {"table", DUBAN_TEXT_TABLE_SUMMARY, ctl_table},
    {"log", DUBAN_TEXT_LOG_SUMMARY, ctl_log},
    {"alert", DUBAN_TEXT_ALERT_SUMMARY, NULL},
    {"digest", DUBAN_TEXT_DIGEST_SUMMARY, NULL},
    {"up", DUBAN_TEXT_UP_SUMMARY, ctl_up},
    {"aggregator", DUBAN_TEXT_AGGREGATOR_SUMMARY, NULL},
    {"ping", DUBAN_TEXT_PING_SUMMARY, ctl_ping},
};

static const char *const examples[] = {
    "duban aggregator --dir DIR",
    "duban plan import --dir DIR plan.csv",
    "duban report --dir DIR T7.1-09 --percent 34.3",
    "duban log --dir DIR",
    NULL,
};

static int print(struct duban_slice text)
{
    struct duban_err err = {0};

    enum duban_rc rc = duban_cli_print(text, &err);
    if (rc != DUBAN_OK)
        (void)fprintf(stderr, "duban: %s\n", err.text);
    return duban_rc_exit_status(rc);
}

static int help(enum duban_lang lang)
{
    struct duban_arena arena = {0};
    struct duban_table table = {.arena = &arena, .n_columns = 2};
    struct duban_buf out = {0};

    DUBAN_SAY(&out, lang, DUBAN_TEXT_USAGE, "duban COMMAND …");
    duban_buf_printf(&out, "\n%s\n\n%s\n", duban_text(lang, DUBAN_TEXT_DUBAN_SUMMARY),
                     duban_text(lang, DUBAN_TEXT_COMMANDS));
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        struct duban_buf name = {0};
        duban_buf_printf(&name, "  %s", commands[i].words);
        duban_table_add(
            &table, (struct duban_slice[]){duban_buf_slice(&name),
                                           duban_slice_of(duban_text(lang, commands[i].summary))});
        duban_buf_fini(&name);
    }
    duban_table_print(&table, &out);
    duban_buf_printf(&out, "\n%s\n", duban_text(lang, DUBAN_TEXT_EXAMPLES));
    for (const char *const *example = examples; *example != NULL; example++)
        duban_buf_printf(&out, "  %s\n", *example);
    DUBAN_SAY(&out, lang, DUBAN_TEXT_MORE_HELP, "");
    duban_buf_puts(&out, "\n");
    int status = print(duban_buf_slice(&out));
    duban_buf_fini(&out);
    duban_arena_fini(&arena);
    return status;
}

/* How many of argv's words are the command's; 0: it is another one. */
static int matches(const struct entry *command, int argc, char **argv)
{
    const char *rest = command->words;
    int n = 0;

    while (*rest != '\0') {
        size_t len = strcspn(rest, " ");
        if (n == argc || strlen(argv[n]) != len || strncmp(argv[n], rest, len) != 0)
            return 0;
        rest += len + (rest[len] == ' ' ? 1 : 0);
        n++;
    }
    return n;
}

/* Runs the program that lies beside this one. Returns only if that fails. */
static void run_program(const char *name, char **argv)
{
    char path[1024];

    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    if (len < 0)
        return;
    path[len] = '\0';
    char *base = strrchr(path, '/');
    size_t room = sizeof path - (size_t)(base + 1 - path);
    if (snprintf(base + 1, room, "duban-%s", name) < (int)room)
        (void)execv(path, argv);
}

/* The words that can follow a word which is only the beginning of commands: check|import|… */
static void put_followers(struct duban_buf *out, const char *word)
{
    size_t len = strlen(word);

    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strncmp(commands[i].words, word, len) == 0 && commands[i].words[len] == ' ')
            duban_buf_printf(out, "%s%s", out->len > 0 ? "|" : "", commands[i].words + len + 1);
    if (out->len > 0)
        duban_buf_put(out, (struct duban_slice){"", 1}); /* NUL */
}

static int unknown(enum duban_lang lang, const char *word, bool is_last)
{
    struct duban_buf followers = {0};
    struct duban_buf line = {0};
    struct duban_buf safe = {0};

    put_followers(&followers, word);
    duban_buf_puts(&line, "duban: ");
    if (word[0] == '-')
        DUBAN_SAY(&line, lang, DUBAN_TEXT_USE_UNKNOWN_OPTION, word, "duban");
    else if (followers.len > 0 && is_last)
        DUBAN_SAY(&line, lang, DUBAN_TEXT_USE_TOO_FEW, followers.at, "duban");
    else
        DUBAN_SAY(&line, lang, DUBAN_TEXT_USE_UNKNOWN_COMMAND, word);
    duban_escape_terminal(&safe, duban_buf_slice(&line));
    duban_buf_puts(&safe, "\n");
    duban_cli_tell(duban_buf_slice(&safe));
    duban_buf_fini(&safe);
    duban_buf_fini(&line);
    duban_buf_fini(&followers);
    return duban_rc_exit_status(DUBAN_E_USAGE);
}

int ctl_run(const struct duban_command *command,
            enum duban_rc (*run)(const struct duban_args *args, struct duban_err *err), int argc,
            char **argv)
{
    struct duban_args args;
    struct duban_err err = {0};
    int status = 0;

    if (!duban_cli_start(command, argc, argv, &args, &status))
        return status;
    enum duban_rc rc = run(&args, &err);
    return rc == DUBAN_OK ? 0 : duban_cli_fail(&args, rc, &err);
}

int main(int argc, char **argv)
{
    enum duban_lang lang = duban_cli_lang();
    char word[64];

    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0)
        return help(lang);
    if (strcmp(argv[1], "--version") == 0)
        return print(duban_slice_of("duban " DUBAN_VERSION "\n"));
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        int n = matches(&commands[i], argc - 1, argv + 1);
        if (n == 0)
            continue;
        if (commands[i].run != NULL)
            return commands[i].run(argc - n, argv + n);
        run_program(commands[i].words, argv + n);
        int errnum = errno;
        (void)snprintf(word, sizeof word, "duban-%s", commands[i].words);
        (void)fprintf(stderr, "duban: %s: %s\n", word,
                      errnum == ENOENT ? "not installed" : "cannot be run");
        return duban_rc_exit_status(DUBAN_E_UNAVAILABLE);
    }
    return unknown(lang, argv[1], argc == 2 || argv[2][0] == '-');
}
