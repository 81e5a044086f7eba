"""What the pages that protect an account read."""

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Member

# What libraries stumble over in an answer that no device gave.
_ODD = (LookupError, ValueError, TypeError, AttributeError, struct.error, InvalidSignature)


class PasskeyForm(AuthenticateWebAuthnForm):
    """What the device of a known member answered."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except _ODD:
            raise get_adapter().validation_error("incorrect_code") from None


class EnterByPasskeyForm(PasskeyForm, LoginWebAuthnForm):
    """The same, of whoever it says that it is."""


class ConfirmForm(forms.Form):
    """The present password, to show again who one is."""

    current = forms.CharField(
        label=_("Mot de passe"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Donnez votre mot de passe actuel.")},
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_current(self) -> str:
        value: str = self.cleaned_data["current"]
        if not self.member.check_password(value):
            raise ValidationError(_("Ce n'est pas votre mot de passe actuel."), code="wrong")
        return value


class PasskeyNameForm(forms.Form):
    name = forms.CharField(
        label=_("Nom de la clé"),
        help_text=_("Pour la reconnaître : l'appareil ou le trousseau où elle est."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Donnez-lui un nom."), "max_length": _("C'est trop long : 80 caractères au plus.")},
    )


class NewPasskeyForm(PasskeyNameForm):
    """What the device answered; it is checked against the challenge in the session."""

    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("L'appareil n'a pas encore fait de clé : il faut JavaScript pour cela."),
            "invalid": _("L'appareil a répondu autre chose qu'une clé. Réessayez."),
        },
    )

    def clean_credential(self) -> dict[str, Any]:
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict):
            raise ValidationError(_("L'appareil a répondu autre chose qu'une clé. Réessayez."))
        try:
            webauthn.parse_registration_response(credential)
            made = webauthn.complete_registration(credential)
        except _ODD:
            raise ValidationError(_("L'appareil a répondu autre chose qu'une clé. Réessayez.")) from None
        if not made.is_user_verified():
            raise ValidationError(_("L'appareil n'a pas vérifié que c'était vous. Réessayez, avec un code ou une empreinte."))
        return credential
