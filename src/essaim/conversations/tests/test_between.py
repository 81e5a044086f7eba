"""What is between two people is nowhere for anybody else, facilitators included."""

import uuid

import pytest
from django.test import Client

from essaim.conversations.colleagues import people_named
from essaim.conversations.models import Thread
from essaim.conversations.text import write
from essaim.people.models import alone
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_member

from .factories import make_post, make_thread
from .test_permissions import signed_in

pytestmark = pytest.mark.django_db


def test_two_read_and_write_and_nobody_else() -> None:
    paul, lea, nosy = (
        make_member(first_name="Paul"),
        make_member(first_name="Léa"),
        make_member("facilitator", first_name="Curieux"),
    )
    between = [alone(paul.pk), alone(lea.pk)]
    thread = Thread.objects.create(
        kind="discussion", title="Y arriver ensemble", author=paul, restricted_to=between,
        created_at="2026-03-02T09:00:00Z", last_post_at="2026-03-02T09:00:00Z",
    )  # fmt: skip
    make_post(load_member(paul.pk), thread, "Je voudrais apprivoiser le tableur.")
    make_post(load_member(lea.pk), thread, "Avec plaisir.")
    for member, status in ((paul, 200), (lea, 200), (nosy, 404)):
        client = Client()
        client.force_login(member)
        assert client.get(f"/conversations/threads/{thread.pk}/").status_code == status
        assert ("Y arriver ensemble" in client.get("/conversations/threads/").text) is (status == 200)
        sent = client.post(f"/conversations/threads/{thread.pk}/", {"source": "Coucou", "key": str(uuid.uuid4())})
        assert sent.status_code == (302 if status == 200 else 404)


def test_only_the_two_can_be_named_and_hear_of_it() -> None:
    paul, lea, nosy = make_member(first_name="Paul"), make_member(first_name="Paule"), make_member(first_name="Paulin")
    between = [alone(paul.pk), alone(lea.pk)]
    assert {found["name"].split()[0] for found in people_named("paul", between)} == {"Paul", "Paule"}
    written = write(f"@[x](member:{lea.pk}) et @[y](member:{nosy.pk})", language="fr", restricted_to=between)
    assert written.mentioned == [lea.pk]
    assert written.blind == [nosy.name]


def test_only_what_works_is_offered() -> None:
    one, facilitator = make_member(), make_member("facilitator")
    thread = make_thread(one)
    Thread.objects.filter(pk=thread.pk).update(restricted_to=[alone(one.pk), alone(facilitator.pk)])
    make_post(facilitator, thread)
    for member in (one, facilitator):
        client = signed_in(member)
        for path in ("", "after/1/"):
            page = client.get(f"/conversations/threads/{thread.pk}/{path}").text
            for link in ("/conversations/reports/", "/conversations/moderation/posts/", "/conversations/moderation/threads/"):
                assert link not in page, (path, link)
    # Nor is an answer kept by who did not ask.
    assert "/accept/" not in signed_in(facilitator).get(f"/conversations/threads/{thread.pk}/").text
    open_one = make_thread(make_member())
    assert "/conversations/reports/" in signed_in(one).get(f"/conversations/threads/{open_one.pk}/").text
    assert "/conversations/moderation/posts/" in signed_in(facilitator).get(f"/conversations/threads/{open_one.pk}/").text
