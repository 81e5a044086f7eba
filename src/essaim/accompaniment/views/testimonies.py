"""The testimony of two: written by either, published once both agree to the same words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.accompaniment import queries
from essaim.accompaniment.actions.testimonies import agree_testimony, take_back_testimony, write_testimony
from essaim.accompaniment.forms import AgreeForm, TestimonyForm
from essaim.accompaniment.models import Accompaniment, Testimony
from essaim.kernel.errors import Refused
from essaim.kernel.language import reading
from essaim.people.access import MemberRequest
from essaim.ui.shell import render

from .common import private


@private
def testimony(request: MemberRequest, id: int) -> HttpResponse:
    if request.method != "POST":
        return _show(request, id)
    form = TestimonyForm(request.POST)
    if not form.is_valid():
        return _show(request, id, form=form, status=422)
    data = form.cleaned_data
    try:
        kept = write_testimony(
            actor=request.user, id=id, title=data["title"], source=data["source"], language=reading(), signs=data["signs"],
            version=data["version"],
        )  # fmt: skip
    except Refused as error:
        return _show(request, id, str(error), form, 422)
    return _done(request, id, kept)


def _show(
    request: MemberRequest, id: int, refused: str = "", form: TestimonyForm | None = None, status: int = 200
) -> HttpResponse:
    seen = queries.one(request.user, id)
    kept = seen.testimony
    if not seen.row.has_met:
        raise Accompaniment.DoesNotExist
    signs = bool(kept and (kept.asker_signs if seen.asker else kept.helper_signs))
    initial = {"version": kept.version, "title": kept.title, "source": kept.source, "signs": signs} if kept else {}
    return render(
        request, "accompaniment/testimony.html", status=status, seen=seen, row=seen.row, kept=kept, refused=refused,
        form=form or TestimonyForm(initial=initial), version=kept.version if kept else 0,
    )  # fmt: skip


@require_POST
@private
def agree(request: MemberRequest, id: int) -> HttpResponse:
    form = AgreeForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Relisez le texte, puis dites que vous êtes d'accord."), code="version")
        data = form.cleaned_data
        kept = agree_testimony(actor=request.user, id=id, version=data["version"], signs=data["signs"])
    except Refused as error:
        return _show(request, id, str(error), status=422)
    return _done(request, id, kept)


@require_POST
@private
def take_back(request: MemberRequest, id: int) -> HttpResponse:
    take_back_testimony(actor=request.user, id=id)
    messages.success(request, _("C'est retiré. Le texte reste ici, entre vous."))
    return redirect("accompaniment:testimony", id)


def _done(request: MemberRequest, id: int, kept: Testimony) -> HttpResponse:
    messages.success(
        request,
        _("Vous êtes d'accord tous les deux : le témoignage est publié.")
        if kept.published_at
        else _("C'est enregistré. Il paraîtra quand vous serez d'accord tous les deux sur ces mots."),
    )
    return redirect("accompaniment:testimony", id)
