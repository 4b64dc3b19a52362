# SPDX-License-Identifier: MIT
"""The yardstick on small tables: what it concludes, and that every difference from what is expected is named."""

import copy
import sqlite3

import pytest

import compare
import yardstick
from yardstick import Decision, File, FileRow, Report, Tables

REPORTERS = {"A-1": "edu", "A-2": "edu", "B-1": "roads", "I-1": "stats"}
UNITS = ("edu", "roads", "stats")
DAY, NEXT = "2023-03-03", "2023-03-10"


def tables(**changed):
    """Tables of a plan with nothing in the log yet."""
    empty = {"reports": [], "files": [], "file_rows": [], "decisions": [], "connected": {"edu": "2023-02-24"},
             "due": {"A-1": "2023-03-20", "A-2": "2023-12-31", "B-1": "2023-12-31", "I-1": "2023-12-31"}}
    return Tables(**{**empty, **changed})


def sets(day, **changed):
    """The sets of a day."""
    return yardstick.Yardstick(tables(**changed), REPORTERS, UNITS).sets(day)


def report(lsn, known_on=DAY, item="A-1", status="working", **fields):
    """An accepted update."""
    return Report(lsn=lsn, known_on=known_on, item=item, status=status, **fields)


def week_file(number, day):
    """An accepted file of the education bureau behind nine updates."""
    return File(file=10 * number, dept="edu", name=f"{number}.csv", delivered_on=day)


# --- Days ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day, name", [("2023-03-05", None), ("2023-03-06", "due_14"), ("2023-03-20", "due_14"),
                                       ("2023-03-21", "overdue")])
def test_an_item_is_due_soon_and_then_overdue_also_when_nothing_was_reported(day, name):
    found = sets(day)
    assert [what for what in ("due_14", "overdue", "completed") if "A-1" in found[what]] == ([name] if name else [])
    assert "A-1" in found["never_reported"]


def test_the_last_approved_decision_counts_from_its_day_on():
    decisions = [Decision(9, "A-1", "approved", "2023-03-18", "2023-04-30"), Decision(11, "A-1", "refused", "2023-03-22"),
                 Decision(8, "A-1", "approved", "2023-03-19", "2023-05-31"),
                 Decision(7, "A-1", "approved", "2023-03-19", "2023-03-31")]
    found = yardstick.Yardstick(tables(decisions=decisions), REPORTERS, UNITS)
    due = [found.due_on("A-1", f"2023-03-{day}") for day in (17, 18, 19, 25)]
    assert due == ["2023-03-20", "2023-04-30", "2023-05-31", "2023-05-31"]


@pytest.mark.parametrize("completed_on, names", [("2023-03-20", ["completed"]), ("2023-03-21", ["completed", "completed_late"]),
                                                 ("2023-03-26", ["overdue"])])
def test_completed_is_what_was_completed_by_the_day(completed_on, names):
    found = sets("2023-03-25", reports=[report(1, status="done", completed_on=completed_on)])
    assert [name for name in ("completed", "completed_late", "overdue") if "A-1" in found[name]] == names


def test_what_is_known_later_does_not_count_yet_and_the_log_decides_what_is_last():
    reports = [report(1, status="done", completed_on=DAY), report(2, NEXT, status="working"), report(3, DAY, item="A-2")]
    assert [sets(day, reports=reports)["completed"] for day in ("2023-03-02", DAY, NEXT)] == [[], ["A-1"], []]


def test_a_department_is_silent_after_fourteen_days_without_an_accepted_file():
    held = File(file=20, dept="edu", name="b.csv", delivered_on="2023-03-15", decision="held", reason="empty")
    files = [week_file(1, DAY), held]
    assert [sets(day, files=files)["silent_departments"] for day in ("2023-03-17", "2023-03-18")] == [[], ["edu"]]
    assert [sets(day)["silent_departments"] for day in (NEXT, "2023-03-11")] == [[], ["edu"]]


UNMOVED = [report(1, progress="20", value="5"), report(25, NEXT, progress="20.0", value="5.00")]


@pytest.mark.parametrize("last, stalled", [("2023-04-27", []), ("2023-04-28", ["A-1"])])
def test_stalled_is_what_is_heard_of_for_eight_weeks_and_does_not_move(last, stalled):
    files = [week_file(1, DAY), week_file(3, last)]
    assert sets("2023-12-31", reports=UNMOVED, files=files)["stalled"] == stalled


@pytest.mark.parametrize("row", [FileRow(30, 4, "A-1", "refused", "bad_date"), FileRow(30, None, "A-1", "missing")])
def test_a_file_that_has_no_understood_row_of_an_item_says_nothing_of_it(row):
    files = [week_file(1, DAY), week_file(3, "2023-06-30")]
    assert sets("2023-12-31", reports=UNMOVED, files=files)["stalled"] == ["A-1"]
    assert sets("2023-12-31", reports=UNMOVED, files=files, file_rows=[row])["stalled"] == []


