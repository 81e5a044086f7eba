"""What the checklist adds to every page of who goes through it: where they are, and the way back. No query."""

from typing import Any

from django.http import HttpRequest

from essaim.ui.checklist import AT_STEP, steps
from essaim.ui.shell import piece, render_to_string


def top(request: HttpRequest) -> str:
    member: Any = request.user
    if not member.is_authenticated or not member.is_facilitator:
        return ""
    key = request.session.get(AT_STEP, "")
    step = steps.get(key)
    return render_to_string(request, "adoption/checklist_top.html", key=key, step=step) if step else ""


def menu(request: HttpRequest) -> str:
    member: Any = request.user
    return piece("adoption/bar_menu.html") if member.is_facilitator else ""
