# SPDX-License-Identifier: MIT
"""Stories of the programs that people type: a plan is imported, units report, and nothing that was kept is lost."""

import re
import subprocess
import time

import pytest

import codec
import trace
from office import PROGRAMS, wait_at_most

CIVIL, SCHOOL = "民政局", "教育局"
ITEM, OTHER_ITEM = "LH-2022-101", "JY-2022-777"
PLAN = f"""\
编号,事项,牵头单位,完成时限
{ITEM},建成社区养老服务中心,{CIVIL},2022-12-31
LH-2022-102,完成低保家庭走访,{CIVIL},2022-06-30
{OTHER_ITEM},新建公办幼儿园,{SCHOOL},2022-09-01
"""
N_KILLS = 20
OK, USAGE, REFUSED, NO_INPUT, NOT_SENT = 0, 64, 65, 66, 75
SENDS, RECEIVES, FLUSHES = ("sendto", "sendmsg", "write"), ("recvfrom", "recvmsg", "read"), ("fdatasync", "fsync")
WRITES = ("pwrite64", "pwritev")


@pytest.fixture(name="planned")
def fixture_planned(office):
    """An office whose plan was imported by the program."""
    office.start_aggregator()
    import_plan(office, PLAN)
    return office


def import_plan(office, content, *options, status=OK):
    """Imports a plan; returns what the program printed."""
    file = office.folder / "plan.csv"
    file.write_text(content, encoding="utf-8")
    return office.say("plan", "import", file, *options, status=status)


def report(office, *arguments, status=OK):
    """Reports; returns what the program printed."""
    return office.say("report", *arguments, status=status)


def log(office):
    """The log as the program prints it for other programs."""
    return office.json("log", "-n", "1000")


def reported_notes(office):
    """The notes that stand in the log, in its order."""
    found = office.rows("SELECT note FROM update_log WHERE source = 'report' AND note IS NOT NULL ORDER BY lsn")
    return [note for note, in found]


# --- Plan, report, log --------------------------------------------------------------------------------------


