"""The document of the API, a page to try it, and the answer to every address that it does not have."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from essaim.integrations.rest import problems
from essaim.integrations.rest.document import document
from essaim.integrations.rest.tryable import groups
from essaim.kernel.language import reading
from essaim.people.access import MemberRequest, member_required
from essaim.people.api import absolute
from essaim.ui.shell import render


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """For everybody: it says nothing of the organisation."""
    return JsonResponse(document(reading()), json_dumps_params={"ensure_ascii": False})


@member_required
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    return render(
        request, "rest/page.html", groups=groups(document(reading())), base=absolute(""),
        problems=sorted(problems.TITLES.items()),
    )  # fmt: skip


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    return problems.not_found().response()
