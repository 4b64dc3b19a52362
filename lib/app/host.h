/* SPDX-License-Identifier: MIT
 *
 * Names of hosts, as plain as they are taken here: what passes may stand in a header, in a command of
 * SMTP and in a URL as it is. A name of other letters is written in its xn-- form.
 */
#ifndef DUBAN_LIB_APP_HOST_H
#define DUBAN_LIB_APP_HOST_H

#include "lib/core/slice.h"

enum { DUBAN_HOST_MAX = 253 };

/* Labels of 1 to 63 letters, digits and -, joined by dots: a name, or an IPv4 address. */
bool duban_is_host(struct duban_slice text);

#endif
