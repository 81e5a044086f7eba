"""The words for what a plan says."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from essaim.ui import dates

from .columns import FIELDS

OUTCOMES: Mapping[str, Any] = {
    "created": gettext_lazy("créée"),
    "changed": gettext_lazy("modifiée"),
    "left": gettext_lazy("inchangée"),
    "refused": gettext_lazy("refusée"),
}


def change(field: str, before: str, after: str) -> str:
    """``Site : Lyon → Lille``."""
    if field == "is_active":
        return _("de nouveau active")
    if field == "arrived_on":
        before, after = (dates.day(date.fromisoformat(text)) if text else "" for text in (before, after))
    return _("%(field)s : %(before)s → %(after)s") % {
        "field": FIELDS[field].label, "before": before or _("vide"), "after": after or _("vide"),
    }  # fmt: skip


def about(name: str, identity: str, details: Sequence[str] = ()) -> str:
    """``Claire Martin (B0114) : Site : Lyon → Lille``, for a terminal."""
    who = f"{name or '?'} ({identity or '?'})"
    if not details:
        return who
    return _("%(who)s : %(details)s") % {"who": who, "details": " · ".join(detail.removesuffix(".") for detail in details)}


def outcomes(counts: Mapping[str, int]) -> str:
    """``1 créée, 12 modifiées, 240 inchangées, 0 refusée``."""
    n = {outcome: counts[outcome] for outcome in OUTCOMES}
    told = (
        ngettext("%(n)s créée", "%(n)s créées", n["created"]),
        ngettext("%(n)s modifiée", "%(n)s modifiées", n["changed"]),
        ngettext("%(n)s inchangée", "%(n)s inchangées", n["left"]),
        ngettext("%(n)s refusée", "%(n)s refusées", n["refused"]),
    )
    return ", ".join(text % {"n": dates.number(count)} for text, count in zip(told, n.values(), strict=True))


def new_structure(new: Mapping[str, Sequence[str]]) -> list[str]:
    """What would be made beside people, a sentence for each kind; at most eight names of each."""
    sentences = []
    if names := new["teams"]:
        sentences.append(
            ngettext("%(n)d nouvelle équipe : %(names)s.", "%(n)d nouvelles équipes : %(names)s.", len(names)) % _some(names)
        )
    if names := new["job_families"]:
        sentences.append(
            ngettext("%(n)d nouveau métier : %(names)s.", "%(n)d nouveaux métiers : %(names)s.", len(names)) % _some(names)
        )
    if names := new["sites"]:
        sentences.append(
            ngettext("%(n)d nouveau site : %(names)s.", "%(n)d nouveaux sites : %(names)s.", len(names)) % _some(names)
        )
    return sentences


def _some(names: Sequence[str], count: int = 8) -> dict[str, Any]:
    return {"n": len(names), "names": ", ".join(names[:count]) + ("…" if len(names) > count else "")}
