# SPDX-License-Identifier: MIT
"""Stories of a plan: it is imported, checked, activated, decided on, reported on and looked at."""

import csv
import datetime
import shutil

import pytest

from office import ROOT

EXAMPLE = ROOT / "examples" / "luohu-2022"
APPROVALS = ROOT / "examples" / "exports-2022" / "approvals.csv"
USAGE, REFUSED, NO_INPUT = 64, 65, 66


def table(path):
    """The rows of a table, each by its header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


ITEMS = {row["id"]: row for row in table(EXAMPLE / "items.csv")}
REPORTERS = {row["item"]: row["dept"] for row in table(EXAMPLE / "reporters.csv")}
UNITS = {row["code"]: row for row in table(EXAMPLE / "departments.csv")}
BANNER = "演示数据 / demo data"
ITEM = "T7.1-09"


@pytest.fixture(name="open_office")
def fixture_open_office(office):
    """An office whose aggregator runs, with nothing in its log."""
    office.start_aggregator()
    return office


@pytest.fixture(name="planned")
def fixture_planned(open_office):
    """An office with the plan of a district."""
    open_office.say("plan", "import", EXAMPLE / "plan.yaml")
    return open_office


def codes(office, after=0):
    """The codes in the log behind an lsn, in its order."""
    return [code for lsn, _, _, _, code in office.log() if lsn > after]


def standing(office, column, item=ITEM):
    """What stands in a column of item_now."""
    (value,), = office.rows(f"SELECT {column} FROM item_now WHERE item = ?", item)
    return value


# --- Import and activation ----------------------------------------------------------------------------------


def test_the_plan_of_a_district_is_imported_whole_and_a_second_import_changes_nothing(open_office):
    assert "351" in open_office.say("plan", "import", EXAMPLE / "plan.yaml")
    found = open_office.rows("SELECT item, reporter, due_original, due_current FROM item_now ORDER BY item")
    assert found == sorted((item, REPORTERS[item], row["due_date"], row["due_date"]) for item, row in ITEMS.items())
    assert (len(found), len({reporter for _, reporter, _, _ in found})) == (351, 28)
    assert codes(open_office) == ["OK"] * 353
    open_office.say("plan", "import", EXAMPLE / "plan.yaml")
    assert codes(open_office, after=353) == ["NOCHANGE"] * 353


def test_a_second_table_takes_the_report_from_nobody_and_says_what_stays(open_office):
    first, second = open_office.folder / "first.csv", open_office.folder / "second.csv"
    first.write_text(f"{HEADER}\nA-1,一,教育局,2022-12-31\nA-2,二,住建局,2022-12-31\n", encoding="utf-8")
    second.write_text(f"{HEADER}\nB-1,三,卫健局,2022-12-31\n", encoding="utf-8")
    assert "which stay" not in open_office.say("plan", "import", first, "--lang", "en")
    told = open_office.say("plan", "import", second, "--lang", "en")
    assert "which stay: 2: A-1 A-2" in told
    assert 'called "second" from now on; it was "first"' in told
    for item in ("A-1", "A-2", "B-1"):
        open_office.say("report", item, "--percent", "5")


def import_with_due(office, due, status=0):
    """Imports the plan of the district with another deadline for one item; returns what was printed."""
    folder = office.folder / "plan"
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    lines = (EXAMPLE / "items.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    moved = [line.replace(ITEMS[ITEM]["due_date"], due) if line.startswith(ITEM) else line for line in lines]
    (folder / "items.csv").write_text("".join(moved), encoding="utf-8")
    return office.say("plan", "import", folder / "plan.yaml", status=status)


def test_the_import_moves_a_deadline_until_the_plan_is_active_and_a_decision_afterwards(planned):
    import_with_due(planned, "2022-11-30")
    assert codes(planned, after=353).count("OK") == 1
    assert (standing(planned, "due_original"), standing(planned, "due_current")) == ("2022-11-30", "2022-11-30")
    assert "(draft)" in planned.say("status", "--lang", "en")

    planned.say("plan", "activate")
    assert "(active)" in planned.say("status", "--lang", "en")
    lsn = len(planned.log())
    planned.say("plan", "activate")
    import_with_due(planned, "2022-11-30")
    assert set(codes(planned, after=lsn)) == {"NOCHANGE"}

    lsn = len(planned.log())
    printed = import_with_due(planned, "2023-01-31", status=REFUSED)
    assert ITEM in printed and "2022-11-30" in printed and "duban decide" in printed
    assert sorted(codes(planned, after=lsn)) == ["E_USE_EXTENSION"] + ["NOCHANGE"] * 352
    assert standing(planned, "due_current") == "2022-11-30"

    planned.say("decide", ITEM, "approved", "--new-due", "2023-01-31", "--doc-no", "督〔2022〕34号")
    assert (standing(planned, "due_original"), standing(planned, "due_current")) == ("2022-11-30", "2023-01-31")


# --- The work calendar ---------------------------------------------------------------------------------------

CALENDAR_SHOWN = (
    ("zh", "工作日历：2022-01-01 至 2023-12-31，每周休息：周六、周日，放假 58 天，调休上班 14 天"),
    ("en", "calendar: 2022-01-01 to 2023-12-31, weekly rest: Sat, Sun, 58 dates off, 14 dates worked instead"),
)
NO_CALENDAR = "no calendar: Saturdays and Sundays are off, holidays count as working days"


def import_with_calendar(office, content, status=0):
    """Imports the plan of the district with another calendar, or none; returns what was printed."""
    folder = office.folder / "plan"
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    if content is None:
        plan = (EXAMPLE / "plan.yaml").read_text(encoding="utf-8").replace("calendar: calendar.yaml\n", "")
        (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    else:
        (folder / "calendar.yaml").write_text(content, encoding="utf-8")
    return office.say("plan", "import", folder / "plan.yaml", "--lang", "en", status=status)


def test_the_calendar_of_a_plan_is_shown_in_one_line(planned):
    for language, line in CALENDAR_SHOWN:
        assert line in planned.say("plan", "show", "--lang", language).splitlines()
    assert "calendar_from=2022-01-01 calendar_to=2023-12-31" in planned.say("log", "-n", 400)


def test_a_plan_without_a_calendar_is_told_what_counts_instead(open_office):
    assert NO_CALENDAR in import_with_calendar(open_office, None)
    assert NO_CALENDAR in open_office.say("plan", "check", open_office.folder / "plan" / "plan.yaml", "--lang", "en")
    assert NO_CALENDAR in open_office.say("plan", "show", "--lang", "en")
    assert NO_CALENDAR not in open_office.say("plan", "import", EXAMPLE / "plan.yaml", "--lang", "en")


def test_a_newer_calendar_replaces_that_of_an_active_plan(planned):
    planned.say("plan", "activate")
    (active,), = planned.rows("SELECT max(received) FROM update_log")
    lsn = len(planned.log())
    import_with_calendar(planned, "covered_from: 2022-01-01\ncovered_to: 2022-12-31\nrest: sunday\noff: 2022-10-01..2022-10-07\n")
    assert codes(planned, after=lsn) == ["OK"] + ["NOCHANGE"] * 352
    newer = "calendar: 2022-01-01 to 2022-12-31, weekly rest: Sun, 7 dates off, 0 dates worked instead"
    assert newer in planned.say("plan", "show", "--lang", "en")
    assert CALENDAR_SHOWN[1][1] in planned.say("plan", "show", "--as-of", active, "--lang", "en")

    lsn = len(planned.log())
    stays = "no calendar: the one that the plan has stays (2022-01-01 to 2022-12-31)"
    assert stays in import_with_calendar(planned, None)
    assert set(codes(planned, after=lsn)) == {"NOCHANGE"}
    planned.stop_aggregator()
    planned.start_aggregator()
    assert newer in planned.say("plan", "show", "--lang", "en")


def test_a_calendar_lies_beside_its_plan_or_where_the_plan_says(open_office):
    folder = open_office.folder / "plans" / "2022"
    folder.mkdir(parents=True)
    (folder / "items.csv").write_text(f"{HEADER}\n{GOOD}", encoding="utf-8")
    (folder.parent / "days.yaml").write_text("covered_from: 2022-01-01\ncovered_to: 2022-12-31\n", encoding="utf-8")
    for calendar in ("../days.yaml", folder.parent / "days.yaml"):
        (folder / "plan.yaml").write_text(f"name: P\nyear: 2022\nitems: items.csv\ncalendar: {calendar}\n", encoding="utf-8")
        assert NO_CALENDAR not in open_office.say("plan", "check", folder / "plan.yaml", "--lang", "en")
    (folder / "plan.yaml").write_text("name: P\nyear: 2022\nitems: items.csv\ncalendar: none.yaml\n", encoding="utf-8")
    assert "none.yaml" in open_office.say("plan", "check", folder / "plan.yaml", status=NO_INPUT)


def test_faults_of_a_calendar_and_of_the_tables_are_told_at_once(open_office):
    folder = open_office.folder
    (folder / "plan.yaml").write_text("name: P\nyear: 2022\nitems: items.csv\ncalendar: days.yaml\n", encoding="utf-8")
    (folder / "items.csv").write_text(f"{HEADER}\nA-1,一,民政局,soon\n", encoding="utf-8")
    (folder / "days.yaml").write_text("covered_from: 2022-01-01\ncovered_to: 2022-12-31\noff: [2022-05-01, 2023-01-01]\n"
                                      "work: 2022-05-01\n", encoding="utf-8")
    told = open_office.say("plan", "import", folder / "plan.yaml", "--lang", "en", status=REFUSED).splitlines()
    places = [line.removeprefix(f"{folder}/").split(": ")[0] for line in told]
    assert places == ["items.csv:2", "days.yaml:3:19", "days.yaml:4:7", "duban plan import"]
    assert "faults: 3" in told[-1] and "2022-01-01 to 2022-12-31" in told[1]
    assert open_office.log() == []


# --- Decisions on deadlines ---------------------------------------------------------------------------------


def test_decisions_from_a_table_are_recorded_once(planned):
    rows = table(APPROVALS)
    for expected in ("33 recorded, 0 known already", "0 recorded, 33 known already"):
        assert expected in planned.say("decide", "--file", APPROVALS, "--lang", "en")
    found = planned.rows("SELECT item, decision, decided_on, new_due, doc_no FROM decision ORDER BY lsn")
    assert found == [(row["item"], row["decision"], row["decided_on"], row["new_due"] or None, row["doc_no"])
                     for row in rows]
    granted = {row["item"]: row["new_due"] for row in rows if row["decision"] == "approved"}
    assert len(granted) == 28
    found = planned.rows("SELECT item, due_original, due_current FROM item_now ORDER BY item")
    assert found == sorted((item, row["due_date"], granted.get(item, row["due_date"])) for item, row in ITEMS.items())


DOCUMENT = ("--doc-no", "督〔2022〕34号")
WRONG_DECISIONS = (
    (USAGE, ("approved",), "--new-due"),
    (USAGE, ("refused", "--new-due", "2023-01-31"), "--new-due"),
    (USAGE, ("refused", "--doc-no", ""), "--doc-no"),
    (USAGE, ("refused", "--file", APPROVALS), ITEM),
    (USAGE, ("agreed", "--new-due", "2023-01-31"), "agreed"),
    (USAGE, ("approved", "--new-due", "2023-02-29"), "2023-02-29"),
    (REFUSED, ("refused", "--decided-on", "2199-12-31"), "2199-12-31"),
    (REFUSED, ("approved", "--new-due", "2023-01-31", "--decided-on", "2199-12-31"), "2199-12-31"),
)


def test_a_wrong_decision_is_refused_and_moves_nothing(planned):
    for status, words, part in WRONG_DECISIONS:
        assert part in planned.say("decide", ITEM, *DOCUMENT, *words, status=status)
    planned.say("decide", ITEM, "refused", status=USAGE)
    planned.say("decide", "T9.9-99", "refused", *DOCUMENT, status=REFUSED)
    assert codes(planned, after=353) == ["E_FUTURE", "E_FUTURE", "E_UNKNOWN_ITEM"]
    assert planned.rows("SELECT * FROM decision") == []
    assert standing(planned, "due_current") == ITEMS[ITEM]["due_date"]


DECISIONS = (  # day of the decision, new deadline, and the deadline that counts from then on
    ("2022-10-10", "2023-01-31", "2023-01-31"),
    ("2022-10-10", "2023-02-28", "2023-02-28"),
    ("2022-10-09", "2023-05-31", "2023-02-28"),
    ("2022-10-11", None, "2023-02-28"),
    ("2022-10-11", "2022-12-30", "2022-12-30"),
)


def test_the_last_decision_by_its_day_counts_and_of_one_day_the_later_in_the_log(planned):
    (start,), = planned.rows("SELECT max(received) FROM update_log")
    for number, (decided_on, new_due, due) in enumerate(DECISIONS, start=1):
        words = ("approved", "--new-due", new_due) if new_due else ("refused",)
        planned.say("decide", ITEM, *words, "--decided-on", decided_on, "--doc-no", f"督〔2022〕{number}号")
        assert standing(planned, "due_current") == due
    assert planned.rows("SELECT decided_on, new_due FROM decision ORDER BY lsn") == [one[:2] for one in DECISIONS]
    assert planned.json("item", ITEM)[0]["due_current"] == "2022-12-30"
    assert planned.json("item", ITEM, "--as-of", start)[0]["due_current"] == ITEMS[ITEM]["due_date"]

    planned.stop_aggregator()
    planned.start_aggregator()
    planned.say("decide", ITEM, "refused", "--decided-on", "2022-10-11", "--doc-no", "督〔2022〕4号")
    assert codes(planned)[-1] == "NOCHANGE"
    assert standing(planned, "due_current") == "2022-12-30"


# --- Figures and stages -------------------------------------------------------------------------------------

FIGURES = (  # item, figure, answer, value in the plan's unit afterwards
    ("T2.3-09", "12.5万平方米", "OK", "12.5"),
    ("T2.3-09", "130001平方米", "OK", "13.0001"),
    ("T2.3-09", "28.5 公顷", "OK", "28.5"),
    ("T2.3-09", "3亿元", "E_UNIT", "28.5"),
    ("T2.3-09", "29", "E_UNIT", "28.5"),
    ("IND-05", "1203000万元", "OK", "120.3"),
    ("IND-05", "12030000001元", "OK", "120.30000001"),
    ("IND-05", "120个", "E_UNIT", "120.30000001"),
    ("T2.1-04", "7个", "OK", "7"),
    ("T2.1-04", "6个", "W_DECREASE", "6"),
    ("T2.1-04", "0.0006万个", "NOCHANGE", "6"),
    ("T4.3-03", "50.3%", "OK", "50.3"),
    ("T4.3-03", "482‰", "OK", "48.2"),
)


def test_a_figure_is_kept_in_the_unit_of_the_plan(planned):
    for item, figure, code, value in FIGURES:
        printed = planned.say("report", item, "--value", figure, status=REFUSED if code == "E_UNIT" else 0)
        assert (codes(planned)[-1], standing(planned, "value", item)) == (code, value), (item, figure)
        assert code != "E_UNIT" or ITEMS[item]["target_unit"] in printed
        assert code != "W_DECREASE" or "(7)" in printed
    assert planned.json("item", "T2.1-04")[0]["value"] == "6个"
    planned.say("report", ITEM, "--value", "many", status=USAGE)


STAGES = (  # stage, answer, the stage that stands afterwards
    ("land", "OK", "land"),
    ("building", "OK", "building"),
    ("building", "NOCHANGE", "building"),
    ("started", "W_STAGE_BACK", "started"),
    ("moved_in", "E_UNKNOWN_STAGE", "started"),
    ("in_use", "OK", "in_use"),
)


def test_a_stage_goes_forward_and_back_but_not_out_of_the_plan(planned):
    for stage, code, stands in STAGES:
        printed = planned.say("report", ITEM, "--stage", stage, status=REFUSED if code.startswith("E_") else 0)
        assert (codes(planned)[-1], standing(planned, "stage")) == (code, stands), stage
        assert code != "E_UNKNOWN_STAGE" or "planned approved preparation land started building built" in printed
        assert code != "W_STAGE_BACK" or "building" in printed
    assert planned.json("item", ITEM)[0]["stage"] == "in_use"


# --- What people see ----------------------------------------------------------------------------------------


@pytest.fixture(name="reported")
def fixture_reported(planned):
    """An office in which five items of the plan were reported on."""
    for words in (("T5.1-01", "--state", "done", "--completed-on", "2022-09-01"), ("T5.1-02", "--state", "paused"),
                  ("T5.1-03", "--state", "working"), (ITEM, "--state", "working", "--note", "用地协调未果"),
                  ("T7.1-13", "--percent", "50")):
        planned.say("report", *words)
    return planned


def test_the_status_counts_every_item_of_each_unit(reported):
    lines = {line["unit"]: line for line in reported.json("status")}
    for unit in UNITS.keys() & set(REPORTERS.values()):
        items = [item for item, reporter in REPORTERS.items() if reporter == unit]
        assert lines[unit]["items"] == len(items)
    total = {name: sum(line[name] for line in lines.values()) for name in lines["edu"] if name not in ("as_of", "evaluated_on", "unit")}
    assert total == {"items": 351, "no_state": 347, "not_started": 0, "working": 2, "paused": 1, "basically_done": 0,
                     "done": 1, "overdue": 350, "light_red": 0, "light_yellow": 0, "light_green": 0, "light_blue": 0,
                     "light_grey": 0}
    for language, name in (("zh", "name_zh"), ("en", "name_en")):
        printed = reported.say("status", "--lang", language)
        assert BANNER in printed and "罗湖区2022年国民经济和社会发展计划" in printed
        assert all(UNITS[unit][name] in printed for unit in lines)
        assert printed.splitlines()[-1].split()[1:] == ["351", "347", "·", "2", "1", "·", "1", "350"] + ["·"] * 5


def test_the_status_of_a_past_day_is_what_was_known_then(reported):
    now = reported.json("status")
    assert reported.json("status", "--as-of", now[0]["as_of"]) == now
    (known_on,), = reported.rows("SELECT min(known_on) FROM update_log")
    eve = datetime.date.fromisoformat(known_on) - datetime.timedelta(days=1)
    assert reported.json("status", "--as-of", eve) == []
    assert BANNER not in reported.say("status", "--as-of", eve)
    (imported,), = reported.rows("SELECT max(received) FROM update_log WHERE source = 'control'")
    silent = reported.json("status", "--as-of", imported)
    assert sum(line["no_state"] for line in silent) == sum(line["items"] for line in silent) == 351
    for wrong in ("nonsense", "2022-02-30", "2022-13-01T00:00:00Z"):
        assert wrong in reported.say("status", "--as-of", wrong, status=USAGE)


def test_an_item_is_shown_with_its_promise_where_it_stands_and_what_was_said(reported):
    row, unit = ITEMS[ITEM], UNITS[REPORTERS[ITEM]]
    for language, words in (("zh", (unit["name_zh"], "进行中")), ("en", (unit["name_en"], "working"))):
        printed = reported.say("item", ITEM, "--lang", language)
        for part in (ITEM, row["title"], row["due_date"], "用地协调未果", *words):
            assert part in printed
    shown, = reported.json("item", ITEM)
    assert (shown["item"], shown["title"], shown["due_original"]) == (ITEM, row["title"], row["due_date"])
    assert shown["note"] == "用地协调未果"


def test_an_item_of_the_past_is_shown_without_what_was_said_later(reported):
    (imported,), = reported.rows("SELECT max(received) FROM update_log WHERE source = 'control'")
    assert "用地协调未果" not in reported.say("item", ITEM, "--as-of", imported)
    shown, = reported.json("item", ITEM, "--as-of", imported)
    assert shown["title"] == ITEMS[ITEM]["title"] and not {"note", "state", "heard_on"} & shown.keys()
    assert "T9.9-99" in reported.say("item", "T9.9-99", status=NO_INPUT)
    reported.say("item", ITEM, "--as-of", "2021-12-31", status=NO_INPUT)


# --- Files --------------------------------------------------------------------------------------------------

FOUR_COLUMNS = (
    ("zh", "编号,事项,牵头单位,完成时限", {"类别": "任务", "承诺": "硬任务", "目标方式": "完成", "单位": "不限",
                              "报送周期": "每月", "开始日期": "1 月 1 日", "填报单位": "牵头单位"}),
    ("en", "id,title,lead,due", {"kind": "task", "verb": "hard", "target_op": "done", "unit": "any",
                                 "cycle": "monthly", "start": "1 January", "reporter": "the lead"}),
)


@pytest.mark.parametrize("language, header, defaults", FOUR_COLUMNS)
def test_four_columns_suffice_and_the_defaults_of_the_others_are_told(open_office, language, header, defaults):
    file = open_office.folder / "plan.csv"
    file.write_text(f"{header}\n{ITEM},新增停车泊位,住房和建设局,2022年12月31日\n", encoding="utf-8")
    for command in ("check", "import"):
        lines = open_office.say("plan", command, file, "--lang", language).splitlines()
        for column, default in defaults.items():
            assert any(column in line and default in line for line in lines), column
    found = open_office.rows("SELECT item, reporter, due_current FROM item_now")
    assert found == [(ITEM, "住房和建设局", "2022-12-31")]


HEADER = "编号,事项,牵头单位,完成时限"
GOOD = "A-1,一,民政局,2022-12-31\nA-2,二,教育局,2022-12-31\n"
PLAN_YAML = "name: 计划\nyear: 2022\nitems: items.csv\nresponsible: responsible.csv\n"
SEVENTEEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午"
SUPPORT = "item,dept,role\n" + "".join(f"A-1,{unit},support\n" for unit in SEVENTEEN)
WRONG_PLANS = (  # what is wrong, the file that is imported and those beside it, where and how it is told
    ("an encoding", {"plan.csv": f"{HEADER}\n{GOOD}".encode("gb18030")}, "plan.csv:1", "UTF-8"),
    ("a cut", {"plan.csv": f'{HEADER}\n{GOOD}A-3,"三,民政局,2022-12-31\nA-4,四,教育局\n'}, "plan.csv:4", "quotes"),
    ("no rows", {"plan.csv": f"{HEADER}\n"}, "plan.csv:1", "nothing"),
    ("no header", {"plan.csv": GOOD}, "plan.csv:1", "header"),
    ("a missing column", {"plan.csv": "编号,事项,牵头单位\nA-1,一,民政局\n"}, "plan.csv:1", "due"),
    ("an unknown word", {"plan.csv": f"{HEADER},类别\nA-1,一,民政局,2022-12-31,大事\n"}, "plan.csv:2", "大事"),
    ("too many units", {"plan.csv": f"{HEADER},配合单位\nA-1,一,甲,2022-12-31,{'、'.join(SEVENTEEN)}\n"}, "plan.csv:2", "16"),
    ("an unknown item", {"plan.yaml": PLAN_YAML, "items.csv": f"{HEADER}\n{GOOD}",
                         "responsible.csv": "item,dept,role\nA-1,民政局,support\nA-9,民政局,support\n"},
     "responsible.csv:3", "A-9"),
    ("too many units in a table", {"plan.yaml": PLAN_YAML, "items.csv": f"{HEADER}\n{GOOD}",
                                   "responsible.csv": SUPPORT}, "responsible.csv:18", "A-1"),
    ("a key that there is not", {"plan.yaml": PLAN_YAML.replace("responsible:", "responsable:")},
     "plan.yaml:4:1", '"responsible"'),
)


@pytest.mark.parametrize("files, place, part", [one[1:] for one in WRONG_PLANS], ids=[one[0] for one in WRONG_PLANS])
def test_a_wrong_plan_is_refused_with_its_file_and_row(open_office, files, place, part):
    for name, content in files.items():
        (open_office.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    path = open_office.folder / next(iter(files))
    told, summary = open_office.say("plan", "import", path, "--lang", "en", status=REFUSED).splitlines()
    assert told.startswith(f"{open_office.folder / place}: ") and part in told
    assert "faults: 1" in summary
    assert open_office.log() == []


def test_a_plan_that_no_aggregator_would_take_is_refused_whole(open_office):
    many = "代码,名称\n" + "".join(f"u{number},{number}\n" for number in range(300))
    long = "代码,名称,英文名称\n" + "".join(f"u{number},{'名' * 42},{'n' * 128}\n" for number in range(250))
    nul = f"{HEADER}\nA-1,\0,民政局,2022-12-31\n"
    for content, units, part in ((f"{HEADER}\n{GOOD}", many, "units"), (f"{HEADER}\n{GOOD}", long, "P: "), (nul, None, "A-1: ")):
        (open_office.folder / "items.csv").write_text(content, encoding="utf-8")
        (open_office.folder / "units.csv").write_text(units or "", encoding="utf-8")
        (open_office.folder / "plan.yaml").write_text(
            "name: P\nyear: 2022\nitems: items.csv\n" + ("units: units.csv\n" if units else ""), encoding="utf-8")
        for verb in ("check", "import"):
            printed = open_office.say("plan", verb, open_office.folder / "plan.yaml", "--lang", "en", status=REFUSED)
            assert part in printed and "nothing was imported" in printed
    assert open_office.log() == []


def test_a_file_that_is_not_there_is_named(open_office):
    (open_office.folder / "plan.yaml").write_text(PLAN_YAML, encoding="utf-8")
    for words, name in ((("plan", "import"), "none.csv"), (("plan", "check"), "none.yaml"),
                        (("decide", "--file"), "none.csv"), (("plan", "import"), "plan.yaml")):
        printed = open_office.say(*words, open_office.folder / name, status=NO_INPUT)
        assert (name if name != "plan.yaml" else "responsible.csv") in printed
    assert open_office.log() == []
