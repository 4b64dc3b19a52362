# SPDX-License-Identifier: MIT
"""One office of the tests: a folder in which the real programs run, with the test's own clients around them."""

import json
import os
import pathlib
import re
import select
import signal
import sqlite3
import subprocess
import threading

import client
import updates

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ.get("DUBAN_BIN", ROOT / "build" / "dev" / "bin")).resolve()
READY_S = 10.0
STOP_S = 10.0
RUN_S = 60.0
TWO_WORDS = ("plan",)
ALARM = re.compile("warning:|error:", re.IGNORECASE)


class Daemon:
    """A running program whose stderr is collected line by line. It is the head of a process group of its own, so that
    a signal also reaches the program when another one, such as strace, runs it."""

    def __init__(self, arguments, environment):
        self.lines = []
        self.is_over = False
        self.news = threading.Condition()
        self.process = subprocess.Popen(arguments, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE, text=True, errors="backslashreplace",
                                        start_new_session=True)
        self.reader = threading.Thread(target=self.collect, daemon=True)
        self.reader.start()

    def collect(self):
        """Collects stderr until it ends."""
        for line in self.process.stderr:
            with self.news:
                self.lines.append(line.rstrip("\n"))
                self.news.notify_all()
        with self.news:
            self.is_over = True
            self.news.notify_all()

    def wait_for(self, part, timeout_s):
        """Waits for a line that holds this part; fails when the program ended or is too slow."""
        def is_there():
            return any(part in line for line in self.lines)

        with self.news:
            self.news.wait_for(lambda: is_there() or self.is_over, timeout_s)
            assert is_there(), f"no line with {part!r} in stderr:\n" + "\n".join(self.lines)

    def end(self, number):
        """Sends a signal, waits for the end and for the last line; returns the exit status."""
        try:
            self.signal(number)
            return self.process.wait(STOP_S)
        finally:
            self.signal(signal.SIGKILL)
            self.process.wait()
            self.reader.join(STOP_S)
            self.process.stderr.close()

    def signal(self, number):
        """Sends a signal to the program, if it still runs."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)


class Office:
    """A folder with an aggregator, the programs that talk to it, and clients of the tests' own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.aggregator = None
        self.ended = []
        self.expected = []
        self.opened = []
        self.started = []
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}

    # --- The aggregator -------------------------------------------------------------------------------------

    def start_aggregator(self, *, before=(), **options):
        """Starts the aggregator and waits until it is ready; `before` is a command that runs it, such as strace."""
        program = PROGRAMS / "duban-aggregator"
        assert program.exists(), f"{program} is not built; DUBAN_BIN names another folder"
        words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", str(value))]
        self.aggregator = Daemon([*before, str(program), "--dir", str(self.folder), *words], self.environment)
        self.aggregator.wait_for(": ready", READY_S)

    def kill_aggregator(self):
        """Kills the aggregator as a loss of power would, as far as its memory is concerned."""
        self.end_aggregator(signal.SIGKILL, -signal.SIGKILL)

    def stop_aggregator(self):
        """Asks the aggregator to end, which it must do well."""
        self.end_aggregator(signal.SIGTERM, 0)

    def end_aggregator(self, number, expected_status):
        """Ends the aggregator by a signal."""
        daemon, self.aggregator = self.aggregator, None
        self.ended.append(daemon)
        status = daemon.end(number)
        assert status == expected_status, f"the aggregator ended with {status}:\n" + "\n".join(daemon.lines)

    def expect_line(self, pattern):
        """Declares that lines of this pattern may stand in a daemon's stderr."""
        self.expected.append(re.compile(pattern))

    def unexpected_lines(self):
        """Warnings and errors in the stderr of daemons that no test declared."""
        daemons = self.ended + ([self.aggregator] if self.aggregator else [])
        return [line for daemon in daemons for line in daemon.lines
                if ALARM.search(line) and not any(pattern.search(line) for pattern in self.expected)]

    # --- Programs -------------------------------------------------------------------------------------------

    def command(self, *arguments):
        """The words that run `duban` with these arguments in this office."""
        n_words = 2 if arguments[0] in TWO_WORDS else 1
        inserted = (*arguments[:n_words], "--dir", self.folder, *arguments[n_words:])
        return [str(PROGRAMS / "duban"), *map(str, inserted)]

    def run(self, *arguments, before=(), within_s=RUN_S):
        """Runs `duban` to its end; returns what it printed and its exit status."""
        return subprocess.run([*before, *self.command(*arguments)], env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=within_s, check=False)

    def command_alone(self, *arguments, stdout=subprocess.PIPE):
        """Runs `duban` with exactly these arguments."""
        environment = {**self.environment, "LANG": "C.UTF-8"}
        return subprocess.run([str(PROGRAMS / "duban"), *arguments], env=environment, stdin=subprocess.DEVNULL, stdout=stdout,
                              stderr=subprocess.PIPE, text=True, timeout=RUN_S, check=False)

    def say(self, *arguments, status=0, **options):
        """Runs `duban`, which must end with this status; returns all that it printed."""
        return said(self.run(*arguments, **options), status)

    def json(self, *arguments):
        """The objects that a command prints for other programs."""
        return [json.loads(line) for line in said(self.run(*arguments, "--json"), 0).splitlines()]

    def start(self, *arguments):
        """Starts `duban` and leaves it running; what still runs at the end of the test is killed."""
        self.started.append(subprocess.Popen(self.command(*arguments), env=self.environment, stdin=subprocess.DEVNULL,
                                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return self.started[-1]

    # --- Clients and the store ------------------------------------------------------------------------------

    def client(self, source, epoch=None, first_seq=1):
        """A producer of the test's own."""
        self.opened.append(client.Client(f"ipc://{self.folder}/run/ingest", source, epoch, first_seq))
        return self.opened[-1]

    def bell(self):
        """A listener at the doorbell."""
        self.opened.append(client.Bell(f"ipc://{self.folder}/run/bell"))
        return self.opened[-1]

    def set_plan(self, items, sources):
        """Puts {item: unit} and {source: units} into the plan, as the control source; returns that client."""
        control = self.client("control")
        answers = control.deliver([updates.source_set(source, units) for source, units in sources.items()]
                                  + [updates.item_set(item, lead) for item, lead in items.items()])
        assert set(answers.values()) == {("OK", "")}, answers
        return control

    def store(self):
        """The store, opened as a reader does."""
        return sqlite3.connect(f"file:{self.folder}/state/store.db?mode=ro", uri=True, timeout=STOP_S)

    def rows(self, query, *values):
        """The rows that a query finds in the store."""
        reader = self.store()
        try:
            return reader.execute(query, values).fetchall()
        finally:
            reader.close()

    def log(self):
        """(lsn, source, epoch, seq, code) of everything that was decided, in the order of the log."""
        return self.rows("SELECT lsn, source, epoch, seq, code FROM update_log"
                         " UNION SELECT lsn, source, epoch, seq, code FROM refusal ORDER BY lsn")

    def check_log(self):
        """Fails unless lsn has no hole, and seq has none in any epoch and rises with lsn."""
        seen = {}
        for want, (lsn, source, epoch, seq, _) in enumerate(self.log(), start=1):
            seen[source, epoch] = seen.get((source, epoch), 0) + 1
            assert (lsn, seq) == (want, seen[source, epoch]), f"lsn {lsn} holds seq {seq} of {source}"

    def close(self):
        """Closes every client and ends the aggregator, which must still run if it was not ended before."""
        for one in self.opened:
            one.close()
        for process in self.started:
            process.kill()
            process.wait()
        if self.aggregator is not None:
            self.stop_aggregator()


def said(result, status):
    """All that a program printed, which must have ended with this status."""
    printed = result.stdout + result.stderr
    assert result.returncode == status, f"exit {result.returncode} instead of {status}:\n{printed}"
    return printed


def wait_at_most(process, seconds):
    """Waits until a process ends or the time is over; returns whether it ended."""
    handle = os.pidfd_open(process.pid)
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)
