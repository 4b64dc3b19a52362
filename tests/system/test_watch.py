# SPDX-License-Identifier: MIT
"""Stories of the watcher: a unit's folder, what is sent of its files, and what the unit is told."""

import csv
import io
import os
import signal

import pytest

from office import PROGRAMS, READY_S, ROOT, Daemon
from test_clock import Clock

FORM = """
form: table
item: 编号
required: [编号, 进度]
columns:
  - {field: percent, from: 进度}
  - {field: value, from: 数量, unit_from: 单位}
  - {field: note, from: 说明}
"""
HEADER = "编号,进度,数量,单位,说明\n"
CONFIG = """
watch:
  - {source: edu, dept: edu, form: table.yaml, folder: drop, settle: 0s, connected_on: 2022-01-01}
"""


class Folder:
    """An office with a plan, one unit's folder and its watcher on a file clock."""

    def __init__(self, office, clock):
        self.office, self.clock = office, clock
        self.drop = office.folder / "drop"
        self.drop.mkdir()
        (office.folder / "table.yaml").write_text(FORM, encoding="utf-8")
        (office.folder / "duban.yaml").write_text(CONFIG, encoding="utf-8")
        self.day = 1

    def put(self, name, text):
        """A file that arrives on the next day."""
        self.day += 1
        self.clock.set(f"2022-02-{self.day:02}T17:00:00+08:00")
        (self.drop / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def watch(self, status=0):
        """Has the watcher do all that is there."""
        return self.office.say("watch", "edu", "--once", "--clock", self.clock.option(), status=status)

    def deliver(self, name, text):
        """A file that arrives and is read; returns its row of the view."""
        self.put(name, text)
        self.watch()
        return self.files()[-1]

    def files(self):
        """What became of each file."""
        return self.office.rows("SELECT name, decision, reason, understood, changed, unchanged FROM file ORDER BY file")

    def said(self, item):
        """What was accepted of an item, in its order."""
        return [row[0] for row in self.office.rows(
            "SELECT progress FROM update_log WHERE item = ? AND t = 'task' AND code <> 'NOCHANGE' ORDER BY lsn", item)]

    def receipt(self):
        """The rows of the newest receipt, without its heading."""
        newest = max((self.drop / "回执").iterdir(), key=lambda path: int(path.stem.rsplit("_", 1)[1]))
        text = newest.read_bytes().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))[1:]


@pytest.fixture(name="folder")
def fixture_folder(office, tmp_path):
    """A unit whose folder is watched; the plan has five items of it and one of another."""
    (tmp_path / "time").mkdir()
    clock = Clock(tmp_path / "time")
    clock.set("2022-02-01T09:00:00+08:00")
    folder = Folder(office, clock)
    office.start_aggregator(clock=clock.option())
    office.set_plan({**{f"A-{n}": "edu" for n in range(1, 6)}, "B-1": "hr"}, {"edu": ["edu"]})
    return folder


def table(*rows):
    """A file of these rows; a row that is a text alone is an item with its percent only."""
    return HEADER + "".join(f"{row},,,\n" if row.count(",") == 1 else f"{row}\n" for row in rows)


def test_a_file_that_comes_again_with_one_change_sends_one_update(folder):
    """The first file is new as a whole; of the second only what is different travels."""
    assert folder.deliver("1.csv", table("A-1,10", "A-2,20")) == ("1.csv", "accepted", None, 2, 2, 0)
    assert folder.deliver("2.csv", table("A-1,10", "A-2,25")) == ("2.csv", "accepted", None, 2, 1, 1)
    assert folder.said("A-1") == ["10"]
    assert folder.said("A-2") == ["20", "25"]


def test_a_file_that_goes_back_is_news(folder):
    """A, B, A: the third file says something new, though it was said before; the second 20.0 is no news."""
    for name, percent in (("1.csv", "10"), ("2.csv", "20"), ("3.csv", "10.0"), ("4.csv", "20.00"), ("5.csv", "20.0")):
        folder.deliver(name, table(f"A-1,{percent}"))
    assert folder.said("A-1") == ["10", "20", "10", "20"]
    assert [row[3:] for row in folder.files()] == [(1, 1, 0)] * 4 + [(1, 0, 1)]


def test_the_same_file_twice_sends_one_rowset_and_nothing_else(folder):
    """Under another name it is a duplicate; looked at again without any change it is not even that."""
    folder.deliver("1.csv", table("A-1,10"))
    before = folder.office.log()[-1][0]
    assert folder.deliver("1 (1).csv", table("A-1,10"))[1:3] == ("duplicate", "same_bytes")
    assert folder.office.log()[-1][0] == before + 1
    folder.watch()
    assert folder.office.log()[-1][0] == before + 1
    assert folder.receipt()[-1][2] == "重复文件"


