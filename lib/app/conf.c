/* SPDX-License-Identifier: MIT
 *
 * The parser's events are read with a stack of the maps and lists that are open. What a section
 * lacks is known only when it ends.
 */
#include "lib/app/conf.h"

#include <stdio.h>
#include <string.h>

#include <yaml.h>

#include "lib/app/conf_value.h"
#include "lib/core/check.h"
#include "lib/core/map.h"

enum form {
    FORM_VALUE,
    FORM_LIST,
    FORM_MAP,
    FORM_ALIAS /* refused already */
};

static const enum duban_text_id form_names[] = {
    [FORM_VALUE] = DUBAN_TEXT_CONF_VALUE,
    [FORM_LIST] = DUBAN_TEXT_CONF_LIST,
    [FORM_MAP] = DUBAN_TEXT_CONF_MAP,
};

/* A value, or the beginning of a list or a map. */
struct node {
    enum form form;
    struct conf_value value; /* without text if it is none */
    bool is_plain;           /* without quotes */
};

enum next {
    NEXT_NODE, /* a key in a map, an entry in a list */
    NEXT_VALUE,
    NEXT_IGNORED /* the value of a key that is wrong itself */
};

/* A list or a map that is open. */
struct frame {
    struct duban_conf_key key; /* whose value it is */
    void *out;
    struct duban_conf_place place;
    enum next next;
    bool is_filled;
    const struct duban_conf_key *given; /* SECTION: the key whose value is next */
    const char *name;                   /* PAIRS: the name whose value is next */
    struct duban_map lines;             /* where its keys and names stand, as size_t */
};

struct reader {
    const struct duban_conf *conf;
    struct duban_slice bytes;
    struct duban_conf_key root; /* the file as a value */
    void *out;
    struct frame open[DUBAN_CONF_DEPTH_MAX];
    size_t n_open;
    size_t n_ignored; /* inside those, lists and maps open that mean nothing to us */
    size_t n_documents;
    bool is_begun, is_over;
    struct conf_faults faults;
};

#define FAULT(reader, place, id, ...) CONF_FAULT(&(reader)->faults, place, id, __VA_ARGS__)
#define SAY(reader, id, ...)          CONF_SAY(&(reader)->faults, id, __VA_ARGS__)

static const char *words_of(const struct reader *reader, enum duban_text_id id)
{
    return duban_text(reader->conf->lang, id);
}

static const char *shown(struct reader *reader, struct duban_slice text)
{
    return conf_faults_shown(&reader->faults, text);
}

/* A fault after which there is no going on. */
static void last_fault(struct reader *reader, struct duban_conf_place place, const char *sentence)
{
    FAULT(reader, place, UNREAD, sentence);
    reader->is_over = true;
}

static void ignore(struct reader *reader, const struct node *node)
{
    if (node->form == FORM_LIST || node->form == FORM_MAP)
        reader->n_ignored++;
}

static bool is_empty(const struct node *node)
{
    struct duban_slice text = node->value.text;

    return node->form == FORM_VALUE && node->is_plain &&
           (text.len == 0 || duban_slice_is(text, "~") || duban_slice_is(text, "null"));
}

static void open_frame(struct reader *reader, const struct duban_conf_key *key,
                       struct duban_conf_place place, void *out)
{
    const struct duban_conf_section *section = key->section;

    reader->open[reader->n_open++] = (struct frame){.key = *key, .out = out, .place = place};
    if (key->kind == DUBAN_CONF_TEXTS)
        *(struct duban_conf_texts *)out = (struct duban_conf_texts){0}; /* not its default */
    if (key->kind == DUBAN_CONF_SECTION && section->place_offset != DUBAN_CONF_NO_PLACE)
        memcpy((char *)out + section->place_offset, &place, sizeof place);
}

/* What a kind of value looks like, and who reads what stands inside it. */
struct kind {
    enum form form;
    enum duban_text_id words;
    void (*add)(struct reader *, struct frame *, const struct node *);
};

static const struct kind kinds[DUBAN_CONF_SECTIONS + 1];

static void read_value(struct reader *reader, const struct duban_conf_key *key,
                       const struct node *node, void *out)
{
    const struct kind *kind = &kinds[key->kind];

    if (is_empty(node)) {
        FAULT(reader, node->value.place, EMPTY, key->name);
    } else if (node->form == FORM_VALUE && conf_value_is_for(key)) {
        conf_value_set(&reader->faults, key, &node->value, out);
    } else if (node->form == kind->form) {
        open_frame(reader, key, node->value.place, out);
    } else {
        if (node->form != FORM_ALIAS)
            FAULT(reader, node->value.place, KIND, key->name, words_of(reader, kind->words),
                  words_of(reader, form_names[node->form]));
        ignore(reader, node);
    }
}

