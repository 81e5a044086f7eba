"""Kinds and moderation in the API obey the rules of the pages."""

import json
from typing import Any

import pytest
from django.test import Client

from essaim.conversations.models import Ballot, Kind, Post, Reason
from essaim.conversations.rest.moderation import ReasonName
from essaim.conversations.rest.shapes import ThreadIn
from essaim.integrations.rest.models import KeptAnswer
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import make_post, make_thread
from .test_moderation import facilitator
from .test_permissions import signed_in

pytestmark = pytest.mark.django_db


def call(who: Member, method: str, path: str, body: Any = None, **headers: str) -> Any:
    client: Client = signed_in(who)
    return client.generic(method, f"/api/v1{path}", json.dumps(body or {}), content_type="application/json", headers=headers)


def test_every_kind_and_reason_is_known_to_programs() -> None:
    assert set(ThreadIn.model_fields["kind"].annotation.__args__) == set(Kind.values)  # type: ignore[union-attr]
    assert set(ReasonName.__args__) == set(Reason.values)  # type: ignore[attr-defined]


def test_a_poll_is_opened_voted_in_and_closed_and_the_choice_is_kept_nowhere() -> None:
    author, voter = make_member(), make_member()
    body = {"kind": "poll", "title": "Quel jour ?", "text": "Dites.", "options": ["Lundi", "Mardi"], "anonymous": True}
    made = call(author, "POST", "/threads", body)
    assert made.status_code == 201, made.text
    thread = made.json()
    option = thread["poll"]["options"][0]["id"]
    voted = call(voter, "PUT", f"/threads/{thread['id']}/vote", {"options": [option]}, **{"Idempotency-Key": "mine"})
    assert voted.status_code == 200, voted.text
    assert voted.json()["voted"]
    assert [o["votes"] for o in voted.json()["options"]] == [None, None]
    assert not KeptAnswer.objects.exists()
    assert Ballot.objects.count() == 1
    assert call(voter, "DELETE", f"/threads/{thread['id']}/vote").status_code == 404
    assert call(author, "DELETE", f"/threads/{thread['id']}/vote").json()["closed"]
    assert call(voter, "PUT", f"/threads/{thread['id']}/vote", {"options": [999_999]}).status_code in (200, 422)


def test_a_finding_and_a_same_question() -> None:
    author, other = make_member(), make_member()
    body = {"kind": "finding", "title": "Vu", "text": "À lire.", "url": "https://www.example.org/a", "source": "La revue"}
    made = call(author, "POST", "/threads", body).json()
    assert made["finding"] == {"url": "https://www.example.org/a", "host": "example.org", "source": "La revue"}
    assert call(author, "POST", "/threads", body | {"url": "javascript:alert(1)"}).status_code == 422
    first = Post.objects.get(thread=made["id"])
    assert call(author, "PATCH", f"/posts/{first.pk}", {"url": "https://example.org/b"}).status_code == 200
    changed = call(other, "GET", f"/threads/{made['id']}").json()["finding"]
    assert changed == {"url": "https://example.org/b", "host": "example.org", "source": "La revue"}
    assert call(author, "PATCH", f"/posts/{first.pk}", {"url": "nowhere"}).status_code == 422
    question = make_thread(author)
    opening = Post.objects.get(thread=question)
    assert call(author, "PATCH", f"/posts/{opening.pk}", {"url": "https://example.org/b"}).json()["code"] == "not-finding"
    assert call(other, "PUT", f"/threads/{question.pk}/same-question").status_code == 204
    shown = call(other, "GET", f"/threads/{question.pk}").json()
    assert (shown["same_questions"], shown["same_question"]) == (1, True)
    assert call(other, "DELETE", f"/threads/{question.pk}/same-question").status_code == 204
    assert [one["id"] for one in call(other, "GET", "/threads?kind=finding").json()["items"]] == [made["id"]]


def test_a_merged_thread_answers_as_the_one_that_it_went_to() -> None:
    aurelie, reader = facilitator(), make_member()
    source, target = make_thread(make_member()), make_thread(make_member(), title="L'autre")
    call(aurelie, "POST", f"/threads/{source.pk}/moderation", {"act": "merge", "into": target.pk})
    assert call(reader, "GET", f"/threads/{source.pk}").json()["id"] == target.pk
    assert len(call(reader, "GET", f"/posts?thread={source.pk}").json()["items"]) == 2
    assert call(reader, "GET", f"/threads/{source.pk + 10_000}").status_code == 404


def test_reports_and_acts_are_for_those_who_run_the_thread() -> None:
    author, reporter, aurelie = make_member(), make_member(), facilitator()
    thread = make_thread(make_member())
    post = make_post(author, thread)
    reported = call(reporter, "POST", f"/posts/{post.pk}/reports", {"reason": "hurtful"})
    assert reported.status_code == 201, reported.text
    assert call(author, "GET", "/reports").json()["items"] == []
    assert [one["reporter_id"] for one in call(aurelie, "GET", "/reports").json()["items"]] == [reporter.pk]
    for path in (f"/posts/{post.pk}/moderation", f"/threads/{thread.pk}/moderation"):
        assert call(author, "POST", path, {"act": "hide", "reason": "x"}).status_code == 404
    assert call(aurelie, "POST", f"/posts/{post.pk}/moderation", {"act": "hide"}).status_code == 422
    assert call(aurelie, "POST", f"/posts/{post.pk}/moderation", {"act": "hide", "reason": "Non."}).json() == {
        "thread": thread.pk
    }
    assert Post.objects.get(pk=post.pk).hidden_at
    mine = call(author, "GET", "/moderation-acts?about=me").json()["items"]
    assert [(act["kind"], act["reason"], act["actor_id"]) for act in mine] == [("hide-post", "Non.", None)]
    assert call(author, "GET", "/moderation-acts").json()["items"] == []
    assert call(aurelie, "GET", "/moderation-acts").json()["items"][0]["actor_id"] == aurelie.pk
    other = make_thread(make_member())
    assert call(aurelie, "POST", f"/threads/{thread.pk}/moderation", {"act": "merge", "into": other.pk}).json() == {
        "thread": other.pk
    }
