"""Where facilitators write announcements, see to whom they go, and take them back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.announcements import queries
from essaim.announcements.actions.editing import ChangedMeanwhile, discard_draft, save_announcement, withdraw_announcement
from essaim.announcements.actions.publishing import publish_announcement
from essaim.announcements.forms import AnnouncementForm, initial
from essaim.announcements.models import Announcement
from essaim.kernel import markup
from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.kernel.language import reading
from essaim.people.access import MemberRequest, audience_facilitator_required
from essaim.ui.shell import render


@audience_facilitator_required
def announcements(request: MemberRequest) -> HttpResponse:
    return render(request, "announcements/editor_list.html", rows=queries.for_editors(request.user))


@audience_facilitator_required
def new(request: MemberRequest) -> HttpResponse:
    return _editor(request, None)


@audience_facilitator_required
def edit(request: MemberRequest, id: int) -> HttpResponse:
    return _editor(request, _found(request, id))


@audience_facilitator_required
def withdraw(request: MemberRequest, id: int) -> HttpResponse:
    found = _found(request, id)
    if not found.is_out:
        raise Http404
    if request.method == "POST":
        withdraw_announcement(actor=request.user, announcement_id=id)
        messages.success(request, _("L'annonce est retirée. Les mails qui n'étaient pas partis ne partiront pas."))
        return redirect("announcements:editor")
    return render(request, "announcements/withdraw.html", announcement=found)


@require_POST
@audience_facilitator_required
def discard(request: MemberRequest, id: int) -> HttpResponse:
    try:
        discard_draft(actor=request.user, announcement_id=_found(request, id).pk)
        messages.success(request, _("Le brouillon est jeté."))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("announcements:editor")


def _found(request: MemberRequest, id: int) -> Announcement:
    found = queries.editable_by(request.user).filter(pk=id).first() if id < 2**63 else None
    if found is None:
        raise Http404
    return found


def _editor(request: MemberRequest, found: Announcement | None) -> HttpResponse:
    out = bool(found and found.is_out)
    if request.method != "POST":
        return _page(request, found, AnnouncementForm(initial=initial(found, new_key()), out=out, writer=request.user))
    form = AnnouncementForm(request.POST, out=out, writer=request.user)
    act, refused, current = request.POST.get("act", "preview"), "", None
    if form.is_valid():
        if act == "preview":
            return _page(request, found, form, preview=True)
        try:
            return _save(request, found, form, act)
        except ChangedMeanwhile as error:
            refused, current = str(error), error.current
            # What is saved next is a change of what stands now.
            again = request.POST.copy()
            again["version"] = str(current.version)
            form = AnnouncementForm(again, out=current.is_out, writer=request.user)
        except Refused as error:
            refused = str(error)
    return _page(request, found, form, refused=refused, current=current, status=422)


def _save(request: MemberRequest, found: Announcement | None, form: AnnouncementForm, act: str) -> HttpResponse:
    data = form.cleaned_data
    key = found.key if found else data["key"]
    saved = save_announcement(actor=request.user, key=key, version=data["version"], words=form.words(reading()))
    if act != "publish":
        messages.success(request, _("C'est enregistré."))
        return redirect("announcements:edit", saved.pk)
    saved = publish_announcement(actor=request.user, announcement_id=saved.pk)
    if saved.state == Announcement.State.SCHEDULED:
        messages.success(request, _("L'annonce est programmée. Elle paraîtra toute seule."))
        return redirect("announcements:editor")
    messages.success(request, _("L'annonce est parue. Les mails partent peu à peu, aux heures de chacun."))
    return redirect("announcements:editor")


def _page(
    request: MemberRequest, found: Announcement | None, form: AnnouncementForm, *, preview: bool = False,
    refused: str = "", current: Announcement | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    shown: dict[str, Any] = {}
    if preview:
        language = reading()
        shown = {
            "title": form.cleaned_data["title"],
            "html": markup.rendered(markup.clean_source(form.cleaned_data["source"]), language=language),
            "reach": None if found and found.is_out else queries.reach(form.restricted_to()),
            "audiences": [audience.label for audience in form.cleaned_data.get("audiences") or []]
            if form.cleaned_data.get("to") == "audiences"
            else [],
        }
    return render(
        request, "announcements/editor.html", status=status, form=form, announcement=found, shown=shown, refused=refused,
        current=current,
    )  # fmt: skip
