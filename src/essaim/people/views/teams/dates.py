"""The dates of a team: adding and changing them, and taking them into one's calendar."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.organisation.models import Team
from essaim.people import teams as reads
from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.calendars import end_feed, make_feed
from essaim.people.actions.teams import ChangedMeanwhile, add_team_date, change_team_date, remove_team_date, words_of
from essaim.people.calendar import calendar_of
from essaim.people.mails import absolute
from essaim.people.models import CalendarFeed, TeamDate
from essaim.people.team_forms import TeamDateForm
from essaim.ui.shell import render

from .pages import editable, found


@member_required
def new(request: MemberRequest, id: int) -> HttpResponse:
    return _edit(request, editable(request, id), None)


@member_required
def date(request: MemberRequest, id: int, date_id: int) -> HttpResponse:
    team = editable(request, id)
    return _edit(request, team, _date(team, date_id))


def _date(team: Team, date_id: int) -> TeamDate:
    known = TeamDate.objects.filter(team=team, pk=date_id).first() if date_id < 2**63 else None
    if known is None:
        raise Http404
    return known


def _edit(request: MemberRequest, team: Team, known: TeamDate | None) -> HttpResponse:
    refused, current, status = "", "", 200
    form = TeamDateForm(initial=_initial(known))
    if request.method == "POST" and known and request.POST.get("act") == "remove":
        remove_team_date(actor=request.user, team=team, date_id=known.pk)
        messages.success(request, _("La date est retirée. L'historique la garde."))
        return redirect("people:team", team.pk)
    if request.method == "POST":
        form, status = TeamDateForm(request.POST), 422
        if form.is_valid():
            try:
                _save(request, team, known, form)
                messages.success(request, _("La date est enregistrée."))
                return redirect("people:team", team.pk)
            except ChangedMeanwhile as error:
                refused = str(error)
                again = request.POST.copy()
                again["version"] = str(error.current.version)
                form = TeamDateForm(again)
                current = words_of(error.current) if isinstance(error.current, TeamDate) else ""
            except Refused as error:
                refused = str(error)
    return render(
        request, "people/team_date.html", status=status, team=team, date=known, form=form, refused=refused, current=current
    )


def _initial(known: TeamDate | None) -> dict[str, object]:
    if known is None:
        return {"key": new_key(), "version": 0}
    names = ("key", "version", "title", "day", "begins", "ends", "place", "link")
    return {name: getattr(known, name) for name in names}


def _save(request: MemberRequest, team: Team, known: TeamDate | None, form: TeamDateForm) -> None:
    data = form.cleaned_data
    if known:
        change_team_date(actor=request.user, team=team, date_id=known.pk, when=form.when(), version=data["version"])
    else:
        add_team_date(actor=request.user, team=team, key=data["key"], when=form.when())


@member_required
def calendar(request: MemberRequest, id: int, date_id: int) -> HttpResponse:
    """One date as a file."""
    return _file([_date(found(id), date_id)], "")


@member_required
def feed(request: MemberRequest) -> HttpResponse:
    """Where a member makes the private address that their calendar reads."""
    address = ""
    if request.method == "POST" and request.POST.get("act") == "end":
        end_feed(actor=request.user)
        messages.success(request, _("L'adresse ne mène plus à rien."))
        return redirect("people:team-feed")
    if request.method == "POST":
        address = absolute(reverse("people:team-feed-file", args=[make_feed(actor=request.user)]))
    known = CalendarFeed.objects.filter(member=request.user).first()
    return render(request, "people/team_feed.html", address=address, feed=known)


def feed_file(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar reads at a private address: whoever has the address needs no session."""
    known = reads.feed_dates(secret)
    if known is None:
        raise Http404
    member, dates = known
    return _file(dates, _("Essaim : %(team)s") % {"team": member.team.name if member.team else member.first_name})


def _file(dates: list[TeamDate], name: str) -> HttpResponse:
    response = HttpResponse(calendar_of(dates, name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="essaim.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
