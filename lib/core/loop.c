/* SPDX-License-Identifier: MIT */
#include "lib/core/loop.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/signalfd.h>

#include "lib/core/check.h"
#include "lib/core/clock.h"

struct handler {
    duban_loop_fn *fn;
    void *arg;
};

struct timer {
    struct handler handler;
    struct duban_mono due;
    bool is_running;
};

struct duban_loop {
    struct duban_wait waits[DUBAN_LOOP_WATCHES_MAX]; /* for what */
    struct handler watches[DUBAN_LOOP_WATCHES_MAX];
    struct handler hooks[DUBAN_LOOP_HOOKS_MAX];
    struct timer timers[DUBAN_LOOP_TIMERS_MAX];
    size_t n_watches, n_hooks, n_timers;
    int signal_fd; /* -1: signals are somebody else's */
    bool is_stopped;
};

struct duban_loop *duban_loop_new(void)
{
    struct duban_loop *loop = calloc(1, sizeof *loop);

    DUBAN_ASSERT(loop != NULL);
    loop->signal_fd = -1;
    return loop;
}

enum duban_rc duban_loop_open(struct duban_loop **out_loop, struct duban_err *err)
{
    sigset_t set;

    int failed = sigemptyset(&set) | sigaddset(&set, SIGINT) | sigaddset(&set, SIGTERM);
    DUBAN_ASSERT(failed == 0);
    failed = pthread_sigmask(SIG_BLOCK, &set, NULL);
    DUBAN_ASSERT(failed == 0);
    int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (fd < 0)
        return duban_err_sys(err, DUBAN_E_IO, errno, "open a descriptor for signals");
    struct duban_loop *loop = duban_loop_new();
    loop->signal_fd = fd;
    *out_loop = loop;
    return DUBAN_OK;
}

void duban_loop_close(struct duban_loop *loop)
{
    if (loop == NULL)
        return;
    if (loop->signal_fd >= 0)
        (void)close(loop->signal_fd);
    free(loop);
}

static void watch(struct duban_loop *loop, struct duban_wait what, struct handler handler)
{
    DUBAN_ASSERT(loop->n_watches < DUBAN_LOOP_WATCHES_MAX);
    loop->waits[loop->n_watches] = what;
    loop->watches[loop->n_watches++] = handler;
}

void duban_loop_on_socket(struct duban_loop *loop, struct duban_socket *socket, duban_loop_fn *fn,
                          void *arg)
{
    watch(loop, (struct duban_wait){.socket = socket}, (struct handler){fn, arg});
}

void duban_loop_on_fd(struct duban_loop *loop, int fd, duban_loop_fn *fn, void *arg)
{
    watch(loop, (struct duban_wait){.fd = fd}, (struct handler){fn, arg});
}

void duban_loop_on_wait(struct duban_loop *loop, duban_loop_fn *fn, void *arg)
{
    DUBAN_ASSERT(loop->n_hooks < DUBAN_LOOP_HOOKS_MAX);
    loop->hooks[loop->n_hooks++] = (struct handler){fn, arg};
}

int duban_loop_timer(struct duban_loop *loop, duban_loop_fn *fn, void *arg)
{
    DUBAN_ASSERT(loop->n_timers < DUBAN_LOOP_TIMERS_MAX);
    loop->timers[loop->n_timers] = (struct timer){.handler = {fn, arg}};
    return (int)loop->n_timers++;
}

void duban_loop_timer_start(struct duban_loop *loop, int timer, struct duban_mono due)
{
    loop->timers[timer].due = due;
    loop->timers[timer].is_running = true;
}

void duban_loop_timer_stop(struct duban_loop *loop, int timer)
{
    loop->timers[timer].is_running = false;
}

void duban_loop_stop(struct duban_loop *loop)
{
    loop->is_stopped = true;
}

static int64_t timeout_of(const struct duban_loop *loop)
{
    int64_t now = duban_clock_mono().ms;
    int64_t timeout = -1;

    for (size_t i = 0; i < loop->n_timers; i++) {
        if (!loop->timers[i].is_running)
            continue;
        int64_t left = loop->timers[i].due.ms > now ? loop->timers[i].due.ms - now : 0;
        timeout = timeout < 0 || left < timeout ? left : timeout;
    }
    return timeout;
}

static enum duban_rc call(const struct handler *handler, struct duban_err *err)
{
    return handler->fn(handler->arg, err);
}

static enum duban_rc call_hooks(struct duban_loop *loop, struct duban_err *err)
{
    enum duban_rc rc = DUBAN_OK;
    for (size_t i = 0; rc == DUBAN_OK && i < loop->n_hooks; i++)
        rc = call(&loop->hooks[i], err);
    return rc;
}

static enum duban_rc fire_timers(struct duban_loop *loop, struct duban_err *err)
{
    struct duban_mono now = duban_clock_mono();
    enum duban_rc rc = DUBAN_OK;

    for (size_t i = 0; rc == DUBAN_OK && i < loop->n_timers; i++) {
        struct timer *timer = &loop->timers[i];
        if (!timer->is_running || timer->due.ms > now.ms)
            continue;
        timer->is_running = false;
        rc = call(&timer->handler, err);
    }
    return rc;
}

static void read_signal(struct duban_loop *loop)
{
    struct signalfd_siginfo info;

    if (read(loop->signal_fd, &info, sizeof info) == (ssize_t)sizeof info)
        loop->is_stopped = true;
}

static enum duban_rc wait_once(struct duban_loop *loop, struct duban_err *err)
{
    struct duban_wait waits[DUBAN_LOOP_WATCHES_MAX + 1];
    size_t n = loop->n_watches;

    for (size_t i = 0; i < n; i++)
        waits[i] = loop->waits[i];
    if (loop->signal_fd >= 0)
        waits[n++] = (struct duban_wait){.fd = loop->signal_fd};
    enum duban_rc rc = duban_net_wait(waits, n, timeout_of(loop), err);
    if (rc == DUBAN_OK && n > loop->n_watches && waits[loop->n_watches].is_ready)
        read_signal(loop);
    for (size_t i = 0; rc == DUBAN_OK && i < loop->n_watches; i++)
        if (waits[i].is_ready)
            rc = call(&loop->watches[i], err);
    return rc;
}

enum duban_rc duban_loop_run(struct duban_loop *loop, struct duban_err *err)
{
    enum duban_rc rc = call_hooks(loop, err);

    while (rc == DUBAN_OK && !loop->is_stopped) {
        rc = wait_once(loop, err);
        if (rc == DUBAN_OK)
            rc = fire_timers(loop, err);
        if (rc == DUBAN_OK)
            rc = call_hooks(loop, err);
    }
    loop->is_stopped = false;
    return rc;
}
