"""What people add to the bar above every page. No query: it is on every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from essaim.organisation import known
from essaim.ui.jinja import url
from essaim.ui.shell import piece, render_to_string


def language(request: HttpRequest) -> str:
    """The other languages, for who is not signed in."""
    others = [code for code in known.current().languages if code != request.LANGUAGE_CODE]  # type: ignore[attr-defined]
    return render_to_string(request, "people/bar_language.html", languages=others, next=request.get_full_path())


def menu(request: HttpRequest) -> str:
    """The member's own pages, and those of facilitators."""
    member: Any = request.user
    own = request.path.startswith(("/people/", "/admin/")) or request.path == "/"
    links = piece(
        "people/bar_menu.html", asleep=bool(member.asleep), in_team=bool(member.team_id), manages="manager" in member.role_names,
        facilitates=member.is_facilitator, administers=member.is_administrator,
    )  # fmt: skip
    return links % {
        "page": url("people:member", id=member.pk),
        "team": url("people:team", id=member.team_id) if member.team_id else "",
        "invite": url("people:invitations") + ("" if own else f"?{urlencode({'to': request.path})}"),
    }
