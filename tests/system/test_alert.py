# SPDX-License-Identifier: MIT
"""Stories of alerts and of the digest's mail: who hears what on which morning, also when the server is down."""

import csv
import email
import email.policy
import signal

import pytest

import smtp_server
from office import PROGRAMS, READY_S, Daemon
from test_clock import Clock
from updates import item_set, plan_set, source_set, task

HEADER = ["姓名", "单位", "角色", "邮箱", "语言"]
PEOPLE = [["甲", "edu", "联络员", "edu@duban.example", "zh"], ["乙", "hr", "负责人", "hr@duban.example", "en"],
          ["丙", "", "督查", "office@duban.example", "en"], ["丁", "", "领导", "leader@duban.example", "zh"]]
CALENDAR = {"calendar_from": "2022-01-01", "calendar_to": "2022-12-31"}


class Desk:
    """An office whose plan is active, on a clock of its own, and those who are mailed."""

    def __init__(self, office, clock):
        self.office, self.clock = office, clock
        self.write_people(PEOPLE)

    def write_people(self, rows):
        """Those who are mailed."""
        with (self.office.folder / "people.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADER, *rows])

    def mail_through(self, port):
        """A server on loopback takes the mail; without a port every mail becomes a file."""
        text = f"mail: {{channel: smtp, server: 127.0.0.1, port: {port}, tls: off, timeout: 5s}}\n" if port else ""
        (self.office.folder / "duban.yaml").write_text(text, encoding="utf-8")

    def morning(self, day, *programs, status=0, at="08:00:00"):
        """A day on which these sinks wake, do what is due, and end; returns what they said."""
        self.clock.set(f"{day}T{at}+08:00")
        return "".join(self.office.say(program, "--once", "--clock", self.clock.option(), status=status)
                       for program in programs or ("alert", "digest"))

    def mails(self):
        """(kind, to, subject) of every mail, by its day."""
        found = {}
        for path in sorted((self.office.folder / "mail").glob("*.eml")):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            kind, day, _ = path.name.split(".", 2)
            found.setdefault(day, []).append((kind, mail["to"], mail["subject"], mail.get_body(("plain",)).get_content()))
        return found


@pytest.fixture(name="desk")
def fixture_desk(office, tmp_path):
    """Two units with an item each, due on Monday 2022-01-10; nothing is reported."""
    (tmp_path / "time").mkdir()
    clock = Clock(tmp_path / "time")
    clock.set("2022-01-04T09:00:00+08:00")
    office.start_aggregator(clock=clock.option())
    control = office.client("control")
    control.deliver([plan_set(name="计划", year=2022, banner="演示数据", **CALENDAR), source_set("edu", ["edu"]), source_set("hr", ["hr"]),
                     item_set("A-1", "edu", due="2022-01-10"), item_set("B-1", "hr", due="2022-01-10"), plan_set(status="active")])
    office.client("edu").deliver([task("A-1", percent=[5, 1])])
    office.client("hr").deliver([task("B-1", percent=[9, 1])])
    return Desk(office, clock)


def short(mails):
    """Kinds and recipients only."""
    return [(kind, to) for kind, to, _, _ in mails]


def test_each_hears_what_is_theirs_once_a_day(desk):
    """Notices before the deadline, an alert on the day after it, a digest each working day; nothing on other days."""
    for day in ("2022-01-05", "2022-01-06", "2022-01-07", "2022-01-08", "2022-01-09", "2022-01-10", "2022-01-11", "2022-01-12"):
        desk.morning(day)
    mails = desk.mails()
    supervisors = [("digest", "leader@duban.example"), ("digest", "office@duban.example")]
    assert sorted(mails) == ["2022-01-05", "2022-01-06", "2022-01-07", "2022-01-10", "2022-01-11", "2022-01-12"]
    assert all(sorted(short(mails[day]))[-2:] == supervisors for day in mails)
    units = {day: sorted(to for kind, to, _, _ in mails[day] if kind == "alert") for day in mails}
    both = ["edu@duban.example", "hr@duban.example"]
    assert units["2022-01-11"] == both and units["2022-01-12"] == []
    told = {to: (subject, text) for _, to, subject, text in mails["2022-01-11"]}
    assert told["edu@duban.example"][0].startswith("【督办提醒】01-11") and "A-1" in told["edu@duban.example"][1]
    assert "B-1" in told["hr@duban.example"][1] and "A-1" not in told["hr@duban.example"][1]
    assert "overdue for 1 working days" in told["hr@duban.example"][1]
    assert all("演示数据" in text for day in mails for _, _, _, text in mails[day])


def test_days_that_were_slept_through_are_told_in_one_mail(desk):
    """Every missed issue is made up; mailed is the last one, and one alert with all that is new."""
    desk.morning("2022-01-05")
    desk.morning("2022-01-13")
    assert sorted(path.name for path in (desk.office.folder / "digests").glob("*.json")) == [
        f"2022-01-{day}.json" for day in ("05", "06", "07", "10", "11", "12", "13")]
    assert sorted(desk.mails()) == ["2022-01-05", "2022-01-13"]
    assert ("alert", "edu@duban.example") in short(desk.mails()["2022-01-13"])


def test_a_person_of_two_units_gets_one_mail_about_both(desk):
    """Whatever rows name the address."""
    desk.write_people(PEOPLE + [["戊", "edu", "负责人", "hr@duban.example", "en"]])
    desk.morning("2022-01-11", "alert")
    told = {to: text for _, to, _, text in desk.mails()["2022-01-11"]}
    assert "A-1" in told["hr@duban.example"] and "B-1" in told["hr@duban.example"]
    assert "A-1" in told["edu@duban.example"] and "B-1" not in told["edu@duban.example"]


def test_a_draft_plan_tells_nobody(desk):
    """Import sends no mail until the plan is active."""
    desk.office.stop_aggregator()
    for path in (desk.office.folder / "state").glob("store.db*"):
        path.unlink()
    desk.office.start_aggregator(clock=desk.clock.option())
    desk.office.client("control").deliver([plan_set(name="计划", year=2022), source_set("edu", ["edu"]),
                                           item_set("A-1", "edu", due="2022-01-05")])
    desk.morning("2022-01-07")
    assert desk.mails() == {} and not list((desk.office.folder / "digests").iterdir())


def test_a_mail_server_that_is_down_delays_and_loses_nothing(desk):
    """The operator is told once; when the server is back, each mail comes once with the Message-ID that it was planned with."""
    with smtp_server.Server() as server:
        port = server.port
    desk.mail_through(port)
    said = desk.morning("2022-01-11", "alert")
    assert "127.0.0.1" in said and said.count("warning") == 1
    with smtp_server.Server() as server:
        desk.mail_through(server.port)
        desk.morning("2022-01-11", "alert", at="09:30:00")
        desk.morning("2022-01-11", "alert", at="10:30:00")
        taken = sorted(recipients[0] for _, recipients, _ in server.got)
    assert taken == ["edu@duban.example", "hr@duban.example"]


def test_wrong_people_stop_the_mail_and_lose_nothing(desk):
    """The fault is named with its row; once it is mended the mail of the day leaves."""
    desk.write_people(PEOPLE + [["己", "edu", "联系员", "x@duban.example", "zh"]])
    said = desk.morning("2022-01-11", "alert", status=78)
    assert "people.csv:6" in said and "联系员" in said
    desk.write_people(PEOPLE)
    desk.morning("2022-01-11", "alert", at="08:30:00")
    assert len(desk.mails()["2022-01-11"]) == 2


def test_a_notice_of_a_day_that_was_slept_through_is_not_lost(desk):
    """The last notice fell on 01-07; the sink wakes on the day of the deadline."""
    desk.morning("2022-01-05", "alert")
    desk.morning("2022-01-10", "alert")
    told = {to: text for _, to, _, text in desk.mails()["2022-01-10"]}
    assert "due 2022-01-10, 0 working days left" in told["hr@duban.example"]
    desk.morning("2022-01-10", "alert", at="09:00:00")
    assert len(desk.mails()["2022-01-10"]) == 2


def test_after_a_sleep_leaders_read_all_that_changed_since_their_last_mail(desk):
    """The issues of the days between are in the archive; the mail is compared with the one that was read last."""
    desk.morning("2022-01-07", "digest")
    desk.morning("2022-01-13", "digest")
    told = {to: text for _, to, _, text in desk.mails()["2022-01-13"]}["office@duban.example"]
    assert "last issue 01-07" in told and "turned red, 1: B-1" in told
    archived = (desk.office.folder / "digests" / "2022-01-13.en.txt").read_text(encoding="utf-8")
    assert "last issue 01-12" in archived and "nothing has changed" in archived
    desk.morning("2022-01-14", "digest")
    assert "last issue 01-13" in {to: text for _, to, _, text in desk.mails()["2022-01-14"]}["office@duban.example"]


def test_capitals_make_no_second_person(desk):
    """The same address written in two ways gets one alert and one digest."""
    desk.write_people(PEOPLE + [["戊", "hr", "负责人", "EDU@duban.example", "zh"], ["己", "", "领导", "Office@duban.example", "en"]])
    desk.morning("2022-01-11")
    recipients = [to for _, to, _, _ in desk.mails()["2022-01-11"]]
    assert sorted(recipients) == ["edu@duban.example", "hr@duban.example", "leader@duban.example", "office@duban.example"]


def test_a_store_that_was_replaced_under_a_running_sink_is_read_anew(desk):
    """Restored from a copy, say: the sink ends with 75, so that whoever runs it starts it again."""
    folder = desk.office.folder
    desk.clock.set("2022-01-05T08:00:00+08:00")
    words = [str(PROGRAMS / "duban-digest"), "--dir", str(folder), "--clock", desk.clock.option()]
    digest = Daemon(words, desk.office.environment)
    digest.wait_for(": ready", READY_S)
    desk.clock.mark("digest", desk.clock.step)
    desk.office.stop_aggregator()
    copy = (folder / "state" / "store.db").read_bytes()
    for path in (folder / "state").glob("store.db*"):
        path.unlink()
    (folder / "state" / "store.db").write_bytes(copy)
    desk.clock.set("2022-01-06T08:00:00+08:00")
    digest.wait_for("was replaced", READY_S)
    assert digest.end(signal.SIGTERM) == 75
    desk.office.start_aggregator(clock=desk.clock.option())
