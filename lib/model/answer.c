/* SPDX-License-Identifier: MIT */
#include "lib/model/answer.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const names[] = {
#define X(name) [DUBAN_ANSWER_##name] = #name,
    DUBAN_ANSWERS(X)
#undef X
};

const char *duban_answer_name(enum duban_answer answer)
{
    return names[answer];
}

bool duban_answer_is_refusal(struct duban_slice name)
{
    return duban_slice_has_prefix(name, "E_");
}

bool duban_answer_is_change(struct duban_slice name)
{
    return !duban_answer_is_refusal(name) && !duban_slice_is(name, names[DUBAN_ANSWER_NOCHANGE]);
}

struct duban_verdict *duban_verdict_set(struct duban_verdict *verdict, enum duban_answer answer,
                                        const char *format, ...)
{
    char text[2 * DUBAN_DETAIL_BYTES];
    va_list args;

    va_start(args, format);
    if (vsnprintf(text, sizeof text, format, args) < 0)
        text[0] = '\0';
    va_end(args);
    struct duban_slice detail = duban_slice_cut(duban_slice_of(text), DUBAN_DETAIL_BYTES - 1);
    verdict->answer = answer;
    (void)snprintf(verdict->detail, sizeof verdict->detail, "%.*s", DUBAN_SLICE_ARGS(detail));
    return verdict;
}
