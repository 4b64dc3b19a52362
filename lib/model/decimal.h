/* SPDX-License-Identifier: MIT
 *
 * Exact decimal numbers: mantissa × 10^exponent. Never a float.
 */
#ifndef DUBAN_LIB_MODEL_DECIMAL_H
#define DUBAN_LIB_MODEL_DECIMAL_H

#include <stdint.h>

#include "lib/core/err.h"
#include "lib/core/slice.h"

enum { DUBAN_DECIMAL_EXPONENT_MAX = 18, DUBAN_DECIMAL_BYTES = 64 };

struct duban_decimal {
    int64_t mantissa;
    int8_t exponent; /* -18 .. 18 */
};

/* Exactly [+-]digits[.digits], ASCII, at most 18 significant digits. False: it is no such number. */
DUBAN_MUST_USE bool duban_decimal_parse(struct duban_slice text, struct duban_decimal *out_decimal);

/* -1, 0, 1: by value, so that 65 and 65.0 are equal. */
int duban_decimal_compare(struct duban_decimal a, struct duban_decimal b);

/* × 10^power. False: it cannot be written with an exponent of -18 .. 18. */
DUBAN_MUST_USE bool duban_decimal_shift(struct duban_decimal decimal, int power,
                                        struct duban_decimal *out_decimal);

bool duban_decimal_is_percent(struct duban_decimal decimal); /* 0 .. 100 */

/* Plain digits, without needless zeros: "65", "0.5", "-1203000". Returns out_text. */
const char *duban_decimal_print(struct duban_decimal decimal, char out_text[DUBAN_DECIMAL_BYTES]);

#endif
