/* SPDX-License-Identifier: MIT */
#include "ctl/plan_file.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "lib/core/map.h"

/* A word that a cell may hold, in two languages, and what it stands for. */
struct word {
    const char *zh, *en;
    int value;
};

static const struct word kinds[] = {
    {"指标", "indicator", DUBAN_INDICATOR},
    {"项目", "project", DUBAN_WORKS},
    {"任务", "task", DUBAN_DUTY},
    {NULL, NULL, 0},
};

/* The verb of a promise says how it binds (DOMAIN §3.2, §3.10); so may its class itself. */
static const struct word verbs[] = {
    {"完成", "complete", DUBAN_HARD},     {"新增", "add", DUBAN_HARD},
    {"举办", "hold", DUBAN_HARD},         {"建设", "build", DUBAN_HARD},
    {"制定", "formulate", DUBAN_HARD},    {"启动", "start", DUBAN_STAGE},
    {"推进", "advance", DUBAN_PROGRESS},  {"其他", "other", DUBAN_PROGRESS},
    {"争取", "strive", DUBAN_EFFORT},     {"保持", "keep", DUBAN_MAINTAIN},
    {"硬任务", "hard", DUBAN_HARD},       {"节点", "stage", DUBAN_STAGE},
    {"进度", "progress", DUBAN_PROGRESS}, {"努力", "effort", DUBAN_EFFORT},
    {"控制", "maintain", DUBAN_MAINTAIN}, {NULL, NULL, 0},
};

static const struct word target_ops[] = {
    {"不少于", "ge", DUBAN_GE},
    {"不超过", "le", DUBAN_LE},
    {"等于", "eq", DUBAN_EQ},
    {"左右", "approx", DUBAN_APPROX},
    {"同步", "sync", DUBAN_SYNC},
    {"完成", "done", DUBAN_IS_DONE},
    {"启动", "start", DUBAN_IS_STARTED},
    {"无", "none", DUBAN_NO_TARGET},
    {NULL, NULL, 0},
};

/* Nobody is asked more often than once a week. */
static const struct word cycles[] = {
    {"每日", "daily", DUBAN_WEEKLY},    {"每周", "weekly", DUBAN_WEEKLY},
    {"每月", "monthly", DUBAN_MONTHLY}, {"每季", "quarterly", DUBAN_QUARTERLY},
    {"每年", "yearly", DUBAN_YEARLY},   {NULL, NULL, 0},
};

enum form { FORM_TEXT, FORM_DATE, FORM_DECIMAL, FORM_WORD, FORM_TEXTS, FORM_STAGE };

enum column { COLUMN_ID, COLUMN_TITLE, COLUMN_LEAD, COLUMN_DUE, N_FIXED_COLUMNS };

/* The columns of a plan: how they are called, how their cells are read, and what stands in for a column
 * that is not there. */
