/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "lib/app/people.h"
#include "tests/unit/folder.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define HEADER       "name,dept,role,address,lang\n"
#define ROLES        "liaison head supervisor leader"
#define X50          "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define NO_ADDRESS   "; write one in each row, such as name@example.cn, in ASCII and without blanks\n"

/* People with all that they need. */
struct reading {
    struct duban_arena arena;
    struct duban_buf faults;
    struct duban_people people;
};

static void prepare(struct reading *reading, enum duban_lang lang)
{
    *reading = (struct reading){.people = {.path = "people.csv",
                                           .lang = lang,
                                           .arena = &reading->arena,
                                           .faults = &reading->faults}};
}

static void forget(struct reading *reading)
{
    duban_buf_fini(&reading->faults);
    duban_arena_fini(&reading->arena);
}

static size_t n_lines(struct duban_slice text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += text.at[i] == '\n' ? 1 : 0;
    return n;
}

static void check(const char *when, struct duban_slice csv, enum duban_lang lang, const char *want)
{
    struct reading reading;

    prepare(&reading, lang);
    duban_people_parse(&reading.people, csv);
    struct duban_slice faults = duban_buf_slice(&reading.faults);
    cr_assert(duban_slice_is(faults, want), "%s:\n%.*s", when, DUBAN_SLICE_ARGS(faults));
    cr_assert_eq(reading.people.n_faults, n_lines(faults), "%s: one line each", when);
    forget(&reading);
}

