/* SPDX-License-Identifier: MIT */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include <criterion/criterion.h>

#include "lib/store/store.h"
#include "proto/update.h"
#include "tests/unit/folder.h"

enum { EPOCH = 7, DAY_MS = 24 * 60 * 60 * 1000 };
/* Days are those of the plan's zone. */
static void enter_in_zone(char folder[static 32])
{
    struct duban_err err = {0};

    enter(folder);
    cr_assert_eq(duban_zone_set("Asia/Shanghai", &err), DUBAN_OK, "%s", err.text);
}

static const struct duban_slice control = {"control", 7};

/* A new folder, which becomes the working folder: each test is a process of its own. */
static struct duban_store *open_store(void)
{
    struct duban_store *store = NULL;
    struct duban_err err = {0};

    cr_assert_eq(duban_store_open("store.db", &store, &err), DUBAN_OK, "%s", err.text);
    return store;
}

/* Each row is received on another day, that of its seq. */
static void append(struct duban_store *store, struct duban_slice bytes, const char *code)
{
    static uint64_t seq = 0;
    struct duban_log_row row = {.received = {(int64_t)++seq * DAY_MS},
                                .source = control,
                                .epoch = EPOCH,
                                .seq = seq,
                                .code = duban_slice_of(code),
                                .bytes = bytes};
    struct duban_err err = {0};

    cr_assert_eq(duban_store_append(store, &row, NULL, &err), DUBAN_OK, "%s", err.text);
}

static struct duban_opt_text given(const char *text)
{
    return (struct duban_opt_text){DUBAN_GIVEN, duban_slice_of(text)};
}

static struct duban_update item_set(const char *id, const char *title)
{
    struct duban_update update = {.type = DUBAN_ITEM_SET, .item = given(id)};

    update.u.item_set = (struct duban_item_set){.title = given(title),
                                                .lead = given("民政局"),
                                                .due = {DUBAN_GIVEN, {300}},
                                                .actor = given("督查室"),
                                                .reason = given("计划")};
    return update;
}

static struct duban_update task(const char *id, int state, const char *note)
{
    struct duban_update update = {.type = DUBAN_TASK, .item = given(id)};

    update.u.task.state = (struct duban_opt_word){DUBAN_GIVEN, state};
    update.u.task.note = given(note);
    return update;
}

static struct duban_update reading(const char *id, int64_t mantissa,
                                   enum duban_reading_status status)
{
    struct duban_update update = {.type = DUBAN_READING, .item = given(id)};

    update.u.reading = (struct duban_reading){
        .period = {DUBAN_GIVEN, {DUBAN_PERIOD_MONTHS, 1970, 1, 1}},
        .value = {DUBAN_GIVEN, {mantissa, -1}},
        .unit = given("%"),
        .status = {DUBAN_GIVEN, (int)status},
    };
    return update;
}

static struct duban_update source_set(struct duban_slice *dept, struct duban_slice *role)
{
    struct duban_update update = {.type = DUBAN_SOURCE_SET};

    update.u.source_set = (struct duban_source_set){.source = given("report"),
                                                    .depts = {DUBAN_GIVEN, dept, 1},
                                                    .roles = {DUBAN_GIVEN, role, 1},
                                                    .actor = given("督查室"),
                                                    .reason = given("计划")};
    return update;
}

