"""Mails: when they leave, what they say, and that they leave once."""

import re
from datetime import time

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from essaim.notifications.actions import mail as actions
from essaim.notifications.actions.mail import tick
from essaim.notifications.actions.prefer import Choice, prefer, stop_mails
from essaim.notifications.actions.read import mark_all_read
from essaim.notifications.models import Delivery, Mail, MailState, Notification, Schedule
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import KIND, STRONG, URGENT, Clock, run_jobs, tell

pytestmark = pytest.mark.django_db
NO_QUIET = {"quiet_from": time(8), "quiet_until": time(8), "quiet_weekends": False, "quiet_holidays": False}


def test_in_quiet_hours_nothing_leaves_and_all_leaves_once_afterwards(now: Clock, mailoutbox: list) -> None:
    member = make_member()
    for number, wall in enumerate(["2026-11-27 19:01", "2026-11-28 10:00", "2026-11-29 23:59"]):
        now.set(wall)
        tell(member, entry_id=number, title=f"Nouvelle {number}")
        tick()
        run_jobs()
    assert mailoutbox == []
    now.set("2026-11-30 08:00")
    tick()
    run_jobs()
    tick()
    run_jobs()
    (message,) = mailoutbox
    assert [f"Nouvelle {n}" in message.body for n in range(3)] == [True, True, True]
    assert not Notification.objects.exclude(mail_state=MailState.SENT).exists()


@pytest.mark.parametrize(
    ("evening", "within", "after"),
    [
        ("2026-03-28 22:00", "2026-03-29 07:59", "2026-03-29 08:00"),
        ("2026-10-24 22:00", "2026-10-25 07:59", "2026-10-25 08:00"),
    ],
)
def test_nights_with_a_change_of_hour(now: Clock, mailoutbox: list, evening: str, within: str, after: str) -> None:
    member = make_member()
    Schedule.objects.create(member=member, own=True, quiet_weekends=False)
    now.set(evening)
    tell(member)
    now.set(within)
    run_jobs()
    assert mailoutbox == []
    now.set(after)
    run_jobs()
    assert len(mailoutbox) == 1


def test_a_send_that_slips_into_quiet_hours_waits(now: Clock, mailoutbox: list) -> None:
    member = make_member()
    now.set("2026-11-24 18:59")
    tell(member)
    (mail,) = actions.gather(recipient_ids=[member.pk])
    now.set("2026-11-24 19:05")
    assert actions.send(mail_id=mail.pk) is False
    assert mailoutbox == []
    now.set("2026-11-25 08:00")
    run_jobs()
    assert len(mailoutbox) == 1


def test_what_was_read_in_between_is_not_mailed(now: Clock, mailoutbox: list) -> None:
    member = make_member()
    tell(member)
    mark_all_read(actor=member)
    run_jobs()
    tell(member, entry_id=2)
    actions.gather(recipient_ids=[member.pk])
    mark_all_read(actor=member)
    run_jobs()
    assert mailoutbox == []
    assert set(Notification.objects.order_by("pk").values_list("mail_state", flat=True)) == {MailState.SKIPPED}


def test_what_a_stronger_event_raises_while_its_mail_leaves_is_mailed_again(
    now: Clock, mailoutbox: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = make_member()
    tell(member, topic="thread:1")
    run_jobs("notifications.gather-mails")
    send = EmailBackend.send_messages

    def meanwhile(backend: EmailBackend, messages: list) -> int:
        if not mailoutbox:
            tell(member, entry_id=2, kind=STRONG, title="Samia vous nomme", topic="thread:1")
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", meanwhile)
    run_jobs()
    assert [message.subject for message in mailoutbox] == ["Samia vous répond", "Samia vous nomme"]


def test_who_left_gets_no_mail(now: Clock, mailoutbox: list) -> None:
    member = make_member()
    tell(member)
    Member.objects.filter(pk=member.pk).update(is_active=False)
    run_jobs()
    assert mailoutbox == []


def test_a_mail_is_written_for_its_reader(now: Clock, mailoutbox: list, settings) -> None:
    settings.BASE_URL = "https://essaim.example"
    member = make_member(first_name="Zoé", language="fr")
    tell(member, title='Samia vous répond dans "Tiroirs"', excerpt="Bien vu !", url="/test/threads/1/#post-2")
    run_jobs()
    (message,) = mailoutbox
    (html,) = [content for content, kind in message.alternatives if kind == "text/html"]
    assert message.subject == "Samia vous répond dans «\u202fTiroirs\u202f»"
    assert "Bonjour Zoé," in message.body and "https://essaim.example/test/threads/1/#post-2" in message.body
    assert 'lang="fr"' in html and "Bien vu\u202f!" in html
    notification = Notification.objects.get()
    assert message.extra_headers["Message-ID"] == actions.message_id([notification])
    assert re.fullmatch(r"<notifications\.\d+\.[0-9a-f]{20}@essaim\.example>", message.extra_headers["Message-ID"])
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # Nothing is loaded, and no address is a detour.
    assert "<img" not in html and "url(" not in html
    links = set(re.findall(r'href="([^"]+)"', html))
    assert all(link.startswith("https://essaim.example/") and "?" not in link for link in links)


def test_an_english_reader_gets_english(now: Clock, mailoutbox: list) -> None:
    member = make_member(first_name="Zoe", language="en")
    tell(member, title="One")
    tell(member, entry_id=2, title="Two")
    run_jobs()
    (message,) = mailoutbox
    assert "Hello Zoe," in message.body
    assert message.subject == "2 new things for you in Essaim"


def test_leaving_takes_one_click_without_signing_in(now: Clock, mailoutbox: list, client: Client, settings) -> None:
    member = make_member()
    tell(member)
    run_jobs()
    address = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.BASE_URL)
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(address)
    assert page.status_code == 200 and "On me répond" in page.content.decode()
    tell(member, entry_id=2)
    run_jobs()
    assert len(mailoutbox) == 2  # looking is not leaving
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    tell(member, entry_id=3)
    run_jobs()
    assert len(mailoutbox) == 2
    assert strict.post(address[:-3] + "xx/").status_code == 404


