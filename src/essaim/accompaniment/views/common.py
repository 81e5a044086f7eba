"""What the pages between two people share."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse

from essaim.people.access import MemberRequest, member_required

View = TypeVar("View", bound=Callable[..., HttpResponse])


def private(view: View) -> View:
    """For members; what the query does not find for them is a 404; nothing of it is kept on the way."""

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return member_required(guarded)  # type: ignore[return-value]
