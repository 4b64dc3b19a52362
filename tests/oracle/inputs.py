# SPDX-License-Identifier: MIT
"""Reads what a year is made of: the exports, the plan, what is expected, and the tables beside them."""

import csv
import dataclasses
import datetime
import json
import pathlib
import shutil

from driver import Delivery, Watch

ROOT = pathlib.Path(__file__).resolve().parents[2]
FORMS = ROOT / "examples" / "forms"
OPENED_BEFORE = datetime.timedelta(days=7)
PLAN_TABLES = {"items": "items.csv", "units": "departments.csv", "responsible": "items_depts.csv"}
STAGES = """\
stages: [planned, approved, preparation, land, started, building, built, acceptance, in_use]
stage_words:
  design: preparation
  construction: building
"""


class NoInput(Exception):
    """Something that is needed is not there."""


@dataclasses.dataclass
class Year:
    """All that is driven through the programs, and what they should conclude from it."""

    expected: dict
    plan: pathlib.Path
    opened_on: datetime.date
    reporters: dict
    watches: list
    left_out: list
    deliveries: list
    decisions: list

    @property
    def connected(self):
        """The departments whose files are read."""
        return {watch.dept for watch in self.watches}

    @property
    def units(self):
        """The units whose items are compared: those whose files are read, and those that never deliver any."""
        delivering = set(self.expected["meta"].get("connected", ())) | {dept for dept, _ in self.left_out}
        return self.connected | (set(self.reporters.values()) - delivering)


def rows_of(path, *columns):
    """The rows of a table, each by its header, which has these columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as table:
            reader = csv.DictReader(table)
            rows, absent = list(reader), set(columns) - set(reader.fieldnames or ())
    except OSError as error:
        raise NoInput(f"{path}: {error.strerror}") from None
    if absent:
        raise NoInput(f"{path}: no column " + ", ".join(sorted(absent)))
    return rows


def sample(year, first, last):
    """What was delivered and decided on the days of a year from the first to the last, both written YYYY-MM-DD."""
    opened_on = datetime.date.fromisoformat(first) - OPENED_BEFORE
    return dataclasses.replace(
        year, opened_on=opened_on,
        watches=[dataclasses.replace(watch, connected_on=opened_on.isoformat()) for watch in year.watches],
        deliveries=[delivery for delivery in year.deliveries if first <= delivery.at.date().isoformat() <= last],
        decisions=[decision for decision in year.decisions if first <= decision["decided_on"] <= last])


def find(name, *folders):
    """A table in the first of these folders that has it."""
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise NoInput(f"{name} is in none of " + ", ".join(map(str, folders)))


def expected_of(path):
    """What is expected of a year."""
    try:
        expected = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NoInput(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise NoInput(f"{path}: {error}") from None
    absent = [name for name in ("meta", "files", "asof", "weekly") if name not in expected]
    if absent:
        raise NoInput(f"{path}: no " + ", ".join(absent))
    return expected


def watches_of(departments, deliveries, opened_on):
    """A drop folder for each department whose form there is, and (department, form) of the others."""
    watches, left_out = [], []
    for row in departments:
        form = FORMS / f"{row['shape']}.yaml"
        if not form.is_file():
            left_out.append((row["dept"], row["shape"]))
            continue
        suffixes = {delivery.path.suffix for delivery in deliveries if delivery.source == row["dept"]}
        watches.append(Watch(source=row["dept"], dept=row["dept"], form=form, folder=f"drop/{row['folder']}",
                             files=f"*{suffixes.pop()}" if len(suffixes) == 1 else "*", connected_on=opened_on.isoformat()))
    return watches, left_out


def deliveries_of(exports):
    """Every file of the manifest, in the order of its rows."""
    found = [Delivery(datetime.datetime.fromisoformat(row["delivered_at"]), row["dept"], exports / row["path"])
             for row in rows_of(exports / "manifest.csv", "delivered_at", "dept", "path")]
    for delivery in found:
        if not delivery.path.is_file():
            raise NoInput(f"{delivery.path} is in the manifest and not there")
    return found


def write_plan(folder, year, plan, reporters):
    """Writes a plan.yaml beside copies of a plan's tables, into a new folder; returns its path."""
    folder.mkdir()
    for name in PLAN_TABLES.values():
        shutil.copyfile(find(name, plan), folder / name)
    shutil.copyfile(reporters, folder / "reporters.csv")
    head = [f"name: {json.dumps(year.expected['meta'].get('name', plan.name), ensure_ascii=False)}",
            f"year: {year.expected['meta'].get('year', year.opened_on.year)}"]
    tables = [f"{key}: {name}" for key, name in (PLAN_TABLES | {"reporters": "reporters.csv"}).items()]
    (folder / "plan.yaml").write_text("\n".join([*head, *tables, STAGES]), encoding="utf-8")
    return folder / "plan.yaml"


def load(exports, plan, expected, scratch):
    """The year of these three paths; a plan.yaml that has to be written goes into the folder `scratch`."""
    known = expected_of(expected)
    opened_on = datetime.date.fromisoformat(known["meta"]["first"]) - OPENED_BEFORE
    reporters = find("reporters.csv", exports, expected.parent, plan)
    deliveries = deliveries_of(exports)
    departments = rows_of(find("connected.csv", exports, expected.parent), "dept", "shape", "folder")
    watches, left_out = watches_of(departments, deliveries, opened_on)
    if not watches:
        raise NoInput(f"no department of connected.csv has a form in {FORMS}")
    sources = {watch.source for watch in watches}
    decisions = rows_of(find("approvals.csv", exports, expected.parent), "item", "decision", "decided_on")
    year = Year(expected=known, plan=plan / "plan.yaml", opened_on=opened_on,
                reporters={row["item"]: row["dept"] for row in rows_of(reporters, "item", "dept")},
                watches=watches, left_out=left_out,
                deliveries=[delivery for delivery in deliveries if delivery.source in sources],
                decisions=[row for row in decisions if row["decided_on"]])
    if not year.plan.is_file():
        year.plan = write_plan(scratch / "plan", year, plan, reporters)
    return year
