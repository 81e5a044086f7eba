"""Parsing what is sent. What may be said is decided by the actions; a form keeps what was typed."""

import datetime
import re
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.kernel.ordering import by_name
from essaim.organisation.models import Theme
from essaim.people.models import Audience, Member
from essaim.ui.forms import fixed

from .actions.kinds import Asked, Found
from .models import Kind, Reason, Thread

# The field of a thread's forms that a refusal is about, by its code; what is not here is about the text, or about no field.
_ABOUT = {
    "title-empty": "title", "title-too-long": "title", "url": "link", "url-empty": "link", "url-too-long": "link",
    "source-too-long": "origin", "options-few": "options", "options-many": "options", "options-same": "options",
    "option-too-long": "options", "closing": "closes_on", "theme": "theme", "theme-archived": "theme", "theme-narrow": "theme",
    "audience": "audiences",
}  # fmt: skip


def refuse(form: forms.Form, refused: Refused) -> list[str]:
    """Shows a refusal at the field that it is about; returns those that are about none, for the top of the form."""
    name = _ABOUT.get(refused.code, "")
    if name not in form.fields:
        return [str(refused)]
    form.add_error(name, str(refused))
    return []


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


@fixed
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


def page_fields() -> tuple[forms.CharField, forms.CharField]:
    """The page of the web that a finding is about: its address, and whose it is."""
    link = forms.CharField(
        label=_("Adresse de la page"), required=False, strip=False, help_text=_("Elle commence par https://."),
        widget=forms.TextInput(attrs={"inputmode": "url", "maxlength": 4000}),
    )  # fmt: skip
    origin = forms.CharField(
        label=_("Qui la publie"), required=False, strip=False, help_text=_("Un journal, un collègue d'ailleurs, un fournisseur."),
        widget=forms.TextInput(attrs={"maxlength": 400}),
    )  # fmt: skip
    return link, origin


class OpeningForm(EditForm):
    """The first post of a thread, with what makes the thread known."""

    field_order = ["title", "link", "origin", "theme", "source"]

    def __init__(self, *args: Any, member: Member, thread: Thread, initial: Mapping[str, Any], **kwargs: Any):
        found = thread.kind == Kind.FINDING
        about = {"link": thread.finding.url, "origin": thread.finding.source} if found else {}
        kwargs["initial"] = {"title": thread.title, "theme": thread.theme_id} | about | dict(initial)
        super().__init__(*args, **kwargs)
        self.fields["title"], self.fields["theme"] = title_field(), theme_field(member, self.initial.get("theme"))
        if found:
            self.fields["link"], self.fields["origin"] = page_fields()
        self.order_fields(self.field_order)

    def found(self) -> Found | None:
        """The page that the thread is about, None where its kind is about none."""
        return Found(self.cleaned_data["link"], self.cleaned_data["origin"]) if "link" in self.fields else None


# What each kind is for, in the order in which they are offered.
PURPOSES = {
    Kind.QUESTION: _("Poser une question : on pourra retenir une réponse"),
    Kind.DISCUSSION: _("Ouvrir une discussion : on échange des idées et des expériences"),
    Kind.TESTIMONY: _("Raconter ce que j'ai essayé : ce qui a marché, ou non"),
    Kind.FINDING: _("Montrer une page vue sur le web : et ce qu'elle veut dire pour nous"),
    Kind.POLL: _("Faire un sondage : chacun choisit parmi vos réponses"),
}


class ThreadForm(forms.Form):
    """A new thread. Only the audiences that its author is in are offered; what a kind alone needs is left out for others."""

    key = KeyField()
    kind = forms.ChoiceField(label=_("Que voulez-vous faire ?"), choices=list(PURPOSES.items()), widget=forms.RadioSelect)
    source = forms.CharField(label=_("Votre texte"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8}))
    part = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    link, origin = page_fields()
    options = forms.CharField(
        label=_("Les réponses possibles, une par ligne"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("De deux à douze. Elles ne changent plus une fois le sondage publié."),
    )  # fmt: skip
    multiple = forms.BooleanField(label=_("On peut en choisir plusieurs"), required=False)
    anonymous = forms.BooleanField(
        label=_("Sans les noms : personne ne saura qui a choisi quoi, et les résultats paraîtront à la clôture"), required=False
    )
    closes_on = forms.DateField(
        label=_("Dernier jour pour voter"), required=False, help_text=_("Sans date, un sondage sans noms dure deux semaines."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Cette date ne se lit pas. Écrivez-la comme 2027-01-31.")},
    )  # fmt: skip
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

    def beside(self) -> dict[str, Any]:
        """What ``start_thread`` is given for the kind that was chosen."""
        data = self.cleaned_data
        closes_on = data["closes_on"]
        closes_at = timezone.make_aware(datetime.datetime.combine(closes_on, datetime.time(23, 59, 59))) if closes_on else None
        return {
            "part": data["part"], "found": Found(data["link"], data["origin"]),
            "asked": Asked(data["options"].splitlines(), data["multiple"], data["anonymous"], closes_at),
        }  # fmt: skip


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
    archived = forms.BooleanField(label=_("Archiver : on lit ses fils et on y répond, on n'en ouvre plus"), required=False)

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


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label=_("Qu'est-ce qui ne va pas ?"), choices=Reason.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Dites-en plus, si vous voulez"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ModerateForm(forms.Form):
    """What a facilitator does to a post or a thread; which act it is for says the button."""

    reason = forms.CharField(
        label=_("Pourquoi"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La personne concernée lira vos mots. Écrivez-les comme vous les diriez."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Titre du nouveau fil"), required=False, strip=False, widget=forms.TextInput(attrs={"maxlength": 400})
    )
    into = forms.CharField(
        label=_("L'adresse de l'autre fil"), required=False,
        help_text=_("Ses messages restent devant, ceux d'ici viennent derrière. Les anciennes adresses y mènent."),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["theme"] = theme_field(member)

    def clean_into(self) -> int:
        """The number of a thread out of its address, or as it is; 0 for neither."""
        found = re.search(r"(?:^|/threads/)(\d{1,18})/?(?:$|[?#])", self.cleaned_data["into"].strip())
        return int(found[1]) if found else 0
