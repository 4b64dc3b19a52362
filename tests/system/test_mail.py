# SPDX-License-Identifier: MIT
"""Mail as it leaves: its bytes, read back by Python's parser; the channels; what is known after a crash."""

import email
import email.policy
import os
import pathlib
import re
import signal
import socket
import sqlite3
import subprocess

import pytest

import smtp_server
from office import PROGRAMS

MAILER = PROGRAMS / "mailer"
RUN_S = 60.0
KEY, TO = "alert.20221010.wang", "wang@szlh.gov.cn"
BYTES = b"From: duban@localhost\r\nTo: wang@szlh.gov.cn\r\nMessage-ID: <alert.20221010.wang@localhost>\r\n\r\n5LiA\r\n"
EIGHT, A_MINUTE_LATER, NEXT_DAY = "2022-10-10T08:00:00+08:00", "2022-10-10T08:01:00+08:00", "2022-10-11T08:00:00+08:00"
OK, DATA = 0, 65

CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7f, 0xa0)]))
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CORPUS = [
    "", " ", "x", "超期", "第190期督办日报（10月10日）", "a\r\nBcc: evil@example.org", "a\nb", "a\rb", "a\r\n\r\nb", "\r\n", "\n.\n",
    ".\r\n", "..", "a\r\n.\r\nMAIL FROM:<x@y>", "nul \0 in it", CONTROLS, TURNING, "a\u202egnp.exe", "a\u2028b\u2029c", "\ufeffbom",
    "=?utf-8?q?=0D=0ABcc:_a@b?=", "=?UTF-8?B?6LaF5pyf?=", "a =?utf-8?Q?b?= =?utf-8?Q?c?= d", "=?", "?=", "=3D=\r\n", "a=20b",
    "From a", ">From", "--=_boundary", "Content-Type: text/html", "<script>alert(1)</script>", "<b>&amp;</b>",
    "🚧" * 40, "𠀀𠮷" * 30, "é" * 77, "e\u0301" * 40, "a" + "督" * 25, "ab" + "督" * 25, "长" * 1000, "x" * 1300, "x " * 500,
    " leading", "trailing ", "\ttab\t", "a  b   c", "x" * 37 + "🚧" + "y" * 37, "x" * 38 + "🚧", "x" * 39 + "🚧", "\u200b\u200d", "🏳️‍🌈",
    "ＡＢＣ", "￥％", "مرحبا", "שלום", "\ufffd", "\ud7ff\ue000\uffff", "\U0010ffff", "%s%n%d", "$(id)", "`id`", "'; DROP TABLE message; --",
]


def run(*arguments, folder, status=OK, **environment):
    """Runs the test program; returns its output as bytes."""
    result = subprocess.run([MAILER, *map(str, arguments)], cwd=folder, capture_output=True, timeout=RUN_S, check=False,
                            stdin=subprocess.DEVNULL, env={**os.environ, **environment})
    assert result.returncode == status, result
    return result.stdout


@pytest.fixture(name="folder")
def fixture_folder(tmp_path):
    """An office without a configuration, with a mail that could be sent."""
    (tmp_path / "mail.eml").write_bytes(BYTES)
    return tmp_path


# --- The bytes ----------------------------------------------------------------------------------------------


def build(folder, status=OK, **fields):
    """The mail of these fields."""
    fields = {"from": "duban@localhost", "to": TO, "host": "localhost", "key": KEY, "date": EIGHT, "subject": "s", "text": "t",
              "html": "", "references": ""} | fields
    for name, value in fields.items():
        (folder / name).write_bytes(value.encode("utf-8"))
    return run("build", folder, folder=folder, status=status)


def as_subject(text):
    """What a subject may keep of a text."""
    return re.sub(f"[{re.escape(CONTROLS + TURNING)}\u2028\u2029]", "\ufffd", re.sub("[\r\n\t]", " ", text))


def as_body(text):
    """What a body may keep of a text."""
    return re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "\ufffd", re.sub("\r\n|\r|\n", "\r\n", text))


