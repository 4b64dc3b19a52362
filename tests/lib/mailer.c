/* SPDX-License-Identifier: MIT
 *
 * What the tests of sinks/common drive: a program that does one thing with the office in a folder.
 *
 *   mailer build DIR               the mail whose fields are the files DIR/from, to, host, key, … to stdout
 *   mailer send DIR KEY TO FILE    FILE through the office's channel; prints OUTCOME CHANNEL CODE TEXT
 *   mailer plan DIR KEY TO FILE AT FILE into the ledger DIR/mail.db, at an instant (RFC 3339)
 *   mailer step DIR AT             all that is due; a line STATE OUTCOME CODE TEXT each, sentences to stderr
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "lib/core/file.h"
#include "sinks/common/mail.h"
#include "sinks/common/sender.h"

enum { INPUT_MAX = 64 << 20 };

static const char *const steps[] = {DUBAN_LEDGER_TABLES};
static const struct duban_schema schema = {.application_id = 1, .steps = steps, .n_steps = 1};

static int fail(enum duban_rc rc, const struct duban_err *err)
{
    (void)fprintf(stderr, "mailer: %s\n", err->text);
    return duban_rc_exit_status(rc);
}

/* A file of the folder; empty where it is not there. The arena keeps it. */
static struct duban_slice field(struct duban_arena *arena, const char *dir, const char *name)
{
    struct duban_buf path = {0};
    struct duban_buf bytes = {0};
    struct duban_err err = {0};

    duban_buf_printf(&path, "%s/%s%c", dir, name, '\0');
    (void)!duban_file_read(path.at, INPUT_MAX, &bytes, &err);
    struct duban_slice kept = duban_arena_copy(arena, duban_buf_slice(&bytes));
    duban_buf_fini(&path);
    duban_buf_fini(&bytes);
    return kept;
}

static enum duban_rc build(const char *dir, struct duban_arena *arena, struct duban_err *err)
{
    struct duban_buf out = {0};
    struct duban_mail mail = {
        .from = field(arena, dir, "from"),
        .to = field(arena, dir, "to"),
        .host = field(arena, dir, "host"),
        .key = field(arena, dir, "key"),
        .references = field(arena, dir, "references"),
        .subject = field(arena, dir, "subject"),
        .text = field(arena, dir, "text"),
        .html = field(arena, dir, "html"),
    };

    if (!duban_instant_parse(field(arena, dir, "date"), &mail.date))
        return duban_err_set(err, DUBAN_E_DATA, "no date");
    enum duban_rc rc = duban_mail_write(&mail, &out, err);
    if (rc == DUBAN_OK && fwrite(out.at, 1, out.len, stdout) != out.len)
        rc = duban_err_set(err, DUBAN_E_IO, "cannot write");
    duban_buf_fini(&out);
    return rc;
}

static enum duban_rc send_file(const struct duban_office *office, char **words,
                               struct duban_arena *arena, struct duban_err *err)
{
    struct duban_buf bytes = {0};
    struct duban_reply reply;

    enum duban_rc rc = duban_file_read(words[2], INPUT_MAX, &bytes, err);
    if (rc == DUBAN_OK) {
        struct duban_outgoing outgoing = {duban_slice_of(words[0]), duban_slice_of(words[1]),
                                          duban_arena_copy(arena, duban_buf_slice(&bytes))};
        duban_channel_send(&office->mail, &outgoing, &reply);
        (void)printf("%s %s %d %s\n", duban_outcome_name(reply.outcome),
                     reply.is_channel ? "channel" : "-", reply.code, reply.text);
    }
    duban_buf_fini(&bytes);
    return rc;
}

static enum duban_rc plan(struct duban_ledger *ledger, char **words, struct duban_instant at,
                          struct duban_err *err)
{
    struct duban_buf bytes = {0};
    struct duban_planned message = {.key = duban_slice_of(words[0]),
                                    .created_at = at,
                                    .subject = duban_slice_of("a mail of the tests")};

