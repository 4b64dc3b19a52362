/* SPDX-License-Identifier: MIT */
#include "proto/update.h"

#include <stddef.h>

#include "lib/core/check.h"
#include "lib/model/plan_calendar.h"
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

#define WORD(type, name, its_need, its_words)                                                      \
    {                                                                                              \
        .key = #name, .kind = DUBAN_KIND_WORD, .offset = offsetof(struct type, name),              \
        .need = (its_need), .words = (its_words)                                                   \
    }

/* A task's fields are a project's but for the last. */
static const struct duban_field project_fields[] = {
    WORD(duban_task, state, DUBAN_NULLABLE, duban_state_words),
    FIELD(duban_task, percent, DUBAN_KIND_DECIMAL, DUBAN_NULLABLE, 0),
    FIELD(duban_task, measures, DUBAN_KIND_MEASURES, DUBAN_OPTIONAL, DUBAN_MEASURES_MAX),
    FIELD(duban_task, completed_on, DUBAN_KIND_DATE, DUBAN_NULLABLE, 0),
    FIELD(duban_task, forecast_finish, DUBAN_KIND_DATE, DUBAN_NULLABLE, 0),
    FIELD(duban_task, ext_to, DUBAN_KIND_DATE, DUBAN_NULLABLE, 0),
    FIELD(duban_task, note, DUBAN_KIND_TEXT, DUBAN_NULLABLE, DUBAN_NOTE_MAX),
    FIELD(duban_task, stage, DUBAN_KIND_NAME, DUBAN_NULLABLE, 0),
};

static const struct duban_field reading_fields[] = {
    FIELD(duban_reading, measure, DUBAN_KIND_NAME, DUBAN_OPTIONAL, 0),
    FIELD(duban_reading, period, DUBAN_KIND_PERIOD, DUBAN_REQUIRED, 0),
    FIELD(duban_reading, value, DUBAN_KIND_DECIMAL, DUBAN_REQUIRED, 0),
    FIELD(duban_reading, unit, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_UNIT_MAX),
    WORD(duban_reading, status, DUBAN_REQUIRED, duban_reading_status_words),
};

static const struct duban_field item_set_fields[] = {
    FIELD(duban_item_set, title, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_TITLE_MAX),
    FIELD(duban_item_set, lead, DUBAN_KIND_NAME, DUBAN_REQUIRED, 0),
    FIELD(duban_item_set, due, DUBAN_KIND_DATE, DUBAN_REQUIRED, 0),
    WORD(duban_item_set, kind, DUBAN_OPTIONAL, duban_kind_words),
    FIELD(duban_item_set, area, DUBAN_KIND_TEXT, DUBAN_OPTIONAL, DUBAN_NAME_MAX),
    FIELD(duban_item_set, title_en, DUBAN_KIND_TEXT, DUBAN_OPTIONAL, DUBAN_TITLE_MAX),
    WORD(duban_item_set, commitment, DUBAN_OPTIONAL, duban_commitment_words),
    WORD(duban_item_set, target_op, DUBAN_OPTIONAL, duban_target_op_words),
    FIELD(duban_item_set, target, DUBAN_KIND_DECIMAL, DUBAN_NULLABLE, 0),
    FIELD(duban_item_set, unit, DUBAN_KIND_TEXT, DUBAN_OPTIONAL, DUBAN_UNIT_MAX),
    FIELD(duban_item_set, baseline, DUBAN_KIND_DECIMAL, DUBAN_NULLABLE, 0),
    WORD(duban_item_set, cycle, DUBAN_OPTIONAL, duban_cycle_words),
    FIELD(duban_item_set, start, DUBAN_KIND_DATE, DUBAN_OPTIONAL, 0),
    FIELD(duban_item_set, stage, DUBAN_KIND_TEXT, DUBAN_OPTIONAL, DUBAN_ID_MAX),
    FIELD(duban_item_set, reporter, DUBAN_KIND_NAME, DUBAN_OPTIONAL, 0),
    FIELD(duban_item_set, support, DUBAN_KIND_TEXTS, DUBAN_OPTIONAL, DUBAN_SUPPORT_MAX),
    FIELD(duban_item_set, source_ref, DUBAN_KIND_TEXT, DUBAN_OPTIONAL, DUBAN_ID_MAX),
    FIELD(duban_item_set, remark, DUBAN_KIND_TEXT, DUBAN_OPTIONAL, DUBAN_REASON_MAX),
    FIELD(duban_item_set, actor, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_NAME_MAX),
    FIELD(duban_item_set, reason, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_REASON_MAX),
};

