"""What an organisation begins with: names that somebody types, and a catalogue that is proposed."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from essaim.organisation.actions.catalogue import import_catalogue
from essaim.organisation.actions.structure import extend_structure
from essaim.organisation.models import Theme
from essaim.organisation.proposed import chosen
from essaim.organisation.queries import Structure


def name_structure(
    *, actor_id: int, job_families: Iterable[str], sites: Iterable[str], teams: Iterable[Sequence[str]]
) -> dict[str, int]:
    """Adds what is named and not there yet. Returns how many were made of each kind."""
    return extend_structure(
        structure=Structure(), job_families=job_families, sites=sites, teams=[tuple(path) for path in teams]
    )


@transaction.atomic
def adopt_catalogue(*, actor_id: int | None, themes: Iterable[str] = (), objectives: Iterable[str] = ()) -> int:
    """Takes proposed themes and objectives, by their slugs, into the catalogue; what is there already stays as it is named.

    Returns how many were made.
    """
    known = set(Theme.objects.order_by().values_list("slug", flat=True))
    source = chosen(themes=set(themes), objectives=set(objectives))
    source.value["themes"] = [theme for theme in source.value["themes"] if theme["slug"] not in known]
    return import_catalogue(actor_id=actor_id, source=source)["created"]
