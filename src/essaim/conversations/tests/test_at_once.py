"""A reply that names nobody is one statement, and leaves what the long way leaves."""

import json
import uuid
from typing import Any

import pytest
from django.db import connection

from essaim.conversations.actions.drafts import Begun, save_draft
from essaim.conversations.actions.posts import publish_post
from essaim.conversations.actions.threads import start_thread
from essaim.conversations.actions.writing import Enclosed
from essaim.conversations.models import Draft, Post, Reading
from essaim.journal.models import Entry
from essaim.people.tests.factories import make_member

from .factories import make_thread
from .test_posting import counts

pytestmark = pytest.mark.django_db


def test_a_text_that_names_nobody_is_written_as_one_that_might(places: Any) -> None:
    """One statement, or the long way: the same is left."""
    author, asker = make_member(), make_member()
    left = []
    for source in ("Merci.", "Merci, a@b.fr."):
        thread = make_thread(asker, anchor=("place", 7))
        first = thread.posts.get()
        place = f"thread:{thread.pk}"
        save_draft(actor=author, place=place, key=uuid.uuid4(), begun=Begun(source=source))
        post = publish_post(
            actor=author, thread_id=thread.pk, key=uuid.uuid4(), source=source, language="fr", parent_id=first.pk,
            enclosed=Enclosed(draft=place),
        ).post  # fmt: skip
        thread.refresh_from_db()
        kept, entry = Post.objects.get(pk=post.pk), Entry.objects.latest("pk")
        reading = Reading.objects.get(member=author, thread=thread)
        with connection.cursor() as cursor:
            cursor.execute("SELECT task_name, priority, args FROM procrastinate_jobs ORDER BY id DESC LIMIT 1")
            jobs = [(name, priority, json.loads(args)) for name, priority, args in cursor.fetchall()]
        consumers = {
            "conversations.behind.leave_unread", "conversations.notifications.tell_of_post", "conversations.indexing.index",
        }  # fmt: skip
        assert [(args["entry_id"], set(args["names"])) for _name, _p, args in jobs] == [(entry.pk, consumers)]
        left.append(
            {
                "post": (kept.number, kept.parent_id == post.parent_id == first.pk, kept.author_id, kept.key == post.key),
                "thread": (post.thread.last_number, *counts(thread), thread.last_post_at == kept.created_at),
                "event": (entry.type, entry.subject_id == kept.pk, entry.actor_id, entry.payload | {"thread_id": 0}),
                "reading": (reading.level, reading.why, reading.read_number),
                "drafts": Draft.objects.count(),
                "jobs": [(name, priority, sorted(args)) for name, priority, args in jobs],
            }
        )
    assert left[0] == left[1]
    assert left[0]["drafts"] == 0 and left[0]["event"][3]["anchor_type"] == "place"


def test_writing_costs_few_queries(django_assert_num_queries) -> None:
    author = make_member()
    thread = make_thread(author)
    # Savepoints of the test's own transaction apart.
    with django_assert_num_queries(1 + 2):
        publish_post(actor=author, thread_id=thread.pk, key=uuid.uuid4(), source="Court.", language="fr")
    # Look up and lock; the post and its thread's counts; event and jobs.
    with django_assert_num_queries(3 + 2):
        publish_post(actor=author, thread_id=thread.pk, key=uuid.uuid4(), source="Écrivez à a@b.fr.", language="fr")
    # And how many threads a newcomer opened.
    with django_assert_num_queries(5 + 2):
        start_thread(actor=author, key=uuid.uuid4(), kind="question", title="Et ?", source="Court.", language="fr")
