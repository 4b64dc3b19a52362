/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "lib/app/conf.h"

/* The file of an office that never was, with a key of every kind. */
struct person {
    struct duban_conf_place place;
    const char *id;
    int role;
    struct duban_conf_texts units;
};

struct retry {
    int64_t after_ms, times;
};

struct mail {
    struct duban_conf_place place;
    const char *host;
    struct retry retry;
};

struct group {
    struct duban_conf_list groups;
};

struct office {
    struct duban_conf_place place;
    const char *name, *motto;
    int lang, style;
    int64_t n_rows, balance, every_ms, wait_ms;
    bool is_quiet;
    struct duban_conf_date begins_on;
    struct duban_conf_texts holidays, copies;
    struct duban_conf_pairs labels;
    struct mail mail;
    struct duban_conf_list people, groups;
};

#define KEY(type, member, text, ...)                                                               \
    {                                                                                              \
        .name = (text), .offset = offsetof(struct type, member), .kind = __VA_ARGS__               \
    }
#define BYTES(text)                                                                                \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *const langs[] = {"zh", "en", "both", NULL};
static const char *const roles[] = {"supervisor", "reporter", NULL};

static const struct duban_conf_key retry_keys[] = {
    KEY(retry, after_ms, "after", DUBAN_CONF_DURATION, .otherwise = "10s"),
    KEY(retry, times, "times", DUBAN_CONF_NUMBER),
};
static const struct duban_conf_section retry_section = {retry_keys, COUNT(retry_keys),
                                                        sizeof(struct retry), DUBAN_CONF_NO_PLACE};

static const struct duban_conf_key mail_keys[] = {
    KEY(mail, host, "host", DUBAN_CONF_TEXT, .is_required = true),
    KEY(mail, retry, "retry", DUBAN_CONF_SECTION, .section = &retry_section),
};
static const struct duban_conf_section mail_section = {
    mail_keys, COUNT(mail_keys), sizeof(struct mail), offsetof(struct mail, place)};

static const struct duban_conf_key person_keys[] = {
    KEY(person, id, "id", DUBAN_CONF_TEXT, .is_required = true),
    KEY(person, role, "role", DUBAN_CONF_WORD, .is_required = true, .words = roles),
    KEY(person, units, "units", DUBAN_CONF_TEXTS, .otherwise = "all"),
};
static const struct duban_conf_section person_section = {
    person_keys, COUNT(person_keys), sizeof(struct person), offsetof(struct person, place)};

static const struct duban_conf_section group_section;
static const struct duban_conf_key group_keys[] = {
    KEY(group, groups, "groups", DUBAN_CONF_SECTIONS, .section = &group_section),
};
static const struct duban_conf_section group_section = {group_keys, COUNT(group_keys),
                                                        sizeof(struct group), DUBAN_CONF_NO_PLACE};

static const struct duban_conf_key office_keys[] = {
    KEY(office, name, "name", DUBAN_CONF_TEXT, .is_required = true, .min = 3, .max = 12),
    KEY(office, motto, "motto", DUBAN_CONF_TEXT),
    KEY(office, lang, "lang", DUBAN_CONF_WORD, .otherwise = "both", .words = langs),
    KEY(office, style, "style", DUBAN_CONF_WORD, .words = langs),
    KEY(office, n_rows, "rows", DUBAN_CONF_NUMBER, .otherwise = "20", .min = 1, .max = 100),
    KEY(office, balance, "balance", DUBAN_CONF_NUMBER),
    KEY(office, every_ms, "every", DUBAN_CONF_DURATION, .otherwise = "5m", .min = 1500,
        .max = 3600000),
    KEY(office, wait_ms, "wait", DUBAN_CONF_DURATION, .min = 1000, .max = INT64_MAX),
    KEY(office, is_quiet, "quiet", DUBAN_CONF_BOOL, .otherwise = "true"),
    KEY(office, begins_on, "begins", DUBAN_CONF_DATE),
    KEY(office, holidays, "holidays", DUBAN_CONF_TEXTS, .max = 10),
    KEY(office, copies, "copies", DUBAN_CONF_TEXTS, .is_required = true),
    KEY(office, labels, "labels", DUBAN_CONF_PAIRS, .max = 6),
    KEY(office, mail, "mail", DUBAN_CONF_SECTION, .section = &mail_section),
    KEY(office, people, "people", DUBAN_CONF_SECTIONS, .section = &person_section),
    KEY(office, groups, "groups", DUBAN_CONF_SECTIONS, .section = &group_section),
};
static const struct duban_conf_section office_section = {
    office_keys, COUNT(office_keys), sizeof(struct office), offsetof(struct office, place)};

/* A reading of a file, from init to fini. */
struct reading {
    struct duban_arena arena;
    struct duban_buf faults;
    struct duban_conf conf;
    struct office office;
};

static void read_bytes(struct reading *reading, struct duban_slice bytes, enum duban_lang lang)
{
    *reading = (struct reading){0};
    reading->conf = (struct duban_conf){
        .path = "f", .lang = lang, .arena = &reading->arena, .faults = &reading->faults};
    duban_conf_read(&reading->conf, bytes, &office_section, &reading->office);
    duban_buf_put(&reading->faults, (struct duban_slice){"", 1}); /* NUL */
}

