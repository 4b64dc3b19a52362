/* SPDX-License-Identifier: MIT */
#include "lib/app/conf_value.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lib/core/check.h"

static bool is_in_range(const struct duban_conf_key *key, int64_t number)
{
    return (key->min == 0 && key->max == 0) || (number >= key->min && number <= key->max);
}

/* The range of a key in words. */
static const char *range(struct conf_faults *faults, const struct duban_conf_key *key,
                         const char *(*print)(struct conf_faults *, int64_t))
{
    if (key->min == 0 && key->max == 0)
        return "";
    if (key->max == INT64_MAX)
        return CONF_SAY(faults, LEAST, print(faults, key->min));
    return CONF_SAY(faults, RANGE, print(faults, key->min), print(faults, key->max));
}

static void set_text(struct conf_faults *faults, const struct duban_conf_key *key,
                     const struct conf_value *value, void *out)
{
    const char **text = out;
    int64_t len = (int64_t)value->text.len;

    *text = duban_arena_cstr(faults->conf->arena, value->text);
    if (strlen(*text) < value->text.len)
        CONF_FAULT(faults, value->place, NUL, key->name);
    else if (!is_in_range(key, len) && len > key->max)
        CONF_FAULT(faults, value->place, TOO_LONG, key->name, conf_faults_number(faults, key->max),
                   conf_faults_number(faults, len));
    else if (!is_in_range(key, len))
        CONF_FAULT(faults, value->place, TOO_SHORT, key->name, conf_faults_number(faults, key->min),
                   conf_faults_number(faults, len));
}

static void set_zone(struct conf_faults *faults, const struct duban_conf_key *key,
                     const struct conf_value *value, void *out)
{
    const char **zone = out;
    size_t n_before = faults->n;

    set_text(faults, key, value, out);
    if (faults->n == n_before && !duban_zone_exists(*zone))
        CONF_FAULT(faults, value->place, ZONE, key->name, conf_faults_shown(faults, value->text));
}

static void set_texts(struct conf_faults *faults, const struct duban_conf_key *key,
                      const struct conf_value *value, void *out)
{
    struct duban_conf_texts *texts = out;

    texts->at = duban_arena_new(faults->conf->arena, 1, sizeof *texts->at);
    texts->places = duban_arena_new(faults->conf->arena, 1, sizeof *texts->places);
    texts->places[0] = value->place;
    texts->n = 1;
    set_text(faults, key, value, texts->at);
}

static void set_word(struct conf_faults *faults, const struct duban_conf_key *key,
                     const struct conf_value *value, void *out)
{
    int *word = out;

    for (*word = 0; key->words[*word] != NULL; (*word)++)
        if (duban_slice_is(value->text, key->words[*word]))
            return;
    const char *shown = conf_faults_shown(faults, value->text);
    const char *words = conf_faults_joined(faults, key->words);
    const char *nearest = conf_faults_nearest(key->words, value->text);
    if (nearest == NULL)
        CONF_FAULT(faults, value->place, WORD, key->name, shown, words);
    else
        CONF_FAULT(faults, value->place, WORD_NEAR, key->name, shown, words, nearest);
}

/* Reads the whole number that text begins with; out_rest is what follows it. */
static bool take_number(struct duban_slice text, int64_t *out_number, struct duban_slice *out_rest)
{
    char *end = NULL;
    char first = text.at[text.len > 1 && text.at[0] == '-' ? 1 : 0];

    if (first < '0' || first > '9')
        return false;
    errno = 0;
    *out_number = strtoimax(text.at, &end, 10);
    *out_rest = (struct duban_slice){end, (size_t)(text.at + text.len - end)};
    return errno == 0;
}

static void set_number(struct conf_faults *faults, const struct duban_conf_key *key,
                       const struct conf_value *value, void *out)
{
    int64_t *number = out;
    struct duban_slice rest;

    if (!take_number(value->text, number, &rest) || rest.len > 0 || !is_in_range(key, *number))
        CONF_FAULT(faults, value->place, NUMBER, key->name, range(faults, key, conf_faults_number),
                   conf_faults_shown(faults, value->text));
}

