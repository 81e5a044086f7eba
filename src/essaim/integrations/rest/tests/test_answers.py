"""In the API too, an answer is accepted by who asked, and a deleted post comes back by its author."""

from collections.abc import Callable
from typing import Any

import pytest

from essaim.conversations.tests.factories import make_post, make_thread
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db


def test_who_asked_accepts_an_answer_and_takes_it_back(program: Callable[..., Any]) -> None:
    asker, colleague = make_member(), make_member()
    thread = make_thread(asker)
    first, second = make_post(colleague, thread), make_post(colleague, thread)
    asking, answering = program(asker), program(colleague)
    assert answering.send("PUT", f"/posts/{first.pk}/acceptance").status_code == 404
    for post in (first, second, second):
        assert asking.send("PUT", f"/posts/{post.pk}/acceptance").status_code == 204
        assert answering.get(f"/threads/{thread.pk}").json()["accepted"] == post.number
    assert answering.send("DELETE", f"/posts/{second.pk}/acceptance").status_code == 404
    for _twice in range(2):
        assert asking.send("DELETE", f"/posts/{second.pk}/acceptance").status_code == 204
    assert answering.get(f"/threads/{thread.pk}").json()["accepted"] is None


def test_nobody_accepts_the_question_itself_or_what_they_do_not_see(program: Callable[..., Any]) -> None:
    asker, insider, facilitator = make_member(), make_member(), make_member("facilitator")
    audience = make_audience("reserve", insider)
    thread = make_thread(asker)
    assert program(asker).send("PUT", f"/posts/{thread.posts.get().pk}/acceptance").status_code == 404
    insider = load_member(insider.pk) or insider
    hidden = make_post(insider, make_thread(insider, restricted_to=[audience.pk]))
    assert program(facilitator).send("PUT", f"/posts/{hidden.pk}/acceptance").status_code == 404
    answer = make_post(insider, thread)
    assert program(facilitator).send("PUT", f"/posts/{answer.pk}/acceptance").status_code == 204


def test_a_deleted_post_comes_back_by_its_author_alone(program: Callable[..., Any]) -> None:
    author = make_member()
    post = make_post(author, make_thread(make_member()), "Le lundi.")
    writing, other = program(author), program(make_member("administrator"))
    assert writing.post(f"/posts/{post.pk}/restore", {}).status_code == 404
    writing.send("DELETE", f"/posts/{post.pk}")
    assert other.post(f"/posts/{post.pk}/restore", {}).status_code == 404
    back = writing.post(f"/posts/{post.pk}/restore", {}, Idempotency_Key="back")
    assert (back.status_code, back.json()["text"], back.json()["deleted"]) == (200, "Le lundi.", False)
    assert writing.post(f"/posts/{post.pk}/restore", {}, Idempotency_Key="back").json() == back.json()
    assert "lundi" in other.get(f"/posts/{post.pk}").json()["html"]
