/* SPDX-License-Identifier: MIT
 *
 * The office's folder: duban.yaml says what holds for all its programs, state/ is kept, run/ holds
 * sockets while daemons run. state/ and run/ belong to the service's user alone.
 */
#ifndef DUBAN_LIB_APP_OFFICE_H
#define DUBAN_LIB_APP_OFFICE_H

#include "lib/app/conf.h"

enum { DUBAN_OFFICE_PATH_BYTES = 1024, DUBAN_OFFICE_NAME_MAX = 64 };

/* In place of a form's path: the form of what `duban form` writes. A file of that name is ./built-in. */
#define DUBAN_FORM_BUILT_IN "built-in"

/* A unit's folder, and what is read there: an entry of `watch`. Paths are as they are to be opened. */
struct duban_watched {
    struct duban_conf_place place;
    const char *source, *dept;
    const char *form, *folder; /* form: a path, or DUBAN_FORM_BUILT_IN */
    const char *files;         /* names of files as a shell would match them: *.csv */
    int64_t poll_ms,
        settle_ms; /* a file is taken when it has not changed for settle_ms; 0: at once */
    struct duban_conf_date connected_on;
    int lang; /* enum duban_lang, of its receipts */
};

enum duban_mail_channel { DUBAN_CHANNEL_FILE, DUBAN_CHANNEL_SMTP };
enum duban_mail_tls { DUBAN_TLS_OFF, DUBAN_TLS_STARTTLS, DUBAN_TLS_ALWAYS };

/* How mail leaves: the section `mail`. Names and addresses are plain (lib/app/host.h, people.h); paths are as
 * they are to be opened. */
struct duban_office_mail {
    struct duban_conf_place place;
    const char *from;
    const char *host;   /* right of the @ in a Message-ID, and what a server is told that we are */
    int channel;        /* enum duban_mail_channel */
    const char *folder; /* FILE: where each mail becomes a file */
    const char *server; /* SMTP, as all below */
    int64_t port;
    int tls;                              /* enum duban_mail_tls */
    const char *user, *password_file;     /* NULL: no authentication; never with TLS_OFF */
    const char *ca_file;                  /* NULL: the certificates that the machine trusts */
    int64_t timeout_ms, final_timeout_ms; /* until all is sent; from then on */
};

struct duban_office {
    char store[DUBAN_OFFICE_PATH_BYTES];  /* state/store.db */
    char ingest[DUBAN_OFFICE_PATH_BYTES]; /* ipc endpoint in run/ */
    char bell[DUBAN_OFFICE_PATH_BYTES];   /* ipc endpoint in run/ */
    const char *zone;                     /* the plan's time zone */
    const char *control;                  /* the source that may set the plan and decide */
    const char *banner;             /* of a demonstration, on what units are told; NULL: none */
    struct duban_conf_list watched; /* struct duban_watched; no two of the same source */
    struct duban_office_mail mail;
};

/*
 * Finds an office and reads its duban.yaml; without one the defaults hold. Makes nothing. What the
 * office holds lies in the arena.
 * E_NOINPUT: there is no such folder. E_CONFIG: its path is too long, or duban.yaml is wrong: every
 * fault was told on standard error. E_PERM, E_IO.
 */
DUBAN_MUST_USE enum duban_rc duban_office_find(const char *dir, enum duban_lang lang,
                                               struct duban_arena *arena,
                                               struct duban_office *out_office,
                                               struct duban_err *err);

/* The same without telling: conf has language, arena and faults, and its path is set. Faults of
 * duban.yaml are added to conf and are no error. */
DUBAN_MUST_USE enum duban_rc duban_office_read(const char *dir, struct duban_conf *conf,
                                               struct duban_office *out_office,
                                               struct duban_err *err);

/* The entry of that source, or NULL. */
const struct duban_watched *duban_office_watched(const struct duban_office *office,
                                                 struct duban_slice source);

/* E_NOINPUT: nobody has made an office of the folder; err has the way out in the user's language. */
DUBAN_MUST_USE enum duban_rc duban_office_need(const char *dir, enum duban_lang lang,
                                               struct duban_err *err);

/* Makes state/ and run/ in the folder. E_NOINPUT (no such folder), E_CONFIG (too long a path), E_PERM,
 * E_CANTCREATE, E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_office_make(const char *dir, struct duban_err *err);

/* Appends a name as part of a file's: bytes that are no letter, digit, '-' or '_' are written %XX. */
void duban_office_put_name(struct duban_buf *out, const char *name);

/* state/outbox-NAME.db, with the name as duban_office_put_name() writes it.
 * E_CONFIG: too long a path. */
DUBAN_MUST_USE enum duban_rc duban_office_outbox(const char *dir, const char *name,
                                                 char out_path[DUBAN_OFFICE_PATH_BYTES],
                                                 struct duban_err *err);

#endif
