/* SPDX-License-Identifier: MIT */
#include "proto/update.h"

#include <stddef.h>

#include "lib/core/check.h"
#include "proto/bounds.h"

#define FIELD(type, name, its_kind, its_need, its_max)                                             \
    {                                                                                              \
        .key = #name, .kind = (its_kind), .offset = offsetof(struct type, name),                   \
        .need = (its_need), .max = (its_max)                                                       \
    }

static const struct duban_field common_fields[] = {
    FIELD(duban_update, item, DUBAN_KIND_NAME, DUBAN_OPTIONAL, 0),
    FIELD(duban_update, dept, DUBAN_KIND_NAME, DUBAN_OPTIONAL, 0),
    FIELD(duban_update, row, DUBAN_KIND_U64, DUBAN_OPTIONAL, 0),
    FIELD(duban_update, delivered_at, DUBAN_KIND_INSTANT, DUBAN_OPTIONAL, 0),
    FIELD(duban_update, as_of, DUBAN_KIND_DATE, DUBAN_OPTIONAL, 0),
};

static const struct duban_field task_fields[] = {
    {.key = "state",
     .kind = DUBAN_KIND_WORD,
     .offset = offsetof(struct duban_task, state),
     .need = DUBAN_NULLABLE,
     .words = duban_state_words},
    FIELD(duban_task, percent, DUBAN_KIND_DECIMAL, DUBAN_NULLABLE, 0),
    FIELD(duban_task, completed_on, DUBAN_KIND_DATE, DUBAN_NULLABLE, 0),
    FIELD(duban_task, forecast_finish, DUBAN_KIND_DATE, DUBAN_NULLABLE, 0),
    FIELD(duban_task, ext_to, DUBAN_KIND_DATE, DUBAN_NULLABLE, 0),
    FIELD(duban_task, note, DUBAN_KIND_TEXT, DUBAN_NULLABLE, DUBAN_NOTE_MAX),
};

static const struct duban_field item_set_fields[] = {
    FIELD(duban_item_set, title, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_TITLE_MAX),
    FIELD(duban_item_set, lead, DUBAN_KIND_NAME, DUBAN_REQUIRED, 0),
    FIELD(duban_item_set, due, DUBAN_KIND_DATE, DUBAN_REQUIRED, 0),
    FIELD(duban_item_set, actor, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_ACTOR_MAX),
    FIELD(duban_item_set, reason, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_REASON_MAX),
};

static const struct duban_field source_set_fields[] = {
    FIELD(duban_source_set, source, DUBAN_KIND_NAME, DUBAN_REQUIRED, 0),
    FIELD(duban_source_set, depts, DUBAN_KIND_TEXTS, DUBAN_REQUIRED, DUBAN_DEPTS_MAX),
    FIELD(duban_source_set, roles, DUBAN_KIND_TEXTS, DUBAN_REQUIRED, DUBAN_N_ROLES),
    FIELD(duban_source_set, connected_on, DUBAN_KIND_DATE, DUBAN_OPTIONAL, 0),
    FIELD(duban_source_set, actor, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_ACTOR_MAX),
    FIELD(duban_source_set, reason, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_REASON_MAX),
};

#define SHAPE(table)                                                                               \
    {                                                                                              \
        .fields = {{common_fields, sizeof common_fields / sizeof common_fields[0], 0},             \
                   {(table), sizeof(table) / sizeof(table)[0], offsetof(struct duban_update, u)}}, \
        .head = "t", .wrong = DUBAN_ANSWER_E_FIELD,                                                \
    }

/* By enum duban_update_type: the common fields, then its own. */
static const struct duban_shape shapes[] = {
    [DUBAN_TASK] = SHAPE(task_fields),
    [DUBAN_ITEM_SET] = SHAPE(item_set_fields),
    [DUBAN_SOURCE_SET] = SHAPE(source_set_fields),
};

static bool decode(const struct duban_tree *tree, struct duban_update *out_update,
                   struct duban_verdict *out_verdict)
{
    struct duban_slice word = {0};

    int type =
        duban_tree_text(tree, "t", &word) ? duban_word_find(duban_update_type_words, word) : -1;
    if (type < 0) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "t: none of its words");
        return false;
    }
    out_update->type = (enum duban_update_type)type;
    if (!duban_tree_fields(tree, &shapes[type], out_update, out_verdict))
        return false;
    if (type != DUBAN_SOURCE_SET && out_update->item.is != DUBAN_GIVEN) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "item: missing");
        return false;
    }
    const struct duban_opt_decimal *percent = &out_update->u.task.percent;
    if (type == DUBAN_TASK && percent->is == DUBAN_GIVEN && !duban_decimal_is_percent(percent->v)) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "percent: outside 0 … 100");
        return false;
    }
    return true;
}

bool duban_update_decode(struct duban_slice bytes, struct duban_arena *arena,
                         struct duban_update *out_update, struct duban_verdict *out_verdict)
{
    struct duban_update update = {0};

    if (bytes.len > DUBAN_UPDATE_MAX) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_TOO_LARGE, "%zu > %d", bytes.len,
                          DUBAN_UPDATE_MAX);
        return false;
    }
    struct duban_tree *tree = duban_tree_read(bytes, arena, out_verdict);
    if (tree == NULL)
        return false;
    bool is_good = decode(tree, &update, out_verdict);
    duban_tree_free(tree);
    if (is_good)
        *out_update = update;
    return is_good;
}

void duban_update_encode(const struct duban_update *update, struct duban_buf *out)
{
    duban_encode_map(out, &shapes[update->type], duban_update_type_words[update->type], update);
}
