/* SPDX-License-Identifier: MIT
 *
 * A run of bytes that belongs to somebody else. The header that hands out a slice says to whom and
 * for how long. Not terminated by NUL; may hold any byte unless it is said to be UTF-8.
 */
#ifndef DUBAN_LIB_CORE_SLICE_H
#define DUBAN_LIB_CORE_SLICE_H

#include <stdbool.h>
#include <stddef.h>

struct duban_slice {
    const char *at;
    size_t len;
};

/* For printf("%.*s", DUBAN_SLICE_ARGS(slice)). */
#define DUBAN_SLICE_ARGS(slice) (int)(slice).len, (slice).at

struct duban_slice duban_slice_of(const char *text); /* borrows text; NULL gives the empty slice */
bool duban_slice_equal(struct duban_slice a, struct duban_slice b);
bool duban_slice_is(struct duban_slice slice, const char *text);
bool duban_slice_has_prefix(struct duban_slice slice, const char *prefix);

/* Without the blanks at both ends: space, tab, CR, LF, NO-BREAK SPACE, IDEOGRAPHIC SPACE, BOM. */
struct duban_slice duban_slice_trim(struct duban_slice slice);

/* The length in bytes (1..4) of the well-formed UTF-8 character (RFC 3629) that slice begins with,
 * or 0: surrogates, overlong forms and what lies above U+10FFFF are refused. */
size_t duban_utf8_length(struct duban_slice slice);
bool duban_slice_is_utf8(struct duban_slice slice);

/* The longest beginning of slice that has at most max bytes and ends at a character. */
struct duban_slice duban_slice_cut(struct duban_slice slice, size_t max);

enum { DUBAN_DISTANCE_MAX = 64 };

/* How many bytes must be added, removed or changed to make b of a (Levenshtein's distance); SIZE_MAX
 * if one of them has more than DUBAN_DISTANCE_MAX bytes. */
size_t duban_slice_distance(struct duban_slice a, struct duban_slice b);

#endif
