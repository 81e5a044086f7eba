"""Who is asking, and in which language."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from .models import Member

GetResponse = Callable[[HttpRequest], HttpResponse]
LANGUAGES = ("fr", "en")
LANGUAGE_COOKIE = "essaim_language"
# Answered without asking who asks: files, and what machines watch.
NOBODYS = ("/static/", "/healthz", "/readyz", "/metrics")


def _member(request: HttpRequest) -> Member | AnonymousUser:
    session: Any = request.session
    if BACKEND_SESSION_KEY not in session:  # loads session and member
        return AnonymousUser()
    member = session.member
    if member is None:
        return AnonymousUser()
    wanted = session.get(HASH_SESSION_KEY, "")
    if not member.is_active or not constant_time_compare(wanted, member.get_session_auth_hash()):
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
    """The member's choice, else the visitor's cookie, else what the browser prefers, else French."""
    chosen = getattr(request.user, "language", "") or request.COOKIES.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return translation.get_language_from_request(request)


class LanguageMiddleware:
    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = "fr" if request.path.startswith(NOBODYS) else language_for(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response
