"""A mail that came in is kept as it came, read again until it is closed, and erased with whomever it names."""

import json
import random
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from tests.replies.letters import Letter
from tests.replies.web_programs import gmail

from essaim.conversations.actions.writing import PER_PACE
from essaim.conversations.models import Post
from essaim.notifications.inbound import reading, receiving, refusals
from essaim.notifications.models import ReceivedMail
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import answer, arrive, awake, make_post, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_domain")]


@pytest.fixture
def asker() -> Member:
    return awake(make_member(first_name="Claire", last_name="Marchand", email="claire.marchand@brindel.example"))


def test_a_writer_faster_than_people_waits_and_loses_nothing(asker: Member) -> None:
    post, mail = told(asker)
    for _ in range(PER_PACE - 1):
        make_post(asker, post.thread)
    row = arrive(answer(asker, mail.reply_to[0]), mail.reply_to[0])
    assert row.state == "waiting" and row.attempts == 2 and outbox.outbox == []
    Post.objects.filter(author=asker).update(created_at="2020-01-01T00:00Z")
    reading.read(mail_id=row.pk)
    assert Post.objects.filter(parent=post).count() == 1


def test_what_cannot_be_read_is_tried_for_a_day_then_told(asker: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    _post, mail = told(asker)

    def broken(*_args: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "read_reply", broken)
    row = receiving.write_down(raw=answer(asker, mail.reply_to[0]).as_bytes(), recipient=mail.reply_to[0], envelope_sender=None)
    for _ in range(reading.ATTEMPTS):
        reading.read(mail_id=row.pk)
    refusals.answer(mail_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("failed", "failed") and len(outbox.outbox) == 1
    assert bytes(row.raw)


def test_a_mail_whose_worker_was_lost_is_read_again(asker: Member) -> None:
    _post, mail = told(asker)
    row = receiving.write_down(raw=answer(asker, mail.reply_to[0]).as_bytes(), recipient=mail.reply_to[0], envelope_sender=None)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    ReceivedMail.objects.update(next_try_at="2020-01-01T00:00Z")
    reading.tick()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'notifications.read_mail'")
        assert [json.loads(str(args).replace("'", '"')) for (args,) in cursor.fetchall()] == [{"mail_id": row.pk}]


def test_damaged_mails_are_kept_and_closed(asker: Member) -> None:
    """Whatever a mail became on its way: nothing falls, and every byte of it stays."""
    _post, mail = told(asker)
    to, chance = mail.reply_to[0], random.Random(20250603)
    whole = gmail(Letter(("Par question.",), sender_address=to))
    for number in range(25):
        place, length = chance.randrange(len(whole)), chance.randrange(1, 60)
        raw = whole[:place] + chance.randbytes(length) + whole[place + length :]
        raw = raw.replace(b"Message-ID: <", f"Message-ID: <{number}".encode())
        row = receiving.write_down(raw=raw, recipient=to, envelope_sender=asker.email)
        reading.read(mail_id=row.pk)
        row.refresh_from_db()
        assert row.state in ("posted", "refused", "dropped"), (number, row.state, row.reason)
        assert bytes(row.raw) == raw


def test_erasure_takes_their_mails_and_those_that_name_them(asker: Member) -> None:
    from essaim.privacy.api import Leaver, Traces
    from essaim.privacy.holdings import holdings

    samia = make_member(first_name="Samia", last_name="Belkacem", email="samia.belkacem@brindel.example")
    _post, mail = told(asker, by=samia)
    to = mail.reply_to[0]
    arrive(answer(asker, to, "Merci Samia Belkacem."), to)
    arrive(answer(asker, to, "Merci.", message_id="<2@x>"), to)
    holding = holdings["notifications.received"]
    parts = list(holding.export(asker.pk, None))
    assert len(parts[0].rows) == len(parts[0].files) == 2
    traces = Traces(samia.pk, samia.first_name, samia.last_name, (samia.email or "",))
    assert holding.forget(Leaver(samia.pk, traces, keeps_texts=True)) == 1
    traces = Traces(asker.pk, asker.first_name, asker.last_name, (asker.email or "",))
    assert holding.forget(Leaver(asker.pk, traces, keeps_texts=True)) == 1
    assert not ReceivedMail.objects.exists()
