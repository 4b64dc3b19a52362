/* SPDX-License-Identifier: MIT
 *
 * duban-digest: an issue for every working day, at 08:00, of what was known at 07:30. Days that were slept
 * through are made up as they would have been; the last of them is mailed to supervisors and leaders, with all
 * that changed since the last mail. Each issue is frozen in state/digests.db and laid out as files in digests/.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "lib/core/check.h"
#include "lib/core/file.h"
#include "sinks/common/desk.h"
#include "sinks/common/render.h"
#include "sinks/digest/archive.h"

enum { ISSUE_HOUR = 8, N_LANGS = 2 };

static const char mailed_on[] = "mailed_on"; /* the day of the last issue that was mailed */

struct digest {
    const struct duban_daemon_env *env;
    struct desk *desk;
    struct archive *archive;
    struct duban_arena memory[2]; /* take turns to hold the summary */
    int current;
    bool has_mailed;
    struct issue_summary mailed; /* of the last issue that was mailed */
};

/* Lays an issue where people find it. A file that is there is as it was frozen. */
static enum duban_rc write_file(const struct digest *digest, struct duban_date day,
                                const char *extension, struct duban_slice bytes,
                                struct duban_err *err)
{
    struct duban_buf path = {0};
    char text[DUBAN_DATE_BYTES];
    enum duban_rc rc = DUBAN_OK;

    duban_buf_printf(&path, "%s/digests/%s.%s", digest->env->args->dir, duban_date_print(day, text),
                     extension);
    duban_buf_put(&path, (struct duban_slice){"", 1}); /* NUL */
    if (access(path.at, F_OK) != 0)
        rc = duban_file_write_durably(path.at, bytes, S_IRUSR | S_IWUSR | S_IRGRP, err);
    duban_buf_fini(&path);
    return rc;
}

static enum duban_rc write_files(const struct digest *digest, const struct archived *issue,
                                 struct duban_err *err)
{
    bool is_zh = issue->lang == DUBAN_ZH;

    enum duban_rc rc =
        write_file(digest, issue->day, is_zh ? "zh.txt" : "en.txt", issue->text, err);
    if (rc == DUBAN_OK)
        rc = write_file(digest, issue->day, is_zh ? "zh.html" : "en.html", issue->html, err);
    if (rc == DUBAN_OK)
        rc = write_file(digest, issue->day, "json", issue->json, err);
    return rc;
}

static struct archived render(const struct desk_day *day, const struct issue *issue,
                              enum duban_lang lang)
{
    struct said said;
    struct duban_buf bytes = {0};
    struct archived archived = {
        .day = issue->day, .number = issue->number, .lang = lang, .lsn = day->lsn};

    said_make(issue, lang, day->arena, &said);
    archived.subject = said.subject;
    render_text(&said, &bytes);
    archived.text = duban_arena_copy(day->arena, duban_buf_slice(&bytes));
    duban_buf_clear(&bytes);
    render_html(&said, lang, &bytes);
    archived.html = duban_arena_copy(day->arena, duban_buf_slice(&bytes));
    duban_buf_clear(&bytes);
    render_json(issue, &bytes);
    archived.json = duban_arena_copy(day->arena, duban_buf_slice(&bytes));
    duban_buf_fini(&bytes);
    return archived;
}

/* What is mailed: the issue as it was frozen; behind days of which none was mailed, the same day against the
 * last issue that was, so that its readers miss nothing. */
static void make_mailed(const struct digest *digest, const struct desk_day *day,
                        const struct archived *issues, struct archived *out_mailed)
{
    const struct issue *issue = day->issue;
    struct issue merged;

    memcpy(out_mailed, issues, N_LANGS * sizeof *issues);
    if (!digest->has_mailed || issue->before == NULL ||
        digest->mailed.day.days == issue->before->day.days)
        return;
    issue_make(issue->model, issue->evaluation, day->calendar, &digest->mailed, day->arena,
               &merged);
    for (int lang = 0; lang < N_LANGS; lang++)
        out_mailed[lang] = render(day, &merged, (enum duban_lang)lang);
}

/* Mails the issue to those who supervise and lead, each in their language. */
static enum duban_rc plan_mails(struct digest *digest, const struct desk_day *day,
                                const struct archived *issues, const struct duban_people *people,
                                struct duban_err *err)
{
    struct archived mailed[N_LANGS];
    char date[DUBAN_DATE_BYTES];
    char cause[64];
    enum duban_rc rc = DUBAN_OK;

    make_mailed(digest, day, issues, mailed);
    (void)snprintf(cause, sizeof cause, "digest.%s", duban_date_print(day->issue->day, date));
    for (size_t i = 0; rc == DUBAN_OK && i < people->n; i++) {
        const struct duban_person *person = &people->at[i];
        if (person->role != DUBAN_PERSON_SUPERVISOR && person->role != DUBAN_PERSON_LEADER)
            continue;
        const struct archived *issue = &mailed[person->lang];
        rc = desk_plan(digest->desk,
                       &(struct desk_mail){.cause = duban_slice_of(cause),
                                           .person = person,
                                           .subject = issue->subject,
                                           .text = issue->text,
                                           .html = issue->html,
                                           .at = duban_instant_at(issue->day, ISSUE_HOUR, 0)},
                       err);
    }
    if (rc == DUBAN_OK && people->n > 0)
        rc = duban_ledger_set(desk_ledger(digest->desk), mailed_on, duban_slice_of(date), err);
    return rc;
}

