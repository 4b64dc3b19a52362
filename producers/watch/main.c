/* SPDX-License-Identifier: MIT
 *
 * duban-watch: reads the files that a unit puts into its folder, sends what they say anew, and answers with
 * a receipt. A file is copied and entered in the ledger when it is found, judged when all that was sent
 * before it is answered, and told when its own updates are answered.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "lib/app/daemon.h"
#include "lib/core/check.h"
#include "lib/core/clock.h"
#include "lib/core/crypto.h"
#include "lib/core/file.h"
#include "lib/core/map.h"
#include "producers/common/uplink.h"
#include "producers/watch/folder.h"
#include "producers/watch/receipt.h"

enum { OPT_ONCE, OPT_AGAIN };

enum {
    WARNINGS_MAX = 1000, /* in the life of the process */
    FULL_WAIT_MS = 5000,
};

struct watch {
    const struct duban_daemon_env *env;
    const struct duban_watched *conf;
    struct form form;
    char form_hash[DUBAN_SHA256_BYTES];
    struct duban_outbox *outbox;
    struct ledger *ledger;
    struct duban_uplink *uplink;
    struct folder *folder;
    struct publisher publisher;
    struct duban_arena scratch; /* for one file */
    struct duban_map warned;    /* what the operator was told once */
    struct duban_mono scan_at;  /* when the folder is looked at again */
    bool is_again_taken;        /* the file of --again was entered anew */
    bool is_settling;           /* a file is there that may still be growing */
    bool is_busy;               /* a file is not told yet */
    bool is_full;               /* the outbox took nothing more: again after a while */
    struct duban_mono full_until;
};

/* Tells the operator once in the life of the process. */
static void warn_once(struct watch *watch, const char *text)
{
    struct duban_slice key = duban_slice_of(text);

    if (watch->warned.n >= WARNINGS_MAX || duban_map_get(&watch->warned, key) != NULL)
        return;
    duban_map_put(&watch->warned, watch->env->arena, key, watch);
    duban_log_write(watch->env->log, DUBAN_LOG_WARNING, "%s", text);
}

/* Where the bytes of a file are kept: by this outbox, for watchers share the folder. */
static const char *copy_path(struct watch *watch, struct duban_slice sha256)
{
    struct duban_buf path = {0};

    duban_buf_printf(&path, "%s/state/files/%.*s.%016" PRIx64, watch->env->args->dir,
                     DUBAN_SLICE_ARGS(sha256), duban_outbox_epoch(watch->outbox));
    const char *kept = duban_arena_cstr(&watch->scratch, duban_buf_slice(&path));
    duban_buf_fini(&path);
    return kept;
}

/* The copy of a file; not good: it is gone, or not what was read. */
static enum duban_rc read_copy(const char *path, const struct ledger_file *file,
                               struct duban_buf *out, bool *out_is_good, struct duban_err *err)
{
    char sha256[DUBAN_SHA256_BYTES];

    enum duban_rc rc = duban_file_read(path, FOLDER_FILE_MAX, out, err);
    bool is_gone = rc == DUBAN_E_NOINPUT;
    if (rc != DUBAN_OK && !is_gone)
        return rc;
    *out_is_good =
        !is_gone && duban_slice_is(file->sha256, duban_sha256(duban_buf_slice(out), sha256));
    if (!*out_is_good)
        duban_buf_clear(out);
    return DUBAN_OK;
}

/* A copy that is there is as its name says, or is written again. */
static enum duban_rc keep_copy(struct watch *watch, const struct ledger_file *file,
                               struct duban_slice bytes, struct duban_err *err)
{
    const char *path = copy_path(watch, file->sha256);
    struct duban_buf there = {0};
    bool is_good = false;

    enum duban_rc rc = read_copy(path, file, &there, &is_good, err);
    duban_buf_fini(&there);
    return rc == DUBAN_OK && !is_good
               ? duban_file_write_durably(path, bytes, S_IRUSR | S_IWUSR, err)
               : rc;
}

/* Copies a file and enters it in the ledger, inside a transaction. */
static enum duban_rc take_file(struct watch *watch, const struct folder_file *found,
                               struct duban_instant now, struct duban_err *err)
{
    struct duban_buf bytes = {0};
    char sha256[DUBAN_SHA256_BYTES];

