/* SPDX-License-Identifier: MIT */
#include "producers/watch/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <sys/stat.h>

#include "lib/core/check.h"
#include "lib/core/file.h"
#include "lib/core/map.h"

/* A file as the last scan saw it, and since when it has looked so. */
struct sight {
    struct ledger_stamp stamp;
    struct duban_mono since;
    bool is_known;
};

struct folder {
    const char *path, *pattern;
    int64_t settle_ms;
    struct duban_arena arenas[2]; /* of this scan and of the one before it */
    int current;
    struct duban_map sights; /* of the last scan, by name */
};

struct folder *folder_new(const char *path, const char *pattern, int64_t settle_ms)
{
    struct folder *folder = calloc(1, sizeof *folder);

    DUBAN_ASSERT(folder != NULL);
    folder->path = path;
    folder->pattern = pattern;
    folder->settle_ms = settle_ms;
    return folder;
}

void folder_free(struct folder *folder)
{
    if (folder == NULL)
        return;
    duban_arena_fini(&folder->arenas[0]);
    duban_arena_fini(&folder->arenas[1]);
    free(folder);
}

static bool has_end(const char *name, const char *end)
{
    size_t len = strlen(name);
    size_t end_len = strlen(end);

    return len >= end_len && strcasecmp(name + len - end_len, end) == 0;
}

/* Hidden files and those that are still being copied are nobody's delivery. */
static bool is_wanted(const struct folder *folder, const char *name)
{
    static const char *const drafts[] = {".tmp", ".part", ".crdownload"};
    static const char *const spreadsheets[] = {".xlsx", ".xls", ".et"};

    for (size_t i = 0; i < sizeof drafts / sizeof drafts[0]; i++)
        if (has_end(name, drafts[i]))
            return false;
    for (size_t i = 0; i < sizeof spreadsheets / sizeof spreadsheets[0]; i++)
        if (has_end(name, spreadsheets[i]))
            return name[0] != '.';
    return name[0] != '.' && fnmatch(folder->pattern, name, 0) == 0;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Numbers in names count as numbers: 9月 comes before 10月. */
static int compare_names(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        if (is_digit(*a) && is_digit(*b)) {
            size_t zeros_a = strspn(a, "0");
            size_t zeros_b = strspn(b, "0");
            size_t len_a = strspn(a + zeros_a, "0123456789");
            size_t len_b = strspn(b + zeros_b, "0123456789");
            int order = len_a != len_b ? (len_a < len_b ? -1 : 1)
                                       : strncmp(a + zeros_a, b + zeros_b, len_a);
            if (order != 0)
                return order;
            a += zeros_a + len_a;
            b += zeros_b + len_b;
        } else if (*a != *b) {
            break;
        } else {
            a++;
            b++;
        }
    }
    return (unsigned char)*a - (unsigned char)*b;
}

static int compare_files(const void *left, const void *right)
{
    const struct folder_file *a = left;
    const struct folder_file *b = right;

    if (a->stamp.mtime_ns != b->stamp.mtime_ns)
        return a->stamp.mtime_ns < b->stamp.mtime_ns ? -1 : 1;
    int order = compare_names(a->name, b->name);
    return order != 0 ? order : strcmp(a->name, b->name);
}

static bool same_stamp(const struct ledger_stamp *a, const struct ledger_stamp *b)
{
    return a->size == b->size && a->mtime_ns == b->mtime_ns && a->inode == b->inode;
}

/* A scan while it goes on. */
struct scan {
    struct folder *folder;
    struct duban_mono now;
    struct duban_arena *arena;
    struct duban_map sights;
    struct folder_list list;
    size_t capacity;
};

/* Years that nanoseconds cannot hold are taken for the ends of what they can. */
static struct ledger_stamp stamp_of(const struct stat *status)
{
    enum { NS = 1000000000 };
    int64_t seconds = status->st_mtim.tv_sec;
    int64_t last = INT64_MAX / NS - 1;

    seconds = seconds > last ? last : seconds < -last ? -last : seconds;
    return (struct ledger_stamp){
        .size = status->st_size,
        .mtime_ns = seconds * NS + status->st_mtim.tv_nsec,
        .inode = (int64_t)status->st_ino,
    };
}