/* What a log says, and what the world is told of it. */
static void make_log(struct duban_model *model)
{
    struct duban_slice dept = duban_slice_of("民政局");
    struct duban_slice role = duban_slice_of("report");
    const struct {
        struct duban_update update;
        const char *code;
        bool is_accepted, is_change;
    } rows[] = {
        {item_set("T7.1", "A"), "OK", true, true},
        {source_set(&dept, &role), "OK", true, true},
        {item_set("T7.2", "B"), "OK", true, true},
        {task("T7.1", DUBAN_STATE_WORKING, "立项"), "OK", true, true},
        {task("T7.1", DUBAN_STATE_WORKING, "立项"), "NOCHANGE", true, false},
        {task("T7.1", DUBAN_STATE_PAUSED, "refused"), "E_FORBIDDEN", false, false},
        {task("T9", DUBAN_STATE_PAUSED, "of no item"), "E_UNKNOWN_ITEM", false, false},
        {task("T7.2", DUBAN_STATE_PAUSED, "with a word of tomorrow"), "W_TOMORROW", true, true},
        {item_set("T7.1", "C"), "OK", true, true},
        {reading("T7.2", 53, DUBAN_PRELIMINARY), "OK", true, true},
        {reading("T7.2", 53, DUBAN_PRELIMINARY), "NOCHANGE", true, false},
        {reading("T7.2", 54, DUBAN_REVISED), "OK", true, true},
        {reading("T7.2", 55, DUBAN_REVISED), "E_UNIT", false, false},
    };
    struct duban_store *store = open_store();
    struct duban_buf bytes = {0};
    struct duban_err err = {0};

    cr_assert_eq(duban_store_begin(store, &err), DUBAN_OK, "%s", err.text);
    cr_assert_eq(duban_store_open_epoch(store, control, EPOCH, &err), DUBAN_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_event event = {i + 1, control, {(int32_t)i + 1}};
        duban_buf_clear(&bytes);
        duban_update_encode(&rows[i].update, &bytes);
        append(store, duban_buf_slice(&bytes), rows[i].code);
        if (rows[i].is_accepted)
            duban_model_apply(model, &event, &rows[i].update, rows[i].is_change);
    }
    append(store, (struct duban_slice){"\xc1", 1}, "E_DECODE");
    cr_assert_eq(duban_store_commit(store, &err), DUBAN_OK, "%s", err.text);
    duban_buf_fini(&bytes);
    duban_store_close(store);
}

static void expect_same(const struct duban_model *model, const struct duban_model *want)
{
    cr_assert(model->n_items == want->n_items && model->plan_version == want->plan_version);
    for (size_t i = 0; i < want->n_items; i++) {
        const struct duban_item *a = model->items[i];
        const struct duban_item *b = want->items[i];
        cr_assert(duban_slice_equal(a->id, b->id) && a->plan.due.days == b->plan.due.days &&
                  duban_slice_equal(a->plan.title, b->plan.title) &&
                  duban_slice_equal(a->plan.lead, b->plan.lead));
        cr_assert(duban_same_word(a->state, b->state) && a->note.is_known == b->note.is_known);
        cr_assert(duban_slice_equal((struct duban_slice){a->note.at, a->note.len},
                                    (struct duban_slice){b->note.at, b->note.len}));
        cr_assert(a->is_heard == b->is_heard && a->heard_on.days == b->heard_on.days &&
                  a->first_heard_on.days == b->first_heard_on.days &&
                  a->moved_on.days == b->moved_on.days);
        cr_assert_eq(a->readings == NULL, b->readings == NULL);
        cr_assert(b->readings == NULL ||
                  (a->readings->status == b->readings->status &&
                   a->readings->revision == b->readings->revision &&
                   duban_same_decimal(a->readings->value, b->readings->value)));
    }
    const struct duban_source *source = duban_model_source(model, duban_slice_of("report"));
    cr_assert(source != NULL && source->can_report && !source->can_control);
    cr_assert(duban_source_speaks_for(source, duban_slice_of("民政局")));
}

Test(replay, gives_the_world_that_was_left)
{
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_model want;
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    duban_model_init(&want, &arena, control);
    make_log(&want);
    duban_model_init(&model, &arena, control);
    struct duban_store *store = open_store();
    cr_assert_eq(duban_store_replay(store, &(uint64_t){0}, DUBAN_EVER, &model, &err), DUBAN_OK,
                 "%s", err.text);
    expect_same(&model, &want);
    cr_assert(duban_slice_is(model.items[0]->plan.title, "C") && model.plan_version == 9);
    cr_assert_eq(model.items[0]->heard_on.days, 5, "NOCHANGE was heard too");
    const struct duban_item_reading *last = model.items[1]->readings;
    cr_assert(last->next == NULL && last->value.v.mantissa == 54 && last->revision == 1);
    cr_assert(model.items[1]->is_heard, "a code that is not known yet and no refusal is applied");
    duban_store_close(store);
    duban_arena_fini(&arena);
    leave(folder);
}

