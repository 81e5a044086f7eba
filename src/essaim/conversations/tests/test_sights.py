"""Who may see a thread no more is told nothing of it any more: not in the centre, by mail, on a device or in a digest."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from essaim.conversations.actions.moderation import hide_thread, move_thread, show_thread
from essaim.conversations.actions.posts import delete_post, edit_post
from essaim.conversations.actions.theming import arrange_theme
from essaim.conversations.sights import still_seen
from essaim.kernel import clock
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from .factories import awake, make_post, make_theme, make_thread
from .test_notifications import work

pytestmark = pytest.mark.django_db
Notification: Any = apps.get_model("notifications", "Notification")
Mail: Any = apps.get_model("notifications", "Mail")
mails = import_module("essaim.notifications.actions.mail")
unread_for_digest = import_module("essaim.notifications.actions.digest").unread_for_digest


@pytest.fixture
def boss() -> Member:
    return loaded(make_member("facilitator"))


def loaded(member: Member) -> Member:
    found = load_member(member.pk)
    assert found
    return found


class Told:
    """A reader who was told of an answer in their thread, and the audience that the thread goes to."""

    def __init__(self, boss: Member):
        self.reader, self.writer = awake(make_member(first_name="Inès", last_name="Robin")), make_member()
        self.audience = make_audience("rh", self.writer, boss)
        self.theme = make_theme("paie")
        self.thread = make_thread(boss, title="Le projet Lynx ?")
        self.post = make_post(loaded(self.writer), self.thread, "Une idée pour @ines.robin.")
        work()

    @property
    def notification(self) -> Any:
        return Notification.objects.get(recipient=self.reader)


@pytest.fixture
def told(boss: Member) -> Told:
    return Told(loaded(boss))


def goes_away(told: Told, boss: Member) -> None:
    boss = loaded(boss)
    arrange_theme(actor=boss, theme_id=told.theme.pk, name="Paie", restricted_to=[told.audience.pk])
    move_thread(actor=boss, thread_id=told.thread.pk, theme_id=told.theme.pk)


def test_the_centre_and_the_api_show_it_no_more(told: Told, boss: Member, client: Client) -> None:
    client.force_login(told.reader)
    assert "Lynx" in client.get("/notifications/").content.decode()
    goes_away(told, boss)
    assert "Lynx" not in client.get("/notifications/").content.decode()
    assert "Lynx" not in client.get("/api/v1/notifications").content.decode()
    reading = client.post(f"/api/v1/notifications/{told.notification.pk}/read", content_type="application/json")
    assert reading.status_code == 404


def test_a_mail_that_waits_or_is_written_does_not_leave(told: Told, boss: Member, mailoutbox: list) -> None:
    (mail,) = mails.gather(recipient_ids=[told.reader.pk])
    goes_away(told, boss)
    assert not mails.send(mail_id=mail.pk)
    assert mails.gather(recipient_ids=[told.reader.pk]) == []
    assert mailoutbox == []


def test_what_comes_back_is_mailed_after_all(told: Told, boss: Member, mailoutbox: list) -> None:
    (mail,) = mails.gather(recipient_ids=[told.reader.pk])
    hide_thread(actor=loaded(boss), thread_id=told.thread.pk, reason="Hors sujet.")
    assert not mails.send(mail_id=mail.pk)
    show_thread(actor=loaded(boss), thread_id=told.thread.pk)
    work()
    (mail,) = mails.gather(recipient_ids=[told.reader.pk])
    assert mails.send(mail_id=mail.pk)
    assert "Lynx" in mailoutbox[0].subject


def test_no_digest_says_it(told: Told, boss: Member) -> None:
    Notification.objects.update(delivery="digest")
    since = clock.now()
    assert len(unread_for_digest(told.reader, since)) == 1
    goes_away(told, boss)
    assert unread_for_digest(told.reader, since) == []
    assert told.notification.gone


def test_a_digest_that_is_written_says_what_its_reader_may_see(told: Told, boss: Member, mailoutbox: list) -> None:
    other = make_post(boss, make_thread(boss, title="Une autre ?"), "Rien.")
    items = [
        {"label": "", "title": title, "url": f"/conversations/posts/{id}/", "why": "", "meta": "", "deck": "Une idée"}
        for title, id in (("Lynx", told.post.pk), ("Autre", other.pk))
    ]
    now = clock.now()
    mail = Mail.objects.create(
        recipient=told.reader, delivery="digest", items=items, created_at=now, next_try_at=now, message_id="<a@b>", urgent=True
    )
    goes_away(told, boss)
    assert mails.send(mail_id=mail.pk)
    assert "Autre" in mailoutbox[0].body and "Lynx" not in mailoutbox[0].body


def test_a_digest_that_waits_says_what_the_post_says_now_and_nothing_of_a_deleted_one(told: Told) -> None:
    item = {
        "label": "",
        "title": "Lynx",
        "url": f"/conversations/posts/{told.post.pk}/",
        "why": "",
        "meta": "",
        "deck": "Une idée",
    }
    now = clock.now()
    Mail.objects.create(
        recipient=told.reader, delivery="digest", items=[item], created_at=now, next_try_at=now, message_id="<a@b>"
    )
    edit_post(actor=loaded(told.writer), post_id=told.post.pk, source="Autre chose.", language="fr")
    work()
    assert Mail.objects.get().items[0]["deck"] == "Autre chose."
    delete_post(actor=loaded(told.writer), post_id=told.post.pk)
    work()
    assert Mail.objects.get().items == []


def test_new_words_are_not_written_for_who_may_not_see_them(told: Told, boss: Member) -> None:
    goes_away(told, boss)
    edit_post(actor=loaded(told.writer), post_id=told.post.pk, source="Un secret.", language="fr")
    work()
    assert "secret" not in told.notification.excerpt and told.notification.gone


def test_who_leaves_an_audience_is_told_no_more(boss: Member) -> None:
    reader = make_member()
    audience = make_audience("rh", reader, boss)
    thread = make_thread(loaded(reader), restricted_to=[audience.pk])
    make_post(loaded(boss), thread)
    work()
    url = Notification.objects.get(recipient=reader).url
    assert still_seen({(reader.pk, url)})
    audience.memberships.filter(member=reader).delete()
    assert not still_seen({(reader.pk, url)})
    assert mails.gather(recipient_ids=[reader.pk]) == []


def test_a_hidden_thread_is_told_to_nobody_gathered_or_not_and_is_unread_when_it_comes_back(
    told: Told, boss: Member, client: Client
) -> None:
    make_post(loaded(told.writer), told.thread, "Encore une, @ines.robin.")
    work()
    assert len(told.notification.entry_ids) == 2
    hide_thread(actor=loaded(boss), thread_id=told.thread.pk, reason="Hors sujet.")
    work()
    assert told.notification.gone and told.notification.read_at is None
    assert mails.gather(recipient_ids=[told.reader.pk]) == []
    client.force_login(told.reader)
    assert "Lynx" not in client.get("/notifications/").content.decode()
    show_thread(actor=loaded(boss), thread_id=told.thread.pk)
    work()
    assert not told.notification.gone and told.notification.read_at is None
    assert "Encore une" in told.notification.excerpt


def test_what_is_new_in_a_thread_is_told_though_something_else_is_gone(told: Told) -> None:
    delete_post(actor=loaded(told.writer), post_id=told.post.pk)
    work()
    make_post(loaded(told.writer), told.thread, "Mieux dit, @ines.robin.")
    work()
    told_now = Notification.objects.get(recipient=told.reader, gone=False)
    assert "Mieux dit" in told_now.excerpt and told_now.beside == 0
