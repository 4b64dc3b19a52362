/* SPDX-License-Identifier: MIT */
#include "proto/codec.h"

#include <string.h>

#include <msgpack.h>

#include "lib/core/check.h"
#include "proto/bounds.h"

struct duban_tree {
    struct duban_arena *arena;
    msgpack_unpacked unpacked;
    msgpack_object_map map;
};

/* What went wrong in one value; the field's key is put in front. */
struct complaint {
    const char *text; /* NULL: nothing */
};

static struct duban_tree *refuse(struct duban_tree *tree, const char *why,
                                 struct duban_verdict *out_verdict)
{
    duban_tree_free(tree);
    duban_verdict_set(out_verdict, DUBAN_ANSWER_E_DECODE, "%s", why);
    return NULL;
}

static struct duban_tree *read_any(struct duban_slice bytes, struct duban_arena *arena,
                                   struct duban_verdict *out_verdict)
{
    const char *broken = duban_bounds_check(bytes);
    if (broken != NULL)
        return refuse(NULL, broken, out_verdict);
    struct duban_tree *tree = duban_arena_new(arena, 1, sizeof *tree);
    size_t offset = 0;
    tree->arena = arena;
    msgpack_unpacked_init(&tree->unpacked);
    /* What the pre-pass lets through, msgpack-c parses to the last byte; str and bin point into bytes. */
    msgpack_unpack_return parsed =
        msgpack_unpack_next(&tree->unpacked, bytes.at, bytes.len, &offset);
    DUBAN_ASSERT(parsed == MSGPACK_UNPACK_SUCCESS && offset == bytes.len);
    return tree;
}

struct duban_tree *duban_tree_read(struct duban_slice bytes, struct duban_arena *arena,
                                   struct duban_verdict *out_verdict)
{
    struct duban_tree *tree = read_any(bytes, arena, out_verdict);
    if (tree == NULL)
        return NULL;
    if (tree->unpacked.data.type != MSGPACK_OBJECT_MAP)
        return refuse(tree, "no map", out_verdict);
    tree->map = tree->unpacked.data.via.map;
    return tree;
}

struct duban_tree *duban_tree_read_frame(struct duban_slice bytes, struct duban_arena *arena,
                                         uint64_t *out_type, struct duban_verdict *out_verdict)
{
    struct duban_tree *tree = read_any(bytes, arena, out_verdict);
    if (tree == NULL)
        return NULL;
    const msgpack_object *root = &tree->unpacked.data;
    if (root->type != MSGPACK_OBJECT_ARRAY || root->via.array.size != 2 ||
        root->via.array.ptr[0].type != MSGPACK_OBJECT_POSITIVE_INTEGER ||
        root->via.array.ptr[1].type != MSGPACK_OBJECT_MAP)
        return refuse(tree, "no [type, map]", out_verdict);
    *out_type = root->via.array.ptr[0].via.u64;
    tree->map = root->via.array.ptr[1].via.map;
    return tree;
}

void duban_tree_free(struct duban_tree *tree)
{
    if (tree != NULL)
        msgpack_unpacked_destroy(&tree->unpacked);
}

static struct duban_slice str_of(const msgpack_object *object)
{
    return (struct duban_slice){object->via.str.ptr, object->via.str.size};
}

static const msgpack_object *value_of(const struct duban_tree *tree, const char *key)
{
    for (uint32_t i = 0; i < tree->map.size; i++)
        if (duban_slice_is(str_of(&tree->map.ptr[i].key), key))
            return &tree->map.ptr[i].val;
    return NULL;
}

bool duban_tree_text(const struct duban_tree *tree, const char *key, struct duban_slice *out_text)
{
    const msgpack_object *value = value_of(tree, key);
    if (value == NULL || value->type != MSGPACK_OBJECT_STR)
        return false;
    *out_text = str_of(value);
    return true;
}

static bool i64_of(const msgpack_object *object, int64_t *out_number)
{
    if (object->type == MSGPACK_OBJECT_NEGATIVE_INTEGER)
        *out_number = object->via.i64;
    else if (object->type == MSGPACK_OBJECT_POSITIVE_INTEGER && object->via.u64 <= INT64_MAX)
        *out_number = (int64_t)object->via.u64;
    else
        return false;
    return true;
}

