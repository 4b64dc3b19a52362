/* SPDX-License-Identifier: MIT */
#include "lib/core/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *text;
    int status;
} codes[] = {
#define X(name, text, status) [DUBAN_##name] = {text, status},
    DUBAN_RC_TABLE(X)
#undef X
};

/* A text that does not fit is cut: an error message is never itself an error. */
static void put(struct duban_err *err, const char *format, va_list args)
{
    if (vsnprintf(err->text, sizeof err->text, format, args) < 0)
        err->text[0] = '\0';
}

enum duban_rc duban_err_set(struct duban_err *err, enum duban_rc rc, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put(err, format, args);
    va_end(args);
    return rc;
}

enum duban_rc duban_err_sys(struct duban_err *err, enum duban_rc rc, int errnum, const char *format,
                            ...)
{
    char reason[128];
    va_list args;

    va_start(args, format);
    put(err, format, args);
    va_end(args);
    size_t used = strlen(err->text);
    (void)snprintf(err->text + used, sizeof err->text - used, ": %s",
                   strerror_r(errnum, reason, sizeof reason));
    return rc;
}

enum duban_rc duban_err_wrap(struct duban_err *err, enum duban_rc rc, const char *format, ...)
{
    struct duban_err inner = *err;
    va_list args;

    va_start(args, format);
    put(err, format, args);
    va_end(args);
    size_t used = strlen(err->text);
    (void)snprintf(err->text + used, sizeof err->text - used, ": %s", inner.text);
    return rc;
}

enum duban_rc duban_rc_of_errno(int errnum)
{
    switch (errnum) {
    case EACCES:
    case EPERM:
    case EROFS:
        return DUBAN_E_PERM;
    case ENOSPC:
    case EDQUOT:
        return DUBAN_E_FULL;
    case ENOENT:
    case ENOTDIR:
        return DUBAN_E_NOINPUT;
    default:
        return DUBAN_E_IO;
    }
}

const char *duban_rc_text(enum duban_rc rc)
{
    return codes[rc].text;
}

int duban_rc_exit_status(enum duban_rc rc)
{
    return codes[rc].status;
}
