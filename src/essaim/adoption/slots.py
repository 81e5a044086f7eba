"""The slot "team.aggregate": where a team stands, for who leads it. The page asks only for them."""

from typing import Any

from django.http import HttpRequest

from essaim.kernel.anonymity import Figure
from essaim.kernel.language import reading
from essaim.learning import api as learning
from essaim.ui.shell import render_to_string

from .models import TeamFigures


def team_aggregate(request: HttpRequest, *, team_id: int, **_more: Any) -> str:
    found = TeamFigures.objects.filter(pk=team_id).first()
    lines = []
    for title in learning.sequence_titles(reading()) if found else []:
        if found and (figures := found.sequences.get(str(title.id))):
            lines.append((title, *(Figure(*figure) for figure in figures)))
    return render_to_string(request, "adoption/team_aggregate.html", found=found, lines=lines)
