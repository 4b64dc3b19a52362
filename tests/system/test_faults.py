# SPDX-License-Identifier: MIT
"""Stories of disks and networks that fail at one call: nothing that was promised is lost, and nobody is told a lie.

A sweep lets the first call fail, then the second, and so on until the program got through without meeting the fault.
"""

import errno
import re
import subprocess
import time

import pytest

from client import WAIT_S
from fault import Fault, sweep
from office import RUN_S, STOP_S
from updates import notes

CIVIL, ITEM = "民政局", "LH-2022-101"
OK, IO_FAILED, KEPT = 0, 74, 75
NOT_KEPT = "not kept"
MOST_CALLS = 80
EXIT_S = 5.0  # promise R6 says 1 s; other programs may take the processor


@pytest.fixture(name="planned")
def fixture_planned(office):
    """An office with an item and two sources, whose aggregator was stopped again."""
    office.start_aggregator()
    office.set_plan({ITEM: CIVIL}, {"civil": [CIVIL], "report": [CIVIL]})
    office.stop_aggregator()
    office.expect_line("error:.*(disk I/O error|injected)")
    return office


def logged_notes(office):
    """The notes that stand in the log, in its order."""
    return [note for note, in office.rows("SELECT note FROM update_log WHERE note IS NOT NULL ORDER BY lsn")]


def end_by_itself(office):
    """Waits until the aggregator has ended; returns its exit status."""
    daemon, office.aggregator = office.aggregator, None
    office.ended.append(daemon)
    try:
        return daemon.process.wait(STOP_S)
    finally:
        daemon.end(9)


# --- The aggregator ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call, error", [("sync", errno.EIO), ("write", errno.EIO), ("sync", errno.ENOSPC)])
def test_an_update_whose_commit_fails_gets_no_answer_and_the_aggregator_ends(planned, call, error):
    civil, n_fired = planned.client("civil"), 0
    for fault in sweep(planned.folder, call, MOST_CALLS, error=error, path="store.db", is_armed=False):
        planned.start_aggregator(before=fault.command())
        civil.connect()
        civil.hello()
        civil.expect("WELCOME")
        civil.deliver(notes(ITEM, 1, start=civil.last + 1))
        promised = dict(civil.answers)
        fault.arm()
        civil.send(notes(ITEM, 1, start=civil.last + 1))
        sent_at = time.monotonic()
        reply = civil.reply_or_close(WAIT_S)
        if not fault.has_fired():
            assert reply[0] == "ACK"
            planned.stop_aggregator()
            continue
        n_fired += 1
        assert reply == "closed", f"{reply} although the {call} number {n_fired} failed"
        assert end_by_itself(planned) == IO_FAILED
        assert time.monotonic() - sent_at < EXIT_S
        assert civil.answers == promised
        planned.start_aggregator()
        assert set(promised.values()) == {("OK", "")}
        found = planned.rows("SELECT seq, code FROM update_log WHERE source = 'civil' ORDER BY lsn")
        assert found[:len(promised)] == [(seq, "OK") for seq in sorted(promised)]
        civil.connect()
        civil.hello()
        civil.expect("WELCOME")
        civil.deliver()
        planned.check_log()
        planned.stop_aggregator()
    assert n_fired >= 1
    planned.start_aggregator()
    assert logged_notes(planned) == [f"note {seq}" for seq in range(1, civil.last + 1)]
    assert planned.rows("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_makes_producers_wait_and_nothing_is_lost(planned, error):
    planned.expect_line("warning: nothing can be stored")
    civil, n_waited = planned.client("civil"), 0
    faults = sweep(planned.folder, "write", MOST_CALLS, error=error, path="store.db", is_armed=False, step=5)
    for fault in faults:  # in steps: each lasts the second that a producer is told to wait
        planned.start_aggregator(before=fault.command())
        civil.connect()
        civil.hello()
        civil.expect("WELCOME")
        fault.arm()
        civil.send(notes(ITEM, 1, start=civil.last + 1))
        name, fields = civil.receive()
        if fault.has_fired():
            n_waited += 1
            assert (name, fields["reason"], fields["after_ms"] > 0) == ("NAK", "later", True)
            civil.react((name, fields))
        civil.deliver()
        planned.stop_aggregator()
    assert n_waited >= 1
    planned.start_aggregator()
    assert logged_notes(planned) == [f"note {seq}" for seq in range(1, civil.last + 1)]
    planned.check_log()


@pytest.mark.parametrize("call", ["sync", "write"])
def test_an_aggregator_that_cannot_store_its_start_does_not_start(planned, call):
    n_fired = 0
    for fault in sweep(planned.folder, call, MOST_CALLS, path="store.db"):
        try:
            planned.start_aggregator(before=fault.command())
        except AssertionError:
            n_fired += 1
            assert fault.has_fired() and end_by_itself(planned) == IO_FAILED
            continue
        planned.stop_aggregator()
    assert n_fired >= 1
    planned.start_aggregator()
    planned.client("civil").deliver(notes(ITEM, 1))
    planned.check_log()


# --- The outbox ----------------------------------------------------------------------------------------------------


def report(office, note, *arguments, before=()):
    """Reports a note; returns exit status and what was printed."""
    result = office.run("report", ITEM, "--note", note, "--lang", "en", *arguments, before=before)
    return result.returncode, result.stdout + result.stderr


@pytest.mark.parametrize("call", ["sync", "write"])
@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC])
def test_a_report_whose_outbox_fails_is_told_as_not_kept_and_what_was_kept_arrives(planned, call, error):
    statuses = {}
    for outbox in ("an outbox that is not there yet", "one that is"):
        for nth, fault in enumerate(sweep(planned.folder, call, MOST_CALLS, error=error, path="outbox-report.db"), start=1):
            note = f"{outbox} {nth}"
            statuses[note], printed = report(planned, note, "--wait", "0", before=fault.command())
            assert statuses[note] in (IO_FAILED, KEPT), printed
            assert (statuses[note] == IO_FAILED) == (NOT_KEPT in printed), printed
            assert fault.has_fired() or statuses[note] == KEPT
        assert IO_FAILED in statuses.values() and statuses[note] == KEPT
    planned.start_aggregator()
    assert report(planned, "end")[0] == OK
    found = logged_notes(planned)
    assert {note for note, status in statuses.items() if status == KEPT} <= set(found)
    assert len(found) == len(set(found)) and found[-1] == "end"
    planned.check_log()


