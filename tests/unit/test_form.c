/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "lib/app/office.h"
#include "lib/core/file.h"
#include "lib/model/update.h"
#include "producers/common/form.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define HEAD         "form: a\nitem: id\nrequired: id\ncolumns:\n"
#define STATE        "- {field: state, from: s, words: {done: done}}\n"
#define X63          "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define WORDS        "not_started working paused basically_done done"
#define STATUSES     "forecast preliminary revised final"
#define READING      "- {field: reading_status, from: s, words: {初步: preliminary}}\n"
#define VALUE        "- {field: value, from: v}\n"
#define MISSING      " is missing in the section that begins here; add it\n"
#define EMPTY        " has no value; give it one, or remove the line if it is not needed\n"

struct reading {
    struct duban_arena arena;
    struct duban_buf faults;
    struct duban_conf conf;
    struct form form;
    struct duban_err err;
};

/* Reads a form; text is what stands in the file f of a folder of our own, each test being a process. */
static void read_form(struct reading *reading, const char *text, enum duban_lang lang)
{
    char folder[] = "/tmp/duban-form-XXXXXX";

    *reading = (struct reading){0};
    reading->conf = (struct duban_conf){
        .path = "f", .lang = lang, .arena = &reading->arena, .faults = &reading->faults};
    cr_assert(mkdtemp(folder) != NULL && chdir(folder) == 0);
    FILE *file = fopen("f", "we");
    cr_assert(file != NULL && fputs(text, file) != EOF && fclose(file) == 0);
    cr_assert_eq(form_read(&reading->conf, &reading->form, NULL, &reading->err), DUBAN_OK, "%s",
                 reading->err.text);
    cr_assert(unlink("f") == 0 && chdir("/") == 0 && rmdir(folder) == 0);
}

static void done(struct reading *reading)
{
    duban_buf_fini(&reading->faults);
    duban_arena_fini(&reading->arena);
}

#define TWO_COLUMNS "f:1:1: a form with period has two columns, one value and one reading_status\n"

struct story {
    const char *when, *text;
    size_t n_faults;
    const char *want;
};

static void check(const struct story *stories, size_t n, enum duban_lang lang)
{
    for (size_t i = 0; i < n; i++) {
        struct reading reading;
        read_form(&reading, stories[i].text, lang);
        struct duban_slice faults = duban_buf_slice(&reading.faults);
        cr_assert(duban_slice_is(faults, stories[i].want), "%s:\n%.*s", stories[i].when,
                  DUBAN_SLICE_ARGS(faults));
        cr_assert_eq(reading.conf.n_faults, stories[i].n_faults, "%s", stories[i].when);
        done(&reading);
    }
}

