"""Who is asking, and in which language."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation.trans_real import parse_accept_lang_header

from essaim.organisation import known

from .models import Member

GetResponse = Callable[[HttpRequest], HttpResponse]
LANGUAGES = ("fr", "en")
LANGUAGE_COOKIE = "essaim_language"
# Answered without asking who asks: files, and what machines watch.
NOBODYS = (
    "/static/", "/organisation/theme/", "/organisation/logo/", "/organisation/icons/", "/organisation/manifest/", "/offline/",
    "/sw.js", "/healthz", "/readyz", "/metrics",
)  # fmt: skip


@lru_cache(maxsize=4096)
def _proof(password: str, secret: str) -> str:
    """What a session begun with this password holds; made once, since every page of a member asks."""
    return Member(password=password).get_session_auth_hash()


def _member(request: HttpRequest) -> Member | AnonymousUser:
    session: Any = request.session
    session.carries = request.method in ("GET", "HEAD")
    if BACKEND_SESSION_KEY not in session:  # loads session and member
        return AnonymousUser()
    member = session.member
    if member is None:
        return AnonymousUser()
    wanted = session.get(HASH_SESSION_KEY, "")
    if not member.is_active or not constant_time_compare(wanted, _proof(member.password, settings.SECRET_KEY)):
        session.flush()
        return AnonymousUser()
    return member


class MemberMiddleware:
    """Sets ``request.user``, from the session's own query: the reader's language is asked of every page anyway."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = AnonymousUser() if request.path.startswith(NOBODYS) else _member(request)

        async def auser() -> Any:
            return request.user

        request.user = user  # type: ignore[assignment]
        request.auser = auser  # type: ignore[assignment]
        response = self.get_response(request)
        if user.is_authenticated:
            request.session.touch()  # type: ignore[attr-defined]
        return response


def language_for(request: HttpRequest) -> str:
    """The member's choice, else the visitor's cookie, else what the browser prefers, else the organisation's first."""
    chosen = getattr(request.user, "language", "") or request.COOKIES.get(LANGUAGE_COOKIE, "")
    organisation = known.current()
    if chosen in organisation.languages:
        return chosen
    for preferred, _quality in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        if (code := preferred.split("-")[0]) in organisation.languages:
            return code
    return organisation.language


class LanguageMiddleware:
    """The reader's language, and the organisation's clocks."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(NOBODYS):
            language, zone = "fr", None
        else:
            language, zone = language_for(request), known.current().zone
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response
