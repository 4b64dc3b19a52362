/* SPDX-License-Identifier: MIT */
#include "lib/app/people.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <sys/stat.h>

#include "lib/app/conf_faults.h"
#include "lib/app/sheet.h"
#include "lib/core/file.h"
#include "lib/core/map.h"

const char *const duban_person_role_words[] = {
    [DUBAN_PERSON_LIAISON] = "liaison",
    [DUBAN_PERSON_HEAD] = "head",
    [DUBAN_PERSON_SUPERVISOR] = "supervisor",
    [DUBAN_PERSON_LEADER] = "leader",
    [DUBAN_N_PERSON_ROLES] = NULL,
};

static const char *const role_words_zh[] = {
    [DUBAN_PERSON_LIAISON] = "联络员",  [DUBAN_PERSON_HEAD] = "负责人",
    [DUBAN_PERSON_SUPERVISOR] = "督查", [DUBAN_PERSON_LEADER] = "领导",
    [DUBAN_N_PERSON_ROLES] = NULL,
};

static const char *const lang_words[] = {[DUBAN_ZH] = "zh", [DUBAN_EN] = "en", NULL};

enum column { NAME, DEPT, ROLE, ADDRESS, LANG, N_COLUMNS };

static const struct duban_sheet_column columns[N_COLUMNS] = {
    [NAME] = {{"姓名", "name"}, DUBAN_TEXT_COLUMN_PERSON, true},
    [DEPT] = {{"单位", "dept"}, DUBAN_TEXT_COLUMN_DEPT, true},
    [ROLE] = {{"角色", "role"}, DUBAN_TEXT_COLUMN_ROLE, true},
    [ADDRESS] = {{"邮箱", "address"}, DUBAN_TEXT_COLUMN_ADDRESS, true},
    [LANG] = {{"语言", "lang"}, DUBAN_TEXT_COLUMN_LANG, false},
};

struct reader {
    struct duban_people *people;
    struct duban_sheet sheet;
    struct duban_map seen; /* by unit, role and address: the row's number as text */
};

/* RFC 5322's dot-atom: what no mail program takes for a comment, a list or a header. */
static bool is_atom_byte(char byte)
{
    unsigned char b = (unsigned char)byte;

    return b != '\0' && b < 0x80 && (isalnum(b) != 0 || strchr("!#$%&'*+-/=?^_`{|}~", b) != NULL);
}

static bool is_domain_byte(char byte)
{
    unsigned char b = (unsigned char)byte;

    return b < 0x80 && (isalnum(b) != 0 || b == '-');
}

/* One or more runs of such bytes, with full stops between them. */
static bool is_dotted(struct duban_slice text, bool (*is_byte)(char byte))
{
    bool is_after_byte = false;

    for (size_t i = 0; i < text.len; i++) {
        bool is_dot = text.at[i] == '.';
        if (is_dot ? !is_after_byte : !is_byte(text.at[i]))
            return false;
        is_after_byte = !is_dot;
    }
    return is_after_byte;
}

bool duban_is_mail_address(struct duban_slice text)
{
    const char *at = text.len == 0 ? NULL : memchr(text.at, '@', text.len);

    if (at == NULL || text.len > DUBAN_PEOPLE_ADDRESS_MAX)
        return false;
    size_t n = (size_t)(at - text.at);
    return is_dotted((struct duban_slice){text.at, n}, is_atom_byte) &&
           is_dotted((struct duban_slice){at + 1, text.len - n - 1}, is_domain_byte);
}

static bool same_word(struct duban_slice cell, const char *word)
{
    return cell.len == strlen(word) && strncasecmp(cell.at, word, cell.len) == 0;
}

/* A name is shown and mailed in one line. */
static bool check_line(struct reader *reader, const struct duban_sheet_row *row, enum column column)
{
    struct duban_slice cell = row->cells[column];

    for (size_t i = 0; i < cell.len; i++)
        if ((unsigned char)cell.at[i] < 0x20 || cell.at[i] == 0x7f) {
            DUBAN_SHEET_FAULT(&reader->sheet, row->number, DUBAN_TEXT_PEOPLE_CONTROL,
                              duban_sheet_column_name(&reader->sheet, column));
            return false;
        }
    return duban_sheet_text(&reader->sheet, row, column, DUBAN_PEOPLE_NAME_MAX);
}

