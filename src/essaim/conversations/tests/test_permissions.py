"""What is not for somebody is not there for them: in lists, pages, names, notifications, and in what they send."""

import uuid
from typing import Any

import pytest
from django.test import Client

from essaim.conversations.actions.posts import publish_in_discussion
from essaim.conversations.actions.threads import follow
from essaim.conversations.indexing import load
from essaim.conversations.models import Post, Thread
from essaim.people.models import Member
from essaim.people.tests.factories import make_audience, make_member
from essaim.ui import anchors
from essaim.ui.anchors import Anchor

from .factories import make_post, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> dict[str, Any]:
    """A thread for HR alone, somebody who is in it, and somebody who is not."""
    inside, outside = make_member(), make_member()
    audience = make_audience("rh", inside)
    inside.audience_ids = (audience.pk,)
    thread = make_thread(inside, title="Entre nous", restricted_to=[audience.pk])
    return {"inside": inside, "outside": outside, "audience": audience, "thread": thread, "post": thread.posts.get(number=1)}


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_a_restricted_thread_is_nowhere_for_others(closed: dict[str, Any]) -> None:
    thread, post = closed["thread"], closed["post"]
    addresses = [
        f"/conversations/threads/{thread.pk}/",
        f"/conversations/posts/{post.pk}/",
        f"/conversations/posts/{post.pk}/edit/",
        f"/conversations/mentions/?thread={thread.pk}&q=a",
    ]
    outside, inside = signed_in(closed["outside"]), signed_in(closed["inside"])
    for address in addresses:
        assert outside.get(address).status_code == 404, address
        assert inside.get(address).status_code in (200, 302), address
    for show in ("", "unanswered", "mine"):
        assert "Entre nous" not in outside.get(f"/conversations/threads/?show={show}").text
        assert "Entre nous" in inside.get(f"/conversations/threads/?show={show}").text
    sent = outside.post(f"/conversations/threads/{thread.pk}/", {"source": "Coucou", "key": str(uuid.uuid4())})
    assert sent.status_code == 404
    assert thread.posts.count() == 1


def test_it_says_so_to_those_who_read_it(closed: dict[str, Any]) -> None:
    assert "Réservé à Rh" in signed_in(closed["inside"]).get(f"/conversations/threads/{closed['thread'].pk}/").text


def test_who_leaves_the_audience_leaves_their_own_thread(closed: dict[str, Any]) -> None:
    closed["audience"].memberships.all().delete()
    client = signed_in(closed["inside"])
    assert client.get(f"/conversations/threads/{closed['thread'].pk}/").status_code == 404
    assert client.post(f"/conversations/posts/{closed['post'].pk}/edit/", {"source": "Encore"}).status_code == 404


def test_names_offered_are_those_who_may_see(closed: dict[str, Any]) -> None:
    make_member(first_name="Zoé", last_name="Dehors")
    within = make_member(first_name="Zoé", last_name="Dedans")
    closed["audience"].memberships.create(member=within)
    client = signed_in(closed["inside"])
    found = client.get(f"/conversations/mentions/?thread={closed['thread'].pk}&q=zoe").json()["people"]
    assert [person["name"] for person in found] == ["Zoé Dedans"]
    assert len(client.get("/conversations/mentions/?q=zoe").json()["people"]) == 2


def test_the_author_is_told_who_will_not_see(closed: dict[str, Any]) -> None:
    make_member(first_name="Zoé", last_name="Dehors")
    client = signed_in(closed["inside"])
    page = client.post(
        f"/conversations/threads/{closed['thread'].pk}/", {"source": "@zoe.dehors ?", "key": str(uuid.uuid4())}, follow=True
    )
    assert "Zoé Dehors ne verra pas ce message" in page.text
    assert not Post.objects.get(number=2).mentions.exists()


