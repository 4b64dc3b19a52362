# SPDX-License-Identifier: MIT
"""Stories of people.csv: who will be mailed, and which unit nobody would hear of."""

import csv
import shutil

import pytest

from office import ROOT

EXAMPLE = ROOT / "examples" / "luohu-2022"
WRONG_CONFIG = 78
NO_ADDRESS = " has no address in "


@pytest.fixture(name="planned")
def fixture_planned(office):
    """An office with the plan of a district and the addresses of its roles."""
    office.start_aggregator()
    office.say("plan", "import", EXAMPLE / "plan.yaml")
    shutil.copy(EXAMPLE / "people.csv", office.folder)
    return office


def people():
    """The rows of the example, without their header."""
    with (EXAMPLE / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def write(office, rows):
    """Writes people.csv with these rows."""
    with (office.folder / "people.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["姓名", "单位", "角色", "邮箱", "语言"], *rows])


def test_check_finds_nothing_when_every_unit_that_reports_has_an_address(planned):
    planned.say("check")
    assert not [row for row in people() if not row[3].endswith("@duban.example")]


def test_without_the_file_nobody_is_mailed_and_nothing_is_wrong(planned):
    (planned.folder / "people.csv").unlink()
    printed = planned.say("check", "--lang", "en")
    assert "nobody will be mailed" in printed and "nothing wrong" in printed
    assert len(printed.splitlines()) == 2
    assert "不会给任何人发邮件" in planned.say("check", "--lang", "zh")


def test_check_names_a_unit_that_nobody_answers_for(planned):
    """A head is enough, and so is a unit's name in place of its code; a supervisor of the unit is not."""
    rest = [row for row in people() if row[1] not in ("edu", "hr", "water")]
    write(planned, rest + [["甲", "教育局", "负责人", "a@duban.example", ""],
                           ["乙", "Human Resources Bureau", "联络员", "b@duban.example", "en"],
                           ["丙", "water", "督查", "c@duban.example", ""]])
    printed = planned.say("check", "--lang", "en", status=WRONG_CONFIG)
    assert [line for line in printed.splitlines() if NO_ADDRESS in line] == [
        f"unit Water Affairs Bureau has no address in {planned.folder}/people.csv; add a row for its liaison or its head"]
    assert "faults: 1" in printed
    assert "单位水务局在" in planned.say("check", "--lang", "zh", status=WRONG_CONFIG)


def test_check_names_a_unit_that_the_plan_does_not_have(planned):
    write(planned, people() + [["甲", "教育据", "联络员", "a@duban.example", ""]])
    assert 'people.csv:60: the plan has no unit "教育据"' in planned.say("check", "--lang", "en", status=WRONG_CONFIG)


def test_check_finds_every_fault_of_the_file(planned):
    """With faults in the file nothing is said of units: who is in it is not known."""
    write(planned, [["甲", "edu", "联洛员", "a@duban.example", ""], ["", "edu", "负责人", "b@duban.example, c@duban.example", "fr"],
                    ["丙", "edu", "负责人", "d@duban.example\r\nBcc: x@y.example", ""]])
    printed = planned.say("check", "--lang", "en", status=WRONG_CONFIG)
    for part in ('people.csv:2: "角色" cannot be "联洛员"; did you mean "联络员"?', 'people.csv:3: "姓名" is empty',
                 'people.csv:3: "语言" cannot be "fr"', 'people.csv:3: "邮箱" is no mail address',
                 'people.csv:4: "邮箱" is no mail address: "d@duban.example  Bcc: x@y.example"', "faults: 5"):
        assert part in printed
    assert NO_ADDRESS not in printed


def test_the_template_of_init_is_right_and_no_address_of_a_plan(planned):
    (planned.folder / "people.csv").unlink()
    planned.say("init", planned.folder)
    template = (planned.folder / "people.csv").read_bytes()
    assert template.startswith("\ufeff姓名,单位,角色,邮箱,语言\r\n示例".encode())
    printed = planned.say("check", "--lang", "en", status=WRONG_CONFIG)
    assert 'people.csv:3: the plan has no unit "示例单位"' in printed
    assert printed.count(NO_ADDRESS) == 28
