/* SPDX-License-Identifier: MIT
 *
 * Random numbers that nobody can foresee. The door to libsodium.
 */
#ifndef DUBAN_LIB_CORE_RANDOM_H
#define DUBAN_LIB_CORE_RANDOM_H

#include <stdint.h>

uint64_t duban_random_u64(void); /* aborts where the system has no source of randomness */

#endif
