/* SPDX-License-Identifier: MIT */
#include "lib/core/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/core/check.h"

enum { CHUNK_BYTES = 16 * 1024 };

struct duban_arena_chunk {
    struct duban_arena_chunk *next;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

static struct duban_arena_chunk *chunk_new(size_t size)
{
    struct duban_arena_chunk *chunk = malloc(sizeof *chunk + size);
    DUBAN_ASSERT(chunk != NULL);
    chunk->next = NULL;
    chunk->size = size;
    chunk->used = 0;
    return chunk;
}

static void free_from(struct duban_arena_chunk *chunk)
{
    while (chunk != NULL) {
        struct duban_arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void duban_arena_fini(struct duban_arena *arena)
{
    free_from(arena->chunks);
    arena->chunks = NULL;
}

void duban_arena_reset(struct duban_arena *arena)
{
    if (arena->chunks == NULL)
        return;
    free_from(arena->chunks->next);
    arena->chunks->next = NULL;
    arena->chunks->used = 0;
}

void *duban_arena_new(struct duban_arena *arena, size_t n, size_t size)
{
    DUBAN_ASSERT(size == 0 || n <= (SIZE_MAX / 2) / size);
    size_t want = (n * size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct duban_arena_chunk *chunk = arena->chunks;

    if (chunk == NULL || chunk->size - chunk->used < want) {
        chunk = chunk_new(want > CHUNK_BYTES ? want : CHUNK_BYTES);
        chunk->next = arena->chunks;
        arena->chunks = chunk;
    }
    void *at = chunk->bytes + chunk->used;
    chunk->used += want;
    return memset(at, 0, want);
}

struct duban_slice duban_arena_copy(struct duban_arena *arena, struct duban_slice slice)
{
    return (struct duban_slice){duban_arena_cstr(arena, slice), slice.len};
}

const char *duban_arena_cstr(struct duban_arena *arena, struct duban_slice slice)
{
    char *at = duban_arena_new(arena, slice.len + 1, 1);
    if (slice.len > 0)
        memcpy(at, slice.at, slice.len);
    return at;
}
