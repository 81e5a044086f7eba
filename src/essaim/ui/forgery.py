"""The token by which a form shows that it came from our own page. Django's middleware checks it."""

import secrets

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token

_CHARS = CSRF_ALLOWED_CHARS
_PLACE = {char: place for place, char in enumerate(_CHARS)}
# A random byte is one of 62 characters, each as likely as the others where the last ones are left out.
_TOO_HIGH = bytes(range(256 // len(_CHARS) * len(_CHARS), 256))


def token(request: HttpRequest) -> str:
    """A token of the visitor's secret, another one each time: as Django's ``get_token``, which asks the system for one random
    number a character and sends the cookie again with every page, together a tenth of a small one.

    The cookie lives a year from the day it came.
    """
    secret = request.META.get("CSRF_COOKIE", "")
    return masked(secret) if len(secret) == CSRF_SECRET_LENGTH else get_token(request)


def masked(secret: str) -> str:
    """A mask and the secret under it, so that no two pages have the same letters (Django's format since 4.1)."""
    # Of twice as many bytes at least half remain, but for odds that never come.
    mask = [byte % len(_CHARS) for byte in secrets.token_bytes(2 * CSRF_SECRET_LENGTH).translate(None, _TOO_HIGH)]
    pairs = list(zip(map(_PLACE.__getitem__, secret), mask, strict=False))
    return "".join([_CHARS[there] for _here, there in pairs] + [_CHARS[(here + there) % len(_CHARS)] for here, there in pairs])
