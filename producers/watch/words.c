/* SPDX-License-Identifier: MIT */
#include "producers/watch/words.h"

#include "lib/core/check.h"

static void put_terminated(struct duban_buf *out, struct duban_slice text)
{
    duban_buf_put(out, text);
    duban_buf_put(out, (struct duban_slice){"", 1}); /* NUL */
}

void words_put_reason(struct duban_buf *out, enum duban_lang lang, enum reading_reason reason,
                      const char *column, struct duban_slice cell)
{
    enum duban_text_id id = DUBAN_TEXT_none;
    struct duban_buf shown = {0};

    bool is_there = duban_text_find(duban_slice_of(reading_reason_name(reason)), &id);
    DUBAN_ASSERT(is_there); /* a test holds every reason against the table */
    put_terminated(&shown, cell);
    DUBAN_SAY(out, lang, id, column == NULL ? "" : column, shown.at);
    duban_buf_fini(&shown);
}

void words_put_file_reason(struct duban_buf *out, enum duban_lang lang, const struct form *form,
                           const struct reading *reading)
{
    /* Without any header it is most often another encoding, or no table of text at all. */
    if (reading->reason == READING_MISSING_COLUMN && !reading->has_header)
        DUBAN_SAY(out, lang, DUBAN_TEXT_TRY_NO_HEADER, reading->column,
                  duban_charset_words[form->encoding]);
    else
        words_put_reason(out, lang, reading->reason, reading->column, (struct duban_slice){0});
}

void words_put_figure(struct duban_buf *out, const struct duban_task *task)
{
    char number[DUBAN_DECIMAL_BYTES];

    if (task->measures.is == DUBAN_GIVEN && task->measures.n > 0 && task->measures.at[0].is_known)
        duban_buf_printf(out, "%s%.*s", duban_decimal_print(task->measures.at[0].value, number),
                         DUBAN_SLICE_ARGS(task->measures.at[0].unit));
}

void words_put_reading_figure(struct duban_buf *out, const struct duban_reading *reading)
{
    char number[DUBAN_DECIMAL_BYTES];

    duban_buf_printf(out, "%s%.*s", duban_decimal_print(reading->value.v, number),
                     DUBAN_SLICE_ARGS(reading->unit.v));
}

/* A field with its name; nothing for an empty value. */
static void put_field(struct duban_buf *out, enum duban_lang lang, enum duban_text_id name,
                      struct duban_slice value)
{
    if (value.len == 0)
        return;
    duban_buf_printf(out, "%s%s %.*s", out->len == 0 ? "" : " · ", duban_text(lang, name),
                     DUBAN_SLICE_ARGS(value));
}

static void put_date(struct duban_buf *out, enum duban_lang lang, enum duban_text_id name,
                     struct duban_opt_date date)
{
    char text[DUBAN_DATE_BYTES];

    if (date.is == DUBAN_GIVEN)
        put_field(out, lang, name, duban_slice_of(duban_date_print(date.v, text)));
}

static void put_reading(struct duban_buf *out, enum duban_lang lang,
                        const struct duban_reading *reading)
{
    char period[DUBAN_PERIOD_BYTES];
    struct duban_buf figure = {0};

    put_field(out, lang, DUBAN_TEXT_PERIOD,
              duban_slice_of(duban_period_print(reading->period.v, period)));
    words_put_reading_figure(&figure, reading);
    put_field(out, lang, DUBAN_TEXT_READING_VALUE, duban_buf_slice(&figure));
    put_field(out, lang, DUBAN_TEXT_READING_STATUS,
              duban_slice_of(duban_text_word(lang, duban_reading_status_words[reading->status.v])));
    duban_buf_fini(&figure);
}

static void put_task(struct duban_buf *out, enum duban_lang lang, const struct duban_task *task)
{
    struct duban_buf figure = {0};
    char percent[DUBAN_DECIMAL_BYTES];

    if (task->state.is == DUBAN_GIVEN)
        put_field(out, lang, DUBAN_TEXT_ITEM_STATE,
                  duban_slice_of(duban_text_word(lang, duban_state_words[task->state.v])));
    put_field(out, lang, DUBAN_TEXT_stage, task->stage.v);
    if (task->percent.is == DUBAN_GIVEN)
        put_field(out, lang, DUBAN_TEXT_ITEM_PROGRESS,
                  duban_slice_of(duban_decimal_print(task->percent.v, percent)));
    words_put_figure(&figure, task);
    put_field(out, lang, DUBAN_TEXT_ITEM_VALUE, duban_buf_slice(&figure));
    put_date(out, lang, DUBAN_TEXT_ITEM_COMPLETED_ON, task->completed_on);
    put_date(out, lang, DUBAN_TEXT_ITEM_FORECAST, task->forecast_finish);
    put_date(out, lang, DUBAN_TEXT_ITEM_EXT_TO, task->ext_to);
    duban_buf_fini(&figure);
}

void words_put_report(struct duban_buf *out, enum duban_lang lang,
                      const struct duban_update *update)
{
    if (update->type == DUBAN_READING)
        put_reading(out, lang, &update->u.reading);
    else
        put_task(out, lang, &update->u.task);
}
