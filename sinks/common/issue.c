/* SPDX-License-Identifier: MIT */
#include "sinks/common/issue.h"

#include <stdlib.h>
#include <string.h>

const char *const issue_act_words[] = {
    [ISSUE_DECIDE] = "decide",
    [ISSUE_SILENT] = "silent",
    [ISSUE_OVERDUE] = "overdue",
    [ISSUE_LAG] = "lag",
    [ISSUE_STALLED] = "stalled",
    [ISSUE_STALE] = "stale",
    [ISSUE_NEVER_REPORTED] = "never_reported",
    [ISSUE_N_ACTS] = NULL,
};

/* Working days that each kind of move is given. */
enum { ANSWER_RED_WD = 2, ANSWER_YELLOW_WD = 5 };

struct making {
    const struct duban_calendar *calendar;
    struct duban_arena *arena;
    struct issue *out;
};

static const struct issue_mark *mark_before(const struct issue *issue, size_t i)
{
    return issue->before != NULL && i < issue->before->n_items ? &issue->before->marks[i] : NULL;
}

static enum duban_severity worst_of(const struct duban_item_evaluation *item)
{
    enum duban_severity worst = DUBAN_SEVERITY_NONE;

    for (int rule = 0; rule < DUBAN_N_ITEM_RULES; rule++) {
        const struct duban_condition *condition = duban_item_condition(item, (enum duban_rule)rule);
        if (!condition->is_inhibited && condition->severity > worst)
            worst = condition->severity;
    }
    return worst;
}

static struct issue_summary summarise(const struct making *making)
{
    const struct duban_evaluation *evaluation = making->out->evaluation;
    struct issue_summary summary = {.day = evaluation->day, .n_items = evaluation->n_items};

    summary.marks = duban_arena_new(making->arena, summary.n_items, sizeof *summary.marks);
    for (size_t i = 0; i < summary.n_items; i++) {
        const struct duban_item_evaluation *item = &evaluation->items[i];
        summary.marks[i] = (struct issue_mark){item->current.light, worst_of(item),
                                               item->current.due, item->notice_step, item->is_done};
        summary.lights[item->current.light]++;
    }
    return summary;
}

static void add(struct issue_list *list, size_t i)
{
    list->items[list->n++] = i;
}

/* What differs from the last issue; an item that is new has not changed. */
static void list_changes(const struct making *making)
{
    struct issue *issue = making->out;
    struct issue_list *lists[] = {&issue->turned_red, &issue->turned_yellow, &issue->turned_green,
                                  &issue->done,       &issue->moved,         &issue->upcoming};

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        lists[i]->items =
            duban_arena_new(making->arena, issue->summary.n_items, sizeof *lists[i]->items);
    for (size_t i = 0; i < issue->summary.n_items; i++) {
        const struct issue_mark *now = &issue->summary.marks[i];
        const struct issue_mark *before = mark_before(issue, i);
        if (before == NULL)
            continue;
        if (now->is_done && !before->is_done)
            add(&issue->done, i);
        else if (now->light == DUBAN_LIGHT_RED && before->light != DUBAN_LIGHT_RED)
            add(&issue->turned_red, i);
        else if (now->light == DUBAN_LIGHT_YELLOW && before->light != DUBAN_LIGHT_YELLOW)
            add(&issue->turned_yellow, i);
        else if (now->light == DUBAN_LIGHT_GREEN && before->light != DUBAN_LIGHT_GREEN &&
                 before->light != DUBAN_LIGHT_GREY)
            add(&issue->turned_green, i);
        if (now->due.days != before->due.days)
            add(&issue->moved, i);
    }
}

/* A request that nobody has decided since it was made. */
static bool waits_for_decision(const struct duban_item *item)
{
    if (item->ext_to.is != DUBAN_GIVEN || duban_item_has_state(item, DUBAN_STATE_DONE) ||
        item->ext_to.v.days <= duban_item_due(item).days)
        return false;
    for (const struct duban_decided *decided = item->decisions; decided != NULL;
         decided = decided->next)
        if (decided->decided_on.days >= item->ext_asked_on.days)
            return false;
    return true;
}

