/* SPDX-License-Identifier: MIT */
#include "lib/model/model.h"

#include <stdio.h>
#include <string.h>

#include "lib/core/check.h"
#include "lib/model/heard.h"
#include "lib/model/unit.h"

/* The stages of works where the plan names none of its own (proto/SPEC.md §7.4). */
static const char *const default_stages[] = {
    "planned",  "approved", "preparation", "land",   "started",
    "building", "built",    "acceptance",  "in_use",
};

/* A list of pointers with room for one more: itself, or a copy of it with twice the room. */
static void *with_room(struct duban_arena *arena, void *list, size_t n, size_t *capacity)
{
    if (n < *capacity)
        return list;
    *capacity = *capacity == 0 ? 64 : *capacity * 2;
    void *copy = duban_arena_new(arena, *capacity, sizeof(void *));
    if (n > 0)
        memcpy(copy, list, n * sizeof(void *));
    return copy;
}

static struct duban_source *add_source(struct duban_model *model, struct duban_slice name)
{
    struct duban_source *source = duban_arena_new(model->arena, 1, sizeof *source);

    source->name = duban_arena_copy(model->arena, name);
    model->sources =
        with_room(model->arena, model->sources, model->n_sources, &model->sources_capacity);
    model->sources[model->n_sources++] = source;
    duban_map_put(&model->sources_by_name, model->arena, source->name, source);
    return source;
}

void duban_model_init(struct duban_model *model, struct duban_arena *arena,
                      struct duban_slice control)
{
    size_t n_stages = sizeof default_stages / sizeof default_stages[0];

    *model = (struct duban_model){.arena = arena, .n_stages = n_stages};
    model->calendar = duban_plan_calendar_default();
    model->stages = duban_arena_new(arena, n_stages, sizeof *model->stages);
    for (size_t i = 0; i < n_stages; i++)
        model->stages[i] = duban_slice_of(default_stages[i]);
    add_source(model, control)->can_control = true;
}

const struct duban_item *duban_model_item(const struct duban_model *model, struct duban_slice id)
{
    return duban_map_get(&model->items_by_id, id);
}

const struct duban_source *duban_model_source(const struct duban_model *model,
                                              struct duban_slice name)
{
    return duban_map_get(&model->sources_by_name, name);
}

bool duban_source_speaks_for(const struct duban_source *source, struct duban_slice dept)
{
    for (size_t i = 0; i < source->n_depts; i++)
        if (duban_slice_equal(source->depts[i], dept))
            return true;
    return false;
}

/* Keeps a text. Its memory grows by doubling, so that what is left behind in the arena stays below
 * twice the longest text that was ever kept. */
static void keep(struct duban_arena *arena, struct duban_kept_text *kept, struct duban_slice text)
{
    if (text.len > kept->capacity) {
        size_t capacity = kept->capacity == 0 ? 64 : kept->capacity;
        while (capacity < text.len)
            capacity *= 2;
        kept->at = duban_arena_new(arena, capacity, 1);
        kept->capacity = capacity;
    }
    if (text.len > 0)
        memcpy(kept->at, text.at, text.len);
    kept->len = text.len;
}

bool duban_item_has_state(const struct duban_item *item, enum duban_state state)
{
    return item->state.is == DUBAN_GIVEN && item->state.v == (int)state;
}

struct duban_date duban_item_due(const struct duban_item *item)
{
    const struct duban_decided *last = NULL;

    /* Of equal days the later in the log: decisions are listed newest first. */
    for (const struct duban_decided *decided = item->decisions; decided != NULL;
         decided = decided->next)
        if (decided->decision == DUBAN_APPROVED &&
            (last == NULL || decided->decided_on.days > last->decided_on.days))
            last = decided;
    return last == NULL ? item->plan.due : last->new_due;
}

struct duban_slice duban_model_unit_name(const struct duban_model *model, struct duban_slice code,
                                         bool is_zh)
{
    for (size_t i = 0; i < model->n_units; i++) {
        struct duban_slice name = is_zh ? model->units[i].zh : model->units[i].en;
        if (duban_slice_equal(model->units[i].code, code) && name.len > 0)
            return name;
    }
    return code;
}

