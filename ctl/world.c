/* SPDX-License-Identifier: MIT */
#include "ctl/world.h"

#include "lib/core/clock.h"
#include "lib/text/escape.h"
#include "sinks/common/outlook.h"

static enum duban_rc read_as_of(struct world *world, const struct duban_args *args,
                                const char *as_of, struct duban_err *err)
{
    struct duban_slice text = duban_slice_of(as_of);

    if (as_of == NULL) {
        world->until = DUBAN_EVER;
        world->day = duban_date_at(duban_clock_now());
        return DUBAN_OK;
    }
    if (duban_date_read(text, &world->day)) {
        struct duban_date next = {world->day.days + 1};
        world->until = (struct duban_instant){duban_instant_at(next, 0, 0).ms - 1};
        return DUBAN_OK;
    }
    if (!duban_instant_parse(text, &world->until))
        return DUBAN_CLI_SAY(args, DUBAN_E_USAGE, err, DUBAN_TEXT_BAD_AS_OF, as_of);
    world->day = duban_date_at(world->until);
    return DUBAN_OK;
}

/* Rules are evaluated once a day; what they said last is the light of now. */
static void find_evaluation(struct world *world)
{
    struct duban_instant now = duban_clock_now();
    struct duban_instant last = world->until.ms < now.ms ? world->until : now;

    world->judged_on = duban_date_at(last);
    if (last.ms < outlook_instant(world->judged_on).ms)
        world->judged_on.days--;
}

static enum duban_rc open_store(struct world *world, const struct duban_args *args,
                                struct duban_err *err)
{
    enum duban_rc rc = duban_store_open_reader(world->office.store, &world->store, err);

    if (rc == DUBAN_E_NOINPUT)
        return DUBAN_CLI_SAY(args, rc, err, DUBAN_TEXT_NO_STORE, args->dir);
    if (rc == DUBAN_E_PERM)
        return duban_err_wrap(err, rc, "%s", duban_text(args->lang, DUBAN_TEXT_STORE_RIGHTS));
    return rc;
}

enum duban_rc world_open(struct world *world, const struct duban_args *args, const char *as_of,
                         struct duban_err *err)
{
    *world = (struct world){.store = NULL};
    enum duban_rc rc = duban_office_find(args->dir, args->lang, &world->arena, &world->office, err);
    if (rc == DUBAN_OK)
        rc = duban_zone_set(world->office.zone, err);
    if (rc == DUBAN_OK)
        rc = read_as_of(world, args, as_of, err);
    if (rc == DUBAN_OK)
        rc = open_store(world, args, err);
    if (rc != DUBAN_OK)
        return rc;
    find_evaluation(world);
    duban_model_init(&world->model, &world->arena, duban_slice_of(world->office.control));
    uint64_t lsn = 0;
    return duban_store_replay(world->store, &lsn, world->until, &world->model, err);
}

void world_close(struct world *world)
{
    duban_store_close(world->store);
    duban_arena_fini(&world->arena);
}

size_t world_find(const struct duban_model *model, struct duban_slice id)
{
    size_t i = 0;

    while (i < model->n_items && !duban_slice_equal(model->items[i]->id, id))
        i++;
    return i;
}

/* Whoever may read the store may read all of it: near ids are those of all units. */
enum duban_rc world_no_item(const struct duban_args *args, const struct duban_model *model,
                            const char *id, struct duban_err *err)
{
    enum { NEAR_BYTES = 256 };
    struct duban_arena arena = {0};
    struct duban_source everybody = {
        .depts = duban_arena_new(&arena, model->n_items, sizeof(struct duban_slice))};
    char near[NEAR_BYTES];

    for (size_t i = 0; i < model->n_items; i++)
        if (!duban_source_speaks_for(&everybody, model->items[i]->plan.reporter))
            everybody.depts[everybody.n_depts++] = model->items[i]->plan.reporter;
    duban_model_near(model, &everybody, duban_slice_of(id), near, sizeof near);
    duban_arena_fini(&arena);
    if (near[0] != '\0')
        return DUBAN_CLI_SAY(args, DUBAN_E_NOINPUT, err, DUBAN_TEXT_NO_ITEM_NEAR, id, near);
    return DUBAN_CLI_SAY(args, DUBAN_E_NOINPUT, err, DUBAN_TEXT_NO_ITEM, id);
}

void world_put_heading(const struct world *world, enum duban_lang lang, struct duban_buf *out)
{
    const struct duban_model *model = &world->model;
    char day[DUBAN_DATE_BYTES];
    struct duban_buf name = {0};

    duban_buf_put(&name, model->name);
    duban_buf_put(&name, (struct duban_slice){"", 1}); /* NUL */
    DUBAN_SAY(
        out, lang, DUBAN_TEXT_STATUS_HEADING,
        model->name.len == 0 ? duban_text(lang, DUBAN_TEXT_NO_PLAN_NAME) : name.at,
        duban_text(lang, model->status == DUBAN_ACTIVE ? DUBAN_TEXT_active : DUBAN_TEXT_draft),
        duban_date_print(world->day, day));
    duban_buf_puts(out, "\n");
    if (model->banner.len > 0) {
        duban_escape_terminal(out, model->banner);
        duban_buf_puts(out, "\n");
    }
    duban_buf_fini(&name);
}
