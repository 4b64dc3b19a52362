/* SPDX-License-Identifier: MIT
 *
 * From the log back to the state of the world. Decisions are stable: what was accepted is applied,
 * nothing is judged again.
 */
#include "lib/store/store.h"
#include "proto/update.h"

struct replay {
    struct duban_model *model;
    struct duban_arena scratch; /* for one update */
};

static enum duban_rc replay_row(void *arg, const struct duban_log_row *row, struct duban_err *err)
{
    struct replay *replay = arg;
    struct duban_event event = {row->lsn, row->source, row->received};
    struct duban_update update;
    struct duban_verdict verdict;

    if (duban_answer_is_refusal(row->code) ||
        duban_slice_is(row->code, duban_answer_name(DUBAN_ANSWER_NOCHANGE)))
        return DUBAN_OK;
    duban_arena_reset(&replay->scratch);
    if (!duban_update_decode(row->bytes, &replay->scratch, &update, &verdict))
        return duban_err_set(err, DUBAN_E_DATA,
                             "row %llu of the log was accepted and cannot be read any more: %s",
                             (unsigned long long)row->lsn, verdict.detail);
    duban_model_apply(replay->model, &event, &update);
    return DUBAN_OK;
}

enum duban_rc duban_store_replay(struct duban_store *store, uint64_t first,
                                 struct duban_model *model, struct duban_err *err)
{
    struct replay replay = {.model = model};

    enum duban_rc rc = duban_store_each(store, first, replay_row, &replay, err);
    duban_arena_fini(&replay.scratch);
    return rc;
}
