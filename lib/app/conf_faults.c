/* SPDX-License-Identifier: MIT */
#include "lib/app/conf_faults.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/text/escape.h"

enum {
    SHOWN_MAX = 60 /* bytes */
};

void conf_faults_fini(struct conf_faults *faults)
{
    duban_arena_fini(&faults->scratch);
}

void *conf_faults_room(struct duban_arena *arena, void *entries, size_t n, size_t size)
{
    if ((n & (n - 1)) != 0)
        return entries;
    void *more = duban_arena_new(arena, n == 0 ? 1 : 2 * n, size);
    if (n > 0)
        memcpy(more, entries, n * size);
    return more;
}

void conf_faults_add(struct conf_faults *faults, struct duban_conf_place place,
                     const char *sentence)
{
    faults->at = conf_faults_room(&faults->scratch, faults->at, faults->n, sizeof *faults->at);
    faults->at[faults->n] = (struct conf_fault){place, faults->n, sentence};
    faults->n++;
}

static void put_place(const struct duban_conf *conf, struct duban_conf_place place)
{
    duban_escape_terminal(conf->faults, duban_slice_of(conf->path));
    if (place.line > 0)
        duban_buf_printf(conf->faults, ":%zu:%zu", place.line, place.column);
    duban_buf_puts(conf->faults, ": ");
}

void duban_conf_fault(struct duban_conf *conf, struct duban_conf_place place, enum duban_text_id id,
                      const char *const *args)
{
    put_place(conf, place);
    duban_text_put(conf->faults, conf->lang, id, args);
    duban_buf_puts(conf->faults, "\n");
    conf->n_faults++;
}

static int compare(const void *a, const void *b)
{
    const struct conf_fault *x = a;
    const struct conf_fault *y = b;

    if (x->place.line != y->place.line)
        return x->place.line < y->place.line ? -1 : 1;
    if (x->place.column != y->place.column)
        return x->place.column < y->place.column ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

void conf_faults_tell(const struct conf_faults *faults, struct duban_conf *conf)
{
    if (faults->n > 0)
        qsort(faults->at, faults->n, sizeof *faults->at, compare);
    for (size_t i = 0; i < faults->n; i++) {
        put_place(conf, faults->at[i].place);
        duban_buf_puts(conf->faults, faults->at[i].sentence);
        duban_buf_puts(conf->faults, "\n");
    }
    conf->n_faults += faults->n;
}

static const char *kept(struct conf_faults *faults, struct duban_buf *text)
{
    const char *copy = duban_arena_cstr(&faults->scratch, duban_buf_slice(text));
    duban_buf_fini(text);
    return copy;
}

const char *conf_faults_say(struct conf_faults *faults, enum duban_text_id id,
                            const char *const *args)
{
    struct duban_buf text = {0};

    duban_text_put(&text, faults->conf->lang, id, args);
    return kept(faults, &text);
}

const char *conf_faults_number(struct conf_faults *faults, int64_t number)
{
    struct duban_buf text = {0};

    duban_buf_printf(&text, "%" PRId64, number);
    return kept(faults, &text);
}

const char *conf_faults_shown(struct conf_faults *faults, struct duban_slice text)
{
    struct duban_buf shown = {0};

    duban_escape_terminal(&shown, duban_slice_cut(text, SHOWN_MAX));
    if (text.len > SHOWN_MAX)
        duban_buf_puts(&shown, "…");
    return kept(faults, &shown);
}

const char *conf_faults_joined(struct conf_faults *faults, const char *const *names)
{
    struct duban_buf text = {0};

    for (size_t i = 0; names[i] != NULL; i++)
        duban_buf_printf(&text, "%s%s",
                         i == 0 ? "" : duban_text(faults->conf->lang, DUBAN_TEXT_CONF_COMMA),
                         names[i]);
    return kept(faults, &text);
}

const char *conf_faults_nearest(const char *const *names, struct duban_slice text)
{
    const char *nearest = NULL;
    size_t least = text.len / 3 < 2 ? 3 : text.len / 3 + 1;

    for (; *names != NULL; names++) {
        size_t distance = duban_slice_distance(text, duban_slice_of(*names));
        if (distance < least && distance < text.len) {
            nearest = *names;
            least = distance;
        }
    }
    return nearest;
}
