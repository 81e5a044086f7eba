"""Today's page beside yesterday's: who moved between the two is not read off their difference.

A page is safe because its groups cut everybody into atoms of five people and more (``partition``). Two pages, one after the other, are
safe in the same way if both together do: if the people who were in one atom yesterday and are in another today are none, or five
and more. So yesterday is treated as one more way in which people are cut. One to four people who moved stay counted where they
were, until as many more made the same way.
"""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from .partition import Cell, Group, Partition
from .rounding import THRESHOLD

# The number of one of yesterday's atoms. In a cell it stands as a negative number, beside the groups.
Place: TypeAlias = int


@dataclasses.dataclass(frozen=True)
class Kept:
    """An atom as it was published: who is counted next time is compared with it.

    Parameters:
        people: how many were in it when it was made, ``key`` the sum of their keys.
        figures: begun and finished by measure, as they were shown.
    """

    groups: frozenset[Group]
    people: int
    key: int
    figures: Mapping[int, tuple[int, int]]


def cell(groups: Iterable[Group], place: Place | None) -> Cell:
    """A cell of people who are in these groups now, and were in that atom the last time (None: they were not counted)."""
    return frozenset(groups) if place is None else frozenset({*groups, -place - 1})


def place_of(one: Cell) -> Place | None:
    return next((-group - 1 for group in one if group < 0), None)


def succeed(
    people: Mapping[Cell, int], groups: Iterable[Group], before: Mapping[Place, Kept], first: Collection[Group] = ()
) -> Partition:
    """The groups that may be shown after the page that ``before`` is of, with the people who may be counted in each.

    Parameters:
        people: how many people are in each cell (``cell``); people whose place is not in ``before`` count as new.
        first: groups that matter more than larger ones.

    A group that was shown keeps its people where few of them moved; a new one is shown if it cuts off nobody. One to four newcomers
    are not counted yet: their cells are in no atom.
    """
    here: Counter[Place | None] = Counter()
    for one, n in people.items():
        here[place_of(one)] += n
    # Of an atom that five and more left, too few may remain to be one: they are not counted, and new the next time.
    stands = {place for place, kept in before.items() if here[place] >= THRESHOLD or kept.people - here[place] < THRESHOLD}
    people = {one: n for one, n in people.items() if place_of(one) in stands or place_of(one) not in before}
    at = {one: place if (place := place_of(one)) in stands else None for one in people}
    if sum(n for one, n in people.items() if at[one] is None) < THRESHOLD:
        people = {one: n for one, n in people.items() if at[one] is not None}
    wanted = set(groups)
    if sum(people.values()) < THRESHOLD:
        return Partition((), frozenset(wanted), {})
    were = {place: kept.groups & wanted for place, kept in before.items()}
    touched: dict[Group, list[Cell]] = {group: [] for group in wanted}
    for one in people:
        for group in (one & wanted) | were.get(-1 if (place := at[one]) is None else place, frozenset()):
            touched[group].append(one)
    known = frozenset().union(*were.values()) if were else frozenset()
    sizes = {group: sum(people[one] for one in cells if group in one) for group, cells in touched.items()}
    atom_of: dict[Cell, tuple[Place | None, frozenset[Group]]] = {one: (at[one], frozenset()) for one in people}
    left: Counter[tuple[Place | None, frozenset[Group]]] = Counter()
    for one, n in people.items():
        left[atom_of[one]] += n
    shown: list[Group] = []
    for group in sorted(wanted, key=lambda group: (group not in first, -sizes[group], group)):
        inside: Counter[tuple[Place | None, frozenset[Group]]] = Counter({atom_of[one]: 0 for one in touched[group]})
        for one in touched[group]:
            inside[atom_of[one]] += people[one] if group in one else 0
        whole: dict[tuple[Place | None, frozenset[Group]], bool] = {}
        for atom, n in inside.items():
            if 0 < n < THRESHOLD or 0 < left[atom] - n < THRESHOLD:
                # Few moved, or few stayed: all are taken to be where they were.
                whole[atom] = atom[0] is not None and group in were[atom[0]]
        counted = sum((left[atom] if whole[atom] else 0) if atom in whole else n for atom, n in inside.items())
        if counted < (1 if group in known else THRESHOLD) or (whole and group not in known):
            continue
        shown.append(group)
        for one in touched[group]:
            atom = atom_of[one]
            if whole.get(atom, group in one):
                atom_of[one] = (atom[0], atom[1] | {group})
                left[atom] -= people[one]
                left[atom_of[one]] += people[one]
    atoms: dict[frozenset[Group], list[Cell]] = {}
    for one, (_place, inside_of) in atom_of.items():
        atoms.setdefault(inside_of, []).append(one)
    return Partition(tuple(shown), frozenset(wanted) - set(shown), {atom: tuple(cells) for atom, cells in atoms.items()})


def inherited(cells: Iterable[Cell], people: Mapping[Cell, int], before: Mapping[Place, Kept]) -> Kept | None:
    """The atom that these cells continue, one to four of its people having left; None where it is another, or five left."""
    cells = list(cells)
    places = {place_of(one) for one in cells}
    if len(places) != 1 or (place := places.pop()) not in before or place is None:
        return None
    everybody = sum(n for one, n in people.items() if place_of(one) == place)
    here = sum(people[one] for one in cells)
    return before[place] if here == everybody and 0 <= before[place].people - here < THRESHOLD else None
