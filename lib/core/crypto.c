/* SPDX-License-Identifier: MIT */
#include "lib/core/crypto.h"

#include <sodium.h>

#include "lib/core/check.h"

uint64_t duban_random_u64(void)
{
    uint64_t number;

    DUBAN_ASSERT(sodium_init() >= 0);
    randombytes_buf(&number, sizeof number);
    return number;
}

const char *duban_sha256(struct duban_slice bytes, char out_hex[DUBAN_SHA256_BYTES])
{
    unsigned char hash[crypto_hash_sha256_BYTES];

    (void)crypto_hash_sha256(hash, (const unsigned char *)bytes.at, bytes.len); /* never fails */
    return sodium_bin2hex(out_hex, DUBAN_SHA256_BYTES, hash, sizeof hash);
}
