# SPDX-License-Identifier: MIT
"""Writes proto/vectors/frames.tsv and updates.tsv: messages as hex with what a receiver must make of them.

The vectors are written from proto/SPEC.md. Each is one call of `Vectors.add`; run this file to write the tables anew.
"""

import pathlib

import msgpack

from codec import pack, pack_frame

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "proto" / "vectors"

FRAMES_HEAD = """\
# Messages of SPEC.md section 4 and 5. Columns: expect, hex, meaning; separated by one TAB.
# expect: the name of the frame when it is valid, else the code. "+" after a name: valid, but not the bytes
# that a sender writes (unknown keys, longer encodings, another order).
"""
UPDATES_HEAD = """\
# Updates of SPEC.md section 7, each the map that an UPDATES frame carries as bin. Columns: expect, hex, meaning;
# separated by one TAB. expect: the type of the update when it is valid, else the code. "+" after a type: valid, but
# not the bytes that a sender writes (unknown keys, longer encodings, another order).
# Plan, source and clock are not judged here.
"""

BIG = 2**64 - 1
EPOCH = 0x0123456789ABCDEF
BOOT = 0xFEDCBA9876543210
NOON = 1650254400000

HELLO = {"proto_min": 1, "proto_max": 1, "source": "report", "epoch": EPOCH, "first": 1, "last": 3, "answered": 2,
         "software": "duban-report 0.1.0"}
WELCOME = {"proto": 1, "boot": BOOT, "hi": 2, "credit": 1024, "server_ms": NOON, "max_bytes": 65536, "max_updates": 256,
           "plan": 7}
TASK = {"t": "task", "item": "LH-2022-001", "state": "working", "percent": [55, 0]}
UPDATES = {"boot": BOOT, "seq": 3, "sent_ms": NOON, "updates": [pack(TASK)]}
ACK = {"boot": BOOT, "epoch": EPOCH, "first": 3, "hi": 3, "lsn": 12, "credit": 1024, "plan": 7, "results": []}
NAK = {"reason": "expect", "seq": 4, "after_ms": 0}
ERR = {"code": "E_DECODE", "detail": "B5: bytes after the value"}
BELL = {"boot": BOOT, "lsn": 12}
SAMPLES = {"HELLO": HELLO, "WELCOME": WELCOME, "UPDATES": UPDATES, "ACK": ACK, "NAK": NAK, "ERR": ERR, "BELL": BELL}

DONE = {"t": "task", "item": "LH-2022-001", "state": "done", "percent": [100, 0], "completed_on": "2022-04-18"}
ITEM_SET = {"t": "item_set", "item": "LH-2022-001", "title": "建成社区养老服务中心", "lead": "民政局", "due": "2022-12-31",
            "actor": "督查室", "reason": "罗湖区2022年工作计划"}
SOURCE_SET = {"t": "source_set", "source": "report", "depts": ["民政局", "教育局"], "roles": ["report"],
              "connected_on": "2022-03-01", "actor": "督查室", "reason": "罗湖区2022年工作计划"}

