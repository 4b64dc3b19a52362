/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <criterion/criterion.h>

#include "lib/core/file.h"
#include "producers/common/outbox.h"
#include "proto/bounds.h"
#include "tests/unit/folder.h"

static const struct duban_slice source = {"report", 6};
static const struct duban_instant now = {1665360000000};

/* A new folder, which becomes the working folder: each test is a process of its own. */
static struct duban_outbox *open_outbox(void)
{
    struct duban_outbox *outbox = NULL;
    struct duban_err err = {0};

    cr_assert_eq(duban_outbox_open("report.db", source, &outbox, &err), DUBAN_OK, "%s", err.text);
    return outbox;
}

static void begin(struct duban_outbox *outbox)
{
    struct duban_err err = {0};
    cr_assert_eq(duban_outbox_begin(outbox, &err), DUBAN_OK, "%s", err.text);
}

static void commit(struct duban_outbox *outbox)
{
    struct duban_err err = {0};
    cr_assert_eq(duban_outbox_commit(outbox, &err), DUBAN_OK, "%s", err.text);
}

/* Returns the seq. */
static uint64_t append(struct duban_outbox *outbox, struct duban_slice update)
{
    struct duban_err err = {0};
    uint64_t seq = 0;

    cr_assert_eq(duban_outbox_append(outbox, (struct duban_slice){0}, update, now, &seq, &err),
                 DUBAN_OK, "%s", err.text);
    return seq;
}

/* Keeps n updates of so many bytes. */
static void keep(struct duban_outbox *outbox, size_t n, size_t bytes)
{
    static char update[DUBAN_UPDATE_MAX];

    begin(outbox);
    for (size_t i = 0; i < n; i++)
        (void)append(outbox, (struct duban_slice){update, bytes});
    commit(outbox);
}

static void answer(struct duban_outbox *outbox, uint64_t first, uint64_t hi,
                   struct duban_result *results, size_t n)
{
    struct duban_ack ack = {
        .first = duban_u64(first), .hi = duban_u64(hi), .results = {DUBAN_GIVEN, results, n}};
    struct duban_err err = {0};

    cr_assert_eq(duban_outbox_answer(outbox, &ack, &err), DUBAN_OK, "%s", err.text);
}

static void expect_answer(struct duban_outbox *outbox, uint64_t seq, const char *code,
                          const char *detail)
{
    struct duban_arena arena = {0};
    struct duban_result result = {0};
    struct duban_err err = {0};

    cr_assert_eq(duban_outbox_answer_of(outbox, seq, &arena, &result, &err), DUBAN_OK);
    cr_assert(result.seq == seq && duban_slice_is(result.code, code), "%llu: %.*s",
              (unsigned long long)seq, DUBAN_SLICE_ARGS(result.code));
    cr_assert(duban_slice_is(result.detail, detail), "%llu: %.*s", (unsigned long long)seq,
              DUBAN_SLICE_ARGS(result.detail));
    duban_arena_fini(&arena);
}

Test(outbox, has_an_epoch_of_its_own_for_life)
{
    char folder[32];

    enter(folder);
    struct duban_outbox *outbox = open_outbox();
    uint64_t epoch = duban_outbox_epoch(outbox);
    cr_assert(duban_slice_is(duban_outbox_source(outbox), "report"));
    cr_assert(duban_outbox_first(outbox) == 0 && duban_outbox_last(outbox) == 0 &&
              duban_outbox_answered(outbox) == 0);
    duban_outbox_close(outbox);
    outbox = open_outbox();
    cr_assert_eq(duban_outbox_epoch(outbox), epoch, "it is the same outbox");
    duban_outbox_close(outbox);
    cr_assert_eq(unlink("report.db"), 0);
    outbox = open_outbox();
    cr_assert_neq(duban_outbox_epoch(outbox), epoch, "it is a new one");
    duban_outbox_close(outbox);
    duban_outbox_close(NULL);
    leave(folder);
}

