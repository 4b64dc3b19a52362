/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <string.h>

#include <criterion/criterion.h>

#include "producers/watch/folder.h"
#include "tests/unit/folder.h"

static void put_file(const char *name, const char *text, int64_t mtime)
{
    struct timespec times[] = {{.tv_sec = mtime}, {.tv_sec = mtime}};

    write_bytes(name, text, strlen(text));
    cr_assert_eq(utimensat(AT_FDCWD, name, times, 0), 0, "%s", name);
}

static struct folder_list scan(struct folder *folder, int64_t ms)
{
    struct folder_list list = {.n = 0};
    struct duban_err err = {0};

    cr_assert_eq(folder_scan(folder, (struct duban_mono){ms}, &list, &err), DUBAN_OK, "%s",
                 err.text);
    return list;
}

/* The names in their order, separated by blanks. */
static void expect_names(const struct folder_list *list, const char *want)
{
    struct duban_buf names = {0};

    for (size_t i = 0; i < list->n; i++)
        duban_buf_printf(&names, "%s%s", i == 0 ? "" : " ", list->at[i].name);
    cr_expect(duban_slice_is(duban_buf_slice(&names), want), "\"%.*s\" instead of \"%s\"",
              DUBAN_SLICE_ARGS(duban_buf_slice(&names)), want);
    duban_buf_fini(&names);
}

Test(folder, lists_the_oldest_first_and_9_before_10)
{
    char home[32];

    enter(home);
    struct folder *folder = folder_new(".", "*", 0);
    put_file("10月.csv", "a", 1000);
    put_file("9月.csv", "a", 1000);
    put_file("09月.csv", "a", 1000);
    put_file("12月.csv", "a", 900);
    put_file("2月.csv", "a", 1001);
    struct folder_list list = scan(folder, 0);
    expect_names(&list, "12月.csv 09月.csv 9月.csv 10月.csv 2月.csv");
    folder_free(folder);
    leave(home);
}

Test(folder, lists_what_matches_and_what_somebody_must_be_told_of)
{
    char home[32];

    enter(home);
    struct folder *folder = folder_new(".", "台账*.csv", 0);
    put_file("台账1.csv", "a", 1);
    put_file("台账2.XLSX", "a", 2);
    put_file("台账3.et", "a", 3);
    put_file("台账4.csv.part", "a", 4);
    put_file(".台账5.csv", "a", 5);
    put_file("说明.csv", "a", 6);
    cr_assert_eq(mkdir("台账7.csv", S_IRWXU), 0);
    struct folder_list list = scan(folder, 0);
    expect_names(&list, "台账1.csv 台账2.XLSX 台账3.et");
    folder_free(folder);
    leave(home);
}

Test(folder, waits_until_a_file_has_stopped_growing)
{
    char home[32];

    enter(home);
    struct folder *folder = folder_new(".", "*", 5000);
    put_file("a.csv", "a", 1000);
    cr_assert(!scan(folder, 0).at[0].is_settled);
    cr_assert(!scan(folder, 4999).at[0].is_settled);
    cr_assert(scan(folder, 5000).at[0].is_settled);
    put_file("a.csv", "ab", 1000);
    cr_assert(!scan(folder, 5200).at[0].is_settled, "it has grown");
    cr_assert(!scan(folder, 10199).at[0].is_settled);
    cr_assert(scan(folder, 10200).at[0].is_settled);
    put_file("b.csv", "a", 2000);
    cr_assert(scan(folder, 10300).at[0].is_settled && !scan(folder, 10300).at[1].is_settled);
    folder_free(folder);
    leave(home);
}

Test(folder, knows_a_file_until_it_changes)
{
    char home[32];

    enter(home);
    struct folder *folder = folder_new(".", "*", 0);
    put_file("a.csv", "a", 1000);
    cr_assert(!scan(folder, 0).at[0].is_known);
    folder_know(folder, "a.csv");
    cr_assert(scan(folder, 1).at[0].is_known && scan(folder, 2).at[0].is_known);
    put_file("a.csv", "ab", 1000);
    cr_assert(!scan(folder, 3).at[0].is_known, "it has changed");
    folder_free(folder);
    leave(home);
}

Test(folder, follows_no_link)
{
    struct duban_err err = {0};
    struct duban_buf out = {0};
    char home[32];

    enter(home);
    struct folder *folder = folder_new("drop", "*", 0);
    cr_assert_eq(mkdir("drop", S_IRWXU), 0);
    put_file("secret", "secret", 1);
    cr_assert_eq(symlink("../secret", "drop/soft.csv"), 0);
    cr_assert_eq(link("secret", "drop/hard.csv"), 0);
    put_file("drop/own.csv", "own", 1);
    struct folder_list list = scan(folder, 0);
    cr_assert_eq(list.n, 3);
    for (size_t i = 0; i < list.n; i++) {
        bool is_own = strcmp(list.at[i].name, "own.csv") == 0;
        cr_expect_eq(list.at[i].is_usable, is_own, "%s", list.at[i].name);
        enum duban_rc rc = folder_read(folder, &list.at[i], &out, &err);
        cr_expect_eq(rc == DUBAN_OK, is_own, "%s: %s", list.at[i].name, err.text);
    }
    cr_assert(duban_slice_is(duban_buf_slice(&out), "own"));
    duban_buf_fini(&out);
    folder_free(folder);
    leave(home);
}

Test(folder, that_is_not_there_says_so)
{
    struct duban_err err = {0};
    struct folder_list list;
    struct folder *folder = folder_new("/none/such", "*", 0);

    cr_assert_eq(folder_scan(folder, (struct duban_mono){0}, &list, &err), DUBAN_E_NOINPUT);
    cr_assert(strstr(err.text, "/none/such") != NULL, "%s", err.text);
    folder_free(folder);
    folder_free(NULL);
}
