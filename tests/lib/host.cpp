// SPDX-License-Identifier: MIT
//
// Somebody's C++ program with signal handlers of its own, into which the library is put:
//
//   host OFFICE SOURCE WAIT_MS ITEM...
//
// It publishes a report of each item, waits while a timer sends it signals, and says what it saw.
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include <signal.h>
#include <sys/time.h>

#include "duban/producer.h"

static volatile sig_atomic_t n_alarms, n_terms;

static void on_signal(int number)
{
    if (number == SIGALRM)
        n_alarms = n_alarms + 1;
    else
        n_terms = n_terms + 1;
}

static long milliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(int argc, char **argv)
{
    duban_producer *producer = nullptr;
    duban_producer_error error{};
    struct sigaction action{};
    const itimerval every{{0, 20000}, {0, 20000}};

    if (argc < 5)
        return 64;
    action.sa_handler = on_signal;
    sigaction(SIGALRM, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    if (duban_producer_open(argv[1], argv[2], 0, &producer, &error) != DUBAN_PRODUCER_OK) {
        std::printf("open %s\n", error.text);
        return 1;
    }
    uint64_t first = 0, last = 0;
    for (int i = 4; i < argc; i++) {
        duban_producer_report report{};
        report.size = sizeof report;
        report.item = argv[i];
        report.percent = "5";
        if (duban_producer_publish(producer, &report, &last, &error) != DUBAN_PRODUCER_OK) {
            std::printf("not kept %s\n", argv[i]);
            continue;
        }
        first = first == 0 ? last : first;
    }
    std::printf("kept %d\n", static_cast<int>(last - first + 1));
    std::fflush(stdout);
    setitimer(ITIMER_REAL, &every, nullptr);
    const long start = milliseconds();
    const int rc = duban_producer_wait(producer, std::atoi(argv[3]), &error);
    std::printf("wait %d %ld\n", rc, milliseconds() - start);
    const itimerval never{};
    setitimer(ITIMER_REAL, &never, nullptr);
    raise(SIGTERM); // a library that blocked it would hold it back
    std::printf("signals %d %d\n", n_alarms > 0, static_cast<int>(n_terms));
    for (uint64_t seq = first; seq <= last; seq++) {
        const duban_producer_answer *answer = nullptr;
        if (seq == 0 || duban_producer_read_answer(producer, seq, &answer, &error) != DUBAN_PRODUCER_OK)
            return 1;
        std::printf("%d %s\n", answer->verdict, answer->code);
    }
    duban_producer_close(producer);
    return 0;
}
