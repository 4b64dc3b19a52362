/* SPDX-License-Identifier: MIT */
#include "producers/common/form.h"

#include <stddef.h>
#include <string.h>

#include "lib/app/office.h"
#include "lib/core/file.h"
#include "lib/model/update.h"

const char *const form_field_words[] = {
    [FORM_STATE] = "state",
    [FORM_STAGE] = "stage",
    [FORM_PERCENT] = "percent",
    [FORM_VALUE] = "value",
    [FORM_READING_STATUS] = "reading_status",
    [FORM_COMPLETED_ON] = "completed_on",
    [FORM_FORECAST_FINISH] = "forecast_finish",
    [FORM_EXT_TO] = "ext_to",
    [FORM_NOTE] = "note",
    [FORM_N_FIELDS] = NULL,
};

static const char *const kind_words[] = {[FORM_CSV] = "csv", [FORM_JSON] = "json", NULL};
static const char *const scale_words[] = {
    [FORM_PERCENTAGE] = "percent", [FORM_FRACTION] = "fraction", NULL};
static const char *const days_words[] = {
    [FORM_DAYS] = "day", [FORM_MILLISECONDS] = "milliseconds", NULL};

enum { HEADER_MAX = 256 };

static const struct duban_conf_key column_keys[] = {
    {.name = "field",
     .kind = DUBAN_CONF_WORD,
     .offset = offsetof(struct form_column, field),
     .is_required = true,
     .words = form_field_words},
    {.name = "from",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct form_column, from),
     .is_required = true,
     .min = 1,
     .max = HEADER_MAX},
    {.name = "unit_from",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct form_column, unit_from),
     .min = 1,
     .max = HEADER_MAX},
    {.name = "unit",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct form_column, unit),
     .min = 1,
     .max = DUBAN_UNIT_MAX},
    {.name = "words", .kind = DUBAN_CONF_PAIRS, .offset = offsetof(struct form_column, words)},
    {.name = "scale",
     .kind = DUBAN_CONF_WORD,
     .offset = offsetof(struct form_column, scale),
     .words = scale_words},
    {.name = "as",
     .kind = DUBAN_CONF_WORD,
     .offset = offsetof(struct form_column, as),
     .words = days_words},
};

static const struct duban_conf_section column_section = {
    .keys = column_keys,
    .n_keys = sizeof column_keys / sizeof column_keys[0],
    .size = sizeof(struct form_column),
    .place_offset = offsetof(struct form_column, place),
};

static const struct duban_conf_key form_keys[] = {
    {.name = "form",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct form, name),
     .is_required = true,
     .min = 1,
     .max = DUBAN_ID_MAX},
    {.name = "kind",
     .kind = DUBAN_CONF_WORD,
     .offset = offsetof(struct form, kind),
     .otherwise = "csv",
     .words = kind_words},
    {.name = "encoding",
     .kind = DUBAN_CONF_WORD,
     .offset = offsetof(struct form, encoding),
     .otherwise = "utf-8",
     .words = duban_charset_words},
    {.name = "separator",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct form, separator),
     .otherwise = ",",
     .min = 1,
     .max = 1},
    {.name = "prefilled", .kind = DUBAN_CONF_BOOL, .offset = offsetof(struct form, prefilled)},
    {.name = "rows",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct form, rows),
     .min = 1,
     .max = HEADER_MAX},
    {.name = "total",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct form, total),
     .min = 1,
     .max = HEADER_MAX},
    {.name = "item",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct form, item),
     .is_required = true,
     .min = 1,
     .max = HEADER_MAX},
    {.name = "period",
     .kind = DUBAN_CONF_TEXT,
     .offset = offsetof(struct form, period),
     .min = 1,
     .max = HEADER_MAX},
    {.name = "required",
     .kind = DUBAN_CONF_TEXTS,
     .offset = offsetof(struct form, required),
     .is_required = true,
     .min = 1,
     .max = HEADER_MAX},
    {.name = "columns",
     .kind = DUBAN_CONF_SECTIONS,
     .offset = offsetof(struct form, columns),
     .is_required = true,
     .section = &column_section},
};

static const struct duban_conf_section form_section = {
    .keys = form_keys,
    .n_keys = sizeof form_keys / sizeof form_keys[0],
    .size = sizeof(struct form),
    .place_offset = DUBAN_CONF_NO_PLACE,
};

#define FAULT(conf, column, id, ...)                                                               \
    duban_conf_fault(conf, (column)->place, id, (const char *const[]){__VA_ARGS__, NULL})

static void check_words(struct duban_conf *conf, const struct form_column *column)
{
    const struct duban_conf_pairs *words = &column->words;

    bool needs_words = column->field == FORM_STATE || column->field == FORM_STAGE ||
                       column->field == FORM_READING_STATUS;

    if (!needs_words && words->n > 0)
        FAULT(conf, column, DUBAN_TEXT_FORM_NO_WORDS, form_field_words[column->field]);
    if (needs_words && words->n == 0)
        FAULT(conf, column, DUBAN_TEXT_FORM_NEEDS_WORDS, form_field_words[column->field]);
    for (size_t i = 0; column->field == FORM_STATE && i < words->n; i++)
        if (duban_word_find(duban_state_words, duban_slice_of(words->values[i])) < 0)
            FAULT(conf, column, DUBAN_TEXT_FORM_BAD_STATE, words->names[i], words->values[i]);
    for (size_t i = 0; column->field == FORM_READING_STATUS && i < words->n; i++)
        if (duban_word_find(duban_reading_status_words, duban_slice_of(words->values[i])) < 0)
            FAULT(conf, column, DUBAN_TEXT_FORM_BAD_READING_STATUS, words->names[i],
                  words->values[i]);
}

