# SPDX-License-Identifier: MIT
"""Stories of the ingest socket: updates and their answers, wrong conversations, hostile bytes, a killed aggregator."""

import time

import pytest

import codec
import make_vectors
from client import Stopped, milliseconds_now, receive_message
from updates import approved, figure, item_set, notes, plan_set, project, refused, source_set, task

CIVIL, SCHOOL = "民政局", "教育局"
ITEM, SECOND_ITEM, OTHER_ITEM = "LH-2022-101", "LH-2022-102", "JY-2022-777"
ITEMS = {ITEM: CIVIL, SECOND_ITEM: CIVIL, OTHER_ITEM: SCHOOL}
SOURCES = {"civil": [CIVIL], "school": [SCHOOL]}
OK = ("OK", "")


@pytest.fixture(name="open_office")
def fixture_open_office(office):
    """An office whose aggregator runs, with nothing in its log."""
    office.start_aggregator()
    return office


@pytest.fixture(name="planned")
def fixture_planned(open_office):
    """An office with two items of one unit, one item of another, and a source for each unit."""
    open_office.set_plan(ITEMS, SOURCES)
    return open_office


def welcomed(office, source, **options):
    """A client that was welcomed."""
    client = office.client(source, **options)
    client.hello()
    client.expect("WELCOME")
    return client


def codes(answers):
    """The codes of answers in the order of their seqs."""
    return [answers[seq][0] for seq in sorted(answers)]


def logged(office, client):
    """(seq, code) of what stands in the log for a client, in the order of the log."""
    wanted = (client.source, f"{client.epoch:016x}")
    return [(seq, code) for _, source, epoch, seq, code in office.log() if (source, epoch) == wanted]


def assert_is_served(office):
    """Fails unless an honest producer is served."""
    assert codes(office.client("civil").deliver(notes(ITEM, 3, start=milliseconds_now()))) == ["OK"] * 3


def padded_to(length, fields):
    """A packed map that an unknown key makes as long as is wanted."""
    bare = codec.pack({**fields, "padding": bytes(40000)})
    return codec.pack({**fields, "padding": bytes(40000 + length - len(bare))})


# --- Answers ------------------------------------------------------------------------------------------------


def test_a_source_is_unknown_until_the_plan_names_it(open_office):
    civil = open_office.client("civil")
    civil.hello()
    assert civil.expect("NAK") == {"reason": "unknown_source", "seq": 0, "after_ms": 0}
    assert open_office.log() == []
    open_office.set_plan({ITEM: CIVIL}, {"civil": [CIVIL]})
    civil.hello()
    assert civil.expect("WELCOME")["hi"] == 0
    assert civil.deliver([task(ITEM, state="working")]) == {1: OK}


def test_an_update_that_is_answered_stands_in_the_log(planned):
    civil = planned.client("civil")
    update = task(ITEM, state="working", percent=[55, 0], forecast_finish="2022-11-30", note="已完成主体")
    assert civil.deliver([update]) == {1: OK}
    found = planned.rows("SELECT source, epoch, seq, t, item, code, status, completed_on, forecast_finish, ext_to, note"
                         " FROM update_log ORDER BY lsn DESC LIMIT 1")
    assert found == [("civil", f"{civil.epoch:016x}", 1, "task", ITEM, "OK", "working", None, "2022-11-30", None,
                      "已完成主体")]
    planned.check_log()


def test_a_bad_update_is_refused_alone_and_its_neighbours_pass(planned):
    answers = planned.client("civil").deliver([
        task(ITEM, state="working"), b"\xc1", task(ITEM, percent=[101, 0]), task(ITEM, note="between"),
        task(ITEM, must=["trace"], trace="x"), task(ITEM, state="tired"), task(ITEM, note="last")])
    assert codes(answers) == ["OK", "E_DECODE", "E_FIELD", "OK", "E_VERSION", "E_FIELD", "OK"]
    assert "percent" in answers[3][1] and "trace" in answers[5][1] and "state" in answers[6][1]
    assert planned.rows("SELECT seq, bytes FROM refusal WHERE code = 'E_DECODE'") == [(2, b"\xc1")]
    planned.check_log()


