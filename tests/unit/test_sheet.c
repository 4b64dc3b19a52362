/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "lib/app/sheet.h"

#define HEADER "id,title,due\n"

enum { ID, TITLE, DUE, LEAD, N_COLUMNS };

static const struct duban_sheet_column columns[N_COLUMNS] = {
    [ID] = {{"编号", "id"}, DUBAN_TEXT_COLUMN_ID, true},
    [TITLE] = {{"事项", "title"}, DUBAN_TEXT_COLUMN_TITLE, true},
    [DUE] = {{"完成时限", "due", "due_date"}, DUBAN_TEXT_COLUMN_DUE, true},
    [LEAD] = {{"牵头单位", "lead"}, DUBAN_TEXT_COLUMN_LEAD, false},
};

/* A sheet with all that it needs. */
struct reading {
    struct duban_arena arena;
    struct duban_buf faults;
    struct duban_sheet sheet;
};

static void prepare(struct reading *reading, enum duban_lang lang)
{
    *reading = (struct reading){.sheet = {.path = "plan.csv",
                                          .lang = lang,
                                          .arena = &reading->arena,
                                          .faults = &reading->faults,
                                          .columns = columns,
                                          .n_columns = N_COLUMNS}};
}

static void forget(struct reading *reading)
{
    duban_buf_fini(&reading->faults);
    duban_arena_fini(&reading->arena);
}

static void check_rows(const char *when, const char *csv, const char *want)
{
    struct reading reading;
    struct duban_buf rows = {0};

    prepare(&reading, DUBAN_EN);
    duban_sheet_parse(&reading.sheet, duban_slice_of(csv));
    for (size_t i = 0; i < reading.sheet.n_rows; i++) {
        const struct duban_sheet_row *row = &reading.sheet.rows[i];
        duban_buf_printf(&rows, "%zu", row->number);
        for (size_t k = 0; k < N_COLUMNS; k++)
            duban_buf_printf(&rows, "|%.*s", DUBAN_SLICE_ARGS(row->cells[k]));
        duban_buf_puts(&rows, "\n");
    }
    cr_assert_eq(reading.sheet.n_faults, 0, "%s: %.*s", when,
                 DUBAN_SLICE_ARGS(duban_buf_slice(&reading.faults)));
    cr_assert(duban_slice_is(duban_buf_slice(&rows), want), "%s:\n%.*s", when,
              DUBAN_SLICE_ARGS(duban_buf_slice(&rows)));
    duban_buf_fini(&rows);
    forget(&reading);
}

static size_t n_lines(struct duban_slice text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += text.at[i] == '\n' ? 1 : 0;
    return n;
}

static void check_faults(const char *when, const char *csv, enum duban_lang lang, const char *want)
{
    struct reading reading;

    prepare(&reading, lang);
    duban_sheet_parse(&reading.sheet, duban_slice_of(csv));
    struct duban_slice faults = duban_buf_slice(&reading.faults);
    cr_assert(duban_slice_is(faults, want), "%s:\n%.*s", when, DUBAN_SLICE_ARGS(faults));
    cr_assert_eq(reading.sheet.n_faults, n_lines(faults), "%s: one line each", when);
    forget(&reading);
}

