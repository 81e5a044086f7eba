"""Answers by mail to what notifications told of a post: they become posts that answer it."""

import re
import uuid
from collections.abc import Sequence

from essaim.notifications import api as notifications
from essaim.people.models import Member

from .actions.posts import publish_post
from .models import Post, Thread

_POST = re.compile(r"/conversations/posts/(\d{1,18})/(?:#.*)?")


def register() -> None:
    notifications.register_reply_target(notifications.ReplyTarget(code="p", page=address_of, finds=find, publishes=publish))


def address_of(post_id: int) -> str:
    return f"/conversations/posts/{post_id}/"


def find(url: str) -> int | None:
    match = _POST.fullmatch(url)
    return int(match[1]) if match else None


def publish(
    *, actor: Member, id: int, text: str, files: Sequence[notifications.IncomingFile], key: uuid.UUID, language: str
) -> str:
    """Posts an answer to post ``id``. Who has written it has read what they answer."""
    answered = Post.objects.get(pk=id, thread__in=Thread.objects.visible_to(actor))
    outcome = publish_post(
        actor=actor, thread_id=answered.thread_id, key=key, source=text, language=language, parent_id=answered.pk
    )
    Post.objects.filter(pk=outcome.post.pk).update(mail_files=len(files))
    notifications.mark_page_read(actor=actor, page=address_of(answered.pk))
    return address_of(outcome.post.pk)
