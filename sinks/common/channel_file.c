/* SPDX-License-Identifier: MIT
 *
 * The channel for trying out, for tests, and for offices whose mail another program fetches: FOLDER/KEY.eml,
 * whole and on disk. A mail that is there is not written again, so that repeating does no harm.
 */
#include <sys/stat.h>

#include "lib/core/file.h"
#include "sinks/common/channel.h"

static void write_new(const char *path, struct duban_slice bytes, struct duban_reply *out_reply)
{
    struct duban_err err = {0};

    if (duban_file_write_durably(path, bytes, S_IRUSR | S_IWUSR, &err) == DUBAN_OK)
        channel_reply(out_reply, DUBAN_SENT, (struct duban_slice){0});
    else
        channel_reply(out_reply, DUBAN_HOLD, duban_slice_of(err.text));
}

void channel_file_send(const struct duban_office_mail *mail, const struct duban_outgoing *outgoing,
                       struct duban_reply *out_reply)
{
    struct duban_buf path = {0};
    struct duban_buf there = {0};
    struct duban_err err = {0};

    duban_buf_printf(&path, "%s/%.*s.eml", mail->folder, DUBAN_SLICE_ARGS(outgoing->key));
    duban_buf_put(&path, (struct duban_slice){"", 1}); /* NUL */
    enum duban_rc rc = duban_dir_make(mail->folder, S_IRWXU, &err);
    if (rc == DUBAN_OK)
        rc = duban_file_read(path.at, outgoing->bytes.len, &there, &err);
    if (rc == DUBAN_E_NOINPUT)
        write_new(path.at, outgoing->bytes, out_reply);
    else if (rc == DUBAN_OK && duban_slice_equal(duban_buf_slice(&there), outgoing->bytes))
        channel_reply(out_reply, DUBAN_SENT, (struct duban_slice){0});
    else if (rc == DUBAN_OK || rc == DUBAN_E_DATA)
        channel_reply(out_reply, DUBAN_DEAD, duban_slice_of("another mail has this key"));
    else
        channel_reply(out_reply, DUBAN_HOLD, duban_slice_of(err.text));
    duban_buf_fini(&path);
    duban_buf_fini(&there);
}
