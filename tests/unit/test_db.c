/* SPDX-License-Identifier: MIT */
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/resource.h>
#include <sys/stat.h>

#include <criterion/criterion.h>

#include "lib/core/db.h"
#include "lib/core/file.h"
#include "tests/unit/folder.h"

enum { PAGE_BYTES = 4096, APPLICATION = 0x74657374 };

static const char *const steps[] = {
    "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT, bytes BLOB)",
    "ALTER TABLE note ADD COLUMN level INTEGER NOT NULL DEFAULT 7",
};
static const char *const wrong_steps[] = {
    "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT, bytes BLOB)",
    "CREATE TABLE half (id INTEGER); ALTER TABLE nothing ADD COLUMN level INTEGER",
};
static const struct duban_schema version_1 = {APPLICATION, steps, 1};
static const struct duban_schema version_2 = {APPLICATION, steps, 2};
static const struct duban_schema wrong_version_2 = {APPLICATION, wrong_steps, 2};
static const struct duban_schema of_others = {APPLICATION + 1, steps, 1};

/* A new folder, which becomes the working folder: each test is a process of its own. */
static struct duban_db *open_writer(const struct duban_schema *schema)
{
    struct duban_db *db = NULL;
    struct duban_err err = {0};

    cr_assert_eq(duban_db_open_writer("a.db", schema, &db, &err), DUBAN_OK, "%s", err.text);
    return db;
}

static struct duban_db *open_reader(void)
{
    struct duban_db *db = NULL;
    struct duban_err err = {0};

    cr_assert_eq(duban_db_open_reader("a.db", &version_1, &db, &err), DUBAN_OK, "%s", err.text);
    return db;
}

static struct duban_stmt *prepare(struct duban_db *db, const char *sql)
{
    struct duban_stmt *stmt = NULL;
    struct duban_err err = {0};

    cr_assert_eq(duban_db_prepare(db, sql, &stmt, &err), DUBAN_OK, "%s", err.text);
    return stmt;
}

/* Runs sql to its end, as far as it goes. */
static enum duban_rc run(struct duban_db *db, const char *sql)
{
    struct duban_stmt *stmt = prepare(db, sql);
    struct duban_err err = {0};
    bool has_row = true;
    enum duban_rc rc = DUBAN_OK;

    while (rc == DUBAN_OK && has_row)
        rc = duban_stmt_step(stmt, &has_row, &err);
    duban_stmt_free(stmt);
    return rc;
}

/* The number that sql gives. */
static int64_t number(struct duban_db *db, const char *sql)
{
    struct duban_stmt *stmt = prepare(db, sql);
    struct duban_err err = {0};
    bool has_row = false;

    cr_assert(duban_stmt_step(stmt, &has_row, &err) == DUBAN_OK && has_row, "%s", err.text);
    int64_t value = duban_stmt_i64(stmt, 0);
    duban_stmt_free(stmt);
    return value;
}

static int64_t n_notes(struct duban_db *db)
{
    return number(db, "SELECT count(*) FROM note");
}

static enum duban_rc add_note(struct duban_db *db, struct duban_slice text)
{
    struct duban_stmt *stmt = prepare(db, "INSERT INTO note (text) VALUES (?1)");
    struct duban_err err = {0};

    duban_stmt_bind_text(stmt, 1, text);
    enum duban_rc rc = duban_stmt_run(stmt, &err);
    duban_stmt_free(stmt);
    return rc;
}

static void begin(struct duban_db *db)
{
    struct duban_err err = {0};
    cr_assert_eq(duban_db_begin(db, &err), DUBAN_OK, "%s", err.text);
}

static void commit(struct duban_db *db)
{
    struct duban_err err = {0};
    cr_assert_eq(duban_db_commit(db, &err), DUBAN_OK, "%s", err.text);
}

/* A database of version 1 with one note, closed. */
static void make_database(void)
{
    struct duban_db *db = open_writer(&version_1);

    cr_assert_eq(add_note(db, duban_slice_of("事项")), DUBAN_OK);
    duban_db_close(db);
}

static void read_file(const char *path, struct duban_buf *out)
{
    struct duban_err err = {0};

    duban_buf_clear(out);
    cr_assert_eq(duban_file_read(path, 16U << 20, out, &err), DUBAN_OK, "%s", err.text);
}

