/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include <criterion/criterion.h>

#include "lib/core/map.h"

Test(map, that_is_new_has_nothing)
{
    struct duban_map map = {0};

    cr_assert_eq(duban_map_get(&map, duban_slice_of("T7.1")), NULL);
    cr_assert_eq(duban_map_get(&map, duban_slice_of("")), NULL);
}

Test(map, tells_every_key_from_every_other)
{
    static const struct duban_slice keys[] = {
        {"T7.1", 4}, {"T7.10", 5}, {"t7.1", 4}, {"", 0}, {"事项", 6}, {"a\0b", 3}, {"a\0c", 3},
    };
    int values[sizeof keys / sizeof keys[0]];
    struct duban_arena arena = {0};
    struct duban_map map = {0};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        cr_assert_eq(duban_map_get(&map, keys[i]), NULL, "key %zu", i);
        duban_map_put(&map, &arena, keys[i], &values[i]);
    }
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        cr_assert_eq(duban_map_get(&map, keys[i]), &values[i], "key %zu", i);
    cr_assert_eq(duban_map_get(&map, (struct duban_slice){"T7.1", 3}), NULL);
    duban_arena_fini(&arena);
}

Test(map, gives_a_known_key_its_new_value)
{
    struct duban_arena arena = {0};
    struct duban_map map = {0};
    char key[] = "T7.1";
    int old;
    int new;

    duban_map_put(&map, &arena, duban_slice_of(key), &old);
    duban_map_put(&map, &arena, duban_slice_of("T7.1"), &new);
    key[0] = 'x'; /* the map has its own */
    cr_assert_eq(duban_map_get(&map, duban_slice_of("T7.1")), &new);
    cr_assert_eq(map.n, 1);
    duban_arena_fini(&arena);
}

Test(map, finds_everything_however_often_it_grew)
{
    static int values[5000];
    struct duban_arena arena = {0};
    struct duban_map map = {0};
    char key[16];

    for (int i = 0; i < 5000; i++) {
        (void)snprintf(key, sizeof key, "T%d", i);
        cr_assert_eq(duban_map_get(&map, duban_slice_of(key)), NULL, "%s", key);
        duban_map_put(&map, &arena, duban_slice_of(key), &values[i]);
    }
    cr_assert_eq(map.n, 5000);
    for (int i = 0; i < 5000; i++) {
        (void)snprintf(key, sizeof key, "T%d", i);
        cr_assert_eq(duban_map_get(&map, duban_slice_of(key)), &values[i], "%s", key);
    }
    duban_arena_fini(&arena);
}
