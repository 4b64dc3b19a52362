/* SPDX-License-Identifier: MIT */
#include "sinks/common/render.h"

#include "lib/text/escape.h"

static void put_line(struct duban_buf *out, const char *indent, struct duban_slice text)
{
    if (text.len == 0)
        return;
    duban_buf_puts(out, indent);
    duban_escape_terminal(out, text);
    duban_buf_puts(out, "\n");
}

static void put_text_line(const struct said_line *line, struct duban_buf *out)
{
    duban_buf_puts(out, "  ");
    if (line->mark.len > 0) {
        duban_escape_terminal(out, line->mark);
        duban_buf_puts(out, " ");
    }
    duban_escape_terminal(out, line->head);
    duban_buf_puts(out, "\n");
    put_line(out, "      ", line->facts);
    put_line(out, "      ", line->reason);
    put_line(out, "      ", line->next);
}

void render_text(const struct said *said, struct duban_buf *out)
{
    put_line(out, "", said->heading);
    put_line(out, "", said->banner);
    put_line(out, "", said->as_of);
    put_line(out, "", said->lights);
    for (size_t i = 0; i < said->n_sections; i++) {
        duban_buf_puts(out, "\n");
        put_line(out, "", said->sections[i].title);
        for (size_t k = 0; k < said->sections[i].n; k++)
            put_text_line(&said->sections[i].lines[k], out);
    }
    duban_buf_puts(out, "\n");
    put_line(out, "", said->footer);
}

/* Colours that can be read on white; the symbol says the same without them. */
static const char *const colours[] = {[DUBAN_LIGHT_GREY] = "#666666",
                                      [DUBAN_LIGHT_GREEN] = "#1a7f37",
                                      [DUBAN_LIGHT_YELLOW] = "#9a6700",
                                      [DUBAN_LIGHT_RED] = "#b42318",
                                      [DUBAN_LIGHT_BLUE] = "#0b5cad"};

static void put_html(struct duban_buf *out, const char *before, struct duban_slice text,
                     const char *after)
{
    if (text.len == 0)
        return;
    duban_buf_puts(out, before);
    duban_escape_html(out, text);
    duban_buf_puts(out, after);
}

static void put_html_line(const struct said_line *line, struct duban_buf *out)
{
    const char *colour = line->light >= 0 ? colours[line->light] : "#444444";

    duban_buf_puts(out, "<tr><td style=\"padding:4px 8px 4px 0;vertical-align:top\">");
    if (line->mark.len > 0) {
        duban_buf_printf(out, "<b style=\"color:%s\">", colour);
        duban_escape_html(out, line->mark);
        duban_buf_puts(out, "</b> ");
    }
    put_html(out, line->mark.len > 0 ? "<b>" : "", line->head, line->mark.len > 0 ? "</b>" : "");
    put_html(out, "<br>", line->facts, "");
    put_html(out, "<br><span style=\"color:#555555\">", line->reason, "</span>");
    put_html(out, "<br><span style=\"color:#0b5cad\">", line->next, "</span>");
    duban_buf_puts(out, "</td></tr>\n");
}

void render_html(const struct said *said, enum duban_lang lang, struct duban_buf *out)
{
    duban_buf_printf(out,
                     "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><title>",
                     lang == DUBAN_ZH ? "zh-CN" : "en");
    duban_escape_html(out, said->subject);
    duban_buf_puts(out,
                   "</title></head>\n<body style=\"margin:0;padding:12px;background:#ffffff\">\n"
                   "<table role=\"presentation\" style=\"max-width:640px;border-collapse:collapse;"
                   "font:14px/1.5 sans-serif;color:#1f2328\">\n");
    put_html(out, "<tr><td style=\"font-size:18px;font-weight:bold\">", said->heading,
             "</td></tr>\n");
    put_html(out, "<tr><td style=\"background:#fff8c5;padding:4px 8px\">", said->banner,
             "</td></tr>\n");
    put_html(out, "<tr><td style=\"color:#555555\">", said->as_of, "</td></tr>\n");
    put_html(out, "<tr><td style=\"padding:6px 0;font-weight:bold\">", said->lights,
             "</td></tr>\n");
    for (size_t i = 0; i < said->n_sections; i++) {
        put_html(
            out,
            "<tr><td style=\"padding-top:12px;border-bottom:1px solid #d0d7de;font-weight:bold\">",
            said->sections[i].title, "</td></tr>\n");
        for (size_t k = 0; k < said->sections[i].n; k++)
            put_html_line(&said->sections[i].lines[k], out);
    }
    put_html(out, "<tr><td style=\"padding-top:12px;color:#555555\">", said->footer,
             "</td></tr>\n");
    duban_buf_puts(out, "</table>\n</body></html>\n");
}

