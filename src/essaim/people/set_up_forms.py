"""What the set-up page reads."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from essaim.organisation.forms import SettingsForm

from .actions.set_up import FirstAdministrator
from .forms import EmailForm, NameForm
from .models import Member

PASSWORD, LINKS = "password", "links"
# Addresses that anybody may have: a colleague's cannot be told from a stranger's.
_PUBLIC = {
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.fr", "yahoo.com", "yahoo.fr",
    "icloud.com", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "proton.me", "protonmail.com",
}  # fmt: skip


def mail_leaves() -> bool:
    """Whether mails reach people: without a mail server they are written to files."""
    return "smtp" in settings.EMAIL_BACKEND


class SetUpForm(SettingsForm, NameForm, EmailForm):
    """The organisation and its first administrator, on one page."""

    way = forms.ChoiceField(
        label=_("Pour entrer"),
        choices=[
            (PASSWORD, _("Avec un mot de passe")),
            (LINKS, _("Sans mot de passe : un lien par e-mail à chaque fois")),
        ],
        initial=PASSWORD,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez comment vous entrerez."), "invalid_choice": _("Choisissez dans la liste.")},
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        help_text=_("Douze caractères au moins : quelques mots que vous retenez font l'affaire."),
        max_length=256,
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["email_domains"].help_text = _(
            "Ce qui suit l'arobase dans les adresses de vos collègues. Laissez vide pour prendre celui de votre adresse."
        )
        if not mail_leaves():
            # Whoever chose links would never come back in.
            del self.fields["way"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("way") == LINKS:
            data["password"] = ""
        else:
            self._check_password(data)
        domain = str(data.get("email", "")).rpartition("@")[2]
        if not data.get("email_domains") and "email_domains" not in self.errors and domain and domain not in _PUBLIC:
            data["email_domains"] = [domain]
        return data

    def _check_password(self, data: dict[str, Any]) -> None:
        password = str(data.get("password", ""))
        if not password:
            self.add_error("password", _("Choisissez un mot de passe."))
            return
        names = {name: str(data.get(name, "")) for name in ("first_name", "last_name", "email")}
        try:
            validate_password(password, Member(**names))
        except ValidationError as weak:
            self.add_error("password", weak)

    @property
    def administrator(self) -> FirstAdministrator:
        """For a valid form."""
        data = self.cleaned_data
        return FirstAdministrator(
            data["first_name"].strip(), data["last_name"].strip(), data["email"], data["password"] or None
        )
