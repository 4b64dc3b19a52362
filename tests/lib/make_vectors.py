# SPDX-License-Identifier: MIT
"""Writes proto/vectors/frames.tsv and updates.tsv: messages as hex with what a receiver must make of them.

The vectors are written from proto/SPEC.md. Each is one call of `Vectors.add`; run this file to write the tables anew.
"""

import datetime
import pathlib

import msgpack

from codec import WEEK, pack, pack_frame

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
PROJECT = {"t": "project", "item": "LH-2022-002", "state": "working", "measures": {"main": [[35, -1], "亿元"]},
           "stage": "building"}
READING = {"t": "reading", "item": "IND-01", "period": "2022-M03", "value": [53, -1], "unit": "%", "status": "preliminary"}
ACT = {"actor": "督查室", "reason": "罗湖区2022年工作计划"}
ITEM_SET = {"t": "item_set", "item": "LH-2022-001", "title": "建成社区养老服务中心", "lead": "民政局", "due": "2022-12-31", **ACT}
SOURCE_SET = {"t": "source_set", "source": "report", "depts": ["民政局", "教育局"], "roles": ["report"],
              "connected_on": "2022-03-01", **ACT}
PLAN_SET = {"t": "plan_set", "name": "罗湖区2022年工作计划", "year": 2022, **ACT}
DECIDE = {"t": "decide", "item": "LH-2022-001", "decision": "approved", "new_due": "2023-02-28",
          "decided_on": "2022-08-30", "doc_no": "督〔2022〕3号", **ACT}
REFUSED = {"t": "decide", "item": "LH-2022-001", "decision": "refused", "decided_on": "2022-08-30",
           "doc_no": "督〔2022〕3号", **ACT}
TYPES = (TASK, PROJECT, READING, ITEM_SET, SOURCE_SET, PLAN_SET, DECIDE)

# Each type with every field of its table, in its order.
FULL_TASK = {"t": "task", "item": "LH-2022-001", "dept": "民政局", "row": 12, "delivered_at": NOON, "as_of": "2022-04-18",
             "state": "done", "percent": [100, 0], "measures": {"main": [[350, 0], "个"]}, "completed_on": "2022-04-18",
             "forecast_finish": "2022-05-01", "ext_to": "2022-06-30", "note": "已竣工"}
FULL_PROJECT = {**FULL_TASK, "t": "project", "stage": "in_use"}
FULL_READING = {"t": "reading", "item": "IND-01", "dept": "统计局", "row": 4, "delivered_at": NOON, "as_of": "2022-04-18",
                "measure": "main", "period": "2022-M01/02", "value": [-13, -1], "unit": "%", "status": "revised"}
FULL_ITEM = {"t": "item_set", "item": "T7.1-09", "title": "新增停车泊位350个", "lead": "住房和建设局", "due": "2022-12-31",
             "kind": "project", "area": "民生", "title_en": "350 more parking lots", "commitment": "hard",
             "target_op": "ge", "target": [350, 0], "unit": "个", "baseline": [120, 0], "cycle": "monthly",
             "start": "2022-01-01", "stage": "planned", "reporter": "城管局", "support": ["交警大队", "教育局"],
             "source_ref": "三/7", "remark": "含机械车位", **ACT}
FULL_PLAN = {"t": "plan_set", "name": "罗湖区2022年工作计划", "year": 2022, "status": "active", "banner": "演示数据",
             "stages": ["planned", "built", "in_use"],
             "units": [["civil", "民政局", "Civil Affairs Bureau"], ["edu", "教育局", ""]],
             "calendar_from": "2022-01-01", "calendar_to": "2022-12-31", "rest": ["saturday", "sunday"],
             "off": ["2022-01-01", "2022-01-02", "2022-01-03"], "work": ["2022-01-29", "2022-01-30"], **ACT}
FULL_DECIDE = {"t": "decide", "item": "LH-2022-001", "decision": "approved", "new_due": "2023-02-28",
               "decided_on": "2022-08-30", "doc_no": "督〔2022〕3号", "requested_on": "2022-08-19",
               "requested_due": "2023-03-31", **ACT}
