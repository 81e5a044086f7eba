"""How often something may be asked for, also by what only reads: allauth counts no GET unless it is told to."""

from allauth.core.internal.ratelimit import consume, respond_429
from django.http import HttpRequest, HttpResponse


def too_often(request: HttpRequest, *, action: str) -> HttpResponse | None:
    """Counts a request of ``action`` (settings.ACCOUNT_RATE_LIMITS); the page that says to wait where there were too many."""
    counted = consume(request, app="allauth.account", action=action, limit_get=True)
    return None if counted else respond_429(request)
