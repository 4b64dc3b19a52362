/* SPDX-License-Identifier: MIT
 *
 * From a text to a pointer. Keys and table live in the arena; nothing is ever removed. It has no
 * order and no way to walk it: whoever needs an order keeps a list beside it.
 */
#ifndef DUBAN_LIB_CORE_MAP_H
#define DUBAN_LIB_CORE_MAP_H

#include "lib/core/arena.h"

struct duban_map_entry;

/* Zero-initialised is empty and ready. */
struct duban_map {
    struct duban_map_entry *entries;
    size_t n, capacity;
};

void *duban_map_get(const struct duban_map *map, struct duban_slice key); /* NULL: not there */

/* Copies the key, borrows the value. A key that is there already gets the new value. */
void duban_map_put(struct duban_map *map, struct duban_arena *arena, struct duban_slice key,
                   void *value);

#endif
