/* SPDX-License-Identifier: MIT */
#include "producers/watch/rows.h"

#include <string.h>

void rows_add(struct rows *rows, struct duban_arena *arena, const struct rows_row *row)
{
    struct rows_row *added = duban_arena_new(arena, 1, sizeof *added);

    *added = *row;
    *rows->last = added;
    rows->last = &added->next;
}

enum duban_rc rows_read(const struct form *form, struct duban_slice bytes,
                        struct duban_arena *arena, struct rows *out_rows, struct duban_err *err)
{
    static const char bom[] = "\xef\xbb\xbf";

    *out_rows = (struct rows){.last = &out_rows->first};
    if (duban_slice_has_prefix(bytes, bom))
        bytes = (struct duban_slice){bytes.at + strlen(bom), bytes.len - strlen(bom)};
    if (form->kind != FORM_JSON)
        return rows_read_csv(form, bytes, arena, out_rows, err);
    rows_read_json(form, bytes, arena, out_rows);
    return DUBAN_OK;
}
