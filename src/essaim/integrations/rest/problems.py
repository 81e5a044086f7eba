"""Every error of the API as problem details (RFC 9457), in words for whoever reads the log of their program."""

import json
import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import HttpError, ValidationError

from essaim.kernel.errors import Refused
from essaim.kernel.rest import BadCursor, ScopeMissing
from essaim.people.api import absolute

from .field_words import words_for

MEDIA_TYPE = "application/problem+json"
TITLES: dict[int, Any] = {
    400: gettext_lazy("La demande n'est pas lisible"),
    401: gettext_lazy("Il faut dire qui demande"),
    403: gettext_lazy("Ce n'est pas permis"),
    404: gettext_lazy("Il n'y a rien ici"),
    405: gettext_lazy("Cette adresse ne fait pas cela"),
    413: gettext_lazy("C'est trop long"),
    415: gettext_lazy("Il faut du JSON"),
    422: gettext_lazy("Quelque chose ne va pas dans la demande"),
    429: gettext_lazy("Trop de demandes en peu de temps"),
    500: gettext_lazy("Quelque chose s'est cassé chez nous"),
}
# What an action refuses that is not about what was sent.
_STATUS = {"too-fast": 429, "too-many": 429}
log = logging.getLogger("essaim.rest")


class Problem(Exception):
    """An answer that is an error.

    Parameters:
        code: a stable name for programs.
        headers: what the status asks for, such as Retry-After.
    """

    def __init__(self, status: int, code: str, detail: Any, headers: dict[str, str] | None = None, **more: Any):
        super().__init__(code)
        self.status, self.code, self.detail, self.headers, self.more = status, code, detail, headers or {}, more

    def response(self) -> HttpResponse:
        body = {
            "type": absolute(f"/api/v1/#problem-{self.status}"),
            "title": str(TITLES[self.status]),
            "status": self.status,
            "code": self.code,
            "detail": str(self.detail),
            **self.more,
        }
        content = json.dumps(body, ensure_ascii=False)
        return HttpResponse(content, status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def unauthorised(detail: Any) -> Problem:
    return Problem(401, "unauthorised", detail, {"WWW-Authenticate": 'Bearer realm="Essaim"'})


def not_found() -> Problem:
    return Problem(404, "not-found", _("Il n'y a rien à cette adresse, ou ce n'est pas ouvert à qui demande."))


def problem_of(error: Exception) -> Problem:
    """The problem that an exception stands for; 500 for one that nobody expected."""
    match error:
        case Problem():
            return error
        case Refused():
            headers = {} if error.wait is None else {"Retry-After": str(error.wait)}
            return Problem(_STATUS.get(error.code, 422), error.code, error, headers)
        case ScopeMissing():
            detail = _('Le jeton ne permet pas cela : il lui faut "%(scope)s".') % {"scope": error.scope}
            return Problem(403, "scope", detail)
        case BadCursor():
            return Problem(422, "cursor", _('"after" se prend dans "next" de la page précédente, sans rien y changer.'))
        case ValidationError():
            errors = [{"field": _field(one["loc"]), "detail": words_for(one)} for one in error.errors]
            return Problem(422, "invalid", " ".join(f"{one['field']}: {one['detail']}" for one in errors), errors=errors)
        case Http404() | ObjectDoesNotExist():
            return not_found()
        case PermissionDenied():
            return Problem(403, "forbidden", _("Cela demande un rôle que cette personne n'a pas."))
        case RequestDataTooBig():
            return Problem(413, "too-long", _("Rien n'a été enregistré : envoyez moins à la fois."))
        case HttpError() | SuspiciousOperation() | UnreadablePostError():
            return Problem(400, "unreadable", _("Le corps de la demande n'est pas du JSON."))
    log.error("the API failed", exc_info=error)
    return Problem(500, "broken", _("L'erreur est notée. Réessayez dans un instant."))


def _field(place: Sequence[Any]) -> str:
    """``body.title``, ``query.limit``. Behind ``body`` stands the name of our own argument, which nobody sent."""
    said = [place[0], *place[2:]] if place[0] == "body" else place
    return ".".join(map(str, said))


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem_of(error).response()
