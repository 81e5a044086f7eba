"""The ways in, on pages below: the member's menu, a lesson, a member, a team."""

from typing import Any

from django.http import HttpRequest

from essaim.people.models import Member
from essaim.ui.shell import piece, render_to_string

from . import queries


def menu(request: HttpRequest) -> str:
    return piece("accompaniment/menu.html")


def lesson_help(request: HttpRequest, *, anchor_type: str, anchor_id: int, **_more: Any) -> str:
    """One line under a lesson. No query."""
    return piece("accompaniment/lesson_help.html", about=f"{anchor_type}:{anchor_id}")


def profile(request: HttpRequest, *, member_id: int, **_more: Any) -> str:
    """That somebody accompanies colleagues and has time, on their page."""
    reader: Any = request.user
    found = queries.offered_by([member_id])
    return render_to_string(
        request, "accompaniment/profile.html", offered=found[0] if found else None, mine=reader.pk == member_id
    )


def team_help(request: HttpRequest, *, team_id: int, **_more: Any) -> str:
    found = queries.offered_by(Member.objects.filter(team=team_id).order_by().values("pk"))
    return render_to_string(request, "accompaniment/team_help.html", offered=found) if found else ""
