/* SPDX-License-Identifier: MIT */
#include "sinks/common/mail.h"

#include <stdint.h>
#include <string.h>

#include "lib/app/host.h"
#include "lib/app/people.h"
#include "lib/core/crypto.h"
#include "lib/text/escape.h"

/* The bytes that one encoded word carries: "Subject: =?UTF-8?B?", 52 characters and "?=" fit into the
 * 76 of a line (RFC 2047 §2). A line of a body has 76 characters (RFC 2045 §6.8). */
enum { WORD_BYTES = 39, LINE_BYTES = 57, HASH_DIGITS = 16, BOUNDARY_DIGITS = 32 };

bool duban_mail_is_key(struct duban_slice key)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

    if (key.len == 0 || key.len > DUBAN_MAIL_KEY_MAX)
        return false;
    for (size_t i = 0; i < key.len; i++) {
        if (key.at[i] == '.' ? i == 0 || i + 1 == key.len || key.at[i - 1] == '.'
                             : memchr(letters, key.at[i], sizeof letters - 1) == NULL)
            return false;
    }
    return true;
}

void duban_mail_put_key(struct duban_buf *out, struct duban_slice cause,
                        struct duban_slice recipient)
{
    char hash[DUBAN_SHA256_BYTES];

    duban_buf_put(out, cause);
    duban_buf_printf(out, ".%.*s", (int)HASH_DIGITS, duban_sha256(recipient, hash));
}

/* RFC 4648 §4. */
static void put_base64(struct duban_buf *out, struct duban_slice bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t n = bytes.len - i < 3 ? bytes.len - i : 3;
        uint32_t group = 0;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (k < n ? (unsigned char)bytes.at[i + k] : 0U);
        char four[4] = {digits[group >> 18], digits[group >> 12 & 63], '=', '='};
        if (n > 1)
            four[2] = digits[group >> 6 & 63];
        if (n > 2)
            four[3] = digits[group & 63];
        duban_buf_put(out, (struct duban_slice){four, sizeof four});
    }
}

/* Every line is a word of its own; a reader joins them without the blanks between (RFC 2047 §6.2). */
static void put_subject(struct duban_buf *out, struct duban_slice subject)
{
    struct duban_buf clean = {0};

    duban_escape_terminal(&clean, duban_slice_cut(subject, DUBAN_MAIL_SUBJECT_MAX));
    struct duban_slice left = duban_buf_slice(&clean);
    duban_buf_puts(out, "Subject:");
    while (left.len > 0) {
        struct duban_slice word = duban_slice_cut(left, WORD_BYTES);
        duban_buf_puts(out, left.at == clean.at ? " =?UTF-8?B?" : "\r\n =?UTF-8?B?");
        put_base64(out, word);
        duban_buf_puts(out, "?=");
        left = (struct duban_slice){left.at + word.len, left.len - word.len};
    }
    duban_buf_puts(out, "\r\n");
    duban_buf_fini(&clean);
}

/* RFC 5322 §3.3, in the process's zone: "Mon, 10 Oct 2022 07:30:00 +0800". */
static void put_date(struct duban_buf *out, struct duban_instant instant)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char stamp[DUBAN_INSTANT_BYTES]; /* 2022-10-10T07:30:00+08:00 */
    struct duban_date date = duban_date_at(instant);
    int year;
    int month;
    int day;

    duban_date_split(date, &year, &month, &day);
    (void)duban_instant_print(instant, stamp);
    /* 1970-01-01 was a Thursday. */
    duban_buf_printf(out, "Date: %s, %d %s %d %.8s %.3s%.2s\r\n", days[(date.days % 7 + 11) % 7],
                     day, months[month - 1], year, stamp + 11, stamp + 19, stamp + 23);
}

/* The length of the line end that text begins with, or 0. */
static size_t line_end(struct duban_slice text)
{
    if (duban_slice_has_prefix(text, "\r\n"))
        return 2;
    return text.at[0] == '\r' || text.at[0] == '\n' ? 1 : 0;
}

/* C0 but TAB, DEL and C1. */
static bool is_control(struct duban_slice character)
{
    unsigned char first = (unsigned char)character.at[0];

    if (character.len == 2)
        return first == 0xc2 && (unsigned char)character.at[1] < 0xa0;
    return (first < 0x20 && first != '\t') || first == 0x7f;
}

