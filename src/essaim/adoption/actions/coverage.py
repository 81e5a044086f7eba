"""The worker counts who began and who finished what, and keeps only what may be shown."""

from typing import Any

from django.db import transaction

from essaim.adoption.models import CoverageSnapshot
from essaim.kernel import clock
from essaim.kernel.anonymity import Row
from essaim.learning import api as learning
from essaim.people.audiences import audiences_by_privacy, groups_of_members

from .reckoning import reckon


@transaction.atomic
def take_snapshot() -> CoverageSnapshot:
    """Counts everything anew, beside what was counted before, and replaces the figures of the coverage page, or does nothing.

    Audiences whose members are a secret (they stated an objective) have none: with progress by such a group one would learn
    of both.
    """
    public, private = audiences_by_privacy()
    chosen, rows = reckon("audiences", groups_of_members(), set(public), first=learning.audiences_with_sequences())
    snapshot, _made = CoverageSnapshot.objects.update_or_create(
        pk=1,
        defaults={
            "taken_at": clock.now(),
            "rows": [_as_json(row) for row in rows],
            "hidden": sorted(chosen.hidden),
            "private": private,
        },
    )
    return snapshot


def _as_json(row: Row) -> dict[str, Any]:
    return {
        "audience": row.group,
        "people": row.people,
        "sequences": {
            str(measure): [[figure.value, figure.number] for figure in figures] for measure, figures in row.measures.items()
        },
    }
