/* SPDX-License-Identifier: MIT */
#include "sinks/common/channel.h"

#include <string.h>

#include "lib/app/people.h"
#include "lib/core/check.h"
#include "lib/text/escape.h"
#include "sinks/common/mail.h"

void channel_reply(struct duban_reply *out_reply, enum duban_outcome outcome,
                   struct duban_slice text)
{
    struct duban_buf clean = {0};

    duban_escape_terminal(&clean, text);
    struct duban_slice cut = duban_slice_cut(duban_buf_slice(&clean), DUBAN_REPLY_MAX);
    *out_reply = (struct duban_reply){.outcome = outcome, .is_channel = outcome == DUBAN_HOLD};
    if (cut.len > 0)
        memcpy(out_reply->text, cut.at, cut.len);
    duban_buf_fini(&clean);
}

void duban_channel_send(const struct duban_office_mail *mail, const struct duban_outgoing *outgoing,
                        struct duban_reply *out_reply)
{
    if (!duban_mail_is_key(outgoing->key) || !duban_is_mail_address(outgoing->recipient)) {
        channel_reply(out_reply, DUBAN_DEAD, duban_slice_of("no plain key or no plain address"));
        return;
    }
    switch ((enum duban_mail_channel)mail->channel) {
    case DUBAN_CHANNEL_FILE:
        channel_file_send(mail, outgoing, out_reply);
        return;
    case DUBAN_CHANNEL_SMTP:
        channel_smtp_send(mail, outgoing, out_reply);
        return;
    }
    DUBAN_UNREACHABLE();
}

const char *duban_outcome_name(enum duban_outcome outcome)
{
    static const char *const names[] = {[DUBAN_SENT] = "sent",
                                        [DUBAN_RETRY] = "retry",
                                        [DUBAN_UNKNOWN] = "unknown",
                                        [DUBAN_DEAD] = "dead",
                                        [DUBAN_HOLD] = "hold"};
    return names[outcome];
}
