"""A team in aggregate, for who leads it: from five people on, differences with other teams included."""

import pytest
from django.test import Client

from essaim.adoption.actions.teams import take_team_figures
from essaim.adoption.models import TeamFigures
from essaim.organisation.models import Team
from essaim.people.models import Member
from essaim.people.tests.factories import make_member, make_team

from .test_coverage import make_people, make_sequence, progress

pytestmark = pytest.mark.django_db


def settle(team: Team, count: int, manager: Member | None = None) -> list[Member]:
    people = make_people(count)
    Member.objects.filter(pk__in=[one.pk for one in people]).update(team=team, manager=manager)
    return people


def shown() -> set[str]:
    take_team_figures()
    return set(TeamFigures.objects.order_by("pk").values_list("team__name", flat=True))


def test_who_leads_a_team_sees_it_and_nobody_else_does(client: Client) -> None:
    company = make_team("Maison")
    team, lead = make_team("Lille", company), make_member()
    people = settle(team, 12, lead)
    settle(company, 8)
    sequence = make_sequence("Répondre en public")
    progress(sequence, begun=people, finished=people[:6])
    take_team_figures()
    address = f"/people/teams/{team.pk}/"
    client.force_login(lead)
    page = client.get(address).content.decode()
    assert "Vous menez cette équipe" in page and "Répondre en public" in page
    # What they see here of each of the twelve, the page of each says.
    said = client.get(f"/people/members/{people[0].pk}/").content.decode()
    assert "combien ont commencé et terminé chaque séquence" in said
    for other in (people[0], make_member(), make_member("facilitator")):
        client.force_login(other)
        assert "Vous menez cette équipe" not in client.get(address).content.decode()


def test_a_team_of_four_has_none(client: Client) -> None:
    company = make_team("Maison")
    team, lead = make_team("Petite", company), make_member()
    settle(team, 4, lead)
    settle(company, 20)
    make_sequence()
    assert shown() == {"Maison"}
    client.force_login(lead)
    assert "moins de cinq personnes" in client.get(f"/people/teams/{team.pk}/").content.decode()


def test_a_complement_of_four_hides_one_of_the_two() -> None:
    """Everybody less the sub-team is four people: the sub-team is not shown."""
    company = make_team("Maison")
    team = make_team("Grande", company)
    settle(team, 16)
    settle(company, 4)
    make_sequence()
    assert shown() == {"Maison"}


def test_two_sub_teams_do_not_leave_a_third_of_three() -> None:
    company = make_team("Maison")
    for name, count in (("A", 10), ("B", 9), ("C", 3)):
        settle(make_team(name, company), count)
    make_sequence()
    names = shown()
    # Whatever is shown, what is left of the whole has five people or none.
    sizes = {"A": 10, "B": 9, "C": 3}
    left = 22 - sum(sizes[name] for name in names & sizes.keys())
    assert "C" not in names and "Maison" in names and left >= 5


def test_a_team_that_is_an_audience_too_has_the_same_figure_there() -> None:
    from essaim.adoption.actions.coverage import take_snapshot

    from .test_coverage import put

    company = make_team("Maison")
    team = make_team("Lille", company)
    people = settle(team, 12)
    settle(company, 10)
    sequence = make_sequence()
    progress(sequence, begun=people[:8], finished=people[:3])
    audience = put("lille", people)
    take_team_figures()
    row = next(row for row in take_snapshot().rows if row["audience"] == audience.pk)
    assert TeamFigures.objects.get(team=team).sequences[str(sequence.pk)] == row["sequences"][str(sequence.pk)]
