/* SPDX-License-Identifier: MIT */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include <criterion/criterion.h>

#include "lib/app/office.h"
#include "tests/unit/folder.h"

/* A new folder, which becomes the working folder: each test is a process of its own. */
static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    cr_assert(file != NULL && fputs(text, file) != EOF && fclose(file) == 0);
}

Test(office, is_found_without_making_anything)
{
    struct duban_office office;
    struct duban_arena arena = {0};
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    cr_assert_eq(duban_office_find(".", DUBAN_EN, &arena, &office, &err), DUBAN_OK, "%s", err.text);
    cr_assert_str_eq(office.store, "./state/store.db");
    cr_assert_str_eq(office.ingest, "ipc://./run/ingest");
    cr_assert_str_eq(office.bell, "ipc://./run/bell");
    cr_assert_str_eq(office.zone, "Asia/Shanghai");
    cr_assert_str_eq(office.control, "control");
    cr_assert(access("state", F_OK) != 0 && access("run", F_OK) != 0);
    duban_arena_fini(&arena);
    leave(folder);
}

Test(office, is_what_its_file_says)
{
    struct duban_office office;
    struct duban_arena arena = {0};
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    write_file("duban.yaml", "zone: Europe/Berlin\ncontrol: 督查室\n");
    cr_assert_eq(duban_office_find(".", DUBAN_EN, &arena, &office, &err), DUBAN_OK, "%s", err.text);
    cr_assert_str_eq(office.zone, "Europe/Berlin");
    cr_assert_str_eq(office.control, "督查室");
    duban_arena_fini(&arena);
    leave(folder);
}

Test(office, watches_the_folders_of_its_units)
{
    struct duban_office office;
    struct duban_arena arena = {0};
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    write_file(
        "duban.yaml",
        "watch:\n"
        "  - {source: edu, dept: 教育局, form: forms/edu.yaml, folder: /srv/drop/edu}\n"
        "  - {source: sci, dept: sci, form: /etc/sci.yaml, folder: drop/sci, files: \"*.csv\",\n"
        "     poll: 1m, settle: 0s, connected_on: 2022-01-07}\n"
        "  - {source: hr, dept: hr, form: built-in, folder: drop/hr}\n"
        "  - {source: fin, dept: fin, form: ./built-in, folder: drop/fin}\n");
    cr_assert_eq(duban_office_find(".", DUBAN_EN, &arena, &office, &err), DUBAN_OK, "%s", err.text);
    cr_assert_eq(office.watched.n, 4);
    cr_assert_str_eq(duban_office_watched(&office, duban_slice_of("hr"))->form, DUBAN_FORM_BUILT_IN,
                     "a name, no path");
    cr_assert_str_eq(duban_office_watched(&office, duban_slice_of("fin"))->form, "././built-in");
    const struct duban_watched *edu = duban_office_watched(&office, duban_slice_of("edu"));
    const struct duban_watched *sci = duban_office_watched(&office, duban_slice_of("sci"));
    cr_assert(edu != NULL && sci != NULL && edu != sci);
    cr_assert_str_eq(edu->form, "./forms/edu.yaml");
    cr_assert_str_eq(edu->folder, "/srv/drop/edu");
    cr_assert_str_eq(edu->files, "*");
    cr_assert(edu->poll_ms == 10000 && edu->settle_ms == 5000 && !edu->connected_on.is_given);
    cr_assert_str_eq(sci->form, "/etc/sci.yaml");
    cr_assert_str_eq(sci->folder, "./drop/sci");
    cr_assert(sci->poll_ms == 60000 && sci->settle_ms == 0 && sci->connected_on.is_given);
    cr_assert_null(duban_office_watched(&office, duban_slice_of("ed")));
    duban_arena_fini(&arena);
    leave(folder);
}

Test(office, knows_each_source_once)
{
    struct duban_office office = {.zone = "before"};
    struct duban_arena arena = {0};
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    write_file("duban.yaml", "watch:\n"
                             "  - {source: edu, dept: edu, form: f.yaml, folder: a}\n"
                             "  - {source: edu, dept: hr, form: f.yaml, folder: b}\n");
    cr_assert_eq(duban_office_find(".", DUBAN_EN, &arena, &office, &err), DUBAN_E_CONFIG);
    cr_assert_str_eq(err.text, "duban.yaml: faults: 1");
    duban_arena_fini(&arena);
    leave(folder);
}