BAD_STRINGS = (
    (b"\xa2\xc0\xaf", "overlong in two bytes"),
    (b"\xa3\xe0\x80\xaf", "overlong in three bytes"),
    (b"\xa4\xf0\x80\x80\xaf", "overlong in four bytes"),
    (b"\xa2\xc0\x80", "overlong form of U+0000"),
    (b"\xa3\xed\xa0\x80", "first surrogate U+D800"),
    (b"\xa3\xed\xbf\xbf", "last surrogate U+DFFF"),
    (b"\xa6\xed\xa0\xbd\xed\xb8\x80", "pair of surrogates"),
    (b"\xa4\xf4\x90\x80\x80", "U+110000, above the last code point"),
    (b"\xa4\xf5\x80\x80\x80", "byte f5, which never occurs"),
    (b"\xa5\xf8\x88\x80\x80\x80", "form of five bytes"),
    (b"\xa1\xff", "byte ff, which never occurs"),
    (b"\xa1\x80", "continuation byte without a beginning"),
    (b"\xa1\xc3", "form of two bytes that is cut"),
    (b"\xa2\xe7\x9d", "form of three bytes that is cut"),
    (b"\xa3\xf0\x9f\x98", "form of four bytes that is cut"),
    (b"\xa2\xc3\x41", "form of two bytes broken by an A"),
    (b"\xa1\x00", "U+0000 alone"),
    (b"\xa3a\x00b", "U+0000 within a text"),
)
NOT_ALLOWED = (
    (b"\xca\x42\x48\x00\x00", "a float 32"),
    (b"\xcb\x40\x49\x00\x00\x00\x00\x00\x00", "a float 64"),
    (b"\xcb\x7f\xf8\x00\x00\x00\x00\x00\x00", "a float 64 that is not a number"),
    (b"\xcb\x7f\xf0\x00\x00\x00\x00\x00\x00", "a float 64 that is infinite"),
    (b"\xd4\x01\x00", "an ext of 1 byte"),
    (b"\xd5\x01" + bytes(2), "an ext of 2 bytes"),
    (b"\xd6\x01" + bytes(4), "an ext of 4 bytes"),
    (b"\xd7\x01" + bytes(8), "an ext of 8 bytes"),
    (b"\xd8\x01" + bytes(16), "an ext of 16 bytes"),
    (b"\xc7\x03\x01abc", "an ext with a length of 8 bits"),
    (b"\xc8\x00\x03\x01abc", "an ext with a length of 16 bits"),
    (b"\xc9\x00\x00\x00\x03\x01abc", "an ext with a length of 32 bits"),
    (b"\xd6\xff\x62\x5d\x55\x80", "a timestamp of 32 bits"),
    (b"\xd7\xff" + bytes(8), "a timestamp of 64 bits"),
    (b"\xc7\x0c\xff" + bytes(12), "a timestamp of 96 bits"),
    (b"\xc1", "the byte c1"),
)
HOSTILE = (
    (b"\xdd\xff\xff\xff\xff", "B3: 5 bytes that claim an array of 4294967295"),
    (b"\xdd\x02\x00\x00\x00\xc0", "B3: 6 bytes that claim an array of 33554432"),
    (b"\xdd\x00\xff\xff\xff", "B3: 5 bytes that claim an array of 16777215"),
    (b"\xdf\x0f\xff\xff\xff", "B3: 5 bytes that claim a map of 268435455"),
    (b"\xdf\xff\xff\xff\xff", "B3: 5 bytes that claim a map of 4294967295"),
    (b"\xdf\x80\x00\x00\x01\xc0", "B3: a map whose doubled size does not fit 32 bits"),
    (b"\xdb\xff\xff\xff\xff", "B3: 5 bytes that claim a str of 4294967295"),
    (b"\xc6\xff\xff\xff\xff", "B3: 5 bytes that claim a bin of 4294967295"),
    (b"\xdc\xff\xff", "B3: 3 bytes that claim an array of 65535"),
    (b"\xde\xff\xff", "B3: 3 bytes that claim a map of 65535"),
    (b"\xdd\x00\x00", "B3: the size of an array is cut"),
    (b"\xcf\x00\x00", "B3: an integer is cut"),
    (b"".join(b"\xdd" + left.to_bytes(4, "big") for left in range(150, -1, -5)),
     "B4: 31 nested arrays that each claim exactly the bytes that are left"),
    (b"\x91" * 8 + b"\xc0", "8 nested arrays: within the bounds, but no message"),
    (b"\x91" * 9 + b"\xc0", "B4: 9 nested arrays"),
    (b"\x91" * 1000 + b"\xc0", "B4: 1000 nested arrays"),
    (b"\x81\xa0" * 1000 + b"\xc0", "B4: 1000 nested maps"),
    (b"\xc0", "a nil alone is no message"),
    (b"\x01", "an integer alone is no message"),
    (b"\x90", "an empty array is no message"),
    (b"\xa5HELLO", "a text alone is no message"),
)
PERCENTS = (
    ([0, 0], "0"),
    ([100, 0], "100"),
    ([1, 2], "100 with exponent 2"),
    ([505, -1], "50.5"),
    ([500, -1], "50.0, which is 50"),
    ([0, 18], "0 with exponent 18"),
    ([0, -18], "0 with exponent -18"),
    ([1, -18], "the smallest above 0"),
    ([10**17, -15], "100 with exponent -15"),
    ([2**63 - 1, -17], "92.2 with the largest mantissa"),
)
NO_PERCENTS = (
    ([0, 19], "0 with exponent 19"),
    ([0, -19], "0 with exponent -19"),
    ([1, -19], "above 0 with exponent -19"),
    ([101, 0], "101"),
    ([10**17 + 1, -15], "just above 100"),
    ([-1, 0], "-1"),
    ([-1, -18], "just below 0"),
    ([1, 3], "1000"),
    ([1, 18], "10^18"),
    ([2**63 - 1, 18], "as large as can be written"),
    ([-(2**63), 18], "as small as can be written"),
    ([2**63, -18], "a mantissa of 2^63"),
    ([50, 2**63], "an exponent of 2^63"),
    ([50, -(2**63)], "an exponent of -2^63"),
    ([50, 2**32], "an exponent of 2^32"),
    ([50], "an array of one"),
    ([50, 0, 0], "an array of three"),
    ([], "an empty array"),
    (50, "an integer"),
    ("50", "a str"),
    ("50%", "a str with a sign"),
    (True, "true"),
    ([None, 0], "with a mantissa of nil"),
    ([50, None], "with an exponent of nil"),
    (["50", 0], "with a mantissa that is a str"),
    ({"mantissa": 50, "exponent": 0}, "a map"),
)
DATES = ("1900-01-01", "2199-12-31", "2024-02-29", "2000-02-29", "2022-02-28", "2022-04-30")
NO_DATES = (
    ("1899-12-31", "the day before the first year"),
    ("2200-01-01", "the day after the last year"),
    ("2022-02-29", "no leap year"),
    ("2022-02-30", "never a day"),
    ("1900-02-29", "1900 was no leap year"),
    ("2100-02-29", "2100 is no leap year"),
    ("2022-04-31", "April has 30 days"),
    ("2022-01-32", "no month has 32 days"),
    ("2022-01-00", "there is no day 0"),
    ("2022-00-01", "there is no month 0"),
    ("2022-13-01", "there is no month 13"),
    ("0000-00-00", "all zero"),
    ("2022-4-18", "a month of one digit"),
    ("22-04-18", "a year of two digits"),
    ("2022/04/18", "slashes"),
    ("20220418", "no hyphens"),
    ("2022-04-18 ", "a blank behind"),
    (" 2022-04-18", "a blank before"),
    ("2022-04-18T00:00:00Z", "a time behind"),
    ("+022-04-18", "a sign in the year"),
    ("2022-04--1", "a sign in the day"),
    ("２０２２-04-18", "digits of full width"),
    ("2022年4月18日", "a date in words"),
    ("", "empty"),
)
WRONG_RESULTS = (
    ([3, "OK"], "two values"),
    ([3, "E_FIELD", "", ""], "four values"),
    ([-1, "E_FIELD", ""], "seq -1"),
    (["3", "E_FIELD", ""], "seq a str"),
    ([3, None, ""], "code nil"),
    ([3, "E_FIELD", None], "detail nil"),
)
WRONG_MUST = ((True, "true"), ("item", "a str"), ([1], "an array of integers"), (None, "nil"), ({}, "a map"))


