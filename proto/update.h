/* SPDX-License-Identifier: MIT
 *
 * Updates as they travel and as they lie in the log: the maps of SPEC §7.
 */
#ifndef DUBAN_PROTO_UPDATE_H
#define DUBAN_PROTO_UPDATE_H

#include "proto/codec.h"

/*
 * Decodes one update. Texts borrow from bytes, lists lie in the arena. False: out_verdict is
 * E_DECODE, E_VERSION, E_TOO_LARGE or E_FIELD.
 */
DUBAN_MUST_USE bool duban_update_decode(struct duban_slice bytes, struct duban_arena *arena,
                                        struct duban_update *out_update,
                                        struct duban_verdict *out_verdict);

/* Appends the update. */
void duban_update_encode(const struct duban_update *update, struct duban_buf *out);

#endif
