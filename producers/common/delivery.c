/* SPDX-License-Identifier: MIT */
#include "producers/common/delivery.h"

#include <string.h>

#include "lib/app/office.h"
#include "lib/core/clock.h"
#include "lib/core/loop.h"
#include "producers/common/uplink.h"

enum { LOCK_WAIT_MS = 10000, LOCK_RETRY_MS = 20 };

/* Another call of the same command may hold the outbox for as long as it waits for its answer. */
static enum duban_rc open_outbox(struct duban_delivery *delivery, const char *path,
                                 int64_t lock_wait_ms, struct duban_err *err)
{
    struct duban_slice source = duban_slice_of(delivery->source);
    int64_t give_up_at = duban_clock_mono().ms + lock_wait_ms;

    for (;;) {
        enum duban_rc rc = duban_outbox_open(path, source, &delivery->outbox, err);
        if (rc != DUBAN_E_AGAIN || duban_clock_mono().ms >= give_up_at)
            return rc;
        rc = duban_net_wait(NULL, 0, LOCK_RETRY_MS, err);
        if (rc != DUBAN_OK)
            return rc;
    }
}

static enum duban_rc append_all(struct duban_delivery *delivery, const struct duban_slice *updates,
                                size_t n, struct duban_err *err)
{
    struct duban_instant now = duban_clock_now();
    uint64_t seq = 0;

    enum duban_rc rc = duban_outbox_begin(delivery->outbox, err);
    for (size_t i = 0; rc == DUBAN_OK && i < n; i++)
        rc = duban_outbox_append(delivery->outbox, (struct duban_slice){0}, updates[i], now, &seq,
                                 err);
    if (rc == DUBAN_OK)
        return duban_outbox_commit(delivery->outbox, err);
    duban_outbox_rollback(delivery->outbox);
    return rc;
}

enum duban_rc duban_delivery_open(struct duban_delivery *delivery, int64_t lock_wait_ms,
                                  struct duban_err *err)
{
    char path[DUBAN_OFFICE_PATH_BYTES];

    enum duban_rc rc = duban_office_need(delivery->dir, delivery->lang, err);
    if (rc == DUBAN_OK)
        rc = duban_office_outbox(delivery->dir, delivery->source, path, err);
    if (rc == DUBAN_OK)
        rc = open_outbox(delivery, path, lock_wait_ms, err);
    if (rc == DUBAN_OK) {
        delivery->last = duban_outbox_last(delivery->outbox);
        delivery->first = delivery->last + 1;
    }
    return rc;
}

enum duban_rc duban_delivery_keep(struct duban_delivery *delivery,
                                  const struct duban_slice *updates, size_t n,
                                  struct duban_err *err)
{
    enum duban_rc rc = DUBAN_OK;

    if (delivery->outbox == NULL)
        rc = duban_delivery_open(delivery, LOCK_WAIT_MS, err);
    if (rc == DUBAN_OK) {
        delivery->first = duban_outbox_last(delivery->outbox) + 1;
        if (n > 0)
            rc = append_all(delivery, updates, n, err);
        delivery->last = duban_outbox_last(delivery->outbox);
    }
    delivery->is_kept = rc == DUBAN_OK;
    return rc == DUBAN_E_AGAIN ? DUBAN_E_IO : rc; /* AGAIN says that something is kept */
}

struct wait {
    struct duban_delivery *delivery;
    struct duban_loop *loop;
    struct duban_uplink *uplink;
    int timer;
};

/* An outbox that the aggregator will not hear stays as it is until somebody does something. */
static enum duban_rc explain_stop(const struct duban_delivery *delivery, const char *stopped,
                                  struct duban_err *err)
{
    struct duban_buf text = {0};

    duban_text_put_answer(&text, delivery->lang, duban_slice_of(stopped), (struct duban_slice){0});
    (void)duban_err_set(err, DUBAN_E_AGAIN, "%.*s", DUBAN_SLICE_ARGS(duban_buf_slice(&text)));
    duban_buf_fini(&text);
    return DUBAN_E_AGAIN;
}

static enum duban_rc on_answers(void *arg, struct duban_err *err)
{
    struct wait *wait = arg;
    struct duban_delivery *delivery = wait->delivery;
    uint64_t answered = duban_outbox_answered(delivery->outbox);
    const char *stopped = duban_uplink_stopped(wait->uplink);

    if (stopped != NULL)
        return explain_stop(delivery, stopped, err);
    if (delivery->on_progress != NULL && answered >= delivery->first)
        delivery->on_progress(delivery->arg, answered - delivery->first + 1,
                              delivery->last - delivery->first + 1);
    if (answered >= delivery->last)
        duban_loop_stop(wait->loop);
    return DUBAN_OK;
}

static enum duban_rc on_timeout(void *arg, struct duban_err *err)
{
    struct wait *wait = arg;
    (void)err;
    duban_loop_stop(wait->loop);
    return DUBAN_OK;
}