class Vectors:
    """One table of vectors."""

    def __init__(self, head):
        self.head = head
        self.rows = []

    def add(self, expect, data, meaning):
        """Adds one vector."""
        self.rows.append(f"{expect}\t{data.hex()}\t{meaning}\n")

    def text(self):
        """The table as its file holds it."""
        return self.head + "".join(self.rows)


# --- Bytes that a sender would not write --------------------------------------------------------------------


def raw_map(entries):
    """A map from pairs of packed keys and values."""
    return msgpack.Packer().pack_map_header(len(entries)) + b"".join(key + value for key, value in entries)


def packed(fields):
    """The entries of a map, packed."""
    return [(pack(key), pack(value)) for key, value in fields.items()]


def with_extra(fields, *entries):
    """The map with packed entries behind its own."""
    return raw_map(packed(fields) + list(entries))


def with_value(fields, name, value):
    """The map with one value given as bytes."""
    return raw_map([(pack(key), value if key == name else pack(old)) for key, old in fields.items()])


def without(fields, name):
    """The fields without one."""
    return {key: value for key, value in fields.items() if key != name}


def message(number, packed_map):
    """A frame from the bytes of its map."""
    return b"\x92" + pack(number) + packed_map


def many(fields, total):
    """The map with as many unknown keys as make the total."""
    return with_extra(fields, *((pack(f"x{index}"), b"\x01") for index in range(total - len(fields))))


