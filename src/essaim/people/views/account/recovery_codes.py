"""Codes on paper, for the day on which the telephone is lost."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from essaim.people import second_step
from essaim.people.access import MemberRequest, confirmed_required
from essaim.people.actions.second_step import renew_recovery_codes
from essaim.ui.shell import render


@never_cache
@confirmed_required
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: MemberRequest) -> HttpResponse:
    if not second_step.has_one(request.user):
        return redirect("account_security")
    if request.method == "POST":
        renew_recovery_codes(actor=request.user)
        messages.success(request, _("Voici d'autres codes. Les anciens ne valent plus rien."))
        return redirect("account_recovery_codes")
    return render(request, "people/recovery_codes.html", codes=second_step.recovery_codes(request.user))
