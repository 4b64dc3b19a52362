/* SPDX-License-Identifier: MIT */
#include "lib/app/office.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>

#include <sys/stat.h>

#include "lib/core/buf.h"
#include "lib/core/file.h"

static enum duban_rc join(char out_path[DUBAN_OFFICE_PATH_BYTES], const char *scheme,
                          const char *dir, const char *name, struct duban_err *err)
{
    int len = snprintf(out_path, DUBAN_OFFICE_PATH_BYTES, "%s%s/%s", scheme, dir, name);
    if (len < 0 || len >= DUBAN_OFFICE_PATH_BYTES)
        return duban_err_set(err, DUBAN_E_CONFIG, "the path of the folder is too long: %s", dir);
    return DUBAN_OK;
}

enum duban_rc duban_office_find(const char *dir, struct duban_office *out_office,
                                struct duban_err *err)
{
    struct duban_office office;
    struct stat status;

    if (stat(dir, &status) != 0)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "open folder %s", dir);
    if (!S_ISDIR(status.st_mode))
        return duban_err_set(err, DUBAN_E_NOINPUT, "%s is no folder", dir);
    enum duban_rc rc = join(office.store, "", dir, "state/store.db", err);
    if (rc == DUBAN_OK)
        rc = join(office.ingest, "ipc://", dir, "run/ingest", err);
    if (rc == DUBAN_OK)
        rc = join(office.bell, "ipc://", dir, "run/bell", err);
    if (rc == DUBAN_OK)
        *out_office = office;
    return rc;
}

enum duban_rc duban_office_make(const char *dir, struct duban_err *err)
{
    static const char *const names[] = {"state", "run"};
    char path[DUBAN_OFFICE_PATH_BYTES];
    enum duban_rc rc = DUBAN_OK;

    for (size_t i = 0; rc == DUBAN_OK && i < sizeof names / sizeof names[0]; i++) {
        rc = join(path, "", dir, names[i], err);
        if (rc == DUBAN_OK)
            rc = duban_dir_make(path, err);
    }
    return rc;
}

enum duban_rc duban_office_outbox(const char *dir, const char *name,
                                  char out_path[DUBAN_OFFICE_PATH_BYTES], struct duban_err *err)
{
    struct duban_buf file = {0};

    duban_buf_puts(&file, "state/outbox-");
    for (const char *at = name; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x80 && (isalnum(byte) != 0 || byte == '-' || byte == '_'))
            duban_buf_printf(&file, "%c", byte);
        else
            duban_buf_printf(&file, "%%%02X", (unsigned)byte);
    }
    duban_buf_puts(&file, ".db");
    duban_buf_put(&file, (struct duban_slice){"", 1}); /* NUL */
    enum duban_rc rc = join(out_path, "", dir, file.at, err);
    duban_buf_fini(&file);
    return rc;
}