def test_every_bad_update_of_the_vectors_gets_its_code(open_office):
    control = open_office.client("control")
    control.deliver([source_set("both", [CIVIL], roles=["report", "control"]), item_set(ITEM, CIVIL)])
    bad = [vector for vector in make_vectors.read("updates.tsv") if vector[0].startswith("E_")]
    both = open_office.client("both")
    answers = both.deliver([data for _, data, _ in bad])
    wrong = [(meaning, expect, answers[seq]) for seq, (expect, _, meaning) in enumerate(bad, start=1)
             if answers[seq][0] != expect]
    assert not wrong
    assert logged(open_office, both) == [(seq, expect) for seq, (expect, _, _) in enumerate(bad, start=1)]


def test_an_update_is_too_large_beyond_61440_bytes(planned):
    answers = planned.client("civil").deliver([
        padded_to(61439, task(ITEM, note="1")), padded_to(61440, task(ITEM, note="2")),
        padded_to(61441, task(ITEM, note="3"))])
    assert codes(answers) == ["OK", "OK", "E_TOO_LARGE"]
    assert "61441" in answers[3][1]


def test_absent_leaves_what_was_there_and_nil_replaces_it(planned):
    answers = planned.client("civil").deliver([
        task(ITEM, state="working", percent=[50, 0]), task(ITEM, state="working"), task(ITEM, percent=[500, -1]),
        task(ITEM, percent=None), task(ITEM, percent=None), task(ITEM, percent=[0, 0])])
    assert codes(answers) == ["OK", "NOCHANGE", "NOCHANGE", "OK", "NOCHANGE", "OK"]


def test_a_finished_item_has_a_day_of_completion_and_no_other_has(planned):
    answers = planned.client("civil").deliver([
        task(ITEM, state="done"), task(ITEM, completed_on="2022-04-18"),
        task(ITEM, state="done", completed_on="2022-04-18"), task(ITEM, state="working"), task(ITEM, completed_on=None),
        task(ITEM, state="working", completed_on=None)])
    assert codes(answers) == ["E_FIELD", "E_FIELD", "OK", "E_FIELD", "E_FIELD", "OK"]


def test_a_day_of_completion_that_is_still_to_come_is_refused(planned):
    answers = planned.client("civil").deliver([task(ITEM, state="done", completed_on="2199-12-31")])
    assert answers[1][0] == "E_FUTURE" and "2199-12-31" in answers[1][1]


def test_a_source_without_the_control_role_cannot_change_the_plan(planned):
    answers = planned.client("civil").deliver([item_set("LH-2022-103", CIVIL), source_set("civil", [CIVIL, SCHOOL])])
    assert answers == {1: ("E_AUTH", "control"), 2: ("E_AUTH", "control")}
    assert planned.rows("SELECT count(*) FROM update_log WHERE item = 'LH-2022-103' AND code = 'OK'") == [(0,)]


def test_the_control_source_may_repeat_an_item_and_changes_nothing(planned):
    control = planned.client("control")
    assert control.deliver([item_set(ITEM, CIVIL)]) == {1: ("NOCHANGE", "")}
    plan = control.plan
    assert control.deliver([item_set(ITEM, CIVIL, due="2022-11-30")]) == {2: OK}
    assert control.plan > plan


def test_a_source_cannot_report_an_item_of_another_unit_and_learns_nothing(planned):
    civil, school = planned.client("civil"), planned.client("school")
    assert civil.deliver([task(OTHER_ITEM, state="working")]) == {1: ("E_FORBIDDEN", "")}
    assert school.deliver([task(OTHER_ITEM, state="working")]) == {1: OK}
    code, detail = civil.deliver([task("JY-2022-778", state="working")])[2]
    assert code == "E_UNKNOWN_ITEM"
    assert OTHER_ITEM not in detail


