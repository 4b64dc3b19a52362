/* SPDX-License-Identifier: MIT */
#include "sinks/common/said.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "sinks/common/outlook.h"

enum { TITLE_BYTES = 90, REASON_BYTES = 180 };

struct saying {
    const struct issue *issue;
    enum duban_lang lang;
    struct duban_arena *arena;
    struct said *out;
};

static struct duban_slice keep(const struct saying *saying, struct duban_buf *text)
{
    struct duban_slice kept = duban_arena_copy(saying->arena, duban_buf_slice(text));
    duban_buf_fini(text);
    return kept;
}

/* Words for a sentence; they live as long as the arena. */
static const char *number(const struct saying *saying, int64_t n)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%" PRId64, n);
    return duban_arena_cstr(saying->arena, duban_slice_of(text));
}

static const char *date(const struct saying *saying, struct duban_date day)
{
    char text[DUBAN_DATE_BYTES];

    return duban_arena_cstr(saying->arena, duban_slice_of(duban_date_print(day, text)));
}

/* 10-10: a day of the plan's year, whose year goes without saying. */
static const char *short_date(const struct saying *saying, struct duban_date day)
{
    return date(saying, day) + sizeof "2022";
}

static const char *share(const struct saying *saying, int32_t bp)
{
    struct duban_buf text = {0};

    said_put_share(&text, bp);
    const char *kept = duban_arena_cstr(saying->arena, duban_buf_slice(&text));
    duban_buf_fini(&text);
    return kept;
}

void said_put_share(struct duban_buf *out, int32_t bp)
{
    int32_t tenths = bp / 10;
    int32_t whole = tenths / 10;
    int32_t rest = tenths % 10;

    duban_buf_printf(out, "%s%" PRId32 ".%" PRId32 "%%", tenths < 0 && whole == 0 ? "-" : "", whole,
                     rest < 0 ? -rest : rest);
}

/* 42.0: hundredths of a point. */
static const char *points(const struct saying *saying, int32_t bp)
{
    const char *text = share(saying, bp);
    return duban_arena_cstr(saying->arena, (struct duban_slice){text, strlen(text) - 1});
}

#define SAY(saying, out, id, ...) DUBAN_SAY(out, (saying)->lang, DUBAN_TEXT_##id, __VA_ARGS__)

static struct duban_slice sentence(const struct saying *saying, enum duban_text_id id,
                                   const char *const *words)
{
    struct duban_buf text = {0};

    duban_text_put(&text, saying->lang, id, words);
    return keep(saying, &text);
}

