"""The nodes of a rule. Frozen, so that two rules that say the same are equal."""

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import Literal, TypeAlias

Fact = Literal["job_family", "team", "site", "role", "objective_theme"]
FACTS: tuple[Fact, ...] = ("job_family", "team", "site", "role", "objective_theme")
# What members say of themselves in private: chooses what is proposed to them, and is shown to nobody.
PRIVATE: frozenset[str] = frozenset({"objective_theme"})

Span = Literal["within_days", "before_days", "since", "before"]
SPANS: tuple[Span, ...] = ("within_days", "before_days", "since", "before")


@dataclasses.dataclass(frozen=True)
class AllOf:
    """Every part holds; without parts, everybody."""

    parts: tuple["Rule", ...] = ()


@dataclasses.dataclass(frozen=True)
class AnyOf:
    """At least one part holds; without parts, nobody."""

    parts: tuple["Rule", ...] = ()


@dataclasses.dataclass(frozen=True)
class Not:
    part: "Rule"


@dataclasses.dataclass(frozen=True)
class Has:
    """One fact of the member is among ``values``: ids, or names of roles."""

    fact: Fact
    values: tuple[int | str, ...]


@dataclasses.dataclass(frozen=True)
class Arrived:
    """When the member came: ``within_days`` and ``before_days`` count back from today, ``since`` and ``before`` are days."""

    span: Span
    value: int | date


Rule: TypeAlias = AllOf | AnyOf | Not | Has | Arrived


def leaves(rule: Rule) -> Iterator[Has | Arrived]:
    match rule:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield rule


def reads_private(rule: Rule) -> bool:
    """Whether the rule reads what members stated privately: then it is shown in protected counts, without names."""
    return any(isinstance(leaf, Has) and leaf.fact in PRIVATE for leaf in leaves(rule))
