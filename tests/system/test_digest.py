# SPDX-License-Identifier: MIT
"""Stories of the digest: a small office whose issues are frozen, whatever becomes of the daemon and of the facts."""

import datetime
import shutil
import signal
import sqlite3

import pytest

import issues
import updates
from driver import DAILY, Delivery, Driver, Watch, instant, moments
from demo import PLAN as SHIPPED_PLAN
from office import PROGRAMS, STOP_S, Daemon, wait_at_most

DIGEST, WATCHER = "digest", "parks"
OPENED, LAST_DAY = "2022-09-28", datetime.date(2022, 10, 13)
WORKED = ["2022-09-29", "2022-09-30", "2022-10-08", "2022-10-09", "2022-10-10", "2022-10-11", "2022-10-12", "2022-10-13"]
AT_EIGHT, AT_NINE, AT_FIVE = datetime.time(8), datetime.time(9), datetime.time(17)
PLAN = {"plan.yaml": """\
name: 小城
year: 2022
banner: {banner}
items: items.csv
units: departments.csv
responsible: items_depts.csv
calendar: calendar.yaml
""", "departments.csv": """\
code,name_zh,name_en
parks,{unit},Parks Bureau
""", "items.csv": """\
id,kind,area,area_en,title,title_en,verb,target_op,target_value,target_unit,baseline_value,baseline_unit,cadence,start_date,due_date,stage,source_ref,note
GY-1,task,绿化,Green,{title},{title_en},add,ge,20,公顷,,,monthly,2022-01-01,2022-09-30,,1,
GY-2,task,绿化,Green,公园管理办法,Rules for parks,formulate,done,,,,,monthly,2022-01-01,2022-10-31,,2,
GY-3,task,绿化,Green,行道树,Street trees,add,ge,500,棵,,,monthly,2022-01-01,2022-12-31,,3,
""", "items_depts.csv": """\
item,dept,role
GY-1,parks,lead
GY-2,parks,lead
GY-3,parks,lead
"""}
WORDS = {"banner": '"演示"', "unit": "园林局", "title": "新增公园", "title_en": "New parks"}
FORM = """
form: table
item: 编号
required: [编号, 进度]
columns:
  - {field: percent, from: 进度}
  - {field: note, from: 说明}
"""
DELIVERED = {"2022-09-29": "编号,进度,说明\nGY-1,40,\nGY-2,10,\nGY-3,80,\n",
             "2022-10-09": "编号,进度,说明\nGY-1,100,已开园\nGY-2,10,\nGY-3,85,\n"}


class City:
    """An office with a plan of three items and one bureau, whose days can be driven one after the other."""

    def __init__(self, driver, scratch, words=None, *, is_active=True):
        self.driver, self.scratch = driver, scratch
        scratch.mkdir(exist_ok=True)
        for name, text in PLAN.items():
            filled = text.format(**{**WORDS, **(words or {})}) if name != "items_depts.csv" else text
            (scratch / name).write_text(filled, encoding="utf-8")
        shutil.copyfile(SHIPPED_PLAN / "calendar.yaml", scratch / "calendar.yaml")
        (scratch / "table.yaml").write_text(FORM, encoding="utf-8")
        watch = Watch(WATCHER, "parks", scratch / "table.yaml", "drop/parks", "*.csv", OPENED)
        driver.open(instant(OPENED, AT_NINE), scratch / "plan.yaml", [watch], [DIGEST], is_active=is_active)
        deliveries = [self.file(day, text) for day, text in DELIVERED.items()]
        self.planned = moments(deliveries, [], DAILY, LAST_DAY)

    def file(self, day, text, name=None):
        """A file of the bureau that was delivered on a day."""
        path = self.scratch / f"{name or day}.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return Delivery(instant(day, AT_FIVE), WATCHER, path)

    def drive(self, last):
        """Lets the days happen that have not happened yet, up to this one."""
        while self.planned and self.planned[0].at.date().isoformat() <= last:
            self.driver.visit(self.planned.pop(0))

    def go(self, day, time_of_day):
        """Goes to an instant, through all that happens before it."""
        while self.planned and self.planned[0].at < instant(day, time_of_day):
            self.driver.visit(self.planned.pop(0))
        self.driver.tick(instant(day, time_of_day))

    def issues(self):
        """The bytes of all files of issues."""
        return issues.files(self.driver.folder)

    def digest(self, *arguments, status=0):
        """Runs the digest to its end; returns what it says."""
        return self.driver.office.say("digest", "--once", "--clock", f"file:{self.driver.clock}", *arguments, status=status)

    def archive(self):
        """The archive of its issues."""
        return sqlite3.connect(self.driver.folder / "state" / "digests.db", isolation_level=None, timeout=STOP_S)

    def frozen(self, columns="*"):
        """What the archive holds."""
        archive = self.archive()
        try:
            return archive.execute(f"SELECT {columns} FROM issue ORDER BY day, lang").fetchall()
        finally:
            archive.close()


