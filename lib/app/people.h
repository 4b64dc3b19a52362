/* SPDX-License-Identifier: MIT
 *
 * Who hears what: OFFICE/people.csv. One row is one person in one role. What is mailed to which role,
 * and when, is not decided here (docs/people.md).
 */
#ifndef DUBAN_LIB_APP_PEOPLE_H
#define DUBAN_LIB_APP_PEOPLE_H

#include "lib/core/arena.h"
#include "lib/text/text.h"

enum {
    DUBAN_PEOPLE_FILE_MAX = 1 << 20, /* bytes */
    DUBAN_PEOPLE_MAX = 10000,
    DUBAN_PEOPLE_NAME_MAX = 128, /* bytes, of a person or a unit */
    DUBAN_PEOPLE_ADDRESS_MAX = 254
};

enum duban_person_role {
    DUBAN_PERSON_LIAISON, /* of a unit: fills in and answers */
    DUBAN_PERSON_HEAD,    /* of a unit: answers for it */
    DUBAN_PERSON_SUPERVISOR,
    DUBAN_PERSON_LEADER,
    DUBAN_N_PERSON_ROLES
};

extern const char
    *const duban_person_role_words[DUBAN_N_PERSON_ROLES + 1]; /* in English; ends with NULL */

struct duban_person {
    size_t row; /* in the file, as a spreadsheet counts */
    struct duban_slice name;
    struct duban_slice dept; /* a code or a name of the plan's, as written; empty: the supervising
                                office; never of a liaison or a head */
    enum duban_person_role role;
    struct duban_slice
        address; /* name@domain in small letters, ASCII without blanks, quotes and commas: it can carry
                                   neither a second recipient nor a second header */
    enum duban_lang lang;
};

/* The file, and what is wrong with it. */
struct duban_people {
    enum duban_lang lang;      /* of the faults */
    struct duban_arena *arena; /* all else lies here */
    struct duban_buf *faults;  /* a line for each */

    const char *path;
    bool is_there;           /* without the file there is nobody, and nothing wrong */
    struct duban_person *at; /* in the order of the file */
    size_t n;
    size_t n_faults; /* people are of use only if it is 0 */
};

/* Reads DIR/people.csv; the first part of people is set. Faults inside are told and counted. E_NOINPUT (no
 * regular file), E_PERM, E_DATA (over 1 MiB), E_IO: of the file as a whole. */
DUBAN_MUST_USE enum duban_rc duban_people_read(struct duban_people *people, const char *dir,
                                               struct duban_err *err);

/* The same of bytes, which outlive people; path is set too. */
void duban_people_parse(struct duban_people *people, struct duban_slice bytes);

/* The person belongs to the unit that is called so. False for those of the supervising office. */
bool duban_person_is_of(const struct duban_person *person, struct duban_slice code,
                        struct duban_slice zh, struct duban_slice en);

/* name@domain as struct duban_person has it, of at most DUBAN_PEOPLE_ADDRESS_MAX bytes. */
bool duban_is_mail_address(struct duban_slice text);

#endif
