/* SPDX-License-Identifier: MIT */
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/resource.h>
#include <sys/stat.h>

#include <criterion/criterion.h>

#include "lib/core/db.h"
#include "lib/core/file.h"
#include "lib/store/schema.h"
#include "lib/store/store.h"
#include "proto/update.h"
#include "tests/unit/folder.h"

enum { EPOCH = 7 };
/* Days are those of the plan's zone. */
static void enter_in_zone(char folder[static 32])
{
    struct duban_err err = {0};

    enter(folder);
    cr_assert_eq(duban_zone_set("Asia/Shanghai", &err), DUBAN_OK, "%s", err.text);
}

static const struct duban_slice source = {"report", 6};

/* A new folder, which becomes the working folder: each test is a process of its own. */
static struct duban_store *open_store(void)
{
    struct duban_store *store = NULL;
    struct duban_err err = {0};

    cr_assert_eq(duban_store_open("store.db", &store, &err), DUBAN_OK, "%s", err.text);
    return store;
}

static void begin(struct duban_store *store)
{
    struct duban_err err = {0};
    cr_assert_eq(duban_store_begin(store, &err), DUBAN_OK, "%s", err.text);
}

static void commit(struct duban_store *store)
{
    struct duban_err err = {0};
    cr_assert_eq(duban_store_commit(store, &err), DUBAN_OK, "%s", err.text);
}

static void open_epoch(struct duban_store *store, uint64_t epoch)
{
    struct duban_err err = {0};
    cr_assert_eq(duban_store_open_epoch(store, source, epoch, &err), DUBAN_OK, "%s", err.text);
}

/* A row without an update that could be read. Returns its lsn. */
static uint64_t append(struct duban_store *store, uint64_t epoch, uint64_t seq, const char *code)
{
    struct duban_log_row row = {
        .received = {1665360000000 + (int64_t)seq},
        .source = source,
        .epoch = epoch,
        .seq = seq,
        .code = duban_slice_of(code),
        .detail = duban_slice_of(strcmp(code, "OK") == 0 ? "" : "why"),
        .bytes = {"\xc1\x00", 2},
    };
    struct duban_err err = {0};

    cr_assert_eq(duban_store_append(store, &row, NULL, &err), DUBAN_OK, "%s", err.text);
    return row.lsn;
}

static struct duban_progress progress(struct duban_store *store, uint64_t epoch)
{
    struct duban_progress progress = {0};
    struct duban_err err = {0};

    cr_assert_eq(duban_store_progress(store, source, epoch, &progress, &err), DUBAN_OK, "%s",
                 err.text);
    return progress;
}

static uint64_t last(struct duban_store *store)
{
    struct duban_instant received;
    struct duban_err err = {0};
    uint64_t lsn = 0;

    cr_assert_eq(duban_store_last(store, &lsn, &received, &err), DUBAN_OK, "%s", err.text);
    cr_assert(lsn > 0 || received.ms == 0);
    return lsn;
}

/* A store with the rows 1 to 3, whose second was refused, closed. */
static void make_store(void)
{
    struct duban_store *store = open_store();

    begin(store);
    open_epoch(store, EPOCH);
    (void)append(store, EPOCH, 1, "OK");
    (void)append(store, EPOCH, 2, "E_DECODE");
    (void)append(store, EPOCH, 3, "OK");
    commit(store);
    duban_store_close(store);
}

/* Writes down which rows it is handed. */
static enum duban_rc note_row(void *arg, const struct duban_log_row *row, struct duban_err *err)
{
    (void)err;
    duban_buf_printf(arg, "%llu:%.*s ", (unsigned long long)row->seq, DUBAN_SLICE_ARGS(row->code));
    return DUBAN_OK;
}

