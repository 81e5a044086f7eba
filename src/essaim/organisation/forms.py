"""What the organisation's pages read."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from essaim.kernel.errors import Refused

from . import logos, zones
from .accent import DEFAULT, Accent, accent
from .models import Organisation

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_LANGUAGES = [(code, LANGUAGE_NAMES[code]) for code, _name in settings.LANGUAGES]


class SettingsForm(forms.Form):
    """What every page and mail shows of the organisation."""

    organisation = forms.CharField(
        label=_("Nom de l'organisation"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Donnez le nom de votre organisation."), "max_length": _("C'est trop long : 60 caractères au plus.")},
    )  # fmt: skip
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("Un fichier PNG, JPEG, WebP ou SVG, de 1 Mo au plus. Il remplace les points en haut de chaque page."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,.gif,.svg,image/*"}),
        error_messages={"empty": _("Ce fichier est vide : choisissez-en un autre, ou continuez sans logo.")},
    )
    remove_logo = forms.BooleanField(label=_("Retirer le logo actuel"), required=False)
    colour = forms.CharField(
        label=_("Couleur"),
        help_text=_("Celle des boutons et des liens. Vous voyez dessous comment elle se lit."),
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Langues proposées"),
        choices=_LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Proposez une langue au moins."), "invalid_choice": _("Choisissez dans la liste.")},
    )
    language = forms.ChoiceField(
        label=_("La première"),
        help_text=_("Celle des mails et des pages pour qui n'a pas choisi."),
        choices=_LANGUAGES,
        error_messages={"required": _("Choisissez la langue qui vient en premier."), "invalid_choice": _("Choisissez dans la liste.")},
    )  # fmt: skip
    time_zone = forms.ChoiceField(
        label=_("Fuseau horaire"),
        help_text=_("Les dates et les heures sans mails s'y règlent."),
        choices=zones.choices,
        error_messages={
            "required": _("Choisissez un fuseau horaire."),
            "invalid_choice": _("Choisissez un fuseau de la liste."),
        },
    )
    email_domains = forms.CharField(
        label=_("Adresses que l'on peut inviter"),
        help_text=_("Ce qui suit l'arobase dans les adresses de vos collègues, par exemple brindel.fr. Plusieurs : séparez-les par une virgule."),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        """The form's values for what is set now."""
        return {
            "organisation": organisation.name,
            "colour": organisation.accent or DEFAULT,
            "languages": organisation.languages,
            "language": organisation.language,
            "time_zone": organisation.time_zone,
            "email_domains": ", ".join(organisation.email_domains),
        }

    @property
    def shown_accent(self) -> Accent:
        """What becomes of the colour in the form, or of the usual one where it holds none."""
        try:
            return accent(str(self["colour"].value() or DEFAULT))
        except ValueError:
            return accent(DEFAULT)

    def clean_organisation(self) -> str:
        return " ".join(str(self.cleaned_data["organisation"]).split())

    def clean_logo(self) -> Any:
        file = self.cleaned_data["logo"]
        if not file:
            return None
        if file.size > logos.MOST_BYTES:
            raise ValidationError(_("Ce fichier pèse plus de 1 Mo. Enregistrez le logo en plus petit, ou en SVG."))
        try:
            return logos.read(file.read())
        except Refused as refused:
            raise ValidationError(refused.message) from None

    def clean_colour(self) -> str:
        try:
            chosen = accent(self.cleaned_data["colour"] or DEFAULT)
        except ValueError:
            raise ValidationError(_("Une couleur s'écrit # et six chiffres ou lettres de a à f.")) from None
        if not chosen.passes:
            raise ValidationError(
                _(
                    "Cette couleur est trop claire pour se lire sur une page. Prenez celle qui est proposée, ou une plus foncée."
                ),
                code="unreadable",
            )
        return chosen.chosen

    def clean_email_domains(self) -> list[str]:
        found: list[str] = []
        for part in re.split(r"[\s,;]+", self.cleaned_data["email_domains"].lower()):
            domain = part.rpartition("@")[2]
            if not domain:
                continue
            if not _DOMAIN.fullmatch(domain) or len(domain) > 120:
                raise ValidationError(
                    _("« %(domain)s » n'est pas la fin d'une adresse : écrivez par exemple brindel.fr.") % {"domain": part}
                )
            if domain not in found:
                found.append(domain)
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "language" in data and "languages" in data and data["language"] not in data["languages"]:
            self.add_error("language", _("La première langue est l'une de celles que vous proposez."))
        return data

    @property
    def settings(self) -> dict[str, Any]:
        """The arguments of ``change_settings``; for a valid form."""
        names = ("logo", "remove_logo", "colour", "languages", "language", "time_zone", "email_domains")
        return {"name": self.cleaned_data["organisation"]} | {name: self.cleaned_data[name] for name in names}
