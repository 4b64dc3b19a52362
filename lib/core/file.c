/* SPDX-License-Identifier: MIT */
#include "lib/core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "lib/core/check.h"

enum duban_rc duban_dir_make(const char *path, unsigned mode, struct duban_err *err)
{
    struct stat status;

    if (mkdir(path, S_IRWXU) == 0)
        return chmod(path, mode) == 0 ? DUBAN_OK
                                      : duban_err_sys(err, duban_rc_of_errno(errno), errno,
                                                      "set the rights of %s", path);
    if (errno != EEXIST)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "make folder %s", path);
    if (stat(path, &status) != 0)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "look at %s", path);
    if (!S_ISDIR(status.st_mode))
        return duban_err_set(err, DUBAN_E_CANTCREATE, "%s is in the way: it is no folder", path);
    return DUBAN_OK;
}

enum duban_rc duban_dir_open(const char *path, unsigned mode, int *out_fd, struct duban_err *err)
{
    struct stat status;

    if (mkdir(path, S_IRWXU) != 0 && errno != EEXIST)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "make folder %s", path);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return duban_err_sys(err, DUBAN_E_PERM, errno, "open folder %s", path);
    /* One of ours that has less rights was left so by a crash between the two calls. */
    bool is_short =
        fstat(fd, &status) == 0 && status.st_uid == geteuid() && (mode & ~status.st_mode) != 0;
    if (is_short && fchmod(fd, mode) != 0) {
        int errnum = errno;
        (void)close(fd);
        return duban_err_sys(err, duban_rc_of_errno(errnum), errnum, "set the rights of %s", path);
    }
    *out_fd = fd;
    return DUBAN_OK;
}

void duban_dir_close(int fd)
{
    (void)close(fd); /* nothing was written through it */
}

void duban_dir_put_path(int fd, struct duban_slice name, struct duban_buf *out)
{
    duban_buf_printf(out, "/proc/self/fd/%d/%.*s", fd, DUBAN_SLICE_ARGS(name));
    duban_buf_put(out, (struct duban_slice){"", 1}); /* NUL */
}

enum duban_rc duban_lock_take(const char *path, int *out_fd, struct duban_err *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "open lock %s", path);
    /* A lock of the open file description ends with the process and cannot be lost by closing
     * another descriptor of the same file. */
    if (fcntl(fd, F_OFD_SETLK, &lock) != 0) {
        int errnum = errno;
        (void)close(fd);
        if (errnum == EAGAIN || errnum == EACCES)
            return duban_err_set(err, DUBAN_E_AGAIN, "%s is held by another process", path);
        return duban_err_sys(err, DUBAN_E_IO, errnum, "lock %s", path);
    }
    *out_fd = fd;
    return DUBAN_OK;
}

void duban_lock_release(int fd)
{
    (void)close(fd); /* nothing was written: there is nothing to fail */
}

enum duban_rc duban_lock_look(const char *path, bool *out_is_held, struct duban_err *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    enum duban_rc rc = DUBAN_OK;

    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT) {
        *out_is_held = false;
        return DUBAN_OK;
    }
    if (fd < 0)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "open lock %s", path);
    if (fcntl(fd, F_OFD_GETLK, &lock) != 0)
        rc = duban_err_sys(err, DUBAN_E_IO, errno, "look at lock %s", path);
    (void)close(fd);
    if (rc == DUBAN_OK)
        *out_is_held = lock.l_type != F_UNLCK;
    return rc;
}

static enum duban_rc read_all(int fd, const char *path, size_t max, struct duban_buf *out,
                              struct duban_err *err)
{
    char block[8192];
    size_t total = 0;

    for (;;) {
        ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return duban_err_sys(err, DUBAN_E_IO, errno, "read %s", path);
        if (n == 0)
            return DUBAN_OK;
        total += (size_t)n;
        if (total > max)
            return duban_err_set(err, DUBAN_E_DATA, "%s is longer than %zu bytes", path, max);
        duban_buf_put(out, (struct duban_slice){block, (size_t)n});
    }
}

static enum duban_rc read_file(const char *path, bool is_single, size_t max, struct duban_buf *out,
                               struct duban_err *err)
{
    struct stat status;
    size_t len_before = out->len;
    enum duban_rc rc;

    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (is_single ? O_NOFOLLOW : 0));
    if (fd < 0 && errno == ENXIO)
        return duban_err_set(err, DUBAN_E_NOINPUT, "%s is no regular file", path); /* a socket */
    if (fd < 0)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "open %s", path);
    if (fstat(fd, &status) != 0)
        rc = duban_err_sys(err, DUBAN_E_IO, errno, "look at %s", path);
    else if (!S_ISREG(status.st_mode))
        rc = duban_err_set(err, DUBAN_E_NOINPUT, "%s is no regular file", path);
    else if (is_single && status.st_nlink != 1)
        rc = duban_err_set(err, DUBAN_E_NOINPUT, "%s has a second name", path);
    else
        rc = read_all(fd, path, max, out, err);
    if (rc != DUBAN_OK)
        out->len = len_before;
    (void)close(fd);
    return rc;
}

