# SPDX-License-Identifier: MIT
"""Stories of `duban ping`: the aggregator answers or does not, the other daemons run or do not."""

import signal

import pytest

from office import READY_S
from updates import notes

WRONG_USE, NO_OFFICE, AWAY = 64, 66, 69
SHORT = ("--wait", "1")


@pytest.fixture(name="begin")
def fixture_begin(start):
    """Starts a daemon of the office and waits until it is ready."""

    def begin(program):
        daemon = start(f"duban-{program}")
        daemon.wait_for(": ready", READY_S)
        return daemon

    return begin


def test_an_aggregator_answers_and_keeps_nothing_of_the_question(office):
    """Also when it knows neither plan nor source."""
    office.start_aggregator()
    for words in ((), ("aggregator",)):
        assert office.say("ping", *words) == "aggregator answers\n"
    assert "有应答" in office.say("ping", "--lang", "zh")
    assert office.rows("SELECT (SELECT count(*) FROM log), (SELECT count(*) FROM epoch)") == [(0, 0)]


def test_a_producer_is_not_disturbed_by_a_question(office):
    """What it says after the question is taken as what it said before."""
    office.start_aggregator()
    office.set_plan({"T1": "教育局"}, {"edu": ["教育局"]})
    edu = office.client("edu")
    assert set(edu.deliver(notes("T1", 2)).values()) == {("OK", "")}
    office.say("ping")
    assert set(edu.deliver(notes("T1", 2)).values()) == {("OK", "")}


def test_an_aggregator_that_hangs_does_not_answer(office):
    """It lives and holds its lock, and that is not enough."""
    office.start_aggregator()
    office.aggregator.signal(signal.SIGSTOP)
    try:
        assert "did not answer within 1 s" in office.say("ping", *SHORT, status=AWAY)
    finally:
        office.aggregator.signal(signal.SIGCONT)
    office.say("ping")


def test_an_aggregator_that_ended_does_not_answer(office):
    """Whether it ended well or was killed."""
    for end in (office.stop_aggregator, office.kill_aggregator):
        office.start_aggregator()
        end()
        office.say("ping", *SHORT, status=AWAY)


def test_who_asks_before_the_aggregator_starts_waits_for_it(office):
    """As a script does that starts both."""
    office.say("init", office.folder)
    question = office.start("ping", "--wait", "30")
    office.start_aggregator()
    assert question.wait(READY_S) == 0


@pytest.mark.parametrize("words", [("alert",), ("digest",), ("watch", "edu")])
def test_another_daemon_runs_as_long_as_it_holds_its_database(office, begin, words):
    """Its files stay when it is killed, its lock does not."""
    office.say("init", office.folder)
    assert "does not run" in office.say("ping", *words, *SHORT, status=AWAY)
    daemon = begin(words[0])
    assert office.say("ping", *words) == f"{' '.join(words)} runs\n"
    office.say("ping", "watch", "civil", *SHORT, status=AWAY)
    daemon.end(signal.SIGKILL)
    office.say("ping", *words, *SHORT, status=AWAY)


@pytest.mark.parametrize("words", [("watch",), ("digest", "edu"), ("report",), ("--wait", "0")])
def test_what_cannot_be_asked_is_wrong_use(office, words):
    """And says what can."""
    office.say("init", office.folder)
    office.say("ping", *words, status=WRONG_USE)


def test_a_folder_that_is_no_office_is_named(office):
    """With the way out."""
    assert "duban init" in office.say("ping", status=NO_OFFICE)
