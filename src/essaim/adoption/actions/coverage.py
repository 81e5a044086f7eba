"""The worker counts who began and who finished what, and keeps only what may be shown."""

import dataclasses
from collections import defaultdict
from typing import Any

from essaim.adoption.models import CoverageSnapshot
from essaim.kernel import clock
from essaim.kernel.anonymity import Cell, Row, partition, table
from essaim.learning import api as learning
from essaim.people.audiences import audiences_by_privacy, groups_of_members


@dataclasses.dataclass
class _Counted:
    """What is known of each cell: people, the sum of their keys, begun and finished by sequence."""

    people: dict[Cell, int]
    keys: dict[Cell, int]
    facts: dict[tuple[Cell, int], tuple[int, int]]


def take_snapshot() -> CoverageSnapshot:
    """Counts everything anew and replaces the figures of the coverage page.

    Audiences whose members are a secret (they stated an objective) have none: with progress by such a group one would learn
    of both.
    """
    public, private = audiences_by_privacy()
    counted = _count(set(public))
    chosen = partition(counted.people, public, first=learning.audiences_with_sequences())
    measures = [sequence.id for sequence in learning.sequence_titles("fr")]
    rows = table(chosen, counted.people, counted.keys, counted.facts, measures)
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


def _count(audiences: set[int]) -> _Counted:
    counted = _Counted(defaultdict(int), defaultdict(int), {})
    cell_of: dict[int, Cell] = {}
    for member, key, groups in groups_of_members():
        cell = cell_of[member] = frozenset(audiences.intersection(groups))
        counted.people[cell] += 1
        counted.keys[cell] += key
    for fact in learning.progress_facts():
        found = cell_of.get(fact.member_id)
        if found is not None:
            begun, finished = counted.facts.get((found, fact.sequence_id), (0, 0))
            counted.facts[found, fact.sequence_id] = (begun + 1, finished + fact.finished)
    return counted


def _as_json(row: Row) -> dict[str, Any]:
    return {
        "audience": row.group,
        "people": row.people,
        "sequences": {
            str(measure): [[figure.value, figure.number] for figure in figures] for measure, figures in row.measures.items()
        },
    }
