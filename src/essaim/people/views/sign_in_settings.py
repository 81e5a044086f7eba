"""How people come in: for administrators."""

import dataclasses
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from essaim.kernel.errors import Refused
from essaim.people.access import MemberRequest, administrator_required
from essaim.people.actions.sign_in_settings import change_sign_in_settings, is_set_by_environment
from essaim.people.company import current_provider
from essaim.people.company.discovery import Finding, examine
from essaim.people.company.provider import Provider
from essaim.people.mails import absolute_reverse
from essaim.people.models import SignInSettings
from essaim.people.sign_in_form import GroupForms, SignInSettingsForm
from essaim.ui.shell import render


@sensitive_post_parameters("client_secret")
@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    kept = SignInSettings.current()
    form, groups, status = SignInSettingsForm.of(kept), GroupForms(initial=kept.group_roles, prefix="groups"), 200
    findings: list[Finding] = []
    if request.method == "POST":
        form, groups, status = SignInSettingsForm(request.POST), GroupForms(request.POST, prefix="groups"), 422
        if form.is_valid() and groups.is_valid():
            if request.POST.get("act") == "try":
                findings, status = _examine(kept, form.cleaned_data), 200
            else:
                try:
                    return _save(request, form, groups)
                except Refused as no:
                    form.add_error(None, no.message)
    return render(
        request,
        "people/sign_in_settings.html",
        status=status,
        form=form,
        groups=groups,
        findings=findings,
        by_environment=current_provider(kept) if is_set_by_environment() else None,
        has_secret=bool(kept.sealed_secret),
        addresses=[
            (_("Retour après la connexion"), absolute_reverse("account_company_back")),
            (_("Retour après la déconnexion"), absolute_reverse("account_login")),
        ],
    )


def _examine(kept: SignInSettings, data: dict[str, Any]) -> list[Finding]:
    """Looks at the provider as the form describes it, before anything is kept."""
    present = current_provider(kept)
    if is_set_by_environment() and present:
        return examine(present)
    if not data["issuer"]:
        return [Finding("wrong", _("Donnez d'abord l'adresse du fournisseur."))]
    same = present is not None and present.issuer == data["issuer"]
    secret = data["client_secret"] or (present.client_secret if present and same else "")
    typed = Provider(name="", issuer=data["issuer"], client_id=data["client_id"], client_secret=secret, scopes=data["scopes"])
    return examine(dataclasses.replace(typed, name=data["company_name"]))


def _save(request: MemberRequest, form: SignInSettingsForm, groups: Any) -> HttpResponse:
    rows = [row for one in groups if (row := one.row)]
    if change_sign_in_settings(actor=request.user, group_roles=rows, **form.cleaned_data):
        messages.success(request, _("La connexion est réglée. Le registre des actes le dit."))
    else:
        messages.info(request, _("Rien n'a changé."))
    return redirect("people:sign-in-settings")
