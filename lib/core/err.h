/* SPDX-License-Identifier: MIT
 *
 * The one error idiom. A fallible function returns enum duban_rc and takes struct duban_err *err
 * last; its outputs are named out_*, stand before err, and are untouched on failure. The code says
 * what the caller should do, the text what happened; it is prefixed on the way up, never replaced.
 * A question that can only be answered yes or no (does this text hold a date?) returns bool.
 */
#ifndef DUBAN_LIB_CORE_ERR_H
#define DUBAN_LIB_CORE_ERR_H

#define DUBAN_MUST_USE     __attribute__((warn_unused_result))
#define DUBAN_PRINTF(f, a) __attribute__((format(printf, f, a)))

/*
 * name, text, exit status (sysexits.h). The name says what the caller should do: change the input
 * (E_USAGE, E_DATA, E_NOINPUT, E_CONFIG), try later (E_UNAVAILABLE, E_FULL, E_AGAIN), or stop and say
 * so (E_CANTCREATE, E_IO, E_PERM).
 */
#define DUBAN_RC_TABLE(X)                                                                          \
    X(OK, "done", 0)                                                                               \
    X(E_USAGE, "wrong use", 64)                                                                    \
    X(E_DATA, "bad data", 65)                                                                      \
    X(E_NOINPUT, "no such input", 66)                                                              \
    X(E_UNAVAILABLE, "not reachable", 69)                                                          \
    X(E_CANTCREATE, "in use or cannot be created", 73)                                             \
    X(E_IO, "input or output failed", 74)                                                          \
    X(E_FULL, "no space left", 74)                                                                 \
    X(E_AGAIN, "not now", 75)                                                                      \
    X(E_PERM, "no permission", 77)                                                                 \
    X(E_CONFIG, "wrong configuration", 78)

enum duban_rc {
#define X(name, text, status) DUBAN_##name,
    DUBAN_RC_TABLE(X)
#undef X
};

/* What happened, for a person. Owned by the caller; zero-initialise it. */
struct duban_err {
    char text[1024]; /* one line, UTF-8, cut at the end if longer */
};

/* Each returns rc, so that a failure is one statement. errno is passed in by value: it was
 * captured at the call. Never called with DUBAN_OK. */
enum duban_rc duban_err_set(struct duban_err *err, enum duban_rc rc, const char *format, ...)
    DUBAN_PRINTF(3, 4);
enum duban_rc duban_err_sys(struct duban_err *err, enum duban_rc rc, int errnum, const char *format,
                            ...) DUBAN_PRINTF(4, 5);

/* Prefixes the text with where it happened: "format: text". */
enum duban_rc duban_err_wrap(struct duban_err *err, enum duban_rc rc, const char *format, ...)
    DUBAN_PRINTF(3, 4);

/* The rc that says best what errnum means for the caller: EACCES is E_PERM, ENOSPC E_FULL,
 * ENOENT E_NOINPUT, everything else E_IO. */
enum duban_rc duban_rc_of_errno(int errnum);

const char *duban_rc_text(enum duban_rc rc); /* static */
int duban_rc_exit_status(enum duban_rc rc);

#endif