static void make_file(const char *path)
{
    FILE *file = fopen(path, "we");
    cr_assert(file != NULL && fclose(file) == 0);
}

/* Writes n bytes of rubbish over the file from offset on. */
static void damage(const char *path, long offset, size_t n)
{
    FILE *file = fopen(path, "r+e");

    cr_assert(file != NULL && fseek(file, offset, SEEK_SET) == 0);
    for (size_t i = 0; i < n; i++)
        cr_assert_neq(fputc(0xa5, file), EOF);
    cr_assert_eq(fclose(file), 0);
}

static off_t size_of(const char *path)
{
    struct stat status;
    cr_assert_eq(stat(path, &status), 0, "%s", path);
    return status.st_size;
}

Test(db, is_made_for_its_owner_alone)
{
    static const char *const names[] = {"a.db", "a.db-wal", "a.db-shm", "a.db.lock"};
    struct stat status;
    char folder[32];

    enter(folder);
    (void)umask(0);
    struct duban_db *db = open_writer(&version_1);
    cr_assert_eq(n_notes(db), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        cr_assert_eq(stat(names[i], &status), 0, "%s", names[i]);
        cr_assert_eq(status.st_mode, S_IFREG | S_IRUSR | S_IWUSR, "%s", names[i]);
    }
    duban_db_close(db);
    leave(folder);
}