def content(part):
    """A body as it travelled."""
    return part.get_payload(decode=True).decode("utf-8")


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_what_was_said_is_what_a_parser_reads(folder, text):
    fields = {"subject": text, "text": text, "html": f"<p>{text}</p>", "references": "item.LH-1"}
    raw = build(folder, **fields)
    assert raw == build(folder, **fields), "the same mail twice"
    assert all(len(line) <= 76 and b"\r" not in line and b"\n" not in line for line in raw.removesuffix(b"\r\n").split(b"\r\n"))
    assert raw.isascii() and b"\0" not in raw and b"\r\n." not in raw

    mail = email.message_from_bytes(raw, policy=email.policy.SMTP)
    assert mail.keys() == ["From", "To", "Subject", "Date", "Message-ID", "References", "Auto-Submitted", "MIME-Version", "Content-Type"]
    assert mail["Subject"] == as_subject(text)
    assert mail["To"] == TO and mail["Message-ID"] == f"<{KEY}@localhost>" and mail["References"] == "<item.LH-1@localhost>"
    assert mail["Date"].datetime.isoformat() == EIGHT
    assert not mail.defects and not any(value.defects for value in mail.values())
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    plain, html = mail.iter_parts()
    assert content(plain) == as_body(text) and content(html) == as_body(f"<p>{text}</p>")


def test_an_older_parser_reads_the_same(folder):
    text = "".join(CORPUS[:30])
    mail = email.message_from_bytes(build(folder, subject=text, text=text))
    decoded = email.header.make_header(email.header.decode_header(mail["Subject"]))
    assert str(decoded) == as_subject(text)
    assert content(mail) == as_body(text)


@pytest.mark.parametrize("field", ["from", "to", "host", "key", "references"])
def test_a_name_that_is_not_plain_makes_no_mail(folder, field):
    good = {"from": "a@b", "to": "a@b", "host": "b", "key": "k", "references": "k"}[field]
    for bad in ("\r\nBcc: c@d", "\n", "\0", " ", "\u202e", ">", "<", ",c@d", "督"):
        assert build(folder, status=DATA, **{field: good + bad}) == b""


# --- Into a folder ------------------------------------------------------------------------------------------


def configure(office, **keys):
    """Writes duban.yaml with this section `mail`."""
    lines = [f"  {key}: {value}\n" for key, value in keys.items()]
    (office / "duban.yaml").write_text("mail:\n" + "".join(lines), encoding="utf-8")


def send(folder, key=KEY, to=TO, **environment):
    """Sends the folder's mail; returns outcome, whether it is the channel's, code and text."""
    printed = run("send", folder, key, to, folder / "mail.eml", folder=folder, **environment).decode("utf-8")
    assert printed.count("\n") == 1, printed
    outcome, is_channel, code, text = printed.rstrip("\n").split(" ", 3)
    return outcome, is_channel == "channel", int(code), text


def test_a_mail_becomes_a_file_once(folder):
    assert send(folder) == ("sent", False, 0, "")
    file = folder / "mail" / f"{KEY}.eml"
    first = file.stat()
    assert file.read_bytes() == BYTES and first.st_mode & 0o777 == 0o600
    assert send(folder) == ("sent", False, 0, "")
    assert file.stat().st_ino == first.st_ino, "it was written again"
    (folder / "mail.eml").write_bytes(BYTES.replace(b"5LiA", b"5LiB"))
    assert send(folder)[0] == "dead"
    (folder / "mail.eml").write_bytes(BYTES + b"\r\n")
    assert send(folder)[0] == "dead"
    assert file.read_bytes() == BYTES and os.listdir(folder / "mail") == [file.name]


@pytest.mark.parametrize("key, to", [("../up", TO), ("a/b", TO), (KEY, "a@b\nRCPT TO:<c@d>"), (KEY, "a@-b c"), (KEY, "a")])
def test_names_that_are_not_plain_go_nowhere(folder, key, to):
    assert send(folder, key, to)[0] == "dead"
    assert sorted(os.listdir(folder)) == ["mail.eml"]


def test_a_folder_that_cannot_be_written_holds_the_channel(folder):
    (folder / "mail").write_text("in the way")
    outcome, is_channel, _, text = send(folder)
    assert (outcome, is_channel) == ("hold", True) and "mail" in text
    configure(folder, folder="no/such")
    assert send(folder)[:2] == ("hold", True)


# --- To a server --------------------------------------------------------------------------------------------


def point_to(folder, server, **keys):
    """Lets the folder's office send to this server, with short waits."""
    configure(folder, **({"channel": "smtp", "server": smtp_server.HOST, "port": server.port, "tls": "off", "host": "office.example",
                          "timeout": "20s", "final_timeout": "20s"} | keys))


