/* SPDX-License-Identifier: MIT */
#include "sinks/common/outlook.h"

#include <stdlib.h>
#include <string.h>

#include "lib/core/check.h"

struct outlook {
    struct duban_store *store;
    struct duban_arena world;     /* holds the model */
    struct duban_arena arenas[2]; /* of this evaluation and of the one before it */
    int current;
    struct duban_model model;
    struct duban_calendar calendar;
    const struct duban_evaluation *evaluation;
    struct duban_opt_date day; /* the last that was evaluated */
    uint64_t lsn;
};

struct outlook *outlook_new(struct duban_store *store, struct duban_slice control)
{
    struct outlook *outlook = calloc(1, sizeof *outlook);

    DUBAN_ASSERT(outlook != NULL);
    outlook->store = store;
    duban_model_init(&outlook->model, &outlook->world, control);
    return outlook;
}

void outlook_free(struct outlook *outlook)
{
    if (outlook == NULL)
        return;
    duban_arena_fini(&outlook->world);
    duban_arena_fini(&outlook->arenas[0]);
    duban_arena_fini(&outlook->arenas[1]);
    free(outlook);
}

struct duban_instant outlook_instant(struct duban_date day)
{
    return duban_instant_at(day, OUTLOOK_HOUR, OUTLOOK_MINUTE);
}

/* The first day is that of the log's first row: before it nothing is known. */
static enum duban_rc find_next(struct outlook *outlook, struct duban_opt_date *out_next,
                               struct duban_err *err)
{
    struct duban_opt_instant first;

    if (outlook->day.is == DUBAN_GIVEN) {
        *out_next = (struct duban_opt_date){DUBAN_GIVEN, {outlook->day.v.days + 1}};
        return DUBAN_OK;
    }
    enum duban_rc rc = duban_store_received(outlook->store, 1, &first, err);
    if (rc == DUBAN_OK)
        *out_next = (struct duban_opt_date){
            first.is, first.is == DUBAN_GIVEN ? duban_date_at(first.v) : (struct duban_date){0}};
    return rc;
}

/* The plan's calendar as the rules take it; it borrows from the model. */
static void take_calendar(struct outlook *outlook)
{
    const struct duban_plan_calendar *plan = &outlook->model.calendar;

    outlook->calendar = (struct duban_calendar){
        .off = plan->off,
        .n_off = plan->n_off,
        .work = plan->work,
        .n_work = plan->n_work,
        .first_covered = plan->first_covered,
        .last_covered = plan->last_covered,
    };
    memcpy(outlook->calendar.rests, plan->rests, sizeof outlook->calendar.rests);
}

enum duban_rc outlook_next(struct outlook *outlook, struct duban_date day, bool *out_has_moved,
                           struct duban_err *err)
{
    struct duban_opt_date next;

    enum duban_rc rc = find_next(outlook, &next, err);
    if (rc != DUBAN_OK)
        return rc;
    *out_has_moved = next.is == DUBAN_GIVEN && next.v.days <= day.days;
    if (!*out_has_moved)
        return DUBAN_OK;
    struct duban_instant until = {outlook_instant(next.v).ms - 1};
    rc = duban_store_replay(outlook->store, &outlook->lsn, until, &outlook->model, err);
    if (rc != DUBAN_OK)
        return rc;
    take_calendar(outlook);
    outlook->current = 1 - outlook->current;
    duban_arena_reset(&outlook->arenas[outlook->current]);
    outlook->evaluation =
        duban_rules_step(outlook->evaluation, &outlook->model, &outlook->calendar,
                         &duban_preset_default, next.v, &outlook->arenas[outlook->current]);
    outlook->day = next;
    return DUBAN_OK;
}

const struct duban_model *outlook_model(const struct outlook *outlook)
{
    return &outlook->model;
}

const struct duban_evaluation *outlook_evaluation(const struct outlook *outlook)
{
    return outlook->evaluation;
}

const struct duban_calendar *outlook_calendar(const struct outlook *outlook)
{
    return &outlook->calendar;
}

uint64_t outlook_lsn(const struct outlook *outlook)
{
    return outlook->lsn;
}
