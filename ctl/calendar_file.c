/* SPDX-License-Identifier: MIT */
#include "ctl/calendar_file.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/core/file.h"

struct calendar_conf {
    struct duban_conf_date covered_from, covered_to;
    struct duban_conf_texts rest, off, work;
};

enum { SPAN_TEXT_MAX = 64 }; /* two days in their longest spelling, and room */

#define DAYS_KEY(member)                                                                           \
    {                                                                                              \
        .name = #member, .kind = DUBAN_CONF_TEXTS,                                                 \
        .offset = offsetof(struct calendar_conf, member), .min = 1, .max = SPAN_TEXT_MAX           \
    }

static const struct duban_conf_key calendar_keys[] = {
    {.name = "covered_from",
     .kind = DUBAN_CONF_DATE,
     .offset = offsetof(struct calendar_conf, covered_from),
     .is_required = true},
    {.name = "covered_to",
     .kind = DUBAN_CONF_DATE,
     .offset = offsetof(struct calendar_conf, covered_to),
     .is_required = true},
    /* The default is both days of the weekend, and is known by its place: an empty list is none. */
    {.name = "rest",
     .kind = DUBAN_CONF_TEXTS,
     .offset = offsetof(struct calendar_conf, rest),
     .otherwise = "saturday"},
    DAYS_KEY(off),
    DAYS_KEY(work),
};

static const struct duban_conf_section calendar_section = {
    .keys = calendar_keys,
    .n_keys = sizeof calendar_keys / sizeof calendar_keys[0],
    .size = sizeof(struct calendar_conf),
    .place_offset = DUBAN_CONF_NO_PLACE,
};

/* A date, and where the file says so. */
struct day {
    struct duban_date date;
    struct duban_conf_place place;
    size_t line_before; /* where it stands too; 0: nowhere */
    bool is_work;
};

struct reading {
    struct duban_conf *conf;
    struct calendar_conf calendar;
    struct day *days;
    size_t n_days;
};

#define FAULT(reading, place, id, ...)                                                             \
    duban_conf_fault((reading)->conf, place, DUBAN_TEXT_##id,                                      \
                     (const char *const[]){__VA_ARGS__, NULL})

/* A day is a span of one. */
static bool read_span(const char *text, struct duban_date *out_first, struct duban_date *out_last)
{
    const char *dots = strstr(text, "..");

    if (dots == NULL) {
        bool is_day = duban_date_read(duban_slice_of(text), out_first);
        *out_last = *out_first;
        return is_day;
    }
    struct duban_slice first = {text, (size_t)(dots - text)};
    return duban_date_read(duban_slice_trim(first), out_first) &&
           duban_date_read(duban_slice_trim(duban_slice_of(dots + 2)), out_last);
}

static bool is_covered(const struct calendar_conf *calendar, struct duban_date date)
{
    return date.days >= calendar->covered_from.v.days && date.days <= calendar->covered_to.v.days;
}

static void tell_uncovered(struct reading *reading, struct duban_conf_place place, const char *text)
{
    char from[DUBAN_DATE_BYTES];
    char to[DUBAN_DATE_BYTES];

    FAULT(reading, place, CALENDAR_OUTSIDE, text,
          duban_date_print(reading->calendar.covered_from.v, from),
          duban_date_print(reading->calendar.covered_to.v, to));
}

