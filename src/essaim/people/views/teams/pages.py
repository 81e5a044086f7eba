"""A team's page, and who changed what on it."""

import difflib

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.kernel.language import reading
from essaim.organisation.models import Team
from essaim.people import teams as reads
from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.teams import ChangedMeanwhile, change_team_text
from essaim.people.models import TeamChange, TeamPage
from essaim.people.team_forms import TeamTextForm
from essaim.ui.shell import render

_CHANGES = 30


@member_required
def teams(request: MemberRequest) -> HttpResponse:
    return render(request, "people/teams.html", tops=reads.top_teams(), mine=request.user.team_id)


def found(id: int) -> Team:
    """The team at an address. Raises Http404."""
    team = reads.team_for(id) if id < 2**63 else None
    if team is None:
        raise Http404
    return team


@member_required
def team(request: MemberRequest, id: int) -> HttpResponse:
    shown = found(id)
    members = reads.members_of(shown)
    dates = reads.coming_dates(shown)
    place = reads.place_of(shown)
    inside = any(one.pk == request.user.pk for one in members)
    return render(
        request, "people/team.html", team=shown, page=reads.page_of(shown), place=place,
        members=members[: reads.MOST_MEMBERS], more=len(members) > reads.MOST_MEMBERS, dates=dates[: reads.MOST_DATES],
        asked=[one for one in members if one.topics], may_edit=inside or reads.may_edit(request.user, shown),
        leads=request.user.pk in place.led_by,
    )  # fmt: skip


@member_required
def edit(request: MemberRequest, id: int) -> HttpResponse:
    shown = editable(request, id)
    page = reads.page_of(shown)
    form = TeamTextForm(initial={"version": page.version, "source": page.source})
    refused, current = "", None
    if request.method == "POST":
        form = TeamTextForm(request.POST)
        if form.is_valid():
            try:
                change_team_text(
                    actor=request.user, team=shown, language=reading(), **form.cleaned_data
                )  # fmt: skip
                messages.success(request, _("La page de l'équipe est enregistrée."))
                return redirect("people:team", shown.pk)
            except ChangedMeanwhile as error:
                refused, current = str(error), error.current
                # What is saved next is a change of what stands now.
                again = request.POST.copy()
                again["version"] = str(error.current.version)
                form = TeamTextForm(again)
            except Refused as error:
                refused = str(error)
    return render(
        request, "people/team_edit.html", status=422 if request.method == "POST" else 200, team=shown, form=form,
        refused=refused, current=current,
        lines=difference(current.source, form["source"].value() or "") if isinstance(current, TeamPage) else [],
    )  # fmt: skip


def editable(request: MemberRequest, id: int) -> Team:
    """A team whose page the reader may change. Raises Http404 for others."""
    shown = found(id)
    if not reads.may_edit(request.user, shown):
        raise Http404
    return shown


@member_required
def history(request: MemberRequest, id: int) -> HttpResponse:
    shown = found(id)
    changes = reads.changes_of(shown, read_id(request.GET.get("before")), most=_CHANGES)
    following = changes[_CHANGES - 1].number if len(changes) > _CHANGES else None
    return render(
        request, "people/team_history.html", team=shown,
        changes=[(change, _lines(change)) for change in changes[:_CHANGES]],
        next_href=f"?before={following}" if following else None,
        previous_href="?" if request.GET.get("before") else None,
    )  # fmt: skip


def _lines(change: TeamChange) -> list[tuple[str, str]]:
    return difference(change.before, change.after)


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Line by line what went (``-``), came (``+``) and stayed (" ", two lines around each change)."""
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=2, lineterm="")
    return [(line[0], line[1:]) for line in list(found)[2:] if line[0] in "+- "]
