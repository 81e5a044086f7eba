"""Two people at once: numbers without holes, counts that agree, one main thread, one post per form."""

import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from essaim.conversations.actions.merging import split_thread
from essaim.conversations.actions.posts import delete_post, publish_in_discussion, publish_post
from essaim.conversations.actions.threads import follow
from essaim.conversations.models import Post, Thread
from essaim.journal.models import Entry
from essaim.people.tests.factories import make_audience, make_member
from essaim.ui.anchors import Anchor

from .factories import make_thread

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Runs each act in a thread of its own with its own connection; returns what they returned or raised."""
    results: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(index: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            results[index] = act()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_counts_agree_after_two_people_wrote_at_once() -> None:
    asker, people = make_member(), [make_member(), make_member()]
    thread = make_thread(asker)

    def write(member: Any) -> None:
        for n in range(12):
            post = publish_post(actor=member, thread_id=thread.pk, key=uuid.uuid4(), source=f"{n}", language="fr").post
            if n % 3 == 0:
                delete_post(actor=member, post_id=post.pk)

    assert at_once(*(lambda member=member: write(member) for member in people)) == [None, None]
    thread.refresh_from_db()
    assert sorted(thread.posts.values_list("number", flat=True)) == list(range(1, 26))
    assert thread.last_number == 25
    assert thread.posts_count == thread.posts.filter(deleted_at=None).count() == 17
    assert thread.answers_count == 16
    assert Entry.objects.filter(type="conversations.post-published").count() == 24


def test_a_form_sent_twice_at_once_writes_once() -> None:
    author = make_member()
    thread = make_thread(author)
    for _ in range(5):
        key = uuid.uuid4()

        def send(key: uuid.UUID = key) -> int:
            return publish_post(actor=author, thread_id=thread.pk, key=key, source="Oui.", language="fr").post.pk

        first, second = at_once(send, send)
        assert first == second
    thread.refresh_from_db()
    assert thread.posts_count == 6
    assert Entry.objects.filter(type="conversations.post-published").count() == 5


def test_a_question_sent_twice_at_once_is_one_question() -> None:
    author, key = make_member(), uuid.uuid4()
    first, second = at_once(*[lambda: make_thread(author, key=key).pk] * 2)
    assert first == second
    assert Thread.objects.count() == 1


def test_an_anchor_gets_one_main_thread(places: dict[int, Anchor]) -> None:
    people = [make_member(), make_member(), make_member()]

    def write(member: Any) -> Any:
        return publish_in_discussion(
            actor=member, anchor_type="place", anchor_id=7, key=uuid.uuid4(), source="Moi.", language="fr"
        ).post.number

    assert sorted(at_once(*(lambda member=member: write(member) for member in people))) == [1, 2, 3]
    assert Thread.objects.get().posts_count == 3


def test_a_thread_opened_while_its_anchor_closes_is_closed(places: dict[int, Anchor]) -> None:
    """Whichever comes first, the thread ends restricted as its anchor."""
    audience = make_audience("rh")
    author = make_member()
    author.audience_ids = (audience.pk,)

    def close() -> None:
        from django.db import transaction

        with transaction.atomic():
            places[7] = Anchor("La leçon sept", "/ici/", restricted_to=(audience.pk,))
            follow("place", 7, [audience.pk])

    for _ in range(5):
        places[7] = Anchor("La leçon sept", "/ici/")
        opened, _closed = at_once(lambda: make_thread(author, anchor=("place", 7)).pk, close)
        assert Thread.objects.get(pk=opened).restricted_to == [audience.pk]
    assert Post.objects.count() == 5


def test_what_is_answered_goes_to_another_thread_while_one_answers() -> None:
    """The answer waits for the thread, and then stands by itself."""
    asker, author, aurelie = make_member(), make_member(), make_member("facilitator")
    thread = make_thread(asker)
    given: dict[str, Any] = {"actor": author, "thread_id": thread.pk, "language": "fr"}
    going, staying = (publish_post(key=uuid.uuid4(), source=source, **given).post for source in ("Un.", "Deux."))
    gate = threading.Event()

    def split() -> None:
        with transaction.atomic():
            split_thread(
                actor=aurelie, thread_id=thread.pk, posts=[going.pk], title="Autre chose", kind="question", language="fr"
            )
            gate.set()
            time.sleep(0.5)

    def answer(parent_id: int) -> Any:
        gate.wait(10)
        return publish_post(key=uuid.uuid4(), source="Oui.", parent_id=parent_id, **given).post

    _split, away, here = at_once(split, lambda: answer(going.pk), lambda: answer(staying.pk))
    assert (away.thread_id, away.parent_id) == (thread.pk, None)
    assert (here.thread_id, here.parent_id) == (thread.pk, staying.pk)
    assert {post.parent_id for post in Post.objects.filter(pk__in=[away.pk, here.pk])} == {None, staying.pk}
