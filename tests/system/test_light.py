# SPDX-License-Identifier: MIT
"""Stories of lights: what is explained of them, on the day and for any day before."""

import csv
import datetime
import io
import json
import subprocess

import pytest

from driver import AGGREGATOR, Driver, instant

USAGE, NO_INPUT = 64, 66
PARKING, POLICY, PROGRAMME = "A-01", "A-02", "A-03"
PLAN = f"""\
id,title,lead,due,verb,target_op,target,unit
{PARKING},新增停车泊位350个,住建局,2022-12-31,hard,ge,350,个
{POLICY},停车管理办法,住建局,2022-06-30,hard,done,,
{PROGRAMME},停车文化推广,宣传部,2022-12-31,progress,none,,
"""
LATER = "A-04"
MORE = f"id,title,lead,due\n{LATER},停车收费改革,住建局,2022-12-31\n"
TOO_LATE = "2022-10-11"


class Year(Driver):
    """A year of one small plan, in which the test says what happens when."""

    def at(self, day, time_of_day="09:00"):
        """Goes to an instant."""
        self.tick(instant(day, datetime.time.fromisoformat(time_of_day)))

    def refused(self, *arguments, status):
        """What a command prints that must end with this status."""
        return self.office.say(*arguments, "--clock", f"file:{self.clock}", status=status)

    def objects(self, *arguments):
        """The objects that a command prints for programs; no member stands twice in one of them."""
        return [json.loads(line, object_pairs_hook=unique) for line in self.ask(*arguments, "--json").splitlines()]


def unique(pairs):
    """The members of an object."""
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), names
    return dict(pairs)


@pytest.fixture(name="year", scope="module")
def fixture_year():
    """The morning of 10 October, in a year in which two items were reported, and one deadline moved."""
    with Year(patience_s=20) as year:
        year.commands = {AGGREGATOR: ["duban-aggregator"]}
        year.write_clock(instant("2022-01-01", datetime.time(9)))
        year.office.command_alone("init", str(year.folder))
        year.start(AGGREGATOR)
        year.settle()
        (year.folder / "plan.csv").write_text(PLAN, encoding="utf-8")
        year.ask("plan", "import", year.folder / "plan.csv")
        year.ask("plan", "activate")
        year.at("2022-03-01")
        year.ask("report", PARKING, "--state", "working", "--value", "120个", "--note", "用地协调未果")
        year.ask("report", POLICY, "--state", "working", "--percent", "95")
        year.at("2022-06-20")
        year.ask("decide", POLICY, "approved", "--new-due", "2022-10-31", "--doc-no", "督〔2022〕1号")
        year.at("2022-09-30")
        year.ask("report", PARKING, "--note", "仍在协调")
        year.at("2022-10-10", "08:00")
        (year.folder / "more.csv").write_text(MORE, encoding="utf-8")
        year.ask("plan", "import", year.folder / "more.csv")
        yield year


def rule(explained, name, deadline=None):
    """What is said of a rule."""
    found, = [one for one in explained["rules"] if (one["rule"], one["deadline"]) == (name, deadline)]
    return found


def basis_points(part, whole):
    """Hundredths of a percent, rounded half up."""
    return (2 * part * 10000 + whole) // (2 * whole)


# --- Explanations -------------------------------------------------------------------------------------------


def test_a_light_is_explained_with_its_arithmetic(year):
    explained, = year.objects("explain", PARKING)
    assert explained["evaluated_at"] == "2022-10-10T07:30:00+08:00"
    assert (explained["item"], explained["unit"]) == (PARKING, "住建局")
    assert explained["current"] == explained["original"] == {
        "light": "red", "due": "2022-12-31", "due_used": "2022-12-31", "rules": "lag"}
    lag = rule(explained, "lag")
    assert (lag["outcome"], lag["severity"], lag["value"], lag["target"], lag["actual_bp"]) == (
        "open", "red", "120个", "350个", 3428)
    assert lag["expected_bp"] == basis_points(lag["working_days_begun"], lag["working_days"])
    assert lag["gap_bp"] == lag["expected_bp"] - lag["actual_bp"] > lag["red_above_bp"]
    assert lag["opened_on"] < lag["since"] < "2022-10-10"
    for language, parts in (("en", ("120个 / 350个 = 34.28%", "red since " + lag["since"], "■red: behind")),
                            ("zh", ("120个 / 350个 = 34.28%", f"自 {lag['since']} 起为红色", "■红：进度滞后"))):
        printed = year.ask("explain", PARKING, "--lang", language)
        for part in (*parts, "新增停车泊位350个", "住建局", f"{lag['working_days_begun']}/{lag['working_days']}"):
            assert part in printed


def test_both_deadlines_are_explained_where_they_differ(year):
    explained, = year.objects("explain", POLICY)
    assert (explained["current"]["light"], explained["original"]["light"]) == ("green", "red")
    assert (explained["current"]["due"], explained["original"]["due"]) == ("2022-10-31", "2022-06-30")
    assert rule(explained, "overdue", "original")["since"] == "2022-07-01"
    assert rule(explained, "overdue", "current")["outcome"] == "clear"
    decision, = [event for event in explained["events"] if event["t"] == "decide"]
    assert decision["gives"] == ["due_current"]