static void done(struct reading *reading)
{
    duban_buf_fini(&reading->faults);
    duban_arena_fini(&reading->arena);
}

static size_t n_lines(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++)
        n += *text == '\n' ? 1 : 0;
    return n;
}

static void expect(const char *when, struct duban_slice bytes, enum duban_lang lang,
                   const char *want)
{
    struct reading reading;

    read_bytes(&reading, bytes, lang);
    cr_expect_str_eq(reading.faults.at, want, "%s:\n%s", when, reading.faults.at);
    cr_expect_eq(reading.conf.n_faults, n_lines(want), "%s", when);
    done(&reading);
}

/* What a file must have; a row adds what it is about. */
#define HEAD "name: duban\ncopies: a\n"

static const char whole[] = "# the office\n"
                            "name: 督办室\n"
                            "motto: '言必信: 行必果'\n"
                            "lang: en\n"
                            "style: zh\n"
                            "rows: 007\n"
                            "balance: -5\n"
                            "every: 90s\n"
                            "wait: 2h\n"
                            "quiet: false\n"
                            "begins: 2022-10-10\n"
                            "holidays: [2022-10-01, \"2022-10-02\"]\n"
                            "copies: ops@example.org\n"
                            "labels:\n"
                            "  done: 完成\n"
                            "  \"no\": 否\n"
                            "mail:\n"
                            "  host: smtp.example.org\n"
                            "  retry: {after: 500ms, times: 3}\n"
                            "people:\n"
                            "- id: li\n"
                            "  role: supervisor\n"
                            "- {id: wang, role: reporter, units: [教育局, 民政局, 财政局]}\n";

Test(conf, reads_values_of_every_kind)
{
    struct reading reading;
    char date[DUBAN_DATE_BYTES];
    const struct office *office = &reading.office;

    read_bytes(&reading, duban_slice_of(whole), DUBAN_EN);
    cr_assert_str_eq(reading.faults.at, "");
    cr_assert_str_eq(office->name, "督办室");
    cr_assert_str_eq(office->motto, "言必信: 行必果");
    cr_assert_eq(office->lang, 1);
    cr_assert_eq(office->style, 0);
    cr_assert_eq(office->n_rows, 7);
    cr_assert_eq(office->balance, -5);
    cr_assert_eq(office->every_ms, 90000);
    cr_assert_eq(office->wait_ms, 7200000);
    cr_assert_not(office->is_quiet);
    cr_assert(office->begins_on.is_given);
    cr_assert_str_eq(duban_date_print(office->begins_on.v, date), "2022-10-10");
    cr_assert_eq(office->holidays.n, 2);
    cr_assert_str_eq(office->holidays.at[0], "2022-10-01");
    cr_assert_str_eq(office->holidays.at[1], "2022-10-02");
    cr_assert(office->holidays.places[0].line == 12 && office->holidays.places[0].column == 12);
    cr_assert(office->holidays.places[1].line == 12 && office->holidays.places[1].column == 24);
    cr_assert(office->copies.places[0].line == 13 && office->copies.places[0].column == 9);
    cr_assert(office->begins_on.place.line == 11 && office->begins_on.place.column == 9);
    cr_assert_eq(office->copies.n, 1, "a single text is a list of one");
    cr_assert_str_eq(office->copies.at[0], "ops@example.org");
    cr_assert_eq(office->labels.n, 2);
    cr_assert_str_eq(office->labels.names[1], "no");
    cr_assert_str_eq(office->labels.values[1], "否");
    done(&reading);
}

Test(conf, reads_sections_and_says_where_they_begin)
{
    struct reading reading;

    read_bytes(&reading, duban_slice_of(whole), DUBAN_EN);
    const struct office *office = &reading.office;
    const struct person *people = office->people.at;
    cr_assert(office->place.line == 2 && office->place.column == 1);
    cr_assert(office->mail.place.line == 18 && office->mail.place.column == 3);
    cr_assert_str_eq(office->mail.host, "smtp.example.org");
    cr_assert_eq(office->mail.retry.after_ms, 500);
    cr_assert_eq(office->mail.retry.times, 3);
    cr_assert_eq(office->people.n, 2);
    cr_assert(people[0].place.line == 21 && people[0].place.column == 3);
    cr_assert_str_eq(people[0].id, "li");
    cr_assert_eq(people[0].role, 0);
    cr_assert_eq(people[0].units.n, 1);
    cr_assert_str_eq(people[0].units.at[0], "all", "the default of a section in a list");
    cr_assert_eq(people[0].units.places[0].line, 0, "a default stands nowhere");
    cr_assert(people[1].place.line == 23 && people[1].place.column == 3);
    cr_assert_eq(people[1].role, 1);
    cr_assert_eq(people[1].units.n, 3, "what is given takes the default's place");
    cr_assert_str_eq(people[1].units.at[2], "财政局");
    done(&reading);
}

