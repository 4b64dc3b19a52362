/* SPDX-License-Identifier: MIT */
#include "producers/watch/receipt.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sys/stat.h>

#include "lib/core/file.h"
#include "lib/core/map.h"
#include "lib/text/escape.h"
#include "producers/watch/words.h"
#include "proto/bounds.h"
#include "proto/update.h"

static const char folder_name[] = "回执";

/* An update that was made of a row, and the answer to it. */
struct sent {
    struct duban_update update;
    struct duban_result result;
};

struct receipt {
    enum duban_lang lang;
    const char *banner;
    const struct publisher *publisher;
    const struct ledger_file *file;
    struct duban_arena *arena;
    struct duban_map sent_by_row; /* by the row's number as text: struct sent * */
    struct duban_update rowset;
    struct reading reading;
    size_t n_changed, n_refused;
    struct duban_buf out;
};

static struct duban_slice row_key(uint64_t row, char text[static 24])
{
    (void)snprintf(text, 24, "%" PRIu64, row);
    return duban_slice_of(text);
}

static enum duban_rc decode(const struct receipt *receipt, struct duban_slice bytes,
                            struct duban_update *out, struct duban_err *err)
{
    struct duban_verdict verdict;

    if (duban_update_decode(bytes, receipt->arena, out, &verdict))
        return DUBAN_OK;
    return duban_err_set(err, DUBAN_E_DATA, "the outbox holds an update that cannot be read: %s",
                         verdict.detail);
}

static enum duban_rc take_sent(struct receipt *receipt, uint64_t seq, struct duban_slice bytes,
                               struct duban_err *err)
{
    struct sent *sent = duban_arena_new(receipt->arena, 1, sizeof *sent);
    char key[24];

    enum duban_rc rc = decode(receipt, bytes, &sent->update, err);
    if (rc == DUBAN_OK && sent->update.type == DUBAN_ROWSET)
        receipt->rowset = sent->update;
    if (rc == DUBAN_OK)
        rc = duban_outbox_answer_of(receipt->publisher->outbox, seq, receipt->arena, &sent->result,
                                    err);
    if (rc == DUBAN_OK && sent->update.type != DUBAN_ROWSET)
        duban_map_put(&receipt->sent_by_row, receipt->arena, row_key(sent->update.row.v, key),
                      sent);
    return rc;
}

/* What was sent of the file, out of the outbox. */
static enum duban_rc take_all_sent(struct receipt *receipt, struct duban_err *err)
{
    static const struct duban_outbox_limits limits = {DUBAN_UPDATES_MAX, DUBAN_FRAME_MAX};
    uint64_t seq = receipt->file->first;

    while (seq <= receipt->file->last) {
        struct duban_opt_texts updates;
        enum duban_rc rc = duban_outbox_read(receipt->publisher->outbox, seq, &limits,
                                             receipt->arena, &updates, err);
        if (rc != DUBAN_OK)
            return rc;
        if (updates.n == 0)
            return duban_err_set(err, DUBAN_E_DATA, "the outbox does not hold update %" PRIu64,
                                 seq);
        for (size_t i = 0; i < updates.n && seq <= receipt->file->last; i++, seq++) {
            rc = take_sent(receipt, seq, updates.at[i], err);
            if (rc != DUBAN_OK)
                return rc;
        }
    }
    return DUBAN_OK;
}

/* A line of the receipt. */
struct line {
    uint64_t row; /* 0: of the file as a whole */
    struct duban_slice item;
    enum duban_text_id result;
    const char *column; /* may be NULL */
    struct duban_slice cell, understood, why;
};

static void put_line(struct receipt *receipt, const struct line *line)
{
    char number[24] = "";

    if (line->row > 0)
        (void)row_key(line->row, number);
    const struct duban_slice cells[] = {
        duban_slice_of(number),
        line->item,
        duban_slice_of(duban_text(receipt->lang, line->result)),
        duban_slice_of(line->column),
        line->cell,
        line->understood,
        line->why,
    };
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        duban_buf_puts(&receipt->out, i == 0 ? "" : ",");
        duban_escape_csv(&receipt->out, cells[i]);
    }
    duban_buf_puts(&receipt->out, "\r\n");
}

