/* SPDX-License-Identifier: MIT
 *
 * A library for LD_PRELOAD that lets one system call of a program fail, as a broken disk or network
 * would. tests/lib/fault.py writes what it is told in the environment:
 *
 *   DUBAN_FAULT_CALL   sync (fsync, fdatasync), write (to a file) or send (to a socket, which is cut)
 *   DUBAN_FAULT_PATH   part of the path of the files that are meant; not for send
 *   DUBAN_FAULT_NTH    which such call fails, from 1 on
 *   DUBAN_FAULT_ERRNO  with which number
 *   DUBAN_FAULT_ARMED  a file: calls count from when it is there; unset: from the beginning
 *   DUBAN_FAULT_FIRED  a file that is made when the call has failed
 *
 * Calls go on by syscall(), so that no other library has to be found.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/socket.h>
#include <sys/syscall.h>

static atomic_long n_calls;

static long number(const char *name)
{
    const char *text = getenv(name);

    return text == NULL ? 0 : strtol(text, NULL, 10);
}

static int is_meant(const char *call, int fd)
{
    char link[64];
    char path[PATH_MAX];
    const char *wanted = getenv("DUBAN_FAULT_CALL");
    const char *part = getenv("DUBAN_FAULT_PATH");
    const char *armed = getenv("DUBAN_FAULT_ARMED");

    if (wanted == NULL || strcmp(wanted, call) != 0)
        return 0;
    if (armed != NULL && access(armed, F_OK) != 0)
        return 0;
    if (part == NULL)
        return 1;
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof path - 1);
    if (len < 0)
        return 0;
    path[len] = '\0';
    return strstr(path, part) != NULL;
}

/* True: the call fails, errno says how. */
static int fails(const char *call, int fd)
{
    int saved = errno;

    if (!is_meant(call, fd) || atomic_fetch_add(&n_calls, 1) + 1 != number("DUBAN_FAULT_NTH")) {
        errno = saved;
        return 0;
    }
    const char *fired = getenv("DUBAN_FAULT_FIRED");
    int file = fired == NULL ? -1 : open(fired, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0)
        (void)close(file);
    errno = (int)number("DUBAN_FAULT_ERRNO");
    return 1;
}

int fsync(int fd)
{
    return fails("sync", fd) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return fails("sync", fd) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    return fails("write", fd) ? -1 : (ssize_t)syscall(SYS_write, fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t offset)
{
    return fails("write", fd) ? -1 : (ssize_t)syscall(SYS_pwrite64, fd, bytes, n, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t offset)
{
    return fails("write", fd) ? -1 : (ssize_t)syscall(SYS_pwrite64, fd, bytes, n, offset);
}

/* The connection is gone with it: libzmq would only send the same bytes again a little later. */
ssize_t send(int fd, const void *bytes, size_t n, int flags)
{
    if (!fails("send", fd))
        return (ssize_t)syscall(SYS_sendto, fd, bytes, n, flags, NULL, (socklen_t)0);
    int saved = errno;
    (void)shutdown(fd, SHUT_RDWR);
    errno = saved;
    return -1;
}
