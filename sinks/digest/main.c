/* SPDX-License-Identifier: MIT
 *
 * duban-digest: an issue for every working day, at 08:00, of what was known at 07:30. Days that were slept
 * through are made up as they would have been. Each issue is frozen in state/digests.db and laid beside it as
 * files, in digests/.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/stat.h>

#include "lib/app/daemon.h"
#include "lib/core/check.h"
#include "lib/core/file.h"
#include "sinks/common/outlook.h"
#include "sinks/common/render.h"
#include "sinks/digest/archive.h"

enum { ISSUE_HOUR = 8, N_LANGS = 2 };

static const enum duban_lang langs[N_LANGS] = {DUBAN_ZH, DUBAN_EN};
static const char *const lang_words[] = {[DUBAN_ZH] = "zh", [DUBAN_EN] = "en"};

struct digest {
    const struct duban_daemon_env *env;
    struct archive *archive;
    struct duban_store *store; /* NULL: the aggregator has not made it yet */
    struct outlook *outlook;
    struct duban_arena scratch; /* for one issue */
    struct duban_arena memory[2];
    int current; /* which of the two holds the summary */
    bool has_summary;
    struct issue_summary summary; /* of the last issue */
    uint64_t lsn;                 /* of the log, when it was looked at last */
};

/* Lays an issue where people find it. A file that is there is as it was frozen. */
static enum duban_rc write_file(struct digest *digest, struct duban_date day, const char *lang,
                                const char *extension, struct duban_slice bytes,
                                struct duban_err *err)
{
    struct duban_buf path = {0};
    char text[DUBAN_DATE_BYTES];
    enum duban_rc rc = DUBAN_OK;

    duban_buf_printf(&path, "%s/digests/%s%s%s.%s", digest->env->args->dir,
                     duban_date_print(day, text), lang[0] == '\0' ? "" : ".", lang, extension);
    duban_buf_put(&path, (struct duban_slice){"", 1}); /* NUL */
    if (access(path.at, F_OK) != 0)
        rc = duban_file_write_durably(path.at, bytes, S_IRUSR | S_IWUSR | S_IRGRP, err);
    duban_buf_fini(&path);
    return rc;
}

static enum duban_rc write_files(struct digest *digest, const struct archived *issue,
                                 struct duban_err *err)
{
    const char *lang = lang_words[issue->lang];

    enum duban_rc rc = write_file(digest, issue->day, lang, "txt", issue->text, err);
    if (rc == DUBAN_OK)
        rc = write_file(digest, issue->day, lang, "html", issue->html, err);
    if (rc == DUBAN_OK)
        rc = write_file(digest, issue->day, "", "json", issue->json, err);
    return rc;
}

static struct archived render(struct digest *digest, const struct issue *issue,
                              enum duban_lang lang)
{
    struct said said;
    struct duban_buf bytes = {0};
    struct archived archived = {.day = issue->day,
                                .number = issue->number,
                                .lang = lang,
                                .lsn = outlook_lsn(digest->outlook)};

    said_make(issue, lang, &digest->scratch, &said);
    archived.subject = said.subject;
    render_text(&said, &bytes);
    archived.text = duban_arena_copy(&digest->scratch, duban_buf_slice(&bytes));
    duban_buf_clear(&bytes);
    render_html(&said, lang, &bytes);
    archived.html = duban_arena_copy(&digest->scratch, duban_buf_slice(&bytes));
    duban_buf_clear(&bytes);
    render_json(issue, &bytes);
    archived.json = duban_arena_copy(&digest->scratch, duban_buf_slice(&bytes));
    duban_buf_fini(&bytes);
    return archived;
}

/* Freezes an issue in all languages, unless it is frozen already, and lays its files. */
static enum duban_rc freeze(struct digest *digest, const struct issue *issue, struct duban_err *err)
{
    struct archived issues[N_LANGS];
    bool is_there = false;
    enum duban_rc rc = DUBAN_OK;

    for (size_t i = 0; rc == DUBAN_OK && i < N_LANGS; i++) {
        rc = archive_find(digest->archive, issue->day, langs[i], &digest->scratch, &issues[i],
                          &is_there, err);
        if (rc == DUBAN_OK && !is_there)
            issues[i] = render(digest, issue, langs[i]);
    }
    if (rc == DUBAN_OK && !is_there)
        rc = archive_add(digest->archive, issues, N_LANGS, err);
    for (size_t i = 0; rc == DUBAN_OK && i < N_LANGS; i++)
        rc = write_files(digest, &issues[i], err);
    return rc;
}

