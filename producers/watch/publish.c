/* SPDX-License-Identifier: MIT */
#include "producers/watch/publish.h"

#include <string.h>

#include "lib/core/check.h"
#include "producers/watch/diff.h"
#include "proto/update.h"

static const char same_bytes[] = "same_bytes";

struct duban_slice publish_name(struct duban_slice name, struct duban_arena *arena)
{
    struct duban_buf text = {0};

    while (name.len > 0) {
        size_t len = duban_utf8_length(name);
        bool is_plain = len > 1 || (len == 1 && name.at[0] >= 0x20 && name.at[0] != 0x7f);
        if (is_plain)
            duban_buf_put(&text, (struct duban_slice){name.at, len});
        else
            duban_buf_printf(&text, "%%%02X", (unsigned)(unsigned char)name.at[0]);
        name =
            (struct duban_slice){name.at + (is_plain ? len : 1), name.len - (is_plain ? len : 1)};
    }
    struct duban_slice kept =
        duban_arena_copy(arena, duban_slice_cut(duban_buf_slice(&text), DUBAN_FILE_NAME_MAX));
    duban_buf_fini(&text);
    return kept;
}

enum duban_rc publish_read(const struct publisher *publisher, const struct ledger_file *file,
                           struct duban_slice bytes, struct duban_arena *arena,
                           struct reading *out_reading, struct duban_err *err)
{
    struct delivered delivered = {
        .name = duban_arena_cstr(arena, file->name),
        .bytes = bytes,
        .day = duban_date_at(file->delivered_at),
    };

    enum duban_rc rc = reading_read(publisher->form, &delivered, arena, out_reading, err);
    if (rc == DUBAN_OK && publisher->is_lost)
        *out_reading = (struct reading){.decision = READING_HELD, .reason = READING_COPY_LOST};
    return rc;
}

struct gathering {
    struct duban_arena *arena;
    struct diff_known *known;
    size_t capacity;
};

static enum duban_rc add_known(void *arg, struct duban_slice key, struct duban_slice bytes,
                               struct duban_err *err)
{
    struct gathering *gathering = arg;
    struct diff_known *known = gathering->known;
    struct duban_update *update = duban_arena_new(gathering->arena, 1, sizeof *update);
    struct duban_verdict verdict;

    bytes = duban_arena_copy(gathering->arena, bytes);
    if (!duban_update_decode(bytes, gathering->arena, update, &verdict))
        return duban_err_set(err, DUBAN_E_DATA,
                             "the outbox holds an update that cannot be read: %s", verdict.detail);
    if (known->n_keys == gathering->capacity) {
        gathering->capacity = gathering->capacity == 0 ? 64 : 2 * gathering->capacity;
        struct duban_slice *more =
            duban_arena_new(gathering->arena, gathering->capacity, sizeof *more);
        if (known->n_keys > 0)
            memcpy(more, known->keys, known->n_keys * sizeof *more);
        known->keys = more;
    }
    known->keys[known->n_keys] = duban_arena_copy(gathering->arena, key);
    duban_map_put(&known->updates, gathering->arena, known->keys[known->n_keys++], update);
    return DUBAN_OK;
}

/* A file while it is published. */
struct publication {
    const struct publisher *publisher;
    struct ledger_file *file;
    struct duban_instant now;
    struct duban_arena *arena;
    struct reading reading;
    struct diff diff;
    struct duban_update update; /* the rowset */
};

/* Somebody said that this file is to be taken as it is. */
static bool is_again(const struct publication *publication)
{
    struct duban_slice again = publication->publisher->again;

    return again.len > 0 && duban_slice_equal(again, publication->file->name);
}

static void hold(struct publication *publication, enum reading_reason reason)
{
    publication->reading.decision = READING_HELD;
    publication->reading.reason = reason;
}

static enum duban_rc compare(struct publication *publication, struct duban_err *err)
{
    struct diff_known known = {.n_keys = 0};
    struct gathering gathering = {.arena = publication->arena, .known = &known};

    enum duban_rc rc =
        duban_outbox_each_accepted(publication->publisher->outbox, add_known, &gathering, err);
    if (rc != DUBAN_OK)
        return rc;
    diff_make(&publication->reading, &known, publication->arena, &publication->diff);
    if (publication->diff.is_cut && !is_again(publication))
        hold(publication, READING_TRUNCATED);
    else if (publication->diff.n_changed > DUBAN_FILE_UPDATES_MAX)
        hold(publication, READING_TOO_MANY_ROWS);
    return DUBAN_OK;
}

/* A list on the wire is bounded; what does not fit stands in the receipt. */
static struct duban_opt_rejected rejected_of(const struct publication *publication)
{
    const struct reading *reading = &publication->reading;
    struct duban_opt_rejected rejected = {
        DUBAN_GIVEN, duban_arena_new(publication->arena, DUBAN_REJECTED_MAX, sizeof *rejected.at),
        0};

    for (size_t i = 0; i < reading->n_rows && rejected.n < DUBAN_REJECTED_MAX; i++) {
        const struct reading_row *row = &reading->rows[i];
        bool is_named = row->key.len <= DUBAN_ID_MAX; /* longer than any key is none */
        if (row->reason != READING_NONE)
            rejected.at[rejected.n++] = (struct duban_rejected){
                row->number, duban_slice_of(reading_reason_name(row->reason)),
                is_named ? row->key : (struct duban_slice){0}};
    }
    return rejected;
}

