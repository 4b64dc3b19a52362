/* SPDX-License-Identifier: MIT */
#include "lib/app/daemon.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/inotify.h>
#include <sys/stat.h>

#include "lib/core/check.h"
#include "lib/core/clock.h"
#include "lib/core/file.h"

/* A daemon while it runs. */
struct running {
    const struct duban_daemon *daemon;
    const struct duban_daemon_env *env;
    void *self;
    struct duban_tick tick; /* of the last round; step 0: none yet */
    int timer, once_timer;
    int clock_fd; /* tells that the clock's folder has changed; -1: the machine's clock */
    struct duban_buf marked; /* the mark as it was last written */
};

static bool is_once(const struct running *running)
{
    int option = running->daemon->once_option;
    return option != DUBAN_NO_ONCE && running->env->args->values[option].text != NULL;
}

static enum duban_rc do_round(struct running *running, struct duban_err *err)
{
    running->tick = duban_clock_tick();
    return running->daemon->round == NULL
               ? DUBAN_OK
               : running->daemon->round(running->self, running->tick.now, err);
}

static struct duban_idle look(const struct running *running)
{
    struct duban_idle idle = {.is_idle = false};

    running->daemon->look(running->self, &idle);
    return idle;
}

/* With a file clock an idle daemon has one round at each step, so that a run can be repeated. */
static enum duban_rc on_timer(void *arg, struct duban_err *err)
{
    struct running *running = arg;

    if (running->daemon->round != NULL || duban_clock_path() != NULL)
        duban_loop_timer_start(running->env->loop, running->timer,
                               (struct duban_mono){duban_clock_mono().ms + DUBAN_ROUND_MS});
    if (duban_clock_path() != NULL && duban_clock_tick().step == running->tick.step &&
        look(running).is_idle)
        return DUBAN_OK;
    return do_round(running, err);
}

static enum duban_rc on_clock(void *arg, struct duban_err *err)
{
    struct running *running = arg;
    char events[4096];

    ssize_t n = read(running->clock_fd, events, sizeof events);
    if (n < 0 && errno != EAGAIN && errno != EINTR)
        return duban_err_sys(err, DUBAN_E_IO, errno, "watch the clock's folder");
    return duban_clock_tick().step == running->tick.step ? DUBAN_OK : do_round(running, err);
}

static enum duban_rc on_late(void *arg, struct duban_err *err)
{
    (void)arg;
    return duban_err_set(err, DUBAN_E_AGAIN,
                         "not done within %d s: what was not answered stays in the outbox; is the "
                         "aggregator running?",
                         (int)DUBAN_ONCE_WAIT_S);
}

/* A mark is written whole and not flushed: after a crash there is a new one. */
static enum duban_rc mark(struct running *running, const struct duban_idle *idle,
                          struct duban_err *err)
{
    struct duban_buf line = {0};
    struct duban_buf path = {0};
    char clock[DUBAN_INSTANT_BYTES];
    enum duban_rc rc = DUBAN_OK;

    duban_buf_printf(&line, "{\"step\":%" PRIu64 ",\"clock\":\"%s\",\"lsn\":%" PRIu64 "}\n",
                     running->tick.step, duban_instant_print(running->tick.now, clock), idle->lsn);
    if (!duban_slice_equal(duban_buf_slice(&line), duban_buf_slice(&running->marked))) {
        duban_buf_printf(&path, "%s.d/", duban_clock_path());
        duban_office_put_name(&path, idle->name);
        duban_buf_put(&path, (struct duban_slice){"", 1}); /* NUL */
        rc = duban_file_write(path.at, duban_buf_slice(&line), S_IRUSR | S_IWUSR, err);
        if (rc == DUBAN_E_NOINPUT) /* no folder: nobody waits for marks */
            rc = DUBAN_OK;
        duban_buf_clear(&running->marked);
        duban_buf_put(&running->marked, duban_buf_slice(&line));
    }
    duban_buf_fini(&path);
    duban_buf_fini(&line);
    return rc;
}

/* The last hook: what the daemon had to do before it waits is done. */
static enum duban_rc before_wait(void *arg, struct duban_err *err)
{
    struct running *running = arg;
    struct duban_idle idle = look(running);

