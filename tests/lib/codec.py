# SPDX-License-Identifier: MIT
"""Messages of the wire protocol as bytes: written with msgpack, read by a strict reader of its own.

Written from proto/SPEC.md alone (sections 4, 5 and 7); nothing here is shared with the C programs.
The reader allows what the specification allows and says why it refuses the rest.
"""

import datetime
import re
import struct

import msgpack

MAX_FRAME = 65536
MAX_UPDATE = 61440
MAX_UPDATES = 256
MAX_RESULTS = 100
MAX_DEPTH = 8
MAX_ENTRIES = 64


class Refused(Exception):
    """Bytes that a receiver must refuse; `code` is the answer of section 8."""

    def __init__(self, code, why):
        super().__init__(f"{code}: {why}")
        self.code = code


class WrongValue(Exception):
    """A value that its table does not allow; the caller knows which code that is."""


# --- Types of the tables: functions that raise WrongValue ---------------------------------------------------


def need(condition, why):
    """Raises WrongValue unless the condition holds."""
    if not condition:
        raise WrongValue(why)


def whole(value, low, high):
    """An integer from low to high; a boolean is none."""
    need(type(value) is int, "no integer")
    need(low <= value <= high, "out of range")


def uint(value):
    """An unsigned integer of 64 bits."""
    whole(value, 0, 2**64 - 1)


def integer(value):
    """A signed integer of 64 bits."""
    whole(value, -(2**63), 2**63 - 1)


def binary(value):
    """A bin."""
    need(type(value) is bytes, "no bin")


def text(limit):
    """A str of at most `limit` bytes."""

    def check(value):
        need(type(value) is str, "no str")
        need(len(value.encode()) <= limit, f"longer than {limit} bytes")

    return check


def name(value):
    """A str of 1 to 64 bytes."""
    text(64)(value)
    need(value, "empty")


def word(*listed):
    """One of the listed words."""

    def check(value):
        need(type(value) is str, "no str")
        need(value in listed, "an unknown word")

    return check


def list_of(check_one, most, least=0):
    """An array of values of one type, as many as are allowed."""

    def check(value):
        need(type(value) is list, "no array")
        need(least <= len(value) <= most, f"not {least} to {most} values")
        for one in value:
            check_one(one)

    return check


def date(value):
    """A real day of the years 1900 to 2199, written YYYY-MM-DD."""
    need(type(value) is str, "no str")
    need(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value), "not written YYYY-MM-DD")
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError:
        raise WrongValue("no such day") from None
    need(1900 <= day.year <= 2199, "year out of range")


def weeks(year):
    """How many weeks a year has (ISO 8601)."""
    return datetime.date(year, 12, 28).isocalendar().week


def period(value):
    """A year, or a half, quarter, month, months together or week of it, in its one spelling."""
    need(type(value) is str, "no str")
    parts = re.fullmatch("([0-9]{4})(?:-(?:H([0-9])|Q([0-9])|M([0-9]{2})(?:/([0-9]{2}))?|W([0-9]{2})))?", value)
    need(parts, "not written as a period")
    number, half, quarter, month, last, week = (int(part) if part else None for part in parts.groups())
    need(1900 <= number <= 2199, "year out of range")
    for part, most in ((half, 2), (quarter, 4), (month, 12), (last, 12), (week, weeks(number))):
        need(part is None or 1 <= part <= most, "no such period")
    need(last is None or last > month, "no months together")


def decimal(value):
    """A mantissa and an exponent."""
    need(type(value) is list and len(value) == 2, "no array of two")
    integer(value[0])
    whole(value[1], -18, 18)


def percent(value):
    """A decimal from 0 to 100."""
    decimal(value)
    mantissa, exponent = value
    need(0 <= mantissa * 10 ** (exponent + 18) <= 100 * 10**18, "not between 0 and 100")


def measures(value):
    """Figures by their measures, each with its unit, or nil in place of both."""
    need(type(value) is dict, "no map")
    need(len(value) <= 16, "more than 16 entries")
    for figure in value.values():
        if figure is not None:
            need(type(figure) is list and len(figure) == 2, "no array of a decimal and a unit")
            decimal(figure[0])
            text(32)(figure[1])


