"""A mail that leaves by a real server, its answer that comes to ours: SMTP, LMTP, a Maildir, and what they refuse."""

import json
import os
import re
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from aiosmtpd.controller import Controller
from django.apps import apps
from django.db import connection, transaction
from tests.replies.desk_programs import outlook
from tests.replies.letters import Letter
from tests.replies.web_programs import gmail
from tests.servers import database
from tests.site import free_port

from essaim.conversations.models import Post
from essaim.people.tests.factories import make_member

from .factories import make_post, make_thread
from .test_notifications import work

pytestmark = pytest.mark.django_db(transaction=True)
SOURCE = Path(__file__).resolve().parents[3]
DOMAIN = "reponses.brindel.example"
SECRET = "for-tests-only-" + "z" * 40
ReceivedMail: Any = apps.get_model("notifications", "ReceivedMail")
Notification: Any = apps.get_model("notifications", "Notification")
actions, reading, addresses = (
    import_module(f"essaim.notifications.{name}") for name in ("actions.mail", "inbound.reading", "inbound.addresses")
)


@pytest.fixture(autouse=True)
def _open(settings: Any) -> Iterator[None]:
    settings.MAIL_DOMAIN, settings.SECRET_KEY = DOMAIN, SECRET
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def _here() -> str:
    parameters = connection.get_connection_params()
    host = quote(str(parameters.get("host") or "localhost"), safe="")
    return f"postgresql://{parameters.get('user', '')}@{host}/{parameters['dbname']}"


@contextmanager
def receiving(*words: str, url: str = "") -> Iterator["subprocess.Popen[str]"]:
    """``bin/essaim mail WORDS`` on the test's database, until the block ends."""
    environment = {
        **os.environ, "DATABASE_URL": url or _here(), "ESSAIM_SECRET_KEY": SECRET, "ESSAIM_MAIL_DOMAIN": DOMAIN,
        "DJANGO_SETTINGS_MODULE": "essaim.config.settings.base", "PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "essaim.config.cli", "mail", *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith(("SMTP", "LMTP", "Maildir")), line + process.stdout.read()
        yield process
    finally:
        process.terminate()
        process.wait(30)


class Letters:
    """The mail server of the organisation: keeps what we send."""

    def __init__(self) -> None:
        self.got: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def letters(settings: Any) -> Iterator[Letters]:
    kept, port = Letters(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield kept
    finally:
        controller.stop()


def _work_jobs() -> None:
    """What a worker does with the mails that are due."""
    tasks = import_module("essaim.notifications.tasks")
    known = {"notifications.read_mail": tasks.read_mail, "notifications.answer_mail": tasks.answer_mail}
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, task_name, args FROM procrastinate_jobs WHERE task_name = ANY(%s) ORDER BY id", [list(known)]
            )
            jobs = cursor.fetchall()
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [[job[0] for job in jobs]])
        if not jobs:
            return
        for _id, name, args in jobs:
            known[name](**(json.loads(args) if isinstance(args, str) else args))


def _told(letters: Letters, asker: Any, other: Any) -> tuple[Post, Any]:
    """Somebody answers the asker, and the mail leaves by the organisation's server."""
    post = make_post(other, make_thread(asker), "On a rangé par saison. Et chez vous ?")
    apps.get_model("notifications", "Schedule").objects.get_or_create(
        member=asker,
        defaults={
            "own": True,
            "quiet_from": "08:00",
            "quiet_until": "08:00",
            "quiet_weekends": False,
            "quiet_holidays": False,
        },
    )
    with transaction.atomic():
        work()
    (mail,) = actions.gather(recipient_ids=[asker.pk])
    assert mail and actions.send(mail_id=mail.pk)
    return post, letters.got[-1]


def test_a_mail_goes_out_and_its_answer_is_in_the_thread_once(letters: Letters) -> None:
    asker, other = make_member(first_name="Claire", email="claire@brindel.example"), make_member(first_name="Samia")
    smtp, lmtp = free_port(), free_port()
    with receiving("--smtp", f"127.0.0.1:{smtp}", "--lmtp", f"127.0.0.1:{lmtp}") as process:
        assert process.stdout and process.stdout.readline()
        for number, program in enumerate((gmail, outlook)):
            post, mail = _told(letters, asker, other)
            to = str(mail["Reply-To"])
            assert re.fullmatch(rf"reply\+[a-z2-7]+@{re.escape(DOMAIN)}", to)
            written = (f"Par question {number}.", "Cela prend une matinée.")
            letter = Letter(
                written, ("Cordialement,\nClaire",), name="Claire Marchand", address="claire@brindel.example", sender_address=to
            )
            raw = program(letter).replace(b"Message-ID: <", f"Message-ID: <{number}".encode())
            for _time in range(3):
                with smtplib.SMTP("127.0.0.1", smtp, timeout=20) as sending:
                    sending.sendmail("claire@brindel.example", [to], raw)
            with smtplib.LMTP("127.0.0.1", lmtp) as handing:
                handing.sendmail("claire@brindel.example", [to], raw)
            assert ReceivedMail.objects.filter(closed_at=None).count() == 1
            _work_jobs()
            (reply,) = Post.objects.filter(author=asker, parent=post)
            assert reply.source == "\n\n".join(written)
        assert len(letters.got) == 2  # nobody was written to about any of it