static void check_unit(struct duban_conf *conf, const struct form_column *column)
{
    bool has_unit = column->unit_from != NULL || column->unit != NULL;

    if (has_unit && column->field != FORM_VALUE)
        FAULT(conf, column, DUBAN_TEXT_FORM_NO_UNIT, form_field_words[column->field]);
    if (column->unit_from != NULL && column->unit != NULL)
        FAULT(conf, column, DUBAN_TEXT_FORM_TWO_UNITS, "");
}

static void check_reading(struct duban_conf *conf, const struct form_column *column)
{
    bool is_date = column->field == FORM_COMPLETED_ON || column->field == FORM_FORECAST_FINISH ||
                   column->field == FORM_EXT_TO;

    if (column->scale >= 0 && column->field != FORM_PERCENT)
        FAULT(conf, column, DUBAN_TEXT_FORM_NO_SCALE, form_field_words[column->field]);
    if (column->as >= 0 && !is_date)
        FAULT(conf, column, DUBAN_TEXT_FORM_NO_AS, form_field_words[column->field]);
}

static void fault_of_form(struct duban_conf *conf, enum duban_text_id id, const char *word)
{
    duban_conf_fault(conf, (struct duban_conf_place){1, 1}, id, (const char *const[]){word, NULL});
}

static void check_kind(struct duban_conf *conf, const struct form *form)
{
    /* In GB18030 a character's second byte may be a bar. */
    const char *separators = form->encoding == DUBAN_UTF_8 ? ",;\t|" : ",;\t";

    if (strchr(separators, form->separator[0]) == NULL)
        fault_of_form(conf, DUBAN_TEXT_FORM_BAD_SEPARATOR, form->separator);
    if (form->kind == FORM_JSON && form->encoding != DUBAN_UTF_8)
        fault_of_form(conf, DUBAN_TEXT_FORM_JSON_ENCODING, duban_charset_words[form->encoding]);
    if (form->kind == FORM_JSON && form->prefilled)
        fault_of_form(conf, DUBAN_TEXT_FORM_NO_PREFILLED, "");
    if (form->kind != FORM_JSON && (form->rows != NULL || form->total != NULL))
        fault_of_form(conf, DUBAN_TEXT_FORM_NO_ROWS, form->rows != NULL ? "rows" : "total");
    else if (form->rows == NULL && form->total != NULL)
        fault_of_form(conf, DUBAN_TEXT_FORM_NO_TOTAL, "");
}

/* Readings have a period, a figure and its status, and nothing else; tasks have no period. */
static void check_period(struct duban_conf *conf, const struct form *form)
{
    const struct form_column *columns = form->columns.at;
    size_t n_values = 0;
    size_t n_statuses = 0;

    for (size_t i = 0; i < form->columns.n; i++) {
        n_values += columns[i].field == FORM_VALUE ? 1 : 0;
        n_statuses += columns[i].field == FORM_READING_STATUS ? 1 : 0;
    }
    if (form->period == NULL && n_statuses > 0)
        fault_of_form(conf, DUBAN_TEXT_FORM_NO_PERIOD, "");
    if (form->period != NULL && (n_values != 1 || n_statuses != 1 || form->columns.n != 2))
        fault_of_form(conf, DUBAN_TEXT_FORM_PERIOD, "");
}

/* What the table of keys cannot say. */
static void check(struct duban_conf *conf, const struct form *form)
{
    const struct form_column *columns = form->columns.at;
    bool is_seen[FORM_N_FIELDS] = {false};

    check_kind(conf, form);
    check_period(conf, form);
    for (size_t i = 0; i < form->columns.n; i++) {
        const struct form_column *column = &columns[i];
        if (column->field < 0)
            continue; /* told already */
        bool may_be_many = column->field == FORM_PERCENT || column->field == FORM_VALUE;
        if (is_seen[column->field] && !may_be_many)
            FAULT(conf, column, DUBAN_TEXT_FORM_TWICE, form_field_words[column->field]);
        is_seen[column->field] = true;
        check_unit(conf, column);
        check_words(conf, column);
        check_reading(conf, column);
    }
}

void form_parse(struct duban_conf *conf, struct duban_slice bytes, struct form *out_form)
{
    duban_conf_read(conf, bytes, &form_section, out_form);
    if (conf->n_faults == 0)
        check(conf, out_form);
}

enum duban_rc form_read(struct duban_conf *conf, struct form *out_form,
                        char out_sha256[DUBAN_SHA256_BYTES], struct duban_err *err)
{
    struct duban_buf bytes = {0};
    enum duban_rc rc = DUBAN_OK;

    if (strcmp(conf->path, DUBAN_FORM_BUILT_IN) == 0)
        duban_buf_puts(&bytes, form_built_in);
    else
        rc = duban_file_read(conf->path, DUBAN_CONF_FILE_MAX, &bytes, err);
    if (rc == DUBAN_OK) {
        form_parse(conf, duban_buf_slice(&bytes), out_form);
        if (out_sha256 != NULL)
            (void)duban_sha256(duban_buf_slice(&bytes), out_sha256);
    }
    duban_buf_fini(&bytes);
    return rc;
}