def year(value):
    """A year that a date may have."""
    whole(value, 1900, 2199)


def unit_name(value):
    """The code of a unit and what it is called in Chinese and in English."""
    need(type(value) is list and len(value) == 3, "no array of three")
    name(value[0])
    text(128)(value[1])
    text(128)(value[2])


def up_to(most):
    """An unsigned integer that is at most this."""

    def check(value):
        whole(value, 0, most)

    return check


def rejected_row(value):
    """A row that the reader of a file refused, why, and its key."""
    need(type(value) is list and len(value) == 3, "no array of three")
    uint(value[0])
    text(32)(value[1])
    text(64)(value[2])


def result(value):
    """One entry of the results of an ACK."""
    need(type(value) is list and len(value) == 3, "no array of three")
    uint(value[0])
    text(32)(value[1])
    text(512)(value[2])


# --- Tables of section 5 ------------------------------------------------------------------------------------

FRAMES = {
    "HELLO": (1, {"proto_min": uint, "proto_max": uint, "source": name, "epoch": uint, "first": uint, "last": uint,
                  "answered": uint, "software": text(64)}),
    "WELCOME": (2, {"proto": uint, "boot": uint, "hi": uint, "credit": uint, "server_ms": integer, "max_bytes": uint,
                    "max_updates": uint, "plan": uint}),
    "UPDATES": (3, {"boot": uint, "seq": uint, "sent_ms": integer, "updates": list_of(binary, MAX_UPDATES, 1)}),
    "ACK": (4, {"boot": uint, "epoch": uint, "first": uint, "hi": uint, "lsn": uint, "credit": uint, "plan": uint,
                "results": list_of(result, MAX_RESULTS)}),
    "NAK": (5, {"reason": word("expect", "later", "hello", "fenced", "unknown_source"), "seq": uint, "after_ms": uint}),
    "ERR": (6, {"code": text(32), "detail": text(512)}),
    "BELL": (16, {"boot": uint, "lsn": uint}),
}
NAMES = {number: name for name, (number, _) in FRAMES.items()}

# --- Tables of section 7: the fields, the required ones, and those that may be nil --------------------------

COMMON = {"t": word("task", "project", "reading", "item_set", "source_set", "plan_set", "decide", "rowset"), "item": name,
          "dept": name, "row": uint, "delivered_at": integer, "as_of": date}
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ACTED = {"actor": text(128), "reason": text(1024)}
REPORT = {"state": word("not_started", "working", "paused", "basically_done", "done"), "percent": percent,
          "measures": measures, "completed_on": date, "forecast_finish": date, "ext_to": date, "note": text(16384)}
TABLES = {
    "task": REPORT,
    "project": {**REPORT, "stage": name},
    "reading": {"measure": name, "period": period, "value": decimal, "unit": text(32),
                "status": word("forecast", "preliminary", "revised", "final")},
    "item_set": {"title": text(512), "lead": name, "due": date, "kind": word("indicator", "project", "task"),
                 "area": text(128), "title_en": text(512),
                 "commitment": word("hard", "stage", "progress", "effort", "maintain"),
                 "target_op": word("ge", "le", "eq", "approx", "sync", "done", "start", "none"), "target": decimal,
                 "unit": text(32), "baseline": decimal, "cycle": word("weekly", "monthly", "quarterly", "yearly"),
                 "start": date, "stage": text(64), "reporter": name, "support": list_of(name, 16),
                 "source_ref": text(64), "remark": text(1024), **ACTED},
    "source_set": {"source": name, "depts": list_of(name, 256), "roles": list_of(word("report", "control"), 2),
                   "connected_on": date, **ACTED},
    "plan_set": {"name": text(512), "year": year, "status": word("draft", "active"), "banner": text(512),
                 "stages": list_of(name, 32), "units": list_of(unit_name, 256), "calendar_from": date,
                 "calendar_to": date, "rest": list_of(word(*WEEK), 6), "off": list_of(date, 400),
                 "work": list_of(date, 400), **ACTED},
    "decide": {"decision": word("approved", "refused"), "new_due": date, "decided_on": date, "doc_no": text(128),
               "requested_on": date, "requested_due": date, **ACTED},
    "rowset": {"name": text(256), "sha256": text(64), "form": name,
               "decision": word("accepted", "held", "duplicate", "ignored"), "reason": text(32), "rows": up_to(10**6),
               "understood": up_to(10**6), "unchanged": up_to(10**6), "n": up_to(10**4),
               "rejected": list_of(rejected_row, 1000), "missing": list_of(name, 1000)},
}
REQUIRED = {
    "task": {"t", "item"},
    "project": {"t", "item"},
    "reading": {"t", "item", "period", "value", "unit", "status"},
    "item_set": {"t", "item", "title", "lead", "due", "actor", "reason"},
    "source_set": {"t", "source", "depts", "roles", "actor", "reason"},
    "plan_set": {"t", "actor", "reason"},
    "decide": {"t", "item", "decision", "decided_on", "doc_no", "actor", "reason"},
    "rowset": {"t", "dept", "delivered_at", "name", "sha256", "decision"},
}
MAY_BE_NIL = {
    "task": REPORT.keys() - {"measures"},
    "project": TABLES["project"].keys() - {"measures"},
    "reading": set(),
    "item_set": {"target", "baseline"},
    "source_set": {"connected_on"},
    "plan_set": set(),
    "decide": set(),
    "rowset": set(),
}