Test(people, are_read_from_what_a_spreadsheet_writes)
{
    static const struct {
        const char *when, *csv, *want;
    } rows[] = {
        {"English", HEADER "Ann,edu,liaison,ann@edu.example,en\n",
         "2|Ann|edu|liaison|ann@edu.example|en\n"},
        {"Chinese, without a language, with a BOM",
         "\ufeff姓名,单位,角色,邮箱\r\n甲,教育局,联络员,a@b.cn\r\n乙,教育局,负责人,b@b.cn\r\n"
         "丙,,督查,c@b.cn\r\n丁,,领导,d@b.cn\r\n",
         "2|甲|教育局|liaison|a@b.cn|zh\n3|乙|教育局|head|b@b.cn|zh\n4|丙||supervisor|c@b.cn|zh\n"
         "5|丁||leader|d@b.cn|zh\n"},
        {"columns in another order, capitals, blank rows, more columns",
         "Role,note,Name,Lang,Address,Dept\nHEAD,x,Ann,EN,ann@edu.example,edu\n\nLeader,,Bob,,b@c.de,\n",
         "2|Ann|edu|head|ann@edu.example|en\n4|Bob||leader|b@c.de|zh\n"},
        {"a supervisor of a unit, a person in two roles, one address for two units",
         HEADER "S,edu,supervisor,s@a.cn,\nA,edu,head,a@a.cn,\nA,edu,liaison,a@a.cn,\n"
                "A,hr,liaison,a@a.cn,\n",
         "2|S|edu|supervisor|s@a.cn|zh\n3|A|edu|head|a@a.cn|zh\n4|A|edu|liaison|a@a.cn|zh\n"
         "5|A|hr|liaison|a@a.cn|zh\n"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct duban_buf read = {0};
        struct reading reading;
        prepare(&reading, DUBAN_EN);
        duban_people_parse(&reading.people, duban_slice_of(rows[i].csv));
        for (size_t k = 0; k < reading.people.n; k++) {
            const struct duban_person *person = &reading.people.at[k];
            duban_buf_printf(
                &read, "%zu|%.*s|%.*s|%s|%.*s|%s\n", person->row, DUBAN_SLICE_ARGS(person->name),
                DUBAN_SLICE_ARGS(person->dept), duban_person_role_words[person->role],
                DUBAN_SLICE_ARGS(person->address), person->lang == DUBAN_ZH ? "zh" : "en");
        }
        cr_assert_eq(reading.people.n_faults, 0, "%s: %.*s", rows[i].when,
                     DUBAN_SLICE_ARGS(duban_buf_slice(&reading.faults)));
        cr_assert(duban_slice_is(duban_buf_slice(&read), rows[i].want), "%s:\n%.*s", rows[i].when,
                  DUBAN_SLICE_ARGS(duban_buf_slice(&read)));
        duban_buf_fini(&read);
        forget(&reading);
    }
}

Test(fault, is_named_with_its_row_and_column)
{
    static const struct {
        const char *when, *csv, *want;
    } rows[] = {
        {"no header", "a,b\n",
         "people.csv:1: no header in the first 20 rows; it needs the columns name dept role address; "
         "the first row is: a,b\n"},
        {"no address in the header", "name,dept,role\nA,edu,head\n",
         "people.csv:1: the header has no column \"address\"\n"},
        {"an unknown role", HEADER "A,edu,boss,a@b.cn,\n",
         "people.csv:2: \"role\" cannot be \"boss\"; it is one of: " ROLES "\n"},
        {"a slip of the finger", HEADER "A,edu,leason,a@b.cn,\nB,edu,联络人,b@b.cn,\n",
         "people.csv:2: \"role\" cannot be \"leason\"; did you mean \"liaison\"? It is one of: " ROLES
         "\n"
         "people.csv:3: \"role\" cannot be \"联络人\"; did you mean \"联络员\"? It is one of: " ROLES
         "\n"},
        {"what is empty", HEADER ",edu,,,\n",
         "people.csv:2: \"name\" is empty\npeople.csv:2: \"role\" is empty\n"
         "people.csv:2: \"address\" is empty\n"},
        {"a liaison and a head of nothing", HEADER "A,,liaison,a@b.cn,\nB,,head,a@b.cn,\n",
         "people.csv:2: a liaison belongs to a unit, but \"dept\" is empty; fill in its code or name\n"
         "people.csv:3: a head belongs to a unit, but \"dept\" is empty; fill in its code or name\n"},
        {"a language that we do not speak", HEADER "A,edu,head,a@b.cn,fr\n",
         "people.csv:2: \"lang\" cannot be \"fr\"; it is one of: zh en\n"},
        {"the same address again, also in capitals",
         HEADER "A,edu,head,a@b.cn,\nB,edu,head,A@B.cn,\nC,edu,head,a@b.cn,\n",
         "people.csv:3: a@b.cn stands in row 2 already, as head of the same unit; remove one of them\n"
         "people.csv:4: a@b.cn stands in row 2 already, as head of the same unit; remove one of "
         "them\n"},
        {"a second line in a name", HEADER "\"A\nBcc: x@y.cn\",\"edu\r\nx\",head,a@b.cn,\n",
         "people.csv:2: \"name\" holds a line break or a control character; remove it\n"
         "people.csv:2: \"dept\" holds a line break or a control character; remove it\n"},
        {"DEL in a name", HEADER "A\x7f,edu,head,a@b.cn,\n",
         "people.csv:2: \"name\" holds a line break or a control character; remove it\n"},
        {"a row in GB18030 beside one that is wrong",
         HEADER "\xca\xc2,edu,head,a@b.cn,\nA,edu,head,a.b.cn,\n",
         "people.csv:2: the file is not UTF-8; save it as \"CSV UTF-8 (comma delimited)\" in the "
         "spreadsheet\npeople.csv:3: \"address\" is no mail address: \"a.b.cn\"" NO_ADDRESS},
        {"all that is wrong with a row at once", HEADER ",,head,a b@c.cn,de\n",
         "people.csv:2: \"name\" is empty\n"
         "people.csv:2: a head belongs to a unit, but \"dept\" is empty; fill in its code or name\n"
         "people.csv:2: \"lang\" cannot be \"de\"; it is one of: zh en\n"
         "people.csv:2: \"address\" is no mail address: \"a b@c.cn\"" NO_ADDRESS},
        {"nobody", HEADER, "people.csv:1: there is nothing below the header\n"},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        check(rows[i].when, duban_slice_of(rows[i].csv), DUBAN_EN, rows[i].want);
    check("in Chinese", duban_slice_of(HEADER "A,,heat,a,\n"), DUBAN_ZH,
          "people.csv:2：“role”不能是“heat”；是否应为“head”？可用：联络员 负责人 督查 领导\n"
          "people.csv:2：“address”不是邮箱地址：“a”；每行只写一个，形如 "
          "name@example.cn，用半角字符，不含空格\n");
}

Test(address, carries_neither_a_second_recipient_nor_a_second_header)
{
    static const struct {
        const char *when;
        struct duban_slice text;
        bool want;
    } rows[] = {
#define ROW(when, text, want) {when, {text, sizeof(text) - 1}, want}
        ROW("a plain one", "edu-liaison@duban.example", true),
        ROW("all that a name may hold", "a.B-9_+!#$%&'*/=?^`{|}~@b", true),
        ROW("a host alone", "root@localhost", true),
        ROW("nothing", "", false),
        ROW("no @", "a.b.cn", false),
        ROW("two", "a@b@c.cn", false),
        ROW("a full-width @", "a＠b.cn", false),
        ROW("no name", "@b.cn", false),
        ROW("no domain", "a@", false),
        ROW("two recipients", "a@b.cn,c@d.cn", false),
        ROW("a second recipient without @", "root,a@b.cn", false),
        ROW("two with a semicolon", "root;a@b.cn", false),
        ROW("a blank", "a b@c.cn", false),
        ROW("a tab", "a\t@c.cn", false),
        ROW("a no-break space", "a\u00a0b@c.cn", false),
        ROW("a header behind a line break", "a@b.cn\r\nBcc: x", false),
        ROW("a line feed alone", "a@b.cn\nx", false),
        ROW("NUL", "a@b.cn\0x", false),
        ROW("NUL in the name", "a\0b@b.cn", false),
        ROW("DEL", "a\x7f@b.cn", false),
        ROW("C1", "a\xc2\x85@b.cn", false),
        ROW("a name for people", "Ann <a@b.cn>", false),
        ROW("a quoted name", "\"a b\"@c.cn", false),
        ROW("a comment", "a(x)@b.cn", false),
        ROW("a backslash", "a\\@b.cn", false),
        ROW("a group", "x:a@b.cn", false),
        ROW("an address of the network", "a@[127.0.0.1]", false),
        ROW("Chinese", "教育@b.cn", false),
        ROW("a full stop at an end", "a.@b.cn", false),
        ROW("a full stop at the beginning", ".a@b.cn", false),
        ROW("two full stops", "a@b..cn", false),
        ROW("a full stop behind all", "a@b.cn.", false),
        ROW("what only a name may hold", "a@b_c.cn", false),
        ROW("253 bytes", X50 X50 X50 X50 X50 "@bc", true),
        ROW("254 bytes", X50 X50 X50 X50 X50 "@b.c", true),
        ROW("255 bytes", X50 X50 X50 X50 X50 "@b.cn", false),
#undef ROW
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        cr_assert_eq(duban_is_mail_address(rows[i].text), rows[i].want, "%s", rows[i].when);
}

Test(people, are_at_most_ten_thousand)
{
    for (int n = DUBAN_PEOPLE_MAX - 1; n <= DUBAN_PEOPLE_MAX + 2; n++) {
        bool fits = n <= DUBAN_PEOPLE_MAX;
        struct duban_buf csv = {0};
        struct reading reading;
        duban_buf_puts(&csv, HEADER);
        for (int i = 0; i < n; i++)
            duban_buf_printf(&csv, "A,edu,head,a%d@b.cn,\n", i);
        prepare(&reading, DUBAN_EN);
        duban_people_parse(&reading.people, duban_buf_slice(&csv));
        cr_assert_eq(reading.people.n_faults, fits ? 0 : 1, "%d", n);
        cr_assert_eq(reading.people.n, fits ? (size_t)n : (size_t)DUBAN_PEOPLE_MAX, "%d", n);
        cr_assert(fits || duban_slice_has_prefix(duban_buf_slice(&reading.faults),
                                                 "people.csv:10002: more than 10000 rows"));
        forget(&reading);
        duban_buf_fini(&csv);
    }
}

Test(people, have_names_of_128_bytes)
{
    for (size_t n = DUBAN_PEOPLE_NAME_MAX - 1; n <= DUBAN_PEOPLE_NAME_MAX + 1; n++) {
        struct duban_buf csv = {0};
        struct reading reading;
        duban_buf_printf(&csv, HEADER "%0*d,%0*d,head,a@b.cn,\n", (int)n, 0, (int)n, 0);
        prepare(&reading, DUBAN_EN);
        duban_people_parse(&reading.people, duban_buf_slice(&csv));
        cr_assert_eq(reading.people.n_faults, n <= DUBAN_PEOPLE_NAME_MAX ? 0 : 2, "%zu", n);
        forget(&reading);
        duban_buf_fini(&csv);
    }
}

Test(file, need_not_be_there_but_must_be_one)
{
    struct duban_err err = {0};
    struct reading reading;
    char folder[32];

    enter(folder);
    prepare(&reading, DUBAN_EN);
    cr_assert_eq(duban_people_read(&reading.people, ".", &err), DUBAN_OK, "%s", err.text);
    cr_assert(!reading.people.is_there && reading.people.n == 0 && reading.people.n_faults == 0);
    cr_assert(err.text[0] == '\0' && strcmp(reading.people.path, "./people.csv") == 0);

    cr_assert_eq(symlink("none", "people.csv"), 0);
    cr_assert_eq(duban_people_read(&reading.people, ".", &err), DUBAN_E_NOINPUT);
    cr_assert(strstr(err.text, "people.csv") != NULL, "%s", err.text);
    cr_assert(unlink("people.csv") == 0 && mkdir("people.csv", S_IRWXU) == 0);
    cr_assert_eq(duban_people_read(&reading.people, ".", &err), DUBAN_E_NOINPUT, "a folder");
    cr_assert_eq(rmdir("people.csv"), 0);

    static const char csv[] = HEADER "A,edu,head,a@b.cn,\n";
    write_bytes("people.csv", csv, strlen(csv));
    cr_assert_eq(duban_people_read(&reading.people, ".", &err), DUBAN_OK, "%s", err.text);
    cr_assert(reading.people.is_there && reading.people.n == 1 && reading.people.n_faults == 0);
    cr_assert_eq(truncate("people.csv", DUBAN_PEOPLE_FILE_MAX), 0); /* NUL bytes: another row */
    cr_assert_eq(duban_people_read(&reading.people, ".", &err), DUBAN_OK, "%s", err.text);
    cr_assert_eq(truncate("people.csv", DUBAN_PEOPLE_FILE_MAX + 1), 0);
    cr_assert_eq(duban_people_read(&reading.people, ".", &err), DUBAN_E_DATA);
    cr_assert(strstr(err.text, "longer than 1048576 bytes") != NULL, "%s", err.text);
    forget(&reading);
    leave(folder);
}

Test(person, belongs_to_a_unit_by_its_code_or_a_name)
{
    static const struct {
        const char *when, *dept;
        bool want;
    } rows[] = {
        {"the code", "edu", true},           {"the Chinese name", "教育局", true},
        {"the English name", "EB", true},    {"another unit", "hr", false},
        {"a part of the code", "ed", false}, {"the supervising office", "", false},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct duban_person person = {.dept = duban_slice_of(rows[i].dept)};
        cr_assert_eq(duban_person_is_of(&person, duban_slice_of("edu"), duban_slice_of("教育局"),
                                        duban_slice_of("EB")),
                     rows[i].want, "%s", rows[i].when);
        cr_assert(!duban_person_is_of(&(struct duban_person){.name = person.name},
                                      duban_slice_of("edu"), (struct duban_slice){0},
                                      (struct duban_slice){0}),
                  "a unit without names is not the office");
    }
}