static const struct duban_field plan_set_fields[] = {
    FIELD(duban_plan_set, name, DUBAN_KIND_TEXT, DUBAN_OPTIONAL, DUBAN_TITLE_MAX),
    FIELD(duban_plan_set, year, DUBAN_KIND_U64, DUBAN_OPTIONAL, 0),
    WORD(duban_plan_set, status, DUBAN_OPTIONAL, duban_plan_status_words),
    FIELD(duban_plan_set, banner, DUBAN_KIND_TEXT, DUBAN_OPTIONAL, DUBAN_TITLE_MAX),
    FIELD(duban_plan_set, stages, DUBAN_KIND_TEXTS, DUBAN_OPTIONAL, DUBAN_STAGES_MAX),
    FIELD(duban_plan_set, units, DUBAN_KIND_UNITS, DUBAN_OPTIONAL, DUBAN_DEPTS_MAX),
    FIELD(duban_plan_set, calendar_from, DUBAN_KIND_DATE, DUBAN_OPTIONAL, 0),
    FIELD(duban_plan_set, calendar_to, DUBAN_KIND_DATE, DUBAN_OPTIONAL, 0),
    FIELD(duban_plan_set, rest, DUBAN_KIND_TEXTS, DUBAN_OPTIONAL, DUBAN_N_WEEKDAYS - 1),
    FIELD(duban_plan_set, off, DUBAN_KIND_DATES, DUBAN_OPTIONAL, DUBAN_PLAN_DAYS_MAX),
    FIELD(duban_plan_set, work, DUBAN_KIND_DATES, DUBAN_OPTIONAL, DUBAN_PLAN_DAYS_MAX),
    FIELD(duban_plan_set, actor, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_NAME_MAX),
    FIELD(duban_plan_set, reason, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_REASON_MAX),
};

static const struct duban_field decide_fields[] = {
    WORD(duban_decide, decision, DUBAN_REQUIRED, duban_decision_words),
    FIELD(duban_decide, new_due, DUBAN_KIND_DATE, DUBAN_OPTIONAL, 0),
    FIELD(duban_decide, decided_on, DUBAN_KIND_DATE, DUBAN_REQUIRED, 0),
    FIELD(duban_decide, doc_no, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_NAME_MAX),
    FIELD(duban_decide, requested_on, DUBAN_KIND_DATE, DUBAN_OPTIONAL, 0),
    FIELD(duban_decide, requested_due, DUBAN_KIND_DATE, DUBAN_OPTIONAL, 0),
    FIELD(duban_decide, actor, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_NAME_MAX),
    FIELD(duban_decide, reason, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_REASON_MAX),
};

static const struct duban_field source_set_fields[] = {
    FIELD(duban_source_set, source, DUBAN_KIND_NAME, DUBAN_REQUIRED, 0),
    FIELD(duban_source_set, depts, DUBAN_KIND_TEXTS, DUBAN_REQUIRED, DUBAN_DEPTS_MAX),
    FIELD(duban_source_set, roles, DUBAN_KIND_TEXTS, DUBAN_REQUIRED, DUBAN_N_ROLES),
    FIELD(duban_source_set, connected_on, DUBAN_KIND_DATE, DUBAN_NULLABLE, 0),
    FIELD(duban_source_set, actor, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_NAME_MAX),
    FIELD(duban_source_set, reason, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_REASON_MAX),
};

