/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <criterion/criterion.h>

#include "lib/core/file.h"
#include "proto/bounds.h"
#include "proto/message.h"
#include "proto/update.h"

/* A line of proto/vectors. */
struct vector {
    struct duban_slice expect; /* a name or a code, */
    bool is_exact;             /* and no "+" behind it: our encoder writes just these bytes */
    struct duban_slice bytes;
    const char *meaning;
};

/* Decodes, and appends what was understood to out. Returns the name of the type, or the code. */
typedef const char *reader(struct duban_slice bytes, struct duban_arena *arena,
                           struct duban_buf *out);

static const char *code_of(const struct duban_verdict *verdict)
{
    cr_assert_neq(verdict->detail[0], '\0', "a refusal says which rule, field or key");
    return duban_answer_name(verdict->answer);
}

static const char *read_frame(struct duban_slice bytes, struct duban_arena *arena,
                              struct duban_buf *out)
{
    static const char *const names[] = {
        [DUBAN_HELLO] = "HELLO", [DUBAN_WELCOME] = "WELCOME", [DUBAN_UPDATES] = "UPDATES",
        [DUBAN_ACK] = "ACK",     [DUBAN_NAK] = "NAK",         [DUBAN_ERR] = "ERR",
        [DUBAN_BELL] = "BELL",
    };
    struct duban_message message;
    struct duban_verdict verdict;

    if (!duban_message_decode(bytes, arena, &message, &verdict))
        return code_of(&verdict);
    duban_message_encode(&message, out);
    return names[message.type];
}

static const char *read_update(struct duban_slice bytes, struct duban_arena *arena,
                               struct duban_buf *out)
{
    struct duban_update update;
    struct duban_verdict verdict;

    if (!duban_update_decode(bytes, arena, &update, &verdict))
        return code_of(&verdict);
    duban_update_encode(&update, out);
    return duban_update_type_words[update.type];
}

static const struct {
    const char *path;
    reader *read;
} tables[] = {
    {"proto/vectors/frames.tsv", read_frame},
    {"proto/vectors/updates.tsv", read_update},
};

enum { N_TABLES = sizeof tables / sizeof tables[0] };

/* Takes what stands before the mark, and the mark, off the text. */
static struct duban_slice take(struct duban_slice *text, char mark)
{
    const char *end = memchr(text->at, mark, text->len);
    cr_assert_neq(end, NULL, "a line of the vectors lacks a part");
    struct duban_slice taken = {text->at, (size_t)(end - text->at)};

    *text = (struct duban_slice){end + 1, text->len - taken.len - 1};
    return taken;
}

static struct duban_slice bytes_of(struct duban_slice hex, struct duban_arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    char *bytes = duban_arena_new(arena, hex.len / 2, 1);

    for (size_t i = 0; i < hex.len; i++) {
        const char *digit = strchr(digits, hex.at[i]);
        cr_assert_neq(digit, NULL, "a digit that is none: %c", hex.at[i]);
        bytes[i / 2] = (char)((unsigned char)bytes[i / 2] << 4 | (unsigned char)(digit - digits));
    }
    return (struct duban_slice){bytes, hex.len / 2};
}

/* The vectors of a table: a list in the arena, whose end has no meaning. */
static const struct vector *vectors_of(const char *path, struct duban_arena *arena)
{
    enum { VECTORS_MAX = 5000 };
    struct vector *vectors = duban_arena_new(arena, VECTORS_MAX, sizeof *vectors);
    struct duban_buf file = {0};
    struct duban_err err = {0};
    size_t n = 0;

    cr_assert_eq(duban_file_read(path, 64 << 20, &file, &err), DUBAN_OK, "%s", err.text);
    struct duban_slice rest = duban_buf_slice(&file);
    while (rest.len > 0) {
        struct duban_slice line = take(&rest, '\n');
        if (duban_slice_has_prefix(line, "#"))
            continue;
        struct vector *vector = &vectors[n];
        vector->expect = duban_arena_copy(arena, take(&line, '\t'));
        vector->is_exact = vector->expect.at[vector->expect.len - 1] != '+';
        vector->expect.len -= vector->is_exact ? 0 : 1;
        vector->bytes = bytes_of(take(&line, '\t'), arena);
        vector->meaning = duban_arena_cstr(arena, line);
        cr_assert_lt(++n, VECTORS_MAX);
    }
    cr_assert_gt(n, 0, "%s is empty", path);
    duban_buf_fini(&file);
    return vectors;
}

