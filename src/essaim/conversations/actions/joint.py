"""Words that several people agreed to: nobody's own, so that nobody changes them alone; who signs stands under them."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from essaim.conversations.events import PostDeleted, ThreadStarted
from essaim.conversations.models import Kind, Mention, Post, Thread
from essaim.conversations.text import write
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.people.models import Member
from essaim.ui import anchors

from .threads import clean_title, hold_anchor
from .writing import count


def testimony_kind() -> str:
    """The kind of a thread that tells what somebody lived."""
    return "testimony" if "testimony" in Kind.values else Kind.DISCUSSION


@transaction.atomic
def publish_jointly(
    *, actor: Member, key: uuid.UUID, title: str, source: str, language: str, signed_by: Sequence[Member],
    anchor: tuple[str, int] | None = None,
) -> int:  # fmt: skip
    """Opens a thread for everybody with words that all of their authors agreed to; the same ``key`` opens one. Returns its id.

    Parameters:
        actor: who agreed last; they are not named.
        signed_by: those whose names stand under it.
        anchor: what it is about; one that is gone or restricted is left out: the words are for everybody.
    """
    if known := Post.objects.filter(key=key).first():
        return known.thread_id
    about = _open_anchor(actor, anchor)
    if signed_by:
        source += "\n\n" + ", ".join(f"@[{member.name}](member:{member.pk})" for member in signed_by)
    written, now = write(source, language=language), clock.now()
    thread = Thread.objects.create(
        kind=testimony_kind(), title=clean_title(title, language), language=language, author=None,
        anchor_type=about[0] if about else "", anchor_id=about[1] if about else None,
        theme_id=anchors.resolve(about[0], [about[1]])[about[1]].theme_id if about else None,
        posts_count=1, last_number=1, created_at=now, last_post_at=now,
    )  # fmt: skip
    post = Post.objects.create(
        thread=thread, author=None, joint=True, number=1, source=written.source, html=written.html, language=language, key=key,
        created_at=now,
    )  # fmt: skip
    Mention.objects.bulk_create(Mention(post=post, member_id=id) for id in written.mentioned)
    journal.record(
        ThreadStarted(
            actor_id=None, subject_id=thread.pk, post_id=post.pk, kind=thread.kind, anchor_type=thread.anchor_type,
            anchor_id=thread.anchor_id,
        )
    )  # fmt: skip
    return thread.pk


def _open_anchor(actor: Member, anchor: tuple[str, int] | None) -> tuple[str, int] | None:
    try:
        return anchor if anchor and not hold_anchor(actor, *anchor).restricted_to else None
    except Thread.DoesNotExist:
        return None


@transaction.atomic
def take_back_joint(*, thread_id: int) -> None:
    """Takes such words away, because one of those who agreed does no more. What others answered stays. Twice changes nothing."""
    thread = Thread.objects.select_for_update().filter(pk=thread_id).first()
    post = Post.objects.filter(thread=thread, joint=True, deleted_at=None).first() if thread else None
    if thread is None or post is None:
        return
    post.source = post.html = ""
    post.deleted_at = clock.now()
    post.save(update_fields=["source", "html", "deleted_at"])
    count(thread, post, -1)
    thread.title = "A testimony taken back" if thread.language == "en" else "Un témoignage retiré"
    thread.save(update_fields=["posts_count", "title"])
    journal.record(PostDeleted(actor_id=None, subject_id=post.pk, thread_id=thread.pk))