def test_why_a_rule_does_not_apply_is_said(year):
    explained, = year.objects("explain", PROGRAMME)
    assert explained["current"]["light"] == "grey"
    assert {(one["rule"], one["why_not"]) for one in explained["rules"]} == {
        ("overdue", "assessed"), ("lag", "no_target"), ("stalled", "no_target"), ("stale", "not_connected"),
        ("never_reported", "not_connected"), ("silent_org", "not_connected"), ("due_soon", "assessed"),
        ("reported_late", "not_done")}
    assert "the plan gives no target" in year.ask("explain", PROGRAMME, "--lang", "en")


def test_the_entries_of_the_log_are_named_as_the_log_has_them(year):
    explained, = year.objects("explain", PARKING)
    log = {entry["lsn"]: entry for entry in year.objects("log", "--last", "100")}
    for event in explained["events"]:
        entry = log[event["lsn"]]
        assert {name: event[name] for name in event if name != "gives"} == {
            name: entry[name] for name in entry if name not in ("item", "detail")}
    assert [event["gives"] for event in explained["events"]] == [["plan"], ["state", "value"], ["note", "seen_on"]]
    assert explained["lsn"] == max(lsn for lsn, entry in log.items() if entry["received"] < explained["evaluated_at"])
    event = explained["events"][1]
    assert f"{event['source']}/{event['epoch']}/{event['seq']}" in year.ask("explain", PARKING)


def test_a_past_day_is_explained_by_what_was_known_at_its_half_past_seven(year):
    explained, = year.objects("explain", PARKING, "--as-of", "2022-03-01")
    assert explained["current"]["light"] == "grey"
    assert rule(explained, "lag")["why_not"] == "not_heard"
    assert [event["t"] for event in explained["events"]] == ["item_set"]
    explained, = year.objects("explain", PARKING, "--as-of", "2022-03-02")
    assert (explained["evaluated_at"], explained["current"]["light"]) == ("2022-03-02T07:30:00+08:00", "green")
    assert rule(explained, "lag")["gap_bp"] < 0
    before, = year.objects("explain", PARKING, "--as-of", "2022-03-02T07:29:59+08:00")
    assert before["evaluated_at"] == "2022-03-01T07:30:00+08:00"


WRONG = (  # what is asked for, how it ends, and a part of what is said
    ((PARKING, "--as-of", TOO_LATE), USAGE, "2022-10-10 07:30"),
    ((PARKING, "--as-of", "never"), USAGE, "never"),
    ((PARKING, "--as-of", "2021-12-31"), NO_INPUT, "still empty"),
    ((PARKING, "--as-of", "2022-01-01"), NO_INPUT, "still empty"),
    ((LATER,), NO_INPUT, "from the next one on"),
    (("A-10",), NO_INPUT, f"near ids: {PARKING}"),
    (("nothing like it",), NO_INPUT, "no item nothing like it"),
    ((), USAGE, "ID"),
)


@pytest.mark.parametrize("words, status, part", WRONG, ids=[" ".join(one[0]) or "nothing" for one in WRONG])
def test_what_cannot_be_explained_is_said_with_the_way_out(year, words, status, part):
    assert part in year.refused("explain", *words, "--lang", "en", status=status)


def test_an_item_that_is_not_there_has_near_ids_too_in_item(year):
    assert PARKING in year.refused("item", "A-1", "--lang", "en", status=NO_INPUT)


# --- Lights elsewhere ---------------------------------------------------------------------------------------

LIGHTS = ("light_red", "light_yellow", "light_green", "light_blue", "light_grey")
COUNTED = (  # as of, the day of the evaluation, lights of the housing bureau and of the other unit
    ("2022-10-10", "2022-10-10", (1, 0, 1, 0, 0), (0, 0, 0, 0, 1)),
    ("2022-10-10T07:29:00+08:00", "2022-10-09", (1, 0, 1, 0, 0), (0, 0, 0, 0, 1)),
    ("2022-03-02", "2022-03-02", (0, 0, 2, 0, 0), (0, 0, 0, 0, 1)),
    ("2022-03-01", "2022-03-01", (0, 0, 0, 0, 2), (0, 0, 0, 0, 1)),
    ("2022-01-01", None, (0, 0, 0, 0, 0), (0, 0, 0, 0, 0)),
    ("2022-12-31", "2022-10-10", (1, 0, 1, 0, 0), (0, 0, 0, 0, 1)),
)


@pytest.mark.parametrize("as_of, evaluated_on, housing, other", COUNTED, ids=[one[0] for one in COUNTED])
def test_the_status_counts_lights_of_the_last_evaluation(year, as_of, evaluated_on, housing, other):
    lines = {line["unit"]: line for line in year.objects("status", "--as-of", as_of)}
    assert {line["evaluated_on"] for line in lines.values()} == {evaluated_on}
    assert tuple(lines["住建局"][name] for name in LIGHTS) == housing
    assert tuple(lines["宣传部"][name] for name in LIGHTS) == other


