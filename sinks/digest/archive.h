/* SPDX-License-Identifier: MIT
 *
 * The issues as they were frozen, in the digest's ledger and its transactions. An issue that is there is never
 * written again, whatever became known since; its bytes are proved by their hash.
 */
#ifndef DUBAN_SINKS_DIGEST_ARCHIVE_H
#define DUBAN_SINKS_DIGEST_ARCHIVE_H

#include "lib/core/db.h"
#include "lib/text/text.h"
#include "sinks/common/ledger.h"

struct archive;

/* Of the digest's ledger, with a table of issues. */
extern const struct duban_schema archive_schema;

/* An issue in a language. */
struct archived {
    struct duban_date day;
    int32_t number;
    enum duban_lang lang;
    uint64_t lsn; /* of the last row of the log that it knew */
    struct duban_slice subject, text, html, json;
};

/* The ledger outlives the archive. E_IO. */
DUBAN_MUST_USE enum duban_rc archive_open(struct duban_ledger *ledger, struct archive **out_archive,
                                          struct duban_err *err);
void archive_close(struct archive *archive); /* accepts NULL */

/* Keeps an issue, inside a transaction of the ledger. E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc archive_add(struct archive *archive, const struct archived *issue,
                                         struct duban_err *err);

/* Fills in the issue whose day and language are set, in the arena. E_DATA: its bytes do not match their
 * hash. */
DUBAN_MUST_USE enum duban_rc archive_find(struct archive *archive, struct duban_arena *arena,
                                          struct archived *issue, bool *out_is_there,
                                          struct duban_err *err);

#endif
