/* SPDX-License-Identifier: MIT */
#include "proto/bounds.h"

#include <stdint.h>
#include <string.h>

/* An open container: how many values it still waits for. In a map every other one is a key. */
struct level {
    uint32_t left;
    bool is_map;
    size_t first_key; /* its keys begin here in keys */
};

struct walk {
    struct duban_slice rest;
    struct level levels[DUBAN_DEPTH_MAX];
    size_t depth;
    struct duban_slice keys[DUBAN_DEPTH_MAX * DUBAN_ENTRIES_MAX]; /* of the maps that are open */
    size_t n_keys;
};

enum form { FORM_SCALAR, FORM_STR, FORM_BIN, FORM_ARRAY, FORM_MAP, FORM_FORBIDDEN };

/* What a first byte says: the form, how many bytes of length or content follow it, and a length that
 * stands in the byte itself (https://github.com/msgpack/msgpack/blob/master/spec.md). */
struct head {
    enum form form;
    size_t n_bytes;
    uint32_t value;
};

static struct head head_of(unsigned char byte)
{
    static const struct head heads[] = {
        /* 0xc0 .. 0xc7 */ {FORM_SCALAR, 0, 0},
        {FORM_FORBIDDEN, 0, 0},
        {FORM_SCALAR, 0, 0},
        {FORM_SCALAR, 0, 0},
        {FORM_BIN, 1, 0},
        {FORM_BIN, 2, 0},
        {FORM_BIN, 4, 0},
        {FORM_FORBIDDEN, 0, 0},
        /* 0xc8 .. 0xcf: ext, float, uint */ {FORM_FORBIDDEN, 0, 0},
        {FORM_FORBIDDEN, 0, 0},
        {FORM_FORBIDDEN, 0, 0},
        {FORM_FORBIDDEN, 0, 0},
        {FORM_SCALAR, 1, 0},
        {FORM_SCALAR, 2, 0},
        {FORM_SCALAR, 4, 0},
        {FORM_SCALAR, 8, 0},
        /* 0xd0 .. 0xd7: int, fixext */ {FORM_SCALAR, 1, 0},
        {FORM_SCALAR, 2, 0},
        {FORM_SCALAR, 4, 0},
        {FORM_SCALAR, 8, 0},
        {FORM_FORBIDDEN, 0, 0},
        {FORM_FORBIDDEN, 0, 0},
        {FORM_FORBIDDEN, 0, 0},
        {FORM_FORBIDDEN, 0, 0},
        /* 0xd8 .. 0xdf */ {FORM_FORBIDDEN, 0, 0},
        {FORM_STR, 1, 0},
        {FORM_STR, 2, 0},
        {FORM_STR, 4, 0},
        {FORM_ARRAY, 2, 0},
        {FORM_ARRAY, 4, 0},
        {FORM_MAP, 2, 0},
        {FORM_MAP, 4, 0},
    };

    if (byte < 0x80 || byte >= 0xe0)
        return (struct head){FORM_SCALAR, 0, 0};
    if (byte < 0x90)
        return (struct head){FORM_MAP, 0, byte & 0x0fU};
    if (byte < 0xa0)
        return (struct head){FORM_ARRAY, 0, byte & 0x0fU};
    if (byte < 0xc0)
        return (struct head){FORM_STR, 0, byte & 0x1fU};
    return heads[byte - 0xc0];
}

static void skip(struct walk *walk, size_t n)
{
    walk->rest = (struct duban_slice){walk->rest.at + n, walk->rest.len - n};
}

static const char *check_text(struct duban_slice text)
{
    if (!duban_slice_is_utf8(text))
        return "B6 a str that is not UTF-8";
    if (text.len > 0 && memchr(text.at, '\0', text.len) != NULL)
        return "B6 a str with U+0000";
    return NULL;
}

static const char *check_key(struct walk *walk, const struct level *level, enum form form,
                             struct duban_slice key)
{
    if (form != FORM_STR)
        return "B8 a key that is no str";
    for (size_t i = level->first_key; i < walk->n_keys; i++)
        if (duban_slice_equal(walk->keys[i], key))
            return "B8 a key that stands twice";
    walk->keys[walk->n_keys++] = key;
    return NULL;
}

static const char *open_container(struct walk *walk, struct head head)
{
    uint64_t n = head.form == FORM_MAP ? 2ULL * head.value : head.value;

    if (n > walk->rest.len)
        return "B3 a container that claims more than there is";
    if (head.form == FORM_MAP && head.value > DUBAN_ENTRIES_MAX)
        return "B9 a map with too many entries";
    if (walk->depth == DUBAN_DEPTH_MAX)
        return "B4 containers nested too deeply";
    walk->levels[walk->depth++] = (struct level){(uint32_t)n, head.form == FORM_MAP, walk->n_keys};
    return NULL;
}

/* One value, or the head of a container. */
static const char *step(struct walk *walk)
{
    struct level *level = walk->depth > 0 ? &walk->levels[walk->depth - 1] : NULL;

    if (walk->rest.len == 0)
        return "B3 a value that is cut";
    struct head head = head_of((unsigned char)walk->rest.at[0]);
    skip(walk, 1);
    if (head.form == FORM_FORBIDDEN)
        return "B7 float, ext or 0xc1";
    if (head.n_bytes > walk->rest.len)
        return "B3 a value that is cut";
    for (size_t i = 0; i < head.n_bytes && head.form != FORM_SCALAR; i++)
        head.value = head.value << 8 | (unsigned char)walk->rest.at[i];
    skip(walk, head.n_bytes);

    struct duban_slice text = {walk->rest.at, 0};
    if (head.form == FORM_STR || head.form == FORM_BIN) {
        if (head.value > walk->rest.len)
            return "B3 a string that claims more than there is";
        text.len = head.value;
        skip(walk, head.value);
    }
    const char *broken = head.form == FORM_STR ? check_text(text) : NULL;
    if (broken == NULL && level != NULL) {
        if (level->is_map && level->left % 2 == 0)
            broken = check_key(walk, level, head.form, text);
        level->left--;
    }
    if (broken == NULL && (head.form == FORM_ARRAY || head.form == FORM_MAP))
        broken = open_container(walk, head);
    return broken;
}

const char *duban_bounds_check(struct duban_slice bytes)
{
    struct walk walk = {.rest = bytes};

    if (bytes.len > DUBAN_FRAME_MAX)
        return "B2 too many bytes";
    do {
        const char *broken = step(&walk);
        if (broken != NULL)
            return broken;
        while (walk.depth > 0 && walk.levels[walk.depth - 1].left == 0)
            walk.n_keys = walk.levels[--walk.depth].first_key;
    } while (walk.depth > 0);
    return walk.rest.len == 0 ? NULL : "B5 bytes after the value";
}
