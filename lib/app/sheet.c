/* SPDX-License-Identifier: MIT */
#include "lib/app/sheet.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lib/core/csv.h"
#include "lib/core/file.h"

enum { NONE = -1 };

/* Where the header has our columns. */
struct header {
    int cell_of[DUBAN_SHEET_COLUMNS_MAX]; /* NONE: nowhere */
    size_t n_cells;
};

void duban_sheet_fault(struct duban_sheet *sheet, size_t row, enum duban_text_id id,
                       const char *const *args)
{
    struct duban_buf text = {0};
    char number[24];

    (void)snprintf(number, sizeof number, "%zu", row);
    duban_text_put(&text, sheet->lang, id, args);
    duban_buf_put(&text, (struct duban_slice){"", 1}); /* NUL */
    DUBAN_SAY(sheet->faults, sheet->lang, DUBAN_TEXT_SHEET_ROW, sheet->path, number, text.at);
    duban_buf_puts(sheet->faults, "\n");
    duban_buf_fini(&text);
    sheet->n_faults++;
}

const char *duban_sheet_column_name(const struct duban_sheet *sheet, size_t column)
{
    struct duban_slice in_file = sheet->names[column];

    return in_file.len > 0 ? duban_sheet_cell(sheet, in_file)
                           : duban_text(sheet->lang, sheet->columns[column].name);
}

const char *duban_sheet_cell(const struct duban_sheet *sheet, struct duban_slice cell)
{
    return duban_arena_cstr(sheet->arena, cell);
}

static const char *number_text(const struct duban_sheet *sheet, size_t number)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%zu", number);
    return duban_arena_cstr(sheet->arena, duban_slice_of(text));
}

static int column_of(const struct duban_sheet *sheet, struct duban_slice cell)
{
    for (size_t i = 0; i < sheet->n_columns; i++)
        for (size_t k = 0; k < DUBAN_SHEET_NAMES_MAX && sheet->columns[i].names[k] != NULL; k++) {
            const char *name = sheet->columns[i].names[k];
            if (cell.len == strlen(name) && strncasecmp(cell.at, name, cell.len) == 0)
                return (int)i;
        }
    return NONE;
}

/* Returns how many of our columns the cells name. */
static size_t match_header(struct duban_sheet *sheet, const struct duban_csv_cells *cells,
                           size_t row, struct header *out_header)
{
    size_t found = 0;

    for (size_t i = 0; i < DUBAN_SHEET_COLUMNS_MAX; i++)
        out_header->cell_of[i] = NONE;
    out_header->n_cells = cells->n;
    for (size_t i = 0; i < cells->n; i++) {
        int column = column_of(sheet, duban_slice_trim(cells->at[i]));
        if (column == NONE)
            continue;
        if (out_header->cell_of[column] != NONE)
            DUBAN_SHEET_FAULT(sheet, row, DUBAN_TEXT_SHEET_TWICE_COLUMN,
                              duban_sheet_column_name(sheet, (size_t)column));
        out_header->cell_of[column] = (int)i;
        sheet->names[column] = duban_slice_trim(cells->at[i]);
        found++;
    }
    return found;
}

static const char *required_names(const struct duban_sheet *sheet)
{
    struct duban_buf names = {0};

    for (size_t i = 0; i < sheet->n_columns; i++)
        if (sheet->columns[i].is_required)
            duban_buf_printf(&names, "%s%s", names.len == 0 ? "" : " ",
                             duban_sheet_column_name(sheet, i));
    const char *text = duban_arena_cstr(sheet->arena, duban_buf_slice(&names));
    duban_buf_fini(&names);
    return text;
}

/* Any row among the first that names two of our columns is the header; what it lacks is a fault. */
static void find_header(struct duban_sheet *sheet, struct duban_csv *csv, struct header *out_header)
{
    struct duban_csv_record record;
    struct duban_slice first = {0};

    while (csv->number < DUBAN_SHEET_HEADER_ROWS && duban_csv_next(csv, &record)) {
        struct duban_csv_cells cells = duban_csv_split(record.raw, csv->separator, sheet->arena);
        if (record.number == 1)
            first = duban_slice_cut(record.raw, 120);
        if (match_header(sheet, &cells, record.number, out_header) < 2)
            continue;
        sheet->header_row = record.number;
        for (size_t i = 0; i < sheet->n_columns; i++) {
            sheet->has[i] = out_header->cell_of[i] != NONE;
            if (!sheet->has[i] && sheet->columns[i].is_required)
                DUBAN_SHEET_FAULT(sheet, record.number, DUBAN_TEXT_SHEET_MISSING_COLUMN,
                                  duban_sheet_column_name(sheet, i));
        }
        return;
    }
    if (!duban_slice_is_utf8(first)) {
        DUBAN_SHEET_FAULT(sheet, 1, DUBAN_TEXT_SHEET_NOT_UTF8, "");
        return;
    }
    DUBAN_SHEET_FAULT(sheet, 1, DUBAN_TEXT_SHEET_NO_HEADER, required_names(sheet),
                      duban_sheet_cell(sheet, first));
}

