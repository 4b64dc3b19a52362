/* SPDX-License-Identifier: MIT */
#include "lib/app/cli.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>

#include "lib/core/check.h"
#include "lib/core/clock.h"
#include "lib/text/escape.h"
#include "lib/text/table.h"

/* What every command knows; their values lie outside the command's own table. */
static const struct duban_option common[] = {
    {.name = "dir", .value_name = "DIR", .help = DUBAN_TEXT_OPT_DIR},
    {.name = "lang", .value_name = "LANG", .help = DUBAN_TEXT_OPT_LANG},
    {.name = "clock", .value_name = "CLOCK", .help = DUBAN_TEXT_OPT_CLOCK},
    {.name = "help", .letter = 'h', .help = DUBAN_TEXT_OPT_HELP},
    {.name = "version", .help = DUBAN_TEXT_OPT_VERSION},
};

enum { COMMON_DIR, COMMON_LANG, COMMON_CLOCK, COMMON_HELP, COMMON_VERSION, N_COMMON };

enum duban_lang duban_cli_lang(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]); /* NOLINT(concurrency-mt-unsafe): no threads yet */
        if (value != NULL && value[0] != '\0')
            return strncmp(value, "zh", 2) == 0 ? DUBAN_ZH : DUBAN_EN;
    }
    return DUBAN_EN;
}

enum duban_rc duban_cli_print(struct duban_slice text, struct duban_err *err)
{
    if ((text.len > 0 && fwrite(text.at, 1, text.len, stdout) != text.len) || fflush(stdout) != 0)
        return duban_err_sys(err, DUBAN_E_IO, errno, "write to standard output");
    return DUBAN_OK;
}

void duban_cli_tell(struct duban_slice text)
{
    if (text.len > 0)
        (void)fwrite(text.at, 1, text.len, stderr); /* nobody is left to tell */
}

int duban_cli_fail(const struct duban_args *args, enum duban_rc rc, const struct duban_err *err)
{
    struct duban_buf line = {0};

    duban_buf_printf(&line, "%s: ", args->command->name);
    duban_escape_terminal(&line,
                          duban_slice_of(err->text[0] == '\0' ? duban_rc_text(rc) : err->text));
    duban_buf_puts(&line, "\n");
    duban_cli_tell(duban_buf_slice(&line));
    duban_buf_fini(&line);
    return duban_rc_exit_status(rc);
}

static void help_option(struct duban_table *table, const struct duban_option *option,
                        enum duban_lang lang)
{
    struct duban_buf name = {0};

    if (option->letter == 0)
        duban_buf_printf(&name, "      --%s", option->name);
    else
        duban_buf_printf(&name, "  -%c, --%s", option->letter, option->name);
    if (option->value_name != NULL)
        duban_buf_printf(&name, " %s", option->value_name);
    duban_table_add(table, (struct duban_slice[]){duban_buf_slice(&name),
                                                  duban_slice_of(duban_text(lang, option->help))});
    duban_buf_fini(&name);
}

static void put_help(const struct duban_command *command, enum duban_lang lang,
                     struct duban_buf *out)
{
    struct duban_arena arena = {0};
    struct duban_table table = {.arena = &arena, .n_columns = 2};
    struct duban_buf usage = {0};

    duban_buf_printf(&usage, "%s [--OPTION …] %s", command->name, command->args);
    DUBAN_SAY(out, lang, DUBAN_TEXT_USAGE,
              duban_arena_cstr(&arena, duban_slice_trim(duban_buf_slice(&usage))));
    duban_buf_printf(out, "\n%s\n\n%s\n", duban_text(lang, command->summary),
                     duban_text(lang, DUBAN_TEXT_EXAMPLES));
    for (const char *const *example = command->examples; *example != NULL; example++)
        duban_buf_printf(out, "  %s\n", *example);
    duban_buf_printf(out, "\n%s\n", duban_text(lang, DUBAN_TEXT_OPTIONS));
    for (const struct duban_option *option = command->options; option->name != NULL; option++)
        help_option(&table, option, lang);
    for (size_t i = 0; i < N_COMMON; i++)
        help_option(&table, &common[i], lang);
    duban_table_print(&table, out);
    if (command->has_exits)
        duban_buf_printf(out, "\n%s\n  %s\n", duban_text(lang, DUBAN_TEXT_EXIT_CODES),
                         duban_text(lang, command->exits));
    duban_buf_fini(&usage);
    duban_arena_fini(&arena);
}

