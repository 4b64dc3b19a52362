/* SPDX-License-Identifier: MIT */
#include "lib/rules/cycle.h"

#include "lib/core/check.h"

static struct duban_date first_of_month(struct duban_date date)
{
    int year;
    int month;
    int day;

    duban_date_split(date, &year, &month, &day);
    return (struct duban_date){date.days - day + 1};
}

static struct duban_date next_month(struct duban_date first)
{
    return first_of_month((struct duban_date){first.days + 31});
}

static int month_of(struct duban_date date)
{
    int year;
    int month;
    int day;

    duban_date_split(date, &year, &month, &day);
    return month;
}

static int months_of(enum duban_cycle kind)
{
    switch (kind) {
    case DUBAN_MONTHLY:
        return 1;
    case DUBAN_QUARTERLY:
        return 3;
    case DUBAN_YEARLY:
        return 12;
    case DUBAN_WEEKLY:
    case DUBAN_N_CYCLES:
        break;
    }
    DUBAN_UNREACHABLE();
}

/* The cycle's days and the day of its report as the preset has it. */
static struct cycle week_at(const struct duban_preset *preset, struct duban_date day)
{
    struct duban_date monday = {day.days - duban_weekday(day)};

    return (struct cycle){.kind = DUBAN_WEEKLY,
                          .from = monday,
                          .to = {monday.days + DUBAN_WEEKDAYS - 1},
                          .due_on = {monday.days + preset->report_weekday}};
}

static struct cycle months_at(const struct duban_preset *preset, enum duban_cycle kind,
                              struct duban_date day)
{
    int n_months = months_of(kind);
    struct cycle cycle = {.kind = kind, .from = first_of_month(day)};

    while ((month_of(cycle.from) - 1) % n_months != 0)
        cycle.from = first_of_month((struct duban_date){cycle.from.days - 1});
    struct duban_date last_month = cycle.from;
    for (int i = 1; i < n_months; i++)
        last_month = next_month(last_month);
    cycle.to = (struct duban_date){next_month(last_month).days - 1};
    cycle.due_on = (struct duban_date){last_month.days + preset->report_day - 1};
    if (cycle.due_on.days > cycle.to.days)
        cycle.due_on = cycle.to;
    return cycle;
}

struct cycle cycle_at(const struct duban_calendar *calendar, const struct duban_preset *preset,
                      enum duban_cycle kind, struct duban_date day)
{
    enum duban_cycle used = kind < preset->shortest_cycle ? preset->shortest_cycle : kind;
    struct cycle cycle = used == DUBAN_WEEKLY ? week_at(preset, day) : months_at(preset, used, day);

    cycle.due_on = duban_calendar_roll_back(calendar, cycle.due_on);
    cycle.is_asked = cycle.due_on.days >= cycle.from.days;
    cycle.grace_on = duban_calendar_add(calendar, cycle.due_on, preset->report_grace_wd);
    return cycle;
}

struct cycle cycle_before(const struct duban_calendar *calendar, const struct duban_preset *preset,
                          const struct cycle *cycle)
{
    struct cycle before = *cycle;

    do
        before = cycle_at(calendar, preset, before.kind, (struct duban_date){before.from.days - 1});
    while (!before.is_asked);
    return before;
}

struct cycle cycle_after(const struct duban_calendar *calendar, const struct duban_preset *preset,
                         const struct cycle *cycle)
{
    struct cycle after = *cycle;

    do
        after = cycle_at(calendar, preset, after.kind, (struct duban_date){after.to.days + 1});
    while (!after.is_asked);
    return after;
}

struct cycle_pair cycle_passed(const struct duban_calendar *calendar,
                               const struct duban_preset *preset, enum duban_cycle kind,
                               struct duban_date day)
{
    struct cycle last = cycle_at(calendar, preset, kind, day);

    while (!last.is_asked || last.grace_on.days >= day.days)
        last = cycle_before(calendar, preset, &last);
    return (struct cycle_pair){last, cycle_before(calendar, preset, &last)};
}