def test_a_refused_row_is_sent_again_with_every_file(folder):
    """What the aggregator refuses stays as it was, is told each time, and does not hide the rest."""
    folder.deliver("1.csv", table("A-1,10", "B-1,20", "A-9,30"))
    folder.deliver("2.csv", table("A-1,10", "B-1,20", "A-9,30", "A-2,5"))
    refused = folder.office.rows("SELECT name, row, file_row.reason FROM file_row JOIN file USING (file) WHERE outcome = 'refused'"
                                 " ORDER BY file, row")
    assert refused == [(name, row, reason) for name in ("1.csv", "2.csv")
                       for row, reason in ((3, "not_responsible"), (4, "unknown_id"))]
    assert folder.files()[-1][3:] == (2, 1, 1)
    assert [line[2] for line in folder.receipt()] == ["无变化", "退回", "退回", "已收", "文件已收"]


def test_the_receipt_names_row_column_and_the_way_out(folder):
    """A line for each row with the clerk's own row number, and a last line for the file."""
    folder.deliver("台账.csv", table("A-1,10", "A-2,120", "A-3,5,7,亩,=HYPERLINK(1)", "A-4,五", "A-4,6"))
    receipt = folder.receipt()
    assert [line[:4] for line in receipt] == [
        ["2", "A-1", "已收", ""], ["3", "A-2", "退回", "进度"], ["4", "A-3", "已收", ""],
        ["5", "A-4", "退回", "编号"], ["6", "A-4", "退回", "编号"], ["", "台账.csv", "文件已收", ""]]
    assert receipt[1][4] == "120" and "0 到 100" in receipt[1][6]
    assert "共 5 行：有变化 2，无变化 0，退回 3" in receipt[-1][6]
    receipts = list((folder.drop / "回执").iterdir())
    assert [path.name for path in receipts] == ["台账_回执_20220202_1700_1.csv"]
    assert receipts[0].stat().st_mode & 0o777 == 0o644


def test_a_file_that_lost_many_rows_is_held(folder):
    """Two of three known items are missing: nothing of the file counts, and the next one does."""
    folder.deliver("1.csv", table("A-1,10", "A-2,10", "A-3,10"))
    assert folder.deliver("2.csv", table("A-1,20"))[:3] == ("2.csv", "held", "truncated")
    assert "一成以上" in folder.receipt()[-1][6]
    assert folder.said("A-1") == ["10"]
    assert folder.deliver("3.csv", table("A-1,20", "A-2,10"))[:3] == ("3.csv", "accepted", None)
    assert folder.receipt()[-2][1:3] == ["A-3", "缺少"]


@pytest.mark.parametrize("name, content, decision, reason, words", [
    ("空.csv", "", "held", "empty", "重新导出"),
    ("~$台账.csv", "x", "ignored", "lock_file", "关闭"),
    ("表.xlsx", b"PK\x03\x04" + bytes(30), "held", "spreadsheet", "另存为"),
    ("旧.xls", b"\xd0\xcf\x11\xe0" + bytes(30), "held", "spreadsheet", "另存为"),
    ("短.csv", "编号,数量\nA-1,1\n", "held", "missing_column", "进度"),
    ("断.csv", HEADER + 'A-1,10,,,"没有写完', "held", "truncated", "不完整"),
])
def test_a_file_that_cannot_be_taken_is_told_so(folder, name, content, decision, reason, words):
    """Each has its decision in the view and its way out in the receipt; the rest goes on."""
    assert folder.deliver(name, content)[1:3] == (decision, reason)
    assert words in folder.receipt()[-1][6]
    assert folder.deliver("后来.csv", table("A-1,10"))[1] == "accepted"


def test_a_held_file_is_read_again_when_its_form_was_mended(folder):
    """The form asked for a column that the unit never had."""
    form = folder.office.folder / "table.yaml"
    form.write_text(FORM.replace("[编号, 进度]", "[编号, 进度, 科室]"), encoding="utf-8")
    assert folder.deliver("1.csv", table("A-1,10"))[1:3] == ("held", "missing_column")
    form.write_text(FORM, encoding="utf-8")
    folder.watch()
    assert folder.files()[-1][:2] == ("1.csv", "accepted")
    folder.watch()
    assert len(folder.files()) == 2


