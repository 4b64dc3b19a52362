#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs the tests: unit tests, the corpora of the fuzz targets and system tests, all again under the sanitizers, gates.

With NAME it runs only the tests whose name contains it, and no gates. Nothing stops at a failure.
What fails is printed whole, what passes as one line; the last line says how many passed and failed.
Each program runs in a session of its own; one that outlives its test is ended and makes it fail.
"""

import ctypes
import glob
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
UNIT_SECONDS = 120
SYSTEM_SECONDS = 1800
GATE_SECONDS = 300
BUILD_SECONDS = 1800
STOP_SECONDS = 15
PR_SET_CHILD_SUBREAPER = 36

REPLAYED = re.compile(r"^replayed ([1-9]\d*) inputs$", re.MULTILINE)
SYNTHESIS = re.compile(r"Synthesis: Tested: (\d+) \| Passing: (\d+) \| Failing: (\d+) \| Crashing: (\d+)")


class Totals:
    """Counts what passed and failed, and prints a line for each group of tests."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def add(self, name, passed, failed, run, note=""):
        """A group that has a problem has failed, even if each of its tests says it passed."""
        failed = failed or int(bool(run.problems))
        self.passed += passed
        self.failed += failed
        if failed:
            print(f"---- {name} ----\n{run.output.rstrip()}")
        for problem in run.problems:
            print(f"{name}: {problem}")
        mark = "FAILED" if failed else "ok"
        print(f"{mark:7}{name:28}{passed + failed:5} tests {run.seconds:6.1f} s{note}", flush=True)


class Run:
    """A program that was run to its end: output, exit status, seconds and problems, a list of sentences."""

    def __init__(self, argv, limit_seconds, **environment):
        self.problems = []
        self.status = None
        start = time.monotonic()
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                       env={**os.environ, **environment}, start_new_session=True)
            try:
                self.status = process.wait(limit_seconds)
            except subprocess.TimeoutExpired:
                self.problems.append(f"not ready after {limit_seconds} s")
                stop(process)
            except KeyboardInterrupt:
                stop(process)
                raise
            for command in end_children():
                self.problems.append(f"left a process behind: {command}")
            output.seek(0)
            self.output = output.read()
        self.seconds = time.monotonic() - start