@pytest.fixture(name="city")
def fixture_city(tmp_path):
    """A city in which nothing has happened so far."""
    with Driver() as driver:
        yield City(driver, tmp_path / "plan")


@pytest.fixture(name="undisturbed", scope="module")
def fixture_undisturbed(tmp_path_factory):
    """The issues of a digest that was never stopped."""
    with Driver() as driver:
        city = City(driver, tmp_path_factory.mktemp("city"))
        city.drive(WORKED[-1])
        assert issues.days(driver.folder) == WORKED
        return city.issues()


def milliseconds(day):
    """The afternoon of a day as the protocol writes it."""
    return int(instant(day, AT_FIVE).timestamp()) * 1000


def until(day, files):
    """The files of the issues up to a day."""
    return {name: content for name, content in files.items() if name[:10] <= day}


# --- Missed days --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stopped_after, back_after", [("2022-09-28", "2022-10-13"), ("2022-09-29", "2022-10-09"),
                                                       ("2022-10-08", "2022-10-10")])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_missed_issues_are_made_up_as_of_their_days(city, undisturbed, stopped_after, back_after, number):
    city.drive(stopped_after)
    city.driver.end(DIGEST, number)
    city.drive(back_after)
    city.driver.start(DIGEST)
    city.driver.settle()
    city.drive(WORKED[-1])
    assert city.issues() == undisturbed


def test_an_archive_that_was_lost_is_made_again_to_the_byte(city, undisturbed):
    city.drive(WORKED[-1])
    city.driver.end(DIGEST)
    shutil.rmtree(city.driver.folder / "digests")
    (city.driver.folder / "state" / "digests.db").unlink()
    city.digest()
    assert city.issues() == undisturbed


# --- Frozen bytes -------------------------------------------------------------------------------------------


def test_facts_that_come_late_change_no_issue_that_was_made(city, undisturbed):
    city.go("2022-10-09", AT_NINE)
    with city.driver.office.client("control") as control, city.driver.office.client("late") as late:
        control.deliver([updates.source_set("late", ["parks"])])
        late.deliver([updates.task("GY-2", percent=[90, 0], note="late", delivered_at=milliseconds("2022-09-30"))])
    assert city.driver.office.rows("SELECT known_on, received FROM update_log WHERE note = 'late'") == [
        ("2022-09-30", "2022-10-09T01:00:00.000Z")]
    assert city.issues() == until("2022-10-09", undisturbed)
    city.go("2022-10-10", AT_EIGHT)
    with_late = city.issues()
    assert until("2022-10-09", with_late) == until("2022-10-09", undisturbed)
    assert with_late["2022-10-10.zh.txt"] != undisturbed["2022-10-10.zh.txt"]
    city.driver.end(DIGEST)
    shutil.rmtree(city.driver.folder / "digests")
    (city.driver.folder / "state" / "digests.db").unlink()
    city.digest()
    assert city.issues() == with_late


