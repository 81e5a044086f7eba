"""A team's page: kept by its members, with who changed what; nothing is lost when two save at once."""

import datetime
import html
import re
import threading
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from icalendar import Calendar

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.organisation.models import Team
from essaim.people.actions.teams import (
    ChangedMeanwhile,
    When,
    add_team_date,
    change_team_date,
    change_team_text,
    remove_team_date,
)
from essaim.people.actions.topics import state_topics
from essaim.people.models import AskTopic, Member, TeamChange, TeamDate, TeamPage
from essaim.people.teams import leaders_of, may_edit

from .factories import make_member, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team("Équipe Lille", make_team("Service client"))


@pytest.fixture
def insider(team: Team) -> Member:
    return make_member(team=team)


def write(actor: Member, team: Team, source: str, version: int) -> TeamPage:
    return change_team_text(actor=actor, team=team, source=source, version=version, language="fr")


def soon(**fields: Any) -> When:
    return When(**({"title": "Bilan", "day": clock.today() + datetime.timedelta(days=3)} | fields))


def test_everybody_reads_it_and_members_and_managers_write_it(client: Client, team: Team, insider: Member) -> None:
    manager, other = make_member(), make_member(team=make_team("Ailleurs"))
    insider.manager = manager
    insider.save()
    assert may_edit(insider, team) and may_edit(manager, team) and not may_edit(other, team)
    assert may_edit(insider, team.parent)  # type: ignore[arg-type]
    write(insider, team, "Nous répondons **en public**.", 0)
    client.force_login(other)
    page = client.get(f"/people/teams/{team.pk}/").content.decode()
    assert "<strong>en public</strong>" in page and "Service client" in page
    assert client.get(f"/people/teams/{team.pk}/edit/").status_code == 404
    with pytest.raises(Refused):
        write(other, team, "Je m'invite.", 1)


def test_the_history_says_who_changed_what(client: Client, team: Team, insider: Member) -> None:
    colleague = make_member(team=team, first_name="Zoé")
    write(insider, team, "Une ligne.\nUne autre.", 0)
    write(colleague, team, "Une ligne.\nUne meilleure.", 1)
    client.force_login(insider)
    page = client.get(f"/people/teams/{team.pk}/history/").content.decode()
    assert "Zoé" in page and "<del>Une autre.</del>" in page and "<ins>Une meilleure.</ins>" in page
    assert [change.number for change in TeamChange.objects.order_by("number")] == [1, 2]


def test_who_saves_an_older_text_sees_both_and_loses_nothing(client: Client, team: Team, insider: Member) -> None:
    write(make_member(team=team), team, "Ce que Zoé a écrit.", 0)
    client.force_login(insider)
    address = f"/people/teams/{team.pk}/edit/"
    response = client.post(address, {"version": 0, "source": "Ce que j'ai écrit."})
    page = html.unescape(response.content.decode())
    assert response.status_code == 422 and "<del>Ce que Zoé a écrit.</del>" in page and "<ins>Ce que j'ai écrit.</ins>" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version and client.post(address, {"version": version[1], "source": "Les deux."}).status_code == 302
    assert [change.after for change in TeamChange.objects.order_by("number")] == ["Ce que Zoé a écrit.", "Les deux."]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_told() -> None:
    team = make_team("Équipe Lille")
    members = [make_member(team=team) for _ in range(2)]
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def save(member: Member) -> None:
        try:
            ready.wait(5)
            write(member, team, f"De {member.pk}.", 0)
            outcomes.append("kept")
        except ChangedMeanwhile:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[member]) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["kept", "told"] and TeamChange.objects.count() == 1


def test_dates_are_added_once_changed_and_removed_with_their_history(client: Client, team: Team, insider: Member) -> None:
    key = uuid.uuid4()
    date = add_team_date(actor=insider, team=team, key=key, when=soon())
    assert add_team_date(actor=insider, team=team, key=key, when=soon(title="Autre")).pk == date.pk
    change_team_date(actor=insider, team=team, date_id=date.pk, when=soon(place="Salle Érable"), version=1)
    with pytest.raises(ChangedMeanwhile):
        change_team_date(actor=insider, team=team, date_id=date.pk, when=soon(), version=1)
    client.force_login(insider)
    assert "Salle Érable" in client.get(f"/people/teams/{team.pk}/").content.decode()
    for _ in range(2):
        remove_team_date(actor=insider, team=team, date_id=date.pk)
    assert [change.what for change in TeamChange.objects.order_by("number")] == ["date-added", "date-changed", "date-removed"]
    assert "Bilan" in client.get(f"/people/teams/{team.pk}/history/").content.decode()


def test_impossible_dates_are_refused(client: Client, team: Team, insider: Member) -> None:
    client.force_login(insider)
    day = clock.today().isoformat()
    good = {"key": uuid.uuid4(), "version": 0, "title": "Bilan", "day": day}
    for bad in (
        {"title": ""}, {"day": "demain"}, {"begins": "14:00", "ends": "13:00"}, {"ends": "13:00"}, {"day": "0026-11-01"},
        {"link": "javascript:alert(1)"}, {"begins": "midi"},
        # As long as may be, until French typography adds its spaces.
        {"title": "Oui! " * 32},
    ):  # fmt: skip
        assert client.post(f"/people/teams/{team.pk}/dates/new/", good | bad).status_code == 422, bad
    assert not TeamDate.objects.exists()
    assert client.post(f"/people/teams/{team.pk}/dates/new/", good).status_code == 302


