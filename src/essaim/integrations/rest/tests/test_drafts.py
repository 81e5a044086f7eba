"""Drafts in the API: what one has begun is one's own, and the form of a page goes on with it."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from essaim.conversations.actions.drafts import MOST
from essaim.conversations.models import Draft
from essaim.conversations.tests.factories import make_theme, make_thread
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db


def test_a_draft_is_kept_read_listed_and_thrown_away(program: Callable[..., Any]) -> None:
    member, thread = make_member(), make_thread(make_member())
    asking, other, path = program(member), program(make_member("administrator")), f"/drafts/thread:{thread.pk}"
    assert asking.get(path).status_code == 404
    kept = asking.send("PUT", path, {"text": "Je commence **fort**", "parent": 12}, Idempotency_Key="d")
    assert (kept.status_code, kept.json()["text"], kept.json()["parent"]) == (200, "Je commence **fort**", 12)
    assert asking.get(path).json() == kept.json()
    (line,) = asking.get("/drafts").json()["items"]
    assert line["excerpt"] == "Je commence fort" and line["url"].startswith(f"/conversations/threads/{thread.pk}/")
    assert other.get(path).status_code == 404 and other.get("/drafts").json()["items"] == []
    other.send("DELETE", path)
    assert asking.get(path).status_code == 200
    for _twice in range(2):
        assert asking.send("DELETE", path).status_code == 204
    assert not Draft.objects.exists()


def test_a_page_goes_on_with_what_a_program_began_and_back(program: Callable[..., Any], client: Client) -> None:
    member, theme = make_member(), make_theme("ecoute")
    body = {
        "title": "Quel jour ?", "text": "Dites.", "kind": "poll", "theme": "ecoute", "options": ["Lundi", "Mardi"],
        "multiple": True, "closes_on": "2027-01-31",
    }  # fmt: skip
    asking = program(member)
    kept = asking.send("PUT", "/drafts/new", body).json()
    assert {name: kept[name] for name in body} == body
    client.force_login(member)
    page = client.get("/conversations/threads/new/?draft=1").text
    assert "Quel jour" in page and "Lundi\nMardi" in page and "2027-01-31" in page
    form = {
        "place": "new",
        "title": "Quelle heure ?",
        "source": "Dites.",
        "kind": "poll",
        "theme": str(theme.pk),
        "parent": "x",
    }
    client.post("/conversations/drafts/save/", form)
    found = asking.get("/drafts/new").json()
    assert (found["title"], found["theme"], found["parent"], found["options"]) == ("Quelle heure ?", "ecoute", None, [])


def test_an_empty_one_is_none_and_a_wrong_place_is_refused_in_words(program: Callable[..., Any]) -> None:
    member = make_member()
    asking = program(member)
    asking.send("PUT", "/drafts/new", {"text": "Je commence"})
    assert asking.send("PUT", "/drafts/new", {"text": " "}).status_code == 204
    assert asking.get("/drafts/new").status_code == 404
    refused = asking.send("PUT", "/drafts/elsewhere", {"text": "Je commence"})
    assert refused.status_code == 422 and "forme attendue" in refused.json()["detail"]
    assert asking.send("PUT", "/drafts/new", {"text": "x", "theme": "secret"}).json()["code"] == "theme"
    for n in range(MOST):
        asking.send("PUT", f"/drafts/thread:{n + 1}", {"text": "Je commence"})
    assert asking.send("PUT", "/drafts/new", {"text": "Un de trop"}).json()["code"] == "too-many"


def test_a_waiting_file_is_in_the_draft_until_it_is_taken_back(
    program: Callable[..., Any], settings: Any, tmp_path: Any
) -> None:
    settings.ATTACHMENTS_ROOT = tmp_path
    asking, other = program(make_member()), program(make_member("administrator"))
    content = base64.b64encode(b"%PDF-1.4 x").decode()
    key = asking.post("/files", {"name": "plan.pdf", "content": content}).json()["key"]
    kept = asking.send("PUT", "/drafts/new", {"attachments": [key]}).json()
    assert [one["name"] for one in kept["attachments"]] == ["plan.pdf"]
    assert other.send("DELETE", f"/files/{key}").status_code == 404
    assert asking.send("DELETE", f"/files/{key}").status_code == 204
    assert asking.send("DELETE", f"/files/{key}").status_code == 404
    assert asking.get("/drafts/new").json()["attachments"] == []