static struct duban_update update_of(const struct publication *publication)
{
    return (struct duban_update){
        .dept = duban_given_text(duban_slice_of(publication->publisher->dept)),
        .delivered_at = {DUBAN_GIVEN, publication->file->delivered_at},
    };
}

static void make_rowset(struct publication *publication, bool is_duplicate)
{
    static const enum duban_file_decision decisions[] = {[READING_ACCEPTED] = DUBAN_FILE_ACCEPTED,
                                                         [READING_HELD] = DUBAN_FILE_HELD,
                                                         [READING_IGNORED] = DUBAN_FILE_IGNORED};
    const struct reading *reading = &publication->reading;
    const struct diff *diff = &publication->diff;
    enum duban_file_decision decision =
        is_duplicate ? DUBAN_FILE_DUPLICATE : decisions[reading->decision];
    const char *reason = is_duplicate ? same_bytes : reading_reason_name(reading->reason);

    publication->update = update_of(publication);
    publication->update.type = DUBAN_ROWSET;
    struct duban_rowset *rowset = &publication->update.u.rowset;
    *rowset = (struct duban_rowset){
        .name = duban_given_text(publish_name(publication->file->name, publication->arena)),
        .sha256 = duban_given_text(publication->file->sha256),
        .form = duban_given_text(duban_slice_of(publication->publisher->form->name)),
        .decision = {DUBAN_GIVEN, (int)decision},
    };
    publication->file->decision = rowset->decision;
    if (decision != DUBAN_FILE_ACCEPTED) {
        rowset->reason = duban_given_text(duban_slice_of(reason));
        return;
    }
    rowset->rows = duban_u64(reading->n_rows);
    rowset->understood = duban_u64(reading->n_understood);
    rowset->unchanged = duban_u64(diff->n_unchanged);
    rowset->n = duban_u64(diff->n_changed);
    rowset->rejected = rejected_of(publication);
    rowset->missing = (struct duban_opt_texts){
        DUBAN_GIVEN, diff->missing,
        diff->n_missing < DUBAN_REJECTED_MAX ? diff->n_missing : DUBAN_REJECTED_MAX};
}

static enum duban_rc append(const struct publication *publication, struct duban_slice key,
                            const struct duban_update *update, uint64_t *out_seq,
                            struct duban_err *err)
{
    struct duban_buf bytes = {0};

    duban_update_encode(update, &bytes);
    enum duban_rc rc = duban_outbox_append(publication->publisher->outbox, key,
                                           duban_buf_slice(&bytes), publication->now, out_seq, err);
    duban_buf_fini(&bytes);
    return rc;
}

static enum duban_rc append_rows(const struct publication *publication, struct duban_err *err)
{
    const struct reading *reading = &publication->reading;
    enum duban_rc rc = DUBAN_OK;
    uint64_t seq = 0;

    for (size_t i = 0; rc == DUBAN_OK && i < reading->n_rows; i++) {
        if (!publication->diff.is_changed[i])
            continue;
        struct duban_update update = reading->rows[i].update;
        update.dept = publication->update.dept;
        update.delivered_at = publication->update.delivered_at;
        rc = append(publication, reading->rows[i].key, &update, &seq, err);
    }
    return rc;
}

static enum duban_rc append_all(const struct publication *publication, struct duban_err *err)
{
    struct ledger_file *file = publication->file;
    enum duban_rc rc = DUBAN_OK;

    file->first = duban_outbox_last(publication->publisher->outbox) + 1;
    if (file->decision.v == DUBAN_FILE_ACCEPTED)
        rc = append_rows(publication, err);
    for (size_t i = 0; rc == DUBAN_OK && is_again(publication) && i < publication->diff.n_missing;
         i++)
        rc = duban_outbox_forget(publication->publisher->outbox, publication->diff.missing[i], err);
    if (rc == DUBAN_OK)
        rc = append(publication, (struct duban_slice){0}, &publication->update, &file->last, err);
    return rc == DUBAN_OK ? ledger_decide(publication->publisher->ledger, file, err) : rc;
}

static enum duban_rc keep(const struct publication *publication, struct duban_err *err)
{
    struct duban_outbox *outbox = publication->publisher->outbox;

    enum duban_rc rc = duban_outbox_begin(outbox, err);
    if (rc != DUBAN_OK)
        return rc;
    rc = append_all(publication, err);
    if (rc == DUBAN_OK)
        return duban_outbox_commit(outbox, err);
    duban_outbox_rollback(outbox);
    return rc;
}

enum duban_rc publish_file(const struct publisher *publisher, struct ledger_file *file,
                           struct duban_slice bytes, struct duban_instant now,
                           struct duban_arena *arena, struct duban_err *err)
{
    struct publication publication = {
        .publisher = publisher, .file = file, .now = now, .arena = arena};
    bool is_presented = false;

    enum duban_rc rc = publish_read(publisher, file, bytes, arena, &publication.reading, err);
    if (rc == DUBAN_OK)
        rc = ledger_is_presented(publisher->ledger, file, &is_presented, err);
    if (rc != DUBAN_OK)
        return rc;
    /* A temporary or empty file is what it is, however often it comes. */
    bool is_duplicate = is_presented && !is_again(&publication) &&
                        publication.reading.decision != READING_IGNORED &&
                        publication.reading.reason != READING_EMPTY;
    if (!is_duplicate && publication.reading.decision == READING_ACCEPTED)
        rc = compare(&publication, err);
    if (rc != DUBAN_OK)
        return rc;
    make_rowset(&publication, is_duplicate);
    return keep(&publication, err);
}
