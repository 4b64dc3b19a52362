/* SPDX-License-Identifier: MIT
 *
 * The one main of all daemons. It owns the life cycle: arguments, folders, log, signals, loop; a
 * daemon supplies a table. States: started -> open() -> ready -> running -> close() -> ended.
 */
#ifndef DUBAN_LIB_APP_DAEMON_H
#define DUBAN_LIB_APP_DAEMON_H

#include "lib/app/cli.h"
#include "lib/app/office.h"
#include "lib/core/log.h"
#include "lib/core/loop.h"

/* What a daemon finds when it is opened; all of it outlives the daemon. */
struct duban_daemon_env {
    const struct duban_args *args;
    const struct duban_log *log;
    struct duban_office office;
    struct duban_net *net;
    struct duban_loop *loop;
};

struct duban_daemon {
    struct duban_command command;
    /* Makes the daemon and hangs it into the loop. *out_self is closed also when open() fails half way. */
    enum duban_rc (*open)(const struct duban_daemon_env *env, void **out_self,
                          struct duban_err *err);
    void (*close)(void *self); /* accepts NULL and half-built objects */
};

/* Returns the exit status: 0 after SIGTERM or SIGINT, else that of the failure, which was logged. */
int duban_daemon_main(const struct duban_daemon *daemon, int argc, char **argv);

#endif