def test_the_status_of_now_has_the_lights_of_this_morning(year):
    assert year.objects("status")[0]["evaluated_on"] == "2022-10-10"
    for language, parts in (("en", ("lights: as evaluated on 2022-10-10 07:30", "■red  ▲yellow  ●green  ◆blue  ○grey")),
                            ("zh", ("灯：2022-10-10 07:30 的评定", "■红  ▲黄  ●绿  ◆蓝  ○灰"))):
        printed = year.ask("status", "--lang", language)
        for part in parts:
            assert part in printed
        assert printed.splitlines()[-1].split()[-5:] == ["1", "·", "1", "·", "1"]
    assert "not evaluated yet" in year.ask("status", "--as-of", "2022-01-01", "--lang", "en")


def test_an_item_shows_its_lights(year):
    shown, = year.objects("item", POLICY)
    assert (shown["light"], shown["light_original"], shown["evaluated_on"]) == ("green", "red", "2022-10-10")
    assert "●green: no rule colours it (as evaluated on 2022-10-10 07:30; against the original deadline ■red)" in year.ask(
        "item", POLICY, "--lang", "en")
    assert "■红：进度滞后（2022-10-10 07:30 的评定）" in year.ask("item", PARKING, "--lang", "zh")
    shown, = year.objects("item", LATER)
    assert "light" not in shown
    assert "not evaluated yet" in year.ask("item", LATER, "--lang", "en")


# --- The sheet ----------------------------------------------------------------------------------------------

HEADERS = {
    "zh": ["编号", "事项", "填报单位", "状态", "完成进度（%）", "累计完成", "计量单位", "原定时限", "现行时限", "灯（现行时限）",
           "灯（原定时限）", "主要问题", "自何日起", "预计完成", "最近报送", "备注", "评定日期"],
    "en": ["id", "title", "reporter", "state", "progress (%)", "reached so far", "unit of value", "original deadline",
           "current deadline", "light (current deadline)", "light (original deadline)", "worst rule", "since",
           "expected to finish", "last heard on", "note", "evaluated on"],
}
WORDS = {"zh": ("进行中", "绿", "红", "进度滞后"), "en": ("working", "green", "red", "behind")}


@pytest.mark.parametrize("language", HEADERS)
def test_the_table_is_a_sheet_for_a_spreadsheet(year, language):
    command = year.office.command("table", "--lang", language, "--clock", f"file:{year.clock}")
    printed = subprocess.run(command, env=year.office.environment, capture_output=True, check=True).stdout
    assert printed.startswith(b"\xef\xbb\xbf") and printed.endswith(b"\r\n")
    assert printed.count(b"\n") == printed.count(b"\r\n")
    header, *rows = csv.reader(io.StringIO(printed.decode("utf-8-sig"), newline=""))
    working, green, red, behind = WORDS[language]
    since = rule(year.objects("explain", PARKING)[0], "lag")["since"]
    assert header == HEADERS[language]
    assert rows == [
        [PARKING, "新增停车泊位350个", "住建局", working, "", "120", "个", "2022-12-31", "2022-12-31", red, red, behind, since,
         "", "2022-09-30", "仍在协调", "2022-10-10"],
        [POLICY, "停车管理办法", "住建局", working, "95", "", "", "2022-06-30", "2022-10-31", green, red, "", "", "", "2022-03-01",
         "", "2022-10-10"],
        [PROGRAMME, "停车文化推广", "宣传部", "", "", "", "", "2022-12-31", "2022-12-31", *[{"zh": "灰", "en": "grey"}[language]] * 2,
         "", "", "", "", "", "2022-10-10"],
        [LATER, "停车收费改革", "住建局", "", "", "", "", "2022-12-31", "2022-12-31", "", "", "", "", "", "", "", ""]]


def test_the_table_of_a_past_day_is_told_to_programs_in_the_words_of_the_wire(year):
    rows = {row["item"]: row for row in year.objects("table", "--as-of", "2022-03-02")}
    assert sorted(rows) == [PARKING, POLICY, PROGRAMME]
    assert rows[PARKING] == {
        "item": PARKING, "title": "新增停车泊位350个", "unit": "住建局", "state": "working", "progress": None, "value": "120",
        "value_unit": "个", "due_original": "2022-12-31", "due_current": "2022-12-31", "light": "green", "light_original": "green",
        "rule": None, "since": None, "forecast_finish": None, "heard_on": "2022-03-01", "note": "用地协调未果",
        "evaluated_on": "2022-03-02"}


def test_what_a_unit_writes_is_no_formula_in_the_table(planned_with_a_note):
    printed = planned_with_a_note.say("table")
    assert "\"'=1+1\nsecond line, with a \"\"quote\"\"\"" in printed


@pytest.fixture(name="planned_with_a_note")
def fixture_planned_with_a_note(office):
    """An office with one item, of which its unit wrote what a spreadsheet could take for a formula."""
    office.start_aggregator()
    (office.folder / "plan.csv").write_text(PLAN, encoding="utf-8")
    office.say("plan", "import", office.folder / "plan.csv")
    office.say("report", POLICY, "--note", '=1+1\nsecond line, with a "quote"')
    return office
