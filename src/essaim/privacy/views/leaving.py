"""Leaving Essaim, with time to change one's mind."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.privacy.access import member_required
from essaim.privacy.actions.erasures import ask_own_erasure, cancel_erasure
from essaim.privacy.forms import LeavingForm
from essaim.privacy.holdings import told_holdings
from essaim.privacy.models import RecordNotes
from essaim.privacy.models.erasure import DELAY
from essaim.privacy.queries import erasure_of
from essaim.ui.shell import render


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: Any) -> HttpResponse:
    erasure = erasure_of(request.user)
    form, status = LeavingForm(), 200
    if request.method == "POST":
        form, status = LeavingForm(request.POST), 422
        if form.is_valid():
            try:
                ask_own_erasure(actor=request.user, keeps_texts=form.cleaned_data["texts"] == "keep")
                messages.success(request, _("Votre demande est enregistrée. Vous pouvez changer d'avis jusqu'à ce jour-là."))
                return redirect("privacy:leaving")
            except Refused as no:
                form.add_error(None, str(no))
    return render(
        request, "privacy/leaving.html", status=status, form=form, erasure=erasure, days=DELAY.days, day_of=clock.now() + DELAY,
        holdings=told_holdings(), backups=RecordNotes.current().backups,
    )  # fmt: skip


@member_required
@require_POST
def cancel(request: Any) -> HttpResponse:
    if erasure := erasure_of(request.user):
        cancel_erasure(actor=request.user, erasure_id=erasure.pk)
        messages.success(request, _("Vous restez : rien n'a été effacé."))
    return redirect("privacy:leaving")
