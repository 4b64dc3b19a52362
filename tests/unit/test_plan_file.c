/* SPDX-License-Identifier: MIT */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include <criterion/criterion.h>

#include "ctl/plan_file.h"
#include "tests/unit/folder.h"

#define HEADER "id,title,lead,due\n"

/* A plan that is read, with all that it needs. */
struct reading {
    struct duban_arena arena;
    struct duban_buf faults, notes;
    struct plan_file file;
};

/* A new folder, which becomes the working folder: each test is a process of its own. */
static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    cr_assert(file != NULL && fputs(text, file) != EOF && fclose(file) == 0, "%s", path);
}

static enum duban_rc read_plan(struct reading *reading, const struct plan_paths *paths,
                               enum duban_lang lang)
{
    static const struct plan_stage_word stage_words[] = {{"开工", "construction"}};
    struct duban_err err = {0};

    *reading = (struct reading){.file = {.lang = lang,
                                         .arena = &reading->arena,
                                         .faults = &reading->faults,
                                         .notes = &reading->notes,
                                         .stage_words = stage_words,
                                         .n_stage_words = 1}};
    enum duban_rc rc = plan_file_read(&reading->file, paths, &err);
    cr_assert_eq(rc != DUBAN_OK, err.text[0] != '\0', "%s", err.text);
    return rc;
}

/* Reads the items of the text alone. */
static void read_items(struct reading *reading, const char *csv, enum duban_lang lang)
{
    static const struct plan_paths paths = {.items = "plan.csv"};

    write_file("plan.csv", csv);
    cr_assert_eq(read_plan(reading, &paths, lang), DUBAN_OK);
}

static void forget(struct reading *reading)
{
    duban_buf_fini(&reading->faults);
    duban_buf_fini(&reading->notes);
    duban_arena_fini(&reading->arena);
}

static void put_text(struct duban_buf *out, struct duban_opt_text text)
{
    duban_buf_puts(out, "|");
    if (text.is == DUBAN_GIVEN)
        duban_buf_put(out, text.v);
}

static void put_date(struct duban_buf *out, struct duban_opt_date date)
{
    char text[DUBAN_DATE_BYTES];
    duban_buf_printf(out, "|%s", date.is == DUBAN_GIVEN ? duban_date_print(date.v, text) : "");
}

/* Compares the rows, each as "number|id|title|lead|due|reporter|support…". */
static void check_rows(const struct plan_file *file, const char *when, const char *want)
{
    struct duban_buf rows = {0};

    for (size_t i = 0; i < file->n_rows; i++) {
        const struct duban_update *update = &file->rows[i].update;
        const struct duban_item_set *set = &update->u.item_set;
        cr_assert_eq(update->type, DUBAN_ITEM_SET, "%s", when);
        duban_buf_printf(&rows, "%zu", file->rows[i].number);
        put_text(&rows, update->item);
        put_text(&rows, set->title);
        put_text(&rows, set->lead);
        put_date(&rows, set->due);
        put_text(&rows, set->reporter);
        for (size_t k = 0; k < set->support.n; k++)
            duban_buf_printf(&rows, "|%.*s", DUBAN_SLICE_ARGS(set->support.at[k]));
        duban_buf_puts(&rows, "\n");
    }
    cr_assert_eq(file->n_faults, 0, "%s: %.*s", when,
                 DUBAN_SLICE_ARGS(duban_buf_slice(file->faults)));
    cr_assert(duban_slice_is(duban_buf_slice(&rows), want), "%s:\n%.*s", when,
              DUBAN_SLICE_ARGS(duban_buf_slice(&rows)));
    duban_buf_fini(&rows);
}

