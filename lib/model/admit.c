/* SPDX-License-Identifier: MIT
 *
 * Which updates are admitted, and what is said to the others (proto/SPEC.md §7 and §8).
 */
#include <string.h>

#include "lib/core/check.h"
#include "lib/model/model.h"
#include "lib/model/unit.h"

static void say(struct duban_verdict *out_verdict, enum duban_answer answer)
{
    duban_verdict_set(out_verdict, answer, "%s", "");
}

static void say_changed(struct duban_verdict *out_verdict, bool is_changed)
{
    say(out_verdict, is_changed ? DUBAN_ANSWER_OK : DUBAN_ANSWER_NOCHANGE);
}

/* A day of what was decided, completed or measured that is still to come. */
static bool is_future(struct duban_date date, struct duban_date known_on,
                      struct duban_verdict *out_verdict)
{
    char day[DUBAN_DATE_BYTES];

    if (date.days <= known_on.days)
        return false;
    duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FUTURE, "%s", duban_date_print(date, day));
    return true;
}

/* How the item would stand after the task, in the fields that are compared. */
static struct duban_item after(const struct duban_item *item, const struct duban_task *task)
{
    struct duban_item next = *item;

    if (task->state.is != DUBAN_ABSENT)
        next.state = task->state;
    if (task->percent.is != DUBAN_ABSENT)
        next.percent = task->percent;
    if (task->completed_on.is != DUBAN_ABSENT)
        next.completed_on = task->completed_on;
    if (task->forecast_finish.is != DUBAN_ABSENT)
        next.forecast_finish = task->forecast_finish;
    if (task->ext_to.is != DUBAN_ABSENT)
        next.ext_to = task->ext_to;
    if (task->stage.is != DUBAN_ABSENT)
        next.stage = task->stage;
    return next;
}

static bool same_note(const struct duban_kept_text *kept, struct duban_opt_text note)
{
    struct duban_opt_text old = {kept->is_known ? DUBAN_GIVEN : DUBAN_NIL, {kept->at, kept->len}};

    return note.is == DUBAN_ABSENT || duban_same_text(old, note);
}

static bool is_same(const struct duban_item *item, const struct duban_item *next,
                    const struct duban_task *task)
{
    return item->is_heard && duban_same_word(item->state, next->state) &&
           duban_same_decimal(item->percent, next->percent) &&
           duban_same_decimal(item->value, next->value) &&
           duban_same_date(item->completed_on, next->completed_on) &&
           duban_same_date(item->forecast_finish, next->forecast_finish) &&
           duban_same_date(item->ext_to, next->ext_to) &&
           duban_same_text(item->stage, next->stage) && same_note(&item->note, task->note);
}

/* What the fields of one item may say together. */
static bool is_consistent(const struct duban_item *next, const struct duban_task *task,
                          struct duban_date known_on, struct duban_verdict *out_verdict)
{
    bool is_done = duban_item_has_state(next, DUBAN_STATE_DONE);
    char day[DUBAN_DATE_BYTES];

    if (is_done && next->completed_on.is != DUBAN_GIVEN) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "completed_on (state done)");
        return false;
    }
    if (!is_done && next->completed_on.is == DUBAN_GIVEN) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "completed_on %s (state %s)",
                          duban_date_print(next->completed_on.v, day),
                          next->state.is == DUBAN_GIVEN ? duban_state_words[next->state.v] : "-");
        return false;
    }
    return task->completed_on.is != DUBAN_GIVEN ||
           !is_future(task->completed_on.v, known_on, out_verdict);
}

static bool has_known_measures(const struct duban_task *task, struct duban_verdict *out_verdict)
{
    for (size_t i = 0; task->measures.is == DUBAN_GIVEN && i < task->measures.n; i++)
        if (!duban_slice_is(task->measures.at[i].measure, DUBAN_MEASURE_MAIN)) {
            duban_verdict_set(out_verdict, DUBAN_ANSWER_E_UNKNOWN_MEASURE, "%.*s",
                              DUBAN_SLICE_ARGS(task->measures.at[i].measure));
            return false;
        }
    return true;
}

static bool has_known_stage(const struct duban_model *model, const struct duban_task *task,
                            struct duban_verdict *out_verdict)
{
    char stages[DUBAN_DETAIL_BYTES] = "";
    size_t len = 0;