Test(form, says_what_is_wrong_with_it)
{
    static const struct story chinese = {"in Chinese",
                                         HEAD "- {field: state, from: s, words: {完成: 完}}\n", 1,
                                         "f:5:3: “完成”对应的“完”不是状态；可用：" WORDS "\n"};
    static const struct story stories[] = {
        {"nothing is wrong", HEAD STATE, 0, ""},
        {"a prefilled table", "prefilled: true\n" HEAD STATE, 0, ""},
        {"a prefilled table in JSON", "kind: json\nprefilled: true\n" HEAD STATE, 1,
         "f:1:1: only kind: csv has prefilled; remove it\n"},
        {"nothing in it", "", 4,
         "f:1:1: \"form\"" MISSING "f:1:1: \"item\"" MISSING "f:1:1: \"required\"" MISSING
         "f:1:1: \"columns\"" MISSING},
        {"empty lists", "form: a\nitem: id\nrequired: []\ncolumns: []\n", 2,
         "f:3:11: \"required\"" EMPTY "f:4:10: \"columns\"" EMPTY},
        {"an encoding that is not ours", HEAD STATE "encoding: gbk\n", 1,
         "f:6:11: \"encoding\" cannot be \"gbk\"; it is one of: utf-8, gb18030\n"},
        {"a full-width separator", HEAD STATE "separator: ，\n", 1,
         "f:6:12: \"separator\" is too long: at most 1 bytes, this has 3; shorten it\n"},
        {"no separator", HEAD STATE "separator: ''\n", 1,
         "f:6:12: \"separator\" is too short: at least 1 bytes, this has 0; complete it\n"},
        {"a name of 64 bytes", "form: x" X63 "\nitem: i\nrequired: i\ncolumns:\n" STATE, 0, ""},
        {"a name of 65 bytes", "form: xx" X63 "\nitem: i\nrequired: i\ncolumns:\n" STATE, 1,
         "f:1:7: \"form\" is too long: at most 64 bytes, this has 65; shorten it\n"},
        {"a column of nothing", HEAD "- {}\n", 2,
         "f:5:3: \"field\"" MISSING "f:5:3: \"from\"" MISSING},
        {"a field that there is not", HEAD "- {field: street, from: s}\n", 1,
         "f:5:11: \"field\" cannot be \"street\"; it is one of: state, stage, "
         "percent, value, reading_status, completed_on, forecast_finish, ext_to, note\n"},
        {"a state without words", HEAD "- {field: state, from: s}\n", 1,
         "f:5:3: state needs words: the table's words, and what each means (state: " WORDS
         "; stage: a stage of the plan; reading_status: " STATUSES ")\n"},
        {"words of another field", HEAD "- {field: note, from: n, words: {a: done}}\n", 1,
         "f:5:3: only state, stage and reading_status have words, note has none\n"},
        {"the unit of another field", HEAD "- {field: percent, from: p, unit_from: u}\n", 1,
         "f:5:3: only value has unit_from or unit, percent has neither\n"},
        {"a unit twice", HEAD "- {field: value, from: v, unit_from: u, unit: m}\n", 1,
         "f:5:3: of unit_from and unit there can be one; remove the other\n"},
        {"columns with the same field",
         HEAD "- {field: percent, from: a}\n- {field: percent, from: b}\n", 0, ""},
        {"a separator that text may hold", HEAD STATE "separator: '0'\n", 1,
         "f:1:1: separator cannot be \"0\"; it is a comma, a semicolon or a tab (\"\\t\"), with utf-8 "
         "also |\n"},
        {"a bar", HEAD STATE "separator: '|'\n", 0, ""},
        {"a bar, which may be half a character", HEAD STATE "separator: '|'\nencoding: gb18030\n",
         1,
         "f:1:1: separator cannot be \"|\"; it is a comma, a semicolon or a tab (\"\\t\"), with utf-8 "
         "also |\n"},
        {"columns without a name",
         "form: a\nitem: ''\nrequired: id\ncolumns:\n- {field: note, from: ''}\n", 2,
         "f:2:7: \"item\" is too short: at least 1 bytes, this has 0; complete it\n"
         "f:5:23: \"from\" is too short: at least 1 bytes, this has 0; complete it\n"},
        {"all that columns can have wrong",
         HEAD STATE "- {field: state, from: s, unit_from: u, words: {a: b, c: done}}\n"
                    "- {field: note, from: n, unit_from: u, words: {a: b}}\n",
         5,
         "f:6:3: the field state stands twice; remove one (only percent and value may have several columns)\n"
         "f:6:3: only value has unit_from or unit, state has neither\n"
         "f:6:3: \"a\" means \"b\", which is no state; it is one of " WORDS "\n"
         "f:7:3: only value has unit_from or unit, note has neither\n"
         "f:7:3: only state, stage and reading_status have words, note has none\n"},
    };

    check(stories, COUNT(stories), DUBAN_EN);
    check(&chinese, 1, DUBAN_ZH);
}

