/* SPDX-License-Identifier: MIT
 *
 * duban ping: whether a daemon works, for those who start programs. The aggregator is asked, and has to answer.
 * Nobody can ask the others; they have to hold the lock of the database that only they write, which ends with
 * the process however it ends.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ctl/command.h"
#include "lib/app/office.h"
#include "lib/core/clock.h"
#include "lib/core/file.h"
#include "lib/core/net.h"
#include "proto/bounds.h"
#include "proto/message.h"

enum { WAIT_S = 5, LOOK_EVERY_MS = 100 };
enum { OPT_WAIT };

static const struct duban_option options[] = {
    [OPT_WAIT] = {.name = "wait",
                  .value_name = "SECONDS",
                  .help = DUBAN_TEXT_OPT_WAIT_PING,
                  .is_number = true,
                  .min = 1,
                  .max = 3600},
    {.name = NULL},
};

static const struct duban_command command = {
    .name = "duban ping",
    .args = "[aggregator|watch SOURCE|alert|digest]",
    .max_args = 2,
    .summary = DUBAN_TEXT_PING_SUMMARY,
    .examples = (const char *const[]){"duban ping", "duban ping watch edu --wait 60",
                                      "duban ping digest --dir /srv/duban", NULL},
    .options = options,
    .exits = DUBAN_TEXT_PING_EXITS,
    .has_exits = true,
};

struct ping {
    const struct duban_args *args;
    const char *program, *source; /* source: "" unless it is a watcher */
    struct duban_mono until;
    bool is_there;
};

static int64_t left_ms(const struct ping *ping)
{
    int64_t left = ping->until.ms - duban_clock_mono().ms;
    return left > 0 ? left : 0;
}

/* A HELLO of no protocol version at all: every aggregator answers it, and forgets it (SPEC §6). */
static enum duban_rc ask(struct duban_socket *socket, struct duban_err *err)
{
    struct duban_buf frame = {0};
    struct duban_message message = {
        .type = DUBAN_HELLO,
        .u.hello =
            {
                .proto_min = duban_u64(0),
                .proto_max = duban_u64(0),
                .source = duban_given_text(duban_slice_of("ping")),
                .epoch = duban_u64(0),
                .first = duban_u64(0),
                .last = duban_u64(0),
                .answered = duban_u64(0),
                .software = duban_given_text(duban_slice_of("duban " DUBAN_VERSION)),
            },
    };

    duban_message_encode(&message, &frame);
    enum duban_rc rc = duban_socket_send(socket, NULL, duban_buf_slice(&frame), err);
    duban_buf_fini(&frame);
    return rc;
}

static enum duban_rc hear(struct ping *ping, struct duban_socket *socket, struct duban_err *err)
{
    struct duban_wait wait = {.socket = socket, .fd = -1};
    struct duban_arena arena = {0};
    struct duban_frame frame;
    struct duban_message message;
    struct duban_verdict verdict;

    enum duban_rc rc = duban_net_wait(&wait, 1, left_ms(ping), err);
    if (rc == DUBAN_OK)
        rc = duban_socket_receive(socket, &frame, err);
    if (rc == DUBAN_OK)
        ping->is_there = duban_message_decode(frame.bytes, &arena, &message, &verdict);
    duban_arena_fini(&arena);
    if (rc == DUBAN_E_AGAIN) { /* nothing came */
        err->text[0] = '\0';
        rc = DUBAN_OK;
    }
    return rc;
}

static enum duban_rc ask_aggregator(struct ping *ping, struct duban_err *err)
{
    static const struct duban_socket_limits limits = {DUBAN_FRAME_MAX, 1, 1};
    struct duban_arena arena = {0};
    struct duban_office office;
    struct duban_socket *socket = NULL;
    struct duban_net *net = duban_net_new();

    enum duban_rc rc = duban_office_find(ping->args->dir, ping->args->lang, &arena, &office, err);
    if (rc == DUBAN_OK)
        rc = duban_socket_open(net, DUBAN_DEALER, office.ingest, &limits, &socket, err);
    if (rc == DUBAN_OK)
        rc = ask(socket, err);
    while (rc == DUBAN_OK && !ping->is_there) {
        bool is_last = left_ms(ping) == 0;
        rc = hear(ping, socket, err);
        if (is_last)
            break;
    }
    duban_socket_close(socket);
    duban_net_free(net);
    duban_arena_fini(&arena);
    return rc;
}

/* The database that only this daemon writes. */
static enum duban_rc lock_of(const struct ping *ping, char out_path[DUBAN_OFFICE_PATH_BYTES],
                             struct duban_err *err)
{
    static const char ending[] = ".lock";

