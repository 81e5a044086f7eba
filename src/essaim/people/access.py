"""Who may enter a page. Objects are checked in their query, not here."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from . import second_step
from .models import Member

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


# Seconds for which coming in, or showing again who one is, counts as lately.
CONFIRMED_FOR = 30 * 60


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


def refuse(request: Any) -> HttpResponseBase:
    """A page that says no; or the second step, for whoever has a role that waits for it."""
    if request.user.asleep:
        return redirect_to_login(request.get_full_path(), "account_second_step")
    raise PermissionDenied


def confirmed_required(view: View) -> View:
    """For what protects the account: who came in or showed who they are lately, and did the second step if they have one."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        note = request.session.note
        back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("account_security")
        if not note.get("second") and second_step.has_one(request.user):
            return redirect_to_login(back, "account_second_step")
        if time.time() - max(note.get("since", 0), note.get("confirmed", 0)) > CONFIRMED_FOR:
            return redirect_to_login(back, "account_confirm")
        return view(request, *args, **kwargs)

    return member_required(guarded)  # type: ignore[return-value]


def facilitator_required(view: View) -> View:
    """For facilitators and administrators; other members get a page that says so."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_facilitator:
            return refuse(request)
        return view(request, *args, **kwargs)

    return member_required(guarded)  # type: ignore[return-value]


def audience_facilitator_required(view: View) -> View:
    """For who facilitates everybody, or some audiences: what they may see there is in the query."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_facilitator or request.user.facilitated_ids):
            return refuse(request)
        return view(request, *args, **kwargs)

    return member_required(guarded)  # type: ignore[return-value]


def administrator_required(view: View) -> View:
    """For administrators; other members get a page that says so."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_administrator:
            return refuse(request)
        return view(request, *args, **kwargs)

    return member_required(guarded)  # type: ignore[return-value]
