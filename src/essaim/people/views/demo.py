"""One click enters as a person of the demo; nowhere else does this page exist."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from essaim.people.demo import persona
from essaim.people.targets import local_path

from .account.entering import enter


@require_POST
def enter_as(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    member = persona(request.POST.get("email", ""))
    if member is None:
        return redirect("account_login")
    return enter(request, member, local_path(request.POST.get("next")), way="demo")
