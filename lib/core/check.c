/* SPDX-License-Identifier: MIT */
#include "lib/core/check.h"

#include <stdio.h>
#include <stdlib.h>

void duban_check_failed(const char *file, int line, const char *condition)
{
    (void)fprintf(stderr, "%s:%d: a bug in duban: %s\n", file, line, condition);
    abort();
}
