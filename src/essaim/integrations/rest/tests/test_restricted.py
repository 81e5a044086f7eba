"""Nothing passes through the API that the pages do not show: what is restricted is not there, to read or to write to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from essaim.conversations.models import Post
from essaim.conversations.tests.factories import make_thread
from essaim.learning.models import Progress
from essaim.learning.tests.factories import lesson_of, make_lesson_page, make_sequence_page, sequence_of
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db


def test_what_is_restricted_is_not_there(program: Callable[..., Any]) -> None:
    insider = make_member()
    audience = make_audience("reserve", insider)
    insider = load_member(insider.pk)
    thread = make_thread(insider, title="Entre nous, zibeline ?", restricted_to=[audience.pk])
    page = make_sequence_page(title="Zibeline", restricted_to=[audience])
    lesson = lesson_of(make_lesson_page(page))
    call_command("search_rebuild", verbosity=0)
    post = thread.posts.get()
    paths = [
        f"/threads/{thread.pk}", f"/posts/{post.pk}", f"/posts?thread={thread.pk}", f"/sequences/{sequence_of(page).pk}",
        f"/lessons/{lesson.pk}", f"/lessons?sequence={sequence_of(page).pk}",
    ]  # fmt: skip
    inside, outside = program(insider), program(make_member("administrator"))
    for path in paths:
        assert (inside.get(path).status_code, outside.get(path).status_code) == (200, 404), path
    for path in ("/threads", "/sequences", "/search?q=zibeline", f"/threads?about=lesson:{lesson.pk}"):
        assert outside.get(path).json()["items"] == [], path
    assert inside.everything("/search?q=zibeline")
    assert outside.post("/posts", {"thread": thread.pk, "text": "Coucou"}).status_code == 404
    assert outside.post("/posts", {"about": f"lesson:{lesson.pk}", "text": "Coucou"}).status_code == 404
    assert outside.post("/threads", {"title": "T", "text": "t", "audiences": [audience.pk]}).status_code == 422
    assert outside.send("PUT", f"/lessons/{lesson.pk}/progress", {"state": "begun"}).status_code == 404
    assert Post.objects.count() == 1 and not Progress.objects.exists()
