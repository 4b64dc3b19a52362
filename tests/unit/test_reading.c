/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "producers/watch/reading.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define HEAD         "id,state,pct,fig,unit,done,fin,ext,note\n"
#define PLAIN        "|working|-|-|-|-|-|-\n"
#define ALONE        "|working|.|.|.|.|.|.\n" /* there is no other column */

#define X60 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X65 X60 "xxxxx"

enum { N_COLUMNS = 7 };

static const char *words[] = {"进行中", "已完成"};
static const char *states[] = {"working", "done"};
static const char *required[] = {"id", "state"};
static struct form_column columns[N_COLUMNS] = {
    {.field = FORM_STATE, .from = "state", .words = {words, states, 2}},
    {.field = FORM_PERCENT, .from = "pct"},
    {.field = FORM_VALUE, .from = "fig", .unit_from = "unit"},
    {.field = FORM_COMPLETED_ON, .from = "done"},
    {.field = FORM_FORECAST_FINISH, .from = "fin"},
    {.field = FORM_EXT_TO, .from = "ext"},
    {.field = FORM_NOTE, .from = "note"},
};
static struct form_column reversed[N_COLUMNS];

static struct form new_form(enum duban_charset encoding, const char *separator, bool is_reversed)
{
    for (size_t i = 0; i < N_COLUMNS; i++)
        reversed[i] = columns[N_COLUMNS - 1 - i];
    return (struct form){.encoding = (int)encoding,
                         .separator = separator,
                         .item = "id",
                         .required = {.at = required, .n = COUNT(required)},
                         .columns = {is_reversed ? reversed : columns, N_COLUMNS}};
}

/* - is what is not known, . what has no column. */
static void put_field(struct duban_buf *out, enum duban_presence is, struct duban_slice text)
{
    static const char *const without[] = {[DUBAN_ABSENT] = "|.", [DUBAN_NIL] = "|-"};

    duban_buf_puts(out, is == DUBAN_GIVEN ? "|" : without[is]);
    if (is == DUBAN_GIVEN)
        duban_buf_put(out, text);
}

static void put_date(struct duban_buf *out, struct duban_opt_date date)
{
    char text[DUBAN_DATE_BYTES];
    put_field(out, date.is, duban_slice_of(duban_date_print(date.v, text)));
}

static void put_figure(struct duban_buf *out, const struct duban_opt_measures *measures)
{
    char text[DUBAN_DECIMAL_BYTES];

    if (measures->is != DUBAN_GIVEN || !measures->at->is_known) {
        put_field(out, measures->is == DUBAN_GIVEN ? DUBAN_NIL : DUBAN_ABSENT,
                  (struct duban_slice){0});
        return;
    }
    cr_assert(measures->n == 1 && duban_slice_is(measures->at->measure, "main"));
    put_field(out, DUBAN_GIVEN, duban_slice_of(duban_decimal_print(measures->at->value, text)));
    duban_buf_put(out, measures->at->unit);
}

/* number id|state|pct|figure|done|fin|ext|note, or number reason column [cell]. */
static void put_row(struct duban_buf *out, const struct reading_row *row)
{
    const struct duban_task *task = &row->update.u.task;
    char text[DUBAN_DECIMAL_BYTES];

    if (row->reason != READING_NONE) {
        duban_buf_printf(out, "%zu %s %s [%.*s]\n", row->number, reading_reason_name(row->reason),
                         row->column == NULL ? "-" : row->column, DUBAN_SLICE_ARGS(row->cell));
        return;
    }
    cr_assert(row->update.type == DUBAN_TASK && row->update.row.v == row->number);
    cr_assert(duban_slice_equal(row->key, row->item));
    duban_buf_printf(out, "%zu %.*s", row->number, DUBAN_SLICE_ARGS(row->update.item.v));
    put_field(out, task->state.is, duban_slice_of(duban_state_words[task->state.v]));
    put_field(out, task->percent.is, duban_slice_of(duban_decimal_print(task->percent.v, text)));
    put_figure(out, &task->measures);
    put_date(out, task->completed_on);
    put_date(out, task->forecast_finish);
    put_date(out, task->ext_to);
    put_field(out, task->note.is, task->note.v);
    duban_buf_puts(out, "\n");
}

/* What is understood of a file that was delivered on 2022-10-10, in lines; how many rows were skipped.
 * Its bytes lie in memory of their own, so that one read behind them is seen. */
static size_t tell(struct duban_buf *out, const struct form *form, struct duban_slice bytes)
{
    static const char *const decisions[] = {"accepted", "held", "ignored"};
    struct delivered file = {.name = "a.csv"};
    struct duban_arena arena = {0};
    struct duban_err err = {0};
    struct reading reading;
    char *copy = malloc(bytes.len > 0 ? bytes.len : 1);

    cr_assert(copy != NULL && duban_date_of(2022, 10, 10, &file.day));
    for (size_t i = 0; i < bytes.len; i++)
        copy[i] = bytes.at[i];
    file.bytes = (struct duban_slice){copy, bytes.len};
    if (duban_slice_has_prefix(bytes, "~$"))
        file.name = "~$a.csv";
    duban_buf_clear(out);
    cr_assert_eq(reading_read(form, &file, &arena, &reading, &err), DUBAN_OK, "%s", err.text);
    if (reading.decision != READING_ACCEPTED)
        duban_buf_printf(out, "%s %s %s\n", decisions[reading.decision],
                         reading_reason_name(reading.reason),
                         reading.column == NULL ? "-" : reading.column);
    for (size_t i = 0; i < reading.n_rows; i++) {
        put_row(out, &reading.rows[i]);
        reading.n_understood -= reading.rows[i].reason == READING_NONE ? 1 : 0;
    }
    duban_buf_put(out, (struct duban_slice){"", 1}); /* NUL */
    cr_assert_eq(reading.n_understood, 0);
    duban_arena_fini(&arena);
    free(copy);
    return reading.n_skipped;
}

