/* SPDX-License-Identifier: MIT
 *
 * duban up: all daemons of one office in the foreground: the aggregator, a watcher for each entry of watch,
 * and the sinks. One that ends is started again, later each time; one whose input or configuration is wrong once a
 * minute, for somebody may have mended it. SIGINT and SIGTERM end them all.
 */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/wait.h>

#include "ctl/command.h"
#include "lib/app/office.h"
#include "lib/core/check.h"
#include "lib/core/clock.h"

enum {
    RESTART_MS = 1000, /* doubled with each start that ends within STEADY_MS */
    RESTART_MAX_MS = 60000,
    STEADY_MS = 60000,
    STOP_MS = 60000, /* then what still runs is killed; a sink may be in the middle of a mail */
    WORDS_MAX = 10
};

static const struct duban_option options[] = {{.name = NULL}};

static const struct duban_command command = {
    .name = "duban up",
    .args = "",
    .summary = DUBAN_TEXT_UP_SUMMARY,
    .examples = (const char *const[]){"duban up", "duban up --dir /srv/duban", NULL},
    .options = options,
    .exits = DUBAN_TEXT_UP_EXITS,
    .has_exits = true,
};

struct child {
    const char *program, *source; /* duban-PROGRAM [SOURCE] */
    pid_t pid;                    /* 0: it does not run */
    struct duban_mono started_at, start_at;
    int64_t wait_ms;
};

struct up {
    const struct duban_args *args;
    char folder[1024]; /* of the programs */
    struct child *children;
    size_t n;
};

static void tell(const struct up *up, enum duban_text_id id, const struct child *child, int number)
{
    struct duban_buf line = {0};
    struct duban_buf name = {0};
    char text[16];

    (void)snprintf(text, sizeof text, "%d", number);
    duban_buf_printf(&name, "%s%s%s", child->program, child->source == NULL ? "" : " ",
                     child->source == NULL ? "" : child->source);
    duban_buf_put(&name, (struct duban_slice){"", 1}); /* NUL */
    DUBAN_SAY(&line, up->args->lang, id, name.at, text);
    duban_buf_fini(&name);
    duban_buf_puts(&line, "\n");
    duban_cli_tell(duban_buf_slice(&line));
    duban_buf_fini(&line);
}

static enum duban_rc find_folder(struct up *up, struct duban_err *err)
{
    ssize_t len = readlink("/proc/self/exe", up->folder, sizeof up->folder - 1);
    if (len < 0)
        return duban_err_sys(err, DUBAN_E_IO, errno, "find the programs");
    up->folder[len] = '\0';
    *strrchr(up->folder, '/') = '\0';
    return DUBAN_OK;
}

/* A child begins as a process of its own would: with no signal blocked. */
static int spawn(struct child *child, const char *path, char **words)
{
    posix_spawnattr_t attributes;
    sigset_t none;

    int failed = posix_spawnattr_init(&attributes);
    DUBAN_ASSERT(failed == 0);
    failed = sigemptyset(&none);
    DUBAN_ASSERT(failed == 0);
    failed = posix_spawnattr_setsigmask(&attributes, &none) |
             posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    DUBAN_ASSERT(failed == 0);
    int errnum = posix_spawn(&child->pid, path, NULL, &attributes, words, environ);
    (void)posix_spawnattr_destroy(&attributes);
    return errnum;
}

static enum duban_rc start(const struct up *up, struct child *child, struct duban_err *err)
{
    struct duban_arena arena = {0};
    struct duban_buf path = {0};
    struct duban_buf clock = {0};
    char *words[WORDS_MAX];
    size_t n = 0;

    duban_buf_printf(&path, "%s/duban-%s", up->folder, child->program);
    duban_buf_printf(&clock, "%s%s", duban_clock_path() == NULL ? "system" : "file:",
                     duban_clock_path() == NULL ? "" : duban_clock_path());
    const char *const texts[] = {duban_arena_cstr(&arena, duban_buf_slice(&path)),
                                 "--dir",
                                 up->args->dir,
                                 "--lang",
                                 up->args->lang == DUBAN_ZH ? "zh" : "en",
                                 "--clock",
                                 duban_arena_cstr(&arena, duban_buf_slice(&clock)),
                                 child->source};
    for (; n < sizeof texts / sizeof texts[0] && texts[n] != NULL; n++) {
        words[n] = duban_arena_new(&arena, strlen(texts[n]) + 1, 1);
        memcpy(words[n], texts[n], strlen(texts[n]) + 1);
    }
    words[n] = NULL;
    int errnum = spawn(child, texts[0], words);
    enum duban_rc rc =
        errnum == 0 ? DUBAN_OK
                    : duban_err_sys(err, duban_rc_of_errno(errnum), errnum, "start %s", texts[0]);
    child->started_at = duban_clock_mono();
    duban_buf_fini(&path);
    duban_buf_fini(&clock);
    duban_arena_fini(&arena);
    return rc;
}

/* What only a person can mend: wrong use, wrong data or input, missing rights, wrong configuration. */
static bool has_to_be_mended(int status)
{
    static const enum duban_rc rcs[] = {DUBAN_E_USAGE, DUBAN_E_DATA, DUBAN_E_NOINPUT, DUBAN_E_PERM,
                                        DUBAN_E_CONFIG};

    for (size_t i = 0; i < sizeof rcs / sizeof rcs[0]; i++)
        if (status == duban_rc_exit_status(rcs[i]))
            return true;
    return false;
}

