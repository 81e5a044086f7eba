"""Announcements in the search, while they are out."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy

from essaim.kernel.markup import to_text
from essaim.search import api as search
from essaim.search.api import Document, Source

from .models import Announcement

KIND = "announcement"


def refresh(ids: Iterable[int]) -> None:
    """Has these announcements indexed again after the caller's transaction."""
    search.refresh(KIND, ids)


def load(ids: Collection[int]) -> Iterable[Document]:
    for row in Announcement.objects.filter(pk__in=ids, state=Announcement.State.PUBLISHED).order_by("pk"):
        yield Document(
            kind=KIND, id=row.pk, language=row.language, title=row.title, body=to_text(row.html),
            url=f"/announcements/{row.pk}/", restricted_to=row.restricted_to, updated_at=row.edited_at or row.publish_at,
        )  # fmt: skip


def all_ids() -> Iterable[int]:
    out = Announcement.objects.filter(state=Announcement.State.PUBLISHED).order_by("pk")
    return out.values_list("pk", flat=True).iterator()


def register() -> None:
    label, one = gettext_lazy("Annonces"), gettext_lazy("Annonce")
    search.register(Source(kind=KIND, label=label, load=load, all_ids=all_ids, one=one, order=25))
