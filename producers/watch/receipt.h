/* SPDX-License-Identifier: MIT
 *
 * What a unit is told of its file: a CSV table in the folder 回执 (receipts) below its own, a line for each
 * row with the reader's row number, what became of it, and the way out.
 */
#ifndef DUBAN_PRODUCERS_WATCH_RECEIPT_H
#define DUBAN_PRODUCERS_WATCH_RECEIPT_H

#include "producers/watch/publish.h"

struct receipt_place {
    const char *folder; /* the unit's; the receipts' is below it */
    enum duban_lang lang;
    const char *banner; /* stands above the table; NULL: none */
};

/*
 * Writes the receipt of a decided file, all of whose updates are answered; the same again if it is there
 * already. Its name is that of the file and the moment of delivery. bytes: of the file.
 * E_PERM, E_NOINPUT, E_FULL, E_IO: of the receipt. E_DATA: the outbox is damaged. E_CONFIG.
 */
DUBAN_MUST_USE enum duban_rc receipt_write(const struct receipt_place *place,
                                           const struct publisher *publisher,
                                           const struct ledger_file *file, struct duban_slice bytes,
                                           struct duban_arena *arena, struct duban_err *err);

#endif
