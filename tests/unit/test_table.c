/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <string.h>

#include <criterion/criterion.h>

#include "lib/text/table.h"

static void use_utf8(void)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): a test has one thread */
    cr_assert_neq(setlocale(LC_CTYPE, "C.UTF-8"), NULL);
}

TestSuite(width, .init = use_utf8);
TestSuite(table, .init = use_utf8);

Test(width, counts_columns_of_a_terminal)
{
    static const struct {
        const char *when, *text;
        size_t want;
    } rows[] = {
        {"nothing", "", 0},
        {"ASCII", "T7.1", 4},
        {"Chinese", "牵头单位", 8},
        {"both", "T7.1 事项", 9},
        {"full-width forms", "：（", 4},
        {"outside the first plane", "𠀀", 2},
        {"a mark that combines", "u\u0308", 1},
        {"one column, two bytes", "ü", 1},
        {"bytes that are no character", "a\xca\xc2", 1},
        {"a character that is cut", "a\xe4\xba", 1},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t width = duban_text_width(duban_slice_of(rows[i].text));
        cr_assert_eq(width, rows[i].want, "%s: %zu", rows[i].when, width);
    }
    cr_assert_eq(duban_text_width((struct duban_slice){"a\0b", 3}), 2, "a NUL has no width");
}

/* Prints a table of rows whose cells follow each other, and compares. */
static void check(size_t n_columns, const char *const *cells, size_t n_rows, const char *want)
{
    struct duban_arena arena = {0};
    struct duban_table table = {.arena = &arena, .n_columns = n_columns};
    struct duban_slice row[DUBAN_TABLE_COLUMNS_MAX];
    struct duban_buf out = {0};

    for (size_t i = 0; i < n_rows; i++) {
        for (size_t k = 0; k < n_columns; k++)
            row[k] = duban_slice_of(cells[i * n_columns + k]);
        duban_table_add(&table, row);
    }
    duban_table_print(&table, &out);
    cr_assert(duban_slice_is(duban_buf_slice(&out), want), "\n%.*s",
              DUBAN_SLICE_ARGS(duban_buf_slice(&out)));
    duban_buf_fini(&out);
    duban_arena_fini(&arena);
}

Test(table, lines_up_chinese_and_ascii)
{
    static const char *const cells[][3] = {
        {"编号", "牵头单位", "due"},
        {"T7.1", "甲", "2022-10-10"},
        {"T7.1-9", "lead", "十月"},
    };

    check(3, cells[0], 3,
          "编号    牵头单位  due\n"
          "T7.1    甲        2022-10-10\n"
          "T7.1-9  lead      十月\n");
}

Test(table, ends_its_lines_without_blanks)
{
    static const char *const cells[][3] = {
        {"a", "", ""},
        {"", "", ""},
        {"", "b", ""},
        {"longer", "", "c"},
    };

    check(3, cells[0], 4,
          "a\n"
          "\n"
          "        b\n"
          "longer     c\n");
}

Test(table, makes_control_characters_visible)
{
    static const char *const cells[][2] = {{"a\nb", "x"}, {"\x1b[2J", "y"}};

    check(2, cells[0], 2,
          "a b   x\n"
          "\ufffd[2J  y\n");
}

Test(table, without_rows_prints_nothing)
{
    check(2, NULL, 0, "");
}

Test(table, keeps_cells_of_its_own)
{
    struct duban_arena arena = {0};
    struct duban_table table = {.arena = &arena, .n_columns = 1};
    struct duban_buf out = {0};
    char cell[] = "kept";

    duban_table_add(&table, &(struct duban_slice){cell, 4});
    cell[0] = 'x';
    duban_table_print(&table, &out);
    cr_assert(duban_slice_is(duban_buf_slice(&out), "kept\n"));
    duban_buf_fini(&out);
    duban_arena_fini(&arena);
}

Test(table, has_up_to_as_many_columns_as_fit)
{
    static const char *const cells[] = {"1", "2", "3", "4", "5", "6", "7", "8",
                                        "9", "a", "b", "c", "d", "e", "f", "g"};

    check(DUBAN_TABLE_COLUMNS_MAX - 1, cells, 1, "1  2  3  4  5  6  7  8  9  a  b  c  d  e  f\n");
    check(DUBAN_TABLE_COLUMNS_MAX, cells, 1, "1  2  3  4  5  6  7  8  9  a  b  c  d  e  f  g\n");
}