static const struct plan_column {
    struct duban_sheet_column sheet;
    enum form form;
    size_t offset; /* in struct duban_item_set */
    size_t max;    /* bytes of a text */
    const struct word *words;
    enum duban_text_id otherwise;
} columns[] = {
#define NAMED(id, required, ...)                                                                   \
    {                                                                                              \
        {__VA_ARGS__}, DUBAN_TEXT_COLUMN_##id, required                                            \
    }
#define AT(member) offsetof(struct duban_item_set, member)
    [COLUMN_ID] = {.sheet = NAMED(ID, true, "编号", "id")}, /* the update's item, not the set's */
    [COLUMN_TITLE] = {NAMED(TITLE, true, "事项", "title"), FORM_TEXT, AT(title), DUBAN_TITLE_MAX,
                      NULL, 0},
    [COLUMN_LEAD] = {NAMED(LEAD, false, "牵头单位", "lead"), FORM_TEXT, AT(lead), DUBAN_ID_MAX,
                     NULL, 0},
    [COLUMN_DUE] = {NAMED(DUE, true, "完成时限", "due", "due_date"), FORM_DATE, AT(due), 0, NULL,
                    0},
    {NAMED(KIND, false, "类别", "kind"), FORM_WORD, AT(kind), 0, kinds, DUBAN_TEXT_OTHERWISE_KIND},
    {NAMED(AREA, false, "领域", "area"), FORM_TEXT, AT(area), DUBAN_NAME_MAX, NULL,
     DUBAN_TEXT_OTHERWISE_NONE},
    {NAMED(TITLE_EN, false, "英文名称", "title_en"), FORM_TEXT, AT(title_en), DUBAN_TITLE_MAX, NULL,
     DUBAN_TEXT_OTHERWISE_NONE},
    {NAMED(COMMITMENT, false, "承诺", "verb", "commitment"), FORM_WORD, AT(commitment), 0, verbs,
     DUBAN_TEXT_OTHERWISE_COMMITMENT},
    {NAMED(TARGET_OP, false, "目标方式", "target_op"), FORM_WORD, AT(target_op), 0, target_ops,
     DUBAN_TEXT_OTHERWISE_TARGET_OP},
    {NAMED(TARGET, false, "目标值", "target", "target_value"), FORM_DECIMAL, AT(target), 0, NULL,
     DUBAN_TEXT_OTHERWISE_NONE},
    {NAMED(UNIT, false, "单位", "unit", "target_unit"), FORM_TEXT, AT(unit), DUBAN_UNIT_MAX, NULL,
     DUBAN_TEXT_OTHERWISE_UNIT},
    {NAMED(BASELINE, false, "基数", "baseline", "baseline_value"), FORM_DECIMAL, AT(baseline), 0,
     NULL, DUBAN_TEXT_OTHERWISE_NONE},
    {NAMED(CYCLE, false, "报送周期", "cycle", "cadence"), FORM_WORD, AT(cycle), 0, cycles,
     DUBAN_TEXT_OTHERWISE_CYCLE},
    {NAMED(START, false, "开始日期", "start", "start_date"), FORM_DATE, AT(start), 0, NULL,
     DUBAN_TEXT_OTHERWISE_START},
    {NAMED(STAGE, false, "阶段", "stage"), FORM_STAGE, AT(stage), DUBAN_ID_MAX, NULL,
     DUBAN_TEXT_OTHERWISE_NONE},
    {NAMED(REPORTER, false, "填报单位", "reporter"), FORM_TEXT, AT(reporter), DUBAN_ID_MAX, NULL,
     DUBAN_TEXT_OTHERWISE_REPORTER},
    {NAMED(SUPPORT, false, "配合单位", "support"), FORM_TEXTS, AT(support), DUBAN_ID_MAX, NULL,
     DUBAN_TEXT_OTHERWISE_NONE},
    {NAMED(SOURCE_REF, false, "出处", "source_ref"), FORM_TEXT, AT(source_ref), DUBAN_ID_MAX, NULL,
     DUBAN_TEXT_OTHERWISE_NONE},
    {NAMED(NOTE, false, "备注", "note"), FORM_TEXT, AT(remark), DUBAN_REASON_MAX, NULL,
     DUBAN_TEXT_OTHERWISE_NONE},
#undef AT
#undef NAMED
};

enum { N_COLUMNS = sizeof columns / sizeof columns[0] };

static struct duban_sheet sheet_of(const struct plan_file *file, const char *path,
                                   const struct duban_sheet_column *its_columns, size_t n)
{
    return (struct duban_sheet){.path = path,
                                .lang = file->lang,
                                .arena = file->arena,
                                .faults = file->faults,
                                .columns = its_columns,
                                .n_columns = n};
}

static const char *words_text(const struct duban_sheet *sheet, const struct word *words)
{
    struct duban_buf text = {0};

    for (; words->zh != NULL; words++)
        duban_buf_printf(&text, "%s%s", text.len == 0 ? "" : " ",
                         sheet->lang == DUBAN_ZH ? words->zh : words->en);
    const char *kept = duban_arena_cstr(sheet->arena, duban_buf_slice(&text));
    duban_buf_fini(&text);
    return kept;
}