#define SENTENCE(saying, id, ...)                                                                  \
    sentence(saying, DUBAN_TEXT_##id, (const char *const[]){__VA_ARGS__, NULL})

static const char *light_word(const struct saying *saying, enum duban_light light)
{
    return duban_text_word(saying->lang, duban_light_words[light]);
}

static const char *unit_name(const struct saying *saying, struct duban_slice code)
{
    return duban_arena_cstr(
        saying->arena, duban_model_unit_name(saying->issue->model, code, saying->lang == DUBAN_ZH));
}

/* Cut at a character, with an ellipsis where something is left out. */
static void put_cut(struct duban_buf *out, struct duban_slice text, size_t max)
{
    struct duban_slice cut = duban_slice_cut(text, max);

    duban_buf_put(out, cut);
    duban_buf_puts(out, cut.len < text.len ? "…" : "");
}

/* T7.1-09 新增停车泊位350个 */
static struct duban_slice item_head(const struct saying *saying, const struct duban_item *item)
{
    struct duban_buf text = {0};
    bool is_en = saying->lang == DUBAN_EN && item->plan.title_en.len > 0;

    duban_buf_printf(&text, "%.*s ", DUBAN_SLICE_ARGS(item->id));
    put_cut(&text, is_en ? item->plan.title_en : item->plan.title, TITLE_BYTES);
    return keep(saying, &text);
}

/* ■红: a light by symbol and word, so that no colour is needed. */
static struct duban_slice light_mark(const struct saying *saying, enum duban_light light)
{
    static const char *const symbols[] = {[DUBAN_LIGHT_GREY] = "○",
                                          [DUBAN_LIGHT_GREEN] = "●",
                                          [DUBAN_LIGHT_YELLOW] = "▲",
                                          [DUBAN_LIGHT_RED] = "■",
                                          [DUBAN_LIGHT_BLUE] = "◆"};
    struct duban_buf text = {0};

    duban_buf_printf(&text, "%s%s", symbols[light], light_word(saying, light));
    return keep(saying, &text);
}

/* 120个 = 34.3%, or 34.3%, or nothing where nothing is known. */
static void put_actual(const struct saying *saying, const struct duban_item *item,
                       const struct duban_item_evaluation *evaluation, struct duban_buf *out)
{
    char value[DUBAN_DECIMAL_BYTES];

    if (item->value.is == DUBAN_GIVEN)
        duban_buf_printf(out, "%s%.*s", duban_decimal_print(item->value.v, value),
                         DUBAN_SLICE_ARGS(item->plan.unit));
    if (evaluation->actual.is_known)
        duban_buf_printf(out, "%s%s", out->len > 0 ? " = " : "",
                         share(saying, evaluation->actual.bp));
    if (out->len == 0)
        duban_buf_puts(out, duban_text(saying->lang, DUBAN_TEXT_DIGEST_NOTHING_REPORTED));
}

static struct duban_slice facts_of(const struct saying *saying, const struct issue_action *action)
{
    const struct duban_item *item = saying->issue->model->items[action->item];
    const struct duban_item_evaluation *evaluation =
        &saying->issue->evaluation->items[action->item];
    const struct duban_clock *clock = &evaluation->current;
    struct duban_buf actual = {0};

    put_actual(saying, item, evaluation, &actual);
    duban_buf_put(&actual, (struct duban_slice){"", 1}); /* NUL */
    const char *what = duban_arena_cstr(saying->arena, (struct duban_slice){actual.at, actual.len});
    duban_buf_fini(&actual);
    const char *since = short_date(saying, action->since);
    const char *since_wd = number(saying, action->since_wd);
    switch (action->act) {
    case ISSUE_OVERDUE:
        return SENTENCE(saying, DIGEST_OVERDUE, what, date(saying, clock->due),
                        number(saying, clock->working_days_over));
    case ISSUE_LAG:
        if (clock->is_small)
            return SENTENCE(saying, DIGEST_LAG_SMALL, number(saying, clock->units.actual),
                            number(saying, clock->units.expected),
                            number(saying, clock->units.target), since_wd, since);
        return SENTENCE(saying, DIGEST_LAG, what, share(saying, clock->expected.bp),
                        points(saying, clock->gap_bp), since_wd, since);
    case ISSUE_STALLED:
        return SENTENCE(saying, DIGEST_STALLED, what,
                        date(saying, evaluation->standstill.anchor_on));
    case ISSUE_STALE:
        return SENTENCE(saying, DIGEST_STALE, what, number(saying, evaluation->n_missed),
                        date(saying, evaluation->missed_from));
    case ISSUE_NEVER_REPORTED:
        return SENTENCE(saying, DIGEST_NEVER_REPORTED, since_wd);
    case ISSUE_DECIDE:
        return SENTENCE(saying, DIGEST_DECIDE, date(saying, clock->due),
                        date(saying, item->ext_to.v), since_wd, number(saying, ISSUE_DECIDE_WD));
    case ISSUE_SILENT:
    case ISSUE_N_ACTS:
        break;
    }
    return (struct duban_slice){0};
}

static struct duban_slice next_of(const struct saying *saying, const struct issue_action *action)
{
    static const enum duban_text_id moves[] = {
        [ISSUE_DECIDE] = DUBAN_TEXT_DIGEST_NEXT_DECIDE,
        [ISSUE_SILENT] = DUBAN_TEXT_DIGEST_NEXT_REPORT,
        [ISSUE_OVERDUE] = DUBAN_TEXT_DIGEST_NEXT_OVERDUE,
        [ISSUE_LAG] = DUBAN_TEXT_DIGEST_NEXT_LAG,
        [ISSUE_STALLED] = DUBAN_TEXT_DIGEST_NEXT_STALLED,
        [ISSUE_STALE] = DUBAN_TEXT_DIGEST_NEXT_REPORT,
        [ISSUE_NEVER_REPORTED] = DUBAN_TEXT_DIGEST_NEXT_REPORT,
    };
    struct duban_slice unit = action->act == ISSUE_SILENT
                                  ? action->unit->code
                                  : saying->issue->model->items[action->item]->plan.reporter;

    return sentence(saying, moves[action->act],
                    (const char *const[]){short_date(saying, action->answer_by),
                                          unit_name(saying, unit), NULL});
}

/* The department's own reason: what it noted last. */
static struct duban_slice reason_of(const struct saying *saying, const struct duban_item *item)
{
    struct duban_buf text = {0};

    if (!item->note.is_known || item->note.len == 0)
        return (struct duban_slice){0};
    duban_buf_printf(&text, "%s", duban_text(saying->lang, DUBAN_TEXT_DIGEST_QUOTE_OPEN));
    put_cut(&text, (struct duban_slice){item->note.at, item->note.len}, REASON_BYTES);
    duban_buf_printf(&text, "%s", duban_text(saying->lang, DUBAN_TEXT_DIGEST_QUOTE_CLOSE));
    return keep(saying, &text);
}

static struct said_line action_line(const struct saying *saying, const struct issue_action *action)
{
    const struct duban_item *item = saying->issue->model->items[action->item];
    struct said_line line = {.light = -1, .next = next_of(saying, action)};

    if (action->act == ISSUE_SILENT) {
        line.light = DUBAN_LIGHT_RED;
        line.mark = light_mark(saying, DUBAN_LIGHT_RED);
        line.head = duban_slice_of(unit_name(saying, action->unit->code));
        line.facts =
            SENTENCE(saying, DIGEST_SILENT, number(saying, (int64_t)action->unit->n_awaited),
                     date(saying, action->unit->due_on));
        return line;
    }
    line.head = item_head(saying, item);
    line.facts = facts_of(saying, action);
    line.reason = reason_of(saying, item);
    if (action->act == ISSUE_DECIDE) {
        line.mark = duban_slice_of(duban_text(saying->lang, DUBAN_TEXT_DIGEST_YOU));
        return line;
    }
    line.light = action->severity == DUBAN_RED ? DUBAN_LIGHT_RED : DUBAN_LIGHT_YELLOW;
    line.mark = light_mark(saying, (enum duban_light)line.light);
    return line;
}

static struct said_section section(const struct saying *saying, enum duban_text_id title,
                                   size_t max)
{
    return (struct said_section){.title = duban_slice_of(duban_text(saying->lang, title)),
                                 .lines =
                                     duban_arena_new(saying->arena, max, sizeof(struct said_line))};
}

static void add_line(struct said_section *into, struct said_line line)
{
    into->lines[into->n++] = line;
}

static void add_fact(struct said_section *into, struct duban_slice text)
{
    add_line(into, (struct said_line){.light = -1, .head = text});
}

static struct said_section say_actions(const struct saying *saying)
{
    const struct issue *issue = saying->issue;
    struct said_section said = section(saying, DUBAN_TEXT_DIGEST_ACTIONS, ISSUE_ACTIONS_MAX + 3);
    size_t n_more[DUBAN_RED + 1] = {0};

    for (size_t i = 0; i < issue->n_actions; i++) {
        if (i < ISSUE_ACTIONS_MAX)
            add_line(&said, action_line(saying, &issue->actions[i]));
        else
            n_more[issue->actions[i].severity]++;
    }
    if (issue->n_actions > ISSUE_ACTIONS_MAX)
        add_fact(&said, SENTENCE(saying, DIGEST_MORE, number(saying, (int64_t)n_more[DUBAN_RED]),
                                 number(saying, (int64_t)n_more[DUBAN_YELLOW]),
                                 number(saying, (int64_t)n_more[DUBAN_SEVERITY_NONE])));
    if (issue->n_red_unchanged > 0)
        add_fact(
            &said,
            SENTENCE(saying, DIGEST_UNCHANGED, number(saying, (int64_t)issue->n_red_unchanged),
                     number(saying, issue->oldest_red_wd),
                     duban_arena_cstr(saying->arena, issue->model->items[issue->oldest_red]->id)));
    if (issue->n_actions == 0)
        add_fact(&said, SENTENCE(saying, DIGEST_NO_ACTION, ""));
    return said;
}

/* "title: item；item；… and n more"; nothing for an empty list. */
static void say_list(const struct saying *saying, struct said_section *into,
                     enum duban_text_id title, const struct issue_list *list)
{
    struct duban_buf text = {0};

    if (list->n == 0)
        return;
    DUBAN_SAY(&text, saying->lang, title, number(saying, (int64_t)list->n));
    for (size_t i = 0; i < list->n && i < ISSUE_LISTED_MAX; i++) {
        struct duban_slice head = item_head(saying, saying->issue->model->items[list->items[i]]);
        duban_buf_puts(&text, i == 0 ? "" : duban_text(saying->lang, DUBAN_TEXT_DIGEST_AND));
        duban_buf_put(&text, head);
    }
    if (list->n > ISSUE_LISTED_MAX)
        SAY(saying, &text, DIGEST_REST, number(saying, (int64_t)(list->n - ISSUE_LISTED_MAX)));
    add_fact(into, keep(saying, &text));
}

/* T2.2-05 …: 09-30 → 11-15 */
static void say_moved(const struct saying *saying, struct said_section *into)
{
    const struct issue *issue = saying->issue;

    for (size_t i = 0; i < issue->moved.n && i < ISSUE_LISTED_MAX; i++) {
        size_t at = issue->moved.items[i];
        const struct duban_item *item = issue->model->items[at];
        struct duban_slice doc = {0};
        for (const struct duban_decided *decided = item->decisions; decided != NULL && doc.len == 0;
             decided = decided->next)
            if (decided->decision == DUBAN_APPROVED &&
                decided->new_due.days == issue->summary.marks[at].due.days)
                doc = decided->doc_no;
        add_fact(into,
                 SENTENCE(saying, DIGEST_MOVED,
                          duban_arena_cstr(saying->arena, item_head(saying, item)),
                          date(saying, issue->before->marks[at].due),
                          date(saying, issue->summary.marks[at].due), date(saying, item->plan.due),
                          duban_arena_cstr(saying->arena, doc)));
    }
}

static struct said_section say_changes(const struct saying *saying)
{
    const struct issue *issue = saying->issue;
    struct said_section said = section(saying, DUBAN_TEXT_DIGEST_CHANGES, ISSUE_LISTED_MAX + 6);

    say_list(saying, &said, DUBAN_TEXT_DIGEST_DONE, &issue->done);
    say_list(saying, &said, DUBAN_TEXT_DIGEST_TO_GREEN, &issue->turned_green);
    say_list(saying, &said, DUBAN_TEXT_DIGEST_TO_RED, &issue->turned_red);
    say_list(saying, &said, DUBAN_TEXT_DIGEST_TO_YELLOW, &issue->turned_yellow);
    say_moved(saying, &said);
    if (said.n == 0)
        add_fact(&said, SENTENCE(saying, DIGEST_NO_CHANGE, ""));
    return said;
}

static struct said_section say_upcoming(const struct saying *saying)
{
    const struct issue *issue = saying->issue;
    struct said_section said = section(saying, DUBAN_TEXT_DIGEST_UPCOMING, ISSUE_UPCOMING_MAX + 2);

    for (size_t i = 0; i < issue->upcoming.n && i < ISSUE_UPCOMING_MAX; i++) {
        size_t at = issue->upcoming.items[i];
        const struct duban_item *item = issue->model->items[at];
        const struct duban_item_evaluation *evaluation = &issue->evaluation->items[at];
        struct duban_buf facts = {0};
        put_actual(saying, item, evaluation, &facts);
        duban_buf_printf(&facts, " · %s", unit_name(saying, item->plan.reporter));
        add_line(&said, (struct said_line){.light = (int)evaluation->current.light,
                                           .mark = duban_slice_of(
                                               short_date(saying, evaluation->current.due_used)),
                                           .head = item_head(saying, item),
                                           .facts = keep(saying, &facts)});
    }
    if (issue->upcoming.n > ISSUE_UPCOMING_MAX)
        add_fact(&said,
                 SENTENCE(saying, DIGEST_UPCOMING_MORE,
                          number(saying, (int64_t)(issue->upcoming.n - ISSUE_UPCOMING_MAX))));
    if (said.n == 0)
        add_fact(&said, SENTENCE(saying, DIGEST_NO_UPCOMING, ""));
    return said;
}

static struct said_section say_reporting(const struct saying *saying)
{
    const struct issue *issue = saying->issue;
    const struct duban_evaluation *evaluation = issue->evaluation;
    struct said_section said = section(saying, DUBAN_TEXT_DIGEST_REPORTING, 4);

    if (issue->n_silent > 0)
        add_fact(&said,
                 SENTENCE(saying, DIGEST_N_SILENT, number(saying, (int64_t)issue->n_silent)));
    if (issue->n_stale > 0)
        add_fact(&said, SENTENCE(saying, DIGEST_N_STALE, number(saying, (int64_t)issue->n_stale)));
    if (issue->n_never_reported > 0)
        add_fact(&said, SENTENCE(saying, DIGEST_N_NEVER,
                                 number(saying, (int64_t)issue->n_never_reported)));
    if (said.n == 0)
        add_fact(&said, SENTENCE(saying, DIGEST_ALL_REPORTED, ""));
    if (evaluation->unconnected.n_units > 0)
        add_fact(&said, SENTENCE(saying, DIGEST_UNCONNECTED,
                                 number(saying, (int64_t)evaluation->unconnected.n_units),
                                 number(saying, (int64_t)evaluation->unconnected.n_items),
                                 number(saying, (int64_t)evaluation->unconnected.n_past_items),
                                 number(saying, (int64_t)evaluation->unconnected.n_past_units)));
    return said;
}

/* 红 25 (+1)  黄 62 (-2) … */
static struct duban_slice say_lights(const struct saying *saying)
{
    static const enum duban_light order[] = {DUBAN_LIGHT_RED, DUBAN_LIGHT_YELLOW, DUBAN_LIGHT_GREEN,
                                             DUBAN_LIGHT_BLUE, DUBAN_LIGHT_GREY};
    const struct issue *issue = saying->issue;
    struct duban_buf text = {0};

    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        size_t n = issue->summary.lights[order[i]];
        duban_buf_printf(&text, "%s%.*s %zu", i == 0 ? "" : "  ",
                         DUBAN_SLICE_ARGS(light_mark(saying, order[i])), n);
        if (issue->before == NULL || issue->before->lights[order[i]] == n)
            continue;
        duban_buf_printf(&text, "(%+" PRId64 ")",
                         (int64_t)n - (int64_t)issue->before->lights[order[i]]);
    }
    return keep(saying, &text);
}

