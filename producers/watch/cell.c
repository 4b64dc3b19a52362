/* SPDX-License-Identifier: MIT */
#include "producers/watch/cell.h"

#include <string.h>

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

bool cell_number(struct duban_slice cell, bool with_percent, struct duban_decimal *out_number)
{
    char digits[NUMBER_MAX];
    size_t n = 0;

    if (with_percent && cell.len > 0 && cell.at[cell.len - 1] == '%')
        cell = duban_slice_trim((struct duban_slice){cell.at, cell.len - 1});
    /* A comma groups digits: it stands between two of them. */
    for (size_t i = 0; i < cell.len; i++) {
        bool is_between = i > 0 && i + 1 < cell.len &&
                          strchr("0123456789", cell.at[i - 1]) != NULL &&
                          strchr("0123456789", cell.at[i + 1]) != NULL;
        if (cell.at[i] == ',' && is_between)
            continue;
        if (n == NUMBER_MAX)
            return false;
        digits[n++] = cell.at[i];
    }
    return duban_decimal_parse((struct duban_slice){digits, n}, out_number);
}