Test(outbox, numbers_what_it_keeps_without_holes)
{
    char folder[32];

    enter(folder);
    struct duban_outbox *outbox = open_outbox();
    begin(outbox);
    cr_assert_eq(append(outbox, duban_slice_of("a")), 1);
    cr_assert_eq(append(outbox, duban_slice_of("b")), 2);
    cr_assert_eq(duban_outbox_last(outbox), 0, "nothing is kept yet");
    commit(outbox);
    cr_assert(duban_outbox_first(outbox) == 1 && duban_outbox_last(outbox) == 2);
    begin(outbox);
    cr_assert_eq(append(outbox, duban_slice_of("c")), 3);
    duban_outbox_rollback(outbox);
    duban_outbox_rollback(outbox); /* nothing is open */
    cr_assert_eq(duban_outbox_last(outbox), 2);
    begin(outbox);
    cr_assert_eq(append(outbox, duban_slice_of("d")), 3);
    commit(outbox);
    begin(outbox);
    cr_assert_eq(append(outbox, duban_slice_of("e")), 4);
    duban_outbox_close(outbox); /* open still: rolled back */
    outbox = open_outbox();
    cr_assert(duban_outbox_first(outbox) == 1 && duban_outbox_last(outbox) == 3);
    begin(outbox);
    cr_assert_eq(append(outbox, duban_slice_of("f")), 4, "it goes on where it was");
    commit(outbox);
    duban_outbox_close(outbox);
    leave(folder);
}

Test(outbox, gives_what_fits_into_a_frame_in_order)
{
    static const struct {
        const char *when;
        uint64_t seq;
        struct duban_outbox_limits limits;
        const char *want; /* the updates, one letter each */
    } rows[] = {
        {"all", 1, {256, DUBAN_FRAME_MAX}, "abcd"},
        {"from 3 on", 3, {256, DUBAN_FRAME_MAX}, "cd"},
        {"as many as are asked for", 1, {3, DUBAN_FRAME_MAX}, "abc"},
        {"as many as there are", 2, {3, DUBAN_FRAME_MAX}, "bcd"},
        {"one, though it does not fit", 2, {256, 0}, "b"},
        {"none is asked for", 1, {0, DUBAN_FRAME_MAX}, ""},
        {"what is not there yet", 5, {256, DUBAN_FRAME_MAX}, ""},
        {"what never is", 0, {256, DUBAN_FRAME_MAX}, ""},
    };
    struct duban_arena arena = {0};
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    struct duban_outbox *outbox = open_outbox();
    begin(outbox);
    for (const char *letter = "abcd"; *letter != '\0'; letter++)
        (void)append(outbox, (struct duban_slice){letter, 1});
    commit(outbox);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_opt_texts updates;
        cr_assert_eq(
            duban_outbox_read(outbox, rows[i].seq, &rows[i].limits, &arena, &updates, &err),
            DUBAN_OK, "%s", err.text);
        cr_assert_eq(updates.n, strlen(rows[i].want), "%s: %zu", rows[i].when, updates.n);
        for (size_t k = 0; k < updates.n; k++)
            cr_assert(updates.at[k].len == 1 && updates.at[k].at[0] == rows[i].want[k], "%s",
                      rows[i].when);
    }
    duban_outbox_close(outbox);
    duban_arena_fini(&arena);
    leave(folder);
}

Test(outbox, never_fills_a_frame_too_full)
{
    static const size_t sizes[] = {0, 1, 31, 253, 255, 256, 1000, 21000, 32699, 32749, 32765};
    const struct duban_outbox_limits limits = {DUBAN_UPDATES_MAX, DUBAN_FRAME_MAX};
    struct duban_message message = {
        .type = DUBAN_UPDATES,
        .u.updates = {.boot = duban_u64(UINT64_MAX),
                      .seq = duban_u64(UINT64_MAX),
                      .sent_ms = {DUBAN_GIVEN, {INT64_MIN}}},
    };
    struct duban_arena arena = {0};
    struct duban_buf frame = {0};
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    struct duban_outbox *outbox = open_outbox();
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint64_t first = duban_outbox_last(outbox) + 1;
        keep(outbox, sizes[i] < 300 ? 300 : 80, sizes[i]); /* more than go into one frame */
        cr_assert_eq(
            duban_outbox_read(outbox, first, &limits, &arena, &message.u.updates.updates, &err),
            DUBAN_OK);
        duban_buf_clear(&frame);
        duban_message_encode(&message, &frame);
        size_t n = message.u.updates.updates.n;
        cr_assert(frame.len <= DUBAN_FRAME_MAX, "%zu updates: %zu bytes", n, frame.len);
        cr_assert(n == DUBAN_UPDATES_MAX || frame.len + sizes[i] + 1024 > DUBAN_FRAME_MAX,
                  "%zu updates leave much room: %zu bytes", n, frame.len);
    }
    /* The longest update goes alone; one that could never be sent is not kept. */
    keep(outbox, 2, DUBAN_UPDATE_MAX);
    cr_assert_eq(duban_outbox_read(outbox, duban_outbox_last(outbox) - 1, &limits, &arena,
                                   &message.u.updates.updates, &err),
                 DUBAN_OK);
    duban_buf_clear(&frame);
    duban_message_encode(&message, &frame);
    cr_assert(message.u.updates.updates.n == 1 && frame.len <= DUBAN_FRAME_MAX);
    static const char longer[DUBAN_UPDATE_MAX + 1];
    uint64_t seq = 0;
    begin(outbox);
    cr_assert_eq(duban_outbox_append(outbox, (struct duban_slice){0},
                                     (struct duban_slice){longer, sizeof longer},
                                     (struct duban_instant){0}, &seq, &err),
                 DUBAN_E_DATA);
    duban_outbox_rollback(outbox);
    duban_outbox_close(outbox);
    duban_buf_fini(&frame);
    duban_arena_fini(&arena);
    leave(folder);
}