static void read_word(struct duban_sheet *sheet, const struct duban_sheet_row *row, size_t column,
                      struct duban_opt_word *out)
{
    struct duban_slice cell = row->cells[column];

    for (const struct word *word = columns[column].words; word->zh != NULL; word++)
        if (duban_slice_is(cell, word->zh) || duban_slice_is(cell, word->en)) {
            *out = (struct duban_opt_word){DUBAN_GIVEN, word->value};
            return;
        }
    DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_BAD_WORD,
                      duban_sheet_column_name(sheet, column), duban_sheet_cell(sheet, cell),
                      words_text(sheet, columns[column].words));
}

static void read_date(struct duban_sheet *sheet, const struct duban_sheet_row *row, size_t column,
                      struct duban_opt_date *out)
{
    if (duban_date_read(row->cells[column], &out->v))
        out->is = DUBAN_GIVEN;
    else
        DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_BAD_DATE,
                          duban_sheet_column_name(sheet, column),
                          duban_sheet_cell(sheet, row->cells[column]));
}

static void read_decimal(struct duban_sheet *sheet, const struct duban_sheet_row *row,
                         size_t column, struct duban_opt_decimal *out)
{
    if (duban_decimal_parse(row->cells[column], &out->v))
        out->is = DUBAN_GIVEN;
    else
        DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_BAD_NUMBER,
                          duban_sheet_column_name(sheet, column),
                          duban_sheet_cell(sheet, row->cells[column]));
}

static void read_text(struct duban_sheet *sheet, const struct duban_sheet_row *row, size_t column,
                      struct duban_opt_text *out)
{
    if (duban_sheet_text(sheet, row, column, columns[column].max))
        *out = (struct duban_opt_text){DUBAN_GIVEN, row->cells[column]};
}

/* Several units in one cell, separated by blanks or by 、 , ; and their full-width forms. */
static void read_texts(struct duban_sheet *sheet, const struct duban_sheet_row *row, size_t column,
                       struct duban_opt_texts *out)
{
    static const char *const marks[] = {"、", "，", "；", ",", ";", " ", "　"};
    struct duban_slice rest = row->cells[column];

    out->is = DUBAN_GIVEN;
    out->at = duban_arena_new(sheet->arena, DUBAN_SUPPORT_MAX, sizeof *out->at);
    while (rest.len > 0 && out->n < DUBAN_SUPPORT_MAX) {
        size_t end = 0;
        size_t mark_len = 0;
        while (end < rest.len && mark_len == 0) {
            struct duban_slice tail = {rest.at + end, rest.len - end};
            for (size_t i = 0; i < sizeof marks / sizeof marks[0] && mark_len == 0; i++)
                mark_len = duban_slice_has_prefix(tail, marks[i]) ? strlen(marks[i]) : 0;
            end += mark_len == 0 ? 1 : 0;
        }
        if (end > DUBAN_ID_MAX)
            DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_BAD_NAME,
                              duban_sheet_column_name(sheet, column),
                              duban_sheet_cell(sheet, (struct duban_slice){rest.at, end}));
        else if (end > 0)
            out->at[out->n++] = (struct duban_slice){rest.at, end};
        rest = (struct duban_slice){rest.at + end + mark_len, rest.len - end - mark_len};
    }
    if (rest.len > 0)
        DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_TOO_MANY_SUPPORT,
                          duban_sheet_column_name(sheet, column));
}

static void read_stage(const struct plan_file *file, struct duban_sheet *sheet,
                       const struct duban_sheet_row *row, size_t column, struct duban_opt_text *out)
{
    read_text(sheet, row, column, out);
    for (size_t i = 0; i < file->n_stage_words; i++)
        if (duban_slice_is(row->cells[column], file->stage_words[i].word))
            out->v = duban_slice_of(file->stage_words[i].stage);
}