def test_a_mail_arrives_byte_by_byte(folder):
    raw = build(folder, subject="超期", text=".\r\n..\r\n" * 200, html="<p>.</p>")
    (folder / "mail.eml").write_bytes(raw)
    (folder / ".netrc").write_text(f"machine {smtp_server.HOST} login a password b\n")
    with smtp_server.Server() as server:
        point_to(folder, server)
        nowhere = "http://127.0.0.1:1"
        assert send(folder, HOME=str(folder), all_proxy=nowhere, smtp_proxy=nowhere) == ("sent", False, 250, "after the mail: 250 kept")
        assert server.got == [("duban@localhost", [TO], raw)]
        assert server.names == ["office.example"]
        assert server.stages == ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT", "QUIT"]


BEFORE, ONE, ALL = "GREETING EHLO MAIL".split(), "RCPT DATA DOT".split(), "GREETING EHLO MAIL RCPT DATA DOT".split()


@pytest.mark.parametrize("stage", ALL)
def test_a_refusal_for_now_is_tried_again(folder, stage):
    script = {stage: "451-4.3.0 wait\r\n451 4.3.0 a while"} | ({"HELO": "451 wait"} if stage == "EHLO" else {})
    with smtp_server.Server(script) as server:
        point_to(folder, server)
        outcome, is_channel, code, text = send(folder)
        assert (outcome, is_channel, code) == ("retry", stage in BEFORE, 451), text
        assert "451" in text


@pytest.mark.parametrize("stage", ALL)
def test_a_refusal_for_good_kills_the_delivery_or_holds_the_channel(folder, stage):
    script = {stage: "550 5.1.1 no \x1b[31msuch\x07 thing"} | ({"HELO": "550 no"} if stage == "EHLO" else {})
    with smtp_server.Server(script) as server:
        point_to(folder, server)
        outcome, is_channel, code, text = send(folder)
        assert (outcome, is_channel, code) == (("hold", True, 550) if stage in BEFORE else ("dead", False, 550)), text
        assert "550" in text and text.isprintable()


@pytest.mark.parametrize("stage", ALL)
def test_a_server_that_goes_backs_the_channel_off(folder, stage):
    script = {stage: "421 4.3.2 going down close"} | ({"HELO": "421 going down close"} if stage == "EHLO" else {})
    with smtp_server.Server(script) as server:
        point_to(folder, server)
        outcome, is_channel, _, text = send(folder)
        assert (outcome, is_channel) == ("retry", True), text


@pytest.mark.parametrize("stage", ALL)
def test_a_lost_line_is_unknown_after_the_dot_and_tried_again_before(folder, stage):
    with smtp_server.Server({stage: "close"}) as server:
        point_to(folder, server)
        outcome, is_channel, code, text = send(folder)
        assert (outcome, is_channel, code) == (("unknown", False, 0) if stage == "DOT" else ("retry", stage in BEFORE, 0)), text
        assert len(server.got) == (stage == "DOT")


@pytest.mark.parametrize("stage", ["GREETING", "RCPT", "DATA", "DOT"])
def test_a_server_that_says_nothing_is_left_in_time(folder, stage):
    with smtp_server.Server({stage: "hang"}) as server:
        is_last = stage == "DOT"
        point_to(folder, server, **{"final_timeout" if is_last else "timeout": "1s"})
        outcome, is_channel, code, text = send(folder)
        assert (outcome, is_channel, code) == (("unknown", False, 0) if is_last else ("retry", stage in BEFORE, 0)), text
        assert "no answer in time" in text


def test_a_line_that_is_lost_inside_of_the_mail_is_tried_again(folder):
    (folder / "mail.eml").write_bytes(b"Subject: x\r\n\r\n" + b"QUJD\r\n" * 4_000_000)
    with smtp_server.Server({"DATA": "354 go on close"}) as server:
        point_to(folder, server)
        outcome, is_channel, _, text = send(folder)
        assert (outcome, is_channel) == ("retry", False), text


@pytest.mark.parametrize("answer, outcome", [("250 ok", "sent"), ("251 too", "sent"), ("250-a\r\n250 b", "sent"), ("354 what", "unknown"),
                                             ("552 too large", "dead"), ("452 full", "retry"), ("hello", "unknown")])