static struct complaint read_u64(const msgpack_object *object, struct duban_opt_u64 *out)
{
    if (object->type != MSGPACK_OBJECT_POSITIVE_INTEGER)
        return (struct complaint){"no uint"};
    out->v = object->via.u64;
    return (struct complaint){NULL};
}

static struct complaint read_text(const msgpack_object *object, size_t max, struct duban_slice *out)
{
    if (object->type != MSGPACK_OBJECT_STR)
        return (struct complaint){"no str"};
    if (object->via.str.size > max)
        return (struct complaint){"too long"};
    *out = str_of(object);
    return (struct complaint){NULL};
}

static struct complaint read_name(const msgpack_object *object, struct duban_slice *out)
{
    struct complaint complaint = read_text(object, DUBAN_ID_MAX, out);
    if (complaint.text == NULL && out->len == 0)
        complaint.text = "empty";
    return complaint;
}

static struct complaint read_word(const msgpack_object *object, const char *const *words,
                                  struct duban_opt_word *out)
{
    int found = object->type == MSGPACK_OBJECT_STR ? duban_word_find(words, str_of(object)) : -1;
    if (found < 0)
        return (struct complaint){"none of its words"};
    out->v = found;
    return (struct complaint){NULL};
}

static struct complaint read_date(const msgpack_object *object, struct duban_opt_date *out)
{
    if (object->type != MSGPACK_OBJECT_STR || !duban_date_parse(str_of(object), &out->v))
        return (struct complaint){"no date YYYY-MM-DD"};
    return (struct complaint){NULL};
}

static struct complaint read_period(const msgpack_object *object, struct duban_opt_period *out)
{
    if (object->type != MSGPACK_OBJECT_STR || !duban_period_parse(str_of(object), &out->v))
        return (struct complaint){"no period such as 2022-M03"};
    return (struct complaint){NULL};
}

static struct complaint read_decimal(const msgpack_object *object, struct duban_opt_decimal *out)
{
    int64_t exponent = 0;

    if (object->type != MSGPACK_OBJECT_ARRAY || object->via.array.size != 2 ||
        !i64_of(&object->via.array.ptr[0], &out->v.mantissa) ||
        !i64_of(&object->via.array.ptr[1], &exponent))
        return (struct complaint){"no [mantissa, exponent]"};
    if (exponent < -DUBAN_DECIMAL_EXPONENT_MAX || exponent > DUBAN_DECIMAL_EXPONENT_MAX)
        return (struct complaint){"exponent out of range"};
    out->v.exponent = (int8_t)exponent;
    return (struct complaint){NULL};
}

static struct complaint read_blob(const msgpack_object *object, struct duban_slice *out)
{
    if (object->type != MSGPACK_OBJECT_BIN)
        return (struct complaint){"no bin"};
    *out = (struct duban_slice){object->via.bin.ptr, object->via.bin.size};
    return (struct complaint){NULL};
}

static struct complaint read_result(const msgpack_object *object, struct duban_result *out)
{
    struct duban_opt_u64 seq = {0};

    if (object->type != MSGPACK_OBJECT_ARRAY || object->via.array.size != 3)
        return (struct complaint){"no [seq, code, detail]"};
    struct complaint complaint = read_u64(&object->via.array.ptr[0], &seq);
    if (complaint.text == NULL)
        complaint = read_text(&object->via.array.ptr[1], DUBAN_CODE_MAX, &out->code);
    if (complaint.text == NULL)
        complaint = read_text(&object->via.array.ptr[2], DUBAN_DETAIL_BYTES, &out->detail);
    out->seq = seq.v;
    return complaint;
}

static struct complaint read_unit_name(const msgpack_object *object, struct duban_unit_name *out)
{
    if (object->type != MSGPACK_OBJECT_ARRAY || object->via.array.size != 3)
        return (struct complaint){"no [code, zh, en]"};
    struct complaint complaint = read_name(&object->via.array.ptr[0], &out->code);
    if (complaint.text == NULL)
        complaint = read_text(&object->via.array.ptr[1], DUBAN_NAME_MAX, &out->zh);
    if (complaint.text == NULL)
        complaint = read_text(&object->via.array.ptr[2], DUBAN_NAME_MAX, &out->en);
    return complaint;
}