struct story {
    const char *when, *text, *want;
};

static void check(const struct story *stories, size_t n, struct form form)
{
    struct duban_buf told = {0};

    for (size_t i = 0; i < n; i++) {
        (void)tell(&told, &form, duban_slice_of(stories[i].text));
        cr_assert_str_eq(told.at, stories[i].want, "%s:\n%s", stories[i].when, told.at);
    }
    duban_buf_fini(&told);
}

Test(file, is_decided_as_a_whole)
{
    static const struct story stories[] = {
        {"a lock file", "~$" HEAD "T1,进行中\n", "ignored lock_file -\n"},
        {"no bytes", "", "held empty -\n"},
        {"no header", "\ufeffa title\n1,2,3\n", "held missing_column id\n"},
        {"a required column is missing", "id,pct\nT1,5\n", "held missing_column state\n"},
        {"a required column twice", "id,state,state \n", "held ambiguous_column state\n"},
        {"the column of the id twice", "id,state,id\nT1,进行中,T2\n", "held ambiguous_column id\n"},
        {"another column twice", "id,state,pct,pct\nT1,进行中,1,2\n",
         "held ambiguous_column pct\n"},
        {"the column of units twice", "id,state,unit,unit\n", "held ambiguous_column unit\n"},
        {"cut inside quotes", HEAD "T1,进行中,,,,,,,\"x\n", "held truncated -\n"},
        {"cut inside a character", HEAD "T1,进行中,,,,,,,x\xe4\xba", "held truncated -\n"},
        {"cut in a row that is too short", HEAD "T1,进行中,,,,,,", "held truncated -\n"},
        {"not cut: all cells", HEAD "T1,进行中,,,,,,,", "2 T1" PLAIN},
        {"not cut: a line end", HEAD "T1,进行中\n", "2 T1" PLAIN},
        {"not cut: wrong bytes", HEAD "T1,进行中\xff", "2 bad_encoding - []\n"},
        {"a header alone", HEAD, ""},
    };

    check(stories, COUNT(stories), new_form(DUBAN_UTF_8, ",", false));
}

Test(row, is_understood)
{
    static const struct story stories[] = {
        {"all cells", HEAD "T1,进行中,65%,\"1,203.50\",万元,,2022-3-5,2022年3月6日,x\n",
         "2 T1|working|65|1203.5万元|-|2022-03-05|2022-03-06|x\n"},
        {"completed", HEAD "T1,已完成,100,,个,20220930\n", "2 T1|done|100|-|2022-09-30|-|-|-\n"},
        {"full-width, but for notes",
         HEAD "Ｔ１,进行中,６５％,１，２０３,％,,２０２２．３．５,,％\n",
         "2 T1|working|65|1203%|-|2022-03-05|-|％\n"},
        {"other columns, another order, some missing", "n,note, state ,x,id\n1,y,进行中,z, T1\n",
         "2 T1|working|.|.|.|.|.|y\n"},
        {"an empty status says that nothing is known", HEAD "T1,\n", "2 T1|-|-|-|-|-|-|-\n"},
        {"titles above the header", "2022\xff,,\n\n\"a\nb\"\n" HEAD "T1,进行中\n", "5 T1" PLAIN},
        {"a BOM", "\ufeffid,state\nT1,进行中\n", "2 T1" ALONE},
        {"a BOM before a quote", "\ufeff\"id\",state\nT1,进行中\n", "2 T1" ALONE},
        {"CRLF in a note", "id,state,note\r\nT1,进行中,\"a\r\nb\rc\nd\"\r\nT2,进行中\r\n",
         "2 T1|working|.|.|.|.|.|a\nb\rc\nd\n3 T2|working|.|.|.|.|.|-\n"},
    };
    static const struct story semicolon = {"a semicolon", "id;state;note\nT1;进行中;a,b\n",
                                           "2 T1|working|.|.|.|.|.|a,b\n"};

    check(stories, COUNT(stories), new_form(DUBAN_UTF_8, ",", false));
    check(&semicolon, 1, new_form(DUBAN_UTF_8, ";", false));
}

Test(row, of_a_form_with_several_columns_for_a_field_says_the_last_that_is_filled)
{
    static struct form_column several[] = {
        {.field = FORM_PERCENT, .from = "q1"},
        {.field = FORM_PERCENT, .from = "q2"},
        {.field = FORM_VALUE, .from = "money", .unit = "万元"},
        {.field = FORM_VALUE, .from = "other", .unit_from = "unit"},
    };
    static const struct story stories[] = {
        {"the first", "id,q1,q2,money,other,unit\nT1,5,,\"1,200.50\",,亿元\n",
         "2 T1|.|5|1200.5万元|.|.|.|.\n"},
        {"the last", "id,q1,q2,money,other,unit\nT1,5,6,,7,个\n", "2 T1|.|6|7个|.|.|.|.\n"},
        {"both", "id,q1,q2,money,other,unit\nT1,,6,1,7,个\n", "2 T1|.|6|7个|.|.|.|.\n"},
        {"none", "id,q1,q2,money,other,unit\nT1,,,,,个\n", "2 T1|.|-|-|.|.|.|.\n"},
        {"a wrong one before a good one", "id,q1,q2,money,other,unit\nT1,x,6\n",
         "2 bad_number q1 [x]\n"},
    };
    static const char *id[] = {"id"};
    struct form form = {.separator = ",",
                        .item = "id",
                        .required = {.at = id, .n = 1},
                        .columns = {several, COUNT(several)}};

    check(stories, COUNT(stories), form);
}

