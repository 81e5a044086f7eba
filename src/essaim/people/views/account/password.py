"""Choosing a password."""

import time

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.sign_in import LIFETIME, set_password
from essaim.people.forms import PasswordForm
from essaim.ui.shell import render

from .entering import came_by_link_at


@sensitive_post_parameters("password", "current")
@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: MemberRequest) -> HttpResponse:
    member = request.user
    recent = time.time() - came_by_link_at(request) < LIFETIME.total_seconds()
    ask_current = member.has_usable_password() and not recent
    form, status = PasswordForm(member=member, ask_current=ask_current), 200
    if request.method == "POST":
        if refused := consume_or_429(request, action="change_password", user=member):
            return refused
        form = PasswordForm(request.POST, member=member, ask_current=ask_current)
        if form.is_valid():
            set_password(actor=member, password=form.cleaned_data["password"], keep=request.session.session_key)
            update_session_auth_hash(request, member)
            messages.success(request, _("Votre mot de passe est enregistré. Vos autres navigateurs sont déconnectés."))
            return redirect("account_security")
        status = 422
    return render(request, "people/password.html", status=status, form=form)