def test_a_killed_watcher_neither_loses_nor_repeats(folder):
    """Files wait while nobody answers; the watcher is killed, and a new one sends each once."""
    folder.office.stop_aggregator()
    folder.put("1.csv", table("A-1,10"))
    program = [str(PROGRAMS / "duban-watch"), "edu", "--dir", str(folder.office.folder), "--clock", folder.clock.option()]
    watcher = Daemon(program, folder.office.environment)
    watcher.wait_for(": ready", READY_S)
    folder.put("2.csv", table("A-1,20"))
    assert watcher.end(signal.SIGKILL) == -signal.SIGKILL
    folder.office.start_aggregator(clock=folder.clock.option())
    folder.watch()
    assert [row[:2] for row in folder.files()] == [("1.csv", "accepted"), ("2.csv", "accepted")]
    assert folder.said("A-1") == ["10", "20"]
    folder.office.check_log()


def test_what_is_wrong_with_the_entry_is_said(folder):
    """No such source, a form that is wrong, a form that is not there."""
    assert "edu" in folder.office.say("watch", "hr", "--once", status=78)
    form = folder.office.folder / "table.yaml"
    form.write_text(FORM.replace("item:", "itme:"), encoding="utf-8")
    assert "item" in folder.watch(status=78)
    os.unlink(form)
    assert "table.yaml" in folder.watch(status=66)


def test_connect_says_whose_sources_there_are(folder):
    """What duban.yaml says under watch, once; a second time nothing is new."""
    office = folder.office
    office.folder.joinpath("duban.yaml").write_text(CONFIG + "  - {source: hr, dept: hr, form: table.yaml, folder: hr}\n",
                                                    encoding="utf-8")
    assert "2" in office.say("connect", "--clock", folder.clock.option())
    assert office.rows("SELECT source, departments, connected_on FROM source_now WHERE source IN ('edu', 'hr')"
                       " ORDER BY source") == [("edu", "edu", "2022-01-01"), ("hr", "hr", "2022-02-01")]
    folder.clock.set("2022-03-01T09:00:00+08:00")
    assert "new or changed: 0" in office.say("connect", "--clock", folder.clock.option())


def test_check_names_what_a_watcher_will_miss(folder):
    """A form and a folder that are not there; nothing once they are."""
    office = folder.office
    office.folder.joinpath("duban.yaml").write_text(CONFIG + "  - {source: hr, dept: hr, form: hr.yaml, folder: hr}\n",
                                                    encoding="utf-8")
    said = office.say("check", status=78)
    assert f"{office.folder}/hr.yaml" in said and f"{office.folder}/hr:" in said and "drop" not in said
    (office.folder / "hr").mkdir()
    (office.folder / "hr.yaml").write_text(FORM, encoding="utf-8")
    office.say("check")


def test_check_reads_the_forms_of_all_watchers(folder):
    """A slip in a form is found before its watcher stops at it."""
    form = folder.office.folder / "table.yaml"
    form.write_text(FORM.replace("item:", "itme:"), encoding="utf-8")
    said = folder.office.say("check", status=78)
    assert "table.yaml:3:1" in said and "item" in said


def test_a_unit_is_named_by_its_code_and_a_name_is_told_which(office):
    """Otherwise every row of its files would be refused as another unit's."""
    office.start_aggregator()
    office.say("plan", "import", ROOT / "examples" / "luohu-2022" / "plan.yaml")
    (office.folder / "drop").mkdir()
    for dept, words in (("教育局", "the unit's code, edu"), ("edo", "near ones: edu"), ("edu", "")):
        (office.folder / "duban.yaml").write_text(
            f"watch:\n  - {{source: school, dept: {dept}, form: built-in, folder: drop}}\n", encoding="utf-8")
        for command in ("connect", "check"):
            said = office.say(command, "--lang", "en", status=78 if words else 0)
            assert words in said, (dept, command)


def test_a_mended_form_does_not_bring_old_news_over_newer_files(folder):
    """January's file was held for its form; February's was taken: January stays where it is."""
    form = folder.office.folder / "table.yaml"
    form.write_text(FORM.replace("[编号, 进度]", "[编号, 进度, 科室]"), encoding="utf-8")
    assert folder.deliver("1月.csv", table("A-1,10"))[1] == "held"
    form.write_text(FORM.replace("[编号, 进度]", "[编号]"), encoding="utf-8")
    (folder.drop / "1月.csv").rename(folder.office.folder / "1月.csv")
    assert folder.deliver("2月.csv", table("A-1,60"))[1] == "accepted"
    (folder.office.folder / "1月.csv").rename(folder.drop / "1月.csv")
    form.write_text(FORM, encoding="utf-8")
    folder.watch()
    assert folder.said("A-1") == ["60"]


