/* SPDX-License-Identifier: MIT */
#include "lib/model/unit.h"

#include <string.h>

/* A unit is 10^power of its base. A unit that is not listed is the base of a dimension of its own,
 * so that 个 and 家 are not the same; 万 or 亿 may stand before any of them. */
static const struct {
    const char *name, *base;
    enum duban_dimension dimension;
    int power;
} known[] = {
    {"元", "元", DUBAN_MONEY, 0},      {"平方米", "平方米", DUBAN_AREA, 0},
    {"公顷", "平方米", DUBAN_AREA, 4}, {"平方公里", "平方米", DUBAN_AREA, 6},
    {"%", "%", DUBAN_SHARE, 0},        {"‰", "%", DUBAN_SHARE, -1},
};

static const struct {
    const char *name;
    int power;
} multiples[] = {{"万", 4}, {"亿", 8}};

struct unit {
    struct duban_slice base;
    enum duban_dimension dimension;
    int power;
};

static struct unit unit_of(struct duban_slice name)
{
    struct unit unit = {name, DUBAN_COUNT, 0};

    for (size_t i = 0; i < sizeof multiples / sizeof multiples[0]; i++) {
        size_t len = strlen(multiples[i].name);
        if (duban_slice_has_prefix(name, multiples[i].name) && name.len > len) {
            unit.base = (struct duban_slice){name.at + len, name.len - len};
            unit.power = multiples[i].power;
        }
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (duban_slice_is(unit.base, known[i].name))
            return (struct unit){duban_slice_of(known[i].base), known[i].dimension,
                                 unit.power + known[i].power};
    return unit;
}

enum duban_dimension duban_unit_dimension(struct duban_slice unit)
{
    return unit_of(unit).dimension;
}

bool duban_unit_convert(struct duban_decimal value, struct duban_slice from, struct duban_slice to,
                        struct duban_decimal *out_value)
{
    struct unit source = unit_of(from);
    struct unit target = unit_of(to);

    if (to.len == 0 || duban_slice_equal(from, to)) {
        *out_value = value;
        return true;
    }
    if (!duban_slice_equal(source.base, target.base))
        return false;
    return duban_decimal_shift(value, source.power - target.power, out_value);
}
