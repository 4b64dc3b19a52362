/* SPDX-License-Identifier: MIT
 *
 * What a person types: one table of options per command gives the parser and the help. Data goes to
 * standard output, messages to standard error; exit codes are those of sysexits.h.
 */
#ifndef DUBAN_LIB_APP_CLI_H
#define DUBAN_LIB_APP_CLI_H

#include <stdint.h>

#include "lib/text/text.h"

enum { DUBAN_OPTIONS_MAX = 24 };

struct duban_option {
    const char *name;       /* long name, without dashes; NULL ends a table */
    char letter;            /* short name, or 0 */
    const char *value_name; /* "FILE"; NULL: a switch */
    enum duban_text_id help;
    bool is_number; /* a whole number from min to max */
    int64_t min, max;
};

/* A command or a program, as data. Every one also knows --dir, --lang, --clock, --help and --version. */
struct duban_command {
    const char *name; /* as it is typed: "duban plan import" */
    const char *args; /* "FILE", or "" */
    int min_args, max_args;
    enum duban_text_id summary;
    const char *const *examples;        /* ends with NULL */
    const struct duban_option *options; /* ends with a NULL name */
    enum duban_text_id exits;           /* its exit codes in words; used if has_exits */
    bool has_exits;
};

struct duban_option_value {
    const char *text; /* NULL: not given */
    int64_t number;
};

struct duban_args {
    const struct duban_command *command;
    const char *dir;
    enum duban_lang lang;
    struct duban_option_value values[DUBAN_OPTIONS_MAX]; /* in the order of the command's table */
    char **words;                                        /* what is no option */
    int n_words;
};

/*
 * The first thing in every main: makes the process ready (locale, umask 077, SIGPIPE and SIGXFSZ
 * ignored) and reads its arguments. argv is reordered: options first.
 * False: main returns *out_status; help was printed, or what is wrong.
 */
DUBAN_MUST_USE bool duban_cli_start(const struct duban_command *command, int argc, char **argv,
                                    struct duban_args *out_args, int *out_status);

/* The language that the environment asks for (LC_ALL, LC_MESSAGES, LANG). */
enum duban_lang duban_cli_lang(void);

/* Text, or otherwise when the option was not given. Borrows. */
const char *duban_args_text(const struct duban_args *args, int i, const char *otherwise);
int64_t duban_args_number(const struct duban_args *args, int i, int64_t otherwise);

/* Puts a sentence of the user's language into err; returns rc. words ends with NULL. */
enum duban_rc duban_cli_say(const struct duban_args *args, enum duban_rc rc, enum duban_text_id id,
                            const char *const *words, struct duban_err *err);

/* duban_cli_say() with its words in a row. */
#define DUBAN_CLI_SAY(args, rc, err, id, ...)                                                      \
    duban_cli_say(args, rc, id, (const char *const[]){__VA_ARGS__, NULL}, err)

/* Prints "NAME: text" to standard error; returns the exit status. */
int duban_cli_fail(const struct duban_args *args, enum duban_rc rc, const struct duban_err *err);

/* Prints to standard output, or to standard error. E_IO: it cannot be written. */
DUBAN_MUST_USE enum duban_rc duban_cli_print(struct duban_slice text, struct duban_err *err);
void duban_cli_tell(struct duban_slice text);

#endif