/* It has ended, or could not be started, with this status. */
static void plan_restart(const struct up *up, struct child *child, int status)
{
    struct duban_mono now = duban_clock_mono();
    bool was_steady = now.ms - child->started_at.ms >= STEADY_MS;

    child->pid = 0;
    child->wait_ms = was_steady || child->wait_ms == 0 ? RESTART_MS : 2 * child->wait_ms;
    if (has_to_be_mended(status) || child->wait_ms > RESTART_MAX_MS)
        child->wait_ms = RESTART_MAX_MS;
    child->start_at.ms = now.ms + child->wait_ms;
    tell(up, has_to_be_mended(status) ? DUBAN_TEXT_UP_MEND : DUBAN_TEXT_UP_RESTART, child, status);
}

static void reap(struct up *up)
{
    int status;

    for (size_t i = 0; i < up->n; i++)
        if (up->children[i].pid != 0 && waitpid(up->children[i].pid, &status, WNOHANG) > 0)
            plan_restart(up, &up->children[i],
                         WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* Starts what is to run now; returns the time until the next start, -1 for none. */
static int64_t start_due(struct up *up)
{
    int64_t next_ms = -1;

    for (size_t i = 0; i < up->n; i++) {
        struct child *child = &up->children[i];
        struct duban_err err = {0};
        if (child->pid == 0 && child->start_at.ms <= duban_clock_mono().ms) {
            enum duban_rc rc = start(up, child, &err);
            if (rc == DUBAN_OK)
                continue;
            child->pid = 0;
            (void)duban_cli_fail(up->args, rc, &err);
            plan_restart(up, child, duban_rc_exit_status(DUBAN_E_IO));
        }
        if (child->pid != 0)
            continue;
        int64_t left = child->start_at.ms - duban_clock_mono().ms;
        left = left > 0 ? left : 0;
        next_ms = next_ms < 0 || left < next_ms ? left : next_ms;
    }
    return next_ms;
}

static bool any_runs(const struct up *up)
{
    for (size_t i = 0; i < up->n; i++)
        if (up->children[i].pid != 0)
            return true;
    return false;
}

/* The next of the signals, or 0 after the time. */
static int wait_for_signal(const sigset_t *signals, int64_t ms)
{
    struct timespec timeout = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

    int number = ms < 0 ? sigwaitinfo(signals, NULL) : sigtimedwait(signals, NULL, &timeout);
    return number > 0 ? number : 0;
}

static void end_all(struct up *up, const sigset_t *signals)
{
    int64_t until = duban_clock_mono().ms + STOP_MS;
    int number = SIGTERM;

    while (any_runs(up)) {
        for (size_t i = 0; number != 0 && i < up->n; i++)
            if (up->children[i].pid != 0)
                (void)kill(up->children[i].pid, number);
        int64_t left = until - duban_clock_mono().ms;
        number = left <= 0 ? SIGKILL : 0;
        (void)wait_for_signal(signals, left > 100 ? 100 : left > 0 ? left : 100);
        for (size_t i = 0; i < up->n; i++)
            if (up->children[i].pid != 0 && waitpid(up->children[i].pid, NULL, WNOHANG) > 0)
                up->children[i].pid = 0;
    }
}

static void watch_children(struct up *up)
{
    sigset_t signals;
    int number = 0;

    /* A parent that ignores SIGCHLD would have ours reaped unseen. */
    int failed = sigaction(SIGCHLD, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
    DUBAN_ASSERT(failed == 0);
    failed = sigemptyset(&signals) | sigaddset(&signals, SIGINT) | sigaddset(&signals, SIGTERM) |
             sigaddset(&signals, SIGCHLD);
    DUBAN_ASSERT(failed == 0);
    failed = pthread_sigmask(SIG_BLOCK, &signals, NULL);
    DUBAN_ASSERT(failed == 0);
    while (number != SIGINT && number != SIGTERM) {
        number = wait_for_signal(&signals, start_due(up));
        reap(up);
    }
    end_all(up, &signals);
}

static void add(struct up *up, const char *program, const char *source)
{
    up->children[up->n++] = (struct child){.program = program, .source = source};
}

static enum duban_rc run_all(struct up *up, struct duban_arena *arena, struct duban_err *err)
{
    struct duban_office office;

    enum duban_rc rc = duban_office_find(up->args->dir, up->args->lang, arena, &office, err);
    if (rc == DUBAN_OK)
        rc = find_folder(up, err);
    if (rc != DUBAN_OK)
        return rc;
    const struct duban_watched *watched = office.watched.at;
    up->children = duban_arena_new(arena, office.watched.n + 3, sizeof *up->children);
    add(up, "aggregator", NULL);
    for (size_t i = 0; i < office.watched.n; i++)
        add(up, "watch", watched[i].source);
    add(up, "alert", NULL);
    add(up, "digest", NULL);
    watch_children(up);
    return DUBAN_OK;
}

int ctl_up(int argc, char **argv)
{
    struct duban_args args;
    struct duban_arena arena = {0};
    struct duban_err err = {0};
    struct up up = {.args = &args};
    int status = 0;

    if (!duban_cli_start(&command, argc, argv, &args, &status))
        return status;
    enum duban_rc rc = run_all(&up, &arena, &err);
    duban_arena_fini(&arena);
    return rc == DUBAN_OK ? 0 : duban_cli_fail(&args, rc, &err);
}