    if (task->stage.is != DUBAN_GIVEN || duban_model_stage(model, task->stage.v) >= 0)
        return true;
    for (size_t i = 0; i < model->n_stages && len + model->stages[i].len + 1 < sizeof stages; i++) {
        memcpy(stages + len, model->stages[i].at, model->stages[i].len);
        len += model->stages[i].len;
        stages[len++] = ' ';
    }
    duban_verdict_set(out_verdict, DUBAN_ANSWER_E_UNKNOWN_STAGE, "%.*s",
                      (int)(len > 0 ? len - 1 : 0), stages);
    return false;
}

/* A count, an area or a sum of money on the way to a target only rises. */
static bool only_rises(const struct duban_item *item)
{
    enum duban_target_op op = item->plan.target_op;

    return item->plan.target.is == DUBAN_GIVEN && (op == DUBAN_GE || op == DUBAN_EQ) &&
           duban_unit_dimension(item->plan.unit) != DUBAN_SHARE;
}

/* Accepted, perhaps with a warning. */
static void say_accepted(const struct duban_model *model, const struct duban_item *item,
                         const struct duban_item *next, struct duban_verdict *out_verdict)
{
    char value[DUBAN_DECIMAL_BYTES];
    bool has_values = item->value.is == DUBAN_GIVEN && next->value.is == DUBAN_GIVEN;
    bool has_stages = item->stage.is == DUBAN_GIVEN && next->stage.is == DUBAN_GIVEN;

    if (has_values && only_rises(item) && duban_decimal_compare(next->value.v, item->value.v) < 0)
        duban_verdict_set(out_verdict, DUBAN_ANSWER_W_DECREASE, "%s",
                          duban_decimal_print(item->value.v, value));
    else if (has_stages &&
             duban_model_stage(model, next->stage.v) < duban_model_stage(model, item->stage.v))
        duban_verdict_set(out_verdict, DUBAN_ANSWER_W_STAGE_BACK, "%.*s",
                          DUBAN_SLICE_ARGS(item->stage.v));
    else
        say(out_verdict, DUBAN_ANSWER_OK);
}

static void admit_task(const struct duban_model *model, const struct duban_item *item,
                       const struct duban_task *task, struct duban_date known_on,
                       struct duban_verdict *out_verdict)
{
    struct duban_item next = after(item, task);

    if (!has_known_measures(task, out_verdict) || !has_known_stage(model, task, out_verdict))
        return;
    if (!duban_item_value(item, task, &next.value)) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_UNIT, "%.*s",
                          DUBAN_SLICE_ARGS(item->plan.unit));
        return;
    }
    if (!is_consistent(&next, task, known_on, out_verdict))
        return;
    if (is_same(item, &next, task))
        say(out_verdict, DUBAN_ANSWER_NOCHANGE);
    else
        say_accepted(model, item, &next, out_verdict);
}

/* What is expected may be of a period to come; any other figure is of one that has begun. */
static bool is_too_early(const struct duban_reading *reading, struct duban_date known_on,
                         struct duban_verdict *out_verdict)
{
    return reading->status.v != DUBAN_FORECAST &&
           is_future(duban_period_start(reading->period.v), known_on, out_verdict);
}

static void admit_reading(const struct duban_item *item, const struct duban_reading *reading,
                          struct duban_date known_on, struct duban_verdict *out_verdict)
{
    const struct duban_item_reading *old = duban_item_reading(item, reading->period.v);
    struct duban_opt_decimal value = {.is = DUBAN_GIVEN};

    if (reading->measure.is == DUBAN_GIVEN &&
        !duban_slice_is(reading->measure.v, DUBAN_MEASURE_MAIN))
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_UNKNOWN_MEASURE, "%.*s",
                          DUBAN_SLICE_ARGS(reading->measure.v));
    else if (!duban_reading_value(item, reading, &value.v))
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_UNIT, "%.*s",
                          DUBAN_SLICE_ARGS(item->plan.unit));
    else if (!is_too_early(reading, known_on, out_verdict))
        say_changed(out_verdict, old == NULL || !duban_same_decimal(old->value, value) ||
                                     (int)old->status != reading->status.v);
}

