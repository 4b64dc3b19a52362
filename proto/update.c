/* SPDX-License-Identifier: MIT */
#include "proto/update.h"

#include <stddef.h>

#include "lib/core/check.h"
#include "proto/bounds.h"

#define FIELD(type, name, its_kind, its_need, its_max)                                             \
    {                                                                                              \
        .key = #name, .kind = its_kind, .offset = offsetof(struct type, name), .need = its_need,   \
        .max = its_max                                                                             \
    }

static const struct duban_field common_fields[] = {
    FIELD(duban_update, item, DUBAN_KIND_TEXT, DUBAN_OPTIONAL, DUBAN_ID_MAX),
    FIELD(duban_update, dept, DUBAN_KIND_TEXT, DUBAN_OPTIONAL, DUBAN_ID_MAX),
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
    FIELD(duban_item_set, lead, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_ID_MAX),
    FIELD(duban_item_set, due, DUBAN_KIND_DATE, DUBAN_REQUIRED, 0),
    FIELD(duban_item_set, actor, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_ACTOR_MAX),
    FIELD(duban_item_set, reason, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_REASON_MAX),
};

static const struct duban_field source_set_fields[] = {
    FIELD(duban_source_set, source, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_ID_MAX),
    FIELD(duban_source_set, depts, DUBAN_KIND_TEXTS, DUBAN_REQUIRED, DUBAN_DEPTS_MAX),
    FIELD(duban_source_set, roles, DUBAN_KIND_TEXTS, DUBAN_REQUIRED, DUBAN_N_ROLES),
    FIELD(duban_source_set, connected_on, DUBAN_KIND_DATE, DUBAN_OPTIONAL, 0),
    FIELD(duban_source_set, actor, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_ACTOR_MAX),
    FIELD(duban_source_set, reason, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_REASON_MAX),
};

#define FIELDS(table, its_base)                                                                    \
    {                                                                                              \
        table, sizeof(table) / sizeof(table)[0], its_base                                          \
    }

/* By enum duban_update_type: the common fields, then its own. */
static const struct duban_fields updates[][2] = {
    [DUBAN_TASK] = {FIELDS(common_fields, 0),
                    FIELDS(task_fields, offsetof(struct duban_update, u))},
    [DUBAN_ITEM_SET] = {FIELDS(common_fields, 0),
                        FIELDS(item_set_fields, offsetof(struct duban_update, u))},
    [DUBAN_SOURCE_SET] = {FIELDS(common_fields, 0),
                          FIELDS(source_set_fields, offsetof(struct duban_update, u))},
};

static bool check(const struct duban_update *update, struct duban_verdict *out_verdict)
{
    bool needs_item = update->type == DUBAN_TASK || update->type == DUBAN_ITEM_SET;

    if (needs_item && (update->item.is != DUBAN_GIVEN || update->item.v.len == 0)) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "item: missing");
        return false;
    }
    if (update->type == DUBAN_SOURCE_SET && update->u.source_set.source.v.len == 0) {
        duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "source: missing");
        return false;
    }
    return true;
}

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
    return duban_tree_fields(tree, updates[type], 2, "t", DUBAN_ANSWER_E_FIELD, out_update,
                             out_verdict) &&
           check(out_update, out_verdict);
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
    duban_encode_map(out, updates[update->type], 2, "t", duban_update_type_words[update->type],
                     update);
}