Test(row, of_a_prefilled_table_is_read_as_it_was_written)
{
    static const struct story stories[] = {
        {"guarded cells", "id,state,note\n'=T1,进行中,'=1+1\n'-3,进行中,''@a\n",
         "2 =T1|working|.|.|.|.|.|=1+1\n3 -3|working|.|.|.|.|.|'@a\n"},
        {"quote marks that guard nothing", "id,state,note\n'T1,进行中,'a'\n",
         "2 'T1|working|.|.|.|.|.|'a'\n"},
        {"a number that was guarded", "id,state,pct\nT1,进行中,'+5\n",
         "2 T1|working|5|.|.|.|.|.\n"},
        {"a negative figure", "id,state,fig,unit\nT1,进行中,-5,个\n",
         "2 T1|working|.|-5个|.|.|.|.\n"},
        {"a guarded header", "id,state,'=note\nT1,进行中,a\n", "2 T1|working|.|.|.|.|.|.\n"},
    };
    struct form form = new_form(DUBAN_UTF_8, ",", false);

    form.prefilled = true;
    check(stories, COUNT(stories), form);
}

Test(row, of_a_prefilled_table_is_blank_until_something_is_filled_in)
{
    static const struct {
        const char *when, *row;
        bool want;
    } rows[] = {
        {"nothing", "T1,,,,,,,,\n", true},       {"its unit alone", "T1,,,,个,,,,\n", true},
        {"a state", "T1,进行中\n", false},       {"a percentage of 0", "T1,,0\n", false},
        {"a figure of 0", "T1,,,0,个\n", false}, {"a day", "T1,,,,,,2022-12-01\n", false},
        {"a note", "T1,,,,,,,,x\n", false},
    };
    struct delivered file = {.name = "a.csv"};

    for (int prefilled = 0; prefilled <= 1; prefilled++)
        for (size_t i = 0; i < COUNT(rows); i++) {
            struct form form = new_form(DUBAN_UTF_8, ",", false);
            struct duban_arena arena = {0};
            struct duban_buf csv = {0};
            struct duban_err err = {0};
            struct reading reading;
            form.prefilled = prefilled == 1;
            duban_buf_printf(&csv, HEAD "%s", rows[i].row);
            file.bytes = duban_buf_slice(&csv);
            cr_assert_eq(reading_read(&form, &file, &arena, &reading, &err), DUBAN_OK);
            cr_assert(reading.n_rows == 1 && reading.rows[0].reason == READING_NONE, "%s",
                      rows[i].when);
            cr_assert_eq(reading.rows[0].is_blank, form.prefilled && rows[i].want, "%s",
                         rows[i].when);
            duban_buf_fini(&csv);
            duban_arena_fini(&arena);
        }
}

Test(row, of_works_says_their_stage_and_of_others_none)
{
    static const char *stage_words[] = {"在建", "投用"};
    static const char *stages[] = {"building", "in_use"};
    static const struct {
        const char *row;
        enum duban_presence is;
        const char *want;
    } rows[] = {{"id,stage\nT1,在建\n", DUBAN_GIVEN, "building"},
                {"id,stage\nT1,投用\n", DUBAN_GIVEN, "in_use"},
                {"id,stage\nT1,推进中\n", DUBAN_NIL, ""},
                {"id,stage\nT1,\n", DUBAN_NIL, ""},
                {"id,x\nT1,\n", DUBAN_ABSENT, ""}};
    static struct form_column works[] = {
        {.field = FORM_STAGE, .from = "stage", .words = {stage_words, stages, 2}}};
    static const char *id[] = {"id"};
    struct form form = {
        .separator = ",", .item = "id", .required = {.at = id, .n = 1}, .columns = {works, 1}};
    struct duban_arena arena = {0};
    struct duban_err err = {0};

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct delivered file = {.name = "a.csv", .bytes = duban_slice_of(rows[i].row)};
        struct reading reading;
        cr_assert_eq(reading_read(&form, &file, &arena, &reading, &err), DUBAN_OK);
        const struct duban_task *task = &reading.rows[0].update.u.task;
        cr_assert_eq(reading.rows[0].update.type,
                     rows[i].is == DUBAN_ABSENT ? DUBAN_TASK : DUBAN_PROJECT, "%s", rows[i].row);
        cr_assert(task->stage.is == rows[i].is && duban_slice_is(task->stage.v, rows[i].want), "%s",
                  rows[i].row);
    }
    duban_arena_fini(&arena);
}

Test(row, with_a_zero_byte_is_no_text)
{
    static const char text[] = HEAD "T1,进行中\nT\0,进行中\nT3,进行中,,,,,,,a\0b\nT4,进行中\n";
    static const char want[] = "2 T1" PLAIN "3 bad_encoding - []\n4 bad_encoding - []\n5 T4" PLAIN;
    struct form form = new_form(DUBAN_UTF_8, ",", false);
    struct duban_buf told = {0};

    (void)tell(&told, &form, (struct duban_slice){text, sizeof text - 1});
    cr_assert_str_eq(told.at, want);
    duban_buf_fini(&told);
}