Test(office, sends_mail_into_a_folder_unless_it_says_otherwise)
{
    static const struct {
        const char *when, *conf;
        int64_t port;
        const char *folder, *password_file;
    } rows[] = {
        {"nothing is said", "", 587, "./mail", NULL},
        {"another folder", "mail: {folder: /srv/mail}\n", 587, "/srv/mail", NULL},
        {"a server", "mail: {channel: smtp, server: mx.example}\n", 587, "./mail", NULL},
        {"a relay nearby", "mail: {channel: smtp, server: 127.0.0.1, tls: off}\n", 25, "./mail",
         NULL},
        {"an account", "mail: {channel: smtp, server: mx, tls: tls, user: u, password_file: pw}\n",
         465, "./mail", "./pw"},
        {"a port", "mail: {channel: smtp, server: mx, port: 2525}\n", 2525, "./mail", NULL},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_office office;
        struct duban_arena arena = {0};
        struct duban_err err = {0};
        char folder[32];
        enter(folder);
        write_file("duban.yaml", rows[i].conf);
        cr_assert_eq(duban_office_find(".", DUBAN_EN, &arena, &office, &err), DUBAN_OK, "%s: %s",
                     rows[i].when, err.text);
        cr_expect_eq(office.mail.port, rows[i].port, "%s", rows[i].when);
        cr_expect_str_eq(office.mail.folder, rows[i].folder, "%s", rows[i].when);
        cr_expect((office.mail.password_file == NULL) == (rows[i].password_file == NULL));
        if (rows[i].password_file != NULL)
            cr_expect_str_eq(office.mail.password_file, rows[i].password_file, "%s", rows[i].when);
        cr_expect_str_eq(office.mail.from, "duban@localhost");
        cr_expect(office.mail.timeout_ms == 60000 && office.mail.final_timeout_ms == 600000);
        duban_arena_fini(&arena);
        leave(folder);
    }
}

Test(office, whose_mail_is_wrong_is_told_so)
{
    static const struct {
        const char *when, *conf, *want;
    } rows[] = {
        {"a sender with a name", "{from: \"A <a@b>\"}", "\"A <a@b>\" is no plain address"},
        {"a header in the sender", "{from: \"a@b\\r\\nX: y\"}", "is no plain address"},
        {"a host that is none", "{host: \"a b\"}", "\"a b\" is no plain name"},
        {"no server", "{channel: smtp}", "the channel smtp needs a server"},
        {"a server with a path", "{channel: smtp, server: \"mx/a\"}", "\"mx/a\" is no plain name"},
        {"a user alone", "{user: u}", "come together"},
        {"a password alone", "{password_file: p}", "come together"},
        {"an open password", "{tls: off, user: u, password_file: p}", "travel in the open"},
        {"a channel of another kind", "{channel: fax}", "fax"},
        {"a wait without end", "{final_timeout: 2d}", "2d"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_office office;
        struct duban_arena arena = {0};
        struct duban_buf faults = {0};
        struct duban_buf text = {0};
        struct duban_conf conf = {.lang = DUBAN_EN, .arena = &arena, .faults = &faults};
        struct duban_err err = {0};
        char folder[32];
        enter(folder);
        duban_buf_printf(&text, "mail: %s\n", rows[i].conf);
        write_bytes("duban.yaml", text.at, text.len);
        cr_assert_eq(duban_office_read(".", &conf, &office, &err), DUBAN_OK, "%s", err.text);
        cr_expect_eq(conf.n_faults, 1, "%s", rows[i].when);
        duban_buf_put(&faults, (struct duban_slice){"", 1});
        cr_expect_neq(strstr(faults.at, rows[i].want), NULL, "%s: %s", rows[i].when, faults.at);
        duban_buf_fini(&text);
        duban_buf_fini(&faults);
        duban_arena_fini(&arena);
        leave(folder);
    }
}

Test(office, whose_file_is_wrong_is_not_found)
{
    struct duban_office office = {.zone = "before"};
    struct duban_arena arena = {0};
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    write_file("duban.yaml", "zone: Europe/Berlin\ncolour: red\n");
    cr_assert_eq(duban_office_find(".", DUBAN_EN, &arena, &office, &err), DUBAN_E_CONFIG);
    cr_assert_str_eq(err.text, "duban.yaml: faults: 1");
    cr_assert_str_eq(office.zone, "before", "untouched on failure");
    duban_arena_fini(&arena);
    leave(folder);
}

Test(office, that_is_not_there_is_not_found)
{
    static const struct {
        const char *when, *dir;
    } rows[] = {{"no such folder", "none"}, {"a file", "file"}, {"below a file", "file/office"}};
    struct duban_office office = {.store = "before"};
    struct duban_arena arena = {0};
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    write_file("file", "");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(duban_office_find(rows[i].dir, DUBAN_EN, &arena, &office, &err),
                     DUBAN_E_NOINPUT, "%s", rows[i].when);
        cr_assert(strstr(err.text, rows[i].dir) != NULL, "%s: %s", rows[i].when, err.text);
    }
    cr_assert_str_eq(office.store, "before", "untouched on failure");
    duban_arena_fini(&arena);
    leave(folder);
}

