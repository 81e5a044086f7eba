"""Browsers fetch pages ahead."""

from django.http import HttpRequest


def is_ahead(request: HttpRequest) -> bool:
    """Whether a browser fetches the page in case somebody goes there: nobody has read it, and nothing is noted."""
    return "prefetch" in request.META.get("HTTP_SEC_PURPOSE", "")