Test(row, is_refused_for_a_reason)
{
    static const struct story stories[] = {
        {"wrong bytes cost one row", HEAD "T1,\xca\nT2,进行中\n",
         "2 bad_encoding - []\n3 T2" PLAIN},
        {"and come before too many cells", HEAD "T1,\xff,,,,,,,x,\n", "2 bad_encoding - []\n"},
        {"too many cells before no id", HEAD ",x,,,,,,,x,\n", "2 malformed_row - []\n"},
        {"no id, twice", HEAD ",进行中\n\u3000,x\n", "2 empty_id id []\n3 empty_id id []\n"},
        {"an id twice, one full-width, and a bad status", HEAD "T1,进行中\nT2,进行中\nＴ１,x\n",
         "2 duplicate_id id [T1]\n3 T2" PLAIN "4 duplicate_id id [Ｔ１]\n"},
        {"a long id twice", HEAD X65 "\n" X65 "\n",
         "2 duplicate_id id [" X60 "]\n3 duplicate_id id [" X60 "]\n"},
        {"a word of nobody", HEAD "T1,完成\n", "2 bad_status state [完成]\n"},
        {"no progress", HEAD "T1,进行中,\"6,5,\"\n", "2 bad_number pct [6,5,]\n"},
        {"no figure", HEAD "T1,进行中,,65%\n", "2 bad_number fig [65%]\n"},
        {"progress above 100", HEAD "T1,进行中,100.01%\n", "2 out_of_range pct [100.01%]\n"},
        {"progress below 0", HEAD "T1,进行中,-1\n", "2 out_of_range pct [-1]\n"},
        {"a figure below 0", HEAD "T1,进行中,,-0.5\n", "2 out_of_range fig [-0.5]\n"},
        {"no day of completion", HEAD "T1,已完成,50,,,9月\n", "2 bad_date done [9月]\n"},
        {"no expected day", HEAD "T1,进行中,,,,,2022-2-30\n", "2 bad_date fin [2022-2-30]\n"},
        {"no day asked for", HEAD "T1,进行中,,,,,,明年\n", "2 bad_date ext [明年]\n"},
        {"completed without a day", HEAD "T1,已完成,50\n", "2 missing_date done []\n"},
        {"the day before", HEAD "T1,已完成,,,,20221009\n", "2 T1|done|-|-|2022-10-09|-|-|-\n"},
        {"the day of delivery", HEAD "T1,已完成,,,,20221010\n", "2 T1|done|-|-|2022-10-10|-|-|-\n"},
        {"the day after", HEAD "T1,已完成,50,,,20221011\n", "2 future_date done []\n"},
        {"and not completed", HEAD "T1,进行中,,,,20221011\n", "2 future_date done []\n"},
        {"completed with 99.9", HEAD "T1,已完成,99.9%,,,20221010\n", "2 inconsistent pct []\n"},
        {"a day, not completed", HEAD "T1,进行中,,,,20221010\n", "2 inconsistent done []\n"},
    };

    check(stories, COUNT(stories), new_form(DUBAN_UTF_8, ",", false));
}

/* # stands for the number. */
static void put_numbered(struct duban_buf *out, const char *text, size_t number)
{
    for (; *text != '\0'; text++)
        if (*text == '#')
            duban_buf_printf(out, "%zu", number);
        else
            duban_buf_put(out, (struct duban_slice){text, 1});
}

#define JSON_PLAIN "|working|.|.|.|.|.|.\n"

static struct form json_form(void)
{
    struct form form = new_form(DUBAN_UTF_8, ",", false);
    form.kind = FORM_JSON;
    return form;
}

Test(json, is_decided_as_a_whole)
{
    static const struct story stories[] = {
        {"an array of objects", "[{\"id\":\"T1\",\"state\":\"进行中\"}]\n", "1 T1" JSON_PLAIN},
        {"a BOM", "\ufeff[{\"id\":\"T1\",\"state\":\"进行中\"}]", "1 T1" JSON_PLAIN},
        {"cut", "[{\"id\":\"T1\",\"state\":\"进行中\"}", "held truncated -\n"},
        {"something behind it", "[{\"id\":\"T1\",\"state\":\"进行中\"}]]", "held truncated -\n"},
        {"no JSON", "id,state\nT1,进行中\n", "held truncated -\n"},
        {"no UTF-8", "[{\"id\":\"\xd6\xd0\",\"state\":\"进行中\"}]", "held truncated -\n"},
        {"NUL in a text", "[{\"id\":\"T\\u0000\",\"state\":\"进行中\"}]", "held truncated -\n"},
        {"a key twice", "[{\"id\":\"T1\",\"id\":\"T2\",\"state\":\"进行中\"}]",
         "held truncated -\n"},
        {"an empty array", "[]", "held truncated -\n"},
        {"no object", "[1,\"id\",null,[]]", "held truncated -\n"},
        {"an object around the rows, which the form does not know", "{\"data\":[{\"id\":\"T1\"}]}",
         "held truncated -\n"},
        {"a text alone", "\"id\"", "held truncated -\n"},
        {"a required key is missing", "[{\"id\":\"T1\"},{\"id\":\"T2\",\"state\":\"进行中\"}]",
         "held missing_column state\n"},
        {"the key of the id is missing", "[{\"ID\":\"T1\",\"state\":\"进行中\"}]",
         "held missing_column id\n"},
        {"broken comes before missing", "[{\"ID\":\"T1\"}", "held truncated -\n"},
        {"the same key with a blank", "[{\"id\":\"T1\",\"state\":\"进行中\",\"state \":\"\"}]",
         "held ambiguous_column state\n"},
    };

    check(stories, COUNT(stories), json_form());
}

Test(json, in_an_object_says_how_many_rows_there_are)
{
#define ROW "{\"id\":\"T1\",\"state\":\"进行中\"}"
    static const struct story stories[] = {
        {"as many as it says", "{\"total\":1,\"data\":[" ROW "],\"code\":200}", "1 T1" JSON_PLAIN},
        {"one less", "{\"total\":2,\"data\":[" ROW "]}", "held truncated -\n"},
        {"one more", "{\"total\":0,\"data\":[" ROW "]}", "held truncated -\n"},
        {"it does not say", "{\"data\":[" ROW "]}", "held truncated -\n"},
        {"it says so in a text", "{\"total\":\"1\",\"data\":[" ROW "]}", "held truncated -\n"},
        {"no rows and none said", "{\"total\":0,\"data\":[]}", "held truncated -\n"},
        {"nothing in place of rows", "{\"total\":0,\"data\":null}", "held truncated -\n"},
        {"an object in place of rows", "{\"total\":0,\"data\":{}}", "held truncated -\n"},
        {"an array around it", "[" ROW "]", "held truncated -\n"},
        {"as many as it says, two",
         "{\"data\":[" ROW ",{\"id\":\"T2\",\"state\":\"进行中\"}],\"total\":2}",
         "1 T1" JSON_PLAIN "2 T2" JSON_PLAIN},
    };
    struct form form = json_form();

    form.rows = "data";
    form.total = "total";
    check(stories, COUNT(stories), form);
}

