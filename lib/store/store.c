/* SPDX-License-Identifier: MIT */
#include "lib/store/store.h"

#include <stdlib.h>

#include "lib/core/buf.h"
#include "lib/core/check.h"
#include "lib/model/unit.h"
#include "lib/store/schema.h"

enum statement {
    ADD_SOURCE,
    FIND_SOURCE,
    SET_SOURCE,
    ADD_BOOT,
    LAST_ROW,
    RECEIVED,
    FIND_EPOCH,
    CLOSE_EPOCHS,
    ADD_EPOCH,
    SET_HI,
    ADD_ROW,
    ADD_FACT,
    SET_ITEM,
    SET_READING,
    ADD_DECISION,
    GATHER_FILE,
    ADD_FILE,
    ADD_FILE_UPDATES,
    ADD_FILE_ROW,
    EACH_ROW,
    ANSWERS,
    N_STATEMENTS,
};

/* What row_of() reads. */
#define LOG_ROWS                                                                                   \
    "SELECT l.lsn, l.received, s.name, l.epoch, l.seq, l.code, l.detail, l.bytes FROM log l"       \
    " JOIN source s ON s.id = l.source"

/* Prepared when first used: a reader never prepares what writes. */
static const char *const sql[] = {
    [ADD_SOURCE] = "INSERT OR IGNORE INTO source (name) VALUES (?1)",
    [FIND_SOURCE] = "SELECT id FROM source WHERE name = ?1",
    [SET_SOURCE] = ("INSERT INTO source (name, departments, connected_on) VALUES (?1, ?2, ?3)"
                    " ON CONFLICT (name) DO UPDATE SET departments = ?2, connected_on = ?3"),
    [ADD_BOOT] = "INSERT INTO boot SELECT ?1, coalesce(max(lsn), 0) + 1, ?2 FROM log",
    [LAST_ROW] = "SELECT lsn, received FROM log ORDER BY lsn DESC LIMIT 1",
    [RECEIVED] = "SELECT received FROM log WHERE lsn = ?1",
    [FIND_EPOCH] = ("SELECT e.hi, e.is_closed FROM epoch e JOIN source s ON s.id = e.source"
                    " WHERE s.name = ?1 AND e.epoch = ?2"),
    [CLOSE_EPOCHS] = "UPDATE epoch SET is_closed = 1 WHERE source = ?1",
    [ADD_EPOCH] = "INSERT INTO epoch VALUES (?1, ?2, 0, 0)",
    [SET_HI] = "UPDATE epoch SET hi = ?3 WHERE source = ?1 AND epoch = ?2",
    [ADD_ROW] = "INSERT INTO log VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [ADD_FACT] =
        ("INSERT INTO fact VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
         " ?18)"),
    [SET_ITEM] =
        "INSERT OR REPLACE INTO item VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    [SET_READING] = "INSERT OR REPLACE INTO reading VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [ADD_DECISION] = "INSERT INTO decided VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    /* The updates directly before the rowset: searched backwards, as many as it says. */
    [GATHER_FILE] =
        ("SELECT coalesce(sum(code LIKE 'E\\_%' ESCAPE '\\'), 0), coalesce(sum(code = 'NOCHANGE'), 0), count(*) FROM"
         " (SELECT code FROM log WHERE lsn < ?1 AND source = ?2 AND epoch = ?3 AND seq >= ?4 ORDER BY lsn DESC LIMIT ?5)"),
    [ADD_FILE] = "INSERT INTO delivered VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [ADD_FILE_UPDATES] =
        ("INSERT INTO delivered_row SELECT ?1, f.\"row\","
         " iif(f.period IS NULL, f.item, f.item || '@' || f.period), iif(f.fields IS NULL, 'refused', 'changed'),"
         " CASE l.code WHEN 'E_UNKNOWN_ITEM' THEN 'unknown_id' WHEN 'E_FORBIDDEN' THEN 'not_responsible'"
         " WHEN 'E_UNIT' THEN 'bad_unit' WHEN 'E_FUTURE' THEN 'future_date'"
         " ELSE iif(f.fields IS NULL, l.code, NULL) END, f.fields"
         " FROM (SELECT * FROM log WHERE lsn < ?1 AND source = ?2 AND epoch = ?3 AND seq >= ?4"
         " ORDER BY lsn DESC LIMIT ?5) l JOIN fact f ON f.lsn = l.lsn WHERE l.code <> 'NOCHANGE' ORDER BY l.lsn"),
    [ADD_FILE_ROW] = "INSERT INTO delivered_row VALUES (?1, ?2, ?3, ?4, ?5, NULL)",
    [EACH_ROW] = (LOG_ROWS " WHERE l.lsn >= ?1 ORDER BY l.lsn"),
    [ANSWERS] = (LOG_ROWS " WHERE s.name = ?1 AND l.epoch = ?2 AND l.seq BETWEEN ?3 AND ?4"
                          " AND l.code <> 'OK' ORDER BY l.seq LIMIT ?5"),
};

