"""The figures of a page: every one of them is a sum over atoms, each of which was protected by itself.

Protecting the parts and adding them up, instead of protecting the sums, leaves nothing to solve for: whatever is
calculated from the page is calculated from the atoms' figures, and those are safe to publish (the same reasoning as in
Ø. Langsrud and J. Heldal, *An algorithm for small count rounding of tabular data*, Privacy in Statistical Databases 2018).
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from .partition import Cell, Group, Partition
from .rounding import THRESHOLD, combine, rounded
from .succession import Kept, Place, inherited

Measure: TypeAlias = int


@dataclasses.dataclass(frozen=True)
class Figure:
    """A count as it may be shown.

    Parameters:
        value: a multiple of five, right on average.
        number: whether it may be written as a number: then five people or more stand behind it, whatever the rounding.
    """

    value: int
    number: bool


@dataclasses.dataclass(frozen=True)
class Row:
    """What is shown of one group; ``group`` is None for everybody. ``measures`` holds begun and finished."""

    group: Group | None
    people: int
    measures: Mapping[Measure, tuple[Figure, Figure]]


@dataclasses.dataclass(frozen=True)
class _Atom:
    groups: frozenset[Group]
    people: int
    measures: Mapping[Measure, tuple[int, int]]


def table(
    chosen: Partition,
    people: Mapping[Cell, int],
    keys: Mapping[Cell, int],
    facts: Mapping[tuple[Cell, Measure], tuple[int, int]],
    measures: Sequence[Measure],
    before: Mapping[Place, Kept] | None = None,
) -> tuple[list[Row], list[tuple[Kept, tuple[Cell, ...]]]]:
    """The rows to show: everybody, then each group that ``chosen`` lets through; and the atoms that they are made of, with their cells.

    Parameters:
        keys: for each cell the sum of its people's keys.
        facts: how many of a cell began, and how many of those finished; absent means none.
        before: the atoms of the page before this one. An atom that only lost one to four people goes on as it was: with
            their keys in its own, and figures that do not fall.
    """
    kept = [
        (_atom(groups, cells, people, keys, facts, measures, inherited(cells, people, before or {})), cells)
        for groups, cells in chosen.atoms.items()
    ]
    if not kept:
        return [], []
    atoms = [_Atom(one.groups, rounded(one.people, one.key, "people"), one.figures) for one, _cells in kept]
    rows: list[tuple[Group | None, list[_Atom]]] = [(None, atoms)]
    rows += [(group, [atom for atom in atoms if group in atom.groups]) for group in chosen.shown]
    return [_row(group, parts, measures) for group, parts in rows], kept


def figure(count: int, among: int, key: int, subject: str) -> Figure | None:
    """The figure of one group that stands by itself; None for a group too small to be spoken of.

    Parameters:
        count: how many of ``among`` people.
        key: the key of all of them (``combine``), whatever each did.
        subject: what was counted (see ``rounded``).
    """
    if among < THRESHOLD:
        return None
    return _figure([min(rounded(count, key, subject), among // THRESHOLD * THRESHOLD)])


def _atom(
    groups: frozenset[Group],
    cells: Iterable[Cell],
    people: Mapping[Cell, int],
    keys: Mapping[Cell, int],
    facts: Mapping[tuple[Cell, Measure], tuple[int, int]],
    measures: Sequence[Measure],
    was: Kept | None,
) -> Kept:
    cells = list(cells)
    key = was.key if was else combine(keys[cell] for cell in cells)
    count = was.people if was else sum(people[cell] for cell in cells)
    # Not above the people themselves: "ten of six" would say that all six did.
    ceiling = count // THRESHOLD * THRESHOLD
    figures = {}
    for measure in measures:
        begun = sum(facts.get((cell, measure), (0, 0))[0] for cell in cells)
        finished = sum(facts.get((cell, measure), (0, 0))[1] for cell in cells)
        subject = f"measure {measure}"
        least = was.figures.get(measure, (0, 0)) if was else (0, 0)
        figures[measure] = (
            max(min(rounded(begun, key, subject), ceiling), least[0]),
            max(min(rounded(finished, key, subject), ceiling), least[1]),
        )
    return Kept(groups, count, key, figures)


def _row(group: Group | None, atoms: Sequence[_Atom], measures: Sequence[Measure]) -> Row:
    figures = {
        measure: (
            _figure(atom.measures[measure][0] for atom in atoms),
            _figure(atom.measures[measure][1] for atom in atoms),
        )
        for measure in measures
    }
    return Row(group, sum(atom.people for atom in atoms), figures)


def _figure(parts: Iterable[int]) -> Figure:
    listed = list(parts)
    value = sum(listed)
    # Each part above nought may have been rounded up by four.
    surely = value - sum(THRESHOLD - 1 for part in listed if part)
    return Figure(value, surely >= THRESHOLD)
