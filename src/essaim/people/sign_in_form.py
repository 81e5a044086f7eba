"""What the page of sign-in settings reads."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .company.provider import WELL_KNOWN
from .models import SCOPED, Audience, Role, SignInSettings

_PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
SECOND_STEP = (Role.ADMINISTRATOR, Role.FACILITATOR)


def _text(label: Any, help_text: Any = "", *, max_length: int = 300) -> forms.CharField:
    widget = forms.TextInput(attrs=_PLAIN)
    errors = {"max_length": _("C'est trop long : %(limit_value)d caractères au plus.")}
    return forms.CharField(
        label=label, help_text=help_text, max_length=max_length, required=False, widget=widget, error_messages=errors
    )


class SignInSettingsForm(forms.Form):
    company_name = _text(
        _("Nom du compte"),
        _("Ce que dit le bouton : « Se connecter avec … ». Vide : le nom de l'organisation."),
        max_length=120,
    )
    issuer = _text(_("Adresse du fournisseur"), _("Par exemple https://login.exemple.fr/realms/entreprise."))
    client_id = _text(_("Identifiant du client"))
    client_secret = forms.CharField(
        label=_("Secret du client"),
        help_text=_("Il est chiffré avant d'être gardé, et n'est plus jamais montré. Vide : rien ne change."),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    scopes = _text(_("Portées demandées"), _("Avec une espace entre elles ; « openid » en est toujours."))
    trusted_domains = _text(
        _("Domaines dont le fournisseur garantit les adresses"),
        _("Seulement s'il ne dit pas « email_verified », comme Microsoft Entra : les domaines de l'entreprise, avec une espace entre eux."),
        max_length=1000,
    )  # fmt: skip
    just_in_time = forms.BooleanField(
        label=_("Créer un compte à qui arrive pour la première fois"),
        help_text=_("Sinon, seules les personnes de l'annuaire et celles qui sont invitées entrent."),
        required=False,
    )
    job_family_claim = _text(_("Attribut du métier"), _("Son nom chez le fournisseur, par exemple department."), max_length=120)
    team_claim = _text(_("Attribut de l'équipe"), _("Écrite de haut en bas : Direction / Service / Équipe."), max_length=120)
    site_claim = _text(_("Attribut du site"), max_length=120)
    groups_claim = _text(_("Attribut des groupes"), _("Par exemple groups, ou realm_access.roles."), max_length=120)
    passwords = forms.BooleanField(label=_("Un mot de passe"), required=False)
    links = forms.BooleanField(label=_("Un lien reçu par e-mail"), required=False)
    second_step_roles = forms.MultipleChoiceField(
        label=_("Exiger une deuxième étape de"),
        choices=[(role.value, role.label) for role in SECOND_STEP],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    company_second_step = forms.BooleanField(
        label=_("Le fournisseur demande déjà une deuxième étape"),
        help_text=_("Alors, qui entre avec le compte de l'organisation n'en refait pas une ici."),
        required=False,
    )

    @classmethod
    def of(cls, kept: SignInSettings) -> "SignInSettingsForm":
        initial = {name: getattr(kept, name) for name in cls.base_fields if hasattr(kept, name)}
        return cls(initial=initial | {"trusted_domains": " ".join(kept.trusted_domains)})

    def clean_issuer(self) -> str:
        issuer = str(self.cleaned_data["issuer"]).strip()
        if not issuer:
            return ""
        # Often what was copied is the address of the document itself.
        issuer = issuer.removesuffix("/").removesuffix(WELL_KNOWN).rstrip("/")
        parts = urlsplit(issuer)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValidationError(_("Écrivez une adresse entière, comme https://login.exemple.fr/realms/entreprise."))
        return issuer

    def clean_scopes(self) -> str:
        scopes = str(self.cleaned_data["scopes"]).replace(",", " ").split()
        return " ".join(dict.fromkeys(["openid", *(scopes or ["profile", "email"])]))

    def clean_trusted_domains(self) -> list[str]:
        return [domain.lower().lstrip("@") for domain in str(self.cleaned_data["trusted_domains"]).replace(",", " ").split()]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("issuer") and not data.get("client_id"):
            self.add_error("client_id", _("Donnez l'identifiant que le fournisseur a attribué à Essaim."))
        return data


class GroupForm(forms.Form):
    """A group of the company's accounts, and the role that it means."""

    group = _text(_("Groupe"), max_length=200)
    role = forms.ChoiceField(label=_("Rôle"), choices=Role.choices, required=False, initial=Role.FACILITATOR)
    audience = forms.ModelChoiceField(
        label=_("Public"), queryset=Audience.objects.order_by("name", "pk"), required=False, empty_label=_("tout le monde")
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("audience") and data.get("role") not in SCOPED:
            self.add_error("audience", _("Ce rôle vaut pour tout le monde : il ne se limite pas à un public."))
        return data

    @property
    def row(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        if not (data.get("group") and data.get("role")):
            return None
        audience = data.get("audience")
        return {"group": data["group"], "role": data["role"], "audience": audience.pk if audience else None}


# Two empty rows each time: as many groups as one wants, two at a time, without JavaScript.
GroupForms = forms.formset_factory(GroupForm, extra=2, max_num=60, absolute_max=60)