def test_a_second_start_writes_nothing_new(city):
    def written():
        """Each file with what changes when it is written."""
        return [(path.name, path.stat().st_mtime_ns, path.stat().st_ino)
                for path in sorted((city.driver.folder / "digests").iterdir())]

    city.drive(WORKED[-1])
    before, frozen = written(), city.frozen()
    city.driver.end(DIGEST)
    for _ in range(2):
        city.digest()
    assert written() == before and city.frozen() == frozen and len(frozen) == len(WORKED) * 2


def test_files_that_a_kill_prevented_are_laid_at_the_next_start(city, undisturbed):
    """Killed at the rename of each of an issue's files in turn, which is after the commit of the issue."""
    city.drive("2022-09-30")
    city.driver.end(DIGEST)
    for day, extension in zip(WORKED[2:], sorted(issues.EXTENSIONS)):
        path = city.driver.folder / "digests" / f"{day}.{extension}"
        city.go(day, AT_EIGHT)
        traced = ["strace", "-f", "-o", "/dev/null", "-P", f"{path}.tmp", "-e", "inject=rename:error=EIO:signal=KILL"]
        words = [str(PROGRAMS / "duban-digest"), "--dir", str(city.driver.folder), "--clock", f"file:{city.driver.clock}"]
        city.driver.daemons[DIGEST] = Daemon([*traced, *words], city.driver.office.environment)
        assert wait_at_most(city.driver.daemons[DIGEST].process, STOP_S)
        city.driver.end(DIGEST, signal.SIGKILL)  # it is dead already
        assert len(city.frozen()) == len([one for one in WORKED if one <= day]) * 2 and not path.exists()
        city.digest()
        assert city.issues() == until(day, undisturbed)


@pytest.mark.parametrize("column", ["subject", "text", "html", "json", "sha256"])
def test_a_changed_byte_in_the_archive_is_noticed(city, column):
    city.drive("2022-09-30")
    city.driver.end(DIGEST)
    archive = city.archive()
    archive.execute(f"UPDATE issue SET {column} = '!' || substr({column}, 2)"
                    " WHERE lang = 'en' AND day = (SELECT max(day) FROM issue)")
    archive.close()
    said = city.digest(status=65)
    assert "the issue of 2022-09-30 (en)" in said and "state/digests.db" in said and "made again from the log" in said


# --- What gets no issue, and what stays text ----------------------------------------------------------------


def test_a_plan_that_is_not_active_gets_no_issue(tmp_path):
    with Driver() as driver:
        city = City(driver, tmp_path / "plan", is_active=False)
        city.go("2022-10-11", AT_NINE)
        assert issues.days(driver.folder) == []
        driver.ask("plan", "activate")
        city.drive(WORKED[-1])
        assert issues.days(driver.folder) == ["2022-10-12", "2022-10-13"]


NASTY = "<script>alert(1)</script><img src=http://example.org/a.png>&amp;'\u202egnp.\u2066"


def test_fields_stay_text_whatever_stands_in_them(tmp_path):
    words = {name: NASTY for name in ("title", "title_en", "unit")} | {"banner": f'"{NASTY}"'}
    note = f'"{NASTY}\x1b[2J\x07\x7f ""quoted"""'
    with Driver() as driver:
        city = City(driver, tmp_path / "plan", words)
        city.go("2022-09-30", AT_NINE)
        driver.deliver(city.file("2022-09-30", f"编号,进度,说明\nGY-1,40,{note}\nGY-2,10,{note}\nGY-3,80,\n"))
        city.go("2022-10-08", AT_EIGHT)
        issue = issues.Issue(driver.folder, "2022-10-08")
    assert issue.faults() == []
    shown = NASTY.replace("\u202e", "\ufffd").replace("\u2066", "\ufffd")
    for lang in issues.LANGS:
        page = issues.Markup(issue.html[lang]).text
        for text in (issue.text[lang], page):
            assert text.count(shown) >= 4  # banner, title, note, note
            assert f'{shown}\ufffd[2J\ufffd\ufffd "quoted"' in text
        assert "<script" not in issue.html[lang] and "<img" not in issue.html[lang]
