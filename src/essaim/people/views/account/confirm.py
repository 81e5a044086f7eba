"""Showing again who one is, before what protects the account is changed."""

import json

from allauth.core.ratelimit import consume_or_429
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from essaim.people.access import MemberRequest, member_required
from essaim.people.company import current_provider
from essaim.people.models import SignInSettings
from essaim.people.second_step import means_of
from essaim.people.security_forms import ConfirmForm
from essaim.people.session import note_confirmed, note_second_step
from essaim.people.targets import local_path
from essaim.ui.shell import render

from .second_step import proof


@sensitive_post_parameters("current")
@never_cache
@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: MemberRequest) -> HttpResponse:
    target = local_path(request.POST.get("next") or request.GET.get("next")) or "account_security"
    form, status = ConfirmForm(member=request.user), 200
    if request.method == "POST":
        if refused := consume_or_429(request, action="reauthenticate", user=request.user):
            return refused
        passkey = proof(request, request.user) if request.POST.get("credential") else None
        form = ConfirmForm(None if passkey else request.POST, member=request.user)
        if passkey.is_valid() if passkey else form.is_valid():
            if passkey:
                passkey.save()
                note_second_step(request)
            note_confirmed(request)
            return redirect(target)
        status = 422
    kept, means = SignInSettings.current(), means_of(request.user)
    return render(
        request,
        "people/confirm.html",
        status=status,
        form=form,
        kept=kept,
        company=current_provider(kept),
        means=means,
        options=json.dumps(begin_authentication(request.user)) if means.passkeys else "",
        next=target,
        company_href="?" + urlencode({"next": target}),
    )
