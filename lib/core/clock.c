/* SPDX-License-Identifier: MIT */
#include "lib/core/clock.h"

#include <time.h>

#include "lib/core/check.h"

static int64_t read_ms(clockid_t id)
{
    struct timespec now;

    DUBAN_ASSERT(clock_gettime(id, &now) == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct duban_instant duban_clock_now(void)
{
    return (struct duban_instant){read_ms(CLOCK_REALTIME)};
}

struct duban_mono duban_clock_mono(void)
{
    return (struct duban_mono){read_ms(CLOCK_MONOTONIC)};
}