def test_what_is_answered_to_the_dot_decides(folder, answer, outcome):
    with smtp_server.Server({"DOT": answer + " close"}) as server:
        point_to(folder, server)
        assert send(folder)[0] == outcome


def test_a_parting_that_fails_takes_nothing_back(folder):
    for action in ("close", "hang", "550 stay"):
        with smtp_server.Server({"QUIT": action}) as server:
            point_to(folder, server, timeout="1s")
            assert send(folder)[0] == "sent", action


def test_a_long_answer_is_cut(folder):
    lines = "\r\n".join(f"550-{'督'.encode().decode('latin-1')}{'x' * 300}" for _ in range(20)) + "\r\n550 end"
    with smtp_server.Server({"RCPT": lines.encode("ascii", "replace").decode()}) as server:
        point_to(folder, server)
        outcome, _, code, text = send(folder)
        assert (outcome, code) == ("dead", 550) and 400 < len(text.encode()) <= 512


def test_nobody_there_is_tried_again(folder):
    with socket.socket() as reserved:
        reserved.bind((smtp_server.HOST, 0))
        configure(folder, channel="smtp", server=smtp_server.HOST, port=reserved.getsockname()[1], tls="off")
        assert send(folder)[:3] == ("retry", True, 0)
    configure(folder, channel="smtp", server="nowhere.invalid", tls="off")
    assert send(folder)[:3] == ("retry", True, 0)


# --- TLS and passwords --------------------------------------------------------------------------------------

PASSWORD = "correct horse 督"


@pytest.fixture(name="certified", scope="module")
def fixture_certified(tmp_path_factory):
    """A certificate's path and a server's context."""
    return smtp_server.make_certificate(tmp_path_factory.mktemp("tls"))


def write_password(folder, password=PASSWORD, mode=0o600):
    """Writes the file that holds the password; returns the keys that name it."""
    file = folder / "password"
    file.write_bytes(password.encode("utf-8") + b"\n")
    file.chmod(mode)
    return {"user": "duban", "password_file": "password"}


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_password_travels_inside_tls(folder, certified, tls):
    certificate, context = certified
    with smtp_server.Server(tls=context, is_tls_at_once=tls == "tls", passwords={b"duban": PASSWORD.encode()}) as server:
        keys = {"tls": tls, "ca_file": certificate, **write_password(folder)}
        point_to(folder, server, **keys)
        assert send(folder)[0] == "sent"
        assert "AUTH" in server.stages and len(server.got) == 1
        write_password(folder, "wrong")
        outcome, is_channel, code, text = send(folder)
        assert (outcome, is_channel, code) == ("hold", True, 535) and "wrong" not in text, text
        server.script["AUTH"] = "454 later"
        assert send(folder)[:3] == ("retry", True, 454)


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_holds_the_channel(folder, certified, tls):
    with smtp_server.Server(tls=certified[1], is_tls_at_once=tls == "tls") as server:
        point_to(folder, server, tls=tls)
        outcome, is_channel, _, text = send(folder)
        assert (outcome, is_channel) == ("hold", True) and "certificate" in text
        assert server.got == []


def test_a_server_without_tls_gets_nothing(folder):
    with smtp_server.Server(passwords={}) as server:
        point_to(folder, server, tls="starttls", **write_password(folder))
        assert send(folder)[:2] == ("hold", True)
        assert "AUTH" not in server.stages and "MAIL" not in server.stages


@pytest.mark.parametrize("password, mode", [("", 0o600), (PASSWORD, 0o640), (PASSWORD, 0o604), ("x" * 2000, 0o600)])
def test_a_password_that_is_none_or_open_to_others_is_not_used(folder, certified, password, mode):
    with smtp_server.Server(tls=certified[1]) as server:
        point_to(folder, server, tls="starttls", ca_file=certified[0], **write_password(folder, password, mode))
        outcome, is_channel, _, text = send(folder)
        assert (outcome, is_channel) == ("hold", True) and "password" in text
        assert server.stages == []


# --- The ledger and a crash ---------------------------------------------------------------------------------


def rows(folder):
    """(state, attempt, n_unknown, last_code) of each delivery."""
    reader = sqlite3.connect(f"file:{folder / 'mail.db'}?mode=ro", uri=True)
    try:
        return reader.execute("SELECT state, attempt, n_unknown, last_code FROM delivery ORDER BY key, recipient").fetchall()
    finally:
        reader.close()


