/* SPDX-License-Identifier: MIT */
#include "lib/core/map.h"

#include <stdint.h>

#include "lib/core/check.h"

struct duban_map_entry {
    struct duban_slice key; /* at == NULL: free */
    void *value;
};

/* FNV-1a. Keys are ids of the plan and names of sources, which only the control source can add. */
static size_t hash_of(struct duban_slice key)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.at[i]) * 0x100000001b3U;
    return (size_t)hash;
}

/* The place of key: its entry, or the free one where it belongs. The table is never full. */
static struct duban_map_entry *place_of(struct duban_map_entry *entries, size_t capacity,
                                        struct duban_slice key)
{
    size_t i = hash_of(key) & (capacity - 1);
    while (entries[i].key.at != NULL && !duban_slice_equal(entries[i].key, key))
        i = (i + 1) & (capacity - 1);
    return &entries[i];
}

void *duban_map_get(const struct duban_map *map, struct duban_slice key)
{
    return map->n == 0 ? NULL : place_of(map->entries, map->capacity, key)->value;
}

static void grow(struct duban_map *map, struct duban_arena *arena)
{
    size_t capacity = map->capacity == 0 ? 64 : map->capacity * 2;
    struct duban_map_entry *entries = duban_arena_new(arena, capacity, sizeof *entries);

    for (size_t i = 0; i < map->capacity; i++)
        if (map->entries[i].key.at != NULL)
            *place_of(entries, capacity, map->entries[i].key) = map->entries[i];
    map->entries = entries;
    map->capacity = capacity;
}

void duban_map_put(struct duban_map *map, struct duban_arena *arena, struct duban_slice key,
                   void *value)
{
    DUBAN_ASSERT(value != NULL);
    if (map->n * 2 >= map->capacity)
        grow(map, arena);
    struct duban_map_entry *entry = place_of(map->entries, map->capacity, key);
    if (entry->key.at == NULL) {
        entry->key = duban_arena_copy(arena, key);
        map->n++;
    }
    entry->value = value;
}
