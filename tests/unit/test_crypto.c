/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "lib/core/crypto.h"

Test(sha256, is_that_of_the_standard)
{
    /* FIPS 180-4 examples. */
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char hex[DUBAN_SHA256_BYTES];
        cr_expect_str_eq(duban_sha256(duban_slice_of(rows[i].text), hex), rows[i].want);
    }
}

Test(random, numbers_differ)
{
    cr_assert_neq(duban_random_u64(), duban_random_u64());
}
