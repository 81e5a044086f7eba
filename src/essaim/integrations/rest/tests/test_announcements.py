"""Announcements in the API: whom they are for reads them, who facilitates these writes them."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from essaim.announcements.models import Announcement
from essaim.announcements.tests.factories import make_announcement, make_draft
from essaim.kernel import clock
from essaim.people.actions.roles import grant_role
from essaim.people.models import Role
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db


def words(**more: Any) -> dict[str, Any]:
    last = clock.today() + datetime.timedelta(days=7)
    return {"title": "Lundi", "text": "Nous **commençons**.", "to": "everybody", "home_until": last.isoformat()} | more


def test_those_whom_it_is_for_read_it_and_nobody_a_draft(program: Callable[..., Any]) -> None:
    writer, inside = make_member("facilitator"), make_member()
    audience = make_audience("rh", inside)
    made = make_announcement(writer, title="Entre nous", restricted_to=[audience.pk])
    open_, draft = make_announcement(writer), make_draft(writer)
    insider, outsider = program(load_member(inside.pk)), program(make_member())
    assert [one["id"] for one in insider.get("/announcements").json()["items"]] == [open_.pk, made.pk]
    assert [one["id"] for one in outsider.get("/announcements").json()["items"]] == [open_.pk]
    assert insider.get(f"/announcements/{made.pk}").json()["title"] == "Entre nous"
    for id in (made.pk, draft.pk):
        assert outsider.get(f"/announcements/{id}").status_code == 404
    first = insider.get("/announcements?limit=1").json()
    assert [one["id"] for one in insider.get(first["next"]).json()["items"]] == [made.pk]


def test_it_is_written_once_changed_brought_out_and_taken_back(program: Callable[..., Any]) -> None:
    asking, reader = program(make_member("facilitator")), program(make_member())
    first = asking.post("/announcements", words(), Idempotency_Key="a").json()
    assert asking.post("/announcements", words(), Idempotency_Key="a").json()["id"] == first["id"]
    assert (first["state"], first["version"], first["home_until"]) == ("draft", 1, words()["home_until"])
    path = f"/announcements/{first['id']}"
    assert asking.send("PUT", path, words(title="Mardi", version=1)).json()["title"] == "Mardi"
    late = asking.send("PUT", path, words(title="Mercredi", version=1))
    assert (late.status_code, late.json()["code"]) == (422, "changed-meanwhile")
    assert asking.send("PUT", f"{path}/state", {"state": "withdrawn"}).json()["code"] == "not-out"
    assert asking.send("PUT", f"{path}/state", {"state": "published"}).json()["state"] == "published"
    assert reader.get(path).json()["html"] == "<p>Nous <strong>commençons</strong>.</p>"
    assert asking.send("DELETE", path).json()["code"] == "out"
    assert asking.send("PUT", f"{path}/state", {"state": "withdrawn"}).json()["state"] == "withdrawn"
    gone = reader.get(path).json()
    assert (gone["state"], gone["title"], gone["html"], gone["author"]) == ("withdrawn", "", "", None)
    draft = asking.post("/announcements", words()).json()
    assert asking.send("DELETE", f"/announcements/{draft['id']}").status_code == 204
    assert not Announcement.objects.filter(pk=draft["id"]).exists()


def test_what_cannot_be_is_refused_with_the_words_of_the_page(program: Callable[..., Any]) -> None:
    asking = program(make_member("facilitator"))
    past = (clock.now() - datetime.timedelta(hours=1)).isoformat()
    for body, code in (
        (words(to="audiences"), "audiences-empty"), (words(publish_at=past), "past"), (words(title=" "), "title-empty"),
        (words(to="audiences", audiences=[999]), "audience-gone"), (words(home_until="2001-01-01"), "home-until"),
    ):  # fmt: skip
        answer = asking.post("/announcements", body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not Announcement.objects.exists()


def test_who_runs_one_audience_writes_to_it_alone_and_a_member_to_nobody(program: Callable[..., Any]) -> None:
    member, everybody = make_member(), make_announcement(make_member("facilitator"))
    audience = make_audience("rh", member)
    assert program(member).post("/announcements", words()).status_code == 403
    grant_role(actor=None, member=member, role=Role.FACILITATOR, audience=audience)
    asking = program(load_member(member.pk))
    assert asking.post("/announcements", words()).json()["code"] == "not-yours"
    mine = asking.post("/announcements", words(to="audiences", audiences=[audience.pk])).json()
    assert [one["id"] for one in asking.get("/announcements/editable").json()["items"]] == [mine["id"]]
    assert asking.send("PUT", f"/announcements/{everybody.pk}/state", {"state": "withdrawn"}).status_code == 404
