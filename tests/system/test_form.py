# SPDX-License-Identifier: MIT
"""Stories of `duban form`: a unit without a system gets a table, fills it in and puts it back into its folder."""

import csv
import io
import subprocess

import pytest

import updates
from office import PROGRAMS, ROOT
from test_clock import Clock
from test_watch import Folder

EXAMPLE = ROOT / "examples" / "luohu-2022"
HEADER = ["编号", "事项", "状态", "完成进度", "累计完成", "单位", "完成日期", "预计完成", "申请延期至", "备注"]
USAGE, NO_ITEMS, NO_INPUT, THERE, NOT_WRITTEN = 64, 65, 66, 73, 74
CONFIG = """
watch:
  - {source: edu, dept: edu, form: built-in, folder: drop, files: "*.csv", settle: 0s, connected_on: 2022-01-01}
"""
# What a note may hold: formulas, quote marks before them, quotes, separators, lines.
NOTES = {"A-1": "=HYPERLINK(\"http://x\")", "A-2": "'=1+1", "A-3": "-3,5; \"so\"", "A-4": "第一行\n@第二行", "A-5": "''+'"}


@pytest.fixture(name="folder")
def fixture_folder(office, tmp_path):
    """A unit without a system: its folder is watched by the built-in form; it reports five items, another unit one."""
    clock = Clock(tmp_path)
    clock.set("2022-02-01T09:00:00+08:00")
    folder = Folder(office, clock)
    (office.folder / "duban.yaml").write_text(CONFIG, encoding="utf-8")
    office.start_aggregator(clock=folder.clock.option())
    control = office.set_plan({}, {"edu": ["edu"], "report": ["edu"]})
    control.deliver([updates.item_set(f"A-{number}", "edu", title=f" +事项{number}", unit="个") for number in range(1, 6)]
                    + [updates.item_set("B-1", "hr"), updates.plan_set(name="计划", units=[["edu", "教育局", "Education Bureau"]])])
    return folder


def form(office, unit="edu", name="form.csv"):
    """The table of a unit, as bytes."""
    path = office.folder / name
    office.say("form", unit, "--output", path)
    content = path.read_bytes()
    path.unlink()
    return content


