"""A post that goes out of sight or comes back, whoever decides it: the counts of its thread, and who hears of it."""

from essaim.conversations.events import PostDeleted, PostRestored
from essaim.conversations.models import Post, Thread
from essaim.journal import api as journal
from essaim.people.models import Member

from .writing import count


def gone_from_sight(thread: Thread, post: Post, *, actor: Member) -> None:
    """What follows from a post that is out of sight now; one that was the accepted answer is none any more."""
    count(thread, post, -1)
    if thread.accepted_post_id == post.pk:
        thread.accepted_post = None
    thread.save(update_fields=["posts_count", "answers_count", "accepted_post"])
    journal.record(PostDeleted(actor_id=actor.pk, subject_id=post.pk, thread_id=thread.pk))


def back_in_sight(thread: Thread, post: Post, *, actor: Member) -> None:
    """What follows from a post that can be read again; it comes back as an ordinary one."""
    count(thread, post, 1)
    thread.save(update_fields=["posts_count", "answers_count"])
    journal.record(PostRestored(actor_id=actor.pk, subject_id=post.pk, thread_id=thread.pk))
