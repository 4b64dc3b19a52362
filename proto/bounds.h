/* SPDX-License-Identifier: MIT
 *
 * The pre-pass over foreign bytes: proves that they are one msgpack value within the bounds B2 to
 * B9 of SPEC §4, before msgpack-c sees them. msgpack-c believes what a length claims: five bytes
 * make it reserve gigabytes. This allocates nothing and does not recurse.
 */
#ifndef DUBAN_PROTO_BOUNDS_H
#define DUBAN_PROTO_BOUNDS_H

#include "lib/core/slice.h"

enum {
    DUBAN_FRAME_MAX = 65536,
    DUBAN_UPDATE_MAX = 61440,
    DUBAN_DEPTH_MAX = 8,
    DUBAN_ENTRIES_MAX = 64,
};

/* NULL if the bytes are within the bounds; else which one they break, static. */
const char *duban_bounds_check(struct duban_slice bytes);

#endif