def test_an_unknown_item_is_answered_with_near_ids_of_the_own_units(planned):
    answers = planned.client("civil").deliver([task("LH-2022-1O1", note="x"), task("lh-2022-102", note="x")])
    assert codes(answers) == ["E_UNKNOWN_ITEM"] * 2
    for detail in (answers[1][1], answers[2][1]):
        assert 1 <= len(detail.split(" ")) <= 3
        assert set(detail.split(" ")) <= {ITEM, SECOND_ITEM}
    assert ITEM in answers[1][1] and SECOND_ITEM in answers[2][1]


# --- Figures, stages, the plan and decisions ----------------------------------------------------------------

CONVERSIONS = (  # unit of the item, figure as it is reported, value in the item's unit; None: it cannot be converted
    ("亿元", (1203000, 0, "万元"), "120.3"), ("元", (35, -1, "亿元"), "350000000"), ("万元", (1, 0, "元"), "0.0001"),
    ("平方米", (3, 0, "公顷"), "30000"), ("平方公里", (50, 0, "公顷"), "0.5"), ("万平方米", (1, 0, "平方公里"), "100"),
    ("%", (5, 0, "‰"), "0.5"), ("‰", (5, -1, "%"), "5"), ("个", (12, -1, "万个"), "12000"),
    ("万个", (5, 0, "个"), "0.0005"), ("亿个", (5, 0, "万个"), "0.0005"), ("个", (-7, 0, "个"), "-7"),
    ("", (7, 0, "个"), "7"), ("个", (7, 0, "家"), None), ("个", (7, 0, ""), None), ("%", (7, 0, ""), None),
    ("元", (7, 0, "平方米"), None), ("个", (7, 0, "元"), None),
)


def test_a_figure_is_converted_exactly_to_the_units_of_the_item_or_refused(planned):
    control, civil = planned.client("control"), planned.client("civil")
    control.deliver([item_set(f"T{number}", CIVIL, unit=unit) for number, (unit, _, _) in enumerate(CONVERSIONS)])
    answers = civil.deliver([task(f"T{number}", measures=figure(*reported))
                             for number, (_, reported, _) in enumerate(CONVERSIONS)])
    assert list(answers.values()) == [("E_UNIT", unit) if value is None else OK for unit, _, value in CONVERSIONS]
    found = dict(planned.rows("SELECT item, value FROM item_now"))
    assert [found[f"T{number}"] for number in range(len(CONVERSIONS))] == [value for _, _, value in CONVERSIONS]


def test_a_measure_is_known_by_its_name_and_nil_forgets_its_figure(planned):
    answers = planned.client("civil").deliver([
        task(ITEM, measures={"length": [[7, 0], "米"]}), task(ITEM, measures={"main": [[7, 0], "米"], "length": None}),
        task(ITEM, measures=figure(7, 0, "米")), task(ITEM, measures=figure(70, -1, "米")),
        task(ITEM, measures={"main": None}), task(ITEM, measures={"main": None})])
    assert answers == {1: ("E_UNKNOWN_MEASURE", "length"), 2: ("E_UNKNOWN_MEASURE", "length"), 3: OK,
                       4: ("NOCHANGE", ""), 5: OK, 6: ("NOCHANGE", "")}
    assert planned.rows("SELECT value FROM item_now WHERE item = ?", ITEM) == [(None,)]


FALLS = (  # unit and target of an item whose figure falls from 7 to 6, and the answer
    ({"unit": "个", "target": [9, 0], "target_op": "ge"}, ("W_DECREASE", "7")),
    ({"unit": "万元", "target": [9, 0], "target_op": "eq"}, ("W_DECREASE", "7")),
    ({"unit": "公顷", "target": [9, 0], "target_op": "ge"}, ("W_DECREASE", "7")),
    ({"unit": "%", "target": [9, 0], "target_op": "ge"}, OK),
    ({"unit": "个", "target": [9, 0], "target_op": "le"}, OK),
    ({"unit": "个", "target_op": "none"}, OK),
)


