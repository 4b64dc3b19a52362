# SPDX-License-Identifier: MIT
"""Stories of peers that mean harm: bytes that announce more than they bring, peers that break the transport's rules or
never read. Each is refused or dropped, costs no more memory than it sent, and an honest producer is served right after."""

import os
import select
import socket
import struct
import time

import pytest

import codec
import make_vectors
from client import milliseconds_now
from office import PROGRAMS
from updates import notes, task

CIVIL, ITEM = "民政局", "LH-2022-101"
IS_SANITIZED = PROGRAMS.parent.name == "asan"
KIB, MIB = 1024, 1024 * 1024
FRAME = 65536
# What one frame may cost: its bytes, and 24 bytes of memory for each value of it, which has a byte at least.
MOST_KIB = (FRAME + 24 * FRAME) // KIB + 400
CLOSED_S = 10.0


@pytest.fixture(name="planned")
def fixture_planned(office):
    """An office whose aggregator runs, with an item and a source."""
    office.start_aggregator()
    office.set_plan({ITEM: CIVIL}, {"civil": [CIVIL]})
    return office


class Cost:
    """What the aggregator's memory and descriptors were, and have become."""

    def __init__(self, office):
        self.proc = f"/proc/{office.aggregator.process.pid}"
        with open(f"{self.proc}/clear_refs", "w", encoding="ascii") as clear:
            clear.write("5")  # the high-water mark begins anew
        self.before = self.now()

    def now(self):
        """KiB of address space at its highest, of memory at its highest, and of memory of its own."""
        with open(f"{self.proc}/status", encoding="ascii") as status:
            found = dict(line.split(":", 1) for line in status)
        return {name: int(found[name].split()[0]) for name in ("VmPeak", "VmHWM", "RssAnon")}

    def growth(self):
        """How much each has grown."""
        now = self.now()
        return {name: now[name] - self.before[name] for name in now}

    def check(self, most_kib):
        """Fails if anything has grown by more; a sanitizer keeps what was freed, so it is not asked."""
        grown = self.growth()
        print("grown by KiB:", grown)
        assert IS_SANITIZED or max(grown.values()) <= most_kib, f"grown by {grown} KiB, at most {most_kib} may be"

    def n_descriptors(self):
        """How many descriptors are open."""
        return len(os.listdir(f"{self.proc}/fd"))


def serve(office):
    """Fails unless an honest producer is served right now, without its patience of 10 s."""
    civil = office.client("civil")
    start = time.monotonic()
    answers = civil.deliver(notes(ITEM, 3, start=milliseconds_now()))
    assert {code for code, _ in answers.values()} == {"OK"} and time.monotonic() - start < 5
    civil.close()


def warm_up(office):
    """Brings memory to where honest traffic brings it: full frames of as many values as there can be."""
    civil = office.client("civil")
    civil.deliver([task(ITEM, note=f"{number}" + "n" * 16000) for number in range(64)])
    for _ in range(3):
        civil.send_raw(WIDEST)
        civil.expect("ERR")
    civil.close()
    serve(office)


# --- Frames that announce more than they bring ---------------------------------------------------------------

WIDEST = b"\x92\x01\xdd" + (FRAME - 7).to_bytes(4, "big") + b"\xc0" * (FRAME - 7)
HUGE = (0xFFFFFFFF, 0x7FFFFFFF, 0x02000000, 0x00100000)
HEADS = {"array": 0xDD, "map": 0xDF, "str": 0xDB, "bin": 0xC6}


def announced(kind, count):
    """The head of a value of so many entries or bytes."""
    return bytes([HEADS[kind]]) + count.to_bytes(4, "big")


BOMBS = {
    **{f"{kind} of {count:#x}": announced(kind, count) for kind in HEADS for count in HUGE},
    **{f"{kind} of {count:#x} and one value": announced(kind, count) + b"\xc0" for kind in HEADS for count in HUGE},
    **{f"{count} arrays, one in the other, of {0x02000000:#x}": announced("array", 0x02000000) * count
       for count in (8, 9, 31, 32, 33, 13000)},
    **{f"{count} maps, one in the other": b"\x81\xa0" * count for count in (8, 9, 32, 30000)},
    "32768 arrays of one": b"\x91" * 32768,
    "65536 times the byte that is none": b"\xc1" * FRAME,
    "a map of 65 entries of one key": b"\xde\x00\x41" + b"\xa0\xc0" * 65,
    "the widest array": WIDEST[2:],
    "the widest map": b"\xdf" + (30000).to_bytes(4, "big") + b"\xa0\xc0" * 30000,
    "an extension of 4 GiB": b"\xc9\xff\xff\xff\xff\x01",
}


