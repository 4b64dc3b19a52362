# SPDX-License-Identifier: MIT
"""A producer that speaks the wire protocol as proto/SPEC.md section 6 asks, with its outbox in memory.

`deliver` is the correct producer. `hello`, `send`, `send_raw` and `receive` are the steps that it is made of;
tests use them to be incorrect on purpose.
"""

import random
import time

import zmq

import codec

PATIENCE_S = 10.0
WAIT_S = 10.0
HEARTBEATS = ((zmq.HEARTBEAT_IVL, 2000), (zmq.HEARTBEAT_TIMEOUT, 6000), (zmq.HEARTBEAT_TTL, 8000))


class Stopped(Exception):
    """The aggregator said that this producer must stop."""


def milliseconds_now():
    """The instant of now as the protocol writes it."""
    return time.time_ns() // 1_000_000


def receive_message(socket, timeout_s):
    """Name and fields of the next message, or None when none came in time."""
    if not socket.poll(max(0, int(timeout_s * 1000))):
        return None
    parts = socket.recv_multipart()
    assert len(parts) == 1, f"the aggregator sent a message of {len(parts)} frames"
    return codec.read_frame(parts[0])


class Client:
    """One producer: a source, an epoch, and the updates and answers that its outbox holds."""

    def __init__(self, endpoint, source, epoch=None, first_seq=1):
        self.endpoint = endpoint
        self.source = source
        self.epoch = random.SystemRandom().getrandbits(64) if epoch is None else epoch
        self.first = first_seq
        self.last = first_seq - 1
        self.answered = first_seq - 1
        self.outbox = {}
        self.answers = {}
        self.boot = self.hi = self.credit = self.plan = 0
        self.next = first_seq
        self.most_in_flight = 0
        self.ask_at = self.not_before = 0.0
        self.welcome = None
        self.socket = None
        self.monitor = None
        self.connect()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def connect(self):
        """Makes a new connection; an old one is closed, with all that was on its way."""
        self.close()
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.linger = 0
        self.socket.sndtimeo = int(WAIT_S * 1000)
        for option, milliseconds in HEARTBEATS:
            self.socket.setsockopt(option, milliseconds)
        self.monitor = self.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        self.socket.connect(self.endpoint)
        self.welcome = None

    def close(self):
        """Closes the connection; the outbox stays."""
        if self.socket is not None:
            self.socket.disable_monitor()
            self.socket.close()
            self.socket = None

    # --- Steps ----------------------------------------------------------------------------------------------

    def send_raw(self, *parts):
        """Sends bytes as they are: one ZeroMQ frame for each argument."""
        self.socket.send_multipart(parts)

    def send_frame(self, name, **fields):
        """Sends one message."""
        self.send_raw(codec.pack_frame(name, fields))

    def hello(self, **changes):
        """Sends HELLO; fields that are given replace what the outbox would say."""
        held = bool(self.outbox)
        fields = {"proto_min": 1, "proto_max": 1, "source": self.source, "epoch": self.epoch,
                  "first": self.first if held else 0, "last": self.last if held else 0,
                  "answered": self.answered, "software": "duban test client"}
        self.welcome = None
        self.ask_at = time.monotonic() + PATIENCE_S
        self.send_frame("HELLO", **{**fields, **changes})

    def keep(self, updates):
        """Puts updates, maps or bytes, into the outbox; returns their seqs."""
        start = self.last + 1
        for update in updates:
            self.last += 1
            self.outbox[self.last] = update if isinstance(update, bytes) else codec.pack(update)
        return range(start, self.last + 1)

    def send(self, updates, seq=None, boot=None):
        """Keeps the updates and sends them in one frame; with a seq they are sent as said and not kept."""
        if seq is None:
            kept = self.keep(updates)
            seq, self.next = kept.start, kept.stop
        packed = [update if isinstance(update, bytes) else codec.pack(update) for update in updates]
        self.send_frame("UPDATES", boot=self.boot if boot is None else boot, seq=seq, sent_ms=milliseconds_now(),
                        updates=packed)

    def receive(self, timeout_s=WAIT_S):
        """Name and fields of the next message, remembered but not reacted to; None when none came in time."""
        message = receive_message(self.socket, timeout_s)
        if message is not None and message[0] == "WELCOME":
            self.take_welcome(message[1])
        if message is not None and message[0] == "ACK":
            self.take_ack(message[1])
        return message

    def expect(self, name, timeout_s=WAIT_S):
        """Fields of the next message, which must have this name."""
        message = self.receive(timeout_s)
        assert message is not None, f"no {name} within {timeout_s} s"
        assert message[0] == name, f"{message} instead of {name}"
        return message[1]

    def reply_or_close(self, timeout_s=WAIT_S):
        """The next message, or the word closed when the aggregator closed the connection first."""
        poller = zmq.Poller()
        poller.register(self.socket, zmq.POLLIN)
        poller.register(self.monitor, zmq.POLLIN)
        ready = dict(poller.poll(int(timeout_s * 1000)))
        if self.socket in ready:
            return self.receive(0)
        assert self.monitor in ready, f"neither a message nor a closed connection within {timeout_s} s"
        self.monitor.recv_multipart()
        return "closed"

    # --- The correct producer -------------------------------------------------------------------------------

    def deliver(self, updates=(), timeout_s=60.0):
        """Keeps the updates and goes on until every kept one is answered; returns {seq: (code, detail)} of the new."""
        kept = self.keep(updates)
        deadline = time.monotonic() + timeout_s
        if self.welcome is None:
            self.hello()
        self.ask_at = time.monotonic() + PATIENCE_S
        while min(self.answered, self.hi) < self.last:
            self.send_window()
            self.react(self.receive(self.next_wait_s(deadline)))
            assert time.monotonic() < deadline, f"answered {self.answered} of {self.last} within {timeout_s} s"
            if time.monotonic() >= self.ask_at:
                self.hello()
        return {seq: self.answers[seq] for seq in kept}

    def next_wait_s(self, deadline):
        """How long to wait for a message before something else is to be done."""
        now = time.monotonic()
        later = self.not_before if self.not_before > now else deadline
        return min(deadline, later, self.ask_at) - now

    def send_window(self):
        """Sends what may be in flight, in frames as long as they may be."""
        while self.welcome and time.monotonic() >= self.not_before:
            batch = self.next_batch()
            if not batch:
                return
            self.send(batch, seq=self.next)
            self.next += len(batch)
            self.most_in_flight = max(self.most_in_flight, self.next - 1 - self.answered)

    def next_batch(self):
        """The updates of the next frame: they fit the frame and the credit."""
        assert self.next >= self.first, f"the aggregator wants seq {self.next}, the outbox begins at {self.first}"
        end = min(self.last, self.answered + self.credit, self.next + self.welcome["max_updates"] - 1)
        length = len(codec.pack_frame("UPDATES", {"boot": 2**63, "seq": 2**63, "sent_ms": 2**63, "updates": []})) + 2
        batch = []
        for seq in range(self.next, end + 1):
            length += len(codec.pack(self.outbox[seq]))
            if length > self.welcome["max_bytes"]:
                break
            batch.append(self.outbox[seq])
        return batch

    def react(self, message):
        """Does what a message asks for: send again, wait, ask again or stop."""
        name, fields = message or (None, {})
        if name == "ACK" and self.is_current(fields) and fields["first"] > self.answered + 1:
            self.hello()
        elif name == "ERR" and fields["code"] in ("E_VERSION", "E_EPOCH_OLD"):
            raise Stopped(f"ERR {fields}")
        elif name == "NAK" and fields["reason"] == "fenced":
            raise Stopped("NAK fenced")
        elif name == "NAK" and fields["reason"] == "hello" and self.welcome:
            self.hello()
        elif name == "NAK" and fields["reason"] == "expect":
            self.next = fields["seq"]
        elif name == "NAK" and fields["reason"] == "later":
            self.next = self.hi + 1
            self.not_before = time.monotonic() + fields["after_ms"] / 1000

    # --- What is remembered of messages ---------------------------------------------------------------------

    def is_current(self, ack):
        """Is this ACK of our epoch and of the aggregator that welcomed us?"""
        return ack["epoch"] == self.epoch and ack["boot"] == self.boot

    def take_welcome(self, fields):
        """Goes on after the high-water mark, also where that is lower than what is remembered."""
        assert fields["proto"] == 1
        self.welcome = fields
        self.boot, self.credit, self.plan = fields["boot"], fields["credit"], fields["plan"]
        self.hi = fields["hi"]
        self.next = self.hi + 1
        self.ask_at = time.monotonic() + PATIENCE_S

    def take_ack(self, fields):
        """Stores the answers, unless some before them were lost."""
        if not self.is_current(fields):
            return
        self.credit, self.plan = fields["credit"], fields["plan"]
        self.hi = max(self.hi, fields["hi"])
        self.next = max(self.next, fields["hi"] + 1)
        if fields["first"] > self.answered + 1:
            return
        told = {seq: (code, detail) for seq, code, detail in fields["results"]}
        for seq in range(fields["first"], fields["hi"] + 1):
            self.store_answer(seq, told.pop(seq, ("OK", "")))
        assert not told, f"results outside of first..hi: {told}"
        if fields["hi"] > self.answered:
            self.answered = fields["hi"]
            self.ask_at = time.monotonic() + PATIENCE_S

    def store_answer(self, seq, answer):
        """Stores one answer; the same seq always gets the same."""
        known = self.answers.setdefault(seq, answer)
        assert known == answer, f"seq {seq} was answered {known} before, now {answer}"


class Bell:
    """A listener at the doorbell."""

    def __init__(self, endpoint):
        self.socket = zmq.Context.instance().socket(zmq.SUB)
        self.socket.linger = 0
        self.socket.subscribe(b"")
        self.socket.connect(endpoint)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Closes the connection."""
        self.socket.close()

    def receive(self, timeout_s=WAIT_S):
        """Fields of the next bell, or None when none came in time."""
        message = receive_message(self.socket, timeout_s)
        if message is None:
            return None
        assert message[0] == "BELL", f"{message} at the doorbell"
        return message[1]
