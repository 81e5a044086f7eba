"""Signing in and out: password, one-time link, changing the password."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.organisation.models import Organisation
from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.sign_in import LIFETIME, request_link, set_password, use_link
from essaim.people.demo import personas
from essaim.people.forms import EmailForm, PasswordForm, SignInForm
from essaim.people.models import Member
from essaim.people.queries import sign_in_link
from essaim.people.targets import local_path
from essaim.ui.shell import render

# When this browser came by a link; whoever can read the member's mail may choose a new password without the old one.
_CAME_BY_LINK = "came_by_link_at"


def enter(request: HttpRequest, member: Member, target: str, *, by_link: bool = False) -> HttpResponse:
    """Signs ``member`` in, with a new session, and leads to ``target`` or home."""
    response: HttpResponse = perform_login(request, member, redirect_url=local_path(target) or resolve_url("home:home"))
    if by_link and request.user.is_authenticated:
        request.session[_CAME_BY_LINK] = int(time.time())
    return response


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    target = local_path(request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(target or "home:home")
    form, status = SignInForm(), 200
    if request.method == "POST":
        if refused := consume_or_429(request, action="login"):
            return refused
        form = SignInForm(request.POST)
        if form.is_valid() and (member := _authenticate(request, form)):
            return enter(request, member, target)
        status = 422
    return render(
        request,
        "people/sign_in.html",
        status=status,
        form=form,
        next=target,
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
    if request.method == "POST":
        logout(request)
        messages.success(request, _("Vous êtes déconnecté."))
        return redirect("account_login")
    return render(request, "people/sign_out.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """Asks for a link by mail; the answer does not tell who has an account."""
    target = local_path(request.POST.get("next") or request.GET.get("next"))
    for_password = (request.POST.get("for") or request.GET.get("for")) == "password"
    form, status = EmailForm(), 200
    if request.method == "POST":
        form = EmailForm(request.POST)
        if form.is_valid():
            email = form.cleaned_data["email"]
            if refused := consume_or_429(request, action="request_login_code", key=email):
                return refused
            if for_password:
                target = resolve_url("account_password")
            request_link(email=email, target=target, for_password=for_password, key=new_key())
            return redirect("account_link_sent")
        status = 422
    return render(request, "people/ask_link.html", status=status, form=form, next=target, for_password=for_password)


def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "people/link_sent.html", minutes=int(LIFETIME.total_seconds() // 60))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The page a mailed link opens. Only its button uses the link up: mail scanners open pages, they press nothing."""
    try:
        if request.method == "POST":
            used = use_link(secret=secret)
            return enter(request, used.member, used.target, by_link=True)
        found = sign_in_link(secret)
    except Refused as no:
        return broken_link(request, no)
    return render(request, "people/link.html", invited=found.member)


def broken_link(request: HttpRequest, no: Refused, *, next: str = "") -> HttpResponse:
    """Says why a link no longer works, and offers a new one."""
    status = 404 if no.code == "link-unknown" else 410
    return render(request, "people/broken_link.html", status=status, no=no, form=EmailForm(), next=next)


@sensitive_post_parameters("password", "current")
@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: MemberRequest) -> HttpResponse:
    member = request.user
    recent = time.time() - request.session.get(_CAME_BY_LINK, 0) < LIFETIME.total_seconds()
    ask_current = member.has_usable_password() and not recent
    form, status = PasswordForm(member=member, ask_current=ask_current), 200
    if request.method == "POST":
        if refused := consume_or_429(request, action="change_password", user=member):
            return refused
        form = PasswordForm(request.POST, member=member, ask_current=ask_current)
        if form.is_valid():
            set_password(actor=member, password=form.cleaned_data["password"])
            update_session_auth_hash(request, member)
            messages.success(request, _("Votre mot de passe est enregistré. Vos autres navigateurs sont déconnectés."))
            return redirect("people:preferences")
        status = 422
    return render(request, "people/password.html", status=status, form=form)
