/* SPDX-License-Identifier: MIT
 *
 * The units of a plan as people call them: by their code or by one of their names.
 */
#ifndef DUBAN_CTL_UNITS_H
#define DUBAN_CTL_UNITS_H

#include "lib/app/office.h"
#include "lib/core/buf.h"
#include "lib/model/model.h"
#include "lib/text/text.h"

/* What a unit is called; a name that the plan does not give is empty. Borrows. */
struct duban_unit_name units_name(const struct duban_model *model, struct duban_slice code);

/* The code of the unit that is called so: a code goes before a name. False: the plan has no such unit. */
bool units_find(const struct duban_model *model, struct duban_slice called,
                struct duban_slice *out_code);

/* Appends up to 3 codes or names that look like it, the nearest first; nothing: none does. */
void units_put_near(const struct duban_model *model, struct duban_slice called,
                    enum duban_lang lang, struct duban_buf *out);

/* The unit of an entry of watch, which names it by its code. False: the sentence that says what to write is
 * appended. */
bool units_check_watched(const struct duban_model *model, const struct duban_watched *watched,
                         enum duban_lang lang, struct duban_buf *out);

/* The codes of all units that report items, in the order of the plan, in the arena. */
struct duban_slice *units_reporting(const struct duban_model *model, struct duban_arena *arena,
                                    size_t *out_n);

#endif
