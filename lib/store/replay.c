/* SPDX-License-Identifier: MIT
 *
 * From the log back to the state of the world. Decisions are stable: what was accepted is applied,
 * nothing is judged again.
 */
#include "lib/store/store.h"
#include "proto/update.h"

struct replay {
    struct duban_model *model;
    uint64_t lsn;               /* of the last row */
    struct duban_arena scratch; /* for one update */
};

static enum duban_rc replay_row(void *arg, const struct duban_log_row *row, struct duban_err *err)
{
    struct replay *replay = arg;
    struct duban_update update;
    struct duban_verdict verdict;

    replay->lsn = row->lsn;
    if (duban_answer_is_refusal(row->code))
        return DUBAN_OK;
    duban_arena_reset(&replay->scratch);
    if (!duban_update_decode(row->bytes, &replay->scratch, &update, &verdict))
        return duban_err_set(err, DUBAN_E_DATA,
                             "row %llu of the log was accepted and cannot be read any more: %s",
                             (unsigned long long)row->lsn, verdict.detail);
    bool needs_item = duban_update_is_report(&update) || update.type == DUBAN_DECIDE;
    if (needs_item && duban_model_item(replay->model, update.item.v) == NULL)
        return duban_err_set(err, DUBAN_E_DATA,
                             "row %llu of the log is about an item that the log does not have",
                             (unsigned long long)row->lsn);
    struct duban_event event = {row->lsn, row->source,
                                duban_update_known_on(&update, row->received)};
    duban_model_apply(replay->model, &event, &update, duban_answer_is_change(row->code));
    return DUBAN_OK;
}

enum duban_rc duban_store_replay(struct duban_store *store, uint64_t *lsn,
                                 struct duban_instant until, struct duban_model *model,
                                 struct duban_err *err)
{
    struct replay replay = {.model = model, .lsn = *lsn};

    enum duban_rc rc = duban_store_each(store, *lsn + 1, until, replay_row, &replay, err);
    *lsn = replay.lsn;
    duban_arena_fini(&replay.scratch);
    return rc;
}
