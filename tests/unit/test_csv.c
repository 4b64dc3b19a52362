/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <criterion/criterion.h>

#include "lib/core/csv.h"

Test(record, ends_where_a_spreadsheet_ends_its_row)
{
    static const struct {
        const char *when, *text;
        const char *want; /* the records, each with '|' where a line end ended it, '~' if cut in
                             quotes, '$' at the end of the bytes */
    } rows[] = {
        {"nothing", "", ""},
        {"LF", "a,b\nc\n", "a,b|c|"},
        {"CRLF", "a,b\r\nc\r\n", "a,b|c|"},
        {"CR", "a,b\rc\r", "a,b|c|"},
        {"all three", "a\rb\r\nc\nd", "a|b|c|d$"},
        {"no line end at the end", "a,b\nc", "a,b|c$"},
        {"one line end alone", "\n", "|"},
        {"blank lines count", "a\n\n\r\n\rb", "a||||b$"},
        {"LF CR is two", "a\n\rb", "a||b$"},
        {"a line break in quotes does not count", "\"a\nb\",c\nd\n", "\"a\nb\",c|d|"},
        {"nor does any other", "x,\"a\r\nb\rc\"\r\nd", "x,\"a\r\nb\rc\"|d$"},
        {"a quote inside a quoted cell", "\"a\"\"\nb\"\nc", "\"a\"\"\nb\"|c$"},
        {"a quote inside an unquoted cell is itself", "5\" pipe\nb\"\n", "5\" pipe|b\"|"},
        {"a blank before a quote makes it unquoted", "a, \"b\nc\"", "a, \"b|c\"$"},
        {"something behind the closing quote", "\"a\"b\nc", "\"a\"b|c$"},
        {"a quote behind the closing quote opens nothing", "\"a\"b\"\nc", "\"a\"b\"|c$"},
        {"cut inside quotes", "a\n\"b\nc", "a|\"b\nc~"},
        {"cut behind the opening quote", "a,\"", "a,\"~"},
        {"cut inside a doubled quote", "\"a\"", "\"a\"$"},
        {"cut behind a doubled quote", "\"a\"\"", "\"a\"\"~"},
        {"an empty cell at the end", "a,\nb,", "a,|b,$"},
        {"bytes that are no UTF-8", "\xca\xc2,\xcf\xee\nb", "\xca\xc2,\xcf\xee|b$"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_csv csv = {.rest = duban_slice_of(rows[i].text), .separator = ','};
        struct duban_csv_record record;
        const char *want = rows[i].want;
        size_t number = 0;

        while (duban_csv_next(&csv, &record)) {
            const char *end = record.is_ended ? "|" : record.is_in_quotes ? "~" : "$";
            cr_assert_eq(record.number, ++number, "%s", rows[i].when);
            cr_assert(strncmp(want, record.raw.at, record.raw.len) == 0, "%s: record %zu",
                      rows[i].when, number);
            want += record.raw.len;
            cr_assert_eq(*want++, *end, "%s: the end of record %zu", rows[i].when, number);
        }
        cr_assert_eq(*want, '\0', "%s", rows[i].when);
        cr_assert_eq(csv.number, number, "%s", rows[i].when);
    }
}

Test(record, is_split_into_cells)
{
    static const struct {
        const char *when, *raw;
        char separator;
        const char *want[5];
    } rows[] = {
        {"nothing is one empty cell", "", ',', {""}},
        {"one", "a", ',', {"a"}},
        {"several", "编号,事项,due", ',', {"编号", "事项", "due"}},
        {"empty ones", ",,", ',', {"", "", ""}},
        {"blanks belong to the cell", " a , b", ',', {" a ", " b"}},
        {"quotes", "\"a\",\"\",\"b\"", ',', {"a", "", "b"}},
        {"a separator in quotes", "\"a,b\",c", ',', {"a,b", "c"}},
        {"a line break in quotes", "\"a\r\nb\",c", ',', {"a\r\nb", "c"}},
        {"doubled quotes", "\"a \"\"b\"\" c\",\"\"\"\"", ',', {"a \"b\" c", "\""}},
        {"quotes inside an unquoted cell", "5\",a\"\"b", ',', {"5\"", "a\"\"b"}},
        {"something behind the closing quote", "\"a\"b,c", ',', {"ab", "c"}},
        {"a separator behind it", "\"a\"\"\",c", ',', {"a\"", "c"}},
        {"cut inside quotes", "a,\"b,c", ',', {"a", "b,c"}},
        {"cut behind the opening quote", "a,\"", ',', {"a", ""}},
        {"a tab", "a\tb,c\t\"d\te\"", '\t', {"a", "b,c", "d\te"}},
        {"a semicolon", "a;b,c", ';', {"a", "b,c"}},
    };
    struct duban_arena arena = {0};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_csv_cells cells =
            duban_csv_split(duban_slice_of(rows[i].raw), rows[i].separator, &arena);
        size_t n = 0;
        for (; rows[i].want[n] != NULL; n++)
            cr_assert(n < cells.n && duban_slice_is(cells.at[n], rows[i].want[n]), "%s: cell %zu",
                      rows[i].when, n);
        cr_assert_eq(cells.n, n, "%s: %zu cells", rows[i].when, cells.n);
    }
    duban_arena_fini(&arena);
}

Test(record, in_another_encoding_costs_only_itself)
{
    struct duban_csv csv = {.rest = duban_slice_of("1,\xca\xc2\xcf\xee,x\n2,事项,y\n"),
                            .separator = ','};
    struct duban_arena arena = {0};
    struct duban_csv_record record;

    cr_assert(duban_csv_next(&csv, &record));
    struct duban_csv_cells cells = duban_csv_split(record.raw, ',', &arena);
    cr_assert(cells.n == 3 && duban_slice_is(cells.at[1], "\xca\xc2\xcf\xee"));
    cr_assert(duban_csv_next(&csv, &record));
    cr_assert(duban_slice_is(record.raw, "2,事项,y"));
    cr_assert_not(duban_csv_next(&csv, &record));
    duban_arena_fini(&arena);
}
