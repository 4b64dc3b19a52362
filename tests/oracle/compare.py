# SPDX-License-Identifier: MIT
"""Compares what is expected of a year with what was found; every difference is one line that names where it is."""

import collections
import decimal
import pathlib

SETS = ("completed", "completed_late", "overdue", "due_14", "stalled", "never_reported", "silent_departments")
MOVES = ("newly_completed", "reopened", "newly_overdue", "no_longer_overdue", "newly_stalled", "no_longer_stalled",
         "newly_silent", "no_longer_silent", "extension_requested")
DECIMAL_PLACES = {6: (1, 2), 2: (0,)}  # of the state of an item: progress and value; of a reading: its value
NOTHING = {"changed": {}, "rejected": [], "missing": []}


def differences(expected, found, reporters, units, connected):
    """Lines that name all differences in what concerns these units; files are those of the connected ones."""
    def is_ours(name):
        return reporters.get(name.partition("@")[0], name) in units

    return [*of_files([file for file in expected["files"] if file["dept"] in connected], found["files"]),
            *(line for day, want in expected["asof"].items() for line in of_day(day, want, found["asof"][day], is_ours)),
            *(line for want, got in zip(expected["weekly"], found["weekly"], strict=True)
              for line in of_week(want, got, is_ours))]


def of_sets(place, want, got):
    """Lines for what is in one of two sets only."""
    want, got = set(want), set(got)
    return [*(f"{place}: {one}: expected, not found" for one in sorted(want - got)),
            *(f"{place}: {one}: found, not expected" for one in sorted(got - want))]


def of_maps(place, want, got):
    """Lines for the keys of two maps whose values differ."""
    return [f"{place}: {key}: found {show(got.get(key))}, expected {show(want.get(key))}"
            for key in sorted(set(want) | set(got)) if want.get(key) != got.get(key)]


def show(value):
    """A value in a line."""
    if isinstance(value, list):
        return " ".join(map(show, value))
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    return "nothing" if value is None else str(value)


# --- Files --------------------------------------------------------------------------------------------------


def of_files(expected, found):
    """Lines for all files: those of one department, name and day are paired in the order in which they came."""
    arrived = collections.defaultdict(collections.deque)
    for got in found:
        arrived[got["dept"], got["name"], got["delivered_on"]].append(got)
    lines = []
    for want in expected:
        waiting = arrived[want["dept"], pathlib.PurePath(want["path"]).name, want["delivered_at"][:10]]
        lines += of_file(want, waiting.popleft()) if waiting else [f"{want['path']}: not found"]
    return lines + [f"{dept}/{name} of {day}: found, not expected" for (dept, name, day), left in arrived.items() for _ in left]


def of_file(want, got):
    """Lines for one file."""
    place = want["path"]
    names = ("decision", "reason") if want["decision"] != "accepted" else ("decision", "reason", "understood", "unchanged")
    lines = of_maps(place, {name: want[name] for name in names}, {name: got[name] for name in names})
    want = {**NOTHING, **want}
    lines += of_maps(f"{place}: changed", {key: sorted(fields) for key, fields in want["changed"].items()}, got["changed"])
    lines += of_sets(f"{place}: refused", map(row_and_reason, want["rejected"]), map(row_and_reason, got["rejected"]))
    return lines + of_sets(f"{place}: missing", want["missing"], got["missing"])


def row_and_reason(refusal):
    """How a refused row is told."""
    return f"row {refusal[0]} {refusal[1]}"


# --- Days and weeks -----------------------------------------------------------------------------------------


def of_day(day, want, got, is_ours):
    """Lines for the end of one day."""
    lines = [line for name in SETS for line in of_sets(f"{day}: {name}", filter(is_ours, want[name]), got[name])]
    for dept in filter(is_ours, sorted(set(want["by_department"]) | set(got["by_department"]))):
        lines += of_maps(f"{day}: by_department: {dept}", want["by_department"].get(dept, {}),
                         got["by_department"].get(dept, {}))
    ours = {key: state for key, state in want["state"].items() if is_ours(key)}
    return lines + of_maps(f"{day}: state", values(ours), values(got["state"]))


def values(states):
    """States whose figures are numbers, so that 65 and 65.0 are the same."""
    return {key: [number(one) if place in DECIMAL_PLACES[len(state)] else one for place, one in enumerate(state)]
            for key, state in states.items()}


def number(text):
    """A figure as a number."""
    return None if text is None else decimal.Decimal(text)


def of_week(want, got, is_ours):
    """Lines for what is new in one week."""
    place = f"week of {want['date']}"
    lines = [line for name in MOVES for line in of_sets(f"{place}: {name}", filter(is_ours, want[name]), got[name])]
    moved = {item: day for item, day in want["due_moved"].items() if is_ours(item)}
    return lines + of_maps(f"{place}: due_moved", moved, got["due_moved"])
