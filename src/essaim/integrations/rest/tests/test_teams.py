"""A team's page in the API: read by everybody, written by its people, nothing lost between two who write at once."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from essaim.kernel import clock
from essaim.people.models import TeamDate
from essaim.people.tests.factories import make_member, make_team

pytestmark = pytest.mark.django_db


def test_its_text_is_written_by_its_people_and_two_at_once_lose_nothing(program: Callable[..., Any]) -> None:
    team = make_team("Service client")
    insider, outsider = program(make_member(team=team)), program(make_member())
    path = f"/teams/{team.pk}/page"
    empty = outsider.get(path).json()
    assert (empty["text"], empty["version"], empty["may_edit"], empty["changed_at"]) == ("", 0, False, None)
    written = insider.send("PUT", path, {"text": "Nous **essayons**.", "version": 0}).json()
    assert (written["html"], written["version"], written["may_edit"]) == ("<p>Nous <strong>essayons</strong>.</p>", 1, True)
    late = insider.send("PUT", path, {"text": "Autre chose.", "version": 0})
    assert (late.status_code, late.json()["code"]) == (422, "changed-meanwhile")
    assert outsider.send("PUT", path, {"text": "À moi.", "version": 1}).json()["code"] == "not-yours"
    assert outsider.get(path).json()["text"] == "Nous **essayons**."
    assert outsider.get("/teams/999999/page").status_code == 404
    (change,) = outsider.get(f"/teams/{team.pk}/changes").json()["items"]
    assert (change["what"], change["before"], change["after"]) == ("text", "", "Nous **essayons**.")


def test_its_dates_are_added_once_changed_and_removed(program: Callable[..., Any]) -> None:
    team = make_team("Service client")
    asking = program(make_member(team=team))
    path, day = f"/teams/{team.pk}/dates", (clock.today() + datetime.timedelta(days=3)).isoformat()
    point = {"title": "Point", "day": day, "begins": "09:00", "ends": "09:30", "link": "https://visio.example/a"}
    first = asking.post(path, point, Idempotency_Key="a").json()
    assert asking.post(path, point, Idempotency_Key="a").json()["id"] == first["id"]
    assert TeamDate.objects.count() == 1
    assert asking.post(path, point | {"ends": "08:00"}).json()["code"] == "hours"
    assert asking.post(path, point | {"day": "1999-01-01"}).json()["code"] == "day"
    for wrong in ({"link": "javascript:alert(1)"}, {"title": "  "}, {"title": "x" * 161}, {"day": "lundi"}):
        assert asking.post(path, point | wrong).status_code == 422
    own = f"{path}/{first['id']}"
    assert asking.send("PUT", own, point | {"title": "Autre", "version": 1}).json()["version"] == 2
    assert asking.send("PUT", own, point | {"version": 1}).json()["code"] == "changed-meanwhile"
    other = make_team("Autre")
    assert asking.send("PUT", f"/teams/{other.pk}/dates/{first['id']}", point | {"version": 2}).status_code == 422
    assert [one["title"] for one in asking.get(path).json()] == ["Autre"]
    assert asking.send("DELETE", own).status_code == 204
    assert asking.send("DELETE", own).status_code == 204
    assert asking.get(path).json() == []
    whats = [one["what"] for one in asking.get(f"/teams/{team.pk}/changes").json()["items"]]
    assert len(whats) == 3
    first_page = asking.get(f"/teams/{team.pk}/changes?limit=2").json()
    assert [one["what"] for one in asking.get(first_page["next"]).json()["items"]] == whats[2:]