FULL_ROWSET = {"t": "rowset", "dept": "教育局", "delivered_at": NOON, "name": "教育局重点任务台账20220418.csv",
               "sha256": "ab" * 32, "form": "csv_gb", "decision": "accepted", "reason": "", "rows": 23, "understood": 21,
               "unchanged": 17, "n": 4, "rejected": [[7, "bad_date", "T5.1-09"], [12, "bad_encoding", ""]],
               "missing": ["T5.1-12"]}
FULL = {"task": FULL_TASK, "project": FULL_PROJECT, "reading": FULL_READING, "item_set": FULL_ITEM, "source_set": SOURCE_SET,
        "plan_set": FULL_PLAN, "decide": FULL_DECIDE, "rowset": FULL_ROWSET}

# What may be said of each field of section 7: the type of update, the field, and its limits or words.
TEXTS = (("task", "note", 16384), ("reading", "unit", 32),
         ("item_set", "title", 512), ("item_set", "area", 128), ("item_set", "title_en", 512),
         ("item_set", "unit", 32), ("item_set", "stage", 64), ("item_set", "source_ref", 64),
         ("item_set", "remark", 1024), ("item_set", "actor", 128), ("item_set", "reason", 1024),
         ("source_set", "actor", 128), ("source_set", "reason", 1024), ("plan_set", "name", 512),
         ("plan_set", "banner", 512), ("plan_set", "actor", 128), ("plan_set", "reason", 1024),
         ("decide", "doc_no", 128), ("decide", "actor", 128), ("decide", "reason", 1024), ("rowset", "name", 256),
         ("rowset", "sha256", 64), ("rowset", "reason", 32))
NAMES = (("task", "item"), ("task", "dept"), ("project", "stage"), ("reading", "item"), ("reading", "measure"),
         ("item_set", "lead"), ("item_set", "reporter"),
         ("source_set", "source"), ("decide", "item"), ("rowset", "dept"), ("rowset", "form"))
LISTS = (("item_set", "support", 16), ("source_set", "depts", 256), ("plan_set", "stages", 32), ("rowset", "missing", 1000))
WORDS = (("task", "state", ("not_started", "working", "paused", "basically_done", "done")),
         ("reading", "status", ("forecast", "preliminary", "revised", "final")),
         ("item_set", "kind", ("indicator", "project", "task")),
         ("item_set", "commitment", ("hard", "stage", "progress", "effort", "maintain")),
         ("item_set", "target_op", ("ge", "le", "eq", "approx", "sync", "done", "start", "none")),
         ("item_set", "cycle", ("weekly", "monthly", "quarterly", "yearly")),
         ("plan_set", "status", ("draft", "active")),
         ("decide", "decision", ("approved", "refused")),
         ("rowset", "decision", ("accepted", "held", "duplicate", "ignored")))
DAYS = (("task", "as_of"), ("task", "completed_on"), ("task", "forecast_finish"), ("task", "ext_to"),
        ("item_set", "start"), ("source_set", "connected_on"), ("decide", "new_due"), ("decide", "decided_on"),
        ("decide", "requested_on"), ("decide", "requested_due"))
REQUIRED = {"task": ("t", "item"), "project": ("t", "item"),
            "reading": ("t", "item", "period", "value", "unit", "status"),
            "item_set": ("t", "item", "title", "lead", "due", *ACT),
            "source_set": ("t", "source", "depts", "roles", *ACT), "plan_set": ("t", *ACT),
            "decide": ("t", "item", "decision", "new_due", "decided_on", "doc_no", *ACT),
            "rowset": ("t", "dept", "delivered_at", "name", "sha256", "decision")}
REPORTED = ("state", "percent", "completed_on", "forecast_finish", "ext_to", "note")
MAY_BE_NIL = {"task": REPORTED, "project": (*REPORTED, "stage"), "reading": (), "item_set": ("target", "baseline"),
              "source_set": ("connected_on",), "plan_set": (), "decide": (), "rowset": ()}

# Fields that others of the same update need.
NEEDED = {"plan_set": ("calendar_from", "calendar_to")}


