/* SPDX-License-Identifier: MIT
 *
 * What becomes of an update: the codes of proto/SPEC.md §8. Their names travel and are stored; what
 * people read for them stands in lib/text/texts.h under the same name.
 */
#ifndef DUBAN_LIB_MODEL_ANSWER_H
#define DUBAN_LIB_MODEL_ANSWER_H

#include "lib/core/err.h"
#include "lib/core/slice.h"

#define DUBAN_ANSWERS(X)                                                                           \
    X(OK)                                                                                          \
    X(NOCHANGE)                                                                                    \
    X(E_DECODE)                                                                                    \
    X(E_VERSION)                                                                                   \
    X(E_TOO_LARGE)                                                                                 \
    X(E_FIELD)                                                                                     \
    X(E_AUTH)                                                                                      \
    X(E_FORBIDDEN)                                                                                 \
    X(E_UNKNOWN_ITEM)                                                                              \
    X(E_UNKNOWN_MEASURE)                                                                           \
    X(E_UNKNOWN_STAGE)                                                                             \
    X(E_UNIT)                                                                                      \
    X(E_USE_EXTENSION)                                                                             \
    X(W_DECREASE)                                                                                  \
    X(W_STAGE_BACK)                                                                                \
    X(E_FUTURE)                                                                                    \
    X(E_EPOCH_OLD)

enum duban_answer {
#define X(name) DUBAN_ANSWER_##name,
    DUBAN_ANSWERS(X)
#undef X
        DUBAN_N_ANSWERS
};

enum { DUBAN_CODE_MAX = 32, DUBAN_DETAIL_BYTES = 512 };

/* An answer with what it is about, in UTF-8: a field, near ids, a size. Never data of another unit. */
struct duban_verdict {
    enum duban_answer answer;
    char detail[DUBAN_DETAIL_BYTES];
};

const char *duban_answer_name(enum duban_answer answer); /* static */

/* By the name alone, so that it holds for codes that only a newer aggregator knows. */
bool duban_answer_is_refusal(struct duban_slice name);

/* OK, or accepted with a warning: something changed. */
bool duban_answer_is_change(struct duban_slice name);

/* Sets the verdict; a detail that does not fit is cut at a character. Returns it. */
struct duban_verdict *duban_verdict_set(struct duban_verdict *verdict, enum duban_answer answer,
                                        const char *format, ...) DUBAN_PRINTF(3, 4);

#endif
