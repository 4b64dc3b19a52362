# SPDX-License-Identifier: MIT
"""Stories of programs that publish with include/duban/producer.h and its library alone, as they are installed."""

import os
import re
import subprocess

import pytest

from fault import sweep
from office import PROGRAMS, ROOT, RUN_S

CIVIL, ITEM, SECOND_ITEM = "民政局", "LH-2022-101", "LH-2022-102"
SANITIZERS = ["-fsanitize=address,undefined"] if PROGRAMS.parent.name == "asan" else []
OK, KEPT = 0, 1


@pytest.fixture(name="installed", scope="module")
def fixture_installed(tmp_path_factory):
    """A prefix with the header and the library, and nothing else of ours."""
    prefix = tmp_path_factory.mktemp("prefix")
    subprocess.run(["cmake", "--install", PROGRAMS.parent, "--prefix", prefix, "--component", "library"], check=True,
                   capture_output=True, timeout=RUN_S)
    files = sorted(str(path.relative_to(prefix)) for path in prefix.rglob("*") if path.is_file())
    assert files == ["include/duban/producer.h", "lib/libduban.a", "lib/pkgconfig/duban.pc"]
    return prefix


def built(prefix, compiler, source):
    """A program made of one file with what pkg-config says of the installed library."""
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "duban"], check=True, capture_output=True, text=True,
                           env={**os.environ, "PKG_CONFIG_PATH": f"{prefix}/lib/pkgconfig"}, timeout=RUN_S).stdout.split()
    program = prefix / source.stem
    made = subprocess.run([*compiler, "-Wall", "-Wextra", "-Wpedantic", "-Werror", *SANITIZERS, source, "-o", program, *flags],
                          capture_output=True, text=True, timeout=RUN_S, check=False, cwd=prefix)
    assert made.returncode == 0, made.stderr
    return program


@pytest.fixture(name="example", scope="module")
def fixture_example(installed):
    """examples/producer.c, built outside of the tree."""
    return built(installed, ["cc", "-std=c11"], ROOT / "examples" / "producer.c")


@pytest.fixture(name="planned")
def fixture_planned(office):
    """An office with two items and a source for their unit."""
    office.start_aggregator()
    office.set_plan({ITEM: CIVIL, SECOND_ITEM: CIVIL}, {"civil": [CIVIL]})
    return office


def run(program, *arguments):
    """Runs a program to its end."""
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, timeout=RUN_S, check=False)


def test_the_library_shows_its_five_functions_and_no_other_name(installed):
    shown = subprocess.run(["nm", "--extern-only", "--defined-only", "--format=just-symbols", installed / "lib" / "libduban.a"],
                           check=True, capture_output=True, text=True, timeout=RUN_S).stdout.split()
    declared = re.findall(r"^(?:\w+ )*(duban_producer_\w+)\(", (ROOT / "include/duban/producer.h").read_text(encoding="utf-8"),
                          re.MULTILINE)
    assert sorted(shown) == sorted(declared) and len(declared) == 5


def test_the_example_publishes_a_report_and_prints_the_answer(planned, example):
    assert len((ROOT / "examples" / "producer.c").read_text(encoding="utf-8").splitlines()) <= 60
    result = run(example, planned.folder, "civil", ITEM, "77.8")
    assert (result.returncode, result.stderr) == (0, "") and result.stdout.startswith("1 OK "), result
    result = run(example, planned.folder, "civil", ITEM, "77.80")
    assert result.returncode == 0 and result.stdout.startswith("2 NOCHANGE "), result
    assert planned.rows("SELECT source, seq, item, progress FROM update_log WHERE code = 'OK' AND source = 'civil'") == [
        ("civil", 1, ITEM, "77.8")]
    planned.check_log()


def test_a_refusal_is_read_with_its_sentence(planned, example):
    result = run(example, planned.folder, "civil", "LH-2022-1O1", "5")
    assert result.returncode == 1 and result.stdout.startswith("1 E_UNKNOWN_ITEM ") and ITEM in result.stdout, result


def test_wrong_input_is_named_and_not_kept(planned, example):
    for words, part in ((("civil", ITEM, "half"), "percent"), (("civil", "", "5"), "item"), (("", ITEM, "5"), "source")):
        result = run(example, planned.folder, *words)
        assert result.returncode == 1 and result.stderr.startswith("not kept: ") and part in result.stderr, result
    result = run(example, planned.folder / "run", "civil", ITEM, "5")
    assert result.returncode == 1 and "duban init" in result.stderr, result
    assert run(example, planned.folder, "civil", ITEM, "5").stdout.startswith("1 OK ")