static void check_faults(const struct plan_file *file, const char *when, const char *want)
{
    struct duban_slice faults = duban_buf_slice(file->faults);
    size_t n_lines = 0;

    for (size_t i = 0; i < faults.len; i++)
        n_lines += faults.at[i] == '\n' ? 1 : 0;
    cr_assert(duban_slice_is(faults, want), "%s:\n%.*s", when, DUBAN_SLICE_ARGS(faults));
    cr_assert_eq(file->n_faults, n_lines, "%s: one line each", when);
}

Test(plan, needs_four_columns_only)
{
    static const struct {
        const char *when, *csv, *want;
    } rows[] = {
        {"English", HEADER "T1,Road,A,2022-10-10\n", "2|T1|Road|A|2022-10-10|A\n"},
        {"Chinese", "\ufeff编号,事项,牵头单位,完成时限\n\nT1,修路,甲局,2022年10月1日\n",
         "3|T1|修路|甲局|2022-10-01|甲局\n"},
        {"as another program writes it", "id,title,lead,due_date\nT1,x,A,20221001\n",
         "2|T1|x|A|2022-10-01|A\n"},
        {"somebody else reports", "id,title,lead,due,reporter\nT1,x,A,2022-1-1,B\n",
         "2|T1|x|A|2022-01-01|B\n"},
        {"ids that differ in case alone", HEADER "T1,x,A,2022-1-1\nt1,x,A,2022-1-1\n",
         "2|T1|x|A|2022-01-01|A\n3|t1|x|A|2022-01-01|A\n"},
        {"units that help", "id,title,lead,due,support\nT1,x,A,2022-1-1,\"B、C, D；;E  F\"\n",
         "2|T1|x|A|2022-01-01|A|B|C|D|E|F\n"},
    };
    struct reading reading;
    char folder[32];

    enter(folder);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        read_items(&reading, rows[i].csv, DUBAN_EN);
        check_rows(&reading.file, rows[i].when, rows[i].want);
        forget(&reading);
    }
    leave(folder);
}

Test(plan, reads_every_other_column)
{
    struct reading reading;
    char folder[32];
    char number[DUBAN_DECIMAL_BYTES];

    enter(folder);
    read_items(
        &reading,
        "id,title,lead,due,类别,area,title_en,承诺,target_op,target,unit,baseline,cycle,start,"
        "stage,source_ref,note\n"
        "T1,x,A,2022-12-1,项目,roads,Road,争取,不少于,1203.5,km,-3,每季,2022-3-1,开工,§7.1,y\n",
        DUBAN_EN);
    check_faults(&reading.file, "all of them", "");
    const struct duban_item_set *set = &reading.file.rows[0].update.u.item_set;
    cr_assert(set->kind.is == DUBAN_GIVEN && set->kind.v == DUBAN_WORKS);
    cr_assert(duban_slice_is(set->area.v, "roads") && duban_slice_is(set->title_en.v, "Road"));
    cr_assert(set->commitment.is == DUBAN_GIVEN && set->commitment.v == DUBAN_EFFORT);
    cr_assert(set->target_op.is == DUBAN_GIVEN && set->target_op.v == DUBAN_GE);
    cr_assert_str_eq(duban_decimal_print(set->target.v, number), "1203.5");
    cr_assert_str_eq(duban_decimal_print(set->baseline.v, number), "-3");
    cr_assert(duban_slice_is(set->unit.v, "km"));
    cr_assert(set->cycle.is == DUBAN_GIVEN && set->cycle.v == DUBAN_QUARTERLY);
    cr_assert(set->start.is == DUBAN_GIVEN && set->start.v.days == set->due.v.days - 275);
    cr_assert(duban_slice_is(set->stage.v, "construction"), "the plan's word for it");
    cr_assert(duban_slice_is(set->source_ref.v, "§7.1") && duban_slice_is(set->remark.v, "y"));
    cr_assert_eq(reading.notes.len, strlen("no column \"reporter\", for every item: the lead\n"));
    forget(&reading);
    leave(folder);
}

