# SPDX-License-Identifier: MIT
"""The oracle: a small year that it drives and judges, and how it is used. The shipped year is judged in test_year.py."""

import csv
import json
import subprocess

import pytest

from office import ROOT

ORACLE = ROOT / "tests" / "oracle" / "run"
DIFFERENT, USAGE, NO_INPUT = 1, 64, 66
YEAR_S = 100


def run_oracle(*arguments, status=0):
    """The lines that the oracle prints, which must end with this status."""
    process = subprocess.Popen([ORACLE, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
    try:
        printed, _ = process.communicate(timeout=YEAR_S)
    except subprocess.TimeoutExpired:
        process.terminate()  # it then ends its daemons
        printed, _ = process.communicate(timeout=YEAR_S)
    assert process.returncode == status, f"exit {process.returncode} instead of {status}:\n{printed}"
    return printed.splitlines()


PLAN = {"departments.csv": """\
code,name_zh,name_en
parks,园林局,Parks Bureau
roads,公路局,Roads Bureau
water,水务局,Water Bureau
""", "items.csv": """\
id,kind,area,area_en,title,title_en,verb,target_op,target_value,target_unit,baseline_value,baseline_unit,cadence,start_date,due_date,stage,source_ref,note
GY-1,task,绿化,Green,新增公园,New parks,add,ge,20,公顷,,,monthly,2023-01-01,2023-03-20,,1,
GY-2,task,绿化,Green,公园管理办法,Rules for parks,formulate,done,,,,,monthly,2023-01-01,2023-12-31,,2,
GY-3,task,绿化,Green,行道树,Street trees,add,ge,500,棵,,,monthly,2023-01-01,2023-04-07,,3,
DL-1,project,道路,Roads,环山路,Hill Road,build,done,,,,,monthly,2023-01-01,2023-12-31,planned,4,
DL-2,task,道路,Roads,路面修缮,Resurfacing,complete,ge,3,万平方米,,,monthly,2023-01-01,2023-06-30,,5,
SL-1,task,水务,Water,清淤,Dredging,complete,done,,,,,monthly,2023-01-01,2023-03-15,,6,
""", "items_depts.csv": """\
item,dept,role
GY-1,parks,lead
GY-1,water,support
GY-2,parks,lead
GY-3,parks,lead
DL-1,roads,lead
DL-2,roads,lead
SL-1,water,lead
"""}
BESIDE = {"reporters.csv": """\
item,dept
GY-1,parks
GY-2,parks
GY-3,parks
DL-1,roads
DL-2,roads
SL-1,water
""", "connected.csv": """\
dept,name_zh,shape,folder
parks,园林局,csv_gb,p
roads,公路局,csv_semi,roads/weekly
posts,邮政局,fax,posts
""", "approvals.csv": """\
item,requested_on,requested_due,decision,decided_on,new_due,doc_no
GY-3,,,approved,2023-04-03,2023-05-31,园〔2023〕1号
SL-1,,,refused,2023-03-16,,园〔2023〕2号
"""}


def parks(*rows):
    """A table of the parks bureau."""
    header = "任务编号,任务名称,完成进度,累计完成,单位,状态,计划完成时间,实际完成时间,申请延期至,备注"
    return "".join(f"{row}\r\n" for row in (header, *rows)).encode("gb18030")


def roads(*rows, percent="形象进度(%)"):
    """A table of the roads bureau: rows begin with the third."""
    header = f"序号;项目编号;项目名称;当前阶段;{percent};累计完成;单位;预计完成日期;实际完成日期;申请延期至;存在问题及进展"
    lines = ("公路局项目进展表;;;;;;;;;;", header, *(f"1;{row}" for row in rows), "合计;;;;;;;;;;")
    return "\ufeff".encode() + "".join(f"{line}\r\n" for line in lines).encode()


def accepted(understood, *, unchanged=0, changed=None, rejected=(), missing=()):
    """What should become of a file that is accepted."""
    return {"decision": "accepted", "reason": None, "understood": understood, "unchanged": unchanged, "changed": changed or {},
            "rejected": list(rejected), "missing": list(missing)}


def not_taken(decision, reason):
    """What should become of a file that is not accepted."""
    return {"decision": decision, "reason": reason}


OPENED = "GY-1,公园,100%,20,公顷,已完成,,2023年3月23日,,"
NO_RULES = "GY-2,办法,0%,,,未启动,,,,"
TREES = "GY-3,树,20%,100,棵,进行中,,,,"
HILL_ROAD = "DL-1;环山路;开工;8;;;2023年12月31日;;;"
PARKS_AGAIN = parks("GY-1,公园,30%,6,公顷,进行中,,,,", NO_RULES, "GY-3,树,30%,150,公里,进行中,,,,")
NEW, FIGURES = ["new"], ["progress", "value"]

# (delivered at, department, path, bytes, what should become of it), in the order of delivery
FILES = [
    ("2023-03-03T16:30:00+08:00", "parks", "p/园林 0303.csv", parks("GY-1,公园,10%,2,公顷,进行中,,,,", NO_RULES, TREES),
     accepted(3, changed={"GY-1": NEW, "GY-2": NEW, "GY-3": NEW})),
    ("2023-03-03T16:30:00+08:00", "roads", "r/week1.csv",
     roads("DL-1;环山路;前期;5;;;2023年12月31日;;;", "DL-2;路面;推进中;10;5000;平方米;;;;",
           "DL-9;无;推进中;1;;;;;;", "GY-1;公园;推进中;1;;;;;;"),
     accepted(2, changed={"DL-1": NEW, "DL-2": NEW}, rejected=[[5, "unknown_id"], [6, "not_responsible"]])),
    ("2023-03-10T16:30:00+08:00", "parks", "p/园林 0310.csv", PARKS_AGAIN,
     accepted(2, unchanged=1, changed={"GY-1": FIGURES}, rejected=[[4, "bad_unit"]])),
    ("2023-03-10T16:40:00+08:00", "roads", "r/week2.csv", roads(HILL_ROAD, percent="进度"), not_taken("held", "missing_column")),
    ("2023-03-17T16:30:00+08:00", "parks", "p/园林 0310 (1).csv", PARKS_AGAIN, not_taken("duplicate", "same_bytes")),
    ("2023-03-20T09:30:00+08:00", "roads", "r/week3.csv", roads(HILL_ROAD, "DL-2;路面;推进中;15;6000;平方米;;;;"),
     accepted(2, changed={"DL-1": ["progress", "stage"], "DL-2": FIGURES})),
    ("2023-03-24T16:30:00+08:00", "parks", "p/园林 0324.csv", parks(OPENED, NO_RULES),
     accepted(2, unchanged=1, changed={"GY-1": ["completed_on", "progress", "status", "value"]}, missing=["GY-3"])),
    ("2023-03-31T16:30:00+08:00", "roads", "r/week5.csv", roads("DL-8;无;推进中;1;;;;;;"), not_taken("held", "truncated")),
    ("2023-05-05T16:30:00+08:00", "parks", "p/园林 0505.csv", parks(OPENED, "GY-2,办法,0%,,,未启动,,,2024年2月28日,", TREES),
     accepted(3, unchanged=2, changed={"GY-2": ["ext_to"]})),
    ("2023-05-05T17:00:00+08:00", "roads", "r/week10.csv", roads(HILL_ROAD, "DL-2;路面;推进中;约两成;6000;平方米;;;;"),
     accepted(1, unchanged=1, rejected=[[4, "bad_number"]])),
]

COUNTS = ("total", "not_started", "in_progress", "paused", "completed", "never_reported", "overdue")
STATE = {"GY-1": ["completed", "100", "20", "2023-03-23", None, "2023-03-20"],
         "GY-2": ["not_started", "0", None, None, None, "2023-12-31"],
         "GY-3": ["in_progress", "20", "100", None, None, "2023-05-31"],
         "DL-1": ["in_progress", "8", None, None, None, "2023-12-31"],
         "DL-2": ["in_progress", "15", "0.6", None, None, "2023-06-30"]}
ASKED = {**STATE, "GY-2": ["not_started", "0", None, None, "2024-02-28", "2023-12-31"]}
DAY = {"completed": ["GY-1"], "completed_late": ["GY-1"], "overdue": ["SL-1"], "due_14": [], "stalled": [],
       "never_reported": ["SL-1"], "silent_departments": [], "state": ASKED,
       "by_department": {"parks": dict(zip(COUNTS, (3, 1, 1, 0, 1, 0, 0))), "roads": dict(zip(COUNTS, (2, 0, 2, 0, 0, 0, 0))),
                         "water": dict(zip(COUNTS, (1, 0, 0, 0, 0, 1, 1)))}}
ASOF = {"2023-04-05": {**DAY, "silent_departments": ["roads"], "state": STATE},
        "2023-05-05": {**DAY, "stalled": ["GY-3"]},
        "2023-05-20": {**DAY, "stalled": ["GY-3"], "due_14": ["GY-3"], "silent_departments": ["parks", "roads"]}}

FRIDAYS = ["2023-02-24", "2023-03-03", "2023-03-10", "2023-03-17", "2023-03-24", "2023-03-31", "2023-04-07", "2023-04-14",
           "2023-04-21", "2023-04-28", "2023-05-05"]
NO_NEWS = {"newly_completed": [], "reopened": [], "newly_overdue": [], "no_longer_overdue": [], "newly_stalled": [],
           "no_longer_stalled": [], "newly_silent": [], "no_longer_silent": [], "extension_requested": [], "due_moved": {}}
NEWS = {"2023-03-17": {"newly_overdue": ["SL-1"]},
        "2023-03-24": {"newly_completed": ["GY-1"]},
        "2023-04-07": {"newly_silent": ["roads"], "due_moved": {"GY-3": "2023-05-31"}},
        "2023-04-14": {"newly_silent": ["parks"]},
        "2023-05-05": {"no_longer_silent": ["parks", "roads"], "newly_stalled": ["GY-3"], "extension_requested": ["GY-2"]}}


def write_table(path, header, rows):
    """Writes a CSV table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture(name="small")
def fixture_small(tmp_path):
    """(exports, plan, expected): the paths of the small year. Its tables lie beside what is expected; there is no plan.yaml."""
    exports, plan, beside = tmp_path / "exports", tmp_path / "plan", tmp_path / "beside"
    for folder, tables in ((plan, PLAN), (beside, BESIDE)):
        folder.mkdir()
        for name, text in tables.items():
            (folder / name).write_text(text, encoding="utf-8")
    for _, _, path, content, _ in FILES:
        (exports / path).parent.mkdir(parents=True, exist_ok=True)
        (exports / path).write_bytes(content)
    write_table(exports / "manifest.csv", ["seq", "delivered_at", "dept", "path"],
                [[seq, at, dept, path] for seq, (at, dept, path, _, _) in enumerate(FILES, start=1)])
    weekly = [{"date": day, "since": since, **NO_NEWS, **NEWS.get(day, {})}
              for since, day in zip(FRIDAYS, FRIDAYS[1:])]
    expected = {"meta": {"name": "小城", "year": 2023, "first": "2023-03-03", "connected": ["parks", "posts", "roads"]},
                "files": [{"delivered_at": at, "dept": dept, "path": path, **fate} for at, dept, path, _, fate in FILES],
                "asof": ASOF, "weekly": weekly}
    (beside / "expected.json").write_text(json.dumps(expected), encoding="utf-8")
    return exports, plan, beside / "expected.json"


def test_another_year_plan_and_departments_need_no_change(small):
    assert run_oracle(*small) == ["left out, for their forms do not exist: posts (fax)",
                                  "compared: 10 files of 2 departments, 3 as-of dates, 10 weeks", "0 differences"]


def test_what_is_not_as_expected_is_named_and_counted(small):
    expected = json.loads(small[2].read_text(encoding="utf-8"))
    expected["files"][2]["rejected"][0][0] = 5
    expected["asof"]["2023-04-05"]["state"]["DL-2"][2] = "0.5"
    expected["weekly"][2]["newly_overdue"] = []
    small[2].write_text(json.dumps(expected), encoding="utf-8")
    lines = run_oracle(*small, status=DIFFERENT)
    assert lines[1:-2] == ["p/园林 0310.csv: refused: row 5 bad_unit: expected, not found",
                           "p/园林 0310.csv: refused: row 4 bad_unit: found, not expected",
                           "2023-04-05: state: DL-2: found in_progress 15 0.6 nothing nothing 2023-06-30, "
                           "expected in_progress 15 0.5 nothing nothing 2023-06-30",
                           "week of 2023-03-17: newly_overdue: SL-1: found, not expected"]
    assert lines[-1] == "4 differences"


# --- Wrong use ----------------------------------------------------------------------------------------------


def test_wrong_use_is_told(small, tmp_path):
    exports, plan, expected = small
    assert "EXPORTS PLAN EXPECTED" in run_oracle(status=USAGE)[1]
    assert "is not empty" in run_oracle(*small, "--office", tmp_path, status=USAGE)[-1]
    assert "not allowed with" in run_oracle(*small, "--office", tmp_path / "new", "--done", tmp_path, status=USAGE)[-1]
    assert "store.db" in run_oracle(*small, "--done", tmp_path, status=NO_INPUT)[-1]
    assert any("build/dev/bin" in line for line in run_oracle("--help"))
    assert "absent" in run_oracle(exports, plan, tmp_path / "absent", status=NO_INPUT)[-1]
    assert "items.csv" in run_oracle(exports, tmp_path, expected, status=NO_INPUT)[-1]
    (expected.parent / "connected.csv").write_text("dept,folder\nparks,p\n", encoding="utf-8")
    assert "connected.csv: no column shape" in run_oracle(*small, status=NO_INPUT)[-1]
    (expected.parent / "connected.csv").unlink()
    assert "connected.csv" in run_oracle(*small, status=NO_INPUT)[-1]
    (exports / FILES[-1][2]).unlink()
    assert FILES[-1][2] in run_oracle(*small, status=NO_INPUT)[-1]
    expected.write_text("{}", encoding="utf-8")
    assert "no meta, files, asof, weekly" in run_oracle(*small, status=NO_INPUT)[-1]
