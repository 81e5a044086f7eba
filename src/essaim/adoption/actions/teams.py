"""The figures of teams, for those who lead them."""

from collections.abc import Iterator

from django.db import connection, transaction

from essaim.adoption.models import TeamFigures
from essaim.kernel import clock
from essaim.kernel.anonymity import Row

from .reckoning import reckon

_MEMBERS = """
SELECT m.id, m.record_key, t.ancestor_ids FROM people_member m JOIN organisation_team t ON t.id = m.team_id WHERE m.is_active
"""


@transaction.atomic
def take_team_figures() -> int:
    """Counts every team anew, with its sub-teams. Returns how many have figures.

    Teams are cut against each other as audiences are (docs/anonymity.md): no team, no difference of two of them and no
    complement is a group of fewer than five. The rounding is drawn from the same people and the same sequence as on the
    coverage page, so that a team that is an audience too has the same figure there while the same people are counted in both.
    """
    _chosen, found = reckon("teams", _members())
    rows = found[1:]
    now = clock.now()
    TeamFigures.objects.all().delete()
    TeamFigures.objects.bulk_create(
        (TeamFigures(team_id=row.group or 0, taken_at=now, sequences=_sequences(row)) for row in rows), batch_size=1000
    )
    return len(rows)


def _members() -> Iterator[tuple[int, int, list[int]]]:
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS)
        yield from cursor.fetchall()


def _sequences(row: Row) -> dict[str, list[list[int | bool]]]:
    return {str(measure): [[figure.value, figure.number] for figure in figures] for measure, figures in row.measures.items()}
