# SPDX-License-Identifier: MIT
"""What remains of an office in which time has passed, to be compared with what remains of another one.

Two offices in which the same happened differ in the names of their outboxes (epoch) and in how their sources took turns
(lsn), and after a crash an update (NOCHANGE) or a mail may have been sent once more. All else has to be the same.
"""

import collections
import contextlib
import email.parser

import issues
from office import Office

TURNS = {"lsn", "epoch", "seq", "boot", "file"}
ROWS = {"update_log": "SELECT * FROM update_log WHERE code <> 'NOCHANGE' ORDER BY lsn",
        "file_row": "SELECT dept, name, sha256, delivered_on, file_row.* FROM file_row JOIN file USING (file)"}
N_TOLD = 20
HEADER = email.parser.BytesHeaderParser()


def rows_of(store, view):
    """How often each row stands in a view, without what depends on turns.

    A row of the log has its place among those of its source and item, so that their order counts.
    """
    cursor = store.execute(ROWS.get(view, f"SELECT * FROM {view}"))
    columns = [column[0] for column in cursor.description]
    found, places = collections.Counter(), collections.Counter()
    for values in cursor:
        row = {column: value for column, value in zip(columns, values) if column not in TURNS}
        if view == "update_log":
            about = row["source"], row["item"]
            places[about] += 1
            row["place"] = places[about]
        found[f"{view}: {row}"] += 1
    return found


def rows(folder):
    """The rows of all documented views."""
    with contextlib.closing(Office(folder).store()) as store:
        views = [name for name, in store.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        return sum((rows_of(store, view) for view in views), collections.Counter())


def receipts(folder):
    """The bytes of every receipt."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("drop/**/回执/*")}


def mails(folder):
    """The bytes of every mail, under its Message-ID and whom it was for; one that came again has to have the same."""
    found = {}
    for path in folder.glob("mailbox/*.eml"):
        content = path.read_bytes()
        name = f"{HEADER.parsebytes(content)['message-id']} to {path.stem.partition('-')[2]}"
        found.setdefault(name, set()).add(content)
    return found


def n_repeated(folder):
    """How many mails had come before."""
    return sum(1 for _ in folder.glob("mailbox/*.eml")) - len(mails(folder))


def of_files(want, got):
    """Lines for files that are not the same to the byte."""
    return [f"{name}: {'is missing' if name not in got else 'should not be there' if name not in want else 'has other bytes'}"
            for name in sorted(want.keys() | got.keys()) if want.get(name) != got.get(name)]


def differences(want, got):
    """Lines that name what is not the same in two folders of offices; the first of each kind."""
    want_rows, got_rows = rows(want), rows(got)
    return [line for lines in (
        [f"missing: {row}" for row in sorted((want_rows - got_rows).elements())],
        [f"too many: {row}" for row in sorted((got_rows - want_rows).elements())],
        of_files(issues.files(want), issues.files(got)),
        of_files(receipts(want), receipts(got)),
        of_files(mails(want), mails(got))) for line in lines[:N_TOLD]]