Test(store, gives_back_what_was_committed)
{
    static const struct duban_instant started = {1665360000000};
    struct duban_store *store = NULL;
    struct duban_buf rows = {0};
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    make_store();
    store = open_store();
    cr_assert_eq(last(store), 3);
    cr_assert(progress(store, EPOCH).is_known && progress(store, EPOCH).hi == 3);
    cr_assert_eq(duban_store_each(store, 1, DUBAN_EVER, note_row, &rows, &err), DUBAN_OK);
    cr_assert(duban_slice_is(duban_buf_slice(&rows), "1:OK 2:E_DECODE 3:OK "));
    cr_assert_eq(duban_store_add_boot(store, UINT64_MAX, started, &err), DUBAN_OK);
    begin(store);
    cr_assert_eq(append(store, EPOCH, 4, "OK"), 4, "it goes on where it was");
    commit(store);
    duban_store_checkpoint(store);
    duban_store_close(store);
    duban_store_close(NULL);
    duban_buf_fini(&rows);
    leave(folder);
}

static enum duban_rc look_at_row(void *arg, const struct duban_log_row *row, struct duban_err *err)
{
    int *n = arg;

    cr_assert(row->lsn == 2 && row->seq == 2 && row->epoch == EPOCH);
    cr_assert(row->received.ms == 1665360000002 && duban_slice_is(row->source, "report"));
    cr_assert(duban_slice_is(row->code, "E_DECODE") && duban_slice_is(row->detail, "why"));
    cr_assert(row->bytes.len == 2 && memcmp(row->bytes.at, "\xc1\x00", 2) == 0);
    ++*n;
    return duban_err_set(err, DUBAN_E_USAGE, "enough");
}

Test(store, ends_a_walk_when_it_is_told)
{
    struct duban_err err = {0};
    char folder[32];
    int n = 0;

    enter_in_zone(folder);
    make_store();
    struct duban_store *store = open_store();
    cr_assert_eq(duban_store_each(store, 2, DUBAN_EVER, look_at_row, &n, &err), DUBAN_E_USAGE);
    cr_assert(n == 1 && strcmp(err.text, "enough") == 0);
    cr_assert_eq(duban_store_each(store, 4, DUBAN_EVER, look_at_row, &n, &err), DUBAN_OK,
                 "behind the end");
    cr_assert_eq(n, 1);
    duban_store_close(store);
    leave(folder);
}

Test(store, has_no_trace_of_what_was_rolled_back)
{
    char folder[32];

    enter_in_zone(folder);
    make_store();
    struct duban_store *store = open_store();
    begin(store);
    open_epoch(store, EPOCH + 1);
    cr_assert_eq(append(store, EPOCH + 1, 1, "OK"), 4);
    cr_assert_eq(append(store, EPOCH + 1, 2, "OK"), 5);
    cr_assert_eq(last(store), 5, "what is staged is seen by who stages it");
    cr_assert(progress(store, EPOCH).is_closed && progress(store, EPOCH + 1).hi == 2);
    duban_store_rollback(store);
    cr_assert_eq(last(store), 3);
    cr_assert(!progress(store, EPOCH).is_closed && !progress(store, EPOCH + 1).is_known);
    begin(store);
    cr_assert_eq(append(store, EPOCH, 4, "OK"), 4, "lsn has no holes");
    commit(store);
    duban_store_rollback(store); /* nothing is open */
    begin(store);
    cr_assert_eq(append(store, EPOCH, 5, "OK"), 5);
    duban_store_close(store); /* open still: rolled back */
    store = open_store();
    cr_assert_eq(last(store), 4);
    duban_store_close(store);
    leave(folder);
}