def add_bounds(vectors, name, fields, wrap, depth):
    """What section 4 says of a map; `wrap` makes the whole of it, in which the map stands at this depth."""
    extra = pack("x")
    valid = name + "+"

    def put(expect, entries, meaning):
        vectors.add(expect, wrap(with_extra(fields, *entries)), meaning)

    put(valid, [(extra, pack("later"))], "an unknown key is ignored")
    put(valid, [(extra, pack([None, True, False, -1, b"\x00", {"y": []}]))], "unknown values of every kind are ignored")
    put(valid, [(b"\xa0", b"\x01")], "the empty str may be a key")
    put(valid, [(extra, b"\xdc\x00\x05" + b"\xc0" * 5)], "B3: an array claims exactly the bytes that are left")
    put("E_DECODE", [(extra, b"\xdc\x00\x06" + b"\xc0" * 5)], "B3: an array claims one byte more than is left")
    put(valid, [(extra, b"\x82\xa0\xc0\xa1y\xc0")], "B3: a map whose entries are as short as may be")
    put(valid, [(extra, b"\x81\xa0\xc0")], "B3: a map claims exactly the two values that are left")
    put("E_DECODE", [(extra, b"\x81\xa0")], "B3: a map claims two values and one is left")
    put("E_DECODE", [(extra, b"\xde\x00\x03\xa0\xc0\xa1y\xc0")], "B3: a map claims 6 values in 5 bytes")
    put(valid, [(extra, b"\xd9\x03abc")], "B3: a str claims exactly the bytes that are left")
    put("E_DECODE", [(extra, b"\xd9\x04abc")], "B3: a str claims one byte more than is left")
    put(valid, [(extra, b"\xc4\x03abc")], "B3: a bin claims exactly the bytes that are left")
    put("E_DECODE", [(extra, b"\xc4\x04abc")], "B3: a bin claims one byte more than is left")
    inner = 8 - depth
    put(valid, [(extra, b"\x91" * (inner - 1) + b"\x90")], "B4: containers of depth 8")
    put("E_DECODE", [(extra, b"\x91" * inner + b"\x90")], "B4: containers of depth 9")
    put(valid, [(extra, b"\x81\xa0" * (inner - 1) + b"\x80")], "B4: maps of depth 8")
    put("E_DECODE", [(extra, b"\x81\xa0" * inner + b"\x80")], "B4: maps of depth 9")
    whole = wrap(with_extra(fields))
    vectors.add("E_DECODE", whole + b"\xc0", "B5: a nil after the value")
    vectors.add("E_DECODE", whole + whole, "B5: the same value once more")
    vectors.add("E_DECODE", whole[:-1], "the last byte is missing")
    for string, meaning in BAD_STRINGS:
        put("E_DECODE", [(extra, string)], f"B6: {meaning}")
    put("E_DECODE", [(b"\xa2\xc0\xaf", b"\x01")], "B6: a key that is no valid UTF-8")
    put("E_DECODE", [(b"\xa2x\x00", b"\x01")], "B6: a key that holds U+0000")
    put(valid, [(extra, pack("\ud7ff\ue000\ufdd0\uffff\U0010ffff"))], "B6: the code points around the forbidden ones")
    put(valid, [(extra, b"\xc4\x02\xc0\xaf")], "B6: a bin need not be UTF-8")
    for value, meaning in NOT_ALLOWED:
        put("E_DECODE", [(extra, value)], f"B7: {meaning}")
    for key, meaning in ((b"\x01", "an integer"), (b"\xc0", "nil"), (b"\xc3", "true"), (b"\xc4\x01x", "a bin"),
                         (b"\x90", "an array"), (b"\x80", "a map")):
        put("E_DECODE", [(key, b"\x01")], f"B8: a key is {meaning}")
    put("E_DECODE", [(extra, b"\x01"), (extra, b"\x01")], "B8: an unknown key stands twice")
    put("E_DECODE", [(extra, b"\x01"), (b"\xd9\x01x", b"\x01")], "B8: a key stands twice, in two encodings")
    put("E_DECODE", [packed(fields)[0]], "B8: a known key stands twice with the same value")
    put("E_DECODE", [(extra, b"\x82\xa1y\x01\xa1y\x02")], "B8: a key stands twice in an inner map")
    put("E_DECODE", [(extra, b"\x81\x07\x01")], "B8: a key of an inner map is an integer")
    put(valid, [(extra, b"\x82\xa1x\x01\xa1y\x02")], "B8: an inner map may repeat a key of the outer one")
    put(valid, [(pack("xx"), b"\x01"), (pack("XX"), b"\x01")], "B8: keys that differ by case are two keys")
    vectors.add(valid, wrap(many(fields, 64)), "B9: a map with 64 entries")
    vectors.add("E_DECODE", wrap(many(fields, 65)), "B9: a map with 65 entries")
    put("E_DECODE", [(extra, pack({f"y{index}": 1 for index in range(65)}))], "B9: an inner map with 65 entries")
    vectors.add(valid, wrap(raw_map(packed(fields)[::-1])), "the keys in another order")
    vectors.add(valid, wrap(b"\xde" + len(fields).to_bytes(2, "big") + with_extra(fields)[1:]), "a size of 16 bits")
    vectors.add(valid, wrap(b"\xdf" + len(fields).to_bytes(4, "big") + with_extra(fields)[1:]), "a size of 32 bits")


def add_must(vectors, name, fields, wrap, wrong_code):
    """What section 4 says of the key `must`."""
    known = list(fields)[-1]

    def put(expect, must, meaning, *entries):
        vectors.add(expect, wrap(with_extra(fields, (pack("must"), pack(must)), *entries)), meaning)

    put(name + "+", [], "must lists nothing")
    put(name + "+", [known], "must lists a key that is known")
    put(name + "+", [known, known], "must lists a known key twice")
    put("E_VERSION", ["trace"], "must lists a key that is not known", (pack("trace"), b"\x01"))
    put("E_VERSION", [known, "trace"], "must lists a known key and one that is not", (pack("trace"), b"\x01"))
    put("E_VERSION", ["trace"], "must lists an unknown key that is not there")
    put("E_VERSION", [known.upper()], "must lists a known key in capitals, which is another key")
    for value, meaning in WRONG_MUST:
        put(wrong_code, value, f"must is {meaning}")


# --- frames.tsv ---------------------------------------------------------------------------------------------


