"""From JSON to a rule and back. What does not fit is refused with a sentence."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from essaim.kernel.errors import Refused

from .tree import FACTS, SPANS, AllOf, AnyOf, Arrived, Has, Not, Rule

MAX_DEPTH = 6
MAX_NODES = 60
ROLES = ("facilitator", "champion", "sponsor", "administrator", "manager")
_MANY_DAYS = 36_525

Values = Callable[[str, list[Any]], tuple[int | str, ...]]


class InvalidRule(Refused):
    """A rule that cannot be read."""

    def __init__(self, message: object):
        super().__init__(message, code="invalid-rule")


def parse(data: Any) -> Rule:
    """The rule that ``data`` (JSON values, see people.rules) says; raises InvalidRule."""
    rule = Parser(_ids).node(data, 0)
    if size(rule) > MAX_NODES:
        raise InvalidRule(_("La règle est trop longue : regroupez des conditions, ou faites-en deux publics."))
    return rule


def size(rule: Rule) -> int:
    match rule:
        case AllOf(parts) | AnyOf(parts):
            return 1 + sum(size(part) for part in parts)
        case Not(part):
            return 1 + size(part)
    return 1


class Parser:
    """Reads nodes; ``values`` turns what a condition lists into ids."""

    def __init__(self, values: Values):
        self._values = values

    def node(self, data: Any, depth: int) -> Rule:
        if not isinstance(data, dict) or len(data) != 1:
            raise InvalidRule(_("Une règle est faite de conditions : chacune porte un seul mot, comme « site » ou « all »."))
        if depth > MAX_DEPTH:
            raise InvalidRule(_("Il y a trop de groupes les uns dans les autres : la règle ne se lirait plus."))
        (word, content), *_rest = data.items()
        match word:
            case "all":
                return AllOf(self._parts(content, depth))
            case "any":
                return AnyOf(self._parts(content, depth))
            case "not":
                return Not(self.node(content, depth + 1))
            case "arrived":
                return _arrived(content)
        if word not in FACTS:
            raise InvalidRule(_("La condition « %(word)s » n'est pas connue.") % {"word": str(word)[:80]})
        listed = content if isinstance(content, list) else [content]
        if not listed:
            raise InvalidRule(_("Une condition ne dit pas avec quoi comparer : choisissez au moins une valeur."))
        return Has(word, self._values(word, listed))

    def _parts(self, content: Any, depth: int) -> tuple[Rule, ...]:
        if not isinstance(content, list):
            raise InvalidRule(_("« all » et « any » sont suivis d'une liste de conditions."))
        return tuple(self.node(part, depth + 1) for part in content)


def _ids(fact: str, listed: list[Any]) -> tuple[int | str, ...]:
    if fact == "role":
        wrong = [value for value in listed if value not in ROLES]
    else:
        wrong = [value for value in listed if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63]
    if wrong:
        raise InvalidRule(_("« %(value)s » n'est pas une valeur possible ici.") % {"value": str(wrong[0])[:80]})
    return tuple(sorted(set(listed)))


def _arrived(content: Any) -> Arrived:
    span, value = next(iter(content.items())) if isinstance(content, dict) and len(content) == 1 else (None, None)
    if span in ("within_days", "before_days") and isinstance(value, int) and not isinstance(value, bool):
        if 0 < value <= _MANY_DAYS:
            return Arrived(span, value)
    elif span in SPANS:
        try:
            # YAML reads a date by itself, JSON leaves it as text.
            return Arrived(span, value if isinstance(value, date) else date.fromisoformat(str(value)))
        except ValueError:
            pass
    raise InvalidRule(_("La date d'entrée n'a pas été comprise : donnez un nombre de jours, ou une date."))


def to_json(rule: Rule) -> dict[str, Any]:
    """What ``parse`` reads back as an equal rule."""
    match rule:
        case AllOf(parts):
            return {"all": [to_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [to_json(part) for part in parts]}
        case Not(part):
            return {"not": to_json(part)}
        case Arrived(span, value):
            return {"arrived": {span: value.isoformat() if isinstance(value, date) else value}}
        case Has(fact, values):
            return {fact: list(values)}
    raise TypeError(rule)
