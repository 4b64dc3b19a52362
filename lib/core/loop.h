/* SPDX-License-Identifier: MIT
 *
 * The one place where a program waits: for sockets, file descriptors, timers and signals. Its
 * callbacks run one after the other in the thread that runs the loop. Before each wait it calls the
 * hooks: what was gathered from several messages is finished there, in one go.
 */
#ifndef DUBAN_LIB_CORE_LOOP_H
#define DUBAN_LIB_CORE_LOOP_H

#include "lib/core/net.h"
#include "lib/core/time.h"

struct duban_loop;

/* A callback that fails ends the loop; duban_loop_run() returns its error. */
typedef enum duban_rc duban_loop_fn(void *arg, struct duban_err *err);

enum { DUBAN_LOOP_WATCHES_MAX = 8, DUBAN_LOOP_TIMERS_MAX = 8, DUBAN_LOOP_HOOKS_MAX = 4 };

/* SIGINT and SIGTERM end the loop from now on. One such loop per process. E_IO. */
DUBAN_MUST_USE enum duban_rc duban_loop_open(struct duban_loop **out_loop, struct duban_err *err);

/* A loop inside a program that is not ours: signals stay what that program makes of them, and one that
 * it handles does not end the loop. */
struct duban_loop *duban_loop_new(void);
void duban_loop_close(struct duban_loop *loop); /* accepts NULL */

/* Calls fn while there is something to read. The socket outlives the loop's run. */
void duban_loop_on_socket(struct duban_loop *loop, struct duban_socket *socket, duban_loop_fn *fn,
                          void *arg);

/* The same for a file descriptor. */
void duban_loop_on_fd(struct duban_loop *loop, int fd, duban_loop_fn *fn, void *arg);

/* Calls fn before each wait, in the order in which hooks were added. */
void duban_loop_on_wait(struct duban_loop *loop, duban_loop_fn *fn, void *arg);

/* Makes a timer that is not running; its number is returned. */
int duban_loop_timer(struct duban_loop *loop, duban_loop_fn *fn, void *arg);
void duban_loop_timer_start(struct duban_loop *loop, int timer,
                            struct duban_mono due); /* fires once; moves a running one */
void duban_loop_timer_stop(struct duban_loop *loop, int timer);

void duban_loop_stop(struct duban_loop *loop); /* run() returns after the present callback */

/* Runs until it is stopped, a signal ends it (DUBAN_OK too) or a callback fails. */
DUBAN_MUST_USE enum duban_rc duban_loop_run(struct duban_loop *loop, struct duban_err *err);

#endif
