"""A rule while it is being written: what the form holds, finished or not.

The form's fields carry the place of their node: ``node-0`` is the whole rule, ``node-0-2`` its third part. So the page needs
no JavaScript: a button posts everything that was typed, with what it wants done.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from essaim.kernel.ids import read_id
from essaim.people import rules
from essaim.people.rules.parse import MAX_DEPTH, ROLES

JOINS = ("all", "any", "none", "not_all")
FACTS = ("job_family", "team", "site", "role", "objective_theme")
DAYS, DAY = "arrived_days", "arrived_day"
KINDS = (*FACTS, DAYS, DAY)
SPANS: Mapping[str, tuple[str, str]] = {DAYS: ("within_days", "before_days"), DAY: ("since", "before")}
_WIDEST = 40


@dataclasses.dataclass
class Draft:
    """One node. ``kind`` is ``group`` or one of KINDS; a group has ``join`` and ``parts``, a condition the rest."""

    kind: str
    join: str = "all"
    parts: list["Draft"] = dataclasses.field(default_factory=list)
    negated: bool = False
    values: list[str] = dataclasses.field(default_factory=list)
    span: str = ""
    amount: str = ""
    error: str = ""
    # Just added: where the keyboard goes.
    fresh: bool = False

    @property
    def spans(self) -> tuple[str, ...]:
        return SPANS.get(self.kind, ())


def empty() -> Draft:
    return Draft("group", parts=[Draft("job_family")])


def from_rule(rule: rules.Rule) -> Draft:
    """What the form shows of a stored rule: always a group, so that one can add to it."""
    node = _node(rule)
    return node if node.kind == "group" else Draft("group", parts=[node])


def _node(rule: rules.Rule, negated: bool = False) -> Draft:
    match rule:
        case rules.AllOf(parts):
            return Draft("group", "not_all" if negated else "all", [_node(part) for part in parts])
        case rules.AnyOf(parts):
            return Draft("group", "none" if negated else "any", [_node(part) for part in parts])
        case rules.Not(part):
            return _node(part, not negated)
        case rules.Arrived(span, value):
            amount = value.isoformat() if isinstance(value, date) else str(value)
            return Draft(DAYS if span in SPANS[DAYS] else DAY, negated=negated, span=span, amount=amount)
        case rules.Has(fact, values):
            return Draft(fact, negated=negated, values=[str(value) for value in values])
    raise TypeError(rule)


def read(post: QueryDict, place: str = "0") -> Draft:
    """The draft that a form carries; what was not sent by our page is left out."""
    kind = post.get(f"node-{place}", "group")
    if kind not in KINDS:
        node = Draft("group", join=_one_of(post.get(f"join-{place}", ""), JOINS))
        if place.count("-") < MAX_DEPTH:
            parts = (f"{place}-{n}" for n in range(_WIDEST))
            node.parts = [read(post, part) for part in parts if f"node-{part}" in post]
        return node
    values = list(dict.fromkeys(value for value in post.getlist(f"value-{place}") if value))
    span = post.get(f"span-{place}", "")
    return Draft(
        kind,
        negated=post.get(f"negated-{place}") == "1",
        values=values[:_WIDEST],
        span=_one_of(span, SPANS[kind]) if kind in SPANS else "",
        amount=post.get(f"amount-{place}", "").strip()[:20],
    )


def _one_of(value: str, choices: tuple[str, ...]) -> str:
    return value if value in choices else choices[0]


def apply(draft: Draft, act: str, kind: str = "") -> None:
    """Does what a button of the form asks: ``add:PLACE`` (a condition of ``kind``), ``group:PLACE``, ``remove:PLACE``."""
    verb, _colon, place = act.partition(":")
    path = [number for n in place.split("-")[1:] if (number := read_id(n)) is not None]
    if verb == "remove" and path:
        group = _at(draft, path[:-1])
        if group and path[-1] < len(group.parts):
            del group.parts[path[-1]]
        return
    group = _at(draft, path)
    if group is None or group.kind != "group" or len(group.parts) >= _WIDEST:
        return
    if verb == "add":
        kind = _one_of(kind, KINDS)
        group.parts.append(Draft(kind, span=SPANS[kind][0] if kind in SPANS else "", fresh=True))
    elif verb == "group" and len(path) < MAX_DEPTH - 2:
        group.parts.append(Draft("group", "any" if group.join == "all" else "all", [Draft("job_family", fresh=True)]))


def _at(draft: Draft, path: list[int]) -> Draft | None:
    for n in path:
        if n >= len(draft.parts):
            return None
        draft = draft.parts[n]
    return draft


def nodes(draft: Draft) -> Iterator[Draft]:
    yield draft
    for part in draft.parts:
        yield from nodes(part)


def to_rule(draft: Draft) -> rules.Rule | None:
    """The finished rule; None when something is missing, then the nodes carry their ``error``."""
    data = _json(draft, root=True)
    if any(node.error for node in nodes(draft)):
        return None
    try:
        rule = rules.parse(data)
        rules.refuse_many_questions(rule)
    except rules.InvalidRule as refusal:
        draft.error = str(refusal)
        return None
    return rule


def _json(node: Draft, root: bool = False) -> dict[str, Any]:
    if node.kind == "group":
        parts = [_json(part) for part in node.parts]
        if not parts:
            node.error = (
                _("Ajoutez au moins une condition : sans elle, la règle ne choisit personne.")
                if root
                else _("Ce groupe est vide : ajoutez-y une condition, ou retirez-le.")
            )
        inner: dict[str, Any] = {"any" if node.join in ("any", "none") else "all": parts}
        return {"not": inner} if node.join in ("none", "not_all") else inner
    leaf = {"arrived": {node.span: _amount(node)}} if node.kind in SPANS else {node.kind: _values(node)}
    return {"not": leaf} if node.negated else leaf


def _values(node: Draft) -> list[int | str]:
    if node.kind == "role":
        known: list[int | str] = [value for value in node.values if value in ROLES]
    else:
        known = [id for value in node.values if (id := read_id(value))]
    if not known:
        node.error = _("Choisissez au moins une valeur, ou retirez cette condition.")
    return known


def _amount(node: Draft) -> int | str:
    if node.kind == DAYS:
        if (days := read_id(node.amount)) and days < 36_500:
            return days
        node.error = _("Donnez un nombre de jours, par exemple 182 pour six mois.")
        return 0
    day = _day(node.amount)
    if day is None:
        node.error = _("Donnez une date, par exemple 05/01/2026.")
        return ""
    return day.isoformat()


def _day(text: str) -> date | None:
    """A day as a date field sends it, or as one types it in French."""
    try:
        if text.count("/") == 2:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None
