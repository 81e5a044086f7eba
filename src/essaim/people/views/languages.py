"""The language of who is not signed in, or has not chosen one yet: a cookie."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from essaim.organisation import known
from essaim.people.middleware import LANGUAGE_COOKIE
from essaim.people.targets import local_path


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    if language not in known.current().languages:
        raise Http404
    return remember(redirect(local_path(request.POST.get("next")) or "home:home"), language)


def remember(response: HttpResponse, language: str) -> HttpResponse:
    """Keeps the choice in this browser, for the pages that come before signing in."""
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=60 * 60 * 24 * 365, httponly=True, samesite="Lax")
    return response
