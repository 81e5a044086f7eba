"""Answers by mail of which there is no post: who sent them is told why, once, or nobody is told anything."""

from typing import Any

import pytest
from django.apps import apps
from django.core import mail as outbox

from essaim.conversations.models import Post
from essaim.notifications.api import drop_waiting_mails
from essaim.notifications.inbound import receiving, refusals
from essaim.notifications.models import ReceivedMail
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from .factories import MAIL_DOMAIN, address_for, answer, arrive, awake, make_thread, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_domain")]


@pytest.fixture
def asker() -> Member:
    return awake(make_member(first_name="Claire", last_name="Marchand", email="claire.marchand@brindel.example"))


def test_quiet_hours_hold_for_a_refusal_but_not_for_a_forged_answer(asker: Member) -> None:
    _post, mail = told(asker)
    to = mail.reply_to[0]
    apps.get_model("notifications", "Schedule").objects.update(quiet_from="00:00", quiet_until="23:59:59.999999")
    arrive(answer(asker, to, "> x"), to)
    assert outbox.outbox == []
    forged = answer(asker, to, message_id="<2@x>", Authentication_Results="mx.brindel.example; spf=fail; dmarc=fail")
    arrive(forged, to)
    assert len(outbox.outbox) == 1
    apps.get_model("notifications", "Schedule").objects.update(quiet_until="00:00")
    refusals.answer(mail_id=ReceivedMail.objects.get(reason="empty").pk)
    assert len(outbox.outbox) == 2


def test_a_restored_copy_sends_no_refusal_that_was_held(asker: Member) -> None:
    _post, mail = told(asker)
    to = mail.reply_to[0]
    apps.get_model("notifications", "Schedule").objects.update(quiet_from="00:00", quiet_until="23:59:59.999999")
    arrive(answer(asker, to, "> x"), to)
    drop_waiting_mails()
    apps.get_model("notifications", "Schedule").objects.update(quiet_until="00:00")
    assert not refusals.answer(mail_id=ReceivedMail.objects.get(reason="empty").pk) and outbox.outbox == []


@pytest.mark.parametrize(
    "change", [lambda a: a.replace("reply+", "reply+b"), lambda a: a.replace("@", "a@"), lambda a: "reply@" + MAIL_DOMAIN]
)
def test_an_address_that_we_did_not_sign(asker: Member, change: Any) -> None:
    post, _mail = told(asker)
    with pytest.raises(Exception, match="no such address"):
        receiving.write_down(raw=b"\r\n", recipient=change(address_for(asker, post)), envelope_sender=None)


def test_somebody_else_s_address_is_refused_and_told_once(asker: Member) -> None:
    post, mail = told(asker)
    to = mail.reply_to[0]
    for number in range(3):
        stranger = answer(asker, to, sender="Eve <eve@example.org>", message_id=f"<{number}@x.example>")
        row = arrive(stranger, to, "eve@example.org")
        assert (row.state, row.reason) == ("refused", "sender")
    assert Post.objects.filter(parent=post).count() == 0
    (told_once,) = outbox.outbox
    assert told_once.to == ["eve@example.org"]
    assert asker.email not in told_once.body and "Par question" not in told_once.body
    assert told_once.extra_headers["Auto-Submitted"] == "auto-replied"


def test_a_forged_sender_is_not_written_to(asker: Member) -> None:
    post, mail = told(asker)
    to = mail.reply_to[0]
    arrive(answer(asker, to, sender="Eve <eve@example.org>"), to, "other@example.org")
    arrive(answer(asker, to, sender="Eve <eve@example.org>", message_id="<2@x.example>"), to, None)
    assert outbox.outbox == []
    row = arrive(
        answer(asker, to, message_id="<3@x>", Authentication_Results="mx.brindel.example; spf=fail; dmarc=fail"), to, None
    )
    assert (row.state, row.reason) == ("refused", "forged")
    assert Post.objects.filter(parent=post).count() == 0


