"""Announcements reach those whom they are for, on home and by mail, and leave when they are read."""

import datetime
import re
import uuid

import pytest
from django.test import Client

from essaim.announcements import indexing, queries
from essaim.announcements.actions.editing import ChangedMeanwhile, save_announcement, withdraw_announcement
from essaim.announcements.actions.publishing import publish_announcement, publish_due
from essaim.announcements.actions.reading import put_away
from essaim.announcements.models import Announcement, Seen
from essaim.announcements.suggestions import SUGGESTIONS
from essaim.announcements.tasks import retract
from essaim.journal.models import Entry
from essaim.journal.tasks import consume
from essaim.kernel import clock, together
from essaim.kernel.suggestions import Suggestion
from essaim.notifications.actions import crowd
from essaim.notifications.api import tell_crowd
from essaim.notifications.models import Delivery, MailState, Notification, Preference
from essaim.notifications.tests.factories import run_jobs
from essaim.people.models import Member
from essaim.people.tests.factories import make_audience, make_member
from essaim.search.actions.index import index_documents
from essaim.search.queries import search

from .factories import inside, make_announcement, make_draft, make_words, typed

pytestmark = pytest.mark.django_db


def suggestions_for(member: Member) -> list[Suggestion]:
    (found,) = together.ask(member, SUGGESTIONS)
    return list(found)


def deliver(announcement: Announcement) -> None:
    """What the worker does with the batches, one after the other."""
    entry = Entry.objects.get(type="announcements.announcement-published", subject_id=announcement.pk)
    tell_crowd(crowd="announcements.announcement", entry_id=entry.pk, subject_id=announcement.pk)
    run_jobs("notifications.tell-batch")


def test_home_shows_it_to_its_audience_with_a_why_until_it_is_opened(client: Client, facilitator: Member) -> None:
    reader, other = inside("lyon"), inside("lille")
    audience = make_audience("lyon")
    announcement = make_announcement(facilitator, restricted_to=[audience.pk])
    assert not suggestions_for(other)
    (suggestion,) = suggestions_for(reader)
    assert suggestion.title == announcement.title and "Lyon" in suggestion.why
    client.force_login(reader)
    assert announcement.title in client.get("/").content.decode()
    page = client.get(f"/announcements/{announcement.pk}/")
    assert "<strong>lundi</strong>" in page.content.decode()
    assert not suggestions_for(reader)
    client.force_login(other)
    assert client.get(f"/announcements/{announcement.pk}/").status_code == 404


def test_it_can_be_put_away_from_home_without_reading(client: Client, facilitator: Member) -> None:
    reader = inside()
    announcement = make_announcement(facilitator)
    client.force_login(reader)
    address = re.search(r'action="(/announcements/away/\d+/)"', client.get("/").content.decode())
    assert address and client.post(address[1]).status_code == 302
    assert not suggestions_for(reader) and not Seen.objects.get(member=reader).opened
    put_away(actor=reader, announcement_id=announcement.pk)
    assert Seen.objects.count() == 1