def add_valid_frames(vectors):
    """Every frame as a sender writes it."""
    def put(name, meaning, **changes):
        vectors.add(name, pack_frame(name, {**SAMPLES[name], **changes}), meaning)

    put("HELLO", "an outbox that holds 1 to 3 and the answers up to 2")
    put("HELLO", "an outbox that holds nothing", first=0, last=0, answered=0)
    put("HELLO", "a producer that speaks versions 2 to 3 only; the frame itself is sound", proto_min=2, proto_max=3)
    put("HELLO", "a producer that speaks versions 0 to 9", proto_min=0, proto_max=9)
    put("WELCOME", "the aggregator holds 1 and 2")
    put("WELCOME", "a new epoch", hi=0)
    put("WELCOME", "an instant before 1970", server_ms=-1)
    put("UPDATES", "one update")
    put("UPDATES", "three updates, one of each type", updates=[pack(ITEM_SET), pack(SOURCE_SET), pack(TASK)])
    put("UPDATES", "the frame is sound though its update is not", updates=[b"\xc1"])
    put("UPDATES", "the frame is sound though its update is empty", updates=[b""])
    put("UPDATES", "255 updates", updates=[b""] * 255)
    put("UPDATES", "256 updates", updates=[b""] * 256)
    put("ACK", "answered with OK")
    put("ACK", "3 to 5, and 4 was refused", hi=5, results=[[4, "E_FIELD", "percent: more than 100"]])
    put("ACK", "a code that is not known yet", results=[[3, "WARN_LATER", ""]])
    put("ACK", "100 results", hi=102, results=[[seq, "NOCHANGE", ""] for seq in range(3, 103)])
    for reason, seq, after_ms in (("expect", 4, 0), ("later", 0, 1000), ("hello", 0, 0), ("fenced", 0, 0),
                                  ("unknown_source", 0, 0)):
        put("NAK", f"the reason {reason}", reason=reason, seq=seq, after_ms=after_ms)
    put("ERR", "bytes that could not be read")
    put("ERR", "the outbox went back", code="E_EPOCH_OLD", detail="")
    put("BELL", "the log reaches 12")


def add_frame_numbers(vectors):
    """Integers of every width, and one beyond."""
    for power in (7, 8, 16, 32):
        for value in (2**power - 1, 2**power):
            vectors.add("HELLO", pack_frame("HELLO", {**HELLO, "last": value}), f"last is {value}")
    for name, fields in SAMPLES.items():
        for key, value in fields.items():
            if type(value) is int and not key.endswith("_ms"):
                vectors.add(name, pack_frame(name, {**fields, key: BIG}), f"{key} is 2^64 - 1")
                vectors.add("E_DECODE", pack_frame(name, {**fields, key: -1}), f"{key} is -1")
    for name, key in (("WELCOME", "server_ms"), ("UPDATES", "sent_ms")):
        for value in (-(2**63), 2**63 - 1):
            vectors.add(name, pack_frame(name, {**SAMPLES[name], key: value}), f"{key} is {value}")
        vectors.add("E_DECODE", pack_frame(name, {**SAMPLES[name], key: 2**63}), f"{key} is 2^63")
    vectors.add("NAK", pack_frame("NAK", {**NAK, "after_ms": BIG}), "after_ms is 2^64 - 1")
    vectors.add("E_DECODE", pack_frame("NAK", {**NAK, "after_ms": -1}), "after_ms is -1")
    for value in (b"\xcc\x03", b"\xcd\x00\x03", b"\xce\x00\x00\x00\x03", b"\xcf" + bytes(7) + b"\x03",
                  b"\xd0\x03", b"\xd1\x00\x03", b"\xd2\x00\x00\x00\x03", b"\xd3" + bytes(7) + b"\x03"):
        vectors.add("HELLO+", message(1, with_value(HELLO, "last", value)), f"last is 3, written as {value.hex()}")
    vectors.add("E_DECODE", message(1, with_value(HELLO, "last", b"\xd0\xff")), "last is -1 in 8 bits")
    vectors.add("E_DECODE", message(1, with_value(HELLO, "last", b"\xd3" + b"\xff" * 8)), "last is -1 in 64 bits")


def add_frame_texts(vectors):
    """Texts at their limits."""
    def put(expect, name, key, value, meaning):
        vectors.add(expect, pack_frame(name, {**SAMPLES[name], key: value}), meaning)

    for name, key, limit in (("HELLO", "source", 64), ("HELLO", "software", 64), ("ERR", "code", 32),
                             ("ERR", "detail", 512)):
        put(name, name, key, "x" * (limit - 1), f"{key} of {limit - 1} bytes")
        put(name, name, key, "x" * limit, f"{key} of {limit} bytes")
        put("E_DECODE", name, key, "x" * (limit + 1), f"{key} of {limit + 1} bytes")
    put("HELLO", "HELLO", "source", "x", "source of 1 byte")
    put("HELLO", "HELLO", "source", "督" * 21 + "x", "source of 64 bytes in 22 characters")
    put("E_DECODE", "HELLO", "source", "督" * 22, "source of 66 bytes in 22 characters")
    for limit, entry in ((32, [3, "x" * 32, ""]), (512, [3, "E_FIELD", "x" * 512])):
        longer = [3] + [value + "x" if len(value) == limit else value for value in entry[1:]]
        put("ACK", "ACK", "results", [entry], f"a result with a text of {limit} bytes")
        put("E_DECODE", "ACK", "results", [longer], f"a result with a text of {limit + 1} bytes")
    for value in (b"\xd9\x06report", b"\xda\x00\x06report", b"\xdb\x00\x00\x00\x06report"):
        vectors.add("HELLO+", message(1, with_value(HELLO, "source", value)), f"source begins with {value[:-6].hex()}")
    for string, meaning in BAD_STRINGS:
        vectors.add("E_DECODE", message(1, with_value(HELLO, "source", string)), f"B6 in source: {meaning}")


