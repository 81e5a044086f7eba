"""Passkeys: made, named, removed, and used to come in without typing anything."""

import json

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication, begin_registration
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essaim.kernel.errors import Refused
from essaim.people.access import MemberRequest, confirmed_required
from essaim.people.actions.second_step import add_passkey, remove_passkey, rename_passkey
from essaim.people.devices import describe
from essaim.people.limits import too_often
from essaim.people.second_step import means_of
from essaim.people.security_forms import EnterByPasskeyForm, NewPasskeyForm, PasskeyNameForm
from essaim.people.session import note_second_step
from essaim.people.targets import local_path
from essaim.ui.shell import render

from .entering import enter


@never_cache
@confirmed_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    form, status = NewPasskeyForm(initial={"name": describe(request.headers.get("User-Agent", ""))}), 200
    if request.method == "POST":
        form, status = NewPasskeyForm(request.POST), 422
        if form.is_valid():
            try:
                add_passkey(actor=request.user, **form.cleaned_data)
            except Refused as no:
                form.add_error(None, no.message)
            else:
                # The device has just asked for a finger, a face or a PIN.
                note_second_step(request)
                messages.success(request, _("La clé est ajoutée : elle vous fait entrer sans mot de passe."))
                return redirect("account_security")
    options = json.dumps(begin_registration(request.user, passwordless=True))
    return render(request, "people/new_passkey.html", status=status, form=form, options=options)


@never_cache
@require_GET
def challenge(request: HttpRequest) -> HttpResponse:
    """What the browser's dialogue needs to ask for any passkey of this site."""
    if refused := too_often(request, action="passkey"):
        return refused
    return JsonResponse(begin_authentication(None))


@never_cache
@require_POST
def enter_by_passkey(request: HttpRequest) -> HttpResponse:
    if refused := too_often(request, action="passkey"):
        return refused
    form = EnterByPasskeyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Cette clé n'est pas connue ici, ou plus. Entrez autrement, puis ajoutez-la à nouveau."))
        return redirect("account_login")
    used: Authenticator = form.cleaned_data["credential"]
    used.record_usage()
    return enter(request, used.user, local_path(request.POST.get("next")), way="passkey", second=True)  # type: ignore[arg-type]


@confirmed_required
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: MemberRequest, id: int) -> HttpResponse:
    """One of mine: its name, and a way to remove it."""
    found = next((one for one in means_of(request.user).passkeys if one.id == id), None)
    if found is None:
        raise Http404
    form, status = PasskeyNameForm(initial={"name": found.name}), 200
    if request.method == "POST":
        form, status = PasskeyNameForm(request.POST), 422
        if form.is_valid():
            rename_passkey(actor=request.user, id=id, name=form.cleaned_data["name"])
            messages.success(request, _("La clé a un autre nom."))
            return redirect("account_security")
    return render(request, "people/passkey.html", status=status, form=form, passkey=found)


@confirmed_required
@require_POST
def remove(request: MemberRequest, id: int) -> HttpResponse:
    try:
        remove_passkey(actor=request.user, id=id)
    except Authenticator.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("La clé est retirée : elle ne fait plus entrer. Effacez-la aussi de l'appareil."))
    return redirect("account_security")
