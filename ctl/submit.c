/* SPDX-License-Identifier: MIT */
#include "ctl/submit.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#include "proto/update.h"

const char *submit_number(struct duban_arena *arena, size_t number)
{
    char text[24];

    (void)snprintf(text, sizeof text, "%zu", number);
    return duban_arena_cstr(arena, duban_slice_of(text));
}

const char *submit_user_name(struct duban_arena *arena)
{
    struct passwd entry;
    struct passwd *found = NULL;
    char room[1024];

    if (getpwuid_r(geteuid(), &entry, room, sizeof room, &found) == 0 && found != NULL)
        return duban_arena_cstr(arena, duban_slice_of(found->pw_name));
    (void)snprintf(room, sizeof room, "uid %u", (unsigned)geteuid());
    return duban_arena_cstr(arena, duban_slice_of(room));
}

enum duban_rc submit_text(const struct submit *submit, const char *option, const char *text,
                          size_t max, struct duban_opt_text *out_text, struct duban_err *err)
{
    struct duban_slice slice = duban_slice_of(text);

    if (!duban_slice_is_utf8(slice))
        return DUBAN_CLI_SAY(submit->args, DUBAN_E_USAGE, err, DUBAN_TEXT_REPORT_NOT_UTF8, option);
    if (slice.len > max)
        return DUBAN_CLI_SAY(submit->args, DUBAN_E_USAGE, err, DUBAN_TEXT_REPORT_TOO_LONG, option,
                             submit_number(submit->arena, max),
                             submit_number(submit->arena, slice.len));
    *out_text = (struct duban_opt_text){DUBAN_GIVEN, slice};
    return DUBAN_OK;
}

static void show_progress(void *arg, uint64_t answered, uint64_t n)
{
    const struct submit *submit = arg;
    struct duban_buf line = {0};

    if (isatty(STDERR_FILENO) == 0)
        return;
    duban_buf_puts(&line, "\r");
    DUBAN_SAY(&line, submit->args->lang, DUBAN_TEXT_PROGRESS,
              submit_number(submit->arena, (size_t)answered),
              submit_number(submit->arena, (size_t)n));
    duban_buf_puts(&line, answered == n ? "\n" : "");
    duban_cli_tell(duban_buf_slice(&line));
    duban_buf_fini(&line);
}

static void tell(const struct submit *submit, struct duban_slice label,
                 const struct duban_result *result)
{
    struct duban_buf answer = {0};
    struct duban_buf line = {0};

    duban_text_put_answer(&answer, submit->args->lang, result->code, result->detail);
    duban_buf_put(&answer, (struct duban_slice){"", 1}); /* NUL */
    DUBAN_SAY(&line, submit->args->lang, DUBAN_TEXT_ANSWER, duban_arena_cstr(submit->arena, label),
              answer.at);
    duban_buf_puts(&line, "\n");
    duban_cli_tell(duban_buf_slice(&line));
    duban_buf_fini(&line);
    duban_buf_fini(&answer);
}

static void count(const struct submit *submit, struct duban_slice label,
                  const struct duban_result *result, struct submit_counts *counts)
{
    if (result->code.len == 0) {
        counts->unanswered++;
        return;
    }
    if (duban_answer_is_refusal(result->code))
        counts->refused++;
    else if (duban_answer_is_change(result->code))
        counts->changed++;
    else
        counts->unchanged++;
    if (duban_answer_is_refusal(result->code) || duban_slice_has_prefix(result->code, "W_"))
        tell(submit, label, result);
}

static enum duban_rc count_all(const struct submit *submit, const struct duban_delivery *delivery,
                               const struct submission *submissions, size_t n,
                               struct submit_counts *out_counts, struct duban_err *err)
{
    struct submit_counts counts = {0};
    enum duban_rc rc = DUBAN_OK;

    for (size_t i = 0; rc == DUBAN_OK && i < n; i++) {
        struct duban_result result = {0};
        rc = duban_outbox_answer_of(delivery->outbox, delivery->first + i, submit->arena, &result,
                                    err);
        if (rc == DUBAN_OK)
            count(submit, submissions[i].label, &result, &counts);
    }
    if (rc == DUBAN_OK)
        *out_counts = counts;
    return rc;
}

size_t submit_check(const struct submit *submit, const struct submission *submissions, size_t n)
{
    struct duban_buf bytes = {0};
    size_t n_faults = 0;

    for (size_t i = 0; i < n; i++) {
        struct duban_update update;
        struct duban_verdict verdict = {0};
        duban_buf_clear(&bytes);
        duban_update_encode(&submissions[i].update, &bytes);
        if (duban_update_decode(duban_buf_slice(&bytes), submit->arena, &update, &verdict))
            continue;
        struct duban_result result = {.code = duban_slice_of(duban_answer_name(verdict.answer)),
                                      .detail = duban_slice_of(verdict.detail)};
        tell(submit, submissions[i].label, &result);
        n_faults++;
    }
    duban_buf_fini(&bytes);
    return n_faults;
}

enum duban_rc submit_all(const struct submit *submit, const struct submission *submissions,
                         size_t n, struct submit_counts *out_counts, struct duban_err *err)
{
    struct submit copy = *submit;
    struct duban_buf bytes = {0};
    struct duban_slice *updates = duban_arena_new(submit->arena, n, sizeof *updates);
    struct duban_delivery delivery = {
        .dir = submit->args->dir,
        .lang = submit->args->lang,
        .source = submit->source,
        .wait_ms = 1000 * submit->wait_s,
        .on_progress = show_progress,
        .arg = &copy,
    };

    for (size_t i = 0; i < n; i++) {
        duban_buf_clear(&bytes);
        duban_update_encode(&submissions[i].update, &bytes);
        updates[i] = duban_arena_copy(submit->arena, duban_buf_slice(&bytes));
    }
    duban_buf_fini(&bytes);
    enum duban_rc rc = duban_delivery_keep(&delivery, updates, n, err);
    if (rc == DUBAN_OK)
        rc = duban_delivery_run(&delivery, err);
    if (rc == DUBAN_OK)
        rc = count_all(submit, &delivery, submissions, n, out_counts, err);
    if (rc != DUBAN_OK && delivery.is_kept) {
        struct duban_err inner = *err;
        rc = DUBAN_CLI_SAY(submit->args, rc, err, DUBAN_TEXT_REPORT_CANNOT_SEND,
                           submit->args->command->name, inner.text);
    }
    duban_delivery_close(&delivery);
    return rc;
}
