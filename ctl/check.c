/* SPDX-License-Identifier: MIT
 *
 * duban check: what is wrong with an office before it is started, by the loaders that its programs use.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "ctl/command.h"
#include "ctl/units.h"
#include "lib/app/office.h"
#include "lib/app/people.h"
#include "lib/store/store.h"
#include "producers/common/form.h"

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
    struct duban_model model; /* of the store; without one it has no plan */
    struct duban_buf found, notes;
    size_t n_found;
};

/* words ends with NULL. */
static void find_words(struct check *check, enum duban_text_id id, const char *const *words)
{
    duban_text_put(&check->found, check->args->lang, id, words);
    duban_buf_puts(&check->found, "\n");
    check->n_found++;
}

#define FIND(check, id, ...) find_words(check, id, (const char *const[]){__VA_ARGS__, NULL})

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
        FIND(check, DUBAN_TEXT_CHECK_MODE, path);
}

static void check_store(struct check *check, const struct duban_office *office)
{
    struct duban_store *store = NULL;
    struct duban_err err = {0};
    uint64_t lsn = 0;

    enum duban_rc rc = duban_store_open_reader(office->store, &store, &err);
    if (rc == DUBAN_E_NOINPUT) /* a new office has none yet */
        return;
    if (rc == DUBAN_OK && office->zone != NULL) { /* else duban.yaml is wrong, and was told so */
        rc = duban_zone_set(office->zone, &err);
        if (rc == DUBAN_OK)
            rc = duban_store_replay(store, &lsn, DUBAN_EVER, &check->model, &err);
    }
    if (rc != DUBAN_OK)
        find_err(check, &err);
    duban_store_close(store);
}

static const char *cstr(struct check *check, struct duban_slice text)
{
    return duban_arena_cstr(&check->arena, text);
}

static bool has_address(const struct duban_people *people, const struct duban_unit_name *unit)
{
    for (size_t i = 0; i < people->n; i++) {
        const struct duban_person *person = &people->at[i];
        bool answers = person->role == DUBAN_PERSON_LIAISON || person->role == DUBAN_PERSON_HEAD;
        if (answers && duban_person_is_of(person, unit->code, unit->zh, unit->en))
            return true;
    }
    return false;
}

/* Every unit that reports must be heard of, and every unit that is named must be the plan's. */
static void check_units(struct check *check, const struct duban_people *people)
{
    const struct duban_model *model = &check->model;
    size_t n = 0;
    const struct duban_slice *codes = units_reporting(model, &check->arena, &n);
    char row[24];

    for (size_t i = 0; i < people->n; i++) {
        const struct duban_person *person = &people->at[i];
        struct duban_slice code;
        if (person->dept.len == 0 || units_find(model, person->dept, &code))
            continue;
        (void)snprintf(row, sizeof row, "%zu", person->row);
        FIND(check, DUBAN_TEXT_CHECK_UNKNOWN_DEPT, people->path, row, cstr(check, person->dept));
    }
    for (size_t i = 0; i < n; i++) {
        struct duban_unit_name unit = units_name(model, codes[i]);
        struct duban_slice name =
            duban_model_unit_name(model, codes[i], check->args->lang == DUBAN_ZH);
        if (!has_address(people, &unit))
            FIND(check, DUBAN_TEXT_CHECK_NO_ADDRESS, cstr(check, name), people->path);
    }
}

static void check_people(struct check *check)
{
    struct duban_people people = {
        .lang = check->args->lang, .arena = &check->arena, .faults = &check->found};
    struct duban_err err = {0};

    if (duban_people_read(&people, check->args->dir, &err) != DUBAN_OK) {
        find_err(check, &err);
        return;
    }
    check->n_found += people.n_faults;
    if (!people.is_there) {
        DUBAN_SAY(&check->notes, check->args->lang, DUBAN_TEXT_CHECK_NO_PEOPLE, people.path);
        duban_buf_puts(&check->notes, "\n");
    } else if (people.n_faults == 0 && check->model.has_plan) {
        check_units(check, &people);
    }
}

/* The watcher reads the form, and writes receipts into the folder. */
static void check_watched(struct check *check, const struct duban_watched *watched)
{
    struct duban_conf conf = {.path = watched->form,
                              .lang = check->args->lang,
                              .arena = &check->arena,
                              .faults = &check->found};
    struct duban_err err = {0};
    struct form form;

    if (form_read(&conf, &form, NULL, &err) != DUBAN_OK)
        FIND(check, DUBAN_TEXT_CHECK_FORM, watched->form);
    check->n_found += conf.n_faults;
    if (check->model.has_plan &&
        !units_check_watched(&check->model, watched, check->args->lang, &check->found)) {
        duban_buf_puts(&check->found, "\n");
        check->n_found++;
    }
    if (access(watched->folder, R_OK | W_OK | X_OK) != 0)
        FIND(check, DUBAN_TEXT_CHECK_FOLDER, watched->folder);
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
    duban_model_init(&check->model, &check->arena, duban_slice_of(office.control));
    check_store(check, &office);
    check_people(check);
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
    duban_cli_tell(duban_buf_slice(&check.notes));
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
    duban_buf_fini(&check.notes);
    duban_arena_fini(&check.arena);
    return rc;
}

int ctl_check(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