static void add_to_section(struct reader *reader, struct frame *frame, const struct node *node)
{
    read_value(reader, frame->given, node, (char *)frame->out + frame->given->offset);
}

static void *room(const struct reader *reader, void *entries, size_t n, size_t size)
{
    return conf_faults_room(reader->conf->arena, entries, n, size);
}

static void add_to_sections(struct reader *reader, struct frame *frame, const struct node *node)
{
    const struct duban_conf_section *section = frame->key.section;
    struct duban_conf_key entry = frame->key;
    struct duban_conf_list *list = frame->out;

    entry.kind = DUBAN_CONF_SECTION;
    list->at = room(reader, list->at, list->n, section->size);
    void *out = (char *)list->at + list->n++ * section->size;
    conf_value_set_defaults(&reader->faults, section, out);
    read_value(reader, &entry, node, out);
}

static void add_to_texts(struct reader *reader, struct frame *frame, const struct node *node)
{
    struct duban_conf_key entry = frame->key;
    struct duban_conf_texts *texts = frame->out;

    entry.kind = DUBAN_CONF_TEXT;
    texts->at = room(reader, texts->at, texts->n, sizeof *texts->at);
    texts->places = room(reader, texts->places, texts->n, sizeof *texts->places);
    texts->places[texts->n] = node->value.place;
    read_value(reader, &entry, node, &texts->at[texts->n++]);
}

static void add_to_pairs(struct reader *reader, struct frame *frame, const struct node *node)
{
    struct duban_conf_key entry = frame->key;
    struct duban_conf_pairs *pairs = frame->out;

    entry.kind = DUBAN_CONF_TEXT;
    entry.name = shown(reader, duban_slice_of(frame->name));
    pairs->names = room(reader, pairs->names, pairs->n, sizeof *pairs->names);
    pairs->values = room(reader, pairs->values, pairs->n, sizeof *pairs->values);
    pairs->names[pairs->n] = frame->name;
    read_value(reader, &entry, node, &pairs->values[pairs->n++]);
}

static const struct kind kinds[] = {
    [DUBAN_CONF_TEXT] = {FORM_VALUE, DUBAN_TEXT_CONF_VALUE, NULL},
    [DUBAN_CONF_ZONE] = {FORM_VALUE, DUBAN_TEXT_CONF_VALUE, NULL},
    [DUBAN_CONF_WORD] = {FORM_VALUE, DUBAN_TEXT_CONF_VALUE, NULL},
    [DUBAN_CONF_NUMBER] = {FORM_VALUE, DUBAN_TEXT_CONF_VALUE, NULL},
    [DUBAN_CONF_DURATION] = {FORM_VALUE, DUBAN_TEXT_CONF_VALUE, NULL},
    [DUBAN_CONF_BOOL] = {FORM_VALUE, DUBAN_TEXT_CONF_VALUE, NULL},
    [DUBAN_CONF_DATE] = {FORM_VALUE, DUBAN_TEXT_CONF_VALUE, NULL},
    [DUBAN_CONF_TEXTS] = {FORM_LIST, DUBAN_TEXT_CONF_TEXTS, add_to_texts},
    [DUBAN_CONF_PAIRS] = {FORM_MAP, DUBAN_TEXT_CONF_PAIRS, add_to_pairs},
    [DUBAN_CONF_SECTION] = {FORM_MAP, DUBAN_TEXT_CONF_SECTION, add_to_section},
    [DUBAN_CONF_SECTIONS] = {FORM_LIST, DUBAN_TEXT_CONF_SECTIONS, add_to_sections},
};

static const struct duban_conf_key *key_of(const struct duban_conf_section *section,
                                           struct duban_slice name)
{
    for (size_t i = 0; i < section->n_keys; i++)
        if (duban_slice_is(name, section->keys[i].name))
            return &section->keys[i];
    return NULL;
}

static void tell_unknown(struct reader *reader, const struct duban_conf_section *section,
                         const struct conf_value *name)
{
    const char **names =
        duban_arena_new(&reader->faults.scratch, section->n_keys + 1, sizeof *names);

    for (size_t i = 0; i < section->n_keys; i++)
        names[i] = section->keys[i].name;
    const char *nearest = conf_faults_nearest(names, name->text);
    if (nearest == NULL)
        FAULT(reader, name->place, UNKNOWN, shown(reader, name->text),
              conf_faults_joined(&reader->faults, names));
    else
        FAULT(reader, name->place, UNKNOWN_NEAR, shown(reader, name->text), nearest);
}

