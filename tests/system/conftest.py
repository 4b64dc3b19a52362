# SPDX-License-Identifier: MIT
"""What system tests are given: an office of its own, the year that was driven once for all, chance with a printed seed."""

import os
import pathlib
import random
import signal
import sys
import tempfile

import pytest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "lib"), str(TESTS / "oracle")]

import demo  # noqa: E402 (found by the line above)
from driver import Driver  # noqa: E402
from office import PROGRAMS, Daemon, Office  # noqa: E402

FORM = """
form: table
item: 编号
required: [编号, 进度]
columns:
  - {field: percent, from: 进度}
"""
CONFIG = """
watch:
  - {source: edu, dept: edu, form: table.yaml, folder: drop}
"""


def pytest_configure(config):
    """Makes the marks known."""
    config.addinivalue_line("markers", "year: needs the whole year; the sanitizers are content with a sample of it")


@pytest.fixture(name="office")
def fixture_office():
    """An office in a new folder; the test fails when a daemon wrote a warning or an error that it did not declare.

    The path is short because that of an ipc socket may have 107 bytes only.
    """
    with tempfile.TemporaryDirectory(prefix="duban-", dir="/tmp") as folder:
        office = Office(folder)
        try:
            yield office
        finally:
            office.close()
        assert not office.unexpected_lines()


@pytest.fixture(name="start")
def fixture_start(office):
    """Starts a program for an office with one watcher; it is ended with the test."""
    (office.folder / "duban.yaml").write_text(CONFIG, encoding="utf-8")
    (office.folder / "table.yaml").write_text(FORM, encoding="utf-8")
    (office.folder / "drop").mkdir()
    started = []

    def start(program, *words):
        started.append(Daemon([str(PROGRAMS / program), *words, "--dir", str(office.folder)], office.environment))
        return started[-1]

    yield start
    for daemon in started:
        if daemon.process.poll() is None:
            daemon.end(signal.SIGKILL)


@pytest.fixture(name="plain_year", scope="session")
def fixture_plain_year():
    """The folder of the office in which the year of the demonstration has happened: once for all tests, which only read."""
    with Driver() as driver:
        demo.drive(driver, demo.shipped(), demo.LAST_DAY)
        yield driver.folder


@pytest.fixture(name="chance")
def fixture_chance():
    """Chance that can be repeated: the seed is printed, and taken from DUBAN_SEED if that is set."""
    seed = int(os.environ.get("DUBAN_SEED") or random.SystemRandom().getrandbits(32))
    print(f"DUBAN_SEED={seed}")
    return random.Random(seed)
