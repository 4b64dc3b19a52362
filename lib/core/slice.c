/* SPDX-License-Identifier: MIT */
#include "lib/core/slice.h"

#include <stdint.h>
#include <string.h>

static const char *const blanks[] = {" ",        "\t",           "\r",          "\n",
                                     "\xc2\xa0", "\xe3\x80\x80", "\xef\xbb\xbf"};

struct duban_slice duban_slice_of(const char *text)
{
    return (struct duban_slice){text, text == NULL ? 0 : strlen(text)};
}

bool duban_slice_equal(struct duban_slice a, struct duban_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool duban_slice_is(struct duban_slice slice, const char *text)
{
    return duban_slice_equal(slice, duban_slice_of(text));
}

bool duban_slice_has_prefix(struct duban_slice slice, const char *prefix)
{
    size_t len = strlen(prefix);
    return slice.len >= len && memcmp(slice.at, prefix, len) == 0;
}

static size_t blank_at_start(struct duban_slice slice)
{
    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
        if (slice.len > 0 && duban_slice_has_prefix(slice, blanks[i]))
            return strlen(blanks[i]);
    return 0;
}

static size_t blank_at_end(struct duban_slice slice)
{
    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++) {
        size_t len = strlen(blanks[i]);
        if (slice.len >= len && memcmp(slice.at + slice.len - len, blanks[i], len) == 0)
            return len;
    }
    return 0;
}

struct duban_slice duban_slice_trim(struct duban_slice slice)
{
    for (size_t n = blank_at_start(slice); n > 0; n = blank_at_start(slice))
        slice = (struct duban_slice){slice.at + n, slice.len - n};
    for (size_t n = blank_at_end(slice); n > 0; n = blank_at_end(slice))
        slice.len -= n;
    return slice;
}

size_t duban_utf8_length(struct duban_slice slice)
{
    /* RFC 3629 §4: by its first byte, the length of a character and the range of its second. */
    static const struct {
        unsigned char first_lo, first_hi, second_lo, second_hi, len;
    } forms[] = {
        {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    const unsigned char *at = (const unsigned char *)slice.at;

    for (size_t i = 0; slice.len > 0 && i < sizeof forms / sizeof forms[0]; i++) {
        if (at[0] < forms[i].first_lo || at[0] > forms[i].first_hi)
            continue;
        if (slice.len < forms[i].len)
            return 0;
        if (forms[i].len > 1 && (at[1] < forms[i].second_lo || at[1] > forms[i].second_hi))
            return 0;
        for (size_t k = 2; k < forms[i].len; k++)
            if ((at[k] & 0xc0) != 0x80)
                return 0;
        return forms[i].len;
    }
    return 0;
}

bool duban_slice_is_utf8(struct duban_slice slice)
{
    while (slice.len > 0) {
        size_t n = duban_utf8_length(slice);
        if (n == 0)
            return false;
        slice = (struct duban_slice){slice.at + n, slice.len - n};
    }
    return true;
}

struct duban_slice duban_slice_cut(struct duban_slice slice, size_t max)
{
    if (slice.len <= max)
        return slice;
    while (max > 0 && ((unsigned char)slice.at[max] & 0xc0) == 0x80)
        max--;
    return (struct duban_slice){slice.at, max};
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

size_t duban_slice_distance(struct duban_slice a, struct duban_slice b)
{
    size_t row[DUBAN_DISTANCE_MAX + 1];

    if (a.len > DUBAN_DISTANCE_MAX || b.len > DUBAN_DISTANCE_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t above = row[j];
            row[j] =
                least(above + 1, row[j - 1] + 1, diagonal + (a.at[i - 1] == b.at[j - 1] ? 0 : 1));
            diagonal = above;
        }
    }
    return row[b.len];
}