Test(db, is_written_so_that_a_commit_survives_a_power_cut)
{
    char folder[32];

    enter(folder);
    struct duban_db *db = open_writer(&version_1);
    cr_assert_eq(number(db, "PRAGMA synchronous"), 2, "FULL");
    cr_assert_eq(number(db, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
    cr_assert_eq(number(db, "PRAGMA foreign_keys"), 1);
    duban_db_close(db);
    leave(folder);
}

Test(db, keeps_every_kind_of_value)
{
    static const struct duban_slice text = {"事项\0x", 8};
    static const struct duban_slice bytes = {"\xff\0\x80", 3};
    struct duban_err err = {0};
    bool has_row = false;
    char folder[32];

    enter(folder);
    struct duban_db *db = open_writer(&version_1);
    struct duban_stmt *in = prepare(db, "INSERT INTO note (id, text, bytes) VALUES (?1, ?2, ?3)");
    duban_stmt_bind_i64(in, 1, duban_db_i64_of(UINT64_MAX - 1));
    duban_stmt_bind_text(in, 2, text);
    duban_stmt_bind_blob(in, 3, bytes);
    cr_assert_eq(duban_stmt_run(in, &err), DUBAN_OK, "%s", err.text);
    duban_stmt_bind_i64(in, 1, INT64_MIN);
    duban_stmt_bind_text(in, 2, duban_slice_of(NULL));
    duban_stmt_bind_blob(in, 3, duban_slice_of(NULL));
    cr_assert_eq(duban_stmt_run(in, &err), DUBAN_OK, "%s", err.text);
    duban_stmt_bind_i64(in, 1, INT64_MAX);
    cr_assert_eq(duban_stmt_run(in, &err), DUBAN_OK, "what is not bound is null: %s", err.text);
    duban_stmt_free(in);
    duban_stmt_free(NULL);

    struct duban_stmt *out = prepare(db, "SELECT id, text, bytes FROM note ORDER BY id");
    cr_assert(duban_stmt_step(out, &has_row, &err) == DUBAN_OK && has_row);
    cr_assert_eq(duban_stmt_i64(out, 0), INT64_MIN);
    cr_assert(!duban_stmt_is_null(out, 1) && duban_stmt_text(out, 1).len == 0);
    cr_assert(!duban_stmt_is_null(out, 2) && duban_stmt_blob(out, 2).len == 0);
    cr_assert(duban_stmt_step(out, &has_row, &err) == DUBAN_OK && has_row);
    cr_assert_eq(duban_db_u64_of(duban_stmt_i64(out, 0)), UINT64_MAX - 1);
    cr_assert(duban_slice_equal(duban_stmt_text(out, 1), text));
    cr_assert(duban_slice_equal(duban_stmt_blob(out, 2), bytes));
    cr_assert(duban_stmt_step(out, &has_row, &err) == DUBAN_OK && has_row);
    cr_assert_eq(duban_stmt_i64(out, 0), INT64_MAX);
    cr_assert(duban_stmt_is_null(out, 1) && duban_stmt_is_null(out, 2));
    cr_assert(duban_stmt_step(out, &has_row, &err) == DUBAN_OK && !has_row);
    duban_stmt_free(out);
    duban_db_close(db);
    leave(folder);
}

Test(db, has_a_transaction_wholly_or_not_at_all)
{
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    struct duban_db *db = open_writer(&version_1);
    struct duban_db *reader = open_reader();
    duban_db_rollback(db); /* where none is open */
    begin(db);
    cr_assert_eq(add_note(db, duban_slice_of("kept")), DUBAN_OK);
    cr_assert_eq(n_notes(reader), 0, "not before the commit");
    commit(db);
    cr_assert_eq(n_notes(reader), 1);
    begin(db);
    cr_assert_eq(add_note(db, duban_slice_of("rolled back")), DUBAN_OK);
    duban_db_rollback(db);
    cr_assert_eq(n_notes(db), 1);
    begin(db);
    cr_assert_eq(add_note(db, duban_slice_of("closed before the commit")), DUBAN_OK);
    duban_db_close(db);
    cr_assert_eq(n_notes(reader), 1);
    db = open_writer(&version_1);
    cr_assert_eq(n_notes(db), 1);
    cr_assert_neq(duban_db_commit(db, &err), DUBAN_OK, "there is nothing to commit");
    duban_db_close(db);
    duban_db_close(reader);
    duban_db_close(NULL);
    leave(folder);
}

Test(db, has_one_writer)
{
    struct duban_db *second = NULL;
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    struct duban_db *db = open_writer(&version_1);
    cr_assert_eq(duban_db_open_writer("a.db", &version_1, &second, &err), DUBAN_E_AGAIN);
    cr_assert(strstr(err.text, "a.db") != NULL, "%s", err.text);
    cr_assert_eq(second, NULL, "untouched on failure");
    duban_db_close(db);
    duban_db_close(open_writer(&version_1));
    leave(folder);
}

Test(schema, is_brought_up_to_date_with_its_rows)
{
    struct duban_db *db = NULL;
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    make_database();
    cr_assert_eq(duban_db_open_reader("a.db", &version_2, &db, &err), DUBAN_E_DATA,
                 "a reader changes nothing");
    cr_assert(strstr(err.text, "start its daemon") != NULL, "%s", err.text);
    db = open_writer(&version_2);
    cr_assert_eq(number(db, "SELECT level FROM note WHERE text = '事项'"), 7);
    cr_assert_eq(number(db, "PRAGMA user_version"), 2);
    duban_db_close(db);
    db = open_writer(&version_2);
    cr_assert_eq(n_notes(db), 1);
    duban_db_close(db);
    leave(folder);
}

Test(schema, that_a_step_fails_to_change_is_as_it_was)
{
    struct duban_db *db = NULL;
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    make_database();
    cr_assert_eq(duban_db_open_writer("a.db", &wrong_version_2, &db, &err), DUBAN_E_IO);
    cr_assert(strstr(err.text, "nothing") != NULL, "%s", err.text);
    db = open_writer(&version_1);
    cr_assert_eq(number(db, "PRAGMA user_version"), 1);
    cr_assert_eq(number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), 0);
    cr_assert_eq(n_notes(db), 1);
    duban_db_close(db);
    leave(folder);
}

Test(db, that_is_not_ours_is_left_alone)
{
    static const struct {
        const char *when;
        const struct duban_schema *maker; /* NULL: no database at all */
        const char *want;
    } rows[] = {
        {"of another program", &of_others, "not the one that belongs here"},
        {"of a newer version", &version_2, "newer"},
        {"no database", NULL, "not a database"},
    };
    struct duban_buf before = {0};
    struct duban_buf after = {0};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_db *db = NULL;
        struct duban_err err = {0};
        char folder[32];

        enter(folder);
        make_database();
        if (rows[i].maker == NULL) {
            damage("a.db", 0, PAGE_BYTES);
        } else {
            cr_assert_eq(remove("a.db"), 0);
            duban_db_close(open_writer(rows[i].maker));
        }
        read_file("a.db", &before);
        cr_assert_eq(duban_db_open_writer("a.db", &version_1, &db, &err), DUBAN_E_DATA, "%s",
                     rows[i].when);
        cr_assert(strstr(err.text, rows[i].want) != NULL, "%s: %s", rows[i].when, err.text);
        cr_assert_eq(duban_db_open_reader("a.db", &version_1, &db, &err), DUBAN_E_DATA, "%s",
                     rows[i].when);
        cr_assert(strstr(err.text, rows[i].want) != NULL, "%s: %s", rows[i].when, err.text);
        cr_assert_eq(db, NULL, "untouched on failure");
        read_file("a.db", &after);
        cr_assert(duban_slice_equal(duban_buf_slice(&before), duban_buf_slice(&after)), "%s",
                  rows[i].when);
        leave(folder);
    }
    duban_buf_fini(&before);
    duban_buf_fini(&after);
}