static void add_file(struct scan *scan, const char *name, const struct stat *status)
{
    struct folder_list *list = &scan->list;
    struct ledger_stamp stamp = stamp_of(status);
    struct duban_slice key = duban_slice_of(name);
    const struct sight *before = duban_map_get(&scan->folder->sights, key);
    struct sight *sight = duban_arena_new(scan->arena, 1, sizeof *sight);

    *sight = (struct sight){.stamp = stamp, .since = scan->now};
    if (before != NULL && same_stamp(&before->stamp, &stamp))
        *sight = *before;
    duban_map_put(&scan->sights, scan->arena, key, sight);
    if (list->n == scan->capacity) {
        scan->capacity = scan->capacity == 0 ? 64 : 2 * scan->capacity;
        struct folder_file *more = duban_arena_new(scan->arena, scan->capacity, sizeof *more);
        if (list->n > 0)
            memcpy(more, list->at, list->n * sizeof *more);
        list->at = more;
    }
    list->at[list->n++] = (struct folder_file){
        .name = duban_arena_cstr(scan->arena, key),
        .stamp = stamp,
        .is_known = sight->is_known,
        .is_settled = scan->now.ms - sight->since.ms >= scan->folder->settle_ms,
        .is_usable =
            S_ISREG(status->st_mode) && status->st_nlink == 1 && status->st_size <= FOLDER_FILE_MAX,
    };
}

static enum duban_rc read_entries(struct scan *scan, DIR *dir, struct duban_err *err)
{
    const struct dirent *entry;
    struct stat status;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): a stream of our own */
    for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0) {
        if (!is_wanted(scan->folder, entry->d_name))
            continue;
        if (fstatat(dirfd(dir), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno == ENOENT)
                continue; /* gone since */
            return duban_err_sys(err, duban_rc_of_errno(errno), errno, "look at %s/%s",
                                 scan->folder->path, entry->d_name);
        }
        if (!S_ISDIR(status.st_mode))
            add_file(scan, entry->d_name, &status);
    }
    return errno == 0 ? DUBAN_OK
                      : duban_err_sys(err, DUBAN_E_IO, errno, "list %s", scan->folder->path);
}

enum duban_rc folder_scan(struct folder *folder, struct duban_mono now,
                          struct folder_list *out_list, struct duban_err *err)
{
    int next = 1 - folder->current;
    struct scan scan = {.folder = folder, .now = now, .arena = &folder->arenas[next]};

    DIR *dir = opendir(folder->path);
    if (dir == NULL)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "open folder %s", folder->path);
    duban_arena_reset(scan.arena);
    enum duban_rc rc = read_entries(&scan, dir, err);
    (void)closedir(dir);
    if (rc != DUBAN_OK)
        return rc;
    if (scan.list.n > 1)
        qsort(scan.list.at, scan.list.n, sizeof *scan.list.at, compare_files);
    folder->sights = scan.sights;
    folder->current = next;
    *out_list = scan.list;
    return DUBAN_OK;
}

void folder_know(struct folder *folder, const char *name)
{
    struct sight *sight = duban_map_get(&folder->sights, duban_slice_of(name));

    DUBAN_ASSERT(sight != NULL);
    sight->is_known = true;
}

/* Whether the file is what was listed, and is so still after it was read. */
static bool is_as_listed(const char *path, const struct ledger_stamp *listed)
{
    struct stat status;

    if (lstat(path, &status) != 0)
        return false;
    struct ledger_stamp now = stamp_of(&status);
    return same_stamp(&now, listed);
}

enum duban_rc folder_read(const struct folder *folder, const struct folder_file *file,
                          struct duban_buf *out, struct duban_err *err)
{
    struct duban_buf path = {0};

    duban_buf_printf(&path, "%s/%s", folder->path, file->name);
    duban_buf_put(&path, (struct duban_slice){"", 1}); /* NUL */
    enum duban_rc rc = duban_file_read_single(path.at, FOLDER_FILE_MAX, out, err);
    if (rc == DUBAN_OK && !is_as_listed(path.at, &file->stamp)) {
        duban_buf_clear(out);
        rc = duban_err_set(err, DUBAN_E_AGAIN, "%s has changed while it was read", path.at);
    }
    duban_buf_fini(&path);
    return rc;
}
