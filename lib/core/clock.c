/* SPDX-License-Identifier: MIT */
#include "lib/core/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/core/check.h"
#include "lib/core/file.h"

enum { CLOCK_FILE_MAX = 256 };

static const char *clock_path; /* set once, by duban_clock_use() */
static struct duban_tick last; /* of the file */

static int64_t read_ms(clockid_t id)
{
    struct timespec now;

    DUBAN_ASSERT(clock_gettime(id, &now) == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool parse_step(struct duban_slice text, uint64_t *out_step)
{
    uint64_t step = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || step > UINT64_MAX / 10 - 1)
            return false;
        step = 10 * step + (uint64_t)(text.at[i] - '0');
    }
    *out_step = step;
    return step > 0;
}

static enum duban_rc read_file(struct duban_tick *out_tick, struct duban_err *err)
{
    struct duban_buf bytes = {0};
    struct duban_tick tick = {.step = 0};

    enum duban_rc rc = duban_file_read(clock_path, CLOCK_FILE_MAX, &bytes, err);
    if (rc == DUBAN_OK) {
        struct duban_slice text = duban_buf_slice(&bytes);
        const char *end = text.len == 0 ? NULL : memchr(text.at, '\n', text.len);
        size_t len = end == NULL ? text.len : (size_t)(end - text.at);
        if (!duban_instant_parse((struct duban_slice){text.at, len}, &tick.now) ||
            !parse_step(duban_slice_trim((struct duban_slice){text.at + len, text.len - len}),
                        &tick.step))
            rc = duban_err_set(err, DUBAN_E_DATA,
                               "%s: not an RFC 3339 instant and below it a step, a number from 1",
                               clock_path);
    }
    duban_buf_fini(&bytes);
    if (rc == DUBAN_OK)
        *out_tick = tick;
    return rc;
}

enum duban_rc duban_clock_use(const char *spec, struct duban_err *err)
{
    static const char scheme[] = "file:";

    if (strcmp(spec, "system") == 0)
        return DUBAN_OK;
    if (strncmp(spec, scheme, sizeof scheme - 1) != 0)
        return duban_err_set(err, DUBAN_E_USAGE, "--clock %s: neither system nor file:PATH", spec);
    clock_path = spec + sizeof scheme - 1;
    return read_file(&last, err);
}

const char *duban_clock_path(void)
{
    return clock_path;
}

struct duban_tick duban_clock_tick(void)
{
    struct duban_err unused;
    struct duban_tick tick;

    if (clock_path == NULL)
        return (struct duban_tick){.now = {read_ms(CLOCK_REALTIME)}};
    if (read_file(&tick, &unused) == DUBAN_OK && tick.now.ms >= last.now.ms &&
        tick.step >= last.step)
        last = tick;
    return last;
}

struct duban_instant duban_clock_now(void)
{
    return duban_clock_tick().now;
}

struct duban_mono duban_clock_mono(void)
{
    return (struct duban_mono){read_ms(CLOCK_MONOTONIC)};
}
