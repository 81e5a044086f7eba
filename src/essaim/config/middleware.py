"""Around everything else: questions about the installation itself, and the count of all other requests."""

import time
from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
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


class ContentPolicy(CSPMiddleware):
    """The site's policy of content. Built once: the library builds two for every response, and no page of ours has its own."""

    def __init__(self, get_response: Any):
        super().__init__(get_response)
        self._policy = build_policy()
        self._elsewhere = tuple(settings.CONTENT_SECURITY_POLICY.get("EXCLUDE_URL_PREFIXES", ()))

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if hasattr(request, "_csp_nonce") or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        if HEADER not in response.headers and not request.path_info.startswith(self._elsewhere):
            response.headers[HEADER] = self._policy
        return response