/* While nobody listens the outbox is left to other calls, which have something to keep too. A program that
 * is not ours has it to itself until it closes it. */
static enum duban_rc wait_for_listener(struct duban_delivery *delivery, const char *endpoint,
                                       struct duban_mono give_up_at, bool *out_is_there,
                                       struct duban_err *err)
{
    char path[DUBAN_OFFICE_PATH_BYTES];

    enum duban_rc rc = duban_net_is_bound(endpoint, out_is_there, err);
    *out_is_there = *out_is_there || delivery->is_hosted;
    if (rc != DUBAN_OK || *out_is_there)
        return rc;
    duban_outbox_close(delivery->outbox);
    delivery->outbox = NULL;
    while (rc == DUBAN_OK && !*out_is_there && duban_clock_mono().ms < give_up_at.ms) {
        rc = duban_net_wait(NULL, 0, LOCK_RETRY_MS, err);
        if (rc == DUBAN_OK)
            rc = duban_net_is_bound(endpoint, out_is_there, err);
    }
    if (rc == DUBAN_OK)
        rc = duban_office_outbox(delivery->dir, delivery->source, path, err);
    return rc == DUBAN_OK ? open_outbox(delivery, path, LOCK_WAIT_MS, err) : rc;
}

static enum duban_rc wait_for_answers(struct duban_delivery *delivery, struct wait *wait,
                                      const struct duban_uplink_spec *spec,
                                      struct duban_mono give_up_at, struct duban_err *err)
{
    enum duban_rc rc = duban_uplink_open(spec, &wait->uplink, err);
    if (rc != DUBAN_OK)
        return rc;
    wait->timer = duban_loop_timer(wait->loop, on_timeout, wait);
    duban_loop_timer_start(wait->loop, wait->timer, give_up_at);
    rc = duban_loop_run(wait->loop, err);
    delivery->is_unknown = duban_uplink_is_unknown(wait->uplink);
    duban_uplink_close(wait->uplink);
    return rc;
}

/* Faults of duban.yaml are told on standard error, or stand in err where that is not ours. */
static enum duban_rc find_office(const struct duban_delivery *delivery, struct duban_arena *arena,
                                 struct duban_office *out_office, struct duban_err *err)
{
    struct duban_buf faults = {0};
    struct duban_conf conf = {.lang = delivery->lang, .arena = arena, .faults = &faults};

    if (!delivery->is_hosted)
        return duban_office_find(delivery->dir, delivery->lang, arena, out_office, err);
    enum duban_rc rc = duban_office_read(delivery->dir, &conf, out_office, err);
    if (rc == DUBAN_OK && conf.n_faults > 0) {
        struct duban_slice first = duban_buf_slice(&faults);
        const char *end = memchr(first.at, '\n', first.len);
        first.len = end == NULL ? first.len : (size_t)(end - first.at);
        rc = duban_err_set(err, DUBAN_E_CONFIG, "%.*s", DUBAN_SLICE_ARGS(first));
    }
    duban_buf_fini(&faults);
    return rc;
}

static enum duban_rc open_loop(const struct duban_delivery *delivery, struct duban_loop **out_loop,
                               struct duban_err *err)
{
    if (!delivery->is_hosted)
        return duban_loop_open(out_loop, err);
    *out_loop = duban_loop_new();
    return DUBAN_OK;
}

enum duban_rc duban_delivery_run(struct duban_delivery *delivery, struct duban_err *err)
{
    struct duban_office office;
    struct duban_arena arena = {0};
    struct wait wait = {.delivery = delivery};

    if (duban_outbox_answered(delivery->outbox) >= delivery->last || delivery->wait_ms == 0)
        return DUBAN_OK;
    struct duban_mono give_up_at = {duban_clock_mono().ms + delivery->wait_ms};
    bool is_there = false;
    enum duban_rc rc = find_office(delivery, &arena, &office, err);
    if (rc == DUBAN_OK)
        rc = wait_for_listener(delivery, office.ingest, give_up_at, &is_there, err);
    if (rc == DUBAN_OK && is_there)
        rc = open_loop(delivery, &wait.loop, err);
    if (rc == DUBAN_OK && is_there) {
        struct duban_uplink_spec spec = {
            .net = duban_net_new(),
            .loop = wait.loop,
            .outbox = delivery->outbox,
            .endpoint = office.ingest,
            .on_answers = on_answers,
            .arg = &wait,
        };
        rc = wait_for_answers(delivery, &wait, &spec, give_up_at, err);
        duban_net_free(spec.net);
    }
    duban_loop_close(wait.loop);
    duban_arena_fini(&arena);
    return rc == DUBAN_OK ? DUBAN_OK : DUBAN_E_AGAIN;
}

void duban_delivery_close(struct duban_delivery *delivery)
{
    duban_outbox_close(delivery->outbox);
    delivery->outbox = NULL;
}