Test(db, that_cannot_be_opened_says_why)
{
    struct duban_db *db = NULL;
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    cr_assert_eq(duban_db_open_reader("none.db", &version_1, &db, &err), DUBAN_E_NOINPUT);
    cr_assert(strstr(err.text, "none.db") != NULL, "%s", err.text);
    cr_assert_neq(access("none.db", F_OK), 0, "a reader makes no file");
    FILE *begun = fopen("begun.db", "we"); /* by a daemon that has just been started */
    cr_assert(begun != NULL && fclose(begun) == 0);
    cr_assert_eq(duban_db_open_reader("begun.db", &version_1, &db, &err), DUBAN_E_NOINPUT);
    cr_assert_eq(unlink("begun.db"), 0);
    cr_assert_eq(mkdir("folder.db", S_IRWXU), 0);
    cr_assert_eq(duban_db_open_writer("folder.db", &version_1, &db, &err), DUBAN_E_IO);
    cr_assert(strstr(err.text, "folder.db") != NULL, "%s", err.text);
    cr_assert_eq(duban_db_open_reader("folder.db", &version_1, &db, &err), DUBAN_E_IO);
    cr_assert(strstr(err.text, "folder.db") != NULL, "%s", err.text);
    leave(folder);
}

Test(db, that_is_damaged_inside_is_bad_data)
{
    struct duban_err err = {0};
    bool has_row = false;
    char folder[32];

    enter(folder);
    make_database();
    damage("a.db", PAGE_BYTES, PAGE_BYTES); /* page 2 holds the notes */
    struct duban_db *reader = open_reader();
    struct duban_stmt *stmt = prepare(reader, "SELECT text FROM note");
    cr_assert_eq(duban_stmt_step(stmt, &has_row, &err), DUBAN_E_DATA);
    cr_assert(strstr(err.text, "a.db") != NULL, "%s", err.text);
    duban_stmt_free(stmt);
    duban_db_close(reader);
    leave(folder);
}

/* Rights hold nothing back from root, who becomes nobody here. */
Test(db, is_not_opened_without_the_rights)
{
    struct duban_db *db = NULL;
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    make_database();
    make_file("secret.db");
    cr_assert(chmod("a.db", 0444) == 0 && chmod("a.db.lock", 0666) == 0);
    cr_assert(chmod("secret.db", 0) == 0 && chmod(folder, 0555) == 0);
    if (geteuid() == 0)
        cr_assert_eq(seteuid(65534), 0);
    enum duban_rc secret = duban_db_open_reader("secret.db", &version_1, &db, &err);
    enum duban_rc reader = duban_db_open_reader("a.db", &version_1, &db, &err);
    enum duban_rc writer = duban_db_open_writer("a.db", &version_1, &db, &err);
    enum duban_rc new = duban_db_open_writer("b.db", &version_1, &db, &err);
    cr_assert(seteuid(getuid()) == 0 && chmod(folder, S_IRWXU) == 0);
    cr_assert_eq(secret, DUBAN_E_PERM, "a file that cannot be read");
    cr_assert_eq(reader, DUBAN_E_PERM, "a folder that cannot be written, and no writer");
    cr_assert_eq(writer, DUBAN_E_PERM, "a file that cannot be written");
    cr_assert_eq(new, DUBAN_E_PERM, "a file that cannot be made");
    leave(folder);
}

static void *make_tables(void *arg)
{
    (void)arg;
    return open_writer(&version_1);
}

