"""Whom a rule surely selects, and whom it may select, for somebody who does not know what members stated in private.

Between the two stand those whose membership says something about what they stated. Only they need protection, and they
need it exactly: a protected count that mixed in people who are in it anyway would let one pad a single person with known
ones until the rounding gives way. Hence every combination of private answers is tried, not a shortcut over ``not``.
"""

from collections.abc import Mapping
from itertools import combinations, product
from typing import TypeAlias

from .tree import PRIVATE, AllOf, AnyOf, Has, Not, Rule, leaves

EVERYBODY: Rule = AllOf()
NOBODY: Rule = AnyOf()


def private_parts(*rules: Rule) -> list[frozenset[int | str]]:
    """The private questions that ``rules`` ask: themes that are always asked about together are one question."""
    sets = {frozenset(leaf.values) for rule in rules for leaf in leaves(rule) if isinstance(leaf, Has) and _is_private(leaf)}
    together: dict[frozenset[frozenset[int | str]], set[int | str]] = {}
    for theme in {theme for themes in sets for theme in themes}:
        together.setdefault(frozenset(themes for themes in sets if theme in themes), set()).add(theme)
    return sorted((frozenset(themes) for themes in together.values()), key=sorted)


def bounds(rule: Rule) -> tuple[Rule, Rule]:
    """``(certain, possible)``: rules that read nothing private. Whoever satisfies the first is in whatever they stated."""
    different = set(variants(rule).values())
    if len(different) == 1:
        only = different.pop()
        return only, only
    ordered = sorted(different, key=repr)
    return all_of(ordered), any_of(ordered)


# Which of the private questions are answered with yes, by their place in private_parts.
Answers: TypeAlias = frozenset[int]


def variants(rule: Rule) -> dict[Answers, Rule]:
    """For every combination of answers, the rule as it is for who gives them; none reads anything private."""
    parts = private_parts(rule)
    decided = {}
    for answers in product((False, True), repeat=len(parts)):
        yes = frozenset(n for n, answer in enumerate(answers) if answer)
        decided[yes] = _decided(rule, {theme for n in yes for theme in parts[n]})
    return decided


def signature(rule: Rule, found: Mapping[Answers, int]) -> str:
    """What a rule asks, of whom: the same for two rules that are the same however they are written.

    Parameters:
        found: for each combination of answers, the sum of the keys of those who would be in.

    It does not depend on what anybody stated. Questions that make no difference are dropped, and questions that are only
    asked together become one, so that writing a rule in another way does not give it another rounding.
    """
    themes = {n: frozenset(part) for n, part in enumerate(private_parts(rule))}
    table = dict(found)
    while (gone := _superfluous(themes, table)) is not None:
        dropped, into = gone
        if into is not None:
            themes[into] |= themes[dropped]
        del themes[dropped]
        table = {yes: key for yes, key in table.items() if dropped not in yes}
    order = sorted(themes, key=lambda n: sorted(themes[n]))
    rows = [
        table[frozenset(n for n, bit in zip(order, bits, strict=True) if bit)] for bits in product((0, 1), repeat=len(order))
    ]
    return repr(([sorted(themes[n]) for n in order], rows))


def _superfluous(themes: Mapping[int, frozenset[int | str]], table: Mapping[Answers, int]) -> tuple[int, int | None] | None:
    """A question to drop, and the one that it is part of, if any."""
    for n in themes:
        if all(table[yes] == table[yes | {n}] for yes in table):
            return n, None
    for n, other in combinations(themes, 2):
        rest = [yes for yes in table if not yes & {n, other}]
        if all(table[yes | {n}] == table[yes | {other}] == table[yes | {n, other}] for yes in rest):
            return other, n
    return None


def _decided(rule: Rule, stated: set[int | str]) -> Rule:
    """The rule for somebody who stated the themes ``stated``, simplified."""
    match rule:
        case AllOf(parts):
            return all_of([_decided(part, stated) for part in parts])
        case AnyOf(parts):
            return any_of([_decided(part, stated) for part in parts])
        case Not(part):
            inner = _decided(part, stated)
            return NOBODY if inner == EVERYBODY else EVERYBODY if inner == NOBODY else Not(inner)
        case Has(_fact, values) if _is_private(rule):
            return EVERYBODY if stated & set(values) else NOBODY
    return rule


def all_of(parts: list[Rule]) -> Rule:
    if NOBODY in parts:
        return NOBODY
    left = tuple(dict.fromkeys(part for part in parts if part != EVERYBODY))
    return left[0] if len(left) == 1 else AllOf(left)


def any_of(parts: list[Rule]) -> Rule:
    if EVERYBODY in parts:
        return EVERYBODY
    left = tuple(dict.fromkeys(part for part in parts if part != NOBODY))
    return left[0] if len(left) == 1 else AnyOf(left)


def _is_private(leaf: object) -> bool:
    return isinstance(leaf, Has) and leaf.fact in PRIVATE
