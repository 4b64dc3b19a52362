/* SPDX-License-Identifier: MIT
 *
 * Publishes one report and prints the answer, with the header and the library alone (docs/producer.md):
 *
 *   producer OFFICE SOURCE ITEM PERCENT
 */
#include "duban/producer.h"

#include <inttypes.h>
#include <stdio.h>

enum { LOCK_WAIT_MS = 2000, ANSWER_WAIT_MS = 5000 };

/* Returns the exit status: 0 accepted, 1 refused or not kept, 2 kept but not answered. */
static int publish(struct duban_producer *producer, const struct duban_producer_report *report,
                   struct duban_producer_error *error)
{
    const struct duban_producer_answer *answer = NULL;
    uint64_t seq = 0;

    if (duban_producer_publish(producer, report, &seq, error) != DUBAN_PRODUCER_OK) {
        (void)fprintf(stderr, "not kept: %s\n", error->text);
        return 1;
    }
    if (duban_producer_wait(producer, ANSWER_WAIT_MS, error) != DUBAN_PRODUCER_OK) {
        (void)fprintf(stderr, "kept as %" PRIu64 ", not answered: %s\n", seq, error->text);
        return 2;
    }
    if (duban_producer_read_answer(producer, seq, &answer, error) != DUBAN_PRODUCER_OK) {
        (void)fprintf(stderr, "%s\n", error->text);
        return 1;
    }
    (void)printf("%" PRIu64 " %s %s\n", seq, answer->code, answer->en);
    return answer->verdict == DUBAN_PRODUCER_REFUSED ? 1 : 0;
}

int main(int argc, char **argv)
{
    struct duban_producer *producer = NULL;
    struct duban_producer_error error;

    if (argc != 5) {
        (void)fputs("use: producer OFFICE SOURCE ITEM PERCENT\n", stderr);
        return 64;
    }
    struct duban_producer_report report = {
        .size = sizeof report, .item = argv[3], .percent = argv[4]};
    if (duban_producer_open(argv[1], argv[2], LOCK_WAIT_MS, &producer, &error) !=
        DUBAN_PRODUCER_OK) {
        (void)fprintf(stderr, "not kept: %s\n", error.text);
        return 1;
    }
    int status = publish(producer, &report, &error);
    duban_producer_close(producer);
    return status;
}