    enum duban_rc rc = folder_read(watch->folder, found, &bytes, err);
    if (rc !=
        DUBAN_OK) { /* one file, or its share, keeps no other from being read; it is looked for again */
        watch->is_settling = watch->is_settling || rc == DUBAN_E_AGAIN;
        if (rc != DUBAN_E_AGAIN)
            warn_once(watch, err->text);
        duban_buf_fini(&bytes);
        return DUBAN_OK;
    }
    struct ledger_file file = {
        .name = duban_slice_of(found->name),
        .stamp = found->stamp,
        .sha256 = duban_slice_of(duban_sha256(duban_buf_slice(&bytes), sha256)),
        .form = duban_slice_of(watch->form_hash),
        .delivered_at = now,
    };
    rc = keep_copy(watch, &file, duban_buf_slice(&bytes), err);
    if (rc == DUBAN_OK)
        rc = ledger_add(watch->ledger, &file, err);
    duban_buf_fini(&bytes);
    return rc;
}

/* One file of the folder: unseen ones are taken once they have settled. */
static enum duban_rc look_at(struct watch *watch, const struct folder_file *found,
                             struct duban_instant now, struct duban_err *err)
{
    struct duban_slice again = watch->publisher.again;
    bool is_seen = false;

    if (!watch->is_again_taken && again.len > 0 && duban_slice_is(again, found->name)) {
        watch->is_again_taken = true;
        return take_file(watch, found, now, err);
    }
    enum duban_rc rc = ledger_is_seen(watch->ledger, duban_slice_of(found->name), &found->stamp,
                                      duban_slice_of(watch->form_hash), &is_seen, err);
    if (rc == DUBAN_OK && is_seen)
        folder_know(watch->folder, found->name);
    if (rc != DUBAN_OK || is_seen)
        return rc;
    if (!found->is_usable) {
        (void)duban_err_set(err, DUBAN_E_NOINPUT,
                            "%s/%s is not read: it is a link, no regular file, or over %d MiB",
                            watch->conf->folder, found->name, FOLDER_FILE_MAX >> 20);
        warn_once(watch, err->text);
        return DUBAN_OK;
    }
    if (!found->is_settled) {
        watch->is_settling = true;
        return DUBAN_OK;
    }
    return take_file(watch, found, now, err);
}

static enum duban_rc take_files(struct watch *watch, const struct folder_list *list,
                                struct duban_instant now, struct duban_err *err)
{
    bool has_news = false;

    for (size_t i = 0; i < list->n; i++)
        has_news = has_news || !list->at[i].is_known;
    if (!has_news)
        return DUBAN_OK;
    enum duban_rc rc = duban_outbox_begin(watch->outbox, err);
    if (rc != DUBAN_OK)
        return rc;
    for (size_t i = 0; rc == DUBAN_OK && i < list->n; i++)
        if (!list->at[i].is_known)
            rc = look_at(watch, &list->at[i], now, err);
    if (rc == DUBAN_OK)
        return duban_outbox_commit(watch->outbox, err);
    duban_outbox_rollback(watch->outbox);
    return rc;
}

/* A full disk or outbox is told, and tried again: nothing was lost, the file still lies there. */
static enum duban_rc bear_full(struct watch *watch, enum duban_rc rc, struct duban_err *err)
{
    if (rc != DUBAN_E_FULL)
        return rc;
    watch->is_full = true;
    watch->full_until.ms = duban_clock_mono().ms + FULL_WAIT_MS;
    warn_once(watch, err->text);
    return DUBAN_OK;
}

static enum duban_rc watch_round(void *arg, struct duban_instant now, struct duban_err *err)
{
    struct watch *watch = arg;
    struct duban_mono mono = duban_clock_mono();
    struct folder_list list;

    watch->is_full = watch->is_full && mono.ms < watch->full_until.ms;
    if (watch->is_full)
        return DUBAN_OK;
    if (duban_clock_path() == NULL && mono.ms < watch->scan_at.ms)
        return DUBAN_OK;
    watch->scan_at.ms = mono.ms + watch->conf->poll_ms;
    watch->is_settling = false;
    enum duban_rc rc = folder_scan(watch->folder, mono, &list, err);
    if (rc != DUBAN_OK) {
        warn_once(watch, err->text); /* a share that is away may come back */
        return DUBAN_OK;
    }
    rc = take_files(watch, &list, now, err);
    if (watch->is_settling)
        watch->scan_at.ms = mono.ms + DUBAN_ROUND_MS;
    duban_arena_reset(&watch->scratch);
    return bear_full(watch, rc, err);
}

/* The receipt of a file whose answers are all there. One that cannot be written is told to the operator:
 * the log has all that it would say. */
static enum duban_rc tell(struct watch *watch, const struct ledger_file *file,
                          struct duban_slice bytes, struct duban_err *err)
{
    struct receipt_place place = {watch->conf->folder, (enum duban_lang)watch->conf->lang,
                                  watch->env->office.banner};