static struct complaint read_rejected_row(const msgpack_object *object, struct duban_rejected *out)
{
    struct duban_opt_u64 row = {0};

    if (object->type != MSGPACK_OBJECT_ARRAY || object->via.array.size != 3)
        return (struct complaint){"no [row, reason, key]"};
    struct complaint complaint = read_u64(&object->via.array.ptr[0], &row);
    if (complaint.text == NULL)
        complaint = read_text(&object->via.array.ptr[1], DUBAN_CODE_MAX, &out->reason);
    if (complaint.text == NULL)
        complaint = read_text(&object->via.array.ptr[2], DUBAN_ID_MAX, &out->key);
    out->row = row.v;
    return complaint;
}

/* A list of at most max entries; *out_n is how many. */
static struct complaint open_list(const msgpack_object *object, size_t max, size_t *out_n)
{
    if (object->type != MSGPACK_OBJECT_ARRAY)
        return (struct complaint){"no list"};
    if (object->via.array.size > max)
        return (struct complaint){"too many entries"};
    *out_n = object->via.array.size;
    return (struct complaint){NULL};
}

static struct complaint read_texts(const struct duban_tree *tree, const msgpack_object *object,
                                   const struct duban_field *field, struct duban_opt_texts *out)
{
    struct complaint complaint = open_list(object, field->max, &out->n);

    out->at = duban_arena_new(tree->arena, out->n, sizeof *out->at);
    for (size_t i = 0; complaint.text == NULL && i < out->n; i++) {
        const msgpack_object *entry = &object->via.array.ptr[i];
        complaint = field->kind == DUBAN_KIND_BLOBS ? read_blob(entry, &out->at[i])
                                                    : read_name(entry, &out->at[i]);
    }
    return complaint;
}

static struct complaint read_dates(const struct duban_tree *tree, const msgpack_object *object,
                                   size_t max, struct duban_opt_dates *out)
{
    struct complaint complaint = open_list(object, max, &out->n);

    out->at = duban_arena_new(tree->arena, out->n, sizeof *out->at);
    for (size_t i = 0; complaint.text == NULL && i < out->n; i++) {
        struct duban_opt_date date = {0};
        complaint = read_date(&object->via.array.ptr[i], &date);
        out->at[i] = date.v;
    }
    return complaint;
}

static struct complaint read_results(const struct duban_tree *tree, const msgpack_object *object,
                                     size_t max, struct duban_opt_results *out)
{
    struct complaint complaint = open_list(object, max, &out->n);

    out->at = duban_arena_new(tree->arena, out->n, sizeof *out->at);
    for (size_t i = 0; complaint.text == NULL && i < out->n; i++)
        complaint = read_result(&object->via.array.ptr[i], &out->at[i]);
    return complaint;
}

static struct complaint read_unit_names(const struct duban_tree *tree, const msgpack_object *object,
                                        size_t max, struct duban_opt_unit_names *out)
{
    struct complaint complaint = open_list(object, max, &out->n);

    out->at = duban_arena_new(tree->arena, out->n, sizeof *out->at);
    for (size_t i = 0; complaint.text == NULL && i < out->n; i++)
        complaint = read_unit_name(&object->via.array.ptr[i], &out->at[i]);
    return complaint;
}

static struct complaint read_rejected(const struct duban_tree *tree, const msgpack_object *object,
                                      size_t max, struct duban_opt_rejected *out)
{
    struct complaint complaint = open_list(object, max, &out->n);

    out->at = duban_arena_new(tree->arena, out->n, sizeof *out->at);
    for (size_t i = 0; complaint.text == NULL && i < out->n; i++)
        complaint = read_rejected_row(&object->via.array.ptr[i], &out->at[i]);
    return complaint;
}

static struct complaint read_measure(const msgpack_object_kv *entry,
                                     struct duban_measure_value *out)
{
    struct duban_opt_decimal value = {0};
    const msgpack_object *pair = &entry->val;

    struct complaint complaint = read_name(&entry->key, &out->measure);
    if (complaint.text != NULL || pair->type == MSGPACK_OBJECT_NIL)
        return complaint;
    if (pair->type != MSGPACK_OBJECT_ARRAY || pair->via.array.size != 2)
        return (struct complaint){"no [decimal, unit]"};
    complaint = read_decimal(&pair->via.array.ptr[0], &value);
    if (complaint.text == NULL)
        complaint = read_text(&pair->via.array.ptr[1], DUBAN_UNIT_MAX, &out->unit);
    out->is_known = true;
    out->value = value.v;
    return complaint;
}