    if (!idle.is_idle)
        return DUBAN_OK;
    if (is_once(running))
        duban_loop_stop(running->env->loop);
    return duban_clock_path() == NULL ? DUBAN_OK : mark(running, &idle, err);
}

static enum duban_rc watch_clock(struct running *running, struct duban_err *err)
{
    struct duban_buf folder = {0};

    if (duban_clock_path() == NULL)
        return DUBAN_OK;
    running->clock_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (running->clock_fd < 0)
        return duban_err_sys(err, DUBAN_E_IO, errno, "watch the clock's folder");
    const char *slash = strrchr(duban_clock_path(), '/');
    duban_buf_printf(&folder, "%.*s", slash == NULL ? 1 : (int)(slash + 1 - duban_clock_path()),
                     slash == NULL ? "." : duban_clock_path());
    duban_buf_put(&folder, (struct duban_slice){"", 1}); /* NUL */
    int watch = inotify_add_watch(running->clock_fd, folder.at, IN_MOVED_TO);
    int errnum = errno;
    duban_buf_fini(&folder);
    if (watch < 0)
        return duban_err_sys(err, duban_rc_of_errno(errnum), errnum, "watch the clock's folder");
    duban_loop_on_fd(running->env->loop, running->clock_fd, on_clock, running);
    return DUBAN_OK;
}

static enum duban_rc start(struct running *running, struct duban_err *err)
{
    struct duban_loop *loop = running->env->loop;

    enum duban_rc rc = running->daemon->open(running->env, &running->self, err);
    if (rc != DUBAN_OK)
        return rc;
    running->timer = duban_loop_timer(loop, on_timer, running);
    running->once_timer = duban_loop_timer(loop, on_late, running);
    if (is_once(running))
        duban_loop_timer_start(
            loop, running->once_timer,
            (struct duban_mono){duban_clock_mono().ms + (int64_t)DUBAN_ONCE_WAIT_S * 1000});
    duban_loop_on_wait(loop, before_wait, running);
    rc = watch_clock(running, err);
    if (rc == DUBAN_OK)
        duban_log_write(running->env->log, DUBAN_LOG_INFO, "ready");
    return rc == DUBAN_OK ? on_timer(running, err) : rc;
}

static enum duban_rc run(const struct duban_daemon *daemon, const struct duban_daemon_env *env,
                         struct duban_err *err)
{
    struct running running = {.daemon = daemon, .env = env, .clock_fd = -1};

    enum duban_rc rc = start(&running, err);
    if (rc == DUBAN_OK)
        rc = duban_loop_run(env->loop, err);
    daemon->close(running.self);
    if (running.clock_fd >= 0)
        (void)close(running.clock_fd);
    duban_buf_fini(&running.marked);
    return rc;
}

static enum duban_rc run_in_office(const struct duban_daemon *daemon, struct duban_daemon_env *env,
                                   struct duban_err *err)
{
    const struct duban_args *args = env->args;

    enum duban_rc rc = duban_office_find(args->dir, args->lang, env->arena, &env->office, err);
    if (rc == DUBAN_OK)
        rc = duban_zone_set(env->office.zone, err);
    if (rc == DUBAN_OK)
        rc = duban_office_make(args->dir, err);
    if (rc == DUBAN_OK)
        rc = duban_loop_open(&env->loop, err);
    if (rc != DUBAN_OK)
        return rc;
    env->net = duban_net_new();
    rc = run(daemon, env, err);
    duban_net_free(env->net);
    duban_loop_close(env->loop);
    return rc;
}

int duban_daemon_main(const struct duban_daemon *daemon, int argc, char **argv)
{
    struct duban_args args;
    struct duban_arena arena = {0};
    struct duban_err err = {0};
    int status = 0;

    if (!duban_cli_start(&daemon->command, argc, argv, &args, &status))
        return status;
    const char *journal =
        getenv("JOURNAL_STREAM"); /* NOLINT(concurrency-mt-unsafe): no threads yet */
    struct duban_log log = {.name = daemon->command.name, .is_journal = journal != NULL};
    struct duban_daemon_env env = {.args = &args, .log = &log, .arena = &arena};
    enum duban_rc rc = run_in_office(daemon, &env, &err);
    if (rc != DUBAN_OK)
        duban_log_write(&log, DUBAN_LOG_ERROR, "%s", err.text);
    duban_arena_fini(&arena);
    return duban_rc_exit_status(rc);
}
