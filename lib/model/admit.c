/* SPDX-License-Identifier: MIT
 *
 * Which updates are admitted, and what is said to the others (proto/SPEC.md §7 and §8).
 */
#include <string.h>

#include "lib/core/check.h"
#include "lib/model/model.h"

static bool same_word(struct duban_opt_word old, struct duban_opt_word new)
{
    return new.is == DUBAN_ABSENT || (new.is == old.is && (new.is == DUBAN_NIL || new.v == old.v));
}

static bool same_date(struct duban_opt_date old, struct duban_opt_date new)
{
    return new.is == DUBAN_ABSENT ||
           (new.is == old.is && (new.is == DUBAN_NIL || new.v.days == old.v.days));
}

static bool same_decimal(struct duban_opt_decimal old, struct duban_opt_decimal new)
{
    return new.is == DUBAN_ABSENT ||
           (new.is == old.is && (new.is == DUBAN_NIL || duban_decimal_compare(new.v, old.v) == 0));
}

static bool same_text(const struct duban_kept_text *old, struct duban_opt_text new)
{
    if (new.is != DUBAN_GIVEN)
        return new.is == DUBAN_ABSENT || !old->is_known;
    return old->is_known && duban_slice_equal((struct duban_slice){old->at, old->len}, new.v);
}

static bool changes_item(const struct duban_item *item, const struct duban_task *task)
{
    return !item->is_heard || !same_word(item->state, task->state) ||
           !same_decimal(item->percent, task->percent) ||
           !same_date(item->completed_on, task->completed_on) ||
           !same_date(item->forecast_finish, task->forecast_finish) ||
           !same_date(item->ext_to, task->ext_to) || !same_text(&item->note, task->note);
}

/* What the fields of one item may say together, after the update. */
static bool is_consistent(const struct duban_item *item, const struct duban_task *task,
                          struct duban_date local_day, struct duban_verdict *out_verdict)
{
    struct duban_opt_word state = task->state.is == DUBAN_ABSENT ? item->state : task->state;
    struct duban_opt_date completed_on =
        task->completed_on.is == DUBAN_ABSENT ? item->completed_on : task->completed_on;
    bool is_done = state.is == DUBAN_GIVEN && state.v == DUBAN_STATE_DONE;
    char day[DUBAN_DATE_BYTES];

    if (is_done && completed_on.is != DUBAN_GIVEN) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "completed_on (state done)");
        return false;
    }
    if (!is_done && completed_on.is == DUBAN_GIVEN) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "completed_on %s (state %s)",
                          duban_date_print(completed_on.v, day),
                          state.is == DUBAN_GIVEN ? duban_state_words[state.v] : "-");
        return false;
    }
    if (task->completed_on.is == DUBAN_GIVEN && completed_on.v.days > local_day.days) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FUTURE, "%s",
                          duban_date_print(completed_on.v, day));
        return false;
    }
    return true;
}

static void admit_task(const struct duban_model *model, const struct duban_source *source,
                       const struct duban_update *update, struct duban_date local_day,
                       struct duban_verdict *out_verdict)
{
    const struct duban_item *item = duban_model_item(model, update->item.v);
    char near[DUBAN_DETAIL_BYTES];

    if (item == NULL) {
        duban_model_near(model, source, update->item.v, near, sizeof near);
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_UNKNOWN_ITEM, "%s", near);
    } else if (!duban_source_speaks_for(source, item->lead) ||
               (update->dept.is == DUBAN_GIVEN && !duban_slice_equal(update->dept.v, item->lead))) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FORBIDDEN, "%s", "");
    } else if (is_consistent(item, &update->u.task, local_day, out_verdict)) {
        duban_verdict_set(out_verdict,
                          changes_item(item, &update->u.task) ? DUBAN_ANSWER_OK
                                                              : DUBAN_ANSWER_NOCHANGE,
                          "%s", "");
    }
}

static void admit_item_set(const struct duban_model *model, const struct duban_update *update,
                           struct duban_verdict *out_verdict)
{
    const struct duban_item_set *set = &update->u.item_set;
    const struct duban_item *item = duban_model_item(model, update->item.v);
    bool is_same = item != NULL && duban_slice_equal(item->title, set->title.v) &&
                   duban_slice_equal(item->lead, set->lead.v) && item->due.days == set->due.v.days;

    duban_verdict_set(out_verdict, is_same ? DUBAN_ANSWER_NOCHANGE : DUBAN_ANSWER_OK, "%s", "");
}

static bool same_source(const struct duban_source *source, const struct duban_source_set *set)
{
    if (source->n_depts != set->depts.n || !same_date(source->connected_on, set->connected_on) ||
        source->can_report != duban_texts_have(&set->roles, duban_role_words[DUBAN_ROLE_REPORT]) ||
        source->can_control != duban_texts_have(&set->roles, duban_role_words[DUBAN_ROLE_CONTROL]))
        return false;
    for (size_t i = 0; i < set->depts.n; i++)
        if (!duban_slice_equal(source->depts[i], set->depts.at[i]))
            return false;
    return true;
}

static void admit_source_set(const struct duban_model *model, const struct duban_update *update,
                             struct duban_verdict *out_verdict)
{
    const struct duban_source_set *set = &update->u.source_set;
    const struct duban_source *source = duban_model_source(model, set->source.v);

    for (size_t i = 0; i < set->roles.n; i++)
        if (duban_word_find(duban_role_words, set->roles.at[i]) < 0) {
            duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "roles %.*s",
                              DUBAN_SLICE_ARGS(set->roles.at[i]));
            return;
        }
    bool is_same = source != NULL && same_source(source, set);
    duban_verdict_set(out_verdict, is_same ? DUBAN_ANSWER_NOCHANGE : DUBAN_ANSWER_OK, "%s", "");
}

void duban_model_admit(const struct duban_model *model, struct duban_slice name,
                       const struct duban_update *update, struct duban_date local_day,
                       struct duban_verdict *out_verdict)
{
    const struct duban_source *source = duban_model_source(model, name);
    DUBAN_ASSERT(source != NULL); /* it was welcomed */
    bool may = update->type == DUBAN_TASK ? source->can_report : source->can_control;

    if (!may) {
        enum duban_role role = update->type == DUBAN_TASK ? DUBAN_ROLE_REPORT : DUBAN_ROLE_CONTROL;
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_AUTH, "%s", duban_role_words[role]);
        return;
    }
    switch (update->type) {
    case DUBAN_TASK:
        admit_task(model, source, update, local_day, out_verdict);
        return;
    case DUBAN_ITEM_SET:
        admit_item_set(model, update, out_verdict);
        return;
    case DUBAN_SOURCE_SET:
        admit_source_set(model, update, out_verdict);
        return;
    case DUBAN_N_UPDATE_TYPES:
        break;
    }
    DUBAN_UNREACHABLE();
}
