"""The discussion under a lesson."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from essaim.conversations.actions.posts import publish_in_discussion
from essaim.conversations.models import Thread
from essaim.people.models import Member
from essaim.people.tests.factories import make_audience, make_member
from essaim.ui import slots
from essaim.ui.anchors import Anchor

from .factories import make_post, make_thread
from .test_pages import fill, shown

pytestmark = pytest.mark.django_db


def slot(member: Any, query: str = "", **arguments: Any) -> str:
    request = RequestFactory().get(f"/ici/{query}")
    request.user = member
    return slots.fill("discussion", request, anchor_type="place", anchor_id=7, restricted_to=[], **({"prompt": ""} | arguments))


def say(member: Member, source: str = "Bonjour.", **fields: Any) -> Any:
    return publish_in_discussion(
        actor=member, anchor_type="place", anchor_id=7, key=uuid.uuid4(), source=source, language="fr", **fields
    ).post


def test_it_invites_when_nobody_wrote_and_makes_nothing(places: dict[int, Anchor]) -> None:
    html = slot(make_member(), prompt="Et chez vous ?")
    assert "Et chez vous ?" in html
    assert 'action="/conversations/discussions/place/7/"' in html
    assert "?anchor=place:7" in html
    assert not Thread.objects.exists()


def test_one_writes_and_comes_back_to_the_lesson(client: Client, places: dict[int, Anchor]) -> None:
    member = make_member()
    client.force_login(member)
    response = client.post("/conversations/discussions/place/7/", {"source": "Chez nous, non.", "key": str(uuid.uuid4())})
    post = Thread.objects.get().posts.get()
    assert response["Location"] == f"/ici/#post-{post.pk}"
    html = slot(member)
    assert f'id="post-{post.pk}"' in html
    assert f"/conversations/posts/{post.pk}/edit/?next=/ici/" in html


def test_who_deletes_the_only_post_under_a_page_finds_it_there(client: Client, places: dict[int, Anchor]) -> None:
    member = make_member()
    post = say(member)
    client.force_login(member)
    deleted = client.post(f"/conversations/posts/{post.pk}/delete/", {"next": "/ici/"})
    assert deleted["Location"] == f"/ici/#post-{post.pk}"
    assert f'action="/conversations/posts/{post.pk}/restore/"' in slot(member)
    assert f"{post.pk}/restore" not in slot(make_member())
    assert client.post(f"/conversations/posts/{post.pk}/restore/", {"next": "/ici/"}).status_code == 302
    assert "Bonjour." in slot(make_member())


def test_what_is_refused_comes_back_with_the_discussion(client: Client, places: dict[int, Anchor]) -> None:
    member = make_member()
    say(member, "Le premier.")
    client.force_login(member)
    response = client.post("/conversations/discussions/place/7/", {"source": "x" * 10_001})
    assert response.status_code == 422
    assert "x" * 10_001 in response.text
    assert "Le premier." in response.text
    assert client.get("/conversations/discussions/place/7/").status_code == 200


def test_it_shows_the_latest_posts_and_the_way_to_the_earlier_ones(
    places: dict[int, Anchor], django_assert_num_queries
) -> None:
    member = make_member()
    main = say(member).thread
    fill(main, member, 50)
    question = make_thread(member, anchor=("place", 7), title="Une question à part")
    with django_assert_num_queries(2):
        html = slot(member)
    assert shown(html) == list(range(31, 51))
    assert "Lire les 30 messages précédents" in html
    assert "Une question à part" in html
    assert f"/conversations/threads/{question.pk}/" in html


def test_one_answers_a_post_under_the_lesson(places: dict[int, Anchor]) -> None:
    member = make_member(first_name="Inès", last_name="Robin")
    post = say(member)
    html = slot(member, f"?reply={post.pk}")
    assert f'name="parent" value="{post.pk}"' in html
    assert "<b data-replying-name>Inès Robin</b>" in html


def test_other_threads_of_the_anchor_are_for_those_who_may_see_them(places: dict[int, Anchor]) -> None:
    inside, outside = make_member(), make_member()
    audience = make_audience("rh", inside)
    inside.audience_ids = (audience.pk,)
    places[7] = Anchor("La leçon sept", "/ici/", restricted_to=(audience.pk,))
    make_thread(inside, anchor=("place", 7), title="Entre nous")
    say(inside, "Tout bas.")
    assert "Entre nous" in slot(inside) and "Tout bas." in slot(inside)
    assert "Entre nous" not in slot(outside) and "Tout bas." not in slot(outside)


def test_the_main_thread_is_listed_under_the_title_of_its_anchor(client: Client, places: dict[int, Anchor]) -> None:
    member = make_member()
    main = say(member).thread
    make_post(member, main)
    client.force_login(member)
    assert "La leçon sept" in client.get("/conversations/threads/").text
    page = client.get(f"/conversations/threads/{main.pk}/").text
    assert "<h1>La leçon sept</h1>" in page
    assert "Bonjour." in page


def test_nobody_is_nobody(places: dict[int, Anchor]) -> None:
    assert slot(AnonymousUser()) == ""
