/* SPDX-License-Identifier: MIT */
#include "tests/fuzz/fuzz.h"

#include "lib/core/check.h"
#include "producers/watch/reading.h"
#include "proto/update.h"

void fuzz_update(const struct duban_update *update)
{
    struct duban_arena arena = {0};
    struct duban_buf first = {0};
    struct duban_buf second = {0};
    struct duban_update read;
    struct duban_verdict verdict = {0};

    duban_update_encode(update, &first);
    DUBAN_ASSERT(duban_update_decode(duban_buf_slice(&first), &arena, &read, &verdict));
    duban_update_encode(&read, &second);
    DUBAN_ASSERT(duban_slice_equal(duban_buf_slice(&first), duban_buf_slice(&second)));
    duban_buf_fini(&first);
    duban_buf_fini(&second);
    duban_arena_fini(&arena);
}

void fuzz_reading(const struct form *form, struct duban_slice bytes)
{
    struct delivered file = {.name = "a.csv", .bytes = bytes, .day = {19275}}; /* 2022-10-10 */
    struct duban_arena arena = {0};
    struct duban_err err = {0};
    struct reading reading;
    size_t n_understood = 0;

    enum duban_rc rc = reading_read(form, &file, &arena, &reading, &err);
    DUBAN_ASSERT(rc == DUBAN_OK);
    for (size_t i = 0; i < reading.n_rows; i++) {
        const struct reading_row *row = &reading.rows[i];
        DUBAN_ASSERT(row->number > 0 && (i == 0 || row->number > reading.rows[i - 1].number));
        if (row->reason != READING_NONE)
            continue;
        DUBAN_ASSERT(row->key.len > 0 && row->update.item.is == DUBAN_GIVEN);
        fuzz_update(&row->update);
        n_understood++;
    }
    DUBAN_ASSERT(n_understood == reading.n_understood);
    DUBAN_ASSERT(reading.decision == READING_ACCEPTED || reading.reason != READING_NONE);
    duban_arena_fini(&arena);
}

enum { FORMS_MAX = 8 };

/* The forms are read once: a fuzzer comes back a million times. */
static const struct form *form_of(const char *const *texts, size_t n, size_t chosen)
{
    static struct duban_arena arena;
    static struct form forms[FORMS_MAX];
    struct duban_buf faults = {0};
    struct duban_conf conf = {.path = "f", .lang = DUBAN_EN, .arena = &arena, .faults = &faults};

    DUBAN_ASSERT(n <= FORMS_MAX);
    if (forms[chosen].name == NULL)
        form_parse(&conf, duban_slice_of(texts[chosen]), &forms[chosen]);
    DUBAN_ASSERT(conf.n_faults == 0);
    duban_buf_fini(&faults);
    return &forms[chosen];
}

void fuzz_table(const char *const *forms, size_t n, const uint8_t *data, size_t size)
{
    if (size == 0)
        return;
    const struct form *form = form_of(forms, n, (uint8_t)(data[0] - '0') % n);
    fuzz_reading(form, (struct duban_slice){(const char *)data + 1, size - 1});
}