static void say_heading(const struct saying *saying)
{
    const struct issue *issue = saying->issue;
    struct said *out = saying->out;
    static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                           "friday", "saturday", "sunday"};
    const char *weekday = duban_text_word(saying->lang, weekdays[duban_weekday(issue->day)]);
    const char *before = issue->before == NULL ? "—" : short_date(saying, issue->before->day);
    struct duban_buf subject = {0};

    out->banner = issue->model->banner;
    out->heading = SENTENCE(saying, DIGEST_HEADING, number(saying, issue->number),
                            short_date(saying, issue->day), weekday,
                            duban_arena_cstr(saying->arena, issue->model->name));
    out->lights = say_lights(saying);
    int32_t bp = issue->n_working_days > 0 ? issue->n_elapsed * 10000 / issue->n_working_days : 0;
    out->as_of = SENTENCE(saying, DIGEST_AS_OF, date(saying, issue->day), before, share(saying, bp),
                          number(saying, issue->n_elapsed), number(saying, issue->n_working_days));
    SAY(saying, &subject, DIGEST_SUBJECT, number(saying, issue->number),
        short_date(saying, issue->day), weekday, number(saying, (int64_t)issue->n_decide));
    duban_buf_put(&subject, out->lights);
    out->subject = keep(saying, &subject);
    out->footer = SENTENCE(saying, DIGEST_FOOTER, date(saying, issue->day));
}