# --- Writing ------------------------------------------------------------------------------------------------


def pack(value):
    """The shortest msgpack encoding of a value; str stays str, bytes become bin."""
    return msgpack.packb(value, use_bin_type=True)


def pack_frame(name, fields):
    """A message with the fields in the order in which they are given."""
    return pack([FRAMES[name][0], fields])


# --- Reading ------------------------------------------------------------------------------------------------


class Reader:
    """Reads one msgpack value under the bounds B3 to B9."""

    SIZED = {0xC4: ("bin", 1), 0xC5: ("bin", 2), 0xC6: ("bin", 4), 0xD9: ("str", 1), 0xDA: ("str", 2), 0xDB: ("str", 4),
             0xDC: ("array", 2), 0xDD: ("array", 4), 0xDE: ("map", 2), 0xDF: ("map", 4)}
    FIXED = ((0x80, 0x8F, "map"), (0x90, 0x9F, "array"), (0xA0, 0xBF, "str"))
    NUMBERS = {0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"}
    CONSTANTS = {0xC0: None, 0xC2: False, 0xC3: True}

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        """The next bytes."""
        if count > len(self.data) - self.at:
            raise Refused("E_DECODE", "B3: more is claimed than is left")
        self.at += count
        return self.data[self.at - count:self.at]

    def only_value(self):
        """The one value that the bytes hold."""
        value = self.value(1)
        if self.at != len(self.data):
            raise Refused("E_DECODE", "B5: bytes after the value")
        return value

    def value(self, depth):
        """The next value; `depth` is what a container that begins here would have."""
        head = self.take(1)[0]
        if head <= 0x7F:
            return head
        if head >= 0xE0:
            return head - 0x100
        if head in self.CONSTANTS:
            return self.CONSTANTS[head]
        if head in self.NUMBERS:
            return struct.unpack(self.NUMBERS[head], self.take(struct.calcsize(self.NUMBERS[head])))[0]
        return self.sized_value(*self.kind_and_size(head), depth)

    def kind_and_size(self, head):
        """Kind and claimed size of a string or container."""
        for low, high, kind in self.FIXED:
            if low <= head <= high:
                return kind, head - low
        if head not in self.SIZED:
            raise Refused("E_DECODE", f"B7: 0x{head:02x} is not allowed")
        kind, width = self.SIZED[head]
        return kind, int.from_bytes(self.take(width), "big")

    def sized_value(self, kind, size, depth):
        """The content of a string or container."""
        if kind == "bin":
            return self.take(size)
        if kind == "str":
            return self.string(self.take(size))
        if depth > MAX_DEPTH:
            raise Refused("E_DECODE", f"B4: deeper than {MAX_DEPTH}")
        if size * (2 if kind == "map" else 1) > len(self.data) - self.at:
            raise Refused("E_DECODE", "B3: more is claimed than is left")
        return self.array(size, depth) if kind == "array" else self.map(size, depth)

    def string(self, content):
        """The str that the bytes hold."""
        try:
            value = content.decode("utf-8", "strict")
        except UnicodeDecodeError:
            raise Refused("E_DECODE", "B6: no valid UTF-8") from None
        if "\0" in value:
            raise Refused("E_DECODE", "B6: U+0000 in a str")
        return value

    def array(self, size, depth):
        """The values of an array."""
        return [self.value(depth + 1) for _ in range(size)]

    def map(self, size, depth):
        """The entries of a map."""
        if size > MAX_ENTRIES:
            raise Refused("E_DECODE", f"B9: more than {MAX_ENTRIES} entries")
        entries = {}
        for _ in range(size):
            key = self.value(depth + 1)
            if type(key) is not str or key in entries:
                raise Refused("E_DECODE", "B8: a key that is no str or stands twice")
            entries[key] = self.value(depth + 1)
        return entries


def check_must(fields, known, code):
    """Refuses a map that demands a key which is not known."""
    demanded = fields.get("must", [])
    if type(demanded) is not list or not all(type(key) is str for key in demanded):
        raise Refused(code, "must: no array of str")
    for key in demanded:
        if key not in known and key != "must":
            raise Refused("E_VERSION", key)


def check_fields(fields, table, required, may_be_nil, code):
    """Refuses a map whose fields are not what the table says; keys that it does not name are ignored."""
    for name in sorted(required - fields.keys()):
        raise Refused(code, f"{name}: missing")
    for name, check in table.items():
        if name not in fields or (fields[name] is None and name in may_be_nil):
            continue
        try:
            check(fields[name])
        except WrongValue as fault:
            raise Refused(code, f"{name}: {fault}") from None


def check_new_due(fields):
    """Refuses a decision whose new deadline does not fit it."""
    if (fields["decision"] == "approved") != ("new_due" in fields):
        raise Refused("E_FIELD", "new_due: required if approved, not allowed if refused")


def check_calendar(fields):
    """Refuses a plan whose calendar does not fit together."""
    if "calendar_from" not in fields:
        given = sorted({"calendar_to", "rest", "off", "work"} & fields.keys())
        if given:
            raise Refused("E_FIELD", f"calendar_from: missing beside {given[0]}")
        return
    if "calendar_to" not in fields:
        raise Refused("E_FIELD", "calendar_to: missing")
    first, last = fields["calendar_from"], fields["calendar_to"]
    off, work = fields.get("off", []), fields.get("work", [])
    if first > last:
        raise Refused("E_FIELD", "calendar_to: before calendar_from")
    for key, days in (("off", off), ("work", work)):
        if days != sorted(set(days)):
            raise Refused("E_FIELD", f"{key}: days that do not ascend")
        if not all(first <= day <= last for day in days):
            raise Refused("E_FIELD", f"{key}: a day that is not covered")
    if set(off) & set(work):
        raise Refused("E_FIELD", "work: a day that is also off")


def read_frame(data):
    """Name and fields of a message; raises Refused."""
    value = Reader(data).only_value()
    if type(value) is not list or len(value) != 2 or type(value[0]) is not int or type(value[1]) is not dict:
        raise Refused("E_DECODE", "no [type, map]")
    number, fields = value
    if number not in NAMES:
        raise Refused("E_DECODE", f"no type {number}")
    table = FRAMES[NAMES[number]][1]
    check_must(fields, table, "E_DECODE")
    check_fields(fields, table, set(table), set(), "E_DECODE")
    return NAMES[number], fields


def read_update(data):
    """The map of one update; raises Refused. Size, plan and source are judged elsewhere."""
    fields = Reader(data).only_value()
    if type(fields) is not dict:
        raise Refused("E_DECODE", "no map")
    check_fields(fields, {"t": COMMON["t"]}, {"t"}, set(), "E_FIELD")
    table = {**COMMON, **TABLES[fields["t"]]}
    check_must(fields, table, "E_FIELD")
    check_fields(fields, table, REQUIRED[fields["t"]], MAY_BE_NIL[fields["t"]], "E_FIELD")
    if fields["t"] == "decide":
        check_new_due(fields)
    if fields["t"] == "plan_set":
        check_calendar(fields)
    return fields
