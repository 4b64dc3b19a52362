/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/stat.h>
#include <sys/wait.h>

#include <criterion/criterion.h>

#include "lib/core/file.h"
#include "tests/unit/folder.h"

/* A new folder, which becomes the working folder: each test is a process of its own. */
static void write_file(const char *path, size_t n)
{
    FILE *file = fopen(path, "we");
    cr_assert(file != NULL);
    for (size_t i = 0; i < n; i++)
        cr_assert_neq(fputc('a' + (int)(i % 26), file), EOF);
    cr_assert_eq(fclose(file), 0);
}

/* Rights hold nothing back from root. Nobody can enter the folder that enter() made; its owner, who
 * is no root, is kept out by its mode. */
static void lose_rights(const char *folder)
{
    cr_assert_eq(chmod(folder, 0), 0);
    if (geteuid() == 0)
        cr_assert_eq(seteuid(65534), 0);
}

static void regain_rights(const char *folder)
{
    cr_assert_eq(seteuid(getuid()), 0);
    cr_assert_eq(chmod(folder, S_IRWXU), 0);
}

Test(dir, is_made_for_its_owner_alone)
{
    struct duban_err err = {0};
    struct stat status;
    char folder[32];

    enter(folder);
    (void)umask(0);
    cr_assert_eq(duban_dir_make("state", S_IRWXU, &err), DUBAN_OK, "%s", err.text);
    cr_assert_eq(stat("state", &status), 0);
    cr_assert_eq(status.st_mode, S_IFDIR | S_IRWXU);
    cr_assert_eq(duban_dir_make("state", S_IRWXU, &err), DUBAN_OK,
                 "one that is there is left as it is");
    leave(folder);
}

Test(dir, that_cannot_be_made_says_why)
{
    static const struct {
        const char *when, *path;
        enum duban_rc want;
    } rows[] = {
        {"its parent is missing", "none/state", DUBAN_E_NOINPUT},
        {"its parent is a file", "file/state", DUBAN_E_NOINPUT},
        {"a file has its name", "file", DUBAN_E_CANTCREATE},
        {"a link to nothing has its name", "link", DUBAN_E_NOINPUT},
        {"a loop of links is its parent", "loop/state", DUBAN_E_IO},
    };
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    write_file("file", 0);
    cr_assert(symlink("none", "link") == 0 && symlink("loop", "loop") == 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        err.text[0] = '\0';
        cr_assert_eq(duban_dir_make(rows[i].path, S_IRWXU, &err), rows[i].want, "%s", rows[i].when);
        cr_assert_neq(strstr(err.text, rows[i].path), NULL, "%s: %s", rows[i].when, err.text);
    }
    leave(folder);
}

Test(lock, is_held_by_one)
{
    struct duban_err err = {0};
    char folder[32];
    int first = -1;
    int second = -1;

    enter(folder);
    cr_assert_eq(duban_lock_take("a.lock", &first, &err), DUBAN_OK, "%s", err.text);
    cr_assert_eq(duban_lock_take("a.lock", &second, &err), DUBAN_E_AGAIN);
    cr_assert_neq(strstr(err.text, "a.lock"), NULL, "%s", err.text);
    cr_assert_eq(second, -1, "untouched on failure");
    cr_assert_eq(duban_lock_take("b.lock", &second, &err), DUBAN_OK, "another one is free");
    duban_lock_release(second);
    duban_lock_release(first);
    cr_assert_eq(duban_lock_take("a.lock", &first, &err), DUBAN_OK, "released: %s", err.text);
    duban_lock_release(first);
    leave(folder);
}

Test(lock, ends_with_its_process_however_that_ends)
{
    struct duban_err err = {0};
    char folder[32];
    int taken[2];
    char byte;
    int fd = -1;

    enter(folder);
    cr_assert_eq(pipe2(taken, O_CLOEXEC), 0);
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        if (duban_lock_take("a.lock", &fd, &err) == DUBAN_OK && write(taken[1], "", 1) == 1)
            (void)pause();
        _exit(1);
    }
    cr_assert_eq(close(taken[1]), 0);
    cr_assert_eq(read(taken[0], &byte, 1), 1, "the child has no lock");
    cr_assert_eq(duban_lock_take("a.lock", &fd, &err), DUBAN_E_AGAIN);
    cr_assert(kill(child, SIGKILL) == 0 && waitpid(child, NULL, 0) == child);
    cr_assert_eq(duban_lock_take("a.lock", &fd, &err), DUBAN_OK, "%s", err.text);
    duban_lock_release(fd);
    (void)close(taken[0]);
    leave(folder);
}