def with_only(name, key):
    """The required fields of a type of update, and this one."""
    return {field: value for field, value in FULL[name].items() if field in REQUIRED[name] or field == key}


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
NOT_OF_100 = (
    ([101, 0], "101"),
    ([10**17 + 1, -15], "just above 100"),
    ([-1, 0], "-1"),
    ([-1, -18], "just below 0"),
    ([1, 3], "1000"),
    ([1, 18], "10^18"),
    ([2**63 - 1, 18], "as large as can be written"),
    ([-(2**63), 18], "as small as can be written"),
)
NO_DECIMALS = (
    ([0, 19], "0 with exponent 19"),
    ([0, -19], "0 with exponent -19"),
    ([1, -19], "above 0 with exponent -19"),
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
NO_MEASURES = (
    ([], "an empty array"),
    ("35亿元", "a str"),
    (False, "false"),
    ({"main": [35, 0]}, "a decimal without a unit"),
    ({"main": 35}, "an integer"),
    ({"main": "35亿元"}, "a str in place of the pair"),
    ({"main": []}, "an empty pair"),
    ({"main": [[35, 0]]}, "an array of one"),
    ({"main": [[35, 0], "亿元", ""]}, "an array of three"),
    ({"main": ["亿元", [35, 0]]}, "the unit before the decimal"),
    ({"main": [[35, 0], None]}, "a unit of nil"),
    ({"main": [[35, 0], 7]}, "a unit that is an integer"),
    ({"main": [[35, 0], "亿元".encode()]}, "a unit that is a bin"),
    ({"main": [None, "亿元"]}, "a decimal of nil beside a unit"),
    ({"main": {"value": [35, 0], "unit": "亿元"}}, "a map in place of the pair"),
    ({"main": [[35, 0], "亿元"], "other": False}, "a good figure and one that is false"),
)
NO_UNITS = (
    ("civil", "a str"),
    (None, "nil"),
    ([], "an empty array"),
    (["civil", "民政局"], "an array of two"),
    (["civil", "民政局", "Civil Affairs Bureau", ""], "an array of four"),
    (["", "民政局", ""], "with an empty code"),
    ([7, "民政局", ""], "with a code that is an integer"),
    (["civil", None, ""], "with a Chinese text of nil"),
    (["civil", "民政局", None], "with an English text of nil"),
    ({"code": "civil", "zh": "民政局", "en": ""}, "a map"),
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
PERIODS = ("1900", "2199", "2022-H1", "2022-H2", "2022-Q1", "2022-Q4", "2022-M01", "2022-M12", "2022-M01/02", "2022-M11/12",
           "2022-M01/12", "2022-W01", "2022-W52", "2020-W53")
NO_PERIODS = (
    ("1899", "the year before the first"),
    ("2200", "the year after the last"),
    ("2022-H0", "there is no half 0"),
    ("2022-H3", "there are two halves"),
    ("2022-Q0", "there is no quarter 0"),
    ("2022-Q5", "there are four quarters"),
    ("2022-M00", "there is no month 0"),
    ("2022-M13", "there is no month 13"),
    ("2022-M02/01", "months that go back"),
    ("2022-M01/01", "months that are one"),
    ("2022-M12/13", "a last month that there is not"),
    ("2022-M01/02/03", "three months named"),
    ("2022-M01/2022-M02", "the year twice"),
    ("2022-W00", "there is no week 0"),
    ("2022-W53", "a year of 52 weeks"),
    ("2020-W54", "no year has 54 weeks"),
    ("2022-Q1/2", "quarters together"),
    ("2022-M3", "a month of one digit"),
    ("2022-Q01", "a quarter of two digits"),
    ("2022-m03", "a small letter"),
    ("2022-03", "a month without its letter"),
    ("2022-M03 ", "a blank behind"),
    (" 2022", "a blank before"),
    ("2022-", "a year and a hyphen"),
    ("22-M03", "a year of two digits"),
    ("2022-M0３", "a digit of full width"),
    ("2022年3月", "a period in words"),
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


def without(fields, *names):
    """The fields without some."""
    return {key: value for key, value in fields.items() if key not in names}


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
    put("UPDATES", "seven updates, one of each type", updates=[pack(fields) for fields in TYPES])
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
    put("E_DECODE", "HELLO", "source", "", "source is empty")
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
    """Every type as a sender writes it."""
    def put(fields, meaning):
        vectors.add(fields["t"], pack(fields), meaning)

    for name, fields in FULL.items():
        if name != "source_set":
            put(fields, f"{name} with every field")
    put(TASK, "a task with state and percent")
    put(DONE, "a task that is done")
    put({"t": "task", "item": "LH-2022-001"}, "nothing but the item: all else is left as it was")
    for key in REPORTED:
        put({"t": "task", "item": "LH-2022-001", key: None}, f"{key} is nil: nothing is known of it")
    put(PROJECT, "a project with a figure and a stage")
    put({"t": "project", "item": "LH-2022-002"}, "a project with nothing but the item")
    put({"t": "project", "item": "LH-2022-002", "stage": None}, "stage is nil: nothing is known of it")
    put(ITEM_SET, "an item of the plan")
    with_row = {"t": "item_set", "item": "LH-2022-001", "dept": "督查室", "row": 2}
    put({**with_row, **ITEM_SET}, "an item of the plan with its row and the unit that speaks")
    for key in ("target", "baseline"):
        put({**FULL_ITEM, key: None}, f"{key} is nil: the item has none")
    put(SOURCE_SET, "a source that reports for two units")
    put(without(SOURCE_SET, "connected_on"), "a source that is not connected yet")
    put({**SOURCE_SET, "connected_on": None}, "connected_on is nil: nothing is known of it")
    put({**SOURCE_SET, "depts": [], "roles": ["report", "control"]}, "both roles and no unit")
    put({**SOURCE_SET, "roles": []}, "no role")
    put(PLAN_SET, "a plan with its name and year")
    put({"t": "plan_set", **ACT}, "plan_set with nothing but who did it and why")
    put(DECIDE, "a decision that moves the deadline")
    put(REFUSED, "a decision that moves nothing")
    put({**{key: FULL_ROWSET[key] for key in REQUIRED["rowset"]}, "name": "b.csv"}, "a rowset with nothing but what is required")


def add_update_texts(vectors):
    """Texts and names at their limits."""
    def put(expect, name, key, value, meaning):
        vectors.add(expect, pack({**with_only(name, key), key: value}), f"{name}: {key} {meaning}")

    for name, key, limit in TEXTS + tuple((*field, 64) for field in NAMES):
        put(name, name, key, "x" * (limit - 1), f"of {limit - 1} bytes")
        put(name, name, key, "x" * limit, f"of {limit} bytes")
        put("E_FIELD", name, key, "x" * (limit + 1), f"of {limit + 1} bytes")
    for name, key, _ in TEXTS:
        put(name, name, key, "", "is empty")
    for name, key in NAMES:
        put(name, name, key, "x", "of 1 byte")
        put("E_FIELD", name, key, "", "is empty")
    put("E_FIELD", "item_set", "lead", "局" * 22, "of 66 bytes in 22 characters")


def add_update_words(vectors):
    """Words that are listed and words that are not."""
    def put(expect, name, key, value, meaning):
        vectors.add(expect, pack({**with_only(name, key), key: value}), f"{name}: {meaning}")

    for name, key, words in WORDS:
        for one in words if name != "decide" else ():
            put(name, name, key, one, f"{key} is {one}")
        put("E_FIELD", name, key, "finished", f"a {key} that is not listed")
        put("E_FIELD", name, key, words[0].capitalize(), f"a {key} in capitals is not listed")
        put("E_FIELD", name, key, words[0][:-1], f"the beginning of a {key} is not listed")
        put("E_FIELD", name, key, words[0] + " ", f"a {key} with a blank behind it is not listed")
        put("E_FIELD", name, key, "", f"an empty {key} is not listed")
        put("E_FIELD", name, key, [words[0]], f"a {key} in an array")
    put("E_FIELD", "task", "t", "digest", "a type that is not listed")
    put("E_FIELD", "task", "t", "Task", "a type in capitals is not listed")


def add_update_lists(vectors):
    """Lists and what stands in them at their limits."""
    def put(expect, name, key, value, meaning):
        vectors.add(expect, pack({**with_only(name, key), key: value}), f"{name}: {meaning}")

    for name, key, limit in LISTS:
        entries = [f"{key} {index}" for index in range(limit + 1)]
        put(name, name, key, entries[:limit - 1], f"{limit - 1} {key}")
        put(name, name, key, entries[:limit], f"{limit} {key}")
        put("E_FIELD", name, key, entries, f"{limit + 1} {key}")
        put(name, name, key, ["x" * 64], f"{key} with a name of 64 bytes")
        put("E_FIELD", name, key, ["x" * 65], f"{key} with a name of 65 bytes")
        put("E_FIELD", name, key, ["x", ""], f"{key} with an empty name")
        put("E_FIELD", name, key, ["x", 7], f"{key} with an integer")
        put("E_FIELD", name, key, ["x", None], f"{key} with nil")
        put("E_FIELD", name, key, "民政局", f"{key} that are no array")
    for name, key in (("item_set", "support"), ("plan_set", "stages"), ("plan_set", "units")):
        put(name, name, key, [], f"an empty list of {key}")
    put("E_FIELD", "source_set", "roles", ["report", "control", "report"], "3 roles")
    vectors.add("E_FIELD", pack({**SOURCE_SET, "roles": ["admin"]}), "a role that is not listed")
    put("E_FIELD", "source_set", "roles", ["report", None], "a role that is nil")
    put("E_FIELD", "source_set", "roles", "report", "roles that are no array")
    units = [[f"u{index}", "局", "x"] for index in range(257)]
    put("plan_set", "plan_set", "units", units[:255], "255 units")
    put("plan_set", "plan_set", "units", units[:256], "256 units")
    put("E_FIELD", "plan_set", "units", units, "257 units")
    put("E_FIELD", "plan_set", "units", "民政局", "units that are no array")
    for place, (part, limit) in enumerate((("code", 64), ("Chinese text", 128), ("English text", 128))):
        for length, expect in ((limit - 1, "plan_set"), (limit, "plan_set"), (limit + 1, "E_FIELD")):
            one = ["u", "局", "x"]
            one[place] = "x" * length
            put(expect, "plan_set", "units", [one], f"a unit whose {part} has {length} bytes")
    put("plan_set", "plan_set", "units", [["u", "", ""]], "a unit with a code alone")
    for one, meaning in NO_UNITS:
        put("E_FIELD", "plan_set", "units", [["edu", "教育局", ""], one], f"a unit that is {meaning}")


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
    for value, meaning in NOT_OF_100 + NO_DECIMALS:
        put("E_FIELD", "percent", value, f"percent is {meaning}")
    for key, value, meaning in (
            ("row", b"\xcf" + bytes(7) + b"\x0c", "12, written in 64 bits"),
            ("row", b"\xd1\x00\x0c", "12, written as a signed integer"),
            ("delivered_at", b"\xd3" + b"\xff" * 8, "-1, written in 64 bits"),
            ("percent", b"\xdc\x00\x02\xd3" + bytes(7) + b"\x37\xd0\x00", "55, written long"),
            ("state", b"\xdb\x00\x00\x00\x07working", "working, with a size of 32 bits")):
        vectors.add("task+", with_value(base, key, value), f"{key} is {meaning}")
    for value, meaning in PERCENTS + NOT_OF_100:
        for key in ("target", "baseline"):
            vectors.add("item_set", pack({**with_only("item_set", key), key: value}), f"{key} is {meaning}")
    for value, meaning in NO_DECIMALS:
        for key in ("target", "baseline"):
            vectors.add("E_FIELD", pack({**with_only("item_set", key), key: value}), f"{key} is {meaning}")
    for value, expect in ((1899, "E_FIELD"), (1900, "plan_set"), (1901, "plan_set"), (2198, "plan_set"),
                          (2199, "plan_set"), (2200, "E_FIELD"), (-2022, "E_FIELD"), (2**16 + 2022, "E_FIELD"),
                          (2**32 + 2022, "E_FIELD"), (BIG, "E_FIELD"), ("2022", "E_FIELD")):
        vectors.add(expect, pack({**PLAN_SET, "year": value}), f"year is {value!r}")


def add_update_rowsets(vectors):
    """Counts and refused rows of a file at their limits."""
    def put(expect, key, value, meaning):
        vectors.add(expect, pack({**with_only("rowset", key), key: value}), f"rowset: {meaning}")

    for key, most in (("rows", 10**6), ("understood", 10**6), ("unchanged", 10**6), ("n", 10**4)):
        for value, expect in ((0, "rowset"), (most - 1, "rowset"), (most, "rowset"), (most + 1, "E_FIELD"), (-1, "E_FIELD")):
            put(expect, key, value, f"{key} is {value}")
    for count, expect in ((999, "rowset"), (1000, "rowset"), (1001, "E_FIELD")):
        put(expect, "rejected", [[row, "bad_date", "T1"] for row in range(count)], f"{count} refused rows")
    for length, expect in ((31, "rowset"), (32, "rowset"), (33, "E_FIELD")):
        put(expect, "rejected", [[1, "x" * length, ""]], f"a reason of {length} bytes")
    for length, expect in ((63, "rowset"), (64, "rowset"), (65, "E_FIELD")):
        put(expect, "rejected", [[1, "", "x" * length]], f"a key of {length} bytes")
    for one, meaning in (([1, "bad_date"], "of two"), ([1, "bad_date", "T1", 0], "of four"), (["1", "bad_date", "T1"], "with a str for its row"),
                         ([-1, "bad_date", "T1"], "with a negative row"), ([1, None, "T1"], "with a reason that is nil"),
                         ([1, "bad_date", None], "with a key that is nil"), ("bad_date", "that is no array")):
        put("E_FIELD", "rejected", [one], f"a refused row {meaning}")


def add_update_measures(vectors):
    """Figures: how many there may be, their decimals and units."""
    def put(expect, measures, meaning):
        vectors.add(expect, pack({**PROJECT, "measures": measures}), f"measures: {meaning}")

    for count, expect in ((15, "project"), (16, "project"), (17, "E_FIELD"), (64, "E_FIELD"), (65, "E_DECODE")):
        put(expect, {f"m{index}": [[index, 0], "个"] for index in range(count)}, f"{count} entries")
    put("project", {}, "no entry")
    put("project", {"main": None}, "nil in place of the pair: nothing is known")
    put("project", {"main": None, "other": [[1, 0], "个"]}, "nil and a pair")
    for unit, expect, meaning in (("", "project", "empty"), ("x" * 31, "project", "of 31 bytes"),
                                  ("x" * 32, "project", "of 32 bytes"), ("x" * 33, "E_FIELD", "of 33 bytes"),
                                  ("万平方米" * 2 + "平方公", "E_FIELD", "of 33 bytes in 11 characters")):
        put(expect, {"main": [[35, -1], unit]}, f"a unit {meaning}")
    for value, meaning in PERCENTS + NOT_OF_100:
        put("project", {"main": [value, "个"]}, f"the figure is {meaning}")
    for value, meaning in NO_DECIMALS:
        put("E_FIELD", {"main": [value, "个"]}, f"the figure is {meaning}")
    for measures, meaning in NO_MEASURES:
        put("E_FIELD", measures, meaning)
    for inner, meaning in ((b"\x82\xa4main\xc0\xa4main\xc0", "a measure stands twice"),
                           (b"\x81\x01\xc0", "a measure that is an integer")):
        vectors.add("E_DECODE", with_value(PROJECT, "measures", inner), f"B8 in measures: {meaning}")
    long = b"\xdf\x00\x00\x00\x01\xd9\x04main\xdc\x00\x02\x92\xd0\x23\xff\xd9\x06" + "亿元".encode()
    vectors.add("project+", with_value(PROJECT, "measures", long), "measures: 3.5亿元, written long")


def add_update_dates(vectors):
    """Days that there are and days that there are not."""
    for day in DATES:
        vectors.add("item_set", pack({**ITEM_SET, "due": day}), f"due is {day}")
    for day, meaning in NO_DATES:
        vectors.add("E_FIELD", pack({**ITEM_SET, "due": day}), f"due is {day!r}: {meaning}")
    vectors.add("E_FIELD", pack({**ITEM_SET, "due": 19100}), "due is an integer")
    for name, key in DAYS:
        for day, expect in (("1900-01-01", name), ("2199-12-31", name), ("2024-02-29", name), ("1899-12-31", "E_FIELD"),
                            ("2200-01-01", "E_FIELD"), ("2022-02-30", "E_FIELD")):
            vectors.add(expect, pack({**with_only(name, key), key: day}), f"{name}: {key} is {day}")


def calendar(**fields):
    """A plan with nothing but the calendar of a year."""
    return {"t": "plan_set", "calendar_from": "2022-01-01", "calendar_to": "2022-12-31", **fields, **ACT}


def days_from(first, count):
    """So many days, one after the other."""
    start = datetime.date.fromisoformat(first)
    return [(start + datetime.timedelta(days=number)).isoformat() for number in range(count)]


def add_update_calendars(vectors):
    """The calendar of a plan: what its fields may say, alone and together."""
    def put(expect, fields, meaning):
        vectors.add(expect, pack(fields), f"calendar: {meaning}")

    put("plan_set", calendar(), "nothing but what is covered")
    put("plan_set", calendar(calendar_to="2022-01-01"), "of one day")
    put("E_FIELD", calendar(calendar_to="2021-12-31"), "calendar_to is the day before calendar_from")
    for key in NEEDED["plan_set"]:
        put("E_FIELD", without(calendar(), key), f"without {key}")
        for day, meaning in NO_DATES:
            put("E_FIELD", {**calendar(), key: day}, f"{key} is {day!r}: {meaning}")
    for key, value in (("rest", ["sunday"]), ("off", ["2022-01-03"]), ("work", ["2022-01-29"]), ("off", []), ("rest", [])):
        put("E_FIELD", without(calendar(**{key: value}), *NEEDED["plan_set"]), f"{key} {value} alone")
    put("plan_set", calendar(rest=[]), "no day of the week is free")
    for one in WEEK:
        put("plan_set", calendar(rest=[one]), f"{one} is free")
    put("plan_set", calendar(rest=list(WEEK[1:])), "six days of the week are free")
    put("E_FIELD", calendar(rest=list(WEEK)), "every day of the week is free")
    put("plan_set", calendar(rest=["sunday", "saturday", "sunday"]), "free days in another order, one twice")
    for one, meaning in (("Sunday", "in capitals"), ("sun", "shortened"), ("", "that is empty"), (6, "that is an integer"),
                         (None, "that is nil")):
        put("E_FIELD", calendar(rest=["saturday", one]), f"a day of the week {meaning}")
    put("E_FIELD", calendar(rest="sunday"), "free days that are no array")
    for key in ("off", "work"):
        put("plan_set", calendar(**{key: []}), f"an empty list {key}")
        put("plan_set", calendar(**{key: ["2022-01-01", "2022-12-31"]}), f"{key} has the first day and the last")
        put("E_FIELD", calendar(**{key: ["2021-12-31"]}), f"{key} has the day before the first")
        put("E_FIELD", calendar(**{key: ["2023-01-01"]}), f"{key} has the day after the last")
        put("E_FIELD", calendar(**{key: ["2022-05-02", "2022-05-02"]}), f"{key} has a day twice")
        put("E_FIELD", calendar(**{key: ["2022-05-02", "2022-05-03", "2022-05-01"]}), f"{key} does not ascend")
        for count, expect in ((399, "plan_set"), (400, "plan_set"), (401, "E_FIELD")):
            fields = calendar(calendar_to="2023-12-31", **{key: days_from("2022-01-01", count)})
            put(expect, fields, f"{count} days {key}")
        for day, meaning in NO_DATES:
            put("E_FIELD", calendar(**{key: ["2022-04-05", day]}), f"{key} has {day!r}: {meaning}")
        for value, meaning in ((19100, "an integer"), (None, "nil"), (["2022-04-05"], "an array")):
            put("E_FIELD", calendar(**{key: [value]}), f"{key} has {meaning}")
        put("E_FIELD", calendar(**{key: "2022-04-05"}), f"{key} is no array")
    put("plan_set", calendar(off=["2022-05-02", "2022-05-04"], work=["2022-05-01", "2022-05-03"]), "days that alternate")
    put("E_FIELD", calendar(off=["2022-05-01", "2022-05-03"], work=["2022-05-02", "2022-05-03"]), "a day off that is worked")
    days = {"off": days_from("2022-01-01", 400), "work": days_from("2023-06-01", 400)}
    put("plan_set", calendar(calendar_to="2024-12-31", **days), "400 days off and 400 worked")


def add_update_readings(vectors):
    """Periods and figures of readings."""
    for period in PERIODS:
        vectors.add("reading", pack({**READING, "period": period}), f"period is {period}")
    for period, meaning in NO_PERIODS:
        vectors.add("E_FIELD", pack({**READING, "period": period}), f"period is {period!r}: {meaning}")
    vectors.add("E_FIELD", pack({**READING, "period": 2022}), "period is an integer")
    for value, meaning in PERCENTS + NOT_OF_100:
        vectors.add("reading", pack({**READING, "value": value}), f"reading: value is {meaning}")
    for value, meaning in NO_DECIMALS:
        vectors.add("E_FIELD", pack({**READING, "value": value}), f"reading: value is {meaning}")


def add_update_faults(vectors):
    """Fields that are missing, nil or of another type, and fields that are not of the update's table."""
    for name, fields in FULL.items():
        for key, value in fields.items():
            is_required = key in REQUIRED[name] or key in NEEDED.get(name, ())
            if (name, key) != ("source_set", "connected_on"):  # it stands among the valid ones
                vectors.add("E_FIELD" if is_required else name, pack(without(fields, key)), f"{name} without {key}")
            if key not in MAY_BE_NIL[name]:
                vectors.add("E_FIELD", pack({**fields, key: None}), f"{name} with {key} nil")
            wrong = value.encode() if type(value) is str else "x"
            vectors.add("E_FIELD", pack({**fields, key: wrong}), f"{name} with {key} of another type")
    for key in ("dept", "row", "delivered_at", "as_of"):
        vectors.add("E_FIELD", pack({**TASK, key: None}), f"the common field {key} is nil")
        vectors.add("E_FIELD", pack({**TASK, key: False}), f"the common field {key} is false")
    vectors.add("E_FIELD", pack({**ITEM_SET, "dept": None}), "the common field dept is nil in item_set")
    vectors.add("E_FIELD", pack({**FULL_DECIDE, "decision": "refused"}), "decide: refused, with a new deadline")
    vectors.add("E_FIELD", pack({**FULL_DECIDE, "decision": "refused", "new_due": None}), "decide: refused, new_due nil")
    vectors.add("E_FIELD", b"\x80", "an empty map: there is no type")
    vectors.add("E_DECODE", pack([TASK]), "an array around the map")
    vectors.add("E_DECODE", pack(pack(TASK)), "a bin around the map")
    vectors.add("task+", pack({**TASK, "title": "x"}), "a field of another type of update is an unknown key")
    for stage, meaning in (("building", "good"), ("", "bad"), (None, "nil"), (7, "an integer")):
        vectors.add("task+", pack({**TASK, "stage": stage}), f"stage in a task is an unknown key: {meaning}")
    vectors.add("E_VERSION", pack({**TASK, "must": ["stage"]}), "must lists stage, which a task does not know")
    for name, fields in FULL.items():
        vectors.add(name + "+", pack({**fields, "must": list(fields)}), f"{name}: must lists its fields, which are known")
        other = "source" if name != "source_set" else "title"
        vectors.add("E_VERSION", pack({**fields, "must": [other]}), f"{name}: must lists a field of another type")


def updates():
    """The text of updates.tsv."""
    vectors = Vectors(UPDATES_HEAD)
    add_valid_updates(vectors)
    add_update_texts(vectors)
    add_update_words(vectors)
    add_update_lists(vectors)
    add_update_numbers(vectors)
    add_update_rowsets(vectors)
    add_update_measures(vectors)
    add_update_dates(vectors)
    add_update_calendars(vectors)
    add_update_readings(vectors)
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
