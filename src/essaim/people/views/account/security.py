"""How one comes in, on one page: what protects it, and the browsers that are signed in."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from essaim.people.access import MemberRequest, member_required
from essaim.people.security import browsers
from essaim.ui.shell import render


@never_cache
@member_required
def security(request: MemberRequest) -> HttpResponse:
    return render(request, "people/security.html", browsers=browsers(request.user, current=request.session.session_key))