static void read_cell(const struct plan_file *file, struct duban_sheet *sheet,
                      const struct duban_sheet_row *row, size_t column, struct duban_item_set *set)
{
    void *out = (char *)set + columns[column].offset;

    if (row->cells[column].len == 0)
        return;
    switch (columns[column].form) {
    case FORM_TEXT:
        read_text(sheet, row, column, out);
        return;
    case FORM_DATE:
        read_date(sheet, row, column, out);
        return;
    case FORM_DECIMAL:
        read_decimal(sheet, row, column, out);
        return;
    case FORM_WORD:
        read_word(sheet, row, column, out);
        return;
    case FORM_TEXTS:
        read_texts(sheet, row, column, out);
        return;
    case FORM_STAGE:
        read_stage(file, sheet, row, column, out);
        return;
    }
}

/* The tables that name units by item, once read. */
struct responsibility {
    struct duban_sheet leads, reporters;
    struct duban_map lead_of, reporter_of; /* item -> struct duban_slice */
    struct duban_map support_of;           /* item -> struct duban_opt_texts */
};

enum responsible_column { RESPONSIBLE_ITEM, RESPONSIBLE_DEPT, RESPONSIBLE_ROLE };

static const struct duban_sheet_column responsible_columns[] = {
    [RESPONSIBLE_ITEM] = {{"编号", "item"}, DUBAN_TEXT_COLUMN_ID, true},
    [RESPONSIBLE_DEPT] = {{"单位", "dept"}, DUBAN_TEXT_COLUMN_DEPT, true},
    [RESPONSIBLE_ROLE] = {{"角色", "role"}, DUBAN_TEXT_COLUMN_ROLE, true},
};

/* Each item stands once. */
static void put_once(struct duban_sheet *sheet, struct duban_map *map, struct duban_sheet_row *row)
{
    struct duban_slice item = row->cells[RESPONSIBLE_ITEM];

    if (duban_map_get(map, item) == NULL)
        duban_map_put(map, sheet->arena, item, &row->cells[RESPONSIBLE_DEPT]);
    else
        DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_TWICE_UNIT,
                          duban_sheet_cell(sheet, item));
}

static void add_support(struct duban_sheet *sheet, struct duban_map *map,
                        const struct duban_sheet_row *row)
{
    struct duban_opt_texts *list = duban_map_get(map, row->cells[RESPONSIBLE_ITEM]);

    if (list == NULL) {
        list = duban_arena_new(sheet->arena, 1, sizeof *list);
        list->is = DUBAN_GIVEN;
        list->at = duban_arena_new(sheet->arena, DUBAN_SUPPORT_MAX, sizeof *list->at);
        duban_map_put(map, sheet->arena, row->cells[RESPONSIBLE_ITEM], list);
    }
    if (list->n < DUBAN_SUPPORT_MAX)
        list->at[list->n++] = row->cells[RESPONSIBLE_DEPT];
    else
        DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_TOO_MANY_SUPPORT,
                          duban_sheet_cell(sheet, row->cells[RESPONSIBLE_ITEM]));
}

static void add_responsible(struct duban_sheet *sheet, struct responsibility *out,
                            struct duban_sheet_row *row)
{
    struct duban_slice role = row->cells[RESPONSIBLE_ROLE];

    if (!duban_sheet_need(sheet, row, RESPONSIBLE_ITEM) ||
        !duban_sheet_need(sheet, row, RESPONSIBLE_DEPT) ||
        !duban_sheet_text(sheet, row, RESPONSIBLE_DEPT, DUBAN_ID_MAX))
        return;
    if (duban_slice_is(role, "lead") || duban_slice_is(role, "牵头"))
        put_once(sheet, &out->lead_of, row);
    else if (duban_slice_is(role, "support") || duban_slice_is(role, "配合"))
        add_support(sheet, &out->support_of, row);
    else
        DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_BAD_WORD,
                          duban_sheet_column_name(sheet, RESPONSIBLE_ROLE),
                          duban_sheet_cell(sheet, role),
                          sheet->lang == DUBAN_ZH ? "牵头 配合" : "lead support");
}

