/* SPDX-License-Identifier: MIT
 *
 * The few things that are done with files and folders directly. Errors name the path.
 */
#ifndef DUBAN_LIB_CORE_FILE_H
#define DUBAN_LIB_CORE_FILE_H

#include "lib/core/buf.h"

/* Makes the folder with these rights, whatever the umask, unless it is there already. Its parent must exist.
 * E_PERM, E_NOINPUT (no parent), E_CANTCREATE (something else has that name), E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_dir_make(const char *path, unsigned mode, struct duban_err *err);

/* Makes the folder with these rights unless it is there, and opens it: never through a link in its place.
 * Closed by duban_dir_close(). E_PERM (also: something else has its name), E_NOINPUT (no parent), E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_dir_open(const char *path, unsigned mode, int *out_fd,
                                            struct duban_err *err);
void duban_dir_close(int fd);

/* A path to name in the open folder, whatever becomes of the folder's own name meanwhile; appended with its
 * NUL. */
void duban_dir_put_path(int fd, struct duban_slice name, struct duban_buf *out);

/* Takes the lock that the file stands for, making the file if needed, and keeps it until
 * duban_lock_release() or the end of the process, however it ends.
 * E_AGAIN: somebody holds it. E_PERM, E_NOINPUT, E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_lock_take(const char *path, int *out_fd, struct duban_err *err);
void duban_lock_release(int fd);

/* Whether somebody holds that lock, without taking it: who is about to take it is not disturbed. No such
 * file: nobody. E_PERM, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_lock_look(const char *path, bool *out_is_held,
                                             struct duban_err *err);

/* Reads a whole regular file of at most max bytes; appends to out.
 * E_NOINPUT: no such file, or no regular file. E_DATA: longer than max. E_PERM, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_file_read(const char *path, size_t max, struct duban_buf *out,
                                             struct duban_err *err);

/* The same for a path of somebody else's making: no link is followed, and the file has no second name. */
DUBAN_MUST_USE enum duban_rc duban_file_read_single(const char *path, size_t max,
                                                    struct duban_buf *out, struct duban_err *err);

/*
 * Writes the file whole: readers see the old one or the new one, never a part. It has one writer, for its
 * draft is PATH.tmp. It has these rights,
 * whatever the umask. Durably: it survives a power cut once this returns.
 * E_NOINPUT (no such folder), E_PERM, E_FULL, E_IO: the old file is as it was.
 */
DUBAN_MUST_USE enum duban_rc duban_file_write(const char *path, struct duban_slice bytes,
                                              unsigned mode, struct duban_err *err);
DUBAN_MUST_USE enum duban_rc duban_file_write_durably(const char *path, struct duban_slice bytes,
                                                      unsigned mode, struct duban_err *err);

/* The same for a file that must be new. E_CANTCREATE: something has that name, and stays as it is. */
DUBAN_MUST_USE enum duban_rc duban_file_write_new(const char *path, struct duban_slice bytes,
                                                  unsigned mode, struct duban_err *err);

#endif
