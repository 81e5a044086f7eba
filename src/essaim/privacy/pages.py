"""What privacy puts into pages of the packages above."""

from typing import Any

from django.http import HttpRequest

from essaim.ui.shell import piece, render_to_string

from .holdings import Reader
from .queries import seen_by


def menu(request: HttpRequest) -> str:
    """Links of the member's own menu. No query: it is on every page."""
    member: Any = request.user
    return piece("privacy/menu.html", administrator=member.is_administrator)


def preferences_link(request: HttpRequest) -> str:
    return render_to_string(request, "privacy/preferences_link.html")


def profile(request: HttpRequest, *, member_id: int, **_more: Any) -> str:
    """Who sees what of this person, on their page: for everybody, in the same words, from the registry alone."""
    own = request.user.pk == member_id
    return render_to_string(request, "privacy/profile.html", person_id=member_id, own=own, seen=seen_by(), readers=list(Reader))