Test(form, of_json_says_what_is_wrong_with_it)
{
    static const struct story stories[] = {
        {"a kind that is not ours", HEAD STATE "kind: xlsx\n", 1,
         "f:6:7: \"kind\" cannot be \"xlsx\"; it is one of: csv, json\n"},
        {"JSON with its rows in an object", HEAD STATE "kind: json\nrows: data\ntotal: n\n", 0, ""},
        {"JSON with its rows in an object, not counted", HEAD STATE "kind: json\nrows: data\n", 0,
         ""},
        {"JSON in another encoding", HEAD STATE "kind: json\nencoding: gb18030\n", 1,
         "f:1:1: JSON is always utf-8, never gb18030; remove encoding\n"},
        {"a number of rows without a place of the rows", HEAD STATE "kind: json\ntotal: n\n", 1,
         "f:1:1: with total, rows says where the rows are\n"},
        {"a place of the rows in CSV", HEAD STATE "rows: data\ntotal: n\n", 1,
         "f:1:1: only kind: json has rows; remove it\n"},
        {"a number of rows in CSV", HEAD STATE "total: n\n", 1,
         "f:1:1: only kind: json has total; remove it\n"},
        {"how percentages and days are written",
         HEAD
         "- {field: percent, from: p, scale: fraction}\n- {field: ext_to, from: e, as: milliseconds}\n",
         0, ""},
        {"how percentages and days are written, of other fields",
         HEAD "- {field: note, from: p, scale: percent, as: day}\n", 2,
         "f:5:3: only percent has a scale, note has none\n"
         "f:5:3: only days have as, note has none\n"},
    };

    check(stories, COUNT(stories), DUBAN_EN);
}

Test(form, of_readings_says_what_is_wrong_with_it)
{
    static const struct story stories[] = {
        {"a period, a figure, its status", HEAD VALUE READING "period: p\n", 0, ""},
        {"a status without a period", HEAD VALUE READING, 1,
         "f:1:1: with reading_status, period names the column of the period\n"},
        {"a period without a status", HEAD VALUE "period: p\n", 1, TWO_COLUMNS},
        {"a period without a figure", HEAD READING "period: p\n", 1, TWO_COLUMNS},
        {"two figures", HEAD VALUE VALUE READING "period: p\n", 1, TWO_COLUMNS},
        {"a state", HEAD VALUE READING STATE "period: p\n", 1, TWO_COLUMNS},
        {"a status without words", HEAD VALUE "- {field: reading_status, from: s}\nperiod: p\n", 1,
         "f:6:3: reading_status needs words: the table's words, and what each means (state: " WORDS
         "; stage: a stage of the plan; reading_status: " STATUSES ")\n"},
        {"a word that means nothing",
         HEAD VALUE "- {field: reading_status, from: s, words: {初步: early}}\nperiod: p\n", 1,
         "f:6:3: \"初步\" means \"early\", which is no status of a figure; it is one of " STATUSES
         "\n"},
    };

    check(stories, COUNT(stories), DUBAN_EN);
}

Test(form, has_defaults)
{
    struct reading reading;

    read_form(&reading, HEAD "- {field: value, from: v}\n", DUBAN_EN);
    const struct form_column *column = reading.form.columns.at;
    cr_assert(reading.conf.n_faults == 0 && reading.form.encoding == DUBAN_UTF_8);
    cr_assert_str_eq(reading.form.separator, ",");
    cr_assert(reading.form.required.n == 1 && strcmp(reading.form.required.at[0], "id") == 0);
    cr_assert(reading.form.columns.n == 1 && column->field == FORM_VALUE);
    cr_assert(strcmp(column->from, "v") == 0 && column->unit_from == NULL && column->words.n == 0);
    done(&reading);
}

Test(form, that_we_ship_has_no_fault)
{
    static const struct {
        const char *name;
        int kind, encoding;
        size_t n_required;
    } forms[] = {
        {"csv_gb", FORM_CSV, DUBAN_GB18030, 4},      {"csv_semi", FORM_CSV, DUBAN_UTF_8, 4},
        {"csv_amount", FORM_CSV, DUBAN_UTF_8, 4},    {"csv_quarters", FORM_CSV, DUBAN_UTF_8, 4},
        {"csv_grouped", FORM_CSV, DUBAN_UTF_8, 4},   {"json_camel", FORM_JSON, DUBAN_UTF_8, 4},
        {"json_wrapped", FORM_JSON, DUBAN_UTF_8, 4}, {"readings", FORM_CSV, DUBAN_UTF_8, 4},
        {"built_in", FORM_CSV, DUBAN_UTF_8, 2},
    };
    struct reading reading = {0};
    struct duban_conf conf = {.arena = &reading.arena, .faults = &reading.faults};
    struct form *form = &reading.form;
    char path[64];

    for (size_t i = 0; i < COUNT(forms); i++) {
        (void)snprintf(path, sizeof path, "examples/forms/%s.yaml", forms[i].name);
        conf.path = path;
        cr_assert_eq(form_read(&conf, form, NULL, &reading.err), DUBAN_OK, "%s", reading.err.text);
        cr_assert(conf.n_faults == 0 && strcmp(form->name, forms[i].name) == 0, "%s", path);
        cr_assert(form->kind == forms[i].kind && form->encoding == forms[i].encoding, "%s", path);
        cr_assert_eq(form->required.n, forms[i].n_required, "%s", path);
    }
    conf.path = "examples/forms/none.yaml";
    cr_assert_eq(form_read(&conf, form, NULL, &reading.err), DUBAN_E_NOINPUT);
    done(&reading);
}