void said_make(const struct issue *issue, enum duban_lang lang, struct duban_arena *arena,
               struct said *out_said)
{
    struct said said = {.banner = {0}};
    struct saying saying = {issue, lang, arena, &said};

    say_heading(&saying);
    said.sections[0] = say_actions(&saying);
    said.sections[1] = say_changes(&saying);
    said.sections[2] = say_upcoming(&saying);
    said.sections[3] = say_reporting(&saying);
    said.n_sections = 4;
    *out_said = said;
}

static struct said_section say_new(const struct saying *saying, const struct issue_part *part)
{
    struct said_section said = section(saying, DUBAN_TEXT_ALERT_NEW, ISSUE_ACTIONS_MAX + 2);

    for (size_t i = 0; i < part->n_actions && i < ISSUE_ACTIONS_MAX; i++)
        add_line(&said, action_line(saying, part->actions[i]));
    if (part->n_actions > ISSUE_ACTIONS_MAX)
        add_fact(&said, SENTENCE(saying, ALERT_MORE,
                                 number(saying, (int64_t)(part->n_actions - ISSUE_ACTIONS_MAX))));
    if (part->n_actions == 0)
        add_fact(&said, SENTENCE(saying, ALERT_NOTHING_NEW, ""));
    return said;
}

static struct said_section say_notices(const struct saying *saying, const struct issue_part *part)
{
    const struct issue *issue = saying->issue;
    struct said_section said = section(saying, DUBAN_TEXT_ALERT_DUE, ISSUE_ACTIONS_MAX + 2);

