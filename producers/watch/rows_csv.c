/* SPDX-License-Identifier: MIT
 *
 * Rows of delimited text. The header is the first record that names the item's column: titles may
 * stand above it. Records are decoded one by one, so that one in a wrong encoding costs one row.
 */
#include <string.h>

#include "lib/core/csv.h"
#include "lib/text/escape.h"
#include "producers/watch/rows.h"

struct source {
    const struct form *form;
    struct duban_decoder *decoder;
    struct duban_arena *arena;
    struct rows *rows;
};

static bool is_header(const struct source *source, const struct duban_csv_cells *cells)
{
    for (size_t i = 0; i < cells->n; i++)
        if (duban_slice_is(duban_slice_trim(cells->at[i]), source->form->item))
            return true;
    return false;
}

static void take_cells(struct source *source, size_t number, const struct duban_csv_cells *cells)
{
    struct rows *rows = source->rows;

    for (size_t i = 0; source->form->prefilled && i < cells->n; i++)
        cells->at[i] = duban_escape_csv_unguard(duban_slice_trim(cells->at[i]));
    struct rows_row row = {.number = number, .cells = cells->at, .n = cells->n};

    if (rows->header != NULL) {
        rows_add(rows, source->arena, &row);
    } else if (is_header(source, cells)) {
        rows->header = duban_arena_new(source->arena, 1, sizeof *rows->header);
        *rows->header = row;
    }
}

/* A file that ends in the middle of something was cut: inside quotes, inside a character, or in a row
 * that has fewer cells than the header and no line end. */
static bool is_cut(const struct source *source, const struct duban_csv_record *record,
                   enum duban_decoded decoded, const struct duban_csv_cells *cells)
{
    const struct rows_row *header = source->rows->header;

    if (record->is_in_quotes)
        return true;
    return !record->is_ended &&
           (decoded == DUBAN_DECODE_CUT ||
            (decoded == DUBAN_DECODED && header != NULL && cells->n < header->n));
}

/* U+0000 is a character, but in no text that can be sent (SPEC B6). */
static enum duban_decoded decode(struct source *source, struct duban_slice raw,
                                 struct duban_slice *out_text)
{
    if (raw.len > 0 && memchr(raw.at, '\0', raw.len) != NULL)
        return DUBAN_DECODE_WRONG;
    return duban_decode(source->decoder, raw, source->arena, out_text);
}

static void take_record(struct source *source, const struct duban_csv_record *record)
{
    struct rows_row wrong = {.number = record->number, .reason = READING_BAD_ENCODING};
    struct duban_csv_cells cells = {0};
    struct duban_slice text = {0};

    enum duban_decoded decoded = decode(source, record->raw, &text);
    if (decoded == DUBAN_DECODED)
        cells = duban_csv_split(text, source->form->separator[0], source->arena);
    if (is_cut(source, record, decoded, &cells))
        source->rows->is_broken = true;
    else if (decoded == DUBAN_DECODED)
        take_cells(source, record->number, &cells);
    else if (source->rows->header != NULL)
        rows_add(source->rows, source->arena, &wrong);
}

enum duban_rc rows_read_csv(const struct form *form, struct duban_slice bytes,
                            struct duban_arena *arena, struct rows *rows, struct duban_err *err)
{
    struct source source = {.form = form, .arena = arena, .rows = rows};
    struct duban_csv csv = {.rest = bytes, .separator = form->separator[0]};
    struct duban_csv_record record;

    enum duban_rc rc = duban_decoder_open((enum duban_charset)form->encoding, &source.decoder, err);
    if (rc != DUBAN_OK)
        return rc;
    while (!rows->is_broken && duban_csv_next(&csv, &record))
        take_record(&source, &record);
    duban_decoder_close(source.decoder);
    return DUBAN_OK;
}
