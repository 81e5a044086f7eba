"""Why a line is refused, and what else is worth knowing of it, as data: it is kept, and read in the reader's language."""

import dataclasses
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from essaim.ui import dates

from .columns import FIELDS

_TEXTS: dict[str, Any] = {
    "cells": _("La ligne a %(cells)s cellules, les titres en annoncent %(columns)s."),
    "no-identity": _("Il faut un matricule ou une adresse e-mail."),
    "no-last-name": _("Le nom manque."),
    "no-first-name": _("Le prénom manque."),
    "too-long": _("%(field)s : %(length)s caractères, %(limit)s au plus."),
    "email": _("« %(value)s » n'est pas une adresse e-mail."),
    "date": _("« %(value)s » n'est pas une date : écrivez jj/mm/aaaa ou aaaa-mm-jj."),
    "date-range": _("La date « %(value)s » n'est pas vraisemblable (entre 1950 et dans deux ans)."),
    "depth": _("L'équipe a plus de %(limit)s niveaux."),
    "team-ambiguous": _("Plusieurs équipes s'appellent « %(value)s » (%(teams)s) : écrivez aussi ce qui est au-dessus."),
    "same-number": _("Le matricule %(value)s est aussi à la ligne %(lines)s."),
    "same-email": _("L'adresse %(value)s est aussi à la ligne %(lines)s."),
    "same-person": _("C'est la même personne qu'à la ligne %(lines)s."),
    "email-taken": _("L'adresse %(value)s est celle de %(name)s, qui a un autre matricule (%(number)s)."),
    "email-taken-bare": _("L'adresse %(value)s est celle de %(name)s."),
    "manager-unknown": _("Responsable introuvable, dans le fichier comme dans Essaim : « %(value)s »."),
    "manager-ambiguous": _("Plusieurs personnes s'appellent « %(value)s » : donnez le matricule ou l'adresse du responsable."),
    "manager-self": _("Cette personne serait son propre responsable."),
    "manager-loop": _("Les responsables tournent en rond : %(names)s."),
    "administrator": _("L'adresse d'une personne qui administre ne se change que par une personne qui administre."),
    "address-entered": _("L'adresse d'une personne déjà entrée, ou qui a un rôle, ne se change que par une personne qui administre."),
    "closed-with-role": _("Ce compte est fermé et a un rôle : seule une personne qui administre le rouvre."),
    # Notes: the line is taken all the same.
    "date-short": _("La date « %(value)s » est lue %(day)s."),
    "manager-refused": _("Responsable laissé tel quel : sa ligne (%(line)s) est refusée."),
    "kept-actor": _("Reste, parce que c'est vous."),
    "kept-administrator": _("Reste : personne d'autre n'administrerait."),
    "kept-by-role": _("Reste : seule une personne qui administre peut désactiver une personne qui administre."),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Problem:
    code: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence, in the language that is active."""
        values = dict(self.values)
        if "field" in values:
            values["field"] = FIELDS[values["field"]].label
        if "day" in values:
            values["day"] = dates.day(date.fromisoformat(values["day"]))
        return str(_TEXTS[self.code]) % values


def problem(code: str, **values: Any) -> Problem:
    """A problem whose values are short enough to be shown."""
    return Problem(code, {name: shortened(value) if isinstance(value, str) else value for name, value in values.items()})


def shortened(text: str, length: int = 80) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
