/* SPDX-License-Identifier: MIT
 *
 * duban check: what is wrong with an office before it is started, by the loaders that its programs use.
 */
#include <stdio.h>
#include <unistd.h>

#include <sys/stat.h>

#include "ctl/command.h"
#include "lib/app/office.h"
#include "lib/store/store.h"

static const struct duban_option options[] = {{.name = NULL}};

static const struct duban_command command = {
    .name = "duban check",
    .args = "",
    .summary = DUBAN_TEXT_CHECK_SUMMARY,
    .examples = (const char *const[]){"duban check", "duban check --dir /srv/duban", NULL},
    .options = options,
};

struct check {
    const struct duban_args *args;
    struct duban_arena arena;
    struct duban_buf found;
    size_t n_found;
};

static void find(struct check *check, enum duban_text_id id, const char *what)
{
    DUBAN_SAY(&check->found, check->args->lang, id, what);
    duban_buf_puts(&check->found, "\n");
    check->n_found++;
}

static void find_err(struct check *check, const struct duban_err *err)
{
    duban_buf_printf(&check->found, "%s\n", err->text);
    check->n_found++;
}

/* What lies in state/ and run/ is nobody else's business. */
static void check_mode(struct check *check, const char *name)
{
    char path[DUBAN_OFFICE_PATH_BYTES];
    struct stat status;

    int len = snprintf(path, sizeof path, "%s/%s", check->args->dir, name);
    if (len > 0 && (size_t)len < sizeof path && stat(path, &status) == 0 &&
        (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        find(check, DUBAN_TEXT_CHECK_MODE, path);
}

static void check_store(struct check *check, const struct duban_office *office)
{
    struct duban_store *store = NULL;
    struct duban_err err = {0};

    enum duban_rc rc = duban_store_open_reader(office->store, &store, &err);
    if (rc != DUBAN_OK && rc != DUBAN_E_NOINPUT) /* a new office has none yet */
        find_err(check, &err);
    duban_store_close(store);
}

/* The watcher reads the form, and writes receipts into the folder. */
static void check_watched(struct check *check, const struct duban_watched *watched)
{
    if (access(watched->form, R_OK) != 0)
        find(check, DUBAN_TEXT_CHECK_FORM, watched->form);
    if (access(watched->folder, R_OK | W_OK | X_OK) != 0)
        find(check, DUBAN_TEXT_CHECK_FOLDER, watched->folder);
}

static void check_all(struct check *check)
{
    struct duban_office office;
    struct duban_conf conf = {
        .lang = check->args->lang, .arena = &check->arena, .faults = &check->found};
    struct duban_err err = {0};

    if (duban_office_read(check->args->dir, &conf, &office, &err) != DUBAN_OK) {
        find_err(check, &err);
        return;
    }
    check->n_found += conf.n_faults;
    check_mode(check, "state");
    check_mode(check, "run");
    check_store(check, &office);
    for (size_t i = 0; i < office.watched.n; i++)
        check_watched(check, (const struct duban_watched *)office.watched.at + i);
}

static enum duban_rc run(const struct duban_args *args, struct duban_err *err)
{
    struct check check = {.args = args};
    struct duban_buf line = {0};
    char number[24];
    enum duban_rc rc = DUBAN_OK;

    check_all(&check);
    duban_cli_tell(duban_buf_slice(&check.found));
    (void)snprintf(number, sizeof number, "%zu", check.n_found);
    if (check.n_found > 0) {
        rc = DUBAN_CLI_SAY(args, DUBAN_E_CONFIG, err, DUBAN_TEXT_CHECK_FOUND, number);
    } else {
        DUBAN_SAY(&line, args->lang, DUBAN_TEXT_CHECK_OK, args->dir);
        duban_buf_puts(&line, "\n");
        rc = duban_cli_print(duban_buf_slice(&line), err);
    }
    duban_buf_fini(&line);
    duban_buf_fini(&check.found);
    duban_arena_fini(&check.arena);
    return rc;
}

int ctl_check(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
