from django.http import HttpRequest, HttpResponse

from essaim.organisation.accent import DEFAULT, accent
from essaim.ui.shell import fragment


def accents(request: HttpRequest) -> HttpResponse:
    """How a colour reads on light and on dark pages, for the form to show while one chooses."""
    try:
        chosen = accent(request.GET.get("colour", "") or DEFAULT)
    except ValueError:
        chosen = accent(DEFAULT)
    return fragment(request, "organisation/accents.html", accent=chosen)