int duban_model_stage(const struct duban_model *model, struct duban_slice stage)
{
    for (size_t i = 0; i < model->n_stages; i++)
        if (duban_slice_equal(model->stages[i], stage))
            return (int)i;
    return -1;
}

bool duban_item_value(const struct duban_item *item, const struct duban_task *task,
                      struct duban_opt_decimal *out_value)
{
    struct duban_opt_decimal value = item->value;

    for (size_t i = 0; task->measures.is == DUBAN_GIVEN && i < task->measures.n; i++) {
        const struct duban_measure_value *reported = &task->measures.at[i];
        if (!duban_slice_is(reported->measure, DUBAN_MEASURE_MAIN))
            continue;
        value.is = reported->is_known ? DUBAN_GIVEN : DUBAN_NIL;
        if (reported->is_known &&
            !duban_unit_convert(reported->value, reported->unit, item->plan.unit, &value.v))
            return false;
    }
    *out_value = value;
    return true;
}

static struct duban_item_reading *find_reading(const struct duban_item *item,
                                               struct duban_period period)
{
    struct duban_item_reading *reading = item->readings;

    while (reading != NULL && !duban_period_equal(reading->period, period))
        reading = reading->next;
    return reading;
}

const struct duban_item_reading *duban_item_reading(const struct duban_item *item,
                                                    struct duban_period period)
{
    return find_reading(item, period);
}

bool duban_reading_value(const struct duban_item *item, const struct duban_reading *reading,
                         struct duban_decimal *out_value)
{
    return duban_unit_convert(reading->value.v, reading->unit.v, item->plan.unit, out_value);
}

/* The plan's own copy of the stage; a stage that a later plan does not have is kept as it was. */
static struct duban_slice kept_stage(struct duban_model *model, struct duban_slice stage)
{
    int place = duban_model_stage(model, stage);

    return place < 0 ? duban_arena_copy(model->arena, stage) : model->stages[place];
}

static bool changes_note(const struct duban_kept_text *kept, struct duban_opt_text note)
{
    struct duban_opt_text old = {kept->is_known ? DUBAN_GIVEN : DUBAN_NIL, {kept->at, kept->len}};

    return note.is != DUBAN_ABSENT && !duban_same_text(old, note);
}

void duban_item_changes(const struct duban_item *item, const struct duban_task *task,
                        char out_fields[DUBAN_CHANGES_BYTES])
{
    struct duban_opt_decimal value = item->value;
    bool is_converted = duban_item_value(item, task, &value);
    const struct {
        const char *name;
        bool is_changed;
    } fields[] = {
        {"status", task->state.is != DUBAN_ABSENT && !duban_same_word(item->state, task->state)},
        {"stage", task->stage.is != DUBAN_ABSENT && !duban_same_text(item->stage, task->stage)},
        {"progress",
         task->percent.is != DUBAN_ABSENT && !duban_same_decimal(item->percent, task->percent)},
        {"value", is_converted && !duban_same_decimal(item->value, value)},
        {"completed_on", task->completed_on.is != DUBAN_ABSENT &&
                             !duban_same_date(item->completed_on, task->completed_on)},
        {"forecast_finish", task->forecast_finish.is != DUBAN_ABSENT &&
                                !duban_same_date(item->forecast_finish, task->forecast_finish)},
        {"ext_to", task->ext_to.is != DUBAN_ABSENT && !duban_same_date(item->ext_to, task->ext_to)},
        {"note", changes_note(&item->note, task->note)},
    };
    size_t len = 0;

    out_fields[0] = '\0';
    if (!item->is_heard)
        len = (size_t)snprintf(out_fields, DUBAN_CHANGES_BYTES, "new");
    for (size_t i = 0; item->is_heard && i < sizeof fields / sizeof fields[0]; i++)
        if (fields[i].is_changed)
            len += (size_t)snprintf(out_fields + len, DUBAN_CHANGES_BYTES - len, "%s%s",
                                    len == 0 ? "" : " ", fields[i].name);
}

