"""Reads over attachments: who may have one, and what a form that comes back shows of those it carries."""

import uuid
from collections.abc import Iterable

from django.db.models import Q

from essaim.people.models import Member

from .models import Attachment, Post, Thread


def file_for(member: Member, key: uuid.UUID) -> Attachment:
    """The file, for those who see the post that carries it; until it is published, for who gave it. Raises DoesNotExist."""
    seen = Q(post__deleted_at=None, post__thread__in=Thread.objects.visible_to(member))
    if member.is_facilitator or member.facilitated_ids:
        # What was reported or hidden is judged with its files.
        there = Q(post__deleted_at=None) | Q(post__hidden_at__isnull=False)
        seen |= there & Q(post__in=Post.objects.run_by(member).order_by().values("pk"))
    return Attachment.objects.get(Q(key=key) & (Q(post=None, uploader=member) | (Q(post__isnull=False) & seen)))


def waiting(member: Member, keys: Iterable[uuid.UUID], post_id: int | None = None) -> list[Attachment]:
    """Those of ``keys`` that ``member`` gave and no post carries, or that this post of theirs carries, in the order given."""
    wanted = list(keys)
    if not wanted:
        return []
    mine = Q(post=None, uploader=member) | (Q(post=post_id, post__author=member) if post_id else Q(pk=None))
    found = {one.key: one for one in Attachment.objects.filter(mine, key__in=wanted)}
    return [found[key] for key in wanted if key in found]
