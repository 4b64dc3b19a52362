/* SPDX-License-Identifier: MIT
 *
 * What the fuzz targets share. A target is handed bytes and aborts, by an assert of its own or of the
 * code, when something is wrong with what the code made of them. libFuzzer calls it with what it
 * invents (./run fuzz), driver.c with the files of tests/fuzz/corpus (./run test).
 */
#ifndef DUBAN_TESTS_FUZZ_FUZZ_H
#define DUBAN_TESTS_FUZZ_FUZZ_H

#include <stdint.h>

#include "lib/core/arena.h"
#include "lib/model/update.h"
#include "producers/common/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size); /* returns 0 */

/* Reads the bytes as a file of the form, and checks that what is understood can be sent and means the
 * same to the aggregator. */
void fuzz_reading(const struct form *form, struct duban_slice bytes);

/* The update can be encoded, and what is decoded is encoded as the same bytes. */
void fuzz_update(const struct duban_update *update);

/* The first byte, a digit, chooses one of n forms, which are ours and have no faults; the rest is the file. */
void fuzz_table(const char *const *forms, size_t n, const uint8_t *data, size_t size);

#endif
