/* SPDX-License-Identifier: MIT
 *
 * The door to ZeroMQ: sockets that carry messages of one frame. One thread uses a socket and its
 * context. Identity is never taken from a peer: it only says where an answer goes.
 */
#ifndef DUBAN_LIB_CORE_NET_H
#define DUBAN_LIB_CORE_NET_H

#include <stdint.h>

#include "lib/core/err.h"
#include "lib/core/slice.h"

struct duban_net; /* a ZeroMQ context */
struct duban_socket;

enum duban_socket_kind {
    DUBAN_ROUTER, /* binds; answers each peer */
    DUBAN_DEALER, /* connects to a ROUTER */
    DUBAN_XPUB,   /* binds; says to all, may lose */
    DUBAN_SUB,    /* connects to an XPUB */
};

/* Where an answer of a ROUTER goes. Compare by bytes; it means nothing else. */
struct duban_peer {
    uint8_t len;
    uint8_t bytes[255];
};

/* A frame that was received; its bytes are the socket's until the next receive on it. */
struct duban_frame {
    struct duban_peer peer; /* ROUTER only */
    struct duban_slice bytes;
    bool is_multipart; /* there were more frames; they were dropped and bytes is empty */
};

/* Limits of one socket (proto/SPEC.md §3). */
struct duban_socket_limits {
    int64_t max_message_bytes;
    int receive_queue, send_queue; /* messages */
};

enum { DUBAN_ENDPOINT_BYTES = 128 };

struct duban_net *duban_net_new(void);
void duban_net_free(struct duban_net *net); /* accepts NULL; its sockets are closed before */

/*
 * Opens a socket and binds or connects it. endpoint: "ipc://PATH" or "tcp://127.0.0.1:PORT".
 * Binding an ipc path takes a lock beside it (PATH.lock): libzmq would let a second process bind the
 * same path and the first go deaf.
 *
 *   E_CONFIG       the endpoint cannot be used (a path of more than 107 bytes, no loopback address)
 *   E_CANTCREATE   it is in use
 *   E_PERM, E_NOINPUT (no such folder), E_IO
 */
DUBAN_MUST_USE enum duban_rc duban_socket_open(struct duban_net *net, enum duban_socket_kind kind,
                                               const char *endpoint,
                                               const struct duban_socket_limits *limits,
                                               struct duban_socket **out_socket,
                                               struct duban_err *err);
void duban_socket_close(
    struct duban_socket *socket); /* accepts NULL; what was not sent is dropped */

/* E_AGAIN: nothing there. E_IO. Never blocks. */
DUBAN_MUST_USE enum duban_rc duban_socket_receive(struct duban_socket *socket,
                                                  struct duban_frame *out_frame,
                                                  struct duban_err *err);

/* peer: for a ROUTER, else NULL. E_AGAIN: the peer's queue is full. E_UNAVAILABLE: the peer is gone.
 * E_IO. Never blocks; copies the bytes. */
DUBAN_MUST_USE enum duban_rc duban_socket_send(struct duban_socket *socket,
                                               const struct duban_peer *peer,
                                               struct duban_slice bytes, struct duban_err *err);

/* Whether somebody has bound the ipc endpoint; every other kind is taken to be. E_PERM, E_IO. */
DUBAN_MUST_USE enum duban_rc duban_net_is_bound(const char *endpoint, bool *out_is_bound,
                                                struct duban_err *err);

/* One thing to wait for: a socket, or else a file descriptor. */
struct duban_wait {
    struct duban_socket *socket;
    int fd;
    bool is_ready; /* out: there is something to read */
};

/* Waits until one of them can be read, timeout_ms passes (-1: for ever), or a signal comes. */
DUBAN_MUST_USE enum duban_rc duban_net_wait(struct duban_wait *waits, size_t n, int64_t timeout_ms,
                                            struct duban_err *err);

#endif
