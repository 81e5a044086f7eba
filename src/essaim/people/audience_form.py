"""The words of an audience, and the names of what a rule can be about."""

import hashlib
import json

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.people import rules
from essaim.people.models import Audience

KIND_LABELS = {
    "job_family": _("le métier"),
    "team": _("l'équipe"),
    "site": _("le site"),
    "role": _("le rôle"),
    "objective_theme": _("le thème d'un objectif"),
    "arrived_days": _("l'ancienneté"),
    "arrived_day": _("la date d'arrivée"),
}


class AudienceForm(forms.Form):
    name = forms.CharField(
        label=_("Nom du public"),
        max_length=160,
        error_messages={"required": _("Donnez un nom à ce public : c'est lui que l'on choisit quand on adapte un contenu.")},
    )
    name_en = forms.CharField(label=_("Nom en anglais"), max_length=160, required=False)

    @classmethod
    def of(cls, audience: Audience | None) -> "AudienceForm":
        return cls(initial={"name": audience.name, "name_en": audience.name_en} if audience else {})

    def unjudged(self) -> "AudienceForm":
        """The same words, not checked yet: a button that only adds a condition is no moment for reproaches."""
        return AudienceForm(initial={name: self.data.get(name, "") for name in self.fields})


def fingerprint(rule: rules.Rule) -> str:
    """Short for a rule: the form carries it to show that its effect was seen."""
    return hashlib.sha256(json.dumps(rules.to_json(rule), sort_keys=True).encode()).hexdigest()[:16]