static void put_heading(struct receipt *receipt)
{
    static const enum duban_text_id headings[] = {
        DUBAN_TEXT_RECEIPT_ROW,    DUBAN_TEXT_COLUMN_ID,    DUBAN_TEXT_RECEIPT_RESULT,
        DUBAN_TEXT_RECEIPT_COLUMN, DUBAN_TEXT_RECEIPT_CELL, DUBAN_TEXT_RECEIPT_UNDERSTOOD,
        DUBAN_TEXT_RECEIPT_WHY};

    duban_buf_puts(&receipt->out, "\xef\xbb\xbf"); /* so that spreadsheets take it for UTF-8 */
    if (receipt->banner != NULL) {
        duban_escape_csv(&receipt->out, duban_slice_of(receipt->banner));
        duban_buf_puts(&receipt->out, "\r\n");
    }
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        duban_buf_puts(&receipt->out, i == 0 ? "" : ",");
        duban_escape_csv(&receipt->out, duban_slice_of(duban_text(receipt->lang, headings[i])));
    }
    duban_buf_puts(&receipt->out, "\r\n");
}

static struct duban_slice keep(struct receipt *receipt, struct duban_buf *text)
{
    struct duban_slice kept = duban_arena_copy(receipt->arena, duban_buf_slice(text));
    duban_buf_fini(text);
    return kept;
}

static void put_refused(struct receipt *receipt, const struct reading_row *row)
{
    struct duban_buf why = {0};

    words_put_reason(&why, receipt->lang, row->reason, row->column, row->cell);
    receipt->n_refused++;
    put_line(receipt, &(struct line){.row = row->number,
                                     .item = row->item,
                                     .result = DUBAN_TEXT_RECEIPT_REFUSED,
                                     .column = row->column,
                                     .cell = row->cell,
                                     .why = keep(receipt, &why)});
}

/* A row that was sent: what the aggregator answered. */
static void put_sent(struct receipt *receipt, const struct reading_row *row,
                     const struct sent *sent)
{
    struct duban_slice code = sent->result.code;
    bool is_refused = duban_answer_is_refusal(code);
    bool is_plain = duban_slice_is(code, duban_answer_name(DUBAN_ANSWER_OK)) ||
                    duban_slice_is(code, duban_answer_name(DUBAN_ANSWER_NOCHANGE));
    struct duban_buf understood = {0};
    struct duban_buf why = {0};
    struct line line = {.row = row->number, .item = row->item};

    words_put_report(&understood, receipt->lang, &sent->update);
    if (!is_plain)
        duban_text_put_answer(&why, receipt->lang, code, sent->result.detail);
    line.result = is_refused                     ? DUBAN_TEXT_RECEIPT_REFUSED
                  : duban_answer_is_change(code) ? DUBAN_TEXT_RECEIPT_ACCEPTED
                                                 : DUBAN_TEXT_RECEIPT_UNCHANGED;
    receipt->n_refused += is_refused ? 1 : 0;
    receipt->n_changed += duban_answer_is_change(code) ? 1 : 0;
    line.understood = keep(receipt, &understood);
    line.why = keep(receipt, &why);
    put_line(receipt, &line);
}

static void put_rows(struct receipt *receipt)
{
    char key[24];

    for (size_t i = 0; i < receipt->reading.n_rows; i++) {
        const struct reading_row *row = &receipt->reading.rows[i];
        const struct sent *sent = duban_map_get(&receipt->sent_by_row, row_key(row->number, key));
        if (row->reason != READING_NONE)
            put_refused(receipt, row);
        else if (sent != NULL)
            put_sent(receipt, row, sent);
        else
            put_line(receipt, &(struct line){.row = row->number,
                                             .item = row->item,
                                             .result = DUBAN_TEXT_RECEIPT_UNCHANGED});
    }
    for (size_t i = 0; i < receipt->rowset.u.rowset.missing.n; i++)
        put_line(receipt, &(struct line){.item = receipt->rowset.u.rowset.missing.at[i],
                                         .result = DUBAN_TEXT_RECEIPT_MISSING,
                                         .why = duban_slice_of(duban_text(
                                             receipt->lang, DUBAN_TEXT_RECEIPT_MISSING_WHY))});
}