def add_frame_faults(vectors):
    """Frames whose form or fields are wrong."""
    for name, fields in SAMPLES.items():
        for key in fields:
            vectors.add("E_DECODE", pack_frame(name, without(fields, key)), f"{name} without {key}")
            vectors.add("E_DECODE", pack_frame(name, {**fields, key: None}), f"{name} with {key} nil")
            wrong = b"report" if type(fields[key]) is str else str(fields[key])[:20]
            vectors.add("E_DECODE", pack_frame(name, {**fields, key: wrong}), f"{name} with {key} of another type")
    vectors.add("E_DECODE", pack_frame("HELLO", {**HELLO, "last": True}), "true is no integer")
    vectors.add("E_DECODE", pack_frame("NAK", {**NAK, "reason": "tired"}), "a reason that is not listed")
    vectors.add("E_DECODE", pack_frame("NAK", {**NAK, "reason": "Expect"}), "a reason in capitals is not listed")
    vectors.add("E_DECODE", pack_frame("UPDATES", {**UPDATES, "updates": [TASK]}), "an update that is a map and no bin")
    vectors.add("E_DECODE", pack_frame("UPDATES", {**UPDATES, "updates": ["x"]}), "an update that is a str and no bin")
    vectors.add("E_DECODE", pack_frame("UPDATES", {**UPDATES, "updates": []}), "no update")
    vectors.add("E_DECODE", pack_frame("UPDATES", {**UPDATES, "updates": [b""] * 257}), "257 updates")
    for entry, meaning in WRONG_RESULTS:
        vectors.add("E_DECODE", pack_frame("ACK", {**ACK, "results": [entry]}), f"a result with {meaning}")
    results = [[seq, "NOCHANGE", ""] for seq in range(3, 104)]
    vectors.add("E_DECODE", pack_frame("ACK", {**ACK, "hi": 103, "results": results}), "101 results")


def add_frame_heads(vectors):
    """The array [type, map] itself."""
    body = with_extra(BELL)
    vectors.add("BELL+", b"\xdc\x00\x02" + b"\x10" + body, "an array with a size of 16 bits")
    vectors.add("BELL+", b"\xdd\x00\x00\x00\x02" + b"\x10" + body, "an array with a size of 32 bits")
    vectors.add("BELL+", b"\x92\xcc\x10" + body, "a type written in 8 bits")
    vectors.add("BELL+", b"\x92\xcf" + bytes(7) + b"\x10" + body, "a type written in 64 bits")
    vectors.add("BELL+", b"\x92\xd0\x10" + body, "a type written as a signed integer")
    for number in (0, 7, 15, 17, 255, BIG):
        vectors.add("E_DECODE", message(number, body), f"the type {number}, which is not of section 5")
    vectors.add("E_DECODE", b"\x92\xff" + body, "the type -1")
    vectors.add("E_DECODE", b"\x92\xa4BELL" + body, "a type that is a str")
    vectors.add("E_DECODE", b"\x92\xc0" + body, "a type that is nil")
    vectors.add("E_DECODE", b"\x91\x10", "an array of one value")
    vectors.add("E_DECODE", b"\x93\x10" + body + b"\xc0", "an array of three values")
    vectors.add("E_DECODE", b"\x92" + body + b"\x10", "the map before the type")
    vectors.add("E_DECODE", body, "a map without the array around it")
    vectors.add("E_DECODE", b"\x92\x10\x92\x01\x02", "an array in place of the map")
    vectors.add("E_DECODE", b"\x92\x10\xc4" + bytes([len(body)]) + body, "a bin in place of the map")
    vectors.add("E_DECODE", b"\x92\x10\x80", "an empty map in place of the fields")


def frames():
    """The text of frames.tsv."""
    vectors = Vectors(FRAMES_HEAD)
    add_valid_frames(vectors)
    add_frame_numbers(vectors)
    add_frame_texts(vectors)
    add_frame_heads(vectors)
    add_frame_faults(vectors)
    for data, meaning in HOSTILE:
        vectors.add("E_DECODE", data, meaning)
    add_bounds(vectors, "HELLO", HELLO, lambda body: message(1, body), 2)
    add_must(vectors, "HELLO", HELLO, lambda body: message(1, body), "E_DECODE")
    return vectors.text()


# --- updates.tsv --------------------------------------------------------------------------------------------


