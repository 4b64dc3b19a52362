/* SPDX-License-Identifier: MIT
 *
 * Ids that look like a mistyped one. Only ids of the source's own units are ever named: an answer
 * shows nothing of others (proto/SPEC.md §8).
 */
#include <stdio.h>
#include <string.h>

#include "lib/model/model.h"

enum {
    NEAR_MAX = 3
};

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Levenshtein's distance in bytes; both at most DUBAN_ID_MAX long. */
static size_t distance(struct duban_slice a, struct duban_slice b)
{
    size_t row[DUBAN_ID_MAX + 1];

    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t above = row[j];
            row[j] =
                least(above + 1, row[j - 1] + 1, diagonal + (a.at[i - 1] == b.at[j - 1] ? 0 : 1));
            diagonal = above;
        }
    }
    return row[b.len];
}

void duban_model_near(const struct duban_model *model, const struct duban_source *source,
                      struct duban_slice id, char *out_text, size_t out_bytes)
{
    size_t far = id.len / 3 < 2 ? 2 : id.len / 3; /* beyond this it is no slip of the finger */
    size_t found = 0;
    size_t len = 0;

    out_text[0] = '\0';
    for (size_t d = 1; d <= far && found < NEAR_MAX; d++)
        for (size_t i = 0; i < model->n_items && found < NEAR_MAX; i++) {
            const struct duban_item *item = model->items[i];
            if (!duban_source_speaks_for(source, item->lead) || distance(id, item->id) != d)
                continue;
            if (len + item->id.len + 2 > out_bytes)
                return;
            len += (size_t)snprintf(out_text + len, out_bytes - len, "%s%.*s",
                                    found == 0 ? "" : " ", DUBAN_SLICE_ARGS(item->id));
            found++;
        }
}