def test_a_plan_is_imported_then_reported_on_and_both_stand_in_the_log(planned):
    report(planned, ITEM, "--state", "working", "--percent", "37.5", "--dept", CIVIL, "--note", "主体封顶")
    entries = log(planned)
    assert [entry["lsn"] for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert [(entry["source"], entry["t"], entry["item"], entry["code"]) for entry in entries] == [
        ("control", "plan_set", None, "OK"), ("control", "source_set", None, "OK"), ("control", "item_set", ITEM, "OK"),
        ("control", "item_set", "LH-2022-102", "OK"), ("control", "item_set", OTHER_ITEM, "OK"),
        ("report", "task", ITEM, "OK")]
    assert ITEM in planned.run("log").stdout
    found = planned.rows("SELECT dept, status, note FROM update_log WHERE source = 'report'")
    assert found == [(CIVIL, "working", "主体封顶")]
    assert planned.rows("SELECT source, connected_on FROM source_now WHERE source = 'report'")
    planned.check_log()


def test_a_report_that_changes_nothing_is_no_failure(planned):
    report(planned, ITEM, "--state", "working")
    report(planned, ITEM, "--state", "working")
    assert [entry["code"] for entry in log(planned)[-2:]] == ["OK", "NOCHANGE"]


def test_a_plan_that_is_imported_again_changes_nothing(planned):
    import_plan(planned, PLAN)
    assert {entry["code"] for entry in log(planned)[5:]} == {"NOCHANGE"}
    import_plan(planned, PLAN.replace("2022-06-30", "2022-07-31"))
    assert [entry["item"] for entry in log(planned) if entry["code"] == "OK"].count("LH-2022-102") == 2


def test_a_plan_with_english_headers_is_imported_too(office):
    office.start_aggregator()
    import_plan(office, f"id,title,lead,due\n{ITEM},A centre for the elderly,{CIVIL},2022-12-31\n")
    report(office, ITEM, "--state", "working")


def test_a_dry_run_of_an_import_sends_nothing(office):
    office.start_aggregator()
    import_plan(office, PLAN, "--dry-run")
    assert office.log() == []


def test_a_plan_with_faults_names_every_row_at_once_and_imports_nothing(office):
    office.start_aggregator()
    printed = import_plan(office, PLAN.replace("2022-06-30", "2022-06-31") + f"""\
LH-2022-103,,{CIVIL},2022-12-31
LH-2022-104,一切正常,{CIVIL},2022-12-31
{ITEM},编号重复,{CIVIL},2022-12-31
LH-2022-105,没有牵头单位,,2022-12-31
LH-2022-106,列数不够
""", status=REFUSED)
    for row in (3, 5, 7, 8, 9):
        assert re.search(rf"(?<!\d){row}(?!\d)", printed), f"row {row} is not named:\n{printed}"
    assert office.log() == []


def test_wrong_words_are_usage_and_nothing_is_kept(planned):
    report(planned, status=USAGE)
    report(planned, ITEM, "--state", "tired", status=USAGE)
    report(planned, ITEM, "--completed-on", "2022-02-30", status=USAGE)
    report(planned, ITEM, "--no-such-option", status=USAGE)
    report(planned, ITEM, "--state", "working")
    assert [entry["seq"] for entry in log(planned) if entry["source"] == "report"] == [1]


def test_a_report_into_a_folder_that_is_no_office_is_not_promised(planned):
    elsewhere = planned.folder / "elsewhere"
    elsewhere.mkdir()
    for words in (("report", ITEM, "--percent", "5"), ("decide", ITEM, "refused", "--doc-no", "1"),
                  ("plan", "import", planned.folder / "plan.csv")):
        assert "duban init" in planned.say(*words, "--dir", elsewhere, status=NO_INPUT)
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("source", ["", "x" * 65, "源" * 40])
def test_a_source_that_cannot_be_is_refused_before_anything_is_kept(planned, source):
    assert "--source" in report(planned, ITEM, "--percent", "5", "--source", source, status=USAGE)
    assert "ITEM" in report(planned, "", "--percent", "5", status=USAGE)
    assert [path.name for path in (planned.folder / "state").glob("outbox-*.db")] == ["outbox-control.db"]


@pytest.mark.parametrize("words, part", [(("plan",), "check|import|activate|show"), (("plan", "--lang", "en"), "check|import|activate|show"), (("plan", "x"), '"plan"'),
                                         (("--dir", "demo", "status"), "no option --dir"), (("\x1b[31m",), "\ufffd[31m")])
def test_a_command_that_there_is_not_is_answered_with_the_way_out(office, words, part):
    result = office.command_alone(*words)
    assert result.returncode == USAGE and part in result.stderr and "duban --help" in result.stderr


def test_help_that_cannot_be_written_fails(office):
    for word in ("--help", "--version"):
        with open("/dev/full", "wb") as full:
            result = office.command_alone(word, stdout=full)
        assert result.returncode == 74 and "standard output" in result.stderr


# --- Refusals -----------------------------------------------------------------------------------------------


def test_a_refused_report_stays_in_the_log_with_its_bytes(planned):
    printed = report(planned, ITEM, "--state", "done", "--completed-on", "2199-12-31", "--lang", "en", status=REFUSED)
    assert "2199-12-31" in printed
    entry = log(planned)[-1]
    assert (entry["source"], entry["seq"], entry["code"]) == ("report", 1, "E_FUTURE")
    (code, data), = planned.rows("SELECT code, bytes FROM refusal")
    assert code == "E_FUTURE"
    assert codec.read_update(data)["completed_on"] == "2199-12-31"
    report(planned, ITEM, "--state", "working")
    assert [entry["code"] for entry in log(planned)[-2:]] == ["E_FUTURE", "OK"]


@pytest.mark.parametrize("language, is_chinese", [("zh", True), ("en", False)])
def test_an_unknown_item_is_answered_with_near_ids_in_the_readers_language(planned, language, is_chinese):
    printed = report(planned, "LH-2022-1O1", "--state", "working", "--lang", language, status=REFUSED)
    assert ITEM in printed
    assert bool(re.search("[\u4e00-\u9fff]", printed)) == is_chinese, printed


def test_what_a_unit_writes_cannot_control_the_terminal(planned):
    report(planned, ITEM, "--note", "red \x1b[31m, back \b, line\n2022 forged")
    printed = planned.run("log").stdout
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", printed)


# --- An aggregator or a reporter that dies ------------------------------------------------------------------


def test_a_report_without_an_aggregator_is_kept_and_sent_first_by_the_next(planned):
    planned.stop_aggregator()
    report(planned, ITEM, "--note", "first", "--wait", "1", status=NOT_SENT)
    report(planned, ITEM, "--note", "second", "--wait", "1", status=NOT_SENT)
    planned.start_aggregator()
    report(planned, ITEM, "--note", "third")
    assert reported_notes(planned) == ["first", "second", "third"]
    planned.check_log()


def test_an_outbox_that_another_one_replaced_says_what_to_do(planned):
    report(planned, ITEM, "--percent", "5")
    newer = planned.client("report")
    newer.hello()
    newer.expect("WELCOME")
    printed = report(planned, ITEM, "--percent", "6", "--lang", "en", status=NOT_SENT)
    assert "kept in the outbox" in printed and "move this outbox's file away" in printed


def test_a_killed_aggregator_costs_no_report(planned):
    for number in range(5):
        report(planned, ITEM, "--note", f"note {number}")
        planned.kill_aggregator()
        planned.start_aggregator()
    assert reported_notes(planned) == [f"note {number}" for number in range(5)]
    planned.check_log()


def test_a_killed_report_loses_nothing_that_it_said_was_kept_and_repeats_nothing(planned, chance):
    start = time.monotonic()
    report(planned, ITEM, "--note", "unhurried")
    usual_s = time.monotonic() - start
    promised = []
    for number in range(N_KILLS):
        is_up = chance.random() < 0.7
        if is_up != (planned.aggregator is not None):
            (planned.start_aggregator if is_up else planned.stop_aggregator)()
        process = planned.start("report", ITEM, "--note", f"note {number}", "--wait", "1")
        if not wait_at_most(process, chance.uniform(0, 1.3 * (usual_s if is_up else 1))):
            process.kill()
        status = process.wait()
        assert status in (OK, NOT_SENT, -9)
        if status != -9:
            promised.append(f"note {number}")
    if planned.aggregator is None:
        planned.start_aggregator()
    report(planned, ITEM, "--note", "end")
    found = reported_notes(planned)
    assert found == ["unhurried", *(note for note in map("note {}".format, range(N_KILLS)) if note in found), "end"]
    assert set(promised) <= set(found)
    planned.check_log()


# --- What was flushed before what was said ------------------------------------------------------------------


def written_and_flushed(calls, after, before, path, text):
    """The call that wrote the text into a file, and a flush of that file after the last call that wrote to it."""
    written = trace.last_between(calls, after, before, WRITES, path, text)
    last_written = trace.last_between(calls, after, before, WRITES, written.path())
    return written, trace.last_between(calls, last_written, before, FLUSHES, written.path())


@pytest.mark.skipif(PROGRAMS.parent.name == "asan", reason="the leak check does not work under strace")
def test_the_outbox_is_flushed_before_the_update_leaves_and_the_store_before_the_answer(office, tmp_path):
    note = "this note is looked for in both traces"
    office.start_aggregator(before=trace.command(tmp_path / "aggregator"))
    import_plan(office, PLAN)
    office.say("report", ITEM, "--note", note, before=trace.command(tmp_path / "reporter"))
    office.stop_aggregator()

    calls = trace.read(tmp_path / "reporter")
    sent = trace.first(calls, SENDS, ITEM)
    written, flushed = written_and_flushed(calls, None, sent, "-wal", note)
    print("reporter:", written, flushed, sent, sep="\n  ")

    calls = trace.read(tmp_path / "aggregator")
    received = trace.first(calls, RECEIVES, note)
    answered = trace.first(calls, SENDS, "results", after=received)
    written, flushed = written_and_flushed(calls, received, answered, "/store.db-wal", note)
    print("aggregator:", received, written, flushed, answered, sep="\n  ")


def test_reports_at_once_without_an_aggregator_are_all_kept(office):
    """Each waits for an answer without keeping the others from the outbox; when the aggregator is there, all are sent."""
    office.start_aggregator()
    office.set_plan({f"A-{n}": "民政局" for n in range(8)}, {"report": ["民政局"]})
    office.stop_aggregator()
    running = [subprocess.Popen(office.command("report", f"A-{n}", "--percent", "10", "--wait", "3"), env=office.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
               for n in range(8)]
    said = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [75] * 8, said
    office.start_aggregator()
    office.say("report", "A-0", "--percent", "11")
    assert len(office.rows("SELECT 1 FROM update_log WHERE t = 'task'")) == 9
