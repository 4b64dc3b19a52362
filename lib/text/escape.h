/* SPDX-License-Identifier: MIT
 *
 * Field content is data everywhere: what stands in a note cannot move a cursor, forge a line or end
 * a string. One function per kind of output.
 */
#ifndef DUBAN_LIB_TEXT_ESCAPE_H
#define DUBAN_LIB_TEXT_ESCAPE_H

#include "lib/core/buf.h"

/* For one line of a terminal: line breaks and tabs become a blank; other control characters (C0, DEL,
 * C1), characters that turn the direction of text, and bytes that are no UTF-8 become U+FFFD. */
void duban_escape_terminal(struct duban_buf *out, struct duban_slice text);

/* A JSON string with its quotes (RFC 8259 §7); bytes that are no UTF-8 become U+FFFD. */
void duban_escape_json(struct duban_buf *out, struct duban_slice text);

/* Text of HTML, or an attribute's value in quotes; otherwise as duban_escape_terminal(). */
void duban_escape_html(struct duban_buf *out, struct duban_slice text);

/* A cell of a CSV file (RFC 4180), in quotes: no spreadsheet takes it for a formula, a leading = + - @ (also wide), CR or
 * tab gets a ' before it, and so does a ' that stands before one of these; what duban_escape_terminal()
 * replaces is replaced, but line breaks stay. */
void duban_escape_csv(struct duban_buf *out, struct duban_slice text);

/* The cell without the ' that duban_escape_csv() put before it; one that it did not put there stays. Borrows. */
struct duban_slice duban_escape_csv_unguard(struct duban_slice cell);

#endif
