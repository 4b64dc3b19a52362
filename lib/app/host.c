/* SPDX-License-Identifier: MIT */
#include "lib/app/host.h"

#include <string.h>

enum { LABEL_MAX = 63 };

/* A part between dots; a program must not take it for an option. */
static bool is_label(struct duban_slice label)
{
    static const char bytes[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

    if (label.len == 0 || label.len > LABEL_MAX || label.at[0] == '-')
        return false;
    for (size_t i = 0; i < label.len; i++)
        if (memchr(bytes, label.at[i], sizeof bytes - 1) == NULL)
            return false;
    return true;
}

bool duban_is_host(struct duban_slice text)
{
    if (text.len > DUBAN_HOST_MAX)
        return false;
    for (;;) {
        const char *dot = text.len == 0 ? NULL : memchr(text.at, '.', text.len);
        struct duban_slice label = {text.at, dot == NULL ? text.len : (size_t)(dot - text.at)};
        if (!is_label(label))
            return false;
        if (dot == NULL)
            return true;
        text = (struct duban_slice){dot + 1, text.len - label.len - 1};
    }
}
