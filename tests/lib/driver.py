# SPDX-License-Identifier: MIT
"""Drives one office through time on the file clock: as far as a year in the time that the programs need for it.

The driver writes the clock, and every daemon answers each step with a mark when nothing is left to do for it
(docs/architecture.md); so nothing sleeps, and what happens does not depend on how fast the machine is.
"""

import csv
import ctypes
import dataclasses
import datetime
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from office import PROGRAMS, Daemon, Office

ZONE = datetime.timezone(datetime.timedelta(hours=8))
DECIDED_AT = datetime.time(9)
DAILY = (datetime.time(7, 30), datetime.time(8), datetime.time(23, 59))
ACTOR = "督查室"
AGGREGATOR = "aggregator"
PATIENCE_S = 60.0
GLANCE_S = 0.2
N_LAST_LINES = 10
IN_MOVED_TO = 0x80


class DriverError(Exception):
    """A program did not do its part."""


@dataclasses.dataclass(frozen=True)
class Watch:
    """A drop folder: one entry of `watch` in duban.yaml."""

    source: str
    dept: str
    form: pathlib.Path
    folder: str
    files: str
    connected_on: str


@dataclasses.dataclass(frozen=True)
class Delivery:
    """A file that stands complete in a drop folder from an instant on."""

    at: datetime.datetime
    source: str
    path: pathlib.Path


@dataclasses.dataclass
class Moment:
    """An instant and all that happens at it."""

    at: datetime.datetime
    deliveries: list = dataclasses.field(default_factory=list)
    decisions: list = dataclasses.field(default_factory=list)


def instant(day, time_of_day):
    """The instant of a local day, written YYYY-MM-DD, and a time of day."""
    return datetime.datetime.combine(datetime.date.fromisoformat(day), time_of_day, ZONE)


def moments(deliveries, decisions, daily=(), last_day=None):
    """Every instant at which something happens, in order; `daily` are times of each day, from the first day to the last."""
    found = {}
    for delivery in deliveries:
        found.setdefault(delivery.at, Moment(delivery.at)).deliveries.append(delivery)
    for decision in decisions:
        at = instant(decision["decided_on"], DECIDED_AT)
        found.setdefault(at, Moment(at)).decisions.append(decision)
    days = {at.astimezone(ZONE).date() for at in found} | ({last_day} if last_day else set())
    for number in range((max(days) - min(days)).days + 1 if days else 0):
        for time_of_day in daily:
            at = datetime.datetime.combine(min(days) + datetime.timedelta(number), time_of_day, ZONE)
            found.setdefault(at, Moment(at))
    return [found[at] for at in sorted(found)]


def configuration(watches, banner=None):
    """The text of a duban.yaml that watches these folders; a JSON string is one of YAML too."""
    lines = ["zone: Asia/Shanghai", *([f"banner: {json.dumps(banner, ensure_ascii=False)}"] if banner else []), "watch:"]
    for watch in watches:
        entry = {**dataclasses.asdict(watch), "settle": "0s"}
        fields = [f"{name}: {json.dumps(str(value), ensure_ascii=False)}" for name, value in entry.items()]
        lines += [f"  {'-' if number == 0 else ' '} {field}" for number, field in enumerate(fields)]
    return "\n".join(lines) + "\n"


def mail_configuration(port):
    """What is added to it for mail; without a server each mail becomes a file."""
    return "" if port is None else f"mail: {{channel: smtp, server: 127.0.0.1, port: {port}, tls: off}}\n"


class Arrivals:
    """Wakes a waiter when a file was renamed into a folder; also after its time, so that no mark can be overlooked."""

    def __init__(self, folder):
        libc = ctypes.CDLL(None, use_errno=True)
        self.handle = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self.handle < 0 or libc.inotify_add_watch(self.handle, os.fsencode(folder), IN_MOVED_TO) < 0:
            raise OSError(ctypes.get_errno(), "inotify", str(folder))

    def wait(self, seconds):
        """Waits for the next file, at most so long."""
        if select.select([self.handle], [], [], seconds)[0]:
            os.read(self.handle, 65536)

    def close(self):
        """Gives the handle back."""
        os.close(self.handle)