/* The issue in all languages and the mails that carry it are on disk together. */
static enum duban_rc freeze(struct digest *digest, const struct desk_day *day,
                            const struct archived *issues, struct duban_err *err)
{
    struct duban_ledger *ledger = desk_ledger(digest->desk);
    struct duban_people people = {.n = 0};
    enum duban_rc rc = DUBAN_OK;

    if (day->is_last)
        rc = desk_people(digest->desk, day->arena, &people, err);
    if (rc == DUBAN_OK)
        rc = duban_ledger_begin(ledger, err);
    if (rc != DUBAN_OK)
        return rc;
    for (int lang = 0; rc == DUBAN_OK && lang < N_LANGS; lang++)
        rc = archive_add(digest->archive, &issues[lang], err);
    if (rc == DUBAN_OK)
        rc = plan_mails(digest, day, issues, &people, err);
    if (rc == DUBAN_OK)
        return duban_ledger_commit(ledger, err);
    duban_ledger_rollback(ledger);
    return rc;
}

/* Remembers the issue that was mailed last, also after a start. */
static enum duban_rc remember_mailed(struct digest *digest, const struct desk_day *day,
                                     struct duban_err *err)
{
    struct duban_slice mark;
    struct duban_date last;

    enum duban_rc rc =
        duban_ledger_get(desk_ledger(digest->desk), mailed_on, day->arena, &mark, err);
    if (rc != DUBAN_OK || !duban_date_parse(mark, &last) || last.days != day->issue->day.days)
        return rc;
    digest->current = 1 - digest->current;
    duban_arena_reset(&digest->memory[digest->current]);
    issue_keep(&day->issue->summary, &digest->memory[digest->current], &digest->mailed);
    digest->has_mailed = true;
    return DUBAN_OK;
}

/* Every working day has its issue: frozen once, and laid out as files that may have been missed. */
static enum duban_rc take(void *arg, const struct desk_day *day, bool *out_is_taken,
                          struct duban_err *err)
{
    struct digest *digest = arg;
    struct archived issues[N_LANGS];
    bool is_there = false;
    enum duban_rc rc = DUBAN_OK;

    *out_is_taken = true;
    for (int lang = 0; rc == DUBAN_OK && lang < N_LANGS; lang++) {
        issues[lang] = (struct archived){.day = day->issue->day, .lang = (enum duban_lang)lang};
        rc = archive_find(digest->archive, day->arena, &issues[lang], &is_there, err);
        if (rc == DUBAN_OK && !is_there)
            issues[lang] = render(day, day->issue, (enum duban_lang)lang);
    }
    if (rc == DUBAN_OK && !is_there)
        rc = freeze(digest, day, issues, err);
    for (int lang = 0; rc == DUBAN_OK && lang < N_LANGS; lang++)
        rc = write_files(digest, &issues[lang], err);
    return rc == DUBAN_OK ? remember_mailed(digest, day, err) : rc;
}

static enum duban_rc digest_round(void *arg, struct duban_instant now, struct duban_err *err)
{
    struct digest *digest = arg;
    return desk_round(digest->desk, now, err);
}

static void digest_look(const void *arg, struct duban_idle *out_idle)
{
    const struct digest *digest = arg;
    desk_look(digest->desk, out_idle);
}

static enum duban_rc make_folder(const struct duban_daemon_env *env, struct duban_err *err)
{
    struct duban_buf path = {0};

    duban_buf_printf(&path, "%s/digests", env->args->dir);
    duban_buf_put(&path, (struct duban_slice){"", 1}); /* NUL */
    enum duban_rc rc = duban_dir_make(path.at, S_IRWXU | S_IRGRP | S_IXGRP, err);
    duban_buf_fini(&path);
    return rc;
}

static enum duban_rc digest_open(const struct duban_daemon_env *env, void **out_self,
                                 struct duban_err *err)
{
    struct digest *digest = calloc(1, sizeof *digest);
    DUBAN_ASSERT(digest != NULL);
    *out_self = digest;
    digest->env = env;
    struct desk_spec spec = {.env = env,
                             .name = "digest",
                             .schema = &archive_schema,
                             .hour = ISSUE_HOUR,
                             .minute = 0,
                             .take = take,
                             .arg = digest};

    enum duban_rc rc = make_folder(env, err);
    if (rc == DUBAN_OK)
        rc = desk_open(&spec, &digest->desk, err);
    return rc == DUBAN_OK ? archive_open(desk_ledger(digest->desk), &digest->archive, err) : rc;
}

static void digest_close(void *arg)
{
    struct digest *digest = arg;

    if (digest == NULL)
        return;
    archive_close(digest->archive);
    desk_close(digest->desk);
    duban_arena_fini(&digest->memory[0]);
    duban_arena_fini(&digest->memory[1]);
    free(digest);
}

enum { OPT_ONCE };

static const struct duban_option options[] = {
    [OPT_ONCE] = {.name = "once", .help = DUBAN_TEXT_OPT_ONCE},
    {.name = NULL},
};

static const char *const examples[] = {
    "duban digest",
    "duban digest --once --dir /srv/duban",
    NULL,
};

static const struct duban_daemon digest = {
    .command =
        {
            .name = "duban digest",
            .args = "",
            .summary = DUBAN_TEXT_DIGEST_SUMMARY,
            .examples = examples,
            .options = options,
        },
    .once_option = OPT_ONCE,
    .open = digest_open,
    .round = digest_round,
    .look = digest_look,
    .close = digest_close,
};

int main(int argc, char **argv)
{
    return duban_daemon_main(&digest, argc, argv);
}
