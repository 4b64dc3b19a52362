/* SPDX-License-Identifier: MIT */
#include "ctl/reason.h"

#include <string.h>

#include "lib/core/check.h"

struct making {
    const struct reasoned *asked;
    const struct duban_item *item;
    const struct duban_item_evaluation *today;
    const struct duban_unit_evaluation *unit;
    struct duban_arena *arena;
    struct reason *reasons;
    size_t n;
};

static struct making begin(const struct reasoned *asked, struct duban_arena *arena)
{
    const struct duban_item_evaluation *today = &asked->evaluation->items[asked->i];

    return (struct making){.asked = asked,
                           .item = asked->model->items[asked->i],
                           .today = today,
                           .unit = &asked->evaluation->units[today->unit],
                           .arena = arena};
}

/* --- Facts and sentences ---------------------------------------------------------------------- */

static struct reason_fact count(const char *name, int64_t n)
{
    return (struct reason_fact){.name = name, .kind = FACT_COUNT, .number = n};
}

static struct reason_fact share(const char *name, int64_t bp)
{
    return (struct reason_fact){.name = name, .kind = FACT_SHARE, .number = bp};
}

static struct reason_fact limit(const char *name, int64_t bp)
{
    return (struct reason_fact){.name = name, .kind = FACT_LIMIT, .number = bp};
}

static struct reason_fact points(const char *name, int64_t bp)
{
    return (struct reason_fact){.name = name, .kind = FACT_POINTS, .number = bp};
}

static struct reason_fact day(const char *name, struct duban_date date)
{
    return (struct reason_fact){.name = name, .kind = FACT_DAY, .number = date.days};
}

static struct reason_fact words(const char *name, struct duban_slice text)
{
    return (struct reason_fact){.name = name, .kind = FACT_WORDS, .text = text};
}

static struct reason_fact word(const char *name, const char *text)
{
    return words(name, duban_slice_of(text));
}

/* 120个 */
static struct reason_fact figure(const struct making *making, const char *name,
                                 struct duban_opt_decimal value)
{
    struct duban_buf text = {0};
    char number[DUBAN_DECIMAL_BYTES];

    duban_buf_puts(&text, value.is == DUBAN_GIVEN ? duban_decimal_print(value.v, number) : "–");
    if (value.is == DUBAN_GIVEN)
        duban_buf_put(&text, making->item->plan.unit);
    struct reason_fact fact = {.name = name,
                               .kind = FACT_TEXT,
                               .text = duban_arena_copy(making->arena, duban_buf_slice(&text))};
    duban_buf_fini(&text);
    return fact;
}

static struct reason_part part_of(struct duban_arena *arena, enum duban_text_id id,
                                  const struct reason_fact *facts, size_t n)
{
    struct reason_fact *kept = duban_arena_new(arena, n, sizeof *kept);

    DUBAN_ASSERT(n <= DUBAN_TEXT_ARGS_MAX);
    memcpy(kept, facts, n * sizeof *kept);
    return (struct reason_part){id, kept, n};
}

#define FACTS(...)                                                                                 \
    (const struct reason_fact[]){__VA_ARGS__},                                                     \
        sizeof((const struct reason_fact[]){__VA_ARGS__}) / sizeof(struct reason_fact)

static struct reason *current(struct making *making)
{
    return &making->reasons[making->n - 1];
}

static void say(struct making *making, enum duban_text_id id, const struct reason_fact *facts,
                size_t n)
{
    struct reason *reason = current(making);

    DUBAN_ASSERT(reason->n_parts < REASON_PARTS_MAX);
    reason->parts[reason->n_parts++] = part_of(making->arena, id, facts, n);
}

#define SAY(making, id, ...) say(making, DUBAN_TEXT_##id, FACTS(__VA_ARGS__))

static void say_not(struct making *making, const char *why_not, enum duban_text_id id,
                    const struct reason_fact *facts, size_t n)
{
    current(making)->why_not = why_not;
    say(making, id, facts, n);
}

