"""Themes are arranged by facilitators, in the API as on the page."""

from collections.abc import Callable
from typing import Any

import pytest

from essaim.conversations.tests.factories import make_thread
from essaim.organisation.models import Theme
from essaim.people.actions.roles import grant_role
from essaim.people.models import Role
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db


def test_a_theme_is_made_once_changed_and_archived(program: Callable[..., Any]) -> None:
    arranging, reading = program(make_member("facilitator")), program(make_member())
    body = {"name": "L'écoute", "name_en": "Listening", "description": "Ce que l'on entend."}
    for _twice in range(2):
        made = arranging.post("/arranged-themes", body, Idempotency_Key="theme")
        assert (made.status_code, made.json()["name_en"], made.json()["audiences"]) == (201, "Listening", [])
    slug = made.json()["slug"]
    assert [theme["slug"] for theme in reading.get("/themes").json()["items"]] == [slug]
    changed = arranging.send("PATCH", f"/arranged-themes/{slug}", {"archived": True}).json()
    assert (changed["archived"], changed["name"], changed["description"]) == (True, "L'écoute", "Ce que l'on entend.")
    assert arranging.get(f"/arranged-themes/{slug}").json() == changed
    assert reading.post("/threads", {"title": "T", "text": "t", "theme": slug}).json()["code"] == "theme-archived"
    assert [theme["archived"] for theme in reading.get("/themes").json()["items"]] == [True]
    assert not arranging.send("PATCH", f"/arranged-themes/{slug}", {"archived": False}).json()["archived"]
    assert arranging.send("PATCH", f"/arranged-themes/{slug}", {"name": " "}).json()["code"] == "name"
    assert arranging.post("/arranged-themes", {"name": "x" * 161}).status_code == 422
    assert Theme.objects.count() == 1


def test_its_threads_follow_it_to_its_audiences(program: Callable[..., Any]) -> None:
    insider = make_member()
    audience = make_audience("reserve", insider)
    arranging, inside, outside = program(make_member("facilitator")), program(insider), program(make_member())
    slug = arranging.post("/arranged-themes", {"name": "Paie"}).json()["slug"]
    thread = make_thread(insider, theme_id=Theme.objects.get(slug=slug).pk)
    assert outside.get(f"/threads/{thread.pk}").status_code == 200
    assert arranging.send("PATCH", f"/arranged-themes/{slug}", {"audiences": [10**12]}).json()["code"] == "audience"
    arranging.send("PATCH", f"/arranged-themes/{slug}", {"audiences": [audience.pk]})
    assert (inside.get(f"/threads/{thread.pk}").status_code, outside.get(f"/threads/{thread.pk}").status_code) == (200, 404)
    assert [theme["slug"] for theme in arranging.get("/arranged-themes").json()["items"]] == [slug]


def test_nobody_else_arranges_them(program: Callable[..., Any]) -> None:
    theme, scoped = Theme.objects.create(slug="ecoute", name="Écoute"), make_member()
    grant_role(actor=None, member=scoped, role=Role.FACILITATOR, audience=make_audience("rh", scoped))
    for who in (make_member(), make_member("champion"), make_member("sponsor"), load_member(scoped.pk)):
        asking = program(who)
        answers = [
            asking.get("/arranged-themes"), asking.get("/arranged-themes/ecoute"), asking.post("/arranged-themes", {"name": "Paie"}),
            asking.send("PATCH", "/arranged-themes/ecoute", {"archived": True}),
        ]  # fmt: skip
        assert {answer.status_code for answer in answers} == {403}
    theme.refresh_from_db()
    assert theme.archived_at is None and Theme.objects.count() == 1
    assert program(make_member("administrator")).get("/arranged-themes/nowhere").status_code == 404
