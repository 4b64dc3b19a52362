/* SPDX-License-Identifier: MIT */
#include "ctl/content.h"

static void put_date(struct duban_buf *out, const char *name, struct duban_opt_date date)
{
    char text[DUBAN_DATE_BYTES];

    if (date.is != DUBAN_ABSENT)
        duban_buf_printf(out, "%s=%s ", name,
                         date.is == DUBAN_GIVEN ? duban_date_print(date.v, text) : "–");
}

static void put_task(struct duban_buf *out, const struct duban_task *task)
{
    char percent[DUBAN_DECIMAL_BYTES];

    if (task->state.is != DUBAN_ABSENT)
        duban_buf_printf(out, "%s ",
                         task->state.is == DUBAN_GIVEN ? duban_state_words[task->state.v] : "–");
    if (task->percent.is != DUBAN_ABSENT)
        duban_buf_printf(
            out, "%s%% ",
            task->percent.is == DUBAN_GIVEN ? duban_decimal_print(task->percent.v, percent) : "–");
    for (size_t i = 0; task->measures.is == DUBAN_GIVEN && i < task->measures.n; i++)
        if (task->measures.at[i].is_known)
            duban_buf_printf(out, "%s%.*s ",
                             duban_decimal_print(task->measures.at[i].value, percent),
                             DUBAN_SLICE_ARGS(task->measures.at[i].unit));
    if (task->stage.is == DUBAN_GIVEN)
        duban_buf_printf(out, "%.*s ", DUBAN_SLICE_ARGS(task->stage.v));
    put_date(out, "completed_on", task->completed_on);
    put_date(out, "forecast_finish", task->forecast_finish);
    put_date(out, "ext_to", task->ext_to);
    if (task->note.is == DUBAN_GIVEN)
        duban_buf_put(out, task->note.v);
}

static void put_reading(struct duban_buf *out, const struct duban_reading *reading)
{
    char period[DUBAN_PERIOD_BYTES];
    char value[DUBAN_DECIMAL_BYTES];

    duban_buf_printf(out, "%s %s%.*s %s", duban_period_print(reading->period.v, period),
                     duban_decimal_print(reading->value.v, value),
                     DUBAN_SLICE_ARGS(reading->unit.v),
                     duban_reading_status_words[reading->status.v]);
}

static void put_update(struct duban_buf *out, const struct duban_update *update)
{
    char due[DUBAN_DATE_BYTES];

    switch (update->type) {
    case DUBAN_TASK:
    case DUBAN_PROJECT:
        put_task(out, &update->u.task);
        return;
    case DUBAN_READING:
        put_reading(out, &update->u.reading);
        return;
    case DUBAN_ITEM_SET:
        duban_buf_printf(out, "%s %.*s %.*s", duban_date_print(update->u.item_set.due.v, due),
                         DUBAN_SLICE_ARGS(update->u.item_set.lead.v),
                         DUBAN_SLICE_ARGS(update->u.item_set.title.v));
        return;
    case DUBAN_SOURCE_SET:
        duban_buf_printf(out, "%.*s:", DUBAN_SLICE_ARGS(update->u.source_set.source.v));
        for (size_t i = 0; i < update->u.source_set.depts.n; i++)
            duban_buf_printf(out, " %.*s", DUBAN_SLICE_ARGS(update->u.source_set.depts.at[i]));
        return;
    case DUBAN_PLAN_SET:
        duban_buf_put(out, update->u.plan_set.name.v);
        if (update->u.plan_set.status.is == DUBAN_GIVEN)
            duban_buf_printf(out, " %s", duban_plan_status_words[update->u.plan_set.status.v]);
        if (update->u.plan_set.calendar_from.is == DUBAN_GIVEN) {
            duban_buf_puts(out, " ");
            put_date(out, "calendar_from", update->u.plan_set.calendar_from);
            put_date(out, "calendar_to", update->u.plan_set.calendar_to);
        }
        return;
    case DUBAN_DECIDE:
        duban_buf_printf(out, "%s ", duban_decision_words[update->u.decide.decision.v]);
        put_date(out, "new_due", update->u.decide.new_due);
        duban_buf_put(out, update->u.decide.doc_no.v);
        return;
    case DUBAN_ROWSET:
        duban_buf_printf(out, "%s %.*s", duban_file_decision_words[update->u.rowset.decision.v],
                         DUBAN_SLICE_ARGS(update->u.rowset.name.v));
        return;
    case DUBAN_N_UPDATE_TYPES:
        return;
    }
}

void content_put(struct duban_buf *out, enum duban_lang lang, const struct duban_log_row *row,
                 const struct duban_update *update)
{
    if (duban_answer_is_refusal(row->code))
        duban_text_put_answer(out, lang, row->code, row->detail);
    else if (update != NULL)
        put_update(out, update);
}
