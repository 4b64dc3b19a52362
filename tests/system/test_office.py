# SPDX-License-Identifier: MIT
"""Stories of an office's folder: it is made, checked, wrongly configured, closed to its user, taken twice, and full."""

import os
import sqlite3
import stat
import subprocess

import pytest

from office import PROGRAMS
from updates import notes

ITEM, CIVIL = "LH-2022-101", "民政局"
REFUSED, IN_USE, NOT_KEPT, NOT_SENT, NO_RIGHTS, WRONG_CONFIG = 65, 73, 74, 75, 77, 78
NOBODY = 65534
FULL = "nothing can be stored"


@pytest.fixture(name="planned")
def fixture_planned(office):
    """An office with one item, which `duban report` and the test's own client may report on."""
    office.start_aggregator()
    office.set_plan({ITEM: CIVIL}, {"report": [CIVIL], "civil": [CIVIL]})
    return office


# --- init and check -----------------------------------------------------------------------------------------


def test_init_makes_a_folder_and_overwrites_nothing(office):
    folder = office.folder / "new"
    office.say("init", folder)
    made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert made == {"state": 0o700, "run": 0o700, "duban.yaml": 0o600, "plan.zh.csv": 0o600, "plan.en.csv": 0o600,
                    "people.csv": 0o600}
    template = (folder / "plan.zh.csv").read_bytes()
    (folder / "plan.zh.csv").unlink()
    (folder / "plan.en.csv").write_text("my own plan", encoding="utf-8")
    office.say("init", folder)
    assert (folder / "plan.zh.csv").read_bytes() == template
    assert (folder / "plan.en.csv").read_text(encoding="utf-8") == "my own plan"


def test_the_templates_of_init_are_plans_as_they_are(office):
    office.say("init", office.folder)
    office.start_aggregator()
    for language in ("zh", "en"):
        for command in ("check", "import"):
            office.say("plan", command, office.folder / f"plan.{language}.csv")
    assert len(office.rows("SELECT item FROM item_now")) == 4


def test_check_finds_nothing_in_a_fresh_office_and_in_one_that_works(office):
    office.say("init", office.folder)
    office.say("check")
    office.start_aggregator()
    office.say("check")


def configure(office, content):
    """Writes duban.yaml."""
    (office.folder / "duban.yaml").write_text(content, encoding="utf-8")


def open_state(office):
    """Lets everybody look into state/."""
    (office.folder / "state").chmod(0o755)


def break_store(office):
    """Puts something into the place of store.db that is no database."""
    (office.folder / "state" / "store.db").write_bytes(b"no database\n" * 1000)


def put_folder(office, name):
    """Puts a folder into the place of a file."""
    (office.folder / name).unlink()
    (office.folder / name).mkdir()


def put_dead_link(office):
    """Puts a link that leads nowhere into the place of duban.yaml."""
    (office.folder / "duban.yaml").unlink()
    (office.folder / "duban.yaml").symlink_to("none")


FAULTS = {
    "an unknown key": ([lambda office: configure(office, "zone: Asia/Shanghai\ncontroll: control\n")],
                       ['duban.yaml:2:1: there is no key "controll" here; did you mean "control"?']),
    "a doubled key": ([lambda office: configure(office, "control: a\nzone: Asia/Shanghai\ncontrol: b\n")],
                      ['duban.yaml:3:1: "control" stands in line 1 already']),
    "two faults": ([lambda office: configure(office, "zonne: Asia/Shanghai\ncontrol: a\ncontrol: b\n")],
                   ['duban.yaml:1:1: there is no key "zonne" here; did you mean "zone"?', "duban.yaml:3:1: "]),
    "an unknown zone": ([lambda office: configure(office, "zone: Mars/Base\n")], ["Mars/Base"]),
    "an open folder": ([open_state], ["state: other users can enter it; run chmod 700 "]),
    "no database": ([break_store], ["store.db"]),
    "a folder in place of a file": ([lambda office: put_folder(office, "duban.yaml")], ["duban.yaml"]),
    "a link that leads nowhere": ([put_dead_link], ["duban.yaml"]),
    "three faults": ([lambda office: configure(office, "zone: Mars/Base\n"), open_state, break_store],
                     ["Mars/Base", "state: other users can enter it", "store.db"]),
}


