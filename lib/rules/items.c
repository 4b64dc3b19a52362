/* SPDX-License-Identifier: MIT
 *
 * The rules of one item, and its lights.
 */
#include "lib/rules/step.h"

enum { MISSED_MAX = 1000 };

static struct duban_date later(struct duban_date a, struct duban_date b)
{
    return a.days > b.days ? a : b;
}

static bool is_done(const struct duban_item *item, struct duban_date day)
{
    return duban_item_has_state(item, DUBAN_STATE_DONE) && item->completed_on.is == DUBAN_GIVEN &&
           item->completed_on.v.days <= day.days;
}

static bool is_moved(const struct duban_item *item)
{
    for (const struct duban_decided *decided = item->decisions; decided != NULL;
         decided = decided->next)
        if (decided->decision == DUBAN_APPROVED)
            return true;
    return false;
}

/* The days and the figures; conditions are still to come. rolls: a day that a letter set moves on to
 * a working day (Civil Code, article 203); the plan's own dates are ends of months and years. */
static struct duban_clock clock_of(const struct step *step, const struct duban_item *item,
                                   struct duban_date due, bool rolls, struct duban_opt_share actual)
{
    struct duban_date used = rolls ? duban_calendar_roll_forward(step->calendar, due) : due;
    struct duban_clock clock = {
        .due = due,
        .due_used = used,
        .is_passed = step->day.days > used.days,
        .expected = duban_expected(&item->plan, used, step->calendar, step->day),
        .is_small = duban_is_small(&item->plan, step->preset),
    };

    if (clock.is_passed) {
        clock.days_over = step->day.days - used.days;
        clock.working_days_over = duban_calendar_count(step->calendar, used, step->day);
    }
    clock.has_gap = clock.expected.is_known && actual.is_known;
    if (clock.has_gap)
        clock.gap_bp = clock.expected.bp - actual.bp;
    if (clock.is_small)
        clock.units = duban_units(item, used, step->calendar, step->day);
    return clock;
}

static enum duban_severity lag_in_units(const struct duban_preset *preset,
                                        const struct duban_clock *clock)
{
    int behind = clock->units.expected - clock->units.actual;
    bool is_short = clock->units.actual < clock->units.target;

    if (behind >= preset->small_red_n || (clock->expected.bp >= preset->small_final_bp && is_short))
        return DUBAN_RED;
    return behind >= preset->small_yellow_n ? DUBAN_YELLOW : DUBAN_SEVERITY_NONE;
}

/* It improves only when the gap is clear of the threshold, so that it does not flutter. */
static enum duban_severity lag_in_share(const struct duban_preset *preset,
                                        const struct duban_clock *clock, enum duban_severity was)
{
    int32_t stays_red_bp = preset->lag_red_bp - preset->lag_hysteresis_bp;
    int32_t stays_yellow_bp = preset->lag_yellow_bp - preset->lag_hysteresis_bp;
    bool is_red =
        clock->gap_bp > preset->lag_red_bp || (was == DUBAN_RED && clock->gap_bp > stays_red_bp);
    bool is_yellow = clock->gap_bp >= preset->lag_yellow_bp ||
                     (was != DUBAN_SEVERITY_NONE && clock->gap_bp > stays_yellow_bp);

    if (is_red)
        return DUBAN_RED;
    return is_yellow ? DUBAN_YELLOW : DUBAN_SEVERITY_NONE;
}

static void judge_clock(const struct step *step, const struct duban_item_evaluation *item,
                        const struct duban_clock *before, struct duban_clock *clock)
{
    const struct duban_preset *preset = step->preset;
    bool is_running = item->is_active && !item->is_done;
    /* Where nobody is connected and nothing was said, a date that passed is counted, not held
     * against anybody. */
    bool is_answered_for = item->is_heard || item->is_connected;
    bool is_overdue = is_running && clock->is_passed && is_answered_for && !item->is_assessed;
    enum duban_severity lag = DUBAN_SEVERITY_NONE;

    if (is_running && clock->has_gap && clock->expected.bp >= preset->lag_from_bp)
        lag = clock->is_small ? lag_in_units(preset, clock)
                              : lag_in_share(preset, clock, before->lag.severity);
    clock->overdue =
        step_condition(before->overdue, is_overdue ? DUBAN_RED : DUBAN_SEVERITY_NONE, step->day);
    clock->lag = step_condition(before->lag, lag, step->day);
}

