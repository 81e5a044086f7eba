"""What every act of writing shares: the form's key, the pace, and the counts kept on the thread."""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from essaim.conversations.models import Mention, Post, Thread
from essaim.conversations.text import Written
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

PACE = datetime.timedelta(minutes=10)
PER_PACE = 30


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What was written, and what its author should be told.

    Parameters:
        blind: names of colleagues named in it who may not see it, and were not notified.
        unclear: what was typed behind an @ and fits several people.
    """

    post: Post
    blind: Sequence[str] = ()
    unclear: Sequence[str] = ()


def already_written(*, actor: Member, key: uuid.UUID) -> Post | None:
    """The post that this form wrote before, if any. Raises Refused when the actor writes faster than a person does."""
    recent = (
        Post.objects.filter(Q(key=key) | Q(author=actor, created_at__gt=clock.now() - PACE))
        .order_by("-created_at")
        .values_list("pk", "key", "author_id")
    )
    rows = list(recent)
    for pk, known, author_id in rows:
        if known == key:
            if author_id != actor.pk:
                raise Post.DoesNotExist
            return Post.objects.select_related("thread").get(pk=pk)
    if len(rows) >= PER_PACE:
        raise Refused(
            _("Vous avez publié %(n)d messages en dix minutes. Votre texte est gardé ici : réessayez dans quelques minutes.")
            % {"n": len(rows)},
            code="too-fast",
        )
    return None


def add_post(
    thread: Thread, *, author: Member, key: uuid.UUID, written: Written, language: str, parent_id: int | None = None,
    date: datetime.datetime | None = None,
) -> Post:  # fmt: skip
    """Appends a post to a thread that the caller has locked or made, and keeps its counts.

    Parameters:
        date: when it was written, where that is not now.
    """
    date = date or clock.now()
    post = Post.objects.create(
        thread=thread, author=author, parent_id=parent_id, number=thread.last_number + 1, source=written.source,
        html=written.html, language=language, key=key, created_at=date,
    )  # fmt: skip
    _name(post, written)
    thread.last_number = post.number
    count(thread, post, 1)
    thread.last_post_at = max(thread.last_post_at, date)
    thread.save(update_fields=["last_number", "posts_count", "answers_count", "last_post_at"])
    return post


def count(thread: Thread, post: Post, by: int) -> None:
    """Changes the kept counts for one post that comes or goes."""
    thread.posts_count += by
    if post.author_id != thread.author_id:
        thread.answers_count += by


def _name(post: Post, written: Written) -> None:
    if written.mentioned:
        Mention.objects.bulk_create(Mention(post=post, member_id=id) for id in written.mentioned)


def rename(post: Post, written: Written) -> list[int]:
    """Brings a post's mentions to its new text; returns the members named for the first time."""
    before = set(post.mentions.order_by().values_list("member_id", flat=True))
    fresh = [id for id in written.mentioned if id not in before]
    if gone := before - set(written.mentioned):
        post.mentions.filter(member__in=gone).delete()
    Mention.objects.bulk_create(Mention(post=post, member_id=id) for id in fresh)
    return fresh