@pytest.mark.parametrize(
    ("headers", "envelope", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, "x", "auto-submitted"),
        ({"subject": "Absence du bureau : Re: Tiroirs"}, "x", "absence"),
        ({"subject": "Réponse automatique : Tiroirs"}, "x", "absence"),
        ({"Precedence": "bulk"}, "x", "list"),
        ({"List_Id": "<tous.brindel.example>"}, "x", "list"),
        ({"X_Autoreply": "yes"}, "x", "auto-submitted"),
        ({}, "", "bounce"),
        ({"sender": "MAILER-DAEMON@brindel.example"}, "x", "machine"),
        ({"sender": f"reply+abc@{MAIL_DOMAIN}"}, "x", "loop"),
        ({"sender": "Essaim <essaim@127.0.0.1>"}, "x", "loop"),
    ],
)
def test_what_nobody_wrote_is_dropped_without_a_word(asker: Member, headers: dict[str, str], envelope: str, why: str) -> None:
    post, mail = told(asker)
    row = arrive(answer(asker, mail.reply_to[0], **headers), mail.reply_to[0], envelope)
    assert (row.state, row.reason) == ("dropped", why)
    assert Post.objects.filter(parent=post).count() == 0 and outbox.outbox == []


def test_who_left_answers_nothing(asker: Member) -> None:
    _post, mail = told(asker)
    Member.objects.filter(pk=asker.pk).update(is_active=False)
    row = arrive(answer(asker, mail.reply_to[0]), mail.reply_to[0], asker.email)
    assert (row.state, row.reason) == ("dropped", "left") and outbox.outbox == []


def test_a_thread_that_is_no_longer_theirs(asker: Member) -> None:
    audience = make_audience("reserve", asker)
    insider = load_member(asker.pk)
    assert insider
    thread = make_thread(insider, restricted_to=[audience.pk])
    other = make_member()
    audience.memberships.get_or_create(member=other)
    post, mail = told(insider, thread, by=load_member(other.pk))
    audience.memberships.filter(member=asker).delete()
    row = arrive(answer(asker, mail.reply_to[0]), mail.reply_to[0], asker.email)
    assert (row.state, row.reason) == ("refused", "gone")
    assert Post.objects.filter(parent=post).count() == 0
    (message,) = outbox.outbox
    assert message.to == [asker.email] and "Par question." in message.body and "Rien n’a été publié" in message.body


def test_nothing_but_the_quotation_is_told(asker: Member) -> None:
    post, mail = told(asker)
    to = mail.reply_to[0]
    row = arrive(answer(asker, to, f"\n\nLe 3 juin 2025 à 14:02, Essaim <{to}> a écrit :\n> Bonjour\n"), to)
    assert (row.state, row.reason) == ("refused", "empty")
    assert len(outbox.outbox) == 1 and Post.objects.filter(parent=post).count() == 0


def test_too_long_says_how_long_and_gives_it_back(asker: Member) -> None:
    _post, mail = told(asker)
    row = arrive(answer(asker, mail.reply_to[0], "mot " * 3000), mail.reply_to[0])
    assert (row.state, row.reason) == ("refused", "too-long")
    assert "mot mot" in outbox.outbox[0].body


def test_one_address_has_its_pace(asker: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    _post, mail = told(asker)
    monkeypatch.setattr(receiving, "PER_PACE", 2)
    for number in range(2):
        arrive(answer(asker, mail.reply_to[0], message_id=f"<{number}@x>"), mail.reply_to[0])
    with pytest.raises(Exception, match="too many"):
        arrive(answer(asker, mail.reply_to[0], message_id="<3@x>"), mail.reply_to[0])


def test_what_was_forged_is_not_passed_on(asker: Member) -> None:
    _post, mail = told(asker)
    arrive(
        answer(asker, mail.reply_to[0], "Cliquez ici.", Authentication_Results="mx; dmarc=fail"),
        mail.reply_to[0],
        "eve@x.example",
    )
    (message,) = outbox.outbox
    assert message.to == [asker.email] and "Cliquez" not in message.body


def test_an_english_member_is_refused_in_english(asker: Member) -> None:
    _post, mail = told(asker)
    Member.objects.filter(pk=asker.pk).update(language="en")
    arrive(answer(asker, mail.reply_to[0], "> x"), mail.reply_to[0])
    assert outbox.outbox[0].subject == "Your reply was not published"
