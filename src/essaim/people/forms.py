"""What people's pages read."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from essaim.organisation import known
from essaim.organisation.forms import LANGUAGE_NAMES
from essaim.organisation.models import JobFamily, Objective

from .actions.invitations import MOST_USES
from .models import Audience, Member, Role
from .targets import local_path


class EmailForm(forms.Form):
    """An address to which a link is sent."""

    email = forms.EmailField(
        label=_("Adresse e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Donnez votre adresse e-mail."),
            "invalid": _("Cette adresse n'est pas entière : il faut un nom, une arobase et un domaine."),
        },
    )
    field_order = ["email", "words"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class SignInForm(forms.Form):
    # Called as allauth calls it; who has no address has an employee number.
    email = forms.CharField(
        label=_("Adresse e-mail ou matricule"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Donnez votre adresse e-mail, ou votre matricule."),
            "max_length": _("C'est trop long pour une adresse ou un matricule."),
        },
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Donnez votre mot de passe, ou demandez un lien par e-mail.")},
    )


class CodeForm(forms.Form):
    """What stands on the paper that a facilitator gave."""

    employee_number = forms.CharField(
        label=_("Matricule"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Donnez votre matricule.")},
    )
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Dix lettres et chiffres ; le tiret et les majuscules ne comptent pas."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Recopiez le code.")},
    )


class PasswordForm(forms.Form):
    """A new password; the present one is asked for unless the member has none, or came by a link just now."""

    current = forms.CharField(
        label=_("Mot de passe actuel"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Donnez votre mot de passe actuel.")},
    )
    password = forms.CharField(
        label=_("Nouveau mot de passe"),
        help_text=_("Douze caractères au moins : quelques mots que vous retenez font l'affaire."),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Écrivez le nouveau mot de passe.")},
    )

    def __init__(self, *args: Any, member: Member, ask_current: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.member = member
        if not ask_current:
            del self.fields["current"]

    def clean_current(self) -> str:
        value: str = self.cleaned_data["current"]
        if not self.member.check_password(value):
            raise ValidationError(_("Ce n'est pas votre mot de passe actuel."), code="wrong")
        return value

    def clean_password(self) -> str:
        value: str = self.cleaned_data["password"]
        validate_password(value, self.member)
        return value


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Langue"),
        choices=lambda: [(code, LANGUAGE_NAMES[code]) for code in known.current().languages],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une langue."), "invalid_choice": _("Choisissez une langue de la liste.")},
    )


class JobFamilyForm(forms.Form):
    job_family = forms.ModelChoiceField(
        label=_("Métier"),
        queryset=JobFamily.objects.all(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez un métier, ou passez."),
            "invalid_choice": _("Choisissez un métier de la liste."),
        },
    )


class ObjectivesForm(forms.Form):
    """None is an answer too."""

    objectives = forms.ModelMultipleChoiceField(
        label=_("Ce qui m'est demandé"),
        queryset=Objective.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Choisissez des objectifs de la liste."),
            "invalid_pk_value": _("Choisissez des objectifs de la liste."),
        },
    )


class PreferencesForm(ObjectivesForm, JobFamilyForm, LanguageForm):
    """The three steps on one page; without the job family where the directory says it."""

    def __init__(self, *args: Any, with_job_family: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if with_job_family:
            self.fields["job_family"].required = False
        else:
            del self.fields["job_family"]
        if len(known.current().languages) == 1:
            del self.fields["language"]


class TargetMixin(forms.Form):
    to = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_to(self) -> str:
        return local_path(self.cleaned_data["to"])


class WordsForm(forms.Form):
    """What an inviter adds to the mail."""

    words = forms.CharField(
        label=_("Un mot de vous"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("C'est trop long : 500 caractères au plus.")},
    )

    def clean_words(self) -> str:
        return " ".join(self.cleaned_data["words"].split())


class InviteForm(TargetMixin, WordsForm):
    email = forms.EmailField(
        label=_("Son adresse e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Donnez l'adresse de la personne."),
            "invalid": _("Cette adresse n'est pas entière : il faut un nom, une arobase et un domaine."),
        },
    )


class InvitationLinkForm(TargetMixin):
    uses = forms.IntegerField(
        label=_("Pour combien de personnes"),
        min_value=1,
        max_value=MOST_USES,
        initial=10,
        error_messages={
            "required": _("Dites pour combien de personnes."),
            "invalid": _("Écrivez un nombre."),
            "min_value": _("Une personne au moins."),
            "max_value": _("Cent personnes au plus."),
        },
    )
    days = forms.TypedChoiceField(
        label=_("Pour combien de temps"),
        choices=[("1", _("un jour")), ("7", _("une semaine")), ("14", _("deux semaines")), ("30", _("un mois"))],
        coerce=lambda value: timedelta(days=int(value)),
        initial="14",
        error_messages={
            "required": _("Dites pour combien de temps."),
            "invalid_choice": _("Choisissez une durée de la liste."),
        },
    )


class NameForm(forms.Form):
    """Who comes in by an invitation."""

    first_name = forms.CharField(
        label=_("Prénom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Donnez votre prénom."), "max_length": _("C'est trop long : 120 caractères au plus.")},
    )
    last_name = forms.CharField(
        label=_("Nom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Donnez votre nom."), "max_length": _("C'est trop long : 120 caractères au plus.")},
    )


class ArrivalForm(NameForm, EmailForm):
    """Who comes in by a link, and confirms an address of the organisation."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["first_name", "last_name", "email"]


class GrantForm(forms.Form):
    """A role, for everybody or for one audience."""

    role = forms.TypedChoiceField(
        label=_("Rôle"),
        choices=Role.choices,
        coerce=Role,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un rôle."), "invalid_choice": _("Choisissez un rôle de la liste.")},
    )
    audience = forms.ModelChoiceField(
        label=_("Pour un public seulement"),
        help_text=_("Cela vaut pour animer et pour être ambassadeur ou ambassadrice."),
        queryset=Audience.objects.order_by("name", "pk"),
        required=False,
        empty_label=_("Pour tout le monde"),
        error_messages={"invalid_choice": _("Choisissez un public de la liste.")},
    )