@pytest.mark.full
def test_a_refused_answer_comes_back_by_the_real_server(letters: Letters) -> None:
    asker, other = make_member(first_name="Claire", email="claire@brindel.example"), make_member()
    port = free_port()
    with receiving("--smtp", f"127.0.0.1:{port}"):
        post, mail = _told(letters, asker, other)
        to = str(mail["Reply-To"])
        raw = f"From: eve@example.org\r\nTo: {to}\r\nMessage-ID: <1@x.example>\r\nSubject: Re\r\n\r\nBonjour".encode()
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as sending:
            sending.sendmail("eve@example.org", [to], raw)
        _work_jobs()
        assert not Post.objects.filter(parent=post).exists()
        back = letters.got[-1]
        assert (
            back["To"] == "eve@example.org"
            and back["In-Reply-To"] == "<1@x.example>"
            and back["Auto-Submitted"] == "auto-replied"
        )
        # Its own machine answers that, and nobody is told again.
        echo = f"From: eve@example.org\r\nTo: {to}\r\nAuto-Submitted: auto-replied\r\n\r\nAbsente".encode()
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as sending:
            sending.sendmail("", [to], echo)
        _work_jobs()
        assert letters.got[-1] is back


def test_what_the_server_does_not_take() -> None:
    asker = make_member()
    to = addresses.reply_address(addresses.Answerable(asker.pk, "p", 1))
    port = free_port()
    with receiving("--smtp", f"127.0.0.1:{port}"), smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
        client.ehlo()
        client.mail("a@b.example")
        for wrong in (
            "postmaster@elsewhere.example",
            f"info@{DOMAIN}",
            f"reply+{'a' * 26}@{DOMAIN}",
            to.replace("reply+", "reply+a"),
        ):
            assert client.rcpt(wrong)[0] == 550
        assert client.rcpt(to)[0] == 250
        assert client.rcpt(to)[0] == 452
        assert client.data(b"x" * 100 + b"\r\n" + (b"y" * 70 + b"\r\n") * 300_000)[0] == 552
        # Rubbish is kept: it may be somebody's.
        client.mail("a@b.example")
        client.rcpt(to)
        assert client.data(b"Content-Type: multipart/mixed; boundary=\xff\x00\r\n\r\n--\xff\r\n\x80\x81")[0] == 250
    _work_jobs()
    assert ReceivedMail.objects.get().state != "waiting"


@pytest.mark.full
def test_told_to_stop_it_ends_what_was_begun() -> None:
    asker = make_member()
    to = addresses.reply_address(addresses.Answerable(asker.pk, "p", 1))
    port = free_port()
    with receiving("--smtp", f"127.0.0.1:{port}") as process:
        idle, busy = smtplib.SMTP("127.0.0.1", port, timeout=30), smtplib.SMTP("127.0.0.1", port, timeout=30)
        idle.ehlo()
        busy.ehlo()
        busy.mail(asker.email or "")
        busy.rcpt(to)
        process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert busy.data(b"Message-ID: <1@x>\r\n\r\nBonjour")[0] == 250
        assert process.wait(30) == 0
        with pytest.raises(OSError, match="refused"):
            smtplib.SMTP("127.0.0.1", port, timeout=5)
    assert ReceivedMail.objects.count() == 1


@pytest.mark.full
def test_without_its_database_it_asks_to_try_again() -> None:
    to = addresses.reply_address(addresses.Answerable(1, "p", 1))
    port = free_port()
    with database(migrated=True) as url, receiving("--smtp", f"127.0.0.1:{port}", url=url):
        with psycopg.connect(url, autocommit=True) as there:
            there.execute("ALTER TABLE notifications_receivedmail RENAME TO gone")
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
            client.ehlo()
            client.mail("a@b.example")
            client.rcpt(to)
            assert client.data(b"Message-ID: <1@x>\r\n\r\nBonjour")[0] == 451
        with psycopg.connect(url, autocommit=True) as there:
            there.execute("ALTER TABLE gone RENAME TO notifications_receivedmail")
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
            client.sendmail("a@b.example", [to], b"Message-ID: <1@x>\r\n\r\nBonjour")
        with psycopg.connect(url) as there:
            assert there.execute("SELECT count(*) FROM notifications_receivedmail").fetchone() == (1,)


@pytest.mark.full
def test_a_maildir_is_emptied(tmp_path: Path) -> None:
    asker = make_member()
    to = addresses.reply_address(addresses.Answerable(asker.pk, "p", 1))
    new = tmp_path / "new"
    new.mkdir()
    (new / "1.eml").write_bytes(
        f"Delivered-To: {to}\r\nReturn-Path: <{asker.email}>\r\nMessage-ID: <1@x>\r\n\r\nBonjour".encode()
    )
    (new / "2.eml").write_bytes(b"To: nobody@example.org\r\n\r\nBonjour")
    with receiving("--maildir", str(tmp_path)):
        deadline = time.monotonic() + 30
        while any(new.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.2)
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == ["1.eml:2,S", "2.eml:2,ST"]
    row = ReceivedMail.objects.get()
    assert (row.recipient, row.envelope_sender) == (to, asker.email)
