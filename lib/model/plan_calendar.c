/* SPDX-License-Identifier: MIT */
#include "lib/model/plan_calendar.h"

#include <string.h>

struct duban_plan_calendar duban_plan_calendar_default(void)
{
    return (struct duban_plan_calendar){
        .rests = {[DUBAN_SATURDAY] = true, [DUBAN_SUNDAY] = true},
        .first_covered = {1},
        .last_covered = {0},
    };
}

struct duban_plan_calendar duban_plan_calendar_of(const struct duban_plan_set *set)
{
    struct duban_plan_calendar calendar = duban_plan_calendar_default();

    for (size_t i = 0; set->rest.is == DUBAN_GIVEN && i < DUBAN_N_WEEKDAYS; i++)
        calendar.rests[i] = duban_texts_have(&set->rest, duban_weekday_words[i]);
    calendar.off = set->off.at;
    calendar.n_off = set->off.n;
    calendar.work = set->work.at;
    calendar.n_work = set->work.n;
    calendar.first_covered = set->calendar_from.v;
    calendar.last_covered = set->calendar_to.v;
    return calendar;
}

static bool is_same(const struct duban_date *a, size_t n_a, const struct duban_date *b, size_t n_b)
{
    for (size_t i = 0; i < n_a && i < n_b; i++)
        if (a[i].days != b[i].days)
            return false;
    return n_a == n_b;
}

bool duban_plan_calendar_equal(const struct duban_plan_calendar *a,
                               const struct duban_plan_calendar *b)
{
    return memcmp(a->rests, b->rests, sizeof a->rests) == 0 &&
           is_same(a->off, a->n_off, b->off, b->n_off) &&
           is_same(a->work, a->n_work, b->work, b->n_work) &&
           a->first_covered.days == b->first_covered.days &&
           a->last_covered.days == b->last_covered.days;
}

static bool refuse(struct duban_verdict *out_verdict, const char *what)
{
    duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "%s", what);
    return false;
}

static bool refuse_day(struct duban_verdict *out_verdict, const char *name, struct duban_date date,
                       const char *why)
{
    char day[DUBAN_DATE_BYTES];

    duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "%s: %s %s", name,
                      duban_date_print(date, day), why);
    return false;
}

static bool check_dates(const struct duban_plan_set *set, const char *name,
                        const struct duban_opt_dates *dates, struct duban_verdict *out_verdict)
{
    for (size_t i = 0; i < dates->n; i++) {
        struct duban_date date = dates->at[i];
        if (i > 0 && date.days <= dates->at[i - 1].days)
            return refuse_day(out_verdict, name, date, "does not ascend");
        if (date.days < set->calendar_from.v.days || date.days > set->calendar_to.v.days)
            return refuse_day(out_verdict, name, date, "is not covered");
    }
    return true;
}

/* Both lists ascend: one walk through them finds what they share. */
static bool is_disjoint(const struct duban_plan_set *set, struct duban_verdict *out_verdict)
{
    size_t i = 0;
    size_t k = 0;

    while (i < set->off.n && k < set->work.n) {
        int32_t off = set->off.at[i].days;
        int32_t work = set->work.at[k].days;
        if (off == work)
            return refuse_day(out_verdict, "work", set->work.at[k], "is also off");
        i += off < work ? 1 : 0;
        k += work < off ? 1 : 0;
    }
    return true;
}

bool duban_plan_calendar_check(const struct duban_plan_set *set, struct duban_verdict *out_verdict)
{
    bool has_from = set->calendar_from.is == DUBAN_GIVEN;
    bool has_to = set->calendar_to.is == DUBAN_GIVEN;

    if (!has_from && (has_to || set->rest.is == DUBAN_GIVEN || set->off.is == DUBAN_GIVEN ||
                      set->work.is == DUBAN_GIVEN))
        return refuse(out_verdict, "calendar_from: missing");
    if (has_from && !has_to)
        return refuse(out_verdict, "calendar_to: missing");
    if (set->calendar_to.v.days < set->calendar_from.v.days)
        return refuse(out_verdict, "calendar_to: before calendar_from");
    /* Of at most six entries: a day of the week is left to work on. */
    for (size_t i = 0; i < set->rest.n; i++)
        if (duban_word_find(duban_weekday_words, set->rest.at[i]) < 0)
            return refuse(out_verdict, "rest: none of its words");
    return check_dates(set, "off", &set->off, out_verdict) &&
           check_dates(set, "work", &set->work, out_verdict) && is_disjoint(set, out_verdict);
}
