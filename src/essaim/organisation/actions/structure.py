"""Teams, job families and sites that come along with the people of a directory."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import connection, transaction

from essaim.kernel.names import fold, free_slug
from essaim.organisation.models import JobFamily, Site, Team
from essaim.organisation.models.named import Named
from essaim.organisation.queries import Names, Structure

Model = TypeVar("Model", bound=Named)


@transaction.atomic
def extend_structure(
    *, structure: Structure, job_families: Iterable[str], sites: Iterable[str], teams: Iterable[tuple[str, ...]]
) -> dict[str, int]:
    """Makes what is named and not there yet, and adds it to ``structure``. Returns how many were made of each kind."""
    return {
        "job_families": _make_named(JobFamily, structure.job_families, job_families),
        "sites": _make_named(Site, structure.sites, sites),
        "teams": _make_teams(structure, teams),
    }


def _make_named(model: type[Model], known: Names, names: Iterable[str]) -> int:
    absent: dict[str, str] = {}
    for name in names:
        if known.find(name) is None:
            absent.setdefault(fold(name), name)
    if not absent:
        return 0
    taken = set(model._default_manager.values_list("slug", flat=True))
    things = [model(slug=free_slug(name, taken), name=name) for name in absent.values()]
    for thing in model._default_manager.bulk_create(things):
        known.add(thing.pk, thing.slug, thing.name)
    return len(things)


def _make_teams(structure: Structure, paths: Iterable[tuple[str, ...]]) -> int:
    """Level by level, so that a few statements make a whole tree."""
    wanted = {path for path in paths if path}
    made = 0
    for depth in range(max(map(len, wanted), default=0)):
        absent: dict[tuple[int | None, str], Team] = {}
        for path in sorted(wanted):
            parent = structure.team(path[:depth])
            if len(path) > depth and structure.child(parent, path[depth]) is None:
                absent.setdefault((parent, fold(path[depth])), Team(name=path[depth], parent_id=parent))
        for team, pk in zip(absent.values(), _next_ids(len(absent)), strict=True):
            # Its own id is part of what is stored: the id comes first.
            team.pk = pk
            structure.add_team(pk, team.parent_id, team.name)
            team.ancestor_ids = structure.ancestors[pk]
        Team.objects.bulk_create(absent.values(), batch_size=1000)
        made += len(absent)
    return made


def _next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('organisation_team', 'id')) FROM generate_series(1, %s::int)", [count]
        )
        return [row[0] for row in cursor.fetchall()]