def add_valid_updates(vectors):
    """Every type as a sender writes it, and nil versus absent."""
    full = {"t": "task", "item": "LH-2022-001", "dept": "民政局", "row": 12, "delivered_at": NOON, "as_of": "2022-04-18",
            "state": "done", "percent": [100, 0], "completed_on": "2022-04-18", "forecast_finish": "2022-05-01",
            "ext_to": "2022-06-30", "note": "已竣工"}
    vectors.add("task", pack(full), "a task with every field")
    vectors.add("task", pack(TASK), "a task with state and percent")
    vectors.add("task", pack(DONE), "a task that is done")
    vectors.add("task", pack({"t": "task", "item": "LH-2022-001"}), "nothing but the item: all else is left as it was")
    for key in ("state", "percent", "completed_on", "forecast_finish", "ext_to", "note"):
        fields = {"t": "task", "item": "LH-2022-001", key: None}
        vectors.add("task", pack(fields), f"{key} is nil: nothing is known of it")
    for state in ("not_started", "working", "paused", "basically_done"):
        vectors.add("task", pack({"t": "task", "item": "LH-2022-001", "state": state}), f"the state {state}")
    vectors.add("item_set", pack(ITEM_SET), "an item of the plan")
    with_row = {"t": "item_set", "item": "LH-2022-001", "dept": "督查室", "row": 2}
    vectors.add("item_set", pack({**with_row, **ITEM_SET}), "an item of the plan with its row and the unit that speaks")
    vectors.add("source_set", pack(SOURCE_SET), "a source that reports for two units")
    vectors.add("source_set", pack(without(SOURCE_SET, "connected_on")), "a source that is not connected yet")
    vectors.add("source_set", pack({**SOURCE_SET, "connected_on": None}), "connected_on is nil: nothing is known of it")
    both = {**SOURCE_SET, "depts": [], "roles": ["report", "control"]}
    vectors.add("source_set", pack(both), "both roles and no unit")


def add_update_texts(vectors):
    """Texts, lists and words at their limits."""
    def put(expect, fields, key, value, meaning):
        vectors.add(expect, pack({**fields, key: value}), meaning)

    with_note = {"t": "task", "item": "LH-2022-001", "dept": "民政局", **TASK, "note": ""}
    for fields, key, limit in ((TASK, "item", 64), (with_note, "dept", 64), (with_note, "note", 16384),
                               (ITEM_SET, "title", 512), (ITEM_SET, "lead", 64), (ITEM_SET, "actor", 128),
                               (ITEM_SET, "reason", 1024), (SOURCE_SET, "source", 64), (SOURCE_SET, "actor", 128),
                               (SOURCE_SET, "reason", 1024)):
        name = fields["t"]
        put(name, fields, key, "x" * (limit - 1), f"{name}: {key} of {limit - 1} bytes")
        put(name, fields, key, "x" * limit, f"{name}: {key} of {limit} bytes")
        put("E_FIELD", fields, key, "x" * (limit + 1), f"{name}: {key} of {limit + 1} bytes")
    put("E_FIELD", ITEM_SET, "lead", "局" * 22, "lead of 66 bytes in 22 characters")
    put("source_set", SOURCE_SET, "depts", [f"unit {index}" for index in range(256)], "256 units")
    put("E_FIELD", SOURCE_SET, "depts", [f"unit {index}" for index in range(257)], "257 units")
    put("source_set", SOURCE_SET, "depts", ["x" * 64], "a unit of 64 bytes")
    put("E_FIELD", SOURCE_SET, "depts", ["x" * 65], "a unit of 65 bytes")
    put("E_FIELD", SOURCE_SET, "depts", ["民政局", 7], "a unit that is an integer")
    put("E_FIELD", SOURCE_SET, "depts", "民政局", "units that are no array")
    put("E_FIELD", SOURCE_SET, "roles", ["admin"], "a role that is not listed")
    put("E_FIELD", SOURCE_SET, "roles", ["report", None], "a role that is nil")
    put("E_FIELD", SOURCE_SET, "roles", "report", "roles that are no array")
    put("E_FIELD", TASK, "state", "finished", "a state that is not listed")
    put("E_FIELD", TASK, "state", "Working", "a state in capitals is not listed")
    put("E_FIELD", TASK, "state", "work", "the beginning of a state is not listed")
    put("E_FIELD", TASK, "state", "", "an empty state is not listed")
    put("E_FIELD", TASK, "t", "digest", "a type that is not listed")
    put("E_FIELD", TASK, "t", "Task", "a type in capitals is not listed")


