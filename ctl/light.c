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
    if (lights->evaluation != NULL && lights->evaluation->n_items == 0)
        lights->evaluation = NULL;
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

void lights_put_heading(const struct lights *lights, enum duban_lang lang, struct duban_buf *out)
{
    char day[DUBAN_DATE_BYTES];

    if (lights->evaluation == NULL)
        duban_buf_puts(out, duban_text(lang, DUBAN_TEXT_LIGHTS_NONE));
    else
        DUBAN_SAY(out, lang, DUBAN_TEXT_LIGHTS_AS_OF, duban_date_print(lights->day, day));
    duban_buf_puts(out, "\n");
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

void light_put_why(struct duban_buf *out, enum duban_lang lang, const struct reasoned *asked,
                   const struct duban_clock *clock)
{
    struct duban_arena arena = {0};
    struct reason_part part = reason_of_light(asked, clock, &arena);
    struct duban_buf light = {0};
    struct duban_buf why = {0};

    light_put(&light, lang, clock->light);
    duban_buf_put(&light, (struct duban_slice){"", 1}); /* NUL */
    reason_put(&why, lang, &part, 1);
    duban_buf_put(&why, (struct duban_slice){"", 1}); /* NUL */
    DUBAN_SAY(out, lang, DUBAN_TEXT_LIGHT_WHY, light.at, why.at);
    duban_buf_fini(&light);
    duban_buf_fini(&why);
    duban_arena_fini(&arena);
}