/* What a unit says of an item: is there such an item, and is it this unit's to speak of? */
static void admit_report(const struct duban_model *model, const struct duban_source *source,
                         const struct duban_update *update, struct duban_date known_on,
                         struct duban_verdict *out_verdict)
{
    const struct duban_item *item = duban_model_item(model, update->item.v);
    char near[DUBAN_DETAIL_BYTES];

    if (item == NULL) {
        duban_model_near(model, source, update->item.v, near, sizeof near);
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_UNKNOWN_ITEM, "%s", near);
        return;
    }
    bool is_theirs =
        duban_source_speaks_for(source, item->plan.reporter) &&
        (update->dept.is != DUBAN_GIVEN || duban_slice_equal(update->dept.v, item->plan.reporter));
    if (!is_theirs)
        say(out_verdict, DUBAN_ANSWER_E_FORBIDDEN);
    else if (update->type == DUBAN_READING)
        admit_reading(item, &update->u.reading, known_on, out_verdict);
    else
        admit_task(model, item, &update->u.task, known_on, out_verdict);
}

static bool keeps_text(struct duban_slice kept, struct duban_opt_text text)
{
    return text.is != DUBAN_GIVEN || duban_slice_equal(kept, text.v);
}

static bool keeps_word(int kept, struct duban_opt_word word)
{
    return word.is != DUBAN_GIVEN || kept == word.v;
}

static bool keeps_texts(const struct duban_slice *kept, size_t n,
                        const struct duban_opt_texts *texts)
{
    if (texts->is != DUBAN_GIVEN)
        return true;
    for (size_t i = 0; i < n && i < texts->n; i++)
        if (!duban_slice_equal(kept[i], texts->at[i]))
            return false;
    return n == texts->n;
}

static bool keeps_promise(const struct duban_promise *plan, const struct duban_item_set *set)
{
    return plan->due.days == set->due.v.days && keeps_text(plan->title, set->title) &&
           keeps_text(plan->lead, set->lead) && keeps_text(plan->area, set->area) &&
           keeps_text(plan->title_en, set->title_en) && keeps_text(plan->unit, set->unit) &&
           keeps_text(plan->stage, set->stage) && keeps_text(plan->reporter, set->reporter) &&
           keeps_text(plan->source_ref, set->source_ref) && keeps_text(plan->remark, set->remark) &&
           keeps_word((int)plan->kind, set->kind) &&
           keeps_word((int)plan->commitment, set->commitment) &&
           keeps_word((int)plan->target_op, set->target_op) &&
           keeps_word((int)plan->cycle, set->cycle) &&
           (set->target.is == DUBAN_ABSENT || duban_same_decimal(plan->target, set->target)) &&
           (set->baseline.is == DUBAN_ABSENT ||
            duban_same_decimal(plan->baseline, set->baseline)) &&
           (set->start.is != DUBAN_GIVEN || set->start.v.days == plan->start.days) &&
           keeps_texts(plan->support, plan->n_support, &set->support);
}

static void admit_item_set(const struct duban_model *model, const struct duban_update *update,
                           struct duban_verdict *out_verdict)
{
    const struct duban_item_set *set = &update->u.item_set;
    const struct duban_item *item = duban_model_item(model, update->item.v);
    char due[DUBAN_DATE_BYTES];

    if (item != NULL && model->status == DUBAN_ACTIVE && item->plan.due.days != set->due.v.days)
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_USE_EXTENSION, "%s",
                          duban_date_print(duban_item_due(item), due));
    else
        say_changed(out_verdict, item == NULL || !keeps_promise(&item->plan, set));
}

static bool keeps_source(const struct duban_source *source, const struct duban_source_set *set)
{
    return keeps_texts(source->depts, source->n_depts, &set->depts) &&
           (set->connected_on.is == DUBAN_ABSENT ||
            duban_same_date(source->connected_on, set->connected_on)) &&
           source->can_report ==
               duban_texts_have(&set->roles, duban_role_words[DUBAN_ROLE_REPORT]) &&
           source->can_control ==
               duban_texts_have(&set->roles, duban_role_words[DUBAN_ROLE_CONTROL]);
}

static void admit_source_set(const struct duban_model *model, const struct duban_source_set *set,
                             struct duban_verdict *out_verdict)
{
    const struct duban_source *source = duban_model_source(model, set->source.v);

    say_changed(out_verdict, source == NULL || !keeps_source(source, set));
}