static struct complaint read_measures(const struct duban_tree *tree, const msgpack_object *object,
                                      size_t max, struct duban_opt_measures *out)
{
    struct complaint complaint = {NULL};

    if (object->type != MSGPACK_OBJECT_MAP)
        return (struct complaint){"no map"};
    if (object->via.map.size > max)
        return (struct complaint){"too many entries"};
    out->n = object->via.map.size;
    out->at = duban_arena_new(tree->arena, out->n, sizeof *out->at);
    for (size_t i = 0; complaint.text == NULL && i < out->n; i++)
        complaint = read_measure(&object->via.map.ptr[i], &out->at[i]);
    return complaint;
}

static struct complaint read_value(const struct duban_tree *tree, const msgpack_object *object,
                                   const struct duban_field *field, void *out)
{
    switch (field->kind) {
    case DUBAN_KIND_U64:
        return read_u64(object, out);
    case DUBAN_KIND_INSTANT:
        return (struct complaint){
            i64_of(object, &((struct duban_opt_instant *)out)->v.ms) ? NULL : "no int"};
    case DUBAN_KIND_TEXT:
        return read_text(object, field->max, &((struct duban_opt_text *)out)->v);
    case DUBAN_KIND_NAME:
        return read_name(object, &((struct duban_opt_text *)out)->v);
    case DUBAN_KIND_WORD:
        return read_word(object, field->words, out);
    case DUBAN_KIND_DATE:
        return read_date(object, out);
    case DUBAN_KIND_PERIOD:
        return read_period(object, out);
    case DUBAN_KIND_DECIMAL:
        return read_decimal(object, out);
    case DUBAN_KIND_TEXTS:
    case DUBAN_KIND_BLOBS:
        return read_texts(tree, object, field, out);
    case DUBAN_KIND_DATES:
        return read_dates(tree, object, field->max, out);
    case DUBAN_KIND_MEASURES:
        return read_measures(tree, object, field->max, out);
    case DUBAN_KIND_UNITS:
        return read_unit_names(tree, object, field->max, out);
    case DUBAN_KIND_REJECTED:
        return read_rejected(tree, object, field->max, out);
    case DUBAN_KIND_RESULTS:
        return read_results(tree, object, field->max, out);
    }
    DUBAN_UNREACHABLE();
}

/* Every struct of a field begins with what it is. */
static enum duban_presence *presence_of(const struct duban_fields *fields,
                                        const struct duban_field *field, void *base)
{
    return (void *)((char *)base + fields->base + field->offset);
}

static struct complaint read_field(const struct duban_tree *tree, const struct duban_fields *fields,
                                   const struct duban_field *field, void *out)
{
    const msgpack_object *object = value_of(tree, field->key);
    enum duban_presence *presence = presence_of(fields, field, out);

    if (object == NULL)
        return (struct complaint){field->need == DUBAN_REQUIRED ? "missing" : NULL};
    if (object->type == MSGPACK_OBJECT_NIL) {
        *presence = DUBAN_NIL;
        return (struct complaint){field->need == DUBAN_NULLABLE ? NULL : "nil"};
    }
    *presence = DUBAN_GIVEN;
    return read_value(tree, object, field, presence);
}

enum { SHAPE_PARTS = 2 };

static bool knows(const struct duban_shape *shape, struct duban_slice key)
{
    if (duban_slice_is(key, "must") || (shape->head != NULL && duban_slice_is(key, shape->head)))
        return true;
    for (size_t i = 0; i < SHAPE_PARTS; i++)
        for (size_t k = 0; k < shape->fields[i].n; k++)
            if (duban_slice_is(key, shape->fields[i].at[k].key))
                return true;
    return false;
}

static bool check_must(const struct duban_tree *tree, const struct duban_shape *shape,
                       struct duban_verdict *out_verdict)
{
    const msgpack_object *must = value_of(tree, "must");

