# SPDX-License-Identifier: MIT
"""Stories of `duban try`: what is understood of departments' files, and what is refused with its row and reason."""

import csv
import json

import pytest

from office import ROOT

EXPORTS = ROOT / "examples" / "exports-2022"
FORMS = ROOT / "examples" / "forms"
FORM = FORMS / "csv_gb.yaml"
HEADER = "任务编号,任务名称,完成进度,累计完成,单位,状态,计划完成时间,实际完成时间,申请延期至,更新日期,备注"
GOOD = "T1,名称,65%,12,个,进行中,2022年12月31日,,,2022年9月30日,正常"
ACCEPTED, HELD = 0, 65


def tried(office, file, status, *options):
    """What `duban try` says of a file to other programs."""
    result = office.run("try", *options, "--json", FORM, file)
    assert result.returncode == status, result.stdout + result.stderr
    return json.loads(result.stdout)


def write(office, *rows, header=HEADER, end="\r\n"):
    """Writes a table as the education bureau does; returns the file."""
    file = office.folder / "table.csv"
    file.write_bytes("\r\n".join([header, *rows]).encode("gb18030") + end.encode())
    return file


def known_to_the_aggregator(reason):
    """Only the aggregator knows which items there are, and whose they are."""
    return reason in ("unknown_id", "not_responsible", "bad_unit")