/* Each step of due_soon has one notice for one deadline. */
static void judge_due_soon(const struct step *step, const struct duban_item_evaluation *before,
                           struct duban_item_evaluation *today)
{
    static const enum duban_severity severities[DUBAN_N_NOTICES] = {DUBAN_INFO, DUBAN_YELLOW,
                                                                    DUBAN_RED};
    enum duban_severity severity = DUBAN_SEVERITY_NONE;
    bool is_same_due = before->current.due_used.days == today->current.due_used.days;
    bool is_judged = today->is_active && !today->is_done && !today->is_assessed &&
                     !today->current.is_passed && (today->is_heard || today->is_connected);
    int reached = 0;

    today->working_days_left =
        duban_calendar_count(step->calendar, step->day, today->current.due_used);
    for (size_t i = 0; is_judged && i < DUBAN_N_NOTICES; i++)
        if (today->working_days_left <= step->preset->due_soon_wd[i]) {
            severity = severities[i];
            reached = step->preset->due_soon_wd[i];
        }
    today->notice_step = is_same_due ? before->notice_step : 0;
    if (reached > 0 && (today->notice_step == 0 || reached < today->notice_step)) {
        today->notice_step = reached;
        today->is_notice_due = true;
    }
    today->due_soon = step_condition(before->due_soon, severity, step->day);
}

/* The day of completion decides what is overdue; here, whether it was told in time. A unit that was
 * connected after the date could not. */
static void judge_reported_late(const struct step *step, const struct duban_item *item,
                                const struct duban_item_evaluation *before,
                                const struct duban_unit_evaluation *unit,
                                struct duban_item_evaluation *today)
{
    struct duban_date due = today->current.due_used;
    bool could_tell = unit->connected_on.is != DUBAN_GIVEN || unit->connected_on.v.days <= due.days;
    bool is_late = today->is_done && !today->is_assessed && could_tell &&
                   item->completed_on.v.days <= due.days &&
                   duban_calendar_count(step->calendar, due, item->done_known_on) >
                       step->preset->reported_late_wd;

    today->reported_late = step_condition(before->reported_late,
                                          is_late ? DUBAN_YELLOW : DUBAN_SEVERITY_NONE, step->day);
}

/* The report that moved is the anchor; only those after it, in later cycles, show a standstill. */
static struct duban_standstill follow(const struct step *step, const struct duban_item *item,
                                      const struct duban_standstill *before,
                                      const struct duban_item_evaluation *today)
{
    struct duban_standstill still = *before;
    int32_t expected = today->current.expected.bp;
    int32_t moved = today->actual.bp - before->anchor_bp;

    /* Where all is there, nothing is left to move. */
    bool is_followed = today->current.has_gap && today->actual.bp < DUBAN_WHOLE_BP &&
                       item->is_heard && today->is_active && !today->is_done;

    if (!is_followed)
        return (struct duban_standstill){0};
    struct duban_date cycle_from =
        cycle_at(step->calendar, step->preset, item->plan.cycle, item->seen_on).from;
    if (!before->is_known || moved >= step->preset->stalled_still_bp ||
        moved <= -step->preset->stalled_still_bp)
        return (struct duban_standstill){
            .is_known = true,
            .anchor_on = step->day,
            .anchor_bp = today->actual.bp,
            .anchor_expected_bp = expected,
            .seen_on = item->seen_on,
            .counted_cycle_from = cycle_from,
        };
    if (item->seen_on.days > still.seen_on.days) {
        still.n_reports++;
        still.n_cycles += cycle_from.days > still.counted_cycle_from.days ? 1 : 0;
        still.counted_cycle_from = cycle_from;
        still.seen_on = item->seen_on;
    }
    if (still.anchor_expected_bp > expected)
        still.anchor_expected_bp = expected; /* the deadline was moved */
    return still;
}

static void judge_stalled(const struct step *step, const struct duban_item *item,
                          const struct duban_item_evaluation *before,
                          struct duban_item_evaluation *today)
{
    const struct duban_preset *preset = step->preset;
    const struct duban_standstill *still = &today->standstill;
    enum duban_severity severity = DUBAN_SEVERITY_NONE;

    today->standstill = follow(step, item, &before->standstill, today);
    if (still->is_known && still->n_reports >= preset->stalled_reports_n &&
        still->n_cycles >= preset->stalled_yellow_n_cycles &&
        today->current.expected.bp - still->anchor_expected_bp >= preset->stalled_expected_bp)
        severity = still->n_cycles >= preset->stalled_red_n_cycles ? DUBAN_RED : DUBAN_YELLOW;
    today->stalled = step_condition(before->stalled, severity, step->day);
}

/* A report is missed if nothing was seen of the item after the day on which the one before it was
 * due. What began within a cycle, or was connected within it, owes nothing for it. */
