# SPDX-License-Identifier: MIT
"""Reads what strace wrote: which system call ended before which other one began."""

import re

OPTIONS = ("-f", "-tt", "-y", "-xx", "-s", "65536", "-e",
           "trace=read,recvfrom,recvmsg,write,sendto,sendmsg,pwrite64,pwritev,fsync,fdatasync")
LINE = re.compile(r"(?P<thread>\d+) +(?P<time>[0-9:.]+) (?P<rest>.*)")
UNFINISHED = " <unfinished ...>"
RESUMED = re.compile(r"<\.\.\. (?P<name>\w+) resumed>(?P<rest>.*)")


def command(output):
    """The words that run a program under strace, which writes to this file."""
    return ["strace", *OPTIONS, "-o", str(output)]


class Call:
    """One system call; `began` and `ended` are numbers of lines of the trace."""

    def __init__(self, line, began, ended):
        self.thread, self.time, self.text = line
        self.began = began
        self.ended = ended

    def __str__(self):
        return f"{self.time} {readable(self.text)}"

    def is_one_of(self, *names):
        """Is this a call of one of these functions?"""
        return self.text.startswith(tuple(f"{name}(" for name in names))

    def path(self):
        """The path of the file that this call is about."""
        found = re.match(r"\w+\(\d+<([^>]*)>", self.text)
        return readable(found[1]) if found else ""

    def holds(self, text):
        """Do the bytes of this call hold this text?"""
        return hexadecimal(text) in self.text


def hexadecimal(text):
    """A text as strace -xx writes it."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def readable(call):
    """A call with its printable bytes as characters, and long content cut."""
    plain = re.sub(r"\\x([2-7][0-9a-f])", lambda found: chr(int(found[1], 16)), call)
    return re.sub(r"(\\x[0-9a-f]{2})+", "·", plain).replace("\x7f", "·")


def read(output):
    """The calls of a trace in the order in which they began."""
    calls, unfinished = [], {}
    for number, line in enumerate(output.read_text().splitlines()):
        thread, time, rest = LINE.fullmatch(line).group("thread", "time", "rest")
        resumed = RESUMED.fullmatch(rest)
        if resumed and thread in unfinished:
            call = unfinished.pop(thread)
            call.text += resumed["rest"]
            call.ended = number
        elif rest.endswith(UNFINISHED):
            unfinished[thread] = Call((thread, time, rest[:-len(UNFINISHED)]), number, None)
            calls.append(unfinished[thread])
        elif not rest.startswith(("+++", "---")):
            calls.append(Call((thread, time, rest), number, number))
    return [call for call in calls if call.ended is not None]


def last_between(calls, after, before, names, path, text=""):
    """The last call of these functions that began after one call and ended before another.

    It is about a file whose path ends as said, and its bytes hold the text.
    """
    earliest = after.ended if after else -1
    found = [call for call in calls if call.is_one_of(*names) and call.path().endswith(path) and call.holds(text)
             and earliest < call.began and call.ended < before.began]
    assert found, f"the trace shows no {names} of {path!r} with {text!r} between {after} and {before}"
    return found[-1]


def first(calls, names, text, after=None):
    """The first call of these functions whose bytes hold the text and that began after another call ended."""
    earliest = after.ended if after else -1
    found = [call for call in calls if call.is_one_of(*names) and call.holds(text) and earliest < call.began]
    assert found, f"the trace shows no {names} with {text!r} after {after}"
    return found[0]