void duban_reading_changes(const struct duban_item *item, const struct duban_reading *reading,
                           char out_fields[DUBAN_CHANGES_BYTES])
{
    const struct duban_item_reading *old = duban_item_reading(item, reading->period.v);
    struct duban_opt_decimal value = {.is = DUBAN_GIVEN};
    bool is_converted = duban_reading_value(item, reading, &value.v);
    bool has_value = old != NULL && is_converted && !duban_same_decimal(old->value, value);
    bool has_status = old != NULL && (int)old->status != reading->status.v;

    (void)snprintf(out_fields, DUBAN_CHANGES_BYTES, "%s%s%s%s", old == NULL ? "new" : "",
                   has_value ? "value" : "", has_value && has_status ? " " : "",
                   has_status ? "reading_status" : "");
}

static void apply_reading(struct duban_model *model, struct duban_item *item,
                          const struct duban_reading *said, struct duban_date known_on)
{
    struct duban_item_reading *reading = find_reading(item, said->period.v);

    if (reading == NULL) {
        reading = duban_arena_new(model->arena, 1, sizeof *reading);
        reading->next = item->readings;
        reading->period = said->period.v;
        item->readings = reading;
    } else {
        reading->revision++;
    }
    bool is_converted = duban_reading_value(item, said, &reading->value.v);
    reading->value.is = is_converted ? DUBAN_GIVEN : DUBAN_NIL; /* admitted under another unit */
    reading->status = (enum duban_reading_status)said->status.v;
    item->moved_on = known_on;
}

static void apply_task(struct duban_model *model, struct duban_item *item,
                       const struct duban_task *task, struct duban_date known_on)
{
    struct duban_item before = *item;

    if (task->state.is != DUBAN_ABSENT)
        item->state = task->state;
    if (task->percent.is != DUBAN_ABSENT)
        item->percent = task->percent;
    if (!duban_item_value(item, task, &item->value))
        item->value.is = DUBAN_NIL; /* it was admitted under another unit */
    if (task->completed_on.is != DUBAN_ABSENT)
        item->completed_on = task->completed_on;
    if (task->forecast_finish.is != DUBAN_ABSENT)
        item->forecast_finish = task->forecast_finish;
    if (task->ext_to.is != DUBAN_ABSENT) {
        if (task->ext_to.is == DUBAN_GIVEN && !duban_same_date(item->ext_to, task->ext_to))
            item->ext_asked_on = known_on;
        item->ext_to = task->ext_to;
    }
    if (task->stage.is != DUBAN_ABSENT) {
        item->stage = task->stage;
        if (task->stage.is == DUBAN_GIVEN)
            item->stage.v = kept_stage(model, task->stage.v);
    }
    if (task->note.is != DUBAN_ABSENT) {
        item->note.is_known = task->note.is == DUBAN_GIVEN;
        keep(model->arena, &item->note,
             item->note.is_known ? task->note.v : (struct duban_slice){0});
    }
    if (!before.is_heard || !duban_same_word(before.state, item->state) ||
        !duban_same_decimal(before.percent, item->percent) ||
        !duban_same_decimal(before.value, item->value) ||
        !duban_same_text(before.stage, item->stage))
        item->moved_on = known_on;
    if (duban_item_has_state(item, DUBAN_STATE_DONE) &&
        !duban_item_has_state(&before, DUBAN_STATE_DONE))
        item->done_known_on = known_on;
}

static struct duban_item *add_item(struct duban_model *model, struct duban_slice id)
{
    model->items = with_room(model->arena, model->items, model->n_items, &model->items_capacity);
    struct duban_item *item = duban_arena_new(model->arena, 1, sizeof *item);
    item->id = duban_arena_copy(model->arena, id);
    model->items[model->n_items++] = item;
    duban_map_put(&model->items_by_id, model->arena, id, item);
    return item;
}

static void set_text(struct duban_model *model, struct duban_slice *kept,
                     struct duban_opt_text text)
{
    if (text.is == DUBAN_GIVEN && !duban_slice_equal(*kept, text.v))
        *kept = duban_arena_copy(model->arena, text.v);
}

static struct duban_slice *copy_texts(struct duban_model *model,
                                      const struct duban_opt_texts *texts)
{
    struct duban_slice *copies = duban_arena_new(model->arena, texts->n, sizeof *copies);

    for (size_t i = 0; i < texts->n; i++)
        copies[i] = duban_arena_copy(model->arena, texts->at[i]);
    return copies;
}

