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


# The people who are in exactly the same groups, named by these groups.
Cell: TypeAlias = frozenset[Group]
Atoms: TypeAlias = Mapping[frozenset[Group], tuple[Cell, ...]]


@dataclasses.dataclass(frozen=True)
class Partition:
    """The groups that may be shown, largest first, and the atoms into which they cut everybody."""

    shown: tuple[Group, ...]
    hidden: frozenset[Group]
    atoms: Atoms


def partition(people: Mapping[Cell, int], groups: Iterable[Group], first: Collection[Group] = ()) -> Partition:
    """Takes groups, the largest first, while every atom keeps five people.

    Parameters:
        people: how many people are in each cell; together, everybody.
        first: groups that matter more than larger ones.

    The choice looks at who is in which group only, never at what is counted of them: what is hidden says nothing either.
    Groups whose members are themselves a secret do not belong here. Nothing at all is shown of fewer than five people.
    """
    wanted = set(groups)
    if sum(people.values()) < THRESHOLD:
        return Partition((), frozenset(wanted), {})
    sizes = {group: sum(n for cell, n in people.items() if group in cell) for group in wanted}
    atoms: Atoms = {frozenset(): tuple(people)}
    shown: list[Group] = []
    for group in sorted(wanted, key=lambda group: (group not in first, -sizes[group], group)):
        finer = dict(_cut(group, atoms))
        # An audience without anybody is not told from one that is too small.
        if sizes[group] >= THRESHOLD and all(sum(people[cell] for cell in cells) >= THRESHOLD for cells in finer.values()):
            shown.append(group)
            atoms = finer
    return Partition(tuple(shown), frozenset(wanted) - set(shown), atoms)


def _cut(group: Group, atoms: Atoms) -> Iterator[tuple[frozenset[Group], tuple[Cell, ...]]]:
    for name, cells in atoms.items():
        inside = tuple(cell for cell in cells if group in cell)
        outside = tuple(cell for cell in cells if group not in cell)
        if inside:
            yield name | {group}, inside
        if outside:
            yield name, outside
