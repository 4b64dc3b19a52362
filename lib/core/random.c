/* SPDX-License-Identifier: MIT */
#include "lib/core/random.h"

#include <sodium.h>

#include "lib/core/check.h"

uint64_t duban_random_u64(void)
{
    uint64_t number;

    DUBAN_ASSERT(sodium_init() >= 0);
    randombytes_buf(&number, sizeof number);
    return number;
}