Test(plan, says_what_stands_in_for_a_column)
{
    struct reading reading;
    char folder[32];

    enter(folder);
    read_items(&reading, HEADER "T1,x,A,2022-12-1\n", DUBAN_EN);
    cr_assert(
        duban_slice_is(duban_buf_slice(&reading.notes),
                       "no column \"kind\", for every item: task\n"
                       "no column \"verb\", for every item: hard\n"
                       "no column \"target_op\", for every item: ge with a target, else done\n"
                       "no column \"unit\", for every item: any\n"
                       "no column \"cycle\", for every item: monthly\n"
                       "no column \"start\", for every item: 1 January of the deadline's year\n"
                       "no column \"reporter\", for every item: the lead\n"),
        "%.*s", DUBAN_SLICE_ARGS(duban_buf_slice(&reading.notes)));
    cr_assert_eq(reading.file.rows[0].update.u.item_set.target_op.v, DUBAN_IS_DONE);
    forget(&reading);
    read_items(&reading, "id,title,lead,due,target\nT1,x,A,2022-12-1,5\n", DUBAN_EN);
    cr_assert_eq(reading.file.rows[0].update.u.item_set.target_op.v, DUBAN_GE,
                 "a figure alone is one to reach");
    forget(&reading);
    leave(folder);
}

Test(fault, is_named_with_its_row)
{
    static const struct {
        const char *when, *csv, *want;
    } rows[] = {
        {"a day that is not in the calendar", HEADER "T1,x,A,2022-02-30\n",
         "plan.csv:2: \"due\" is no day: \"2022-02-30\"; write it as 2022-12-31\n"},
        {"empty cells", HEADER ",x, ,2022-1-1\nT2\n",
         "plan.csv:2: \"id\" is empty\n"
         "plan.csv:2: \"lead\" is empty\n"
         "plan.csv:3: \"title\" is empty\n"
         "plan.csv:3: \"due\" is empty\n"
         "plan.csv:3: \"lead\" is empty\n"},
        {"an id that stands there already",
         HEADER "T1,x,A,2022-1-1\n\nT1,y,A,2022-1-1\n T1 ,z,A,2022-1-1\n",
         "plan.csv:4: T1 stands in row 2 already; remove one of them\n"
         "plan.csv:5: T1 stands in row 2 already; remove one of them\n"},
        {"a word that is not in the list", "id,title,lead,due,cycle\nT1,x,A,2022-1-1,hourly\n",
         "plan.csv:2: \"cycle\" cannot be \"hourly\"; it is one of: daily weekly monthly quarterly "
         "yearly\n"},
        {"a figure with its unit", "id,title,lead,due,target\nT1,x,A,2022-1-1,5 km\n",
         "plan.csv:2: \"target\" is no number: \"5 km\"; write digits only, such as 1203.5\n"},
        {"control bytes", HEADER "T1,x,A,\x1b[2J\n",
         "plan.csv:2: \"due\" is no day: \"\ufffd[2J\"; write it as 2022-12-31\n"},
        {"several at once, in the shape too",
         HEADER "T1,x,A,today\nT1,,A,2022-1-1\nT3,x,A,1,2\nT4,\xca\xc2,A,\n\"",
         "plan.csv:4: the row has 5 cells, the header 4; put quotes around a text that holds a comma\n"
         "plan.csv:5: the file is not UTF-8; save it as \"CSV UTF-8 (comma delimited)\" in the "
         "spreadsheet\n"
         "plan.csv:6: the file ends inside quotes: it may be cut; export it again\n"
         "plan.csv:2: \"due\" is no day: \"today\"; write it as 2022-12-31\n"
         "plan.csv:3: \"title\" is empty\n"
         "plan.csv:3: T1 stands in row 2 already; remove one of them\n"},
    };
    struct reading reading;
    char folder[32];

    enter(folder);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        read_items(&reading, rows[i].csv, DUBAN_EN);
        check_faults(&reading.file, rows[i].when, rows[i].want);
        forget(&reading);
    }
    leave(folder);
}

