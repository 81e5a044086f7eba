"""Reads over reactions: who said what of a post, and what one said oneself."""

import dataclasses

from essaim.people.models import Member

from .meanings import ICONS
from .models import Meaning, Post, Reaction, Thread


@dataclasses.dataclass(frozen=True)
class Said:
    """One meaning: who said it (id and name), in the order in which they did, and whether the reader is among them."""

    meaning: str
    label: str
    icon: str
    members: list[tuple[int, str]]
    mine: bool


@dataclasses.dataclass(frozen=True)
class Reactions:
    """All meanings of a post, those that nobody said too. ``own``: the reader wrote the post."""

    post: Post
    own: bool
    said: list[Said]


def reactions_of(member: Member, post_id: int) -> Reactions:
    """For those who see the post. Raises Post.DoesNotExist."""
    visible = Thread.objects.visible_to(member)
    post = Post.objects.select_related("thread", "author").get(pk=post_id, deleted_at=None, thread__in=visible)
    by_meaning: dict[str, list[tuple[int, str]]] = {meaning: [] for meaning in Meaning.values}
    rows = Reaction.objects.filter(post=post).order_by("pk")
    for meaning, id, first, last in rows.values_list("meaning", "member_id", "member__first_name", "member__last_name"):
        by_meaning[meaning].append((id, f"{first} {last}".strip()))
    said = [
        Said(
            meaning,
            str(meaning.label),
            ICONS[meaning],
            by_meaning[meaning],
            any(id == member.pk for id, _ in by_meaning[meaning]),
        )
        for meaning in Meaning
    ]
    return Reactions(post, post.author_id == member.pk, said)
