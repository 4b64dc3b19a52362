/* SPDX-License-Identifier: MIT */
#include "lib/model/decimal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/core/check.h"

enum { DIGITS_MAX = 18 };

bool duban_decimal_parse(struct duban_slice text, struct duban_decimal *out_decimal)
{
    struct duban_decimal decimal = {0};
    size_t i = text.len > 0 && (text.at[0] == '-' || text.at[0] == '+') ? 1 : 0;
    bool is_negative = i > 0 && text.at[0] == '-';
    bool has_point = false;
    size_t n_digits = 0;
    size_t n_significant = 0;

    for (; i < text.len; i++) {
        char byte = text.at[i];
        if (byte == '.' && !has_point && n_digits > 0) {
            has_point = true;
            continue;
        }
        if (byte < '0' || byte > '9')
            return false;
        n_digits++;
        n_significant += n_significant > 0 || byte != '0' ? 1 : 0;
        if (n_significant > DIGITS_MAX ||
            (has_point && decimal.exponent == -DUBAN_DECIMAL_EXPONENT_MAX))
            return false;
        decimal.mantissa = decimal.mantissa * 10 + (byte - '0');
        if (has_point)
            decimal.exponent--;
    }
    if (n_digits == 0 || text.at[text.len - 1] == '.')
        return false;
    decimal.mantissa = is_negative ? -decimal.mantissa : decimal.mantissa;
    *out_decimal = decimal;
    return true;
}

/* The magnitude of a number as digits without zeros at either end, and the place of the first:
 * 0.ddd × 10^place. Zero has no digits. */
struct digits {
    char text[24];
    int n, place;
};

static struct digits digits_of(struct duban_decimal decimal)
{
    struct digits digits = {{0}, 0, 0};
    uint64_t magnitude =
        decimal.mantissa < 0 ? 0 - (uint64_t)decimal.mantissa : (uint64_t)decimal.mantissa;

    digits.n = snprintf(digits.text, sizeof digits.text, "%" PRIu64, magnitude);
    digits.place = digits.n + decimal.exponent;
    while (digits.n > 0 && digits.text[digits.n - 1] == '0')
        digits.text[--digits.n] = '\0';
    return digits;
}

static int sign_of(struct duban_decimal decimal)
{
    return (decimal.mantissa > 0) - (decimal.mantissa < 0);
}

int duban_decimal_compare(struct duban_decimal a, struct duban_decimal b)
{
    int sign = sign_of(a);

    if (sign != sign_of(b))
        return sign < sign_of(b) ? -1 : 1;
    if (sign == 0)
        return 0;
    struct digits first = digits_of(a);
    struct digits second = digits_of(b);
    int order = (first.place > second.place) - (first.place < second.place);
    if (order == 0) {
        int difference =
            strcmp(first.text, second.text); /* "65" before "651": as 0.65 before 0.651 */
        order = (difference > 0) - (difference < 0);
    }
    return sign * order;
}

bool duban_decimal_shift(struct duban_decimal decimal, int power, struct duban_decimal *out_decimal)
{
    int exponent = decimal.exponent + power;

    /* Zeros at the end of the mantissa make room. */
    while (exponent < -DUBAN_DECIMAL_EXPONENT_MAX && decimal.mantissa % 10 == 0 &&
           decimal.mantissa != 0) {
        decimal.mantissa /= 10;
        exponent++;
    }
    if (decimal.mantissa == 0)
        exponent = 0;
    if (exponent < -DUBAN_DECIMAL_EXPONENT_MAX || exponent > DUBAN_DECIMAL_EXPONENT_MAX)
        return false;
    *out_decimal = (struct duban_decimal){decimal.mantissa, (int8_t)exponent};
    return true;
}

bool duban_decimal_is_percent(struct duban_decimal decimal)
{
    static const struct duban_decimal hundred = {100, 0};

    return decimal.mantissa >= 0 && duban_decimal_compare(decimal, hundred) <= 0;
}

const char *duban_decimal_print(struct duban_decimal decimal, char out_text[DUBAN_DECIMAL_BYTES])
{
    static const char zeros[] = "000000000000000000000000000000000000";
    struct digits digits = digits_of(decimal);
    const char *sign = decimal.mantissa < 0 ? "-" : "";

    DUBAN_ASSERT(decimal.exponent >= -DUBAN_DECIMAL_EXPONENT_MAX &&
                 decimal.exponent <= DUBAN_DECIMAL_EXPONENT_MAX);
    if (digits.n == 0)
        (void)snprintf(out_text, DUBAN_DECIMAL_BYTES, "0");
    else if (digits.place <= 0)
        (void)snprintf(out_text, DUBAN_DECIMAL_BYTES, "%s0.%.*s%s", sign, -digits.place, zeros,
                       digits.text);
    else if (digits.place >= digits.n)
        (void)snprintf(out_text, DUBAN_DECIMAL_BYTES, "%s%s%.*s", sign, digits.text,
                       digits.place - digits.n, zeros);
    else
        (void)snprintf(out_text, DUBAN_DECIMAL_BYTES, "%s%.*s.%s", sign, digits.place, digits.text,
                       digits.text + digits.place);
    return out_text;
}
