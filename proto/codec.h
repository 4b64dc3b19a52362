/* SPDX-License-Identifier: MIT
 *
 * The door to msgpack-c. A map on the wire and a struct in memory are tied together by a table of
 * fields, one row each, in the order of the tables in SPEC.md; the same table decodes and encodes.
 */
#ifndef DUBAN_PROTO_CODEC_H
#define DUBAN_PROTO_CODEC_H

#include "lib/core/arena.h"
#include "lib/core/buf.h"
#include "lib/model/answer.h"
#include "lib/model/update.h"

/* The answer to one update that was not plainly accepted, as it stands in an ACK. */
struct duban_result {
    uint64_t seq;
    struct duban_slice code, detail;
};

struct duban_opt_results {
    enum duban_presence is;
    struct duban_result *at;
    size_t n;
};

/* The types of SPEC §4, and the struct that a field of that type has in memory. */
enum duban_kind {
    DUBAN_KIND_U64,      /* struct duban_opt_u64 */
    DUBAN_KIND_INSTANT,  /* struct duban_opt_instant */
    DUBAN_KIND_TEXT,     /* struct duban_opt_text; max: bytes */
    DUBAN_KIND_NAME,     /* struct duban_opt_text of 1 to DUBAN_ID_MAX bytes */
    DUBAN_KIND_WORD,     /* struct duban_opt_word; words */
    DUBAN_KIND_DATE,     /* struct duban_opt_date */
    DUBAN_KIND_PERIOD,   /* struct duban_opt_period */
    DUBAN_KIND_DECIMAL,  /* struct duban_opt_decimal */
    DUBAN_KIND_TEXTS,    /* struct duban_opt_texts of names; max: entries */
    DUBAN_KIND_DATES,    /* struct duban_opt_dates; max: entries */
    DUBAN_KIND_BLOBS,    /* struct duban_opt_texts of bin; max: entries */
    DUBAN_KIND_MEASURES, /* struct duban_opt_measures; max: entries */
    DUBAN_KIND_UNITS,    /* struct duban_opt_unit_names; max: entries */
    DUBAN_KIND_REJECTED, /* struct duban_opt_rejected; max: entries */
    DUBAN_KIND_RESULTS,  /* struct duban_opt_results; max: entries */
};

enum duban_need {
    DUBAN_REQUIRED,
    DUBAN_OPTIONAL,
    DUBAN_NULLABLE
}; /* nullable: optional, and may be nil */

struct duban_field {
    const char *key;
    enum duban_kind kind;
    size_t offset; /* in the struct */
    enum duban_need need;
    size_t max;
    const char *const *words; /* ends with NULL */
};

/* The fields of one struct; a map may be made of several. */
struct duban_fields {
    const struct duban_field *at;
    size_t n;
    size_t base; /* added to every offset */
};

struct duban_tree; /* a decoded message; slices made from it borrow from the bytes it was made of */

/*
 * Checks the bounds of SPEC §4 and decodes. NULL: out_verdict says why (E_DECODE). What it needs lies
 * in the arena. bytes: a map; for a frame the array [type, map], whose type goes to *out_type.
 */
struct duban_tree *duban_tree_read(struct duban_slice bytes, struct duban_arena *arena,
                                   struct duban_verdict *out_verdict);
struct duban_tree *duban_tree_read_frame(struct duban_slice bytes, struct duban_arena *arena,
                                         uint64_t *out_type, struct duban_verdict *out_verdict);
void duban_tree_free(struct duban_tree *tree); /* accepts NULL */

/* The str under key, if there is one. */
bool duban_tree_text(const struct duban_tree *tree, const char *key, struct duban_slice *out_text);

/* What a map looks like. */
struct duban_shape {
    struct duban_fields fields[2]; /* the second may be empty */
    const char *head;              /* a key that stands before them, as "t" does; NULL: none */
    enum duban_answer wrong;       /* the code for a field that is wrong */
};

/*
 * Reads all fields into out, which was zeroed. Lists lie in the arena. False: out_verdict is
 * E_VERSION (a must key that the shape does not know), or the shape's code.
 */
bool duban_tree_fields(const struct duban_tree *tree, const struct duban_shape *shape, void *out,
                       struct duban_verdict *out_verdict);

/* Appends the map of all fields of in that are not absent, behind the head if the shape has one. */
void duban_encode_map(struct duban_buf *out, const struct duban_shape *shape, const char *head_word,
                      const void *in);
void duban_encode_frame(struct duban_buf *out, uint64_t type, const struct duban_shape *shape,
                        const void *in);

#endif
