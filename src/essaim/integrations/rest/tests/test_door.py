"""Who may enter, with which token, how often, and in which words one is refused."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

import pytest
from django.test import Client
from django.utils import translation
from pydantic_core.core_schema import ErrorType

from essaim.conversations.actions.writing import PER_PACE
from essaim.conversations.models import Post, Thread
from essaim.conversations.tests.factories import make_thread
from essaim.integrations.rest.field_words import words_for
from essaim.integrations.rest.models import KeptAnswer
from essaim.integrations.rest.tasks import sweep
from essaim.kernel import clock
from essaim.people import tokens
from essaim.people.models import Token
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db
QUESTION = {"title": "Une question ?", "text": "Je me demande."}


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert (body["status"], body["code"]) == (status, code) and body["title"] and body["detail"] and body["type"]
    return body  # type: ignore[no-any-return]


def test_nobody_gets_nothing(client: Client) -> None:
    response = client.get("/api/v1/me")
    problem(response, 401, "unauthorised")
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("given", ["Bearer essaim_x", "Bearer", "Basic eDp5", "Bearer \u00e9"])
def test_a_wrong_token_is_no_way_in_even_beside_a_session(given: str, client: Client) -> None:
    client.force_login(make_member())
    problem(client.get("/api/v1/me", headers={"Authorization": given}), 401, "unauthorised")


def test_a_token_acts_for_its_member(program: Callable[..., Any]) -> None:
    member = make_member("facilitator")
    me = program(member).get("/me").json()
    assert (me["id"], me["email"], me["roles"], me["scopes"]) == (member.pk, member.email, ["facilitator"], ["read", "write"])


def test_a_session_reads_and_writes_with_its_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member())
    assert client.get("/api/v1/me").json()["scopes"] == ["read", "write"]
    problem(client.post("/api/v1/threads", json.dumps(QUESTION), content_type="application/json"), 403, "csrf")
    page = client.get("/api/v1/").content.decode()
    given = page.split('data-token="')[1].split('"')[0]
    sent = client.post("/api/v1/threads", json.dumps(QUESTION), content_type="application/json", headers={"X-CSRFToken": given})
    assert sent.status_code == 201


def test_a_token_does_what_it_allows_and_no_more(program: Callable[..., Any]) -> None:
    reader, writer = program(make_member(), "read"), program(make_member(), "write")
    assert reader.get("/threads").status_code == 200
    problem(reader.post("/threads", QUESTION), 403, "scope")
    problem(writer.get("/threads"), 403, "scope")
    assert writer.post("/threads", QUESTION).status_code == 201


def test_a_revoked_token_ends_at_once(program: Callable[..., Any]) -> None:
    asking = program(make_member())
    assert asking.get("/me").status_code == 200
    Token.objects.update(revoked_at=clock.now())
    problem(asking.get("/me"), 401, "unauthorised")


def test_the_pace_of_a_token(program: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "PER_MINUTE", 3)
    monkeypatch.setattr(tokens.time, "time", lambda: 1_000_000_010.0)
    asking, other = program(make_member()), program(make_member())
    assert [asking.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = asking.get("/me")
    problem(refused, 429, "too-fast")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert other.get("/me").status_code == 200


def test_who_posts_too_fast_is_told_when_to_come_again(program: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    member, now = make_member(), clock.now()
    thread, asking = make_thread(member), program(member)
    for n in range(PER_PACE - 1):
        assert asking.post("/posts", {"thread": thread.pk, "text": f"Message {n}."}).status_code == 201
    Post.objects.filter(author=member).order_by().update(created_at=now - timedelta(minutes=4))
    monkeypatch.setattr(clock, "now", lambda: now)
    for path, body in (("/posts", {"thread": thread.pk, "text": "Encore."}), ("/threads", QUESTION)):
        refused = asking.post(path, body)
        said = problem(refused, 429, "too-fast")
        assert refused["Retry-After"] == "360" and "ici" not in said["detail"], "a program has no page that keeps its text"
    later = now + timedelta(seconds=361)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert asking.post("/threads", QUESTION).status_code == 201


def test_every_error_is_a_problem(program: Callable[..., Any], client: Client) -> None:
    asking = program(make_member())
    problem(client.get("/api/v1/nowhere"), 404, "not-found")
    problem(client.post("/api/nowhere/at/all"), 404, "not-found")
    problem(asking.get("/threads/999999"), 404, "not-found")
    refused = asking.send("DELETE", "/threads")
    problem(refused, 405, "method")
    assert refused["Allow"] == "GET, POST"
    wrong = problem(asking.get("/threads?limit=1000"), 422, "invalid")
    assert wrong["errors"][0]["field"] == "query.limit"
    problem(asking.get("/threads?after=nonsense"), 422, "cursor")
    problem(asking.post("/threads", {"title": "", "text": "x"}), 422, "title-empty")
    headers = {"Authorization": f"Bearer {asking.secret}"}
    problem(client.post("/api/v1/threads", "{", content_type="application/json", headers=headers), 400, "unreadable")
    problem(client.post("/api/v1/threads", {"title": "x"}, headers=headers), 415, "not-json")


def test_what_nobody_expected_is_a_problem_too(program: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("essaim.conversations.queries.list_threads", fails)
    assert "secret" not in str(problem(program(make_member()).get("/threads"), 500, "broken"))


def test_what_is_wrong_with_a_field_is_said_in_the_language_of_whoever_asks(program: Callable[..., Any]) -> None:
    asking = program(make_member(language="fr"))
    wrong = {"kind": "rubbish", "title": 3, "text": "x" * 200_001, "audiences": "tous"}
    said = {}
    for language in ("", "fr", "en"):
        given = {"Accept-Language": language} if language else {}
        answer = asking.post("/threads", wrong, **given)
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
        said[language] = {one["field"]: one["detail"] for one in answer.json()["errors"]}
    assert said[""] == said["fr"]
    assert said["fr"].keys() == said["en"].keys() == {"body.kind", "body.title", "body.text", "body.audiences"}
    assert said["fr"]["body.title"] == "un texte est attendu."
    assert said["en"]["body.title"] == "a text is expected."
    assert "'discussion'" in said["fr"]["body.kind"]
    assert "200000" in said["fr"]["body.text"]
    assert "liste" in said["fr"]["body.audiences"]
    missing = asking.get("/lessons").json()["errors"]
    assert [(one["field"], one["detail"]) for one in missing] == [("query.sequence", "ce champ manque.")]


def test_every_mistake_that_pydantic_knows_has_words_of_ours() -> None:
    """None of its English comes through, and what it says of the value is filled in."""
    context = {"ge": 1, "le": 2, "max_length": 3, "min_length": 4, "expected": "'a', 'b' or 'c'"}
    with translation.override("fr"):
        for kind in get_args(ErrorType):
            words = words_for({"type": kind, "ctx": context, "msg": "Input should be something else"})
            assert words.endswith(".") and "%" not in words and "Input" not in words, kind
        assert words_for({"type": "literal_error", "ctx": context}).endswith("'a', 'b', 'c'.")


def test_errors_speak_the_language_that_is_asked_for(program: Callable[..., Any]) -> None:
    asking = program(make_member(language="fr"))
    assert "Il n’y a rien" in asking.get("/threads/999999").json()["title"]
    english = asking.get("/threads/999999", Accept_Language="en")
    assert english.json()["title"] == "There is nothing here"
    assert asking.get("/me", Accept_Language="en")["Content-Language"] == "en"


def test_the_same_key_writes_once_and_gets_the_same_answer(program: Callable[..., Any]) -> None:
    asking = program(make_member())
    first = asking.post("/threads", QUESTION, Idempotency_Key="a-1")
    again = asking.post("/threads", QUESTION, Idempotency_Key="a-1")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first
    assert Thread.objects.count() == 1
    assert asking.post("/threads", QUESTION, Idempotency_Key="a-2").json()["id"] != first.json()["id"]


def test_a_key_is_its_members_own_and_for_one_request(program: Callable[..., Any]) -> None:
    asking, other = program(make_member()), program(make_member())
    first = asking.post("/threads", QUESTION, Idempotency_Key="a").json()
    assert other.post("/threads", QUESTION, Idempotency_Key="a").json()["id"] != first["id"]
    problem(asking.post("/threads", QUESTION | {"title": "Autre"}, Idempotency_Key="a"), 422, "key-reused")
    problem(asking.post("/threads", QUESTION, Idempotency_Key="x" * 256), 422, "key")


def test_an_error_is_not_kept(program: Callable[..., Any]) -> None:
    asking = program(make_member())
    problem(asking.post("/threads", QUESTION | {"text": " "}, Idempotency_Key="a"), 422, "empty")
    assert not KeptAnswer.objects.exists()
    assert asking.post("/threads", QUESTION, Idempotency_Key="a").status_code == 201


def test_behind_the_kept_answer_a_post_is_still_written_once(program: Callable[..., Any]) -> None:
    asking = program(make_member())
    first = asking.post("/threads", QUESTION, Idempotency_Key="a").json()
    KeptAnswer.objects.update(created_at=clock.now() - timedelta(days=2))
    sweep(timestamp=0)
    assert not KeptAnswer.objects.exists()
    assert asking.post("/threads", QUESTION, Idempotency_Key="a").json()["id"] == first["id"]
    assert Post.objects.count() == 1


def test_deleting_twice_with_a_key_is_the_same(program: Callable[..., Any]) -> None:
    member = make_member()
    thread = make_thread(member)
    asking, path = program(member), f"/posts/{thread.posts.get().pk}"
    assert [asking.send("DELETE", path, Idempotency_Key="d").status_code for _ in range(2)] == [204, 204]
    problem(asking.send("DELETE", path), 404, "not-found")