static bool keeps_units(const struct duban_model *model, const struct duban_opt_unit_names *units)
{
    if (units->is != DUBAN_GIVEN)
        return true;
    for (size_t i = 0; i < model->n_units && i < units->n; i++)
        if (!duban_slice_equal(model->units[i].code, units->at[i].code) ||
            !duban_slice_equal(model->units[i].zh, units->at[i].zh) ||
            !duban_slice_equal(model->units[i].en, units->at[i].en))
            return false;
    return model->n_units == units->n;
}

static bool keeps_calendar(const struct duban_model *model, const struct duban_plan_set *set)
{
    if (set->calendar_from.is != DUBAN_GIVEN)
        return true;
    struct duban_plan_calendar calendar = duban_plan_calendar_of(set);
    return model->has_calendar && duban_plan_calendar_equal(&model->calendar, &calendar);
}

static void admit_plan_set(const struct duban_model *model, const struct duban_plan_set *set,
                           struct duban_verdict *out_verdict)
{
    bool is_kept = model->has_plan && keeps_text(model->name, set->name) &&
                   (set->year.is != DUBAN_GIVEN || model->year == (int)set->year.v) &&
                   keeps_word((int)model->status, set->status) &&
                   keeps_text(model->banner, set->banner) &&
                   keeps_texts(model->stages, model->n_stages, &set->stages) &&
                   keeps_units(model, &set->units) && keeps_calendar(model, set);

    if (!model->has_plan && (set->name.is != DUBAN_GIVEN || set->year.is != DUBAN_GIVEN))
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "%s: missing",
                          set->name.is != DUBAN_GIVEN ? "name" : "year");
    else
        say_changed(out_verdict, !is_kept);
}

static bool is_known_decision(const struct duban_item *item, const struct duban_decide *decide)
{
    for (const struct duban_decided *decided = item->decisions; decided != NULL;
         decided = decided->next)
        if ((int)decided->decision == decide->decision.v &&
            decided->decided_on.days == decide->decided_on.v.days &&
            decided->new_due.days == decide->new_due.v.days &&
            duban_slice_equal(decided->doc_no, decide->doc_no.v))
            return true;
    return false;
}

static void admit_decide(const struct duban_model *model, const struct duban_update *update,
                         struct duban_date known_on, struct duban_verdict *out_verdict)
{
    const struct duban_decide *decide = &update->u.decide;
    const struct duban_item *item = duban_model_item(model, update->item.v);

    if (item == NULL)
        say(out_verdict, DUBAN_ANSWER_E_UNKNOWN_ITEM);
    else if (!is_future(decide->decided_on.v, known_on, out_verdict))
        say_changed(out_verdict, !is_known_decision(item, decide));
}

void duban_model_admit(const struct duban_model *model, struct duban_slice name,
                       const struct duban_update *update, struct duban_date known_on,
                       struct duban_verdict *out_verdict)
{
    const struct duban_source *source = duban_model_source(model, name);
    DUBAN_ASSERT(source != NULL); /* it was welcomed */
    bool is_report = duban_update_is_report(update) || update->type == DUBAN_ROWSET;
    enum duban_role role = is_report ? DUBAN_ROLE_REPORT : DUBAN_ROLE_CONTROL;

    if (is_report ? !source->can_report : !source->can_control) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_AUTH, "%s", duban_role_words[role]);
        return;
    }
    switch (update->type) {
    case DUBAN_TASK:
    case DUBAN_PROJECT:
    case DUBAN_READING:
        admit_report(model, source, update, known_on, out_verdict);
        return;
    case DUBAN_ITEM_SET:
        admit_item_set(model, update, out_verdict);
        return;
    case DUBAN_SOURCE_SET:
        admit_source_set(model, &update->u.source_set, out_verdict);
        return;
    case DUBAN_PLAN_SET:
        admit_plan_set(model, &update->u.plan_set, out_verdict);
        return;
    case DUBAN_DECIDE:
        admit_decide(model, update, known_on, out_verdict);
        return;
    case DUBAN_ROWSET:
        say(out_verdict, duban_source_speaks_for(source, update->dept.v)
                             ? DUBAN_ANSWER_OK
                             : DUBAN_ANSWER_E_FORBIDDEN);
        return;
    case DUBAN_N_UPDATE_TYPES:
        break;
    }
    DUBAN_UNREACHABLE();
}
