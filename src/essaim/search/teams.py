"""Teams in the search: people lies below and cannot say it itself. Name, place in the organisation, what they try."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from essaim.kernel.markup import to_text
from essaim.organisation import known
from essaim.organisation.models import Team
from essaim.people.models import TeamPage

from .models import IndexedDocument
from .sources import Document, Source

KIND = "team"


def load(ids: Collection[int]) -> Iterable[Document]:
    teams = list(Team.objects.filter(pk__in=ids).order_by("pk"))
    above = {id for team in teams for id in team.ancestor_ids}
    names = dict(Team.objects.filter(pk__in=above).order_by("pk").values_list("pk", "name"))
    pages = TeamPage.objects.in_bulk([team.pk for team in teams])
    for team in teams:
        page = pages.get(team.pk)
        path = ", ".join(names[id] for id in reversed(team.ancestor_ids) if id != team.pk and id in names)
        yield Document(
            kind=KIND, id=team.pk, language=page.language if page else known.current().language, title=team.name,
            body="\n".join(part for part in (path, to_text(page.html) if page else "") if part),
            url=f"/people/teams/{team.pk}/", updated_at=page.changed_at if page else None,
        )  # fmt: skip


def all_ids() -> Iterable[int]:
    return Team.objects.order_by("pk").values_list("pk", flat=True).iterator()


def not_indexed_of(member_id: int) -> list[int]:
    """The team of a member and those above it, as far as the index does not know them."""
    above = Team.objects.filter(members=member_id).values_list("ancestor_ids", flat=True).first() or []
    there = IndexedDocument.objects.filter(kind=KIND, object_id__in=above).values_list("object_id", flat=True)
    return sorted(set(above) - set(there)) if above else []


def source() -> Source:
    return Source(kind=KIND, label=_("Équipes"), one=_("Équipe"), load=load, all_ids=all_ids, order=31, named=True)
