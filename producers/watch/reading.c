/* SPDX-License-Identifier: MIT */
#include "producers/watch/reading.h"

#include <string.h>

#include "lib/core/buf.h"
#include "lib/core/map.h"
#include "lib/model/unit.h"
#include "producers/watch/cell.h"
#include "producers/watch/rows.h"

enum { NOWHERE = -1 };

static const char *const reason_names[] = {
#define X(id, name) [READING_##id] = (name),
    READING_REASONS(X)
#undef X
};

const char *reading_reason_name(enum reading_reason reason)
{
    return reason_names[reason];
}

struct reader {
    const struct form *form;
    const struct delivered *file;
    struct duban_arena *arena;
    struct reading *out;
    struct rows rows;
    int item_at;    /* the cell of the item's id */
    int period_at;  /* of readings: the cell of their period; else NOWHERE */
    int *column_at; /* of each column of the form, and behind them of each unit */
};

static const struct form_column *column_of(const struct reader *reader, size_t i)
{
    return (const struct form_column *)reader->form->columns.at + i;
}

static void hold(struct reader *reader, enum reading_reason reason, const char *column)
{
    reader->out->decision = READING_HELD;
    reader->out->reason = reason;
    reader->out->column = column;
}

static struct duban_slice cell_at(const struct rows_row *row, int at)
{
    return at == NOWHERE || (size_t)at >= row->n ? (struct duban_slice){0}
                                                 : duban_slice_trim(row->cells[at]);
}

/* Where the header has a column; *out_twice: in two places. */
static int find_cell(const struct rows_row *header, const char *name, bool *out_twice)
{
    int found = NOWHERE;

    *out_twice = false;
    for (size_t i = 0; name != NULL && i < header->n; i++) {
        if (!duban_slice_is(duban_slice_trim(header->cells[i]), name))
            continue;
        *out_twice = found != NOWHERE;
        found = (int)i;
    }
    return found;
}

/* A column that the form reads must not stand twice, and stand once if it is required. */
static bool check_column(struct reader *reader, const char *name, bool is_required)
{
    bool is_twice;
    int at = find_cell(reader->rows.header, name, &is_twice);

    if (at == NOWHERE && is_required)
        hold(reader, READING_MISSING_COLUMN, name);
    else if (is_twice)
        hold(reader, READING_AMBIGUOUS_COLUMN, name);
    return reader->out->decision == READING_ACCEPTED;
}

/* Remembers where the columns are, or holds the file. */
static void take_header(struct reader *reader)
{
    const struct form *form = reader->form;
    const struct rows_row *header = reader->rows.header;
    size_t n = form->columns.n;
    bool is_twice;

    reader->item_at = find_cell(header, form->item, &is_twice);
    reader->period_at = find_cell(header, form->period, &is_twice);
    reader->column_at = duban_arena_new(reader->arena, 2 * n, sizeof *reader->column_at);
    for (size_t i = 0; i < n; i++) {
        reader->column_at[i] = find_cell(header, column_of(reader, i)->from, &is_twice);
        reader->column_at[n + i] = find_cell(header, column_of(reader, i)->unit_from, &is_twice);
    }
    for (size_t i = 0; i < form->required.n; i++)
        if (!check_column(reader, form->required.at[i], true))
            return;
    bool is_reading = form->period != NULL; /* which is nothing without one of its columns */
    if (!check_column(reader, form->item, true) || !check_column(reader, form->period, is_reading))
        return;
    for (size_t i = 0; i < n; i++) {
        const struct form_column *column = column_of(reader, i);
        if (!check_column(reader, column->from, is_reading) ||
            !check_column(reader, column->unit_from, is_reading && column->unit_from != NULL))
            return;
    }
}

/* Decides on the file as a whole. What is no table of the form at all is broken before a column can
 * be missing; a table whose end is gone may still say that it lacks one. */
static void take_file(struct reader *reader)
{
    reader->out->has_header = reader->rows.header != NULL;
    if (reader->rows.header != NULL)
        take_header(reader);
    else if (!reader->rows.is_broken)
        hold(reader, READING_MISSING_COLUMN, reader->form->item);
    if (reader->rows.is_broken && reader->out->decision == READING_ACCEPTED)
        hold(reader, READING_TRUNCATED, NULL);
}

