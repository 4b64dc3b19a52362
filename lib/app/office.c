/* SPDX-License-Identifier: MIT */
#include "lib/app/office.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <sys/stat.h>

#include "lib/app/cli.h"
#include "lib/app/conf.h"
#include "lib/app/host.h"
#include "lib/app/people.h"
#include "lib/core/buf.h"
#include "lib/core/file.h"
#include "lib/core/map.h"

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
    const char *zone, *control, *banner;
    struct duban_conf_list watched;
    struct duban_office_mail mail;
};

#define WATCHED(member, its_kind, ...)                                                             \
    {                                                                                              \
        .name = #member, .kind = (its_kind), .offset = offsetof(struct duban_watched, member),     \
        __VA_ARGS__                                                                                \
    }

static const char *const lang_words[] = {[DUBAN_ZH] = "zh", [DUBAN_EN] = "en", NULL};

static const struct duban_conf_key watched_keys[] = {
    WATCHED(source, DUBAN_CONF_TEXT, .is_required = true, .min = 1, .max = DUBAN_OFFICE_NAME_MAX),
    WATCHED(dept, DUBAN_CONF_TEXT, .is_required = true, .min = 1, .max = DUBAN_OFFICE_NAME_MAX),
    WATCHED(form, DUBAN_CONF_TEXT, .is_required = true, .min = 1,
            .max = DUBAN_OFFICE_PATH_BYTES - 1),
    WATCHED(folder, DUBAN_CONF_TEXT, .is_required = true, .min = 1,
            .max = DUBAN_OFFICE_PATH_BYTES - 1),
    WATCHED(files, DUBAN_CONF_TEXT, .otherwise = "*", .min = 1, .max = 255),
    {.name = "poll",
     .kind = DUBAN_CONF_DURATION,
     .offset = offsetof(struct duban_watched, poll_ms),
     .otherwise = "10s",
     .min = 200,
     .max = 86400000},
    {.name = "settle",
     .kind = DUBAN_CONF_DURATION,
     .offset = offsetof(struct duban_watched, settle_ms),
     .otherwise = "5s",
     .min = 0,
     .max = 86400000},
    WATCHED(connected_on, DUBAN_CONF_DATE, .is_required = false),
    WATCHED(lang, DUBAN_CONF_WORD, .otherwise = "zh", .words = lang_words),
};

static const struct duban_conf_section watched_section = {
    .keys = watched_keys,
    .n_keys = sizeof watched_keys / sizeof watched_keys[0],
    .size = sizeof(struct duban_watched),
    .place_offset = offsetof(struct duban_watched, place),
};

#define MAIL(key, member, its_kind, ...)                                                           \
    {                                                                                              \
        .name = (key), .kind = (its_kind), .offset = offsetof(struct duban_office_mail, member),   \
        __VA_ARGS__                                                                                \
    }

static const char *const channel_words[] = {
    [DUBAN_CHANNEL_FILE] = "file", [DUBAN_CHANNEL_SMTP] = "smtp", NULL};
static const char *const tls_words[] = {
    [DUBAN_TLS_OFF] = "off", [DUBAN_TLS_STARTTLS] = "starttls", [DUBAN_TLS_ALWAYS] = "tls", NULL};

/* RFC 5321 §4.5.3.2.6 wants ten minutes for the answer to a whole mail: who gives up earlier sends twice. */
static const struct duban_conf_key mail_keys[] = {
    MAIL("from", from, DUBAN_CONF_TEXT, .otherwise = "duban@localhost", .min = 1,
         .max = DUBAN_PEOPLE_ADDRESS_MAX),
    MAIL("host", host, DUBAN_CONF_TEXT, .otherwise = "localhost", .min = 1, .max = DUBAN_HOST_MAX),
    MAIL("channel", channel, DUBAN_CONF_WORD, .otherwise = "file", .words = channel_words),
    MAIL("folder", folder, DUBAN_CONF_TEXT, .otherwise = "mail", .min = 1,
         .max = DUBAN_OFFICE_PATH_BYTES - 1),
    MAIL("server", server, DUBAN_CONF_TEXT, .min = 1, .max = DUBAN_HOST_MAX),
    MAIL("port", port, DUBAN_CONF_NUMBER, .min = 1, .max = 65535),
    MAIL("tls", tls, DUBAN_CONF_WORD, .otherwise = "starttls", .words = tls_words),
    MAIL("user", user, DUBAN_CONF_TEXT, .min = 1, .max = 255),
    MAIL("password_file", password_file, DUBAN_CONF_TEXT, .min = 1,
         .max = DUBAN_OFFICE_PATH_BYTES - 1),
    MAIL("ca_file", ca_file, DUBAN_CONF_TEXT, .min = 1, .max = DUBAN_OFFICE_PATH_BYTES - 1),
    MAIL("timeout", timeout_ms, DUBAN_CONF_DURATION, .otherwise = "1m", .min = 1000, .max = 600000),
    MAIL("final_timeout", final_timeout_ms, DUBAN_CONF_DURATION, .otherwise = "10m", .min = 1000,
         .max = 3600000),
};

