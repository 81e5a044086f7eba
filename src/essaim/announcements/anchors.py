"""Announcements as something to talk about."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from essaim.ui.anchors import Anchor, Kind

from .models import Announcement

_KEYS = uuid.UUID("0d6a7c0e-64f4-4d0c-8d0e-1d1f6a0a5b51")


def key_of(slug: str) -> uuid.UUID:
    """An announcement of a file read twice has the same key, so that it is written once."""
    return uuid.uuid5(_KEYS, slug)


def _announcement(id: int, row: Any) -> Anchor:
    title, state, restricted_to = row
    withdrawn = state == Announcement.State.WITHDRAWN
    return Anchor(_("Annonce retirée") if withdrawn else title, f"/announcements/{id}/", restricted_to=tuple(restricted_to))


ANNOUNCEMENTS = Kind(
    f"""
    SELECT json_build_array(a.title, a.state, a.restricted_to) FROM announcements_announcement a
    WHERE a.id = {{id}} AND a.state IN ('{Announcement.State.PUBLISHED}', '{Announcement.State.WITHDRAWN}')
    """,
    _announcement,
)


def announcement_named(reference: str) -> int | None:
    """The id of the announcement that files call by the slug ``reference``."""
    return Announcement.objects.filter(key=key_of(reference)).values_list("pk", flat=True).first()
