/* SPDX-License-Identifier: MIT */
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include <criterion/criterion.h>

#include "lib/core/arena.h"

enum {
    CHUNK_BYTES = 16 * 1024 /* as in arena.c: sizes around it lie in two chunks */
};

static bool is_zero(const unsigned char *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] != 0)
            return false;
    return true;
}

Test(arena, gives_zeroed_memory_of_every_size)
{
    static const size_t sizes[] = {
        0, 1, 15, 16, 17, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, (size_t)10 * CHUNK_BYTES,
        3};
    unsigned char *places[sizeof sizes / sizeof sizes[0]];
    struct duban_arena arena = {0};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        places[i] = duban_arena_new(&arena, sizes[i], 1);
        cr_assert_neq(places[i], NULL, "%zu bytes", sizes[i]);
        cr_assert_eq((uintptr_t)places[i] % alignof(max_align_t), 0, "%zu bytes", sizes[i]);
        cr_assert(is_zero(places[i], sizes[i]), "%zu bytes", sizes[i]);
        memset(places[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        for (size_t k = 0; k < sizes[i]; k++)
            cr_assert_eq(places[i][k], i + 1, "%zu bytes were written over", sizes[i]);
    duban_arena_fini(&arena);
}

Test(arena, begins_anew_after_a_reset)
{
    struct duban_arena arena = {0};
    const size_t n = (size_t)2 * CHUNK_BYTES;
    unsigned char *newest = NULL;

    duban_arena_reset(&arena); /* one that never gave anything */
    for (int i = 0; i < 3; i++) {
        unsigned char *small = duban_arena_new(&arena, 100, 4);
        unsigned char *large = duban_arena_new(&arena, n / 2, 2);
        cr_assert(is_zero(small, 400) && is_zero(large, n), "reset %d", i);
        cr_assert(i == 0 || small == newest, "the newest chunk is used again");
        memset(small, 0xff, 400);
        memset(large, 0xff, n);
        newest = large;
        duban_arena_reset(&arena);
    }
    duban_arena_fini(&arena);
    duban_arena_fini(&arena);
    cr_assert_eq(arena.chunks, NULL);
}

Test(arena, copies_do_not_change_with_what_was_copied)
{
    struct duban_arena arena = {0};
    static const char aligned[] = "0123456789abcdef";
    char bytes[] = "a\0b";

    struct duban_slice copy = duban_arena_copy(&arena, (struct duban_slice){bytes, 3});
    const char *text = duban_arena_cstr(&arena, (struct duban_slice){bytes, 1});
    bytes[0] = 'x';
    cr_assert(duban_slice_equal(copy, (struct duban_slice){"a\0b", 3}));
    cr_assert_str_eq(text, "a");
    cr_assert_str_eq(duban_arena_cstr(&arena, duban_slice_of(NULL)), "");
    cr_assert_neq(duban_arena_copy(&arena, duban_slice_of(NULL)).at, NULL);
    text = duban_arena_cstr(&arena, duban_slice_of(aligned));
    memset(duban_arena_new(&arena, 16, 1), 'x', 16);
    cr_assert_str_eq(text, aligned, "its NUL is its own");
    duban_arena_fini(&arena);
}
