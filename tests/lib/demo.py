#!/usr/bin/python3 -B
# SPDX-License-Identifier: MIT
"""Shows a real district's plan being supervised for a year: its departments' files in, digests out."""

import collections
import contextlib
import csv
import datetime
import email
import email.policy
import json
import pathlib
import re
import signal
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(1, str(ROOT / "tests" / "oracle"))

import inputs  # noqa: E402 (found by the line above)
import smtp_server  # noqa: E402
from driver import DAILY, DECIDED_AT, Driver, DriverError, instant, moments  # noqa: E402

EXPORTS, PLAN = ROOT / "examples" / "exports-2022", ROOT / "examples" / "luohu-2022"
EXPECTED = ROOT / "tests" / "oracle" / "expected-2022.json"
FOLDER = ROOT / "demo"
LAST_DAY = datetime.date(2023, 1, 15)
SAMPLE, LAST_DAY_OF_SAMPLE = ("2022-09-09", "2022-10-21"), datetime.date(2022, 10, 24)
DAY_OF_DIGEST = "2022-10-10"
SINKS = ("alert", "digest")
PEOPLE = PLAN / "people.csv"
EX_OK, EX_SOFTWARE, EX_CANTCREATE, EX_INTERRUPTED = 0, 70, 73, 130
NEXT = f"""\
Three commands to try next:
  build/dev/bin/duban status --dir demo --clock file:demo/clock
  build/dev/bin/duban item --dir demo --clock file:demo/clock T5.1-02
  cat demo/digests/{DAY_OF_DIGEST}.en.txt
"""
HAS_REACHED = ("SELECT count(*) FROM item_now WHERE completed_on <= :day",
               "SELECT count(*) FROM item_now WHERE completed_on <= :day AND completed_on > due_current")


def shipped():
    """The shipped year. Its plan has all that it needs, so no folder is needed for one."""
    return inputs.load(EXPORTS, PLAN, EXPECTED, scratch=None)


def sample():
    """Six weeks of the shipped year, from its busiest part."""
    return inputs.sample(shipped(), *SAMPLE)


def drive(driver, year, last_day):
    """Lets a year happen in a new office, with its sinks and every day up to the last one."""
    planned = moments(year.deliveries, year.decisions, DAILY, last_day)
    with smtp_server.Server() as server:
        driver.open(instant(year.opened_on.isoformat(), DECIDED_AT), year.plan, year.watches, SINKS, people=PEOPLE,
                    mail_port=server.port, banner=banner_of(year.plan))
        driver.drive(planned)
        driver.stop()
    keep_mails(driver.folder / "mailbox", server.got)


def banner_of(plan):
    """What the plan says on every output."""
    found = re.search(r'^banner: "(.*)"$', plan.read_text(encoding="utf-8"), re.MULTILINE)
    return found and found.group(1)


def keep_mails(folder, mails):
    """What the mail server took, a file for each: whom it is for, and in the order in which it came."""
    folder.mkdir()
    for number, (_, recipients, content) in enumerate(mails, start=1):
        (folder / f"{number:05}-{recipients[0]}.eml").write_bytes(content)


def mails_per_day(folder):
    """The greatest number of mails of a kind that a person got on a day, and how many came in all."""
    counts = collections.Counter()
    for path in folder.glob("mailbox/*.eml"):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        kind = mail["message-id"].split(".", 1)[0]
        counts[mail["to"], mail["date"].datetime.date(), kind] += 1
    return max(counts.values(), default=0), sum(counts.values())


