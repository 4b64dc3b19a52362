/* SPDX-License-Identifier: MIT
 *
 * Random numbers that nobody can foresee, and fingerprints of bytes. The door to libsodium.
 */
#ifndef DUBAN_LIB_CORE_CRYPTO_H
#define DUBAN_LIB_CORE_CRYPTO_H

#include <stdint.h>

#include "lib/core/slice.h"

uint64_t duban_random_u64(void); /* aborts where the system has no source of randomness */

enum { DUBAN_SHA256_BYTES = 65 }; /* 64 hex digits in lower case, and NUL */

/* SHA-256 (FIPS 180-4) in hex; returns out_hex. */
const char *duban_sha256(struct duban_slice bytes, char out_hex[DUBAN_SHA256_BYTES]);

#endif
