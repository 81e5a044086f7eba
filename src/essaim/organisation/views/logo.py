from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from essaim.organisation.models import Logo

_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def logo(request: HttpRequest, digest: str, kind: str) -> HttpResponse:
    """The logo. Its address holds its digest: another logo is another address, so it is kept for ever."""
    found = get_object_or_404(Logo, digest=digest, kind=kind)
    response = HttpResponse(bytes(found.data), content_type=_TYPES[found.kind])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    # Opened by itself, a drawing is a document: it may draw, and nothing else.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response
