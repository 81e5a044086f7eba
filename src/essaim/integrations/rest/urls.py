"""The addresses below ``/api/``."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import path, re_path
from django.utils.translation import gettext as _

from .mount import api
from .problems import Problem
from .views import documents

View = Callable[..., HttpResponseBase]


def told(view: View) -> View:
    """A view of django-ninja's whose every answer is one of the API's."""

    def telling(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        response = view(request, **arguments)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = ", ".join(sorted(response.headers["Allow"].split(", ")))
            response = Problem(405, "method", _("Ici : %(methods)s.") % {"methods": allowed}, {"Allow": allowed}).response()
        response.headers["Cache-Control"] = "private, no-store"
        return response

    # Whoever comes with a session is asked for its token by the door.
    telling.csrf_exempt = True  # type: ignore[attr-defined]
    return telling


_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    _pattern.callback = told(_pattern.callback)  # type: ignore[union-attr, arg-type]

urlpatterns = [
    path("v1/", documents.page, name="api-page"),
    path("v1/openapi.json", documents.openapi, name="api-document"),
    path("v1/", (_patterns, _app, _namespace)),
    re_path("", documents.unknown, name="api-unknown"),
]
