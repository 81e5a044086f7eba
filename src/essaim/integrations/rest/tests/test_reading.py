"""A thread, a theme or everything that one follows is marked as read by a program."""

from collections.abc import Callable
from typing import Any

import pytest

from essaim.conversations.tests.factories import make_post, make_theme, make_thread
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db


def test_a_thread_a_theme_and_everything_is_read(program: Callable[..., Any]) -> None:
    reader, colleague, theme = make_member(), make_member(), make_theme("ecoute")
    threads = [make_thread(reader, theme_id=theme.pk), make_thread(reader, theme_id=theme.pk), make_thread(reader)]
    threads.append(make_thread(reader))
    for thread in threads:
        make_post(colleague, thread)
    asking = program(reader)

    def unread() -> list[int]:
        return [asking.get(f"/threads/{thread.pk}").json()["unread"] for thread in threads]

    assert unread() == [1, 1, 1, 1]
    assert asking.post(f"/threads/{threads[2].pk}/read", {}).json()["read"] == 2
    assert unread() == [1, 1, 0, 1]
    assert asking.post("/themes/ecoute/read", {}).json() == {"read": 2}
    assert unread() == [0, 0, 0, 1]
    assert asking.post("/threads/read", {}).json() == {"read": 1}
    assert unread() == [0, 0, 0, 0]
    assert asking.post("/threads/read", {}).json() == {"read": 0}


def test_what_one_may_not_see_cannot_be_read(program: Callable[..., Any]) -> None:
    insider = make_member()
    audience, theme = make_audience("reserve", insider), make_theme("secret")
    type(theme).objects.filter(pk=theme.pk).update(restricted_to=[audience.pk])
    insider = load_member(insider.pk) or insider
    thread = make_thread(insider, theme_id=theme.pk)
    outside, inside = program(make_member("administrator")), program(insider)
    for path in (f"/threads/{thread.pk}/read", "/themes/secret/read"):
        assert (inside.post(path, {}).status_code, outside.post(path, {}).status_code) == (200, 404), path
