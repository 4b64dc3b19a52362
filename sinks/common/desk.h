/* SPDX-License-Identifier: MIT
 *
 * What the sinks have in common: each working day of an active plan, in order, as an issue, from the log's
 * first day on; a ledger of what was said; and the way out for what is due. A sink supplies what it makes of an
 * issue.
 */
#ifndef DUBAN_SINKS_COMMON_DESK_H
#define DUBAN_SINKS_COMMON_DESK_H

#include "lib/app/daemon.h"
#include "lib/app/people.h"
#include "sinks/common/issue.h"
#include "sinks/common/ledger.h"
#include "sinks/common/outlook.h"
#include "sinks/common/said.h"

struct desk;

/* A working day, as a sink is handed it. */
struct desk_day {
    const struct issue *issue; /* against the last day that the sink took */
    const struct duban_calendar *calendar;
    uint64_t lsn; /* of the last row of the log that it knows */
    bool is_last; /* no later day is due: what is mailed, is mailed now */
    struct duban_instant now;
    struct duban_arena *arena; /* for this day */
};

struct desk_spec {
    const struct duban_daemon_env *env;
    const char *name; /* of the sink: its ledger is state/NAMEs.db, its mark NAME */
    const struct duban_schema *schema; /* of that ledger (sinks/common/ledger.h) */
    int hour, minute; /* of a day, from when on it is due; not before OUTLOOK_HOUR */
    /* Takes a day, or leaves it: the next issue is compared with the last one that was taken. After a start
     * every day comes again: what was kept of it stays as it is. */
    enum duban_rc (*take)(void *arg, const struct desk_day *day, bool *out_is_taken,
                          struct duban_err *err);
    void *arg;
};

/* E_CANTCREATE: another process does the same here. E_DATA, E_PERM, E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc desk_open(const struct desk_spec *spec, struct desk **out_desk,
                                       struct duban_err *err);
void desk_close(struct desk *desk); /* accepts NULL */

struct duban_ledger *desk_ledger(struct desk *desk);

/* Takes the days that are due, then sends what is. As struct duban_daemon has it. */
DUBAN_MUST_USE enum duban_rc desk_round(struct desk *desk, struct duban_instant now,
                                        struct duban_err *err);
void desk_look(const struct desk *desk, struct duban_idle *out_idle);

/* Those who are to be told, from people.csv as it is now, in the arena. E_CONFIG: it has faults, which were
 * told. */
DUBAN_MUST_USE enum duban_rc desk_people(const struct desk *desk, struct duban_arena *arena,
                                         struct duban_people *out_people, struct duban_err *err);

/* A mail to one person. */
struct desk_mail {
    struct duban_slice cause; /* what it is about: a key for all who get it */
    const struct duban_person *person;
    struct duban_slice subject, text, html;
    struct duban_instant at; /* the moment that it is about */
};

/* Plans the mail, in a transaction of the ledger: once for each cause and address. E_DATA: it cannot be a
 * mail. E_FULL, E_IO. */
DUBAN_MUST_USE enum duban_rc desk_plan(struct desk *desk, const struct desk_mail *mail,
                                       struct duban_err *err);

#endif