/* getopt's own tables, made from ours. An option's number is its place: first the command's own,
 * then the common ones. */
struct getopt_tables {
    struct option longs[DUBAN_OPTIONS_MAX + N_COMMON + 1];
    char shorts[2 * (DUBAN_OPTIONS_MAX + N_COMMON) + 2];
    int n_own;
};

enum { FIRST_NUMBER = 256 }; /* above every letter */

static void add_option(struct getopt_tables *tables, const struct duban_option *option, int i)
{
    tables->longs[i] = (struct option){
        .name = option->name,
        .has_arg = option->value_name == NULL ? no_argument : required_argument,
        .val = FIRST_NUMBER + i,
    };
    if (option->letter != 0)
        (void)snprintf(tables->shorts + strlen(tables->shorts), 3, "%c%s", option->letter,
                       option->value_name == NULL ? "" : ":");
}

static void make_tables(const struct duban_command *command, struct getopt_tables *tables)
{
    *tables = (struct getopt_tables){.shorts = ":"};
    for (const struct duban_option *option = command->options; option->name != NULL; option++) {
        DUBAN_ASSERT(tables->n_own < DUBAN_OPTIONS_MAX);
        add_option(tables, option, tables->n_own++);
    }
    for (int i = 0; i < N_COMMON; i++)
        add_option(tables, &common[i], tables->n_own + i);
}

static const struct duban_option *option_at(const struct duban_command *command,
                                            const struct getopt_tables *tables, int i)
{
    return i < tables->n_own ? &command->options[i] : &common[i - tables->n_own];
}

/* The place of the option that getopt found, by number or by letter; -1: none. */
static int place_of(const struct duban_command *command, const struct getopt_tables *tables,
                    int found)
{
    if (found >= FIRST_NUMBER)
        return found - FIRST_NUMBER;
    for (int i = 0; i < tables->n_own + N_COMMON; i++)
        if (option_at(command, tables, i)->letter == found)
            return i;
    return -1;
}

enum duban_rc duban_cli_say(const struct duban_args *args, enum duban_rc rc, enum duban_text_id id,
                            const char *const *words, struct duban_err *err)
{
    struct duban_buf text = {0};

    duban_text_put(&text, args->lang, id, words);
    (void)duban_err_set(err, rc, "%.*s", DUBAN_SLICE_ARGS(duban_buf_slice(&text)));
    duban_buf_fini(&text);
    return rc;
}

#define WRONG_USE(args, id, err, ...) DUBAN_CLI_SAY(args, DUBAN_E_USAGE, err, id, __VA_ARGS__)

static enum duban_rc set_number(struct duban_args *args, const struct duban_option *option,
                                struct duban_option_value *value, struct duban_err *err)
{
    char min[24];
    char max[24];
    char *end = NULL;

    errno = 0;
    value->number = strtoimax(value->text, &end, 10);
    if (errno == 0 && *end == '\0' && end != value->text && value->number >= option->min &&
        value->number <= option->max)
        return DUBAN_OK;
    (void)snprintf(min, sizeof min, "%" PRId64, option->min);
    (void)snprintf(max, sizeof max, "%" PRId64, option->max);
    return WRONG_USE(args, DUBAN_TEXT_USE_BAD_NUMBER, err, option->name, min, max, value->text);
}

static enum duban_rc set_common(struct duban_args *args, int i, const char *text, bool *out_asked,
                                struct duban_err *err)
{
    if (i == COMMON_HELP || i == COMMON_VERSION) {
        out_asked[i] = true;
        return DUBAN_OK;
    }
    DUBAN_ASSERT(text != NULL); /* the others have a value */
    if (i == COMMON_DIR)
        args->dir = text;
    else if (i == COMMON_CLOCK)
        return duban_clock_use(text, err);
    else if (strcmp(text, "zh") == 0 || strcmp(text, "en") == 0)
        args->lang = text[0] == 'z' ? DUBAN_ZH : DUBAN_EN;
    else
        return WRONG_USE(args, DUBAN_TEXT_USE_BAD_LANG, err, text);
    return DUBAN_OK;
}

