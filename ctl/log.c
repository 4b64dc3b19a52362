/* SPDX-License-Identifier: MIT
 *
 * duban log: the last entries of the log, for people or as JSON.
 */
#include <inttypes.h>
#include <stdio.h>

#include "ctl/command.h"
#include "ctl/content.h"
#include "ctl/world.h"
#include "lib/text/escape.h"
#include "lib/text/table.h"
#include "proto/update.h"

enum { OPT_LAST, OPT_JSON };

static const struct duban_option options[] = {
    [OPT_LAST] = {.name = "last",
                  .letter = 'n',
                  .value_name = "N",
                  .help = DUBAN_TEXT_OPT_LAST,
                  .is_number = true,
                  .min = 1,
                  .max = 1000000},
    [OPT_JSON] = {.name = "json", .help = DUBAN_TEXT_OPT_JSON},
    {.name = NULL},
};

static const struct duban_command command = {
    .name = "duban log",
    .args = "",
    .summary = DUBAN_TEXT_LOG_SUMMARY,
    .examples = (const char *const[]){"duban log", "duban log -n 100", "duban log --json", NULL},
    .options = options,
};

/* A row on its way out. */
struct listing {
    const struct duban_args *args;
    struct duban_arena arena;
    struct duban_table table;
    struct duban_buf out; /* JSON */
};

static void list_row(struct listing *listing, const struct duban_log_row *row,
                     const struct duban_update *update)
{
    char lsn[24];
    char received[DUBAN_INSTANT_BYTES];
    struct duban_buf content = {0};

    (void)snprintf(lsn, sizeof lsn, "%" PRIu64, row->lsn);
    content_put(&content, listing->args->lang, row, update);
    const struct duban_slice cells[] = {
        duban_slice_of(lsn),
        duban_slice_of(duban_instant_print(row->received, received)),
        row->source,
        duban_slice_of(update == NULL ? "" : duban_update_type_words[update->type]),
        update == NULL ? (struct duban_slice){0} : update->item.v,
        row->code,
        duban_slice_trim(duban_buf_slice(&content)),
    };
    duban_table_add(&listing->table, cells);
    duban_buf_fini(&content);
}

static void put_member(struct duban_buf *out, const char *name, struct duban_slice value)
{
    duban_buf_printf(out, ",\"%s\":", name);
    if (value.at == NULL)
        duban_buf_puts(out, "null");
    else
        duban_escape_json(out, value);
}

static void json_row(struct listing *listing, const struct duban_log_row *row,
                     const struct duban_update *update)
{
    struct duban_buf *out = &listing->out;
    char received[DUBAN_INSTANT_BYTES];

    duban_buf_printf(out, "{\"lsn\":%" PRIu64 ",\"received\":\"%s\"", row->lsn,
                     duban_instant_print(row->received, received));
    put_member(out, "source", row->source);
    duban_buf_printf(out, ",\"epoch\":\"%016" PRIx64 "\",\"seq\":%" PRIu64, row->epoch, row->seq);
    put_member(out, "t",
               duban_slice_of(update == NULL ? NULL : duban_update_type_words[update->type]));
    put_member(out, "item", update == NULL ? (struct duban_slice){0} : update->item.v);
    put_member(out, "code", row->code);
    put_member(out, "detail", row->detail);
    duban_buf_puts(out, "}\n");
}

static enum duban_rc on_row(void *arg, const struct duban_log_row *row, struct duban_err *err)
{
    struct listing *listing = arg;
    struct duban_update update;
    struct duban_verdict verdict;

    (void)err;
    bool is_read = duban_update_decode(row->bytes, &listing->arena, &update, &verdict);
    if (listing->args->values[OPT_JSON].text != NULL)
        json_row(listing, row, is_read ? &update : NULL);
    else
        list_row(listing, row, is_read ? &update : NULL);
    return DUBAN_OK;
}

static void add_heading(struct listing *listing)
{
    static const enum duban_text_id ids[] = {
        DUBAN_TEXT_LOG_LSN,  DUBAN_TEXT_LOG_RECEIVED, DUBAN_TEXT_LOG_SOURCE, DUBAN_TEXT_LOG_TYPE,
        DUBAN_TEXT_LOG_ITEM, DUBAN_TEXT_LOG_RESULT,   DUBAN_TEXT_LOG_CONTENT};
    struct duban_slice cells[sizeof ids / sizeof ids[0]];

    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        cells[i] = duban_slice_of(duban_text(listing->args->lang, ids[i]));
    listing->table =
        (struct duban_table){.arena = &listing->arena, .n_columns = sizeof ids / sizeof ids[0]};
    duban_table_add(&listing->table, cells);
}

static enum duban_rc list(struct duban_store *store, const struct duban_args *args,
                          struct duban_err *err)
{
    struct listing listing = {.args = args};
    uint64_t n = (uint64_t)duban_args_number(args, OPT_LAST, 20);
    uint64_t last = 0;
    struct duban_instant received;

    add_heading(&listing);
    enum duban_rc rc = duban_store_last(store, &last, &received, err);
    if (rc == DUBAN_OK)
        rc =
            duban_store_each(store, last < n ? 1 : last - n + 1, DUBAN_EVER, on_row, &listing, err);
    if (rc == DUBAN_OK && args->values[OPT_JSON].text == NULL) {
        if (last == 0)
            duban_buf_printf(&listing.out, "%s\n", duban_text(args->lang, DUBAN_TEXT_LOG_EMPTY));
        else
            duban_table_print(&listing.table, &listing.out);
    }
    if (rc == DUBAN_OK)
        rc = duban_cli_print(duban_buf_slice(&listing.out), err);
    duban_buf_fini(&listing.out);
    duban_arena_fini(&listing.arena);
    return rc;
}

static enum duban_rc run(const struct duban_args *args, struct duban_err *err)
{
    struct world world;

    enum duban_rc rc = world_open(&world, args, NULL, err);
    if (rc == DUBAN_OK)
        rc = list(world.store, args, err);
    world_close(&world);
    return rc;
}

int ctl_log(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
