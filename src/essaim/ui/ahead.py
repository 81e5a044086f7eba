"""Browsers fetch pages ahead, and pages come back with what was refused: neither is reading."""

from django.http import HttpRequest


def is_ahead(request: HttpRequest) -> bool:
    """Whether a browser fetches the page in case somebody goes there: nobody has read it, and nothing is noted."""
    return "prefetch" in request.META.get("HTTP_SEC_PURPOSE", "")


def is_read(request: HttpRequest) -> bool:
    """Whether somebody asked for a page to read it: what it shows may count as read."""
    return request.method == "GET" and not is_ahead(request)
