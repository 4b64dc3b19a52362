/* SPDX-License-Identifier: MIT */
#include "lib/core/net.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/un.h>

#include <zmq.h>

#include "lib/core/check.h"
#include "lib/core/file.h"

enum {
    WAITS_MAX = 16,
    IO_THREADS = 1,
    HANDSHAKE_MS = 3000,
    HEARTBEAT_MS = 2000,
    HEARTBEAT_TIMEOUT_MS = 6000,
    HEARTBEAT_TTL_MS = 8000,
    RECONNECT_MS = 50,
    RECONNECT_MAX_MS = 2000,
};

struct duban_net {
    void *context;
};

struct duban_socket {
    void *handle;
    zmq_msg_t message; /* what was received last; always initialised */
    enum duban_socket_kind kind;
    int lock_fd; /* -1: none */
};

/* A context begins and ends with libpgm's global state, which bears only one of them at a time
 * (ThreadSanitizer, libzmq 4.3.4): programs that use the producer library have threads. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

struct duban_net *duban_net_new(void)
{
    struct duban_net *net = calloc(1, sizeof *net);
    DUBAN_ASSERT(net != NULL && pthread_mutex_lock(&one_at_a_time) == 0);
    net->context = zmq_ctx_new();
    (void)pthread_mutex_unlock(&one_at_a_time);
    DUBAN_ASSERT(net->context != NULL &&
                 zmq_ctx_set(net->context, ZMQ_IO_THREADS, IO_THREADS) == 0);
    return net;
}

void duban_net_free(struct duban_net *net)
{
    if (net == NULL)
        return;
    DUBAN_ASSERT(pthread_mutex_lock(&one_at_a_time) == 0);
    while (zmq_ctx_term(net->context) != 0 && zmq_errno() == EINTR)
        continue;
    (void)pthread_mutex_unlock(&one_at_a_time);
    free(net);
}

static int type_of(enum duban_socket_kind kind)
{
    static const int types[] = {
        [DUBAN_ROUTER] = ZMQ_ROUTER,
        [DUBAN_DEALER] = ZMQ_DEALER,
        [DUBAN_XPUB] = ZMQ_XPUB,
        [DUBAN_SUB] = ZMQ_SUB,
    };
    return types[kind];
}

static bool binds(enum duban_socket_kind kind)
{
    return kind == DUBAN_ROUTER || kind == DUBAN_XPUB;
}

/* An option that libzmq does not take is a bug of ours, not an event. */
static void set_int(struct duban_socket *socket, int option, int value)
{
    int failed = zmq_setsockopt(socket->handle, option, &value, sizeof value);
    DUBAN_ASSERT(failed == 0);
}

static void set_options(struct duban_socket *socket, const struct duban_socket_limits *limits)
{
    int failed = zmq_setsockopt(socket->handle, ZMQ_MAXMSGSIZE, &limits->max_message_bytes,
                                sizeof limits->max_message_bytes);
    DUBAN_ASSERT(failed == 0);
    set_int(socket, ZMQ_RCVHWM, limits->receive_queue);
    set_int(socket, ZMQ_SNDHWM, limits->send_queue);
    set_int(socket, ZMQ_LINGER, 0);
    set_int(socket, ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS);
    set_int(socket, ZMQ_HEARTBEAT_IVL, HEARTBEAT_MS);
    set_int(socket, ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MS);
    set_int(socket, ZMQ_HEARTBEAT_TTL, HEARTBEAT_TTL_MS);
    if (!binds(socket->kind)) {
        set_int(socket, ZMQ_RECONNECT_IVL, RECONNECT_MS);
        set_int(socket, ZMQ_RECONNECT_IVL_MAX, RECONNECT_MAX_MS);
    }
    if (socket->kind == DUBAN_ROUTER) {
        set_int(socket, ZMQ_ROUTER_MANDATORY, 1);
        set_int(socket, ZMQ_ROUTER_HANDOVER, 0);
    }
    if (socket->kind == DUBAN_SUB) {
        failed = zmq_setsockopt(socket->handle, ZMQ_SUBSCRIBE, "", 0);
        DUBAN_ASSERT(failed == 0);
    }
}

