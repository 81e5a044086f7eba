"""Announcements reach those whom they are for, on home and by mail, and leave when they are read."""

import datetime
import itertools
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from essaim.announcements import indexing, queries
from essaim.announcements.actions.counting import count_seen
from essaim.announcements.actions.editing import ChangedMeanwhile, discard_draft, save_announcement, withdraw_announcement
from essaim.announcements.actions.publishing import publish_announcement, publish_due
from essaim.announcements.actions.reading import put_away
from essaim.announcements.models import Announcement, Seen
from essaim.announcements.suggestions import SUGGESTIONS
from essaim.announcements.tasks import retract
from essaim.journal.models import Entry
from essaim.journal.tasks import consume
from essaim.kernel import clock, together
from essaim.kernel.errors import Refused
from essaim.kernel.suggestions import Suggestion
from essaim.notifications.actions import crowd
from essaim.notifications.api import tell_crowd
from essaim.notifications.models import Delivery, MailState, Notification, Preference
from essaim.notifications.tests.factories import run_jobs
from essaim.people.actions.audiences import create_audience
from essaim.people.actions.roles import grant_role
from essaim.people.models import Member, Role
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member
from essaim.search.actions.index import index_documents
from essaim.search.queries import search

from .factories import make_announcement, make_draft, make_words

pytestmark = pytest.mark.django_db


def suggestions_for(member: Member) -> list[Suggestion]:
    (found,) = together.ask(member, SUGGESTIONS)
    return list(found)


@pytest.fixture
def facilitator() -> Member:
    return make_member("facilitator")


def inside(*names: str) -> Member:
    """A member of these audiences."""
    member = make_member()
    for name in names:
        make_audience(name, member)
    return load_member(member.pk) or member


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


def typed(announcement: Announcement | None = None, **fields: Any) -> dict[str, Any]:
    day = (timezone.localdate() + datetime.timedelta(days=7)).isoformat()
    return {
        "key": announcement.key if announcement else uuid.uuid4(), "version": 0, "title": "Lundi", "source": "On **commence**.",
        "to": "everybody", "home_until": day, "act": "draft",
    } | fields  # fmt: skip


def test_the_editor_counts_before_it_sends(client: Client, facilitator: Member) -> None:
    inside(), make_member(email=None, employee_number="B1")
    client.force_login(facilitator)
    page = client.post("/announcements/editor/new/", typed(act="preview", by_mail="on")).content.decode().replace("\u202f", " ")
    assert "Elle va à 3 personnes." in page and "1 n'a pas d'adresse" in page.replace("’", "'")
    assert "<strong>commence</strong>" in page and not Announcement.objects.exists()
    client.post("/announcements/editor/new/", typed(act="publish"))
    assert Announcement.objects.get().state == Announcement.State.PUBLISHED


def test_an_audience_of_stated_objectives_is_not_counted_exactly(client: Client, facilitator: Member) -> None:
    audience = create_audience(actor=None, name="Écoute", rule={"objective_theme": [1]})
    client.force_login(facilitator)
    page = client.post(
        "/announcements/editor/new/", typed(act="preview", to="audiences", audiences=[audience.pk])
    ).content.decode()
    assert "Trop peu de personnes" in page


def test_nobody_writes_to_everybody_by_forgetting(client: Client, facilitator: Member) -> None:
    client.force_login(facilitator)
    for fields in ({"to": ""}, {"to": "audiences"}, {"publish_at": "2020-01-01T10:00"}, {"title": " "}, {"source": "  "}):
        response = client.post("/announcements/editor/new/", typed(act="publish", **fields))
        assert response.status_code == 422, fields
    assert not Announcement.objects.exists()


def test_what_is_out_keeps_its_audience(facilitator: Member) -> None:
    audience = make_audience("lyon")
    announcement = make_announcement(facilitator, restricted_to=[audience.pk])
    words = make_words(title="Corrigée", by_mail=True)
    changed = save_announcement(actor=facilitator, key=announcement.key, version=announcement.version, words=words)
    assert changed.title == "Corrigée" and changed.restricted_to == [audience.pk] and not changed.by_mail
    with pytest.raises(Refused):
        discard_draft(actor=facilitator, announcement_id=announcement.pk)


