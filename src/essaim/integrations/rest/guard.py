"""The one door before every operation: who asks, what they may do, the pace, the answer kept for a key, the language."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.kernel.rest import require

from .actions.once import once
from .callers import caller
from .problems import Problem

Run = Callable[..., HttpResponseBase]


def scope_of(operation: Any) -> str:
    """What a token must allow for an operation."""
    marked: str | None = getattr(operation.view_func, "scope", None)
    return marked or ("read" if operation.methods == ["GET"] else "write")


def guarded(run: Run) -> Run:
    """Puts the door before an operation (a decorator of django-ninja's, mode ``view``)."""
    operation: Any = run.__self__  # type: ignore[attr-defined]
    scope = scope_of(operation)
    is_kept = not getattr(operation.view_func, "unkept", False)

    def door(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        try:
            asking = caller(request)
            request.user = asking.member
            request.auth = asking  # type: ignore[attr-defined]
            with translation.override(asking.language):
                response = _enter(request, scope, lambda: run(request, **arguments), is_kept)
                response.headers["Content-Language"] = asking.language
                return response
        except Exception as error:
            return operation.api.on_exception(request, error)  # type: ignore[no-any-return]

    return door


def _enter(request: HttpRequest, scope: str, run: Callable[[], HttpResponseBase], is_kept: bool) -> HttpResponseBase:
    try:
        require(request, scope)
        if request.method == "GET":
            return run()
        if request.body and request.content_type != "application/json":
            raise Problem(415, "not-json", _("Envoyez Content-Type: application/json."))
        return run() if not is_kept else once(actor=request.user, request=request, run=run)  # type: ignore[arg-type]
    except Problem as problem:
        return problem.response()