def test_a_figure_that_falls_is_taken_with_a_warning_where_it_may_only_rise(planned):
    control, civil = planned.client("control"), planned.client("civil")
    for number, (fields, answer) in enumerate(FALLS):
        control.deliver([item_set(f"T{number}", CIVIL, **fields)])
        answers = civil.deliver([task(f"T{number}", measures=figure(value, 0, fields["unit"])) for value in (7, 6)])
        assert list(answers.values()) == [OK, answer], fields
    assert set(planned.rows("SELECT value FROM item_now WHERE item LIKE 'T%'")) == {("6",)}


def test_a_project_names_stages_of_the_plan_and_a_task_names_none(planned):
    control, civil = planned.client("control"), planned.client("civil")
    control.deliver([plan_set(name="计划", year=2022, stages=["drawn", "dug", "done"])])
    assert civil.deliver([project(ITEM, stage="dug"), project(ITEM, stage="drawn"), project(ITEM, stage="built"),
                          task(ITEM, stage="built"), project(ITEM, stage=None)]) == {
        1: OK, 2: ("W_STAGE_BACK", "dug"), 3: ("E_UNKNOWN_STAGE", "drawn dug done"), 4: ("NOCHANGE", ""), 5: OK}


def test_a_plan_has_a_name_and_a_year_from_the_first_time_on(planned):
    control = planned.client("control")
    answers = control.deliver([
        plan_set(year=2022), plan_set(name="计划"), plan_set(name="计划", year=2022), plan_set(name="计划"), plan_set(),
        plan_set(banner="演示"), plan_set(status="active"), plan_set(status="active", year=2022, banner="演示")])
    assert codes(answers) == ["E_FIELD", "E_FIELD", "OK", "NOCHANGE", "NOCHANGE", "OK", "OK", "NOCHANGE"]
    assert "name" in answers[1][1] and "year" in answers[2][1]


def test_only_a_decision_moves_a_deadline_of_an_active_plan(planned):
    control = planned.client("control")
    control.deliver([plan_set(name="计划", year=2022, status="active")])
    plan = control.plan
    assert control.deliver([item_set(ITEM, CIVIL, due="2023-01-31")]) == {2: ("E_USE_EXTENSION", "2022-12-31")}
    assert control.plan == plan
    answers = control.deliver([
        approved(ITEM, "2023-02-28"), item_set(ITEM, CIVIL, due="2023-01-31"), item_set(ITEM, CIVIL),
        item_set(ITEM, CIVIL, remark="x"), item_set("T1", CIVIL, due="2023-01-31")])
    assert answers == {3: OK, 4: ("E_USE_EXTENSION", "2023-02-28"), 5: ("NOCHANGE", ""), 6: OK, 7: OK}
    assert planned.rows("SELECT due_original, due_current FROM item_now WHERE item = ?", ITEM) == [
        ("2022-12-31", "2023-02-28")]


def test_a_decision_is_known_by_what_it_says_and_is_not_of_the_future(planned):
    control, civil = planned.client("control"), planned.client("civil")
    first = approved(ITEM, "2023-02-28")
    assert codes(control.deliver([
        first, {**first, "reason": "x", "actor": "x", "requested_on": "2022-10-01", "requested_due": "2023-03-31"},
        {**first, "item": SECOND_ITEM}, {**first, "new_due": "2023-03-01"}, {**first, "decided_on": "2022-10-11"},
        {**first, "doc_no": "x"}, refused(ITEM), refused(ITEM), {**first, "decided_on": "2199-12-31"},
        refused("T9")])) == ["OK", "NOCHANGE", "OK", "OK", "OK", "OK", "OK", "NOCHANGE", "E_FUTURE", "E_UNKNOWN_ITEM"]
    assert civil.deliver([first, refused("T9"), plan_set()]) == {seq: ("E_AUTH", "control") for seq in (1, 2, 3)}
    assert control.deliver([project(ITEM, stage="land")])[11] == ("E_AUTH", "report")


