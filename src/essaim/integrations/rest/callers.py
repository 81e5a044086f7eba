"""Who asks: a program with a token, or a page of ours with its session."""

import dataclasses

from django.http import HttpRequest
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from essaim.people.models import Member
from essaim.people.tokens import PER_MINUTE, bearer

from .problems import Problem, unauthorised

# What somebody who is signed in may do here; the rest is for tokens alone.
_SESSION = frozenset(["read", "write"])


@dataclasses.dataclass(frozen=True)
class Caller:
    """Whoever asks, what they may do, and the language that they read."""

    member: Member
    scopes: frozenset[str]
    language: str


def caller(request: HttpRequest) -> Caller:
    """Raises Problem where nobody is known, the pace is too fast, or a session's form did not come from us."""
    if given := request.headers.get("Authorization"):
        return _with_token(request, given)
    if not request.user.is_authenticated:
        raise unauthorised(_("Donnez un jeton : Authorization: Bearer …"))
    # The body is read first: what checks the form's origin may read it in another way.
    _body = request.body
    if check_csrf(request):
        raise Problem(403, "csrf", _("Une session écrit avec son X-CSRFToken ; un programme prend un jeton."))
    return Caller(request.user, _SESSION, request.LANGUAGE_CODE)  # type: ignore[arg-type, attr-defined]


def _with_token(request: HttpRequest, given: str) -> Caller:
    scheme, _space, secret = given.partition(" ")
    found = bearer(secret.strip()) if scheme.lower() == "bearer" and secret.strip() else None
    if found is None:
        raise unauthorised(_("Ce jeton est inconnu, expiré ou retiré."))
    if found.too_fast:
        wait = found.seconds_left
        detail = _("%(most)d demandes par minute et par jeton : attendez %(wait)d secondes.") % {
            "most": PER_MINUTE,
            "wait": wait,
        }
        raise Problem(429, "too-fast", detail, {"Retry-After": str(wait)})
    language = found.member.language
    if "Accept-Language" in request.headers or not language:
        language = get_language_from_request(request)
    return Caller(found.member, found.scopes, language)
