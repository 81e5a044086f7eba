"""Parsing what is sent. What may be asked is decided by the actions; a form keeps what was typed."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.utils import from_current_timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.kernel.ordering import by_name
from essaim.organisation.models import Theme

from .actions.volunteering import MOST
from .models import Reached

FACILITATORS = "facilitators"
TIMES = (1, 2, 3)


def _day(n: int) -> forms.DateField:
    return forms.DateField(
        label=_("Jour"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Écrivez un jour, comme 2026-11-17.")},
    )  # fmt: skip


def _hour(n: int) -> forms.TimeField:
    return forms.TimeField(
        label=_("Heure"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Écrivez une heure, comme 13:30.")},
    )  # fmt: skip


class TimesForm(forms.Form):
    """Up to three moments, on the clocks of the reader, and where."""

    place = forms.CharField(
        label=_("Où"), required=False, max_length=400, help_text=_("Un bureau, un téléphone, une visio."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for n in TIMES:
            self.fields[f"day{n}"], self.fields[f"hour{n}"] = _day(n), _hour(n)

    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields of each moment, for the template."""
        return [(self[f"day{n}"], self[f"hour{n}"]) for n in TIMES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        times: list[datetime.datetime] = []
        for n in TIMES:
            day, hour = data.get(f"day{n}"), data.get(f"hour{n}")
            if day and hour:
                try:
                    times.append(from_current_timezone(datetime.datetime.combine(day, hour)))
                except forms.ValidationError:
                    self.add_error(f"hour{n}", gettext("Cette heure n'existe pas ce jour-là : les horloges changent."))
            elif day and f"hour{n}" not in self.errors:
                self.add_error(f"hour{n}", gettext("Dites à quelle heure."))
            elif hour and f"day{n}" not in self.errors:
                self.add_error(f"day{n}", gettext("Dites quel jour."))
        data["times"] = times
        return data


class AskForm(TimesForm):
    """What somebody wants to manage, whom they ask, and when."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    text = forms.CharField(
        label=_("Ce que je voudrais réussir"), strip=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("En quelques phrases : ce que vous essayez, là où vous bloquez."),
        error_messages={"required": _("Écrivez ce que vous voudriez réussir.")},
    )  # fmt: skip
    helper = forms.ChoiceField(
        label=_("À qui demander"), widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez à qui demander."),
            "invalid_choice": _("Cette personne n'est plus disponible : choisissez-en une autre."),
        },
    )  # fmt: skip
    field_order = ["key", "about", "text", "helper"]

    def __init__(self, *args: Any, helpers: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["helper"]
        field.choices = helpers


class VolunteerForm(forms.Form):
    """Whether, how many, and on what."""

    willing = forms.BooleanField(label=_("Je veux bien accompagner des collègues"), required=False)
    at_once = forms.IntegerField(
        label=_("Combien à la fois"), min_value=1, max_value=MOST, initial=2,
        error_messages={
            "required": _("Dites combien de collègues à la fois."), "invalid": _("Écrivez un nombre."),
            "min_value": _("Au moins un."), "max_value": _("Neuf au plus."),
        },
    )  # fmt: skip
    topics = forms.MultipleChoiceField(label=_("Sur quels sujets"), required=False, widget=forms.CheckboxSelectMultiple)
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label=_("Sur quels thèmes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    away_until = forms.DateField(
        label=_("Absent jusqu'au"), required=False, help_text=_("D'ici là, on ne vous propose à personne."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Écrivez un jour, comme 2026-11-17.")},
    )  # fmt: skip

    def __init__(self, *args: Any, own_topics: Sequence[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topics"]
        topics.choices = [(name, name) for name in own_topics]
        themes: Any = self.fields["themes"]
        # Everybody sees what somebody volunteers for: a restricted theme is not named there.
        themes.queryset = Theme.objects.filter(restricted_to=[], archived_at=None).order_by(by_name(), "pk")
        themes.label_from_instance = lambda theme: theme.label


class ChosenTimeForm(forms.Form):
    """One of the times that the other one proposed."""

    time = forms.CharField(max_length=40, error_messages={"required": _("Choisissez un des moments.")})

    def clean_time(self) -> datetime.datetime:
        try:
            moment = parse_datetime(self.cleaned_data["time"])
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise forms.ValidationError(gettext("Choisissez un des moments."))
        return moment.astimezone(datetime.UTC)


class WordForm(forms.Form):
    word = forms.CharField(
        label=_("Un mot"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Facultatif. Il va dans votre fil privé."),
    )  # fmt: skip


class MetForm(forms.Form):
    met = forms.ChoiceField(choices=[("yes", ""), ("no", "")], error_messages={"required": _("Répondez oui ou non.")})


class ReachedForm(forms.Form):
    reached = forms.ChoiceField(
        label=_("Y arrivez-vous ?"), choices=Reached.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une réponse."), "invalid_choice": _("Choisissez une réponse de la liste.")},
    )  # fmt: skip
    word = forms.CharField(
        label=_("Un mot pour la personne qui vous a accompagné"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class TestimonyForm(forms.Form):
    __test__ = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, initial=0)
    title = forms.CharField(label=_("Titre"), required=False, max_length=400, widget=forms.TextInput())
    source = forms.CharField(
        label=_("Ce que nous en retenons"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Ce qui était difficile, ce qui a aidé, ce qui a changé."),
    )  # fmt: skip
    signs = forms.BooleanField(label=_("Signer de mon nom"), required=False)


class AgreeForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    signs = forms.BooleanField(label=_("Signer de mon nom"), required=False)
