/* SPDX-License-Identifier: MIT */
#include "lib/core/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "lib/core/check.h"

/* Names as we write them; iconv takes them too. */
const char *const duban_charset_words[] = {
    [DUBAN_UTF_8] = "utf-8", [DUBAN_GB18030] = "gb18030", [DUBAN_N_CHARSETS] = NULL};

/* No character takes more bytes in UTF-8 than this many times its bytes in another encoding of ours. */
enum { GROWTH_MAX = 3 };

struct duban_decoder {
    iconv_t handle; /* UTF-8: not used */
    bool is_utf8;
};

enum duban_rc duban_decoder_open(enum duban_charset charset, struct duban_decoder **out_decoder,
                                 struct duban_err *err)
{
    iconv_t handle = (iconv_t)-1;

    if (charset != DUBAN_UTF_8) {
        handle = iconv_open("UTF-8", duban_charset_words[charset]);
        if (handle == (iconv_t)-1)
            return duban_err_sys(err, DUBAN_E_CONFIG, errno, "read texts in %s",
                                 duban_charset_words[charset]);
    }
    struct duban_decoder *decoder = calloc(1, sizeof *decoder);
    DUBAN_ASSERT(decoder != NULL);
    decoder->handle = handle;
    decoder->is_utf8 = charset == DUBAN_UTF_8;
    *out_decoder = decoder;
    return DUBAN_OK;
}

void duban_decoder_close(struct duban_decoder *decoder)
{
    if (decoder == NULL)
        return;
    if (!decoder->is_utf8)
        (void)iconv_close(decoder->handle);
    free(decoder);
}

/* Would the tail finish a character? */
static bool is_finished_by(struct duban_slice rest, const char *tail)
{
    char whole[8];

    for (size_t n = 1; n <= 3; n++) {
        memcpy(whole, rest.at, rest.len);
        memcpy(whole + rest.len, tail, n);
        if (duban_utf8_length((struct duban_slice){whole, rest.len + n}) == rest.len + n)
            return true;
    }
    return false;
}

/* A character that its bytes do not finish: what is there begins one, and more could follow. E0 and F0
 * are not followed by 80, ED and F4 not by BF. */
static bool is_cut(struct duban_slice rest)
{
    return rest.len > 0 && rest.len <= 3 &&
           (is_finished_by(rest, "\x80\x80\x80") || is_finished_by(rest, "\xbf\x80\x80"));
}

static enum duban_decoded check_utf8(struct duban_slice bytes, struct duban_slice *out_text)
{
    struct duban_slice rest = bytes;

    for (size_t n = duban_utf8_length(rest); rest.len > 0 && n > 0; n = duban_utf8_length(rest))
        rest = (struct duban_slice){rest.at + n, rest.len - n};
    if (rest.len > 0)
        return is_cut(rest) ? DUBAN_DECODE_CUT : DUBAN_DECODE_WRONG;
    *out_text = bytes;
    return DUBAN_DECODED;
}

enum duban_decoded duban_decode(struct duban_decoder *decoder, struct duban_slice bytes,
                                struct duban_arena *arena, struct duban_slice *out_text)
{
    if (decoder->is_utf8)
        return check_utf8(bytes, out_text);
    char *from = duban_arena_new(arena, bytes.len, 1); /* iconv takes no const bytes */
    size_t from_left = bytes.len;
    size_t room = GROWTH_MAX * bytes.len;
    char *text = duban_arena_new(arena, room, 1);
    char *to = text;
    size_t to_left = room;

    if (bytes.len > 0)
        memcpy(from, bytes.at, bytes.len);
    (void)iconv(decoder->handle, NULL, NULL, NULL, NULL); /* back to the beginning */
    if (iconv(decoder->handle, &from, &from_left, &to, &to_left) == (size_t)-1) {
        DUBAN_ASSERT(errno != E2BIG);
        return errno == EINVAL ? DUBAN_DECODE_CUT : DUBAN_DECODE_WRONG;
    }
    *out_text = (struct duban_slice){text, room - to_left};
    return DUBAN_DECODED;
}