    if (must != NULL && must->type != MSGPACK_OBJECT_ARRAY) {
        duban_verdict_set(out_verdict, shape->wrong, "must: no list");
        return false;
    }
    for (uint32_t i = 0; must != NULL && i < must->via.array.size; i++) {
        const msgpack_object *entry = &must->via.array.ptr[i];
        if (entry->type != MSGPACK_OBJECT_STR) {
            duban_verdict_set(out_verdict, shape->wrong, "must: no str");
            return false;
        }
        if (!knows(shape, str_of(entry))) {
            duban_verdict_set(out_verdict, DUBAN_ANSWER_E_VERSION, "%.*s",
                              DUBAN_SLICE_ARGS(str_of(entry)));
            return false;
        }
    }
    return true;
}

bool duban_tree_fields(const struct duban_tree *tree, const struct duban_shape *shape, void *out,
                       struct duban_verdict *out_verdict)
{
    if (!check_must(tree, shape, out_verdict))
        return false;
    for (size_t i = 0; i < SHAPE_PARTS; i++)
        for (size_t k = 0; k < shape->fields[i].n; k++) {
            const struct duban_field *field = &shape->fields[i].at[k];
            struct complaint complaint = read_field(tree, &shape->fields[i], field, out);
            if (complaint.text != NULL) {
                duban_verdict_set(out_verdict, shape->wrong, "%s: %s", field->key, complaint.text);
                return false;
            }
        }
    return true;
}

static int write_to_buf(void *out, const char *at, size_t len)
{
    duban_buf_put(out, (struct duban_slice){at, len});
    return 0;
}

static void pack_text(msgpack_packer *packer, struct duban_slice text)
{
    (void)msgpack_pack_str_with_body(packer, text.at,
                                     text.len); /* writing to memory does not fail */
}

static void pack_decimal(msgpack_packer *packer, struct duban_decimal decimal)
{
    (void)msgpack_pack_array(packer, 2);
    (void)msgpack_pack_int64(packer, decimal.mantissa);
    (void)msgpack_pack_int8(packer, decimal.exponent);
}

static void pack_list(msgpack_packer *packer, const struct duban_opt_texts *list, bool is_bin)
{
    (void)msgpack_pack_array(packer, list->n);
    for (size_t i = 0; i < list->n; i++)
        if (is_bin)
            (void)msgpack_pack_bin_with_body(packer, list->at[i].at, list->at[i].len);
        else
            pack_text(packer, list->at[i]);
}

static void pack_date(msgpack_packer *packer, struct duban_date date)
{
    char text[DUBAN_DATE_BYTES];

    pack_text(packer, duban_slice_of(duban_date_print(date, text)));
}

static void pack_dates(msgpack_packer *packer, const struct duban_opt_dates *dates)
{
    (void)msgpack_pack_array(packer, dates->n);
    for (size_t i = 0; i < dates->n; i++)
        pack_date(packer, dates->at[i]);
}

static void pack_results(msgpack_packer *packer, const struct duban_opt_results *results)
{
    (void)msgpack_pack_array(packer, results->n);
    for (size_t i = 0; i < results->n; i++) {
        (void)msgpack_pack_array(packer, 3);
        (void)msgpack_pack_uint64(packer, results->at[i].seq);
        pack_text(packer, results->at[i].code);
        pack_text(packer, results->at[i].detail);
    }
}

static void pack_measures(msgpack_packer *packer, const struct duban_opt_measures *measures)
{
    (void)msgpack_pack_map(packer, measures->n);
    for (size_t i = 0; i < measures->n; i++) {
        pack_text(packer, measures->at[i].measure);
        if (!measures->at[i].is_known) {
            (void)msgpack_pack_nil(packer);
            continue;
        }
        (void)msgpack_pack_array(packer, 2);
        pack_decimal(packer, measures->at[i].value);
        pack_text(packer, measures->at[i].unit);
    }
}

static void pack_unit_names(msgpack_packer *packer, const struct duban_opt_unit_names *names)
{
    (void)msgpack_pack_array(packer, names->n);
    for (size_t i = 0; i < names->n; i++) {
        (void)msgpack_pack_array(packer, 3);
        pack_text(packer, names->at[i].code);
        pack_text(packer, names->at[i].zh);
        pack_text(packer, names->at[i].en);
    }
}

