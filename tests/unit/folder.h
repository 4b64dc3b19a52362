/* SPDX-License-Identifier: MIT
 *
 * A folder of its own for a test that needs files: the test works in it, and removes it at its end.
 */
#ifndef DUBAN_TESTS_UNIT_FOLDER_H
#define DUBAN_TESTS_UNIT_FOLDER_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/stat.h>

#include <criterion/criterion.h>

static inline void enter(char folder[static 32])
{
    (void)snprintf(folder, 32, "/tmp/duban-unit-XXXXXX");
    cr_assert(mkdtemp(folder) != NULL && chdir(folder) == 0);
}

static inline int remove_one(const char *path, const struct stat *status, int type,
                             struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static inline void leave(const char *folder)
{
    cr_assert_eq(chdir("/"), 0);
    cr_assert_eq(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

/* A file with this content in the folder, or wherever path says. */
static inline void write_bytes(const char *path, const void *bytes, size_t len)
{
    FILE *file = fopen(path, "we");

    cr_assert(file != NULL && fwrite(bytes, 1, len, file) == len, "%s", path);
    cr_assert_eq(fclose(file), 0, "%s", path);
}

#endif
