/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include <criterion/criterion.h>

#include "lib/core/err.h"

Test(rc, has_the_exit_status_of_sysexits)
{
    static const struct {
        enum duban_rc rc;
        int status; /* the number that the system's sysexits.h gives */
    } rows[] = {
        {DUBAN_OK, 0},
        {DUBAN_E_USAGE, 64},       /* EX_USAGE */
        {DUBAN_E_DATA, 65},        /* EX_DATAERR */
        {DUBAN_E_NOINPUT, 66},     /* EX_NOINPUT */
        {DUBAN_E_UNAVAILABLE, 69}, /* EX_UNAVAILABLE */
        {DUBAN_E_CANTCREATE, 73},  /* EX_CANTCREAT */
        {DUBAN_E_IO, 74},          /* EX_IOERR */
        {DUBAN_E_FULL, 74},        /* EX_IOERR */
        {DUBAN_E_AGAIN, 75},       /* EX_TEMPFAIL */
        {DUBAN_E_PERM, 77},        /* EX_NOPERM */
        {DUBAN_E_CONFIG, 78},      /* EX_CONFIG */
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *text = duban_rc_text(rows[i].rc);
        cr_assert(text != NULL && text[0] != '\0', "code %zu", i);
        cr_assert_eq(duban_rc_exit_status(rows[i].rc), rows[i].status, "%s", text);
    }
}

Test(rc, of_errno_says_what_to_do)
{
    static const struct {
        const char *when;
        int errnum;
        enum duban_rc want;
    } rows[] = {
        {"no right", EACCES, DUBAN_E_PERM},
        {"not the owner", EPERM, DUBAN_E_PERM},
        {"mounted for reading", EROFS, DUBAN_E_PERM},
        {"no space", ENOSPC, DUBAN_E_FULL},
        {"no space for this user", EDQUOT, DUBAN_E_FULL},
        {"not there", ENOENT, DUBAN_E_NOINPUT},
        {"below something that is no folder", ENOTDIR, DUBAN_E_NOINPUT},
        {"a disk that fails", EIO, DUBAN_E_IO},
        {"anything else", EMFILE, DUBAN_E_IO},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(duban_rc_of_errno(rows[i].errnum), rows[i].want, "%s", rows[i].when);
}

Test(err, is_prefixed_on_the_way_up)
{
    struct duban_err err = {0};

    cr_assert_eq(duban_err_set(&err, DUBAN_E_DATA, "row %d has no id", 7), DUBAN_E_DATA);
    cr_assert_str_eq(err.text, "row 7 has no id");
    cr_assert_eq(duban_err_wrap(&err, DUBAN_E_DATA, "import %s", "plan.csv"), DUBAN_E_DATA);
    cr_assert_eq(duban_err_wrap(&err, DUBAN_E_IO, "plan"), DUBAN_E_IO, "the code may change");
    cr_assert_str_eq(err.text, "plan: import plan.csv: row 7 has no id");
}

Test(err, of_the_system_ends_with_its_reason)
{
    struct duban_err err = {0};

    errno = 0; /* what counts is the number that was captured at the call */
    cr_assert_eq(duban_err_sys(&err, DUBAN_E_NOINPUT, ENOENT, "open %s", "a.db"), DUBAN_E_NOINPUT);
    cr_assert_str_eq(err.text, "open a.db: No such file or directory");
}

Test(err, that_is_too_long_is_cut_at_the_end)
{
    static const int lengths[] = {1022, 1023, 1024, 4000}; /* the text has room for 1023 bytes */

    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        size_t want = lengths[i] < 1023 ? (size_t)lengths[i] : 1023;
        struct duban_err err = {0};
        (void)duban_err_set(&err, DUBAN_E_DATA, "%0*d", lengths[i], 0);
        cr_assert_eq(strlen(err.text), want, "%d bytes", lengths[i]);
        (void)duban_err_sys(&err, DUBAN_E_IO, ENOENT, "%0*d", lengths[i], 0);
        cr_assert_eq(strlen(err.text), 1023, "%d bytes and a reason", lengths[i]);
        (void)duban_err_wrap(&err, DUBAN_E_IO, "%0*d", lengths[i], 0);
        cr_assert_eq(strlen(err.text), 1023, "%d bytes before it", lengths[i]);
    }
}

Test(err, that_is_cut_keeps_its_prefixes)
{
    struct duban_err err = {0};

    (void)duban_err_set(&err, DUBAN_E_DATA, "%01023d", 0);
    (void)duban_err_wrap(&err, DUBAN_E_DATA, "import");
    cr_assert_eq(strncmp(err.text, "import: 000", 11), 0, "%s", err.text);
}