static const struct {
    const char *name;
    int64_t ms;
} units[] = {{"d", 86400000}, {"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}};

static const char *duration_text(struct conf_faults *faults, int64_t ms)
{
    char text[32];
    size_t i = 0;

    while (units[i].ms > 1 && (ms == 0 || ms % units[i].ms != 0))
        i++;
    (void)snprintf(text, sizeof text, "%" PRId64 "%s", ms / units[i].ms, units[i].name);
    return duban_arena_cstr(&faults->scratch, duban_slice_of(text));
}

static bool duration_of(int64_t number, struct duban_slice unit, int64_t *out_ms)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (duban_slice_is(unit, units[i].name))
            return number >= 0 && !__builtin_mul_overflow(number, units[i].ms, out_ms);
    return false;
}

static void set_duration(struct conf_faults *faults, const struct duban_conf_key *key,
                         const struct conf_value *value, void *out)
{
    int64_t *ms = out;
    int64_t number = 0;
    struct duban_slice unit = {0};
    bool is_number = take_number(value->text, &number, &unit);

    if (is_number && number >= 0 && unit.len == 0)
        CONF_FAULT(faults, value->place, UNIT, key->name, conf_faults_number(faults, number));
    else if (!is_number || !duration_of(number, unit, ms) || !is_in_range(key, *ms))
        CONF_FAULT(faults, value->place, DURATION, key->name, range(faults, key, duration_text),
                   conf_faults_shown(faults, value->text));
}

static void set_bool(struct conf_faults *faults, const struct duban_conf_key *key,
                     const struct conf_value *value, void *out)
{
    /* What other programs take for a truth value, and what is meant by it. */
    static const char *const meant[][2] = {{"true", "true"},   {"yes", "true"}, {"on", "true"},
                                           {"false", "false"}, {"no", "false"}, {"off", "false"}};
    bool *is_true = out;

    *is_true = duban_slice_is(value->text, "true");
    if (*is_true || duban_slice_is(value->text, "false"))
        return;
    const char *shown = conf_faults_shown(faults, value->text);
    for (size_t i = 0; i < sizeof meant / sizeof meant[0]; i++)
        if (strcasecmp(shown, meant[i][0]) == 0) {
            CONF_FAULT(faults, value->place, BOOL_NEAR, key->name, shown, meant[i][1]);
            return;
        }
    CONF_FAULT(faults, value->place, BOOL, key->name, shown);
}

static void set_date(struct conf_faults *faults, const struct duban_conf_key *key,
                     const struct conf_value *value, void *out)
{
    struct duban_conf_date *date = out;

    date->is_given = duban_date_read(value->text, &date->v);
    date->place = value->place;
    if (!date->is_given)
        CONF_FAULT(faults, value->place, DATE, key->name, conf_faults_shown(faults, value->text));
}

static void (*const setters[])(struct conf_faults *, const struct duban_conf_key *,
                               const struct conf_value *, void *out) = {
    [DUBAN_CONF_TEXT] = set_text,         [DUBAN_CONF_ZONE] = set_zone,
    [DUBAN_CONF_WORD] = set_word,         [DUBAN_CONF_NUMBER] = set_number,
    [DUBAN_CONF_DURATION] = set_duration, [DUBAN_CONF_BOOL] = set_bool,
    [DUBAN_CONF_DATE] = set_date,         [DUBAN_CONF_TEXTS] = set_texts,
    [DUBAN_CONF_SECTIONS] = NULL, /* and the others */
};

bool conf_value_is_for(const struct duban_conf_key *key)
{
    return setters[key->kind] != NULL;
}

void conf_value_set(struct conf_faults *faults, const struct duban_conf_key *key,
                    const struct conf_value *value, void *out)
{
    setters[key->kind](faults, key, value, out);
}

static void set_default(struct conf_faults *faults, const struct duban_conf_key *key, void *out)
{
    size_t n_faults = faults->n;

    if (key->otherwise != NULL) {
        struct conf_value value = {.text = duban_slice_of(key->otherwise)};
        conf_value_set(faults, key, &value, out);
    } else if (key->kind == DUBAN_CONF_WORD) {
        *(int *)out = -1;
    }
    DUBAN_ASSERT(faults->n == n_faults); /* a default that is wrong is our own bug */
}

void conf_value_set_defaults(struct conf_faults *faults, const struct duban_conf_section *whole,
                             void *out)
{
    struct {
        const struct duban_conf_key *next, *end;
        char *out;
    } open[DUBAN_CONF_DEPTH_MAX] = {{whole->keys, whole->keys + whole->n_keys, out}};
    size_t n_open = 1;

    memset(out, 0, whole->size);
    while (n_open > 0) {
        if (open[n_open - 1].next == open[n_open - 1].end) {
            n_open--;
            continue;
        }
        const struct duban_conf_key *key = open[n_open - 1].next++;
        char *at = open[n_open - 1].out + key->offset;
        if (key->kind != DUBAN_CONF_SECTION) {
            set_default(faults, key, at);
            continue;
        }
        DUBAN_ASSERT(n_open < DUBAN_CONF_DEPTH_MAX);
        open[n_open].next = key->section->keys;
        open[n_open].end = key->section->keys + key->section->n_keys;
        open[n_open++].out = at;
    }
}
