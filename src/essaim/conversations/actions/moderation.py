"""What a facilitator does to somebody's words: each act has its author, its reason and its trace, and whose words they are is told."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.conversations import indexing
from essaim.conversations.events import Moderated
from essaim.conversations.models import ModerationAct, Post, Report, Thread
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member
from essaim.people.models import alone as only

from .sight import back_in_sight, gone_from_sight
from .theming import settle

MAX_REASON = 2000
Kind = ModerationAct.Kind


@transaction.atomic
def hide_post(*, actor: Member, post_id: int, reason: str) -> ModerationAct:
    """Takes a post out of sight for everybody; its author reads why, and ``show_post`` brings it back. Closes its reports."""
    thread, post = hold_post(actor, post_id)
    if post.deleted_at:
        raise Refused(_("Ce message n'est plus visible : il n'y a rien à masquer."), code="gone")
    post.deleted_at = post.hidden_at = clock.now()
    post.save(update_fields=["deleted_at", "hidden_at"])
    # Whose question has no answer any more hears of it.
    asker = {thread.author_id} if thread.accepted_post_id == post.pk and thread.author_id else set()
    gone_from_sight(thread, post, actor=actor)
    return note(actor, Kind.HIDE_POST, thread, member=post.author, post=post, reason=said(reason), authors=asker)


@transaction.atomic
def show_post(*, actor: Member, post_id: int, reason: str = "") -> ModerationAct:
    """Undoes ``hide_post``."""
    thread, post = hold_post(actor, post_id)
    if not post.hidden_at:
        raise Refused(_("Ce message n'est pas masqué."), code="shown")
    post.deleted_at = post.hidden_at = None
    post.save(update_fields=["deleted_at", "hidden_at"])
    back_in_sight(thread, post, actor=actor)
    hidden = ModerationAct.objects.filter(post=post, kind=Kind.HIDE_POST, undone_by=None).first()
    return note(actor, Kind.SHOW_POST, thread, member=post.author, post=post, reason=said(reason, needed=False), undoes=hidden)


@transaction.atomic
def warn(*, actor: Member, post_id: int, reason: str) -> ModerationAct:
    """Sends the author of a post a word of the facilitators about it, which nobody else reads. Closes its reports."""
    thread, post = hold_post(actor, post_id)
    if post.author is None:
        raise Refused(_("La personne qui a écrit ce message n'est plus là."), code="nobody")
    return note(actor, Kind.WARN, thread, member=post.author, post=post, reason=said(reason))


@transaction.atomic
def hide_thread(*, actor: Member, thread_id: int, reason: str) -> ModerationAct:
    """Takes a thread out of sight for everybody but who opened it: it is restricted to them, by the rule that all reading obeys."""
    thread = hold_run(actor, thread_id)
    if not thread.title:
        raise Refused(_("C'est la discussion d'une page : masquez plutôt les messages un par un."), code="main")
    if thread.shown_to is not None:
        raise Refused(_("Ce fil est déjà masqué."), code="hidden")
    thread.shown_to, thread.restricted_to = list(thread.restricted_to), [only(thread.author_id or 0)]
    thread.save(update_fields=["shown_to", "restricted_to"])
    indexing.restrict([thread.pk], thread.restricted_to)
    indexing.refresh([thread.pk])
    return note(actor, Kind.HIDE_THREAD, thread, member=thread.author, reason=said(reason), authors=authors_in(thread))


@transaction.atomic
def show_thread(*, actor: Member, thread_id: int, reason: str = "") -> ModerationAct:
    """Undoes ``hide_thread``: the thread is again for whom it was, or for whom its anchor or its theme is now."""
    thread = hold_run(actor, thread_id)
    if thread.shown_to is None:
        raise Refused(_("Ce fil n'est pas masqué."), code="shown")
    thread.restricted_to, thread.shown_to = thread.shown_to, None
    thread.save(update_fields=["shown_to", "restricted_to"])
    indexing.refresh([thread.pk])
    hidden = ModerationAct.objects.filter(thread=thread, kind=Kind.HIDE_THREAD, undone_by=None).first()
    return note(
        actor, Kind.SHOW_THREAD, thread, member=thread.author, reason=said(reason, needed=False), undoes=hidden,
        authors=authors_in(thread),
    )  # fmt: skip


@transaction.atomic
def lock_thread(*, actor: Member, thread_id: int, reason: str) -> ModerationAct:
    """Ends the replies in a thread, but for facilitators."""
    return _bolt(actor, thread_id, Kind.LOCK, said(reason))


@transaction.atomic
def unlock_thread(*, actor: Member, thread_id: int, reason: str = "") -> ModerationAct:
    """Undoes ``lock_thread``."""
    return _bolt(actor, thread_id, Kind.UNLOCK, said(reason, needed=False))


def _bolt(actor: Member, thread_id: int, kind: Kind, reason: str) -> ModerationAct:
    thread, locks = hold_run(actor, thread_id), kind == Kind.LOCK
    if locks == bool(thread.locked_at):
        words = _("Ce fil est déjà fermé aux réponses.") if locks else _("Ce fil n'est pas fermé.")
        raise Refused(words, code="locked" if locks else "open")
    thread.locked_at = clock.now() if locks else None
    thread.save(update_fields=["locked_at"])
    locked = None if locks else ModerationAct.objects.filter(thread=thread, kind=Kind.LOCK, undone_by=None).first()
    return note(actor, kind, thread, member=thread.author, reason=reason, undoes=locked)


@transaction.atomic
def move_thread(*, actor: Member, thread_id: int, theme_id: int | None, reason: str = "") -> ModerationAct:
    """Puts a thread into another theme, or into none."""
    thread = hold_run(actor, thread_id)
    if thread.shown_to is not None:
        raise Refused(_("Ce fil est masqué : rétablissez-le avant de le déplacer."), code="hidden")
    if thread.theme_id == theme_id:
        raise Refused(_("Ce fil est déjà dans ce thème. Choisissez-en un autre."), code="theme")
    # A free thread that goes into a restricted theme is for the audiences of the theme.
    thread.restricted_to = settle(
        actor=actor, theme_id=theme_id, restricted_to=thread.restricted_to, anchored=bool(thread.anchor_type)
    )
    thread.theme_id = theme_id
    thread.save(update_fields=["theme", "restricted_to"])
    indexing.restrict([thread.pk], thread.restricted_to)
    indexing.refresh([thread.pk])
    return note(actor, Kind.MOVE, thread, member=thread.author, reason=said(reason, needed=False))


def said(reason: str, *, needed: bool = True) -> str:
    """A reason as it is kept; raises Refused where it is missing or too long."""
    reason = reason.replace("\x00", "").strip()
    if needed and not reason:
        raise Refused(_("Dites pourquoi : la personne concernée lira vos mots."), code="reason")
    if len(reason) > MAX_REASON:
        raise Refused(
            _("Vos mots comptent %(n)d caractères, %(most)d au plus.") % {"n": len(reason), "most": MAX_REASON},
            code="reason-too-long",
        )
    return reason


def hold_run(actor: Member, thread_id: int) -> Thread:
    """A thread that the actor facilitates, locked. Raises Thread.DoesNotExist."""
    return Thread.objects.run_by(actor).select_for_update(of=("self",)).get(pk=thread_id)


def hold_post(actor: Member, post_id: int) -> tuple[Thread, Post]:
    """A post that the actor may moderate, with its thread, both locked. Raises Post.DoesNotExist."""
    found = Post.objects.run_by(actor).order_by().values_list("thread", flat=True).filter(pk=post_id).first()
    if found is None:
        raise Post.DoesNotExist
    thread = Thread.objects.select_for_update().get(pk=found)
    post = Post.objects.select_for_update(of=("self",)).select_related("author").get(pk=post_id, thread=thread)
    return thread, post


def authors_in(thread: Thread) -> set[int]:
    """Who wrote what stands in a thread."""
    standing = Post.objects.filter(thread=thread, deleted_at=None, author__isnull=False)
    return set(standing.order_by().values_list("author_id", flat=True))


def note(
    actor: Member, kind: Kind, thread: Thread, *, member: Member | None, reason: str, post: Post | None = None,
    undoes: ModerationAct | None = None, authors: Collection[int] = (),
) -> ModerationAct:  # fmt: skip
    """Keeps the trace of an act, closes the reports of its post, and has those concerned told.

    Parameters:
        member: to whom the reason is said.
        authors: whose posts went with it, or whose question lost its answer: they hear that it was done.
    """
    act = ModerationAct.objects.create(
        kind=kind, actor=actor, member=member, thread=thread, post=post, reason=reason, restricted_to=thread.audience_scope,
        undoes=undoes, at=clock.now(),
    )  # fmt: skip
    closed: list[int] = []
    if post:
        waiting = Report.objects.filter(post=post, closed_at=None).order_by("pk")
        closed = list(waiting.values_list("pk", flat=True))
        Report.objects.filter(pk__in=closed).update(closed_at=act.at, closed_by=actor, act=act)
    journal.record(
        Moderated(
            actor_id=actor.pk,
            subject_id=thread.pk,
            act_id=act.pk,
            kind=act.kind,
            post_id=post.pk if post else None,
            reports=closed,
            authors=sorted({*authors} - {actor.pk, member.pk if member else None}),
        )
    )
    return act
