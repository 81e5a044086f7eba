"""What the pages of structure and objectives read."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_LINES = 300


class Lines(forms.CharField):
    """Names, one a line; empty lines and repetitions are left out."""

    def __init__(self, **options: Any):
        super().__init__(required=False, max_length=40_000, widget=forms.Textarea(attrs={"rows": 4}), **options)

    def clean(self, value: Any) -> list[str]:
        names = list(dict.fromkeys(" ".join(line.split()) for line in str(super().clean(value)).splitlines()))
        names = [name for name in names if name]
        if len(names) > MOST_LINES:
            raise ValidationError(_("Trois cents lignes au plus à la fois."))
        if long := next((name for name in names if len(name) > 160), ""):
            raise ValidationError(_("« %(name)s… » est trop long : 160 caractères au plus.") % {"name": long[:40]})
        return names


class StructureForm(forms.Form):
    job_families = Lines(
        label=_("Ajouter des métiers"),
        help_text=_("Un par ligne, comme on les appelle chez vous : Service client, Atelier, RH…"),
    )
    sites = Lines(label=_("Ajouter des sites"), help_text=_("Un par ligne : Lyon, Nantes, à distance…"))
    teams = Lines(label=_("Ajouter des équipes"), help_text=_("Une par ligne, de haut en bas : Direction / Service / Équipe."))

    def clean_teams(self) -> list[tuple[str, ...]]:
        paths = [
            tuple(part for part in (part.strip() for part in line.split("/")) if part) for line in self.cleaned_data["teams"]
        ]
        return [path for path in paths if path]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.values()):
            raise ValidationError(_("Écrivez au moins un nom, dans l'une des trois listes."))
        return data
