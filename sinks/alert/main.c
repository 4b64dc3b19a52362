/* SPDX-License-Identifier: MIT
 *
 * duban-alert: on the morning of each working day, tells the people of each unit what is new of their items
 * and what falls due: at most one mail per person and day. Days that were slept through are told with the day
 * on which it woke. What was said is in state/alerts.db.
 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/core/check.h"
#include "sinks/common/desk.h"
#include "sinks/common/render.h"

static const char told_until[] = "told_until"; /* the last day that was told */

static const char *const steps[] = {DUBAN_LEDGER_TABLES};

static const struct duban_schema schema = {
    .application_id = 0x64756261, /* "duba" */
    .steps = steps,
    .n_steps = sizeof steps / sizeof steps[0],
};

struct alert {
    struct desk *desk;
};

/* A person of the unit, who fills in or answers for it. */
static bool is_to_hear(const struct duban_person *person, const struct duban_model *model,
                       struct duban_slice unit)
{
    return (person->role == DUBAN_PERSON_LIAISON || person->role == DUBAN_PERSON_HEAD) &&
           duban_person_is_of(person, unit, duban_model_unit_name(model, unit, true),
                              duban_model_unit_name(model, unit, false));
}

static enum duban_rc plan_one(struct alert *alert, const struct desk_day *day,
                              const struct issue_part *part, const struct duban_person *person,
                              struct duban_err *err)
{
    struct said said;
    struct duban_buf text = {0};
    struct duban_buf html = {0};
    char date[DUBAN_DATE_BYTES];
    char cause[64];

    said_make_part(day->issue, part, person->lang, day->arena, &said);
    render_text(&said, &text);
    render_html(&said, person->lang, &html);
    (void)snprintf(cause, sizeof cause, "alert.%s", duban_date_print(day->issue->day, date));
    enum duban_rc rc = desk_plan(alert->desk,
                                 &(struct desk_mail){.cause = duban_slice_of(cause),
                                                     .person = person,
                                                     .subject = said.subject,
                                                     .text = duban_buf_slice(&text),
                                                     .html = duban_buf_slice(&html),
                                                     .at = outlook_instant(day->issue->day)},
                                 err);
    duban_buf_fini(&text);
    duban_buf_fini(&html);
    return rc;
}

/* Whose items a person hears of, by all rows of their address. */
static void find_units(const struct desk_day *day, const struct duban_people *people,
                       struct duban_slice address, struct issue_part *part)
{
    const struct duban_evaluation *evaluation = day->issue->evaluation;
    struct duban_slice *units = duban_arena_new(day->arena, evaluation->n_units, sizeof *units);

    part->units = units;
    for (size_t i = 0; i < evaluation->n_units; i++) {
        bool is_heard = false;
        for (size_t k = 0; !is_heard && k < people->n; k++)
            is_heard = duban_slice_equal(people->at[k].address, address) &&
                       is_to_hear(&people->at[k], day->issue->model, evaluation->units[i].code);
        if (is_heard)
            units[part->n_units++] = evaluation->units[i].code;
    }
}

/* Plans the mails of a day: one for each address, whatever it is there for. */
static enum duban_rc plan_day(struct alert *alert, const struct desk_day *day,
                              const struct duban_people *people, struct duban_err *err)
{
    struct duban_map seen = {0};
    enum duban_rc rc = DUBAN_OK;

    for (size_t i = 0; rc == DUBAN_OK && i < people->n; i++) {
        struct duban_person *person = &people->at[i];
        struct issue_part part = {.n_units = 0};
        if (duban_map_get(&seen, person->address) != NULL)
            continue;
        duban_map_put(&seen, day->arena, person->address, person);
        find_units(day, people, person->address, &part);
        issue_part(day->issue, day->arena, &part);
        if (part.n_actions > 0 || part.notices.n > 0)
            rc = plan_one(alert, day, &part, person, err);
    }
    return rc;
}

/* The mails of a day and the mark that says so are on disk together. */
static enum duban_rc tell_day(struct alert *alert, const struct desk_day *day,
                              struct duban_err *err)
{
    struct duban_ledger *ledger = desk_ledger(alert->desk);
    struct duban_people people;
    char date[DUBAN_DATE_BYTES];

    enum duban_rc rc = desk_people(alert->desk, day->arena, &people, err);
    if (rc == DUBAN_OK)
        rc = duban_ledger_begin(ledger, err);
    if (rc != DUBAN_OK)
        return rc;
    rc = plan_day(alert, day, &people, err);
    if (rc == DUBAN_OK)
        rc = duban_ledger_set(ledger, told_until,
                              duban_slice_of(duban_date_print(day->issue->day, date)), err);
    if (rc == DUBAN_OK)
        return duban_ledger_commit(ledger, err);
    duban_ledger_rollback(ledger);
    return rc;
}

static enum duban_rc take(void *arg, const struct desk_day *day, bool *out_is_taken,
                          struct duban_err *err)
{
    struct alert *alert = arg;
    struct duban_slice mark;
    struct duban_date until;

    enum duban_rc rc =
        duban_ledger_get(desk_ledger(alert->desk), told_until, day->arena, &mark, err);
    if (rc != DUBAN_OK)
        return rc;
    bool was_told = duban_date_parse(mark, &until) && until.days >= day->issue->day.days;
    *out_is_taken = was_told || day->is_last;
    return was_told || !day->is_last ? DUBAN_OK : tell_day(alert, day, err);
}

static enum duban_rc alert_round(void *arg, struct duban_instant now, struct duban_err *err)
{
    struct alert *alert = arg;
    return desk_round(alert->desk, now, err);
}

static void alert_look(const void *arg, struct duban_idle *out_idle)
{
    const struct alert *alert = arg;
    desk_look(alert->desk, out_idle);
}

static enum duban_rc alert_open(const struct duban_daemon_env *env, void **out_self,
                                struct duban_err *err)
{
    struct alert *alert = calloc(1, sizeof *alert);
    DUBAN_ASSERT(alert != NULL);
    *out_self = alert;
    struct desk_spec spec = {
        .env = env,
        .name = "alert",
        .schema = &schema,
        .hour = OUTLOOK_HOUR,
        .minute = OUTLOOK_MINUTE,
        .take = take,
        .arg = alert,
    };

    return desk_open(&spec, &alert->desk, err);
}

static void alert_close(void *arg)
{
    struct alert *alert = arg;

    if (alert == NULL)
        return;
    desk_close(alert->desk);
    free(alert);
}

enum { OPT_ONCE };

static const struct duban_option options[] = {
    [OPT_ONCE] = {.name = "once", .help = DUBAN_TEXT_OPT_ONCE},
    {.name = NULL},
};

static const char *const examples[] = {
    "duban alert",
    "duban alert --once --dir /srv/duban",
    NULL,
};

static const struct duban_daemon alert = {
    .command =
        {
            .name = "duban alert",
            .args = "",
            .summary = DUBAN_TEXT_ALERT_SUMMARY,
            .examples = examples,
            .options = options,
        },
    .once_option = OPT_ONCE,
    .open = alert_open,
    .round = alert_round,
    .look = alert_look,
    .close = alert_close,
};

int main(int argc, char **argv)
{
    return duban_daemon_main(&alert, argc, argv);
}
