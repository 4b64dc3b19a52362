# SPDX-License-Identifier: MIT
"""What can be concluded from the documented views of a store alone, in the shape of expected.json.

It is a yardstick for what the product knows, in plain calendar days, and none of the product's own rules. `read` takes
the views into plain values; all else computes with these and knows neither files nor a clock.
"""

import dataclasses
import datetime
import decimal

DUE_SOON_DAYS = 14
SILENT_DAYS = 14
STALLED_DAYS = 56
NEVER = "never_reported"
STATUSES = {"not_started": "not_started", "working": "in_progress", "paused": "paused", "basically_done": "in_progress",
            "done": "completed", None: "in_progress"}
FIELDS = {"forecast_finish": "expected_on", "reading_status": "rev"}
REVISIONS = {"preliminary": "prelim"}
COUNTED = ("not_started", "in_progress", "paused", "completed", NEVER)
NOT_REPORTS = ("item_set", "source_set", "plan_set", "decide", "rowset")
WEEKLY = {"completed": ("newly_completed", "reopened"), "overdue": ("newly_overdue", "no_longer_overdue"),
          "stalled": ("newly_stalled", "no_longer_stalled"), "silent_departments": ("newly_silent", "no_longer_silent")}


@dataclasses.dataclass(frozen=True)
class Report:
    """An accepted update: how an item, or one period of it, stands afterwards."""

    lsn: int
    known_on: str
    item: str
    status: str = None
    stage: str = None
    progress: str = None
    value: str = None
    completed_on: str = None
    ext_to: str = None
    period: str = None
    reading_status: str = None

    @property
    def key(self):
        """The item, or the item and its period."""
        return self.item if self.period is None else f"{self.item}@{period_of(self.period)}"

    @property
    def place(self):
        """What moves when the item does."""
        return self.status, self.stage, number(self.progress), number(self.value)


@dataclasses.dataclass(frozen=True)
class File:
    """A file that a department delivered."""

    file: int
    dept: str
    name: str
    delivered_on: str
    decision: str = "accepted"
    reason: str = None
    understood: int = 0
    unchanged: int = 0


@dataclasses.dataclass(frozen=True)
class FileRow:
    """A row of a file that was not unchanged."""

    file: int
    row: int
    key: str
    outcome: str
    reason: str = None
    fields: str = None


@dataclasses.dataclass(frozen=True)
class Decision:
    """What was decided on a deadline."""

    lsn: int
    item: str
    decision: str
    decided_on: str
    new_due: str = None


@dataclasses.dataclass
class Tables:
    """The contents of the views; due: item → its original deadline, connected: department → since when."""

    reports: list
    files: list
    file_rows: list
    decisions: list
    due: dict
    connected: dict


# --- From the views -----------------------------------------------------------------------------------------


def rows_of(connection, view, kind, more=""):
    """The rows of a view as values of a class; a column that the view does not have says nothing."""
    cursor = connection.execute(f"SELECT * FROM {view} {more}")
    present = [column[0] for column in cursor.description]
    wanted = [field.name for field in dataclasses.fields(kind) if field.name in present]
    return [kind(**{name: row[present.index(name)] for name in wanted}) for row in cursor]


def read(connection):
    """The contents of the documented views."""
    listed = ", ".join(f"'{name}'" for name in NOT_REPORTS)
    accepted = f"WHERE code NOT LIKE 'E\\_%' ESCAPE '\\' AND t NOT IN ({listed}) ORDER BY lsn"
    sources = connection.execute("SELECT departments, connected_on FROM source_now WHERE connected_on IS NOT NULL")
    return Tables(reports=rows_of(connection, "update_log", Report, accepted),
                  files=rows_of(connection, "file", File, "ORDER BY file"),
                  file_rows=rows_of(connection, "file_row", FileRow),
                  decisions=rows_of(connection, "decision", Decision, "ORDER BY lsn"),
                  due=dict(connection.execute("SELECT item, due_original FROM item_now")),
                  connected={dept: day for depts, day in sources for dept in (depts or "").split()})


def period_of(period):
    """A period as expected.json writes it: 2022-M03 is 2022-03, and 2022-M01/02 is 2022-01/2022-02."""
    year, of_months, months = period.partition("-M")
    return "/".join(f"{year}-{month}" for month in months.split("/")) if of_months else period


def key_of(key):
    """The key of a row as expected.json writes it."""
    item, at, period = (key or "").partition("@")
    return item + at + period_of(period)


def number(text):
    """A decimal to compare with."""
    return None if text is None else decimal.Decimal(text)


def days(start, end):
    """Calendar days from one day to another."""
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days


# --- Conclusions --------------------------------------------------------------------------------------------