def test_a_frame_that_announces_more_than_it_brings_costs_no_more_than_it_brings(planned):
    warm_up(planned)
    stranger = planned.client("civil")
    cost = Cost(planned)
    for name, bomb in BOMBS.items():
        for prefix in (b"", b"\x92\x01", b"\x92\x03", b"\x92" + announced("array", 0xFFFFFFFF)):
            stranger.send_raw((prefix + bomb)[:FRAME])
            assert stranger.expect("ERR")["code"] == "E_DECODE", name
    serve(planned)
    cost.check(MOST_KIB)


def test_an_update_that_announces_more_than_it_brings_is_refused_alone(planned):
    warm_up(planned)
    civil = planned.client("civil")
    civil.deliver()
    cost = Cost(planned)
    bombs = [bomb for bomb in BOMBS.values() if len(bomb) < 32768]
    answers = civil.deliver([one for bomb in bombs for one in (bomb, task(ITEM, note=f"{len(bomb)} {bomb[:6].hex()}"))])
    wrong = [seq for seq, (code, _) in answers.items() if (code == "E_DECODE") != (seq % 2 == 1)]
    assert not wrong, [answers[seq] for seq in wrong]
    assert planned.rows("SELECT bytes FROM refusal WHERE source = 'civil' ORDER BY seq") == [(bomb,) for bomb in bombs]
    serve(planned)
    cost.check(MOST_KIB + 4 * sum(map(len, bombs)) // KIB)
    planned.check_log()


def test_numbers_at_the_ends_of_their_range_are_no_way_in(planned):
    stranger = planned.client("civil")
    ends = (0, 1, 2**31, 2**32 - 1, 2**63 - 1, 2**63, 2**64 - 1)
    for number in ends:
        stranger.hello(first=number, last=number, answered=number)
        assert stranger.receive()[0] in ("WELCOME", "ERR")
        while stranger.receive(0.05):
            pass
    boot = planned.client("civil")
    boot.hello()
    boot.expect("WELCOME")
    for seq in ends[2:]:
        for sent in (-2**63, 2**63 - 1):
            boot.send_frame("UPDATES", boot=boot.boot, seq=seq, sent_ms=sent, updates=[b"\x80"])
    while boot.receive(0.3):
        pass
    serve(planned)
    planned.check_log()


# --- Peers that break the rules of the transport --------------------------------------------------------------

SIGNATURE = b"\xff" + bytes(8) + b"\x7f"


def greeting(mechanism=b"NULL", version=b"\x03\x00"):
    """What a peer of ZMTP 3.0 says first."""
    return SIGNATURE + version + mechanism.ljust(20, b"\0") + bytes(32)


def command(name, body):
    """A short command of ZMTP 3."""
    content = bytes([len(name)]) + name + body
    return b"\x04" + bytes([len(content)]) + content


def field(name, value):
    """One piece of metadata of the command READY."""
    return bytes([len(name)]) + name + len(value).to_bytes(4, "big") + value


def ready(kind):
    """What a peer says of itself after the greeting."""
    return command(b"READY", field(b"Socket-Type", kind))


def long_head(size, flags=0x02):
    """The head of a frame that announces so many bytes."""
    return bytes([flags]) + struct.pack(">Q", size)


class Raw:
    """A connection to the ingest socket or the doorbell that speaks no ZeroMQ of its own."""

    def __init__(self, office, door="ingest"):
        self.kind, self.other = (b"DEALER", b"ROUTER") if door == "ingest" else (b"SUB", b"XPUB")
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(f"{office.folder}/run/{door}")
        self.socket.settimeout(CLOSED_S)
        self.heard = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def say(self, said):
        """Sends bytes, of which the aggregator may not want to hear the last."""
        try:
            self.socket.sendall(said)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def hear(self, part, length=0):
        """Reads until a part and so many bytes were heard."""
        while part not in self.heard or len(self.heard) < length:
            received = self.socket.recv(65536)
            assert received, f"closed before {part} was heard"
            self.heard += received

    def greet(self, said=b""):
        """Greets, waits for the other's greeting, and goes on."""
        self.say(greeting())
        self.hear(b"NULL", 64)
        self.say(said)

    def shake(self, said=b""):
        """Makes itself a peer like any other, and goes on."""
        self.greet(ready(self.kind))
        self.hear(self.other)
        self.say(said)


# What a peer says, and after what; the aggregator closes its connection.
RAW = (
    ("512 MiB announced in the manner of ZMTP 1.0", Raw.say, b"\xff" + struct.pack(">Q", 512 * MIB) + b"\0" + bytes(64)),
    ("2^63 bytes announced in the manner of ZMTP 1.0", Raw.say, b"\xff" + struct.pack(">Q", 2**63) + b"\0" + bytes(64)),
    ("the mechanism PLAIN", Raw.say, greeting(b"PLAIN")),
    ("the mechanism CURVE", Raw.say, greeting(b"CURVE")),
    ("a mechanism without a name", Raw.say, greeting(b"")),
    ("a greeting that stops", Raw.say, greeting()[:20]),
    ("nothing", Raw.say, b""),
    ("no READY after the greeting", Raw.greet, b""),
    ("a READY that is cut", Raw.greet, ready(b"DEALER")[:10]),
    ("metadata that announce 4 GiB", Raw.greet, command(b"READY", b"\x0bSocket-Type\xff\xff\xff\xffDEALER")),
    ("a READY of 512 MiB", Raw.greet, long_head(512 * MIB, 0x06) + b"\x05READY"),
    ("a socket that neither speaks with", Raw.greet, ready(b"PAIR")),
    ("another command in place of READY", Raw.greet, command(b"HELLO", bytes(100))),
    ("a frame in place of READY", Raw.greet, b"\x00\x01x"),
    ("a frame of one byte too many", Raw.shake, long_head(FRAME + 1)),
    ("a frame of 512 MiB", Raw.shake, long_head(512 * MIB)),
    ("a frame of 2^63 - 1 bytes", Raw.shake, long_head(2**63 - 1)),
    ("a frame of 2^64 - 1 bytes", Raw.shake, long_head(2**64 - 1)),
    ("a second frame of 512 MiB", Raw.shake, b"\x01\x01x" + long_head(512 * MIB, 0x03)),
)


def wait_closed(peer, name):
    """Reads until the other side closes."""
    deadline = time.monotonic() + CLOSED_S
    while select.select([peer.socket], [], [], max(0, deadline - time.monotonic()))[0]:
        try:
            if not peer.socket.recv(65536):
                return
        except ConnectionResetError:
            return
    raise AssertionError(f"not closed within {CLOSED_S} s: {name}")


@pytest.mark.parametrize("door", ["ingest", "bell"])
def test_a_peer_that_breaks_the_rules_of_the_transport_is_closed_and_costs_nothing(planned, door):
    warm_up(planned)
    cost = Cost(planned)
    n_before = cost.n_descriptors()
    peers = [(name, Raw(planned, door)) for name, _, _ in RAW]
    for (_, speak, said), (_, peer) in zip(RAW, peers):
        speak(peer, said)
    serve(planned)
    for name, peer in peers:
        wait_closed(peer, name)
        peer.socket.close()
    serve(planned)
    cost.check(MOST_KIB)
    assert cost.n_descriptors() <= n_before + 2


def test_two_hundred_silent_peers_keep_nobody_out_and_are_closed(planned):
    cost = Cost(planned)
    n_before = cost.n_descriptors()
    peers = [Raw(planned) for _ in range(200)]
    serve(planned)
    for peer in peers:
        wait_closed(peer, "silence")
        peer.socket.close()
    serve(planned)
    assert cost.n_descriptors() <= n_before + 2


def test_a_peer_that_dies_inside_a_frame_leaves_nothing(planned):
    hello = codec.pack_frame("HELLO", {**make_vectors.HELLO, "source": "civil", "epoch": 5})
    for cut in range(1, len(hello) + 9):
        with Raw(planned) as peer:
            peer.shake((long_head(len(hello)) + hello)[:cut])
    serve(planned)
    assert planned.rows("SELECT count(*) FROM refusal") == [(0,)]


# --- Peers that say too much ------------------------------------------------------------------------------------


def test_a_message_of_many_frames_is_refused_whole(planned):
    stranger = planned.client("civil")
    for parts in ((b"",) * 10000, (b"x" * 1000,) * 5000, (codec.pack_frame("HELLO", make_vectors.HELLO),) * 1000):
        stranger.send_raw(*parts)
        reply = stranger.reply_or_close()
        assert reply == "closed" or (reply[0], reply[1]["code"]) == ("ERR", "E_DECODE"), len(parts)
        if reply == "closed":
            stranger.connect()
    serve(planned)


def test_a_peer_that_never_reads_its_answers_disturbs_nobody(planned):
    """40 000 answers that are never fetched: the queue of a peer holds 1 024, the rest are dropped."""
    warm_up(planned)
    cost = Cost(planned)
    with Raw(planned) as peer:
        peer.shake()
        peer.socket.setblocking(False)
        said = b"\x00\x02\x92\x09" * 40000
        deadline = time.monotonic() + 60
        while said and time.monotonic() < deadline:
            if select.select([], [peer.socket], [], 1)[1]:
                said = said[peer.socket.send(said):]
        assert not said, f"{len(said)} bytes were not taken"
        serve(planned)
        cost.check(MOST_KIB)
        peer.socket.settimeout(CLOSED_S)
        peer.hear(b"E_DECODE")
    serve(planned)


def test_a_thousand_hellos_of_strangers_are_not_remembered(planned):
    warm_up(planned)
    stranger = planned.client("civil")
    cost = Cost(planned)
    for number in range(1000):
        stranger.hello(source=f"stranger {number} " + "x" * 40, epoch=number)
        assert stranger.expect("NAK")["reason"] == "unknown_source"
    serve(planned)
    cost.check(MOST_KIB)
    assert planned.rows("SELECT count(DISTINCT source) FROM update_log") == [(2,)]
