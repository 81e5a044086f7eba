from django.http import Http404, HttpRequest, HttpResponse

from essaim.organisation.icons import PURPOSES, SIZES, icon


def icons(request: HttpRequest, accent: str, logo: str, purpose: str, size: int) -> HttpResponse:
    """An icon of the installed site. Its address names colour and logo: other ones are another address, so it is kept for ever."""
    if size not in SIZES or purpose not in PURPOSES:
        raise Http404
    try:
        drawn = icon(f"#{accent}", "" if logo == "mark" else logo, purpose, size)
    except ValueError:
        raise Http404 from None
    if drawn is None:
        raise Http404
    response = HttpResponse(drawn, content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