static const char *role_text(const struct reader *reader, enum duban_person_role role)
{
    return reader->people->lang == DUBAN_ZH ? role_words_zh[role] : duban_person_role_words[role];
}

/* The word that was meant, in the language in which it was written; NULL: it is like none. */
static const char *near_role(struct duban_slice cell)
{
    const char *near = conf_faults_nearest(duban_person_role_words, cell);

    return near != NULL ? near : conf_faults_nearest(role_words_zh, cell);
}

static bool read_role(struct reader *reader, const struct duban_sheet_row *row,
                      enum duban_person_role *out_role)
{
    struct duban_sheet *sheet = &reader->sheet;
    struct duban_slice cell = row->cells[ROLE];
    struct duban_buf words = {0};

    if (!duban_sheet_need(sheet, row, ROLE))
        return false;
    for (size_t i = 0; i < DUBAN_N_PERSON_ROLES; i++)
        if (same_word(cell, role_words_zh[i]) || same_word(cell, duban_person_role_words[i])) {
            *out_role = (enum duban_person_role)i;
            return true;
        }
    for (size_t i = 0; i < DUBAN_N_PERSON_ROLES; i++)
        duban_buf_printf(&words, "%s%s", i == 0 ? "" : " ",
                         role_text(reader, (enum duban_person_role)i));
    const char *all = duban_arena_cstr(sheet->arena, duban_buf_slice(&words));
    const char *near = near_role(cell);
    duban_buf_fini(&words);
    DUBAN_SHEET_FAULT(
        sheet, row->number, near == NULL ? DUBAN_TEXT_SHEET_BAD_WORD : DUBAN_TEXT_CONF_WORD_NEAR,
        duban_sheet_column_name(sheet, ROLE), duban_sheet_cell(sheet, cell), all, near);
    return false;
}

static void read_lang(struct reader *reader, const struct duban_sheet_row *row,
                      enum duban_lang *out_lang)
{
    struct duban_sheet *sheet = &reader->sheet;
    struct duban_slice cell = row->cells[LANG];

    for (size_t i = 0; lang_words[i] != NULL; i++)
        if (same_word(cell, lang_words[i])) {
            *out_lang = (enum duban_lang)i;
            return;
        }
    if (cell.len > 0)
        DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_SHEET_BAD_WORD,
                          duban_sheet_column_name(sheet, LANG), duban_sheet_cell(sheet, cell),
                          "zh en");
}

static bool read_address(struct reader *reader, const struct duban_sheet_row *row)
{
    struct duban_sheet *sheet = &reader->sheet;

    if (!duban_sheet_need(sheet, row, ADDRESS) ||
        !duban_sheet_text(sheet, row, ADDRESS, DUBAN_PEOPLE_ADDRESS_MAX))
        return false;
    if (duban_is_mail_address(row->cells[ADDRESS]))
        return true;
    DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_PEOPLE_BAD_ADDRESS,
                      duban_sheet_column_name(sheet, ADDRESS),
                      duban_sheet_cell(sheet, row->cells[ADDRESS]));
    return false;
}

/* Nobody gets a message twice: an address stands once for a unit and a role. */
static void check_once(struct reader *reader, const struct duban_person *person)
{
    struct duban_sheet *sheet = &reader->sheet;
    struct duban_buf key = {0};
    char number[24];

    duban_buf_printf(&key, "%d@%.*s@", (int)person->role, DUBAN_SLICE_ARGS(person->address));
    duban_buf_put(&key, person->dept);
    const char *earlier = duban_map_get(&reader->seen, duban_buf_slice(&key));
    (void)snprintf(number, sizeof number, "%zu", person->row);
    char *kept = duban_arena_new(sheet->arena, 1, sizeof number);
    memcpy(kept, number, sizeof number);
    if (earlier == NULL)
        duban_map_put(&reader->seen, sheet->arena, duban_buf_slice(&key), kept);
    else
        DUBAN_SHEET_FAULT(sheet, person->row, DUBAN_TEXT_PEOPLE_TWICE,
                          duban_sheet_cell(sheet, person->address), role_text(reader, person->role),
                          earlier);
    duban_buf_fini(&key);
}