@pytest.mark.parametrize("spoilers, parts", FAULTS.values(), ids=FAULTS)
def test_check_finds_every_fault(office, spoilers, parts):
    office.say("init", office.folder)
    for spoil in spoilers:
        spoil(office)
    printed = office.say("check", "--lang", "en", status=WRONG_CONFIG)
    for part in parts:
        assert part in printed


WRONG_FILES = {
    "an unknown key": ("zone: Asia/Shanghai\ncontroll: control\n", "2:1"),
    "a doubled key": ("control: a\nzone: Asia/Shanghai\ncontrol: b\n", "3:1"),
    "an empty value": ("control:\n", "1:9"),
    "a list": ("zone: Asia/Shanghai\ncontrol: [a, b]\n", "2:10"),
    "a tab": ("zone: Asia/Shanghai\n\tcontrol: a\n", "2:1"),
    "an open quote": ('zone: Asia/Shanghai\ncontrol: "a\n', "2:10"),
}


@pytest.mark.parametrize("content, place", WRONG_FILES.values(), ids=WRONG_FILES)
def test_an_aggregator_with_a_wrong_configuration_says_where_and_ends(office, content, place):
    configure(office, content)
    assert f"duban.yaml:{place}: " in office.say("aggregator", status=WRONG_CONFIG, within_s=5)
    assert not (office.folder / "state").exists()


def test_the_configured_control_source_sets_the_plan(office):
    configure(office, "control: 督查室\n")
    office.start_aggregator()
    (office.folder / "plan.csv").write_text(f"id,title,lead,due\n{ITEM},x,{CIVIL},2022-12-31\n", encoding="utf-8")
    office.say("plan", "import", office.folder / "plan.csv")
    assert {source for _, source, _, _, _ in office.log()} == {"督查室"}


# --- Rights -------------------------------------------------------------------------------------------------


@pytest.fixture(name="closed")
def fixture_closed(planned):
    """An office that is not running, and the words that run a program as its owner, who is not root."""
    planned.stop_aggregator()
    state, words = planned.folder / "state", ()
    if os.geteuid() == 0:
        words = ("setpriv", f"--reuid={NOBODY}", "--clear-groups")
        for path in (planned.folder, *planned.folder.rglob("*")):
            os.chown(path, NOBODY, -1)
    if subprocess.run([*words, PROGRAMS / "duban", "--version"], capture_output=True, check=False).returncode != 0:
        pytest.skip("a user without privileges cannot run the programs where they lie")
    try:
        yield planned, words
    finally:
        state.chmod(0o700)


@pytest.mark.parametrize("mode", [0o000, 0o500], ids=oct)
def test_a_state_folder_without_rights_is_named(closed, mode):
    office, words = closed
    (office.folder / "state").chmod(mode)
    for arguments, status in ((("log",), NO_RIGHTS), (("status",), NO_RIGHTS), (("item", ITEM), NO_RIGHTS),
                              (("aggregator",), NO_RIGHTS), (("check",), WRONG_CONFIG),
                              (("report", ITEM, "--percent", "4"), NO_RIGHTS)):
        printed = office.say(*arguments, before=words, status=status, within_s=5)
        assert f"{office.folder}/state/" in printed
        assert ("not kept" in printed) == (arguments[0] == "report")


# --- A folder that is taken ---------------------------------------------------------------------------------


def test_a_second_aggregator_in_a_folder_ends_at_once_and_the_first_goes_on(planned):
    assert "another aggregator" in planned.say("aggregator", status=IN_USE, within_s=5)
    planned.say("report", ITEM, "--percent", "4")
    assert planned.log()[-1][4] == "OK"