Test(json, holds_cells_of_every_kind)
{
    static const struct {
        const char *when, *value, *want;
    } rows[] = {
        {"a text", "\"5\"", "5"},
        {"an integer", "-5", "-5"},
        {"the largest", "9223372036854775807", "9223372036854775807"},
        {"the smallest", "-9223372036854775808", "-9223372036854775808"},
        {"a real", "0.175", "0.175"},
        {"a real that is whole", "65.0", "65"},
        {"a real that no double is", "0.1", "0.1"},
        {"15 digits", "123456789.012345", "123456789.012345"},
        {"a small real", "0.00001", "0.000010000000000000"},
        {"with an exponent", "1.5e3", "1500"},
        {"too large to be written so", "1e20", "1e+20"},
        {"true", "true", "true"},
        {"false", "false", "false"},
        {"null is an empty cell", "null", NULL},
        {"an empty text too", "\" \"", NULL},
        {"escapes", "\"\\u9879\\n\\\"x\\\"\"", "项\n\"x\""},
        {"an object", "{\"a\": [1, null]}", "{\"a\":[1,null]}"},
    };
    static const char *id[] = {"id"};
    static struct form_column note[] = {{.field = FORM_NOTE, .from = "note"}};
    struct form form = {
        .kind = FORM_JSON, .item = "id", .required = {.at = id, .n = 1}, .columns = {note, 1}};
    struct duban_buf told = {0};

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct duban_buf json = {0};
        char want[64];
        duban_buf_printf(&json, "[{\"note\":%s,\"id\":\"T1\"}]", rows[i].value);
        (void)tell(&told, &form, duban_buf_slice(&json));
        (void)snprintf(want, sizeof want, "1 T1|.|.|.|.|.|.|%s\n",
                       rows[i].want == NULL ? "-" : rows[i].want);
        cr_assert_str_eq(told.at, want, "%s:\n%s", rows[i].when, told.at);
        duban_buf_fini(&json);
    }
    duban_buf_fini(&told);
}

Test(json, rows_are_counted_by_their_place_and_refused_alone)
{
    static const struct story stories[] = {
        {"no object in a place", "[null,{\"id\":\"T1\",\"state\":\"进行中\"},[]]",
         "1 malformed_row - []\n2 T1" JSON_PLAIN "3 malformed_row - []\n"},
        {"a key that the first object does not have",
         "[{\"id\":\"T1\",\"state\":\"进行中\"},{\"id\":\"T2\",\"state\":\"进行中\",\"x\":null}]",
         "1 T1" JSON_PLAIN "2 malformed_row - []\n"},
        {"a key that only the first object has, and another order",
         "[{\"id\":\"T1\",\"x\":1,\"state\":\"进行中\"},{\"state\":\"进行中\",\"id\":\"T2\"}]",
         "1 T1" JSON_PLAIN "2 T2" JSON_PLAIN},
        {"a blank object and a sum are skipped",
         "[{\"id\":\"T1\",\"state\":\"进行中\"},{},{\"id\":\"合计\"},{\"id\":\"T1\"}]",
         "1 duplicate_id id [T1]\n4 duplicate_id id [T1]\n"},
        {"a number is its text", "[{\"id\":7,\"state\":1}]", "1 bad_status state [1]\n"},
    };

    check(stories, COUNT(stories), json_form());
}

Test(json, is_bounded)
{
    static const struct {
        const char *before, *open, *close, *behind;
        size_t n_good; /* times open and close stand there; with one more it is held */
    } rows[] = {
        {"[{\"id\":\"T1\",\"state\":\"进行中\",\"x\":", "[", "]", "}]", 6},
        {"[{\"id\":\"T1\",\"state\":\"进行中\"", ",\"k#\":\"[[[[[[[[[[\\\"\"", "", "}]", 126},
        {"[{\"id\":\"T1\",\"state\":\"进行中\"}", ",0", "", "]", 499994},
    };
    struct form form = json_form();
    struct duban_buf told = {0};

    for (size_t i = 0; i < COUNT(rows); i++)
        for (size_t n = rows[i].n_good; n <= rows[i].n_good + 1; n++) {
            struct duban_buf json = {0};
            duban_buf_puts(&json, rows[i].before);
            for (size_t k = 0; k < n; k++)
                put_numbered(&json, rows[i].open, k);
            for (size_t k = 0; k < n; k++)
                duban_buf_puts(&json, rows[i].close);
            duban_buf_puts(&json, rows[i].behind);
            (void)tell(&told, &form, duban_buf_slice(&json));
            bool is_held = strcmp(told.at, "held truncated -\n") == 0;
            cr_assert_eq(is_held, n > rows[i].n_good, "%s: %zu", rows[i].open, n);
            duban_buf_fini(&json);
        }
    duban_buf_fini(&told);
}

