"""Whom the new text of a post calls: those whom none of its texts called before."""

from django.db.models import Q

from essaim.conversations.events import PostEdited, PostPublished, ThreadStarted
from essaim.conversations.models import Mention, Post
from essaim.conversations.text import Written
from essaim.journal.models import Entry


def call_anew(post: Post, written: Written) -> tuple[list[int], list[str]]:
    """Brings a post's mentions to its new text; returns the members and the groups to be told of it.

    Whoever was told of an earlier text is not told again, though they were not in the last one.
    """
    before = set(post.mentions.order_by().values_list("member_id", flat=True))
    fresh = [id for id in written.mentioned if id not in before]
    if gone := before - set(written.mentioned):
        post.mentions.filter(member__in=gone).delete()
    Mention.objects.bulk_create(Mention(post=post, member_id=id) for id in fresh)
    if not fresh and not written.groups:
        return [], []
    members, groups = _called(post)
    return [id for id in fresh if id not in members], sorted(set(written.groups) - groups)


def _called(post: Post) -> tuple[set[int], set[str]]:
    """Whom the texts of a post called so far, as its acts say it: who could not see it then, they do not have."""
    written = Q(subject_type="post", subject_id=post.pk, type__in=[PostPublished.type, PostEdited.type])
    opened = Q(actor_id=post.author_id, type=ThreadStarted.type, payload__post_id=post.pk)
    acts = Entry.objects.filter(written | opened).order_by("pk").values_list("payload", flat=True)
    members, groups = set[int](), set[str]()
    for act in acts:
        members.update(act.get("mentioned", ()))
        groups.update(act.get("groups", ()))
    return members, groups
