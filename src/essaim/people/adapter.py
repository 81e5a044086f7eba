"""What allauth may do here: check passwords and count attempts. People come from the directory or by invitation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .session import note_entered
from .targets import local_path


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

    def is_safe_url(self, url: str) -> bool:
        return bool(local_path(url))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own messages ("successfully signed in as…") say what one sees anyway."""

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, _("Ce compte est fermé. Si c'est une erreur, parlez-en à l'équipe d'animation."))
        return redirect("account_login")
