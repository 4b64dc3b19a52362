/* SPDX-License-Identifier: MIT
 *
 * Bytes that grow: what an encoder or a writer of text fills. Running out of memory aborts.
 */
#ifndef DUBAN_LIB_CORE_BUF_H
#define DUBAN_LIB_CORE_BUF_H

#include "lib/core/err.h"
#include "lib/core/slice.h"

/* Zero-initialised is empty and ready. */
struct duban_buf {
    char *at;
    size_t len, capacity;
};

void duban_buf_fini(struct duban_buf *buf);
void duban_buf_clear(struct duban_buf *buf); /* empty; keeps its memory */
void duban_buf_put(struct duban_buf *buf, struct duban_slice slice);
void duban_buf_puts(struct duban_buf *buf, const char *text);
void duban_buf_printf(struct duban_buf *buf, const char *format, ...) DUBAN_PRINTF(2, 3);
struct duban_slice duban_buf_slice(const struct duban_buf *buf); /* valid until buf changes */

#endif