Test(json, that_is_cut_anywhere_is_held)
{
    static const char text[] =
        "{\"total\":2,\"data\":[{\"id\":\"T1\",\"state\":\"进行中\",\"note\":\"\\u9879\"},"
        "{\"id\":\"T2\",\"state\":\"已完成\",\"note\":null,\"done\":20220930}]}";
    struct form form = json_form();
    struct duban_buf told = {0};

    form.rows = "data";
    form.total = "total";
    for (size_t n = 1; n < strlen(text); n++) {
        (void)tell(&told, &form, (struct duban_slice){text, n});
        cr_assert_str_eq(told.at, "held truncated -\n", "%zu: %s", n, told.at);
    }
    duban_buf_fini(&told);
}

Test(json, with_a_wrong_byte_anywhere_is_read)
{
    static const char text[] = "[{\"id\":\"T1\",\"pct\":6.5,\"fig\":-1e3,\"state\":\"\\u8fdb\"},"
                               "{\"id\":\"\",\"done\":[{}],\"state\":null},{\"id\":true}]";
    static const char bytes[] = "\n\"\\,:[]{}0e-@\x80\xff";
    struct form form = json_form();
    struct duban_buf told = {0};
    char changed[sizeof text];

    for (size_t i = 0; i < strlen(text); i++)
        for (size_t k = 0; k < sizeof bytes; k++) { /* NUL too */
            memcpy(changed, text, sizeof text);
            changed[i] = bytes[k];
            (void)tell(&told, &form, (struct duban_slice){changed, strlen(text)});
        }
    duban_buf_fini(&told);
}

/* What files are compared by. */
Test(key, is_the_item_unless_it_cannot_be_trusted)
{
    static const struct {
        const char *when, *row, *want;
    } rows[] = {
        {"understood", "T1,进行中", "T1"},
        {"full-width", "Ｔ１\u00a0,进行中", "T1"},
        {"refused for its status", "T1,x", "T1"},
        {"in two rows", "T1,进行中\nT1,进行中", "T1"},
        {"no id", ",进行中", ""},
        {"wrong bytes", "T1,\xff", ""},
        {"too many cells", "T1,,,,,,,,,x", ""},
        {"an id of 64 bytes", X60 "xxxx,进行中", X60 "xxxx"},
        {"an id of 65 bytes", X65 ",进行中", ""},
        {"an id of 65 bytes twice", X65 ",进行中\n" X65 ",进行中", ""},
    };
    struct form form = new_form(DUBAN_UTF_8, ",", false);
    struct duban_arena arena = {0};
    struct duban_err err = {0};

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct duban_buf csv = {0};
        struct reading reading;
        duban_buf_printf(&csv, HEAD "%s\n", rows[i].row);
        struct delivered file = {.name = "a.csv", .bytes = duban_buf_slice(&csv)};
        cr_assert_eq(reading_read(&form, &file, &arena, &reading, &err), DUBAN_OK);
        cr_assert(duban_slice_is(reading.rows[0].key, rows[i].want), "%s", rows[i].when);
        duban_buf_fini(&csv);
    }
    duban_arena_fini(&arena);
}

static const char *statuses[] = {"初步", "修订"};
static const char *meanings[] = {"preliminary", "revised"};
static struct form_column figures[] = {
    {.field = FORM_VALUE, .from = "fig", .unit_from = "unit"},
    {.field = FORM_READING_STATUS, .from = "kind", .words = {statuses, meanings, 2}},
};

static struct form figures_form(void)
{
    static const char *id[] = {"id"};
    return (struct form){.separator = ",",
                         .item = "id",
                         .period = "time",
                         .required = {.at = id, .n = 1},
                         .columns = {figures, COUNT(figures)}};
}

/* key value unit status, or reason column [cell] (key). */
static void put_reading(struct duban_buf *out, const struct reading_row *row)
{
    const struct duban_reading *said = &row->update.u.reading;
    char text[DUBAN_DECIMAL_BYTES];

    if (row->reason != READING_NONE) {
        duban_buf_printf(out, "%s %s [%.*s] (%.*s)\n", reading_reason_name(row->reason),
                         row->column == NULL ? "-" : row->column, DUBAN_SLICE_ARGS(row->cell),
                         DUBAN_SLICE_ARGS(row->key));
        return;
    }
    cr_assert(row->update.type == DUBAN_READING && said->measure.is == DUBAN_ABSENT);
    cr_assert(said->value.is == DUBAN_GIVEN && said->unit.is == DUBAN_GIVEN &&
              said->status.is == DUBAN_GIVEN && said->period.is == DUBAN_GIVEN);
    cr_assert(duban_slice_equal(row->item, row->update.item.v) && row->update.row.v == row->number);
    duban_buf_printf(out, "%.*s %s%.*s %s\n", DUBAN_SLICE_ARGS(row->key),
                     duban_decimal_print(said->value.v, text), DUBAN_SLICE_ARGS(said->unit.v),
                     duban_reading_status_words[said->status.v]);
}

static void check_readings(const struct story *stories, size_t n)
{
    struct form form = figures_form();
    struct duban_arena arena = {0};
    struct duban_buf told = {0};
    struct duban_err err = {0};

    for (size_t i = 0; i < n; i++) {
        struct delivered file = {.name = "a.csv", .bytes = duban_slice_of(stories[i].text)};
        struct reading reading;
        cr_assert_eq(reading_read(&form, &file, &arena, &reading, &err), DUBAN_OK, "%s", err.text);
        duban_buf_clear(&told);
        if (reading.decision != READING_ACCEPTED)
            duban_buf_printf(&told, "held %s %s\n", reading_reason_name(reading.reason),
                             reading.column == NULL ? "-" : reading.column);
        for (size_t k = 0; k < reading.n_rows; k++)
            put_reading(&told, &reading.rows[k]);
        cr_assert(duban_slice_is(duban_buf_slice(&told), stories[i].want), "%s:\n%.*s",
                  stories[i].when, DUBAN_SLICE_ARGS(duban_buf_slice(&told)));
    }
    duban_buf_fini(&told);
    duban_arena_fini(&arena);
}

