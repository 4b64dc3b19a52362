# SPDX-License-Identifier: MIT
"""Stories of `duban up`: all daemons of an office together, started again when they end, ended together."""

import os
import pathlib
import signal

import pytest

from office import PROGRAMS, READY_S


@pytest.fixture(name="together")
def fixture_together(start):
    """Starts the office as a whole."""
    return lambda: start("duban", "up")


def children(daemon):
    """The running children of a process: {program: pid}."""
    pids = pathlib.Path(f"/proc/{daemon.process.pid}/task/{daemon.process.pid}/children").read_text().split()
    return {pathlib.Path(f"/proc/{pid}/exe").readlink().name: int(pid) for pid in pids}


def wait_until_ready(daemon, *names):
    """Waits until each of these daemons says that it is ready."""
    for name in names:
        daemon.wait_for(f"duban {name}: info: ready", READY_S)


def test_all_daemons_of_an_office_run_together_and_end_together(together):
    """Aggregator, watcher and digest; nothing is left behind."""
    up = together()
    wait_until_ready(up, "aggregator", "watch", "digest")
    running = children(up)
    assert {"duban-aggregator", "duban-watch", "duban-digest"} <= set(running)
    assert up.end(signal.SIGTERM) == 0
    assert not [pid for pid in running.values() if pathlib.Path(f"/proc/{pid}").exists()]


def test_a_daemon_that_was_killed_is_started_again(together):
    """The others go on; the operator is told."""
    up = together()
    wait_until_ready(up, "aggregator", "watch", "digest")
    killed = children(up)["duban-aggregator"]
    up.lines.clear()
    os.kill(killed, signal.SIGKILL)
    up.wait_for("aggregator has ended (137) and will be started again", READY_S)
    wait_until_ready(up, "aggregator")
    assert children(up)["duban-aggregator"] != killed
    assert up.end(signal.SIGTERM) == 0


def test_a_daemon_whose_configuration_is_wrong_is_named_and_the_others_go_on(together, office):
    """It is tried again in a minute: who mends the file need not start anything."""
    form = office.folder / "table.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("item:", "itme:"), encoding="utf-8")
    up = together()
    up.wait_for("watch edu has ended (78): its input or configuration is wrong", READY_S)
    wait_until_ready(up, "aggregator", "digest", "alert")
    assert "duban-watch" not in children(up)
    assert up.end(signal.SIGTERM) == 0


def test_a_parent_that_ignores_its_children_changes_nothing(start):
    """SIGCHLD is ignored by some supervisors; a killed daemon is started again all the same."""
    up = start("/usr/bin/env", "--ignore-signal=CHLD", str(PROGRAMS / "duban"), "up")
    wait_until_ready(up, "aggregator", "digest", "alert")
    os.kill(children(up)["duban-digest"], signal.SIGKILL)
    up.wait_for("digest has ended (137) and will be started again", READY_S)
    assert up.end(signal.SIGTERM) == 0
