"""What people add to the bar above every page. No query: it is on every page."""

from django.http import HttpRequest
from django.utils.http import urlencode

from essaim.organisation import known
from essaim.ui.jinja import url
from essaim.ui.shell import render_to_string


def language(request: HttpRequest) -> str:
    """The other languages, for who is not signed in."""
    others = [code for code in known.current().languages if code != request.LANGUAGE_CODE]  # type: ignore[attr-defined]
    return render_to_string(request, "people/bar_language.html", languages=others, next=request.get_full_path())


def menu(request: HttpRequest) -> str:
    """The member's own pages, and those of facilitators."""
    own = request.path.startswith(("/people/", "/admin/")) or request.path == "/"
    invite = url("people:invitations") + ("" if own else f"?{urlencode({'to': request.path})}")
    return render_to_string(request, "people/bar_menu.html", invite=invite)
