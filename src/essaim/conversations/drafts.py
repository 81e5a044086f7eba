"""Reads over drafts: what a form is given back, and the list of one's own."""

import dataclasses
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.kernel.ids import read_id
from essaim.kernel.markup import excerpt, from_markdown, to_text
from essaim.people.models import Member

from .models import Draft, Post, Thread
from .queries import anchor_for


def draft_at(member: Member, place: str) -> Draft | None:
    return Draft.objects.filter(member=member, place=place[:80]).first()


@dataclasses.dataclass(frozen=True)
class Line:
    """A draft in the list: where it goes on, "" where that is not there any more."""

    draft: Draft
    where: str
    url: str
    excerpt: str


def lines(member: Member) -> list[Line]:
    """One's own drafts, the latest first."""
    found = []
    for draft in Draft.objects.filter(member=member).order_by("-saved_at")[:50]:
        where, url = _where(member, draft.place)
        found.append(
            Line(draft, where, url, excerpt(to_text(from_markdown(draft.source)) or draft.title or _("Des fichiers"), 160))
        )
    return found


def _where(member: Member, place: str) -> tuple[str, str]:
    what, _colon, rest = place.partition(":")
    if what == "thread":
        thread = Thread.objects.visible_to(member).filter(pk=read_id(rest) or 0).first()
        return (_("Réponse dans « %(thread)s »") % {"thread": thread.title or _("une discussion")},
                reverse("conversations:thread", args=[thread.pk]) + "?draft=1#composer") if thread else _gone()  # fmt: skip
    if what == "edit":
        return _edited(member, read_id(rest) or 0)
    if place == "new":
        return _("Un nouveau fil"), reverse("conversations:new-thread") + "?draft=1"
    kind, _colon, number = rest.partition(":")
    anchor = anchor_for(member, kind, read_id(number) or 0)
    if anchor is None:
        return _gone()
    if what == "new":
        return _("Un nouveau fil sur « %(title)s »") % {
            "title": anchor.title
        }, f"{reverse('conversations:new-thread')}?anchor={rest}&draft=1"
    return _("Message sous « %(title)s »") % {"title": anchor.title}, reverse(
        "conversations:discussion", args=[kind, number]
    ) + "?draft=1#composer"


def _edited(member: Member, post_id: int) -> tuple[str, str]:
    own = Post.objects.filter(pk=post_id, author=member, deleted_at=None, thread__in=Thread.objects.visible_to(member)).exists()
    return (_("Modification d'un message"), reverse("conversations:edit", args=[post_id]) + "?draft=1") if own else _gone()


def _gone() -> tuple[str, str]:
    return _("La page où vous écriviez n'est plus là, ou plus pour vous"), ""


def as_initial(draft: Draft) -> dict[str, Any]:
    """What a form begins with."""
    return {**draft.fields, "source": draft.source, "title": draft.title, "key": draft.key}
