import ipaddress
import os

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from essaim.config import metrics as figures

# A proxy on this machine asks from this machine too; what it says of whom it asks for tells them apart.
OF_PROXIES = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_PROTO", "HTTP_VIA")


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures for Prometheus: with the token of ESSAIM_METRICS_TOKEN, or without one from this machine alone; else 404."""
    if not _may_read(request):
        return HttpResponseNotFound("not found\n", content_type="text/plain")
    return HttpResponse(figures.exposition(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _may_read(request: HttpRequest) -> bool:
    if token := os.environ.get("ESSAIM_METRICS_TOKEN"):
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")
    try:
        local = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return local and not any(name in request.META for name in OF_PROXIES)
