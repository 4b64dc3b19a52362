/* SPDX-License-Identifier: MIT
 *
 * Texts in other encodings, made UTF-8 at the door. The encoding is declared, never guessed.
 */
#ifndef DUBAN_LIB_CORE_CHARSET_H
#define DUBAN_LIB_CORE_CHARSET_H

#include "lib/core/arena.h"
#include "lib/core/err.h"

enum duban_charset { DUBAN_UTF_8, DUBAN_GB18030, DUBAN_N_CHARSETS };

extern const char *const duban_charset_words[DUBAN_N_CHARSETS + 1]; /* "utf-8" …; ends with NULL */

enum duban_decoded {
    DUBAN_DECODED,
    DUBAN_DECODE_WRONG, /* bytes that are no character */
    DUBAN_DECODE_CUT,   /* the bytes end inside a character */
};

struct duban_decoder;

/* E_CONFIG: this machine cannot read the encoding. */
DUBAN_MUST_USE enum duban_rc duban_decoder_open(enum duban_charset charset,
                                                struct duban_decoder **out_decoder,
                                                struct duban_err *err);
void duban_decoder_close(struct duban_decoder *decoder); /* accepts NULL */

/* *out_text lies in the arena, or is bytes itself; it is set only if all could be decoded. */
enum duban_decoded duban_decode(struct duban_decoder *decoder, struct duban_slice bytes,
                                struct duban_arena *arena, struct duban_slice *out_text);

#endif