class Driver:
    """One office folder, its clock and its daemons; all of them are ended with it."""

    def __init__(self, folder=None, patience_s=PATIENCE_S):
        # Short, because the path of an ipc socket may have 107 bytes only.
        self.temporary = None if folder else tempfile.TemporaryDirectory(prefix="duban-", dir="/tmp")
        self.folder = pathlib.Path(folder or self.temporary.name).resolve()
        self.office = Office(self.folder)
        self.clock = self.folder / "clock"
        self.marks = self.folder / "clock.d"
        self.marks.mkdir(parents=True, exist_ok=True)
        self.arrivals = Arrivals(self.marks)
        self.patience_s = patience_s
        self.step = 0
        self.watches = {}
        self.commands = {}
        self.daemons = {}
        self.ended = []
        self.sinks = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Kills what still runs, and removes the folder if it is the driver's own."""
        for name in list(self.daemons):
            self.end(name, signal.SIGKILL)
        self.arrivals.close()
        if self.temporary is not None:
            self.temporary.cleanup()

    # --- Programs -------------------------------------------------------------------------------------------

    def ask(self, *arguments):
        """Runs `duban` in this office at the instant of its clock; it must end well. Returns what it printed."""
        try:
            result = self.office.run(*arguments, "--clock", f"file:{self.clock}")
        except subprocess.TimeoutExpired as error:
            raise DriverError(f"duban {arguments[0]} was not ready after {error.timeout:g} s") from None
        if result.returncode != 0:
            raise DriverError(f"duban {arguments[0]} ended with {result.returncode}:\n{result.stdout}{result.stderr}")
        return result.stdout

    def start(self, name):
        """Starts a daemon, or starts it again; it then answers the step that the clock shows."""
        program, *arguments = self.commands[name]
        words = [str(PROGRAMS / program), *arguments, "--dir", str(self.folder), "--clock", f"file:{self.clock}"]
        self.daemons[name] = Daemon(words, self.office.environment)

    def end(self, name, number=signal.SIGTERM):
        """Ends a daemon by a signal; asked to end, it must do so well."""
        daemon = self.daemons.pop(name)
        self.ended.append(daemon)
        status = daemon.end(number)
        if number == signal.SIGTERM and status != 0:
            raise DriverError(f"{name} ended with {status}; {last_lines(daemon)}")

    def stop(self):
        """Asks all daemons to end: producers and sinks before the aggregator."""
        for name in reversed(list(self.daemons)):
            self.end(name)

    # --- Clock and marks ------------------------------------------------------------------------------------

    def write_clock(self, at):
        """Shows the daemons an instant, and a step that they have not seen."""
        self.step += 1
        written = self.clock.with_name("clock.tmp")
        written.write_text(f"{at.isoformat(timespec='seconds')}\n{self.step}\n", encoding="ascii")
        os.rename(written, self.clock)

    def mark(self, name):
        """The last mark of a daemon, or None."""
        try:
            return json.loads((self.marks / name).read_text(encoding="ascii"))
        except FileNotFoundError:
            return None

    def has_mark(self, name):
        """Whether a daemon has done this step."""
        mark = self.mark(name)
        return mark is not None and mark["step"] >= self.step

    def wait_for_marks(self, names):
        """Waits until each of these daemons has a mark of this step."""
        limit = time.monotonic() + self.patience_s
        waiting = list(names)
        while waiting := [name for name in waiting if not self.has_mark(name)]:
            for name in waiting:
                self.check_runs(name)
            left_s = limit - time.monotonic()
            if left_s <= 0:
                told = "; ".join(f"{name} ({last_lines(self.daemons[name])})" for name in waiting)
                raise DriverError(f"no mark of step {self.step} within {self.patience_s:g} s from {told}")
            self.arrivals.wait(min(left_s, GLANCE_S))

    def check_runs(self, name):
        """Fails with the last words of a daemon that has ended."""
        daemon = self.daemons[name]
        status = daemon.process.poll()
        if status is not None:
            daemon.reader.join(GLANCE_S)
            raise DriverError(f"{name} ended with {status} at step {self.step}; {last_lines(daemon)}")

    def settle(self):
        """Waits until every daemon has done this step. A sink judges at a step's instant what was received before it."""
        self.wait_for_marks(self.daemons)

    def tick(self, at):
        """Writes an instant and a new step, and waits until every daemon has done it."""
        self.write_clock(at)
        self.settle()

    # --- An office and what happens in it -------------------------------------------------------------------

    def open(self, at, plan, watches, sinks=(), *, people=None, mail_port=None, banner=None, is_active=True):
        """Makes an office with a plan at an instant, and starts a watcher for each folder, and the sinks. `people` is a table of
        those who are mailed, through a server on loopback if there is one."""
        self.watches = {watch.source: watch for watch in watches}
        self.sinks = list(sinks)
        self.commands = {AGGREGATOR: ["duban-aggregator"]}
        self.commands |= {source: ["duban-watch", source] for source in self.watches}
        self.commands |= {name: [f"duban-{name}"] for name in self.sinks}
        self.write_clock(at)
        made = self.office.command_alone("init", str(self.folder))
        if made.returncode != 0:
            raise DriverError(f"duban init ended with {made.returncode}:\n{made.stdout}{made.stderr}")
        (self.folder / "duban.yaml").write_text(configuration(watches, banner) + mail_configuration(mail_port), encoding="utf-8")
        if people is not None:
            shutil.copyfile(people, self.folder / "people.csv")
        for watch in watches:
            (self.folder / watch.folder).mkdir(parents=True, exist_ok=True)
        self.start(AGGREGATOR)
        self.wait_for_marks([AGGREGATOR])
        self.ask("plan", "import", plan)
        if is_active:
            self.ask("plan", "activate")
        self.ask("connect")
        for name in list(self.commands)[1:]:
            self.start(name)
        self.tick(at)

    def deliver(self, delivery):
        """Renames a file into its drop folder, as whole as a department leaves it."""
        arriving = self.folder / "arriving"
        shutil.copyfile(delivery.path, arriving)
        nanoseconds = int(delivery.at.timestamp()) * 1_000_000_000
        os.utime(arriving, ns=(nanoseconds, nanoseconds))
        os.rename(arriving, self.folder / self.watches[delivery.source].folder / delivery.path.name)

    def decide(self, decisions):
        """Sends decisions, as a table with the columns of approvals.csv."""
        table = self.folder / "decisions.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, decisions[0].keys())
            writer.writeheader()
            writer.writerows(decisions)
        self.ask("decide", "--file", table, "--actor", ACTOR)

    def visit(self, moment):
        """Goes to an instant, lets happen what happens then, and waits until nothing is left to do."""
        self.tick(moment.at)
        if moment.deliveries or moment.decisions:
            for delivery in moment.deliveries:
                self.deliver(delivery)
            if moment.decisions:
                self.decide(moment.decisions)
            self.tick(moment.at)

    def drive(self, planned):
        """Visits all moments in their order."""
        for number, moment in enumerate(planned, start=1):
            show_progress(f"{moment.at:%Y-%m-%d %H:%M}  {number}/{len(planned)}")
            self.visit(moment)
        show_progress("")


def show_progress(text):
    """Replaces the line of progress, if somebody looks at it."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def last_lines(daemon):
    """What a daemon said last."""
    lines = daemon.lines[-N_LAST_LINES:]
    return "its last lines:\n" + "\n".join(lines) if lines else "it said nothing"