struct duban_store {
    struct duban_db *db;
    struct duban_stmt *statements[N_STATEMENTS];
    uint64_t last_lsn;      /* writer: of the last row appended, also uncommitted */
    uint64_t committed_lsn; /* writer: of the last row that is durable */
};

static enum duban_rc statement(struct duban_store *store, enum statement which,
                               struct duban_stmt **out_stmt, struct duban_err *err)
{
    enum duban_rc rc = DUBAN_OK;

    if (store->statements[which] == NULL)
        rc = duban_db_prepare(store->db, sql[which], &store->statements[which], err);
    if (rc == DUBAN_OK)
        *out_stmt = store->statements[which];
    return rc;
}

static struct duban_store *store_new(struct duban_db *db)
{
    struct duban_store *store = calloc(1, sizeof *store);
    DUBAN_ASSERT(store != NULL);
    store->db = db;
    return store;
}

/* A damaged store is never served (RELIABILITY R9). */
static enum duban_rc check(struct duban_db *db, const char *path, struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;
    bool has_row = false;

    enum duban_rc rc = duban_db_prepare(db, "PRAGMA quick_check(1)", &stmt, err);
    if (rc == DUBAN_OK)
        rc = duban_stmt_step(stmt, &has_row, err);
    if (rc == DUBAN_OK && (!has_row || !duban_slice_is(duban_stmt_text(stmt, 0), "ok")))
        rc = duban_err_set(err, DUBAN_E_DATA,
                           "%s is damaged and was left as it is; restore it from a backup", path);
    duban_stmt_free(stmt);
    return rc;
}

enum duban_rc duban_store_open(const char *path, struct duban_store **out_store,
                               struct duban_err *err)
{
    struct duban_db *db = NULL;
    struct duban_instant received;

    enum duban_rc rc = duban_db_open_writer(path, &duban_store_schema, &db, err);
    if (rc != DUBAN_OK)
        return rc;
    struct duban_store *store = store_new(db);
    rc = check(db, path, err);
    if (rc == DUBAN_OK)
        rc = duban_store_last(store, &store->last_lsn, &received, err);
    if (rc != DUBAN_OK) {
        duban_store_close(store);
        return rc;
    }
    store->committed_lsn = store->last_lsn;
    *out_store = store;
    return DUBAN_OK;
}

enum duban_rc duban_store_open_reader(const char *path, struct duban_store **out_store,
                                      struct duban_err *err)
{
    struct duban_db *db = NULL;

    enum duban_rc rc = duban_db_open_reader(path, &duban_store_schema, &db, err);
    if (rc == DUBAN_OK)
        *out_store = store_new(db);
    return rc;
}

void duban_store_close(struct duban_store *store)
{
    if (store == NULL)
        return;
    for (size_t i = 0; i < N_STATEMENTS; i++)
        duban_stmt_free(store->statements[i]);
    duban_db_close(store->db);
    free(store);
}

