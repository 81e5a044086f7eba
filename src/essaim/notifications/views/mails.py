"""The demo's letter box: mails are files there, and this shows them. Nowhere else."""

from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from essaim.notifications import letterbox
from essaim.ui.shell import render


def index(request: HttpRequest) -> HttpResponse:
    _only_in_the_demo()
    return render(request, "notifications/mails.html", letters=letterbox.letters())


def show(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "notifications/letter.html", letter=_letter(name))


@csp({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": ["allow-popups"]})  # type: ignore[arg-type]
def html(request: HttpRequest, name: str) -> HttpResponse:
    """The mail as a mail program shows it: it may load nothing and run nothing."""
    return HttpResponse(_letter(name).html)


def _letter(name: str) -> letterbox.Letter:
    _only_in_the_demo()
    letter = letterbox.letter(name)
    if letter is None:
        raise Http404
    return letter


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
