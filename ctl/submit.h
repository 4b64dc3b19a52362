/* SPDX-License-Identifier: MIT
 *
 * The control source's acts on their way: kept, sent, answered, counted, and told to whoever typed them.
 */
#ifndef DUBAN_CTL_SUBMIT_H
#define DUBAN_CTL_SUBMIT_H

#include "lib/app/cli.h"
#include "lib/model/update.h"
#include "producers/common/delivery.h"

enum { SUBMIT_WAIT_S = 30 };

/* An act, and what people call it when it is refused. */
struct submission {
    struct duban_slice label;
    struct duban_update update;
};

struct submit {
    const struct duban_args *args;
    struct duban_arena *arena;
    const char *source; /* the control source */
    int64_t wait_s;
};

struct submit_counts {
    size_t changed, unchanged, refused, unanswered;
};

/*
 * Tells on standard error which acts no aggregator would take as they are (too many entries, too long
 * a text), each as the aggregator would answer it; returns how many.
 */
size_t submit_check(const struct submit *submit, const struct submission *submissions, size_t n);

/*
 * Keeps the acts together, waits for their answers with a progress line on a terminal, and tells each
 * refusal and warning on standard error. E_IO: they are not kept. E_AGAIN: they are kept, and cannot be
 * sent as things are.
 */
DUBAN_MUST_USE enum duban_rc submit_all(const struct submit *submit,
                                        const struct submission *submissions, size_t n,
                                        struct submit_counts *out_counts, struct duban_err *err);

/* Who acts: the option's text, or the user's name; and why. Checked for length and UTF-8; E_USAGE. */
DUBAN_MUST_USE enum duban_rc submit_text(const struct submit *submit, const char *option,
                                         const char *text, size_t max,
                                         struct duban_opt_text *out_text, struct duban_err *err);
const char *submit_user_name(struct duban_arena *arena);

const char *submit_number(struct duban_arena *arena, size_t number); /* as text */

#endif