Test(store, knows_how_far_each_epoch_came)
{
    struct duban_progress other = {0};
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    make_store();
    struct duban_store *store = open_store();
    cr_assert_not(progress(store, UINT64_MAX).is_known);
    begin(store);
    open_epoch(store, UINT64_MAX);
    commit(store);
    cr_assert(progress(store, UINT64_MAX).is_known && !progress(store, UINT64_MAX).is_closed);
    cr_assert_eq(progress(store, UINT64_MAX).hi, 0, "a new epoch begins at 0");
    cr_assert(progress(store, EPOCH).is_closed && progress(store, EPOCH).hi == 3);
    begin(store);
    (void)append(store, UINT64_MAX, 1, "OK");
    commit(store);
    duban_store_close(store);
    store = open_store();
    cr_assert_eq(progress(store, UINT64_MAX).hi, 1);
    cr_assert_eq(progress(store, EPOCH).hi, 3);
    cr_assert_eq(duban_store_progress(store, duban_slice_of("other"), EPOCH, &other, &err),
                 DUBAN_OK);
    cr_assert_not(other.is_known, "an epoch belongs to its source");
    duban_store_close(store);
    leave(folder);
}

Test(store, gives_the_answers_of_a_range_that_are_not_ok)
{
    static const struct {
        const char *when;
        struct duban_seq_range range;
        size_t max;
        const char *want;
    } rows[] = {
        {"all", {{"report", 6}, EPOCH, 1, 6}, 10, "2:NOCHANGE 3:E_FIELD 5:E_AUTH 6:NOCHANGE "},
        {"as many as there are",
         {{"report", 6}, EPOCH, 1, 6},
         4,
         "2:NOCHANGE 3:E_FIELD 5:E_AUTH 6:NOCHANGE "},
        {"one less", {{"report", 6}, EPOCH, 1, 6}, 3, "2:NOCHANGE 3:E_FIELD 5:E_AUTH "},
        {"none is asked for", {{"report", 6}, EPOCH, 1, 6}, 0, ""},
        {"from the first to the last", {{"report", 6}, EPOCH, 3, 5}, 10, "3:E_FIELD 5:E_AUTH "},
        {"only plain ones", {{"report", 6}, EPOCH, 4, 4}, 10, ""},
        {"a range that is empty", {{"report", 6}, EPOCH, 3, 2}, 10, ""},
        {"another epoch", {{"report", 6}, EPOCH + 1, 1, 6}, 10, "1:E_VERSION "},
        {"another source", {{"other", 5}, EPOCH, 1, 6}, 10, ""},
    };
    struct duban_buf found = {0};
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    struct duban_store *store = open_store();
    begin(store);
    open_epoch(store, EPOCH);
    (void)append(store, EPOCH, 1, "OK");
    (void)append(store, EPOCH, 2, "NOCHANGE");
    (void)append(store, EPOCH, 3, "E_FIELD");
    (void)append(store, EPOCH, 4, "OK");
    (void)append(store, EPOCH, 5, "E_AUTH");
    (void)append(store, EPOCH, 6, "NOCHANGE");
    open_epoch(store, EPOCH + 1);
    (void)append(store, EPOCH + 1, 1, "E_VERSION");
    commit(store);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        duban_buf_clear(&found);
        cr_assert_eq(
            duban_store_answers(store, &rows[i].range, rows[i].max, note_row, &found, &err),
            DUBAN_OK, "%s", err.text);
        cr_assert(duban_slice_is(duban_buf_slice(&found), rows[i].want), "%s: %.*s", rows[i].when,
                  DUBAN_SLICE_ARGS(duban_buf_slice(&found)));
    }
    duban_store_close(store);
    duban_buf_fini(&found);
    leave(folder);
}

/* The text that sql gives. */
static void expect_text(struct duban_db *db, const char *sql, const char *want)
{
    struct duban_stmt *stmt = NULL;
    struct duban_err err = {0};
    bool has_row = false;

    cr_assert_eq(duban_db_prepare(db, sql, &stmt, &err), DUBAN_OK, "%s", err.text);
    cr_assert(duban_stmt_step(stmt, &has_row, &err) == DUBAN_OK && has_row, "%s", err.text);
    cr_assert(duban_slice_is(duban_stmt_text(stmt, 0), want), "%.*s",
              DUBAN_SLICE_ARGS(duban_stmt_text(stmt, 0)));
    duban_stmt_free(stmt);
}