/* Blank rows, sums, notes and titles of sections are neither read nor refused. */
static bool is_skipped(const struct rows_row *row)
{
    static const char *const sums[] = {"合计", "小计", "总计"};
    struct duban_slice first = cell_at(row, 0);
    size_t n_filled = 0;

    if (row->reason != READING_NONE)
        return false;
    for (size_t i = 0; i < row->n; i++)
        n_filled += cell_at(row, (int)i).len > 0 ? 1 : 0;
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++)
        if (duban_slice_is(first, sums[i]))
            return true;
    return n_filled == 0 || duban_slice_has_prefix(first, "注") ||
           (n_filled == 1 && duban_slice_has_prefix(first, "（"));
}

/* The first reason in the order of the rules counts, whatever the order of the columns. */
static void refuse(struct reading_row *row, enum reading_reason reason, const char *column,
                   struct duban_slice cell)
{
    if (row->reason != READING_NONE && row->reason <= reason)
        return;
    row->reason = reason;
    row->column = column;
    row->cell = cell;
}

/* What the cell's word means; NULL: the form does not list it. */
static const char *find_word(const struct form_column *column, struct duban_slice cell)
{
    for (size_t i = 0; i < column->words.n; i++)
        if (duban_slice_is(cell, column->words.names[i]))
            return column->words.values[i];
    return NULL;
}

/* words: what the form's may mean. */
static void read_word(struct reading_row *row, const struct form_column *column,
                      struct duban_slice cell, const char *const *words, struct duban_opt_word *out)
{
    const char *word = find_word(column, cell);

    if (word == NULL)
        refuse(row, READING_BAD_STATUS, column->from, cell);
    else
        *out = (struct duban_opt_word){DUBAN_GIVEN, duban_word_find(words, duban_slice_of(word))};
}

static void read_state(struct reading_row *row, const struct form_column *column,
                       struct duban_slice cell, struct duban_opt_word *out)
{
    if (cell.len == 0)
        out->is = DUBAN_NIL;
    else
        read_word(row, column, cell, duban_state_words, out);
}

/* A word without a stage is one of state's: no stage is known. */
static void read_stage(struct reading_row *row, const struct form_column *column,
                       struct duban_slice cell)
{
    struct duban_opt_text *out = &row->update.u.task.stage;

    const char *stage = find_word(column, cell);
    row->update.type = DUBAN_PROJECT; /* a task has no stage */
    out->is = stage == NULL ? DUBAN_NIL : DUBAN_GIVEN;
    if (stage != NULL)
        out->v = duban_slice_of(stage);
}

static void read_percent(struct reader *reader, struct reading_row *row,
                         const struct form_column *column, struct duban_slice cell,
                         struct duban_opt_decimal *out)
{
    if (cell.len == 0) {
        out->is = out->is == DUBAN_GIVEN ? DUBAN_GIVEN : DUBAN_NIL; /* of an earlier column */
        return;
    }
    out->is = DUBAN_GIVEN;
    if (!cell_percent(cell_narrow(cell, reader->arena), column->scale == FORM_FRACTION, &out->v))
        refuse(row, READING_BAD_NUMBER, column->from, cell);
    else if (!duban_decimal_is_percent(out->v))
        refuse(row, READING_OUT_OF_RANGE, column->from, cell);
}

static void read_value(struct reader *reader, struct reading_row *row,
                       const struct form_column *column, struct duban_slice cell,
                       struct duban_slice unit)
{
    struct duban_opt_measures *measures = &row->update.u.task.measures;