static void pack_rejected(msgpack_packer *packer, const struct duban_opt_rejected *rejected)
{
    (void)msgpack_pack_array(packer, rejected->n);
    for (size_t i = 0; i < rejected->n; i++) {
        (void)msgpack_pack_array(packer, 3);
        (void)msgpack_pack_uint64(packer, rejected->at[i].row);
        pack_text(packer, rejected->at[i].reason);
        pack_text(packer, rejected->at[i].key);
    }
}

static void pack_value(msgpack_packer *packer, const struct duban_field *field, const void *in)
{
    char period[DUBAN_PERIOD_BYTES];

    switch (field->kind) {
    case DUBAN_KIND_U64:
        (void)msgpack_pack_uint64(packer, ((const struct duban_opt_u64 *)in)->v);
        return;
    case DUBAN_KIND_INSTANT:
        (void)msgpack_pack_int64(packer, ((const struct duban_opt_instant *)in)->v.ms);
        return;
    case DUBAN_KIND_TEXT:
    case DUBAN_KIND_NAME:
        pack_text(packer, ((const struct duban_opt_text *)in)->v);
        return;
    case DUBAN_KIND_WORD:
        pack_text(packer, duban_slice_of(field->words[((const struct duban_opt_word *)in)->v]));
        return;
    case DUBAN_KIND_DATE:
        pack_date(packer, ((const struct duban_opt_date *)in)->v);
        return;
    case DUBAN_KIND_PERIOD:
        pack_text(packer, duban_slice_of(duban_period_print(
                              ((const struct duban_opt_period *)in)->v, period)));
        return;
    case DUBAN_KIND_DECIMAL:
        pack_decimal(packer, ((const struct duban_opt_decimal *)in)->v);
        return;
    case DUBAN_KIND_TEXTS:
    case DUBAN_KIND_BLOBS:
        pack_list(packer, in, field->kind == DUBAN_KIND_BLOBS);
        return;
    case DUBAN_KIND_DATES:
        pack_dates(packer, in);
        return;
    case DUBAN_KIND_MEASURES:
        pack_measures(packer, in);
        return;
    case DUBAN_KIND_UNITS:
        pack_unit_names(packer, in);
        return;
    case DUBAN_KIND_REJECTED:
        pack_rejected(packer, in);
        return;
    case DUBAN_KIND_RESULTS:
        pack_results(packer, in);
        return;
    }
    DUBAN_UNREACHABLE();
}

static const enum duban_presence *presence_in(const struct duban_fields *fields,
                                              const struct duban_field *field, const void *base)
{
    return (const void *)((const char *)base + fields->base + field->offset);
}

static size_t count_present(const struct duban_shape *shape, const void *in)
{
    size_t n = 0;
    for (size_t i = 0; i < SHAPE_PARTS; i++)
        for (size_t k = 0; k < shape->fields[i].n; k++)
            n += *presence_in(&shape->fields[i], &shape->fields[i].at[k], in) != DUBAN_ABSENT ? 1
                                                                                              : 0;
    return n;
}

void duban_encode_map(struct duban_buf *out, const struct duban_shape *shape, const char *head_word,
                      const void *in)
{
    msgpack_packer packer;

    msgpack_packer_init(&packer, out, write_to_buf);
    (void)msgpack_pack_map(&packer, count_present(shape, in) + (shape->head == NULL ? 0 : 1));
    if (shape->head != NULL) {
        pack_text(&packer, duban_slice_of(shape->head));
        pack_text(&packer, duban_slice_of(head_word));
    }
    for (size_t i = 0; i < SHAPE_PARTS; i++)
        for (size_t k = 0; k < shape->fields[i].n; k++) {
            const struct duban_field *field = &shape->fields[i].at[k];
            const enum duban_presence *presence = presence_in(&shape->fields[i], field, in);
            if (*presence == DUBAN_ABSENT)
                continue;
            pack_text(&packer, duban_slice_of(field->key));
            if (*presence == DUBAN_NIL)
                (void)msgpack_pack_nil(&packer);
            else
                pack_value(&packer, field, presence);
        }
}

void duban_encode_frame(struct duban_buf *out, uint64_t type, const struct duban_shape *shape,
                        const void *in)
{
    msgpack_packer packer;

    msgpack_packer_init(&packer, out, write_to_buf);
    (void)msgpack_pack_array(&packer, 2);
    (void)msgpack_pack_uint64(&packer, type);
    duban_encode_map(out, shape, NULL, in);
}
