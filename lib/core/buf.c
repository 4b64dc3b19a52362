/* SPDX-License-Identifier: MIT */
#include "lib/core/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/core/check.h"

void duban_buf_fini(struct duban_buf *buf)
{
    free(buf->at);
    *buf = (struct duban_buf){0};
}

void duban_buf_clear(struct duban_buf *buf)
{
    buf->len = 0;
}

static void reserve(struct duban_buf *buf, size_t more)
{
    size_t want = buf->capacity == 0 ? 256 : buf->capacity;
    while (want - buf->len < more)
        want *= 2;
    if (want == buf->capacity)
        return;
    char *at = realloc(buf->at, want);
    DUBAN_ASSERT(at != NULL);
    buf->at = at;
    buf->capacity = want;
}

void duban_buf_put(struct duban_buf *buf, struct duban_slice slice)
{
    if (slice.len == 0)
        return;
    reserve(buf, slice.len);
    memcpy(buf->at + buf->len, slice.at, slice.len);
    buf->len += slice.len;
}

void duban_buf_puts(struct duban_buf *buf, const char *text)
{
    duban_buf_put(buf, duban_slice_of(text));
}

void duban_buf_printf(struct duban_buf *buf, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    DUBAN_ASSERT(len >= 0);
    reserve(buf, (size_t)len + 1);
    va_start(args, format);
    len = vsnprintf(buf->at + buf->len, buf->capacity - buf->len, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

struct duban_slice duban_buf_slice(const struct duban_buf *buf)
{
    return (struct duban_slice){buf->at, buf->len};
}