    if (cell.len == 0 && measures->is == DUBAN_GIVEN)
        return; /* an earlier column counts */
    struct duban_measure_value *value = duban_arena_new(reader->arena, 1, sizeof *value);
    value->measure = duban_slice_of(DUBAN_MEASURE_MAIN);
    *measures = (struct duban_opt_measures){DUBAN_GIVEN, value, 1};
    if (cell.len == 0)
        return;
    value->is_known = true;
    value->unit =
        column->unit != NULL ? duban_slice_of(column->unit) : cell_narrow(unit, reader->arena);
    if (!cell_number(cell_narrow(cell, reader->arena), &value->value))
        refuse(row, READING_BAD_NUMBER, column->from, cell);
    else if (value->value.mantissa < 0 && !reader->form->prefilled)
        refuse(row, READING_OUT_OF_RANGE, column->from, cell);
    else if (value->unit.len > DUBAN_UNIT_MAX)
        refuse(row, READING_TOO_LONG, column->unit_from, unit);
}

/* The figure of a period; nothing is no figure, and it may be negative. */
static void read_figure(struct reader *reader, struct reading_row *row,
                        const struct form_column *column, struct duban_slice cell,
                        struct duban_slice unit)
{
    struct duban_reading *said = &row->update.u.reading;

    said->value.is = DUBAN_GIVEN;
    said->unit = duban_given_text(column->unit != NULL ? duban_slice_of(column->unit)
                                                       : cell_narrow(unit, reader->arena));
    if (!cell_number(cell_narrow(cell, reader->arena), &said->value.v))
        refuse(row, READING_BAD_NUMBER, column->from, cell);
    else if (said->unit.v.len > DUBAN_UNIT_MAX)
        refuse(row, READING_TOO_LONG, column->unit_from, unit);
}

static void read_date(struct reader *reader, struct reading_row *row,
                      const struct form_column *column, struct duban_slice cell,
                      struct duban_opt_date *out)
{
    out->is = cell.len == 0 ? DUBAN_NIL : DUBAN_GIVEN;
    bool is_ms = column->as == FORM_MILLISECONDS;
    if (cell.len > 0 && !cell_day(cell_narrow(cell, reader->arena), is_ms, &out->v))
        refuse(row, READING_BAD_DATE, column->from, cell);
}

/* A line break is one character, whatever the system that wrote it. */
static void read_note(struct reader *reader, struct reading_row *row,
                      const struct form_column *column, struct duban_slice cell,
                      struct duban_opt_text *out)
{
    char *text = duban_arena_new(reader->arena, cell.len, 1);
    size_t n = 0;

    for (size_t i = 0; i < cell.len; i++)
        if (cell.at[i] != '\r' || i + 1 == cell.len || cell.at[i + 1] != '\n')
            text[n++] = cell.at[i];
    *out = (struct duban_opt_text){n == 0 ? DUBAN_NIL : DUBAN_GIVEN, {text, n}};
    if (n > DUBAN_NOTE_MAX)
        refuse(row, READING_TOO_LONG, column->from, duban_slice_cut(cell, 60));
}

static void read_column(struct reader *reader, struct reading_row *row, size_t i,
                        const struct rows_row *raw)
{
    const struct form_column *column = column_of(reader, i);
    struct duban_slice cell = cell_at(raw, reader->column_at[i]);
    struct duban_slice unit = cell_at(raw, reader->column_at[reader->form->columns.n + i]);
    struct duban_task *task = &row->update.u.task;

    if (reader->column_at[i] == NOWHERE)
        return; /* a column that is gone says nothing: what was known stays */
    switch ((enum form_field)column->field) {
    case FORM_STATE:
        read_state(row, column, cell, &task->state);
        return;
    case FORM_STAGE:
        read_stage(row, column, cell);
        return;
    case FORM_PERCENT:
        read_percent(reader, row, column, cell, &task->percent);
        return;
    case FORM_VALUE:
        if (row->update.type == DUBAN_READING)
            read_figure(reader, row, column, cell, unit);
        else
            read_value(reader, row, column, cell, unit);
        return;
    case FORM_READING_STATUS:
        read_word(row, column, cell, duban_reading_status_words, &row->update.u.reading.status);
        return;
    case FORM_COMPLETED_ON:
        read_date(reader, row, column, cell, &task->completed_on);
        return;
    case FORM_FORECAST_FINISH:
        read_date(reader, row, column, cell, &task->forecast_finish);
        return;
    case FORM_EXT_TO:
        read_date(reader, row, column, cell, &task->ext_to);
        return;
    case FORM_NOTE:
        read_note(reader, row, column, cell, &task->note);
        return;
    case FORM_N_FIELDS:
        return;
    }
}