static void put_clean(struct duban_buf *out, struct duban_slice text)
{
    while (text.len > 0) {
        size_t used = line_end(text);
        size_t len = duban_utf8_length(text);

        if (used > 0)
            duban_buf_puts(out, "\r\n");
        else if (len == 0 || is_control((struct duban_slice){text.at, len}))
            duban_buf_puts(out, "\xef\xbf\xbd"); /* U+FFFD */
        else
            duban_buf_put(out, (struct duban_slice){text.at, len});
        if (used == 0)
            used = len == 0 ? 1 : len;
        text = (struct duban_slice){text.at + used, text.len - used};
    }
}

/* The headers and the lines of a body, as a part of a mail or the whole of it. */
static void put_body(struct duban_buf *out, const char *type, struct duban_slice body)
{
    struct duban_buf clean = {0};

    duban_buf_printf(out,
                     "Content-Type: text/%s; charset=utf-8\r\n"
                     "Content-Transfer-Encoding: base64\r\n\r\n",
                     type);
    put_clean(&clean, body);
    for (struct duban_slice left = duban_buf_slice(&clean); left.len > 0;) {
        size_t n = left.len < LINE_BYTES ? left.len : LINE_BYTES;
        put_base64(out, (struct duban_slice){left.at, n});
        duban_buf_puts(out, "\r\n");
        left = (struct duban_slice){left.at + n, left.len - n};
    }
    duban_buf_fini(&clean);
}

/* No line of base64 can be the boundary: it holds "_". */
static void put_alternatives(struct duban_buf *out, const struct duban_mail *mail)
{
    char boundary[DUBAN_SHA256_BYTES];

    (void)duban_sha256(mail->key, boundary);
    boundary[BOUNDARY_DIGITS] = '\0';
    duban_buf_printf(out,
                     "Content-Type: multipart/alternative;\r\n boundary=\"=_%s\"\r\n\r\n--=_%s\r\n",
                     boundary, boundary);
    put_body(out, "plain", mail->text);
    duban_buf_printf(out, "--=_%s\r\n", boundary);
    put_body(out, "html", mail->html);
    duban_buf_printf(out, "--=_%s--\r\n", boundary);
}

static enum duban_rc check(const struct duban_mail *mail, struct duban_err *err)
{
    if (!duban_is_mail_address(mail->from) || !duban_is_mail_address(mail->to))
        return duban_err_set(err, DUBAN_E_DATA,
                             "a mail from \"%.*s\" to \"%.*s\": no plain address",
                             DUBAN_SLICE_ARGS(mail->from), DUBAN_SLICE_ARGS(mail->to));
    if (!duban_is_host(mail->host))
        return duban_err_set(err, DUBAN_E_DATA, "a mail of \"%.*s\": no plain name of a host",
                             DUBAN_SLICE_ARGS(mail->host));
    if (!duban_mail_is_key(mail->key) ||
        (mail->references.len > 0 && !duban_mail_is_key(mail->references)))
        return duban_err_set(err, DUBAN_E_DATA, "a mail \"%.*s\" in thread \"%.*s\": no plain key",
                             DUBAN_SLICE_ARGS(mail->key), DUBAN_SLICE_ARGS(mail->references));
    return DUBAN_OK;
}

enum duban_rc duban_mail_write(const struct duban_mail *mail, struct duban_buf *out,
                               struct duban_err *err)
{
    enum duban_rc rc = check(mail, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_buf_printf(out, "From: %.*s\r\nTo: %.*s\r\n", DUBAN_SLICE_ARGS(mail->from),
                     DUBAN_SLICE_ARGS(mail->to));
    put_subject(out, mail->subject);
    put_date(out, mail->date);
    duban_buf_printf(out, "Message-ID: <%.*s@%.*s>\r\n", DUBAN_SLICE_ARGS(mail->key),
                     DUBAN_SLICE_ARGS(mail->host));
    if (mail->references.len > 0)
        duban_buf_printf(out, "References: <%.*s@%.*s>\r\n", DUBAN_SLICE_ARGS(mail->references),
                         DUBAN_SLICE_ARGS(mail->host));
    duban_buf_puts(out, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n");
    if (mail->html.len > 0)
        put_alternatives(out, mail);
    else
        put_body(out, "plain", mail->text);
    return DUBAN_OK;
}