Test(fault, is_said_in_chinese)
{
    struct reading reading;
    char folder[32];

    enter(folder);
    read_items(&reading, "id,title,lead,due,类别\nT1,x,甲局,2022-02-30,其他\n", DUBAN_ZH);
    check_faults(&reading.file, "Chinese",
                 "plan.csv:2：“due”不是日期：“2022-02-30”；请写成 2022-12-31\n"
                 "plan.csv:2：“类别”不能是“其他”；可用：指标 项目 任务\n");
    forget(&reading);
    leave(folder);
}

Test(text, has_a_limit_in_bytes)
{
    static const struct {
        const char *column, *before, *behind;
        int max;
    } rows[] = {
        {"id", "id,title,lead,due\n", ",x,A,2022-1-1\n", DUBAN_ID_MAX},
        {"title", "id,title,lead,due\nT1,", ",A,2022-1-1\n", DUBAN_TITLE_MAX},
        {"lead", "id,title,lead,due\nT1,x,", ",2022-1-1\n", DUBAN_ID_MAX},
        {"unit", "id,title,lead,due,unit\nT1,x,A,2022-1-1,", "\n", DUBAN_UNIT_MAX},
        {"note", "id,title,lead,due,note\nT1,x,A,2022-1-1,", "\n", DUBAN_REASON_MAX},
    };
    struct reading reading;
    char folder[32];
    char want[128];

    enter(folder);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (int n = rows[i].max - 1; n <= rows[i].max + 1; n++) {
            struct duban_buf csv = {0};
            duban_buf_printf(&csv, "%s%0*d%s", rows[i].before, n, 0, rows[i].behind);
            duban_buf_put(&csv, (struct duban_slice){"", 1}); /* NUL */
            (void)snprintf(want, sizeof want,
                           "plan.csv:2: \"%s\" is too long: at most %d bytes, this has %d\n",
                           rows[i].column, rows[i].max, n);
            read_items(&reading, csv.at, DUBAN_EN);
            check_faults(&reading.file, rows[i].column, n > rows[i].max ? want : "");
            forget(&reading);
            duban_buf_fini(&csv);
        }
    leave(folder);
}

Test(plan, has_so_many_reporters_and_no_more)
{
    struct reading reading;
    char folder[32];

    enter(folder);
    for (size_t n = DUBAN_DEPTS_MAX - 1; n <= DUBAN_DEPTS_MAX + 1; n++) {
        struct duban_buf csv = {0};
        duban_buf_puts(&csv, HEADER);
        for (size_t i = 0; i < n; i++)
            duban_buf_printf(&csv, "T%zu,x,unit %zu,2022-1-1\n", i, i);
        duban_buf_printf(&csv, "T%zu,x,unit 0,2022-1-1\n", n); /* one that is known */
        duban_buf_put(&csv, (struct duban_slice){"", 1});      /* NUL */
        read_items(&reading, csv.at, DUBAN_EN);
        check_faults(&reading.file, "units",
                     n > DUBAN_DEPTS_MAX ? "plan.csv:258: there are more than 256 units\n" : "");
        cr_assert_eq(reading.file.n_reporters, n < DUBAN_DEPTS_MAX ? n : DUBAN_DEPTS_MAX);
        cr_assert(duban_slice_is(reading.file.reporters[1], "unit 1"), "in order of appearance");
        forget(&reading);
        duban_buf_fini(&csv);
    }
    leave(folder);
}