/* Without keys only this machine may connect (proto/SPEC.md §10). */
static enum duban_rc check_endpoint(const char *endpoint, struct duban_err *err)
{
    const size_t path_max = sizeof((struct sockaddr_un *)NULL)->sun_path - 1;
    struct duban_slice slice = duban_slice_of(endpoint);

    if (duban_slice_has_prefix(slice, "tcp://127.0.0.1:") ||
        duban_slice_has_prefix(slice, "tcp://[::1]:"))
        return DUBAN_OK;
    if (!duban_slice_has_prefix(slice, "ipc://"))
        return duban_err_set(err, DUBAN_E_CONFIG,
                             "%s: an endpoint is ipc://PATH or tcp://127.0.0.1:PORT", endpoint);
    size_t len = slice.len - strlen("ipc://");
    if (len > path_max)
        return duban_err_set(
            err, DUBAN_E_CONFIG,
            "%s: the path of a socket has at most %zu bytes, this one %zu: use a shorter folder",
            endpoint, path_max, len);
    return DUBAN_OK;
}

enum { LOCK_PATH_BYTES = DUBAN_ENDPOINT_BYTES + 8 };

/* The lock beside an ipc socket; false: the endpoint is of another kind. */
static bool lock_of(const char *endpoint, char out_path[LOCK_PATH_BYTES])
{
    if (!duban_slice_has_prefix(duban_slice_of(endpoint), "ipc://"))
        return false;
    (void)snprintf(out_path, LOCK_PATH_BYTES, "%s.lock", endpoint + strlen("ipc://"));
    return true;
}

enum duban_rc duban_net_is_bound(const char *endpoint, bool *out_is_bound, struct duban_err *err)
{
    char path[LOCK_PATH_BYTES];

    if (lock_of(endpoint, path))
        return duban_lock_look(path, out_is_bound, err);
    *out_is_bound = true;
    return DUBAN_OK;
}

static enum duban_rc lock_endpoint(struct duban_socket *socket, const char *endpoint,
                                   struct duban_err *err)
{
    char path[LOCK_PATH_BYTES];

    if (!lock_of(endpoint, path))
        return DUBAN_OK;
    enum duban_rc rc = duban_lock_take(path, &socket->lock_fd, err);
    return rc == DUBAN_E_AGAIN ? duban_err_wrap(err, DUBAN_E_CANTCREATE, "%s is in use", endpoint)
                               : rc;
}

static enum duban_rc attach(struct duban_socket *socket, const char *endpoint,
                            struct duban_err *err)
{
    enum duban_rc rc = check_endpoint(endpoint, err);
    if (rc == DUBAN_OK && binds(socket->kind))
        rc = lock_endpoint(socket, endpoint, err);
    if (rc != DUBAN_OK)
        return rc;
    int failed = binds(socket->kind) ? zmq_bind(socket->handle, endpoint)
                                     : zmq_connect(socket->handle, endpoint);
    if (failed == 0)
        return DUBAN_OK;
    int errnum = zmq_errno();
    rc = errnum == EADDRINUSE ? DUBAN_E_CANTCREATE : duban_rc_of_errno(errnum);
    return duban_err_set(err, rc, "%s %s: %s", binds(socket->kind) ? "listen on" : "connect to",
                         endpoint, zmq_strerror(errnum));
}

enum duban_rc duban_socket_open(struct duban_net *net, enum duban_socket_kind kind,
                                const char *endpoint, const struct duban_socket_limits *limits,
                                struct duban_socket **out_socket, struct duban_err *err)
{
    struct duban_socket *socket = calloc(1, sizeof *socket);
    DUBAN_ASSERT(socket != NULL);
    socket->kind = kind;
    socket->lock_fd = -1;
    socket->handle = zmq_socket(net->context, type_of(kind));
    int failed = zmq_msg_init(&socket->message);
    DUBAN_ASSERT(socket->handle != NULL && failed == 0);
    set_options(socket, limits);
    enum duban_rc rc = attach(socket, endpoint, err);
    if (rc != DUBAN_OK) {
        duban_socket_close(socket);
        return rc;
    }
    *out_socket = socket;
    return DUBAN_OK;
}