@pytest.mark.parametrize("call", ["sync", "write"])
def test_an_answer_that_cannot_be_stored_is_no_answer_and_the_report_stays_kept(planned, call):
    planned.start_aggregator()
    statuses = {"begin": report(planned, "begin")[0]}
    for number, fault in enumerate(sweep(planned.folder, call, MOST_CALLS, path="outbox-report.db")):
        statuses[f"note {number}"], printed = report(planned, f"note {number}", before=fault.command())
        assert statuses[f"note {number}"] in (OK, IO_FAILED, KEPT), printed
        assert (statuses[f"note {number}"] == IO_FAILED) == (NOT_KEPT in printed), printed
        if statuses[f"note {number}"] == KEPT:
            assert "kept in the outbox" in printed
    assert set(statuses.values()) == {OK, IO_FAILED, KEPT}
    assert report(planned, "end")[0] == OK
    found = logged_notes(planned)
    assert {note for note, status in statuses.items() if status != IO_FAILED} <= set(found)
    assert len(found) == len(set(found))
    planned.check_log()


# --- The network ------------------------------------------------------------------------------------------------------


def test_a_send_that_fails_on_either_side_heals(planned):
    """All at once, because what is lost is sent again after 10 s."""
    sources = [f"s{number}" for number in range(1, 9)]
    planned.start_aggregator()
    planned.set_plan({}, {source: [CIVIL] for source in sources})
    planned.stop_aggregator()
    own = Fault(planned.folder, "send", 1, error=errno.EPIPE, is_armed=False)
    planned.start_aggregator(before=own.command())
    faults, started = [], []
    for nth, source in enumerate(sources, start=1):
        folder = planned.folder / source
        folder.mkdir()
        faults.append(Fault(folder, "send", nth, error=errno.ECONNRESET if nth % 2 else errno.EPIPE))
        words = planned.command("report", ITEM, "--note", source, "--source", source, "--wait", "40")
        started.append(subprocess.Popen([*faults[-1].command(), *words], env=planned.environment, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        planned.started.append(started[-1])
    civil = planned.client("civil")
    civil.hello()
    civil.expect("WELCOME")
    own.arm()
    civil.deliver(notes(ITEM, 1))
    assert own.has_fired()
    assert [process.wait(RUN_S) for process in started] == [OK] * len(sources)
    assert sum(fault.has_fired() for fault in faults) >= 3
    assert sorted(logged_notes(planned)) == sorted([*sources, "note 1"])
    planned.check_log()


# --- The injector itself ------------------------------------------------------------------------------------------------


def test_without_a_fault_nothing_fails(planned):
    """The library alone changes nothing: only the call that it is told of fails."""
    fault = Fault(planned.folder, "sync", MOST_CALLS * 100)
    status, printed = report(planned, "kept", "--wait", "0", before=fault.command())
    assert status == KEPT and not fault.has_fired(), printed
    fault = Fault(planned.folder, "sync", 1, path="no such file")
    status, printed = report(planned, "kept too", "--wait", "0", before=fault.command())
    assert status == KEPT and not fault.has_fired() and not re.search(NOT_KEPT, printed)
