/* SPDX-License-Identifier: MIT
 *
 * Ids that look like a mistyped one. Only ids of the source's own units are ever named: an answer
 * shows nothing of others (proto/SPEC.md §8).
 */
#include <stdio.h>

#include "lib/model/model.h"

enum { NEAR_MAX = 3 };

_Static_assert((int)DUBAN_ID_MAX <= (int)DUBAN_DISTANCE_MAX, "every id can be compared");

struct near {
    const struct duban_item *item;
    size_t distance;
};

/* Puts an item behind those that are as near. */
static void insert(struct near near[NEAR_MAX], size_t *n, const struct duban_item *item,
                   size_t distance)
{
    size_t at = *n;

    while (at > 0 && near[at - 1].distance > distance)
        at--;
    if (at == NEAR_MAX)
        return;
    size_t last = *n < NEAR_MAX ? *n : NEAR_MAX - 1;
    for (size_t i = last; i > at; i--)
        near[i] = near[i - 1];
    near[at] = (struct near){item, distance};
    *n = last + 1;
}

void duban_model_near(const struct duban_model *model, const struct duban_source *source,
                      struct duban_slice id, char *out_text, size_t out_bytes)
{
    size_t far = id.len / 3 < 2 ? 2 : id.len / 3; /* beyond this it is no slip of the finger */
    struct near near[NEAR_MAX];
    size_t n = 0;
    size_t len = 0;

    for (size_t i = 0; i < model->n_items; i++) {
        const struct duban_item *item = model->items[i];
        size_t shorter = id.len < item->id.len ? id.len : item->id.len;
        if (id.len + item->id.len - 2 * shorter > far ||
            !duban_source_speaks_for(source, item->plan.reporter))
            continue;
        size_t distance = duban_slice_distance(id, item->id);
        if (distance <= far)
            insert(near, &n, item, distance);
    }
    out_text[0] = '\0';
    for (size_t i = 0; i < n && len + near[i].item->id.len + 2 <= out_bytes; i++)
        len += (size_t)snprintf(out_text + len, out_bytes - len, "%s%.*s", i == 0 ? "" : " ",
                                DUBAN_SLICE_ARGS(near[i].item->id));
}