class Yardstick:
    """Conclusions for the items of some units, and the files of the connected ones among them."""

    def __init__(self, tables, reporters, units):
        self.units = set(units)
        self.reporters = {item: dept for item, dept in reporters.items() if dept in self.units}
        self.due = {item: day for item, day in tables.due.items() if item in self.reporters}
        self.connected = {dept: day for dept, day in tables.connected.items() if dept in self.units}
        self.files = [file for file in tables.files if file.dept in self.units]
        self.decisions = sorted((one for one in tables.decisions if one.decision == "approved"),
                                key=lambda one: (one.decided_on, one.lsn))
        self.history = {}
        for report in tables.reports:
            self.history.setdefault(report.item, []).append(report)
        self.rows = {file.file: [] for file in self.files}
        for row in tables.file_rows:
            self.rows.setdefault(row.file, []).append(row)
        self.unheard = {file: {key_of(row.key) for row in rows if row.outcome != "changed"} for file, rows in self.rows.items()}

    def known(self, item, day):
        """The accepted updates of an item that were known at the end of a day."""
        return [report for report in self.history.get(item, ()) if report.known_on <= day]

    def due_on(self, item, day):
        """The deadline that counts at the end of a day."""
        moved = [one.new_due for one in self.decisions if one.item == item and one.decided_on <= day]
        return moved[-1] if moved else self.due[item]

    def exports(self, dept, day):
        """The accepted files of a department that had been delivered."""
        return [file for file in self.files
                if file.dept == dept and file.decision == "accepted" and file.delivered_on <= day]

    def heard_on(self, item, known, day):
        """The day of the last file that had the item understood."""
        heard = [file.delivered_on for file in self.exports(self.reporters[item], day)
                 if file.file > known[0].lsn and item not in self.unheard[file.file]]
        return max(heard, default=known[-1].known_on)

    def is_stalled(self, item, known, day):
        """Whether files go on and on about an item that does not move."""
        moved = [after.known_on for before, after in zip([None, *known], known)
                 if before is None or before.place != after.place]
        return days(max(moved), self.heard_on(item, known, day)) >= STALLED_DAYS

    def is_silent(self, dept, day):
        """Whether a department has delivered nothing that was accepted for too long."""
        last = max((file.delivered_on for file in self.exports(dept, day)), default=self.connected[dept])
        return days(last, day) > SILENT_DAYS

    def sets_of(self, item, day):
        """(status, the sets that an item is in) at the end of a day."""
        known, due, found = self.known(item, day), self.due_on(item, day), set()
        last = known[-1] if known else None
        has_readings = any(report.period is not None for report in known)
        status = NEVER if last is None else "in_progress" if has_readings else STATUSES[last.status]
        if status == "completed" and last.completed_on <= day:
            found.add("completed")
            if last.completed_on > due:
                found.add("completed_late")
        elif due < day:
            found.add("overdue")
        elif days(day, due) <= DUE_SOON_DAYS:
            found.add("due_14")
        if last is None:
            found.add(NEVER)
        if status in ("in_progress", "paused") and not has_readings and self.is_stalled(item, known, day):
            found.add("stalled")
        return status, found

    def sets(self, day):
        """The sets of one day, and its counts of each unit."""
        found = {name: [] for name in ("completed", "completed_late", "overdue", "due_14", "stalled", NEVER)}
        counts = {}
        for item in sorted(self.due):
            status, names = self.sets_of(item, day)
            of_unit = counts.setdefault(self.reporters[item], dict.fromkeys(("total", *COUNTED, "overdue"), 0))
            of_unit["total"] += 1
            of_unit[status] += 1
            of_unit["overdue"] += "overdue" in names
            for name in names:
                found[name].append(item)
        found["silent_departments"] = sorted(dept for dept in self.connected if self.is_silent(dept, day))
        return {**found, "by_department": counts}

    def state(self, day):
        """How every item, or period of it, stands."""
        found = {}
        for item in self.due:
            for report in self.known(item, day):
                found[report.key] = [report.value, REVISIONS.get(report.reading_status, report.reading_status)] \
                    if report.period is not None else [STATUSES[report.status], report.progress, report.value,
                                                       report.completed_on, report.ext_to, self.due_on(item, day)]
        return found

    def extensions(self, day):
        """The extensions that are asked for: item → until when."""
        last = {item: self.known(item, day)[-1:] for item in self.due}
        return {item: known[0].ext_to for item, known in last.items() if known and known[0].ext_to}

    def week(self, since, day):
        """What is new on a day, compared with another."""
        before, after, found = self.sets(since), self.sets(day), {"date": day, "since": since}
        for name, (entered, left) in WEEKLY.items():
            found[entered] = sorted(set(after[name]) - set(before[name]))
            found[left] = sorted(set(before[name]) - set(after[name]))
        asked_before = self.extensions(since)
        found["extension_requested"] = sorted(item for item, until in self.extensions(day).items()
                                              if asked_before.get(item) != until)
        found["due_moved"] = {item: self.due_on(item, day) for item in self.due
                              if self.due_on(item, day) != self.due_on(item, since)}
        return found

    def file(self, file):
        """What became of one file."""
        by_outcome = {outcome: [row for row in self.rows[file.file] if row.outcome == outcome]
                      for outcome in ("changed", "refused", "missing")}
        return {"dept": file.dept, "name": file.name, "delivered_on": file.delivered_on, "decision": file.decision,
                "reason": file.reason, "understood": file.understood, "unchanged": file.unchanged,
                "changed": {key_of(row.key): sorted(FIELDS.get(field, field) for field in row.fields.split())
                            for row in by_outcome["changed"]},
                "rejected": sorted([row.row, row.reason] for row in by_outcome["refused"]),
                "missing": sorted(key_of(row.key) for row in by_outcome["missing"])}


def conclude(tables, reporters, units, asof, weeks):
    """All conclusions: of every file, at the end of each day of `asof`, and for each (since, day) of `weeks`."""
    yardstick = Yardstick(tables, reporters, units)
    return {"files": [yardstick.file(file) for file in yardstick.files],
            "asof": {day: {**yardstick.sets(day), "state": yardstick.state(day)} for day in asof},
            "weekly": [yardstick.week(since, day) for since, day in weeks]}
