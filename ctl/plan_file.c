/* SPDX-License-Identifier: MIT */
#include "ctl/plan_file.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lib/core/csv.h"
#include "lib/core/map.h"
#include "lib/model/update.h"

enum {
    HEADER_ROWS = 20,
    NONE = -1
};

enum column {
    COLUMN_ID,
    COLUMN_TITLE,
    COLUMN_LEAD,
    COLUMN_DUE,
    N_COLUMNS
};

static const struct {
    const char *zh, *en;
    enum duban_text_id name;
    size_t max; /* bytes; 0: a day */
} columns[] = {
    [COLUMN_ID] = {"编号", "id", DUBAN_TEXT_COLUMN_ID, DUBAN_ID_MAX},
    [COLUMN_TITLE] = {"事项", "title", DUBAN_TEXT_COLUMN_TITLE, DUBAN_TITLE_MAX},
    [COLUMN_LEAD] = {"牵头单位", "lead", DUBAN_TEXT_COLUMN_LEAD, DUBAN_ID_MAX},
    [COLUMN_DUE] = {"完成时限", "due", DUBAN_TEXT_COLUMN_DUE, 0},
};

struct reader {
    const char *name;
    enum duban_lang lang;
    struct duban_arena *arena;
    struct duban_csv csv;
    struct duban_buf *faults;
    int at[N_COLUMNS]; /* the cell of each column */
    size_t n_cells;    /* of the header */
    struct duban_map row_of_id, known_leads;
    struct plan_file file;
    size_t capacity;
};

static void fault(struct reader *reader, size_t row, enum duban_text_id id, const char *const *args)
{
    struct duban_buf text = {0};
    char number[24];

    (void)snprintf(number, sizeof number, "%zu", row);
    duban_text_put(&text, reader->lang, id, args);
    duban_buf_put(&text, (struct duban_slice){"", 1}); /* NUL */
    DUBAN_SAY(reader->faults, reader->lang, DUBAN_TEXT_PLAN_ROW, reader->name, number, text.at);
    duban_buf_puts(reader->faults, "\n");
    duban_buf_fini(&text);
    reader->file.n_faults++;
}

#define FAULT(reader, row, id, ...) fault(reader, row, id, (const char *const[]){__VA_ARGS__, NULL})

static const char *column_name(const struct reader *reader, enum column column)
{
    return duban_text(reader->lang, columns[column].name);
}

static int column_of(struct duban_slice cell)
{
    for (int i = 0; i < N_COLUMNS; i++)
        if (duban_slice_is(cell, columns[i].zh) ||
            (cell.len == strlen(columns[i].en) &&
             strncasecmp(cell.at, columns[i].en, cell.len) == 0))
            return i;
    return NONE;
}

/* Remembers where the header has our columns; returns how many it has. */
static size_t match_header(struct reader *reader, const struct duban_csv_cells *cells, size_t row)
{
    size_t found = 0;

    for (size_t i = 0; i < N_COLUMNS; i++)
        reader->at[i] = NONE;
    for (size_t i = 0; i < cells->n; i++) {
        int column = column_of(duban_slice_trim(cells->at[i]));
        if (column == NONE)
            continue;
        if (reader->at[column] != NONE)
            FAULT(reader, row, DUBAN_TEXT_PLAN_TWICE_COLUMN,
                  column_name(reader, (enum column)column));
        reader->at[column] = (int)i;
        found++;
    }
    reader->n_cells = cells->n;
    return found;
}

/* Any row among the first that has two of our columns is the header; what it lacks is a fault. */
static void find_header(struct reader *reader)
{
    struct duban_csv_record record;
    struct duban_slice first = {0};

    while (reader->csv.number < HEADER_ROWS && duban_csv_next(&reader->csv, &record)) {
        struct duban_csv_cells cells = duban_csv_split(record.raw, ',', reader->arena);
        if (record.number == 1)
            first = duban_slice_cut(record.raw, 120);
        if (match_header(reader, &cells, record.number) < 2)
            continue;
        for (size_t i = 0; i < N_COLUMNS; i++)
            if (reader->at[i] == NONE)
                FAULT(reader, record.number, DUBAN_TEXT_PLAN_MISSING_COLUMN,
                      column_name(reader, (enum column)i));
        return;
    }
    FAULT(reader, 1, DUBAN_TEXT_PLAN_NO_HEADER, duban_arena_cstr(reader->arena, first));
}

static void check_text(struct reader *reader, size_t row, enum column column,
                       struct duban_slice cell)
{
    char max[24];
    char len[24];

    if (cell.len == 0) {
        FAULT(reader, row, DUBAN_TEXT_PLAN_EMPTY_CELL, column_name(reader, column));
    } else if (cell.len > columns[column].max && columns[column].max > 0) {
        (void)snprintf(max, sizeof max, "%zu", columns[column].max);
        (void)snprintf(len, sizeof len, "%zu", cell.len);
        FAULT(reader, row, DUBAN_TEXT_PLAN_TOO_LONG, column_name(reader, column), max, len);
    }
}

