"""Announcements as something to talk about."""

import uuid
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from essaim.ui.anchors import Anchor

from .models import Announcement

_KEYS = uuid.UUID("0d6a7c0e-64f4-4d0c-8d0e-1d1f6a0a5b51")


def key_of(slug: str) -> uuid.UUID:
    """An announcement of a file read twice has the same key, so that it is written once."""
    return uuid.uuid5(_KEYS, slug)


def resolve(ids: Collection[int]) -> Mapping[int, Anchor]:
    out = Announcement.objects.filter(
        pk__in=ids, state__in=(Announcement.State.PUBLISHED, Announcement.State.WITHDRAWN)
    ).order_by("pk")
    return {
        row.pk: Anchor(
            title=row.title if row.state == Announcement.State.PUBLISHED else _("Annonce retirée"),
            url=f"/announcements/{row.pk}/",
            restricted_to=row.restricted_to,
        )
        for row in out.only("title", "state", "restricted_to")
    }


def announcement_named(reference: str) -> int | None:
    """The id of the announcement that files call by the slug ``reference``."""
    return Announcement.objects.filter(key=key_of(reference)).values_list("pk", flat=True).first()