#define FIGURES "id,time,fig,unit,kind\n"
#define X52     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

Test(figures, are_read_by_item_and_period)
{
    static const struct story stories[] = {
        {"a month", FIGURES "I1,2022年3月,5.3,%,初步\n", "I1@2022-M03 5.3% preliminary\n"},
        {"months together, full-width", FIGURES "Ｉ１,２０２２年１－２月,\"1,203.5\",亿元,修订\n",
         "I1@2022-M01/02 1203.5亿元 revised\n"},
        {"a quarter, below 0, without a unit", FIGURES "I1,2022年一季度,-1.3,,修订\n",
         "I1@2022-Q1 -1.3 revised\n"},
        {"an item in two periods, a period of two items",
         FIGURES "I1,2022年3月,1,%,初步\nI1,2022年4月,1,%,初步\nI2,2022年3月,1,%,初步\n",
         "I1@2022-M03 1% preliminary\nI1@2022-M04 1% preliminary\nI2@2022-M03 1% preliminary\n"},
        {"before the first release", FIGURES "注：本期无新发布数据（2022-01-07）\n", ""},
        {"the period is missing", "id,fig,unit,kind\n", "held missing_column time\n"},
        {"the status is missing, which is always required", "id,time,fig,unit\n",
         "held missing_column kind\n"},
        {"the unit is missing", "id,time,fig,kind\n", "held missing_column unit\n"},
        {"the period twice", "id,time,fig,unit,kind,time\n", "held ambiguous_column time\n"},
    };

    check_readings(stories, COUNT(stories));
}

Test(figures, are_refused_for_a_reason)
{
    static const struct story stories[] = {
        {"no period", FIGURES "I1,,1,%,初步\n", "bad_date time [] ()\n"},
        {"a month that there is not", FIGURES "I1,2022年13月,1,%,初步\n",
         "bad_date time [2022年13月] ()\n"},
        {"no figure", FIGURES "I1,2022年3月,,%,初步\n", "bad_number fig [] (I1@2022-M03)\n"},
        {"a word for a figure", FIGURES "I1,2022年3月,待发布,%,初步\n",
         "bad_number fig [待发布] (I1@2022-M03)\n"},
        {"no status", FIGURES "I1,2022年3月,1,%,\n", "bad_status kind [] (I1@2022-M03)\n"},
        {"a word of nobody", FIGURES "I1,2022年3月,1,%,预计\n",
         "bad_status kind [预计] (I1@2022-M03)\n"},
        {"the first reason counts", FIGURES "I1,x,x,%,x\n", "bad_status kind [x] ()\n"},
        {"no id", FIGURES ",2022年3月,1,%,初步\n", "empty_id id [] ()\n"},
        {"no id and no period", FIGURES ",x,1,%,初步\n", "empty_id id [] ()\n"},
        {"twice, in two spellings", FIGURES "I1,2022年3月,1,%,初步\nI1,2022-M03,x,%,修订\n",
         "duplicate_id id [I1] (I1@2022-M03)\nduplicate_id id [I1] (I1@2022-M03)\n"},
        {"twice without a period is not twice", FIGURES "I1,x,1,%,初步\nI1,x,1,%,初步\n",
         "bad_date time [x] ()\nbad_date time [x] ()\n"},
        {"too many cells", FIGURES "I1,2022年3月,1,%,初步,x\n", "malformed_row - [] ()\n"},
        {"a key of 64 bytes", FIGURES X52 "xxx,2022-M03,1,%,初步\n",
         X52 "xxx@2022-M03 1% preliminary\n"},
        {"a key of 65 bytes", FIGURES X52 "xxxx,2022-M03,1,%,初步\n",
         "too_long id [" X52 "xxxx] ()\n"},
    };

    check_readings(stories, COUNT(stories));
}

/* Every set of faults that cells can have, in either order of the form's columns. */
Test(row, is_refused_for_the_first_reason_whatever_the_order_of_columns)
{
    static char note[DUBAN_NOTE_MAX + 2];
    static const struct {
        enum reading_reason reason;
        const char *right, *wrong;
    } cells[] = {
        {READING_TOO_LONG, "", note},          {READING_BAD_DATE, "", "x"},
        {READING_OUT_OF_RANGE, "5", "-5"},     {READING_BAD_NUMBER, "5", "x"},
        {READING_BAD_STATUS, "进行中", "x"},   {READING_EMPTY_ID, "T1", ""},
        {READING_FUTURE_DATE, "", "20221011"},
    };
    struct duban_buf told = {0};

    memset(note, 'x', sizeof note - 1);
    for (unsigned set = 1; set < 2U << COUNT(cells); set++) {
        struct form form = new_form(DUBAN_UTF_8, ",", (set & 1U) != 0);
        enum reading_reason first = READING_INCONSISTENT;
        struct duban_buf csv = {0};
        duban_buf_puts(&csv, "note,fin,fig,pct,state,id,done\n");
        for (size_t i = 0; i < COUNT(cells); i++) {
            bool is_wrong = (set >> i & 2U) != 0;
            duban_buf_printf(&csv, "%s%s", i == 0 ? "" : ",",
                             is_wrong ? cells[i].wrong : cells[i].right);
            first = is_wrong && cells[i].reason < first ? cells[i].reason : first;
        }
        duban_buf_puts(&csv, "\n");
        (void)tell(&told, &form, duban_buf_slice(&csv));
        const char *want = first == READING_INCONSISTENT ? "T1" : reading_reason_name(first);
        cr_assert(strncmp(told.at + 2, want, strlen(want)) == 0, "%x: %s", set, told.at);
        duban_buf_fini(&csv);
    }
    duban_buf_fini(&told);
}