/* The issue of the day that the outlook shows, if it is to have one. */
static enum duban_rc take_day(struct digest *digest, struct duban_err *err)
{
    const struct duban_model *model = outlook_model(digest->outlook);
    const struct duban_evaluation *evaluation = outlook_evaluation(digest->outlook);
    const struct duban_calendar *calendar = outlook_calendar(digest->outlook);
    struct issue issue;

    if (model->status != DUBAN_ACTIVE || !duban_calendar_is_working(calendar, evaluation->day))
        return DUBAN_OK;
    issue_make(model, evaluation, calendar, digest->has_summary ? &digest->summary : NULL,
               &digest->scratch, &issue);
    enum duban_rc rc = freeze(digest, &issue, err);
    digest->current = 1 - digest->current;
    duban_arena_reset(&digest->memory[digest->current]);
    issue_keep(&issue.summary, &digest->memory[digest->current], &digest->summary);
    digest->has_summary = true;
    duban_arena_reset(&digest->scratch);
    return rc;
}

/* The store is the aggregator's to make. */
static enum duban_rc open_store(struct digest *digest, struct duban_err *err)
{
    const struct duban_office *office = &digest->env->office;

    if (digest->store != NULL)
        return DUBAN_OK;
    enum duban_rc rc = duban_store_open_reader(office->store, &digest->store, err);
    if (rc == DUBAN_OK)
        digest->outlook = outlook_new(digest->store, duban_slice_of(office->control));
    return rc == DUBAN_E_NOINPUT ? DUBAN_OK : rc;
}

static enum duban_rc digest_round(void *arg, struct duban_instant now, struct duban_err *err)
{
    struct digest *digest = arg;
    struct duban_date day = duban_date_at(now);
    struct duban_instant received;
    bool has_moved = true;

    enum duban_rc rc = open_store(digest, err);
    if (rc != DUBAN_OK || digest->store == NULL)
        return rc;
    if (now.ms < duban_instant_at(day, ISSUE_HOUR, 0).ms)
        day.days--;
    while (rc == DUBAN_OK && has_moved) {
        rc = outlook_next(digest->outlook, day, &has_moved, err);
        if (rc == DUBAN_OK && has_moved)
            rc = take_day(digest, err);
    }
    return rc == DUBAN_OK ? duban_store_last(digest->store, &digest->lsn, &received, err) : rc;
}

/* A round does all that is due. */
static void digest_look(const void *arg, struct duban_idle *out_idle)
{
    const struct digest *digest = arg;

    *out_idle = (struct duban_idle){"digest", true, digest->lsn};
}

static enum duban_rc digest_open(const struct duban_daemon_env *env, void **out_self,
                                 struct duban_err *err)
{
    struct digest *digest = calloc(1, sizeof *digest);
    DUBAN_ASSERT(digest != NULL);
    *out_self = digest;
    digest->env = env;
    struct duban_buf path = {0};

    duban_buf_printf(&path, "%s/digests", env->args->dir);
    duban_buf_put(&path, (struct duban_slice){"", 1}); /* NUL */
    enum duban_rc rc = duban_dir_make(path.at, S_IRWXU | S_IRGRP | S_IXGRP, err);
    duban_buf_clear(&path);
    duban_buf_printf(&path, "%s/state/digests.db", env->args->dir);
    duban_buf_put(&path, (struct duban_slice){"", 1}); /* NUL */
    if (rc == DUBAN_OK)
        rc = archive_open(path.at, &digest->archive, err);
    if (rc == DUBAN_E_AGAIN)
        rc = duban_err_wrap(err, DUBAN_E_CANTCREATE, "another digest works in this folder");
    duban_buf_fini(&path);
    return rc;
}

static void digest_close(void *arg)
{
    struct digest *digest = arg;

    if (digest == NULL)
        return;
    outlook_free(digest->outlook);
    duban_store_close(digest->store);
    archive_close(digest->archive);
    duban_arena_fini(&digest->scratch);
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
