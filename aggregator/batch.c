/* SPDX-License-Identifier: MIT */
#include "aggregator/batch.h"

#include <stdlib.h>

#include "lib/core/check.h"
#include "proto/update.h"

enum { DAY_MS = 24 * 3600 * 1000 };

struct batch {
    struct duban_store *store;
    struct duban_slice control;
    struct duban_arena world; /* holds the model */
    struct duban_arena scratch;
    struct duban_model model;
    struct duban_instant received; /* of the last row */
    uint64_t lsn;                  /* of the last row that is durable */
    uint64_t staged_lsn;
    bool is_open;
};

static enum duban_rc fold(struct batch *batch, struct duban_err *err)
{
    duban_arena_fini(&batch->world);
    duban_model_init(&batch->model, &batch->world, batch->control);
    uint64_t lsn = 0;
    enum duban_rc rc = duban_store_replay(batch->store, &lsn, DUBAN_EVER, &batch->model, err);
    if (rc == DUBAN_OK)
        rc = duban_store_last(batch->store, &batch->lsn, &batch->received, err);
    batch->staged_lsn = batch->lsn;
    return rc;
}

/* received never falls: one day of a wrong clock would date all that follows. */
static enum duban_rc check_clock(const struct batch *batch, struct duban_instant now,
                                 struct duban_err *err)
{
    char last[DUBAN_DATE_BYTES];
    char today[DUBAN_DATE_BYTES];

    if (batch->received.ms <= now.ms + DAY_MS)
        return DUBAN_OK;
    return duban_err_set(err, DUBAN_E_CONFIG,
                         "the clock says %s, but the log has entries of %s: set the clock",
                         duban_date_print(duban_date_at(now), today),
                         duban_date_print(duban_date_at(batch->received), last));
}

enum duban_rc batch_open(struct duban_store *store, struct duban_slice control,
                         struct duban_instant now, struct batch **out_batch, struct duban_err *err)
{
    struct batch *batch = calloc(1, sizeof *batch);
    DUBAN_ASSERT(batch != NULL);
    batch->store = store;
    batch->control = control;
    enum duban_rc rc = fold(batch, err);
    if (rc == DUBAN_OK)
        rc = check_clock(batch, now, err);
    if (rc != DUBAN_OK) {
        batch_close(batch);
        return rc;
    }
    *out_batch = batch;
    return DUBAN_OK;
}

void batch_close(struct batch *batch)
{
    if (batch == NULL)
        return;
    duban_store_rollback(batch->store);
    duban_arena_fini(&batch->world);
    duban_arena_fini(&batch->scratch);
    free(batch);
}

const struct duban_model *batch_model(const struct batch *batch)
{
    return &batch->model;
}

uint64_t batch_lsn(const struct batch *batch)
{
    return batch->lsn;
}

static enum duban_rc begin(struct batch *batch, struct duban_err *err)
{
    if (batch->is_open)
        return DUBAN_OK;
    enum duban_rc rc = duban_store_begin(batch->store, err);
    batch->is_open = rc == DUBAN_OK;
    return rc;
}

/* What one update brought about, while it is decided. */
struct decided {
    struct duban_update update;
    struct duban_verdict verdict;
    char fields[DUBAN_CHANGES_BYTES];
    struct duban_effect effect;
};

/* Notes what a report is about to change; the item is as it was. */
static void note_changes(const struct batch *batch, struct decided *decided)
{
    const struct duban_item *item = duban_model_item(&batch->model, decided->update.item.v);

    if (decided->update.type == DUBAN_READING)
        duban_reading_changes(item, &decided->update.u.reading, decided->fields);
    else
        duban_item_changes(item, &decided->update.u.task, decided->fields);
    decided->effect.fields = decided->fields;
}

/* Judges what could be read, and applies what is accepted. */
static enum duban_rc decide(struct batch *batch, const struct duban_log_row *row,
                            struct decided *decided, struct duban_err *err)
{
    const struct duban_update *update = &decided->update;
    struct duban_event event = {batch->staged_lsn + 1, row->source,
                                duban_update_known_on(update, row->received)};

    duban_model_admit(&batch->model, row->source, update, event.known_on, &decided->verdict);
    struct duban_slice code = duban_slice_of(duban_answer_name(decided->verdict.answer));
    if (duban_answer_is_refusal(code))
        return DUBAN_OK;
    if (duban_answer_is_change(code) && duban_update_is_report(update))
        note_changes(batch, decided);
    duban_model_apply(&batch->model, &event, update, duban_answer_is_change(code));
    if (update->item.is == DUBAN_GIVEN)
        decided->effect.item = duban_model_item(&batch->model, update->item.v);
    if (update->type != DUBAN_SOURCE_SET)
        return DUBAN_OK;
    return duban_store_set_source(
        batch->store, duban_model_source(&batch->model, update->u.source_set.source.v), err);
}

enum duban_rc batch_take(struct batch *batch, const struct batch_entry *entry,
                         struct duban_instant now, struct duban_err *err)
{
    struct decided decided = {.effect.update = &decided.update};

    enum duban_rc rc = begin(batch, err);
    if (rc != DUBAN_OK)
        return rc;
    if (now.ms > batch->received.ms)
        batch->received = now; /* received never falls with lsn, whatever the clock does */
    struct duban_log_row row = {
        .received = batch->received,
        .source = entry->source,
        .epoch = entry->epoch,
        .seq = entry->seq,
        .bytes = entry->bytes,
    };
    duban_arena_reset(&batch->scratch);
    bool is_read =
        duban_update_decode(entry->bytes, &batch->scratch, &decided.update, &decided.verdict);
    if (is_read)
        rc = decide(batch, &row, &decided, err);
    row.code = duban_slice_of(duban_answer_name(decided.verdict.answer));
    row.detail = duban_slice_of(decided.verdict.detail);
    if (rc == DUBAN_OK)
        rc = duban_store_append(batch->store, &row, is_read ? &decided.effect : NULL, err);
    if (rc == DUBAN_OK)
        batch->staged_lsn = row.lsn;
    return rc;
}

enum duban_rc batch_open_epoch(struct batch *batch, struct duban_slice source, uint64_t epoch,
                               struct duban_err *err)
{
    enum duban_rc rc = begin(batch, err);
    return rc == DUBAN_OK ? duban_store_open_epoch(batch->store, source, epoch, err) : rc;
}

enum duban_rc batch_commit(struct batch *batch, struct duban_err *err)
{
    if (!batch->is_open)
        return DUBAN_OK;
    /* Every answer to these updates waits for this: COMMIT has flushed the log when it returns. */
    enum duban_rc rc = duban_store_commit(batch->store, err);
    if (rc != DUBAN_OK)
        return rc;
    batch->is_open = false;
    batch->lsn = batch->staged_lsn;
    return DUBAN_OK;
}

enum duban_rc batch_abort(struct batch *batch, struct duban_err *err)
{
    duban_store_rollback(batch->store);
    batch->is_open = false;
    return fold(batch, err);
}
