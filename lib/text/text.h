/* SPDX-License-Identifier: MIT
 *
 * Every sentence that a person reads, in Chinese and English, in one table (texts.h). The plan's
 * own words are data: they are filled in as they are, and control bytes in them are made visible.
 */
#ifndef DUBAN_LIB_TEXT_TEXT_H
#define DUBAN_LIB_TEXT_TEXT_H

#include "lib/core/buf.h"
#include "lib/text/texts.h"

enum duban_lang { DUBAN_ZH, DUBAN_EN };

enum duban_text_id {
#define X(id, zh, en) DUBAN_TEXT_##id,
    DUBAN_TEXTS(X)
#undef X
        DUBAN_N_TEXTS
};

enum { DUBAN_TEXT_ARGS_MAX = 9 };

/* The sentence as it stands in the table, with {1}, {2} … where something is filled in. Static. */
const char *duban_text(enum duban_lang lang, enum duban_text_id id);

/* Finds a sentence by its name in the table, such as "E_FIELD". False: there is none. */
DUBAN_MUST_USE bool duban_text_find(struct duban_slice name, enum duban_text_id *out_id);

/* What people read for a word of the wire, such as "basically_done"; the word itself where the table
 * has none. Static, or the word. */
const char *duban_text_word(enum duban_lang lang, const char *word);

/* Appends the sentence with args filled in; args ends with NULL. A {n} without an argument is left
 * out. */
void duban_text_put(struct duban_buf *out, enum duban_lang lang, enum duban_text_id id,
                    const char *const *args);

/* Appends what people read for an answer code: its sentence, with the detail filled in. A code that
 * only a newer aggregator knows is shown as it is. */
void duban_text_put_answer(struct duban_buf *out, enum duban_lang lang, struct duban_slice code,
                           struct duban_slice detail);

/* duban_text_put() with its arguments in a row. */
#define DUBAN_SAY(out, lang, id, ...)                                                              \
    duban_text_put(out, lang, id, (const char *const[]){__VA_ARGS__, NULL})

#endif