Test(outbox, keeps_the_answer_to_each)
{
    struct duban_result refused[] = {
        {2, duban_slice_of("E_FIELD"), duban_slice_of("state")},
        {4, duban_slice_of("NOCHANGE"), {0}},
    };
    char folder[32];

    enter(folder);
    struct duban_outbox *outbox = open_outbox();
    keep(outbox, 6, 10);
    expect_answer(outbox, 1, "", "");
    answer(outbox, 1, 3, refused, 1);
    cr_assert_eq(duban_outbox_answered(outbox), 3);
    answer(outbox, 4, 5, refused + 1, 1);
    answer(outbox, 1, 4, refused, 2); /* repeated, in another part */
    cr_assert_eq(duban_outbox_answered(outbox), 5, "repeated answers take nothing back");
    duban_outbox_close(outbox);

    outbox = open_outbox();
    cr_assert(duban_outbox_answered(outbox) == 5 && duban_outbox_last(outbox) == 6);
    cr_assert_eq(duban_outbox_first(outbox), 1, "for an aggregator that was lost");
    expect_answer(outbox, 1, "OK", "");
    expect_answer(outbox, 2, "E_FIELD", "state");
    expect_answer(outbox, 3, "OK", "");
    expect_answer(outbox, 4, "NOCHANGE", "");
    expect_answer(outbox, 5, "OK", "");
    expect_answer(outbox, 6, "", "");
    expect_answer(outbox, 7, "", "");
    duban_outbox_close(outbox);
    leave(folder);
}

Test(outbox, is_used_by_one_process)
{
    struct duban_outbox *second = NULL;
    struct duban_err err = {0};
    char folder[32];
    int status = 0;

    enter(folder);
    struct duban_outbox *outbox = open_outbox();
    pid_t child = fork();
    if (child == 0)
        _exit(duban_outbox_open("report.db", source, &second, &err) == DUBAN_E_AGAIN ? 0 : 1);
    cr_assert(child > 0 && waitpid(child, &status, 0) == child);
    cr_assert_eq(status, 0, "the child was let in");
    keep(outbox, 1, 1);
    duban_outbox_close(outbox);
    child = fork();
    if (child == 0)
        _exit(duban_outbox_open("report.db", source, &second, &err) == DUBAN_OK ? 0 : 1);
    cr_assert(child > 0 && waitpid(child, &status, 0) == child);
    cr_assert_eq(status, 0, "it is free again");
    duban_outbox_close(open_outbox()); /* also when the child ended without closing it */
    leave(folder);
}

static void read_file(struct duban_buf *out)
{
    struct duban_err err = {0};

    duban_buf_clear(out);
    cr_assert_eq(duban_file_read("report.db", 1 << 20, out, &err), DUBAN_OK, "%s", err.text);
}

static void write_at(off_t offset, const char *bytes, size_t n)
{
    int fd = open("report.db", O_WRONLY | O_CLOEXEC);

    cr_assert(fd >= 0 && pwrite(fd, bytes, n, offset) == (ssize_t)n && close(fd) == 0);
}

