/* SPDX-License-Identifier: MIT
 *
 * duban form: the table that a unit without a system fills in, with what is known already. It goes back
 * into the unit's folder, where the built-in form reads it (docs/forms.md). Its words are those of that
 * form, whatever language its user has.
 */
#include <stdio.h>

#include <sys/stat.h>

#include "ctl/command.h"
#include "ctl/units.h"
#include "ctl/world.h"
#include "lib/core/file.h"
#include "lib/text/escape.h"

enum { OPT_OUTPUT };

static const struct duban_option options[] = {
    [OPT_OUTPUT] = {.name = "output",
                    .letter = 'o',
                    .value_name = "FILE",
                    .help = DUBAN_TEXT_OPT_OUTPUT},
    {.name = NULL},
};

static const struct duban_command command = {
    .name = "duban form",
    .args = "UNIT",
    .min_args = 1,
    .max_args = 1,
    .summary = DUBAN_TEXT_FILL_SUMMARY,
    .examples =
        (const char *const[]){"duban form edu --output 教育局.csv",
                              "duban form 教育局 > 教育局.csv",
                              "duban form --dir /srv/duban \"Education Bureau\" -o edu.csv", NULL},
    .options = options,
    .exits = DUBAN_TEXT_FILL_EXITS,
    .has_exits = true,
};

/* As the built-in form calls them. */
static const enum duban_text_id columns[] = {
    DUBAN_TEXT_COLUMN_ID,         DUBAN_TEXT_COLUMN_TITLE,  DUBAN_TEXT_ITEM_STATE,
    DUBAN_TEXT_ITEM_PROGRESS,     DUBAN_TEXT_ITEM_VALUE,    DUBAN_TEXT_COLUMN_UNIT,
    DUBAN_TEXT_ITEM_COMPLETED_ON, DUBAN_TEXT_ITEM_FORECAST, DUBAN_TEXT_ITEM_EXT_TO,
    DUBAN_TEXT_COLUMN_NOTE,
};

enum { N_COLUMNS = sizeof columns / sizeof columns[0] };

/* mark stands before the cell: a comma, or nothing before the first. A reader of cells trims them too. */
static void put_cell(struct duban_buf *out, const char *mark, struct duban_slice text)
{
    duban_buf_puts(out, mark);
    duban_escape_csv(out, duban_slice_trim(text));
}

/* What stands above the header is not read. */
static void put_head(struct duban_buf *out, const struct duban_model *model)
{
    duban_buf_puts(out, "\xef\xbb\xbf"); /* so that spreadsheets take it for UTF-8 */
    if (model->banner.len > 0) {
        put_cell(out, "", model->banner);
        duban_buf_puts(out, "\r\n");
    }
    for (size_t i = 0; i < N_COLUMNS; i++)
        put_cell(out, i == 0 ? "" : ",", duban_slice_of(duban_text(DUBAN_ZH, columns[i])));
    duban_buf_puts(out, "\r\n");
}

/* A number of our own is no formula, though it may begin with a sign: it stands as a number. */
static void put_number(struct duban_buf *out, struct duban_opt_decimal number)
{
    char text[DUBAN_DECIMAL_BYTES];

    duban_buf_printf(out, ",\"%s\"",
                     number.is == DUBAN_GIVEN ? duban_decimal_print(number.v, text) : "");
}

static void put_date(struct duban_buf *out, struct duban_opt_date date)
{
    char text[DUBAN_DATE_BYTES];

    duban_buf_printf(out, ",\"%s\"", date.is == DUBAN_GIVEN ? duban_date_print(date.v, text) : "");
}

static const char *state_text(const struct duban_item *item)
{
    return item->state.is == DUBAN_GIVEN
               ? duban_text_word(DUBAN_ZH, duban_state_words[item->state.v])
               : "";
}

/* In the order of columns. */
static void put_item(struct duban_buf *out, const struct duban_item *item)
{
    put_cell(out, "", item->id);
    put_cell(out, ",", item->plan.title);
    put_cell(out, ",", duban_slice_of(state_text(item)));
    put_number(out, item->percent);
    put_number(out, item->value);
    put_cell(out, ",", item->plan.unit);
    put_date(out, item->completed_on);
    put_date(out, item->forecast_finish);
    put_date(out, item->ext_to);
    put_cell(out, ",", (struct duban_slice){item->note.at, item->note.len});
    duban_buf_puts(out, "\r\n");
}

static enum duban_rc find_unit(const struct world *world, const struct duban_args *args,
                               struct duban_slice *out_code, struct duban_err *err)
{
    struct duban_slice called = duban_slice_trim(duban_slice_of(args->words[0]));
    struct duban_buf near = {0};

    if (units_find(&world->model, called, out_code))
        return DUBAN_OK;
    units_put_near(&world->model, called, args->lang, &near);
    bool is_like_none = near.len == 0;
    duban_buf_put(&near, (struct duban_slice){"", 1}); /* NUL */
    enum duban_rc rc =
        DUBAN_CLI_SAY(args, DUBAN_E_NOINPUT, err,
                      is_like_none ? DUBAN_TEXT_FILL_NO_UNIT : DUBAN_TEXT_FILL_NEAR_UNIT,
                      args->words[0], near.at);
    duban_buf_fini(&near);
    return rc;
}

static enum duban_rc deliver(const struct duban_args *args, struct duban_slice table,
                             size_t n_items, struct duban_err *err)
{
    const char *path = duban_args_text(args, OPT_OUTPUT, NULL);
    struct duban_buf line = {0};
    char number[24];

    if (path == NULL)
        return duban_cli_print(table, err);
    enum duban_rc rc =
        duban_file_write_new(path, table, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH, err);
    if (rc == DUBAN_E_CANTCREATE)
        return DUBAN_CLI_SAY(args, rc, err, DUBAN_TEXT_FILL_THERE, path);
    if (rc != DUBAN_OK)
        return rc;
    (void)snprintf(number, sizeof number, "%zu", n_items);
    DUBAN_SAY(&line, args->lang, DUBAN_TEXT_FILL_MADE, path, number);
    duban_buf_puts(&line, "\n");
    duban_cli_tell(duban_buf_slice(&line));
    duban_buf_fini(&line);
    return DUBAN_OK;
}

static enum duban_rc write_form(const struct world *world, const struct duban_args *args,
                                struct duban_err *err)
{
    const struct duban_model *model = &world->model;
    struct duban_buf table = {0};
    struct duban_slice code;
    size_t n = 0;

    enum duban_rc rc = find_unit(world, args, &code, err);
    if (rc != DUBAN_OK)
        return rc;
    put_head(&table, model);
    for (size_t i = 0; i < model->n_items; i++) {
        if (!duban_slice_equal(model->items[i]->plan.reporter, code))
            continue;
        put_item(&table, model->items[i]);
        n++;
    }
    rc = n == 0 ? DUBAN_CLI_SAY(args, DUBAN_E_DATA, err, DUBAN_TEXT_FILL_NO_ITEMS, args->words[0])
                : deliver(args, duban_buf_slice(&table), n, err);
    duban_buf_fini(&table);
    return rc;
}

static enum duban_rc run(const struct duban_args *args, struct duban_err *err)
{
    struct world world;

    enum duban_rc rc = world_open(&world, args, NULL, err);
    if (rc == DUBAN_OK)
        rc = write_form(&world, args, err);
    world_close(&world);
    return rc;
}

int ctl_form(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
