# SPDX-License-Identifier: MIT
"""Stories of units' files, as a producer reports them: what the views say of a file and its rows."""

import pytest

from updates import figure, item_set, reading, rowset, task

EDU, CIVIL = "教育局", "民政局"
FRIDAY = 1650254400000  # 2022-04-18T12:00:00+08:00
WEEK = 7 * 24 * 3600 * 1000


@pytest.fixture(name="edu")
def fixture_edu(office):
    """The producer of one unit, whose plan has three items; a fourth belongs to another unit."""
    office.start_aggregator()
    office.set_plan({"T1": EDU, "T2": EDU, "T3": EDU, "T9": CIVIL}, {"edu": [EDU]})
    return office.client("edu")


def row(number, item, at=FRIDAY, **fields):
    """An update that was made of a row of a file."""
    return task(item, row=number, delivered_at=at, **fields)


def files(office):
    """What the view says of every file."""
    return office.rows("SELECT dept, name, delivered_on, decision, reason, rows, understood, changed, unchanged FROM file")


def file_rows(office, name):
    """What the view says of the rows of one file."""
    return office.rows("SELECT \"row\", key, outcome, r.reason, fields FROM file_row r JOIN file f USING (file) WHERE name = ?", name)


def test_a_file_is_told_with_what_the_aggregator_made_of_its_rows(office, edu):
    edu.deliver([row(2, "T1", state="working", percent=[30, 0]), row(3, "T2", state="paused"),
                 row(4, "T9", state="working"), row(5, "T8", state="working"),
                 rowset(EDU, FRIDAY, "a.csv", rows=6, understood=4, n=4, rejected=[[6, "bad_date", "T3"], [7, "bad_encoding", ""]])])
    assert files(office) == [(EDU, "a.csv", "2022-04-18", "accepted", None, 6, 2, 2, 0)]
    assert file_rows(office, "a.csv") == [
        (2, "T1", "changed", None, "new"), (3, "T2", "changed", None, "new"),
        (4, "T9", "refused", "not_responsible", None), (5, "T8", "refused", "unknown_id", None),
        (6, "T3", "refused", "bad_date", None), (7, None, "refused", "bad_encoding", None)]


def test_the_fields_that_a_row_changes_are_named(office, edu):
    edu.deliver([row(2, "T1", state="working", percent=[30, 0], measures=figure(5, 0, "个"), note="一"), rowset(EDU, FRIDAY, "a.csv", n=1)])
    later = FRIDAY + WEEK
    edu.deliver([row(2, "T1", later, state="working", percent=[300, -1], measures=figure(6, 0, "个"), ext_to="2022-12-01", note="二"),
                 rowset(EDU, later, "b.csv", rows=1, understood=1, n=1)])
    assert file_rows(office, "b.csv") == [(2, "T1", "changed", None, "value ext_to note")]


def test_readings_are_told_by_item_and_period_with_what_changed(office, edu):
    edu.deliver([reading("T1", "2022-M01/02", ([-13, -1], "%"), row=2, delivered_at=FRIDAY),
                 reading("T1", "2022-M03", ([1, -1], "%"), row=3, delivered_at=FRIDAY),
                 reading("T2", "2022-Q1", ([21, -1], "%"), row=4, delivered_at=FRIDAY),
                 reading("T9", "2022-Q1", ([21, -1], "%"), row=5, delivered_at=FRIDAY),
                 reading("T1", "2022-Q3", ([21, -1], "%"), row=6, delivered_at=FRIDAY),
                 rowset(EDU, FRIDAY, "a.csv", rows=5, understood=5, n=5)])
    assert files(office) == [(EDU, "a.csv", "2022-04-18", "accepted", None, 5, 3, 3, 0)]
    assert file_rows(office, "a.csv") == [
        (2, "T1@2022-M01/02", "changed", None, "new"), (3, "T1@2022-M03", "changed", None, "new"),
        (4, "T2@2022-Q1", "changed", None, "new"), (5, "T9@2022-Q1", "refused", "not_responsible", None),
        (6, "T1@2022-Q3", "refused", "future_date", None)]
    later = FRIDAY + WEEK
    edu.deliver([reading("T1", "2022-M01/02", ([-13, -1], "%"), "revised", row=2, delivered_at=later),
                 reading("T1", "2022-M03", ([2, -1], "%"), row=3, delivered_at=later),
                 reading("T2", "2022-Q1", ([210, -2], "%"), row=4, delivered_at=later),
                 rowset(EDU, later, "b.csv", rows=3, understood=3, n=3)])
    assert files(office)[1][5:] == (3, 3, 2, 1)
    assert file_rows(office, "b.csv") == [(2, "T1@2022-M01/02", "changed", None, "reading_status"),
                                          (3, "T1@2022-M03", "changed", None, "value")]


def test_readings_stand_in_their_views_with_the_days_of_their_item(office, edu):
    edu.deliver([reading("T1", "2022-M03", ([1, -1], "%"), delivered_at=FRIDAY),
                 reading("T1", "2022-M03", ([2, -1], "%"), "revised", delivered_at=FRIDAY + WEEK),
                 reading("T1", "2022-M03", ([2, -1], "%"), "revised", delivered_at=FRIDAY + 2 * WEEK)])
    views = [office.rows("SELECT item, measure, period, value, status, revision FROM reading_now"),
             office.rows("SELECT status, value, first_heard_on, heard_on, moved_on FROM item_now WHERE item = 'T1'"),
             office.rows("SELECT code, measure, period, value, reading_status, status FROM update_log WHERE t = 'reading'")]
    assert views == [[("T1", "main", "2022-M03", "0.2", "revised", 1)],
                     [(None, None, "2022-04-18", "2022-05-02", "2022-04-25")],
                     [("OK", "main", "2022-M03", "0.1", "preliminary", None), ("OK", "main", "2022-M03", "0.2", "revised", None),
                      ("NOCHANGE", "main", "2022-M03", "0.2", "revised", None)]]


