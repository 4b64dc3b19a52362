/* SPDX-License-Identifier: MIT
 *
 * The working days of 2022 and 2023 as the State Council's notices have them, and days written as
 * people read them.
 */
#ifndef DUBAN_TESTS_UNIT_NOTICES_H
#define DUBAN_TESTS_UNIT_NOTICES_H

#include <criterion/criterion.h>

#include "lib/rules/calendar.h"

static inline struct duban_date on(const char *text)
{
    struct duban_date date = {0};

    cr_assert(duban_date_parse(duban_slice_of(text), &date), "%s", text);
    return date;
}

enum { NOTICES_MAX = 128 };

struct notices {
    struct duban_calendar calendar;
    struct duban_date off[NOTICES_MAX], work[NOTICES_MAX];
};

/* The calendar borrows from *notices. */
static inline const struct duban_calendar *read_notices(struct notices *notices)
{
    static const struct {
        const char *from, *to;
    } off[] = {
        {"2022-01-01", "2022-01-03"}, {"2022-01-31", "2022-02-06"}, {"2022-04-03", "2022-04-05"},
        {"2022-04-30", "2022-05-04"}, {"2022-06-03", "2022-06-05"}, {"2022-09-10", "2022-09-12"},
        {"2022-10-01", "2022-10-07"}, {"2022-12-31", "2023-01-02"}, {"2023-01-21", "2023-01-27"},
        {"2023-04-05", "2023-04-05"}, {"2023-04-29", "2023-05-03"}, {"2023-06-22", "2023-06-24"},
        {"2023-09-29", "2023-10-06"},
    };
    static const char *const work[] = {
        "2022-01-29", "2022-01-30", "2022-04-02", "2022-04-24", "2022-05-07",
        "2022-10-08", "2022-10-09", "2023-01-28", "2023-01-29", "2023-04-23",
        "2023-05-06", "2023-06-25", "2023-10-07", "2023-10-08",
    };

    *notices = (struct notices){.calendar = {.rests = {[5] = true, [6] = true},
                                             .off = notices->off,
                                             .work = notices->work,
                                             .first_covered = on("2022-01-01"),
                                             .last_covered = on("2023-12-31")}};
    for (size_t i = 0; i < sizeof off / sizeof off[0]; i++)
        for (struct duban_date day = on(off[i].from); day.days <= on(off[i].to).days; day.days++)
            notices->off[notices->calendar.n_off++] = day;
    for (size_t i = 0; i < sizeof work / sizeof work[0]; i++)
        notices->work[notices->calendar.n_work++] = on(work[i]);
    return &notices->calendar;
}

#endif
