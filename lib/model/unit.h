/* SPDX-License-Identifier: MIT
 *
 * Units of the plan's figures: which can be converted into which. All factors are powers of ten, so
 * that a conversion is exact.
 */
#ifndef DUBAN_LIB_MODEL_UNIT_H
#define DUBAN_LIB_MODEL_UNIT_H

#include "lib/model/decimal.h"

/* The one measure that every item has. */
#define DUBAN_MEASURE_MAIN "main"

/* What a unit measures; two units of the same dimension can be converted. */
enum duban_dimension { DUBAN_MONEY, DUBAN_AREA, DUBAN_SHARE, DUBAN_COUNT };

enum duban_dimension duban_unit_dimension(struct duban_slice unit);

/* The same quantity in another unit. An empty `to` takes any unit. False: they cannot be converted. */
DUBAN_MUST_USE bool duban_unit_convert(struct duban_decimal value, struct duban_slice from,
                                       struct duban_slice to, struct duban_decimal *out_value);

#endif