    enum duban_rc rc = duban_file_read(words[2], INPUT_MAX, &bytes, err);
    message.bytes = duban_buf_slice(&bytes);
    if (rc == DUBAN_OK)
        rc = duban_ledger_begin(ledger, err);
    if (rc == DUBAN_OK)
        rc = duban_ledger_plan(ledger, &message, NULL, err);
    if (rc == DUBAN_OK)
        rc = duban_ledger_address(ledger, message.key, duban_slice_of(words[1]), at, err);
    if (rc == DUBAN_OK)
        rc = duban_ledger_commit(ledger, err);
    duban_buf_fini(&bytes);
    return rc;
}

static enum duban_rc step(struct duban_ledger *ledger, const struct duban_office *office,
                          struct duban_instant at, struct duban_err *err)
{
    struct duban_sender sender = {.ledger = ledger, .mail = &office->mail, .lang = DUBAN_EN};
    struct duban_buf sentence = {0};
    struct duban_step done = {.is_due = true};
    enum duban_rc rc = DUBAN_OK;

    while (rc == DUBAN_OK && done.is_due) {
        duban_buf_clear(&sentence);
        rc = duban_sender_step(&sender, at, &done, &sentence, err);
        if (rc == DUBAN_OK && done.is_sent_on)
            (void)printf("%s %s %d %s\n", duban_delivery_state_names[done.state],
                         duban_outcome_name(done.reply.outcome), done.reply.code, done.reply.text);
        if (sentence.len > 0)
            (void)fprintf(stderr, "%.*s\n", DUBAN_SLICE_ARGS(duban_buf_slice(&sentence)));
    }
    duban_buf_fini(&sentence);
    return rc;
}

static enum duban_rc run_with_ledger(const struct duban_office *office, int argc, char **argv,
                                     struct duban_err *err)
{
    struct duban_ledger *ledger = NULL;
    struct duban_buf path = {0};
    struct duban_instant at = {0};

    if (!duban_instant_parse(duban_slice_of(argv[argc - 1]), &at))
        return duban_err_set(err, DUBAN_E_USAGE, "no instant");
    duban_buf_printf(&path, "%s/mail.db%c", argv[2], '\0');
    enum duban_rc rc = duban_ledger_open(path.at, &schema, &ledger, err);
    if (rc == DUBAN_OK && strcmp(argv[1], "plan") == 0)
        rc = plan(ledger, argv + 3, at, err);
    else if (rc == DUBAN_OK)
        rc = step(ledger, office, at, err);
    duban_ledger_close(ledger);
    duban_buf_fini(&path);
    return rc;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int argc;
    } commands[] = {{"build", 3}, {"send", 6}, {"plan", 7}, {"step", 4}};
    struct duban_arena arena = {0};
    struct duban_office office;
    struct duban_err err = {0};
    bool is_known = false;

    (void)sigaction(SIGPIPE, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        is_known |= argc == commands[i].argc && strcmp(argv[1], commands[i].name) == 0;
    if (!is_known)
        return fail(DUBAN_E_USAGE, &(struct duban_err){.text = "build, send, plan or step"});
    enum duban_rc rc = duban_office_find(argv[2], DUBAN_EN, &arena, &office, &err);
    if (rc == DUBAN_OK)
        rc = duban_zone_set(office.zone, &err);
    if (rc == DUBAN_OK && strcmp(argv[1], "build") == 0)
        rc = build(argv[2], &arena, &err);
    else if (rc == DUBAN_OK && strcmp(argv[1], "send") == 0)
        rc = send_file(&office, argv + 3, &arena, &err);
    else if (rc == DUBAN_OK)
        rc = run_with_ledger(&office, argc, argv, &err);
    duban_arena_fini(&arena);
    return rc == DUBAN_OK ? 0 : fail(rc, &err);
}
