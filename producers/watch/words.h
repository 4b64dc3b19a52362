/* SPDX-License-Identifier: MIT
 *
 * What a reader of tables says to people: why something was refused, and what was understood.
 */
#ifndef DUBAN_PRODUCERS_WATCH_WORDS_H
#define DUBAN_PRODUCERS_WATCH_WORDS_H

#include "lib/text/text.h"
#include "producers/watch/reading.h"

/* Appends the sentence of a reason; column may be NULL. */
void words_put_reason(struct duban_buf *out, enum duban_lang lang, enum reading_reason reason,
                      const char *column, struct duban_slice cell);

/* Appends why a file was not taken: as words_put_reason(), and where no row of it is a header, what that
 * may come from. */
void words_put_file_reason(struct duban_buf *out, enum duban_lang lang, const struct form *form,
                           const struct reading *reading);

/* Appends what a report says: 状态 进行中 · 完成进度 65 · 累计完成 120个. */
void words_put_report(struct duban_buf *out, enum duban_lang lang,
                      const struct duban_update *update);

/* Appends a figure with its unit; nothing where none is known. */
void words_put_figure(struct duban_buf *out, const struct duban_task *task);
void words_put_reading_figure(struct duban_buf *out, const struct duban_reading *reading);

#endif
