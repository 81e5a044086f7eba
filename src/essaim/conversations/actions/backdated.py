"""What was said elsewhere, brought in message by message by a program: with its author and its date."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.conversations import indexing
from essaim.conversations.events import ThreadsImported
from essaim.conversations.models import Kind, Post, Thread
from essaim.conversations.text import write
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .kinds import Found, checked
from .theming import settle
from .threads import clean_title, hold_anchor
from .unread import fall_behind
from .writing import add_post

# Nothing that is brought in was written on a screen before.
_EARLIEST = datetime.datetime(1990, 1, 1, tzinfo=datetime.UTC)


@transaction.atomic
def bring_thread(
    *, actor: Member, author: Member, date: datetime.datetime, key: uuid.UUID, kind: str, title: str, source: str,
    language: str, theme_id: int | None = None, anchor: tuple[str, int] | None = None, restricted_to: Sequence[int] = (),
    found: Found | None = None,
) -> Post:  # fmt: skip
    """As ``start_thread``, in the name of ``author`` and at ``date``. Nobody is notified of what was said long ago."""
    if before := _written(actor, key):
        return before
    _refuse_date(date)
    clean = clean_title(title, language)
    if kind == Kind.POLL:
        raise Refused(_("Un sondage ne s'importe pas : les votes sont de ceux qui votent."), code="poll")
    beside = checked(kind, found=found, asked=None, language=language)
    if anchor:
        restricted_to = hold_anchor(actor, *anchor).restricted_to
    elif not set(restricted_to) <= set(actor.joined_ids):
        raise Refused(_("Vous ne pouvez réserver un fil qu'à un public dont vous faites partie."), code="audience")
    restricted_to = settle(actor=actor, theme_id=theme_id, restricted_to=restricted_to, anchored=bool(anchor))
    written = write(source, language=language, restricted_to=restricted_to)
    thread = Thread.objects.create(
        kind=Kind(kind), title=clean, language=language, theme_id=theme_id, author=author,
        anchor_type=anchor[0] if anchor else "", anchor_id=anchor[1] if anchor else None,
        restricted_to=list(restricted_to), created_at=date, last_post_at=date,
    )  # fmt: skip
    beside.keep(thread)
    post = add_post(thread, author=author, key=key, written=written, language=language, date=date)
    _record(actor, thread, threads=1)
    return post


@transaction.atomic
def bring_post(
    *, actor: Member, author: Member, date: datetime.datetime, key: uuid.UUID, thread_id: int, source: str, language: str,
    parent_id: int | None = None,
) -> Post:  # fmt: skip
    """As ``publish_post``, in the name of ``author`` and at ``date``."""
    if before := _written(actor, key):
        return before
    _refuse_date(date)
    thread = Thread.objects.visible_to(actor).select_for_update().get(pk=thread_id)
    written = write(source, language=language, restricted_to=thread.restricted_to)
    post = add_post(thread, author=author, key=key, written=written, language=language, parent_id=parent_id, date=date)
    _record(actor, thread, threads=0)
    return post


def _written(actor: Member, key: uuid.UUID) -> Post | None:
    return Post.objects.select_related("thread").filter(key=key, thread__in=Thread.objects.visible_to(actor)).first()


def _refuse_date(date: datetime.datetime) -> None:
    if not _EARLIEST <= date <= clock.now():
        raise Refused(_("Cette date n'est pas possible : elle est à venir, ou d'avant 1990."), code="date")


def _record(actor: Member, thread: Thread, *, threads: int) -> None:
    journal.record(ThreadsImported(actor_id=actor.pk, subject_id=thread.pk, threads=threads, posts=1))
    fall_behind(thread_ids=[thread.pk])
    indexing.refresh([thread.pk])
