"""Saying something of a colleague's post without writing: thanks, useful, learnt, tried, disagree."""

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.conversations.events import PostReacted, ReactionWithdrawn
from essaim.conversations.models import Meaning, Post, Reaction, Thread
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .pace import refuse_haste_of_reactions


@transaction.atomic
def react(*, actor: Member, post_id: int, meaning: str) -> Post:
    """Says ``meaning`` of a post, once. Raises Refused for one's own post, Post.DoesNotExist where the actor sees none."""
    post = _standing(actor, post_id)
    if meaning not in Meaning.values:
        raise Refused(_("Choisissez une réaction parmi celles qui sont proposées."), code="meaning")
    if post.author_id == actor.pk:
        raise Refused(_("On ne réagit pas à son propre message."), code="own-post")
    refuse_haste_of_reactions(actor)
    _row, fresh = Reaction.objects.get_or_create(post=post, member=actor, meaning=meaning, defaults={"created_at": clock.now()})
    if fresh:
        _count(post)
        journal.record(PostReacted(actor_id=actor.pk, subject_id=post.pk, thread_id=post.thread_id, meaning=meaning))
    return post


@transaction.atomic
def withdraw_reaction(*, actor: Member, post_id: int, meaning: str) -> Post:
    """Takes ``react`` back; what was not said is no error."""
    post = _standing(actor, post_id)
    if Reaction.objects.filter(post=post, member=actor, meaning=meaning).delete()[0]:
        _count(post)
        journal.record(ReactionWithdrawn(actor_id=actor.pk, subject_id=post.pk, thread_id=post.thread_id, meaning=meaning))
    return post


def _standing(actor: Member, post_id: int) -> Post:
    visible = Thread.objects.visible_to(actor)
    return Post.objects.select_for_update(no_key=True).get(pk=post_id, deleted_at=None, thread__in=visible)


def _count(post: Post) -> None:
    recount(post)
    post.save(update_fields=["reactions"])


def recount(post: Post) -> None:
    """Sets what is kept of a post's reactions, without saving it."""
    said = Counter(Reaction.objects.filter(post=post).order_by().values_list("meaning", flat=True))
    post.reactions = {meaning: said[meaning] for meaning in Meaning.values if said[meaning]}
