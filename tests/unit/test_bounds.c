/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <criterion/criterion.h>

#include "lib/core/buf.h"
#include "proto/bounds.h"

#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* Checks a copy of its own, so that a sanitizer sees a byte that is read behind it. */
static const char *check(struct duban_slice bytes)
{
    char *copy = malloc(bytes.len > 0 ? bytes.len : 1);

    cr_assert_neq(copy, NULL);
    if (bytes.len > 0)
        memcpy(copy, bytes.at, bytes.len);
    const char *broken = duban_bounds_check((struct duban_slice){copy, bytes.len});
    free(copy);
    return broken;
}

static void put(struct duban_buf *buf, const char *bytes, size_t n_times)
{
    for (size_t i = 0; i < n_times; i++)
        duban_buf_puts(buf, bytes);
}

/* The answer begins with the bound: "B3 …". NULL: within all bounds. */
static void expect(struct duban_slice bytes, const char *bound, const char *when)
{
    const char *broken = check(bytes);

    if (bound == NULL || broken == NULL)
        cr_assert(bound == NULL && broken == NULL, "%s: %s", when, broken == NULL ? "-" : broken);
    else
        cr_assert_eq(strncmp(broken, bound, 2), 0, "%s: %s", when, broken);
}

Test(bounds, let_every_form_through_that_is_whole)
{
    static const struct {
        const char *when;
        struct duban_slice bytes;
    } rows[] = {
        {"a small integer", BYTES("\x7f")},
        {"a small integer below 0", BYTES("\xe0")},
        {"nil", BYTES("\xc0")},
        {"false", BYTES("\xc2")},
        {"true", BYTES("\xc3")},
        {"uint 8", BYTES("\xcc\xff")},
        {"uint 16", BYTES("\xcd\xff\xff")},
        {"uint 32", BYTES("\xce\xff\xff\xff\xff")},
        {"uint 64", BYTES("\xcf\xff\xff\xff\xff\xff\xff\xff\xff")},
        {"int 8", BYTES("\xd0\x80")},
        {"int 16", BYTES("\xd1\x80\x00")},
        {"int 32", BYTES("\xd2\x80\x00\x00\x00")},
        {"int 64", BYTES("\xd3\x80\x00\x00\x00\x00\x00\x00\x00")},
        {"an empty str", BYTES("\xa0")},
        {"a short str", BYTES("\xa3\xe4\xba\x8b")},
        {"str 8", BYTES("\xd9\x01x")},
        {"str 16", BYTES("\xda\x00\x01x")},
        {"str 32", BYTES("\xdb\x00\x00\x00\x01x")},
        {"bin 8", BYTES("\xc4\x02\xff\x00")},
        {"bin 16", BYTES("\xc5\x00\x02\xff\x00")},
        {"bin 32", BYTES("\xc6\x00\x00\x00\x02\xff\x00")},
        {"an empty array", BYTES("\x90")},
        {"a short array", BYTES("\x92\x01\xc0")},
        {"array 16", BYTES("\xdc\x00\x01\xc0")},
        {"array 32", BYTES("\xdd\x00\x00\x00\x01\xc0")},
        {"an empty map", BYTES("\x80")},
        {"a short map", BYTES("\x82\xa1k\xc0\xa1l\xc0")},
        {"map 16", BYTES("\xde\x00\x01\xa1k\xc0")},
        {"map 32", BYTES("\xdf\x00\x00\x00\x01\xa1k\xc0")},
        {"containers in containers", BYTES("\x92\x81\xa1k\x92\x01\x02\x81\xa1k\x90")},
        {"an inner map may use the outer one's keys", BYTES("\x82\xa1k\x81\xa1k\xc0\xa1l\xc0")},
        {"two inner maps may use the same keys", BYTES("\x92\x81\xa1k\xc0\x81\xa1k\xc0")},
    };
    char longer[32];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_slice bytes = rows[i].bytes;
        expect(bytes, NULL, rows[i].when);
        for (size_t len = 0; len < bytes.len; len++)
            expect((struct duban_slice){bytes.at, len}, "B3", rows[i].when);
        memcpy(longer, bytes.at, bytes.len);
        longer[bytes.len] = '\xc0';
        expect((struct duban_slice){longer, bytes.len + 1}, "B5", rows[i].when);
    }
}

