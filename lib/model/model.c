/* SPDX-License-Identifier: MIT */
#include "lib/model/model.h"

#include <string.h>

#include "lib/core/check.h"

void duban_model_init(struct duban_model *model, struct duban_arena *arena,
                      struct duban_slice control)
{
    *model = (struct duban_model){.arena = arena};
    struct duban_source *source = duban_arena_new(arena, 1, sizeof *source);
    source->name = duban_arena_copy(arena, control);
    source->can_control = true;
    duban_map_put(&model->sources_by_name, arena, control, source);
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

static void apply_task(struct duban_model *model, struct duban_item *item,
                       const struct duban_task *task)
{
    item->is_heard = true;
    if (task->state.is != DUBAN_ABSENT)
        item->state = task->state;
    if (task->percent.is != DUBAN_ABSENT)
        item->percent = task->percent;
    if (task->completed_on.is != DUBAN_ABSENT)
        item->completed_on = task->completed_on;
    if (task->forecast_finish.is != DUBAN_ABSENT)
        item->forecast_finish = task->forecast_finish;
    if (task->ext_to.is != DUBAN_ABSENT)
        item->ext_to = task->ext_to;
    if (task->note.is != DUBAN_ABSENT) {
        item->note.is_known = task->note.is == DUBAN_GIVEN;
        keep(model->arena, &item->note,
             item->note.is_known ? task->note.v : (struct duban_slice){0});
    }
}

static struct duban_item *add_item(struct duban_model *model, struct duban_slice id)
{
    if (model->n_items == model->items_capacity) {
        size_t capacity = model->items_capacity == 0 ? 64 : model->items_capacity * 2;
        struct duban_item **items =
            duban_arena_new(model->arena, capacity, sizeof(struct duban_item *));
        if (model->n_items > 0)
            memcpy(items, model->items, model->n_items * sizeof(struct duban_item *));
        model->items = items;
        model->items_capacity = capacity;
    }
    struct duban_item *item = duban_arena_new(model->arena, 1, sizeof *item);
    item->id = duban_arena_copy(model->arena, id);
    model->items[model->n_items++] = item;
    duban_map_put(&model->items_by_id, model->arena, id, item);
    return item;
}

static void apply_item_set(struct duban_model *model, const struct duban_event *event,
                           const struct duban_update *update)
{
    const struct duban_item_set *set = &update->u.item_set;
    struct duban_item *item = duban_map_get(&model->items_by_id, update->item.v);

    if (item == NULL)
        item = add_item(model, update->item.v);
    item->title = duban_arena_copy(model->arena, set->title.v);
    item->lead = duban_arena_copy(model->arena, set->lead.v);
    item->due = set->due.v;
    model->plan_version = event->lsn;
}

static void apply_source_set(struct duban_model *model, const struct duban_source_set *set)
{
    struct duban_source *source = duban_map_get(&model->sources_by_name, set->source.v);

    if (source == NULL) {
        source = duban_arena_new(model->arena, 1, sizeof *source);
        source->name = duban_arena_copy(model->arena, set->source.v);
        duban_map_put(&model->sources_by_name, model->arena, source->name, source);
    }
    source->depts = duban_arena_new(model->arena, set->depts.n, sizeof *source->depts);
    source->n_depts = set->depts.n;
    for (size_t i = 0; i < set->depts.n; i++)
        source->depts[i] = duban_arena_copy(model->arena, set->depts.at[i]);
    source->can_report = duban_texts_have(&set->roles, duban_role_words[DUBAN_ROLE_REPORT]);
    source->can_control = duban_texts_have(&set->roles, duban_role_words[DUBAN_ROLE_CONTROL]);
    if (set->connected_on.is != DUBAN_ABSENT)
        source->connected_on = set->connected_on;
}

void duban_model_apply(struct duban_model *model, const struct duban_event *event,
                       const struct duban_update *update)
{
    struct duban_item *item;

    switch (update->type) {
    case DUBAN_TASK:
        item = duban_map_get(&model->items_by_id, update->item.v);
        DUBAN_ASSERT(item != NULL); /* it was admitted */
        apply_task(model, item, &update->u.task);
        return;
    case DUBAN_ITEM_SET:
        apply_item_set(model, event, update);
        return;
    case DUBAN_SOURCE_SET:
        apply_source_set(model, &update->u.source_set);
        return;
    case DUBAN_N_UPDATE_TYPES:
        break;
    }
    DUBAN_UNREACHABLE();
}
