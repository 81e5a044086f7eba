from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is asked: whoever restarts it on a no must not do so because the database is away."""
    return HttpResponse("alive\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
