# SPDX-License-Identifier: MIT
"""Stories of `duban up`: all daemons of an office together, started again when they end, ended together."""

import os
import pathlib
import signal

import pytest

from office import PROGRAMS, READY_S, Daemon

FORM = """
form: table
item: 编号
required: [编号, 进度]
columns:
  - {field: percent, from: 进度}
"""
CONFIG = """
watch:
  - {source: edu, dept: edu, form: table.yaml, folder: drop}
"""


@pytest.fixture(name="together")
def fixture_together(office):
    """An office with one watcher, and what starts it as a whole."""
    (office.folder / "duban.yaml").write_text(CONFIG, encoding="utf-8")
    (office.folder / "table.yaml").write_text(FORM, encoding="utf-8")
    (office.folder / "drop").mkdir()
    started = []

    def start():
        started.append(Daemon([str(PROGRAMS / "duban"), "up", "--dir", str(office.folder)], office.environment))
        return started[-1]

    yield start
    for daemon in started:
        if daemon.process.poll() is None:
            daemon.end(signal.SIGKILL)


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
    (office.folder / "table.yaml").write_text(FORM.replace("item:", "itme:"), encoding="utf-8")
    up = together()
    up.wait_for("watch edu has ended (78): its input or configuration is wrong", READY_S)
    wait_until_ready(up, "aggregator", "digest", "alert")
    assert "duban-watch" not in children(up)
    assert up.end(signal.SIGTERM) == 0


def test_a_parent_that_ignores_its_children_changes_nothing(office):
    """SIGCHLD is ignored by some supervisors; a killed daemon is started again all the same."""
    words = ["/usr/bin/env", "--ignore-signal=CHLD", str(PROGRAMS / "duban"), "up", "--dir", str(office.folder)]
    up = Daemon(words, office.environment)
    try:
        wait_until_ready(up, "aggregator", "digest", "alert")
        os.kill(children(up)["duban-digest"], signal.SIGKILL)
        up.wait_for("digest has ended (137) and will be started again", READY_S)
        assert up.end(signal.SIGTERM) == 0
    finally:
        if up.process.poll() is None:
            up.end(signal.SIGKILL)
