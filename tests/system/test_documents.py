# SPDX-License-Identifier: MIT
"""What the documents show is true: their commands run, their queries too, and the functions they name exist."""

import re
import shutil
import sqlite3
import subprocess

import pytest

from office import PROGRAMS, ROOT

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(document, language):
    """The fenced blocks of one language in a document."""
    found = [text for name, text in BLOCK.findall((ROOT / document).read_text(encoding="utf-8")) if name == language]
    assert found, f"{document} has no block of {language}"
    return found


@pytest.mark.year
def test_the_commands_of_the_readme_run_as_they_are_written(office, plain_year):
    """In one shell, in a folder where the programs lie as they do in a clone; the demo's year has happened already."""
    script = "\n".join(line for text in blocks("README.md", "sh") for line in text.splitlines()
                       if not line.startswith("./run"))
    (office.folder / "build" / "dev").mkdir(parents=True)
    (office.folder / "build" / "dev" / "bin").symlink_to(PROGRAMS)
    (office.folder / "examples").symlink_to(ROOT / "examples")
    (office.folder / "demo").symlink_to(plain_year)
    script = script.replace("aggregator --dir office &", "aggregator --dir office 2>log & trap 'kill $!' EXIT")
    result = subprocess.run([shutil.which("bash"), "-euc", script], cwd=office.folder, env=office.environment,
                            capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    for text in ("exit 64: refused", "用地协调未果", "督〔2022〕1号", "2022年2月30日", "sources: 1",
                 "教育局_回执_", "edu|out_of_range"):
        assert text in result.stdout, f"{text!r} is not in:\n{result.stdout}\n{result.stderr}"


@pytest.mark.year
def test_the_digest_of_the_readme_is_that_of_the_demo(plain_year):
    """As text, letter for letter."""
    shown = blocks("README.md", "text")
    assert shown == [(plain_year / "digests" / "2022-10-10.en.txt").read_text(encoding="utf-8")]


@pytest.mark.parametrize("document", ["docs/forms.md", "docs/people.md"])
def test_the_commands_of_a_document_run_in_an_office_with_a_plan(office, document):
    """In a folder that has the examples, and an office with the plan of a district in it."""
    (office.folder / "examples").symlink_to(ROOT / "examples")
    script = "\n".join(["duban init office", "duban aggregator --dir office 2>log & trap 'kill $!' EXIT",
                        "duban plan import --dir office examples/luohu-2022/plan.yaml", *blocks(document, "sh")])
    result = subprocess.run([shutil.which("bash"), "-euc", script], cwd=office.folder, env=office.environment,
                            capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_queries_of_the_database_document_run(office):
    office.start_aggregator()
    office.set_plan({"T1": "教育局"}, {"edu": ["教育局"]})
    found = blocks("docs/database.md", "sql")
    assert len(found) == 6
    for query in found:
        try:
            office.rows(query)
        except sqlite3.Error as error:
            raise AssertionError(f"{error}: {query}") from error


def test_the_functions_that_the_architecture_names_stand_on_the_lines_it_says():
    places = re.findall(r"`([\w/]+\.c):(\d+)` `(\w+)`", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"))
    assert len(places) > 30
    wrong = []
    for path, line, function in places:
        source = (ROOT / path).read_text(encoding="utf-8")
        found = re.search(rf"^[a-z][^;{{}}\n]*\b{function}\([^;{{}}]*\)\s*\{{", source, re.MULTILINE)
        stands_on = source.count("\n", 0, found.start()) + 1 if found else None
        if stands_on != int(line):
            wrong.append(f"{path}:{line} {function} stands on line {stands_on}")
    assert not wrong, "\n".join(wrong)
