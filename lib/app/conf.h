/* SPDX-License-Identifier: MIT
 *
 * The one loader of YAML files: configuration, forms, mappings, plans. A table of keys says what a
 * file may hold and where each value goes; every fault is told at once, with file:line:column and
 * the nearest known name. The door to libyaml.
 *
 * Strict YAML 1.2 where it matters: yes, no, on and off are texts; anchors, aliases, tags and several
 * documents in a file are faults; so are unknown and doubled keys.
 */
#ifndef DUBAN_LIB_APP_CONF_H
#define DUBAN_LIB_APP_CONF_H

#include "lib/core/arena.h"
#include "lib/core/time.h"
#include "lib/text/text.h"

enum {
    DUBAN_CONF_DEPTH_MAX = 8, /* maps and lists inside each other, the file's own counted */
    DUBAN_CONF_FILE_MAX = 1 << 20
};

/* What a value is, and what the struct has for it. */
enum duban_conf_kind {
    DUBAN_CONF_TEXT, /* const char *; min..max: bytes */
    DUBAN_CONF_ZONE, /* const char *: a name of the tz database */
    DUBAN_CONF_WORD, /* int: the place among words, or -1 when it is not given and has no default */
    DUBAN_CONF_NUMBER,   /* int64_t; min..max */
    DUBAN_CONF_DURATION, /* int64_t milliseconds, written 500ms, 10s, 5m, 2h, 3d; min..max in ms */
    DUBAN_CONF_BOOL,     /* bool, written true or false */
    DUBAN_CONF_DATE,     /* struct duban_conf_date; as duban_date_read() takes it */
    DUBAN_CONF_TEXTS,    /* struct duban_conf_texts; one text is a list of one; min..max as TEXT */
    DUBAN_CONF_PAIRS,    /* struct duban_conf_pairs: free names to texts; min..max as TEXT */
    DUBAN_CONF_SECTION,  /* the section's struct itself */
    DUBAN_CONF_SECTIONS, /* struct duban_conf_list of the section's structs */
};

/* Where something stands, to speak of it later. Zero: it is a default. */
struct duban_conf_place {
    size_t line, column; /* from 1; columns count characters */
};

struct duban_conf_date {
    bool is_given;
    struct duban_date v;
    struct duban_conf_place place;
};

struct duban_conf_texts {
    const char **at;
    struct duban_conf_place *places; /* of each */
    size_t n;
};

struct duban_conf_pairs {
    const char **names, **values;
    size_t n;
};

struct duban_conf_list {
    void *at; /* n structs, one after the other */
    size_t n;
};

struct duban_conf_section;

struct duban_conf_key {
    const char *name;
    enum duban_conf_kind kind;
    size_t offset;            /* in the section's struct */
    bool is_required;         /* a list or a map of names must also hold something */
    const char *otherwise;    /* as it would be written; NULL: zero, or -1 for a word */
    int64_t min, max;         /* both 0: unbounded */
    const char *const *words; /* WORD; ends with NULL */
    const struct duban_conf_section *section;
};

/* A map of known keys. Where it is not given its keys have their defaults, and none is missed.
 * place_offset: where the struct has a struct duban_conf_place for the section's beginning, or
 * DUBAN_CONF_NO_PLACE. */
struct duban_conf_section {
    const struct duban_conf_key *keys;
    size_t n_keys;
    size_t size; /* of its struct */
    size_t place_offset;
};

#define DUBAN_CONF_NO_PLACE ((size_t)-1)

/* A file while it is read, and whoever has something to say about it afterwards. */
struct duban_conf {
    const char *path; /* as it is to be named */
    enum duban_lang lang;
    struct duban_arena *arena; /* all values lie here */
    struct duban_buf *faults;  /* a line for each fault */
    size_t n_faults;
};

/*
 * Reads bytes into out, a struct of the section, which is set to its defaults first. Faults are added
 * to conf; with any, out is of no use.
 */
void duban_conf_read(struct duban_conf *conf, struct duban_slice bytes,
                     const struct duban_conf_section *section, void *out);

/* Adds the line "path:line:column: sentence", or "path: sentence" for the zero place. args ends with
 * NULL. */
void duban_conf_fault(struct duban_conf *conf, struct duban_conf_place place, enum duban_text_id id,
                      const char *const *args);

#endif
