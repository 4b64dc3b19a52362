/* SPDX-License-Identifier: MIT */
#include "lib/model/heard.h"

/* A file that came late does not turn a day back. */
static void move_to(struct duban_date *kept, struct duban_date day)
{
    if (kept->days < day.days)
        *kept = day;
}

static void hear_unit(struct duban_model *model, struct duban_slice dept, struct duban_date day)
{
    struct duban_date *heard_on = duban_map_get(&model->units_heard, dept);

    if (heard_on == NULL) {
        heard_on = duban_arena_new(model->arena, 1, sizeof *heard_on);
        *heard_on = day;
        duban_map_put(&model->units_heard, model->arena, dept, heard_on);
    }
    move_to(heard_on, day);
}

void heard_report(struct duban_model *model, struct duban_item *item, struct duban_date known_on)
{
    if (!item->is_heard) {
        item->first_heard_on = known_on;
        item->seen_on = known_on;
    }
    item->is_heard = true;
    item->heard_on = known_on;
    move_to(&item->seen_on, known_on);
    hear_unit(model, item->plan.reporter, known_on);
}

static void pass_over(struct duban_model *model, struct duban_slice key, uint64_t lsn)
{
    struct duban_item *item = duban_map_get(&model->items_by_id, key);

    if (item != NULL)
        item->passed_over = lsn;
}

void heard_file(struct duban_model *model, const struct duban_event *event, struct duban_slice dept,
                const struct duban_rowset *rowset)
{
    if (rowset->decision.is != DUBAN_GIVEN || rowset->decision.v != DUBAN_FILE_ACCEPTED)
        return;
    hear_unit(model, dept, event->known_on);
    for (size_t i = 0; rowset->rejected.is == DUBAN_GIVEN && i < rowset->rejected.n; i++)
        pass_over(model, rowset->rejected.at[i].key, event->lsn);
    for (size_t i = 0; rowset->missing.is == DUBAN_GIVEN && i < rowset->missing.n; i++)
        pass_over(model, rowset->missing.at[i], event->lsn);
    for (size_t i = 0; i < model->n_items; i++) {
        struct duban_item *item = model->items[i];
        if (item->is_heard && item->passed_over != event->lsn &&
            duban_slice_equal(item->plan.reporter, dept))
            move_to(&item->seen_on, event->known_on);
    }
}

struct duban_opt_date duban_model_heard_on(const struct duban_model *model, struct duban_slice dept)
{
    const struct duban_date *heard_on = duban_map_get(&model->units_heard, dept);

    return heard_on == NULL ? (struct duban_opt_date){.is = DUBAN_ABSENT}
                            : (struct duban_opt_date){DUBAN_GIVEN, *heard_on};
}
