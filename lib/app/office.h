/* SPDX-License-Identifier: MIT
 *
 * Where things lie in the office's folder: state/ is kept, run/ holds sockets while daemons run.
 * Both belong to the service's user alone.
 */
#ifndef DUBAN_LIB_APP_OFFICE_H
#define DUBAN_LIB_APP_OFFICE_H

#include "lib/core/err.h"

enum {
    DUBAN_OFFICE_PATH_BYTES = 1024
};

#define DUBAN_ZONE_DEFAULT "Asia/Shanghai"

struct duban_office {
    char store[DUBAN_OFFICE_PATH_BYTES];  /* state/store.db */
    char ingest[DUBAN_OFFICE_PATH_BYTES]; /* ipc endpoint in run/ */
    char bell[DUBAN_OFFICE_PATH_BYTES];   /* ipc endpoint in run/ */
};

/* E_NOINPUT: there is no such folder. E_CONFIG: its path is too long. Makes nothing. */
DUBAN_MUST_USE enum duban_rc duban_office_find(const char *dir, struct duban_office *out_office,
                                               struct duban_err *err);

/* Makes state/ and run/ in the folder. E_PERM, E_CANTCREATE, E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_office_make(const char *dir, struct duban_err *err);

/* state/outbox-NAME.db, where bytes of name that are no letter, digit, '-' or '_' are written %XX. */
DUBAN_MUST_USE enum duban_rc duban_office_outbox(const char *dir, const char *name,
                                                 char out_path[DUBAN_OFFICE_PATH_BYTES],
                                                 struct duban_err *err);

#endif
