/* SPDX-License-Identifier: MIT */
#include "sinks/common/desk.h"

#include <stdio.h>
#include <stdlib.h>

#include <sys/stat.h>

#include "lib/core/check.h"
#include "sinks/common/mail.h"
#include "sinks/common/sender.h"

enum { STEPS_PER_ROUND = 100 }; /* then signals and the clock have their turn */

struct desk {
    struct desk_spec spec;
    struct duban_ledger *ledger;
    struct duban_store *store; /* NULL: the aggregator has not made it yet */
    struct stat file;          /* of the store, as it was opened */
    struct outlook *outlook;
    struct duban_sender sender;
    struct duban_arena scratch;   /* for one day */
    struct duban_arena memory[2]; /* take turns to hold the summary */
    int current;
    bool has_summary;
    struct issue_summary summary; /* of the last day that was taken */
    uint64_t lsn;                 /* of the log, when it was looked at last */
    bool is_due;                  /* more is to be sent at once */
};

enum duban_rc desk_open(const struct desk_spec *spec, struct desk **out_desk, struct duban_err *err)
{
    struct desk *desk = calloc(1, sizeof *desk);
    struct duban_buf path = {0};

    DUBAN_ASSERT(desk != NULL);
    desk->spec = *spec;
    duban_buf_printf(&path, "%s/state/%ss.db", spec->env->args->dir, spec->name);
    duban_buf_put(&path, (struct duban_slice){"", 1}); /* NUL */
    enum duban_rc rc = duban_ledger_open(path.at, spec->schema, &desk->ledger, err);
    duban_buf_fini(&path);
    if (rc != DUBAN_OK) {
        desk_close(desk);
        return rc == DUBAN_E_AGAIN ? duban_err_wrap(err, DUBAN_E_CANTCREATE,
                                                    "another one does the same in this folder")
                                   : rc;
    }
    desk->sender = (struct duban_sender){
        .ledger = desk->ledger, .mail = &spec->env->office.mail, .lang = spec->env->args->lang};
    *out_desk = desk;
    return DUBAN_OK;
}

void desk_close(struct desk *desk)
{
    if (desk == NULL)
        return;
    outlook_free(desk->outlook);
    duban_store_close(desk->store);
    duban_ledger_close(desk->ledger);
    duban_arena_fini(&desk->scratch);
    duban_arena_fini(&desk->memory[0]);
    duban_arena_fini(&desk->memory[1]);
    free(desk);
}

struct duban_ledger *desk_ledger(struct desk *desk)
{
    return desk->ledger;
}

/* The store is the aggregator's to make. Another file in its place, restored from a copy, is read from the
 * beginning: by a new start. */
static enum duban_rc open_store(struct desk *desk, struct duban_err *err)
{
    const struct duban_office *office = &desk->spec.env->office;
    struct stat now = {.st_ino = 0};

    bool is_there = stat(office->store, &now) == 0;
    if (desk->store != NULL && is_there &&
        (now.st_ino != desk->file.st_ino || now.st_dev != desk->file.st_dev))
        return duban_err_set(err, DUBAN_E_AGAIN, "%s was replaced: it has to be read anew",
                             office->store);
    if (desk->store != NULL)
        return DUBAN_OK;
    desk->file = now;
    enum duban_rc rc = duban_store_open_reader(office->store, &desk->store, err);
    if (rc == DUBAN_OK)
        desk->outlook = outlook_new(desk->store, duban_slice_of(office->control));
    return rc == DUBAN_E_NOINPUT ? DUBAN_OK : rc;
}

/* The last working day that is due, as far as the calendar is known today. */
static bool is_last(const struct desk *desk, struct duban_date day, struct duban_date until)
{
    return duban_calendar_count(outlook_calendar(desk->outlook), day, until) == 0;
}

/* The day that the outlook shows, if it is a working day of an active plan. */
static enum duban_rc take_day(struct desk *desk, struct duban_date until, struct duban_instant now,
                              struct duban_err *err)
{
    const struct duban_model *model = outlook_model(desk->outlook);
    const struct duban_evaluation *evaluation = outlook_evaluation(desk->outlook);
    const struct duban_calendar *calendar = outlook_calendar(desk->outlook);
    struct issue issue;
    bool is_taken = false;

    if (model->status != DUBAN_ACTIVE || !duban_calendar_is_working(calendar, evaluation->day))
        return DUBAN_OK;
    issue_make(model, evaluation, calendar, desk->has_summary ? &desk->summary : NULL,
               &desk->scratch, &issue);
    struct desk_day day = {
        .issue = &issue,
        .calendar = calendar,
        .lsn = outlook_lsn(desk->outlook),
        .is_last = is_last(desk, evaluation->day, until),
        .now = now,
        .arena = &desk->scratch,
    };
    enum duban_rc rc = desk->spec.take(desk->spec.arg, &day, &is_taken, err);
    if (rc == DUBAN_OK && is_taken) {
        desk->current = 1 - desk->current;
        duban_arena_reset(&desk->memory[desk->current]);
        issue_keep(&issue.summary, &desk->memory[desk->current], &desk->summary);
        desk->has_summary = true;
    }
    duban_arena_reset(&desk->scratch);
    return rc;
}