static void judge_stale(const struct step *step, const struct duban_item *item,
                        const struct duban_item_evaluation *before,
                        const struct duban_unit_evaluation *unit,
                        struct duban_item_evaluation *today)
{
    bool is_judged = today->is_active && !today->is_done && today->is_heard && today->is_connected;
    struct cycle_pair pair = step->passed[item->plan.cycle];
    enum duban_severity severity = DUBAN_SEVERITY_NONE;

    if (is_judged) {
        struct duban_date begun = later(item->plan.start, unit->connected_on.v);
        while (begun.days <= pair.last.from.days && item->seen_on.days <= pair.before.due_on.days &&
               today->n_missed < MISSED_MAX) {
            today->n_missed++;
            today->missed_from = pair.last.due_on;
            pair.last = pair.before;
            pair.before = cycle_before(step->calendar, step->preset, &pair.last);
        }
    }
    if (today->n_missed > 0)
        severity = today->n_missed >= step->preset->stale_red_n_cycles ? DUBAN_RED : DUBAN_YELLOW;
    today->stale = step_condition(before->stale, severity, step->day);
}

static void judge_never_reported(const struct step *step, const struct duban_item *item,
                                 const struct duban_item_evaluation *before,
                                 const struct duban_unit_evaluation *unit,
                                 struct duban_item_evaluation *today)
{
    bool is_never = false;

    if (today->is_active && today->is_connected && !today->is_heard) {
        struct duban_date from = later(item->plan.start, unit->connected_on.v);
        struct cycle cycle = cycle_at(step->calendar, step->preset, item->plan.cycle, from);
        if (cycle.from.days < from.days || !cycle.is_asked)
            cycle = cycle_after(step->calendar, step->preset, &cycle); /* the first full one */
        is_never = step->day.days > later(cycle.to, cycle.grace_on).days;
    }
    today->never_reported = step_condition(
        before->never_reported, is_never ? DUBAN_YELLOW : DUBAN_SEVERITY_NONE, step->day);
}

void items_step(const struct step *step, const struct duban_item *item,
                const struct duban_item_evaluation *before,
                const struct duban_unit_evaluation *unit, struct duban_item_evaluation *out_item)
{
    struct duban_item_evaluation *today = out_item;

    today->id = item->id;
    today->is_active = item->plan.start.days <= step->day.days;
    today->is_done = is_done(item, step->day);
    today->is_heard = item->is_heard;
    today->is_resting = duban_item_has_state(item, DUBAN_STATE_NOT_STARTED) ||
                        duban_item_has_state(item, DUBAN_STATE_PAUSED);
    today->is_connected = unit->is_connected;
    today->is_assessed = item->plan.target_op == DUBAN_NO_TARGET;
    today->basis = duban_basis_of(&item->plan);
    today->actual = duban_actual(item, step->preset);
    today->current = clock_of(step, item, duban_item_due(item), is_moved(item), today->actual);
    today->original = is_moved(item) ? clock_of(step, item, item->plan.due, false, today->actual)
                                     : today->current;
    judge_clock(step, today, &before->current, &today->current);
    judge_clock(step, today, &before->original, &today->original);
    judge_due_soon(step, before, today);
    judge_reported_late(step, item, before, unit, today);
    judge_stalled(step, item, before, today);
    judge_stale(step, item, before, unit, today);
    judge_never_reported(step, item, before, unit, today);
}

/* A notice is no judgement, and what was reported late is done: neither colours a light. */
static enum duban_light light_of(const struct duban_item_evaluation *item,
                                 const struct duban_clock *clock)
{
    const struct duban_condition *conditions[] = {&clock->overdue, &clock->lag, &item->stalled,
                                                  &item->stale};
    enum duban_severity worst = DUBAN_SEVERITY_NONE;

    if (item->is_done)
        return DUBAN_LIGHT_BLUE;
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++)
        if (!conditions[i]->is_inhibited && conditions[i]->severity > worst)
            worst = conditions[i]->severity;
    if (worst == DUBAN_RED)
        return DUBAN_LIGHT_RED;
    if (!item->is_active || !item->is_heard)
        return DUBAN_LIGHT_GREY;
    if (worst == DUBAN_YELLOW)
        return DUBAN_LIGHT_YELLOW;
    return item->is_resting ? DUBAN_LIGHT_GREY : DUBAN_LIGHT_GREEN;
}

void items_light(const struct duban_unit_evaluation *unit, struct duban_item_evaluation *item)
{
    item->stale.is_inhibited =
        item->stale.severity != DUBAN_SEVERITY_NONE && unit->silent.severity != DUBAN_SEVERITY_NONE;
    item->current.light = light_of(item, &item->current);
    item->original.light = light_of(item, &item->original);
}
