/* SPDX-License-Identifier: MIT */
#include "lib/rules/expected.h"

#include "lib/model/unit.h"

enum duban_basis duban_basis_of(const struct duban_promise *plan)
{
    bool has_target = plan->target.is == DUBAN_GIVEN;

    switch (plan->target_op) {
    case DUBAN_IS_DONE:
    case DUBAN_IS_STARTED:
        return DUBAN_BASIS_PERCENT;
    case DUBAN_GE:
    case DUBAN_EQ:
    case DUBAN_APPROX:
        if (has_target && duban_unit_dimension(plan->unit) != DUBAN_SHARE)
            return DUBAN_BASIS_VALUE;
        return !has_target && plan->commitment == DUBAN_HARD ? DUBAN_BASIS_PERCENT
                                                             : DUBAN_BASIS_NONE;
    case DUBAN_LE:
    case DUBAN_SYNC:
    case DUBAN_NO_TARGET:
    case DUBAN_N_TARGET_OPS:
        break;
    }
    return DUBAN_BASIS_NONE;
}

struct duban_way duban_way(const struct duban_promise *plan, struct duban_date end,
                           const struct duban_calendar *calendar, struct duban_date day)
{
    struct duban_date eve = {plan->start.days - 1};
    struct duban_way way = {.whole = duban_calendar_count(calendar, eve, end)};

    /* A way without a working day is gone at its end. */
    if (way.whole == 0)
        return (struct duban_way){day.days >= end.days ? 1 : 0, 1};
    way.begun = day.days < end.days ? duban_calendar_count(calendar, eve, day) : way.whole;
    return way;
}

struct duban_opt_share duban_expected(const struct duban_promise *plan, struct duban_date end,
                                      const struct duban_calendar *calendar, struct duban_date day)
{
    if (duban_basis_of(plan) == DUBAN_BASIS_NONE)
        return (struct duban_opt_share){false, 0};
    struct duban_way way = duban_way(plan, end, calendar, day);
    int64_t bp = (2 * way.begun * DUBAN_WHOLE_BP + way.whole) / (2 * way.whole);
    return (struct duban_opt_share){true, (int32_t)bp};
}

/* quotient × 10 plus the next digit of the long division of *rest by divisor. *rest < divisor stays
 * so; each sum is below 2 × divisor, and so below 2^64. Stops at the largest share. */
static uint64_t next_digit(uint64_t quotient, uint64_t *rest, uint64_t divisor)
{
    uint64_t digit = 0;
    uint64_t sum = 0;

    for (int i = 0; i < 10; i++) {
        sum += *rest;
        if (sum >= divisor) {
            sum -= divisor;
            digit++;
        }
    }
    *rest = sum;
    quotient = quotient * 10 + digit;
    return quotient < DUBAN_SHARE_MAX_BP ? quotient : DUBAN_SHARE_MAX_BP;
}

struct duban_opt_share duban_share(struct duban_decimal value, struct duban_decimal whole)
{
    enum { PLACES_OF_A_SHARE = 4 };

    if (whole.mantissa <= 0)
        return (struct duban_opt_share){false, 0};
    if (value.mantissa <= 0)
        return (struct duban_opt_share){true, 0};
    uint64_t divisor = (uint64_t)whole.mantissa;
    uint64_t quotient = (uint64_t)value.mantissa / divisor;
    uint64_t rest = (uint64_t)value.mantissa % divisor;
    int places = value.exponent - whole.exponent + PLACES_OF_A_SHARE;
    for (; places < 0; places++)
        quotient /= 10;
    if (quotient > DUBAN_SHARE_MAX_BP)
        quotient = DUBAN_SHARE_MAX_BP;
    for (; places > 0; places--)
        quotient = next_digit(quotient, &rest, divisor);
    return (struct duban_opt_share){true, (int32_t)quotient};
}

struct duban_opt_share duban_actual(const struct duban_item *item,
                                    const struct duban_preset *preset)
{
    static const struct duban_decimal hundred = {100, 0};
    enum duban_basis basis = duban_basis_of(&item->plan);
    struct duban_opt_decimal figure = basis == DUBAN_BASIS_VALUE ? item->value : item->percent;
    struct duban_decimal whole = basis == DUBAN_BASIS_VALUE ? item->plan.target.v : hundred;
    struct duban_opt_share actual = {false, 0};

    if (basis == DUBAN_BASIS_NONE)
        return actual;
    if (figure.is == DUBAN_GIVEN)
        actual = duban_share(figure.v, whole);
    else if (duban_item_has_state(item, DUBAN_STATE_NOT_STARTED))
        actual.is_known = true;
    if (duban_item_has_state(item, DUBAN_STATE_BASICALLY_DONE) &&
        actual.bp > preset->basically_done_bp)
        actual.bp = preset->basically_done_bp;
    return actual;
}

/* A decimal without what stands behind its point, at most max; 0 if it is negative. */
static int whole_part(struct duban_decimal decimal, int max)
{
    int64_t part = decimal.mantissa > 0 ? decimal.mantissa : 0;

    for (; decimal.exponent < 0; decimal.exponent++)
        part /= 10;
    for (; decimal.exponent > 0 && part < max; decimal.exponent--)
        part *= 10;
    return part < max ? (int)part : max;
}

enum { UNITS_MAX = 1000000 };

bool duban_is_small(const struct duban_promise *plan, const struct duban_preset *preset)
{
    if (duban_basis_of(plan) != DUBAN_BASIS_VALUE ||
        duban_unit_dimension(plan->unit) != DUBAN_COUNT ||
        duban_slice_has_prefix(plan->unit, "万") || duban_slice_has_prefix(plan->unit, "亿"))
        return false;
    int target = whole_part(plan->target.v, UNITS_MAX);
    return target > 0 && target <= preset->small_target &&
           duban_decimal_compare(plan->target.v, (struct duban_decimal){target, 0}) == 0;
}

struct duban_units duban_units(const struct duban_item *item, struct duban_date end,
                               const struct duban_calendar *calendar, struct duban_date day)
{
    struct duban_way way = duban_way(&item->plan, end, calendar, day);
    int target = whole_part(item->plan.target.v, UNITS_MAX);

    return (struct duban_units){
        .expected = (int)(target * way.begun / way.whole),
        .actual = item->value.is == DUBAN_GIVEN ? whole_part(item->value.v, UNITS_MAX) : 0,
        .target = target,
    };
}
