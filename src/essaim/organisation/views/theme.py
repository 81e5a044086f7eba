from django.http import Http404, HttpRequest, HttpResponse

from essaim.organisation.accent import accent as accent_for


def theme(request: HttpRequest, accent: str) -> HttpResponse:
    """The style sheet of an accent. Its address names the colour: another accent is another address, so it is kept for ever."""
    try:
        found = accent_for(f"#{accent}")
    except ValueError:
        raise Http404 from None
    response = HttpResponse(found.css, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
