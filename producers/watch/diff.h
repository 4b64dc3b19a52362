/* SPDX-License-Identifier: MIT
 *
 * What a file says anew: its rows against what was accepted last of each key (DOMAIN §6.3). Pure.
 */
#ifndef DUBAN_PRODUCERS_WATCH_DIFF_H
#define DUBAN_PRODUCERS_WATCH_DIFF_H

#include "lib/core/map.h"
#include "producers/watch/reading.h"

/* What was accepted last, of every key of the source. */
struct diff_known {
    struct duban_map updates; /* by key: const struct duban_update * */
    struct duban_slice *keys; /* in their order */
    size_t n_keys;
};

struct diff {
    bool is_cut;      /* too much is missing: the file is held, and nothing below counts */
    bool *is_changed; /* of each row of the reading: it was understood and says something new */
    size_t n_changed, n_unchanged;
    struct duban_slice
        *missing; /* known keys that the file does not have; they stay as they were */
    size_t n_missing;
};

/* Up to so many missing keys in a hundred known ones, or one, are taken for a row that was removed. */
enum { DIFF_MISSING_PERCENT = 10 };

/* The reading was accepted. What the diff holds lies in the arena or borrows from known. */
void diff_make(const struct reading *reading, const struct diff_known *known,
               struct duban_arena *arena, struct diff *out_diff);

#endif