def test_a_new_choice_holds_for_what_waits(now: Clock, mailoutbox: list) -> None:
    first, second = make_member(), make_member()
    now.set("2026-11-24 22:00")
    tell(first, second)
    stop_mails(member_id=first.pk, kinds=[KIND])
    prefer(actor=second, choices={KIND: Choice(mail=Delivery.IMMEDIATE)}, schedule={"own": True} | NO_QUIET)
    run_jobs()
    assert [message.to for message in mailoutbox] == [[second.email]]


def test_a_mail_server_that_says_no_is_asked_again_then_given_up(now: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    member = make_member()
    Schedule.objects.create(member=member, own=True, **NO_QUIET)

    def refuse(*_args: object, **_options: object) -> None:
        raise ConnectionRefusedError("no")

    monkeypatch.setattr(django_mail.EmailMessage, "send", refuse)
    tell(member)
    run_jobs()
    mail = Mail.objects.get()
    assert mail.attempts == 1 and mail.closed_at is None
    for _ in range(20):
        now.moment += actions.LONGEST
        tick()
        run_jobs()
    mail.refresh_from_db()
    assert mail.attempts == actions.ATTEMPTS and mail.closed_at is not None
    assert Notification.objects.get().mail_state == MailState.FAILED


def test_a_gathering_that_was_lost_is_done_again(now: Clock, mailoutbox: list) -> None:
    from django.db import connection

    tell(make_member())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    now.set("2026-11-24 11:11")
    tick()
    run_jobs()
    assert len(mailoutbox) == 1


def test_account_security_waits_for_no_morning_and_is_mailed_even_when_read(now: Clock, mailoutbox: list) -> None:
    member = make_member()
    now.set("2026-11-28 23:00")
    tell(member)
    tell(member, entry_id=2, kind=URGENT, title="Vos clés d'accès ont changé")
    # Somebody who took the account over reads it first.
    mark_all_read(actor=member)
    run_jobs()
    (message,) = mailoutbox
    assert message.subject == "Vos clés d’accès ont changé"
    assert "List-Unsubscribe" not in message.extra_headers
    stop_mails(member_id=member.pk, kinds=[URGENT])
    tell(member, entry_id=3, kind=URGENT)
    run_jobs()
    assert len(mailoutbox) == 2, "nobody turns it off"


def test_who_protects_their_account_otherwise_is_told_in_the_night(now: Clock, mailoutbox: list) -> None:
    from essaim.journal.api import record
    from essaim.journal.models import Entry
    from essaim.journal.tasks import consume
    from essaim.people.events import MemberChanged

    member = make_member()
    now.set("2026-11-28 23:00")
    for changed in (["language"], ["passkeys"]):
        record(MemberChanged(actor_id=member.pk, subject_id=member.pk, changed=changed))
    for entry in Entry.objects.order_by("pk"):
        consume(entry_id=entry.pk, consumer="notifications.consumers.protection_changed")
    run_jobs()
    (message,) = mailoutbox
    assert message.subject == "Vos clés d’accès viennent de changer."
    assert "déconnectez vos navigateurs" in message.body and "/people/account/security/" in message.body


def test_only_kinds_of_account_security_may_be_urgent() -> None:
    from essaim.notifications.kinds import Kind

    with pytest.raises(ValueError, match="account security"):
        Kind("conversations.alarm", "Vite", urgent=True)
