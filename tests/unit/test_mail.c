/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "sinks/common/mail.h"

/* 2022-10-10T07:30:00+08:00, a Monday */
static const struct duban_instant monday = {1665358200000};

static struct duban_mail example(void)
{
    return (struct duban_mail){
        .from = {"duban@localhost", 15},
        .to = {"wang@szlh.gov.cn", 16},
        .host = {"localhost", 9},
        .key = {"alert.20221010.wang", 19},
        .subject = {"超期", 6},
        .text = {"一行\n", 7},
        .date = monday,
    };
}

static void set_zone(const char *name)
{
    struct duban_err err = {0};
    cr_assert_eq(duban_zone_set(name, &err), DUBAN_OK, "%s", err.text);
}

/* Ends in NUL; freed by the caller. */
static char *written(const struct duban_mail *mail)
{
    struct duban_buf out = {0};
    struct duban_err err = {0};

    cr_assert_eq(duban_mail_write(mail, &out, &err), DUBAN_OK, "%s", err.text);
    duban_buf_put(&out, (struct duban_slice){"", 1});
    cr_assert_eq(strlen(out.at), out.len - 1, "a NUL in a mail");
    return out.at;
}

Test(mail, of_text_is_these_bytes)
{
    struct duban_mail mail = example();

    set_zone("Asia/Shanghai");
    char *bytes = written(&mail);
    cr_assert_str_eq(bytes, "From: duban@localhost\r\n"
                            "To: wang@szlh.gov.cn\r\n"
                            "Subject: =?UTF-8?B?6LaF5pyf?=\r\n"
                            "Date: Mon, 10 Oct 2022 07:30:00 +0800\r\n"
                            "Message-ID: <alert.20221010.wang@localhost>\r\n"
                            "Auto-Submitted: auto-generated\r\n"
                            "MIME-Version: 1.0\r\n"
                            "Content-Type: text/plain; charset=utf-8\r\n"
                            "Content-Transfer-Encoding: base64\r\n"
                            "\r\n"
                            "5LiA6KGMDQo=\r\n");
    free(bytes);
}

Test(mail, of_text_and_html_in_a_thread_is_these_bytes)
{
    struct duban_mail mail = example();

    set_zone("Europe/Berlin");
    mail.html = duban_slice_of("<p>x</p>");
    mail.references = duban_slice_of("item.LH-2022-1");
    char *bytes = written(&mail);
    cr_assert_str_eq(
        bytes,
        "From: duban@localhost\r\n"
        "To: wang@szlh.gov.cn\r\n"
        "Subject: =?UTF-8?B?6LaF5pyf?=\r\n"
        "Date: Mon, 10 Oct 2022 01:30:00 +0200\r\n"
        "Message-ID: <alert.20221010.wang@localhost>\r\n"
        "References: <item.LH-2022-1@localhost>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/alternative;\r\n boundary=\"=_ba15378206faeabedffb37f3de4849ca\"\r\n"
        "\r\n"
        "--=_ba15378206faeabedffb37f3de4849ca\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
        "5LiA6KGMDQo=\r\n"
        "--=_ba15378206faeabedffb37f3de4849ca\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
        "PHA+eDwvcD4=\r\n"
        "--=_ba15378206faeabedffb37f3de4849ca--\r\n");
    free(bytes);
}

Test(mail, is_dated_in_the_zone)
{
    static const struct {
        const char *when;
        int64_t ms;
        const char *want;
    } rows[] = {
        {"a Thursday, the first", 0, "Date: Thu, 1 Jan 1970 08:00:00 +0800\r\n"},
        {"the day before", -86400000, "Date: Wed, 31 Dec 1969 08:00:00 +0800\r\n"},
        {"a week before", -604800000, "Date: Thu, 25 Dec 1969 08:00:00 +0800\r\n"},
        {"a Sunday", 1665244800000, "Date: Sun, 9 Oct 2022 00:00:00 +0800\r\n"},
        {"a Saturday", 1665244799999, "Date: Sat, 8 Oct 2022 23:59:59 +0800\r\n"},
        {"a leap day", 1709136000000, "Date: Thu, 29 Feb 2024 00:00:00 +0800\r\n"},
    };

    set_zone("Asia/Shanghai");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_mail mail = example();
        mail.date.ms = rows[i].ms;
        char *bytes = written(&mail);
        cr_expect_neq(strstr(bytes, rows[i].want), NULL, "%s: %s", rows[i].when, bytes);
        free(bytes);
    }
}

Test(mail, has_short_lines_that_end_in_crlf_and_begin_with_no_dot)
{
    static const size_t sizes[] = {0, 1, 38, 39, 40, 56, 57, 58, 78, 79, 500, 5000};
    static char dots[5000];

    memset(dots, '.', sizeof dots);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct duban_mail mail = example();
        mail.subject = mail.text = mail.html = (struct duban_slice){dots, sizes[i]};
        char *bytes = written(&mail);
        for (const char *line = bytes; *line != '\0';) {
            const char *end = strchr(line, '\n');
            cr_assert(end != NULL && end > line && end[-1] == '\r', "%zu: %s", sizes[i], line);
            cr_assert(end - line <= 77, "%zu: %s", sizes[i], line);
            cr_assert(*line != '.' && memchr(line, '\r', (size_t)(end - line - 1)) == NULL);
            line = end + 1;
        }
        free(bytes);
    }
}