static const char *column_name(const struct reader *reader, enum form_field field)
{
    for (size_t i = 0; i < reader->form->columns.n; i++)
        if (column_of(reader, i)->field == (int)field)
            return column_of(reader, i)->from;
    return NULL;
}

/* What the fields of one row may say together. */
static void check_row(const struct reader *reader, struct reading_row *row)
{
    static const struct duban_decimal hundred = {100, 0};
    const struct duban_task *task = &row->update.u.task;
    const char *column = column_name(reader, FORM_COMPLETED_ON);
    bool is_done = task->state.is == DUBAN_GIVEN && task->state.v == DUBAN_STATE_DONE;
    bool has_day = task->completed_on.is == DUBAN_GIVEN;

    if (is_done && !has_day && column != NULL)
        refuse(row, READING_MISSING_DATE, column, (struct duban_slice){0});
    else if (has_day && task->completed_on.v.days > reader->file->day.days)
        refuse(row, READING_FUTURE_DATE, column, (struct duban_slice){0});
    else if (task->state.is != DUBAN_ABSENT && !is_done && has_day)
        refuse(row, READING_INCONSISTENT, column, (struct duban_slice){0});
    else if (is_done && task->percent.is == DUBAN_GIVEN &&
             duban_decimal_compare(task->percent.v, hundred) != 0)
        refuse(row, READING_INCONSISTENT, column_name(reader, FORM_PERCENT),
               (struct duban_slice){0});
}

/* A reading is about an item and a period: IND-01@2022-M03. */
static void begin_reading(struct reader *reader, const struct rows_row *raw,
                          struct reading_row *row)
{
    struct duban_slice cell = cell_at(raw, reader->period_at);
    struct duban_opt_period *period = &row->update.u.reading.period;
    char text[DUBAN_PERIOD_BYTES];
    struct duban_buf key = {0};

    row->update.type = DUBAN_READING;
    period->is = DUBAN_GIVEN;
    if (!duban_period_read(cell_narrow(cell, reader->arena), &period->v)) {
        refuse(row, READING_BAD_DATE, reader->form->period, cell);
        row->key = (struct duban_slice){0};
    } else if (row->item.len > 0) {
        duban_buf_printf(&key, "%.*s@%s", DUBAN_SLICE_ARGS(row->item),
                         duban_period_print(period->v, text));
        row->key = duban_arena_copy(reader->arena, duban_buf_slice(&key));
        duban_buf_fini(&key);
    }
}

/* Where the row stands, and what it is about; no key where the row cannot be trusted. */
static void begin_row(struct reader *reader, const struct rows_row *raw, struct reading_row *row)
{
    bool is_malformed = raw->n > reader->rows.header->n;

    *row = (struct reading_row){.number = raw->number,
                                .reason = is_malformed ? READING_MALFORMED_ROW : raw->reason,
                                .update = {.type = DUBAN_TASK}};
    if (row->reason != READING_NONE)
        return;
    struct duban_slice cell = cell_at(raw, reader->item_at);
    row->item = cell_narrow(cell, reader->arena);
    row->key = row->item;
    row->update.item = duban_given_text(row->item);
    row->update.row = duban_u64(raw->number);
    if (row->item.len == 0)
        refuse(row, READING_EMPTY_ID, reader->form->item, cell);
    if (reader->form->period != NULL)
        begin_reading(reader, raw, row);
}

/* Nothing is known of any of its fields. */
static bool is_blank(const struct duban_task *task)
{
    return task->state.is != DUBAN_GIVEN && task->stage.is != DUBAN_GIVEN &&
           task->percent.is != DUBAN_GIVEN &&
           (task->measures.is != DUBAN_GIVEN || !task->measures.at[0].is_known) &&
           task->completed_on.is != DUBAN_GIVEN && task->forecast_finish.is != DUBAN_GIVEN &&
           task->ext_to.is != DUBAN_GIVEN && task->note.is != DUBAN_GIVEN;
}

