from django.db import transaction

from essaim.conversations.events import AnswerAccepted, AnswerWithdrawn
from essaim.conversations.models import Kind, Post, Thread
from essaim.journal import api as journal
from essaim.people.models import Member


@transaction.atomic
def accept_answer(*, actor: Member, post_id: int) -> Post:
    """Says that a post solved its question: for who asked it, and for facilitators. Another accepted answer gives way.

    Raises DoesNotExist where the actor may not.
    """
    thread = _question(actor, post_id)
    post = thread.posts.exclude(number=thread.opening_number).get(pk=post_id, deleted_at=None)
    if thread.accepted_post_id != post.pk:
        thread.accepted_post = post
        thread.save(update_fields=["accepted_post"])
        journal.record(AnswerAccepted(actor_id=actor.pk, subject_id=post.pk, thread_id=thread.pk))
    return post


@transaction.atomic
def withdraw_answer(*, actor: Member, post_id: int) -> Post:
    """Takes ``accept_answer`` back."""
    thread = _question(actor, post_id)
    post = thread.posts.get(pk=post_id)
    if thread.accepted_post_id == post.pk:
        thread.accepted_post = None
        thread.save(update_fields=["accepted_post"])
        journal.record(AnswerWithdrawn(actor_id=actor.pk, subject_id=post.pk, thread_id=thread.pk))
    return post


def _question(actor: Member, post_id: int) -> Thread:
    questions = Thread.objects.visible_to(actor).steered_by(actor).filter(kind=Kind.QUESTION)
    return questions.select_for_update().get(posts=post_id)
