# SPDX-License-Identifier: MIT
"""Reads the issues of a digest as those do who are sent one: text by its lines, HTML by its elements."""

import html.parser
import json
import re

LANGS = ("zh", "en")
EXTENSIONS = {"json"} | {f"{lang}.{kind}" for lang in LANGS for kind in ("txt", "html")}
VOID = {"br", "meta"}
ELEMENTS = VOID | {"html", "head", "title", "body", "table", "tr", "td", "b", "span"}
ATTRIBUTES = {"lang", "charset", "style", "role"}
SECTION = re.compile(r"\d\. ")
MARK = re.compile(r"  [■▲◇]")
CODE = r"[A-Z]+\d*(?:\.\d+)?-\d+"
TITLED = re.compile(rf"(?<![（(]){CODE}(?= )")
FIGURE = re.compile(r"\d+(?:[.-]\d+)*")
MUST_NOT_STAND = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Markup(html.parser.HTMLParser):
    """The elements of a page, and what is wrong with it."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.text = [], [], ""
        self.feed(page)
        self.close()
        if self.open:
            self.faults.append(f"not ended: {self.open}")

    def handle_starttag(self, tag, attrs):
        """Only elements that show text, none that loads or runs anything."""
        names = {name for name, _ in attrs}
        if tag not in ELEMENTS or not names <= ATTRIBUTES:
            self.faults.append(f"<{tag} {attrs}>")
        if any("url" in (value or "") for _, value in attrs):
            self.faults.append(f"<{tag}> loads something")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Elements end in the reverse order of their beginnings."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data):
        """What is read."""
        self.text += data

    def handle_comment(self, data):
        """There are none, and no parts for one program only."""
        self.faults.append(f"<!--{data}-->")

    handle_pi = unknown_decl = handle_comment


class Issue:
    """The issue of a day in the folder of an office."""

    def __init__(self, folder, day):
        self.day = day
        self.text = {lang: self.read(folder, f"{lang}.txt") for lang in LANGS}
        self.html = {lang: self.read(folder, f"{lang}.html") for lang in LANGS}
        self.json = self.read(folder, "json")
        self.facts = json.loads(self.json)

    def read(self, folder, extension):
        """One of its files; line ends are read as they stand."""
        return (folder / "digests" / f"{self.day}.{extension}").read_bytes().decode("utf-8")

    def actions(self, lang):
        """The lines of action in the text."""
        first_section = self.text[lang].split("\n\n")[1]
        return [line for line in first_section.splitlines() if MARK.match(line)]

    def figures(self, lang):
        """The figures of each line; of a line with titles, which have their own, the items and what stands before them."""
        return [figures_of(line) for line in self.text[lang].splitlines()]

    def faults(self):
        """What is wrong with its pages and its texts: elements that must not be, characters that move what is read."""
        return [fault for lang in LANGS
                for fault in (*Markup(self.html[lang]).faults, *MUST_NOT_STAND.findall(self.text[lang]),
                              *MUST_NOT_STAND.findall(self.html[lang]))]


def figures_of(line):
    """All figures of a line, in no order, for languages differ in theirs; the number of a section is none."""
    line = SECTION.sub("", line) if SECTION.match(line) else line
    titled = TITLED.findall(line)
    if titled:
        return titled + sorted(FIGURE.findall(TITLED.split(line)[0]))
    return sorted(FIGURE.findall(line))


def days(folder):
    """The days that have an issue, in their order; a file that is part of none is told."""
    names = [path.name.partition(".") for path in (folder / "digests").iterdir()]
    assert {extension for _, _, extension in names} <= EXTENSIONS
    return sorted({day for day, _, _ in names})


def issues(folder):
    """All issues of an office, in their order."""
    return [Issue(folder, day) for day in days(folder)]


def files(folder):
    """The bytes of every file of every issue."""
    return {path.name: path.read_bytes() for path in sorted((folder / "digests").iterdir())}
