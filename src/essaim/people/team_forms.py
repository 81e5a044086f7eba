"""What the pages of teams read."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from essaim.organisation.models import Objective

from .actions.teams import When
from .models import ProposalAnswer


class TeamTextForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    source = forms.CharField(
        label=_("Ce que l'équipe essaie"),
        help_text=_("Ce que vous changez dans votre façon de travailler, ce que vous en attendez, où vous en êtes."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Écrivez une heure, comme 13:30.")},
    )


class TeamDateForm(forms.Form):
    """Something that a team does on a day."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    title = forms.CharField(
        label=_("Quoi"), max_length=400, error_messages={"required": _("Dites de quoi il s'agit.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    day = forms.DateField(
        label=_("Jour"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Dites quel jour."), "invalid": _("Écrivez un jour, comme 2026-11-17.")},
    )
    begins = _hour(_("De"))
    ends = _hour(_("à"))
    place = forms.CharField(label=_("Lieu"), max_length=160, required=False)
    link = forms.CharField(
        label=_("Lien"),
        max_length=500,
        required=False,
        help_text=_("Celui d'une visio, par exemple."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        validators=[URLValidator(schemes=["http", "https"], message=_("Ce lien n'est pas entier : il commence par https://."))],
    )

    def when(self) -> When:
        """Once valid: what was written."""
        data = self.cleaned_data
        return When(
            title=" ".join(data["title"].split()), day=data["day"], begins=data["begins"], ends=data["ends"],
            place=data["place"], link=data["link"],
        )  # fmt: skip


class TopicsForm(forms.Form):
    topics = forms.CharField(
        label=_("On peut me demander"),
        help_text=_("Un sujet par ligne. Laissez vide, et personne n'est invité à vous demander."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class _ObjectiveChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


def _objective(label: Any, *, required: bool) -> _ObjectiveChoice:
    return _ObjectiveChoice(
        Objective.objects.order_by("name", "pk"), label=label, required=required, empty_label=_("Choisissez dans la liste"),
        error_messages={
            "required": _("Choisissez un objectif."), "invalid_choice": _("Choisissez un objectif de la liste."),
        },
    )  # fmt: skip


class ProposalForm(forms.Form):
    """What a manager proposes."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Un mot"), help_text=_("Pourquoi cet objectif, pourquoi maintenant."), required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["objective"] = _objective(_("Objectif"), required=True)


class AnswerForm(forms.Form):
    """What a member answers."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[
            (ProposalAnswer.Answer.ACCEPTED, _("Je prends cet objectif")),
            (ProposalAnswer.Answer.ADAPTED, _("Je prends plutôt celui-ci :")),
            (ProposalAnswer.Answer.DECLINED, _("Je ne le prends pas")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une réponse."), "invalid_choice": _("Choisissez une réponse de la liste.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["objective"] = _objective(_("L'objectif que vous prenez à la place"), required=False)
