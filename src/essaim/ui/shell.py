"""Rendering a page of ours inside its shell."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from essaim.kernel.language import reading

from . import dates, forgery, identity, navigation
from .jinja import template as compiled


def context(request: HttpRequest) -> dict[str, Any]:
    """What every page and fragment may use: request, member, a form's hidden token. Made once a request."""
    known: Any = getattr(request, "_essaim_context", None)
    # Signing in and out change both.
    if known and known["user"] is request.user and known["secret"] == request.META.get("CSRF_COOKIE"):
        return known
    user: Any = request.user
    token = forgery.token(request)
    made = {
        "request": request,
        "user": user,
        "member": user if user.is_authenticated else None,
        "secret": request.META.get("CSRF_COOKIE"),
        "csrf": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token),
        "csrf_token_value": token,
    }
    request._essaim_context = made  # type: ignore[attr-defined]
    return made


def shell(request: HttpRequest) -> dict[str, Any]:
    user: Any = request.user
    return context(request) | {
        "navigation": navigation.entries_for(user.role_names) if user.is_authenticated else [],
        "segment": request.path.strip("/").split("/")[0],
        "flashes": list(messages.get_messages(request)),
        "demo": settings.DEMO,
        "identity": identity.current(),
    }


def render(request: HttpRequest, template: str, *, status: int = 200, **arguments: Any) -> HttpResponse:
    """A whole page: ``template`` extends ``ui/base.html`` and gets ``arguments`` and the shell's own names."""
    with dates.one_moment():
        html = compiled(template).render(shell(request) | arguments)
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "no-cache"
    return response


def fragment(request: HttpRequest, template: str, *, status: int = 200, **arguments: Any) -> HttpResponse:
    """A part of a page, for htmx to put in place."""
    html = render_to_string(request, template, **arguments)
    return HttpResponse(html, status=status, headers={"Cache-Control": "private, no-store"})


def render_to_string(request: HttpRequest, template: str, **arguments: Any) -> str:
    return compiled(template).render(context(request) | arguments)


def piece(template: str, **arguments: Any) -> Markup:
    """A piece that depends on nothing but ``arguments`` (plain values, few of them) and the reader's language: made once."""
    make = _piece.__wrapped__ if settings.DEBUG else _piece
    return make(reading(), template, tuple(arguments.items()))


@lru_cache(maxsize=1024)
def _piece(language: str, template: str, arguments: tuple[tuple[str, Any], ...]) -> Markup:
    return Markup(compiled(template).render(dict(arguments)))
