"""Around everything else: questions about the installation itself, and the count of all other requests."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from . import metrics

# Asked by machines, often under an address that is not the site's: no session, no language, no check of the host's name.
OF_THE_INSTALLATION = {"/healthz", "/readyz", "/metrics"}


def operations(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path in OF_THE_INSTALLATION:
            response: HttpResponse = resolve(path).func(request)
            return response
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        page = (match.view_name or "unnamed") if match else "static" if path.startswith("/static/") else "unknown"
        metrics.count(page, request.method or "", response.status_code, time.perf_counter() - began)
        return response

    return answer