static bool is_blank(const struct duban_csv_cells *cells)
{
    for (size_t i = 0; i < cells->n; i++)
        if (duban_slice_trim(cells->at[i]).len > 0)
            return false;
    return true;
}

static void add_row(struct duban_sheet *sheet, const struct header *header, size_t number,
                    const struct duban_csv_cells *cells, size_t *capacity)
{
    if (cells->n > header->n_cells) {
        DUBAN_SHEET_FAULT(sheet, number, DUBAN_TEXT_SHEET_MORE_CELLS, number_text(sheet, cells->n),
                          number_text(sheet, header->n_cells));
        return;
    }
    if (sheet->n_rows == *capacity) {
        *capacity = *capacity == 0 ? 64 : *capacity * 2;
        struct duban_sheet_row *rows = duban_arena_new(sheet->arena, *capacity, sizeof *rows);
        if (sheet->n_rows > 0)
            memcpy(rows, sheet->rows, sheet->n_rows * sizeof *rows);
        sheet->rows = rows;
    }
    struct duban_sheet_row *row = &sheet->rows[sheet->n_rows++];
    row->number = number;
    for (size_t i = 0; i < sheet->n_columns; i++)
        if (header->cell_of[i] != NONE && (size_t)header->cell_of[i] < cells->n)
            row->cells[i] = duban_slice_trim(cells->at[header->cell_of[i]]);
}

static void read_rows(struct duban_sheet *sheet, struct duban_csv *csv, const struct header *header)
{
    struct duban_csv_record record;
    size_t capacity = 0;

    while (duban_csv_next(csv, &record)) {
        struct duban_csv_cells cells = duban_csv_split(record.raw, csv->separator, sheet->arena);
        if (record.is_in_quotes)
            DUBAN_SHEET_FAULT(sheet, record.number, DUBAN_TEXT_SHEET_CUT, "");
        else if (!duban_slice_is_utf8(record.raw))
            DUBAN_SHEET_FAULT(sheet, record.number, DUBAN_TEXT_SHEET_NOT_UTF8, "");
        else if (!is_blank(&cells))
            add_row(sheet, header, record.number, &cells, &capacity);
    }
    if (sheet->n_rows == 0 && sheet->n_faults == 0)
        DUBAN_SHEET_FAULT(sheet, csv->number, DUBAN_TEXT_SHEET_NO_ROWS, "");
}

void duban_sheet_parse(struct duban_sheet *sheet, struct duban_slice bytes)
{
    static const char bom[] = "\xef\xbb\xbf";
    struct header header = {.n_cells = 0};

    if (duban_slice_has_prefix(bytes, bom))
        bytes = (struct duban_slice){bytes.at + strlen(bom), bytes.len - strlen(bom)};
    struct duban_csv csv = {.rest = bytes, .separator = ','};
    size_t faults_before = sheet->n_faults;
    find_header(sheet, &csv, &header);
    if (sheet->n_faults == faults_before)
        read_rows(sheet, &csv, &header);
}

enum duban_rc duban_sheet_read(struct duban_sheet *sheet, struct duban_err *err)
{
    struct duban_buf bytes = {0};

    enum duban_rc rc = duban_file_read(sheet->path, DUBAN_SHEET_MAX_BYTES, &bytes, err);
    if (rc == DUBAN_OK)
        duban_sheet_parse(sheet, duban_arena_copy(sheet->arena, duban_buf_slice(&bytes)));
    duban_buf_fini(&bytes);
    return rc;
}

bool duban_sheet_need(struct duban_sheet *sheet, const struct duban_sheet_row *row, size_t column)
{
    if (row->cells[column].len > 0)
        return true;
    DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_EMPTY_CELL,
                      duban_sheet_column_name(sheet, column));
    return false;
}

bool duban_sheet_text(struct duban_sheet *sheet, const struct duban_sheet_row *row, size_t column,
                      size_t max)
{
    if (row->cells[column].len <= max)
        return true;
    DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_TOO_LONG,
                      duban_sheet_column_name(sheet, column), number_text(sheet, max),
                      number_text(sheet, row->cells[column].len));
    return false;
}