@pytest.fixture(name="host", scope="module")
def fixture_host(installed):
    """A C++ program with handlers of its own."""
    return built(installed, ["c++", "-std=c++17"], ROOT / "tests" / "lib" / "host.cpp")


def test_what_was_kept_without_an_aggregator_is_sent_by_a_later_wait(planned, host, example):
    planned.stop_aggregator()
    result = run(host, planned.folder, "civil", 300, ITEM, "LH-2022-1O1")
    lines = result.stdout.splitlines()
    assert result.returncode == 0 and lines[1].startswith(f"wait {KEPT} ") and lines[3:] == ["0 ", "0 "], result
    planned.start_aggregator()
    result = run(example, planned.folder, "civil", SECOND_ITEM, "6")
    assert result.stdout.startswith("3 OK "), result
    assert [code for _, source, _, _, code in planned.log() if source == "civil"] == ["OK", "E_UNKNOWN_ITEM", "OK"]


def test_a_wait_takes_no_signal_from_its_program_and_is_not_ended_by_one(planned, host):
    planned.stop_aggregator()
    _, wait, signals, *_ = run(host, planned.folder, "civil", 400, ITEM).stdout.splitlines()
    rc, waited_ms = map(int, wait.split()[1:])
    assert rc == KEPT and 400 <= waited_ms < 5000
    assert signals == "signals 1 1"
    planned.start_aggregator()
    _, wait, signals, *answers = run(host, planned.folder, "civil", 20000, ITEM, SECOND_ITEM).stdout.splitlines()
    rc, waited_ms = map(int, wait.split()[1:])
    assert rc == OK and waited_ms < 20000 and answers == ["1 NOCHANGE", "1 OK"]


def test_two_programs_do_not_share_a_source(planned, host, example):
    planned.stop_aggregator()
    first = subprocess.Popen([host, planned.folder, "civil", "60000", ITEM], stdout=subprocess.PIPE, text=True)
    try:
        assert first.stdout.readline() == "kept 1\n"
        result = run(example, planned.folder, "civil", ITEM, "6")
        assert result.returncode == 1 and "not kept" in result.stderr and "lock" in result.stderr, result
        planned.start_aggregator()
        assert first.communicate(timeout=RUN_S)[0].splitlines()[-1] == "1 OK"
    finally:
        first.kill()
        first.wait()


@pytest.mark.parametrize("call", ["sync", "write"])
def test_a_program_goes_on_after_a_disk_that_failed_once(planned, host, call):
    """Whichever call fails: what was published with success arrives, and the handle serves the reports after it."""
    items = [ITEM, SECOND_ITEM, "LH-2022-1O1"]
    assert run(host, planned.folder, "civil", 20000, ITEM).returncode == 0
    n_failed = 0
    for fault in sweep(planned.folder, call, 80, path="outbox-civil.db"):
        before = len([row for row in planned.log() if row[1] == "civil"])
        result = subprocess.run([*fault.command(), host, planned.folder, "civil", "20000", *items], capture_output=True,
                                text=True, timeout=RUN_S, check=False)
        lines = result.stdout.splitlines()
        if lines[0].startswith("open "):
            assert fault.has_fired()
            continue
        missing = [line.removeprefix("not kept ") for line in lines if line.startswith("not kept ")]
        assert len(missing) <= int(fault.has_fired()), lines
        n_failed += len(missing)
        assert f"kept {len(items) - len(missing)}" in lines, lines
        run(host, planned.folder, "civil", 20000, ITEM)
        found = len([row for row in planned.log() if row[1] == "civil"]) - before - 1
        assert len(items) - len(missing) <= found <= len(items), (lines, found)
    assert n_failed > 0
    planned.check_log()


def test_threads_publish_each_with_a_source_of_its_own(planned, installed):
    program = built(installed, ["cc", "-std=c11", "-pthread"], ROOT / "tests" / "lib" / "threads.c")
    sources = [f"thread {number}" for number in range(8)]
    planned.set_plan({}, {source: [CIVIL] for source in sources})
    result = run(program, planned.folder, ITEM, *sources)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert sorted(planned.rows("SELECT source, max(seq) FROM update_log WHERE source LIKE 'thread %' GROUP BY source")) == [
        (source, 10) for source in sources]
    planned.check_log()
