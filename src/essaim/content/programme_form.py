"""The programme's first page as a form, with a draft that one only has to correct."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.kernel import clock


class _Day(forms.DateField):
    def __init__(self, label: Any):
        super().__init__(
            label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": gettext_lazy("Écrivez une date, comme 2027-01-15.")},
        )  # fmt: skip


class ProgrammeForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Titre"), max_length=120,
        error_messages={
            "required": gettext_lazy("Donnez un titre au programme."),
            "max_length": gettext_lazy("C'est trop long : 120 caractères au plus."),
        },
    )  # fmt: skip
    summary = forms.CharField(
        label=gettext_lazy("En une phrase"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": gettext_lazy("C'est trop long : 400 caractères au plus.")},
    )  # fmt: skip
    period_start, period_end = _Day(gettext_lazy("Du")), _Day(gettext_lazy("Au"))
    intention = forms.CharField(
        label=gettext_lazy("L'intention"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Ce qui change, pour qui, et ce que vous espérez. Une ligne vide sépare deux paragraphes."),
    )  # fmt: skip
    how_to_take_part = forms.CharField(
        label=gettext_lazy("Comment participer"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    what_we_will_not_do = forms.CharField(
        label=gettext_lazy("Ce que nous ne ferons pas"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("period_start"), data.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", ValidationError(_("La fin vient avant le début : corrigez l'une des deux dates.")))
        return data


def prepared_draft(organisation: str) -> dict[str, Any]:
    """What the form holds before anybody wrote: a programme of six months that begins today."""
    today = clock.today()
    return {
        "title": _("Travailler autrement, ensemble"),
        "summary": _(
            "Six mois pour essayer de nouvelles façons de travailler, chacun dans son métier, et se raconter ce qui marche."
        ),
        "period_start": today,
        "period_end": today + datetime.timedelta(days=182),
        "intention": _(
            "Nos clients et nos collègues se parlent autrement qu'il y a dix ans. Nous voulons que chacun, à %(organisation)s, "
            "trouve ce que cela change dans son propre métier, et l'essaie sur une situation vraie.\n\n"
            "Il ne s'agit pas de tout apprendre. Il s'agit de choisir une chose utile, de l'essayer, et de dire aux autres ce "
            "que cela a donné."
        )
        % {"organisation": organisation},
        "how_to_take_part": _(
            "Dix minutes par semaine suffisent : une leçon courte, choisie pour votre métier, et la discussion qui la suit.\n\n"
            "Posez vos questions, même petites. Répondez à un collègue quand vous savez. Racontez un essai, réussi ou non."
        ),
        "what_we_will_not_do": _(
            "Personne n'est suivi à la trace. Vos réponses sont à vous, et aucun chiffre n'est montré pour moins de cinq personnes."
        ),
    }