/* The root folder by a name of n bytes. */
static const char *root_of(size_t n)
{
    static char dir[2 * DUBAN_OFFICE_PATH_BYTES];

    memset(dir, '/', n);
    dir[n] = '\0';
    return dir;
}

Test(office, has_paths_that_fit)
{
    static const size_t rest = sizeof "ipc:///run/ingest"; /* the longest, with its NUL */
    static const size_t limit = DUBAN_OFFICE_PATH_BYTES - rest;
    struct duban_office office;
    struct duban_arena arena = {0};
    struct duban_err err = {0};

    cr_assert_eq(duban_office_find(root_of(limit - 1), DUBAN_EN, &arena, &office, &err), DUBAN_OK);
    cr_assert_eq(duban_office_find(root_of(limit), DUBAN_EN, &arena, &office, &err), DUBAN_OK);
    cr_assert_eq(strlen(office.ingest), DUBAN_OFFICE_PATH_BYTES - 1);
    cr_assert_eq(duban_office_find(root_of(limit + 1), DUBAN_EN, &arena, &office, &err),
                 DUBAN_E_CONFIG);
    cr_assert(strstr(err.text, "too long") != NULL, "%s", err.text);
    duban_arena_fini(&arena);
}

Test(office, is_made_for_its_owner_alone)
{
    static const char *const names[] = {"state", "run"};
    struct duban_err err = {0};
    struct stat status;
    char folder[32];

    enter(folder);
    (void)umask(0);
    cr_assert_eq(duban_office_make(".", &err), DUBAN_OK, "%s", err.text);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        cr_assert_eq(stat(names[i], &status), 0, "%s", names[i]);
        cr_assert_eq(status.st_mode, S_IFDIR | S_IRWXU, "%s", names[i]);
    }
    write_file("state/kept", "");
    cr_assert_eq(duban_office_make(".", &err), DUBAN_OK, "again: %s", err.text);
    cr_assert_eq(access("state/kept", F_OK), 0);
    leave(folder);
}

Test(office, that_cannot_be_made_says_why)
{
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    cr_assert_eq(duban_office_make("none", &err), DUBAN_E_NOINPUT);
    cr_assert(strstr(err.text, "none/state") != NULL, "%s", err.text);
    write_file("run", "");
    cr_assert_eq(duban_office_make(".", &err), DUBAN_E_CANTCREATE);
    cr_assert(strstr(err.text, "./run") != NULL, "%s", err.text);
    /* Rights hold nothing back from root, who becomes nobody here; anyone else keeps the folder's
     * rights, which are taken from it. */
    cr_assert_eq(chmod(folder, 0), 0);
    if (geteuid() == 0)
        cr_assert_eq(seteuid(65534), 0);
    enum duban_rc rc = duban_office_make(folder, &err);
    cr_assert(seteuid(getuid()) == 0 && chmod(folder, S_IRWXU) == 0);
    cr_assert_eq(rc, DUBAN_E_PERM, "%s", err.text);
    leave(folder);
}

Test(outbox, is_a_file_of_its_own_for_every_name)
{
    static const struct {
        const char *when, *name, *want;
    } rows[] = {
        {"letters, digits and marks that need nothing", "report-2_B",
         "d/state/outbox-report-2_B.db"},
        {"no name", "", "d/state/outbox-.db"},
        {"a way out of the folder", "../../x", "d/state/outbox-%2E%2E%2F%2E%2E%2Fx.db"},
        {"what looks like an escape", "%2F", "d/state/outbox-%252F.db"},
        {"Chinese", "督办", "d/state/outbox-%E7%9D%A3%E5%8A%9E.db"},
        {"blanks and control bytes", "a b\n", "d/state/outbox-a%20b%0A.db"},
    };
    char path[DUBAN_OFFICE_PATH_BYTES];
    struct duban_err err = {0};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(duban_office_outbox("d", rows[i].name, path, &err), DUBAN_OK, "%s",
                     rows[i].when);
        cr_assert_str_eq(path, rows[i].want, "%s", rows[i].when);
    }
}

Test(outbox, has_a_path_that_fits)
{
    static const size_t rest = sizeof "/state/outbox-x.db"; /* with its NUL */
    static const size_t limit = DUBAN_OFFICE_PATH_BYTES - rest;
    char path[DUBAN_OFFICE_PATH_BYTES];
    struct duban_err err = {0};

    cr_assert_eq(duban_office_outbox(root_of(limit - 1), "x", path, &err), DUBAN_OK);
    cr_assert_eq(duban_office_outbox(root_of(limit), "x", path, &err), DUBAN_OK);
    cr_assert_eq(strlen(path), DUBAN_OFFICE_PATH_BYTES - 1);
    cr_assert_eq(duban_office_outbox(root_of(limit + 1), "x", path, &err), DUBAN_E_CONFIG);
}