enum duban_rc duban_file_read(const char *path, size_t max, struct duban_buf *out,
                              struct duban_err *err)
{
    return read_file(path, false, max, out, err);
}

enum duban_rc duban_file_read_single(const char *path, size_t max, struct duban_buf *out,
                                     struct duban_err *err)
{
    return read_file(path, true, max, out, err);
}

/* The functions that write return an errno, 0 when all went well. */
static int write_all(int fd, struct duban_slice bytes, bool is_durable)
{
    for (size_t done = 0; done < bytes.len;) {
        ssize_t n = write(fd, bytes.at + done, bytes.len - done);
        if (n < 0 && errno != EINTR)
            return errno;
        done += n < 0 ? 0 : (size_t)n;
    }
    return is_durable && fsync(fd) != 0 ? errno : 0;
}

/* A name in a folder is durable when the folder is flushed. */
static int flush_folder_of(const char *path)
{
    char *copy = strdup(path);

    DUBAN_ASSERT(copy != NULL);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): glibc's changes its argument only, which is ours */
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int errnum = fd < 0 || fsync(fd) != 0 ? errno : 0;
    free(copy);
    if (fd >= 0)
        (void)close(fd);
    return errnum;
}

/* Closes fd. */
static int fill_draft(int fd, struct duban_slice bytes, unsigned mode, bool is_durable)
{
    int errnum = fchmod(fd, mode) != 0 ? errno : write_all(fd, bytes, is_durable);

    (void)close(fd);
    return errnum;
}

/* The draft is a new file: whatever is in its place, also after a crash, is removed and not opened. */
static int write_draft(const char *draft, struct duban_slice bytes, unsigned mode, bool is_durable)
{
    (void)unlink(draft);
    int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

    return fd < 0 ? errno : fill_draft(fd, bytes, mode, is_durable);
}

static enum duban_rc write_file(const char *path, struct duban_slice bytes, unsigned mode,
                                bool is_durable, struct duban_err *err)
{
    char *draft = NULL;

    int len = asprintf(&draft, "%s.tmp", path);
    DUBAN_ASSERT(len >= 0);
    int errnum = write_draft(draft, bytes, mode, is_durable);
    if (errnum == 0 && rename(draft, path) != 0)
        errnum = errno;
    if (errnum != 0)
        (void)unlink(draft);
    free(draft);
    if (errnum == 0 && is_durable)
        errnum = flush_folder_of(path);
    return errnum == 0 ? DUBAN_OK
                       : duban_err_sys(err, duban_rc_of_errno(errnum), errnum, "write %s", path);
}

enum duban_rc duban_file_write(const char *path, struct duban_slice bytes, unsigned mode,
                               struct duban_err *err)
{
    return write_file(path, bytes, mode, false, err);
}

enum duban_rc duban_file_write_durably(const char *path, struct duban_slice bytes, unsigned mode,
                                       struct duban_err *err)
{
    return write_file(path, bytes, mode, true, err);
}

/* Gives the draft a name that nothing has; file systems without that kind of rename know links. */
static int name_draft(const char *draft, const char *path)
{
    if (renameat2(AT_FDCWD, draft, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    return link(draft, path) != 0 || unlink(draft) != 0 ? errno : 0;
}

enum duban_rc duban_file_write_new(const char *path, struct duban_slice bytes, unsigned mode,
                                   struct duban_err *err)
{
    char *draft = NULL;

    int len = asprintf(&draft, "%s.XXXXXX", path); /* nobody's file, so nobody loses one */
    DUBAN_ASSERT(len >= 0);
    int fd = mkostemp(draft, O_CLOEXEC);
    int errnum = fd < 0 ? errno : fill_draft(fd, bytes, mode, false);
    if (errnum == 0)
        errnum = name_draft(draft, path);
    if (errnum != 0 && fd >= 0)
        (void)unlink(draft);
    free(draft);
    if (errnum == EEXIST)
        return duban_err_set(err, DUBAN_E_CANTCREATE, "%s is there already", path);
    return errnum == 0 ? DUBAN_OK
                       : duban_err_sys(err, duban_rc_of_errno(errnum), errnum, "write %s", path);
}
