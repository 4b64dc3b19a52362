/* SPDX-License-Identifier: MIT
 *
 * What people write into cells, read as what it means (DOMAIN §6.2). Never guessed: what is not
 * understood is refused. Pure; what it makes lies in the arena.
 */
#ifndef DUBAN_PRODUCERS_WATCH_CELL_H
#define DUBAN_PRODUCERS_WATCH_CELL_H

#include "lib/core/arena.h"
#include "lib/model/update.h"

/* Without blanks at its ends; full-width letters, digits and signs (U+FF01 .. U+FF5E) as their narrow
 * forms. For ids, numbers, dates, units; not for notes. */
struct duban_slice cell_narrow(struct duban_slice cell, struct duban_arena *arena);

/* A number: 1203000.5, 1,203,000.50, -3. Narrow. False: it is none. */
DUBAN_MUST_USE bool cell_number(struct duban_slice cell, struct duban_decimal *out_number);

/* A percentage: 65, 65.0, 65%. is_fraction: the column holds 0.65 for it, but 65% stays what it says.
 * Narrow. False: it is none. */
DUBAN_MUST_USE bool cell_percent(struct duban_slice cell, bool is_fraction,
                                 struct duban_decimal *out_percent);

/* A day as duban_date_read() takes it, or the local day of an instant (RFC 3339). is_ms: the column
 * holds milliseconds since 1970, but a day stays what it says. Narrow. False: it is none. */
DUBAN_MUST_USE bool cell_day(struct duban_slice cell, bool is_ms, struct duban_date *out_day);

#endif