enum duban_rc duban_store_begin(struct duban_store *store, struct duban_err *err)
{
    return duban_db_begin(store->db, err);
}

enum duban_rc duban_store_commit(struct duban_store *store, struct duban_err *err)
{
    enum duban_rc rc = duban_db_commit(store->db, err);

    if (rc == DUBAN_OK)
        store->committed_lsn = store->last_lsn;
    else
        store->last_lsn = store->committed_lsn;
    return rc;
}

void duban_store_rollback(struct duban_store *store)
{
    duban_db_rollback(store->db);
    store->last_lsn = store->committed_lsn;
}

void duban_store_checkpoint(struct duban_store *store)
{
    duban_db_checkpoint(store->db);
}

static enum duban_rc source_id(struct duban_store *store, struct duban_slice name, int64_t *out_id,
                               struct duban_err *err)
{
    struct duban_stmt *add = NULL;
    struct duban_stmt *find = NULL;
    bool has_row = false;

    enum duban_rc rc = statement(store, ADD_SOURCE, &add, err);
    if (rc == DUBAN_OK)
        rc = statement(store, FIND_SOURCE, &find, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_text(add, 1, name);
    rc = duban_stmt_run(add, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_text(find, 1, name);
    rc = duban_stmt_step(find, &has_row, err);
    if (rc == DUBAN_OK) {
        DUBAN_ASSERT(has_row);
        *out_id = duban_stmt_i64(find, 0);
    }
    duban_stmt_reset(find);
    return rc;
}

static enum duban_rc add_row(struct duban_store *store, int64_t source,
                             const struct duban_log_row *row, struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;

    enum duban_rc rc = statement(store, ADD_ROW, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_i64(stmt, 1, (int64_t)row->lsn);
    duban_stmt_bind_i64(stmt, 2, row->received.ms);
    duban_stmt_bind_i64(stmt, 3, source);
    duban_stmt_bind_i64(stmt, 4, duban_db_i64_of(row->epoch));
    duban_stmt_bind_i64(stmt, 5, (int64_t)row->seq);
    duban_stmt_bind_text(stmt, 6, row->code);
    duban_stmt_bind_text(stmt, 7, row->detail);
    duban_stmt_bind_blob(stmt, 8, row->bytes);
    return duban_stmt_run(stmt, err);
}

static enum duban_rc set_hi(struct duban_store *store, int64_t source,
                            const struct duban_log_row *row, struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;

    enum duban_rc rc = statement(store, SET_HI, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_i64(stmt, 1, source);
    duban_stmt_bind_i64(stmt, 2, duban_db_i64_of(row->epoch));
    duban_stmt_bind_i64(stmt, 3, (int64_t)row->seq);
    return duban_stmt_run(stmt, err);
}

/* What columns are bound to lives as long as the statement runs. */
struct row_texts {
    char dates[8][DUBAN_DATE_BYTES];
    int n_dates;
    char progress[DUBAN_DECIMAL_BYTES], value[DUBAN_DECIMAL_BYTES];
    char period[DUBAN_PERIOD_BYTES];
};

static void bind_date(struct duban_stmt *stmt, int i, struct duban_date date,
                      struct row_texts *texts)
{
    DUBAN_ASSERT(texts->n_dates < 8);
    duban_stmt_bind_text(stmt, i,
                         duban_slice_of(duban_date_print(date, texts->dates[texts->n_dates++])));
}

static void bind_opt_date(struct duban_stmt *stmt, int i, struct duban_opt_date date,
                          struct row_texts *texts)
{
    if (date.is == DUBAN_GIVEN)
        bind_date(stmt, i, date.v, texts);
}

static void bind_opt_text(struct duban_stmt *stmt, int i, struct duban_opt_text text)
{
    if (text.is == DUBAN_GIVEN)
        duban_stmt_bind_text(stmt, i, text.v);
}

static void bind_opt_decimal(struct duban_stmt *stmt, int i, struct duban_opt_decimal decimal,
                             char text[DUBAN_DECIMAL_BYTES])
{
    if (decimal.is == DUBAN_GIVEN)
        duban_stmt_bind_text(stmt, i, duban_slice_of(duban_decimal_print(decimal.v, text)));
}

/* status, stage, progress, value and completed_on, from column i on. */
static void bind_standing(struct duban_stmt *stmt, int i, const struct duban_item *item,
                          struct row_texts *texts)
{
    if (item->state.is == DUBAN_GIVEN)
        duban_stmt_bind_text(stmt, i, duban_slice_of(duban_state_words[item->state.v]));
    bind_opt_text(stmt, i + 1, item->stage);
    bind_opt_decimal(stmt, i + 2, item->percent, texts->progress);
    bind_opt_decimal(stmt, i + 3, item->value, texts->value);
    bind_opt_date(stmt, i + 4, item->completed_on, texts);
}

/* How the item stands after what was said of it. */
static void bind_report(struct duban_stmt *stmt, const struct duban_item *item,
                        struct row_texts *texts)
{
    bind_standing(stmt, 7, item, texts);
    bind_opt_date(stmt, 12, item->forecast_finish, texts);
    bind_opt_date(stmt, 13, item->ext_to, texts);
    if (item->note.is_known)
        duban_stmt_bind_text(stmt, 14, (struct duban_slice){item->note.at, item->note.len});
}

/* item NULL: it was refused, and says no more than what it was about. */
static void bind_reading(struct duban_stmt *stmt, const struct duban_item *item,
                         const struct duban_reading *said, struct row_texts *texts)
{
    duban_stmt_bind_text(stmt, 16,
                         said->measure.is == DUBAN_GIVEN ? said->measure.v
                                                         : duban_slice_of(DUBAN_MEASURE_MAIN));
    duban_stmt_bind_text(stmt, 17,
                         duban_slice_of(duban_period_print(said->period.v, texts->period)));
    if (item == NULL)
        return;
    bind_opt_decimal(stmt, 10, duban_item_reading(item, said->period.v)->value, texts->value);
    duban_stmt_bind_text(stmt, 18, duban_slice_of(duban_reading_status_words[said->status.v]));
}

static enum duban_rc add_fact(struct duban_store *store, const struct duban_log_row *row,
                              const struct duban_effect *effect, struct duban_err *err)
{
    const struct duban_update *update = effect->update;
    const struct duban_item *item = effect->item;
    struct duban_stmt *stmt = NULL;
    struct row_texts texts = {0};

    enum duban_rc rc = statement(store, ADD_FACT, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_i64(stmt, 1, (int64_t)row->lsn);
    bind_date(stmt, 2, duban_update_known_on(update, row->received), &texts);
    if (item != NULL)
        duban_stmt_bind_text(stmt, 3, item->plan.reporter);
    else
        bind_opt_text(stmt, 3, update->dept);
    duban_stmt_bind_text(stmt, 4, duban_slice_of(duban_update_type_words[update->type]));
    bind_opt_text(stmt, 5, update->item);
    if (update->row.is == DUBAN_GIVEN)
        duban_stmt_bind_i64(stmt, 6, duban_db_i64_of(update->row.v));
    if (update->type == DUBAN_READING)
        bind_reading(stmt, item, &update->u.reading, &texts);
    else if (item != NULL && duban_update_is_report(update))
        bind_report(stmt, item, &texts);
    if (effect->fields != NULL)
        duban_stmt_bind_text(stmt, 15, duban_slice_of(effect->fields));
    return duban_stmt_run(stmt, err);
}

static enum duban_rc set_item(struct duban_store *store, const struct duban_item *item,
                              struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;
    struct row_texts texts = {0};

    enum duban_rc rc = statement(store, SET_ITEM, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_text(stmt, 1, item->id);
    duban_stmt_bind_text(stmt, 2, item->plan.reporter);
    bind_standing(stmt, 3, item, &texts);
    bind_date(stmt, 8, item->plan.due, &texts);
    bind_date(stmt, 9, duban_item_due(item), &texts);
    bind_opt_date(stmt, 10, item->ext_to, &texts);
    if (item->is_heard) {
        bind_date(stmt, 11, item->first_heard_on, &texts);
        bind_date(stmt, 12, item->heard_on, &texts);
        bind_date(stmt, 13, item->moved_on, &texts);
    }
    return duban_stmt_run(stmt, err);
}

static enum duban_rc set_reading(struct duban_store *store, const struct duban_item *item,
                                 const struct duban_item_reading *reading, struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;
    struct row_texts texts = {0};

    enum duban_rc rc = statement(store, SET_READING, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_text(stmt, 1, item->id);
    duban_stmt_bind_text(stmt, 2, duban_slice_of(DUBAN_MEASURE_MAIN));
    duban_stmt_bind_text(stmt, 3,
                         duban_slice_of(duban_period_print(reading->period, texts.period)));
    bind_opt_decimal(stmt, 4, reading->value, texts.value);
    duban_stmt_bind_text(stmt, 5, duban_slice_of(duban_reading_status_words[reading->status]));
    duban_stmt_bind_i64(stmt, 6, (int64_t)reading->revision);
    return duban_stmt_run(stmt, err);
}

/* Those that the update may have changed: a reading its own, an item_set with another unit all. */
static enum duban_rc set_readings(struct duban_store *store, const struct duban_item *item,
                                  const struct duban_update *update, struct duban_err *err)
{
    enum duban_rc rc = DUBAN_OK;

    if (update->type == DUBAN_READING)
        return set_reading(store, item, duban_item_reading(item, update->u.reading.period.v), err);
    for (const struct duban_item_reading *reading = item->readings;
         rc == DUBAN_OK && update->type == DUBAN_ITEM_SET && reading != NULL;
         reading = reading->next)
        rc = set_reading(store, item, reading, err);
    return rc;
}

static enum duban_rc add_decision(struct duban_store *store, const struct duban_log_row *row,
                                  const struct duban_update *update, struct duban_err *err)
{
    const struct duban_decide *decide = &update->u.decide;
    struct duban_stmt *stmt = NULL;
    struct row_texts texts = {0};

    enum duban_rc rc = statement(store, ADD_DECISION, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_i64(stmt, 1, (int64_t)row->lsn);
    duban_stmt_bind_text(stmt, 2, update->item.v);
    duban_stmt_bind_text(stmt, 3, duban_slice_of(duban_decision_words[decide->decision.v]));
    bind_date(stmt, 4, decide->decided_on.v, &texts);
    bind_opt_date(stmt, 5, decide->new_due, &texts);
    duban_stmt_bind_text(stmt, 6, decide->doc_no.v);
    return duban_stmt_run(stmt, err);
}

/* The updates that a rowset speaks of: at most n before lsn, of its source and epoch. */
static void bind_updates(struct duban_stmt *stmt, const struct duban_log_row *row, int64_t source,
                         uint64_t n)
{
    uint64_t counted = n < row->seq ? n : row->seq - 1;

    duban_stmt_bind_i64(stmt, 1, (int64_t)row->lsn);
    duban_stmt_bind_i64(stmt, 2, source);
    duban_stmt_bind_i64(stmt, 3, duban_db_i64_of(row->epoch));
    duban_stmt_bind_i64(stmt, 4, (int64_t)(row->seq - counted));
    duban_stmt_bind_i64(stmt, 5, (int64_t)counted);
}

/* A sender may count wrong. */
static int64_t rest(int64_t all, int64_t refused)
{
    return all > refused ? all - refused : 0;
}

/* What became of them. */
struct gathered {
    int64_t refused, unchanged, all;
};

static enum duban_rc gather(struct duban_store *store, const struct duban_log_row *row,
                            int64_t source, uint64_t n, struct gathered *out_gathered,
                            struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;
    bool has_row = false;

    enum duban_rc rc = statement(store, GATHER_FILE, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    bind_updates(stmt, row, source, n);
    rc = duban_stmt_step(stmt, &has_row, err);
    if (rc == DUBAN_OK)
        *out_gathered = (struct gathered){duban_stmt_i64(stmt, 0), duban_stmt_i64(stmt, 1),
                                          duban_stmt_i64(stmt, 2)};
    duban_stmt_reset(stmt);
    return rc;
}

static enum duban_rc add_delivered(struct duban_store *store, const struct duban_log_row *row,
                                   int64_t source, const struct duban_update *update,
                                   struct duban_err *err)
{
    const struct duban_rowset *rowset = &update->u.rowset;
    struct duban_stmt *stmt = NULL;
    struct row_texts texts = {0};
    struct gathered gathered = {0};

    enum duban_rc rc = gather(store, row, source, rowset->n.v, &gathered, err);
    if (rc == DUBAN_OK)
        rc = statement(store, ADD_FILE, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_i64(stmt, 1, (int64_t)row->lsn);
    duban_stmt_bind_i64(stmt, 2, source);
    duban_stmt_bind_text(stmt, 3, update->dept.v);
    duban_stmt_bind_text(stmt, 4, rowset->name.v);
    duban_stmt_bind_text(stmt, 5, rowset->sha256.v);
    bind_date(stmt, 6, duban_update_known_on(update, row->received), &texts);
    duban_stmt_bind_text(stmt, 7, duban_slice_of(duban_file_decision_words[rowset->decision.v]));
    bind_opt_text(stmt, 8, rowset->reason);
    duban_stmt_bind_i64(stmt, 9, (int64_t)rowset->rows.v);
    duban_stmt_bind_i64(stmt, 10, rest((int64_t)rowset->understood.v, gathered.refused));
    duban_stmt_bind_i64(stmt, 11, gathered.all - gathered.refused - gathered.unchanged);
    duban_stmt_bind_i64(stmt, 12, (int64_t)rowset->unchanged.v + gathered.unchanged);
    return duban_stmt_run(stmt, err);
}

static enum duban_rc add_file_row(struct duban_store *store, const struct duban_log_row *row,
                                  const struct duban_rejected *rejected, const char *outcome,
                                  struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;

    enum duban_rc rc = statement(store, ADD_FILE_ROW, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_i64(stmt, 1, (int64_t)row->lsn);
    if (rejected->row > 0)
        duban_stmt_bind_i64(stmt, 2, (int64_t)rejected->row);
    if (rejected->key.len > 0)
        duban_stmt_bind_text(stmt, 3, rejected->key);
    duban_stmt_bind_text(stmt, 4, duban_slice_of(outcome));
    if (rejected->reason.len > 0)
        duban_stmt_bind_text(stmt, 5, rejected->reason);
    return duban_stmt_run(stmt, err);
}

/* A file, and its rows but for those that are unchanged. */
static enum duban_rc add_file(struct duban_store *store, const struct duban_log_row *row,
                              int64_t source, const struct duban_update *update,
                              struct duban_err *err)
{
    const struct duban_rowset *rowset = &update->u.rowset;
    struct duban_stmt *stmt = NULL;

    enum duban_rc rc = add_delivered(store, row, source, update, err);
    if (rc == DUBAN_OK)
        rc = statement(store, ADD_FILE_UPDATES, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    bind_updates(stmt, row, source, rowset->n.v);
    rc = duban_stmt_run(stmt, err);
    for (size_t i = 0; rc == DUBAN_OK && i < rowset->rejected.n; i++)
        rc = add_file_row(store, row, &rowset->rejected.at[i], "refused", err);
    for (size_t i = 0; rc == DUBAN_OK && i < rowset->missing.n; i++)
        rc = add_file_row(store, row, &(struct duban_rejected){.key = rowset->missing.at[i]},
                          "missing", err);
    return rc;
}

/* The views follow the log in its own transaction. */
static enum duban_rc add_views(struct duban_store *store, const struct duban_log_row *row,
                               int64_t source, const struct duban_effect *effect,
                               struct duban_err *err)
{
    const struct duban_update *update = effect->update;

    enum duban_rc rc = add_fact(store, row, effect, err);
    if (rc == DUBAN_OK && effect->item != NULL)
        rc = set_item(store, effect->item, err);
    if (rc == DUBAN_OK && effect->item != NULL)
        rc = set_readings(store, effect->item, update, err);
    if (rc == DUBAN_OK && update->type == DUBAN_DECIDE && duban_answer_is_change(row->code))
        rc = add_decision(store, row, update, err);
    if (rc == DUBAN_OK && update->type == DUBAN_ROWSET && duban_answer_is_change(row->code))
        rc = add_file(store, row, source, update, err);
    return rc;
}

enum duban_rc duban_store_append(struct duban_store *store, struct duban_log_row *row,
                                 const struct duban_effect *effect, struct duban_err *err)
{
    int64_t source = 0;

    row->lsn = store->last_lsn + 1;
    enum duban_rc rc = source_id(store, row->source, &source, err);
    if (rc == DUBAN_OK)
        rc = add_row(store, source, row, err);
    if (rc == DUBAN_OK && effect != NULL)
        rc = add_views(store, row, source, effect, err);
    if (rc == DUBAN_OK)
        rc = set_hi(store, source, row, err);
    if (rc == DUBAN_OK)
        store->last_lsn = row->lsn;
    return rc;
}

enum duban_rc duban_store_open_epoch(struct duban_store *store, struct duban_slice source,
                                     uint64_t epoch, struct duban_err *err)
{
    struct duban_stmt *close = NULL;
    struct duban_stmt *add = NULL;
    int64_t id = 0;

    enum duban_rc rc = source_id(store, source, &id, err);
    if (rc == DUBAN_OK)
        rc = statement(store, CLOSE_EPOCHS, &close, err);
    if (rc == DUBAN_OK)
        rc = statement(store, ADD_EPOCH, &add, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_i64(close, 1, id);
    rc = duban_stmt_run(close, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_i64(add, 1, id);
    duban_stmt_bind_i64(add, 2, duban_db_i64_of(epoch));
    return duban_stmt_run(add, err);
}

enum duban_rc duban_store_set_source(struct duban_store *store, const struct duban_source *source,
                                     struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;
    struct duban_buf depts = {0};
    struct row_texts texts = {0};

    enum duban_rc rc = statement(store, SET_SOURCE, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    for (size_t i = 0; i < source->n_depts; i++) {
        duban_buf_puts(&depts, i == 0 ? "" : " ");
        duban_buf_put(&depts, source->depts[i]);
    }
    duban_stmt_bind_text(stmt, 1, source->name);
    duban_stmt_bind_text(stmt, 2, duban_buf_slice(&depts));
    bind_opt_date(stmt, 3, source->connected_on, &texts);
    rc = duban_stmt_run(stmt, err);
    duban_buf_fini(&depts);
    return rc;
}

enum duban_rc duban_store_add_boot(struct duban_store *store, uint64_t boot,
                                   struct duban_instant started, struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;

    enum duban_rc rc = statement(store, ADD_BOOT, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_i64(stmt, 1, duban_db_i64_of(boot));
    duban_stmt_bind_i64(stmt, 2, started.ms);
    return duban_stmt_run(stmt, err);
}

enum duban_rc duban_store_progress(struct duban_store *store, struct duban_slice source,
                                   uint64_t epoch, struct duban_progress *out_progress,
                                   struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;
    bool has_row = false;

    enum duban_rc rc = statement(store, FIND_EPOCH, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_text(stmt, 1, source);
    duban_stmt_bind_i64(stmt, 2, duban_db_i64_of(epoch));
    rc = duban_stmt_step(stmt, &has_row, err);
    if (rc == DUBAN_OK) {
        *out_progress = (struct duban_progress){.is_known = has_row};
        if (has_row) {
            out_progress->hi = (uint64_t)duban_stmt_i64(stmt, 0);
            out_progress->is_closed = duban_stmt_i64(stmt, 1) != 0;
        }
    }
    duban_stmt_reset(stmt);
    return rc;
}

enum duban_rc duban_store_last(struct duban_store *store, uint64_t *out_lsn,
                               struct duban_instant *out_received, struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;
    bool has_row = false;

    enum duban_rc rc = statement(store, LAST_ROW, &stmt, err);
    if (rc == DUBAN_OK)
        rc = duban_stmt_step(stmt, &has_row, err);
    if (rc == DUBAN_OK) {
        *out_lsn = has_row ? (uint64_t)duban_stmt_i64(stmt, 0) : 0;
        out_received->ms = has_row ? duban_stmt_i64(stmt, 1) : 0;
    }
    if (stmt != NULL)
        duban_stmt_reset(stmt);
    return rc;
}

enum duban_rc duban_store_received(struct duban_store *store, uint64_t lsn,
                                   struct duban_opt_instant *out_received, struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;
    bool has_row = false;

    enum duban_rc rc = statement(store, RECEIVED, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_i64(stmt, 1, (int64_t)lsn);
    rc = duban_stmt_step(stmt, &has_row, err);
    if (rc == DUBAN_OK) {
        *out_received = (struct duban_opt_instant){.is = has_row ? DUBAN_GIVEN : DUBAN_ABSENT};
        if (has_row)
            out_received->v.ms = duban_stmt_i64(stmt, 0);
    }
    duban_stmt_reset(stmt);
    return rc;
}

static struct duban_log_row row_of(const struct duban_stmt *stmt)
{
    return (struct duban_log_row){
        .lsn = (uint64_t)duban_stmt_i64(stmt, 0),
        .received = {duban_stmt_i64(stmt, 1)},
        .source = duban_stmt_text(stmt, 2),
        .epoch = duban_db_u64_of(duban_stmt_i64(stmt, 3)),
        .seq = (uint64_t)duban_stmt_i64(stmt, 4),
        .code = duban_stmt_text(stmt, 5),
        .detail = duban_stmt_text(stmt, 6),
        .bytes = duban_stmt_blob(stmt, 7),
    };
}

/* received never falls in the log: behind the first row that came later there is none to find. */
static enum duban_rc walk(struct duban_stmt *stmt, struct duban_instant until, duban_log_fn *fn,
                          void *arg, struct duban_err *err)
{
    enum duban_rc rc = DUBAN_OK;
    bool has_row = true;

    while (rc == DUBAN_OK) {
        rc = duban_stmt_step(stmt, &has_row, err);
        if (rc != DUBAN_OK || !has_row)
            break;
        struct duban_log_row row = row_of(stmt);
        if (row.received.ms > until.ms)
            break;
        rc = fn(arg, &row, err);
    }
    duban_stmt_reset(stmt);
    return rc;
}

enum duban_rc duban_store_each(struct duban_store *store, uint64_t first,
                               struct duban_instant until, duban_log_fn *fn, void *arg,
                               struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;

    enum duban_rc rc = statement(store, EACH_ROW, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_i64(stmt, 1, (int64_t)first);
    return walk(stmt, until, fn, arg, err);
}

enum duban_rc duban_store_answers(struct duban_store *store, const struct duban_seq_range *range,
                                  size_t max, duban_log_fn *fn, void *arg, struct duban_err *err)
{
    struct duban_stmt *stmt = NULL;

    enum duban_rc rc = statement(store, ANSWERS, &stmt, err);
    if (rc != DUBAN_OK)
        return rc;
    duban_stmt_bind_text(stmt, 1, range->source);
    duban_stmt_bind_i64(stmt, 2, duban_db_i64_of(range->epoch));
    duban_stmt_bind_i64(stmt, 3, (int64_t)range->first);
    duban_stmt_bind_i64(stmt, 4, (int64_t)range->last);
    duban_stmt_bind_i64(stmt, 5, (int64_t)max);
    return walk(stmt, DUBAN_EVER, fn, arg, err);
}