static void check_id(struct reader *reader, const struct plan_row *row)
{
    char number[24];
    const size_t *earlier = duban_map_get(&reader->row_of_id, row->id);

    if (earlier != NULL) {
        (void)snprintf(number, sizeof number, "%zu", *earlier);
        FAULT(reader, row->number, DUBAN_TEXT_PLAN_TWICE_ID,
              duban_arena_cstr(reader->arena, row->id), number);
        return;
    }
    size_t *place = duban_arena_new(reader->arena, 1, sizeof *place);
    *place = row->number;
    duban_map_put(&reader->row_of_id, reader->arena, row->id, place);
}

static void add_lead(struct reader *reader, struct plan_row *row)
{
    struct plan_file *file = &reader->file;
    char limit[24];

    if (duban_map_get(&reader->known_leads, row->lead) != NULL)
        return;
    duban_map_put(&reader->known_leads, reader->arena, row->lead, row);
    if (file->n_leads < DUBAN_DEPTS_MAX) {
        file->leads[file->n_leads++] = row->lead;
        return;
    }
    (void)snprintf(limit, sizeof limit, "%d", DUBAN_DEPTS_MAX);
    FAULT(reader, row->number, DUBAN_TEXT_PLAN_TOO_MANY_LEADS, limit);
}

static struct plan_row *add_row(struct reader *reader)
{
    struct plan_file *file = &reader->file;

    if (file->n_rows == reader->capacity) {
        size_t capacity = reader->capacity == 0 ? 256 : reader->capacity * 2;
        struct plan_row *rows = duban_arena_new(reader->arena, capacity, sizeof *rows);
        if (file->n_rows > 0)
            memcpy(rows, file->rows, file->n_rows * sizeof *rows);
        file->rows = rows;
        reader->capacity = capacity;
    }
    return &file->rows[file->n_rows++];
}

static bool is_blank(const struct duban_csv_cells *cells)
{
    for (size_t i = 0; i < cells->n; i++)
        if (duban_slice_trim(cells->at[i]).len > 0)
            return false;
    return true;
}

static void read_row(struct reader *reader, size_t number, const struct duban_csv_cells *cells)
{
    struct duban_slice values[N_COLUMNS] = {0};
    char n_cells[24];
    char n_header[24];

    if (cells->n > reader->n_cells) {
        (void)snprintf(n_cells, sizeof n_cells, "%zu", cells->n);
        (void)snprintf(n_header, sizeof n_header, "%zu", reader->n_cells);
        FAULT(reader, number, DUBAN_TEXT_PLAN_MORE_CELLS, n_cells, n_header);
        return;
    }
    for (size_t i = 0; i < N_COLUMNS; i++) {
        if ((size_t)reader->at[i] < cells->n)
            values[i] = duban_slice_trim(cells->at[reader->at[i]]);
        check_text(reader, number, (enum column)i, values[i]);
    }
    struct plan_row *row = add_row(reader);
    *row = (struct plan_row){
        number, values[COLUMN_ID], values[COLUMN_TITLE], values[COLUMN_LEAD], {0}};
    if (values[COLUMN_DUE].len > 0 && !duban_date_read(values[COLUMN_DUE], &row->due))
        FAULT(reader, number, DUBAN_TEXT_PLAN_BAD_DATE, column_name(reader, COLUMN_DUE),
              duban_arena_cstr(reader->arena, values[COLUMN_DUE]));
    if (row->id.len > 0)
        check_id(reader, row);
    if (row->lead.len > 0)
        add_lead(reader, row);
}

static void read_rows(struct reader *reader)
{
    struct duban_csv_record record;

    while (duban_csv_next(&reader->csv, &record)) {
        struct duban_csv_cells cells = duban_csv_split(record.raw, ',', reader->arena);
        if (record.is_in_quotes)
            FAULT(reader, record.number, DUBAN_TEXT_PLAN_CUT, "");
        else if (!duban_slice_is_utf8(record.raw))
            FAULT(reader, record.number, DUBAN_TEXT_PLAN_NOT_UTF8, "");
        else if (!is_blank(&cells))
            read_row(reader, record.number, &cells);
    }
    if (reader->file.n_rows == 0 && reader->file.n_faults == 0)
        FAULT(reader, reader->csv.number, DUBAN_TEXT_PLAN_NO_ROWS, "");
}

struct plan_file plan_file_read(struct duban_slice bytes, const char *name, enum duban_lang lang,
                                struct duban_arena *arena, struct duban_buf *out_faults)
{
    static const char bom[] = "\xef\xbb\xbf";
    struct reader reader = {.name = name, .lang = lang, .arena = arena, .faults = out_faults};

    if (duban_slice_has_prefix(bytes, bom))
        bytes = (struct duban_slice){bytes.at + strlen(bom), bytes.len - strlen(bom)};
    reader.csv = (struct duban_csv){.rest = bytes, .separator = ','};
    reader.file.leads = duban_arena_new(arena, DUBAN_DEPTS_MAX, sizeof *reader.file.leads);
    find_header(&reader);
    if (reader.file.n_faults == 0)
        read_rows(&reader);
    return reader.file;
}
