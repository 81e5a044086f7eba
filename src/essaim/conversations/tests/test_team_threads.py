"""A team's page shows what its members began lately, and to each only what they may see anyway."""

import uuid

import pytest
from django.test import Client

from essaim.conversations import queries
from essaim.conversations.actions.introductions import Answers, introduce
from essaim.conversations.models import Thread
from essaim.people.models import Member, alone
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member, make_team

from .factories import make_thread

pytestmark = pytest.mark.django_db
TITLE = "Ses derniers fils"


def box(client: Client, reader: Member, team_id: int) -> str:
    """What stands in the box, "" where there is none."""
    client.force_login(reader)
    page = client.get(f"/people/teams/{team_id}/").content.decode()
    return page.split(TITLE, 1)[1].split("</section>", 1)[0] if TITLE in page else ""


def test_a_restricted_thread_is_in_the_box_of_its_audience_alone(client: Client) -> None:
    team = make_team("Équipe Lille")
    author, colleague, stranger, facilitator = (
        make_member(team=team),
        make_member(team=team),
        make_member(),
        make_member("facilitator"),
    )
    lyon = make_audience("lyon", author, colleague)
    author = load_member(author.pk) or author
    make_thread(author, title="Réservée à Lyon ?", restricted_to=[lyon.pk])
    assert "Réservée à Lyon" in box(client, colleague, team.pk)
    assert box(client, stranger, team.pk) == "" and box(client, facilitator, team.pk) == ""
    make_thread(author, title="Ouverte à tous ?")
    for reader, both in ((colleague, True), (stranger, False)):
        shown = box(client, reader, team.pk)
        assert "Ouverte à tous" in shown and ("Réservée à Lyon" in shown) is both


def test_what_is_between_a_few_people_is_in_no_box_not_even_theirs(client: Client) -> None:
    team = make_team("Équipe Lille")
    author = make_member(team=team)
    Thread.objects.filter(pk=make_thread(author, title="Entre nous ?").pk).update(restricted_to=[alone(author.pk)])
    assert box(client, author, team.pk) == ""


def test_only_five_the_latest_first_of_those_who_are_there_and_no_introductions(client: Client) -> None:
    team = make_team("Équipe Lille")
    author, other, gone = (make_member(team=team) for _ in range(3))
    elsewhere = make_member(team=make_team("Équipe Nantes"))
    introduce(actor=author, key=uuid.uuid4(), answers=Answers(does="Je réponds aux clients."), language="fr")
    for member in (gone, elsewhere):
        make_thread(member)
    Member.objects.filter(pk=gone.pk).update(is_active=False)
    made = [make_thread(one).pk for one in (author, other) * 3]
    assert [row.id for row in queries.threads_of_team(elsewhere, team.pk)] == made[:0:-1]
