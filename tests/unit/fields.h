/* SPDX-License-Identifier: MIT
 *
 * What an encoder wrote, looked at field by field.
 */
#ifndef DUBAN_TESTS_UNIT_FIELDS_H
#define DUBAN_TESTS_UNIT_FIELDS_H

#include <string.h>

#include <criterion/criterion.h>

#include "lib/core/slice.h"

/* Looks for each field and its value, which no other field has: "key\x05|". That decoding takes every
 * byte back to where it came from is shown with the vectors (test_codec.c). */
static inline void expect_fields(struct duban_slice bytes, const char *fields)
{
    for (const char *end; (end = strchr(fields, '|')) != NULL; fields = end + 1)
        cr_assert_neq(memmem(bytes.at, bytes.len, fields, (size_t)(end - fields)), NULL, "%s",
                      fields);
}

#endif