static void read_name(struct reader *reader, struct frame *frame, const struct conf_value *name)
{
    struct duban_arena *scratch = &reader->faults.scratch;

    if (frame->key.kind == DUBAN_CONF_SECTION) {
        frame->given = key_of(frame->key.section, name->text);
        if (frame->given == NULL) {
            tell_unknown(reader, frame->key.section, name);
            return;
        }
    } else {
        frame->name = duban_arena_cstr(reader->conf->arena, name->text);
    }
    size_t *line = duban_map_get(&frame->lines, name->text);
    if (line != NULL) {
        FAULT(reader, name->place, TWICE, shown(reader, name->text),
              conf_faults_number(&reader->faults, (int64_t)*line));
        return;
    }
    line = duban_arena_new(scratch, 1, sizeof *line);
    *line = name->place.line;
    duban_map_put(&frame->lines, scratch, name->text, line);
    frame->next = NEXT_VALUE;
}

static void read_key(struct reader *reader, struct frame *frame, const struct node *node)
{
    const struct conf_value *name = &node->value;

    frame->next = NEXT_IGNORED;
    ignore(reader, node);
    if (node->form == FORM_ALIAS)
        return;
    if (node->form != FORM_VALUE)
        FAULT(reader, name->place, KEY_FORM, words_of(reader, form_names[node->form]));
    else if (name->text.len == 0)
        FAULT(reader, name->place, NO_NAME, "");
    else if (strlen(name->text.at) < name->text.len)
        FAULT(reader, name->place, NUL, shown(reader, name->text));
    else
        read_name(reader, frame, name);
}

static void read_root(struct reader *reader, const struct node *node)
{
    if (is_empty(node))
        return;
    reader->is_begun = true;
    if (node->form == FORM_MAP) {
        open_frame(reader, &reader->root, node->value.place, reader->out);
        return;
    }
    ignore(reader, node);
    if (node->form != FORM_ALIAS)
        FAULT(reader, node->value.place, ROOT, words_of(reader, form_names[node->form]));
}

static void read_inside(struct reader *reader, struct frame *frame, const struct node *node)
{
    const struct kind *kind = &kinds[frame->key.kind];
    enum next next = frame->next;

    frame->is_filled = true;
    frame->next = NEXT_NODE;
    if (kind->form == FORM_MAP && next == NEXT_NODE)
        read_key(reader, frame, node);
    else if (next == NEXT_IGNORED)
        ignore(reader, node);
    else
        kind->add(reader, frame, node);
}

static void on_node(struct reader *reader, const struct node *node)
{
    bool is_open = node->form == FORM_LIST || node->form == FORM_MAP;

    /* Not to be ignored: the time that libyaml needs grows with the square of the depth. */
    if (is_open && reader->n_open + reader->n_ignored == DUBAN_CONF_DEPTH_MAX)
        last_fault(reader, node->value.place,
                   SAY(reader, DEEP, conf_faults_number(&reader->faults, DUBAN_CONF_DEPTH_MAX)));
    else if (reader->n_ignored > 0)
        ignore(reader, node);
    else if (reader->n_open == 0)
        read_root(reader, node);
    else
        read_inside(reader, &reader->open[reader->n_open - 1], node);
}

static void tell_missing(struct reader *reader, const struct frame *frame)
{
    const struct duban_conf_section *section = frame->key.section;

    for (size_t i = 0; i < section->n_keys; i++)
        if (section->keys[i].is_required &&
            duban_map_get(&frame->lines, duban_slice_of(section->keys[i].name)) == NULL)
            FAULT(reader, frame->place, MISSING, section->keys[i].name);
}

static void on_end(struct reader *reader)
{
    if (reader->n_ignored > 0) {
        reader->n_ignored--;
        return;
    }
    const struct frame *frame = &reader->open[--reader->n_open];
    if (frame->key.kind == DUBAN_CONF_SECTION)
        tell_missing(reader, frame);
    else if (frame->key.is_required && !frame->is_filled)
        FAULT(reader, frame->place, EMPTY, frame->key.name);
}

/* A file with nothing in it is a section with nothing in it. */
static void on_end_of_file(struct reader *reader)
{
    reader->is_over = true;
    if (reader->is_begun)
        return;
    open_frame(reader, &reader->root, (struct duban_conf_place){1, 1}, reader->out);
    on_end(reader);
}

