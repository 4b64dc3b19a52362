/* SPDX-License-Identifier: MIT
 *
 * A unit's folder: which files lie there, and their bytes. Nothing in it is moved or changed. Only
 * regular files with a single name are looked at, and no link is followed (RELIABILITY §3.14).
 */
#ifndef DUBAN_PRODUCERS_WATCH_FOLDER_H
#define DUBAN_PRODUCERS_WATCH_FOLDER_H

#include "lib/core/arena.h"
#include "lib/core/buf.h"
#include "lib/core/time.h"
#include "producers/watch/ledger.h"

struct folder;

enum { FOLDER_FILE_MAX = 64 << 20 };

struct folder_file {
    const char *name;
    struct ledger_stamp stamp;
    bool is_settled; /* it has not changed for as long as the folder asks for */
    bool is_known;   /* folder_know() said so, and it has not changed since */
    bool is_usable;  /* a regular file with one name, of at most FOLDER_FILE_MAX bytes */
};

struct folder_list {
    struct folder_file *at; /* oldest first; of the same age by name, where 9月 comes before 10月 */
    size_t n;
};

/* pattern: as a shell matches names; spreadsheets' own files are listed too, so that somebody can be told.
 * The texts outlive the folder. The folder need not be there yet. */
struct folder *folder_new(const char *path, const char *pattern, int64_t settle_ms);
void folder_free(struct folder *folder); /* accepts NULL */

/* What lies there now. The list is valid until the next scan. E_NOINPUT (no such folder), E_PERM, E_IO. */
DUBAN_MUST_USE enum duban_rc folder_scan(struct folder *folder, struct duban_mono now,
                                         struct folder_list *out_list, struct duban_err *err);

/* Nobody needs to look at this file of the last scan again until it changes. */
void folder_know(struct folder *folder, const char *name);

/* Appends the bytes of a file of the last scan. E_AGAIN: it is no longer as it was listed. E_NOINPUT, E_DATA (too long), E_PERM,
 * E_IO. */
DUBAN_MUST_USE enum duban_rc folder_read(const struct folder *folder,
                                         const struct folder_file *file, struct duban_buf *out,
                                         struct duban_err *err);

#endif