Test(lock, is_looked_at_without_being_taken)
{
    struct duban_err err = {0};
    char folder[32];
    bool is_held = true;
    int fd = -1;

    enter(folder);
    cr_assert_eq(duban_lock_look("a.lock", &is_held, &err), DUBAN_OK, "%s", err.text);
    cr_assert(!is_held, "no file, nobody");
    cr_assert_neq(access("a.lock", F_OK), 0, "it made no file");
    cr_assert_eq(duban_lock_take("a.lock", &fd, &err), DUBAN_OK, "%s", err.text);
    cr_assert_eq(duban_lock_look("a.lock", &is_held, &err), DUBAN_OK, "%s", err.text);
    cr_assert(is_held);
    duban_lock_release(fd);
    cr_assert_eq(duban_lock_look("a.lock", &is_held, &err), DUBAN_OK, "%s", err.text);
    cr_assert(!is_held, "the file is still there, nobody holds it");
    cr_assert_eq(symlink("a.lock", "b.lock"), 0);
    cr_assert_eq(duban_lock_look("b.lock", &is_held, &err), DUBAN_E_IO, "a link is not followed");
    leave(folder);
}

Test(lock, that_cannot_be_taken_says_why)
{
    static const struct {
        const char *when, *path;
        enum duban_rc want;
    } rows[] = {
        {"no such folder", "none/a.lock", DUBAN_E_NOINPUT},
        {"a folder has its name", "folder", DUBAN_E_IO},
        {"a link is not followed", "link", DUBAN_E_IO},
    };
    struct duban_err err = {0};
    char folder[32];
    int fd = -1;

    enter(folder);
    cr_assert(mkdir("folder", S_IRWXU) == 0 && symlink("other", "link") == 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(duban_lock_take(rows[i].path, &fd, &err), rows[i].want, "%s", rows[i].when);
        cr_assert_neq(strstr(err.text, rows[i].path), NULL, "%s: %s", rows[i].when, err.text);
    }
    cr_assert_neq(access("other", F_OK), 0, "nothing was made where the link leads");
    leave(folder);
}

Test(file, is_read_up_to_its_limit)
{
    /* It is read in blocks of 8192 bytes. */
    static const size_t lengths[] = {0, 1, 8191, 8192, 8193, 20000};
    struct duban_err err = {0};
    struct duban_buf out = {0};
    char folder[32];

    enter(folder);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        size_t n = lengths[i];
        write_file("file", n);
        for (size_t max = n; max <= n + 1; max++) {
            duban_buf_clear(&out);
            duban_buf_puts(&out, "before ");
            cr_assert_eq(duban_file_read("file", max, &out, &err), DUBAN_OK, "%zu bytes: %s", n,
                         err.text);
            cr_assert(out.len == 7 + n && duban_slice_has_prefix(duban_buf_slice(&out), "before "));
            for (size_t k = 0; k < n; k++)
                cr_assert_eq(out.at[7 + k], 'a' + (char)(k % 26), "byte %zu of %zu", k, n);
        }
        if (n > 0)
            cr_assert_eq(duban_file_read("file", n - 1, &out, &err), DUBAN_E_DATA, "%zu bytes", n);
    }
    duban_buf_fini(&out);
    leave(folder);
}

Test(file, that_cannot_be_read_says_why)
{
    static const struct {
        const char *when, *path;
        enum duban_rc want;
    } rows[] = {
        {"no such file", "none", DUBAN_E_NOINPUT},
        {"below a file", "file/none", DUBAN_E_NOINPUT},
        {"a folder", "folder", DUBAN_E_NOINPUT},
        {"a pipe that nobody writes to", "pipe", DUBAN_E_NOINPUT},
        {"a device", "/dev/zero", DUBAN_E_NOINPUT},
        {"a read that fails", "/proc/self/mem", DUBAN_E_IO}, /* at address 0 */
        {"a loop of links", "loop", DUBAN_E_IO},
    };
    struct duban_err err = {0};
    struct duban_buf out = {0};
    char folder[32];

    enter(folder);
    write_file("file", 0);
    cr_assert(mkdir("folder", S_IRWXU) == 0 && mkfifo("pipe", S_IRWXU) == 0);
    cr_assert_eq(symlink("loop", "loop"), 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(duban_file_read(rows[i].path, 100, &out, &err), rows[i].want, "%s",
                     rows[i].when);
        cr_assert_neq(strstr(err.text, rows[i].path), NULL, "%s: %s", rows[i].when, err.text);
        cr_assert_eq(out.len, 0, "%s", rows[i].when);
    }
    duban_buf_fini(&out);
    leave(folder);
}