/* The last line: the file as a whole. */
static void put_file(struct receipt *receipt)
{
    const struct duban_rowset *rowset = &receipt->rowset.u.rowset;
    struct duban_buf why = {0};
    char numbers[5][24];
    struct line line = {.result = DUBAN_TEXT_RECEIPT_FILE_HELD, .item = rowset->name.v};

    if (rowset->decision.v == DUBAN_FILE_ACCEPTED) {
        line.result = DUBAN_TEXT_RECEIPT_FILE_ACCEPTED;
        size_t n_unchanged = receipt->reading.n_rows - receipt->n_changed - receipt->n_refused;
        (void)row_key(receipt->reading.n_rows, numbers[0]);
        (void)row_key(receipt->n_changed, numbers[1]);
        (void)row_key(n_unchanged, numbers[2]);
        (void)row_key(receipt->n_refused, numbers[3]);
        (void)row_key(receipt->reading.n_skipped, numbers[4]);
        DUBAN_SAY(&why, receipt->lang, DUBAN_TEXT_RECEIPT_COUNTS, numbers[0], numbers[1],
                  numbers[2], numbers[3], numbers[4]);
    } else if (rowset->decision.v == DUBAN_FILE_DUPLICATE) {
        line.result = DUBAN_TEXT_RECEIPT_FILE_DUPLICATE;
        duban_buf_puts(&why, duban_text(receipt->lang, DUBAN_TEXT_RECEIPT_DUPLICATE_WHY));
    } else if (receipt->reading.decision == READING_ACCEPTED) {
        enum duban_text_id id = DUBAN_TEXT_RECEIPT_CUT_WHY; /* the reading does not know why */
        if (duban_slice_is(rowset->reason.v, reading_reason_name(READING_TOO_MANY_ROWS)))
            id = DUBAN_TEXT_too_many_rows;
        duban_buf_puts(&why, duban_text(receipt->lang, id));
    } else {
        words_put_file_reason(&why, receipt->lang, receipt->publisher->form, &receipt->reading);
    }
    line.why = keep(receipt, &why);
    put_line(receipt, &line);
}

static enum duban_rc make(struct receipt *receipt, struct duban_slice bytes, struct duban_err *err)
{
    enum duban_rc rc = take_all_sent(receipt, err);
    if (rc == DUBAN_OK)
        rc = publish_read(receipt->publisher, receipt->file, bytes, receipt->arena,
                          &receipt->reading, err);
    if (rc != DUBAN_OK)
        return rc;
    put_heading(receipt);
    if (receipt->rowset.u.rowset.decision.v == DUBAN_FILE_ACCEPTED)
        put_rows(receipt);
    put_file(receipt);
    return DUBAN_OK;
}

/* NAME_回执_20221010_1705_12.csv: NAME without its extension, the moment of delivery, and the file's number. */
static void put_name(const struct receipt *receipt, struct duban_buf *out)
{
    struct duban_slice name = receipt->rowset.u.rowset.name.v;
    char at[DUBAN_INSTANT_BYTES]; /* 2022-10-10T17:05:00+08:00 */

    (void)duban_instant_print(receipt->file->delivered_at, at);
    const char *dot = memrchr(name.at, '.', name.len);
    if (dot != NULL && dot != name.at)
        name.len = (size_t)(dot - name.at);
    duban_buf_printf(out, "%.*s_%s_%.4s%.2s%.2s_%.2s%.2s_%" PRId64 ".csv",
                     DUBAN_SLICE_ARGS(duban_slice_cut(name, 180)), folder_name, at, at + 5, at + 8,
                     at + 11, at + 14, receipt->file->id);
}

/* Into the folder itself: a link in its place could lead anywhere. */
static enum duban_rc write_file(const struct receipt *receipt, const char *folder,
                                struct duban_err *err)
{
    struct duban_buf name = {0};
    struct duban_buf path = {0};
    int fd = -1;

    duban_buf_printf(&path, "%s/%s", folder, folder_name);
    duban_buf_put(&path, (struct duban_slice){"", 1}); /* NUL */
    enum duban_rc rc =
        duban_dir_open(path.at, S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH, &fd, err);
    if (rc == DUBAN_OK) {
        put_name(receipt, &name);
        duban_buf_clear(&path);
        duban_dir_put_path(fd, duban_buf_slice(&name), &path);
        rc = duban_file_write_durably(path.at, duban_buf_slice(&receipt->out),
                                      S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH, err);
        duban_dir_close(fd);
    }
    duban_buf_fini(&name);
    duban_buf_fini(&path);
    return rc;
}

enum duban_rc receipt_write(const struct receipt_place *place, const struct publisher *publisher,
                            const struct ledger_file *file, struct duban_slice bytes,
                            struct duban_arena *arena, struct duban_err *err)
{
    struct receipt receipt = {.lang = place->lang,
                              .banner = place->banner,
                              .publisher = publisher,
                              .file = file,
                              .arena = arena};

    enum duban_rc rc = make(&receipt, bytes, err);
    if (rc == DUBAN_OK)
        rc = write_file(&receipt, place->folder, err);
    duban_buf_fini(&receipt.out);
    return rc;
}
