import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from essaim.conversations import indexing
from essaim.conversations.events import ThreadStarted
from essaim.conversations.models import Kind, Post, Thread
from essaim.conversations.models.thread import may_see
from essaim.conversations.text import write
from essaim.journal import api as journal
from essaim.kernel import clock, typography
from essaim.kernel.errors import Refused
from essaim.people.models import Member
from essaim.ui import anchors
from essaim.ui.anchors import Anchor

from .bounds import fitting
from .kinds import Asked, Found, checked
from .pace import refuse_haste_of_newcomers
from .theming import settle
from .writing import NOTHING, Enclosed, Outcome, add_post, already_written

MAX_TITLE = 160
# So long after, the same words again are meant.
_TWIN = timedelta(hours=1)


def start_thread(
    *, actor: Member, key: uuid.UUID, kind: str, title: str, source: str, language: str, theme_id: int | None = None,
    anchor: tuple[str, int] | None = None, restricted_to: Sequence[int] = (), part: str = "", found: Found | None = None,
    asked: Asked | None = None, enclosed: Enclosed = NOTHING,
) -> Outcome:  # fmt: skip
    """Asks a question or opens a thread of another kind, with its first post.

    Sending the same ``key`` again returns what the first one wrote. A thread about an anchor is for those who may see the
    anchor; a free one may be restricted to audiences that the actor is in. Raises Refused, and Thread.DoesNotExist where
    there is no such anchor for the actor.

    Parameters:
        part: the id of the block of the anchor that it is about, "" for the whole.
        found, asked: what the kinds ``finding`` and ``poll`` need.
    """
    try:
        with transaction.atomic():
            if before := already_written(actor=actor, key=key):
                return Outcome(before)
            refuse_haste_of_newcomers(actor)
            clean = clean_title(title, language)
            beside = checked(kind, found=found, asked=asked, language=language)
            if anchor:
                restricted_to = hold_anchor(actor, *anchor).restricted_to
            elif not set(restricted_to) <= set(actor.joined_ids):
                raise Refused(_("Vous ne pouvez réserver un fil qu'à un public dont vous faites partie."), code="audience")
            restricted_to = settle(actor=actor, theme_id=theme_id, restricted_to=restricted_to, anchored=bool(anchor))
            written = write(
                source, language=language, restricted_to=restricted_to, actor=actor, optional=kind == Kind.POLL
            )  # fmt: skip
            now = clock.now()
            thread = Thread.objects.create(
                kind=Kind(kind), title=clean, language=language, theme_id=theme_id, author=actor,
                anchor_type=anchor[0] if anchor else "", anchor_id=anchor[1] if anchor else None,
                anchor_part=part[:40] if anchor else "", restricted_to=list(restricted_to), created_at=now, last_post_at=now,
            )  # fmt: skip
            beside.keep(thread)
            post = add_post(thread, author=actor, key=key, written=written, language=language, enclosed=enclosed)
            journal.record(
                ThreadStarted(
                    actor_id=actor.pk, subject_id=thread.pk, post_id=post.pk, kind=thread.kind,
                    anchor_type=thread.anchor_type, anchor_id=thread.anchor_id, mentioned=written.mentioned,
                    groups=written.groups,
                )
            )  # fmt: skip
            return Outcome(post, written.blind, written.unclear)
    except IntegrityError:
        # The same form arrived twice at once: the other one was quicker.
        return Outcome(Post.objects.select_related("thread").get(key=key, author=actor))


def just_opened(
    *, actor: Member, key: uuid.UUID, kind: str, title: str, source: str, language: str, theme_id: int | None,
    anchor: tuple[str, int] | None, restricted_to: Sequence[int],
) -> Post | None:  # fmt: skip
    """The opening post of a thread of this kind and place and for these audiences, with this very title and text, that ``actor``
    opened within the last hour with another ``key``: whoever goes back to the form finds their words there, and sends them again.

    A poll, a page seen on the web and a thread without a text are none: what stands beside the text tells them apart. Raises Refused for
    a title that is none.
    """
    text = source.replace("\r\n", "\n").strip()
    if not text or kind in (Kind.POLL, Kind.FINDING):
        return None
    about, id = anchor or ("", None)
    same = Post.objects.filter(
        author=actor, number=1, source=text, created_at__gt=clock.now() - _TWIN, deleted_at=None, thread__kind=kind,
        thread__title=clean_title(title, language), thread__theme=theme_id, thread__anchor_type=about, thread__anchor_id=id,
        thread__restricted_to__contains=restricted_to, thread__restricted_to__contained_by=restricted_to,
    )  # fmt: skip
    return same.exclude(key=key).order_by("-pk").first()


def clean_title(title: str, language: str) -> str:
    """A title on one line with its typography; raises Refused when empty or too long."""
    title = typography.set_text(" ".join(title.replace("\x00", "").split()), language)
    if not title:
        raise Refused(_("Donnez un titre à votre fil : c'est ce que vos collègues liront en premier."), code="title-empty")
    if len(title) > MAX_TITLE:
        raise Refused(
            _("Ce titre compte %(n)d caractères, %(most)d au plus. Gardez l'essentiel, le reste va dans le texte.")
            % {"n": len(title), "most": MAX_TITLE},
            code="title-too-long",
        )
    return title


def hold_anchor(actor: Member, kind: str, id: int) -> Anchor:
    """The anchor, if it is for ``actor``. Until the transaction ends, nobody changes who may see it: see ``follow``."""
    _lock(kind, id)
    anchor = anchors.resolve(kind, [id]).get(id)
    if anchor is None or not may_see(anchor.restricted_to, actor.audience_ids):
        raise Thread.DoesNotExist
    return anchor


def follow(kind: str, id: int, restricted_to: Sequence[int]) -> None:
    """Brings a change of an anchor's audiences over to what is said about it (a listener of ui.anchors)."""
    with transaction.atomic():
        # Whoever opens a thread about it meanwhile waits, and then reads the new audiences.
        _lock(kind, id)
        anchored = Thread.objects.anchored(kind, id)
        # A hidden thread stays its author's until it is shown again: then it is for these, and in no theme that is not for them.
        hidden = anchored.exclude(shown_to=None)
        hidden.update(shown_to=list(restricted_to))
        _leave_themes(list(hidden.order_by("pk").values_list("pk", flat=True)), restricted_to)
        changed = anchored.filter(shown_to=None).exclude(restricted_to=list(restricted_to))
        ids = list(changed.order_by("pk").values_list("pk", flat=True))
        if ids:
            Thread.objects.filter(pk__in=ids).update(restricted_to=list(restricted_to))
            indexing.restrict(ids, restricted_to)
            _leave_themes(ids, restricted_to)
            indexing.refresh(ids)


def _leave_themes(ids: Sequence[int], restricted_to: Sequence[int]) -> None:
    """A thread that more people see now leaves a theme that is not for them."""
    themes = Thread.objects.filter(pk__in=ids).exclude(theme=None).order_by().values_list("theme_id", flat=True).distinct()
    for theme_id in list(themes):
        if fitting(theme_id, restricted_to) is None:
            Thread.objects.filter(pk__in=ids, theme=theme_id).update(theme=None)


def _lock(kind: str, id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"anchor {kind} {id}"])