static void add_action(const struct making *making, struct issue_action action)
{
    struct issue *issue = making->out;
    const struct duban_calendar *calendar = making->calendar;
    int answer_wd = action.severity == DUBAN_RED ? ANSWER_RED_WD : ANSWER_YELLOW_WD;

    action.since_wd = duban_calendar_count(calendar, action.since, issue->day);
    action.answer_by = action.act == ISSUE_DECIDE
                           ? duban_calendar_add(calendar, action.since, ISSUE_DECIDE_WD)
                           : duban_calendar_add(calendar, issue->day, answer_wd);
    if (action.answer_by.days < issue->day.days)
        action.answer_by = issue->day;
    action.is_new = issue->before == NULL || action.since.days > issue->before->day.days;
    issue->actions[issue->n_actions++] = action;
}

/* The worst of what is open makes the item's line; the order of acts decides between equals. */
static void add_item(const struct making *making, size_t i)
{
    static const struct {
        enum issue_act act;
        enum duban_rule rule;
    } acts[] = {{ISSUE_OVERDUE, DUBAN_RULE_OVERDUE},
                {ISSUE_LAG, DUBAN_RULE_LAG},
                {ISSUE_STALLED, DUBAN_RULE_STALLED},
                {ISSUE_STALE, DUBAN_RULE_STALE},
                {ISSUE_NEVER_REPORTED, DUBAN_RULE_NEVER_REPORTED}};
    const struct duban_item_evaluation *evaluation = &making->out->evaluation->items[i];
    struct issue_action action = {.severity = DUBAN_INFO, .item = i};

    if (evaluation->is_done)
        return;
    for (size_t k = 0; k < sizeof acts / sizeof acts[0]; k++) {
        const struct duban_condition *condition = duban_item_condition(evaluation, acts[k].rule);
        if (condition->is_inhibited || condition->severity <= action.severity)
            continue;
        action.act = acts[k].act;
        action.severity = condition->severity;
        action.since = condition->since;
    }
    if (action.severity == DUBAN_INFO)
        return;
    action.gap_bp = action.act == ISSUE_OVERDUE ? evaluation->current.working_days_over
                                                : evaluation->current.gap_bp;
    add_action(making, action);
}

static void add_actions(const struct making *making)
{
    struct issue *issue = making->out;
    const struct duban_evaluation *evaluation = issue->evaluation;

    issue->actions = duban_arena_new(making->arena, 2 * evaluation->n_items + evaluation->n_units,
                                     sizeof *issue->actions);
    for (size_t i = 0; i < evaluation->n_items; i++) {
        const struct duban_item *item = issue->model->items[i];
        if (waits_for_decision(item)) {
            add_action(making, (struct issue_action){
                                   .act = ISSUE_DECIDE, .item = i, .since = item->ext_asked_on});
            issue->n_decide++;
        }
        add_item(making, i);
        issue->n_stale += evaluation->items[i].stale.severity > DUBAN_INFO &&
                                  !evaluation->items[i].stale.is_inhibited
                              ? 1
                              : 0;
        issue->n_never_reported +=
            evaluation->items[i].never_reported.severity != DUBAN_SEVERITY_NONE ? 1 : 0;
    }
    for (size_t i = 0; i < evaluation->n_units; i++) {
        const struct duban_unit_evaluation *unit = &evaluation->units[i];
        if (unit->silent.severity == DUBAN_SEVERITY_NONE)
            continue;
        issue->n_silent++;
        add_action(making, (struct issue_action){.act = ISSUE_SILENT,
                                                 .severity = unit->silent.severity,
                                                 .unit = unit,
                                                 .since = unit->silent.since});
    }
}

/* Own moves first, then red before yellow, new before old, far behind before near, old before young; of
 * equals the order of the plan. */
