"""Who may enter these pages. Members' own guards stand above (people.access)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def member_required(view: View) -> View:
    """Sends who is not signed in to the sign-in page, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), "account_login")
        return view(request, *args, **kwargs)

    return guarded


def administrator_required(view: View) -> View:
    """For administrators alone: what is asked here is nobody else's business."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_administrator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return member_required(guarded)