Test(conf, leaves_defaults_where_nothing_is_given)
{
    struct reading reading;

    read_bytes(&reading, duban_slice_of("{name: abc, copies: [a]}"), DUBAN_EN);
    const struct office *office = &reading.office;
    cr_assert_str_eq(reading.faults.at, "");
    cr_assert_null(office->motto);
    cr_assert_eq(office->lang, 2);
    cr_assert_eq(office->style, -1, "a word without a default");
    cr_assert_eq(office->n_rows, 20);
    cr_assert_eq(office->balance, 0);
    cr_assert_eq(office->every_ms, 300000);
    cr_assert_eq(office->wait_ms, 0, "a default of zero may lie outside the range");
    cr_assert(office->is_quiet);
    cr_assert_not(office->begins_on.is_given);
    cr_assert_eq(office->holidays.n + office->labels.n + office->people.n, 0);
    cr_assert_eq(office->mail.place.line, 0, "a section that is not there");
    cr_assert_null(office->mail.host, "what it would require is not missed");
    cr_assert_eq(office->mail.retry.after_ms, 10000);
    done(&reading);
}

Test(conf, keeps_a_text_as_it_is_written)
{
    static const struct {
        const char *written, *want;
    } rows[] = {
        {"2022-12-31", "2022-12-31"},
        {"007", "007"},
        {"1e3", "1e3"},
        {"yes", "yes"},
        {"true", "true"},
        {"Null", "Null"},
        {"nullify", "nullify"},
        {"'null'", "null"},
        {"\"~\"", "~"},
        {"''", ""},
        {"' a '", " a "},
        {"C:\\path # a comment", "C:\\path"},
        {"a#b:c", "a#b:c"},
        {"'it''s'", "it's"},
        {"\"a\\tb\\u4e8b\"", "a\tb事"},
        {"a\n  b\n\n  c", "a b\nc"},
        {"|\n  a\n   b\n", "a\n b\n"},
        {">-\n  a\n  b\n", "a b"},
        {"{1}", NULL},
    };
    char text[100];

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reading reading;
        (void)snprintf(text, sizeof text, HEAD "motto: %s", rows[i].written);
        read_bytes(&reading, duban_slice_of(text), DUBAN_EN);
        cr_expect_eq(reading.conf.n_faults, rows[i].want == NULL ? 1 : 0, "%s", rows[i].written);
        if (rows[i].want != NULL)
            cr_expect_str_eq(reading.office.motto, rows[i].want, "%s", rows[i].written);
        done(&reading);
    }
}

Test(conf, grows_with_what_is_given)
{
    struct reading reading;
    struct duban_buf text = {0};
    char id[16];

    duban_buf_puts(&text, HEAD "people:\n");
    for (int i = 0; i < 1000; i++)
        duban_buf_printf(&text, "- {id: p%d, role: reporter}\n", i);
    read_bytes(&reading, duban_buf_slice(&text), DUBAN_EN);
    cr_assert_str_eq(reading.faults.at, "");
    cr_assert_eq(reading.office.people.n, 1000);
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(id, sizeof id, "p%d", i);
        cr_assert_str_eq(((struct person *)reading.office.people.at)[i].id, id);
    }
    duban_buf_fini(&text);
    done(&reading);
}

struct story {
    const char *when, *text, *want;
};

#define TELL(stories, language)                                                                    \
    for (size_t i = 0; i < COUNT(stories); i++)                                                    \
    expect((stories)[i].when, duban_slice_of((stories)[i].text), language, (stories)[i].want)

Test(conf, tells_what_is_wrong_with_keys)
{
    static const struct story stories[] = {
        {"an empty file", "",
         "f:1:1: \"name\" is missing in the section that begins here; add it\n"
         "f:1:1: \"copies\" is missing in the section that begins here; add it\n"},
        {"comments alone", "# nothing\n\n",
         "f:1:1: \"name\" is missing in the section that begins here; add it\n"
         "f:1:1: \"copies\" is missing in the section that begins here; add it\n"},
        {"an empty document", "---\n",
         "f:1:1: \"name\" is missing in the section that begins here; add it\n"
         "f:1:1: \"copies\" is missing in the section that begins here; add it\n"},
        {"a required key is missing", "# x\ncopies: a\n",
         "f:2:1: \"name\" is missing in the section that begins here; add it\n"},
        {"in a section", HEAD "mail:\n  retry: {times: 1}\n",
         "f:4:3: \"host\" is missing in the section that begins here; add it\n"},
        {"in a section of a list", HEAD "people:\n- {id: li, role: reporter}\n- id: wang\n",
         "f:5:3: \"role\" is missing in the section that begins here; add it\n"},
        {"a slip of the finger", HEAD "holydays: a\n",
         "f:3:1: there is no key \"holydays\" here; did you mean \"holidays\"?\n"},
        {"two bytes away", HEAD "laneg: zh\n",
         "f:3:1: there is no key \"laneg\" here; did you mean \"lang\"?\n"},
        {"nothing near", HEAD "mail:\n  host: a\n  password: b\n",
         "f:5:3: there is no key \"password\" here; there are: host, retry\n"},
        {"what is in it is not looked at", HEAD "holydays: {a: [b, {c: d}], e: }\nrows: 5\n",
         "f:3:1: there is no key \"holydays\" here; did you mean \"holidays\"?\n"},
        {"a key too long to be shown", HEAD "事事事事事事事事事事事事事事事事事事事事事: a\n",
         "f:3:1: there is no key \"事事事事事事事事事事事事事事事事事事事事…\" here; there are: "
         "name, motto, lang, style, rows, balance, every, wait, quiet, begins, holidays, copies, "
         "labels, mail, people, groups\n"},
        {"doubled", HEAD "lang: zh\n\nlang: en\n",
         "f:5:1: \"lang\" stands in line 3 already; remove one of them\n"},
        {"doubled, the second is wrong", HEAD "lang: zh\nlang: [fr]\n",
         "f:4:1: \"lang\" stands in line 3 already; remove one of them\n"},
        {"doubled name", HEAD "labels:\n  a: x\n  b: y\n  a: z\n",
         "f:6:3: \"a\" stands in line 4 already; remove one of them\n"},
        {"no name", HEAD "\"\": a\n", "f:3:1: the name before the colon is missing; add it\n"},
        {"a list for a name", HEAD "? [a]\n: b\n",
         "f:3:3: a name stands before the colon, not a list\n"},
        {"a map for a name", HEAD "labels:\n  {a: b}: c\n",
         "f:4:3: a name stands before the colon, not a group of keys\n"},
        {"NUL in a name", HEAD "\"a\\0b\": c\n",
         "f:3:1: \"a\uFFFDb\" holds a NUL character (\\0); remove it\n"},
    };

    TELL(stories, DUBAN_EN);
}

