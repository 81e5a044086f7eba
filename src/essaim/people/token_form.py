"""What one fills in to hand out a token."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Member, Scope
from .tokens import scopes_for


class TokenForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Pour quel programme"),
        help_text=_("Un nom qui vous le rappellera le jour où vous le retirerez."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Donnez-lui un nom."), "max_length": _("C'est trop long : 80 caractères au plus.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("Ce qu'il pourra faire"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Cochez au moins une chose."),
            "invalid_choice": _("Cochez des choses de la liste."),
        },
    )
    days = forms.TypedChoiceField(
        label=_("Pour combien de temps"),
        choices=[("7", _("une semaine")), ("30", _("un mois")), ("90", _("trois mois")), ("365", _("un an"))],
        coerce=lambda value: timedelta(days=int(value)),
        initial="90",
        error_messages={
            "required": _("Dites pour combien de temps."),
            "invalid_choice": _("Choisissez une durée de la liste."),
        },
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scopes"]
        field.choices = [(scope.value, scope.label) for scope in scopes_for(member)]
        field.initial = [Scope.READ]