    enum duban_rc rc = receipt_write(&place, &watch->publisher, file, bytes, &watch->scratch, err);
    if (rc != DUBAN_OK && rc != DUBAN_E_DATA) {
        (void)duban_err_wrap(err, rc, "no receipt of %.*s", DUBAN_SLICE_ARGS(file->name));
        duban_log_write(watch->env->log, DUBAN_LOG_WARNING, "%s", err->text);
        rc = DUBAN_OK;
    }
    if (rc == DUBAN_OK)
        rc = duban_outbox_begin(watch->outbox, err);
    if (rc != DUBAN_OK)
        return rc;
    rc = ledger_tell(watch->ledger, file->id, err);
    if (rc == DUBAN_OK)
        return duban_outbox_commit(watch->outbox, err);
    duban_outbox_rollback(watch->outbox);
    return rc;
}

static enum duban_rc advance(struct watch *watch, struct ledger_file *file, struct duban_err *err)
{
    struct duban_buf bytes = {0};

    bool is_good = false;
    enum duban_rc rc = read_copy(copy_path(watch, file->sha256), file, &bytes, &is_good, err);
    watch->publisher.is_lost = !is_good;
    if (rc == DUBAN_OK && file->decision.is == DUBAN_ABSENT)
        rc = publish_file(&watch->publisher, file, duban_buf_slice(&bytes), duban_clock_now(),
                          &watch->scratch, err);
    else if (rc == DUBAN_OK)
        rc = tell(watch, file, duban_buf_slice(&bytes), err);
    duban_buf_fini(&bytes);
    return rc;
}

/* Before each wait: when all that was sent is answered, the next file. */
static enum duban_rc proceed(void *arg, struct duban_err *err)
{
    struct watch *watch = arg;
    enum duban_rc rc = DUBAN_OK;

    if (duban_uplink_is_unknown(watch->uplink)) {
        struct duban_buf text = {0};
        DUBAN_SAY(&text, watch->env->args->lang, DUBAN_TEXT_WATCH_UNKNOWN_SOURCE,
                  watch->conf->source);
        duban_buf_put(&text, (struct duban_slice){"", 1}); /* NUL */
        warn_once(watch, text.at);
        duban_buf_fini(&text);
    }
    while (rc == DUBAN_OK && !watch->is_full &&
           duban_outbox_answered(watch->outbox) == duban_outbox_last(watch->outbox)) {
        struct ledger_file file;
        duban_arena_reset(&watch->scratch);
        rc = ledger_next(watch->ledger, &watch->scratch, &file, &watch->is_busy, err);
        if (rc != DUBAN_OK || !watch->is_busy)
            break;
        rc = bear_full(watch, advance(watch, &file, err), err);
    }
    return rc;
}

static enum duban_rc on_answers(void *arg, struct duban_err *err)
{
    struct watch *watch = arg;
    const char *stopped = duban_uplink_stopped(watch->uplink);
    struct duban_buf text = {0};

    if (stopped == NULL)
        return DUBAN_OK;
    duban_text_put_answer(&text, watch->env->args->lang, duban_slice_of(stopped),
                          (struct duban_slice){0});
    (void)duban_err_set(err, DUBAN_E_CONFIG, "%.*s", DUBAN_SLICE_ARGS(duban_buf_slice(&text)));
    duban_buf_fini(&text);
    return DUBAN_E_CONFIG;
}

static void watch_look(const void *arg, struct duban_idle *out_idle)
{
    const struct watch *watch = arg;

    *out_idle = (struct duban_idle){
        .name = watch->conf->source,
        .is_idle = !watch->is_settling && !watch->is_busy && !watch->is_full &&
                   duban_outbox_answered(watch->outbox) == duban_outbox_last(watch->outbox),
        .lsn = duban_uplink_lsn(watch->uplink),
    };
}

/* The entry of duban.yaml that is meant: that of the source that was named, or the only one. */
static enum duban_rc find_entry(struct watch *watch, struct duban_err *err)
{
    const struct duban_args *args = watch->env->args;
    const struct duban_conf_list *list = &watch->env->office.watched;
    const struct duban_watched *entries = list->at;
    const char *name = args->n_words > 0 ? args->words[0] : "";
    struct duban_buf names = {0};

    DUBAN_ASSERT(entries != NULL || list->n == 0);
    if (args->n_words > 0)
        watch->conf = duban_office_watched(&watch->env->office, duban_slice_of(name));
    else if (list->n == 1)
        watch->conf = entries;
    if (watch->conf != NULL)
        return DUBAN_OK;
    for (size_t i = 0; i < list->n; i++)
        duban_buf_printf(&names, "%s%s", i == 0 ? "" : " ", entries[i].source);
    duban_buf_put(&names, (struct duban_slice){"", 1}); /* NUL */
    enum duban_rc rc =
        DUBAN_CLI_SAY(args, DUBAN_E_CONFIG, err, DUBAN_TEXT_WATCH_NOT_THERE, name, names.at);
    duban_buf_fini(&names);
    return rc;
}

