/* SPDX-License-Identifier: MIT
 *
 * What an entry of the log says, in one line for people.
 */
#ifndef DUBAN_CTL_CONTENT_H
#define DUBAN_CTL_CONTENT_H

#include "lib/store/store.h"
#include "lib/text/text.h"

/* Appends what the update says, or why it was refused. update NULL: it could not be read. */
void content_put(struct duban_buf *out, enum duban_lang lang, const struct duban_log_row *row,
                 const struct duban_update *update);

#endif