def test_only_the_reporter_of_an_item_reports_it(planned):
    planned.client("control").deliver([item_set(ITEM, CIVIL, reporter=SCHOOL)])
    assert planned.client("civil").deliver([task(ITEM, note="x")]) == {1: ("E_FORBIDDEN", "")}
    assert planned.client("school").deliver([task(ITEM, note="x")]) == {1: OK}


# --- Order and repetition -----------------------------------------------------------------------------------


def test_a_seq_that_is_sent_again_repeats_its_answer_and_is_not_logged_twice(planned):
    civil = planned.client("civil")
    batch = [task(ITEM, state="working"), task("LH-2022-1O1"), task(ITEM, state="working")]
    answers = civil.deliver(batch)
    log = planned.log()
    civil.send(batch, seq=1)
    ack = civil.expect("ACK")
    assert (ack["first"], ack["hi"]) == (1, 3)
    assert {seq: (code, detail) for seq, code, detail in ack["results"]} == {seq: answers[seq] for seq in (2, 3)}
    civil.send([task(ITEM, note="other content under an old seq")], seq=2)
    assert [seq for seq, _, _ in civil.expect("ACK")["results"]] == [2, 3]
    assert planned.log() == log


def test_a_frame_that_begins_with_answered_updates_is_taken_from_the_first_new_one(planned):
    civil = planned.client("civil")
    batch = notes(ITEM, 5)
    civil.deliver(batch[:3])
    civil.keep(batch[3:])
    civil.send(batch, seq=1)
    while civil.answered < 5:
        civil.expect("ACK")
    assert logged(planned, civil) == [(seq, "OK") for seq in range(1, 6)]


def test_a_gap_is_answered_with_the_seq_that_is_wanted(planned):
    civil = welcomed(planned, "civil")
    civil.send(notes(ITEM, 1), seq=2)
    assert civil.expect("NAK") == {"reason": "expect", "seq": 1, "after_ms": 0}
    assert logged(planned, civil) == []
    assert civil.deliver(notes(ITEM, 2)) == {1: OK, 2: OK}


def test_the_highest_seq_of_all_is_a_gap_too(planned):
    civil = welcomed(planned, "civil")
    civil.send(notes(ITEM, 3), seq=2**64 - 1)
    assert civil.expect("NAK")["reason"] == "expect"
    assert_is_served(planned)


def test_a_thousand_updates_pass_in_order_through_a_window(planned):
    civil = planned.client("civil")
    answers = civil.deliver(notes(ITEM, 1000))
    assert set(answers.values()) == {OK}
    assert civil.welcome["max_updates"] <= codec.MAX_UPDATES and civil.welcome["max_bytes"] <= codec.MAX_FRAME
    assert 0 < civil.most_in_flight <= civil.welcome["credit"] <= 1024
    assert logged(planned, civil) == [(seq, "OK") for seq in range(1, 1001)]
    found = planned.rows("SELECT note FROM update_log WHERE source = 'civil' ORDER BY lsn")
    assert found == [(f"note {number}",) for number in range(1, 1001)]


def test_updates_beyond_the_credit_are_healed(planned):
    civil = welcomed(planned, "civil")
    civil.keep(notes(ITEM, 3000))
    for seq in range(1, 3001, 100):
        civil.send([civil.outbox[one] for one in range(seq, seq + 100)], seq=seq)
    civil.next = 3001
    civil.deliver()
    assert set(civil.answers.values()) == {OK}
    assert logged(planned, civil) == [(seq, "OK") for seq in range(1, 3001)]


