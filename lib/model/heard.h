/* SPDX-License-Identifier: MIT
 *
 * When a unit was last heard, and when an item was last seen. A unit's file is its whole list: what
 * it repeats is no update (proto/SPEC.md §7.6), but the unit has spoken of it all the same.
 */
#ifndef DUBAN_LIB_MODEL_HEARD_H
#define DUBAN_LIB_MODEL_HEARD_H

#include "lib/model/model.h"

/* A report of the item was accepted. */
void heard_report(struct duban_model *model, struct duban_item *item, struct duban_date known_on);

/* A rowset was accepted. Only a file that was accepted too says anything. */
void heard_file(struct duban_model *model, const struct duban_event *event, struct duban_slice dept,
                const struct duban_rowset *rowset);

#endif
