"""Tokens of our own making, as Django's middleware reads them."""

from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, _get_new_csrf_string, _unmask_cipher_token
from django.test import RequestFactory

from essaim.ui import forgery


def test_django_takes_the_token_and_no_other(settings: Any) -> None:
    settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
    secret = _get_new_csrf_string()
    tokens = {forgery.masked(secret) for _ in range(50)}
    assert len(tokens) == 50 and all(_unmask_cipher_token(token) == secret for token in tokens)

    def is_refused(token: str) -> bool:
        request = RequestFactory(enforce_csrf_checks=True).post("/", {"csrfmiddlewaretoken": token})
        request._dont_enforce_csrf_checks = False
        request.COOKIES["csrftoken"] = secret
        middleware = CsrfViewMiddleware(lambda request: HttpResponse())
        middleware.process_request(request)
        return middleware.process_view(request, lambda request: HttpResponse(), (), {}) is not None

    assert not is_refused(forgery.masked(secret))
    assert is_refused(forgery.masked(_get_new_csrf_string()))


def test_who_has_no_secret_yet_gets_one() -> None:
    request = RequestFactory().get("/")
    token = forgery.token(request)
    assert _unmask_cipher_token(token) == request.META["CSRF_COOKIE"] == _unmask_cipher_token(forgery.token(request))