def test_it_leaves_home_after_its_day(facilitator: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = inside()
    make_announcement(facilitator, home_until=clock.now() + datetime.timedelta(hours=1))
    assert suggestions_for(reader)
    later = clock.now() + datetime.timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert not suggestions_for(reader)


def test_mail_goes_through_the_preferences_of_each_and_once(facilitator: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "BATCH", 3)
    readers = [inside() for _ in range(7)]
    Preference.objects.create(member=readers[0], kind="announcements.announcement", delivery=Delivery.NONE)
    announcement = make_announcement(facilitator, by_mail=True)
    deliver(announcement)
    deliver(announcement)
    told = Notification.objects.filter(kind="announcements.announcement").order_by("recipient_id")
    assert [one.recipient_id for one in told] == sorted(reader.pk for reader in readers)
    states = {one.recipient_id: one.mail_state for one in told}
    assert states.pop(readers[0].pk) == MailState.NONE
    assert set(states.values()) == {MailState.WAITING}
    assert all(one.title == f"Annonce\u00a0: {announcement.title}" for one in told)


def test_only_its_audience_is_notified(facilitator: Member) -> None:
    reader, _other = inside("lyon"), inside("lille")
    announcement = make_announcement(facilitator, by_mail=True, restricted_to=[make_audience("lyon").pk])
    deliver(announcement)
    assert [one.recipient_id for one in Notification.objects.order_by("pk")] == [reader.pk]


def test_who_leaves_its_audience_or_is_late_for_it_is_told_nothing_of_it(facilitator: Member) -> None:
    inside, outside = make_member(), make_member()
    audience = make_audience("lyon", inside)
    announcement = make_announcement(facilitator, by_mail=True, restricted_to=[audience.pk])
    page = f"/announcements/{announcement.pk}/"
    pairs = {(inside.pk, page), (outside.pk, page), (outside.pk, "/announcements/")}
    assert set(queries.still_seen(pairs)) == {(inside.pk, page), (outside.pk, "/announcements/")}
    audience.memberships.all().delete()
    assert queries.still_seen({(inside.pk, page)}) == []
    everybody = make_announcement(facilitator, by_mail=True)
    page = f"/announcements/{everybody.pk}/"
    assert queries.still_seen({(outside.pk, page)}) == [(outside.pk, page)]
    withdraw_announcement(actor=facilitator, announcement_id=everybody.pk)
    assert queries.still_seen({(outside.pk, page)}) == []


def test_publishing_has_the_first_batch_delivered_by_the_worker(facilitator: Member) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    announcement = make_announcement(facilitator, by_mail=True)
    entry = Entry.objects.get(type="announcements.announcement-published")
    consume(entry_id=entry.pk, consumer="announcements.notifications.begin_delivery")
    jobs = ProcrastinateJob.objects.filter(task_name="notifications.tell-batch").order_by("pk")
    given = {"crowd": "announcements.announcement", "after": 0, "entry_id": entry.pk, "subject_id": announcement.pk}
    assert [job.args for job in jobs] == [given]


def test_without_mail_nobody_is_notified(facilitator: Member) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    make_announcement(facilitator)
    entry = Entry.objects.get(type="announcements.announcement-published")
    consume(entry_id=entry.pk, consumer="announcements.notifications.begin_delivery")
    assert not ProcrastinateJob.objects.filter(task_name="notifications.tell-batch").exists()


def test_a_scheduled_one_comes_out_at_its_hour_and_not_before(facilitator: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = inside()
    hour = clock.now() + datetime.timedelta(hours=3)
    announcement = make_announcement(facilitator, publish_at=hour)
    assert announcement.state == Announcement.State.SCHEDULED
    assert publish_due() == 0 and not suggestions_for(reader)
    monkeypatch.setattr(clock, "now", lambda: hour + datetime.timedelta(seconds=20))
    assert publish_due() == 1 and publish_due() == 0
    assert suggestions_for(reader)
    assert Entry.objects.filter(type="announcements.announcement-published").count() == 1


def test_withdrawing_takes_it_from_home_search_and_waiting_mails(client: Client, facilitator: Member) -> None:
    reader = inside()
    announcement = make_announcement(facilitator, by_mail=True)
    deliver(announcement)
    assert index_documents(kind=indexing.KIND, ids=[announcement.pk]) == 1
    assert search(reader, announcement.title).results
    withdraw_announcement(actor=facilitator, announcement_id=announcement.pk)
    withdraw_announcement(actor=facilitator, announcement_id=announcement.pk)
    assert not search(reader, announcement.title).results
    retract(announcement_id=announcement.pk, after=0)
    assert not suggestions_for(reader) and not Notification.objects.exists()
    assert not list(indexing.load([announcement.pk]))
    client.force_login(reader)
    page = client.get(f"/announcements/{announcement.pk}/").content.decode()
    assert "Annonce retirée" in page and announcement.title not in page
    assert crowd.tell_batch(crowd="announcements.announcement", entry_id=1, subject_id=announcement.pk, after=0) == 0


def test_the_same_form_sent_twice_writes_once(facilitator: Member) -> None:
    key, words = uuid.uuid4(), make_words()
    first = save_announcement(actor=facilitator, key=key, words=words)
    assert save_announcement(actor=facilitator, key=key, words=words).pk == first.pk
    publish_announcement(actor=facilitator, announcement_id=first.pk)
    publish_announcement(actor=facilitator, announcement_id=first.pk)
    assert Entry.objects.filter(type="announcements.announcement-published").count() == 1


def test_who_saves_an_older_version_is_told_and_nothing_is_overwritten(client: Client, facilitator: Member) -> None:
    draft = make_draft(facilitator)
    save_announcement(actor=facilitator, key=draft.key, version=1, words=make_words(title="La seconde"))
    with pytest.raises(ChangedMeanwhile):
        save_announcement(actor=facilitator, key=draft.key, version=1, words=make_words(title="La troisième"))
    client.force_login(facilitator)
    response = client.post(f"/announcements/editor/{draft.pk}/", typed(draft, title="La mienne", version=1))
    page = response.content.decode()
    assert response.status_code == 422 and "La mienne" in page and "La seconde" in page
    assert 'name="version" value="2"' in page
    assert Announcement.objects.get(pk=draft.pk).title == "La seconde"
