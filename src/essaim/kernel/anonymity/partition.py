"""Which groups can be shown beside each other so that no difference of them is a group of one to four people.

Groups overlap. Those that are shown cut everybody into *atoms*: the people who are in exactly the same shown groups.
Whatever one adds and subtracts (a total, a complement, the difference of two groups) counts every person of an atom the
same number of times. So when every atom has five people or more, no calculation from the figures can come down to fewer.
This is stronger than suppressing single cells, whose safety has to be proven table by table (A. Hundepool et al.,
*Statistical Disclosure Control*, Wiley 2012, chapter 4), and it costs one pass: a group is taken if the atoms stay large.
"""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from .rounding import THRESHOLD

Group: TypeAlias = int


@dataclasses.dataclass(frozen=True)
class Cell:
    """The people who are in exactly the same groups.

    Parameters:
        groups: the groups that they are in.
        open: the groups for which that depends on what each of them stated in private.
    """

    groups: frozenset[Group]
    open: frozenset[Group] = frozenset()


Atoms: TypeAlias = Mapping[frozenset[Group], tuple[Cell, ...]]


@dataclasses.dataclass(frozen=True)
class Partition:
    """The groups that may be shown, largest first, and the atoms into which they cut everybody."""

    shown: tuple[Group, ...]
    hidden: frozenset[Group]
    atoms: Atoms


def partition(people: Mapping[Cell, int], groups: Iterable[Group], first: Collection[Group] = ()) -> Partition:
    """Takes groups, the largest first and those with a private rule last, while every atom keeps five people.

    Parameters:
        people: how many people are in each cell; together, everybody.
        first: groups that matter more than larger ones; what they are must not depend on what is counted.

    The choice of the groups with a public rule reads nothing private. Nothing at all is shown of fewer than five people.
    """
    wanted = list(groups)
    private = {group for cell in people for group in cell.open}
    sizes = {group: sum(n for cell, n in people.items() if group in cell.groups) for group in wanted}
    atoms: Atoms = {frozenset(): tuple(people)}
    shown: list[Group] = []
    if sum(people.values()) < THRESHOLD:
        return Partition((), frozenset(wanted), {})
    for group in sorted(wanted, key=lambda group: (group in private, group not in first, -sizes[group], group)):
        if sizes[group] >= THRESHOLD and all(_may_cut(group, cells, people) for cells in atoms.values()):
            shown.append(group)
            atoms = dict(_cut(group, atoms))
    return Partition(tuple(shown), frozenset(wanted) - set(shown), atoms)


def _may_cut(group: Group, cells: Iterable[Cell], people: Mapping[Cell, int]) -> bool:
    """Whether an atom stays large on both sides.

    Where membership is private, "nobody here" is an answer too, and so is whether the group is shown: then both sides
    need five of those who might be on the other.
    """
    cells = list(cells)
    free = [cell for cell in cells if group in cell.open]
    if free:
        return all(n >= THRESHOLD for n in _sides(group, free, people))
    return all(n == 0 or n >= THRESHOLD for n in _sides(group, cells, people))


def _sides(group: Group, cells: Iterable[Cell], people: Mapping[Cell, int]) -> tuple[int, int]:
    inside = outside = 0
    for cell in cells:
        if group in cell.groups:
            inside += people[cell]
        else:
            outside += people[cell]
    return inside, outside


def _cut(group: Group, atoms: Atoms) -> Iterator[tuple[frozenset[Group], tuple[Cell, ...]]]:
    for name, cells in atoms.items():
        inside = tuple(cell for cell in cells if group in cell.groups)
        outside = tuple(cell for cell in cells if group not in cell.groups)
        if inside:
            yield name | {group}, inside
        if outside:
            yield name, outside
