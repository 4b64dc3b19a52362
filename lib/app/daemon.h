/* SPDX-License-Identifier: MIT
 *
 * The one main of all daemons. It owns the life cycle: arguments, folders, log, signals, loop, clock;
 * a daemon supplies a table. States: started -> open() -> ready -> rounds -> close() -> ended.
 *
 * With a file clock a daemon leaves a mark, PATH.d/NAME, whenever it is idle and something of the mark
 * has changed: {"step":…,"clock":…,"lsn":…}. Whoever drives the clock waits for the marks.
 */
#ifndef DUBAN_LIB_APP_DAEMON_H
#define DUBAN_LIB_APP_DAEMON_H

#include "lib/app/cli.h"
#include "lib/app/office.h"
#include "lib/core/log.h"
#include "lib/core/loop.h"

enum { DUBAN_ROUND_MS = 200, DUBAN_ONCE_WAIT_S = 30 };

/* What a daemon finds when it is opened; all of it outlives the daemon. */
struct duban_daemon_env {
    const struct duban_args *args;
    const struct duban_log *log;
    struct duban_arena *arena; /* lives as long as the daemon */
    struct duban_office office;
    struct duban_net *net;
    struct duban_loop *loop;
};

/* How a daemon stands. */
struct duban_idle {
    const char *name; /* of its mark */
    bool is_idle;     /* nothing is due or in flight */
    uint64_t lsn;     /* of the log, as far as it knows */
};

struct duban_daemon {
    struct duban_command command;
    int once_option; /* the command's switch that ends it when it is idle; DUBAN_NO_ONCE: none */
    /* Makes the daemon and hangs it into the loop. *out_self is closed also when open() fails half way. */
    enum duban_rc (*open)(const struct duban_daemon_env *env, void **out_self,
                          struct duban_err *err);
    /* Does what is due at now. Called at the start and then every DUBAN_ROUND_MS; with a file clock once at
     * each step, and on while the daemon is not idle. NULL: nothing is ever due by itself. */
    enum duban_rc (*round)(void *self, struct duban_instant now, struct duban_err *err);
    void (*look)(const void *self, struct duban_idle *out_idle);
    void (*close)(void *self); /* accepts NULL and half-built objects */
};

#define DUBAN_NO_ONCE (-1)

/* Returns the exit status: 0 after SIGTERM, SIGINT or when it is done once, else that of the failure,
 * which was logged. Once, but not idle within DUBAN_ONCE_WAIT_S: E_AGAIN. */
int duban_daemon_main(const struct duban_daemon *daemon, int argc, char **argv);

#endif
