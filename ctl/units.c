/* SPDX-License-Identifier: MIT */
#include "ctl/units.h"

#include <stdint.h>
#include <string.h>

enum { NEAR_MAX = 3 };

struct duban_unit_name units_name(const struct duban_model *model, struct duban_slice code)
{
    for (size_t i = 0; i < model->n_units; i++)
        if (duban_slice_equal(model->units[i].code, code))
            return model->units[i];
    return (struct duban_unit_name){.code = code};
}

/* Units that the plan does not list are known by their items. */
static bool has_items(const struct duban_promise *plan, struct duban_slice code)
{
    if (duban_slice_equal(plan->reporter, code) || duban_slice_equal(plan->lead, code))
        return true;
    for (size_t i = 0; i < plan->n_support; i++)
        if (duban_slice_equal(plan->support[i], code))
            return true;
    return false;
}

static bool is_code(const struct duban_model *model, struct duban_slice code)
{
    for (size_t i = 0; i < model->n_units; i++)
        if (duban_slice_equal(model->units[i].code, code))
            return true;
    for (size_t i = 0; i < model->n_items; i++)
        if (has_items(&model->items[i]->plan, code))
            return true;
    return false;
}

bool units_find(const struct duban_model *model, struct duban_slice called,
                struct duban_slice *out_code)
{
    if (called.len == 0)
        return false;
    if (is_code(model, called)) {
        *out_code = called;
        return true;
    }
    for (size_t i = 0; i < model->n_units; i++) {
        const struct duban_unit_name *unit = &model->units[i];
        if (duban_slice_equal(unit->zh, called) || duban_slice_equal(unit->en, called)) {
            *out_code = unit->code;
            return true;
        }
    }
    return false;
}

/* What was typed, and what may have been meant by it. */
struct search {
    struct duban_slice called;
    struct duban_slice near[NEAR_MAX];
    size_t distances[NEAR_MAX];
    size_t n;
};

/* A part of a name counts as much as a slip of the finger, or as one wrong Chinese character. */
static size_t distance_of(struct duban_slice called, struct duban_slice name)
{
    size_t far = called.len / 3 < 3 ? 3 : called.len / 3;
    bool is_part = called.len > 2 && name.len > called.len &&
                   memmem(name.at, name.len, called.at, called.len) != NULL;
    size_t distance = is_part ? 1 : duban_slice_distance(called, name);

    return distance <= far && distance < called.len ? distance : SIZE_MAX;
}

static void consider(struct search *search, struct duban_slice name)
{
    size_t distance = distance_of(search->called, name);
    size_t at = search->n;

    for (size_t i = 0; i < search->n; i++)
        if (duban_slice_equal(search->near[i], name))
            return;
    while (at > 0 && search->distances[at - 1] > distance)
        at--;
    if (distance == SIZE_MAX || at == NEAR_MAX)
        return;
    for (size_t i = search->n < NEAR_MAX ? search->n : NEAR_MAX - 1; i > at; i--) {
        search->near[i] = search->near[i - 1];
        search->distances[i] = search->distances[i - 1];
    }
    search->near[at] = name;
    search->distances[at] = distance;
    search->n += search->n < NEAR_MAX ? 1 : 0;
}

void units_put_near(const struct duban_model *model, struct duban_slice called,
                    enum duban_lang lang, struct duban_buf *out)
{
    struct search search = {.called = called};

    for (size_t i = 0; i < model->n_units; i++) {
        consider(&search, model->units[i].zh);
        consider(&search, model->units[i].en);
        consider(&search, model->units[i].code);
    }
    for (size_t i = 0; i < model->n_items; i++)
        consider(&search, model->items[i]->plan.reporter);
    for (size_t i = 0; i < search.n; i++) {
        duban_buf_puts(out, i == 0 ? "" : duban_text(lang, DUBAN_TEXT_CONF_COMMA));
        duban_buf_put(out, search.near[i]);
    }
}

struct duban_slice *units_reporting(const struct duban_model *model, struct duban_arena *arena,
                                    size_t *out_n)
{
    struct duban_slice *codes = duban_arena_new(arena, model->n_items, sizeof *codes);
    struct duban_map seen = {0};
    size_t n = 0;

    for (size_t i = 0; i < model->n_items; i++) {
        struct duban_slice code = model->items[i]->plan.reporter;
        if (duban_map_get(&seen, code) != NULL)
            continue;
        duban_map_put(&seen, arena, code, model->items[i]);
        codes[n++] = code;
    }
    *out_n = n;
    return codes;
}

bool units_check_watched(const struct duban_model *model, const struct duban_watched *watched,
                         enum duban_lang lang, struct duban_buf *out)
{
    struct duban_slice dept = duban_slice_of(watched->dept);
    struct duban_buf words = {0};
    struct duban_slice code;

    bool is_there = units_find(model, dept, &code);
    if (is_there && duban_slice_equal(code, dept))
        return true;
    if (is_there)
        duban_buf_put(&words, code);
    else
        units_put_near(model, dept, lang, &words);
    duban_buf_put(&words, (struct duban_slice){"", 1}); /* NUL */
    DUBAN_SAY(out, lang, is_there ? DUBAN_TEXT_WATCH_DEPT_CODE : DUBAN_TEXT_WATCH_DEPT_UNKNOWN,
              watched->source, watched->dept, words.at);
    duban_buf_fini(&words);
    return false;
}