/* Appends an update that was read; item NULL: it was refused. */
static void append_update(struct duban_store *store, struct duban_log_row *row,
                          const struct duban_update *update, const struct duban_item *item)
{
    struct duban_effect effect = {.update = update, .item = item};
    struct duban_buf bytes = {0};
    struct duban_err err = {0};

    duban_update_encode(update, &bytes);
    row->bytes = duban_buf_slice(&bytes);
    row->seq++;
    cr_assert_eq(duban_store_append(store, row, &effect, &err), DUBAN_OK, "%s", err.text);
    duban_buf_fini(&bytes);
}

/* What was said of an item, what was taken back of it, what was decided of it, what was refused, and
 * what was no update. */
static void fill_views(struct duban_store *store)
{
    static char note[] = "已立项";
    struct duban_decided decided = {.decision = DUBAN_APPROVED, .new_due = {10}};
    struct duban_item item = {.id = {"T7.1", 4}, .plan.reporter = {"民政局", 9}, .plan.due = {9}};
    struct duban_update update = {
        .type = DUBAN_PROJECT,
        .item = {DUBAN_GIVEN, item.id},
        .dept = {DUBAN_GIVEN, {"教育局", 9}},
        .row = {DUBAN_GIVEN, UINT32_MAX},
        .delivered_at = {DUBAN_GIVEN, {1665331199000}}, /* 2022-10-09T23:59:59+08:00 */
    };
    struct duban_log_row row = {.received = {1665331200001}, .source = source, .epoch = EPOCH};
    struct duban_item silent = item;

    item.is_heard = true;
    item.first_heard_on = (struct duban_date){4};
    item.heard_on = (struct duban_date){6};
    item.moved_on = (struct duban_date){5};
    item.state = (struct duban_opt_word){DUBAN_GIVEN, DUBAN_STATE_DONE};
    item.stage = (struct duban_opt_text){DUBAN_GIVEN, {"built", 5}};
    item.percent = (struct duban_opt_decimal){DUBAN_GIVEN, {655, -1}};
    item.value = (struct duban_opt_decimal){DUBAN_GIVEN, {5, 0}};
    item.completed_on = (struct duban_opt_date){DUBAN_GIVEN, {0}};
    item.forecast_finish = (struct duban_opt_date){DUBAN_GIVEN, {1}};
    item.ext_to = (struct duban_opt_date){DUBAN_GIVEN, {2}};
    item.note = (struct duban_kept_text){true, note, sizeof note - 1, sizeof note};
    row.code = duban_slice_of("OK");
    append_update(store, &row, &update, &item);

    update.row.is = DUBAN_ABSENT;
    update.delivered_at.is = DUBAN_ABSENT;
    row.code = duban_slice_of("NOCHANGE");
    append_update(store, &row, &update, &silent);

    row.code = duban_slice_of("E_FORBIDDEN");
    append_update(store, &row, &update, NULL);

    item.decisions = &decided;
    update.type = DUBAN_DECIDE;
    update.u.decide = (struct duban_decide){.decision = {DUBAN_GIVEN, DUBAN_APPROVED},
                                            .decided_on = {DUBAN_GIVEN, {8}},
                                            .new_due = {DUBAN_GIVEN, {10}},
                                            .doc_no = {DUBAN_GIVEN, {"1", 1}}};
    row.code = duban_slice_of("OK");
    append_update(store, &row, &update, &item);
    row.code = duban_slice_of("NOCHANGE"); /* said again: it is one decision */
    append_update(store, &row, &update, &item);
    (void)append(store, EPOCH, 6, "E_DECODE");
}

static struct duban_db *open_views(void)
{
    struct duban_db *db = NULL;
    struct duban_err err = {0};

    cr_assert_eq(duban_db_open_reader("store.db", &duban_store_schema, &db, &err), DUBAN_OK, "%s",
                 err.text);
    return db;
}

