"""Which groups can be shown beside each other so that no difference of them is a group of one to four people.

Groups overlap. Those that are shown cut everybody into *atoms*: the people who are in exactly the same shown groups.
Whatever one adds and subtracts (a total, a complement, the difference of two groups) counts every person of an atom the
same number of times. So when every atom has five people or more, no calculation from the figures can come down to fewer.
This is stronger than suppressing single cells, whose safety has to be proven table by table (A. Hundepool et al.,
*Statistical Disclosure Control*, Wiley 2012, chapter 4), and it costs one pass: a group is taken if the atoms stay large.
"""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
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
    cells_of: dict[Group, list[Cell]] = {group: [] for group in wanted}
    for cell in people:
        for group in cell & wanted:
            cells_of[group].append(cell)
    sizes = {group: sum(people[cell] for cell in cells) for group, cells in cells_of.items()}
    # The atom of each cell, by the groups that made it; a group looks at the atoms that it would cut, not at all of them.
    atom_of: dict[Cell, frozenset[Group]] = dict.fromkeys(people, frozenset())
    left = {frozenset[Group](): sum(people.values())}
    shown: list[Group] = []
    for group in sorted(wanted, key=lambda group: (group not in first, -sizes[group], group)):
        inside: Counter[frozenset[Group]] = Counter()
        for cell in cells_of[group]:
            inside[atom_of[cell]] += people[cell]
        # An audience without anybody is not told from one that is too small.
        if sizes[group] >= THRESHOLD and all(n >= THRESHOLD and _whole(left[atom] - n) for atom, n in inside.items()):
            shown.append(group)
            for atom, n in inside.items():
                left[atom] -= n
                left[atom | {group}] = n
            for cell in cells_of[group]:
                atom_of[cell] |= {group}
    atoms: dict[frozenset[Group], list[Cell]] = {}
    for cell, atom in atom_of.items():
        atoms.setdefault(atom, []).append(cell)
    return Partition(tuple(shown), frozenset(wanted) - set(shown), {atom: tuple(cells) for atom, cells in atoms.items()})


def _whole(rest: int) -> bool:
    """Whether nobody, or five people and more, would be left of an atom."""
    return rest == 0 or rest >= THRESHOLD
