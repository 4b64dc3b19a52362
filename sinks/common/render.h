/* SPDX-License-Identifier: MIT
 *
 * What an issue looks like: text for a terminal or a mail, HTML for a mail, JSON for programs. Field content
 * is escaped here and nowhere else. The same issue gives the same bytes.
 */
#ifndef DUBAN_SINKS_COMMON_RENDER_H
#define DUBAN_SINKS_COMMON_RENDER_H

#include "sinks/common/said.h"

enum { RENDER_SCHEMA = 1 }; /* of the JSON */

void render_text(const struct said *said, struct duban_buf *out);

/* A table layout with its styles in the elements, at most 640 pixels wide: what mail programs show. */
void render_html(const struct said *said, enum duban_lang lang, struct duban_buf *out);

/* One object in a line; field names are those of docs/digest.md. */
void render_json(const struct issue *issue, struct duban_buf *out);

#endif
