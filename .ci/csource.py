# SPDX-License-Identifier: MIT
"""What the gates written in Python share: the files of the tree, and C text without comments."""

import os
import re
import subprocess
import sys

TOKEN = re.compile(r"""/\*.*?\*/ | //[^\n]* | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'""", re.S | re.X)


def enter_root():
    """Goes to the top of ROOT, the argument of the gate or else the repository."""
    os.chdir(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), ".."))


def files(*patterns):
    """The files of the tree that match, those not yet added too, ignored ones not."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    return sorted(name for name in names.split("\0") if os.path.isfile(name))


def read(name):
    with open(name, encoding="utf-8") as file:
        return file.read()


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    """The text with blanks for comments; lines and columns stay."""
    return TOKEN.sub(lambda m: _blank(m[0]) if m[0].startswith("/") else m[0], text)


def without_comments_and_strings(text):
    """The text with blanks for comments, strings and character constants."""
    return TOKEN.sub(lambda m: _blank(m[0]), text)


def line_comments(text):
    """Offsets of the comments that begin with two slashes."""
    return [m.start() for m in TOKEN.finditer(text) if m[0].startswith("//")]


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def finish(summary, n_files, problems):
    """Prints what is wrong, as file:line: message, and ends the gate; nothing checked is wrong too."""
    gate = os.path.basename(sys.argv[0])
    if n_files == 0:
        problems = [f"{gate}: no file to check in {os.getcwd()}"]
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(1)
    print(f"{gate}: {summary}")