def digests(folder):
    """Every issue for programs, by its day."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("digests/*.json"))}


def count(issue, act):
    """How many lines of action of this kind an issue has."""
    return sum(action["act"] == act for action in issue["actions"])


def titles():
    """What each item of the plan is called."""
    with (PLAN / "items.csv").open(encoding="utf-8-sig", newline="") as table:
        return {row["id"]: row["title"] for row in csv.DictReader(table)}


def alert_about(folder, item):
    """(day, recipient) of the first alert whose text names an item, or None."""
    for path in sorted(folder.glob("mailbox/*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if mail["message-id"].startswith("<alert.") and f" {item} " in mail.get_body(("plain",)).get_content():
            return mail["date"].datetime.date().isoformat(), str(mail["to"])
    return None


def story(folder, store, titles, issues):
    """An item that lagged, was given a later deadline, and was completed: what was known of it when."""
    for item, new_due, decided_on, doc, done_on in store.execute(
            "SELECT d.item, d.new_due, d.decided_on, d.doc_no, n.completed_on FROM decision d JOIN item_now n"
            " ON n.item = d.item WHERE d.decision = 'approved' AND n.completed_on >= d.decided_on ORDER BY d.lsn"):
        lagging = [day for day, issue in issues.items()
                   if any(action.get("item") == item and action["act"] == "lag" for action in issue["actions"])]
        asked = store.execute("SELECT known_on, ext_to, note FROM update_log WHERE item = ? AND ext_to IS NOT NULL"
                              " AND known_on <= ? ORDER BY lsn LIMIT 1", (item, decided_on)).fetchone()
        if lagging and asked:
            first = store.execute("SELECT known_on, progress, status FROM update_log WHERE item = ? AND t <> 'item_set'"
                                  " ORDER BY lsn LIMIT 1", (item,)).fetchone()
            yield f"{item} {titles[item]}"
            yield f"  {first[0]}  its department's first file: {first[2]}, {first[1] or 0} %"
            yield f"  {lagging[0]}  the digest says that it lags; it does so in {len(lagging)} issues"
            alert = alert_about(folder, item)
            if alert:
                yield f"  {alert[0]}  an alert goes to {alert[1]}"
            yield f"  {asked[0]}  the department asks for an extension to {asked[1]}: {asked[2] or ''}"
            yield f"  {decided_on}  decided: to {new_due} ({doc})"
            yield f"  {done_on}  completed; the original deadline stays visible beside the later one"
            return


def months(store, issues):
    """The last issue of each month, in a table."""
    yield f"{'month':<9}{'open':>6}{'done':>6}{'late':>6}{'overdue':>9}{'lagging':>9}{'silent units':>14}"
    last = {day[:7]: day for day in issues}
    for month, day in last.items():
        issue = issues[day]
        done, late = (store.execute(query, {"day": day}).fetchone()[0] for query in HAS_REACHED)
        yield (f"{month:<9}{sum(issue['lights'].values()) - issue['lights']['blue']:>6}{done:>6}{late:>6}"
               f"{count(issue, 'overdue'):>9}{count(issue, 'lag'):>9}{issue['silent_units']:>14}")


def show(folder, seconds):
    """Tells what has happened."""
    issues = digests(folder)
    with contextlib.closing(Driver(folder)) as driver, contextlib.closing(driver.office.store()) as store:
        banner = next(iter(issues.values()))["banner"]
        print(f"{banner}\n")
        print("One item's year\n", *story(folder, store, titles(), issues), sep="\n", end="\n\n")
        print("The year, as the last issue of each month has it\n", *months(store, issues), sep="\n", end="\n\n")
    print((folder / "digests" / f"{DAY_OF_DIGEST}.zh.txt").read_text(encoding="utf-8"))
    receipts = sum(1 for _ in folder.glob("drop/*/回执/*.csv"))
    most, n_mails = mails_per_day(folder)
    print(f"{seconds:.0f} s; {len(issues)} issues in demo/digests, {n_mails} mails in demo/mailbox (of a kind at most {most} to"
          f" a person on a day),\n{receipts} receipts below demo/drop, the log in demo/state/store.db\n")
    print(NEXT, end="")


def main():
    """Runs the year and shows it; returns the exit code."""
    if FOLDER.exists():
        print("demo/ is there already; ./run clean removes it", file=sys.stderr)
        return EX_CANTCREATE
    began = time.monotonic()
    try:
        with Driver(FOLDER) as driver:
            drive(driver, shipped(), LAST_DAY)
        show(FOLDER, time.monotonic() - began)
    except (DriverError, inputs.NoInput) as error:
        print(error, file=sys.stderr)
        return EX_SOFTWARE
    return EX_OK


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that its daemons are ended too
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(EX_INTERRUPTED)
