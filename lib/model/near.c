/* SPDX-License-Identifier: MIT
 *
 * Ids that look like a mistyped one. Only ids of the source's own units are ever named: an answer
 * shows nothing of others (proto/SPEC.md §8).
 */
#include <stdio.h>

#include "lib/model/model.h"

enum { NEAR_MAX = 3 };

_Static_assert((int)DUBAN_ID_MAX <= (int)DUBAN_DISTANCE_MAX, "every id can be compared");

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
            if (!duban_source_speaks_for(source, item->plan.reporter) ||
                duban_slice_distance(id, item->id) != d)
                continue;
            if (len + item->id.len + 2 > out_bytes)
                return;
            len += (size_t)snprintf(out_text + len, out_bytes - len, "%s%.*s",
                                    found == 0 ? "" : " ", DUBAN_SLICE_ARGS(item->id));
            found++;
        }
}
