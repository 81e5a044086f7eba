"""Pages for what went wrong: what happened, that nothing is lost, what to do."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from essaim.kernel.language import reading

from .shell import render


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "ui/error.html", status=status, title=title, text=text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 404, _("Cette page n'est pas ici"),
        _("Le lien est peut-être incomplet, ou la page ne vous est pas ouverte. Cherchez-la par son titre, ou repartez de l'accueil."),
    )  # fmt: skip


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 403, _("Cette page est réservée"),
        _("Elle demande un rôle que vous n'avez pas. Si vous en avez besoin, demandez-le à une personne qui administre la plateforme."),
    )  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 400, _("Cette demande n'a pas été comprise"),
        _("Rien n'a été enregistré. Revenez en arrière : ce que vous aviez écrit est encore dans le formulaire."),
    )  # fmt: skip


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of ours whose token is stale (signed in again in another tab) comes back with what was typed, ready to be sent."""
    if typed := _typed(request):
        return render(request, "ui/expired.html", status=403, typed=typed, address=request.get_full_path())
    return _page(
        request, 403, _("Ce formulaire a expiré"),
        _("Rien n'a été enregistré. Revenez en arrière, copiez votre texte, rechargez la page et envoyez-le à nouveau."),
    )  # fmt: skip


def _typed(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Names and values of the form that was sent, and whether a person would want to read them again.

    Nothing when another site sent it, or when it holds a file or a password.
    """
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}" or request.FILES:
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    if any("password" in name for name, _value in fields):
        return []
    return [(name, value, len(value) > 80 or "\n" in value) for name, value in fields]


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 429, _("Trop de demandes en peu de temps"),
        _("Rien n'a été enregistré. Attendez quelques minutes, puis recommencez."),
    )  # fmt: skip


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever broke: where it is the database, nobody knows who asks, and the page is the words alone."""
    title = _("Quelque chose s'est cassé chez nous")
    text = _("L'erreur est notée. Rien de ce qui était déjà publié n'est perdu. Réessayez dans un instant.")
    request.user = getattr(request, "user", None) or AnonymousUser()
    request.LANGUAGE_CODE = reading()  # type: ignore[attr-defined]
    try:
        return _page(request, 500, title, text)
    except Exception:
        # The first failure is in the log, and the one that counts.
        words = format_html(
            '<!doctype html><html lang="{}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            "<title>{}</title><h1>{}</h1><p>{}</p></html>",
            reading(), title, title, text,
        )  # fmt: skip
        return HttpResponse(words, status=500, headers={"Cache-Control": "no-store"})