@pytest.mark.parametrize("change", [{"progress": "21"}, {"value": "6"}, {"stage": "building"}, {"status": "paused"}])
def test_each_of_four_fields_moves_an_item(change):
    reports = [*UNMOVED, report(27, "2023-06-01", **{"progress": "20", "value": "5", **change})]
    assert sets("2023-12-31", reports=reports, files=[week_file(1, DAY), week_file(3, "2023-06-30")])["stalled"] == []


def test_units_are_counted_by_the_last_status():
    reports = [report(1, status="not_started"), report(2, status="paused"),
               report(3, item="I-1", status=None, period="2023-M01", value="2")]
    counts = sets("2023-03-25", reports=reports)["by_department"]
    assert counts["edu"] == {"total": 2, "not_started": 0, "in_progress": 0, "paused": 1, "completed": 0, "never_reported": 1,
                             "overdue": 1}
    assert counts["stats"]["in_progress"] == 1


def test_the_state_of_items_and_of_periods():
    reports = [report(1, progress="5"), report(2, NEXT, status="paused", progress="6", ext_to="2023-06-30"),
               report(3, item="I-1", status=None, period="2023-M01", value="2.5", reading_status="preliminary"),
               report(4, item="I-1", status=None, period="2023-Q1", value="3", reading_status="revised"),
               report(5, NEXT, item="I-1", status=None, period="2023-M01", value="2.4", reading_status="revised")]
    found = yardstick.Yardstick(tables(reports=reports), REPORTERS, UNITS)
    assert found.state(NEXT) == {"A-1": ["paused", "6", None, None, "2023-06-30", "2023-03-20"],
                                 "I-1@2023-01": ["2.4", "revised"], "I-1@2023-Q1": ["3", "revised"]}
    assert found.state(DAY)["I-1@2023-01"] == ["2.5", "prelim"]


def test_a_week_tells_what_entered_and_left():
    reports = [report(1, status="done", completed_on=DAY), report(2, NEXT, item="A-2", ext_to="2024-01-31"), report(3, NEXT)]
    decisions = [Decision(4, "A-1", "approved", NEXT, "2023-04-30")]
    found = yardstick.Yardstick(tables(reports=reports, decisions=decisions), REPORTERS, UNITS)
    week = found.week(DAY, "2023-03-24")
    told = {name: value for name, value in week.items() if value and name not in ("date", "since")}
    assert told == {"reopened": ["A-1"], "newly_silent": ["edu"], "extension_requested": ["A-2"],
                    "due_moved": {"A-1": "2023-04-30"}}


@pytest.mark.parametrize("key, expected", [("A-1", "A-1"), ("I-1@2022-M03", "I-1@2022-03"), ("I-1@2022-Q1", "I-1@2022-Q1"),
                                           ("I-1@2022-M01/02", "I-1@2022-01/2022-02"), (None, "")])
def test_keys_are_written_as_what_is_expected(key, expected):
    assert yardstick.key_of(key) == expected


# --- Views --------------------------------------------------------------------------------------------------

VIEWS = """
CREATE TABLE update_log (lsn, known_on, t, item, code, status, stage, progress, value, completed_on, ext_to, note);
CREATE TABLE file (file, dept, name, sha256, delivered_on, decision, reason, rows, understood, changed, unchanged);
CREATE TABLE file_row (file, "row", key, outcome, reason, fields);
CREATE TABLE decision (lsn, item, decision, decided_on, new_due, doc_no);
CREATE TABLE item_now (item, due_original);
CREATE TABLE source_now (source, departments, connected_on);
INSERT INTO update_log VALUES (1, '2023-03-03', 'item_set', 'A-1', 'OK', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
 (2, '2023-03-03', 'task', 'A-1', 'E_UNIT', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
 (3, NULL, NULL, NULL, 'E_DECODE', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
 (4, '2023-03-03', 'project', 'A-1', 'W_DECREASE', 'working', NULL, '5', NULL, NULL, NULL, 'x');
INSERT INTO item_now VALUES ('A-1', '2023-12-31');
INSERT INTO source_now VALUES ('edu', 'edu roads', '2023-02-24'), ('report', 'edu stats', NULL);
"""


def test_only_accepted_reports_are_read_and_columns_that_are_not_there_say_nothing():
    store = sqlite3.connect(":memory:")
    store.executescript(VIEWS)
    found = yardstick.read(store)
    store.close()
    assert found.reports == [report(4, progress="5")]
    assert found.connected == {"edu": "2023-02-24", "roads": "2023-02-24"}
    assert found.due == {"A-1": "2023-12-31"}


