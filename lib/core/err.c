/* SPDX-License-Identifier: MIT */
#include "lib/core/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/core/slice.h"

static const struct {
    const char *text;
    int status;
} codes[] = {
#define X(name, text, status) [DUBAN_##name] = {text, status},
    DUBAN_RC_TABLE(X)
#undef X
};

/* A text that was cut ends at a character. */
static void end_at_character(struct duban_err *err)
{
    size_t len = strlen(err->text);
    size_t start = len;

    if (len < sizeof err->text - 1)
        return;
    while (start > 0 && len - start < 4 && ((unsigned char)err->text[start - 1] & 0xc0) == 0x80)
        start--;
    if (start > 0 && duban_utf8_length((struct duban_slice){err->text + start - 1,
                                                            len - start + 1}) != len - start + 1)
        err->text[start - 1] = '\0';
}

/* A text that does not fit is cut: an error message is never itself an error. */
static void put(struct duban_err *err, const char *format, va_list args)
{
    if (vsnprintf(err->text, sizeof err->text, format, args) < 0)
        err->text[0] = '\0';
    end_at_character(err);
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
    end_at_character(err);
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
    end_at_character(err);
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