/* An import ran into the aggregator's first second, and was told that the database was not ours. */
Test(reader, that_comes_while_the_tables_are_made_sees_none_or_all)
{
    enum { ROUNDS = 100, LOOKS_MAX = 100000 };
    struct duban_err err = {0};
    char folder[32];

    for (int i = 0; i < ROUNDS; i++) {
        struct duban_db *db = NULL;
        void *writer = NULL;
        pthread_t thread;
        enum duban_rc rc = DUBAN_E_NOINPUT;

        enter(folder);
        cr_assert_eq(pthread_create(&thread, NULL, make_tables, NULL), 0);
        for (int n = 0; rc == DUBAN_E_NOINPUT && n < LOOKS_MAX; n++)
            rc = duban_db_open_reader("a.db", &version_1, &db, &err);
        cr_assert_eq(pthread_join(thread, &writer), 0);
        cr_expect_eq(rc, DUBAN_OK, "%s", err.text);
        duban_db_close(db);
        duban_db_close(writer);
        leave(folder);
    }
}

Test(reader, cannot_write)
{
    char folder[32];

    enter(folder);
    make_database();
    struct duban_db *reader = open_reader();
    cr_assert_eq(add_note(reader, duban_slice_of("no")), DUBAN_E_PERM);
    cr_assert_eq(run(reader, "DROP TABLE note"), DUBAN_E_PERM);
    cr_assert_eq(n_notes(reader), 1);
    duban_db_close(reader);
    leave(folder);
}

Test(stmt, that_cannot_be_used_says_why)
{
    struct duban_stmt *stmt = NULL;
    struct duban_err err = {0};
    bool has_row = false;
    char folder[32];

    enter(folder);
    make_database();
    struct duban_db *db = open_writer(&version_1);
    cr_assert_eq(duban_db_prepare(db, "SELECT x FROM note", &stmt, &err), DUBAN_E_IO);
    cr_assert(strstr(err.text, "no such column") != NULL, "%s", err.text);
    cr_assert_eq(stmt, NULL, "untouched on failure");
    cr_assert_eq(run(db, "INSERT INTO note (id) VALUES (1)"), DUBAN_E_IO, "a rule is broken");
    stmt = prepare(db, "SELECT id FROM note");
    cr_assert(duban_stmt_step(stmt, &has_row, &err) == DUBAN_OK && has_row);
    cr_assert_eq(run(db, "DROP TABLE note"), DUBAN_E_AGAIN, "its rows are being read");
    duban_stmt_free(stmt);
    duban_db_close(db);
    leave(folder);
}

Test(limit, bounds_the_file_to_whole_pages)
{
    static const struct {
        const char *when;
        int64_t more, want;
    } rows[] = {
        {"a byte less than ten pages", -1, 9},
        {"ten pages", 0, 10},
        {"a byte more", 1, 10},
    };
    static char text[1000];
    struct duban_err err = {0};
    char folder[32];

    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t max_bytes = (int64_t)10 * PAGE_BYTES + rows[i].more;
        int64_t n = 0;
        enum duban_rc rc;

        enter(folder);
        struct duban_db *db = open_writer(&version_1);
        cr_assert_eq(duban_db_limit(db, max_bytes, &err), DUBAN_OK, "%s", err.text);
        while ((rc = add_note(db, (struct duban_slice){text, sizeof text})) == DUBAN_OK)
            n++;
        cr_assert_eq(rc, DUBAN_E_FULL, "%s", rows[i].when);
        cr_assert_eq(number(db, "PRAGMA page_count"), rows[i].want, "%s", rows[i].when);
        cr_assert_eq(n_notes(db), n, "what was full is not stored, what was stored stays");
        cr_assert_eq(run(db, "DELETE FROM note"), DUBAN_OK, "there is always a way out");
        cr_assert_eq(add_note(db, (struct duban_slice){text, sizeof text}), DUBAN_OK);
        duban_db_close(db);
        cr_assert_leq(size_of("a.db"), max_bytes, "%s", rows[i].when);
        leave(folder);
    }
}