static const struct duban_field rowset_fields[] = {
    FIELD(duban_rowset, name, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_FILE_NAME_MAX),
    FIELD(duban_rowset, sha256, DUBAN_KIND_TEXT, DUBAN_REQUIRED, DUBAN_ID_MAX),
    FIELD(duban_rowset, form, DUBAN_KIND_NAME, DUBAN_OPTIONAL, 0),
    WORD(duban_rowset, decision, DUBAN_REQUIRED, duban_file_decision_words),
    FIELD(duban_rowset, reason, DUBAN_KIND_TEXT, DUBAN_OPTIONAL, DUBAN_CODE_MAX),
    FIELD(duban_rowset, rows, DUBAN_KIND_U64, DUBAN_OPTIONAL, 0),
    FIELD(duban_rowset, understood, DUBAN_KIND_U64, DUBAN_OPTIONAL, 0),
    FIELD(duban_rowset, unchanged, DUBAN_KIND_U64, DUBAN_OPTIONAL, 0),
    FIELD(duban_rowset, n, DUBAN_KIND_U64, DUBAN_OPTIONAL, 0),
    FIELD(duban_rowset, rejected, DUBAN_KIND_REJECTED, DUBAN_OPTIONAL, DUBAN_REJECTED_MAX),
    FIELD(duban_rowset, missing, DUBAN_KIND_TEXTS, DUBAN_OPTIONAL, DUBAN_REJECTED_MAX),
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define SHAPE(table, n)                                                                            \
    {                                                                                              \
        .fields = {{common_fields, COUNT(common_fields), 0},                                       \
                   {(table), (n), offsetof(struct duban_update, u)}},                              \
        .head = "t", .wrong = DUBAN_ANSWER_E_FIELD,                                                \
    }

/* By enum duban_update_type: the common fields, then its own. */
static const struct duban_shape shapes[] = {
    [DUBAN_TASK] = SHAPE(project_fields, COUNT(project_fields) - 1),
    [DUBAN_PROJECT] = SHAPE(project_fields, COUNT(project_fields)),
    [DUBAN_READING] = SHAPE(reading_fields, COUNT(reading_fields)),
    [DUBAN_ITEM_SET] = SHAPE(item_set_fields, COUNT(item_set_fields)),
    [DUBAN_SOURCE_SET] = SHAPE(source_set_fields, COUNT(source_set_fields)),
    [DUBAN_PLAN_SET] = SHAPE(plan_set_fields, COUNT(plan_set_fields)),
    [DUBAN_DECIDE] = SHAPE(decide_fields, COUNT(decide_fields)),
    [DUBAN_ROWSET] = SHAPE(rowset_fields, COUNT(rowset_fields)),
};

static bool wrong_field(struct duban_verdict *out_verdict, const char *what)
{
    duban_verdict_set(out_verdict, DUBAN_ANSWER_E_FIELD, "%s", what);
    return false;
}

static bool check_rowset(const struct duban_update *update, struct duban_verdict *out_verdict)
{
    const struct duban_rowset *rowset = &update->u.rowset;

    if (update->dept.is != DUBAN_GIVEN)
        return wrong_field(out_verdict, "dept: missing");
    if (update->delivered_at.is != DUBAN_GIVEN)
        return wrong_field(out_verdict, "delivered_at: missing");
    if (rowset->rows.v > DUBAN_FILE_ROWS_MAX || rowset->understood.v > DUBAN_FILE_ROWS_MAX ||
        rowset->unchanged.v > DUBAN_FILE_ROWS_MAX)
        return wrong_field(out_verdict, "rows, understood, unchanged: more than 1 000 000");
    return rowset->n.v <= DUBAN_FILE_UPDATES_MAX || wrong_field(out_verdict, "n: more than 10 000");
}

/* What the tables cannot say: ranges, and fields that depend on each other. */
static bool check(const struct duban_update *update, struct duban_verdict *out_verdict)
{
    const struct duban_opt_decimal *percent = &update->u.task.percent;
    const struct duban_opt_u64 *year = &update->u.plan_set.year;
    const struct duban_decide *decide = &update->u.decide;
    bool has_item = update->item.is == DUBAN_GIVEN;

    switch (update->type) {
    case DUBAN_TASK:
    case DUBAN_PROJECT:
        if (percent->is == DUBAN_GIVEN && !duban_decimal_is_percent(percent->v))
            return wrong_field(out_verdict, "percent: outside 0 … 100");
        return has_item || wrong_field(out_verdict, "item: missing");
    case DUBAN_READING:
    case DUBAN_ITEM_SET:
        return has_item || wrong_field(out_verdict, "item: missing");
    case DUBAN_SOURCE_SET:
        for (size_t i = 0; i < update->u.source_set.roles.n; i++)
            if (duban_word_find(duban_role_words, update->u.source_set.roles.at[i]) < 0)
                return wrong_field(out_verdict, "roles: none of its words");
        return true;
    case DUBAN_PLAN_SET:
        if (year->is == DUBAN_GIVEN && (year->v < DUBAN_YEAR_MIN || year->v > DUBAN_YEAR_MAX))
            return wrong_field(out_verdict, "year: outside 1900 … 2199");
        return duban_plan_calendar_check(&update->u.plan_set, out_verdict);
    case DUBAN_DECIDE:
        if ((decide->decision.v == DUBAN_APPROVED) != (decide->new_due.is == DUBAN_GIVEN))
            return wrong_field(out_verdict, "new_due: approved needs one, refused has none");
        return has_item || wrong_field(out_verdict, "item: missing");
    case DUBAN_ROWSET:
        return check_rowset(update, out_verdict);
    case DUBAN_N_UPDATE_TYPES:
        break;
    }
    DUBAN_UNREACHABLE();
}

static bool decode(const struct duban_tree *tree, struct duban_update *out_update,
                   struct duban_verdict *out_verdict)
{
    struct duban_slice word = {0};

    int type =
        duban_tree_text(tree, "t", &word) ? duban_word_find(duban_update_type_words, word) : -1;
    if (type < 0)
        return wrong_field(out_verdict, "t: none of its words");
    out_update->type = (enum duban_update_type)type;
    return duban_tree_fields(tree, &shapes[type], out_update, out_verdict) &&
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
    duban_encode_map(out, &shapes[update->type], duban_update_type_words[update->type], update);
}