Test(outbox, that_is_not_its_own_is_refused_and_left_as_it_is)
{
    static const struct {
        const char *when;
        off_t offset;
        const char *bytes; /* are written there */
        struct duban_slice source;
        const char *want;
    } rows[] = {
        {"another source's", 68, "dubo", {"other", 5}, "source \"report\""},
        {"a source whose name begins alike", 68, "dubo", {"reporter", 8}, "source \"report\""},
        {"another program's", 68, "play", {"report", 6}, "not the one that belongs here"},
        {"no database", 0, "Dear", {"report", 6}, "report.db"},
    };
    struct duban_buf before = {0};
    struct duban_buf after = {0};
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_outbox *outbox = open_outbox();
        duban_outbox_close(outbox);
        outbox = NULL;
        write_at(rows[i].offset, rows[i].bytes, 4);
        read_file(&before);
        cr_assert_eq(duban_outbox_open("report.db", rows[i].source, &outbox, &err), DUBAN_E_DATA,
                     "%s: %s", rows[i].when, err.text);
        cr_assert_eq(outbox, NULL);
        cr_assert_neq(strstr(err.text, rows[i].want), NULL, "%s: %s", rows[i].when, err.text);
        read_file(&after);
        cr_assert(duban_slice_equal(duban_buf_slice(&before), duban_buf_slice(&after)), "%s",
                  rows[i].when);
        cr_assert_eq(unlink("report.db"), 0);
    }
    duban_buf_fini(&before);
    duban_buf_fini(&after);
    leave(folder);
}

Test(outbox, that_cannot_be_opened_says_why)
{
    struct duban_outbox *outbox = NULL;
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    cr_assert_eq(duban_outbox_open("none/a.db", source, &outbox, &err), DUBAN_E_NOINPUT);
    cr_assert_eq(mkdir("folder", S_IRWXU), 0);
    cr_assert_eq(duban_outbox_open("folder", source, &outbox, &err), DUBAN_E_IO);
    cr_assert_eq(chmod(folder, S_IRUSR | S_IXUSR), 0);
    if (geteuid() == 0) /* whom no right is missing */
        cr_assert_eq(seteuid(65534), 0);
    cr_assert_eq(duban_outbox_open("a.db", source, &outbox, &err), DUBAN_E_PERM);
    cr_assert_neq(strstr(err.text, "outbox a.db"), NULL, "%s", err.text);
    cr_assert_eq(seteuid(getuid()), 0);
    cr_assert_eq(chmod(folder, S_IRWXU), 0);
    cr_assert_eq(outbox, NULL);
    leave(folder);
}

Test(outbox, that_is_full_says_so_and_keeps_what_it_had)
{
    /* The head of the file says that it has as many pages as it may have; they are all holes. */
    static const char n_pages[] = {0, 2, 0, 0};
    static char update[DUBAN_UPDATE_MAX];
    struct duban_err err = {0};
    char folder[32];
    uint64_t seq = 0;

    enter(folder);
    struct duban_outbox *outbox = open_outbox();
    keep(outbox, 2, 10);
    duban_outbox_close(outbox);
    write_at(28, n_pages, sizeof n_pages);
    cr_assert_eq(truncate("report.db", (off_t)DUBAN_OUTBOX_MAX_MIB << 20), 0);

    outbox = open_outbox();
    begin(outbox);
    cr_assert_eq(duban_outbox_append(outbox, (struct duban_slice){0},
                                     (struct duban_slice){update, sizeof update}, now, &seq, &err),
                 DUBAN_E_FULL, "%s", err.text);
    duban_outbox_rollback(outbox);
    cr_assert_eq(duban_outbox_last(outbox), 2);
    answer(outbox, 1, 2, NULL, 0);
    cr_assert_eq(duban_outbox_answered(outbox), 2, "answers are kept still");
    duban_outbox_close(outbox);
    leave(folder);
}

