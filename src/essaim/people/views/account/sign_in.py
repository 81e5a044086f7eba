"""Signing in and out."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from essaim.organisation.models import Organisation
from essaim.people.company import current_provider, sign_out_address
from essaim.people.demo import personas
from essaim.people.forms import SignInForm
from essaim.people.models import Member, SignInSettings
from essaim.people.targets import local_path
from essaim.ui.shell import render

from .company import ID_TOKEN
from .entering import enter


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    target = local_path(request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(target or "home:home")
    kept = SignInSettings.current()
    form, status = SignInForm(), 200
    if request.method == "POST":
        if refused := consume_or_429(request, action="login"):
            return refused
        form = SignInForm(request.POST)
        if not kept.passwords:
            form.add_error(None, _("On n'entre plus ici avec un mot de passe."))
        elif form.is_valid() and (member := _authenticate(request, form)):
            return enter(request, member, target, way="password")
        status = 422
    return render(
        request,
        "people/sign_in.html",
        status=status,
        form=form,
        next=target,
        kept=kept,
        company=current_provider(kept),
        organisation=Organisation.current(),
        personas=personas() if settings.DEMO else [],
    )


def _authenticate(request: HttpRequest, form: SignInForm) -> Member | None:
    """The member whose password it is; else the form says why not, the same for an unknown address."""
    email, password = form.cleaned_data["email"], form.cleaned_data["password"]
    try:
        member: Any = get_adapter().authenticate(request, email=email, password=password)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
    if member is None:
        form.add_error(None, _("Adresse ou mot de passe inexact. Vérifiez les deux, ou demandez un lien par e-mail."))
    return member  # type: ignore[no-any-return]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "people/sign_out.html")
    id_token, provider = request.session.get(ID_TOKEN), current_provider()
    logout(request)
    if id_token and provider and (address := sign_out_address(provider, id_token)):
        # A page in between: a form of ours may not lead to another site (form-action).
        return render(request, "people/company_sign_out.html", address=address, name=provider.name)
    messages.success(request, _("Vous êtes déconnecté."))
    return redirect("account_login")