static void read_row(struct reader *reader, const struct rows_row *raw,
                     const struct duban_map *twice, struct reading_row *row)
{
    struct duban_slice cell = duban_slice_cut(cell_at(raw, reader->item_at), 60);

    if (row->reason == READING_BAD_ENCODING || row->reason == READING_MALFORMED_ROW)
        return;
    if (row->key.len > 0 && duban_map_get(twice, row->key) != NULL)
        refuse(row, READING_DUPLICATE_ID, reader->form->item, cell);
    if (row->key.len > DUBAN_ID_MAX) {
        refuse(row, READING_TOO_LONG, reader->form->item, cell);
        row->key = (struct duban_slice){0};
    }
    for (size_t i = 0; i < reader->form->columns.n; i++)
        read_column(reader, row, i, raw);
    if (row->update.type == DUBAN_READING)
        return;
    row->is_blank = reader->form->prefilled && is_blank(&row->update.u.task);
    if (row->reason == READING_NONE)
        check_row(reader, row);
}

/* Keys that stand in more than one row: none of those rows is believed. */
static struct duban_map find_twice(const struct reader *reader)
{
    struct duban_map seen = {0};
    struct duban_map twice = {0};

    for (size_t i = 0; i < reader->out->n_rows; i++) {
        struct reading_row *row = &reader->out->rows[i];
        if (row->key.len > 0 && duban_map_get(&seen, row->key) != NULL)
            duban_map_put(&twice, reader->arena, row->key, row);
        if (row->key.len > 0)
            duban_map_put(&seen, reader->arena, row->key, row);
    }
    return twice;
}

/* Takes those that are skipped out of the list; returns how many stay. */
static size_t sift(struct reader *reader)
{
    struct rows_row **at = &reader->rows.first;
    size_t n = 0;

    while (*at != NULL) {
        if (is_skipped(*at)) {
            reader->out->n_skipped++;
            *at = (*at)->next;
        } else {
            at = &(*at)->next;
            n++;
        }
    }
    return n;
}

static void read_rows(struct reader *reader)
{
    struct reading *out = reader->out;
    size_t i = 0;

    out->n_rows = sift(reader);
    out->rows = duban_arena_new(reader->arena, out->n_rows, sizeof *out->rows);
    for (const struct rows_row *raw = reader->rows.first; raw != NULL; raw = raw->next)
        begin_row(reader, raw, &out->rows[i++]);
    struct duban_map twice = find_twice(reader);
    i = 0;
    for (const struct rows_row *raw = reader->rows.first; raw != NULL; raw = raw->next) {
        read_row(reader, raw, &twice, &out->rows[i]);
        out->n_understood += out->rows[i++].reason == READING_NONE ? 1 : 0;
    }
}

/* .xlsx and .et files are zip archives or compound files, .xls files are compound files: each begins with
 * its own mark. */
static bool is_spreadsheet(struct duban_slice bytes)
{
    return duban_slice_has_prefix(bytes, "PK\x03\x04") ||
           duban_slice_has_prefix(bytes, "\xd0\xcf\x11\xe0");
}

enum duban_rc reading_read(const struct form *form, const struct delivered *file,
                           struct duban_arena *arena, struct reading *out_reading,
                           struct duban_err *err)
{
    struct reading reading = {.decision = READING_ACCEPTED};
    struct reader reader = {.form = form, .file = file, .arena = arena, .out = &reading};
    enum duban_rc rc = DUBAN_OK;

    if (duban_slice_has_prefix(duban_slice_of(file->name), "~$")) {
        reading.decision = READING_IGNORED;
        reading.reason = READING_LOCK_FILE;
    } else if (file->bytes.len == 0) {
        hold(&reader, READING_EMPTY, NULL);
    } else if (is_spreadsheet(file->bytes)) {
        hold(&reader, READING_SPREADSHEET, NULL);
    } else {
        rc = rows_read(form, file->bytes, arena, &reader.rows, err);
        if (rc != DUBAN_OK)
            return rc;
        take_file(&reader);
        if (reading.decision == READING_ACCEPTED)
            read_rows(&reader);
    }
    *out_reading = reading;
    return DUBAN_OK;
}
