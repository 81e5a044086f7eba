"""Events in the API: followed from where one was, by administrators' tokens alone, without what members do for themselves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from essaim.conversations.tests.factories import make_thread
from essaim.journal.events import event_types
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.learning.tests.factories import lesson_of, make_lesson_page
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db


def settle() -> None:
    Entry.objects.update(occurred_at=clock.now() - timedelta(minutes=1))


def test_events_are_followed_from_where_one_was(program: Callable[..., Any]) -> None:
    member = make_member("administrator")
    following = program(member, "events")
    start = following.get("/events").json()
    assert start["items"] == []
    thread = make_thread(make_member())
    settle()
    first = following.get("/events?type=conversations.thread-started").json()
    assert [(one["type"], one["subject_id"]) for one in first["items"]] == [("conversations.thread-started", thread.pk)]
    assert following.get(first["next"]).json()["items"] == []
    make_thread(make_member())
    assert following.get(first["next"]).json()["items"] == []  # its act may not be the last of its time
    settle()
    assert len(following.get(first["next"]).json()["items"]) == 1


def test_events_hide_what_members_do_for_themselves(program: Callable[..., Any]) -> None:
    lesson = lesson_of(make_lesson_page())
    program(make_member()).send("PUT", f"/lessons/{lesson.pk}/progress", {"state": "completed"})
    settle()
    seen = {one["type"] for one in program(make_member("administrator"), "events").get("/events").json()["items"]}
    assert "learning.lesson-completed" not in seen and "learning.lesson-published" in seen
    assert Entry.objects.filter(type="learning.lesson-completed").exists()
    withheld = {
        "learning.lesson-completed", "people.first-steps-finished", "people.member-changed", "people.invitation-sent",
        "people.invitation-accepted",
    }  # fmt: skip
    assert not withheld & {name for name, cls in event_types if cls.shared}


def test_events_are_for_administrators_tokens_alone(program: Callable[..., Any], client: Any) -> None:
    assert program(make_member("administrator")).get("/events").status_code == 403
    client.force_login(make_member("administrator"))
    assert client.get("/api/v1/events").status_code == 403
