"""Pages for what went wrong: what happened, that nothing is lost, what to do."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

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
    return _page(
        request, 403, _("Ce formulaire a expiré"),
        _("Rien n'a été enregistré. Revenez en arrière, copiez votre texte, rechargez la page et envoyez-le à nouveau."),
    )  # fmt: skip


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 429, _("Trop de demandes en peu de temps"),
        _("Rien n'a été enregistré. Attendez quelques minutes, puis recommencez."),
    )  # fmt: skip


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request, 500, _("Quelque chose s'est cassé chez nous"),
        _("L'erreur est notée. Rien de ce qui était déjà publié n'est perdu. Réessayez dans un instant."),
    )  # fmt: skip