Test(conf, tells_what_is_of_the_wrong_kind)
{
    static const struct story stories[] = {
        {"a list for a file", "- a\n- b: [c]\n",
         "f:1:1: a file consists of lines key: value, not of a list\n"},
        {"a text for a file", "\n  name\n",
         "f:2:3: a file consists of lines key: value, not of a single value\n"},
        {"a list for a text", HEAD "motto:\n- a\n- [b]\n",
         "f:4:1: here \"motto\" takes a single value, not a list\n"},
        {"a map for a number", HEAD "rows: {a: 1}\n",
         "f:3:7: here \"rows\" takes a single value, not a group of keys\n"},
        {"a text for a section", HEAD "mail: a\n",
         "f:3:7: here \"mail\" takes lines key: value, further in, not a single value\n"},
        {"a list for a section", HEAD "mail:\n  - host: a\n",
         "f:4:3: here \"mail\" takes lines key: value, further in, not a list\n"},
        {"a section for a list of them", HEAD "people:\n  id: li\n",
         "f:4:3: here \"people\" takes a list, each entry begun with \"- \" and made of lines key: "
         "value, not a group of keys\n"},
        {"a text for a section of a list", HEAD "people:\n  - li\n",
         "f:4:5: here \"people\" takes lines key: value, further in, not a single value\n"},
        {"a map for texts", HEAD "holidays: {a: b}\n",
         "f:3:11: here \"holidays\" takes one text or a list of texts, each begun with \"- \", not "
         "a group of keys\n"},
        {"a list in a list of texts", HEAD "holidays: [a, [b], c]\n",
         "f:3:15: here \"holidays\" takes a single value, not a list\n"},
        {"a text for pairs", HEAD "labels: a\n",
         "f:3:9: here \"labels\" takes lines name: text, further in, not a single value\n"},
        {"a list in pairs", HEAD "labels:\n  a: [b]\n",
         "f:4:6: here \"a\" takes a single value, not a list\n"},
    };

    TELL(stories, DUBAN_EN);
}

Test(conf, tells_which_values_are_empty)
{
    static const struct story stories[] = {
        {"nothing", HEAD "motto:\n",
         "f:3:7: \"motto\" has no value; give it one, or remove the line if it is not needed\n"},
        {"~", HEAD "motto: ~\n",
         "f:3:8: \"motto\" has no value; give it one, or remove the line if it is not needed\n"},
        {"null", HEAD "motto: null\n",
         "f:3:8: \"motto\" has no value; give it one, or remove the line if it is not needed\n"},
        {"a required text", "name:\ncopies: a\n",
         "f:1:6: \"name\" has no value; give it one, or remove the line if it is not needed\n"},
        {"a number", HEAD "rows: # many\n",
         "f:3:6: \"rows\" has no value; give it one, or remove the line if it is not needed\n"},
        {"a section", HEAD "mail:\nrows: 5\n",
         "f:3:6: \"mail\" has no value; give it one, or remove the line if it is not needed\n"},
        {"an entry", HEAD "holidays:\n- a\n-\n",
         "f:5:2: \"holidays\" has no value; give it one, or remove the line if it is not needed\n"},
        {"a pair", HEAD "labels:\n  a:\n",
         "f:4:5: \"a\" has no value; give it one, or remove the line if it is not needed\n"},
        {"a required list", "name: abc\ncopies: []\n",
         "f:2:9: \"copies\" has no value; give it one, or remove the line if it is not needed\n"},
        {"a list that nothing requires", HEAD "holidays: []\nlabels: {}\npeople: []\n", ""},
    };

    TELL(stories, DUBAN_EN);
}