Test(form, that_is_built_in_is_the_one_that_we_ship)
{
    struct reading reading = {0};
    struct duban_conf conf = {
        .path = DUBAN_FORM_BUILT_IN, .arena = &reading.arena, .faults = &reading.faults};
    struct duban_buf shipped = {0};
    char sha256[DUBAN_SHA256_BYTES];
    char sha256_of_shipped[DUBAN_SHA256_BYTES];

    cr_assert_eq(duban_file_read("examples/forms/built_in.yaml", 10000, &shipped, &reading.err),
                 DUBAN_OK);
    cr_assert(duban_slice_is(duban_buf_slice(&shipped), form_built_in));
    (void)duban_sha256(duban_buf_slice(&shipped), sha256_of_shipped);
    cr_assert_eq(form_read(&conf, &reading.form, sha256, &reading.err), DUBAN_OK);
    cr_assert(conf.n_faults == 0 && reading.form.prefilled);
    cr_assert_str_eq(sha256, sha256_of_shipped);
    duban_buf_fini(&shipped);
    done(&reading);
}

/* What duban form writes is made of these sentences. */
Test(form, that_is_built_in_knows_the_words_that_people_read)
{
    static const struct {
        int field;
        enum duban_text_id heading;
    } fields[] = {
        {FORM_STATE, DUBAN_TEXT_ITEM_STATE},
        {FORM_PERCENT, DUBAN_TEXT_ITEM_PROGRESS},
        {FORM_VALUE, DUBAN_TEXT_ITEM_VALUE},
        {FORM_COMPLETED_ON, DUBAN_TEXT_ITEM_COMPLETED_ON},
        {FORM_FORECAST_FINISH, DUBAN_TEXT_ITEM_FORECAST},
        {FORM_EXT_TO, DUBAN_TEXT_ITEM_EXT_TO},
        {FORM_NOTE, DUBAN_TEXT_COLUMN_NOTE},
    };
    struct reading reading = {0};
    struct duban_conf conf = {
        .path = DUBAN_FORM_BUILT_IN, .arena = &reading.arena, .faults = &reading.faults};

    cr_assert_eq(form_read(&conf, &reading.form, NULL, &reading.err), DUBAN_OK);
    const struct form_column *column = reading.form.columns.at;
    cr_assert_str_eq(reading.form.item, duban_text(DUBAN_ZH, DUBAN_TEXT_COLUMN_ID));
    cr_assert_eq(reading.form.columns.n, COUNT(fields));
    for (size_t i = 0; i < COUNT(fields); i++) {
        cr_assert_eq(column[i].field, fields[i].field, "%zu", i);
        cr_assert_str_eq(column[i].from, duban_text(DUBAN_ZH, fields[i].heading));
    }
    cr_assert_str_eq(column[2].unit_from, duban_text(DUBAN_ZH, DUBAN_TEXT_COLUMN_UNIT));
    for (size_t state = 0; state < DUBAN_N_STATES; state++) {
        const char *word = duban_text_word(DUBAN_ZH, duban_state_words[state]);
        size_t i = 0;
        while (i < column->words.n && strcmp(column->words.names[i], word) != 0)
            i++;
        cr_assert(i < column->words.n, "%s", word);
        cr_assert_str_eq(column->words.values[i], duban_state_words[state]);
    }
    done(&reading);
}
