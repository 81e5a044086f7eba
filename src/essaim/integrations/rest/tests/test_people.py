"""People, teams and audiences in the API: who is shown, in which order, and to whom."""

from collections.abc import Callable
from typing import Any

import pytest

from essaim.people.tests.factories import make_audience, make_job_family, make_member, make_team

pytestmark = pytest.mark.django_db


def test_people_come_in_the_order_of_their_names_page_after_page(program: Callable[..., Any]) -> None:
    asking = program(make_member(last_name="Zola"))
    for name in ("Émile", "Eric", "Abel", "Étienne"):
        make_member(last_name=name)
    make_member(last_name="Parti", is_active=False)
    names = [person["last_name"] for person in asking.everything("/people?limit=2")]
    assert names == ["Abel", "Émile", "Eric", "Étienne", "Zola"]
    assert [one["last_name"] for one in asking.everything("/people?name=emile")] == ["Émile"]


def test_a_person_is_shown_as_on_their_page(program: Callable[..., Any]) -> None:
    top = make_team("Maison")
    boss = make_member(last_name="Chef")
    person = make_member(manager=boss, team=make_team("Atelier", top), job_family=make_job_family("rh"))
    body = program(make_member("administrator")).get(f"/people/{person.pk}").json()
    assert body["teams"] == ["Maison", "Atelier"] and body["manager"]["id"] == boss.pk and body["job_family"]["slug"] == "rh"
    assert not {"email", "employee_number", "objectives", "audiences", "roles"} & body.keys()
    assert str(person.email) not in str(body)


def test_since_when_somebody_is_here_is_theirs_and_the_administrators(program: Callable[..., Any]) -> None:
    claire = make_member(arrived_on="2018-04-09")
    for reader, shown in ((make_member(), None), (make_member("administrator"), "2018-04-09"), (claire, "2018-04-09")):
        assert program(reader).get(f"/people/{claire.pk}").json()["arrived_on"] == shown
    assert program(claire).get("/me").json()["arrived_on"] == "2018-04-09"


def test_teams_are_a_tree(program: Callable[..., Any]) -> None:
    asking = program(make_member())
    top = make_team("Maison")
    below = make_team("Atelier", top)
    make_team("Autre")
    found = asking.everything("/teams?limit=1")
    assert [team["name"] for team in found] == ["Maison", "Atelier", "Autre"]
    assert [team["id"] for team in asking.everything(f"/teams?parent={top.pk}")] == [below.pk]
    assert asking.get(f"/teams/{below.pk}").json()["path"] == ["Maison", "Atelier"]


def test_members_see_their_audiences_and_facilitators_all_with_rules(program: Callable[..., Any]) -> None:
    member = make_member()
    mine, other = make_audience("a", member), make_audience("b")
    asking, running = program(member), program(make_member("facilitator"))
    assert [(one["id"], one["rule"], one["size"]) for one in asking.everything("/audiences")] == [(mine.pk, None, None)]
    assert asking.get(f"/audiences/{other.pk}").status_code == 404
    seen = running.everything("/audiences?limit=1")
    assert [one["id"] for one in seen] == [mine.pk, other.pk] and all(one["rule"] and one["size"] for one in seen)
