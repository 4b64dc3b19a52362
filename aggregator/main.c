/* SPDX-License-Identifier: MIT
 *
 * duban-aggregator: takes updates, decides each, and answers when it is on disk. The only writer of
 * state/store.db.
 */
#include <stdlib.h>

#include "aggregator/ingest.h"
#include "lib/app/daemon.h"
#include "lib/core/check.h"
#include "lib/core/clock.h"
#include "lib/core/crypto.h"

struct aggregator {
    struct duban_store *store;
    struct batch *batch;
    struct bell *bell;
    struct ingest *ingest;
};

static enum duban_rc open_store(const struct duban_daemon_env *env, struct aggregator *self,
                                struct duban_err *err)
{
    enum duban_rc rc = duban_store_open(env->office.store, &self->store, err);
    if (rc == DUBAN_E_AGAIN)
        rc = duban_err_wrap(err, DUBAN_E_CANTCREATE, "another aggregator works in this folder");
    if (rc == DUBAN_OK)
        rc = batch_open(self->store, duban_slice_of(env->office.control), duban_clock_now(),
                        &self->batch, err);
    return rc;
}

static enum duban_rc aggregator_open(const struct duban_daemon_env *env, void **out_self,
                                     struct duban_err *err)
{
    struct aggregator *self = calloc(1, sizeof *self);
    DUBAN_ASSERT(self != NULL);
    *out_self = self;
    struct ingest_spec spec = {
        .log = env->log,
        .net = env->net,
        .loop = env->loop,
        .endpoint = env->office.ingest,
        .boot = duban_random_u64(),
    };

    /* The boot is stored before a socket opens: nobody is answered with one that may be forgotten. */
    enum duban_rc rc = open_store(env, self, err);
    if (rc == DUBAN_OK)
        rc = duban_store_add_boot(self->store, spec.boot, duban_clock_now(), err);
    if (rc == DUBAN_OK)
        rc = bell_open(env->net, env->loop, env->office.bell, spec.boot, &self->bell, err);
    spec.store = self->store;
    spec.batch = self->batch;
    spec.bell = self->bell;
    return rc == DUBAN_OK ? ingest_open(&spec, &self->ingest, err) : rc;
}

static void aggregator_close(void *arg)
{
    struct aggregator *self = arg;

    if (self == NULL)
        return;
    ingest_close(self->ingest);
    bell_close(self->bell);
    batch_close(self->batch);
    duban_store_close(self->store);
    free(self);
}

/* What has arrived is committed before the loop waits again. */
static void aggregator_look(const void *arg, struct duban_idle *out_idle)
{
    const struct aggregator *self = arg;

    *out_idle = (struct duban_idle){"aggregator", true, batch_lsn(self->batch)};
}

static const struct duban_option options[] = {{.name = NULL}};

static const char *const examples[] = {
    "duban aggregator",
    "duban aggregator --dir /srv/duban",
    NULL,
};

static const struct duban_daemon aggregator = {
    .command =
        {
            .name = "duban aggregator",
            .args = "",
            .summary = DUBAN_TEXT_AGGREGATOR_SUMMARY,
            .examples = examples,
            .options = options,
        },
    .once_option = DUBAN_NO_ONCE,
    .open = aggregator_open,
    .look = aggregator_look,
    .close = aggregator_close,
};

int main(int argc, char **argv)
{
    return duban_daemon_main(&aggregator, argc, argv);
}
