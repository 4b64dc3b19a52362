/* SPDX-License-Identifier: MIT */
#include "aggregator/bell.h"

#include <stdlib.h>

#include "lib/core/check.h"
#include "lib/core/clock.h"
#include "proto/message.h"

enum { RING_EVERY_MS = 50, MESSAGE_MAX_BYTES = 256, SEND_QUEUE = 16 };

struct bell {
    struct duban_loop *loop;
    struct duban_socket *socket;
    uint64_t boot, lsn, rung_lsn;
    struct duban_mono rung_at;
    int timer;
};

static enum duban_rc say(struct bell *bell, struct duban_err *err)
{
    struct duban_message message = {.type = DUBAN_BELL,
                                    .u.bell = {duban_u64(bell->boot), duban_u64(bell->lsn)}};
    struct duban_buf frame = {0};

    duban_message_encode(&message, &frame);
    enum duban_rc rc = duban_socket_send(bell->socket, NULL, duban_buf_slice(&frame), err);
    duban_buf_fini(&frame);
    bell->rung_lsn = bell->lsn;
    bell->rung_at = duban_clock_mono();
    return rc == DUBAN_E_AGAIN ? DUBAN_OK : rc;
}

static enum duban_rc on_timer(void *arg, struct duban_err *err)
{
    struct bell *bell = arg;
    return bell->lsn == bell->rung_lsn ? DUBAN_OK : say(bell, err);
}

/* Subscriptions arrive as messages; libzmq has acted on them already. */
static enum duban_rc on_readable(void *arg, struct duban_err *err)
{
    struct bell *bell = arg;
    struct duban_frame frame;
    enum duban_rc rc = DUBAN_OK;

    while (rc == DUBAN_OK)
        rc = duban_socket_receive(bell->socket, &frame, err);
    return rc == DUBAN_E_AGAIN ? DUBAN_OK : rc;
}

enum duban_rc bell_open(struct duban_net *net, struct duban_loop *loop, const char *endpoint,
                        uint64_t boot, struct bell **out_bell, struct duban_err *err)
{
    static const struct duban_socket_limits limits = {MESSAGE_MAX_BYTES, SEND_QUEUE, SEND_QUEUE};
    struct bell *bell = calloc(1, sizeof *bell);

    DUBAN_ASSERT(bell != NULL);
    bell->loop = loop;
    bell->boot = boot;
    enum duban_rc rc = duban_socket_open(net, DUBAN_XPUB, endpoint, &limits, &bell->socket, err);
    if (rc != DUBAN_OK) {
        bell_close(bell);
        return rc;
    }
    duban_loop_on_socket(loop, bell->socket, on_readable, bell);
    bell->timer = duban_loop_timer(loop, on_timer, bell);
    *out_bell = bell;
    return DUBAN_OK;
}

void bell_close(struct bell *bell)
{
    if (bell == NULL)
        return;
    duban_socket_close(bell->socket);
    free(bell);
}

enum duban_rc bell_ring(struct bell *bell, uint64_t lsn, struct duban_err *err)
{
    struct duban_mono now = duban_clock_mono();

    bell->lsn = lsn;
    if (bell->lsn == bell->rung_lsn)
        return DUBAN_OK;
    if (bell->rung_at.ms == 0 || now.ms - bell->rung_at.ms >= RING_EVERY_MS)
        return say(bell, err);
    duban_loop_timer_start(bell->loop, bell->timer,
                           (struct duban_mono){bell->rung_at.ms + RING_EVERY_MS});
    return DUBAN_OK;
}