    if (ping->source[0] != '\0') {
        enum duban_rc rc = duban_office_outbox(ping->args->dir, ping->source, out_path, err);
        if (rc != DUBAN_OK)
            return rc;
    } else {
        (void)snprintf(out_path, DUBAN_OFFICE_PATH_BYTES, "%s/state/%ss.db", ping->args->dir,
                       ping->program);
    }
    size_t len = strlen(out_path);
    if (len + sizeof ending > DUBAN_OFFICE_PATH_BYTES)
        return duban_err_set(err, DUBAN_E_CONFIG, "the path of the folder is too long: %s",
                             ping->args->dir);
    memcpy(out_path + len, ending, sizeof ending);
    return DUBAN_OK;
}

static enum duban_rc look_at_lock(struct ping *ping, struct duban_err *err)
{
    char path[DUBAN_OFFICE_PATH_BYTES];

    enum duban_rc rc = lock_of(ping, path, err);
    while (rc == DUBAN_OK) {
        int64_t left = left_ms(ping);
        rc = duban_lock_look(path, &ping->is_there, err);
        if (rc != DUBAN_OK || ping->is_there || left == 0)
            break;
        rc = duban_net_wait(NULL, 0, left < LOOK_EVERY_MS ? left : LOOK_EVERY_MS, err);
    }
    return rc;
}

static enum duban_rc tell(const struct ping *ping, int64_t wait_s, struct duban_err *err)
{
    bool is_asked = strcmp(ping->program, "aggregator") == 0;
    struct duban_buf name = {0};
    struct duban_buf line = {0};
    char number[24];
    enum duban_rc rc;

    duban_buf_printf(&name, "%s%s%s", ping->program, ping->source[0] == '\0' ? "" : " ",
                     ping->source);
    duban_buf_put(&name, (struct duban_slice){"", 1}); /* NUL */
    (void)snprintf(number, sizeof number, "%" PRId64, wait_s);
    if (ping->is_there) {
        DUBAN_SAY(&line, ping->args->lang,
                  is_asked ? DUBAN_TEXT_PING_ANSWERS : DUBAN_TEXT_PING_RUNS, name.at);
        duban_buf_puts(&line, "\n");
        rc = duban_cli_print(duban_buf_slice(&line), err);
    } else {
        rc = DUBAN_CLI_SAY(ping->args, DUBAN_E_UNAVAILABLE, err,
                           is_asked ? DUBAN_TEXT_PING_SILENT : DUBAN_TEXT_PING_NOT_RUNNING, name.at,
                           number);
    }
    duban_buf_fini(&line);
    duban_buf_fini(&name);
    return rc;
}

/* Which daemon is meant. */
static enum duban_rc read_words(struct ping *ping, struct duban_err *err)
{
    const struct duban_args *args = ping->args;

    ping->program = args->n_words > 0 ? args->words[0] : "aggregator";
    ping->source = args->n_words > 1 ? args->words[1] : "";
    bool is_watch = strcmp(ping->program, "watch") == 0;
    bool is_sink = strcmp(ping->program, "alert") == 0 || strcmp(ping->program, "digest") == 0;
    if (!is_watch && !is_sink && strcmp(ping->program, "aggregator") != 0)
        return DUBAN_CLI_SAY(args, DUBAN_E_USAGE, err, DUBAN_TEXT_PING_UNKNOWN, ping->program);
    if (is_watch && ping->source[0] == '\0')
        return DUBAN_CLI_SAY(args, DUBAN_E_USAGE, err, DUBAN_TEXT_USE_TOO_FEW, "SOURCE",
                             "duban ping");
    if (!is_watch && args->n_words > 1)
        return DUBAN_CLI_SAY(args, DUBAN_E_USAGE, err, DUBAN_TEXT_USE_TOO_MANY, ping->source,
                             "duban ping");
    return DUBAN_OK;
}

static enum duban_rc run(const struct duban_args *args, struct duban_err *err)
{
    struct ping ping = {.args = args};
    int64_t wait_s = duban_args_number(args, OPT_WAIT, WAIT_S);

    enum duban_rc rc = read_words(&ping, err);
    if (rc == DUBAN_OK)
        rc = duban_office_need(args->dir, args->lang, err);
    if (rc != DUBAN_OK)
        return rc;
    ping.until.ms = duban_clock_mono().ms + wait_s * 1000;
    rc = strcmp(ping.program, "aggregator") == 0 ? ask_aggregator(&ping, err)
                                                 : look_at_lock(&ping, err);
    return rc == DUBAN_OK ? tell(&ping, wait_s, err) : rc;
}

int ctl_ping(int argc, char **argv)
{
    return ctl_run(&command, run, argc, argv);
}
