/* SPDX-License-Identifier: MIT
 *
 * The lights as a command shows them: those of the last evaluation that has passed (struct world,
 * judged_on). They may know less than the world, which also holds what was received since.
 */
#ifndef DUBAN_CTL_LIGHT_H
#define DUBAN_CTL_LIGHT_H

#include "ctl/reason.h"
#include "ctl/world.h"
#include "sinks/common/outlook.h"

struct lights {
    struct outlook *outlook;
    const struct duban_evaluation *evaluation; /* NULL: there was no item yet */
    struct duban_date day;                     /* of the evaluation */
};

/* The world's zone is set, and its store open. E_DATA, E_IO. lights is closed also after a failure. */
DUBAN_MUST_USE enum duban_rc lights_open(struct lights *lights, const struct world *world,
                                         struct duban_err *err);
void lights_close(struct lights *lights);

/* Of the item at that place in the world's model. NULL: it is not evaluated yet. */
const struct duban_item_evaluation *lights_item(const struct lights *lights, size_t i);

/* The evaluation that the lights are of: a line. */
void lights_put_heading(const struct lights *lights, enum duban_lang lang, struct duban_buf *out);

/* What reasons are asked about; meaningful where lights_item() is not NULL. */
struct reasoned lights_reasoned(const struct lights *lights, size_t i);

/* ■红：进度滞后: a light of the item that is asked about, and why. */
void light_put_why(struct duban_buf *out, enum duban_lang lang, const struct reasoned *asked,
                   const struct duban_clock *clock);

/* ■红: by symbol and word, so that no colour is needed. */
void light_put(struct duban_buf *out, enum duban_lang lang, enum duban_light light);

#endif