static void add_reporter_of(struct duban_sheet *sheet, struct responsibility *out,
                            struct duban_sheet_row *row)
{
    if (duban_sheet_need(sheet, row, RESPONSIBLE_ITEM) &&
        duban_sheet_need(sheet, row, RESPONSIBLE_DEPT) &&
        duban_sheet_text(sheet, row, RESPONSIBLE_DEPT, DUBAN_ID_MAX))
        put_once(sheet, &out->reporter_of, row);
}

static enum duban_rc read_responsible(struct plan_file *file, const struct plan_paths *paths,
                                      struct responsibility *out, struct duban_err *err)
{
    enum duban_rc rc = DUBAN_OK;

    out->leads = sheet_of(file, paths->responsible, responsible_columns, 3);
    out->reporters = sheet_of(file, paths->reporters, responsible_columns, 2);
    if (paths->responsible != NULL)
        rc = duban_sheet_read(&out->leads, err);
    for (size_t i = 0; rc == DUBAN_OK && i < out->leads.n_rows; i++)
        add_responsible(&out->leads, out, &out->leads.rows[i]);
    if (rc == DUBAN_OK && paths->reporters != NULL)
        rc = duban_sheet_read(&out->reporters, err);
    for (size_t i = 0; rc == DUBAN_OK && i < out->reporters.n_rows; i++)
        add_reporter_of(&out->reporters, out, &out->reporters.rows[i]);
    return rc;
}

/* Whoever is named for an item that the plan does not have was mistyped. */
static void check_known(struct duban_sheet *sheet, const struct duban_map *row_of_id)
{
    for (size_t i = 0; i < sheet->n_rows; i++) {
        struct duban_slice item = sheet->rows[i].cells[RESPONSIBLE_ITEM];
        if (item.len > 0 && duban_map_get(row_of_id, item) == NULL)
            DUBAN_SHEET_FAULT(sheet, sheet->rows[i].number, DUBAN_TEXT_SHEET_UNKNOWN_ITEM,
                              duban_sheet_cell(sheet, item));
    }
}

static enum duban_rc read_units(struct plan_file *file, const char *path, struct duban_err *err)
{
    static const struct duban_sheet_column unit_columns[] = {
        {{"代码", "code"}, DUBAN_TEXT_COLUMN_CODE, true},
        {{"名称", "name_zh"}, DUBAN_TEXT_COLUMN_NAME, true},
        {{"英文名称", "name_en"}, DUBAN_TEXT_COLUMN_TITLE_EN, false},
    };
    struct duban_sheet sheet = sheet_of(file, path, unit_columns, 3);

    enum duban_rc rc = duban_sheet_read(&sheet, err);
    if (rc != DUBAN_OK)
        return rc;
    file->units = duban_arena_new(file->arena, sheet.n_rows, sizeof *file->units);
    for (size_t i = 0; i < sheet.n_rows; i++) {
        const struct duban_sheet_row *row = &sheet.rows[i];
        if (duban_sheet_need(&sheet, row, 0) && duban_sheet_need(&sheet, row, 1) &&
            duban_sheet_text(&sheet, row, 0, DUBAN_ID_MAX) &&
            duban_sheet_text(&sheet, row, 1, DUBAN_NAME_MAX) &&
            duban_sheet_text(&sheet, row, 2, DUBAN_NAME_MAX))
            file->units[file->n_units++] =
                (struct duban_unit_name){row->cells[0], row->cells[1], row->cells[2]};
    }
    file->n_faults += sheet.n_faults;
    return DUBAN_OK;
}

