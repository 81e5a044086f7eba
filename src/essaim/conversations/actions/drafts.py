"""What a member has begun to write, kept for them until they publish it or throw it away."""

import dataclasses
import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from essaim.conversations.models import Draft, Post
from essaim.kernel import clock, markup
from essaim.kernel.errors import Refused
from essaim.people.models import Member

MOST = 50
MAX_SOURCE = 60_000
_PLACE = re.compile(r"(?:thread:\d{1,18}|anchor:[a-z-]{1,40}:\d{1,18}|new(?::[a-z-]{1,40}:\d{1,18})?|edit:\d{1,18})")


@dataclasses.dataclass(frozen=True)
class Begun:
    """What stands in a form. ``fields``: those beside the text, as they were sent; ``files``: keys of those taken in."""

    source: str
    title: str = ""
    fields: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    files: Sequence[uuid.UUID] = ()


# Fields in which one writes; the others choose among what there is.
_WORDS = ("options", "link", "origin")


def save_draft(*, actor: Member, place: str, key: uuid.UUID, begun: Begun, onto: bool = False) -> Draft | None:
    """Keeps what stands in a form, in place of what was kept of it before; an empty form has no draft.

    Parameters:
        onto: behind what another form began there: whoever writes without a script does not see it.

    Returns None where nothing is kept: it is empty, or the form with this ``key`` has been published meanwhile.
    Raises Refused for a place that is none, a text that nobody could publish, and more drafts than anybody keeps.
    """
    if not _PLACE.fullmatch(place):
        raise Refused(_("Ce brouillon n'est d'aucune page. Copiez votre texte, puis rechargez la page."), code="draft-place")
    source, title = markup.clean_source(begun.source), " ".join(markup.clean_source(begun.title).split())[:400]
    _refuse_length(source)
    if not (source or title or begun.files or any(begun.fields.get(name) for name in _WORDS)):
        discard_draft(actor=actor, place=place)
        return None
    if Post.objects.filter(key=key, author=actor).exists():
        return None
    if Draft.objects.filter(member=actor).exclude(place=place).count() >= MOST:
        raise Refused(
            _("Vous gardez déjà %(n)d brouillons. Jetez-en un avant d'en commencer un autre.") % {"n": MOST}, code="too-many"
        )
    files = list(begun.files)
    fields = dict(begun.fields)
    # The form in which a post is changed shows what was kept of it.
    onto = onto and not place.startswith("edit:")
    if onto and (other := Draft.objects.filter(member=actor, place=place).exclude(key=key).first()):
        if other.source not in source:
            source = f"{other.source}\n\n{source}".strip()
        title, fields = title or other.title, fields or dict(other.fields)
        files += [one for one in other.files if one not in files]
        _refuse_length(source)
    kept = {"source": source, "title": title, "fields": fields, "files": files[:20]}
    return Draft.objects.update_or_create(member=actor, place=place, defaults=kept | {"key": key, "saved_at": clock.now()})[0]


def _refuse_length(source: str) -> None:
    if len(source) > MAX_SOURCE:
        raise Refused(_("Ce texte est trop long pour être gardé. Gardez-en une copie chez vous."), code="too-long")


def discard_draft(*, actor: Member, place: str) -> None:
    """Throws a draft away; one that is not there is no error. Its files go a day later, if nobody publishes them."""
    Draft.objects.filter(member=actor, place=place).delete()
