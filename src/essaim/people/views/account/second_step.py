"""The second step: between the first one and the session, or later, to wake a role that sleeps without it."""

import json
from typing import Any

from allauth.account.stages import LoginStageController
from allauth.core.ratelimit import consume_or_429
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from essaim.people.models import Member
from essaim.people.second_step import AskSecondStep, means_of
from essaim.people.security_forms import PasskeyForm
from essaim.people.session import note_confirmed, note_second_step
from essaim.people.targets import local_path
from essaim.ui.shell import render


class CodeForm(AuthenticateForm):
    """A code of the app, or a recovery code. Attempts are counted for each member."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code à six chiffres, ou code de secours")
        field.error_messages["required"] = _("Écrivez le code.")
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none"}


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    stage = None if request.user.is_authenticated else LoginStageController.enter(request, AskSecondStep.key)
    member: Any = stage.login.user if stage else request.user
    if not (stage or request.user.is_authenticated):
        return redirect("account_login")
    target = local_path(request.POST.get("next") or request.GET.get("next"))
    means = means_of(member)
    if not (means or member.asleep):
        return redirect("account_security")
    code, status = CodeForm(user=member), 200
    if request.method == "POST":
        if refused := consume_or_429(request, action="second_step"):
            return refused
        form = proof(request, member)
        if form.is_valid():
            form.save()
            note_second_step(request)
            if stage:
                return stage.exit()  # type: ignore[no-any-return]
            note_confirmed(request)
            request.session.cycle_key()
            return redirect(target or "account_security")
        code, status = form if isinstance(form, CodeForm) else code, 422
        if form is not code:
            code = _with_errors(code, form)
    return render(
        request,
        "people/second_step.html",
        status=status,
        form=code,
        means=means,
        options=json.dumps(begin_authentication(member)) if means.passkeys else "",
        next=target,
        entering=stage is not None,
    )


def proof(request: HttpRequest, member: Member) -> Any:
    """The form that was sent: a passkey's answer, else a code."""
    if request.POST.get("credential"):
        return PasskeyForm(request.POST, user=member)
    return CodeForm(request.POST, user=member)


def _with_errors(code: CodeForm, form: Any) -> CodeForm:
    code = CodeForm({}, user=code.user)
    code.errors.clear()
    for errors in form.errors.values():
        code.add_error(None, list(errors))
    return code