@pytest.mark.parametrize("act", ["edit", "delete", "restore", "accept", "withdraw"])
def test_somebody_elses_post_is_not_mine_to_change(client: Client, act: str) -> None:
    author, other = make_member(), make_member()
    thread = make_thread(author)
    post = make_post(author, thread)
    client.force_login(other)
    assert client.post(f"/conversations/posts/{post.pk}/{act}/", {"source": "Volé"}).status_code == 404
    assert client.post(f"/conversations/posts/999999/{act}/", {"source": "Volé"}).status_code == 404
    post.refresh_from_db()
    assert (post.source, post.deleted_at, post.edited_at) == ("Je réponds.", None, None)


def test_a_forged_anchor_is_not_found(client: Client, places: dict[int, Anchor]) -> None:
    member = make_member()
    places[8] = Anchor("Réservée", "/la/", restricted_to=(make_audience("rh").pk,))
    client.force_login(member)
    form = {"kind": "question", "title": "Et ?", "source": "Quoi ?"}
    for anchor in ("place:8", "place:99", "nowhere:7", "place:x", "place:" + "9" * 30, "7"):
        assert client.get(f"/conversations/threads/new/?anchor={anchor}").status_code == 404, anchor
        assert client.post("/conversations/threads/new/", form | {"anchor": anchor}).status_code == 404, anchor
    for address in ("place/8", "place/99", "nowhere/7", "place/" + "9" * 30):
        assert client.get(f"/conversations/discussions/{address}/").status_code == 404
        assert client.post(f"/conversations/discussions/{address}/", {"source": "x"}).status_code == 404
    assert client.get("/conversations/mentions/?q=a&anchor=place:8").status_code == 404
    assert not Thread.objects.exists()


def test_a_forged_number_answers_nobody_and_loses_nothing(client: Client, places: dict[int, Anchor]) -> None:
    client.force_login(make_member())
    thread = make_thread(make_member())
    for address in (f"/conversations/threads/{thread.pk}/", "/conversations/discussions/place/7/"):
        response = client.post(address, {"source": " ", "parent": "9" * 5000, "key": str(uuid.uuid4())})
        assert response.status_code == 422
        assert client.get(f"{address}?reply=²&after={2**63}").status_code == 200


def test_a_forged_audience_is_refused_with_what_was_typed(client: Client) -> None:
    member = make_member()
    make_audience("mine", member)
    theirs = make_audience("theirs")
    client.force_login(member)
    form = {"kind": "question", "title": "Et alors ?", "source": "Quoi ?", "audiences": [str(theirs.pk)]}
    response = client.post("/conversations/threads/new/", form)
    assert response.status_code == 422
    assert "Et alors ?" in response.text
    assert not Thread.objects.exists()


def test_an_anchored_thread_is_for_whom_the_anchor_is(places: dict[int, Anchor]) -> None:
    inside, outside = make_member(), make_member()
    audience = make_audience("rh", inside)
    inside.audience_ids = (audience.pk,)
    thread = make_thread(inside, anchor=("place", 7))
    publish_in_discussion(actor=outside, anchor_type="place", anchor_id=7, key=uuid.uuid4(), source="Moi.", language="fr")
    assert Thread.objects.visible_to(outside).count() == 2
    places[7] = Anchor("La leçon sept", "/ici/", restricted_to=(audience.pk,))
    anchors.changed("place", 7, [audience.pk])
    assert not Thread.objects.visible_to(outside).exists()
    assert Thread.objects.visible_to(inside).count() == 2
    assert {tuple(document.restricted_to) for document in load([thread.pk])} == {(audience.pk,)}
    follow("place", 7, [])
    assert Thread.objects.visible_to(outside).count() == 2


def test_pages_ask_to_sign_in(client: Client) -> None:
    for address in ("threads/", "threads/new/", "threads/1/", "posts/1/", "mentions/?q=a", "discussions/place/7/"):
        response = client.get(f"/conversations/{address}")
        assert response.status_code == 302
        assert "/sign-in/" in response["Location"]
