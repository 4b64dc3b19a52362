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

bool cell_number(struct duban_slice cell, struct duban_decimal *out_number)
{
    char digits[NUMBER_MAX];
    size_t n = 0;

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

bool cell_percent(struct duban_slice cell, bool is_fraction, struct duban_decimal *out_percent)
{
    bool has_sign = cell.len > 0 && cell.at[cell.len - 1] == '%';

    if (has_sign)
        cell = duban_slice_trim((struct duban_slice){cell.at, cell.len - 1});
    if (!cell_number(cell, out_percent))
        return false;
    return has_sign || !is_fraction || duban_decimal_shift(*out_percent, 2, out_percent);
}

/* Milliseconds of the years that we know. */
static bool read_ms(struct duban_slice cell, struct duban_instant *out_instant)
{
    enum { DIGITS_MAX = 13, DAY_MS = 24 * 60 * 60 * 1000 };
    struct duban_date last;
    int64_t ms = 0;

    if (cell.len == 0 || cell.len > DIGITS_MAX || !duban_date_of(DUBAN_YEAR_MAX, 12, 31, &last))
        return false;
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] < '0' || cell.at[i] > '9')
            return false;
        ms = ms * 10 + (cell.at[i] - '0');
    }
    out_instant->ms = ms;
    return ms / DAY_MS < last.days;
}

bool cell_day(struct duban_slice cell, bool is_ms, struct duban_date *out_day)
{
    struct duban_instant instant;

    if (duban_date_read(cell, out_day))
        return true;
    if (!duban_instant_parse(cell, &instant) && (!is_ms || !read_ms(cell, &instant)))
        return false;
    *out_day = duban_date_at(instant);
    return true;
}