Test(store, shows_what_happened)
{
    char folder[32];

    enter_in_zone(folder);
    struct duban_store *store = open_store();
    begin(store);
    open_epoch(store, EPOCH);
    fill_views(store);
    commit(store);
    struct duban_db *db = open_views();
    expect_text(db,
                "SELECT group_concat(lsn || ' ' || received || ' ' || coalesce(known_on, '-') ||"
                " ' ' || source || ' ' || epoch || ' ' || seq || ' ' || coalesce(dept, '-') ||"
                " ' ' || coalesce(t, '-') || ' ' || coalesce(item, '-') || ' ' ||"
                " coalesce(\"row\", '-') || ' ' || code, char(10)) FROM update_log",
                "1 2022-10-09T16:00:00.001Z 2022-10-09 report 0000000000000007 1 民政局 project"
                " T7.1 4294967295 OK\n"
                "2 2022-10-09T16:00:00.001Z 2022-10-10 report 0000000000000007 2 民政局 project"
                " T7.1 - NOCHANGE\n"
                "3 2022-10-09T16:00:00.001Z 2022-10-10 report 0000000000000007 3 教育局 project"
                " T7.1 - E_FORBIDDEN\n"
                "4 2022-10-09T16:00:00.001Z 2022-10-10 report 0000000000000007 4 民政局 decide"
                " T7.1 - OK\n"
                "5 2022-10-09T16:00:00.001Z 2022-10-10 report 0000000000000007 5 民政局 decide"
                " T7.1 - NOCHANGE\n"
                "6 2022-10-10T00:00:00.006Z - report 0000000000000007 6 - - - - E_DECODE");
    expect_text(db,
                "SELECT status || ' ' || stage || ' ' || progress || ' ' || value || ' ' ||"
                " completed_on || ' ' || forecast_finish || ' ' || ext_to || ' ' || note"
                " FROM update_log WHERE lsn = 1",
                "done built 65.5 5 1970-01-01 1970-01-02 1970-01-03 已立项");
    expect_text(
        db,
        "SELECT count(*) FROM update_log WHERE lsn > 1 AND coalesce(status, stage, progress,"
        " value, completed_on, forecast_finish, ext_to, note) IS NULL",
        "5");
    expect_text(
        db, "SELECT group_concat(lsn || code || detail || hex(bytes)) FROM refusal WHERE lsn > 3",
        "6E_DECODEwhyC100");
    expect_text(db, "SELECT count(*) FROM refusal", "2");
    expect_text(
        db,
        "SELECT group_concat(lsn || item || decision || ' ' || decided_on || ' ' || new_due ||"
        " ' ' || doc_no) FROM decision",
        "4T7.1approved 1970-01-09 1970-01-11 1");
    duban_db_close(db);
    duban_store_close(store);
    leave(folder);
}

Test(store, shows_how_things_stand)
{
    struct duban_slice depts[] = {duban_slice_of("民政局"), duban_slice_of("教育局")};
    struct duban_source report = {.name = source, .depts = depts, .n_depts = 2};
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    struct duban_store *store = open_store();
    begin(store);
    open_epoch(store, EPOCH);
    fill_views(store);
    cr_assert_eq(duban_store_set_source(store, &report, &err), DUBAN_OK, "%s", err.text);
    commit(store);
    struct duban_db *db = open_views();
    expect_text(
        db,
        "SELECT group_concat(item || ' ' || reporter || ' ' || status || ' ' || stage || ' ' ||"
        " progress || ' ' || value || ' ' || completed_on || ' ' || due_original || ' ' ||"
        " due_current || ' ' || ext_to || ' ' || first_heard_on || ' ' || heard_on || ' ' ||"
        " moved_on) FROM item_now",
        "T7.1 民政局 done built 65.5 5 1970-01-01 1970-01-10 1970-01-11 1970-01-03 1970-01-05"
        " 1970-01-07 1970-01-06");
    expect_text(db,
                "SELECT source || ' ' || departments || ' ' || coalesce(connected_on, '-')"
                " FROM source_now",
                "report 民政局 教育局 -");

    report.connected_on = (struct duban_opt_date){DUBAN_GIVEN, {0}};
    report.n_depts = 0;
    cr_assert_eq(duban_store_set_source(store, &report, &err), DUBAN_OK, "%s", err.text);
    expect_text(db, "SELECT source || ' ' || departments || ' ' || connected_on FROM source_now",
                "report  1970-01-01");
    duban_db_close(db);
    duban_store_close(store);
    leave(folder);
}