/* What the plan says of an item of which it says nothing more than is required. */
static struct duban_promise default_promise(const struct duban_item_set *set)
{
    struct duban_promise plan = {
        .kind = DUBAN_DUTY,
        .commitment = DUBAN_HARD,
        .target_op = DUBAN_IS_DONE,
        .cycle = DUBAN_MONTHLY,
    };
    int year;
    int month;
    int day;

    duban_date_split(set->due.v, &year, &month, &day);
    bool is_day = duban_date_of(year, 1, 1, &plan.start);
    DUBAN_ASSERT(is_day);
    return plan;
}

static void convert(struct duban_opt_decimal *value, struct duban_slice from, struct duban_slice to)
{
    if (value->is == DUBAN_GIVEN && !duban_unit_convert(value->v, from, to, &value->v))
        value->is = DUBAN_NIL;
}

/* Figures that are known already are converted with the plan's unit, or no longer known. */
static void set_unit(struct duban_model *model, struct duban_item *item, struct duban_opt_text unit)
{
    if (unit.is != DUBAN_GIVEN || duban_slice_equal(item->plan.unit, unit.v))
        return;
    convert(&item->value, item->plan.unit, unit.v);
    for (struct duban_item_reading *reading = item->readings; reading != NULL;
         reading = reading->next)
        convert(&reading->value, item->plan.unit, unit.v);
    set_text(model, &item->plan.unit, unit);
}

/* Whoever reports because it leads goes on to be the lead. */
static void set_reporter(struct duban_model *model, struct duban_promise *plan,
                         const struct duban_item_set *set)
{
    bool follows_lead =
        set->reporter.is != DUBAN_GIVEN && duban_slice_equal(plan->reporter, plan->lead);

    set_text(model, &plan->reporter, follows_lead ? set->lead : set->reporter);
}

static void apply_item_set(struct duban_model *model, const struct duban_update *update)
{
    const struct duban_item_set *set = &update->u.item_set;
    struct duban_item *item = duban_map_get(&model->items_by_id, update->item.v);

    if (item == NULL) {
        item = add_item(model, update->item.v);
        item->plan = default_promise(set);
    }
    struct duban_promise *plan = &item->plan;
    plan->due = set->due.v;
    set_unit(model, item, set->unit);
    set_reporter(model, plan, set);
    set_text(model, &plan->title, set->title);
    set_text(model, &plan->lead, set->lead);
    set_text(model, &plan->area, set->area);
    set_text(model, &plan->title_en, set->title_en);
    set_text(model, &plan->stage, set->stage);
    set_text(model, &plan->source_ref, set->source_ref);
    set_text(model, &plan->remark, set->remark);
    if (set->kind.is == DUBAN_GIVEN)
        plan->kind = (enum duban_kind_of_item)set->kind.v;
    if (set->commitment.is == DUBAN_GIVEN)
        plan->commitment = (enum duban_commitment)set->commitment.v;
    if (set->target_op.is == DUBAN_GIVEN)
        plan->target_op = (enum duban_target_op)set->target_op.v;
    if (set->cycle.is == DUBAN_GIVEN)
        plan->cycle = (enum duban_cycle)set->cycle.v;
    if (set->target.is != DUBAN_ABSENT)
        plan->target = set->target;
    if (set->baseline.is != DUBAN_ABSENT)
        plan->baseline = set->baseline;
    if (set->start.is == DUBAN_GIVEN)
        plan->start = set->start.v;
    if (set->support.is == DUBAN_GIVEN) {
        plan->support = copy_texts(model, &set->support);
        plan->n_support = set->support.n;
    }
}

static const struct duban_date *copy_dates(struct duban_model *model,
                                           const struct duban_opt_dates *dates)
{
    struct duban_date *copies = duban_arena_new(model->arena, dates->n, sizeof *copies);

    if (dates->n > 0)
        memcpy(copies, dates->at, dates->n * sizeof *copies);
    return copies;
}

/* It is replaced as a whole. */
static void set_calendar(struct duban_model *model, const struct duban_plan_set *set)
{
    if (set->calendar_from.is != DUBAN_GIVEN)
        return;
    model->has_calendar = true;
    model->calendar = duban_plan_calendar_of(set);
    model->calendar.off = copy_dates(model, &set->off);
    model->calendar.work = copy_dates(model, &set->work);
}

