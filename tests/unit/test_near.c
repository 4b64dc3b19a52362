/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "lib/model/model.h"

static struct duban_opt_text given(const char *text)
{
    return (struct duban_opt_text){DUBAN_GIVEN, duban_slice_of(text)};
}

static void add_item(struct duban_model *model, const char *id, const char *lead)
{
    static const struct duban_event event = {.lsn = 1};
    struct duban_update update = {.type = DUBAN_ITEM_SET, .item = given(id)};

    update.u.item_set = (struct duban_item_set){.title = given("A"), .lead = given(lead)};
    duban_model_apply(model, &event, &update, true);
}

/* Items of two units and of a third, for which the source does not speak. */
static void plan(struct duban_model *model, struct duban_arena *arena)
{
    duban_model_init(model, arena, duban_slice_of("control"));
    add_item(model, "T7.1", "民政局");
    add_item(model, "T7.2", "城管局");
    add_item(model, "T7.10", "教育局");
    add_item(model, "T8.1", "民政局");
    add_item(model, "T7.11", "民政局");
    add_item(model, "2022-lhsz-reform-1", "民政局");
    add_item(model, "2022-lhsz-reform-2", "城管局");
}

static struct duban_slice depts[] = {{"民政局", 9}, {"教育局", 9}};
static const struct duban_source source = {.depts = depts, .n_depts = 2, .can_report = true};
static const struct duban_source nobody = {.can_report = true};

Test(near, names_the_nearest_of_the_sources_own_units)
{
    static const struct {
        const char *when;
        const struct duban_source *source;
        const char *id, *want;
    } rows[] = {
        {"nearest first, else as the plan has them", &source, "T7.1x", "T7.1 T7.10 T7.11"},
        {"no more than three", &source, "T7.", "T7.1 T7.10 T8.1"},
        {"an item of another unit is not named, though it is the nearest", &source, "T7.22",
         "T7.1 T7.10 T7.11"},
        {"a letter in the wrong case is a letter changed", &source, "t7.1", "T7.1 T7.10 T8.1"},
        {"a long id may have more wrong with it", &source, "2022-LHSZ-reform-1",
         "2022-lhsz-reform-1"},
        {"a third of a long id is wrong", &source, "2022-LHSZ-REform-1", "2022-lhsz-reform-1"},
        {"more than a third of a long id is wrong", &source, "2022-LHSZ-REForm-1", ""},
        {"a short id with two bytes wrong", &source, "X7.2", "T7.1"},
        {"a short id with three bytes wrong", &source, "X6,2", ""},
        {"nothing looks like it", &source, "消防", ""},
        {"nothing", &source, "", ""},
        {"who speaks for no unit is named nothing", &nobody, "T7.1x", ""},
    };
    struct duban_arena arena = {0};
    struct duban_model model;
    char near[DUBAN_DETAIL_BYTES];

    plan(&model, &arena);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        duban_model_near(&model, rows[i].source, duban_slice_of(rows[i].id), near, sizeof near);
        cr_assert_str_eq(near, rows[i].want, "%s: \"%s\"", rows[i].when, near);
    }
    duban_arena_fini(&arena);
}

Test(near, never_cuts_an_id_in_two)
{
    static const char *const wanted[] = {"", "T7.1", "T7.1 T7.10", "T7.1 T7.10 T7.11"};
    struct duban_arena arena = {0};
    struct duban_model model;
    char near[DUBAN_DETAIL_BYTES];
    size_t n = 0;

    plan(&model, &arena);
    for (size_t room = 1; room < 24; room++) {
        memset(near, '#', sizeof near);
        duban_model_near(&model, &source, duban_slice_of("T7.1x"), near, room);
        while (strcmp(near, wanted[n]) != 0)
            cr_assert_lt(++n, sizeof wanted / sizeof wanted[0], "room %zu: \"%s\"", room, near);
        cr_assert_eq(near[room], '#', "room %zu", room);
    }
    cr_assert_eq(n, 3);
    duban_arena_fini(&arena);
}

Test(near, takes_ids_as_long_as_ids_may_be)
{
    static const char longest[] =
        "0123456789012345678901234567890123456789012345678901234567890123";
    struct duban_arena arena = {0};
    struct duban_model model;
    char near[DUBAN_DETAIL_BYTES];

    plan(&model, &arena);
    add_item(&model, longest, "民政局");
    duban_model_near(&model, &source, (struct duban_slice){longest, 63}, near, sizeof near);
    cr_assert_str_eq(near, longest);
    duban_model_near(&model, &source,
                     duban_slice_of("x123456789012345678901234567890123456789"
                                    "012345678901234567890123"),
                     near, sizeof near);
    cr_assert_str_eq(near, longest);
    duban_arena_fini(&arena);
}