/* Capitals make no other address. */
static struct duban_slice in_small_letters(struct duban_slice text, struct duban_arena *arena)
{
    char *small = duban_arena_new(arena, text.len, 1);

    for (size_t i = 0; i < text.len; i++)
        small[i] = (char)tolower((unsigned char)text.at[i]);
    return (struct duban_slice){small, text.len};
}

static void read_person(struct reader *reader, const struct duban_sheet_row *row)
{
    struct duban_sheet *sheet = &reader->sheet;
    struct duban_person person = {.row = row->number,
                                  .name = row->cells[NAME],
                                  .dept = row->cells[DEPT],
                                  .address = in_small_letters(row->cells[ADDRESS], sheet->arena)};

    if (duban_sheet_need(sheet, row, NAME))
        (void)check_line(reader, row, NAME);
    bool has_dept = check_line(reader, row, DEPT);
    bool has_role = read_role(reader, row, &person.role);
    bool is_of_unit = person.role == DUBAN_PERSON_LIAISON || person.role == DUBAN_PERSON_HEAD;
    if (has_role && is_of_unit && person.dept.len == 0)
        DUBAN_SHEET_FAULT(sheet, row->number, DUBAN_TEXT_PEOPLE_NEEDS_DEPT,
                          duban_sheet_column_name(sheet, DEPT), role_text(reader, person.role));
    read_lang(reader, row, &person.lang);
    if (read_address(reader, row) && has_role && has_dept)
        check_once(reader, &person);
    reader->people->at[reader->people->n++] = person;
}

void duban_people_parse(struct duban_people *people, struct duban_slice bytes)
{
    struct reader reader = {.people = people,
                            .sheet = {.path = people->path,
                                      .lang = people->lang,
                                      .arena = people->arena,
                                      .faults = people->faults,
                                      .columns = columns,
                                      .n_columns = N_COLUMNS}};
    struct duban_sheet *sheet = &reader.sheet;
    char limit[24];

    people->is_there = true;
    duban_sheet_parse(sheet, bytes);
    size_t n = sheet->n_rows < DUBAN_PEOPLE_MAX ? sheet->n_rows : DUBAN_PEOPLE_MAX;
    people->at = duban_arena_new(people->arena, n, sizeof *people->at);
    for (size_t i = 0; i < n; i++)
        read_person(&reader, &sheet->rows[i]);
    (void)snprintf(limit, sizeof limit, "%d", (int)DUBAN_PEOPLE_MAX);
    if (n < sheet->n_rows)
        DUBAN_SHEET_FAULT(sheet, sheet->rows[n].number, DUBAN_TEXT_PEOPLE_TOO_MANY, limit);
    people->n_faults += sheet->n_faults;
}

enum duban_rc duban_people_read(struct duban_people *people, const char *dir, struct duban_err *err)
{
    struct duban_buf path = {0};
    struct duban_buf bytes = {0};
    struct stat status;

    duban_buf_printf(&path, "%s/people.csv", dir);
    people->path = duban_arena_cstr(people->arena, duban_buf_slice(&path));
    duban_buf_fini(&path);
    enum duban_rc rc = duban_file_read(people->path, DUBAN_PEOPLE_FILE_MAX, &bytes, err);
    if (rc == DUBAN_OK) {
        duban_people_parse(people, duban_arena_copy(people->arena, duban_buf_slice(&bytes)));
    } else if (rc == DUBAN_E_NOINPUT && lstat(people->path, &status) != 0 && errno == ENOENT) {
        err->text[0] = '\0';
        rc = DUBAN_OK; /* a link that leads nowhere is something else */
    }
    duban_buf_fini(&bytes);
    return rc;
}

bool duban_person_is_of(const struct duban_person *person, struct duban_slice code,
                        struct duban_slice zh, struct duban_slice en)
{
    return person->dept.len > 0 &&
           (duban_slice_equal(person->dept, code) || duban_slice_equal(person->dept, zh) ||
            duban_slice_equal(person->dept, en));
}