Test(sheet, is_read_from_what_a_spreadsheet_writes)
{
    static const struct {
        const char *when, *csv, *want;
    } rows[] = {
        {"English", HEADER "T1,Road,2022-10-10\n", "2|T1|Road|2022-10-10|\n"},
        {"Chinese", "编号,事项,牵头单位,完成时限\nT1,修路,甲局,2022年10月1日\n",
         "2|T1|修路|2022年10月1日|甲局\n"},
        {"with a BOM", "\ufeff\"编号\",事项,完成时限\nT1,修路,十月\n", "2|T1|修路|十月|\n"},
        {"both languages, capitals, blanks", "ID , Title,牵头单位\u3000,DUE_date\nT1,x,A,1\n",
         "2|T1|x|1|A\n"},
        {"columns in another order, and more of them", "序号,due,lead,备注,title,id\n1,d,A,,x,T1\n",
         "2|T1|x|d|A\n"},
        {"a row that ends before the header does", "id,title,due,lead,note\nT1,x\n", "2|T1|x||\n"},
        {"titles above the header", "2022年计划,,\n\n\"第\n一批\"\n" HEADER "T1,x,d\n",
         "5|T1|x|d|\n"},
        {"one word of ours in a title", "id,of,plan\n" HEADER "T1,x,d\n", "3|T1|x|d|\n"},
        {"blank rows", HEADER "\nT1,x,d\n,,\n \u3000,\t,,,,,\n\"\",,\nT2,y,d\n\n",
         "3|T1|x|d|\n7|T2|y|d|\n"},
        {"CRLF, and none at the end", "id,title,due\r\nT1,x,d\r\nT2,y,d", "2|T1|x|d|\n3|T2|y|d|\n"},
        {"quotes", HEADER "T1,\"a, \"\"b\"\"\nc\",\"d\"\nT2,y,d\n",
         "2|T1|a, \"b\"\nc|d|\n3|T2|y|d|\n"},
        {"blanks around cells", HEADER " T1\t,\u3000x y\u00a0, d \n", "2|T1|x y|d|\n"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_rows(rows[i].when, rows[i].csv, rows[i].want);
}

Test(sheet, knows_which_columns_it_has)
{
    struct reading reading;

    prepare(&reading, DUBAN_EN);
    duban_sheet_parse(&reading.sheet, duban_slice_of(HEADER "T1,x,d\n"));
    cr_assert(reading.sheet.has[ID] && reading.sheet.has[TITLE] && reading.sheet.has[DUE]);
    cr_assert_not(reading.sheet.has[LEAD]);
    forget(&reading);
}

Test(sheet, keeps_every_row)
{
    enum {
        N = 300 /* the list of rows grows at 64, 128 and 256 */
    };
    struct duban_buf csv = {0};
    struct reading reading;
    char id[16];

    duban_buf_puts(&csv, HEADER);
    for (int i = 0; i < N; i++)
        duban_buf_printf(&csv, "T%d,x,d\n", i);
    prepare(&reading, DUBAN_EN);
    duban_sheet_parse(&reading.sheet, duban_buf_slice(&csv));
    cr_assert(reading.sheet.n_faults == 0 && reading.sheet.n_rows == N);
    for (int i = 0; i < N; i++) {
        (void)snprintf(id, sizeof id, "T%d", i);
        cr_assert(duban_slice_is(reading.sheet.rows[i].cells[ID], id), "%s", id);
        cr_assert_eq(reading.sheet.rows[i].number, (size_t)i + 2, "%s", id);
    }
    forget(&reading);
    duban_buf_fini(&csv);
}

Test(fault, is_named_with_its_row)
{
    static const struct {
        const char *when, *csv, *want;
    } rows[] = {
        {"no bytes", "",
         "plan.csv:1: no header in the first 20 rows; it needs the columns id title due; the first "
         "row is: \n"},
        {"no header", "a;b;c\nT1;x\n",
         "plan.csv:1: no header in the first 20 rows; it needs the columns id title due; the first "
         "row is: a;b;c\n"},
        {"columns that are missing", "Plan\nid,lead\nT1,A\n",
         "plan.csv:2: the header has no column \"title\"\n"
         "plan.csv:2: the header has no column \"due\"\n"},
        {"a column in both languages", "id,title,due,编号\nT1,x,d,T1\n",
         "plan.csv:1: the header has the column \"id\" twice; remove one\n"},
        {"no rows", "Plan\n" HEADER ",,\n", "plan.csv:3: there is nothing below the header\n"},
        {"a comma without quotes", HEADER "T1,x, y,d\n",
         "plan.csv:2: the row has 4 cells, the header 3; put quotes around a text that holds a comma\n"},
        {"a row in GB18030", HEADER "T1,\xca\xc2\xcf\xee,d\nT2,y,d\n",
         "plan.csv:2: the file is not UTF-8; save it as \"CSV UTF-8 (comma delimited)\" in the "
         "spreadsheet\n"},
        {"cut inside quotes", HEADER "T1,x,d\nT2,\"y\nz",
         "plan.csv:3: the file ends inside quotes: it may be cut; export it again\n"},
        {"control bytes", "\x1b[2J\n",
         "plan.csv:1: no header in the first 20 rows; it needs the columns id title due; the first "
         "row is: \ufffd[2J\n"},
        {"what looks like a placeholder", "{1}\n",
         "plan.csv:1: no header in the first 20 rows; it needs the columns id title due; the first "
         "row is: {1}\n"},
        {"several at once", HEADER "T1,x,d,1\n\"a\nb\",\xca\xc2,d\nT2,y,d\nT3,x,d,1,2\n\"",
         "plan.csv:2: the row has 4 cells, the header 3; put quotes around a text that holds a comma\n"
         "plan.csv:3: the file is not UTF-8; save it as \"CSV UTF-8 (comma delimited)\" in the "
         "spreadsheet\n"
         "plan.csv:5: the row has 5 cells, the header 3; put quotes around a text that holds a comma\n"
         "plan.csv:6: the file ends inside quotes: it may be cut; export it again\n"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_faults(rows[i].when, rows[i].csv, DUBAN_EN, rows[i].want);
}

Test(fault, is_said_in_chinese)
{
    check_faults("the header", "id,title\n", DUBAN_ZH, "plan.csv:1：表头缺少列“完成时限”\n");
    check_faults("no header", "计划\n", DUBAN_ZH,
                 "plan.csv:1：前 20 行没有表头；需要列：编号 事项 完成时限；本文件第一行：计划\n");
}

Test(header, is_looked_for_in_the_first_rows)
{
    for (size_t row = DUBAN_SHEET_HEADER_ROWS - 1; row <= DUBAN_SHEET_HEADER_ROWS + 1; row++) {
        bool is_found = row <= DUBAN_SHEET_HEADER_ROWS;
        struct duban_buf csv = {0};
        struct reading reading;
        for (size_t i = 1; i < row; i++)
            duban_buf_puts(&csv, "a title\n");
        duban_buf_puts(&csv, HEADER "T1,x,d\n");
        prepare(&reading, DUBAN_EN);
        duban_sheet_parse(&reading.sheet, duban_buf_slice(&csv));
        cr_assert_eq(reading.sheet.n_faults, is_found ? 0 : 1, "row %zu", row);
        cr_assert_eq(reading.sheet.n_rows, is_found ? 1 : 0, "row %zu", row);
        cr_assert(!is_found || reading.sheet.rows[0].number == row + 1, "row %zu", row);
        forget(&reading);
        duban_buf_fini(&csv);
    }
}

Test(header, that_is_not_found_shows_the_beginning_of_the_first_row)
{
    static const int lengths[] = {119, 120, 121}; /* 120 bytes are shown */

    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        int shown = lengths[i] < 120 ? lengths[i] : 120;
        struct duban_buf csv = {0};
        struct duban_buf want = {0};
        duban_buf_printf(&csv, "%0*d", lengths[i], 0);
        duban_buf_put(&csv, (struct duban_slice){"", 1}); /* NUL */
        duban_buf_printf(
            &want,
            "plan.csv:1: no header in the first 20 rows; it needs the columns id title "
            "due; the first row is: %0*d\n",
            shown, 0);
        duban_buf_put(&want, (struct duban_slice){"", 1}); /* NUL */
        check_faults("a long row", csv.at, DUBAN_EN, want.at);
        duban_buf_fini(&want);
        duban_buf_fini(&csv);
    }
}

Test(cell, is_what_it_must_be)
{
    static const struct {
        const char *when, *cell;
        bool want_need, want_text; /* of at most 4 bytes */
        const char *want;
    } rows[] = {
        {"nothing", "", false, true, "plan.csv:7: \"title\" is empty\n"},
        {"a byte less than the limit", "abc", true, true, ""},
        {"the limit", "abcd", true, true, ""},
        {"a byte more", "abcde", true, false,
         "plan.csv:7: \"title\" is too long: at most 4 bytes, this has 5\n"},
        {"a character more", "甲乙", true, false,
         "plan.csv:7: \"title\" is too long: at most 4 bytes, this has 6\n"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_sheet_row row = {.number = 7,
                                      .cells = {[TITLE] = duban_slice_of(rows[i].cell)}};
        struct reading reading;
        prepare(&reading, DUBAN_EN);
        bool need = duban_sheet_need(&reading.sheet, &row, TITLE);
        bool text = duban_sheet_text(&reading.sheet, &row, TITLE, 4);
        cr_assert(need == rows[i].want_need && text == rows[i].want_text, "%s", rows[i].when);
        cr_assert(duban_slice_is(duban_buf_slice(&reading.faults), rows[i].want), "%s",
                  rows[i].when);
        cr_assert_eq(reading.sheet.n_faults, rows[i].want[0] == '\0' ? 0 : 1, "%s", rows[i].when);
        forget(&reading);
    }
}

Test(sheet, is_read_from_a_file_up_to_its_limit)
{
    static const char csv[] = HEADER "T1,x,d\n";
    char path[] = "/tmp/duban-sheet-XXXXXX";
    int fd = mkstemp(path);

    cr_assert_eq(write(fd, csv, strlen(csv)), (ssize_t)strlen(csv));
    for (off_t n = DUBAN_SHEET_MAX_BYTES; n <= DUBAN_SHEET_MAX_BYTES + 1; n++) {
        bool fits = n <= DUBAN_SHEET_MAX_BYTES;
        struct duban_err err = {0};
        struct reading reading;
        cr_assert_eq(ftruncate(fd, n), 0); /* with NUL bytes, which are another row */
        prepare(&reading, DUBAN_EN);
        reading.sheet.path = path;
        cr_assert_eq(duban_sheet_read(&reading.sheet, &err), fits ? DUBAN_OK : DUBAN_E_DATA, "%ld",
                     n);
        cr_assert(reading.sheet.n_rows == (fits ? 2 : 0) && reading.sheet.n_faults == 0, "%ld", n);
        forget(&reading);
    }
    cr_assert(close(fd) == 0 && unlink(path) == 0);
}

Test(sheet, that_is_not_there_is_no_fault_of_a_row)
{
    struct duban_err err = {0};
    struct reading reading;

    prepare(&reading, DUBAN_EN);
    reading.sheet.path = "/tmp/duban-sheet/none.csv";
    cr_assert_eq(duban_sheet_read(&reading.sheet, &err), DUBAN_E_NOINPUT);
    cr_assert(strstr(err.text, "none.csv") != NULL, "%s", err.text);
    cr_assert_eq(reading.sheet.n_faults, 0);
    forget(&reading);
}