def plan(folder, key=KEY, to=TO, at=EIGHT):
    """Plans the folder's mail."""
    run("plan", folder, key, to, folder / "mail.eml", at, folder=folder)


def step(folder, at):
    """Sends what is due; returns (state, outcome) of each delivery that was tried."""
    return [tuple(line.split(" ")[:2]) for line in run("step", folder, at, folder=folder).decode("utf-8").splitlines()]


def kill_at(folder, server, stage):
    """Lets a sender come to a stage, and kills it there."""
    process = subprocess.Popen([MAILER, "step", folder, EIGHT], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        server.wait_for(stage)
    finally:
        process.send_signal(signal.SIGKILL)
        assert process.wait(RUN_S) == -signal.SIGKILL


@pytest.mark.parametrize("stage", [*ALL, "QUIT"])
def test_a_sender_that_was_killed_sends_the_same_again(folder, stage):
    with smtp_server.Server({stage: "hang"}) as server:
        point_to(folder, server)
        plan(folder)
        kill_at(folder, server, stage)
        assert rows(folder) == [("sending", 1, 0, None)]
        plan(folder)
        assert rows(folder) == [("unknown", 1, 1, None)]
        assert step(folder, EIGHT) == [], "not before its time"
        server.script.clear()
        assert step(folder, A_MINUTE_LATER) == [("sent", "sent")]
        assert rows(folder) == [("sent", 2, 1, 250)]
        assert step(folder, NEXT_DAY) == []
        assert [raw for _, _, raw in server.got] == [BYTES] * (2 if stage in ("DOT", "QUIT") else 1)


def test_each_recipient_fares_alone(folder):
    with smtp_server.Server() as server:
        point_to(folder, server)
        for name in ("a", "b", "c"):
            plan(folder, key=f"k.{name}", to=f"{name}@x")
        assert step(folder, EIGHT) == [("sent", "sent")] * 3
        assert [recipients for _, recipients, _ in server.got] == [["a@x"], ["b@x"], ["c@x"]]


def test_a_fault_of_the_channel_stops_it_and_costs_no_attempt(folder):
    with smtp_server.Server({"MAIL": "530 log in first"}) as server:
        point_to(folder, server)
        plan(folder, key="k.a")
        plan(folder, key="k.b")
        assert step(folder, EIGHT) == [("queued", "hold")]
        assert rows(folder) == [("queued", 0, 0, 530), ("queued", 0, 0, None)]
        server.script.clear()
        assert step(folder, EIGHT) == [("sent", "sent")] * 2


def test_a_server_that_goes_makes_the_others_wait(folder):
    with smtp_server.Server({"RCPT": "421 going down close"}) as server:
        point_to(folder, server)
        plan(folder, key="k.a")
        plan(folder, key="k.b")
        assert step(folder, EIGHT) == [("retry", "retry")]
        assert rows(folder) == [("retry", 1, 0, 421), ("queued", 0, 0, None)]


def test_an_answer_that_was_lost_is_told_and_the_mail_goes_again(folder):
    with smtp_server.Server({"DOT": "close"}) as server:
        point_to(folder, server)
        plan(folder)
        result = subprocess.run([MAILER, "step", folder, EIGHT], capture_output=True, text=True, timeout=RUN_S, check=True)
        assert f"mail {KEY} may or may not have reached {TO}" in result.stderr
        assert rows(folder) == [("unknown", 1, 1, 0)]
        server.script.clear()
        assert step(folder, A_MINUTE_LATER) == [("sent", "sent")]
        assert [raw for _, _, raw in server.got] == [BYTES, BYTES]


def test_a_refused_recipient_is_given_up_and_told(folder):
    with smtp_server.Server({"RCPT": "550 nobody of that name"}) as server:
        point_to(folder, server)
        plan(folder)
        result = subprocess.run([MAILER, "step", folder, EIGHT], capture_output=True, text=True, timeout=RUN_S, check=True)
        assert result.stderr == (f"mail {KEY} did not reach {TO} and is not tried again: RCPT: 550 nobody of that name;"
                                 " check the address and the server\n")
        assert rows(folder) == [("dead", 1, 0, 550)]
        assert step(folder, NEXT_DAY) == [] and len(server.stages) == server.stages.index("RCPT") + 2