def test_answers_that_the_outbox_missed_come_after_welcome(planned):
    civil = welcomed(planned, "civil")
    expected = ["OK" if seq % 5 == 0 else "E_FIELD" for seq in range(1, 251)]
    good, bad = notes(ITEM, 250), task(ITEM, percent=[101, 0])
    civil.keep([good[index] if code == "OK" else bad for index, code in enumerate(expected)])
    civil.send_window()
    missed = None
    while missed is None or missed["hi"] < 250:
        missed = receive_message(civil.socket, 10)[1]
    assert civil.answered == 0
    civil.connect()
    civil.hello()
    assert civil.expect("WELCOME")["hi"] == 250
    acks = []
    while civil.answered < 250:
        acks.append(civil.expect("ACK"))
        assert acks[-1]["first"] == (acks[-2]["hi"] if len(acks) > 1 else 0) + 1
    assert len(acks) >= 2 and all(len(ack["results"]) <= 100 for ack in acks)
    assert codes(civil.answers) == expected
    civil.connect()
    civil.hello(answered=200)
    civil.expect("WELCOME")
    ack = civil.expect("ACK")
    assert (ack["first"], ack["hi"], len(ack["results"])) == (201, 250, 40)


# --- Conversation -------------------------------------------------------------------------------------------


def test_updates_without_hello_are_not_taken(planned):
    boot = welcomed(planned, "civil").boot
    stranger = planned.client("civil")
    stranger.send(notes(ITEM, 1), seq=1, boot=boot)
    assert stranger.expect("NAK") == {"reason": "hello", "seq": 0, "after_ms": 0}
    assert logged(planned, stranger) == []


def test_updates_of_a_connection_that_another_one_followed_are_not_taken(planned):
    former = welcomed(planned, "civil")
    latter = welcomed(planned, "civil", epoch=former.epoch)
    former.send(notes(ITEM, 1), seq=1)
    assert former.expect("NAK") == {"reason": "hello", "seq": 0, "after_ms": 0}
    assert latter.deliver(notes(ITEM, 1)) == {1: OK}
    assert logged(planned, latter) == [(1, "OK")]


def test_a_connection_speaks_for_the_source_that_said_hello_last(planned):
    civil = welcomed(planned, "civil")
    civil.hello(source="school", epoch=7)
    civil.expect("WELCOME")
    civil.hello()
    civil.expect("WELCOME")
    assert civil.deliver(notes(ITEM, 1)) == {1: OK}
    assert logged(planned, civil) == [(1, "OK")]


def test_nothing_is_known_before_it_was_received(planned):
    year_2099 = 4070908800000
    answers = planned.client("civil").deliver([task(ITEM, delivered_at=year_2099, state="done", completed_on="2098-12-31")])
    assert codes(answers) == ["E_FUTURE"]
    assert planned.client("civil").deliver([task(ITEM, delivered_at=year_2099, state="working")]) == {1: OK}
    assert planned.rows("SELECT heard_on < '2099-01-01' FROM item_now WHERE item = ?", ITEM) == [(1,)]


def test_updates_for_an_old_boot_are_not_taken(planned):
    civil = planned.client("civil")
    civil.deliver(notes(ITEM, 2))
    old_boot = civil.boot
    planned.stop_aggregator()
    planned.start_aggregator()
    civil.connect()
    civil.hello()
    assert civil.expect("WELCOME")["boot"] != old_boot
    civil.send(notes(ITEM, 1), seq=3, boot=old_boot)
    assert civil.expect("NAK")["reason"] == "hello"
    assert civil.deliver(notes(ITEM, 1, start=3)) == {3: OK}
    planned.check_log()