Test(store, shows_readings_as_they_were_said_and_as_they_stand)
{
    struct duban_item_reading second = {
        .period = {DUBAN_PERIOD_MONTHS, 2022, 1, 2}, .value.is = DUBAN_NIL, .status = DUBAN_FINAL};
    struct duban_item_reading first = {.next = &second,
                                       .period = {DUBAN_PERIOD_QUARTER, 2022, 3, 3},
                                       .value = {DUBAN_GIVEN, {-13, -1}},
                                       .status = DUBAN_REVISED,
                                       .revision = 2};
    struct duban_item item = {
        .id = {"I1", 2}, .plan.reporter = {"统计局", 9}, .readings = &first, .is_heard = true};
    struct duban_update update = {.type = DUBAN_READING, .item = {DUBAN_GIVEN, item.id}};
    struct duban_update set = {.type = DUBAN_ITEM_SET, .item = {DUBAN_GIVEN, item.id}};
    struct duban_log_row row = {.code = {"OK", 2}, .source = source, .epoch = EPOCH};
    char folder[32];

    update.u.reading = (struct duban_reading){.period = {DUBAN_GIVEN, first.period},
                                              .value = {DUBAN_GIVEN, {-1300, -3}},
                                              .unit = {DUBAN_GIVEN, {"%", 1}},
                                              .status = {DUBAN_GIVEN, DUBAN_REVISED}};
    enter_in_zone(folder);
    struct duban_store *store = open_store();
    begin(store);
    open_epoch(store, EPOCH);
    append_update(store, &row, &update, &item);
    row.code = duban_slice_of("E_UNIT");
    append_update(store, &row, &update, NULL);
    commit(store);
    struct duban_db *db = open_views();
    expect_text(
        db,
        "SELECT group_concat(code || ' ' || item || ' ' || measure || ' ' || period || ' ' ||"
        " coalesce(value || ' ' || reading_status, '-')) FROM update_log",
        "OK I1 main 2022-Q3 -1.3 revised,E_UNIT I1 main 2022-Q3 -");
    expect_text(db,
                "SELECT group_concat(item || ' ' || measure || ' ' || period || ' ' || value ||"
                " ' ' || status || ' ' || revision) FROM reading_now",
                "I1 main 2022-Q3 -1.3 revised 2");
    begin(store);
    row.code = duban_slice_of("OK");
    append_update(store, &row, &set, &item); /* with another unit, perhaps: all are written */
    commit(store);
    expect_text(db,
                "SELECT group_concat(period || ' ' || coalesce(value, '-') || ' ' || status) FROM"
                " (SELECT * FROM reading_now ORDER BY period)",
                "2022-M01/02 - final,2022-Q3 -1.3 revised");
    duban_db_close(db);
    duban_store_close(store);
    leave(folder);
}

Test(store, has_one_writer_and_readers_that_see_what_is_committed)
{
    struct duban_store *reader = NULL;
    struct duban_store *second = NULL;
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    cr_assert_eq(duban_store_open_reader("store.db", &reader, &err), DUBAN_E_NOINPUT);
    make_store();
    struct duban_store *store = open_store();
    cr_assert_eq(duban_store_open("store.db", &second, &err), DUBAN_E_AGAIN);
    cr_assert_eq(second, NULL);
    cr_assert_eq(duban_store_open_reader("store.db", &reader, &err), DUBAN_OK, "%s", err.text);
    begin(store);
    (void)append(store, EPOCH, 4, "OK");
    cr_assert(last(store) == 4 && last(reader) == 3 && progress(reader, EPOCH).hi == 3);
    commit(store);
    cr_assert(last(reader) == 4 && progress(reader, EPOCH).hi == 4);
    duban_store_close(reader);
    duban_store_close(store);
    leave(folder);
}