static enum duban_rc read_form(struct watch *watch, struct duban_err *err)
{
    const struct duban_daemon_env *env = watch->env;
    struct duban_buf faults = {0};
    char number[24];

    DUBAN_ASSERT(watch->conf != NULL); /* find_entry() set it, or failed */
    struct duban_conf conf = {
        .path = watch->conf->form, .lang = env->args->lang, .arena = env->arena, .faults = &faults};
    enum duban_rc rc = form_read(&conf, &watch->form, watch->form_hash, err);
    duban_cli_tell(duban_buf_slice(&faults));
    (void)snprintf(number, sizeof number, "%zu", conf.n_faults);
    if (rc == DUBAN_OK && conf.n_faults > 0)
        rc = DUBAN_CLI_SAY(env->args, DUBAN_E_CONFIG, err, DUBAN_TEXT_OFFICE_WRONG, conf.path,
                           number);
    duban_buf_fini(&faults);
    return rc;
}

static enum duban_rc open_outbox(struct watch *watch, struct duban_err *err)
{
    const struct duban_daemon_env *env = watch->env;
    char path[DUBAN_OFFICE_PATH_BYTES];
    struct duban_buf files = {0};

    duban_buf_printf(&files, "%s/state/files", env->args->dir);
    duban_buf_put(&files, (struct duban_slice){"", 1}); /* NUL */
    enum duban_rc rc = duban_dir_make(files.at, S_IRWXU, err);
    duban_buf_fini(&files);
    if (rc == DUBAN_OK)
        rc = duban_office_outbox(env->args->dir, watch->conf->source, path, err);
    if (rc == DUBAN_OK)
        rc = duban_outbox_open(path, duban_slice_of(watch->conf->source), &watch->outbox, err);
    if (rc == DUBAN_E_AGAIN)
        rc = duban_err_wrap(err, DUBAN_E_CANTCREATE, "another watcher works for this source");
    return rc == DUBAN_OK ? ledger_open(watch->outbox, &watch->ledger, err) : rc;
}

static enum duban_rc watch_open(const struct duban_daemon_env *env, void **out_self,
                                struct duban_err *err)
{
    struct watch *watch = calloc(1, sizeof *watch);
    DUBAN_ASSERT(watch != NULL);
    *out_self = watch;
    watch->env = env;

    enum duban_rc rc = find_entry(watch, err);
    if (rc == DUBAN_OK)
        rc = read_form(watch, err);
    if (rc == DUBAN_OK)
        rc = open_outbox(watch, err);
    if (rc != DUBAN_OK)
        return rc;
    watch->publisher =
        (struct publisher){.dept = watch->conf->dept,
                           .form = &watch->form,
                           .outbox = watch->outbox,
                           .ledger = watch->ledger,
                           .again = duban_slice_of(duban_args_text(env->args, OPT_AGAIN, NULL))};
    watch->folder = folder_new(watch->conf->folder, watch->conf->files, watch->conf->settle_ms);
    struct duban_uplink_spec spec = {
        .net = env->net,
        .loop = env->loop,
        .outbox = watch->outbox,
        .endpoint = env->office.ingest,
        .on_answers = on_answers,
        .arg = watch,
    };
    /* Its hook comes first: what it puts into the outbox, the uplink's sends. */
    duban_loop_on_wait(env->loop, proceed, watch);
    return duban_uplink_open(&spec, &watch->uplink, err);
}

static void watch_close(void *arg)
{
    struct watch *watch = arg;

    if (watch == NULL)
        return;
    duban_uplink_close(watch->uplink);
    folder_free(watch->folder);
    ledger_close(watch->ledger);
    duban_outbox_close(watch->outbox);
    duban_arena_fini(&watch->scratch);
    free(watch);
}

static const struct duban_option options[] = {
    [OPT_ONCE] = {.name = "once", .help = DUBAN_TEXT_OPT_ONCE},
    [OPT_AGAIN] = {.name = "again", .value_name = "FILE", .help = DUBAN_TEXT_OPT_AGAIN},
    {.name = NULL},
};

static const char *const examples[] = {
    "duban watch edu",
    "duban watch edu --once --dir /srv/duban",
    "duban watch edu --once --again 教育局台账0930.csv",
    NULL,
};

static const struct duban_daemon watch = {
    .command =
        {
            .name = "duban watch",
            .args = "[SOURCE]",
            .max_args = 1,
            .summary = DUBAN_TEXT_WATCH_SUMMARY,
            .examples = examples,
            .options = options,
        },
    .once_option = OPT_ONCE,
    .open = watch_open,
    .round = watch_round,
    .look = watch_look,
    .close = watch_close,
};

int main(int argc, char **argv)
{
    return duban_daemon_main(&watch, argc, argv);
}
