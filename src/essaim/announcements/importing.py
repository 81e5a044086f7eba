"""Reading announcements from a YAML file; every mistake says where it stands."""

import dataclasses
import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.organisation.yaml_file import Place, Source
from essaim.people.models import Audience, Member

from .actions.editing import MAX_LENGTH, MAX_TITLE

_NEEDED = ("slug", "title", "body")
_OTHERS = ("author", "date", "home_days", "audiences", "language", "draft")


@dataclasses.dataclass(frozen=True)
class FileAnnouncement:
    """``date``: when it came out, None for now."""

    slug: str
    title: str
    body: str
    author_id: int | None
    date: datetime.datetime | None
    home_days: int
    restricted_to: list[int]
    language: str
    draft: bool


def parse(source: Source) -> list[FileAnnouncement]:
    """The announcements of a file. Raises FileRefused."""
    top = source.mapping((), source.value or {}, needed=(), others=("announcements",))
    members = {email: pk for email, pk in Member.objects.order_by("pk").values_list("email", "pk") if email}
    audiences = dict(Audience.objects.order_by("pk").values_list("slug", "pk"))
    return [
        _one(source, ("announcements", number), item, members, audiences)
        for number, item in enumerate(source.items(top, "announcements"))
    ]


def _one(source: Source, place: Place, item: Any, members: dict[str, int], audiences: dict[str, int]) -> FileAnnouncement:
    item = source.mapping(place, item, needed=_NEEDED, others=_OTHERS)
    author = source.text(place, item, "author", limit=254).lower()
    if author and author not in members:
        raise source.refuse((*place, "author"), _("personne n'a l'adresse « %(email)s ».") % {"email": author})
    restricted = []
    for slug in source.items(item, "audiences", place):
        if slug not in audiences:
            raise source.refuse(
                (*place, "audiences"),
                _("le public « %(slug)s » n'existe pas ; il y a %(known)s.")
                % {"slug": slug, "known": ", ".join(sorted(audiences)) or "-"},
            )
        restricted.append(audiences[slug])
    body = item["body"]
    if not isinstance(body, str) or len(body) > MAX_LENGTH:
        raise source.refuse((*place, "body"), _("un texte de %(most)d caractères au plus est attendu.") % {"most": MAX_LENGTH})
    days = item.get("home_days", 14)
    if not isinstance(days, int) or not 0 < days <= 366:
        raise source.refuse((*place, "home_days"), _("un nombre de jours, de 1 à 366, est attendu."))
    language = item.get("language", "fr")
    if language not in ("fr", "en"):
        raise source.refuse((*place, "language"), _("fr ou en est attendu."))
    return FileAnnouncement(
        slug=source.text(place, item, "slug", limit=80), title=source.text(place, item, "title", limit=MAX_TITLE), body=body,
        author_id=members.get(author), date=_date(source, place, item), home_days=days, restricted_to=sorted(restricted),
        language=language, draft=bool(item.get("draft")),
    )  # fmt: skip


def _date(source: Source, place: Place, item: dict[str, Any]) -> datetime.datetime | None:
    value = item.get("date")
    if isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value)
        except ValueError:
            value = False
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        value = datetime.datetime.combine(value, datetime.time(9))
    if value is not None and not isinstance(value, datetime.datetime):
        raise source.refuse((*place, "date"), _("une date comme 2026-11-03T16:40 est attendue."))
    return timezone.make_aware(value) if value and timezone.is_naive(value) else value