/* What the items' own table does not say of who answers. */
static void add_responsibility(struct duban_update *update,
                               const struct responsibility *responsibility)
{
    struct duban_item_set *set = &update->u.item_set;
    const struct duban_slice *lead = duban_map_get(&responsibility->lead_of, update->item.v);
    const struct duban_slice *reporter =
        duban_map_get(&responsibility->reporter_of, update->item.v);
    const struct duban_opt_texts *support =
        duban_map_get(&responsibility->support_of, update->item.v);

    if (set->lead.is != DUBAN_GIVEN && lead != NULL)
        set->lead = (struct duban_opt_text){DUBAN_GIVEN, *lead};
    if (set->reporter.is != DUBAN_GIVEN)
        set->reporter =
            reporter == NULL ? set->lead : (struct duban_opt_text){DUBAN_GIVEN, *reporter};
    if (set->support.n == 0 && support != NULL)
        set->support = *support;
}

static void check_id(struct duban_sheet *sheet, struct duban_map *row_of_id,
                     const struct plan_row *row)
{
    char number[24];
    const struct plan_row *earlier = duban_map_get(row_of_id, row->update.item.v);

    if (earlier == NULL) {
        struct plan_row *kept = duban_arena_new(sheet->arena, 1, sizeof *kept);
        *kept = *row;
        duban_map_put(row_of_id, sheet->arena, row->update.item.v, kept);
        return;
    }
    (void)snprintf(number, sizeof number, "%zu", earlier->number);
    DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_TWICE_ID,
                      duban_sheet_cell(sheet, row->update.item.v), number);
}

/* What the plan says of an item whose cells are empty: the update says all, so that what is imported is
 * what stands in the table. */
static struct duban_item_set empty_item(void)
{
    static const struct duban_opt_text nothing = {DUBAN_GIVEN, {"", 0}};

    return (struct duban_item_set){
        .kind = {DUBAN_GIVEN, DUBAN_DUTY},
        .area = nothing,
        .title_en = nothing,
        .commitment = {DUBAN_GIVEN, DUBAN_HARD},
        .target = {.is = DUBAN_NIL},
        .unit = nothing,
        .baseline = {.is = DUBAN_NIL},
        .cycle = {DUBAN_GIVEN, DUBAN_MONTHLY},
        .stage = nothing,
        .support = {.is = DUBAN_GIVEN},
        .source_ref = nothing,
        .remark = nothing,
    };
}

/* What stands in for a cell depends on others: a figure without a word for how it is judged is one to
 * reach, and an item begins with the year of its deadline. */
static void complete(struct duban_item_set *set)
{
    int year;
    int month;
    int day;

    if (set->target_op.is != DUBAN_GIVEN)
        set->target_op = (struct duban_opt_word){
            DUBAN_GIVEN, set->target.is == DUBAN_GIVEN ? DUBAN_GE : DUBAN_IS_DONE};
    if (set->start.is == DUBAN_GIVEN || set->due.is != DUBAN_GIVEN)
        return;
    duban_date_split(set->due.v, &year, &month, &day);
    if (duban_date_of(year, 1, 1, &set->start.v))
        set->start.is = DUBAN_GIVEN;
}

static struct plan_row read_row(struct plan_file *file, struct duban_sheet *sheet,
                                const struct duban_sheet_row *row,
                                const struct responsibility *responsibility)
{
    struct plan_row read = {.number = row->number, .update = {.type = DUBAN_ITEM_SET}};
    struct duban_item_set *set = &read.update.u.item_set;

    *set = empty_item();
    if (duban_sheet_need(sheet, row, COLUMN_ID) &&
        duban_sheet_text(sheet, row, COLUMN_ID, DUBAN_ID_MAX))
        read.update.item = (struct duban_opt_text){DUBAN_GIVEN, row->cells[COLUMN_ID]};
    for (size_t i = COLUMN_TITLE; i < N_COLUMNS; i++)
        read_cell(file, sheet, row, i, set);
    (void)duban_sheet_need(sheet, row, COLUMN_TITLE);
    (void)duban_sheet_need(sheet, row, COLUMN_DUE);
    add_responsibility(&read.update, responsibility);
    if (set->lead.is != DUBAN_GIVEN && row->cells[COLUMN_LEAD].len == 0)
        (void)duban_sheet_need(sheet, row, COLUMN_LEAD);
    complete(set);
    return read;
}

