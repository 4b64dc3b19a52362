# SPDX-License-Identifier: MIT
"""Wrong input, one after the other, to the same watcher: each is told with its place and the way out, and the rest goes on.

What is wrong with rights, sockets, disks and mail servers is told in test_office, test_report, test_mail and test_alert.
"""

import pytest

from test_watch import CONFIG, HEADER, fixture_folder, table  # noqa: F401 (a fixture)

GOOD = "A-1,10,,,\n"


@pytest.mark.parametrize("when, content, decision, row, column, words", [
    ("a file that was cut", HEADER + 'A-1,10,,,"没有写', "held", "", "", "不完整"),
    ("a wrong encoding", (HEADER + GOOD).encode("utf-16"), "held", "", "", "编码"),
    ("a row in another encoding", HEADER.encode() + "A-2,20,,,教育\n".encode("gb18030") + GOOD.encode(), "accepted", "2", "", "编码"),
    ("one bad row in a good file", table("A-2,五十", "A-1,10"), "accepted", "2", "进度", "不是数字"),
    ("an unknown item", table("A-77,20", "A-1,10"), "accepted", "2", "", "没有这个编号"),
    ("an item of another unit", table("B-1,20", "A-1,10"), "accepted", "2", "", "不由贵单位负责"),
    ("120 %", table("A-2,120%", "A-1,10"), "accepted", "2", "进度", "0 到 100"),
    ("no rows at all", HEADER, "accepted", None, "", ""),
    ("no bytes at all", "", "held", "", "", "重新导出"),
    ("a missing column", "编号,数量\nA-1,1\n", "held", "", "", "进度"),
])
def test_a_wrong_file_is_told_and_the_next_one_is_read(folder, when, content, decision, row, column, words):
    """The receipt has the clerk's own row number, the column, and what to do."""
    assert folder.deliver("错.csv", content)[1] == decision, when
    lines = folder.receipt()
    if row is not None:
        told = next(line for line in lines if line[2] in ("退回", "文件未收"))
        assert (told[0], told[3]) == (row, column), when
        assert words in told[6], f"{when}: {told[6]}"
    assert folder.deliver("对.csv", table("A-1,11"))[1] == "accepted", when
    assert folder.said("A-1")[-1] == "11", when


def test_a_day_that_does_not_exist_is_refused_in_its_row(folder):
    """30 February is no day; the row is refused whole, the others are read."""
    form = folder.office.folder / "table.yaml"
    form.write_text(form.read_text(encoding="utf-8") + "  - {field: forecast_finish, from: 预计}\n", encoding="utf-8")
    folder.deliver("日期.csv", "编号,进度,预计\nA-2,20,2022-02-30\nA-1,10,2022年3月1日\n")
    told = folder.receipt()[0]
    assert told[:5] == ["2", "A-2", "退回", "预计", "2022-02-30"] and "2022-03-31" in told[6]
    assert folder.said("A-1") == ["10"] and folder.said("A-2") == []


def test_an_empty_folder_and_one_that_is_away_are_waited_for(folder):
    """An empty folder is nothing wrong; one that is not there is told, and read once it is back."""
    assert "warning" not in folder.watch()
    folder.drop.rename(folder.office.folder / "away")
    assert "drop" in folder.watch()
    (folder.office.folder / "away").rename(folder.drop)
    assert folder.deliver("1.csv", table("A-1,10"))[1] == "accepted"


def test_a_mistyped_key_is_named_with_its_place_and_the_nearest_one(folder):
    """Every program that reads duban.yaml says the same, with 78."""
    office = folder.office
    (office.folder / "duban.yaml").write_text(CONFIG.replace("folder:", "fodler:"), encoding="utf-8")
    for command in (("check",), ("watch", "edu", "--once"), ("connect",), ("status",)):
        said = office.say(*command, status=78)
        assert "duban.yaml:3:" in said and "fodler" in said and "folder" in said, command