# --- Comparison ---------------------------------------------------------------------------------------------

FILES = [File(10, "edu", "a.csv", DAY, understood=2), File(20, "edu", "b.csv", NEXT, "held", "empty")]
FILE_ROWS = [FileRow(10, 2, "A-1", "changed", None, "new"), FileRow(10, 3, "A-2", "changed", None, "status forecast_finish"),
             FileRow(10, 4, None, "refused", "bad_encoding"), FileRow(10, None, "A-3", "missing")]
EXPECTED = [{"delivered_at": f"{DAY}T16:30:00+08:00", "dept": "edu", "path": "edu/a.csv", "decision": "accepted", "reason": None,
             "understood": 2, "unchanged": 0, "changed": {"A-1": ["new"], "A-2": ["expected_on", "status"]},
             "rejected": [[4, "bad_encoding"]], "missing": ["A-3"]},
            {"delivered_at": f"{NEXT}T16:30:00+08:00", "dept": "edu", "path": "edu/b.csv", "decision": "held", "reason": "empty"}]


@pytest.fixture(name="both")
def fixture_both():
    """What is expected of a small year, and the same as it was found."""
    made = tables(files=FILES, file_rows=FILE_ROWS, reports=[report(2, progress="5.0")])
    found = yardstick.conclude(made, REPORTERS, UNITS, [NEXT], [(DAY, NEXT)])
    expected = copy.deepcopy({**found, "files": EXPECTED})
    expected["asof"][NEXT]["state"]["A-1"][1] = "5"
    return expected, found


def differences(expected, found):
    """The lines that tell them apart."""
    return compare.differences(expected, found, REPORTERS, UNITS, ["edu"])


def test_what_is_as_expected_has_no_difference(both):
    assert differences(*both) == []


def test_what_is_expected_of_other_units_is_left_out(both):
    expected, found = both
    day = expected["asof"][NEXT]
    day["overdue"].append("C-1")
    day["state"]["C-1"] = ["working", None, None, None, None, "2023-12-31"]
    day["by_department"]["health"] = {"total": 1}
    expected["weekly"][0]["due_moved"]["C-1"] = "2023-12-31"
    expected["files"].append({**EXPECTED[1], "dept": "health", "path": "health/a.csv"})
    assert compare.differences(expected, found, {**REPORTERS, "C-1": "health"}, UNITS, ["edu"]) == []


SPOILED = {
    "a reason": (lambda year: year["files"][1].update(reason="truncated"), "edu/b.csv: reason: found empty, expected truncated"),
    "a count": (lambda year: year["files"][0].update(understood=3), "edu/a.csv: understood: found 2, expected 3"),
    "fields": (lambda year: year["files"][0]["changed"].update({"A-2": ["status"]}),
               "edu/a.csv: changed: A-2: found expected_on status, expected status"),
    "a row": (lambda year: year["files"][0].update(rejected=[[5, "bad_encoding"]]),
              "edu/a.csv: refused: row 5 bad_encoding: expected, not found"),
    "a missing key": (lambda year: year["files"][0].update(missing=[]), "edu/a.csv: missing: A-3: found, not expected"),
    "a file": (lambda year: year["files"].pop(), "edu/b.csv of 2023-03-10: found, not expected"),
    "a file too many": (lambda year: year["files"].append({**EXPECTED[1], "path": "edu/c.csv"}), "edu/c.csv: not found"),
    "a set": (lambda year: year["asof"][NEXT]["overdue"].append("A-2"), "2023-03-10: overdue: A-2: expected, not found"),
    "a silence": (lambda year: year["asof"][NEXT]["silent_departments"].append("edu"),
                  "2023-03-10: silent_departments: edu: expected, not found"),
    "a number of items": (lambda year: year["asof"][NEXT]["by_department"]["edu"].update(paused=7),
                          "2023-03-10: by_department: edu: paused: found 0, expected 7"),
    "a figure": (lambda year: year["asof"][NEXT]["state"]["A-1"].__setitem__(1, "5.01"),
                 "2023-03-10: state: A-1: found in_progress 5.0 nothing nothing nothing 2023-03-20, "
                 "expected in_progress 5.01 nothing nothing nothing 2023-03-20"),
    "a week": (lambda year: year["weekly"][0]["reopened"].append("A-2"), "week of 2023-03-10: reopened: A-2: expected, not found"),
    "a moved deadline": (lambda year: year["weekly"][0]["due_moved"].update({"A-2": DAY}),
                         "week of 2023-03-10: due_moved: A-2: found nothing, expected 2023-03-03"),
}


@pytest.mark.parametrize("spoil, line", SPOILED.values(), ids=SPOILED)
def test_every_kind_of_difference_is_named(both, spoil, line):
    expected, found = both
    spoil(expected)
    assert line in differences(expected, found)
