"""Counting once a week, beside what was counted the week before: who moved in between is not read off the difference."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from essaim.adoption.models import Counted, Reckoning
from essaim.kernel import clock
from essaim.kernel.anonymity import Cell, Kept, Partition, Row, cell, succeed, table
from essaim.learning import api as learning


def is_due(scope: str) -> bool:
    """Whether the week of the last figures is over, or there were too few people for any."""
    last = Reckoning.objects.filter(pk=scope).first()
    return last is None or not last.atoms or _monday(last.taken_at) < _monday(clock.now())


def _monday(moment: datetime) -> date:
    day = timezone.localtime(moment).date()
    return day - timedelta(days=day.weekday())


@transaction.atomic
def reckon(
    scope: str,
    members: Iterable[tuple[int, int, Iterable[int]]],
    groups: Collection[int] | None = None,
    first: Collection[int] = (),
) -> tuple[Partition, list[Row]]:
    """The figures of this week, safe by themselves and beside those of the week before (kernel.anonymity.succeed).

    Parameters:
        members: id, key and groups of everybody.
        groups: those that may be shown; None for all.
        first: those that matter more than larger ones.
    """
    last, _made = Reckoning.objects.select_for_update().get_or_create(pk=scope, defaults={"taken_at": clock.now()})
    before = {place: _kept(atom) for place, atom in enumerate(last.atoms)}
    places = dict(Counted.objects.filter(reckoning=last).order_by().values_list("member_id", "place"))
    wanted = None if groups is None else frozenset(groups)
    people: dict[Cell, int] = defaultdict(int)
    keys: dict[Cell, int] = defaultdict(int)
    cell_of: dict[int, Cell] = {}
    for member, key, inside in members:
        found = cell_of[member] = cell(inside if wanted is None else wanted.intersection(inside), places.get(member))
        people[found] += 1
        keys[found] += key
    facts: dict[tuple[Cell, int], tuple[int, int]] = {}
    for fact in learning.progress_facts():
        if (at := cell_of.get(fact.member_id)) is not None:
            begun, finished = facts.get((at, fact.sequence_id), (0, 0))
            facts[at, fact.sequence_id] = (begun + 1, finished + fact.finished)
    if wanted is None:
        wanted = frozenset(group for one in people for group in one if group >= 0)
    chosen = succeed(people, wanted, before, first)
    measures = [sequence.id for sequence in learning.sequence_titles("fr")]
    rows, kept = table(chosen, people, keys, facts, measures, before)
    last.taken_at, last.atoms = clock.now(), [_as_json(one) for one, _cells in kept]
    last.save()
    new = {one: place for place, (_kept_atom, cells) in enumerate(kept) for one in cells}
    Counted.objects.filter(reckoning=last).delete()
    Counted.objects.bulk_create(
        (Counted(reckoning=last, member_id=member, place=new[at]) for member, at in cell_of.items() if at in new),
        batch_size=5000,
    )
    return chosen, rows


def _kept(atom: dict) -> Kept:  # type: ignore[type-arg]
    figures = {int(measure): (begun, finished) for measure, (begun, finished) in atom["figures"].items()}
    return Kept(frozenset(atom["groups"]), atom["people"], atom["key"], figures)


def _as_json(one: Kept) -> dict[str, object]:
    figures = {str(measure): list(pair) for measure, pair in one.figures.items()}
    return {"groups": sorted(one.groups), "people": one.people, "key": one.key, "figures": figures}