Test(limit, that_is_hit_inside_a_transaction_takes_all_of_it_back)
{
    static char text[3 * PAGE_BYTES];
    struct duban_err err = {0};
    char folder[32];

    memset(text, 'x', sizeof text);
    enter(folder);
    make_database();
    struct duban_db *db = open_writer(&version_1);
    cr_assert_eq(duban_db_limit(db, (int64_t)4 * PAGE_BYTES, &err), DUBAN_OK, "%s", err.text);
    begin(db);
    cr_assert_eq(add_note(db, duban_slice_of("small")), DUBAN_OK);
    cr_assert_eq(add_note(db, (struct duban_slice){text, sizeof text}), DUBAN_E_FULL);
    duban_db_rollback(db);
    cr_assert_eq(n_notes(db), 1);
    cr_assert_eq(add_note(db, duban_slice_of("small")), DUBAN_OK, "later it may go");
    duban_db_close(db);
    leave(folder);
}

/* A file may not grow beyond RLIMIT_FSIZE: what SQLite writes then fails, as on a broken disk. */
Test(commit, that_cannot_be_written_leaves_nothing)
{
    static char text[8 * PAGE_BYTES];
    struct duban_err err = {0};
    struct rlimit before;
    char folder[32];

    memset(text, 'x', sizeof text);
    (void)sigaction(SIGXFSZ, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    enter(folder);
    make_database();
    struct duban_db *db = open_writer(&version_1);
    struct duban_db *reader = open_reader();
    begin(db);
    cr_assert_eq(add_note(db, (struct duban_slice){text, sizeof text}), DUBAN_OK);
    struct rlimit small = {(rlim_t)4 * PAGE_BYTES, before.rlim_max};
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum duban_rc rc = duban_db_commit(db, &err);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    cr_assert_eq(rc, DUBAN_E_IO, "%s", err.text);
    cr_assert(strstr(err.text, "a.db") != NULL, "%s", err.text);
    cr_assert_eq(n_notes(reader), 1);
    begin(db); /* it was rolled back: another may begin */
    duban_db_rollback(db);
    duban_db_close(db);
    db = open_writer(&version_1);
    cr_assert_eq(n_notes(db), 1);
    duban_db_close(db);
    duban_db_close(reader);
    leave(folder);
}

Test(commit, that_breaks_a_rule_is_rolled_back)
{
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    struct duban_db *db = open_writer(&version_1);
    cr_assert_eq(run(db, "CREATE TABLE answer (note INTEGER REFERENCES note"
                         " DEFERRABLE INITIALLY DEFERRED)"),
                 DUBAN_OK);
    begin(db);
    cr_assert_eq(run(db, "INSERT INTO answer VALUES (1)"), DUBAN_OK);
    cr_assert_eq(duban_db_commit(db, &err), DUBAN_E_IO, "there is no note 1");
    begin(db);
    cr_assert_eq(number(db, "SELECT count(*) FROM answer"), 0);
    commit(db);
    duban_db_close(db);
    leave(folder);
}

/* Each commit of one changed page adds one frame to the log: 24 bytes and the page. */
static off_t n_frames(void)
{
    return (size_of("a.db-wal") - 32) / (24 + PAGE_BYTES);
}

Test(checkpoint, moves_a_log_that_has_grown)
{
    enum {
        LIMIT = 1024 /* CHECKPOINT_PAGES of db.c */
    };
    static char text[1000 * PAGE_BYTES];
    char folder[32];

    memset(text, 'x', sizeof text);
    enter(folder);
    struct duban_db *db = open_writer(&version_1);
    duban_db_checkpoint(db);
    cr_assert_eq(add_note(db, (struct duban_slice){text, sizeof text}), DUBAN_OK);
    cr_assert_eq(run(db, "INSERT INTO note (text) VALUES ('0')"), DUBAN_OK);
    while (n_frames() < LIMIT - 1)
        cr_assert_eq(run(db, "UPDATE note SET text = text + 1 WHERE id = 2"), DUBAN_OK);
    off_t before = size_of("a.db");
    duban_db_checkpoint(db);
    cr_assert_eq(size_of("a.db"), before, "a page less is left where it is");
    cr_assert_eq(run(db, "UPDATE note SET text = text + 1 WHERE id = 2"), DUBAN_OK);
    cr_assert_eq(n_frames(), LIMIT);
    duban_db_checkpoint(db);
    cr_assert_gt(size_of("a.db"), (off_t)sizeof text, "the log is in the file");
    cr_assert_eq(run(db, "DELETE FROM note WHERE id = 2"), DUBAN_OK);
    cr_assert_eq(n_notes(db), 1);
    duban_db_close(db);
    leave(folder);
}