def test_a_producer_that_slept_through_a_restart_is_told_to_say_hello(planned):
    civil = planned.client("civil")
    civil.deliver(notes(ITEM, 2))
    planned.stop_aggregator()
    planned.start_aggregator()
    assert civil.deliver(notes(ITEM, 2, start=3)) == {3: OK, 4: OK}
    planned.check_log()


def test_a_new_epoch_closes_the_old_one_for_ever(planned):
    old = planned.client("civil")
    old.deliver(notes(ITEM, 2))
    new = planned.client("civil")
    new.hello()
    assert new.expect("WELCOME")["hi"] == 0
    old.send(notes(ITEM, 1, start=3), seq=3)
    assert old.expect("NAK")["reason"] == "hello"
    old.hello()
    assert old.expect("NAK") == {"reason": "fenced", "seq": 0, "after_ms": 0}
    assert new.deliver(notes(ITEM, 2, start=3)) == {1: OK, 2: OK}
    planned.kill_aggregator()
    planned.start_aggregator()
    old.connect()
    old.hello()
    assert old.expect("NAK")["reason"] == "fenced"
    with pytest.raises(Stopped, match="fenced"):
        old.deliver(notes(ITEM, 1, start=9))
    new.connect()
    assert new.deliver(notes(ITEM, 1, start=5)) == {3: OK}
    assert logged(planned, old) == [(1, "OK"), (2, "OK")]


def test_an_outbox_that_went_back_behind_what_was_decided_is_stopped(planned):
    civil = planned.client("civil")
    civil.deliver(notes(ITEM, 3))
    copy = planned.client("civil", epoch=civil.epoch)
    copy.keep(notes(ITEM, 2))
    copy.hello()
    assert copy.expect("ERR")["code"] == "E_EPOCH_OLD"
    empty = planned.client("civil", epoch=civil.epoch)
    empty.hello()
    assert empty.expect("ERR")["code"] == "E_EPOCH_OLD"
    copy.keep(notes(ITEM, 1, start=3))
    copy.hello()
    assert copy.expect("WELCOME")["hi"] == 3


def test_an_outbox_that_no_longer_holds_what_was_decided_goes_on_after_it(planned):
    civil = planned.client("civil")
    civil.deliver(notes(ITEM, 3))
    later = planned.client("civil", epoch=civil.epoch, first_seq=4)
    assert later.deliver(notes(ITEM, 1, start=4)) == {4: OK}
    assert logged(planned, civil) == [(seq, "OK") for seq in range(1, 5)]


def test_a_producer_of_other_protocol_versions_is_stopped(open_office):
    control = open_office.client("control")
    for lowest, highest, is_welcome in ((2, 3, False), (0, 0, False), (0, 1, True), (1, 9, True)):
        control.hello(proto_min=lowest, proto_max=highest)
        name, fields = control.receive()
        assert (name, fields.get("code")) == (("WELCOME", None) if is_welcome else ("ERR", "E_VERSION"))


def test_a_bell_follows_a_commit(planned):
    bell, civil = planned.bell(), planned.client("civil")
    start = time.monotonic()
    heard = None
    while heard is None:
        assert time.monotonic() < start + 10
        civil.deliver(notes(ITEM, 1, start=civil.last + 1))
        heard = bell.receive(0.2)
    civil.deliver(notes(ITEM, 1, start=civil.last + 1))
    last = planned.log()[-1][0]
    while heard["lsn"] < last:
        heard = bell.receive()
        assert heard is not None
    assert heard == {"boot": civil.boot, "lsn": last}


def test_bells_come_at_most_twenty_times_a_second(planned):
    bell, civil = planned.bell(), planned.client("civil")
    civil.deliver(notes(ITEM, 1))
    heard, start = 0, time.monotonic()
    while time.monotonic() < start + 1.5:
        civil.deliver(notes(ITEM, 1, start=civil.last + 1))
        heard += bell.receive(0) is not None
    assert 2 <= heard <= 1.5 * 20 + 2


# --- Hostile bytes ------------------------------------------------------------------------------------------


