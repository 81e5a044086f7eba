"""Files that posts carry, read for an erasure: nobody rewrites them, so whoever erases has to know which of them name the person."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.privacy.api import ByHand, Traces, by_hand, look_into

from ..filing import store
from ..models import Attachment


def declare() -> None:
    by_hand.add("conversations.attachments", look_for)


def look_for(traces: Traces) -> Iterator[ByHand]:
    """Files that name the person by their text or properties, or that cannot be read. Their names are rewritten as texts are."""
    # What the person did not publish, or deleted, goes with them whatever they chose.
    goes = Q(uploader_id=traces.member_id) & (Q(post=None) | Q(post__deleted_at__isnull=False))
    rest = Attachment.objects.exclude(pk__in=Attachment.objects.filter(goes).order_by().values("pk")).order_by("pk")
    for one in rest.iterator():
        yield from _look(traces, one)


def _look(traces: Traces, one: Attachment) -> Iterator[ByHand]:
    theirs = one.uploader_id == traces.member_id
    url, todo = _to_do(one, theirs)
    yield from look_into(
        traces, lambda: store.place(one.path).open("rb"), name=one.name, what=_("Fichier joint"), title=one.name, url=url, todo=todo,
        theirs=theirs,
    )  # fmt: skip


def _to_do(one: Attachment, theirs: bool) -> tuple[str, Any]:
    """Where one goes, and what to do there."""
    if one.post_id is None:
        words = _(
            "Ce fichier attend dans le brouillon d'une personne : demandez-lui de l'en retirer, ou d'y mettre une version sans ce nom."
        )
        return f"/people/members/{one.uploader_id}/", words
    url = f"/conversations/posts/{one.post_id}/"
    if theirs or one.uploader_id is None:
        return url, _(
            "Si ce fichier ne doit pas rester sous le nom « Ancien membre », l'équipe d'animation peut masquer le message."
        )
    return url, _("Demandez à qui a écrit le message d'y mettre une version sans ce nom, ou de retirer le fichier.")