static void apply_plan_set(struct duban_model *model, const struct duban_plan_set *set)
{
    model->has_plan = true;
    set_text(model, &model->name, set->name);
    if (set->year.is == DUBAN_GIVEN)
        model->year = (int)set->year.v;
    if (set->status.is == DUBAN_GIVEN)
        model->status = (enum duban_plan_status)set->status.v;
    set_text(model, &model->banner, set->banner);
    set_calendar(model, set);
    if (set->stages.is == DUBAN_GIVEN) {
        model->stages = copy_texts(model, &set->stages);
        model->n_stages = set->stages.n;
    }
    if (set->units.is == DUBAN_GIVEN) {
        model->units = duban_arena_new(model->arena, set->units.n, sizeof *model->units);
        model->n_units = set->units.n;
        for (size_t i = 0; i < set->units.n; i++)
            model->units[i] = (struct duban_unit_name){
                duban_arena_copy(model->arena, set->units.at[i].code),
                duban_arena_copy(model->arena, set->units.at[i].zh),
                duban_arena_copy(model->arena, set->units.at[i].en),
            };
    }
}

static void apply_decide(struct duban_model *model, struct duban_item *item,
                         const struct duban_event *event, const struct duban_decide *decide)
{
    struct duban_decided *decided = duban_arena_new(model->arena, 1, sizeof *decided);

    *decided = (struct duban_decided){
        .next = item->decisions,
        .lsn = event->lsn,
        .decision = (enum duban_decision)decide->decision.v,
        .new_due = decide->new_due.v,
        .decided_on = decide->decided_on.v,
        .doc_no = duban_arena_copy(model->arena, decide->doc_no.v),
    };
    item->decisions = decided;
}

static void apply_source_set(struct duban_model *model, const struct duban_source_set *set)
{
    struct duban_source *source = duban_map_get(&model->sources_by_name, set->source.v);

    if (source == NULL)
        source = add_source(model, set->source.v);
    source->depts = copy_texts(model, &set->depts);
    source->n_depts = set->depts.n;
    source->can_report = duban_texts_have(&set->roles, duban_role_words[DUBAN_ROLE_REPORT]);
    source->can_control = duban_texts_have(&set->roles, duban_role_words[DUBAN_ROLE_CONTROL]);
    if (set->connected_on.is != DUBAN_ABSENT)
        source->connected_on = set->connected_on;
}

static void apply_change(struct duban_model *model, struct duban_item *item,
                         const struct duban_event *event, const struct duban_update *update)
{
    switch (update->type) {
    case DUBAN_TASK:
    case DUBAN_PROJECT:
        DUBAN_ASSERT(item != NULL); /* it was admitted */
        apply_task(model, item, &update->u.task, event->known_on);
        return;
    case DUBAN_READING:
        DUBAN_ASSERT(item != NULL);
        apply_reading(model, item, &update->u.reading, event->known_on);
        return;
    case DUBAN_ITEM_SET:
        apply_item_set(model, update);
        model->plan_version = event->lsn;
        return;
    case DUBAN_SOURCE_SET:
        apply_source_set(model, &update->u.source_set);
        return;
    case DUBAN_PLAN_SET:
        apply_plan_set(model, &update->u.plan_set);
        model->plan_version = event->lsn;
        return;
    case DUBAN_DECIDE:
        DUBAN_ASSERT(item != NULL);
        apply_decide(model, item, event, &update->u.decide);
        model->plan_version = event->lsn;
        return;
    case DUBAN_ROWSET:
        /* A file says of no item what its updates did not say, but that the unit has spoken. */
        heard_file(model, event, update->dept.v, &update->u.rowset);
        return;
    case DUBAN_N_UPDATE_TYPES:
        break;
    }
    DUBAN_UNREACHABLE();
}

void duban_model_apply(struct duban_model *model, const struct duban_event *event,
                       const struct duban_update *update, bool is_change)
{
    struct duban_item *item =
        update->item.is == DUBAN_GIVEN ? duban_map_get(&model->items_by_id, update->item.v) : NULL;
    bool is_report = duban_update_is_report(update);

    DUBAN_ASSERT(item != NULL ||
                 (!is_report && update->type != DUBAN_DECIDE)); /* it was admitted */
    if (is_change)
        apply_change(model, item, event, update);
    if (is_report)
        heard_report(model, item, event->known_on);
}
