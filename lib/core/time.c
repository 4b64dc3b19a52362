/* SPDX-License-Identifier: MIT */
#include "lib/core/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/core/check.h"

enum { DAY_S = 24 * 60 * 60 };

bool duban_zone_exists(const char *name)
{
    char path[256];

    int len = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    return len > 0 && (size_t)len < sizeof path && strstr(name, "..") == NULL &&
           access(path, R_OK) == 0;
}

enum duban_rc duban_zone_set(const char *name, struct duban_err *err)
{
    /* glibc takes an unknown zone for UTC without a word. */
    if (!duban_zone_exists(name))
        return duban_err_set(err, DUBAN_E_CONFIG,
                             "no time zone \"%s\" in the tz database (package tzdata)", name);
    if (setenv("TZ", name, 1) != 0) /* NOLINT(concurrency-mt-unsafe): before threads are started */
        return duban_err_set(err, DUBAN_E_CONFIG, "cannot set the time zone %s", name);
    tzset();
    return DUBAN_OK;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01; years are counted from March, so that the leap day is a year's last. */
static int32_t days_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return 365 * y + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}

bool duban_date_of(int year, int month, int day, struct duban_date *out_date)
{
    static const int days_in[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (year < DUBAN_YEAR_MIN || year > DUBAN_YEAR_MAX || month < 1 || month > 12 || day < 1)
        return false;
    if (day > days_in[month - 1] + (month == 2 && is_leap(year) ? 1 : 0))
        return false;
    out_date->days = days_of(year, month, day);
    return true;
}

void duban_date_split(struct duban_date date, int *out_year, int *out_month, int *out_day)
{
    struct tm tm;
    time_t seconds = (time_t)date.days * DAY_S;

    DUBAN_ASSERT(gmtime_r(&seconds, &tm) != NULL);
    *out_year = tm.tm_year + 1900;
    *out_month = tm.tm_mon + 1;
    *out_day = tm.tm_mday;
}

/* Reads min..max decimal digits, ASCII or full-width (U+FF10..FF19), from the front of text. */
static bool take_number(struct duban_slice *text, int min, int max, int *out_number)
{
    int n = 0;
    int number = 0;

    while (n < max && text->len > 0) {
        const unsigned char *at = (const unsigned char *)text->at;
        size_t used = 1;
        int digit = at[0] - '0';
        if (text->len >= 3 && at[0] == 0xef && at[1] == 0xbc) {
            used = 3;
            digit = at[2] - 0x90;
        }
        if (digit < 0 || digit > 9)
            break;
        number = number * 10 + digit;
        *text = (struct duban_slice){text->at + used, text->len - used};
        n++;
    }
    *out_number = number;
    return n >= min;
}

static bool take(struct duban_slice *text, const char *mark)
{
    if (!duban_slice_has_prefix(*text, mark))
        return false;
    size_t len = strlen(mark);
    *text = (struct duban_slice){text->at + len, text->len - len};
    return true;
}

bool duban_date_parse(struct duban_slice text, struct duban_date *out_date)
{
    return text.len == 10 && text.at[4] == '-' && text.at[7] == '-' &&
           duban_date_read(text, out_date);
}

bool duban_date_read(struct duban_slice text, struct duban_date *out_date)
{
    static const char *const marks[][3] = {
        {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}, {"", "", ""},
    };
    int year;
    int month;
    int day;

    if (!take_number(&text, 4, 4, &year))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        struct duban_slice rest = text;
        int min = marks[i][0][0] == '\0' ? 2 : 1;
        if (take(&rest, marks[i][0]) && take_number(&rest, min, 2, &month) &&
            take(&rest, marks[i][1]) && take_number(&rest, min, 2, &day) &&
            take(&rest, marks[i][2]) && rest.len == 0)
            return duban_date_of(year, month, day, out_date);
    }
    return false;
}

const char *duban_date_print(struct duban_date date, char out_text[DUBAN_DATE_BYTES])
{
    int year;
    int month;
    int day;

    duban_date_split(date, &year, &month, &day);
    (void)snprintf(out_text, DUBAN_DATE_BYTES, "%04u-%02u-%02u", (unsigned)year % 10000U,
                   (unsigned)month % 100U, (unsigned)day % 100U);
    return out_text;
}

/* Rounds down also before 1970. */
static time_t seconds_of(struct duban_instant instant)
{
    int64_t seconds = instant.ms / 1000;
    return (time_t)(instant.ms % 1000 < 0 ? seconds - 1 : seconds);
}

static bool local_of(struct duban_instant instant, struct tm *out_tm)
{
    time_t seconds = seconds_of(instant);
    return localtime_r(&seconds, out_tm) != NULL;
}

struct duban_instant duban_instant_at(struct duban_date date, int hour, int minute)
{
    struct tm tm = {.tm_hour = hour, .tm_min = minute, .tm_isdst = -1};

    duban_date_split(date, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    return (struct duban_instant){(int64_t)mktime(&tm) * 1000};
}

/* Z, or the distance to UTC in minutes. */
static bool take_offset(struct duban_slice *text, int *out_minutes)
{
    int hours;
    int minutes;
    bool is_west = duban_slice_has_prefix(*text, "-");

    if (take(text, "Z")) {
        *out_minutes = 0;
        return true;
    }
    if (!take(text, is_west ? "-" : "+") || !take_number(text, 2, 2, &hours) || !take(text, ":") ||
        !take_number(text, 2, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *out_minutes = (is_west ? -1 : 1) * (hours * 60 + minutes);
    return true;
}

bool duban_instant_parse(struct duban_slice text, struct duban_instant *out_instant)
{
    struct duban_date date;
    int hour;
    int minute;
    int second;
    int offset_minutes;
    int ms = 0;

    if (text.len < 20 || !duban_date_parse((struct duban_slice){text.at, 10}, &date))
        return false;
    text = (struct duban_slice){text.at + 10, text.len - 10};
    if (!take(&text, "T") || !take_number(&text, 2, 2, &hour) || !take(&text, ":") ||
        !take_number(&text, 2, 2, &minute) || !take(&text, ":") ||
        !take_number(&text, 2, 2, &second) || hour > 23 || minute > 59 || second > 59)
        return false;
    if (take(&text, ".") && !take_number(&text, 3, 3, &ms))
        return false;
    if (!take_offset(&text, &offset_minutes) || text.len > 0)
        return false;
    int64_t minutes = ((int64_t)date.days * 24 + hour) * 60 + minute - offset_minutes;
    int64_t seconds = minutes * 60 + second;
    out_instant->ms = seconds * 1000 + ms;
    return true;
}

struct duban_date duban_date_at(struct duban_instant instant)
{
    struct tm tm;
    struct duban_date date = {0};

    /* An instant outside the years that we know is as far away as our dates go. */
    if (!local_of(instant, &tm) ||
        !duban_date_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, &date))
        date.days =
            instant.ms < 0 ? days_of(DUBAN_YEAR_MIN, 1, 1) : days_of(DUBAN_YEAR_MAX, 12, 31);
    return date;
}

const char *duban_instant_print(struct duban_instant instant, char out_text[DUBAN_INSTANT_BYTES])
{
    struct tm tm;
    char stamp[40];

    /* %z gives +0800; RFC 3339 wants a colon in it. */
    if (!local_of(instant, &tm) || strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S%z", &tm) != 24)
        (void)snprintf(stamp, sizeof stamp, "%s", "9999-12-31T23:59:59+0000");
    (void)snprintf(out_text, DUBAN_INSTANT_BYTES, "%.22s:%.2s", stamp, stamp + 22);
    return out_text;
}