Test(bounds, name_the_rule_that_is_broken)
{
    static const struct {
        const char *when;
        struct duban_slice bytes;
        const char *bound;
    } rows[] = {
        {"nothing", BYTES(""), "B3"},
        {"an array of 4 294 967 295 (X14: NOMEM)", BYTES("\xdd\xff\xff\xff\xff"), "B3"},
        {"an array of 33 554 432 (X14: 1 GiB)", BYTES("\xdd\x02\x00\x00\x00\xc0"), "B3"},
        {"a map whose doubled size is 0 in 32 bits", BYTES("\xdf\x80\x00\x00\x00\xa1k\xc0"), "B3"},
        {"a map of 4 294 967 295", BYTES("\xdf\xff\xff\xff\xff"), "B3"},
        {"a str of 4 294 967 295", BYTES("\xdb\xff\xff\xff\xffx"), "B3"},
        {"a bin of 4 294 967 295", BYTES("\xc6\xff\xff\xff\xffx"), "B3"},
        {"an array that claims one value more", BYTES("\x93\x01\x02"), "B3"},
        {"a map that claims half an entry more", BYTES("\x82\xa1k\xc0\xa1l"), "B3"},
        {"a str that claims one byte more", BYTES("\xa3xy"), "B3"},
        {"one value more", BYTES("\x91\xc0\xc0"), "B5"},
        {"an overlong form", BYTES("\xa2\xc0\xaf"), "B6"},
        {"U+0000", BYTES("\xa3x\x00y"), "B6"},
        {"a key that is not UTF-8", BYTES("\x81\xa1\xff\xc0"), "B6"},
        {"a float that is not a number", BYTES("\xcb\x7f\xf8\x00\x00\x00\x00\x00\x00"), "B7"},
        {"an integer as a key", BYTES("\x81\x01\xc0"), "B8"},
        {"a bin as a key", BYTES("\x81\xc4\x01k\xc0"), "B8"},
        {"a map as a key", BYTES("\x81\x80\xc0"), "B8"},
        {"a key twice", BYTES("\x82\xa1k\xc0\xa1k\xc0"), "B8"},
        {"a key twice, in two encodings", BYTES("\x82\xa1k\xc0\xd9\x01k\xc0"), "B8"},
        {"a key twice, a map lies between", BYTES("\x82\xa1k\x81\xa1l\xc0\xa1k\xc0"), "B8"},
    };
    static const char forbidden[] = "\xc1\xc7\xc8\xc9\xca\xcb\xd4\xd5\xd6\xd7\xd8";
    char bytes[20] = {0};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect(rows[i].bytes, rows[i].bound, rows[i].when);
    for (size_t i = 0; forbidden[i] != '\0'; i++) {
        bytes[0] = forbidden[i];
        expect((struct duban_slice){bytes, sizeof bytes}, "B7", "float, ext or 0xc1");
    }
}

Test(bounds, end_at_65536_bytes)
{
    enum { HEAD = 5 };
    static const struct {
        const char *when;
        size_t n;
        const char *bound;
    } rows[] = {
        {"one byte less", DUBAN_FRAME_MAX - 1, NULL},
        {"as long as may be", DUBAN_FRAME_MAX, NULL},
        {"one byte too long", DUBAN_FRAME_MAX + 1, "B2"},
    };
    static char bytes[DUBAN_FRAME_MAX + 1] = "\xc6";

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t n = rows[i].n - HEAD;
        bytes[2] = (char)(n >> 16);
        bytes[3] = (char)(n >> 8);
        bytes[4] = (char)n;
        expect((struct duban_slice){bytes, rows[i].n}, rows[i].bound, rows[i].when);
    }
}

Test(bounds, end_at_depth_8)
{
    static const struct {
        const char *when, *open;
        size_t depth;
        const char *bound;
    } rows[] = {
        {"arrays of depth 7", "\x91", 7, NULL},
        {"arrays of depth 8", "\x91", 8, NULL},
        {"arrays of depth 9", "\x91", 9, "B4"},
        {"maps of depth 7", "\x81\xa1k", 7, NULL},
        {"maps of depth 8", "\x81\xa1k", 8, NULL},
        {"maps of depth 9", "\x81\xa1k", 9, "B4"},
        {"deeper than msgpack-c goes (X14)", "\x91", 33, "B4"},
        {"as deep as a frame is long", "\x91", DUBAN_FRAME_MAX - 1, "B4"},
    };
    struct duban_buf buf = {0};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        duban_buf_clear(&buf);
        put(&buf, rows[i].open, rows[i].depth);
        put(&buf, "\xc0", 1);
        expect(duban_buf_slice(&buf), rows[i].bound, rows[i].when);
    }
    /* X14: 155 bytes made msgpack-c reserve 16 GiB. Each array claims the bytes that are left. */
    duban_buf_clear(&buf);
    for (size_t left = 150; duban_buf_slice(&buf).len < 155; left -= 5) {
        const char head[] = {'\xdd', 0, 0, 0, (char)left};
        duban_buf_put(&buf, (struct duban_slice){head, sizeof head});
    }
    expect(duban_buf_slice(&buf), "B4", "31 nested arrays");
    duban_buf_fini(&buf);
}

/* A map 16 of n entries, of which the last has this value. */
static void put_map(struct duban_buf *buf, int n, const char *last)
{
    const char head[] = {'\xde', 0, (char)n};

    duban_buf_put(buf, (struct duban_slice){head, sizeof head});
    for (int i = 0; i < n; i++)
        duban_buf_printf(buf, "\xa2%02d%s", i, i + 1 < n ? "\xc0" : last);
}

Test(bounds, end_at_64_entries_of_a_map)
{
    static const struct {
        const char *when;
        int n_entries;
        const char *bound;
    } rows[] = {
        {"63 entries", 63, NULL},
        {"64 entries", 64, NULL},
        {"65 entries", 65, "B9"},
    };
    struct duban_buf buf = {0};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        duban_buf_clear(&buf);
        put_map(&buf, rows[i].n_entries, "\xc0");
        expect(duban_buf_slice(&buf), rows[i].bound, rows[i].when);
    }
    duban_buf_clear(&buf);
    for (size_t depth = 1; depth <= DUBAN_DEPTH_MAX; depth++)
        put_map(&buf, 64, depth < DUBAN_DEPTH_MAX ? "" : "\xc0");
    expect(duban_buf_slice(&buf), NULL, "64 entries at every depth");
    duban_buf_clear(&buf);
    put(&buf, "\x9f", 1);
    for (size_t n = 0; n < 15; n++)
        put_map(&buf, 64, "\xc0");
    expect(duban_buf_slice(&buf), NULL, "64 entries in each of 15 maps");
    duban_buf_fini(&buf);
}