static void add_reporter(struct plan_file *file, struct duban_sheet *sheet, struct duban_map *known,
                         struct plan_row *row)
{
    struct duban_opt_text reporter = row->update.u.item_set.reporter;
    char limit[24];

    if (reporter.is != DUBAN_GIVEN || duban_map_get(known, reporter.v) != NULL)
        return;
    duban_map_put(known, file->arena, reporter.v, row);
    if (file->n_reporters < DUBAN_DEPTS_MAX) {
        file->reporters[file->n_reporters++] = reporter.v;
        return;
    }
    (void)snprintf(limit, sizeof limit, "%d", DUBAN_DEPTS_MAX);
    DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_TOO_MANY_UNITS, limit);
}

static void note_defaults(struct plan_file *file, const struct plan_paths *paths,
                          const struct duban_sheet *sheet)
{
    for (size_t i = N_FIXED_COLUMNS; i < N_COLUMNS; i++) {
        bool is_elsewhere =
            columns[i].sheet.name == DUBAN_TEXT_COLUMN_REPORTER && paths->reporters != NULL;
        if (sheet->has[i] || is_elsewhere || columns[i].otherwise == DUBAN_TEXT_OTHERWISE_NONE)
            continue;
        DUBAN_SAY(file->notes, file->lang, DUBAN_TEXT_PLAN_DEFAULT,
                  duban_sheet_column_name(sheet, i), duban_text(file->lang, columns[i].otherwise));
        duban_buf_puts(file->notes, "\n");
    }
}

static enum duban_rc read_items(struct plan_file *file, const struct plan_paths *paths,
                                struct responsibility *responsibility, struct duban_err *err)
{
    struct duban_sheet_column shape[N_COLUMNS] = {0};
    struct duban_sheet sheet = sheet_of(file, paths->items, shape, N_COLUMNS);
    struct duban_map row_of_id = {0};
    struct duban_map known_reporters = {0};

    for (size_t i = 0; i < N_COLUMNS; i++)
        shape[i] = columns[i].sheet;
    enum duban_rc rc = duban_sheet_read(&sheet, err);
    if (rc != DUBAN_OK)
        return rc;
    if (sheet.n_rows > 0 && !sheet.has[COLUMN_LEAD] && paths->responsible == NULL) {
        DUBAN_SHEET_FAULT(&sheet, sheet.header_row, DUBAN_TEXT_SHEET_MISSING_COLUMN,
                          duban_sheet_column_name(&sheet, COLUMN_LEAD));
        sheet.n_rows = 0; /* every row would say it again */
    }
    file->rows = duban_arena_new(file->arena, sheet.n_rows, sizeof *file->rows);
    file->reporters = duban_arena_new(file->arena, DUBAN_DEPTS_MAX, sizeof *file->reporters);
    for (size_t i = 0; i < sheet.n_rows; i++) {
        struct plan_row *row = &file->rows[file->n_rows++];
        *row = read_row(file, &sheet, &sheet.rows[i], responsibility);
        if (row->update.item.is == DUBAN_GIVEN)
            check_id(&sheet, &row_of_id, row);
        add_reporter(file, &sheet, &known_reporters, row);
    }
    if (sheet.n_faults == 0) {
        check_known(&responsibility->leads, &row_of_id);
        check_known(&responsibility->reporters, &row_of_id);
    }
    note_defaults(file, paths, &sheet);
    file->n_faults +=
        sheet.n_faults + responsibility->leads.n_faults + responsibility->reporters.n_faults;
    return DUBAN_OK;
}

enum duban_rc plan_file_read(struct plan_file *file, const struct plan_paths *paths,
                             struct duban_err *err)
{
    struct responsibility responsibility = {.lead_of = {0}};

    enum duban_rc rc = read_responsible(file, paths, &responsibility, err);
    if (rc == DUBAN_OK && paths->units != NULL)
        rc = read_units(file, paths->units, err);
    return rc == DUBAN_OK ? read_items(file, paths, &responsibility, err) : rc;
}
