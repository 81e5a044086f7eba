"""A reply costs the same whoever follows the thread; the worker tells them."""

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from essaim.conversations.models import Level, Reading, Thread, Why
from essaim.kernel import clock
from essaim.notifications.tests.factories import run_jobs
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import make_post, make_thread
from .test_notifications import Notification, work

pytestmark = pytest.mark.django_db


def follow(thread: Thread, number: int, level: int) -> None:
    people = Member.objects.bulk_create(
        Member(email=f"p{thread.pk}-{n}@brindel.example", first_name="P", last_name=str(n), language="fr")
        for n in range(number)
    )
    Reading.objects.bulk_create(
        Reading(thread=thread, member=member, level=level, why=Why.CHOSEN, opened_at=clock.now()) for member in people
    )


def test_a_reply_asks_the_same_of_the_database_for_five_thousand_as_for_five() -> None:
    few, many = make_thread(make_member()), make_thread(make_member())
    follow(few, 5, Level.WATCHED)
    follow(many, 5000, Level.WATCHED)
    author, asked, took = make_member(), [], []
    for thread in (few, many):
        make_post(author, thread)
        before = time.process_time()
        with CaptureQueriesContext(connection) as captured:
            make_post(author, thread)
        took.append(time.process_time() - before)
        asked.append([query["sql"][:10] for query in captured])
    assert asked[0] == asked[1]
    # CPU of this process; the margin is for a machine where others work.
    assert took[1] < took[0] * 3 + 0.01
    work()
    began = time.monotonic()
    run_jobs("notifications.tell-batch")
    assert time.monotonic() - began < 60
    # Three entries each: the thread itself and two posts are one notification, all of them unread.
    watched = Notification.objects.filter(kind="conversations.watched")
    assert watched.filter(topic=f"thread:{many.pk}").count() == 5000
    assert watched.filter(topic=f"thread:{few.pk}").count() == 5


def test_a_page_asks_cheaply_for_what_is_new() -> None:
    asker, reader = make_member(), make_member()
    thread, client = make_thread(asker), Client()
    client.force_login(reader)
    client.get(f"/conversations/threads/{thread.pk}/")
    address = f"/conversations/threads/{thread.pk}/after/1/"
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{address}?count", headers={"If-None-Match": '"1"'}).status_code == 304
    assert len(captured) == 2  # the session, and the thread
    make_post(asker, thread, "Voici du neuf.")
    make_post(asker, thread, "Et encore.")
    told = client.get(f"{address}?count", headers={"If-None-Match": '"1"'})
    assert told.json() == {"new": 2, "last": 3} and told["ETag"] == '"3"'
    reading = Reading.objects.get(thread=thread, member=reader)
    assert reading.read_number == 1  # nobody has asked to see them yet
    page = client.get(address).text
    assert "Voici du neuf." in page and "Et encore." in page and "Je me demande." not in page and "<html" not in page
    reading.refresh_from_db()
    assert reading.read_number == 3
    assert client.get(f"/conversations/threads/{thread.pk}/after/3/").text.strip() == ""
    assert client.get(f"/conversations/threads/{thread.pk}/after/99999999999999/").status_code == 200


def test_what_is_new_in_a_restricted_thread_is_for_its_audience() -> None:
    from essaim.people.tests.factories import make_audience

    asker = make_member()
    audience = make_audience("rh", asker)
    asker.audience_ids = (audience.pk,)
    thread, client = make_thread(asker, restricted_to=[audience.pk]), Client()
    client.force_login(make_member())
    for query in ("", "?count"):
        assert client.get(f"/conversations/threads/{thread.pk}/after/0/{query}").status_code == 404