static const struct duban_conf_section mail_section = {
    .keys = mail_keys,
    .n_keys = sizeof mail_keys / sizeof mail_keys[0],
    .size = sizeof(struct duban_office_mail),
    .place_offset = offsetof(struct duban_office_mail, place),
};

static const struct duban_conf_key conf_keys[] = {
    {.name = "zone",
     .kind = DUBAN_CONF_ZONE,
     .offset = offsetof(struct office_conf, zone),
     .otherwise = "Asia/Shanghai",
     .min = 1,
     .max = DUBAN_OFFICE_NAME_MAX},
    {.name = "control",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct office_conf, control),
     .otherwise = "control",
     .min = 1,
     .max = DUBAN_OFFICE_NAME_MAX},
    {.name = "banner",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct office_conf, banner),
     .min = 1,
     .max = 512},
    {.name = "watch",
     .kind = DUBAN_CONF_SECTIONS,
     .offset = offsetof(struct office_conf, watched),
     .section = &watched_section},
    {.name = "mail",
     .kind = DUBAN_CONF_SECTION,
     .offset = offsetof(struct office_conf, mail),
     .section = &mail_section},
};

static const struct duban_conf_section conf_section = {
    .keys = conf_keys,
    .n_keys = sizeof conf_keys / sizeof conf_keys[0],
    .size = sizeof(struct office_conf),
    .place_offset = DUBAN_CONF_NO_PLACE,
};

/* A path of duban.yaml is seen from the office's folder. */
static const char *path_in(const char *dir, const char *path, struct duban_arena *arena)
{
    struct duban_buf text = {0};

    if (path[0] == '/')
        return path;
    duban_buf_printf(&text, "%s/%s", dir, path);
    const char *joined = duban_arena_cstr(arena, duban_buf_slice(&text));
    duban_buf_fini(&text);
    return joined;
}

static void take_watched(struct duban_conf *conf, const char *dir,
                         const struct duban_conf_list *list)
{
    struct duban_watched *watched = list->at;
    struct duban_map sources = {0};

    for (size_t i = 0; i < list->n; i++) {
        struct duban_slice source = duban_slice_of(watched[i].source);
        if (duban_map_get(&sources, source) != NULL)
            duban_conf_fault(conf, watched[i].place, DUBAN_TEXT_OFFICE_SOURCE_TWICE,
                             (const char *const[]){watched[i].source, NULL});
        duban_map_put(&sources, conf->arena, source, &watched[i]);
        if (strcmp(watched[i].form, DUBAN_FORM_BUILT_IN) != 0)
            watched[i].form = path_in(dir, watched[i].form, conf->arena);
        watched[i].folder = path_in(dir, watched[i].folder, conf->arena);
    }
}

static void fault_if(bool is_wrong, struct duban_conf *conf, const struct duban_office_mail *mail,
                     enum duban_text_id id, const char *what)
{
    if (is_wrong)
        duban_conf_fault(conf, mail->place, id, (const char *const[]){what, NULL});
}

static void take_mail(struct duban_conf *conf, const char *dir, struct duban_office_mail *mail)
{
    static const int64_t ports[] = {
        [DUBAN_TLS_OFF] = 25, [DUBAN_TLS_STARTTLS] = 587, [DUBAN_TLS_ALWAYS] = 465};
    const char **paths[] = {&mail->folder, &mail->password_file, &mail->ca_file};
    bool is_smtp = mail->channel == DUBAN_CHANNEL_SMTP;

    fault_if(!duban_is_mail_address(duban_slice_of(mail->from)), conf, mail,
             DUBAN_TEXT_MAIL_ADDRESS, mail->from);
    fault_if(!duban_is_host(duban_slice_of(mail->host)), conf, mail, DUBAN_TEXT_MAIL_HOST,
             mail->host);
    fault_if(is_smtp && mail->server == NULL, conf, mail, DUBAN_TEXT_MAIL_NO_SERVER, "");
    fault_if(mail->server != NULL && !duban_is_host(duban_slice_of(mail->server)), conf, mail,
             DUBAN_TEXT_MAIL_HOST, mail->server);
    fault_if((mail->user == NULL) != (mail->password_file == NULL), conf, mail,
             DUBAN_TEXT_MAIL_HALF_USER, "");
    fault_if(mail->user != NULL && mail->tls == DUBAN_TLS_OFF, conf, mail,
             DUBAN_TEXT_MAIL_OPEN_PASSWORD, "");
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        if (*paths[i] != NULL)
            *paths[i] = path_in(dir, *paths[i], conf->arena);
    if (mail->port == 0)
        mail->port = ports[mail->tls];
}