def test_figures_are_of_five_people_or_more_and_rows_go_when_home_forgets(
    facilitator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [inside("quatre") for _ in range(4)]
    many = [inside("vingt") for _ in range(20)]
    small = make_announcement(facilitator, restricted_to=[make_audience("quatre").pk])
    large = make_announcement(facilitator, restricted_to=[make_audience("vingt").pk])
    for reader in few:
        put_away(actor=reader, announcement_id=small.pk, opened=True)
    for reader in many[:15]:
        put_away(actor=reader, announcement_id=large.pk, opened=True)
    count_seen()
    assert Announcement.objects.get(pk=small.pk).shown_seen is None
    shown = Announcement.objects.get(pk=large.pk).shown_seen
    assert shown and shown["value"] % 5 == 0 and abs(shown["value"] - 15) < 5
    later = clock.now() + datetime.timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    count_seen()
    assert not Seen.objects.exists()
    assert Announcement.objects.get(pk=large.pk).shown_seen == shown


def test_a_reader_more_or_less_does_not_read_in_the_figure(facilitator: Member) -> None:
    """The figure does not move with one reader but at a point that nobody knows, and never by anything but five."""
    readers = [inside("vingt") for _ in range(20)]
    announcement = make_announcement(facilitator, restricted_to=[make_audience("vingt").pk])
    figures = []
    for reader in readers:
        put_away(actor=reader, announcement_id=announcement.pk, opened=True)
        count_seen()
        shown = Announcement.objects.get(pk=announcement.pk).shown_seen
        assert shown
        figures.append(shown["value"])
    steps = {after - before for before, after in itertools.pairwise(figures)}
    assert steps == {0, 5} and len(set(figures)) <= 5


def test_no_figure_of_an_audience_of_stated_objectives(facilitator: Member) -> None:
    audience = create_audience(actor=None, name="Écoute", rule={"objective_theme": [1]})
    readers = [make_member() for _ in range(10)]
    make_audience(audience.slug, *readers)
    announcement = make_announcement(facilitator, restricted_to=[audience.pk])
    for reader in readers:
        put_away(actor=load_member(reader.pk) or reader, announcement_id=announcement.pk, opened=True)
    count_seen()
    assert Announcement.objects.get(pk=announcement.pk).shown_seen is None


def test_the_pages_cost_few_queries(client: Client, facilitator: Member, django_assert_max_num_queries: Any) -> None:
    announcements = [make_announcement(facilitator) for _ in range(25)]
    client.force_login(inside())
    with django_assert_max_num_queries(5):
        page = client.get("/announcements/").content.decode()
    following = re.search(r'href="(\?before=[^"]+)" rel="next"', page)
    assert following
    assert announcements[0].title in client.get("/announcements/" + following[1].replace("&amp;", "&")).content.decode()
    client.get(f"/announcements/{announcements[0].pk}/")
    with django_assert_max_num_queries(6):
        client.get(f"/announcements/{announcements[0].pk}/")


def test_who_runs_one_audience_writes_to_that_one_alone(client: Client, facilitator: Member) -> None:
    lyon, lille = make_audience("lyon"), make_audience("lille")
    writer = make_member()
    grant_role(actor=None, member=writer, role=Role.FACILITATOR, audience=lyon)
    client.force_login(writer)
    other = make_announcement(facilitator, restricted_to=[lille.pk])
    assert client.get(f"/announcements/editor/{other.pk}/").status_code == 404
    page = client.get("/announcements/editor/new/").content.decode()
    assert "Lyon" in page and "Lille" not in page and 'value="everybody"' not in page
    assert client.post("/announcements/editor/new/", typed(act="publish")).status_code == 422
    assert client.post("/announcements/editor/new/", typed(to="audiences", audiences=[lille.pk])).status_code == 422
    assert (
        client.post("/announcements/editor/new/", typed(to="audiences", audiences=[lyon.pk], act="publish")).status_code == 302
    )
    with pytest.raises(Refused):
        save_announcement(actor=load_member(writer.pk) or writer, key=uuid.uuid4(), words=make_words())


def test_who_runs_one_audience_takes_no_announcement_for_everybody_nor_another_audience_s(
    client: Client, facilitator: Member
) -> None:
    lyon, lille = make_audience("lyon"), make_audience("lille")
    writer = make_member()
    grant_role(actor=None, member=writer, role=Role.FACILITATOR, audience=lyon)
    writer = load_member(writer.pk) or writer
    own = make_draft(writer, restricted_to=[lyon.pk])
    client.force_login(writer)
    for other in (make_draft(facilitator), make_draft(facilitator, restricted_to=[lille.pk])):
        for version in (0, other.version):
            with pytest.raises(Refused):
                save_announcement(actor=writer, key=other.key, version=version, words=make_words(restricted_to=[lyon.pk]))
        for act in (publish_announcement, withdraw_announcement):
            with pytest.raises(Announcement.DoesNotExist):
                act(actor=writer, announcement_id=other.pk)
        discard_draft(actor=writer, announcement_id=other.pk)
        # The page of one's own, with the key of another's.
        sent = typed(to="audiences", audiences=[lyon.pk], act="publish", key=str(other.key), version=other.version)
        client.post(f"/announcements/editor/{own.pk}/", sent)
        assert client.post("/announcements/editor/new/", sent).status_code == 422
        other.refresh_from_db()
        assert (other.state, other.version) == (Announcement.State.DRAFT, 1)
    own.refresh_from_db()
    assert own.state == Announcement.State.PUBLISHED


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_ends_of_the_calendar_is_refused_in_words(client: Client, facilitator: Member, day: str) -> None:
    client.force_login(facilitator)
    for given in ({"home_until": day}, {"publish_at": f"{day}T23:59"}, {"publish_at": f"{day}T00:00"}):
        for act in ("preview", "publish"):
            answer = client.post("/announcements/editor/new/", typed(act=act, **given))
            assert answer.status_code in (200, 422)
    assert not Announcement.objects.exists()