static enum duban_rc check_words(struct duban_args *args, struct duban_err *err)
{
    const struct duban_command *command = args->command;

    if (args->n_words < command->min_args)
        return WRONG_USE(args, DUBAN_TEXT_USE_TOO_FEW, err, command->args, command->name);
    if (args->n_words > command->max_args)
        return WRONG_USE(args, DUBAN_TEXT_USE_TOO_MANY, err, args->words[command->max_args],
                         command->name);
    return DUBAN_OK;
}

/* What getopt did not take: a letter that it names, or else the word that it has just passed. */
static enum duban_rc wrong_option(struct duban_args *args, int found, const char *word,
                                  struct duban_err *err)
{
    const char letter[] = {'-', (char)optopt, '\0'};
    bool is_letter = optopt > 0 && optopt < FIRST_NUMBER;
    enum duban_text_id id =
        found == ':' ? DUBAN_TEXT_USE_MISSING_VALUE : DUBAN_TEXT_USE_UNKNOWN_OPTION;

    return WRONG_USE(args, id, err, is_letter ? letter : word, args->command->name);
}

static enum duban_rc parse(int argc, char **argv, struct duban_args *args, bool *out_asked,
                           struct duban_err *err)
{
    struct getopt_tables tables;
    enum duban_rc rc = DUBAN_OK;

    make_tables(args->command, &tables);
    opterr = 0;
    while (rc == DUBAN_OK) {
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): no threads yet */
        int found = getopt_long(argc, argv, tables.shorts, tables.longs, NULL);
        if (found == -1)
            break;
        if (found == ':' || found == '?')
            return wrong_option(args, found, argv[optind - 1], err);
        int i = place_of(args->command, &tables, found);
        DUBAN_ASSERT(i >= 0);
        if (i >= tables.n_own) {
            rc = set_common(args, i - tables.n_own, optarg, out_asked, err);
            continue;
        }
        args->values[i].text = optarg == NULL ? "" : optarg;
        if (args->command->options[i].is_number)
            rc = set_number(args, &args->command->options[i], &args->values[i], err);
    }
    args->words = argv + optind;
    args->n_words = argc - optind;
    return rc == DUBAN_OK && !out_asked[COMMON_HELP] && !out_asked[COMMON_VERSION]
               ? check_words(args, err)
               : rc;
}

static void make_ready(void)
{
    /* Widths of Chinese text need a UTF-8 locale; C.UTF-8 is part of libc. */
    const char *locale =
        setlocale(LC_CTYPE, "C.UTF-8"); /* NOLINT(concurrency-mt-unsafe): no threads yet */
    if (locale == NULL)
        duban_cli_tell(duban_slice_of("no locale C.UTF-8: tables may not line up\n"));
    (void)umask(S_IRWXG | S_IRWXO);
    (void)sigaction(SIGPIPE, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    (void)sigaction(SIGXFSZ, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
}

bool duban_cli_start(const struct duban_command *command, int argc, char **argv,
                     struct duban_args *out_args, int *out_status)
{
    bool asked[N_COMMON] = {false};
    struct duban_err err = {0};
    struct duban_buf out = {0};

    make_ready();
    *out_args = (struct duban_args){.command = command, .dir = ".", .lang = duban_cli_lang()};
    enum duban_rc rc = parse(argc, argv, out_args, asked, &err);
    if (rc == DUBAN_OK && !asked[COMMON_HELP] && !asked[COMMON_VERSION])
        return true;
    if (rc == DUBAN_OK) {
        if (asked[COMMON_HELP])
            put_help(command, out_args->lang, &out);
        else
            duban_buf_puts(&out, "duban " DUBAN_VERSION "\n");
        rc = duban_cli_print(duban_buf_slice(&out), &err);
    }
    duban_buf_fini(&out);
    *out_status = rc == DUBAN_OK ? 0 : duban_cli_fail(out_args, rc, &err);
    return false;
}

const char *duban_args_text(const struct duban_args *args, int i, const char *otherwise)
{
    return args->values[i].text == NULL ? otherwise : args->values[i].text;
}

int64_t duban_args_number(const struct duban_args *args, int i, int64_t otherwise)
{
    return args->values[i].text == NULL ? otherwise : args->values[i].number;
}