static bool is_valid(const struct vector *vector)
{
    return !duban_answer_is_refusal(vector->expect);
}

/* Reads a copy of its own, so that a sanitizer sees a byte that is read behind it. */
static const char *read_copy(reader *read, struct duban_slice bytes, struct duban_buf *out)
{
    struct duban_arena arena = {0};
    char *copy = malloc(bytes.len > 0 ? bytes.len : 1);

    cr_assert_neq(copy, NULL);
    if (bytes.len > 0)
        memcpy(copy, bytes.at, bytes.len);
    duban_buf_clear(out);
    const char *name = read((struct duban_slice){copy, bytes.len}, &arena, out);
    free(copy);
    duban_arena_fini(&arena);
    return name;
}

Test(vectors, are_read_as_they_say)
{
    struct duban_arena arena = {0};
    struct duban_buf out = {0};

    for (size_t t = 0; t < N_TABLES; t++)
        for (const struct vector *v = vectors_of(tables[t].path, &arena); v->meaning; v++) {
            const char *name = read_copy(tables[t].read, v->bytes, &out);
            cr_expect(duban_slice_is(v->expect, name), "%s: %s, want %.*s", v->meaning, name,
                      DUBAN_SLICE_ARGS(v->expect));
        }
    duban_buf_fini(&out);
    duban_arena_fini(&arena);
}

Test(vectors, are_written_as_they_stand)
{
    struct duban_arena arena = {0};
    struct duban_buf out = {0};
    struct duban_buf again = {0};

    for (size_t t = 0; t < N_TABLES; t++)
        for (const struct vector *v = vectors_of(tables[t].path, &arena); v->meaning; v++) {
            if (!is_valid(v))
                continue;
            (void)read_copy(tables[t].read, v->bytes, &out);
            cr_expect_eq(duban_slice_equal(duban_buf_slice(&out), v->bytes), v->is_exact, "%s",
                         v->meaning);
            /* What was written in another way is the same when it is written in ours. */
            (void)read_copy(tables[t].read, duban_buf_slice(&out), &again);
            cr_expect(duban_slice_equal(duban_buf_slice(&out), duban_buf_slice(&again)), "%s",
                      v->meaning);
        }
    duban_buf_fini(&out);
    duban_buf_fini(&again);
    duban_arena_fini(&arena);
}

Test(vectors, that_are_cut_are_refused)
{
    struct duban_arena arena = {0};
    struct duban_buf out = {0};

    for (size_t t = 0; t < N_TABLES; t++)
        for (const struct vector *v = vectors_of(tables[t].path, &arena); v->meaning; v++)
            for (size_t len = 0; is_valid(v) && len < v->bytes.len; len++) {
                const char *name =
                    read_copy(tables[t].read, (struct duban_slice){v->bytes.at, len}, &out);
                cr_assert_str_eq(name, "E_DECODE", "%s, cut at %zu", v->meaning, len);
            }
    duban_buf_fini(&out);
    duban_arena_fini(&arena);
}

/* Whatever a changed byte makes of a message, it is refused, or read and written without loss. */
static void change(reader *read, const struct vector *vector, char *bytes, size_t at,
                   struct duban_buf out[static 2])
{
    const char mask[] = {'\x01', '\x80', '\xff'};