Test(conf, tells_what_is_wrong_with_values)
{
    static const struct story stories[] = {
        {"no word", HEAD "lang: french\n",
         "f:3:7: \"lang\" cannot be \"french\"; it is one of: zh, en, both\n"},
        {"nearly a word", HEAD "lang: bot\n",
         "f:3:7: \"lang\" cannot be \"bot\"; did you mean \"both\"? It is one of: zh, en, both\n"},
        {"a number too small", HEAD "rows: 0\n",
         "f:3:7: \"rows\" takes a whole number from 1 to 100, not \"0\"\n"},
        {"the least", HEAD "rows: 1\n", ""},
        {"the greatest", HEAD "rows: 100\n", ""},
        {"a number too great", HEAD "rows: 101\n",
         "f:3:7: \"rows\" takes a whole number from 1 to 100, not \"101\"\n"},
        {"no number", HEAD "balance: many\n",
         "f:3:10: \"balance\" takes a whole number, not \"many\"\n"},
        {"no whole number", HEAD "balance: 1.5\n",
         "f:3:10: \"balance\" takes a whole number, not \"1.5\"\n"},
        {"a number with a plus", HEAD "balance: +5\n",
         "f:3:10: \"balance\" takes a whole number, not \"+5\"\n"},
        {"a number in an empty text", HEAD "balance: ''\n",
         "f:3:10: \"balance\" takes a whole number, not \"\"\n"},
        {"a minus", HEAD "balance: '-'\n", "f:3:10: \"balance\" takes a whole number, not \"-\"\n"},
        {"more than there is", HEAD "balance: 9223372036854775808\n",
         "f:3:10: \"balance\" takes a whole number, not \"9223372036854775808\"\n"},
        {"a duration without a unit", HEAD "every: 10\n",
         "f:3:8: \"every\" needs a unit; write 10s, 10m or 10h for seconds, minutes or hours\n"},
        {"in a unit that we do not know", HEAD "every: 10min\n",
         "f:3:8: \"every\" takes a duration from 1500ms to 1h, such as 500ms, 10s, 5m, 2h or 3d, not "
         "\"10min\"\n"},
        {"too short", HEAD "every: 1499ms\n",
         "f:3:8: \"every\" takes a duration from 1500ms to 1h, such as 500ms, 10s, 5m, 2h or 3d, not "
         "\"1499ms\"\n"},
        {"the shortest", HEAD "every: 1500ms\n", ""},
        {"the longest", HEAD "every: 60m\n", ""},
        {"too long", HEAD "every: 3600001ms\n",
         "f:3:8: \"every\" takes a duration from 1500ms to 1h, such as 500ms, 10s, 5m, 2h or 3d, not "
         "\"3600001ms\"\n"},
        {"bounded below alone", HEAD "wait: 0s\n",
         "f:3:7: \"wait\" takes a duration of 1s or more, such as 500ms, 10s, 5m, 2h or 3d, not "
         "\"0s\"\n"},
        {"longer than there is", HEAD "wait: 9223372036854775807d\n",
         "f:3:7: \"wait\" takes a duration of 1s or more, such as 500ms, 10s, 5m, 2h or 3d, not "
         "\"9223372036854775807d\"\n"},
        {"less than nothing", HEAD "mail: {host: a, retry: {after: -1s}}\n",
         "f:3:32: \"after\" takes a duration, such as 500ms, 10s, 5m, 2h or 3d, not \"-1s\"\n"},
        {"another language's truth", HEAD "quiet: wahr\n",
         "f:3:8: \"quiet\" takes true or false, not \"wahr\"\n"},
        {"YAML 1.1's truth", HEAD "quiet: yes\n",
         "f:3:8: \"quiet\" takes true or false, not \"yes\"; write true\n"},
        {"and its contrary", HEAD "quiet: Off\n",
         "f:3:8: \"quiet\" takes true or false, not \"Off\"; write false\n"},
        {"truth in capitals", HEAD "quiet: TRUE\n",
         "f:3:8: \"quiet\" takes true or false, not \"TRUE\"; write true\n"},
        {"no day", HEAD "begins: 2022-02-30\n",
         "f:3:9: \"begins\" takes a day such as 2022-12-31, not \"2022-02-30\"\n"},
        {"a text too short", "name: ab\ncopies: a\n",
         "f:1:7: \"name\" is too short: at least 3 bytes, this has 2; complete it\n"},
        {"the shortest text", "name: 室\ncopies: a\n", ""},
        {"the longest", "name: 督查督办\ncopies: a\n", ""},
        {"a text too long", "name: 督查督办s\ncopies: a\n",
         "f:1:7: \"name\" is too long: at most 12 bytes, this has 13; shorten it\n"},
        {"a text too long in a list", HEAD "holidays:\n- 2022-10-01\n- 2022-10-01x\n",
         "f:5:3: \"holidays\" is too long: at most 10 bytes, this has 11; shorten it\n"},
        {"in pairs", HEAD "labels: {a: 完成了}\n",
         "f:3:13: \"a\" is too long: at most 6 bytes, this has 9; shorten it\n"},
        {"NUL", HEAD "motto: \"a\\0b\"\n",
         "f:3:8: \"motto\" holds a NUL character (\\0); remove it\n"},
        {"what would forge a line", HEAD "rows: \"1\\n\\e[2Jf:1:1: all is well\"\n",
         "f:3:7: \"rows\" takes a whole number from 1 to 100, not \"1 \uFFFD[2Jf:1:1: all is "
         "well\"\n"},
    };

    TELL(stories, DUBAN_EN);
}