static enum duban_rc read_conf(struct duban_conf *conf, const char *dir,
                               struct duban_office *office, struct duban_err *err)
{
    struct duban_buf bytes = {0};
    struct office_conf read;
    struct stat status;

    enum duban_rc rc = duban_file_read(conf->path, DUBAN_CONF_FILE_MAX, &bytes, err);
    if (rc == DUBAN_E_NOINPUT && lstat(conf->path, &status) != 0 && errno == ENOENT) {
        err->text[0] = '\0';
        rc = DUBAN_OK; /* without a file: all defaults */
    }
    if (rc == DUBAN_OK)
        duban_conf_read(conf, duban_buf_slice(&bytes), &conf_section, &read);
    if (rc == DUBAN_OK && conf->n_faults == 0) {
        office->zone = read.zone;
        office->control = read.control;
        office->banner = read.banner;
        office->watched = read.watched;
        take_watched(conf, dir, &read.watched);
        take_mail(conf, dir, &read.mail);
        office->mail = read.mail;
    }
    duban_buf_fini(&bytes);
    return rc;
}

enum duban_rc duban_office_read(const char *dir, struct duban_conf *conf,
                                struct duban_office *out_office, struct duban_err *err)
{
    struct duban_office office = {.zone = NULL};
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
    if (rc == DUBAN_OK) {
        conf->path = path_in(dir, "duban.yaml", conf->arena);
        rc = read_conf(conf, dir, &office, err);
    }
    if (rc == DUBAN_OK)
        *out_office = office;
    return rc;
}

enum duban_rc duban_office_find(const char *dir, enum duban_lang lang, struct duban_arena *arena,
                                struct duban_office *out_office, struct duban_err *err)
{
    struct duban_office office;
    struct duban_buf faults = {0};
    struct duban_buf text = {0};
    struct duban_conf conf = {.lang = lang, .arena = arena, .faults = &faults};
    char number[24];

    enum duban_rc rc = duban_office_read(dir, &conf, &office, err);
    if (rc == DUBAN_OK && conf.n_faults > 0) {
        duban_cli_tell(duban_buf_slice(&faults));
        (void)snprintf(number, sizeof number, "%zu", conf.n_faults);
        DUBAN_SAY(&text, lang, DUBAN_TEXT_OFFICE_WRONG, "duban.yaml", number);
        rc = duban_err_set(err, DUBAN_E_CONFIG, "%.*s", DUBAN_SLICE_ARGS(duban_buf_slice(&text)));
    }
    if (rc == DUBAN_OK)
        *out_office = office;
    duban_buf_fini(&faults);
    duban_buf_fini(&text);
    return rc;
}

const struct duban_watched *duban_office_watched(const struct duban_office *office,
                                                 struct duban_slice source)
{
    const struct duban_watched *watched = office->watched.at;

    for (size_t i = 0; i < office->watched.n; i++)
        if (duban_slice_is(source, watched[i].source))
            return &watched[i];
    return NULL;
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
            rc = duban_dir_make(path, S_IRWXU, err);
    }
    return rc;
}

void duban_office_put_name(struct duban_buf *out, const char *name)
{
    for (const char *at = name; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x80 && (isalnum(byte) != 0 || byte == '-' || byte == '_'))
            duban_buf_printf(out, "%c", byte);
        else
            duban_buf_printf(out, "%%%02X", (unsigned)byte);
    }
}

enum duban_rc duban_office_outbox(const char *dir, const char *name,
                                  char out_path[DUBAN_OFFICE_PATH_BYTES], struct duban_err *err)
{
    struct duban_buf file = {0};

    duban_buf_puts(&file, "state/outbox-");
    duban_office_put_name(&file, name);
    duban_buf_puts(&file, ".db");
    duban_buf_put(&file, (struct duban_slice){"", 1}); /* NUL */
    enum duban_rc rc = join(out_path, "", dir, file.at, err);
    duban_buf_fini(&file);
    return rc;
}