def rows_of(content):
    """The rows of a table, its header first."""
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def table_of(rows):
    """What a spreadsheet makes of these rows."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def edited(content, item, column, cell):
    """The table with one cell changed, as a spreadsheet saves it."""
    rows = rows_of(content)
    (row,) = [row for row in rows if row[0] == item]
    row[HEADER.index(column)] = cell
    return table_of(rows)


def tasks(office):
    """Item, percent and code of all that was said of items."""
    return office.rows("SELECT item, progress, code FROM update_log WHERE t = 'task' AND source = 'edu' ORDER BY lsn")


def test_a_form_of_which_nothing_was_reported_is_one_update_for_each_cell_filled_in(folder):
    """Rows that nobody filled in say nothing: their items stay those that nothing was heard of."""
    content = form(folder.office)
    assert rows_of(content) == [HEADER] + [[f"A-{number}", f"'+事项{number}", "", "", "", "个", "", "", "", ""] for number in range(1, 6)]
    assert folder.deliver("1.csv", content) == ("1.csv", "accepted", None, 5, 0, 5)
    assert folder.deliver("2.csv", edited(content, "A-3", "完成进度", "40")) == ("2.csv", "accepted", None, 5, 1, 4)
    assert tasks(folder.office) == [("A-3", "40", "OK")]
    assert folder.office.rows("SELECT item FROM item_now WHERE heard_on IS NOT NULL") == [("A-3",)]
    assert [line[2] for line in folder.receipt()] == ["无变化", "无变化", "已收", "无变化", "无变化", "文件已收"]


def test_a_form_holds_what_is_known_and_comes_back_as_it_was(folder):
    """Whatever notes hold: an untouched table changes nothing, one changed cell is one change."""
    office = folder.office
    for item, note in NOTES.items():
        office.say("report", item, "--note", note, "--percent", "5.5", "--value", "12.5个", "--state", "working",
                   "--forecast", "2022-11-30", "--extend-to", "2022-12-20", "--dept", "edu", "--clock", folder.clock.option())
    office.say("report", "A-1", "--state", "done", "--completed-on", "2022-01-31", "--percent", "100", "--dept", "edu",
               "--clock", folder.clock.option())
    content = form(office)
    rows = rows_of(content)
    assert rows[1][2:9] == ["已完成", "100", "12.5", "个", "2022-01-31", "2022-11-30", "2022-12-20"]
    assert rows[2][2:9] == ["进行中", "5.5", "12.5", "个", "", "2022-11-30", "2022-12-20"]
    assert [row[9] for row in rows[1:]] == ["'" + NOTES["A-1"], "''=1+1", "'" + NOTES["A-3"], NOTES["A-4"], "'''+'"]

    assert folder.deliver("1.csv", content) == ("1.csv", "accepted", None, 5, 0, 5)
    assert {code for _, _, code in tasks(office)} == {"NOCHANGE"}
    assert {item: office.json("item", item)[0]["note"] for item in NOTES} == NOTES
    n_tasks = len(tasks(office))
    assert folder.deliver("2.csv", edited(content, "A-2", "完成进度", "60")) == ("2.csv", "accepted", None, 5, 1, 4)
    assert tasks(office)[n_tasks:] == [("A-2", "60", "OK")]
    assert folder.deliver("3.csv", form(office))[1:] == ("accepted", None, 5, 0, 5)


def test_a_figure_that_is_known_and_negative_comes_back_as_it_was(folder):
    folder.office.say("report", "A-2", "--value", "-3.5个", "--dept", "edu", "--clock", folder.clock.option())
    content = form(folder.office)
    assert rows_of(content)[2][4] == "-3.5"
    assert folder.deliver("1.csv", content) == ("1.csv", "accepted", None, 5, 0, 5)
    assert folder.deliver("2.csv", edited(content, "A-2", "累计完成", "-3"))[3:] == (5, 1, 4)
    assert folder.office.rows("SELECT value FROM item_now WHERE item = 'A-2'") == [("-3",)]


def test_a_cell_that_was_cleared_says_that_nothing_is_known(folder):
    content = form(folder.office)
    folder.deliver("1.csv", edited(edited(content, "A-3", "完成进度", "40"), "A-3", "备注", "用地未定"))
    assert rows_of(form(folder.office))[3][3:] == ["40", "", "个", "", "", "", "用地未定"]
    assert folder.deliver("2.csv", content) == ("2.csv", "accepted", None, 5, 1, 4)
    assert tasks(folder.office) == [("A-3", "40", "OK"), ("A-3", None, "OK")]
    assert form(folder.office) == content


def test_check_and_try_know_the_built_in_form(folder):
    folder.office.say("check")
    (folder.office.folder / "a.csv").write_bytes(edited(form(folder.office), "A-1", "完成进度", "120"))
    assert "a.csv:2: " in folder.office.say("try", "built-in", folder.office.folder / "a.csv")


# --- The plan of a district ---------------------------------------------------------------------------------


@pytest.fixture(name="planned")
def fixture_planned(office):
    """An office with the plan of a district."""
    office.start_aggregator()
    office.say("plan", "import", EXAMPLE / "plan.yaml")
    return office


def test_a_unit_is_called_by_its_code_or_a_name_and_gets_its_own_items(planned):
    content = form(planned)
    rows = rows_of(content)
    assert rows[0] == ["演示数据 / demo data: reports, dates, people and responsible units are invented"]
    assert rows[1] == HEADER
    with (EXAMPLE / "reporters.csv").open(encoding="utf-8", newline="") as file:
        items = [row["item"] for row in csv.DictReader(file) if row["dept"] == "edu"]
    assert sorted(row[0] for row in rows[2:]) == sorted(items) and len(items) == 24
    for name in ("教育局", "Education Bureau"):
        assert form(planned, name) == content
    printed = subprocess.run(planned.command("form", "edu", "--lang", "zh"), env=planned.environment, capture_output=True, check=True)
    assert printed.stdout == content and printed.stderr == b""


def test_a_form_that_cannot_be_written_is_told_so(planned):
    """A unit that the plan does not have, one that reports nothing, files that cannot be made; nothing is overwritten."""
    taken = planned.folder / "taken.csv"
    taken.write_text("mine", encoding="utf-8")
    for words, status, part in (
            (("教育据",), NO_INPUT, "did you mean: 教育局"), (("教育",), NO_INPUT, "did you mean: 教育局"),
            (("Education",), NO_INPUT, "did you mean: Education Bureau"),
            (("Educaton Bureau",), NO_INPUT, "did you mean: Education Bureau"), (("公安局及其他",), NO_INPUT, "duban status names them"),
            (("",), NO_INPUT, "duban status"), (("street",), NO_ITEMS, "reports no item"), ((), USAGE, "UNIT"),
            (("edu", "--output", taken), THERE, "taken.csv is there already"),
            (("edu", "--output", planned.folder / "none" / "a.csv"), NO_INPUT, "none/a.csv")):
        assert part in planned.say("form", *words, "--lang", "en", status=status)
    assert taken.read_text(encoding="utf-8") == "mine"
    with open("/dev/full", "wb") as full:
        assert planned.command_alone("form", "edu", "--dir", str(planned.folder), stdout=full).returncode == NOT_WRITTEN
    assert not list(planned.folder.glob("*.csv.*"))


def test_without_a_plan_there_is_no_form(office):
    assert "duban aggregator" in office.say("form", "edu", status=NO_INPUT)
    office.start_aggregator()
    assert "教育局" in office.say("form", "教育局", status=NO_INPUT)
