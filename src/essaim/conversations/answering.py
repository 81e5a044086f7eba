"""Answers by mail to what notifications told of a post: they become posts that answer it."""

import re
import uuid
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.notifications import api as notifications
from essaim.people.models import Member

from .actions.attachments import MOST, Chosen, IncomingFile, attach
from .actions.posts import publish_post
from .actions.writing import Enclosed
from .models import Post, Thread
from .notifications import topic_of

_POST = re.compile(r"/conversations/posts/(\d{1,18})/(?:#.*)?")


def register() -> None:
    notifications.register_reply_target(
        notifications.ReplyTarget(code="p", page=address_of, finds=find, publishes=publish, wholes=threads_of)
    )


def address_of(post_id: int) -> str:
    return f"/conversations/posts/{post_id}/"


def find(url: str) -> int | None:
    match = _POST.fullmatch(url)
    return int(match[1]) if match else None


def threads_of(ids: Collection[int]) -> set[int]:
    return set(Post.objects.filter(pk__in=ids).order_by().values_list("thread_id", flat=True))


def publish(
    *, actor: Member, id: int, text: str, files: Sequence[notifications.IncomingFile], key: uuid.UUID, language: str
) -> str:
    """Posts an answer to post ``id``, with the files that posts carry. Who has written it has read what they answer."""
    answered = Post.objects.get(pk=id, thread__in=Thread.objects.visible_to(actor))
    # Answered before, the answer has its files.
    chosen, left = ([], 0) if Post.objects.filter(key=key).exists() else _taken_in(actor, files)
    outcome = publish_post(
        actor=actor, thread_id=answered.thread_id, key=key, source=text, language=language, parent_id=answered.pk,
        enclosed=Enclosed(files=chosen),
    )  # fmt: skip
    Post.objects.filter(pk=outcome.post.pk, mail_files=None).update(mail_files=left)
    notifications.mark_answered(actor=actor, page=address_of(answered.pk), topic=topic_of(answered.thread_id))
    return address_of(outcome.post.pk)


def _taken_in(actor: Member, files: Sequence[notifications.IncomingFile]) -> tuple[list[Chosen], int]:
    """What the post can carry, and how many files stay with the mail alone: too large, of no type exchanged here, too many."""
    chosen: list[Chosen] = []
    for file in files:
        if len(chosen) == MOST:
            break
        try:
            [taken] = attach(actor=actor, files=[IncomingFile(file.name, file.media_type, file.content)])
        except Refused:
            continue
        # Nobody was asked what the picture shows.
        alt = _("Image jointe à une réponse par mail : %(name)s") % {"name": taken.name} if taken.is_picture else ""
        chosen.append(Chosen(taken.key, alt))
    return chosen, len(files) - len(chosen)