def add_update_numbers(vectors):
    """Integers and decimals at their limits."""
    base = {"t": "task", "item": "LH-2022-001", "row": 12, "delivered_at": NOON, **TASK}

    def put(expect, key, value, meaning):
        vectors.add(expect, pack({**base, key: value}), meaning)

    for value in (0, 127, 128, 255, 256, 65535, 65536, 2**32 - 1, 2**32, BIG):
        put("task", "row", value, f"row is {value}")
    put("E_FIELD", "row", -1, "row is -1")
    for value in (-(2**63), -(2**31) - 1, -(2**31), -32769, -32768, -129, -128, -33, -32, -1, 0, 2**63 - 1):
        put("task", "delivered_at", value, f"delivered_at is {value}")
    put("E_FIELD", "delivered_at", 2**63, "delivered_at is 2^63")
    for value, meaning in PERCENTS:
        put("task", "percent", value, f"percent is {meaning}")
    for value, meaning in NO_PERCENTS:
        put("E_FIELD", "percent", value, f"percent is {meaning}")
    for key, value, meaning in (
            ("row", b"\xcf" + bytes(7) + b"\x0c", "12, written in 64 bits"),
            ("row", b"\xd1\x00\x0c", "12, written as a signed integer"),
            ("delivered_at", b"\xd3" + b"\xff" * 8, "-1, written in 64 bits"),
            ("percent", b"\xdc\x00\x02\xd3" + bytes(7) + b"\x37\xd0\x00", "55, written long"),
            ("state", b"\xdb\x00\x00\x00\x07working", "working, with a size of 32 bits")):
        vectors.add("task+", with_value(base, key, value), f"{key} is {meaning}")


def add_update_dates(vectors):
    """Days that there are and days that there are not."""
    for day in DATES:
        vectors.add("item_set", pack({**ITEM_SET, "due": day}), f"due is {day}")
    for day, meaning in NO_DATES:
        vectors.add("E_FIELD", pack({**ITEM_SET, "due": day}), f"due is {day!r}: {meaning}")
    vectors.add("E_FIELD", pack({**ITEM_SET, "due": 19100}), "due is an integer")
    for key in ("completed_on", "forecast_finish", "ext_to"):
        good = {"t": "task", "item": "LH-2022-001", "state": "done", "completed_on": "2022-04-18", key: "2024-02-29"}
        vectors.add("task", pack(good), f"{key} is 2024-02-29")
        vectors.add("E_FIELD", pack({**good, key: "2022-02-30"}), f"{key} is 2022-02-30")
    vectors.add("E_FIELD", pack({"t": "task", "item": "1", "as_of": "2022-02-30"}), "as_of is 2022-02-30")
    vectors.add("E_FIELD", pack({**SOURCE_SET, "connected_on": "2022-02-30"}), "connected_on is 2022-02-30")


def add_update_faults(vectors):
    """Fields that are missing, nil or of another type."""
    for fields in (TASK, ITEM_SET, SOURCE_SET):
        name = fields["t"]
        for key in fields:
            if key in ("state", "percent", "connected_on"):
                continue
            vectors.add("E_FIELD", pack(without(fields, key)), f"{name} without {key}")
            vectors.add("E_FIELD", pack({**fields, key: None}), f"{name} with {key} nil")
        for key, value in fields.items():
            wrong = value.encode() if type(value) is str else "x"
            vectors.add("E_FIELD", pack({**fields, key: wrong}), f"{name} with {key} of another type")
    for key in ("dept", "row", "delivered_at", "as_of"):
        vectors.add("E_FIELD", pack({**TASK, key: None}), f"the common field {key} is nil")
        vectors.add("E_FIELD", pack({**TASK, key: False}), f"the common field {key} is false")
    for key in ("forecast_finish", "ext_to", "note"):
        vectors.add("E_FIELD", pack({**TASK, key: 7}), f"{key} is an integer")
    vectors.add("E_FIELD", pack({**ITEM_SET, "dept": None}), "the common field dept is nil in item_set")
    vectors.add("E_FIELD", b"\x80", "an empty map: there is no type")
    vectors.add("E_DECODE", pack([TASK]), "an array around the map")
    vectors.add("E_DECODE", pack(pack(TASK)), "a bin around the map")
    vectors.add("task+", pack({**TASK, "title": "x"}), "a field of another type of update is an unknown key")


def updates():
    """The text of updates.tsv."""
    vectors = Vectors(UPDATES_HEAD)
    add_valid_updates(vectors)
    add_update_texts(vectors)
    add_update_numbers(vectors)
    add_update_dates(vectors)
    add_update_faults(vectors)
    for data, meaning in HOSTILE:
        vectors.add("E_DECODE", data, meaning)
    add_bounds(vectors, "task", TASK, lambda body: body, 1)
    add_must(vectors, "task", TASK, lambda body: body, "E_FIELD")
    return vectors.text()


def read(file_name):
    """Expect, bytes and meaning of every vector of a file."""
    lines = (FOLDER / file_name).read_text(encoding="utf-8").splitlines()
    columns = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(expect, bytes.fromhex(data), meaning) for expect, data, meaning in columns]


TABLES = {"frames.tsv": frames, "updates.tsv": updates}

if __name__ == "__main__":
    for file_name, table in TABLES.items():
        (FOLDER / file_name).write_text(table(), encoding="utf-8", newline="\n")
