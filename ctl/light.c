/* SPDX-License-Identifier: MIT */
#include "ctl/light.h"

enum duban_rc lights_open(struct lights *lights, const struct world *world, struct duban_err *err)
{
    enum duban_rc rc = DUBAN_OK;
    bool has_moved = true;

    *lights =
        (struct lights){.outlook = outlook_new(world->store, duban_slice_of(world->office.control)),
                        .day = world->judged_on};
    while (rc == DUBAN_OK && has_moved)
        rc = outlook_next(lights->outlook, world->judged_on, &has_moved, err);
    if (rc == DUBAN_OK)
        lights->evaluation = outlook_evaluation(lights->outlook);
    return rc;
}

void lights_close(struct lights *lights)
{
    outlook_free(lights->outlook);
}

const struct duban_item_evaluation *lights_item(const struct lights *lights, size_t i)
{
    return lights->evaluation != NULL && i < lights->evaluation->n_items
               ? &lights->evaluation->items[i]
               : NULL;
}

struct reasoned lights_reasoned(const struct lights *lights, size_t i)
{
    return (struct reasoned){.model = outlook_model(lights->outlook),
                             .calendar = outlook_calendar(lights->outlook),
                             .preset = &duban_preset_default,
                             .evaluation = lights->evaluation,
                             .i = i};
}

void light_put(struct duban_buf *out, enum duban_lang lang, enum duban_light light)
{
    static const char *const symbols[] = {[DUBAN_LIGHT_GREY] = "○",
                                          [DUBAN_LIGHT_GREEN] = "●",
                                          [DUBAN_LIGHT_YELLOW] = "▲",
                                          [DUBAN_LIGHT_RED] = "■",
                                          [DUBAN_LIGHT_BLUE] = "◆"};

    duban_buf_printf(out, "%s%s", symbols[light], duban_text_word(lang, duban_light_words[light]));
}
