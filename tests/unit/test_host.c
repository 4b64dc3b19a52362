/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <criterion/criterion.h>

#include "lib/app/host.h"

#define TEN      "abcdefghij"
#define LABEL_63 TEN TEN TEN TEN TEN TEN "klm"
#define NAME_192 LABEL_63 "." LABEL_63 "." LABEL_63 "."

Test(host, is_plain_or_none)
{
    static const struct {
        const char *when;
        struct duban_slice text;
        bool want;
    } rows[] = {
        {"a name", {"mail.szlh.gov.cn", 16}, true},
        {"this machine", {"localhost", 9}, true},
        {"an IPv4 address", {"127.0.0.1", 9}, true},
        {"a hyphen inside", {"x-1.Y", 5}, true},
        {"xn-- form", {"xn--fiqs8s", 10}, true},
        {"a label of 63", {LABEL_63, 63}, true},
        {"a label of 64", {LABEL_63 "n", 64}, false},
        {"253 bytes", {NAME_192 TEN TEN TEN TEN TEN TEN "k", 253}, true},
        {"254 bytes", {NAME_192 TEN TEN TEN TEN TEN TEN "kl", 254}, false},
        {"nothing", {"", 0}, false},
        {"no slice at all", {NULL, 0}, false},
        {"a dot alone", {".", 1}, false},
        {"a dot at the end", {"a.", 2}, false},
        {"a dot at the beginning", {".a", 2}, false},
        {"two dots", {"a..b", 4}, false},
        {"an option of some program", {"-f", 2}, false},
        {"a line end", {"a\r\nQUIT", 7}, false},
        {"a line end at the end", {"a\n", 2}, false},
        {"a NUL", {"a\0b", 3}, false},
        {"a blank", {"a b", 3}, false},
        {"a port", {"a:25", 4}, false},
        {"a path", {"a/b", 3}, false},
        {"a user", {"u@a", 3}, false},
        {"an address in brackets", {"[::1]", 5}, false},
        {"an underscore", {"a_b", 3}, false},
        {"letters that are no ASCII", {"王", 3}, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(duban_is_host(rows[i].text), rows[i].want, "%s: %zu", rows[i].when,
                     rows[i].text.len);
}