Test(conf, tells_which_parts_of_yaml_it_does_not_take)
{
    static const struct story stories[] = {
        {"an anchor", HEAD "motto: &m a\n",
         "f:3:8: the anchor \"&m\" cannot be used here; remove it\n"},
        {"an alias", HEAD "motto: *m\n",
         "f:3:8: the alias \"*m\" cannot be used here; write out what it stands for, or put quotes "
         "around it\n"},
        {"an alias for a section", HEAD "mail: *m\npeople: [*p]\n",
         "f:3:7: the alias \"*m\" cannot be used here; write out what it stands for, or put quotes "
         "around it\n"
         "f:4:10: the alias \"*p\" cannot be used here; write out what it stands for, or put quotes "
         "around it\n"},
        {"an alias for a key", HEAD "*m : a\n",
         "f:3:1: the alias \"*m\" cannot be used here; write out what it stands for, or put quotes "
         "around it\n"},
        {"an alias for a file", "*m\n",
         "f:1:1: the alias \"*m\" cannot be used here; write out what it stands for, or put quotes "
         "around it\n"},
        {"a merge", HEAD "<<: *m\n",
         "f:3:1: there is no key \"<<\" here; there are: name, motto, lang, style, rows, balance, "
         "every, wait, quiet, begins, holidays, copies, labels, mail, people, groups\n"
         "f:3:5: the alias \"*m\" cannot be used here; write out what it stands for, or put quotes "
         "around it\n"},
        {"a tag of YAML's own", HEAD "rows: !!str 5\n",
         "f:3:7: the tag \"!!str\" cannot be used here; remove it, or put quotes around the value\n"},
        {"a tag of somebody's", HEAD "labels: !map {}\n",
         "f:3:9: the tag \"!map\" cannot be used here; remove it, or put quotes around the value\n"},
        {"a tag that says nothing", HEAD "holidays: ! [! a]\n",
         "f:3:11: the tag \"!\" cannot be used here; remove it, or put quotes around the value\n"
         "f:3:14: the tag \"!\" cannot be used here; remove it, or put quotes around the value\n"},
        {"in what is not looked at", HEAD "holydays: {a: *m}\n",
         "f:3:1: there is no key \"holydays\" here; did you mean \"holidays\"?\n"
         "f:3:15: the alias \"*m\" cannot be used here; write out what it stands for, or put quotes "
         "around it\n"},
        {"a second document", "---\n" HEAD "---\nlang: french\n",
         "f:4:1: the file's content has ended before this; remove what follows or put it into a file "
         "of its own (what follows has not been checked)\n"},
        {"an end and more", HEAD "...\nlang: french\n",
         "f:4:1: the file's content has ended before this; remove what follows or put it into a file "
         "of its own (what follows has not been checked)\n"},
        {"an end", HEAD "...\n# nothing\n", ""},
        {"a version", "%YAML 1.2\n---\n" HEAD, ""},
    };

    TELL(stories, DUBAN_EN);
}

#define UNREAD " (what follows has not been checked)\n"

Test(conf, tells_what_cannot_be_read)
{
    static const struct story stories[] = {
        {"a tab", HEAD "mail:\n\thost: a\n",
         "f:4:1: a tab stands in the indentation; use blanks, two for each level" UNREAD},
        {"a tab after blanks", HEAD "mail:\n  host: a\n  \tretry: {}\n",
         "f:5:3: a tab stands in the indentation; use blanks, two for each level" UNREAD},
        {"a tab behind a dash", HEAD "people:\n-\tid: a\n",
         "f:4:2: a tab stands in the indentation; use blanks, two for each level" UNREAD},
        {"a tab in a block of text", HEAD "motto: |\n\ta\n",
         "f:4:1: a tab stands in the indentation; use blanks, two for each level" UNREAD},
        {"tabs where they may stand", HEAD "rows:\t5\t# five\nmotto: a\tb\nlabels: {\n\ta: b}\n",
         ""},
        {"further in", HEAD "mail:\n  host: a\n retry: {}\n",
         "f:5:2: this line does not line up with those above; lines of one level begin in one "
         "column, entries of a list each with \"- \"" UNREAD},
        {"an entry without a dash", HEAD "holidays:\n  - a\n  b: c\n",
         "f:5:3: this line does not line up with those above; lines of one level begin in one "
         "column, entries of a list each with \"- \"" UNREAD},
        {"behind a quoted text", HEAD "motto: 'it's'\n",
         "f:3:12: the value has ended before this; put quotes around the whole text and write '' for "
         "a ' in it" UNREAD},
        {"a colon first", HEAD ": a\n",
         "f:3:1: the name before the colon is missing; add it" UNREAD},
        {"an open quote", HEAD "motto: \"a\nrows: 5\n",
         "f:3:8: the quote that begins here is never closed; close it" UNREAD},
        {"an open bracket", HEAD "holidays: [a,\n  b\nrows: 5\n",
         "f:3:11: the bracket that begins here is never closed, or a comma is missing in it; add "
         "it" UNREAD},
        {"an open brace", HEAD "labels: {a: b\n",
         "f:3:9: the bracket that begins here is never closed, or a comma is missing in it; add "
         "it" UNREAD},
        {"no colon", HEAD "lang zh\nrows: 5\n",
         "f:3:1: this line has no colon; write key: value, with an ASCII colon and a blank behind "
         "it" UNREAD},
        {"a full-width colon", HEAD "lang：zh\nrows: 5\n",
         "f:3:1: this line has no colon; write key: value, with an ASCII colon and a blank behind "
         "it" UNREAD},
        {"a colon in a value", HEAD "motto: a: b\n",
         "f:3:9: no colon can stand here; put quotes around a value that holds one; a key begins a "
         "line, in one column with its neighbours" UNREAD},
        {"a value that begins badly", HEAD "motto: @all\n",
         "f:3:8: no value can begin with this character; put quotes around the value" UNREAD},
        {"with a star", HEAD "motto: * a\n",
         "f:3:8: no value can begin with this character; put quotes around the value" UNREAD},
        {"a backslash", HEAD "motto: \"C:\\path\"\n",
         "f:3:11: a backslash has a meaning inside double quotes; write \\\\ or use single "
         "quotes" UNREAD},
        {"what libyaml alone can say", HEAD "motto: - a\n",
         "f:3:8: this is no YAML: block sequence entries are not allowed in this context; check "
         "quotes, colons and indentation" UNREAD},
        {"and what was found before", HEAD "rows: 0\nlang: french\nmail:\n  motto: }\n",
         "f:3:7: \"rows\" takes a whole number from 1 to 100, not \"0\"\n"
         "f:4:7: \"lang\" cannot be \"french\"; it is one of: zh, en, both\n"
         "f:6:3: there is no key \"motto\" here; there are: host, retry\n"
         "f:6:10: this is no YAML: did not find expected node content; check quotes, colons and "
         "indentation" UNREAD},
    };

    TELL(stories, DUBAN_EN);
}

