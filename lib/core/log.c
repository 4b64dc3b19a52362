/* SPDX-License-Identifier: MIT */
#include "lib/core/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "lib/core/buf.h"

static const char *level_name(enum duban_level level)
{
    switch (level) {
    case DUBAN_LOG_ERROR:
        return "error";
    case DUBAN_LOG_WARNING:
        return "warning";
    case DUBAN_LOG_INFO:
        return "info";
    }
    return "?";
}

void duban_log_write(const struct duban_log *log, enum duban_level level, const char *format, ...)
{
    char text[2048];
    struct duban_buf line = {0};
    va_list args;

    va_start(args, format);
    if (vsnprintf(text, sizeof text, format, args) < 0)
        text[0] = '\0';
    va_end(args);
    if (log->is_journal)
        duban_buf_printf(&line, "<%u>", (unsigned)level);
    duban_buf_printf(&line, "%s: %s: ", log->name, level_name(level));
    for (const char *at = text; *at != '\0'; at++) {
        unsigned byte = (unsigned char)*at;
        bool is_c1 = byte == 0xc2 && ((unsigned char)at[1] & 0xe0) == 0x80; /* U+0080..U+009F */
        if (is_c1)
            duban_buf_printf(&line, "\\x%02x\\x%02x", byte, (unsigned char)*++at);
        else if (byte < 0x20 || byte == 0x7f)
            duban_buf_printf(&line, "\\x%02x", byte);
        else
            duban_buf_put(&line, (struct duban_slice){at, 1});
    }
    duban_buf_puts(&line, "\n");
    /* Nobody is left to tell if standard error is gone. */
    if (write(STDERR_FILENO, line.at, line.len) < 0)
        line.len = 0;
    duban_buf_fini(&line);
}