def stop(process):
    """Asks the program and its children to end, as Ctrl-C would, and ends them if they do not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    end_children()
    catch_signals()


def end_children():
    """Ends all that is left of a program; orphans have become our children. Returns their commands."""
    commands = []
    while True:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return commands
        if ended == 0:
            with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as children:
                for child in children.read().split():
                    with open(f"/proc/{child}/cmdline", encoding="utf-8", errors="replace") as cmdline:
                        commands.append(cmdline.read().replace("\0", " ").strip() or child)
                    os.kill(int(child), signal.SIGKILL)
            os.waitpid(-1, 0)


def catch_signals():
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def build(totals, preset):
    run = Run(["./run", "build", preset], BUILD_SECONDS)
    if run.status != 0 or run.problems:
        run.problems.append(f"the {preset} build failed")
        totals.add(f"build {preset}", 0, 1, run)
        return False
    return True


def entitled(title, preset):
    return f"{title} (sanitizers)" if preset == "asan" else title


def sanitizers(preset, title):
    """What makes the sanitizers write their findings into files: Criterion lets a test pass that leaks."""
    path = os.path.abspath(f"build/{preset}/reports/{title}")
    return {"ASAN_OPTIONS": f"abort_on_error=1:log_path={path}",
            "UBSAN_OPTIONS": f"halt_on_error=1:print_stacktrace=1:log_path={path}"} if preset == "asan" else {}


def add_findings(run, preset, title):
    for report in sorted(glob.glob(glob.escape(f"build/{preset}/reports/{title}") + ".*")):
        with open(report, encoding="utf-8", errors="replace") as text:
            run.output += text.read()
        run.problems.append("the sanitizers found something")


def run_unit_program(totals, preset, program, name):
    title = os.path.basename(program)
    argv = [program, "--color=never"]
    if name:
        argv.append(f"--filter=*{name}*")
    run = Run(argv, UNIT_SECONDS, **sanitizers(preset, title))

    synthesis = SYNTHESIS.search(run.output)
    tested, passed, failed, _ = map(int, synthesis.groups()) if synthesis else (0, 0, 0, 0)
    add_findings(run, preset, title)
    if not synthesis:
        run.problems.append("ended without a synthesis")
    if run.status != 0 and not failed and not run.problems:
        run.problems.append(f"ended with status {run.status} although no test failed")
    if tested == 0 and not name:
        run.problems.append("has no tests")
    if tested or run.problems:
        totals.add(entitled(title, preset), passed, failed, run)


def run_unit(totals, preset, name):
    shutil.rmtree(f"build/{preset}/reports", ignore_errors=True)
    os.makedirs(f"build/{preset}/reports")
    programs = [path for path in sorted(glob.glob(f"build/{preset}/tests/unit_*"))
                if os.path.isfile(path) and os.access(path, os.X_OK)]
    for program in programs:
        run_unit_program(totals, preset, program, name)
    if not programs:
        totals.failed += 1
        print(f"there is no unit test program in build/{preset}/tests")


def run_fuzz(totals, preset, name):
    """Hands each fuzz target its corpus; a target that was handed nothing has failed."""
    programs = [path[:-len(".seeds")] for path in sorted(glob.glob(f"build/{preset}/tests/fuzz/fuzz_*.seeds"))]
    for program in programs:
        title = os.path.basename(program)
        if name not in title:
            continue
        with open(f"{program}.seeds", encoding="utf-8") as seeds:
            argv = [program, *seeds.read().splitlines()]
        run = Run(argv, UNIT_SECONDS, **sanitizers(preset, title))
        add_findings(run, preset, title)
        replayed = REPLAYED.search(run.output)
        is_good = run.status == 0 and replayed is not None
        totals.add(entitled(title, preset), int(is_good), int(not is_good), run,
                   f", {replayed[1]} inputs" if replayed else "")
    if not programs:
        totals.failed += 1
        print(f"there is no fuzz target in build/{preset}/tests/fuzz")


def run_system(totals, preset, name):
    report = f"build/{preset}/tests/system.xml"
    if os.path.exists(report):
        os.remove(report)
    argv = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "--tb=short", f"--junitxml={report}", "tests/system"]
    if preset == "asan":
        argv += ["-m", "not year"]
    run = Run(argv + (["-k", name] if name else []), SYSTEM_SECONDS, DUBAN_BIN=f"build/{preset}/bin",
              **sanitizers(preset, "system"))
    add_findings(run, preset, "system")

    cases = xml.etree.ElementTree.parse(report).findall(".//testcase") if os.path.exists(report) else []
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    if run.status not in (0, 5) and not failed:  # 5: no test was chosen
        run.problems.append(f"pytest ended with status {run.status} although no test failed")
    if not cases and not name:
        run.problems.append("there are no system tests")
    if cases or run.problems:
        totals.add(entitled("system", preset), len(cases) - failed - skipped, failed, run, f", {skipped} skipped" if skipped else "")


def run_gates(totals):
    for gate in sorted(glob.glob(".ci/check_*")):
        run = Run([gate], GATE_SECONDS)
        totals.add(os.path.basename(gate), int(run.status == 0 and not run.problems), int(run.status != 0), run)


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    os.chdir(ROOT)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # tests that abort leave no core files
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    catch_signals()

    totals = Totals()
    if build(totals, "dev"):
        run_unit(totals, "dev", name)
        run_fuzz(totals, "dev", name)
        run_system(totals, "dev", name)
        if build(totals, "asan"):
            run_unit(totals, "asan", name)
            run_fuzz(totals, "asan", name)
            run_system(totals, "asan", name)
    if not name:
        run_gates(totals)
    elif totals.passed + totals.failed == 0:
        print(f"no test has a name that contains '{name}'")
    print(f"{totals.passed} passed, {totals.failed} failed")
    return 0 if totals.passed and not totals.failed else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
