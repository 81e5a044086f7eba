"""The slot "team.threads": what the members of a team asked and opened lately."""

from typing import Any

from django.http import HttpRequest

from essaim.ui.shell import render_to_string

from . import queries


def team_threads(request: HttpRequest, *, team_id: int, **_more: Any) -> str:
    member: Any = request.user
    return render_to_string(request, "conversations/team_threads.html", threads=queries.threads_of_team(member, team_id))