def test_readings_follow_the_unit_of_the_plan_also_after_the_aggregator_was_killed(office, edu):
    control = office.client("control")
    control.deliver([item_set("T1", EDU, unit="万元")])
    edu.deliver([reading("T1", "2022-M03", ([5000, 0], "万元"), delivered_at=FRIDAY)])
    control.deliver([item_set("T1", EDU, unit="亿元")])
    assert office.rows("SELECT value FROM reading_now") == [("0.5",)]
    office.kill_aggregator()
    office.start_aggregator()
    answers = edu.deliver([reading("T1", "2022-M03", ([5, -1], "亿元"), delivered_at=FRIDAY)])
    assert set(answers.values()) == {("NOCHANGE", "")}
    assert office.rows("SELECT value, revision FROM reading_now") == [("0.5", 0)]


def test_an_item_is_shown_with_its_readings_as_they_were_known(office, edu):
    control = office.client("control")
    control.deliver([item_set("T1", EDU, unit="%")])
    edu.deliver([reading("T1", "2022-M03", ([1, -1], "%"), delivered_at=FRIDAY)])
    (first,), = office.rows("SELECT max(received) FROM update_log")
    edu.deliver([reading("T1", "2022-M03", ([20, -1], "‰"), "revised", delivered_at=FRIDAY + WEEK)])
    assert office.json("item", "T1")[0]["readings"] == [{"period": "2022-M03", "value": "0.2", "status": "revised", "revision": 1}]
    assert office.json("item", "T1", "--as-of", first)[0]["readings"] == [
        {"period": "2022-M03", "value": "0.1", "status": "preliminary", "revision": 0}]
    assert "readings" not in office.json("item", "T2")[0]
    rows = [line.split() for line in office.say("item", "T1", "--lang", "zh").splitlines()]
    assert ["统计时期", "数值", "数据性质"] in rows and ["2022-M03", "0.2%", "修订"] in rows
    assert "2022-M03 2‰ revised" in office.say("log")
    control.deliver([item_set("T1", EDU, unit="家")])
    assert office.json("item", "T1")[0]["readings"][0]["value"] is None
    assert ["2022-M03", "–", "修订"] in [line.split() for line in office.say("item", "T1", "--lang", "zh").splitlines()]


def test_what_changed_nothing_counts_as_unchanged_and_missing_keys_are_listed(office, edu):
    edu.deliver([row(2, "T1", state="working"), rowset(EDU, FRIDAY, "a.csv", rows=1, understood=1, n=1)])
    edu.deliver([row(2, "T1", state="working"), rowset(EDU, FRIDAY, "b.csv", rows=3, understood=3, unchanged=2, n=1, missing=["T2", "T3"])])
    assert files(office)[1][5:] == (3, 3, 0, 3)
    assert file_rows(office, "b.csv") == [(None, "T2", "missing", None, None), (None, "T3", "missing", None, None)]


def test_a_held_file_changes_nothing_and_is_no_export(office, edu):
    edu.deliver([rowset(EDU, FRIDAY, "a.csv", "held", reason="truncated"), rowset(EDU, FRIDAY, "~$a.csv", "ignored", reason="lock_file")])
    assert [(name, decision, reason) for _, name, _, decision, reason, *_ in files(office)] == [
        ("a.csv", "held", "truncated"), ("~$a.csv", "ignored", "lock_file")]
    assert office.rows("SELECT last_export_on FROM source_now WHERE source = 'edu'") == [(None,)]
    edu.deliver([rowset(EDU, FRIDAY + WEEK, "b.csv")])
    assert office.rows("SELECT last_export_on FROM source_now WHERE source = 'edu'") == [("2022-04-25",)]


def test_a_rowset_speaks_only_of_its_own_updates(office, edu):
    other = office.client("report")
    office.set_plan({}, {"report": [EDU]})
    edu.deliver([row(2, "T1", state="working")])
    other.deliver([task("T3", state="paused")])
    edu.deliver([row(3, "T2", state="working"), rowset(EDU, FRIDAY, "a.csv", rows=1, understood=1, n=1)])
    edu.deliver([rowset(EDU, FRIDAY, "b.csv", n=1)])
    assert file_rows(office, "a.csv") == [(3, "T2", "changed", None, "new")]
    edu.deliver([rowset(EDU, FRIDAY, "c.csv", n=10000)])
    assert [key for _, key, *_ in file_rows(office, "c.csv") if key] == ["T1", "T2"]


def test_a_rowset_that_counts_too_few_understood_rows_is_told_as_none(office, edu):
    edu.deliver([row(2, "T9", state="working"), rowset(EDU, FRIDAY, "a.csv", rows=1, understood=0, n=1)])
    assert files(office)[0][5:] == (1, 0, 0, 0)


def test_a_source_cannot_tell_of_another_units_file(office, edu):
    answers = edu.deliver([rowset(CIVIL, FRIDAY, "a.csv")])
    assert set(answers.values()) == {("E_FORBIDDEN", "")}
    assert files(office) == []


def test_files_are_told_the_same_after_the_aggregator_was_killed(office, edu):
    edu.deliver([row(2, "T1", state="working"), rowset(EDU, FRIDAY, "a.csv", rows=1, understood=1, n=1)])
    before = files(office), file_rows(office, "a.csv")
    office.kill_aggregator()
    office.start_aggregator()
    edu.deliver([rowset(EDU, FRIDAY, "b.csv")])
    assert (files(office)[:1], file_rows(office, "a.csv")) == before
    office.check_log()