/* No file may grow from here on; returns what was allowed. */
static rlim_t forbid_growth(void)
{
    struct rlimit limit;

    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = 16;
    (void)sigaction(SIGXFSZ, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    return before;
}

static void allow_growth(rlim_t bytes)
{
    struct rlimit limit;

    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

Test(outbox, keeps_nothing_that_cannot_be_written)
{
    struct duban_ack ack = {.first = duban_u64(1), .hi = duban_u64(1), .results.is = DUBAN_GIVEN};
    struct duban_err err = {0};
    char folder[32];

    enter(folder);
    struct duban_outbox *outbox = open_outbox();
    keep(outbox, 1, 10);
    begin(outbox);
    cr_assert_eq(append(outbox, duban_slice_of("a")), 2);
    rlim_t before = forbid_growth();
    enum duban_rc committed = duban_outbox_commit(outbox, &err);
    enum duban_rc answered = duban_outbox_answer(outbox, &ack, &err);
    allow_growth(before);
    cr_assert(committed == DUBAN_E_IO && answered == DUBAN_E_IO, "%s", err.text);
    cr_assert(duban_outbox_last(outbox) == 1 && duban_outbox_answered(outbox) == 0);
    begin(outbox);
    cr_assert_eq(append(outbox, duban_slice_of("b")), 2);
    commit(outbox);
    answer(outbox, 1, 1, NULL, 0);
    duban_outbox_close(outbox);
    leave(folder);
}

Test(bug, an_answer_may_name_a_seq_that_its_ack_does_not_span)
{
    struct duban_result strays[] = {{1, duban_slice_of("E_FIELD"), {0}},
                                    {3, duban_slice_of("E_FIELD"), {0}}};
    char folder[32];

    enter(folder);
    struct duban_outbox *outbox = open_outbox();
    keep(outbox, 3, 10);
    answer(outbox, 1, 1, NULL, 0);
    answer(outbox, 2, 2, strays, 2);
    expect_answer(outbox, 1, "OK", "");
    expect_answer(outbox, 2, "OK", "");
    expect_answer(outbox, 3, "", "");
    duban_outbox_close(outbox);
    leave(folder);
}

Test(bug, an_aggregator_that_was_restored_may_answer_differently)
{
    struct duban_result refused = {2, duban_slice_of("E_FIELD"), duban_slice_of("state")};
    char folder[32];

    enter(folder);
    struct duban_outbox *outbox = open_outbox();
    keep(outbox, 3, 10);
    answer(outbox, 1, 3, &refused, 1);
    answer(outbox, 1, 3, NULL, 0);
    expect_answer(outbox, 2, "OK", "");
    duban_outbox_close(outbox);
    leave(folder);
}

static enum duban_rc list_accepted(void *arg, struct duban_slice key, struct duban_slice update,
                                   struct duban_err *err)
{
    (void)err;
    duban_buf_printf(arg, "%.*s=%.*s ", DUBAN_SLICE_ARGS(key), DUBAN_SLICE_ARGS(update));
    return DUBAN_OK;
}

static void expect_accepted(struct duban_outbox *outbox, const char *want)
{
    struct duban_buf list = {0};
    struct duban_err err = {0};

    cr_assert_eq(duban_outbox_each_accepted(outbox, list_accepted, &list, &err), DUBAN_OK, "%s",
                 err.text);
    cr_expect(duban_slice_is(duban_buf_slice(&list), want), "\"%.*s\" instead of \"%s\"",
              DUBAN_SLICE_ARGS(duban_buf_slice(&list)), want);
    duban_buf_fini(&list);
}

Test(outbox, remembers_of_each_key_what_was_accepted_last)
{
    static const struct {
        const char *key, *update;
    } rows[] = {{"A", "1"}, {"B", "2"}, {"A", "3"}, {"", "4"}, {"C", "5"}, {"B", "6"}};
    struct duban_result some_refused[] = {{3, {"E_UNIT", 6}, {0}}, {5, {"E_FORBIDDEN", 11}, {0}}};
    struct duban_result warned[] = {{6, {"W_DECREASE", 10}, {0}}};
    char folder[32];

    enter(folder);
    struct duban_outbox *outbox = open_outbox();
    begin(outbox);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct duban_err err = {0};
        uint64_t seq = 0;
        cr_assert_eq(duban_outbox_append(outbox, duban_slice_of(rows[i].key),
                                         duban_slice_of(rows[i].update), now, &seq, &err),
                     DUBAN_OK, "%s", err.text);
    }
    commit(outbox);
    expect_accepted(outbox, "");
    answer(outbox, 1, 2, NULL, 0);
    expect_accepted(outbox, "A=1 B=2 ");
    answer(outbox, 3, 5, some_refused, 2);
    expect_accepted(outbox, "A=1 B=2 ");
    answer(outbox, 6, 6, warned, 1);
    expect_accepted(outbox, "A=1 B=6 ");
    answer(outbox, 1, 2, NULL, 0); /* of an aggregator that was set up anew */
    expect_accepted(outbox, "A=1 B=6 ");
    duban_outbox_close(outbox);
    outbox = open_outbox();
    expect_accepted(outbox, "A=1 B=6 ");
    duban_outbox_close(outbox);
    leave(folder);
}