static struct duban_conf_place place_of(yaml_mark_t mark)
{
    return (struct duban_conf_place){mark.line + 1, mark.column + 1};
}

/* A node with the marks that no node may have here. */
static void on_marked(struct reader *reader, const struct node *node, const yaml_char_t *anchor,
                      const yaml_char_t *tag)
{
    static const char standard[] = "tag:yaml.org,2002:"; /* written !! */
    struct duban_slice name = duban_slice_of((const char *)tag);

    if (anchor != NULL)
        FAULT(reader, node->value.place, ANCHOR,
              shown(reader, duban_slice_of((const char *)anchor)));
    if (duban_slice_has_prefix(name, standard))
        FAULT(reader, node->value.place, TAG, "!!",
              shown(reader, duban_slice_of(name.at + strlen(standard))));
    else if (tag != NULL)
        FAULT(reader, node->value.place, TAG, "", shown(reader, name));
    on_node(reader, node);
}

static void on_event(struct reader *reader, const yaml_event_t *event)
{
    struct node node = {.value.place = place_of(event->start_mark)};

    switch (event->type) {
    case YAML_SCALAR_EVENT:
        node.value.text =
            (struct duban_slice){(const char *)event->data.scalar.value, event->data.scalar.length};
        node.is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        on_marked(reader, &node, event->data.scalar.anchor, event->data.scalar.tag);
        break;
    case YAML_SEQUENCE_START_EVENT:
        node.form = FORM_LIST;
        on_marked(reader, &node, event->data.sequence_start.anchor, event->data.sequence_start.tag);
        break;
    case YAML_MAPPING_START_EVENT:
        node.form = FORM_MAP;
        on_marked(reader, &node, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        break;
    case YAML_ALIAS_EVENT:
        node.form = FORM_ALIAS;
        FAULT(reader, node.value.place, ALIAS,
              shown(reader, duban_slice_of((const char *)event->data.alias.anchor)));
        on_node(reader, &node);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        on_end(reader);
        break;
    case YAML_DOCUMENT_START_EVENT:
        if (reader->n_documents++ > 0)
            last_fault(reader, node.value.place, SAY(reader, DOCUMENTS, ""));
        break;
    case YAML_STREAM_END_EVENT:
        on_end_of_file(reader);
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
}

/* What libyaml says, and what it mostly means. The cause stands where libyaml noticed it, or where
 * that begins in which it noticed it. */
static const struct {
    const char *problem;
    enum duban_text_id id;
    bool is_at_beginning;
} problems[] = {
    {"could not find expected ':'", DUBAN_TEXT_CONF_NO_COLON, true},
    {"did not find expected ',' or ']'", DUBAN_TEXT_CONF_OPEN_BRACKET, true},
    {"did not find expected ',' or '}'", DUBAN_TEXT_CONF_OPEN_BRACKET, true},
    {"did not find expected '-' indicator", DUBAN_TEXT_CONF_INDENT, false},
    {"did not find expected <document start>", DUBAN_TEXT_CONF_DOCUMENTS, false},
    {"did not find expected alphabetic or numeric character", DUBAN_TEXT_CONF_START, true},
    {"did not find expected key", DUBAN_TEXT_CONF_INDENT, false},
    {"found character that cannot start any token", DUBAN_TEXT_CONF_START, false},
    {"found unexpected document indicator", DUBAN_TEXT_CONF_OPEN_QUOTE, true},
    {"found unexpected end of stream", DUBAN_TEXT_CONF_OPEN_QUOTE, true},
    {"found unknown escape character", DUBAN_TEXT_CONF_ESCAPE, false},
    {"mapping values are not allowed in this context", DUBAN_TEXT_CONF_COLON, false},
};

/* What stands before the place in its line; out_rest is what follows. Both are empty if there is no
 * such place. */
static struct duban_slice line_before(struct duban_slice bytes, struct duban_conf_place place,
                                      struct duban_slice *out_rest)
{
    size_t len = 0;

    for (size_t line = 1; line < place.line; line++) {
        const char *end = bytes.len == 0 ? NULL : memchr(bytes.at, '\n', bytes.len);
        size_t used = end == NULL ? bytes.len : (size_t)(end + 1 - bytes.at);
        bytes = (struct duban_slice){bytes.at + used, bytes.len - used};
    }
    for (size_t column = 1; column < place.column && len < bytes.len; column++)
        len += duban_utf8_length((struct duban_slice){bytes.at + len, bytes.len - len});
    *out_rest = (struct duban_slice){bytes.at + len, bytes.len - len};
    return (struct duban_slice){bytes.at, len};
}

static void on_syntax(struct reader *reader, const yaml_parser_t *parser)
{
    struct duban_conf_place place = place_of(parser->problem_mark);
    struct duban_slice rest;
    struct duban_slice before = line_before(reader->bytes, place, &rest);

    if (duban_slice_has_prefix(rest, "\t")) {
        last_fault(reader, place, SAY(reader, TAB, ""));
        return;
    }
    for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++) {
        enum duban_text_id id = problems[i].id;
        if (strcmp(parser->problem, problems[i].problem) != 0)
            continue;
        if (id == DUBAN_TEXT_CONF_INDENT && duban_slice_has_prefix(rest, ":"))
            id = DUBAN_TEXT_CONF_NO_NAME;
        else if (id == DUBAN_TEXT_CONF_INDENT && duban_slice_trim(before).len > 0)
            id = DUBAN_TEXT_CONF_BEHIND;
        if (problems[i].is_at_beginning)
            place = place_of(parser->context_mark);
        last_fault(reader, place, words_of(reader, id));
        return;
    }
    last_fault(reader, place, SAY(reader, SYNTAX, parser->problem));
}

static bool is_gb18030(struct duban_slice bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.at;

    for (size_t i = 0; i < bytes.len; i++) {
        if (at[i] < 0x80)
            continue;
        if (at[i] == 0x80 || at[i] == 0xff || ++i == bytes.len)
            return false;
        /* With a digit as its second byte a character has four: its other half is like its first. */
        if (at[i] == 0x7f || at[i] == 0xff || (at[i] < 0x40 && (at[i] < '0' || at[i] > '9')))
            return false;
    }
    return true;
}

/* The bytes at offset are no text, or are a character that no file may hold. */
static void on_bytes(struct reader *reader, size_t offset, int character)
{
    struct duban_slice rest = {reader->bytes.at + offset, reader->bytes.len - offset};
    struct duban_conf_place place = {1, 1};
    bool is_ascii = true;
    char name[16];

    for (size_t i = 0; i < offset; i++) {
        unsigned char byte = (unsigned char)reader->bytes.at[i];
        is_ascii = is_ascii && byte < 0x80;
        if (byte == '\n')
            place = (struct duban_conf_place){place.line + 1, 1};
        else if ((byte & 0xc0U) != 0x80)
            place.column++;
    }
    (void)snprintf(name, sizeof name, "U+%04X", (unsigned)character);
    if (duban_utf8_length(rest) > 0)
        last_fault(reader, place, SAY(reader, CONTROL, name));
    else if (is_ascii && is_gb18030(rest)) /* UTF-8 with a fault in it looks alike */
        last_fault(reader, place, SAY(reader, GB18030, ""));
    else
        last_fault(reader, place, SAY(reader, NOT_UTF8, ""));
}

static void read_events(struct reader *reader)
{
    yaml_parser_t parser;
    yaml_event_t event;

    DUBAN_ASSERT(yaml_parser_initialize(&parser) == 1);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)reader->bytes.at,
                                 reader->bytes.len);
    while (!reader->is_over) {
        if (yaml_parser_parse(&parser, &event) == 1) {
            on_event(reader, &event);
            yaml_event_delete(&event);
            continue;
        }
        DUBAN_ASSERT(parser.error != YAML_MEMORY_ERROR);
        if (parser.error == YAML_READER_ERROR)
            on_bytes(reader, parser.problem_offset, parser.problem_value);
        else
            on_syntax(reader, &parser);
    }
    yaml_parser_delete(&parser);
}

void duban_conf_read(struct duban_conf *conf, struct duban_slice bytes,
                     const struct duban_conf_section *section, void *out)
{
    static const char bom[] = "\xef\xbb\xbf";
    struct reader reader = {
        .conf = conf,
        .bytes = bytes.len == 0 ? duban_slice_of("") : bytes,
        .root = {.name = "", .kind = DUBAN_CONF_SECTION, .section = section},
        .out = out,
        .faults = {.conf = conf},
    };

    if (duban_slice_has_prefix(bytes, bom))
        reader.bytes = (struct duban_slice){bytes.at + strlen(bom), bytes.len - strlen(bom)};
    conf_value_set_defaults(&reader.faults, section, out);
    read_events(&reader);
    conf_faults_tell(&reader.faults, conf);
    conf_faults_fini(&reader.faults);
}