static void add_days(struct reading *reading, const char *name,
                     const struct duban_conf_texts *texts, bool is_work)
{
    size_t n_others = reading->n_days;

    for (size_t i = 0; i < texts->n; i++) {
        struct duban_conf_place place = texts->places[i];
        struct duban_date first = {0};
        struct duban_date last = {0};
        if (!read_span(texts->at[i], &first, &last)) {
            FAULT(reading, place, CALENDAR_DAYS, name, texts->at[i]);
        } else if (last.days < first.days) {
            FAULT(reading, place, CALENDAR_BACKWARDS, texts->at[i]);
        } else if (!is_covered(&reading->calendar, first) ||
                   !is_covered(&reading->calendar, last)) {
            tell_uncovered(reading, place, texts->at[i]);
        } else if (reading->n_days - n_others + (size_t)(last.days - first.days) >=
                   DUBAN_PLAN_DAYS_MAX) {
            char most[16];
            (void)snprintf(most, sizeof most, "%d", DUBAN_PLAN_DAYS_MAX);
            FAULT(reading, place, CALENDAR_TOO_MANY, name, most);
            return;
        } else {
            for (struct duban_date date = first; date.days <= last.days; date.days++)
                reading->days[reading->n_days++] = (struct day){date, place, 0, is_work};
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const struct day *x = a;
    const struct day *y = b;

    if (x->place.line != y->place.line)
        return x->place.line < y->place.line ? -1 : 1;
    if (x->place.column != y->place.column)
        return x->place.column < y->place.column ? -1 : 1;
    return x->date.days < y->date.days ? -1 : x->date.days > y->date.days;
}

static int by_date(const void *a, const void *b)
{
    const struct day *x = a;
    const struct day *y = b;

    if (x->date.days != y->date.days)
        return x->date.days < y->date.days ? -1 : 1;
    return by_place(a, b);
}

/* Tells where days stand that stood before, in the order of the file; of a range the first of them. */
static void tell_twice(struct reading *reading)
{
    struct duban_conf_place told = {0};
    char day[DUBAN_DATE_BYTES];
    char line[24];

    qsort(reading->days, reading->n_days, sizeof *reading->days, by_place);
    for (size_t i = 0; i < reading->n_days; i++) {
        const struct day *again = &reading->days[i];
        if (again->line_before == 0 ||
            (told.line == again->place.line && told.column == again->place.column))
            continue;
        told = again->place;
        (void)snprintf(line, sizeof line, "%zu", again->line_before);
        FAULT(reading, again->place, CONF_TWICE, duban_date_print(again->date, day), line);
    }
}

static void sort_days(struct reading *reading)
{
    bool has_twice = false;

    if (reading->n_days > 0)
        qsort(reading->days, reading->n_days, sizeof *reading->days, by_date);
    for (size_t i = 1; i < reading->n_days; i++)
        if (reading->days[i].date.days == reading->days[i - 1].date.days) {
            reading->days[i].line_before = reading->days[i - 1].place.line;
            has_twice = true;
        }
    if (has_twice)
        tell_twice(reading);
}

static void tell_no_weekday(struct reading *reading, size_t i)
{
    struct duban_buf words = {0};

    for (size_t k = 0; k < DUBAN_N_WEEKDAYS; k++)
        duban_buf_printf(&words, "%s%s",
                         k == 0 ? "" : duban_text(reading->conf->lang, DUBAN_TEXT_CONF_COMMA),
                         duban_weekday_words[k]);
    duban_buf_put(&words, (struct duban_slice){"", 1}); /* NUL */
    FAULT(reading, reading->calendar.rest.places[i], CONF_WORD, "rest",
          reading->calendar.rest.at[i], words.at);
    duban_buf_fini(&words);
}

/* The days of the week on which nobody works, in their order. */
static struct duban_opt_texts rest_of(struct reading *reading)
{
    const struct duban_conf_texts *rest = &reading->calendar.rest;
    bool is_default = rest->n > 0 && rest->places[0].line == 0;
    bool rests[DUBAN_N_WEEKDAYS] = {[DUBAN_SATURDAY] = is_default, [DUBAN_SUNDAY] = is_default};
    struct duban_opt_texts texts = {.is = DUBAN_GIVEN};

    for (size_t i = 0; !is_default && i < rest->n; i++) {
        int weekday = duban_word_find(duban_weekday_words, duban_slice_of(rest->at[i]));
        if (weekday < 0)
            tell_no_weekday(reading, i);
        else
            rests[weekday] = true;
    }
    texts.at = duban_arena_new(reading->conf->arena, DUBAN_N_WEEKDAYS, sizeof *texts.at);
    for (size_t i = 0; i < DUBAN_N_WEEKDAYS; i++)
        if (rests[i])
            texts.at[texts.n++] = duban_slice_of(duban_weekday_words[i]);
    if (texts.n == DUBAN_N_WEEKDAYS)
        FAULT(reading, rest->places[0], CALENDAR_NO_WORK, "rest");
    return texts;
}

static struct duban_opt_dates dates_of(const struct reading *reading, bool is_work)
{
    struct duban_opt_dates dates = {.is = DUBAN_GIVEN};

    dates.at = duban_arena_new(reading->conf->arena, reading->n_days, sizeof *dates.at);
    for (size_t i = 0; i < reading->n_days; i++)
        if (reading->days[i].is_work == is_work)
            dates.at[dates.n++] = reading->days[i].date;
    return dates;
}

/* What the keys alone cannot say. */
static void read_days(struct reading *reading, struct duban_plan_set *set)
{
    const struct calendar_conf *calendar = &reading->calendar;
    struct duban_plan_set said = *set;

    said.calendar_from = (struct duban_opt_date){DUBAN_GIVEN, calendar->covered_from.v};
    said.calendar_to = (struct duban_opt_date){DUBAN_GIVEN, calendar->covered_to.v};
    said.rest = rest_of(reading);
    if (calendar->covered_to.v.days < calendar->covered_from.v.days) {
        FAULT(reading, calendar->covered_to.place, CALENDAR_BACKWARDS, "covered_from..covered_to");
        return;
    }
    reading->days = duban_arena_new(reading->conf->arena, 2 * (size_t)DUBAN_PLAN_DAYS_MAX,
                                    sizeof *reading->days);
    add_days(reading, "off", &calendar->off, false);
    add_days(reading, "work", &calendar->work, true);
    sort_days(reading);
    said.off = dates_of(reading, false);
    said.work = dates_of(reading, true);
    if (reading->conf->n_faults == 0)
        *set = said;
}

enum duban_rc calendar_file_read(struct duban_conf *conf, struct duban_plan_set *set,
                                 struct duban_err *err)
{
    struct duban_buf bytes = {0};
    struct reading reading = {.conf = conf};

    enum duban_rc rc = duban_file_read(conf->path, DUBAN_CONF_FILE_MAX, &bytes, err);
    if (rc == DUBAN_OK)
        duban_conf_read(conf, duban_buf_slice(&bytes), &calendar_section, &reading.calendar);
    if (rc == DUBAN_OK && conf->n_faults == 0)
        read_days(&reading, set);
    duban_buf_fini(&bytes);
    return rc;
}
