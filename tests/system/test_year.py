# SPDX-License-Identifier: MIT
"""The year of the demonstration: what the oracle says of it, what its issues say, and what the demonstration shows."""

import csv
import datetime
import re
import subprocess

import pytest

import demo
import issues
from office import ROOT

pytestmark = pytest.mark.year

ORACLE = (ROOT / "tests" / "oracle" / "run", "--done")
CALENDAR_LINE = re.compile(r"  - (\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?")
MAKE_UP_SUNDAYS = {"2022-01-30", "2022-04-24", "2022-10-09"}
FIRST_ISSUE, LAST_ISSUE = "2022-01-04", "2023-01-20"
N_ACTIONS_MAX = 7
N_ISSUES = {"2022": 249, "2023": 14}
BANNER = "演示数据 / demo data: reports, dates, people and responsible units are invented"


def n_rows(table):
    """How many rows a table of the exports has."""
    with open(demo.EXPORTS / table, encoding="utf-8", newline="") as file:
        return len(list(csv.DictReader(file)))


def days_between(first, last):
    """Every day from one to another."""
    first, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    return [(first + datetime.timedelta(number)).isoformat() for number in range((last - first).days + 1)]


def calendar():
    """(days off, days worked instead) of the plan's calendar."""
    text = (demo.PLAN / "calendar.yaml").read_text(encoding="utf-8")
    return ({day for first, last in CALENDAR_LINE.findall(part) for day in days_between(first, last or first)}
            for part in text.partition("\noff:\n")[2].split("\nwork:\n"))


def working_days(first, last):
    """The days that are worked."""
    off, work = calendar()
    return [day for day in days_between(first, last)
            if day in work or (day not in off and datetime.date.fromisoformat(day).weekday() < 5)]


@pytest.fixture(name="of_the_year", scope="module")
def fixture_of_the_year(plain_year):
    """Its issues, by their days."""
    return {issue.day: issue for issue in issues.issues(plain_year)}


def test_the_programs_conclude_from_the_shipped_year_what_is_expected(plain_year):
    result = subprocess.run([*ORACLE, plain_year, demo.EXPORTS, demo.PLAN, demo.EXPECTED], stdin=subprocess.DEVNULL,
                            capture_output=True, text=True, timeout=60, check=False)
    assert result.stdout.splitlines() == [
        f"compared: {n_rows('manifest.csv')} files of {n_rows('connected.csv')} departments, 5 as-of dates, 54 weeks",
        "0 differences"]


def test_each_working_day_has_an_issue_and_no_other_day_has_one(of_the_year):
    year = demo.shipped()
    opened_on = year.opened_on.isoformat()  # at 09:00, too late for an issue of that day
    ended_on = max(demo.LAST_DAY.isoformat(), *(decision["decided_on"] for decision in year.decisions))
    expected = [day for day in working_days(opened_on, ended_on) if day != opened_on]
    assert list(of_the_year) == expected
    assert (expected[0], expected[-1]) == (FIRST_ISSUE, LAST_ISSUE)
    assert MAKE_UP_SUNDAYS <= set(expected)


def test_issues_are_numbered_by_the_working_days_of_their_year(of_the_year):
    for year, n_days in N_ISSUES.items():
        numbers = [issue.facts["number"] for day, issue in of_the_year.items() if day.startswith(year)]
        assert numbers == list(range(1, n_days + 1))


def test_no_issue_asks_for_more_than_seven_actions(of_the_year):
    for issue in of_the_year.values():
        n_actions = min(len(issue.facts["actions"]), N_ACTIONS_MAX)
        assert [len(issue.actions(lang)) for lang in issues.LANGS] == [n_actions] * 2, issue.day
    assert max(len(issue.facts["actions"]) for issue in of_the_year.values()) > N_ACTIONS_MAX


def test_every_issue_says_in_every_form_that_it_is_a_demonstration(of_the_year):
    for issue in of_the_year.values():
        assert all(BANNER in text for text in (*issue.text.values(), *issue.html.values(), issue.json)), issue.day


def test_both_languages_say_the_same_figures(of_the_year):
    for issue in of_the_year.values():
        assert issue.figures("zh") == issue.figures("en"), issue.day


def test_text_page_and_json_of_an_issue_agree(of_the_year):
    for issue in of_the_year.values():
        for lang in issues.LANGS:
            said = [line.strip() for line in issue.text[lang].splitlines() if line]
            page = issues.Markup(issue.html[lang]).text
            assert [line for line in said if line not in page] == [], (issue.day, lang)
            lights = re.findall(r"\w+ (\d+)", issue.text[lang].splitlines()[3])
            assert [int(n) for n in lights] == [issue.facts["lights"][light] for light in ("red", "yellow", "green", "blue", "grey")]
            assert sum(issue.facts["lights"].values()) == 351


def test_pages_are_well_formed_and_load_or_run_nothing(of_the_year):
    assert {issue.day: issue.faults() for issue in of_the_year.values() if issue.faults()} == {}


def test_units_that_are_not_connected_are_named_as_such(of_the_year):
    issue = of_the_year[demo.DAY_OF_DIGEST]
    assert (issue.facts["unconnected"]["units"], issue.facts["unconnected"]["items"]) == (19, 208)
    for lang, sentence in (("zh", "尚未接入的单位 19 个（208 项）"), ("en", "not connected: 19 units (208 items)")):
        assert sentence in issue.text[lang] and sentence in issue.html[lang]


def test_the_demonstration_tells_a_story_the_year_and_what_to_try_next(plain_year, capsys):
    demo.show(plain_year, 60)
    shown = capsys.readouterr().out
    story, year, digest = shown.index("One item's year"), shown.index("The year, as"), shown.index("第190期")
    assert shown.startswith(BANNER) and story < year < digest
    assert ["the digest says that it lags" in shown[story:year], "asks for an extension" in shown[story:year],
            "completed; the original deadline stays visible" in shown[story:year]] == [True] * 3
    months = re.findall(r"^(\d{4}-\d\d)(?: +\d+){6}$", shown[year:digest], re.MULTILINE)
    assert months == [f"2022-{month:02}" for month in range(1, 13)] + ["2023-01"]
    assert f"60 s; {len(issues.days(plain_year))} issues in demo/digests" in shown
    tries = shown.partition("Three commands to try next:\n")[2].splitlines()
    assert [line.split()[0] for line in tries] == ["build/dev/bin/duban", "build/dev/bin/duban", "cat"]
    assert (plain_year / tries[2].split("demo/")[1]).is_file()