#define SAY_NOT(making, why_not, id, ...)                                                          \
    say_not(making, why_not, DUBAN_TEXT_##id, FACTS(__VA_ARGS__))
#define SAY_NOT_ALONE(making, why_not, id) say_not(making, why_not, DUBAN_TEXT_##id, &no_fact, 0)

static const struct reason_fact no_fact = {.name = NULL};

static void add(struct making *making, enum duban_rule rule, enum reason_deadline deadline,
                const struct duban_condition *condition)
{
    making->reasons[making->n++] =
        (struct reason){.rule = rule, .deadline = deadline, .condition = *condition};
}

static int32_t working_days(const struct making *making, struct duban_date after,
                            struct duban_date until)
{
    return duban_calendar_count(making->asked->calendar, after, until);
}

/* Since when the condition is as bad as it is, and since when it is open at all. */
static void say_since(struct making *making)
{
    static const enum duban_text_id ids[] = {[DUBAN_SEVERITY_NONE] = DUBAN_N_TEXTS,
                                             [DUBAN_INFO] = DUBAN_TEXT_REASON_SINCE_INFO,
                                             [DUBAN_YELLOW] = DUBAN_TEXT_REASON_SINCE_YELLOW,
                                             [DUBAN_RED] = DUBAN_TEXT_REASON_SINCE_RED};
    const struct duban_condition *condition = &current(making)->condition;

    if (condition->severity == DUBAN_SEVERITY_NONE)
        return;
    say(making, ids[condition->severity],
        FACTS(day(NULL, condition->since),
              count("since_working_days",
                    working_days(making, condition->since, making->asked->evaluation->day))));
    if (condition->opened_on.days < condition->since.days)
        SAY(making, REASON_OPENED, day(NULL, condition->opened_on));
}

/* --- Why a rule does not apply ---------------------------------------------------------------- */

static bool is_idle(struct making *making)
{
    if (!making->today->is_active) {
        SAY_NOT(making, "not_begun", REASON_NOT_BEGUN, day("start", making->item->plan.start));
        return true;
    }
    if (making->today->is_done) {
        SAY_NOT(making, "done", REASON_DONE, day("completed_on", making->item->completed_on.v));
        return true;
    }
    return false;
}

static bool is_assessed(struct making *making)
{
    if (making->today->is_assessed)
        SAY_NOT_ALONE(making, "assessed", REASON_ASSESSED);
    return making->today->is_assessed;
}

static bool is_unanswered(struct making *making)
{
    bool is_unanswered = !making->today->is_heard && !making->today->is_connected;

    if (is_unanswered)
        SAY_NOT_ALONE(making, "unanswered", REASON_UNANSWERED);
    return is_unanswered;
}

static bool is_unconnected(struct making *making)
{
    if (!making->today->is_connected)
        SAY_NOT_ALONE(making, "not_connected", REASON_NOT_CONNECTED);
    return !making->today->is_connected;
}

/* Nothing is expected on the way, or nothing was reported that could be compared with it. */
static bool is_unmeasured(struct making *making, const struct duban_clock *clock)
{
    if (making->today->is_assessed)
        SAY_NOT_ALONE(making, "no_target", REASON_NO_TARGET);
    else if (making->today->basis == DUBAN_BASIS_NONE)
        SAY_NOT_ALONE(making, "no_way", REASON_NO_WAY);
    else if (!making->today->actual.is_known && !making->today->is_heard)
        SAY_NOT(making, "not_heard", REASON_NOT_HEARD, share("expected_bp", clock->expected.bp));
    else if (!making->today->actual.is_known && making->today->basis == DUBAN_BASIS_VALUE)
        SAY_NOT(making, "no_value", REASON_NO_VALUE, share("expected_bp", clock->expected.bp),
                figure(making, "target", making->item->plan.target));
    else if (!making->today->actual.is_known)
        SAY_NOT(making, "no_percent", REASON_NO_PERCENT, share("expected_bp", clock->expected.bp));
    return !clock->has_gap;
}

/* --- The rules -------------------------------------------------------------------------------- */

static void say_rolled(struct making *making, const struct duban_clock *clock)
{
    if (clock->due.days != clock->due_used.days)
        SAY(making, REASON_ROLLED, day("due", clock->due), day(NULL, clock->due_used));
}

static void explain_overdue(struct making *making, enum reason_deadline deadline,
                            const struct duban_clock *clock)
{
    struct duban_date today = making->asked->evaluation->day;

    add(making, DUBAN_RULE_OVERDUE, deadline, &clock->overdue);
    if (is_idle(making) || is_assessed(making))
        return;
    if (!clock->is_passed) {
        SAY(making, REASON_NOT_OVERDUE, day("due_used", clock->due_used),
            count("working_days_left", working_days(making, today, clock->due_used)));
    } else {
        if (is_unanswered(making)) {
            SAY(making, REASON_PASSED, day("due_used", clock->due_used));
            return;
        }
        SAY(making, REASON_OVERDUE, day("due_used", clock->due_used),
            count("working_days_over", clock->working_days_over),
            count("days_over", clock->days_over));
    }
    say_rolled(making, clock);
    say_since(making);
}

/* What is there, and how that is counted. */
static void say_actual(struct making *making)
{
    const struct duban_item *item = making->item;
    const struct duban_preset *preset = making->asked->preset;
    int32_t bp = making->today->actual.bp;
    bool is_value = making->today->basis == DUBAN_BASIS_VALUE;

    if ((is_value ? item->value.is : item->percent.is) != DUBAN_GIVEN)
        SAY(making, REASON_ACTUAL_NOT_STARTED, share("actual_bp", bp));
    else if (is_value)
        SAY(making, REASON_ACTUAL_VALUE, figure(making, "value", item->value),
            figure(making, "target", item->plan.target), share("actual_bp", bp));
    else
        SAY(making, REASON_ACTUAL_PERCENT, share("actual_bp", bp));
    if (duban_item_has_state(item, DUBAN_STATE_BASICALLY_DONE) && bp == preset->basically_done_bp)
        SAY(making, REASON_BASICALLY_DONE, limit("at_most_bp", preset->basically_done_bp));
}

static void say_expected(struct making *making, const struct duban_clock *clock)
{
    struct duban_way way = duban_way(&making->item->plan, clock->due_used, making->asked->calendar,
                                     making->asked->evaluation->day);

    SAY(making, REASON_EXPECTED, count("working_days_begun", way.begun),
        count("working_days", way.whole), share("expected_bp", clock->expected.bp));
}

static void say_gap_in_units(struct making *making, const struct duban_clock *clock)
{
    const struct duban_preset *preset = making->asked->preset;
    const struct duban_units *units = &clock->units;

    SAY(making, REASON_GAP_UNITS, count("units", units->actual),
        count("units_expected", units->expected), count("units_target", units->target),
        count("yellow_from_units", preset->small_yellow_n),
        count("red_from_units", preset->small_red_n), limit("all_from_bp", preset->small_final_bp));
}

static void say_gap_in_share(struct making *making, const struct duban_clock *clock)
{
    const struct duban_preset *preset = making->asked->preset;
    enum duban_severity severity = clock->lag.severity;
    bool stays_red = severity == DUBAN_RED && clock->gap_bp <= preset->lag_red_bp;
    bool stays_yellow = severity == DUBAN_YELLOW && clock->gap_bp < preset->lag_yellow_bp;

    say(making, clock->gap_bp < 0 ? DUBAN_TEXT_REASON_AHEAD : DUBAN_TEXT_REASON_GAP,
        FACTS(points("gap_bp", clock->gap_bp), points("yellow_from_bp", preset->lag_yellow_bp),
              points("red_above_bp", preset->lag_red_bp)));
    if (stays_red || stays_yellow)
        SAY(making, REASON_HYSTERESIS,
            points("improves_at_bp", (stays_red ? preset->lag_red_bp : preset->lag_yellow_bp) -
                                         preset->lag_hysteresis_bp));
}

static void explain_lag(struct making *making, enum reason_deadline deadline,
                        const struct duban_clock *clock)
{
    const struct duban_preset *preset = making->asked->preset;

    add(making, DUBAN_RULE_LAG, deadline, &clock->lag);
    if (is_idle(making) || is_unmeasured(making, clock))
        return;
    if (clock->expected.bp < preset->lag_from_bp) {
        SAY_NOT(making, "early", REASON_EARLY, limit("judged_from_bp", preset->lag_from_bp));
        say_expected(making, clock);
        return;
    }
    say_actual(making);
    say_expected(making, clock);
    if (clock->is_small)
        say_gap_in_units(making, clock);
    else
        say_gap_in_share(making, clock);
    say_since(making);
}

static void explain_stalled(struct making *making)
{
    const struct duban_item_evaluation *today = making->today;
    const struct duban_standstill *still = &today->standstill;
    const struct duban_preset *preset = making->asked->preset;

    add(making, DUBAN_RULE_STALLED, REASON_NO_DEADLINE, &today->stalled);
    if (is_idle(making) || is_unmeasured(making, &today->current))
        return;
    if (!still->is_known) {
        SAY_NOT_ALONE(making, "whole", REASON_WHOLE);
        return;
    }
    if (today->stalled.severity == DUBAN_SEVERITY_NONE) {
        SAY(making, REASON_NOT_STALLED, day("still_since", still->anchor_on),
            share("actual_bp", today->actual.bp), count("cycles", still->n_cycles),
            points("expected_growth_bp", today->current.expected.bp - still->anchor_expected_bp),
            count("yellow_from_cycles", preset->stalled_yellow_n_cycles),
            points("growth_from_bp", preset->stalled_expected_bp));
        return;
    }
    SAY(making, REASON_STILL, day("still_since", still->anchor_on),
        share("still_from_bp", still->anchor_bp), share("actual_bp", today->actual.bp),
        points("expected_growth_bp", today->current.expected.bp - still->anchor_expected_bp));
    SAY(making, REASON_STILL_REPORTED, count("reports", still->n_reports),
        count("cycles", still->n_cycles));
    SAY(making, REASON_STALLED_RULE, points("moves_from_bp", preset->stalled_still_bp),
        points("growth_from_bp", preset->stalled_expected_bp),
        count("from_reports", preset->stalled_reports_n),
        count("yellow_from_cycles", preset->stalled_yellow_n_cycles),
        count("red_from_cycles", preset->stalled_red_n_cycles));
    say_since(making);
}

static struct reason_fact cycle_of(const struct making *making)
{
    return word("cycle", duban_cycle_words[making->item->plan.cycle]);
}

static void explain_stale(struct making *making)
{
    const struct duban_item_evaluation *today = making->today;

    add(making, DUBAN_RULE_STALE, REASON_NO_DEADLINE, &today->stale);
    if (is_idle(making) || is_unconnected(making))
        return;
    if (!today->is_heard) {
        SAY_NOT_ALONE(making, "not_heard", REASON_SEE_NEVER);
        return;
    }
    if (today->n_missed == 0)
        SAY(making, REASON_NOT_STALE, day("seen_on", making->item->seen_on), cycle_of(making));
    else
        SAY(making, REASON_STALE, day("seen_on", making->item->seen_on), cycle_of(making),
            count("missed", today->n_missed), day("missed_from", today->missed_from),
            count("red_from_missed", making->asked->preset->stale_red_n_cycles));
    say_since(making);
    if (today->stale.is_inhibited)
        SAY(making, REASON_INHIBITED, word("said_by", "silent_org"));
}

static void explain_never_reported(struct making *making)
{
    const struct duban_item_evaluation *today = making->today;

    add(making, DUBAN_RULE_NEVER_REPORTED, REASON_NO_DEADLINE, &today->never_reported);
    if (today->is_heard) {
        SAY_NOT(making, "heard", REASON_HEARD, day("first_heard_on", making->item->first_heard_on));
        return;
    }
    if (is_idle(making) || is_unconnected(making))
        return;
    say(making,
        today->never_reported.severity == DUBAN_SEVERITY_NONE ? DUBAN_TEXT_REASON_NOT_NEVER
                                                              : DUBAN_TEXT_REASON_NEVER,
        FACTS(day("connected_on", making->unit->connected_on.v), cycle_of(making)));
    say_since(making);
}

static void explain_silent(struct making *making)
{
    const struct duban_unit_evaluation *unit = making->unit;

    add(making, DUBAN_RULE_SILENT_ORG, REASON_NO_DEADLINE, &unit->silent);
    if (is_unconnected(making))
        return;
    if (unit->heard_on.is == DUBAN_GIVEN)
        SAY(making, REASON_UNIT_HEARD, day("unit_heard_on", unit->heard_on.v));
    else
        SAY(making, REASON_UNIT_NEVER_HEARD, day("connected_on", unit->connected_on.v));
    if (unit->n_awaited > 0)
        SAY(making, REASON_AWAITED, count("awaited", (int64_t)unit->n_awaited),
            day("awaited_since", unit->due_on),
            count("silent_from", making->asked->preset->silent_n_items));
    say_since(making);
}

static void explain_due_soon(struct making *making)
{
    const struct duban_item_evaluation *today = making->today;
    const struct duban_clock *clock = &today->current;

    add(making, DUBAN_RULE_DUE_SOON, REASON_NO_DEADLINE, &today->due_soon);
    if (is_idle(making) || is_assessed(making))
        return;
    if (clock->is_passed) {
        SAY_NOT(making, "passed", REASON_PASSED, day("due_used", clock->due_used));
        return;
    }
    if (is_unanswered(making))
        return;
    if (today->due_soon.severity == DUBAN_SEVERITY_NONE)
        SAY(making, REASON_NOT_SOON, count("working_days_left", today->working_days_left),
            count("notice_from", making->asked->preset->due_soon_wd[0]));
    else
        SAY(making, REASON_SOON, count("working_days_left", today->working_days_left),
            count("notice_step", today->notice_step));
    say_since(making);
}

static void explain_reported_late(struct making *making)
{
    const struct duban_item *item = making->item;
    const struct duban_item_evaluation *today = making->today;
    struct duban_date due = today->current.due_used;
    struct duban_opt_date connected_on = making->unit->connected_on;

    add(making, DUBAN_RULE_REPORTED_LATE, REASON_NO_DEADLINE, &today->reported_late);
    if (!today->is_done) {
        SAY_NOT_ALONE(making, "not_done", REASON_NOT_DONE);
        return;
    }
    if (is_assessed(making))
        return;
    if (item->completed_on.v.days > due.days) {
        SAY_NOT(making, "completed_late", REASON_COMPLETED_LATE,
                day("completed_on", item->completed_on.v), day("due_used", due));
        return;
    }
    if (connected_on.is == DUBAN_GIVEN && connected_on.v.days > due.days) {
        SAY_NOT(making, "connected_later", REASON_CONNECTED_LATER,
                day("connected_on", connected_on.v), day("due_used", due));
        return;
    }
    SAY(making, REASON_TOLD, day("completed_on", item->completed_on.v),
        day("told_on", item->done_known_on), day("due_used", due),
        count("told_working_days_after", working_days(making, due, item->done_known_on)),
        count("late_above", making->asked->preset->reported_late_wd));
    say_since(making);
}

bool reason_has_two_deadlines(const struct duban_item_evaluation *item)
{
    return item->current.due.days != item->original.due.days;
}

struct reason *reasons_make(const struct reasoned *asked, struct duban_arena *arena, size_t *out_n)
{
    struct making making = begin(asked, arena);
    const struct duban_item_evaluation *today = making.today;
    bool has_two = reason_has_two_deadlines(today) && today->is_active && !today->is_done;
    bool has_two_ways = has_two && today->basis != DUBAN_BASIS_NONE;

    making.reasons = duban_arena_new(arena, REASONS_MAX, sizeof *making.reasons);
    explain_overdue(&making, has_two ? REASON_CURRENT : REASON_NO_DEADLINE, &today->current);
    if (has_two)
        explain_overdue(&making, REASON_ORIGINAL, &today->original);
    explain_lag(&making, has_two_ways ? REASON_CURRENT : REASON_NO_DEADLINE, &today->current);
    if (has_two_ways)
        explain_lag(&making, REASON_ORIGINAL, &today->original);
    explain_stalled(&making);
    explain_stale(&making);
    explain_never_reported(&making);
    explain_silent(&making);
    explain_due_soon(&making);
    explain_reported_late(&making);
    *out_n = making.n;
    return making.reasons;
}

/* --- The light -------------------------------------------------------------------------------- */

/* The rules that colour a light as it is. */
static struct duban_slice rules_of(const struct making *making, const struct duban_clock *clock)
{
    const struct duban_condition *conditions[] = {&clock->overdue, &clock->lag,
                                                  &making->today->stalled, &making->today->stale};
    static const enum duban_rule rules[] = {DUBAN_RULE_OVERDUE, DUBAN_RULE_LAG, DUBAN_RULE_STALLED,
                                            DUBAN_RULE_STALE};
    enum duban_severity severity = clock->light == DUBAN_LIGHT_RED ? DUBAN_RED : DUBAN_YELLOW;
    struct duban_buf text = {0};

    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (conditions[i]->severity == severity && !conditions[i]->is_inhibited)
            duban_buf_printf(&text, "%s%s", text.len > 0 ? " " : "", duban_rule_words[rules[i]]);
    struct duban_slice kept = duban_arena_copy(making->arena, duban_buf_slice(&text));
    duban_buf_fini(&text);
    return kept;
}

struct reason_part reason_of_light(const struct reasoned *asked, const struct duban_clock *clock,
                                   struct duban_arena *arena)
{
    struct making making = begin(asked, arena);
    const struct duban_item *item = making.item;

    switch (clock->light) {
    case DUBAN_LIGHT_BLUE:
        return part_of(arena, DUBAN_TEXT_REASON_DONE,
                       FACTS(day("completed_on", item->completed_on.v)));
    case DUBAN_LIGHT_RED:
    case DUBAN_LIGHT_YELLOW:
        return part_of(arena, DUBAN_TEXT_LIGHT_RULES,
                       FACTS(words("rules", rules_of(&making, clock))));
    case DUBAN_LIGHT_GREY:
        if (!making.today->is_active)
            return part_of(arena, DUBAN_TEXT_REASON_NOT_BEGUN,
                           FACTS(day("start", item->plan.start)));
        if (!making.today->is_heard)
            return part_of(arena, DUBAN_TEXT_LIGHT_NOT_HEARD, &no_fact, 0);
        return part_of(arena, DUBAN_TEXT_LIGHT_RESTING,
                       FACTS(word("state", duban_state_words[item->state.v])));
    case DUBAN_LIGHT_GREEN:
    case DUBAN_N_LIGHTS:
        break;
    }
    return part_of(arena, DUBAN_TEXT_LIGHT_GREEN, &no_fact, 0);
}

enum duban_rule reason_worst(const struct duban_item_evaluation *item,
                             const struct duban_unit_evaluation *unit,
                             struct duban_condition *out_condition)
{
    static const enum duban_rule order[] = {
        DUBAN_RULE_OVERDUE,        DUBAN_RULE_LAG,           DUBAN_RULE_STALLED, DUBAN_RULE_STALE,
        DUBAN_RULE_NEVER_REPORTED, DUBAN_RULE_REPORTED_LATE, DUBAN_RULE_DUE_SOON};
    enum duban_rule worst = DUBAN_N_RULES;
    enum duban_severity severity = DUBAN_SEVERITY_NONE;

    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        const struct duban_condition *condition = duban_item_condition(item, order[i]);
        bool is_notice = order[i] == DUBAN_RULE_DUE_SOON;
        if (condition->is_inhibited || condition->severity <= severity ||
            (is_notice && severity != DUBAN_SEVERITY_NONE))
            continue;
        worst = order[i];
        severity = condition->severity;
        *out_condition = *condition;
    }
    if (worst == DUBAN_N_RULES && item->stale.is_inhibited) {
        worst = DUBAN_RULE_SILENT_ORG;
        *out_condition = unit->silent;
    }
    return worst;
}
