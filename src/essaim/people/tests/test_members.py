"""The directory and a member's page: what others see."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from essaim.organisation.models import Objective, Theme
from essaim.people.models import Member, Role
from essaim.people.queries import last_visits

from .factories import make_job_family, make_member, make_site, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Member:
    member = make_member(first_name="Zoé", last_name="Zeller")
    client.force_login(member)
    return member


def _names(client: Client, **query: str) -> list[str]:
    page = client.get("/people/members/", query).content.decode()
    return [line.split("</a>")[0] for line in page.split('/">') if "</a></h2>" in line]


def test_a_page_says_name_job_teams_site_and_manager(client: Client, reader: Member) -> None:
    top = make_team("Maison Brindel")
    team = make_team("Service client", top)
    boss = make_member(first_name="Julie", last_name="Kerdreux")
    claire = make_member(
        first_name="Claire", last_name="Marchand", team=team, site=make_site("lille"), manager=boss, job_family=make_job_family()
    )  # fmt: skip
    page = client.get(f"/people/members/{claire.pk}/").content.decode()
    for words in ("Claire Marchand", "Maison Brindel", "Service client", "Lille", "Julie Kerdreux"):
        assert words in page
    assert page.index("Maison Brindel") < page.rindex("Service client")


def test_what_a_member_stated_is_shown_to_nobody(client: Client, reader: Member) -> None:
    theme = Theme.objects.create(slug="t", name="Écoute")
    claire = make_member()
    claire.stated_objectives.create(objective=Objective.objects.create(slug="o", name="Un objectif privé", theme=theme))
    assert "Un objectif privé" not in client.get(f"/people/members/{claire.pk}/").content.decode()


def test_a_closed_account_has_no_page(client: Client, reader: Member) -> None:
    gone = make_member(first_name="Ancien", is_active=False)
    assert client.get(f"/people/members/{gone.pk}/").status_code == 404
    assert client.get("/people/members/999999999/").status_code == 404
    assert "Ancien" not in client.get("/people/members/").content.decode()


def test_a_manager_who_left_is_named_without_a_link(client: Client, reader: Member) -> None:
    boss = make_member(first_name="Julie", last_name="Kerdreux", is_active=False)
    page = client.get(f"/people/members/{make_member(manager=boss).pk}/").content.decode()
    assert "Julie Kerdreux" in page
    assert f"/people/members/{boss.pk}/" not in page


def test_a_name_is_found_without_its_accents_and_in_any_order(client: Client, reader: Member) -> None:
    make_member(first_name="Émile", last_name="Le Goff-Bréhat")
    make_member(first_name="Eric", last_name="Legrand")
    for name in ("emile", "ÉMILE goff", "goff-brehat emile", "bréh"):
        assert _names(client, name=name) == ["Émile Le Goff-Bréhat"]
    assert len(_names(client, name="le")) == 3
    assert "Personne de ce nom" in client.get("/people/members/", {"name": "xyz%_"}).content.decode()


def test_names_come_by_pages_in_the_order_of_a_french_directory(client: Client, reader: Member) -> None:
    Member.objects.bulk_create(
        Member(email=f"m{n}@brindel.example", first_name="Camille", last_name=f"Éa{n:03}", sort_key=f"ea{n:03}\tcamille") for n in range(120)
    )  # fmt: skip
    first = _names(client)
    assert first[0] == "Camille Éa000"
    assert len(first) == 50
    page = client.get("/people/members/").content.decode()
    after = page.split('rel="next"')[0].rsplit("?after=", 1)[1].split('"')[0]
    second = _names(client, after=after)
    assert second[0] == "Camille Éa050"
    assert not set(first) & set(second)


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "²", "0"])
def test_a_strange_place_in_the_list_is_its_beginning(client: Client, reader: Member, after: str) -> None:
    assert _names(client, after=after) == ["Zoé Zeller"]


@pytest.mark.parametrize("name", ["\x00", "a" * 5000, "' OR 1=1 --", "<script>alert(1)</script>"])
def test_a_strange_name_finds_nobody_and_harms_nobody(client: Client, reader: Member, name: str) -> None:
    response = client.get("/people/members/", {"name": name})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_the_directory_costs_the_same_for_one_and_for_fifty(client: Client, reader: Member, django_assert_num_queries) -> None:
    client.get("/people/members/")
    # Session, members, and what the packages above count in the bar.
    with django_assert_num_queries(2):
        client.get("/people/members/")
    for n in range(30):
        make_member(team=make_team(f"Équipe {n % 3}"), site=make_site(), job_family=make_job_family())
    with django_assert_num_queries(2):
        client.get("/people/members/")


def test_a_members_page_costs_few_queries(client: Client, reader: Member, django_assert_max_num_queries) -> None:
    claire = make_member(team=make_team("Service client", make_team("Maison")), manager=make_member())
    client.get(f"/people/members/{claire.pk}/")
    # Session, member, teams, and what the packages above say of a member.
    with django_assert_max_num_queries(8):
        client.get(f"/people/members/{claire.pk}/")


def test_the_menu_shows_what_each_may_do(client: Client, reader: Member) -> None:
    assert "Importer l’annuaire" not in client.get("/people/members/").content.decode()
    client.force_login(make_member("facilitator"))
    page = client.get("/people/members/").content.decode()
    for words in ("Importer l’annuaire", "Publics", "Administration"):
        assert words in page


def test_a_last_visit_is_on_the_organisations_day() -> None:
    # Past midnight in Paris, and not yet by the clocks that computers keep.
    claire = make_member(last_login=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    assert last_visits([claire.pk]) == {claire.pk: date(2026, 3, 3)}


def test_since_when_somebody_is_here_is_theirs_and_the_administrators(client: Client) -> None:
    claire = make_member(arrived_on=date(2018, 4, 9))
    for reader, shown in (
        (make_member(), False),
        (make_member(Role.FACILITATOR), False),
        (make_member(Role.ADMINISTRATOR), True),
        (claire, True),
    ):
        client.force_login(reader)
        assert ("9 avril 2018" in client.get(f"/people/members/{claire.pk}/").content.decode()) is shown


def test_programs_get_fifty_for_the_price_of_one(client: Client, django_assert_num_queries) -> None:
    family, team = make_job_family("rh"), make_team("Accueil")
    client.force_login(make_member(job_family=family, team=team))
    client.get("/api/v1/people")
    with CaptureQueriesContext(connection) as one:
        client.get("/api/v1/people")
    for _ in range(5):
        make_member(job_family=family, team=team, site=make_site())
    with django_assert_num_queries(len(one)):
        assert len(client.get("/api/v1/people").json()["items"]) == 6


def test_the_menu_leads_everybody_to_their_own_pages(client: Client) -> None:
    teams = [make_team("Accueil"), make_team("Paie")]
    for member in [make_member(team=team) for team in teams] + [make_member()]:
        client.force_login(member)
        page = client.get("/people/members/?q=100%25").content.decode()
        assert f'<a href="/people/members/{member.pk}/">' in page
        assert [team.pk for team in teams if f'<a href="/people/teams/{team.pk}/">' in page] == [member.team_id][
            : bool(member.team_id)
        ]
        page = client.get("/search/?q=%C3%A9t%C3%A9%25").content.decode()
        assert '<a href="/people/invitations/?to=%2Fsearch%2F">' in page