def test_every_bad_frame_of_the_vectors_is_named_and_harms_nobody(planned):
    stranger = planned.client("civil")
    for expect, data, meaning in make_vectors.read("frames.tsv"):
        if expect.startswith("E_"):
            stranger.send_raw(data)
            reply = stranger.reply_or_close()
            assert reply == "closed" or (reply[0], reply[1]["code"]) == ("ERR", expect), (meaning, reply)
            if reply == "closed":
                stranger.connect()
    assert_is_served(planned)


def test_frames_that_only_an_aggregator_sends_harm_nobody(planned):
    stranger = welcomed(planned, "civil")
    for expect, data, _ in make_vectors.read("frames.tsv"):
        if expect.rstrip("+") in ("WELCOME", "ACK", "NAK", "ERR", "BELL"):
            stranger.send_raw(data)
    assert_is_served(planned)


def test_an_empty_message_is_named(planned):
    stranger = planned.client("civil")
    stranger.send_raw(b"")
    assert stranger.expect("ERR")["code"] == "E_DECODE"


def test_a_message_of_several_frames_is_refused(planned):
    stranger = planned.client("civil")
    hello = codec.pack_frame("HELLO", {**make_vectors.HELLO, "source": "civil"})
    for parts in ((hello, hello), (hello, b""), (b"", hello), (b"x",) * 100):
        stranger.send_raw(*parts)
        reply = stranger.reply_or_close()
        assert reply == "closed" or (reply[0], reply[1]["code"]) == ("ERR", "E_DECODE"), (len(parts), reply)
        if reply == "closed":
            stranger.connect()
    assert_is_served(planned)


def test_a_message_of_65536_bytes_is_read_and_a_longer_one_is_not(planned):
    stranger = planned.client("civil")
    hello = {**make_vectors.HELLO, "source": "civil", "first": 0, "last": 0, "answered": 0}
    stranger.send_raw(b"\x92\x01" + padded_to(65534, hello))
    stranger.expect("WELCOME")
    stranger.send_raw(b"\x92\x01" + padded_to(65535, hello))
    assert stranger.reply_or_close() == "closed"
    assert_is_served(planned)


def test_random_bytes_are_named_and_harm_nobody(planned, chance):
    stranger = planned.client("civil")
    for _ in range(1000):
        data = chance.randbytes(1000)
        stranger.send_raw(data)
        reply = stranger.reply_or_close()
        assert reply == "closed" or (reply[0], reply[1]["code"]) == ("ERR", "E_DECODE"), (data.hex(), reply)
        if reply == "closed":
            stranger.connect()
    assert_is_served(planned)


# --- A killed aggregator ------------------------------------------------------------------------------------


def test_a_killed_aggregator_loses_nothing_and_takes_nothing_twice(planned, chance):
    civil = planned.client("civil")
    for _ in range(20):
        civil.connect()
        civil.hello()
        civil.expect("WELCOME")
        civil.keep(notes(ITEM, chance.randint(1, 60), start=civil.last + 1))
        while civil.next <= civil.last and chance.random() < 0.9:
            end = min(civil.next + chance.randint(1, 8), civil.last + 1)
            civil.send([civil.outbox[seq] for seq in range(civil.next, end)], seq=civil.next)
            civil.next = end
            civil.receive(chance.uniform(0, 0.01))
        planned.kill_aggregator()
        planned.start_aggregator()
    civil.connect()
    civil.deliver()
    assert set(civil.answers.values()) == {OK} and len(civil.answers) == civil.last
    assert logged(planned, civil) == [(seq, "OK") for seq in range(1, civil.last + 1)]
    found = planned.rows("SELECT note FROM update_log WHERE source = 'civil' ORDER BY lsn")
    assert found == [(f"note {number}",) for number in range(1, civil.last + 1)]
    assert planned.rows("PRAGMA integrity_check") == [("ok",)]
    planned.check_log()