void duban_socket_close(struct duban_socket *socket)
{
    if (socket == NULL)
        return;
    (void)zmq_msg_close(&socket->message);
    (void)zmq_close(socket->handle);
    if (socket->lock_fd >= 0)
        duban_lock_release(socket->lock_fd);
    free(socket);
}

static enum duban_rc receive_part(struct duban_socket *socket, struct duban_err *err)
{
    while (zmq_msg_recv(&socket->message, socket->handle, ZMQ_DONTWAIT) < 0) {
        int errnum = zmq_errno();
        if (errnum == EINTR)
            continue;
        if (errnum == EAGAIN)
            return duban_err_set(err, DUBAN_E_AGAIN, "no message");
        return duban_err_set(err, DUBAN_E_IO, "receive: %s", zmq_strerror(errnum));
    }
    return DUBAN_OK;
}

enum duban_rc duban_socket_receive(struct duban_socket *socket, struct duban_frame *out_frame,
                                   struct duban_err *err)
{
    struct duban_frame frame = {0};

    enum duban_rc rc = receive_part(socket, err);
    if (rc == DUBAN_OK && socket->kind == DUBAN_ROUTER) {
        /* libzmq puts the peer's routing id, 1 to 255 bytes, in front. */
        frame.peer.len = (uint8_t)zmq_msg_size(&socket->message);
        memcpy(frame.peer.bytes, zmq_msg_data(&socket->message), frame.peer.len);
        rc = receive_part(socket, err);
    }
    /* All parts of a message are there when its first is. */
    while (rc == DUBAN_OK && zmq_msg_more(&socket->message) != 0) {
        frame.is_multipart = true;
        rc = receive_part(socket, err);
    }
    if (rc != DUBAN_OK)
        return rc;
    if (!frame.is_multipart)
        frame.bytes =
            (struct duban_slice){zmq_msg_data(&socket->message), zmq_msg_size(&socket->message)};
    *out_frame = frame;
    return DUBAN_OK;
}

static enum duban_rc send_part(struct duban_socket *socket, const void *at, size_t len, int flags,
                               struct duban_err *err)
{
    while (zmq_send(socket->handle, at, len, flags | ZMQ_DONTWAIT) < 0) {
        int errnum = zmq_errno();
        if (errnum == EINTR)
            continue;
        if (errnum == EAGAIN)
            return duban_err_set(err, DUBAN_E_AGAIN, "the queue to the peer is full");
        if (errnum == EHOSTUNREACH)
            return duban_err_set(err, DUBAN_E_UNAVAILABLE, "the peer is gone");
        return duban_err_set(err, DUBAN_E_IO, "send: %s", zmq_strerror(errnum));
    }
    return DUBAN_OK;
}

enum duban_rc duban_socket_send(struct duban_socket *socket, const struct duban_peer *peer,
                                struct duban_slice bytes, struct duban_err *err)
{
    enum duban_rc rc = DUBAN_OK;

    DUBAN_ASSERT((peer != NULL) == (socket->kind == DUBAN_ROUTER));
    if (peer != NULL)
        rc = send_part(socket, peer->bytes, peer->len, ZMQ_SNDMORE, err);
    return rc == DUBAN_OK ? send_part(socket, bytes.at, bytes.len, 0, err) : rc;
}

enum duban_rc duban_net_wait(struct duban_wait *waits, size_t n, int64_t timeout_ms,
                             struct duban_err *err)
{
    zmq_pollitem_t items[WAITS_MAX];

    DUBAN_ASSERT(n <= WAITS_MAX);
    for (size_t i = 0; i < n; i++) {
        void *handle = waits[i].socket == NULL ? NULL : waits[i].socket->handle;
        items[i] = (zmq_pollitem_t){.socket = handle, .fd = waits[i].fd, .events = ZMQ_POLLIN};
        waits[i].is_ready = false;
    }
    if (zmq_poll(items, (int)n, (long)timeout_ms) < 0) {
        int errnum = zmq_errno();
        return errnum == EINTR ? DUBAN_OK
                               : duban_err_set(err, DUBAN_E_IO, "wait: %s", zmq_strerror(errnum));
    }
    for (size_t i = 0; i < n; i++)
        waits[i].is_ready = items[i].revents != 0;
    return DUBAN_OK;
}