static void put_date(struct duban_buf *out, const char *name, struct duban_date day)
{
    char text[DUBAN_DATE_BYTES];

    duban_buf_printf(out, ",\"%s\":\"%s\"", name, duban_date_print(day, text));
}

static void put_ids(struct duban_buf *out, const char *name, const struct issue *issue,
                    const struct issue_list *list)
{
    duban_buf_printf(out, ",\"%s\":[", name);
    for (size_t i = 0; i < list->n; i++) {
        duban_buf_puts(out, i == 0 ? "" : ",");
        duban_escape_json(out, issue->model->items[list->items[i]]->id);
    }
    duban_buf_puts(out, "]");
}

static void put_action(struct duban_buf *out, const struct issue *issue,
                       const struct issue_action *action)
{
    static const char *const severities[] = {[DUBAN_SEVERITY_NONE] = "none",
                                             [DUBAN_INFO] = "info",
                                             [DUBAN_YELLOW] = "yellow",
                                             [DUBAN_RED] = "red"};
    bool is_unit = action->act == ISSUE_SILENT;

    duban_buf_printf(out,
                     "{\"act\":\"%s\",\"severity\":\"%s\",\"%s\":", issue_act_words[action->act],
                     severities[action->severity], is_unit ? "unit" : "item");
    duban_escape_json(out, is_unit ? action->unit->code : issue->model->items[action->item]->id);
    put_date(out, "since", action->since);
    duban_buf_printf(out, ",\"since_wd\":%d", (int)action->since_wd);
    if (action->act == ISSUE_LAG)
        duban_buf_printf(out, ",\"gap_bp\":%d", (int)action->gap_bp);
    put_date(out, "answer_by", action->answer_by);
    duban_buf_puts(out, "}");
}

void render_json(const struct issue *issue, struct duban_buf *out)
{
    duban_buf_printf(out, "{\"schema\":%d,\"plan\":", RENDER_SCHEMA);
    duban_escape_json(out, issue->model->name);
    duban_buf_puts(out, ",\"banner\":");
    duban_escape_json(out, issue->model->banner);
    put_date(out, "day", issue->day);
    duban_buf_printf(out, ",\"number\":%d,\"working_days\":%d,\"lights\":{", (int)issue->number,
                     (int)issue->n_working_days);
    for (int light = 0; light < DUBAN_N_LIGHTS; light++)
        duban_buf_printf(out, "%s\"%s\":%zu", light == 0 ? "" : ",", duban_light_words[light],
                         issue->summary.lights[light]);
    duban_buf_puts(out, "},\"actions\":[");
    for (size_t i = 0; i < issue->n_actions; i++) {
        duban_buf_puts(out, i == 0 ? "" : ",");
        put_action(out, issue, &issue->actions[i]);
    }
    duban_buf_puts(out, "]");
    put_ids(out, "turned_red", issue, &issue->turned_red);
    put_ids(out, "turned_yellow", issue, &issue->turned_yellow);
    put_ids(out, "turned_green", issue, &issue->turned_green);
    put_ids(out, "done", issue, &issue->done);
    put_ids(out, "deadline_moved", issue, &issue->moved);
    put_ids(out, "upcoming", issue, &issue->upcoming);
    duban_buf_printf(out,
                     ",\"silent_units\":%zu,\"stale\":%zu,\"never_reported\":%zu,\"unconnected\":"
                     "{\"units\":%zu,\"items\":%zu,\"past_items\":%zu,\"past_units\":%zu}}\n",
                     issue->n_silent, issue->n_stale, issue->n_never_reported,
                     issue->evaluation->unconnected.n_units, issue->evaluation->unconnected.n_items,
                     issue->evaluation->unconnected.n_past_items,
                     issue->evaluation->unconnected.n_past_units);
}
