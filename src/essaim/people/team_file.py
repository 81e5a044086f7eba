"""Reading team pages from a YAML file; every mistake says where it stands."""

import dataclasses
import datetime
from typing import Any

from django.utils.translation import gettext as _

from essaim.kernel import clock
from essaim.organisation.queries import Structure
from essaim.organisation.yaml_file import Place, Source

from .actions.teams import MAX_LENGTH, When
from .models import Member


@dataclasses.dataclass(frozen=True)
class FileTeam:
    """A team of a file; ``path`` is its name from the top."""

    id: int
    path: str
    trying: str
    language: str
    author_id: int | None
    dates: list[When]


def parse(source: Source) -> tuple[list[FileTeam], dict[int, list[str]]]:
    """The teams of a file, and the topics on which members may be asked. Raises FileRefused."""
    top = source.mapping((), source.value or {}, needed=(), others=("teams", "topics"))
    structure = Structure()
    members = {email: pk for email, pk in Member.objects.order_by("pk").values_list("email", "pk") if email}
    teams = [
        _team(source, ("teams", number), item, structure, members) for number, item in enumerate(source.items(top, "teams"))
    ]
    topics: dict[int, list[str]] = {}
    for number, item in enumerate(source.items(top, "topics")):
        place: Place = ("topics", number)
        item = source.mapping(place, item, needed=("member", "topics"), others=())
        listed = source.items(item, "topics", place)
        topics[_member(source, place, item, "member", members)] = [str(topic) for topic in listed]
    return teams, topics


def _member(source: Source, place: Place, item: dict[str, Any], key: str, members: dict[str, int]) -> int:
    email = source.text(place, item, key, limit=254).lower()
    if email not in members:
        raise source.refuse((*place, key), _("personne n'a l'adresse « %(email)s ».") % {"email": email})
    return members[email]


def _team(source: Source, place: Place, item: Any, structure: Structure, members: dict[str, int]) -> FileTeam:
    item = source.mapping(place, item, needed=("team",), others=("trying", "language", "author", "dates"))
    path = source.text(place, item, "team", limit=800)
    found = structure.team([name.strip() for name in path.split(" / ")])
    if found is None:
        raise source.refuse(
            (*place, "team"), _("l'équipe « %(path)s » n'existe pas ; importez d'abord l'annuaire.") % {"path": path}
        )
    trying = item.get("trying") or ""
    if not isinstance(trying, str) or len(trying) > MAX_LENGTH:
        raise source.refuse(
            (*place, "trying"), _("un texte de %(most)d caractères au plus est attendu.") % {"most": MAX_LENGTH}
        )
    language = item.get("language", "fr")
    if language not in ("fr", "en"):
        raise source.refuse((*place, "language"), _("fr ou en est attendu."))
    dates = [_date(source, (*place, "dates", n), one) for n, one in enumerate(source.items(item, "dates", place))]
    author = _member(source, place, item, "author", members) if item.get("author") else None
    return FileTeam(found, path, trying, language, author, dates)


def _date(source: Source, place: Place, item: Any) -> When:
    item = source.mapping(place, item, needed=("title",), others=("day", "in_days", "begins", "ends", "place", "link"))
    day = item.get("day")
    if isinstance(item.get("in_days"), int):
        day = clock.today() + datetime.timedelta(days=item["in_days"])
    if isinstance(day, datetime.datetime) or not isinstance(day, datetime.date):
        raise source.refuse((*place, "day"), _("un jour comme 2026-11-17 est attendu, ou « in_days » avec un nombre de jours."))
    return When(
        title=source.text(place, item, "title", limit=160), day=day, begins=_hour(source, place, item, "begins"),
        ends=_hour(source, place, item, "ends"), place=source.text(place, item, "place", limit=160),
        link=source.text(place, item, "link", limit=500),
    )  # fmt: skip


def _hour(source: Source, place: Place, item: dict[str, Any], key: str) -> datetime.time | None:
    value = item.get(key)
    if value is None:
        return None
    try:
        # A test of the type first: YAML reads 13:30 without quotes as a number.
        return datetime.time.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise source.refuse((*place, key), _('une heure entre guillemets est attendue, comme "13:30".')) from None