def test_past_dates_leave_the_page(client: Client, team: Team, insider: Member) -> None:
    yesterday = clock.today() - datetime.timedelta(days=1)
    add_team_date(actor=insider, team=team, key=uuid.uuid4(), when=soon(title="C'était hier", day=yesterday))
    client.force_login(insider)
    assert "C'était hier" not in html.unescape(client.get(f"/people/teams/{team.pk}/").content.decode())


def test_a_date_goes_into_ones_calendar_at_the_right_hour(client: Client, team: Team, insider: Member) -> None:
    when = soon(day=datetime.date(clock.today().year, 7, 14), begins=datetime.time(13), ends=datetime.time(14), place="Lille")
    date = TeamDate.objects.create(
        key=uuid.uuid4(), team=team, changed_at=clock.now(), title=when.title, day=when.day, begins=when.begins,
        ends=when.ends, place=when.place,
    )  # fmt: skip
    client.force_login(insider)
    response = client.get(f"/people/teams/{team.pk}/dates/{date.pk}/calendar/")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert response["Content-Type"].startswith("text/calendar")
    assert event["SUMMARY"] == "Bilan" and event["LOCATION"] == "Lille"
    assert event.decoded("DTSTART") == datetime.datetime(when.day.year, 7, 14, 11, tzinfo=datetime.UTC)


def test_a_private_address_gives_the_dates_of_the_team_and_those_above(client: Client, team: Team, insider: Member) -> None:
    parent, other = team.parent, make_team("Ailleurs")
    assert parent
    for place, title in ((team, "À nous"), (parent, "Au-dessus"), (other, "Aux autres")):
        add_team_date(actor=None, team=place, key=uuid.uuid4(), when=soon(title=title))
    client.force_login(insider)
    page = client.post("/people/teams/feed/").content.decode()
    address = re.search(r'value="https?://[^/]+(/people/teams/feed/[\w-]+/)"', page)
    assert address
    anybody = Client()
    events = Calendar.from_ical(anybody.get(address[1]).content).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {"À nous", "Au-dessus"}
    assert address[1] not in client.get("/people/teams/feed/").content.decode()
    client.post("/people/teams/feed/")
    assert anybody.get(address[1]).status_code == 404
    second = client.post("/people/teams/feed/", {"act": "end"})
    assert second.status_code == 302


def test_the_address_of_who_left_leads_nowhere(client: Client, team: Team, insider: Member) -> None:
    client.force_login(insider)
    address = re.search(r"(/people/teams/feed/[\w-]{20,}/)", client.post("/people/teams/feed/").content.decode())
    insider.is_active = False
    insider.save()
    assert address and Client().get(address[1]).status_code == 404


def test_only_what_one_wrote_oneself_says_on_what_one_may_be_asked(client: Client, team: Team, insider: Member) -> None:
    client.force_login(make_member())
    address = f"/people/teams/{team.pk}/"
    assert "Qui interroger" not in client.get(address).content.decode()
    state_topics(actor=insider, topics=["Relire une réponse", " relire  une réponse ", "", "Photos"])
    assert list(AskTopic.objects.order_by("position").values_list("name", flat=True)) == ["Relire une réponse", "Photos"]
    assert "Relire une réponse" in client.get(address).content.decode()
    assert "Photos" in client.get(f"/people/members/{insider.pk}/").content.decode()
    assert not state_topics(actor=insider, topics=["Relire une réponse", "Photos"])
    state_topics(actor=insider, topics=[])
    assert "Photos" not in client.get(f"/people/members/{insider.pk}/").content.decode()


@pytest.mark.parametrize("topics", [["x" * 81], [f"sujet {n}" for n in range(9)]])
def test_topics_are_few_and_short(client: Client, insider: Member, topics: list[str]) -> None:
    client.force_login(insider)
    response = client.post("/people/topics/", {"topics": "\n".join(topics)})
    assert response.status_code == 422 and topics[0] in response.content.decode()
    assert not AskTopic.objects.exists()


def test_who_manages_most_of_a_team_leads_it(team: Team) -> None:
    above, lead = make_member(), make_member(team=team)
    lead.manager = above
    lead.save()
    for _ in range(3):
        make_member(team=team, manager=lead)
    assert {id: leader.id for id, leader in leaders_of([team.pk]).items()} == {team.pk: lead.pk}


def test_teams_are_found_by_their_words_and_from_the_tree(client: Client, team: Team, insider: Member) -> None:
    from essaim.search.teams import load

    write(insider, team, "Nous répondons en public.", 0)
    (document,) = load([team.pk])
    assert document.title == "Équipe Lille" and "répondons en public" in document.body and "Service client" in document.body
    client.force_login(insider)
    assert f'href="/people/teams/{team.pk}/"' in client.get("/people/teams/").content.decode()
    assert f'href="/people/teams/{team.pk}/"' in client.get(f"/people/members/{insider.pk}/").content.decode()
    assert f'href="/people/teams/{team.pk}/"' in client.get("/").content.decode()