Test(file, is_written_whole_with_its_rights_or_not_at_all)
{
    struct duban_err err = {0};
    struct duban_buf out = {0};
    struct stat status;
    char folder[32];

    enter(folder);
    (void)umask(S_IRWXG | S_IRWXO);
    cr_assert_eq(duban_file_write("mark", duban_slice_of("1\n"), 0600, &err), DUBAN_OK, "%s",
                 err.text);
    cr_assert_eq(duban_file_write_durably("mark", duban_slice_of("更长的一行\n"), 0644, &err),
                 DUBAN_OK, "%s", err.text);
    cr_assert_eq(duban_file_read("mark", 100, &out, &err), DUBAN_OK, "%s", err.text);
    cr_assert(duban_slice_is(duban_buf_slice(&out), "更长的一行\n"));
    cr_assert(stat("mark", &status) == 0 && (status.st_mode & 07777) == 0644);
    cr_assert_neq(access("mark.tmp", F_OK), 0, "the draft is gone");
    cr_assert_eq(duban_file_write("none/mark", duban_slice_of("1"), 0600, &err), DUBAN_E_NOINPUT);
    cr_assert_eq(mkdir("folder", S_IRWXU), 0);
    cr_assert_eq(duban_file_write("folder", duban_slice_of("1"), 0600, &err), DUBAN_E_IO);
    cr_assert_neq(access("folder.tmp", F_OK), 0, "the draft is gone");
    duban_buf_fini(&out);
    leave(folder);
}

Test(file, that_must_be_new_replaces_nothing)
{
    static const char *const taken[] = {"file", "link", "folder"};
    struct duban_err err = {0};
    struct duban_buf out = {0};
    struct stat status;
    char folder[32];
    glob_t found;

    enter(folder);
    (void)umask(S_IRWXG | S_IRWXO);
    cr_assert_eq(duban_file_write_new("new", duban_slice_of("1\n"), 0644, &err), DUBAN_OK, "%s",
                 err.text);
    cr_assert(stat("new", &status) == 0 && (status.st_mode & 07777) == 0644);
    cr_assert_eq(duban_file_read("new", 100, &out, &err), DUBAN_OK, "%s", err.text);
    cr_assert(duban_slice_is(duban_buf_slice(&out), "1\n"));
    write_file("file", 3);
    cr_assert(symlink("nowhere", "link") == 0 && mkdir("folder", S_IRWXU) == 0);
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        cr_assert_eq(duban_file_write_new(taken[i], duban_slice_of("1"), 0644, &err),
                     DUBAN_E_CANTCREATE, "%s", taken[i]);
        cr_assert(strstr(err.text, taken[i]) != NULL, "%s", err.text);
    }
    cr_assert(stat("file", &status) == 0 && status.st_size == 3, "it stays as it was");
    cr_assert_neq(access("nowhere", F_OK), 0, "nothing is written through a link");
    cr_assert_eq(duban_file_write_new("none/new", duban_slice_of("1"), 0644, &err),
                 DUBAN_E_NOINPUT);
    cr_assert_eq(glob("*.??????", 0, NULL, &found), GLOB_NOMATCH, "the drafts are gone");
    duban_buf_fini(&out);
    leave(folder);
}

Test(rights, that_are_missing_are_named)
{
    struct duban_err err = {0};
    struct duban_buf out = {0};
    char folder[32];
    int fd = -1;

    enter(folder);
    write_file("file", 1);
    lose_rights(folder);
    enum duban_rc dir = duban_dir_make("state", S_IRWXU, &err);
    enum duban_rc lock = duban_lock_take("a.lock", &fd, &err);
    enum duban_rc file = duban_file_read("file", 1, &out, &err);
    regain_rights(folder);
    cr_assert_eq(dir, DUBAN_E_PERM);
    cr_assert_eq(lock, DUBAN_E_PERM);
    cr_assert_eq(file, DUBAN_E_PERM);
    duban_buf_fini(&out);
    leave(folder);
}
