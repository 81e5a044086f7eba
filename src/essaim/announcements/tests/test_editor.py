"""The editor of announcements: who writes to whom, what is counted, what is refused."""

import datetime
import itertools
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from essaim.announcements.actions.counting import count_seen
from essaim.announcements.actions.editing import discard_draft, save_announcement, withdraw_announcement
from essaim.announcements.actions.publishing import publish_announcement
from essaim.announcements.actions.reading import put_away
from essaim.announcements.models import Announcement, Seen
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.actions.audiences import create_audience
from essaim.people.actions.roles import grant_role
from essaim.people.models import Member, Role
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from .factories import inside, make_announcement, make_draft, make_words, typed

pytestmark = pytest.mark.django_db


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
