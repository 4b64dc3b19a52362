/* SPDX-License-Identifier: MIT
 *
 * Publishes to duban from a C11 or C++ program: what a unit reports of its items is kept on this
 * machine's disk, sent to the aggregator, and answered.
 *
 *   open -> publish, publish ... -> wait -> read_answer -> close
 *
 * Nothing is sent but inside duban_producer_wait(). What was kept and not answered is sent by the next
 * wait, also of a later process. docs/producer.md shows how a program is built.
 *
 * Threads: one thread at a time uses a handle; handles of other sources may be used in other threads.
 * A wait runs threads of ZeroMQ's, which block all signals and have ended when it returns.
 * After fork() only the parent uses its handles; the child does not even close them.
 * The program's signals, standard streams, environment and locale are left alone, and exit() is not
 * called. abort() is: when no memory is left, and at a bug of duban's own, with a line on standard error.
 * Pointers are not NULL but where it is said. Numbers of bytes are of UTF-8.
 * There is no state outside of handles but what SQLite, libsodium and ZeroMQ keep for themselves.
 */
#ifndef DUBAN_PRODUCER_H
#define DUBAN_PRODUCER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#    define DUBAN_PRODUCER_MUST_USE __attribute__((warn_unused_result))
#else
#    define DUBAN_PRODUCER_MUST_USE
#endif

/* What the caller does next. Numbers stay; new ones may be added behind. */
enum duban_producer_rc {
    DUBAN_PRODUCER_OK = 0,       /* done */
    DUBAN_PRODUCER_KEPT = 1,     /* on disk, but not answered: do not publish it again */
    DUBAN_PRODUCER_NOT_KEPT = 2, /* nothing was kept: publish it again when the cause is gone */
    DUBAN_PRODUCER_WRONG = 3     /* wrong input, nothing was kept: it has to be changed first */
};

/* What happened, for a person: one line of UTF-8. The caller's; valid after a function returned
 * something else than DUBAN_PRODUCER_OK. Wherever it is asked for, NULL may be given. */
struct duban_producer_error {
    char text[1024];
};

struct duban_producer; /* one source: its name and its outbox */

/*
 * Opens the outbox of a source in an office's folder (`duban init`), making it if it is not there, and
 * locks it: until the handle is closed no other handle and no other process can use that source.
 *
 * office: path of the folder. source: 1 to 64 bytes of UTF-8, as the plan's source_set names it (see
 * docs/producer.md). Both are copied. lock_wait_ms: how long to wait for another one that uses it, from
 * 0 on; may block so long. *out_producer is untouched on failure.
 *
 *   WRONG      the folder is no office or its path too long, the name cannot be that of a source
 *   NOT_KEPT   in use; no right to the folder; the outbox is damaged; the disk is full or failed
 */
DUBAN_PRODUCER_MUST_USE enum duban_producer_rc
duban_producer_open(const char *office, const char *source, int lock_wait_ms,
                    struct duban_producer **out_producer, struct duban_producer_error *error);

/* Accepts NULL. What was not answered stays in the outbox. Does not block for an answer. */
void duban_producer_close(struct duban_producer *producer);

/*
 * What a unit says of one item. A field that is NULL leaves what was said before; an empty text ("")
 * says "nothing known" and replaces it. All texts are UTF-8 that ends in NUL, and stay the caller's.
 * Zero-initialise it and set size: later versions add fields at the end.
 */
struct duban_producer_report {
    size_t size;         /* sizeof(struct duban_producer_report) */
    const char *item;    /* id in the plan, 1 to 64 bytes; required */
    const char *dept;    /* the unit that speaks, where a source has several; at most 64 bytes */
    const char *state;   /* not_started working paused basically_done done */
    const char *percent; /* 0 to 100 as plain digits: "77.8" */
    const char *value;   /* the figure reached so far: "1540", "-0.5"; at most 18 digits */
    const char *unit;    /* of value, at most 32 bytes: "个", "亿元"; NULL and "": none */
    const char *completed_on; /* YYYY-MM-DD; needed for done, and "" when done is taken back */
    const char *forecast;     /* YYYY-MM-DD: when the unit expects to finish */
    const char *extend_to;    /* YYYY-MM-DD: until when an extension is asked for */
    const char *note;         /* at most 16 384 bytes */
};

/*
 * Keeps one report: when it returns OK, the report is on disk and flushed, and survives a loss of
 * power. *out_seq is its number in the outbox of this source, 1, 2, 3 ... It blocks for a flush, and for
 * lock_wait_ms of duban_producer_open() if the outbox has to be opened again after a fault.
 *
 *   WRONG      a field cannot be read or is too long, or there is nothing to report; error names it
 *   NOT_KEPT   the disk is full (512 MiB are kept in an outbox at most) or failed. After a failed flush
 *              it may turn out to be kept all the same: what is published twice is answered NOCHANGE
 */
DUBAN_PRODUCER_MUST_USE enum duban_producer_rc
duban_producer_publish(struct duban_producer *producer, const struct duban_producer_report *report,
                       uint64_t *out_seq, struct duban_producer_error *error);

/*
 * Sends what the outbox holds, and returns as soon as all of it is answered. Blocks at most timeout_ms,
 * from 0 on (then nothing is sent), plus a flush. A signal that the program handles does not end it.
 *
 *   OK         all is answered; the answers are on disk
 *   KEPT       not all: the time is over (no aggregator runs, or it does not know the source), or error
 *              says what has to be mended first
 *   NOT_KEPT   the outbox cannot be opened again after a fault; what was kept before is still there
 *   WRONG      timeout_ms is negative
 */
DUBAN_PRODUCER_MUST_USE enum duban_producer_rc
duban_producer_wait(struct duban_producer *producer, int timeout_ms,
                    struct duban_producer_error *error);

enum duban_producer_verdict {
    DUBAN_PRODUCER_UNANSWERED = 0,
    DUBAN_PRODUCER_ACCEPTED = 1, /* or nothing differs from what was known */
    DUBAN_PRODUCER_WARNED = 2,   /* accepted; the text says what is odd */
    DUBAN_PRODUCER_REFUSED =
        3 /* nothing was applied; the aggregator keeps the bytes with the code */
};

/* The final answer to one report. Later versions add fields at the end. */
struct duban_producer_answer {
    enum duban_producer_verdict verdict;
    const char *code;    /* of proto/SPEC.md section 8: "OK", "E_UNIT"; "" while unanswered */
    const char *detail;  /* what the code is about; data of the plan: escape it for where it goes */
    const char *en, *zh; /* a sentence for a person, with the detail, free of control characters */
};

/*
 * Finds the answer to a report of this source, also of an earlier process. *out_answer and its texts
 * belong to the handle, until the next call with it. Blocks for a read of the disk.
 *
 *   WRONG      the outbox has given no such seq
 *   NOT_KEPT   the outbox cannot be read, or not be opened again after a fault
 */
DUBAN_PRODUCER_MUST_USE enum duban_producer_rc
duban_producer_read_answer(struct duban_producer *producer, uint64_t seq,
                           const struct duban_producer_answer **out_answer,
                           struct duban_producer_error *error);

#ifdef __cplusplus
}
#endif

#endif
