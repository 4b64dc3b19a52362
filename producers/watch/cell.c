/* SPDX-License-Identifier: MIT */
#include "producers/watch/cell.h"

#include <string.h>

#include "lib/core/check.h"

enum { NUMBER_MAX = 40 };

struct duban_slice cell_narrow(struct duban_slice cell, struct duban_arena *arena)
{
    cell = duban_slice_trim(cell);
    char *text = duban_arena_new(arena, cell.len, 1);
    size_t n = 0;

    /* U+FF01..FF3F are EF BC 81..BF, U+FF40..FF5E are EF BD 80..9E; their narrow forms 0x21..0x7E. */
    for (size_t i = 0; i < cell.len; i++) {
        const unsigned char *at = (const unsigned char *)cell.at + i;
        if (i + 2 < cell.len && at[0] == 0xef && at[1] == 0xbc && at[2] >= 0x81) {
            text[n++] = (char)(at[2] - 0x81 + 0x21);
            i += 2;
        } else if (i + 2 < cell.len && at[0] == 0xef && at[1] == 0xbd && at[2] <= 0x9e) {
            text[n++] = (char)(at[2] - 0x80 + 0x60);
            i += 2;
        } else {
            text[n++] = cell.at[i];
        }
    }
    return (struct duban_slice){text, n};
}

/* Commas group the digits before the full stop by threes: 1,203,000.50. */
static bool is_grouped(struct duban_slice cell)
{
    size_t start = cell.len > 0 && (cell.at[0] == '-' || cell.at[0] == '+') ? 1 : 0;
    size_t n_digits = 0;
    bool has_comma = false;

    for (size_t i = start; i <= cell.len; i++) {
        bool is_end = i == cell.len || cell.at[i] == '.';
        if (is_end || cell.at[i] == ',') {
            bool is_good = has_comma ? n_digits == 3 : is_end || (n_digits >= 1 && n_digits <= 3);
            if (is_end || !is_good)
                return is_good && (i == cell.len || memchr(cell.at + i, ',', cell.len - i) == NULL);
            has_comma = true;
            n_digits = 0;
        } else {
            n_digits++;
        }
    }
    DUBAN_UNREACHABLE();
}

bool cell_number(struct duban_slice cell, bool with_percent, struct duban_decimal *out_number)
{
    char digits[NUMBER_MAX];
    size_t n = 0;

    if (with_percent && cell.len > 0 && cell.at[cell.len - 1] == '%')
        cell = duban_slice_trim((struct duban_slice){cell.at, cell.len - 1});
    if (!is_grouped(cell))
        return false;
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] == ',')
            continue;
        if (n == NUMBER_MAX)
            return false;
        digits[n++] = cell.at[i];
    }
    return duban_decimal_parse((struct duban_slice){digits, n}, out_number);
}