static enum duban_rc take_days(struct desk *desk, struct duban_instant now, struct duban_err *err)
{
    struct duban_date until = duban_date_at(now);
    bool has_moved = true;
    enum duban_rc rc = DUBAN_OK;

    if (now.ms < duban_instant_at(until, desk->spec.hour, desk->spec.minute).ms)
        until.days--;
    while (rc == DUBAN_OK && has_moved) {
        rc = outlook_next(desk->outlook, until, &has_moved, err);
        if (rc == DUBAN_OK && has_moved)
            rc = take_day(desk, until, now, err);
    }
    return rc;
}

static enum duban_rc send_due(struct desk *desk, struct duban_instant now, struct duban_err *err)
{
    struct duban_step step = {.is_due = true};
    enum duban_rc rc = DUBAN_OK;

    for (int i = 0; rc == DUBAN_OK && step.is_due && i < STEPS_PER_ROUND; i++) {
        struct duban_buf sentence = {0};
        rc = duban_sender_step(&desk->sender, now, &step, &sentence, err);
        if (sentence.len > 0)
            duban_log_write(desk->spec.env->log, DUBAN_LOG_WARNING, "%.*s",
                            DUBAN_SLICE_ARGS(duban_buf_slice(&sentence)));
        duban_buf_fini(&sentence);
    }
    desk->is_due = step.is_due;
    return rc;
}

enum duban_rc desk_round(struct desk *desk, struct duban_instant now, struct duban_err *err)
{
    struct duban_instant received;

    enum duban_rc rc = open_store(desk, err);
    if (rc == DUBAN_OK && desk->store != NULL)
        rc = take_days(desk, now, err);
    if (rc == DUBAN_OK)
        rc = send_due(desk, now, err);
    if (rc == DUBAN_OK && desk->store != NULL)
        rc = duban_store_last(desk->store, &desk->lsn, &received, err);
    return rc;
}

void desk_look(const struct desk *desk, struct duban_idle *out_idle)
{
    *out_idle = (struct duban_idle){desk->spec.name, !desk->is_due, desk->lsn};
}

enum duban_rc desk_people(const struct desk *desk, struct duban_arena *arena,
                          struct duban_people *out_people, struct duban_err *err)
{
    const struct duban_args *args = desk->spec.env->args;
    struct duban_buf faults = {0};
    struct duban_people people = {.lang = args->lang, .arena = arena, .faults = &faults};
    char number[24];

    enum duban_rc rc = duban_people_read(&people, args->dir, err);
    duban_cli_tell(duban_buf_slice(&faults));
    duban_buf_fini(&faults);
    (void)snprintf(number, sizeof number, "%zu", people.n_faults);
    if (rc == DUBAN_OK && people.n_faults > 0)
        rc =
            DUBAN_CLI_SAY(args, DUBAN_E_CONFIG, err, DUBAN_TEXT_OFFICE_WRONG, "people.csv", number);
    if (rc == DUBAN_OK && !people.is_there)
        duban_log_write(desk->spec.env->log, DUBAN_LOG_INFO, "%s is not there: nobody is mailed",
                        people.path);
    people.faults = NULL;
    if (rc == DUBAN_OK)
        *out_people = people;
    return rc;
}

static enum duban_rc write_mail(const struct desk *desk, const struct desk_mail *mail,
                                struct duban_slice key, struct duban_buf *out,
                                struct duban_err *err)
{
    const struct duban_office_mail *conf = &desk->spec.env->office.mail;

    return duban_mail_write(&(struct duban_mail){.from = duban_slice_of(conf->from),
                                                 .to = mail->person->address,
                                                 .host = duban_slice_of(conf->host),
                                                 .key = key,
                                                 .subject = mail->subject,
                                                 .text = mail->text,
                                                 .html = mail->html,
                                                 .date = mail->at},
                            out, err);
}

enum duban_rc desk_plan(struct desk *desk, const struct desk_mail *mail, struct duban_err *err)
{
    struct duban_buf key = {0};
    struct duban_buf bytes = {0};

    duban_mail_put_key(&key, mail->cause, mail->person->address);
    enum duban_rc rc = write_mail(desk, mail, duban_buf_slice(&key), &bytes, err);
    if (rc == DUBAN_OK)
        rc = duban_ledger_plan(desk->ledger,
                               &(struct duban_planned){.key = duban_buf_slice(&key),
                                                       .created_at = mail->at,
                                                       .subject = mail->subject,
                                                       .bytes = duban_buf_slice(&bytes)},
                               NULL, err);
    if (rc == DUBAN_OK)
        rc = duban_ledger_address(desk->ledger, duban_buf_slice(&key), mail->person->address,
                                  mail->at, err);
    duban_buf_fini(&key);
    duban_buf_fini(&bytes);
    return rc;
}