def test_a_file_that_was_restored_under_its_name_and_age_is_read(folder):
    """Yesterday's content comes back with yesterday's time: what counts is what lay there last."""
    folder.deliver("台账.csv", table("A-1,10", "A-2,1"))
    stat = (folder.drop / "台账.csv").stat()
    folder.deliver("台账.csv", table("A-1,20", "A-2,2"))
    folder.put("台账.csv", table("A-1,10", "A-2,3"))
    os.utime(folder.drop / "台账.csv", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    folder.watch()
    assert folder.said("A-1") == ["10", "20", "10"]


def test_a_copy_that_was_changed_or_lost_is_not_published(folder):
    """The file is held and the unit told; the watcher goes on."""
    folder.office.stop_aggregator()
    for number, name in ((1, "1.csv"), (2, "2.csv"), (3, "3.csv")):
        folder.put(name, table(f"A-1,{number}0"))
        watcher = Daemon([str(PROGRAMS / "duban-watch"), "edu", "--dir", str(folder.office.folder), "--clock", folder.clock.option()],
                         folder.office.environment)
        watcher.wait_for(": ready", READY_S)
        watcher.end(signal.SIGTERM)
    copies = folder.office.folder / "state" / "files"
    for copy in copies.iterdir():
        text = copy.read_text(encoding="utf-8")
        if ",20," in text:
            copy.write_text(text.replace(",20,", ",99,"), encoding="utf-8")
        elif ",30," in text:
            copy.unlink()
    folder.office.start_aggregator(clock=folder.clock.option())
    folder.watch()
    assert [row[:3] for row in folder.files()] == [("1.csv", "accepted", None), ("2.csv", "held", "copy_lost"), ("3.csv", "held", "copy_lost")]
    assert folder.said("A-1") == ["10"] and "副本" in folder.receipt()[-1][6]


def test_a_link_in_the_place_of_the_receipts_leads_nowhere(folder):
    """Receipts go into the unit's own folder or nowhere; what was read counts all the same."""
    elsewhere = folder.office.folder / "elsewhere"
    elsewhere.mkdir()
    (folder.drop / "回执").symlink_to(elsewhere)
    assert folder.deliver("1.csv", table("A-1,10"))[1] == "accepted"
    assert not list(elsewhere.iterdir())
    (folder.drop / "回执").unlink()
    folder.deliver("2.csv", table("A-1,20"))
    assert folder.receipt()[0][2] == "已收"


def test_two_files_of_one_minute_have_two_receipts(folder):
    """Also when their names differ in the extension alone."""
    folder.put("a.csv", table("A-1,10"))
    (folder.drop / "a.txt").write_text(table("A-1,20"), encoding="utf-8")
    folder.watch()
    assert len(list((folder.drop / "回执").iterdir())) == 2


def test_a_file_is_read_again_when_somebody_says_so(folder):
    """A list that has become shorter is held until it is confirmed; then the next one is taken by itself."""
    folder.deliver("1.csv", table("A-1,10", "A-2,10", "A-3,10"))
    assert folder.deliver("2.csv", table("A-1,20"))[1] == "held"
    folder.office.say("watch", "edu", "--once", "--again", "2.csv", "--clock", folder.clock.option())
    assert folder.files()[-1][:2] == ("2.csv", "accepted") and folder.said("A-1") == ["10", "20"]
    assert folder.deliver("3.csv", table("A-1,30"))[1] == "accepted"


def test_a_file_that_came_before_its_plan_is_read_again_when_somebody_says_so(folder):
    """Every row was refused; the same bytes are a duplicate by themselves, and news on demand."""
    folder.deliver("1.csv", table("N-1,10"))
    folder.office.say("plan", "import", "--clock", folder.clock.option(), plan_of(folder, "N-1"))
    folder.office.say("watch", "edu", "--once", "--again", "1.csv", "--clock", folder.clock.option())
    assert folder.said("N-1")[-1] == "10"


def plan_of(folder, item):
    """A plan of one item of the unit."""
    path = folder.office.folder / "plan.csv"
    path.write_text(f"id,title,lead,due\n{item},New,edu,2022-12-31\n", encoding="utf-8")
    return path


def test_the_banner_of_a_demonstration_stands_above_the_receipt(folder):
    """duban.yaml says it; the table below is as always."""
    (folder.office.folder / "duban.yaml").write_text("banner: 演示数据\n" + CONFIG, encoding="utf-8")
    folder.deliver("1.csv", table("A-1,10"))
    heading, row, _ = folder.receipt()
    assert heading[0] == "行号" and row[2] == "已收"
    newest = next((folder.drop / "回执").iterdir()).read_text(encoding="utf-8-sig")
    assert newest.startswith('"演示数据"\n')
