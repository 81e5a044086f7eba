"""Administrators: who is to be erased, where colleagues wrote their name, and having it done."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel.errors import Refused
from essaim.privacy.access import administrator_required
from essaim.privacy.actions.erasures import cancel_erasure, carry_out, choose_left, order_erasure
from essaim.privacy.forms import CarryOutForm, OrderForm
from essaim.privacy.models import Erasure
from essaim.privacy.queries import erased, namesakes_of, people_named, waiting, words_of_report
from essaim.ui.shell import render


@administrator_required
def erasures(request: Any) -> HttpResponse:
    name = " ".join(request.GET.get("name", "").replace("\0", "").split())[:100]
    return render(
        request, "privacy/erasures.html", waiting=waiting(), erased=erased(), name=name, people=people_named(name) if name else []
    )  # fmt: skip


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: Any, member_id: int) -> HttpResponse:
    person: Any = get_object_or_404(get_user_model(), pk=member_id)
    known = Erasure.objects.filter(member_id=member_id, erased_at=None).first()
    if known:
        return redirect("privacy:erasure", known.pk)
    form, status = OrderForm(), 200
    if request.method == "POST":
        form, status = OrderForm(request.POST), 422
        if form.is_valid():
            reason, keeps = form.cleaned_data["reason"], form.cleaned_data["texts"] == "keep"
            try:
                made = order_erasure(actor=request.user, member_id=member_id, reason=reason, keeps_texts=keeps)
                return redirect("privacy:erasure", made.pk)
            except Refused as no:
                form.add_error(None, str(no))
    return render(request, "privacy/erase_member.html", status=status, form=form, person=person)


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: Any, id: int) -> HttpResponse:
    one = get_object_or_404(Erasure, pk=id)
    person: Any = get_user_model()._default_manager.filter(pk=one.member_id).first()
    form, status = CarryOutForm(), 200
    if request.method == "POST" and one.erased_at is None:
        shown = set(request.POST.getlist("shown"))
        one = choose_left(actor=request.user, erasure_id=id, shown=shown, leave=shown - set(request.POST.getlist("replace")))
        if "keep" in request.POST:
            messages.success(request, _("Vos choix sont enregistrés."))
            return redirect("privacy:erasure", id)
        form, status = CarryOutForm(request.POST), 422
        if form.is_valid():
            try:
                carry_out(actor=request.user, erasure_id=id, name=form.cleaned_data["name"])
                messages.success(request, _("L'effacement est en cours : il est fait dans la minute."))
                return redirect("privacy:erasures")
            except Refused as no:
                form.add_error("name", str(no))
    return render(
        request,
        "privacy/erasure.html",
        status=status,
        form=form,
        erasure=one,
        done=words_of_report(one.report),
        person=person,
        namesakes=namesakes_of(person) if person else [],
    )


@administrator_required
@require_POST
def cancel(request: Any, id: int) -> HttpResponse:
    get_object_or_404(Erasure, pk=id, erased_at=None)
    cancel_erasure(actor=request.user, erasure_id=id)
    messages.success(request, _("Cette personne ne sera pas effacée."))
    return redirect("privacy:erasures")