Test(conf, goes_no_deeper_than_it_says)
{
    static const struct story stories[] = {
        {"a level less", HEAD "groups: [{groups: [{groups: [{}]}]}]\n", ""},
        {"all levels", HEAD "groups: [{groups: [{groups: [{groups: []}]}]}]\n", ""},
        {"a level more", HEAD "groups: [{groups: [{groups: [{groups: [{}]}]}]}]\nrows: 0\n",
         "f:3:40: nested too deep: at most 8 levels; write it flatter" UNREAD},
        {"in what is not looked at", HEAD "motto: [[[[[[[]]]]]]]\nrows: 0\n",
         "f:3:8: here \"motto\" takes a single value, not a list\n"
         "f:4:7: \"rows\" takes a whole number from 1 to 100, not \"0\"\n"},
        {"a level more in it", HEAD "motto: [[[[[[[[]]]]]]]]\nrows: 0\n",
         "f:3:8: here \"motto\" takes a single value, not a list\n"
         "f:3:15: nested too deep: at most 8 levels; write it flatter" UNREAD},
    };

    TELL(stories, DUBAN_EN);
}

Test(conf, tells_which_bytes_are_no_text)
{
    static const struct {
        const char *when;
        struct duban_slice bytes;
        const char *want;
    } rows[] = {
        {"a byte order mark", BYTES("\xef\xbb\xbf" HEAD "rows: 0\n"),
         "f:3:7: \"rows\" takes a whole number from 1 to 100, not \"0\"\n"},
        {"lines of Windows", BYTES("name: abc\r\ncopies: a\r\nrows: 0\r\n"),
         "f:3:7: \"rows\" takes a whole number from 1 to 100, not \"0\"\n"},
        {"NUL", BYTES(HEAD "motto: 事\0\n"),
         "f:3:9: here stands the invisible control character U+0000; remove it" UNREAD},
        {"another control character", BYTES(HEAD "# \x1b[2J\n"),
         "f:3:3: here stands the invisible control character U+001B; remove it" UNREAD},
        {"GB18030", BYTES("name: \xb6\xbd\xb0\xec\xca\xd2\ncopies: \x81\x30\x81\x30\n"),
         "f:1:7: the file looks like GB18030 (GBK); save it as UTF-8 in the editor" UNREAD},
        {"UTF-8 that was cut", BYTES(HEAD "motto: 督办\xe4\xba"),
         "f:3:10: from here on this is not UTF-8; save the file as UTF-8 in the editor" UNREAD},
        {"UTF-16", BYTES("\xff\xfen\0a\0m\0e\0"),
         "f:1:1: from here on this is not UTF-8; save the file as UTF-8 in the editor" UNREAD},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        expect(rows[i].when, rows[i].bytes, DUBAN_EN, rows[i].want);
}

Test(conf, speaks_chinese)
{
    static const struct story stories[] = {
        {"a slip of the finger", HEAD "langs: zh\n",
         "f:3:1: 这里没有“langs”这一项；是否应为“lang”？\n"},
        {"a word", HEAD "lang: bot\n",
         "f:3:7: “lang”不能是“bot”；是否应为“both”？可用：zh、en、both\n"},
        {"a kind", HEAD "motto: [a]\n", "f:3:8: “motto”在此应为单个值，而不是列表\n"},
        {"a range", HEAD "rows: 0\n", "f:3:7: “rows”应为整数（1 到 100），而不是“0”\n"},
        {"a duration", HEAD "wait: 5\n",
         "f:3:7: “wait”缺少时间单位；请写成 5s（秒）、5m（分）、5h（时）等\n"},
        {"a tab", HEAD "mail:\n\thost: a\n",
         "f:4:1: 缩进中有制表符（Tab）；请改用空格，每层两个（其后内容尚未检查）\n"},
    };

    TELL(stories, DUBAN_ZH);
}

Test(conf, tells_everything_at_once_in_the_order_of_the_file)
{
    expect(
        "a fault in each line",
        duban_slice_of("motto:\n"
                       "lang: zn\n"
                       "style: &s zh\n"
                       "rows: none\n"
                       "rows: 5\n"
                       "ballance: 1\n"
                       "every: 10\n"
                       "wait: 1ms\n"
                       "quiet: on\n"
                       "begins: tomorrow\n"
                       "holidays:\n"
                       "- the first of October\n"
                       "- ~\n"
                       "- {a: b}\n"
                       "labels: {a: finished, b: }\n"
                       "mail:\n"
                       "  retry: {after: soon, times: x}\n"
                       "people:\n"
                       "- role: chief\n"
                       "- li\n"),
        DUBAN_EN,
        "f:1:1: \"name\" is missing in the section that begins here; add it\n"
        "f:1:1: \"copies\" is missing in the section that begins here; add it\n"
        "f:1:7: \"motto\" has no value; give it one, or remove the line if it is not needed\n"
        "f:2:7: \"lang\" cannot be \"zn\"; did you mean \"zh\"? It is one of: zh, en, both\n"
        "f:3:8: the anchor \"&s\" cannot be used here; remove it\n"
        "f:4:7: \"rows\" takes a whole number from 1 to 100, not \"none\"\n"
        "f:5:1: \"rows\" stands in line 4 already; remove one of them\n"
        "f:6:1: there is no key \"ballance\" here; did you mean \"balance\"?\n"
        "f:7:8: \"every\" needs a unit; write 10s, 10m or 10h for seconds, minutes or hours\n"
        "f:8:7: \"wait\" takes a duration of 1s or more, such as 500ms, 10s, 5m, 2h or 3d, not \"1ms\"\n"
        "f:9:8: \"quiet\" takes true or false, not \"on\"; write true\n"
        "f:10:9: \"begins\" takes a day such as 2022-12-31, not \"tomorrow\"\n"
        "f:12:3: \"holidays\" is too long: at most 10 bytes, this has 20; shorten it\n"
        "f:13:3: \"holidays\" has no value; give it one, or remove the line if it is not needed\n"
        "f:14:3: here \"holidays\" takes a single value, not a group of keys\n"
        "f:15:13: \"a\" is too long: at most 6 bytes, this has 8; shorten it\n"
        "f:15:26: \"b\" has no value; give it one, or remove the line if it is not needed\n"
        "f:17:3: \"host\" is missing in the section that begins here; add it\n"
        "f:17:18: \"after\" takes a duration, such as 500ms, 10s, 5m, 2h or 3d, not \"soon\"\n"
        "f:17:31: \"times\" takes a whole number, not \"x\"\n"
        "f:19:3: \"id\" is missing in the section that begins here; add it\n"
        "f:19:9: \"role\" cannot be \"chief\"; it is one of: supervisor, reporter\n"
        "f:20:3: here \"people\" takes lines key: value, further in, not a single value\n");
}

Test(conf, takes_what_is_found_later)
{
    struct reading reading;

    read_bytes(&reading, duban_slice_of(whole), DUBAN_EN);
    const struct person *people = reading.office.people.at;
    duban_buf_clear(&reading.faults);
    duban_conf_fault(&reading.conf, people[1].place, DUBAN_TEXT_CONF_NO_NAME,
                     (const char *const[]){NULL});
    duban_conf_fault(&reading.conf, (struct duban_conf_place){0}, DUBAN_TEXT_CONF_UNKNOWN_NEAR,
                     (const char *const[]){"a\nb", "c", NULL});
    cr_assert(duban_slice_is(duban_buf_slice(&reading.faults),
                             "f:23:3: the name before the colon is missing; add it\n"
                             "f: there is no key \"a b\" here; did you mean \"c\"?\n"));
    cr_assert_eq(reading.conf.n_faults, 2);
    done(&reading);
}

/* The bytes lie in memory of their own, so that a byte read behind them is seen. */
static void read_copy(const char *at, size_t len)
{
    struct reading reading;
    char *copy = malloc(len + 1);

    cr_assert_not_null(copy);
    memcpy(copy, at, len);
    read_bytes(&reading, (struct duban_slice){copy, len}, DUBAN_ZH);
    cr_assert_eq(reading.conf.n_faults, n_lines(reading.faults.at), "%.*s", (int)len, at);
    done(&reading);
    free(copy);
}

Test(conf, reads_a_file_that_was_cut_anywhere)
{
    for (size_t len = 0; len < sizeof whole; len++)
        read_copy(whole, len);
}

Test(conf, reads_a_file_with_a_wrong_byte_anywhere)
{
    static const char bytes[] = "\0\t\n\r #&*!|>'\"%@`{}[],:?-~\\\x7f\x80\xe4\xff";
    char text[sizeof whole];

    for (size_t i = 0; i < sizeof whole - 1; i++)
        for (size_t k = 0; k < sizeof bytes; k++) {
            memcpy(text, whole, sizeof whole);
            text[i] = bytes[k];
            read_copy(text, sizeof whole - 1);
        }
}

Test(conf, is_not_kept_busy_by_brackets)
{
    struct duban_buf text = {0};

    for (size_t i = 0; i < DUBAN_CONF_FILE_MAX / 2; i++)
        duban_buf_puts(&text, "[{");
    read_copy(text.at, text.len);
    duban_buf_fini(&text);
}
