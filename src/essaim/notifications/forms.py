from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.people.models import Member

from . import queries
from .kinds import sorted_kinds
from .models import Delivery, Schedule


def _hour(label: Any, help_text: Any = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, widget=widget)


class PreferencesForm(forms.Form):
    """One choice per kind, then the hours."""

    quiet_from = _hour(_("Pas de mail à partir de"))
    quiet_until = _hour(_("jusqu'à"))
    quiet_weekends = forms.BooleanField(label=_("Pas de mail le week-end"), required=False)
    daily_at = _hour(_("Heure du mail du matin"), _("Un seul mail, du lundi au vendredi, s'il y a quelque chose à lire."))

    def __init__(self, member: Member, data: Any = None):
        schedule = Schedule.objects.filter(member=member).first() or Schedule(member=member)
        initial = {name: getattr(schedule, name) for name in ("quiet_from", "quiet_until", "quiet_weekends", "daily_at")}
        chosen = queries.choices(member) if data is None else {}
        super().__init__(data, initial=initial | {_name(kind): delivery for kind, delivery in chosen.items()})
        for kind in sorted_kinds():
            self.fields[_name(kind.name)] = forms.ChoiceField(
                label=kind.label, choices=Delivery.choices, widget=forms.RadioSelect
            )

    def kinds(self) -> list[forms.BoundField]:
        return [self[_name(kind.name)] for kind in sorted_kinds()]

    def deliveries(self) -> dict[str, str]:
        return {kind.name: self.cleaned_data[_name(kind.name)] for kind in sorted_kinds()}


def _name(kind: str) -> str:
    return f"kind-{kind}"
