"""Whom a rule surely selects, and whom it may select, for somebody who does not know what members stated in private.

Between the two stand those whose membership says something about what they stated. Only they need protection, and they
need it exactly: a protected count that mixed in people who are in it anyway would let one pad a single person with known
ones until the rounding gives way. Hence every combination of private answers is tried, not a shortcut over ``not``.
"""

from collections.abc import Iterator
from itertools import product

from .tree import PRIVATE, AllOf, AnyOf, Has, Not, Rule, leaves

# How many private questions a rule may ask; the combinations of their answers are tried one by one.
MAX_PRIVATE = 3

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
    variants = set(_variants(rule))
    if len(variants) == 1:
        only = variants.pop()
        return only, only
    ordered = sorted(variants, key=repr)
    return all_of(ordered), any_of(ordered)


def _variants(rule: Rule) -> Iterator[Rule]:
    parts = private_parts(rule)
    for answers in product((False, True), repeat=len(parts)):
        stated = {theme for themes, answer in zip(parts, answers, strict=True) if answer for theme in themes}
        yield _decided(rule, stated)


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