Test(row, holds_texts_up_to_their_limits)
{
    static const struct {
        const char *before, *behind, *column;
        int max;
    } rows[] = {
        {"", ",进行中", "id", DUBAN_ID_MAX},
        {"T1,进行中,,5,", "", "unit", DUBAN_UNIT_MAX},
        {"T1,进行中,,,,,,,", "", "note", DUBAN_NOTE_MAX},
    };
    struct form form = new_form(DUBAN_UTF_8, ",", false);
    struct duban_buf told = {0};

    for (size_t i = 0; i < COUNT(rows); i++)
        for (int n = rows[i].max - 1; n <= rows[i].max + 1; n++) {
            struct duban_buf csv = {0};
            char want[64];
            duban_buf_printf(&csv, HEAD "%s%0*d%s\n", rows[i].before, n, 0, rows[i].behind);
            (void)tell(&told, &form, duban_buf_slice(&csv));
            (void)snprintf(want, sizeof want, "2 too_long %s [0", rows[i].column);
            cr_assert_eq(strncmp(told.at, want, strlen(want)) == 0, n > rows[i].max, "%s: %d %s",
                         rows[i].column, n, told.at);
            duban_buf_fini(&csv);
        }
    duban_buf_fini(&told);
}

Test(rows, that_are_no_items_are_skipped_and_counted)
{
    static const struct {
        const char *when, *row;
        bool is_skipped;
    } rows[] = {
        {"blank", "", true},
        {"blank cells", ",\u3000, \t,\"\",", true},
        {"a sum", "合计,,,5", true},
        {"another", "小计", true},
        {"a third, with too many cells", " 总计\u3000,x,,,,,,,,,x", true},
        {"a word that begins like a sum", "合计数,x", false},
        {"a sum in another cell", "T1,合计", false},
        {"a note", "注：截至9月,1", true},
        {"a title of a section", "（一）民生,,", true},
        {"what begins like one and has more cells", "（一）,x", false},
        {"another single cell", "(1)", false},
        {"a title in another cell", ",（一）", false},
    };
    struct form form = new_form(DUBAN_UTF_8, ",", false);
    struct duban_buf told = {0};

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct duban_buf csv = {0};
        duban_buf_printf(&csv, HEAD "T2,进行中,,,,,,,\"a\nb\"\n%s\n\nT3,进行中\n", rows[i].row);
        size_t n_skipped = tell(&told, &form, duban_buf_slice(&csv));
        cr_assert_eq(n_skipped, rows[i].is_skipped ? 2 : 1, "%s", rows[i].when);
        cr_assert_eq(strstr(told.at, "\n3 ") == NULL, rows[i].is_skipped, "%s", rows[i].when);
        cr_assert(strstr(told.at, "\n5 T3|") != NULL, "%s: counted", rows[i].when);
        duban_buf_fini(&csv);
    }
    duban_buf_fini(&told);
}

/* In GB18030. The form does not read the last column: what a cut leaves of a last cell may be one too. */
static const char table[] =
    "2022\xc4\xea,,\r\nid,state,pct,fig,unit,done,note,n\r\n"
    "T1,\xbd\xf8\xd0\xd0\xd6\xd0,65%,\"1,203\",\xb8\xf6,,\"a\r\n\xca\xc2\",1\r\n\xba\xcf\xbc\xc6,,,5\r\n"
    "T2,\xd2\xd1\xcd\xea\xb3\xc9,100,,,2022/9/30,\x95\x32\x82\x36,2\r\nT3,x,,,,,\"\"\"\xcf\xee\",\xca\xc2";
static const char whole[] = "3 T1|working|65|1203个|-|.|.|a\n事\n"
                            "5 T2|done|100|-|2022-09-30|.|.|\U00020000\n"
                            "6 bad_status state [x]\n";

Test(file, that_is_cut_anywhere_says_nothing_that_the_whole_does_not)
{
    struct form form = new_form(DUBAN_GB18030, ",", false);
    struct duban_buf told = {0};
    size_t n_held = 0;

    check(&(struct story){"the whole", table, whole}, 1, form);
    for (size_t n = 0; n < strlen(table); n++) {
        (void)tell(&told, &form, (struct duban_slice){table, n});
        bool is_held = strncmp(told.at, "held ", 5) == 0;
        cr_assert(is_held || strncmp(told.at, whole, strlen(told.at)) == 0, "%zu: %s", n, told.at);
        n_held += is_held ? 1 : 0;
    }
    cr_assert_gt(n_held, strlen(table) / 2);
    duban_buf_fini(&told);
}

Test(file, with_a_wrong_byte_anywhere_is_read)
{
    static const char bytes[] = "\0\n\r\",0@\x80\x81\xff";
    struct form forms[] = {new_form(DUBAN_UTF_8, ",", false), new_form(DUBAN_GB18030, ",", false)};
    struct duban_buf told = {0};
    char text[sizeof table];

    for (size_t i = 0; i < strlen(table); i++)
        for (size_t k = 0; k < 2 * sizeof bytes; k++) {
            memcpy(text, table, sizeof table);
            text[i] = (char)(k / 2 + 1 == sizeof bytes ? ~text[i] : bytes[k / 2]);
            (void)tell(&told, &forms[k % 2], (struct duban_slice){text, strlen(table)});
        }
    duban_buf_fini(&told);
}

Test(reason, has_a_sentence)
{
    static const char *const names[] = {
#define X(id, name) [READING_##id] = (name),
        READING_REASONS(X)
#undef X
    };
    enum duban_text_id id;

    for (size_t i = READING_NONE + 1; i < COUNT(names); i++)
        cr_assert(duban_text_find(duban_slice_of(names[i]), &id), "%s", names[i]);
}