Test(tables, beside_the_items_say_who_answers)
{
    static const struct plan_paths paths = {"items.csv", "units.csv", "responsible.csv",
                                            "reporters.csv"};
    struct reading reading;
    char folder[32];

    enter(folder);
    write_file("items.csv", "id,title,due\nT1,x,2022-1-1\nT2,y,2022-1-1\n");
    write_file("units.csv", "code,name_zh,name_en\nA,甲局,Bureau A\nB,乙局\n");
    write_file("responsible.csv",
               "item,dept,role\nT1,A,lead\nT1,B,support\nT2,A,牵头\nT1,C,配合\n");
    write_file("reporters.csv", "item,dept\nT2,B\n");
    cr_assert_eq(read_plan(&reading, &paths, DUBAN_EN), DUBAN_OK);
    check_rows(&reading.file, "all tables",
               "2|T1|x|A|2022-01-01|A|B|C\n"
               "3|T2|y|A|2022-01-01|B\n");
    cr_assert_eq(reading.file.n_units, 2);
    cr_assert(duban_slice_is(reading.file.units[0].en, "Bureau A"));
    cr_assert(duban_slice_is(reading.file.units[1].zh, "乙局"));
    forget(&reading);
    leave(folder);
}

Test(tables, name_their_own_faults)
{
    static const struct plan_paths paths = {"items.csv", "units.csv", "responsible.csv",
                                            "reporters.csv"};
    struct reading reading;
    char folder[32];

    enter(folder);
    write_file("items.csv", "id,title,due\nT1,x,2022-1-1\nT2,y,2022-1-1\n");
    write_file("units.csv", "code,name_zh\n,甲局\nB,\n");
    write_file("responsible.csv", "item,dept,role\nT1,A,boss\nT1,,lead\nT2,A,lead\nT2,B,lead\n");
    write_file("reporters.csv", "item,dept\n,B\n");
    cr_assert_eq(read_plan(&reading, &paths, DUBAN_EN), DUBAN_OK);
    check_faults(&reading.file, "all tables",
                 "responsible.csv:2: \"role\" cannot be \"boss\"; it is one of: lead support\n"
                 "responsible.csv:3: \"dept\" is empty\n"
                 "responsible.csv:5: T2 has such a unit already; remove one of the rows\n"
                 "reporters.csv:2: \"item\" is empty\n"
                 "units.csv:2: \"code\" is empty\n"
                 "units.csv:3: \"name_zh\" is empty\n"
                 "items.csv:2: \"lead\" is empty\n");
    forget(&reading);
    leave(folder);
}

Test(tables, that_name_an_item_the_plan_does_not_have_are_wrong)
{
    static const struct plan_paths paths = {"items.csv", NULL, "responsible.csv", "reporters.csv"};
    struct reading reading;
    char folder[32];

    enter(folder);
    write_file("items.csv", "id,title,due\nT1,x,2022-1-1\n");
    write_file("responsible.csv", "item,dept,role\nT1,A,lead\nT8,A,support\n");
    write_file("reporters.csv", "item,dept\nT9,B\n");
    cr_assert_eq(read_plan(&reading, &paths, DUBAN_EN), DUBAN_OK);
    check_faults(&reading.file, "both tables",
                 "responsible.csv:3: the plan has no item T8; check the id\n"
                 "reporters.csv:2: the plan has no item T9; check the id\n");
    forget(&reading);
    leave(folder);
}

Test(tables, that_are_not_there_end_it)
{
    static const struct {
        const char *when;
        struct plan_paths paths;
    } rows[] = {
        {"items", {.items = "none.csv"}},
        {"units", {.items = "items.csv", .units = "none.csv"}},
        {"responsible", {.items = "items.csv", .responsible = "none.csv"}},
        {"reporters", {.items = "items.csv", .reporters = "none.csv"}},
    };
    struct reading reading;
    char folder[32];

    enter(folder);
    write_file("items.csv", HEADER "T1,x,A,2022-1-1\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(read_plan(&reading, &rows[i].paths, DUBAN_EN), DUBAN_E_NOINPUT, "%s",
                     rows[i].when);
        cr_assert_eq(reading.file.n_faults, 0, "%s", rows[i].when);
        forget(&reading);
    }
    leave(folder);
}
