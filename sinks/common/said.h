/* SPDX-License-Identifier: MIT
 *
 * An issue in a language: sentences, in the order in which they are read. What they look like (text, HTML)
 * is render's.
 */
#ifndef DUBAN_SINKS_COMMON_SAID_H
#define DUBAN_SINKS_COMMON_SAID_H

#include "lib/text/text.h"
#include "sinks/common/issue.h"

struct said_line {
    int light;               /* enum duban_light, or -1: none */
    struct duban_slice mark; /* what stands before it: a light with its word, or whose move it is */
    struct duban_slice head; /* what it is about */
    struct duban_slice facts;  /* may be empty */
    struct duban_slice reason; /* the unit's own words; may be empty */
    struct duban_slice next;   /* whose move, by when; may be empty */
};

struct said_section {
    struct duban_slice title;
    struct said_line *lines;
    size_t n;
};

enum { SAID_SECTIONS_MAX = 4 };

struct said {
    struct duban_slice subject; /* of the mail: useful alone */
    struct duban_slice banner;  /* empty, or that of a demonstration */
    struct duban_slice heading, as_of;
    struct duban_slice lights; /* counts, with what changed */
    struct said_section sections[SAID_SECTIONS_MAX];
    size_t n_sections;
    struct duban_slice footer;
};

/* Everything lies in the arena. */
void said_make(const struct issue *issue, enum duban_lang lang, struct duban_arena *arena,
               struct said *out_said);

/* What the people of some units are told of the issue: at most seven lines of what is new, the rest counted. */
void said_make_part(const struct issue *issue, const struct issue_part *part, enum duban_lang lang,
                    struct duban_arena *arena, struct said *out_said);

/* 34.3%: a share of the whole in basis points, cut to one digit. */
void said_put_share(struct duban_buf *out, int32_t bp);

#endif