Test(replay, gives_the_world_of_a_day_in_the_past)
{
    static const struct {
        const char *when;
        int64_t until;
        size_t n_items;
        bool is_heard;
    } rows[] = {
        {"before everything", -1, 0, false},
        {"a millisecond before the second item", 3LL * DAY_MS - 1, 1, false},
        {"when the second item was received", 3LL * DAY_MS, 2, false},
        {"when the first report was received", 4LL * DAY_MS, 2, true},
    };
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_store *reader = NULL;
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    duban_model_init(&model, &arena, control);
    make_log(&model);
    cr_assert_eq(duban_store_open_reader("store.db", &reader, &err), DUBAN_OK, "%s", err.text);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_instant until = {rows[i].until};
        duban_model_init(&model, &arena, control);
        cr_assert_eq(duban_store_replay(reader, &(uint64_t){0}, until, &model, &err), DUBAN_OK,
                     "%s", err.text);
        cr_assert_eq(model.n_items, rows[i].n_items, "%s", rows[i].when);
        cr_assert_eq(model.n_items > 0 && model.items[0]->is_heard, rows[i].is_heard, "%s",
                     rows[i].when);
    }
    duban_model_init(&model, &arena, control);
    uint64_t lsn = 0; /* the same by steps */
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_instant until = {rows[i].until};
        cr_assert_eq(duban_store_replay(reader, &lsn, until, &model, &err), DUBAN_OK);
        cr_assert_eq(model.n_items, rows[i].n_items, "then %s", rows[i].when);
    }
    cr_assert(model.items[0]->is_heard);
    duban_store_close(reader);
    duban_arena_fini(&arena);
    leave(folder);
}

Test(replay, says_which_row_cannot_be_read_any_more)
{
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    duban_model_init(&model, &arena, control);
    make_log(&model);
    struct duban_store *store = open_store();
    cr_assert_eq(duban_store_begin(store, &err), DUBAN_OK, "%s", err.text);
    append(store, duban_slice_of("\x80"), "OK");
    cr_assert_eq(duban_store_commit(store, &err), DUBAN_OK, "%s", err.text);
    duban_model_init(&model, &arena, control);
    cr_assert_eq(duban_store_replay(store, &(uint64_t){0}, DUBAN_EVER, &model, &err), DUBAN_E_DATA);
    cr_assert_neq(strstr(err.text, "row 15 "), NULL, "%s", err.text);
    duban_store_close(store);
    duban_arena_fini(&arena);
    leave(folder);
}

Test(bug, a_log_that_lacks_a_row_is_bad_data_and_no_bug)
{
    struct duban_update orphan = task("T9", DUBAN_STATE_WORKING, "of an item that is not there");
    struct duban_arena arena = {0};
    struct duban_model model;
    struct duban_buf bytes = {0};
    struct duban_err err = {0};
    char folder[32];

    enter_in_zone(folder);
    duban_model_init(&model, &arena, control);
    make_log(&model);
    struct duban_store *store = open_store();
    cr_assert_eq(duban_store_begin(store, &err), DUBAN_OK, "%s", err.text);
    duban_update_encode(&orphan, &bytes);
    append(store, duban_buf_slice(&bytes), "OK");
    cr_assert_eq(duban_store_commit(store, &err), DUBAN_OK, "%s", err.text);
    duban_model_init(&model, &arena, control);
    cr_assert_eq(duban_store_replay(store, &(uint64_t){0}, DUBAN_EVER, &model, &err), DUBAN_E_DATA);
    duban_store_close(store);
    duban_buf_fini(&bytes);
    duban_arena_fini(&arena);
    leave(folder);
}
