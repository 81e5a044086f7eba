"""Who waits for an answer, and facilitators see it."""

from datetime import timedelta

import pytest

from essaim.conversations import moderation
from essaim.conversations.actions.posts import delete_post
from essaim.conversations.around import around
from essaim.conversations.models import Post, Thread
from essaim.conversations.queries import thread_for
from essaim.kernel import clock
from essaim.people.models import alone
from essaim.people.tests.factories import make_member

from .factories import make_post, make_thread
from .test_moderation import facilitator
from .test_permissions import signed_in

pytestmark = pytest.mark.django_db


def test_who_waits_longer_than_a_day_is_seen_to() -> None:
    asker, newcomer, aurelie = make_member(), make_member(first_name="Nour"), facilitator()
    question, talk = make_thread(asker), make_thread(asker, kind="discussion")
    first = make_post(newcomer, talk)
    assert moderation.waiting_for_answer(aurelie) == []
    ago = clock.now() - timedelta(hours=25)
    Thread.objects.update(created_at=ago)
    Post.objects.update(created_at=ago)
    assert {(one.what, one.post) for one in moderation.waiting_for_answer(aurelie)} == {
        ("question", question.posts.get().pk), ("first", first.pk),
    }  # fmt: skip
    assert "Premier message" in signed_in(aurelie).get(f"/conversations/threads/{talk.pk}/").text
    assert "Premier message" not in signed_in(asker).get(f"/conversations/threads/{talk.pk}/").text
    make_post(asker, talk)
    make_post(newcomer, question)
    assert moderation.waiting_for_answer(aurelie) == []


def test_a_first_post_is_the_first_that_can_be_read() -> None:
    newcomer, aurelie = make_member(), facilitator()
    private, gone = make_thread(newcomer, kind="discussion"), make_post(newcomer, make_thread(make_member()))
    Thread.objects.filter(pk=private.pk).update(restricted_to=[alone(newcomer.pk), alone(make_member().pk)])
    delete_post(actor=newcomer, post_id=gone.pk)
    first, second = (make_post(newcomer, make_thread(make_member(), kind="discussion")) for _n in range(2))
    row = thread_for(aurelie, first.thread_id)
    assert row and around(aurelie, row, [first.pk], runs=True).first_posts == {first.pk}
    ago = clock.now() - timedelta(hours=25)
    Post.objects.update(created_at=ago)
    waiting = {one.post for one in moderation.waiting_for_answer(aurelie)}
    assert first.pk in waiting
    assert not {second.pk, gone.pk, private.posts.get().pk} & waiting
