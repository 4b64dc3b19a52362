/* SPDX-License-Identifier: MIT
 *
 * Memory that is given back all at once. The allocator that pure code is handed: what it makes
 * lives as long as the arena. Running out of memory aborts; a size that comes from input is bounded
 * by its reader before it gets here.
 */
#ifndef DUBAN_LIB_CORE_ARENA_H
#define DUBAN_LIB_CORE_ARENA_H

#include "lib/core/slice.h"

struct duban_arena_chunk;

/* Zero-initialised is empty and ready. */
struct duban_arena {
    struct duban_arena_chunk *chunks; /* newest first */
};

void duban_arena_fini(struct duban_arena *arena);
void duban_arena_reset(struct duban_arena *arena); /* empty again; keeps the newest chunk */

/* Zeroed memory for n things of size bytes, aligned for any of them; never NULL, also for n == 0. */
void *duban_arena_new(struct duban_arena *arena, size_t n, size_t size);

struct duban_slice duban_arena_copy(struct duban_arena *arena, struct duban_slice slice);
const char *duban_arena_cstr(struct duban_arena *arena,
                             struct duban_slice slice); /* a copy that ends in NUL */

#endif
