"""One's own accompaniments, and each of them: only for the two."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.accompaniment import queries
from essaim.accompaniment.actions import following, meeting
from essaim.accompaniment.clockwork import MEETING
from essaim.accompaniment.forms import ChosenTimeForm, MetForm, ReachedForm, TimesForm, WordForm
from essaim.accompaniment.models import Accompaniment, State
from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.kernel.language import reading
from essaim.people.access import MemberRequest
from essaim.people.api import Appointment, absolute, calendar_file
from essaim.ui.shell import render

from .common import private


@private
def accompaniments(request: MemberRequest) -> HttpResponse:
    found = queries.list_own(request.user, read_id(request.GET.get("before", "")), limit=queries.PAGE + 1)
    shown = found[: queries.PAGE]
    return render(
        request, "accompaniment/accompaniments.html", shown=shown, volunteer=queries.volunteer_of(request.user),
        next_href=f"?before={shown[-1].row.pk}" if len(found) > queries.PAGE else None,
        previous_href="?" if "before" in request.GET else None,
    )  # fmt: skip


@private
def accompaniment(request: MemberRequest, id: int) -> HttpResponse:
    return _show(request, id)


def _show(request: MemberRequest, id: int, refused: str = "", act: str = "", form: Any = None) -> HttpResponse:
    """The page, with what was refused and the form in which it was typed."""
    seen = queries.one(request.user, id)
    forms_shown: dict[str, Any] = {
        "propose": TimesForm(initial={"place": seen.row.place}), "decline": WordForm(),
        "follow-up": ReachedForm(initial={"reached": seen.row.reached, "word": seen.row.word}),
    }  # fmt: skip
    if act in forms_shown and form is not None:
        forms_shown[act] = form
    return render(
        request, "accompaniment/accompaniment.html", status=422 if refused or act else 200,
        seen=seen, row=seen.row, refused=refused, act=act, forms=forms_shown,
    )  # fmt: skip


# What each act parses, and what it calls: the action takes the actor, the id, and what the form gave.
_ACTS: dict[str, tuple[type[forms.Form], Callable[..., Accompaniment], Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "accept": (ChosenTimeForm, meeting.accept_time, lambda data: {"time": data["time"]}),
    "propose": (TimesForm, meeting.propose_times, lambda data: {"times": data["times"], "place": data["place"]}),
    "decline": (WordForm, meeting.decline, lambda data: {"word": data["word"], "language": reading()}),
    "withdraw": (forms.Form, meeting.withdraw, lambda data: {}),
    "end": (forms.Form, meeting.end, lambda data: {}),
    "meeting": (MetForm, meeting.say_met, lambda data: {"met": data["met"] == "yes"}),
    "follow-up": (ReachedForm, following.say_reached, lambda data: {"reached": data["reached"], "word": data["word"]}),
}


@require_POST
@private
def act(request: MemberRequest, id: int, act: str) -> HttpResponse:
    """Something that one of the two does; what is refused comes back on the page, with what was typed."""
    if act not in _ACTS:
        raise Http404
    form_class, action, given = _ACTS[act]
    form = form_class(request.POST)
    if not form.is_valid():
        said = (
            "" if act in ("propose", "follow-up") else " ".join(str(word) for errors in form.errors.values() for word in errors)
        )
        return _show(request, id, said, act, form)
    try:
        action(actor=request.user, id=id, **given(form.cleaned_data))
    except Refused as error:
        return _show(request, id, str(error), act, form)
    return redirect("accompaniment:accompaniment", id)


@private
def calendar(request: MemberRequest, id: int) -> HttpResponse:
    """The meeting as a file that calendars read."""
    seen = queries.one(request.user, id)
    row = seen.row
    if row.meets_at is None or row.state not in (State.ACCEPTED, State.MET):
        raise Http404
    meeting_file = calendar_file([
        Appointment(
            uid=f"accompaniment-{row.pk}-{row.meeting}", version=row.version, changed_at=row.asked_at,
            # Calendars are often shared: the title says no more than a meeting.
            title=_("Rendez-vous avec %(name)s") % {"name": seen.name}, begins=row.meets_at, ends=row.meets_at + MEETING,
            place=row.place, link=absolute(f"/accompaniment/accompaniments/{row.pk}/"),
        )
    ])  # fmt: skip
    response = HttpResponse(meeting_file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="essaim.ics"'
    return response
