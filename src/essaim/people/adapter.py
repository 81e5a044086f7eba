"""What allauth may do here: check passwords and count attempts. People come from the directory or by invitation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.kernel.sealing import seal, unseal
from essaim.organisation.models import Organisation

from .queries import member_called
from .session import note_entered
from .targets import local_path

SECOND_STEP = "second step"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy(
            "Trop d'essais en peu de temps. Attendez cinq minutes, ou demandez un lien par e-mail."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        note_entered(request)

    def get_login_stages(self) -> list[str]:
        return ["essaim.people.second_step.AskSecondStep"]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One counter for an account, whatever it is called by, and whatever the request says of the site."""
        login = str(credentials.get("email") or credentials.get("username") or "").strip()
        member = member_called(login)
        return f"member:{member.pk}" if member else f"login:{login.lower()}"

    def is_safe_url(self, url: str) -> bool:
        return bool(local_path(url))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own messages ("successfully signed in as…") say what one sees anyway."""

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, _("Ce compte est fermé. Si c'est une erreur, parlez-en à l'équipe d'animation."))
        return redirect("account_login")


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets of one-time codes are sealed; passkeys are for the site's own name."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Ce n'est pas cela. Le code change toutes les trente secondes : essayez le suivant."),
    }

    def get_totp_issuer(self) -> str:
        return f"Essaim, {Organisation.current().name}"

    def get_totp_label(self, user: Any) -> str:
        return str(user.email or user.employee_number or user.name)

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=SECOND_STEP)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, purpose=SECOND_STEP)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": Organisation.current().name}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return super().get_public_key_credential_user_entity(user) | {
            "name": self.get_totp_label(user),
            "display_name": user.name,
        }
