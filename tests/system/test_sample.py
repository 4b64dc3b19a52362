# SPDX-License-Identifier: MIT
"""Six weeks of the year, short enough for the sanitizers too: files, decisions, issues, and kills."""

import collections
import contextlib
import json
import pathlib
import shutil
import sqlite3

import pytest

import demo
import ending
import issues
from driver import Driver
from kills import KillingDriver
from office import ALARM

N_FILES, N_ISSUES = 54, 32
N_KILLS = 8


@pytest.fixture(name="plain", scope="module")
def fixture_plain():
    """The driver that has driven the sample."""
    with Driver() as driver:
        demo.drive(driver, demo.sample(), demo.LAST_DAY_OF_SAMPLE)
        yield driver


def test_every_file_of_the_sample_has_the_decision_that_is_expected(plain):
    first, last = demo.SAMPLE
    expected = json.loads(demo.EXPECTED.read_text(encoding="utf-8"))["files"]
    want = [(file["delivered_at"][:10], file["dept"], pathlib.PurePath(file["path"]).name, file["decision"], file["reason"])
            for file in expected if first <= file["delivered_at"][:10] <= last]
    sources = {watch.dept for watch in demo.sample().watches}
    found = plain.office.rows("SELECT delivered_on, dept, name, decision, reason FROM file")
    assert collections.Counter(found) == collections.Counter(row for row in want if row[1] in sources)
    assert len(found) == N_FILES


def test_no_program_has_anything_to_complain_of(plain):
    assert [line for daemon in plain.ended for line in daemon.lines if ALARM.search(line)] == []


def test_the_sample_has_an_issue_for_each_of_its_working_days(plain):
    found = issues.issues(plain.folder)
    assert len(found) == N_ISSUES
    assert [fault for issue in found for fault in issue.faults()] == []


def test_kills_change_nothing_in_the_sample(plain, chance):
    with KillingDriver(chance, N_KILLS) as driver:
        demo.drive(driver, demo.sample(), demo.LAST_DAY_OF_SAMPLE)
        print(driver.told())
        assert ending.differences(plain.folder, driver.folder) == []


def test_what_is_lost_changed_or_doubled_is_named(plain, tmp_path):
    shutil.copytree(plain.folder, tmp_path / "other", ignore=shutil.ignore_patterns("run"))
    with contextlib.closing(sqlite3.connect(tmp_path / "other" / "state" / "store.db", isolation_level=None)) as store:
        store.execute("DELETE FROM fact WHERE lsn = (SELECT max(lsn) FROM fact)")
        store.execute("UPDATE item SET progress = '1' WHERE item = 'T5.1-02'")
        store.execute("INSERT INTO delivered_row SELECT * FROM delivered_row LIMIT 1")
    digest, receipt = tmp_path / "other" / "digests" / "2022-10-10.json", next((tmp_path / "other").glob("drop/edu/回执/*"))
    digest.write_bytes(digest.read_bytes().replace(b"190", b"191"))
    receipt.unlink()
    told = ending.differences(plain.folder, tmp_path / "other")
    assert [line.split(":")[:2] for line in told if line.startswith(("missing", "too many"))] == [
        ["missing", " item_now"], ["missing", " update_log"], ["too many", " file_row"], ["too many", " item_now"],
        ["too many", " update_log"]]  # a row of the log without its fact is as a refused one
    assert told[5:] == ["2022-10-10.json: has other bytes", f"drop/edu/回执/{receipt.name}: is missing"]