Test(mail, never_lets_a_field_out)
{
    static const struct {
        const char *when;
        struct duban_slice subject;
        const char *want;
    } rows[] = {
        {"a header in the subject", {"a\r\nBcc: b@c", 11}, " =?UTF-8?B?YSAgQmNjOiBiQGM=?=\r\n"},
        {"a NUL", {"a\0b", 3}, " =?UTF-8?B?Ye+/vWI=?=\r\n"},
        {"an encoded word", {"=?utf-8?Q?x?=", 13}, " =?UTF-8?B?PT91dGYtOD9RP3g/PQ==?=\r\n"},
        {"no UTF-8", {"a\xff", 2}, " =?UTF-8?B?Ye+/vQ==?=\r\n"},
        {"a right-to-left override",
         {"\xe2\x80\xae"
          "a",
          4},
         " =?UTF-8?B?77+9YQ==?=\r\n"},
        {"nothing", {"", 0}, "Subject:\r\n"},
        {"characters are whole in each word",
         {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xf0\x9f\x9a\xa7", 42},
         " =?UTF-8?B?YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=?=\r\n"
         " =?UTF-8?B?8J+apw==?=\r\n"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_mail mail = example();
        mail.subject = rows[i].subject;
        char *bytes = written(&mail);
        cr_expect_neq(strstr(bytes, rows[i].want), NULL, "%s: %s", rows[i].when, bytes);
        free(bytes);
    }
}

Test(mail, makes_bodies_of_lines)
{
    static const struct {
        const char *when;
        struct duban_slice text;
        const char *want; /* in base64 */
    } rows[] = {
        {"all line ends are one", {"a\nb\rc\r\nd", 8}, "\r\n\r\nYQ0KYg0KYw0KZA==\r\n"},
        {"two line ends stay two", {"\n\r\n\r", 4}, "\r\n\r\nDQoNCg0K\r\n"},
        {"a tab stays", {"a\tb", 3}, "\r\n\r\nYQli\r\n"},
        {"controls are replaced", {"\0\x1b\x7f\xc2\x9b", 5}, "\r\n\r\n77+977+977+977+9\r\n"},
        {"what is no UTF-8 too", {"\xe4\xb8", 2}, "\r\n\r\n77+977+9\r\n"},
        {"nothing is nothing", {"", 0}, "base64\r\n\r\n"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_mail mail = example();
        mail.text = rows[i].text;
        char *bytes = written(&mail);
        cr_expect_neq(strstr(bytes, rows[i].want), NULL, "%s: %s", rows[i].when, bytes);
        free(bytes);
    }
}

Test(mail, whose_names_are_not_plain_is_refused)
{
    static const struct {
        const char *when;
        size_t offset;
        const char *value;
    } rows[] = {
        {"a sender with a line end", offsetof(struct duban_mail, from), "a@b\r\nX: y"},
        {"a recipient with a line end", offsetof(struct duban_mail, to), "a@b\nBcc: c@d"},
        {"two recipients", offsetof(struct duban_mail, to), "a@b, c@d"},
        {"no recipient", offsetof(struct duban_mail, to), ""},
        {"no host", offsetof(struct duban_mail, host), ""},
        {"a host with a bracket", offsetof(struct duban_mail, host), "a>"},
        {"no key", offsetof(struct duban_mail, key), ""},
        {"a key that is a path", offsetof(struct duban_mail, key), "../a"},
        {"a thread with a line end", offsetof(struct duban_mail, references), "a\r\nX: y"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_mail mail = example();
        struct duban_buf out = {0};
        struct duban_err err = {0};
        struct duban_slice value = duban_slice_of(rows[i].value);
        memcpy((char *)&mail + rows[i].offset, &value, sizeof value);
        cr_expect_eq(duban_mail_write(&mail, &out, &err), DUBAN_E_DATA, "%s", rows[i].when);
        cr_expect_eq(out.len, 0, "%s", rows[i].when);
        duban_buf_fini(&out);
    }
}

Test(mail, has_a_key_that_may_name_a_file)
{
    static char longest[DUBAN_MAIL_KEY_MAX + 1];
    static const struct {
        struct duban_slice key;
        bool want;
    } rows[] = {
        {{"a", 1}, true},
        {{"alert.2022-10-10_W", 18}, true},
        {{longest, 128}, true},
        {{longest, 129}, false},
        {{"", 0}, false},
        {{".a", 2}, false},
        {{"a.", 2}, false},
        {{"a..b", 4}, false},
        {{"a/b", 3}, false},
        {{"a b", 3}, false},
        {{"a\0b", 3}, false},
        {{"a@b", 3}, false},
        {{"\xe7\x8e\x8b", 3}, false},
    };

    memset(longest, 'k', sizeof longest);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(duban_mail_is_key(rows[i].key), rows[i].want, "%.*s",
                     DUBAN_SLICE_ARGS(rows[i].key));
}

Test(mail, has_a_key_of_its_own_for_each_recipient)
{
    struct duban_buf key = {0};

    duban_mail_put_key(&key, duban_slice_of("digest.20221010"), duban_slice_of("abc"));
    cr_assert(duban_slice_is(duban_buf_slice(&key), "digest.20221010.ba7816bf8f01cfea"), "%.*s",
              DUBAN_SLICE_ARGS(duban_buf_slice(&key)));
    cr_assert(duban_mail_is_key(duban_buf_slice(&key)));
    duban_buf_fini(&key);
}
