from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from essaim.ui.shell import render


def offline(request: HttpRequest, language: str) -> HttpResponse:
    """The page that a browser keeps for when it has no network. Nothing of anybody is in it: it stays where people sign out."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        response = render(request, "ui/offline.html")
        response.headers["Content-Language"] = language
    return response
