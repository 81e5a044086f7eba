"""Who may enter a page. Objects are checked in their query, not here."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .models import Member

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class MemberRequest(HttpRequest):
    """A request whose user is known to be a member."""

    user: Member


def member_required(view: View) -> View:
    """Sends who is not signed in to the sign-in page, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), "account_login")
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]


def facilitator_required(view: View) -> View:
    """For facilitators and administrators; other members get a page that says so."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_facilitator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return member_required(guarded)  # type: ignore[return-value]


def audience_facilitator_required(view: View) -> View:
    """For who facilitates everybody, or some audiences: what they may see there is in the query."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_facilitator or request.user.facilitated_ids):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return member_required(guarded)  # type: ignore[return-value]


def administrator_required(view: View) -> View:
    """For administrators; other members get a page that says so."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_administrator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return member_required(guarded)  # type: ignore[return-value]
