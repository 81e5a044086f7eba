"""A rule as a sentence: ``Les membres dont le métier est Service client et le site Lyon``."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from essaim.ui import dates

from .names import Labels
from .tree import AllOf, AnyOf, Arrived, Has, Not, Rule


def describe(rule: Rule, labels: Labels) -> str:
    """The whole sentence, without a full stop, in the reader's language."""
    match rule:
        case AllOf(()):
            return _("Tous les membres")
        case AnyOf(()):
            return _("Personne pour l'instant")
        case _:
            return _("Les membres dont %(rule)s") % {"rule": _clause(rule, labels)}


def _clause(rule: Rule, labels: Labels, *, inside: bool = False, continued: bool = False) -> str:
    """Part of the sentence; ``inside`` another clause (parentheses), ``continued`` where the verb was just said."""
    match rule:
        case AllOf(()):
            return _("tout convient")
        case AnyOf(()):
            return _("rien ne convient")
        case AllOf((part,)) | AnyOf((part,)):
            return _clause(part, labels, inside=inside, continued=continued)
        case AllOf(parts) | AnyOf(parts):
            text = _joined(parts, labels, isinstance(rule, AllOf))
            return f"({text})" if inside else text
        case Not(Has() as leaf):
            return _has(leaf, labels, negated=True)
        case Not(Arrived() as leaf):
            return _arrived(leaf, negated=True)
        case Not(part):
            return _("il n'est pas vrai que %(rule)s") % {"rule": _clause(part, labels, inside=True)}
        case Has():
            return _has(rule, labels, continued=continued)
        case Arrived():
            return _arrived(rule)
    raise TypeError(rule)


def _joined(parts: Sequence[Rule], labels: Labels, every: bool) -> str:
    said: list[str] = []
    verb = False
    for part in parts:
        said.append(_clause(part, labels, inside=True, continued=verb))
        verb = isinstance(part, Has) and part.fact != "objective_theme"
    word = pgettext("between conditions", "et") if every else pgettext("between conditions", "ou")
    return f" {word} ".join(said)


def _has(leaf: Has, labels: Labels, *, negated: bool = False, continued: bool = False) -> str:
    names = [labels.label(leaf.fact, value) for value in leaf.values]
    among = {"names": f" {pgettext('between values', 'ou')} ".join(names)}
    if negated:
        forms = {
            "job_family": _("le métier n'est pas %(names)s"),
            "team": _("l'équipe n'est pas %(names)s"),
            "site": _("le site n'est pas %(names)s"),
            "role": _("le rôle n'est pas %(names)s"),
            "objective_theme": _("aucun objectif ne porte sur %(names)s"),
        }
    elif continued:
        forms = {
            "job_family": _("le métier %(names)s"),
            "team": _("l'équipe %(names)s"),
            "site": _("le site %(names)s"),
            "role": _("le rôle %(names)s"),
            "objective_theme": _("un objectif porte sur %(names)s"),
        }
    else:
        forms = {
            "job_family": _("le métier est %(names)s"),
            "team": _("l'équipe est %(names)s"),
            "site": _("le site est %(names)s"),
            "role": _("le rôle est %(names)s"),
            "objective_theme": _("un objectif porte sur %(names)s"),
        }
    return forms[leaf.fact] % among


def _arrived(leaf: Arrived, *, negated: bool = False) -> str:
    if isinstance(leaf.value, date):
        day = {"day": dates.day(leaf.value)}
        after = (leaf.span == "since") is not negated
        return _("l'arrivée date du %(day)s ou d'après") % day if after else _("l'arrivée est antérieure au %(day)s") % day
    n = leaf.value
    if (leaf.span == "within_days") is not negated:
        return ngettext("l'arrivée date de moins de %(n)d jour", "l'arrivée date de moins de %(n)d jours", n) % {"n": n}
    return ngettext("l'arrivée date de %(n)d jour ou plus", "l'arrivée date de %(n)d jours ou plus", n) % {"n": n}
