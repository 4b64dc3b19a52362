# SPDX-License-Identifier: MIT
"""Stories of the file clock: programs live in the time that a file says, and leave marks for whoever drives it."""

import json
import os
import select
import time

import pytest

MARK_WITHIN_S = 10.0


class Clock:
    """A clock file and the marks of the daemons that live by it."""

    def __init__(self, folder):
        self.path = folder / "clock"
        self.marks = folder / "clock.d"
        self.marks.mkdir()
        self.step = 0

    def set(self, instant):
        """The next step, at this instant."""
        self.step += 1
        draft = self.path.with_suffix(".new")
        draft.write_text(f"{instant}\n{self.step}\n", encoding="utf-8")
        draft.rename(self.path)

    def option(self):
        """What a program is given."""
        return f"file:{self.path}"

    def mark(self, name, step):
        """The mark of a daemon at this step or a later one."""
        until = time.monotonic() + MARK_WITHIN_S
        while time.monotonic() < until:
            try:
                mark = json.loads((self.marks / name).read_text(encoding="utf-8"))
            except FileNotFoundError:
                mark = {"step": 0}
            if mark["step"] >= step:
                return mark
            select.select([], [], [], 0.005)
        raise AssertionError(f"no mark of {name} for step {step}")


@pytest.fixture(name="clock")
def fixture_clock(tmp_path):
    """A clock that stands at a moment of 2022."""
    folder = tmp_path / "time"
    folder.mkdir()
    clock = Clock(folder)
    clock.set("2022-01-07T17:00:00+08:00")
    return clock


def test_the_log_is_dated_by_the_clock_file(office, clock):
    """What is received at a step bears that step's instant, and the mark says how far the log is."""
    office.start_aggregator(clock=clock.option())
    assert clock.mark("aggregator", 1) == {"step": 1, "clock": "2022-01-07T17:00:00+08:00", "lsn": 0}
    office.set_plan({"A-1": "edu"}, {"edu": ["edu"]})
    clock.set("2022-01-08T09:00:00+08:00")
    assert clock.mark("aggregator", 2)["lsn"] == 2
    office.client("edu").deliver([{"v": 1, "t": "task", "item": "A-1", "percent": [5, 1]}])
    received = [row[0] for row in office.rows("SELECT received FROM update_log ORDER BY lsn")]
    assert received == ["2022-01-07T09:00:00.000Z"] * 2 + ["2022-01-08T01:00:00.000Z"]


def test_a_daemon_that_was_killed_does_the_current_step(office, clock):
    """A new start at the same step leaves the mark anew."""
    office.start_aggregator(clock=clock.option())
    clock.mark("aggregator", 1)
    office.kill_aggregator()
    os.unlink(clock.marks / "aggregator")
    office.start_aggregator(clock=clock.option())
    assert clock.mark("aggregator", 1)["step"] == 1


def test_a_clock_that_is_none_is_refused(office, tmp_path):
    """Wrong use, no such file and a wrong file each have their exit code and their sentence."""
    wrong = tmp_path / "wrong"
    wrong.write_text("noon\n", encoding="utf-8")
    assert "neither system nor file:PATH" in office.say("status", "--clock", "noon", status=64)
    assert "no such" in office.say("status", "--clock", f"file:{tmp_path}/none", status=66).lower()
    assert "RFC 3339" in office.say("status", "--clock", f"file:{wrong}", status=65)