    for (size_t i = 0; i < part->notices.n && i < ISSUE_ACTIONS_MAX; i++) {
        size_t at = part->notices.items[i];
        const struct duban_item *item = issue->model->items[at];
        const struct duban_item_evaluation *evaluation = &issue->evaluation->items[at];
        struct duban_buf actual = {0};
        put_actual(saying, item, evaluation, &actual);
        struct duban_slice what = keep(saying, &actual);
        add_line(&said,
                 (struct said_line){.light = (int)evaluation->current.light,
                                    .mark = light_mark(saying, evaluation->current.light),
                                    .head = item_head(saying, item),
                                    .facts = SENTENCE(saying, ALERT_DUE_IN,
                                                      date(saying, evaluation->current.due_used),
                                                      number(saying, evaluation->working_days_left),
                                                      duban_arena_cstr(saying->arena, what))});
    }
    if (part->notices.n > ISSUE_ACTIONS_MAX)
        add_fact(&said, SENTENCE(saying, ALERT_MORE,
                                 number(saying, (int64_t)(part->notices.n - ISSUE_ACTIONS_MAX))));
    if (part->notices.n == 0)
        add_fact(&said, SENTENCE(saying, DIGEST_NO_UPCOMING, ""));
    return said;
}

static const char *unit_names(const struct saying *saying, const struct issue_part *part)
{
    struct duban_buf names = {0};

    for (size_t i = 0; i < part->n_units; i++)
        duban_buf_printf(&names, "%s%s",
                         i == 0 ? "" : duban_text(saying->lang, DUBAN_TEXT_DIGEST_AND),
                         unit_name(saying, part->units[i]));
    const char *kept = duban_arena_cstr(saying->arena, duban_buf_slice(&names));
    duban_buf_fini(&names);
    return kept;
}

void said_make_part(const struct issue *issue, const struct issue_part *part, enum duban_lang lang,
                    struct duban_arena *arena, struct said *out_said)
{
    struct said said = {.banner = issue->model->banner};
    struct saying saying = {issue, lang, arena, &said};
    const char *unit = unit_names(&saying, part);
    const char *day = short_date(&saying, issue->day);

    said.heading = SENTENCE(&saying, ALERT_HEADING, day, unit);
    said.as_of = SENTENCE(&saying, ALERT_AS_OF, date(&saying, issue->day),
                          number(&saying, (int64_t)part->n_open));
    said.subject =
        SENTENCE(&saying, ALERT_SUBJECT, day, unit, number(&saying, (int64_t)part->n_actions),
                 number(&saying, (int64_t)part->notices.n));
    said.sections[0] = say_new(&saying, part);
    said.sections[1] = say_notices(&saying, part);
    said.n_sections = 2;
    said.footer = SENTENCE(&saying, DIGEST_FOOTER, date(&saying, issue->day));
    *out_said = said;
}