static int compare_actions(const void *left, const void *right)
{
    const struct issue_action *a = left;
    const struct issue_action *b = right;

    if ((a->act == ISSUE_DECIDE) != (b->act == ISSUE_DECIDE))
        return a->act == ISSUE_DECIDE ? -1 : 1;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    if (a->is_new != b->is_new)
        return a->is_new ? -1 : 1;
    if (a->act != b->act)
        return a->act < b->act ? -1 : 1;
    if (a->gap_bp != b->gap_bp)
        return a->gap_bp > b->gap_bp ? -1 : 1;
    if (a->since.days != b->since.days)
        return a->since.days < b->since.days ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static void count_reds(const struct making *making)
{
    struct issue *issue = making->out;

    for (size_t i = 0; i < issue->n_actions; i++) {
        const struct issue_action *action = &issue->actions[i];
        if (action->severity != DUBAN_RED || action->act == ISSUE_SILENT || action->is_new)
            continue;
        if (issue->n_red_unchanged++ == 0 || action->since_wd > issue->oldest_red_wd) {
            issue->oldest_red = action->item;
            issue->oldest_red_wd = action->since_wd;
        }
    }
}

/* The nearest first; of the same day in the order of the plan. */
static void list_upcoming(const struct making *making)
{
    struct issue *issue = making->out;
    struct duban_date last = duban_calendar_add(making->calendar, issue->day, ISSUE_UPCOMING_WD);

    for (int32_t day = issue->day.days; day <= last.days; day++)
        for (size_t i = 0; i < issue->summary.n_items; i++) {
            const struct duban_item_evaluation *item = &issue->evaluation->items[i];
            if (!item->is_done && !item->is_assessed && item->current.due_used.days == day)
                add(&issue->upcoming, i);
        }
}

/* How much of the plan's year is over, in working days. */
static void count_working_days(const struct making *making)
{
    struct issue *issue = making->out;
    struct duban_date first;
    struct duban_date last;

    if (!duban_date_of(issue->model->year, 1, 1, &first) ||
        !duban_date_of(issue->model->year, 12, 31, &last))
        return; /* no such year was admitted */
    struct duban_date before = {first.days - 1};
    struct duban_date day = issue->day.days < last.days ? issue->day : last;
    issue->n_elapsed = duban_calendar_count(making->calendar, before, day);
    issue->n_working_days = duban_calendar_count(making->calendar, before, last);
}

void issue_make(const struct duban_model *model, const struct duban_evaluation *evaluation,
                const struct duban_calendar *calendar, const struct issue_summary *before,
                struct duban_arena *arena, struct issue *out_issue)
{
    struct issue issue = {
        .model = model, .evaluation = evaluation, .day = evaluation->day, .before = before};
    struct making making = {calendar, arena, &issue};

    issue.number = duban_calendar_ordinal(calendar, issue.day);
    count_working_days(&making);
    issue.summary = summarise(&making);
    list_changes(&making);
    list_upcoming(&making);
    add_actions(&making);
    if (issue.n_actions > 1)
        qsort(issue.actions, issue.n_actions, sizeof *issue.actions, compare_actions);
    count_reds(&making);
    *out_issue = issue;
}

static bool is_of(const struct issue_part *part, struct duban_slice unit)
{
    for (size_t i = 0; i < part->n_units; i++)
        if (duban_slice_equal(part->units[i], unit))
            return true;
    return false;
}

/* A notice of today, or of a day since the last issue. */
static bool has_notice(const struct issue *issue, size_t i)
{
    const struct duban_item_evaluation *item = &issue->evaluation->items[i];
    const struct issue_mark *before = mark_before(issue, i);

    if (before == NULL)
        return item->is_notice_due;
    return item->notice_step != 0 && !item->is_done && !item->current.is_passed &&
           (item->notice_step != before->notice_step || item->current.due.days != before->due.days);
}

void issue_part(const struct issue *issue, struct duban_arena *arena, struct issue_part *part)
{
    part->actions = duban_arena_new(arena, issue->n_actions, sizeof(struct issue_action *));
    part->notices.items = duban_arena_new(arena, issue->summary.n_items, sizeof(size_t));
    for (size_t i = 0; i < issue->n_actions; i++) {
        const struct issue_action *action = &issue->actions[i];
        struct duban_slice unit = action->act == ISSUE_SILENT
                                      ? action->unit->code
                                      : issue->model->items[action->item]->plan.reporter;
        if (action->act == ISSUE_DECIDE || !is_of(part, unit))
            continue; /* a decision is the supervisor's move */
        part->n_open++;
        if (action->is_new)
            part->actions[part->n_actions++] = action;
    }
    for (size_t i = 0; i < issue->summary.n_items; i++)
        if (has_notice(issue, i) && is_of(part, issue->model->items[i]->plan.reporter))
            add(&part->notices, i);
}

void issue_keep(const struct issue_summary *summary, struct duban_arena *arena,
                struct issue_summary *out_summary)
{
    struct issue_summary kept = *summary;

    kept.marks = duban_arena_new(arena, kept.n_items, sizeof *kept.marks);
    if (kept.n_items > 0)
        memcpy(kept.marks, summary->marks, kept.n_items * sizeof *kept.marks);
    *out_summary = kept;
}
