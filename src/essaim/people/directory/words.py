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