def read_table(name):
    """The rows of a table of the exports."""
    with open(EXPORTS / name, encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


@pytest.mark.parametrize("dept", [row["dept"] for row in read_table("connected.csv")])
def test_a_year_of_a_department_is_read_as_it_should_be(office, dept):
    expected = {file["path"]: file for file in json.loads((ROOT / "tests/oracle/expected-2022.json").read_text())["files"]}
    form = next(FORMS / f"{row['shape']}.yaml" for row in read_table("connected.csv") if row["dept"] == dept)
    deliveries = [row for row in read_table("manifest.csv") if row["dept"] == dept]
    assert len(deliveries) >= 43
    wrong = []
    for delivery in deliveries:
        want = expected[delivery["path"]]
        if want["decision"] == "duplicate":
            continue  # that the bytes were there before is not known to a single trial
        status = HELD if want["decision"] == "held" and want["reason"] != "dropped" else ACCEPTED
        result = office.run("try", "--json", "--day", delivery["delivered_at"][:10], form, EXPORTS / delivery["path"])
        got = json.loads(result.stdout)
        refused = [row for row in want.get("rejected", []) if not known_to_the_aggregator(row[1])]
        theirs = len(want.get("rejected", [])) - len(refused)
        if (result.returncode, got["decision"], got["reason"], got["rejected"]) != (
                status, want["decision"], want["reason"], refused):
            wrong.append((delivery["path"], got, want))
        elif want["decision"] == "accepted" and got["understood"] != want["understood"] + theirs:
            wrong.append((delivery["path"], got["understood"], want["understood"]))
    assert not wrong


BAD = GOOD.replace("T1", "T2")
BAD_ROWS = [
    (BAD.replace("T2", ""), "empty_id"),
    (BAD.replace("进行中", "基本完成"), "bad_status"),
    (BAD.replace("65%", "已完成"), "bad_number"),
    (BAD.replace("12,个", "1.2.3,个"), "bad_number"),
    (BAD.replace("65%", "120"), "out_of_range"),
    (BAD.replace("65%", "-1"), "out_of_range"),
    (BAD.replace("12,个", "-12,个"), "out_of_range"),
    (BAD.replace("2022年12月31日", "2022年2月30日"), "bad_date"),
    (BAD.replace("进行中", "已完成"), "missing_date"),
    (BAD.replace(",,,", ",2022年9月1日,,"), "inconsistent"),
    (BAD.replace("进行中", "已完成").replace(",,,", ",2022年10月1日,,").replace("65%", "100"), "future_date"),
    (BAD.replace("进行中", "已完成").replace(",,,", ",2022年9月1日,,"), "inconsistent"),
    (BAD.replace("正常", "长" * 6000), "too_long"),
    (BAD + ",多余", "malformed_row"),
    (BAD.replace("65%", "多").replace("进行中", "办结"), "bad_status"),
]


def test_a_bad_row_is_refused_alone_for_the_first_reason(office):
    wrong = []
    for row, reason in BAD_ROWS:
        got = tried(office, write(office, GOOD, row, GOOD.replace("T1", "T3")), ACCEPTED, "--day", "2022-09-30")
        if (got["rejected"], got["understood"]) != ([[3, reason]], 2):
            wrong.append((reason, row[:80], got))
    assert not wrong


@pytest.mark.parametrize("change, meaning", [
    (lambda row: row.replace("65%", "65"), "a percentage without its sign"),
    (lambda row: row.replace("65%", "６５％"), "full-width digits"),
    (lambda row: row.replace("65%", "65.0"), "a decimal"),
    (lambda row: row.replace("65%", ""), "an empty cell"),
    (lambda row: row.replace("2022年12月31日", "2022-12-31"), "another spelling of a day"),
    (lambda row: row.replace("2022年12月31日", "2022.12.31"), "dots in a day"),
    (lambda row: row.replace("T1", "Ｔ１\u00a0"), "a full-width id with a no-break space"),
    (lambda row: row.replace("12,个", '"1,200",个'), "thousands in quotes"),
    (lambda row: row.replace("正常", '"两行\n的""说明"""'), "a note of two lines with quotes"),
])
def test_spellings_that_drift_are_understood(office, change, meaning):
    got = tried(office, write(office, change(GOOD)), ACCEPTED)
    assert (got["understood"], got["rejected"]) == (1, []), meaning


def test_titles_sums_and_notes_are_skipped_and_counted(office):
    rows = ["", GOOD, "（一）教育,,,,,,,,,,", "合计,,65,,,,,,,,", "注:数据截至本周五,,,,,,,,,,"]
    got = tried(office, write(office, *rows), ACCEPTED)
    assert (got["rows"], got["understood"], got["skipped"]) == (1, 1, 4)


@pytest.mark.parametrize("make, reason", [
    (lambda office: write(office, GOOD, header=HEADER.replace("完成进度", "进度")), "missing_column"),
    (lambda office: write(office, GOOD, header=HEADER.replace("任务编号", "编号")), "missing_column"),
    (lambda office: write(office, GOOD, header=HEADER.replace("任务名称", "状态")), "ambiguous_column"),
    (lambda office: write(office, GOOD, "T2,名称,65%", end=""), "truncated"),
    (lambda office: write(office, GOOD, 'T2,"名称', end=""), "truncated"),
])
def test_a_file_that_cannot_be_taken_is_held_with_its_reason(office, make, reason):
    got = tried(office, make(office), HELD)
    assert (got["decision"], got["reason"], got["rejected"]) == ("held", reason, [])


def test_a_file_cut_inside_a_character_is_held(office):
    file = write(office, GOOD)
    file.write_bytes(file.read_bytes()[:-3])
    assert tried(office, file, HELD)["reason"] == "truncated"


def test_empty_files_are_held_and_lock_files_are_not_read(office):
    empty, lock = office.folder / "empty.csv", office.folder / "~$table.csv"
    empty.write_bytes(b"")
    lock.write_bytes(b"anything")
    assert tried(office, empty, HELD)["reason"] == "empty"
    assert tried(office, lock, ACCEPTED)["decision"] == "ignored"


def test_people_are_told_row_field_and_the_way_out_in_their_language(office):
    file = write(office, GOOD, GOOD.replace("T1", "T2").replace("65%", "120"))
    chinese = office.run("try", "--lang", "zh", FORM, file).stdout
    english = office.run("try", "--lang", "en", FORM, file).stdout
    assert f"{file}:3：“完成进度”的“120”超出范围；进度为 0 到 100，数值不为负" in chinese
    assert f'{file}:3: "完成进度" holds "120", which is out of range' in english


def test_a_file_that_is_held_is_told_so_beside_the_json_too(office):
    (office.folder / "duban.yaml").unlink(missing_ok=True)
    result = office.run("try", "--lang", "en", "--json", FORM, write(office, 'T1,"', end=""))
    assert json.loads(result.stdout)["decision"] == "held"
    assert "cannot be taken" in result.stderr and "duban.yaml" not in result.stderr


def test_a_file_of_another_kind_is_told_what_may_be_wrong_with_it(office):
    utf8, workbook = office.folder / "utf8.csv", office.folder / "table.xlsx"
    utf8.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    workbook.write_bytes(b"PK\x03\x04\x14\0\x06\0\n")
    for file, words in ((utf8, "may not be in gb18030"), (workbook, "save it as CSV")):
        result = office.run("try", "--lang", "en", FORM, file)
        assert result.returncode == HELD and words in result.stderr


def test_the_name_of_a_file_cannot_control_the_terminal(office):
    printed = office.run("try", FORM, office.folder / "x\x1b[31m.csv").stderr
    assert "x\ufffd[31m.csv" in printed and "\x1b" not in printed


def test_what_is_understood_is_shown_with_stage_progress_and_note(office):
    table = office.folder / "works.csv"
    table.write_text("项目编号;当前阶段;形象进度(%);实际完成日期;存在问题及进展\nT1;在建;65;;正常\nT2;推进中;;;\n", encoding="utf-8")
    first, second = office.run("try", "--lang", "en", FORMS / "csv_semi.yaml", table).stdout.splitlines()[1:3]
    assert first.split() == ["2", "T1", "working", "building", "65", "正常"]
    assert second.split() == ["3", "T2", "working"]


def test_figures_of_periods_are_shown_with_their_status(office):
    table = office.folder / "figures.csv"
    table.write_text("指标编号,统计时期,本期值,计量单位,数据性质\nI1,2022年1-2月,-1.3,%,初步\nI1,2022年13月,1,%,初步\n", encoding="utf-8")
    result = office.run("try", "--lang", "en", FORMS / "readings.yaml", table)
    heading, row, refused, _ = result.stdout.splitlines()
    assert heading.split() == ["row", "id", "period", "value", "status"]
    assert row.split() == ["2", "I1", "2022-M01/02", "-1.3%", "preliminary"]
    assert ':3: "统计时期" holds "2022年13月", which is no day or period' in refused


def test_a_wrong_form_tells_all_its_faults_with_their_places(office):
    form = office.folder / "form.yaml"
    form.write_text("form: x\nencoding: gbk\nitem: 编号\nrequired: [编号]\ncolumns:\n  - {field: state, from: 状态}\n"
                    "  - {field: percent, form: 进度}\n", encoding="utf-8")
    result = office.run("try", "--lang", "en", form, write(office, GOOD))
    assert result.returncode == 78
    for place in ("form.yaml:2:11: ", "form.yaml:7:"):
        assert place in result.stderr, result.stderr
    assert 'did you mean "from"?' in result.stderr