static void read_file(const char *path, struct duban_buf *out)
{
    struct duban_err err = {0};

    duban_buf_clear(out);
    cr_assert_eq(duban_file_read(path, 1 << 20, out, &err), DUBAN_OK, "%s", err.text);
}

static void write_at(const char *path, long offset, const char *bytes)
{
    FILE *file = fopen(path, "r+e");

    cr_assert(file != NULL && fseek(file, offset, SEEK_SET) == 0);
    cr_assert(fputs(bytes, file) >= 0 && fclose(file) == 0);
}

Test(store, that_is_damaged_is_refused_and_left_as_it_is)
{
    static const struct {
        const char *when;
        long offset;
        const char *bytes; /* are written there; */
        long cut;          /* or the file ends here */
    } rows[] = {
        {"no database at all", 0, "Dear Sir or Madam", 0},
        {"its schema is overwritten", 100, "Dear Sir or Madam", 0},
        {"a page of it is overwritten", 4096, "Dear Sir or Madam", 0},
        {"its end is missing", 0, NULL, 8192},
        {"it belongs to another program", 68, "play", 0},
    };
    struct duban_buf before = {0};
    struct duban_buf after = {0};
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_store *store = NULL;
        make_store();
        if (rows[i].bytes == NULL)
            cr_assert_eq(truncate("store.db", rows[i].cut), 0);
        else
            write_at("store.db", rows[i].offset, rows[i].bytes);
        read_file("store.db", &before);
        cr_assert_eq(duban_store_open("store.db", &store, &err), DUBAN_E_DATA, "%s: %s",
                     rows[i].when, err.text);
        cr_assert_neq(strstr(err.text, "store.db"), NULL, "%s: %s", rows[i].when, err.text);
        read_file("store.db", &after);
        cr_assert(duban_slice_equal(duban_buf_slice(&before), duban_buf_slice(&after)), "%s",
                  rows[i].when);
        cr_assert_eq(unlink("store.db"), 0);
    }
    duban_buf_fini(&before);
    duban_buf_fini(&after);
    leave(folder);
}

Test(store, that_cannot_be_opened_says_why)
{
    struct duban_store *store = NULL;
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    cr_assert_eq(mkdir("folder", S_IRWXU), 0);
    cr_assert_eq(duban_store_open("folder", &store, &err), DUBAN_E_IO, "%s", err.text);
    cr_assert_eq(chmod(folder, S_IRUSR | S_IXUSR), 0);
    if (geteuid() == 0) /* whom no right is missing */
        cr_assert_eq(seteuid(65534), 0);
    cr_assert_eq(duban_store_open("store.db", &store, &err), DUBAN_E_PERM, "%s", err.text);
    cr_assert_eq(store, NULL);
    cr_assert_eq(seteuid(getuid()), 0);
    cr_assert_eq(chmod(folder, S_IRWXU), 0);
    leave(folder);
}

Test(store, keeps_nothing_of_a_commit_that_cannot_be_written)
{
    struct rlimit limit;
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    make_store();
    struct duban_store *store = open_store();
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    rlim_t before = limit.rlim_cur;
    begin(store);
    cr_assert_eq(append(store, EPOCH, 4, "OK"), 4);
    limit.rlim_cur = 16; /* bytes that a file may have from here on */
    (void)sigaction(SIGXFSZ, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    enum duban_rc rc = duban_store_commit(store, &err);
    limit.rlim_cur = before;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    cr_assert_eq(rc, DUBAN_E_IO, "%s", err.text);
    cr_assert(last(store) == 3 && progress(store, EPOCH).hi == 3);
    begin(store);
    cr_assert_eq(append(store, EPOCH, 4, "OK"), 4, "lsn has no holes");
    commit(store);
    duban_store_close(store);
    leave(folder);
}
