/* SPDX-License-Identifier: MIT
 *
 * Rows of JSON: an array of objects, or an object that holds the array and perhaps says how many
 * there are. The keys of the first object are the header. The door to jansson.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "producers/watch/rows.h"

/* What is let through to jansson, so that a small file cannot make it take much memory or stack. */
enum { DEPTH_MAX = 8, VALUES_MAX = 500000, KEYS_MAX = 128 };

struct source {
    const struct form *form;
    struct duban_arena *arena;
    struct rows *rows;
};

/* Counts levels, keys and values. Whether it is JSON is not its to say. */
static bool is_bounded(struct duban_slice bytes)
{
    size_t depth = 0;
    size_t n_values = 1;
    bool is_in_text = false;

    for (size_t i = 0; i < bytes.len; i++) {
        char byte = bytes.at[i];
        if (is_in_text && byte == '\\')
            i++;
        else if (byte == '"')
            is_in_text = !is_in_text;
        if (is_in_text)
            continue;
        bool is_open = byte == '[' || byte == '{';
        n_values += is_open || byte == ',' || byte == ':' ? 1 : 0;
        depth += is_open ? 1 : 0;
        depth -= (byte == ']' || byte == '}') && depth > 0 ? 1 : 0;
        if (n_values > VALUES_MAX || depth > DEPTH_MAX)
            return false;
    }
    return true;
}

/* 15 digits are what a real surely holds. Small ones are written without an exponent. */
static struct duban_slice real_text(double real, struct duban_arena *arena)
{
    char text[64];

    int len = snprintf(text, sizeof text, "%.15g", real);
    if (strstr(text, "e-") != NULL)
        len = snprintf(text, sizeof text, "%.18f", real);
    return duban_arena_copy(arena, (struct duban_slice){text, (size_t)len});
}

/* What is no text, number or truth value is its own JSON: no cell can be read so, a note may be. */
static struct duban_slice nested_text(const json_t *value, struct duban_arena *arena)
{
    char *text = json_dumps(value, JSON_COMPACT);
    struct duban_slice kept = duban_arena_copy(arena, duban_slice_of(text));

    free(text);
    return kept;
}

/* What would stand in the cell of a spreadsheet; nothing for null. */
static struct duban_slice cell_of(const json_t *value, struct duban_arena *arena)
{
    char text[32];

    switch (json_typeof(value)) {
    case JSON_STRING:
        return duban_arena_copy(
            arena, (struct duban_slice){json_string_value(value), json_string_length(value)});
    case JSON_INTEGER:
        (void)snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return duban_arena_copy(arena, duban_slice_of(text));
    case JSON_REAL:
        return real_text(json_real_value(value), arena);
    case JSON_TRUE:
    case JSON_FALSE:
        return duban_slice_of(json_is_true(value) ? "true" : "false");
    case JSON_NULL:
        return (struct duban_slice){0};
    case JSON_OBJECT:
    case JSON_ARRAY:
        break;
    }
    return nested_text(value, arena);
}

static void take_header(struct source *source, size_t number, json_t *object)
{
    size_t n = json_object_size(object);
    const char *key;
    json_t *value;

    if (n > KEYS_MAX) {
        source->rows->is_broken = true;
        return;
    }
    struct rows_row *header = duban_arena_new(source->arena, 1, sizeof *header);
    header->number = number;
    header->cells = duban_arena_new(source->arena, n, sizeof *header->cells);
    json_object_foreach(object, key, value)
    {
        header->cells[header->n++] =
            duban_slice_of(duban_arena_cstr(source->arena, duban_slice_of(key)));
    }
    source->rows->header = header;
}

/* A key that is missing is an empty cell; one that the header does not have is a cell too many. */
static void take_object(struct source *source, size_t number, const json_t *object)
{
    const struct rows_row *header = source->rows->header;
    struct rows_row row = {.number = number};
    size_t n_found = 0;

    row.cells = duban_arena_new(source->arena, header->n, sizeof *row.cells);
    row.n = header->n;
    for (size_t i = 0; i < header->n; i++) {
        const json_t *value = json_object_get(object, header->cells[i].at); /* ends in NUL */
        if (value == NULL)
            continue;
        row.cells[i] = cell_of(value, source->arena);
        n_found++;
    }
    if (n_found < json_object_size(object))
        row = (struct rows_row){.number = number, .reason = READING_MALFORMED_ROW};
    rows_add(source->rows, source->arena, &row);
}

static void take_array(struct source *source, const json_t *array)
{
    size_t n = json_array_size(array);

    for (size_t i = 0; i < n && source->rows->header == NULL && !source->rows->is_broken; i++)
        if (json_is_object(json_array_get(array, i)))
            take_header(source, i + 1, json_array_get(array, i));
    if (source->rows->header == NULL) {
        source->rows->is_broken = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *entry = json_array_get(array, i);
        struct rows_row wrong = {.number = i + 1, .reason = READING_MALFORMED_ROW};
        if (json_is_object(entry))
            take_object(source, i + 1, entry);
        else
            rows_add(source->rows, source->arena, &wrong);
    }
}

/* The array of rows; NULL: the file does not hold what the form says, or not as much as it says. */
static const json_t *find_array(const struct form *form, const json_t *root)
{
    const json_t *array = form->rows == NULL ? root : json_object_get(root, form->rows);
    const json_t *total = form->total == NULL ? NULL : json_object_get(root, form->total);

    if (form->total != NULL && (!json_is_integer(total) ||
                                json_integer_value(total) != (json_int_t)json_array_size(array)))
        return NULL;
    return json_is_array(array) ? array : NULL;
}

void rows_read_json(const struct form *form, struct duban_slice bytes, struct duban_arena *arena,
                    struct rows *rows)
{
    struct source source = {.form = form, .arena = arena, .rows = rows};
    json_t *root =
        is_bounded(bytes) ? json_loadb(bytes.at, bytes.len, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const json_t *array = find_array(form, root);

    if (array == NULL)
        rows->is_broken = true;
    else
        take_array(&source, array);
    json_decref(root);
}
