/* SPDX-License-Identifier: MIT */
#include "lib/app/office.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>

#include <sys/stat.h>

#include "lib/app/cli.h"
#include "lib/app/conf.h"
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

/* duban.yaml */
struct office_conf {
    const char *zone, *control;
};

static const struct duban_conf_key conf_keys[] = {
    {.name = "zone",
     .kind = DUBAN_CONF_ZONE,
     .offset = offsetof(struct office_conf, zone),
     .otherwise = "Asia/Shanghai",
     .min = 1,
     .max = DUBAN_OFFICE_NAME_BYTES - 1},
    {.name = "control",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct office_conf, control),
     .otherwise = "control",
     .min = 1,
     .max = DUBAN_OFFICE_NAME_BYTES - 1},
};

static const struct duban_conf_section conf_section = {
    .keys = conf_keys,
    .n_keys = sizeof conf_keys / sizeof conf_keys[0],
    .size = sizeof(struct office_conf),
    .place_offset = DUBAN_CONF_NO_PLACE,
};

static enum duban_rc read_conf(struct duban_conf *conf, struct duban_office *office,
                               struct duban_err *err)
{
    struct duban_buf bytes = {0};
    struct office_conf read;

    enum duban_rc rc = duban_file_read(conf->path, DUBAN_CONF_FILE_MAX, &bytes, err);
    struct stat status;
    if (rc == DUBAN_E_NOINPUT && lstat(conf->path, &status) != 0 && errno == ENOENT) {
        err->text[0] = '\0';
        rc = DUBAN_OK; /* without a file: all defaults */
    }
    if (rc == DUBAN_OK) {
        duban_conf_read(conf, duban_buf_slice(&bytes), &conf_section, &read);
    }
    if (rc == DUBAN_OK && conf->n_faults == 0) {
        (void)snprintf(office->zone, sizeof office->zone, "%s", read.zone);
        (void)snprintf(office->control, sizeof office->control, "%s", read.control);
    }
    duban_buf_fini(&bytes);
    return rc;
}

enum duban_rc duban_office_read(const char *dir, enum duban_lang lang,
                                struct duban_office *out_office, struct duban_buf *faults,
                                size_t *out_n_faults, struct duban_err *err)
{
    struct duban_office office = {.zone = "", .control = ""};
    struct duban_arena arena = {0};
    struct stat status;
    char path[DUBAN_OFFICE_PATH_BYTES];
    struct duban_conf conf = {.path = path, .lang = lang, .arena = &arena, .faults = faults};

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
        rc = join(path, "", dir, "duban.yaml", err);
    if (rc == DUBAN_OK)
        rc = read_conf(&conf, &office, err);
    if (rc == DUBAN_OK) {
        *out_office = office;
        *out_n_faults = conf.n_faults;
    }
    duban_arena_fini(&arena);
    return rc;
}

enum duban_rc duban_office_find(const char *dir, enum duban_lang lang,
                                struct duban_office *out_office, struct duban_err *err)
{
    struct duban_office office;
    struct duban_buf faults = {0};
    struct duban_buf text = {0};
    size_t n_faults = 0;
    char number[24];

    enum duban_rc rc = duban_office_read(dir, lang, &office, &faults, &n_faults, err);
    if (rc == DUBAN_OK && n_faults > 0) {
        duban_cli_tell(duban_buf_slice(&faults));
        (void)snprintf(number, sizeof number, "%zu", n_faults);
        DUBAN_SAY(&text, lang, DUBAN_TEXT_OFFICE_WRONG, "duban.yaml", number);
        rc = duban_err_set(err, DUBAN_E_CONFIG, "%.*s", DUBAN_SLICE_ARGS(duban_buf_slice(&text)));
    }
    if (rc == DUBAN_OK)
        *out_office = office;
    duban_buf_fini(&faults);
    duban_buf_fini(&text);
    return rc;
}

enum duban_rc duban_office_need(const char *dir, enum duban_lang lang, struct duban_err *err)
{
    char path[DUBAN_OFFICE_PATH_BYTES];
    struct duban_buf text = {0};
    struct stat status;

    enum duban_rc rc = join(path, "", dir, "state", err);
    if (rc != DUBAN_OK || stat(path, &status) == 0)
        return rc;
    if (errno != ENOENT)
        return duban_err_sys(err, duban_rc_of_errno(errno), errno, "open folder %s", path);
    DUBAN_SAY(&text, lang, DUBAN_TEXT_OFFICE_NONE, dir);
    rc = duban_err_set(err, DUBAN_E_NOINPUT, "%.*s", DUBAN_SLICE_ARGS(duban_buf_slice(&text)));
    duban_buf_fini(&text);
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