# --- A clock that is wrong ----------------------------------------------------------------------------------


def test_a_clock_that_is_far_behind_the_log_is_named_and_nothing_is_taken(planned):
    planned.stop_aggregator()
    store = sqlite3.connect(planned.folder / "state" / "store.db")
    with store:
        store.execute("UPDATE log SET received = received + ? WHERE lsn = (SELECT max(lsn) FROM log)", (2 * 24 * 3600 * 1000,))
    store.close()
    assert "set the clock" in planned.say("aggregator", status=WRONG_CONFIG, within_s=5)


# --- A database that somebody else has locked ---------------------------------------------------------------


def test_a_database_that_another_program_locks_is_waited_for(planned):
    planned.expect_line(FULL)
    other = sqlite3.connect(planned.folder / "state" / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    planned.say("report", ITEM, "--percent", "4", "--wait", "7", status=NOT_SENT)
    other.execute("ROLLBACK")
    other.close()
    planned.say("report", ITEM, "--percent", "5", "--wait", "20")
    assert planned.rows("SELECT seq, progress FROM update_log WHERE source = 'report'") == [(1, "4"), (2, "5")]


# --- A disk that is full ------------------------------------------------------------------------------------


def test_a_report_that_cannot_be_stored_is_not_kept(planned):
    for limit in (0, 4096, 20000):
        printed = planned.say("report", ITEM, "--percent", "4", before=("prlimit", f"--fsize={limit}"), status=NOT_KEPT)
        assert "not kept" in printed
    planned.say("report", ITEM, "--percent", "5")
    printed = planned.say("report", ITEM, "--percent", "6", before=("prlimit", "--fsize=4096"), status=NOT_KEPT)
    assert "not kept" in printed
    planned.say("report", ITEM, "--percent", "7")
    assert planned.rows("SELECT seq, progress FROM update_log WHERE source = 'report'") == [(1, "5"), (2, "7")]


@pytest.fixture(name="small")
def fixture_small(office):
    """An office on a disk of its own with 2 MiB."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(office.folder)]
    result = subprocess.run(mount, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        pytest.skip(f"mounting a small disk is refused: {result.stderr.strip()}")
    try:
        yield office
    finally:
        office.close()
        subprocess.run(["umount", "--lazy", str(office.folder)], check=True)


def fill(path):
    """Writes a file until its disk is full to the last byte."""
    with path.open("wb", buffering=0) as file:
        for length in (65536, 512, 1):
            try:
                while file.write(bytes(length)):
                    pass
            except OSError:
                continue


def test_on_a_full_disk_nothing_is_taken_and_with_room_again_all_goes_on(small):
    small.expect_line(FULL)
    small.start_aggregator()
    small.set_plan({ITEM: CIVIL}, {"report": [CIVIL], "civil": [CIVIL]})
    civil = small.client("civil")
    civil.deliver(notes(ITEM, 2))
    fill(small.folder / "filling")
    civil.send(notes(ITEM, 3, start=3))
    nak = civil.receive()
    assert (nak[0], nak[1]["reason"]) == ("NAK", "later") and nak[1]["after_ms"] > 0
    assert "not kept" in small.say("report", ITEM, "--percent", "4", status=NOT_KEPT)
    civil.hello()
    assert civil.expect("WELCOME")["hi"] == 2

    (small.folder / "filling").unlink()
    assert set(civil.deliver(notes(ITEM, 1, start=6), timeout_s=5).values()) == {("OK", "")}
    small.say("report", ITEM, "--percent", "5")
    assert [note for note, in small.rows("SELECT note FROM update_log WHERE source = 'civil' ORDER BY lsn")] == [
        f"note {number}" for number in range(1, 7)]
    assert small.rows("SELECT seq, progress FROM update_log WHERE source = 'report'") == [(1, "5")]
    small.check_log()
