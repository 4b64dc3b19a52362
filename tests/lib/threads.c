/* SPDX-License-Identifier: MIT
 *
 * Somebody's program that publishes from several threads, each with a source of its own:
 *
 *   threads OFFICE ITEM SOURCE...
 */
#include <pthread.h>
#include <stdio.h>

#include "duban/producer.h"

enum { N_REPORTS = 10, THREADS_MAX = 8, WAIT_MS = 20000 };

static const char *office;
static const char *item;

static int publish(struct duban_producer *producer, struct duban_producer_error *error)
{
    char percent[16];
    struct duban_producer_report report = {.size = sizeof report, .item = item, .percent = percent};
    uint64_t seq = 0;

    for (int i = 0; i < N_REPORTS; i++) {
        (void)snprintf(percent, sizeof percent, "%d", i);
        if (duban_producer_publish(producer, &report, &seq, error) != DUBAN_PRODUCER_OK ||
            duban_producer_wait(producer, WAIT_MS, error) != DUBAN_PRODUCER_OK)
            return 1;
    }
    return 0;
}

static void *work(void *source)
{
    struct duban_producer *producer = NULL;
    struct duban_producer_error error = {""};

    if (duban_producer_open(office, source, 0, &producer, &error) != DUBAN_PRODUCER_OK ||
        publish(producer, &error) != 0)
        (void)printf("%s\n", error.text);
    duban_producer_close(producer);
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS_MAX];
    int n = argc - 3;

    if (n < 1 || n > THREADS_MAX)
        return 64;
    office = argv[1];
    item = argv[2];
    for (int i = 0; i < n; i++)
        if (pthread_create(&threads[i], NULL, work, argv[3 + i]) != 0)
            return 1;
    for (int i = 0; i < n; i++)
        (void)pthread_join(threads[i], NULL);
    return 0;
}
