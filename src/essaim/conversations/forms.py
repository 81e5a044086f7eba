"""Parsing what is sent. What may be said is decided by the actions; a form keeps what was typed."""

import uuid
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.kernel.ids import new_key
from essaim.kernel.ordering import by_name
from essaim.organisation.models import Theme
from essaim.people.models import Audience, Member

from .models import Kind


class KeyField(forms.Field):
    """The form's key: sent twice, it writes once. One that is not a key is as good as none."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=new_key)

    def to_python(self, value: Any) -> uuid.UUID:
        try:
            return uuid.UUID(value)
        except (TypeError, ValueError, AttributeError):
            return new_key()


class PostForm(forms.Form):
    """One post, perhaps an answer to another."""

    key = KeyField()
    parent = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)
    source = forms.CharField(
        label=_("Votre message"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "id": "composer-text"}),
    )


class EditForm(forms.Form):
    source = forms.CharField(label=_("Message"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10}))


class ThemeChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


def theme_field(member: Member, kept: int | None = None) -> ThemeChoice:
    """The themes in which ``member`` may open a thread, and the one where it is (``kept``)."""
    open_ones = Theme.objects.open_to(member.audience_ids).filter(Q(archived_at=None) | Q(pk=kept))
    return ThemeChoice(
        open_ones.order_by("position", by_name(), "pk"), label=_("Thème"), required=False, empty_label=_("Aucun"),
        error_messages={"invalid_choice": _("Ce thème n'existe plus. Choisissez-en un autre.")},
    )  # fmt: skip


def title_field() -> forms.CharField:
    return forms.CharField(
        label=_("Titre"), required=False, strip=False, help_text=_("En une phrase, ce que vos collègues liront en premier."),
        # Longer than the rule, so that a browser does not cut what is pasted; the action says what is too long.
        widget=forms.TextInput(attrs={"maxlength": 400}),
    )  # fmt: skip


class OpeningForm(EditForm):
    """The first post of a thread, with what makes the thread known."""

    field_order = ["title", "theme", "source"]

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["title"], self.fields["theme"] = title_field(), theme_field(member, self.initial.get("theme"))
        self.order_fields(self.field_order)


class ThreadForm(forms.Form):
    """A new thread. Only the audiences that its author is in are offered."""

    key = KeyField()
    kind = forms.ChoiceField(label=_("Que voulez-vous faire ?"), choices=Kind.choices[::-1], widget=forms.RadioSelect)
    source = forms.CharField(label=_("Votre texte"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8}))
    audiences = forms.ModelMultipleChoiceField(
        Audience.objects.none(), label=_("Réserver ce fil"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Vous ne pouvez réserver un fil qu'à un public dont vous faites partie.")},
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, anchored: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["title"], self.fields["theme"] = title_field(), theme_field(member)
        own = [] if anchored else member.joined_ids
        if not own:
            del self.fields["audiences"]
        else:
            field: Any = self.fields["audiences"]
            field.queryset = Audience.objects.filter(pk__in=own).order_by(by_name(), "pk")
            field.label_from_instance = lambda audience: audience.label


class ThemeForm(forms.Form):
    """A theme as facilitators arrange it."""

    name = forms.CharField(label=_("Nom du thème"), max_length=160)
    name_en = forms.CharField(label=_("Nom en anglais"), max_length=160, required=False)
    description = forms.CharField(label=_("En une phrase"), max_length=200, required=False, help_text=_("Ce dont on y parle."))
    description_en = forms.CharField(label=_("En une phrase, en anglais"), max_length=200, required=False)
    audiences = forms.ModelMultipleChoiceField(
        Audience.objects.none(), label=_("Réserver ce thème"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Ce public n'existe plus. Choisissez-en un autre.")},
    )  # fmt: skip
    archived = forms.BooleanField(label=_("Archiver : ses fils se lisent et se répondent, on n'en ouvre plus"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["audiences"]
        field.queryset = Audience.objects.order_by(by_name(), "pk")
        field.label_from_instance = lambda audience: audience.label


class IntroductionForm(forms.Form):
    """What a newcomer says of themselves, each part if they wish."""

    key = KeyField()
    does = forms.CharField(
        label=_("Ce que je fais"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Votre métier en une phrase, comme vous le diriez à un voisin."),
    )  # fmt: skip
    aims = forms.CharField(
        label=_("Ce que je cherche à réussir"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ce que vous apprenez, ce que vous aimeriez changer."),
    )  # fmt: skip
    ask = forms.CharField(
        label=_("Ce sur quoi on peut me demander"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ce que vous avez déjà fait ailleurs, et que d'autres découvrent ici."),
    )  # fmt: skip
