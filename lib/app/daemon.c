/* SPDX-License-Identifier: MIT */
#include "lib/app/daemon.h"

#include <stdlib.h>

#include "lib/core/clock.h"

static enum duban_rc run(const struct duban_daemon *daemon, const struct duban_daemon_env *env,
                         struct duban_err *err)
{
    void *self = NULL;

    enum duban_rc rc = daemon->open(env, &self, err);
    if (rc == DUBAN_OK) {
        duban_log_write(env->log, DUBAN_LOG_INFO, "ready");
        rc = duban_loop_run(env->loop, err);
    }
    daemon->close(self);
    return rc;
}

static enum duban_rc run_in_office(const struct duban_daemon *daemon, const struct duban_args *args,
                                   const struct duban_log *log, struct duban_err *err)
{
    struct duban_daemon_env env = {.args = args, .log = log};

    enum duban_rc rc = duban_office_find(args->dir, args->lang, &env.office, err);
    if (rc == DUBAN_OK)
        rc = duban_office_make(args->dir, err);
    if (rc == DUBAN_OK)
        rc = duban_loop_open(&env.loop, err);
    if (rc != DUBAN_OK)
        return rc;
    env.net = duban_net_new();
    rc = run(daemon, &env, err);
    duban_net_free(env.net);
    duban_loop_close(env.loop);
    return rc;
}

int duban_daemon_main(const struct duban_daemon *daemon, int argc, char **argv)
{
    struct duban_args args;
    struct duban_err err = {0};
    int status = 0;

    if (!duban_cli_start(&daemon->command, argc, argv, &args, &status))
        return status;
    const char *journal =
        getenv("JOURNAL_STREAM"); /* NOLINT(concurrency-mt-unsafe): no threads yet */
    struct duban_log log = {.name = daemon->command.name, .is_journal = journal != NULL};
    enum duban_rc rc = run_in_office(daemon, &args, &log, &err);
    if (rc != DUBAN_OK)
        duban_log_write(&log, DUBAN_LOG_ERROR, "%s", err.text);
    return duban_rc_exit_status(rc);
}
