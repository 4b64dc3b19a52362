/* SPDX-License-Identifier: MIT
 *
 * A mail as bytes (RFC 5322, MIME), made by us alone: the same mail in the same zone gives the same
 * bytes on any day, so that what was frozen can be made again and compared.
 *
 * Lines end in CRLF and have at most 998 bytes. Bodies are UTF-8 in base64, the subject is encoded
 * words (RFC 2047): nothing that a field holds can end a line, open a header or begin with a dot.
 */
#ifndef DUBAN_SINKS_COMMON_MAIL_H
#define DUBAN_SINKS_COMMON_MAIL_H

#include "lib/core/buf.h"
#include "lib/core/time.h"

enum {
    DUBAN_MAIL_KEY_MAX = 128,
    DUBAN_MAIL_SUBJECT_MAX = 4096, /* bytes; a longer one is cut at a character */
};

struct duban_mail {
    struct duban_slice from, to;   /* what duban_is_mail_address() takes */
    struct duban_slice host;       /* of its Message-ID: <KEY@HOST> */
    struct duban_slice key;        /* what duban_mail_is_key() takes */
    struct duban_slice references; /* the key of the mail that begins its thread; empty: none */
    struct duban_slice subject;    /* what moves a cursor or turns text is replaced: escape.h */
    struct duban_slice text, html; /* html empty: text alone */
    struct duban_instant date;     /* when it was planned, not when it is sent */
};

/* Whether key may stand in a Message-ID and in the name of a file: letters, digits and . _ -, at most
 * DUBAN_MAIL_KEY_MAX, no dot at its ends and no two together. */
bool duban_mail_is_key(struct duban_slice key);

/* Appends CAUSE.HASH, the key of what a cause has to say to one recipient. Cause: a key of at most 111
 * bytes. */
void duban_mail_put_key(struct duban_buf *out, struct duban_slice cause,
                        struct duban_slice recipient);

/*
 * Appends the mail. In bodies CR, LF and CRLF are line ends, and what is no UTF-8 and every control
 * character but TAB becomes U+FFFD; html is markup, whose fields the caller has escaped.
 * E_DATA: an address, the host or a key is not plain; out is untouched.
 */
DUBAN_MUST_USE enum duban_rc duban_mail_write(const struct duban_mail *mail, struct duban_buf *out,
                                              struct duban_err *err);

#endif
