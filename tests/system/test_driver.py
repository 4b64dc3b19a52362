# SPDX-License-Identifier: MIT
"""The driver of the file clock: what it visits, and what it says when a daemon does not do its part."""

import datetime
import pathlib
import signal

import pytest

from driver import AGGREGATOR, DAILY, Delivery, Driver, DriverError, Watch, configuration, instant, moments

MORNING = instant("2023-03-03", datetime.time(9))


@pytest.fixture(name="driver")
def fixture_driver():
    """A driver whose aggregator has done its first step."""
    with Driver(patience_s=20) as driver:
        driver.commands = {AGGREGATOR: ["duban-aggregator"]}
        driver.write_clock(MORNING)
        driver.start(AGGREGATOR)
        driver.settle()
        yield driver


def delivered(day, time_of_day):
    """Some file, delivered at an instant."""
    return Delivery(instant(day, datetime.time.fromisoformat(time_of_day)), "edu", pathlib.Path("a.csv"))


def test_what_happens_at_one_instant_is_visited_once_and_all_instants_in_order():
    friday, same, earlier = delivered("2023-03-03", "16:30"), delivered("2023-03-03", "16:30"), delivered("2023-03-01", "23:00")
    decision = {"item": "T1", "decided_on": "2023-03-02"}
    planned = moments([friday, same, earlier], [decision])
    assert [f"{moment.at:%m-%d %H:%M}" for moment in planned] == ["03-01 23:00", "03-02 09:00", "03-03 16:30"]
    assert [moment.deliveries for moment in planned] == [[earlier], [], [friday, same]]
    assert [moment.decisions for moment in planned] == [[], [decision], []]


def test_times_of_every_day_are_visited_from_the_first_day_to_the_last():
    planned = moments([delivered("2023-02-28", "16:30"), delivered("2023-03-02", "08:00")], [], DAILY)
    assert [f"{moment.at:%m-%d %H:%M}" for moment in planned] == [
        "02-28 07:30", "02-28 08:00", "02-28 16:30", "02-28 23:59", "03-01 07:30", "03-01 08:00", "03-01 23:59",
        "03-02 07:30", "03-02 08:00", "03-02 23:59"]
    assert [len(moment.deliveries) for moment in planned] == [0, 0, 1, 0, 0, 0, 0, 0, 1, 0]


def test_nothing_that_happens_is_no_moment():
    assert moments([], [], DAILY) == []


def test_folders_with_any_name_are_configured_as_they_are(office):
    watches = [Watch("edu", "教育局", office.folder / 'a "form": #1.yaml', "drop/教育局", "*.csv", "2023-02-24"),
               Watch("b-2", "b", office.folder / "b.yaml", "drop/b", "*", "2023-02-24")]
    (office.folder / "duban.yaml").write_text(configuration(watches), encoding="utf-8")
    office.start_aggregator()
    office.stop_aggregator()


def test_every_step_is_answered_also_by_a_daemon_that_was_killed_and_started_again(driver):
    for hour in range(10, 20):
        driver.tick(MORNING.replace(hour=hour))
    driver.end(AGGREGATOR, signal.SIGKILL)
    driver.write_clock(MORNING.replace(hour=20))
    driver.start(AGGREGATOR)
    driver.settle()
    assert driver.mark(AGGREGATOR)["step"] == driver.step == 12
    driver.stop()


def test_a_daemon_that_gives_no_mark_is_named_with_its_last_lines(driver):
    driver.daemons[AGGREGATOR].signal(signal.SIGSTOP)
    driver.patience_s = 0.1
    with pytest.raises(DriverError, match="(?s)no mark of step 2 within 0.1 s from aggregator .*ready"):
        driver.tick(MORNING)


def test_a_daemon_that_has_ended_is_named_at_once(driver):
    driver.daemons[AGGREGATOR].signal(signal.SIGKILL)
    with pytest.raises(DriverError, match="(?s)aggregator ended with -9 at step 2; .*ready"):
        driver.tick(MORNING)


def test_a_command_that_fails_is_told_with_what_it_printed(driver):
    with pytest.raises(DriverError, match="(?s)duban item ended with 6.*T1"):
        driver.ask("item", "T1")