    for (size_t i = 0; i < sizeof mask; i++) {
        bytes[at] = (char)(bytes[at] ^ mask[i]);
        const char *name = read_copy(read, (struct duban_slice){bytes, vector->bytes.len}, &out[0]);
        bytes[at] = (char)(bytes[at] ^ mask[i]);
        if (duban_answer_is_refusal(duban_slice_of(name)))
            continue;
        cr_assert_str_eq(read_copy(read, duban_buf_slice(&out[0]), &out[1]), name, "%s, byte %zu",
                         vector->meaning, at);
        cr_assert(duban_slice_equal(duban_buf_slice(&out[0]), duban_buf_slice(&out[1])),
                  "%s, byte %zu", vector->meaning, at);
    }
}

Test(vectors, that_are_changed_do_no_harm)
{
    enum { LONG = 1024, END = 64 }; /* a long text is alike inside */
    struct duban_arena arena = {0};
    struct duban_buf out[2] = {0};

    for (size_t t = 0; t < N_TABLES; t++)
        for (const struct vector *v = vectors_of(tables[t].path, &arena); v->meaning; v++) {
            struct duban_slice copy = duban_arena_copy(&arena, v->bytes);
            char *bytes = duban_arena_new(&arena, copy.len, 1);
            memcpy(bytes, copy.at, copy.len);
            for (size_t i = 0; is_valid(v) && i < copy.len; i++)
                if (copy.len <= LONG || i < END || i >= copy.len - END)
                    change(tables[t].read, v, bytes, i, out);
        }
    duban_buf_fini(&out[0]);
    duban_buf_fini(&out[1]);
    duban_arena_fini(&arena);
}

/* A byte that is likely to begin a value. Marsaglia's xorshift: the same bytes at every run. */
static char next_byte(uint64_t *state)
{
    static const unsigned char heads[] = {0x80, 0x81, 0x82, 0x83, 0x90, 0x91, 0x92, 0x93,
                                          0xa0, 0xa1, 0xa2, 0xc0, 0xc2, 0xc4, 0xcc, 0xd9};
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (char)(*state % 4 == 0 ? *state >> 8 : heads[(*state >> 8) % sizeof heads]);
}

Test(tree, is_made_of_whatever_is_within_the_bounds)
{
    struct duban_arena arena = {0};
    struct duban_verdict verdict;
    uint64_t state = 2022;
    char bytes[24];
    int n_within = 0;

    for (size_t i = 0; i < 300000; i++) {
        struct duban_slice slice = {bytes, 1 + i % sizeof bytes};
        for (size_t k = 0; k < slice.len; k++)
            bytes[k] = next_byte(&state);
        const char *broken = duban_bounds_check(slice);
        struct duban_tree *tree = duban_tree_read(slice, &arena, &verdict);
        if (tree == NULL) {
            cr_assert_eq(verdict.answer, DUBAN_ANSWER_E_DECODE);
            cr_assert_str_eq(verdict.detail, broken == NULL ? "no map" : broken);
        }
        n_within += broken == NULL ? 1 : 0;
        duban_tree_free(tree);
        duban_arena_reset(&arena);
    }
    cr_assert_gt(n_within, 5000, "%d: too few to show anything", n_within);
    duban_arena_fini(&arena);
}

Test(tree, has_the_text_under_a_key)
{
    static const char bytes[] = "\x82\xa1t\xa4task\xa1n\x07";
    struct duban_arena arena = {0};
    struct duban_verdict verdict;
    struct duban_slice text = {0};

    struct duban_tree *tree = duban_tree_read(duban_slice_of(bytes), &arena, &verdict);
    cr_assert_neq(tree, NULL, "%s", verdict.detail);
    cr_assert(duban_tree_text(tree, "t", &text) && duban_slice_is(text, "task"));
    cr_assert_eq(text.at, bytes + 4, "texts borrow");
    cr_assert_not(duban_tree_text(tree, "n", &text), "no text");
    cr_assert_not(duban_tree_text(tree, "ta", &text), "no such key");
    cr_assert(duban_slice_is(text, "task"), "untouched");
    duban_tree_free(tree);
    duban_tree_free(NULL);
    duban_arena_fini(&arena);
}
