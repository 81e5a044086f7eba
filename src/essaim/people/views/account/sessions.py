"""Signing one's other browsers out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.sessions import end_other_sessions, end_session


@member_required
@require_POST
def end(request: MemberRequest) -> HttpResponse:
    if end_session(actor=request.user, handle=request.POST.get("session", "")):
        messages.success(request, _("Ce navigateur est déconnecté."))
    else:
        messages.info(request, _("Ce navigateur était déjà déconnecté."))
    return redirect("account_security")


@member_required
@require_POST
def end_others(request: MemberRequest) -> HttpResponse:
    ended = end_other_sessions(actor=request.user, keep=request.session.session_key)
    if ended:
        text = ngettext("%(n)d autre navigateur est déconnecté.", "%(n)d autres navigateurs sont déconnectés.", ended)
        messages.success(request, text % {"n": ended})
    else:
        messages.info(request, _("Aucun autre navigateur n'était connecté."))
    return redirect("account_security")
