/* SPDX-License-Identifier: MIT
 *
 * The office's folder: duban.yaml says what holds for all its programs, state/ is kept, run/ holds
 * sockets while daemons run. state/ and run/ belong to the service's user alone.
 */
#ifndef DUBAN_LIB_APP_OFFICE_H
#define DUBAN_LIB_APP_OFFICE_H

#include "lib/core/err.h"
#include "lib/text/text.h"

enum { DUBAN_OFFICE_PATH_BYTES = 1024, DUBAN_OFFICE_NAME_BYTES = 65 };

struct duban_office {
    char store[DUBAN_OFFICE_PATH_BYTES];   /* state/store.db */
    char ingest[DUBAN_OFFICE_PATH_BYTES];  /* ipc endpoint in run/ */
    char bell[DUBAN_OFFICE_PATH_BYTES];    /* ipc endpoint in run/ */
    char zone[DUBAN_OFFICE_NAME_BYTES];    /* the plan's time zone */
    char control[DUBAN_OFFICE_NAME_BYTES]; /* the source that may set the plan and decide */
};

/*
 * Finds an office and reads its duban.yaml; without one the defaults hold. Makes nothing.
 * E_NOINPUT: there is no such folder. E_CONFIG: its path is too long, or duban.yaml is wrong: every
 * fault was told on standard error. E_PERM, E_IO.
 */
DUBAN_MUST_USE enum duban_rc duban_office_find(const char *dir, enum duban_lang lang,
                                               struct duban_office *out_office,
                                               struct duban_err *err);

/* The same without telling: faults of duban.yaml are appended to faults and counted, and are no error. */
DUBAN_MUST_USE enum duban_rc duban_office_read(const char *dir, enum duban_lang lang,
                                               struct duban_office *out_office,
                                               struct duban_buf *faults, size_t *out_n_faults,
                                               struct duban_err *err);

/* E_NOINPUT: nobody has made an office of the folder; err has the way out in the user's language. */
DUBAN_MUST_USE enum duban_rc duban_office_need(const char *dir, enum duban_lang lang,
                                               struct duban_err *err);

/* Makes state/ and run/ in the folder. E_NOINPUT (no such folder), E_CONFIG (too long a path), E_PERM,
 * E_CANTCREATE, E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_office_make(const char *dir, struct duban_err *err);

/* state/outbox-NAME.db, where bytes of name that are no letter, digit, '-' or '_' are written %XX.
 * E_CONFIG: too long a path. */
DUBAN_MUST_USE enum duban_rc duban_office_outbox(const char *dir, const char *name,
                                                 char out_path[DUBAN_OFFICE_PATH_BYTES],
                                                 struct duban_err *err);

#endif
