"""Reading the discussion under a lesson: what counts as read of a thread that one follows, and what does not."""

import uuid
from typing import Any

import pytest
from django.test import Client, RequestFactory

from essaim.conversations.models import Level, Reading, Thread
from essaim.kernel import clock
from essaim.people.models import Member
from essaim.people.tests.factories import make_member
from essaim.ui import slots
from essaim.ui.anchors import Anchor

from .factories import make_post
from .test_slot import say

pytestmark = pytest.mark.django_db


def open_page(member: Member, method: str = "get", **headers: str) -> str:
    request: Any = getattr(RequestFactory(), method)("/ici/", headers=headers)
    request.user = member
    return slots.fill("discussion", request, anchor_type="place", anchor_id=7, restricted_to=[], prompt="")


def followed(reader: Member, posts: int, *, read: int) -> Thread:
    """The discussion of the place, of so many posts, read by its follower up to one of them."""
    author = make_member("facilitator")
    thread = say(author).thread
    for _n in range(posts - 1):
        make_post(author, thread, key=uuid.uuid4())
    Reading.objects.update_or_create(
        member=reader, thread=thread, defaults={"read_number": read, "level": Level.FOLLOWED, "why": "chosen", "opened_at": clock.now()}
    )  # fmt: skip
    return thread


def read_by(reader: Member, thread: Thread) -> int | None:
    return Reading.objects.get(member=reader, thread=thread).read_number


def test_what_is_shown_whole_is_read(places: dict[int, Anchor], reader: Member) -> None:
    thread = followed(reader, 22, read=2)
    open_page(reader)
    assert read_by(reader, thread) == 22


def test_what_is_unread_before_what_is_shown_stays_unread(places: dict[int, Anchor], reader: Member) -> None:
    thread = followed(reader, 23, read=2)
    html = open_page(reader)
    assert read_by(reader, thread) == 2
    # The way to what is above leads to where one left.
    assert f'href="/conversations/threads/{thread.pk}/#unread"' in html


def test_fetching_ahead_and_coming_back_with_an_error_read_nothing(places: dict[int, Anchor], reader: Member) -> None:
    thread = followed(reader, 3, read=1)
    open_page(reader, **{"Sec-Purpose": "prefetch"})
    open_page(reader, "post")
    assert read_by(reader, thread) == 1


def test_what_is_written_meanwhile_comes_under_the_page(client: Client, places: dict[int, Anchor], reader: Member) -> None:
    thread = followed(reader, 2, read=2)
    assert f'data-fresh="/conversations/threads/{thread.pk}/after/" data-last="2" data-under' in open_page(reader)
    post = make_post(make_member(), thread, "Je viens de le voir.")
    client.force_login(reader)
    address = f"/conversations/threads/{thread.pk}/after/2/"
    come = client.get(f"{address}?under").text
    assert "Je viens de le voir." in come and f'href="/ici/?reply={post.pk}#composer"' in come
    assert f'href="/conversations/threads/{thread.pk}/?reply={post.pk}#composer"' in client.get(address).text
    assert read_by(reader, thread) == 3
