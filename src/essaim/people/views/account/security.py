"""How one comes in, on one page: what protects it, and the browsers that are signed in."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from essaim.people.access import MemberRequest, member_required
from essaim.people.models import SignInSettings
from essaim.people.second_step import means_of
from essaim.people.security import browsers
from essaim.ui.shell import render


@never_cache
@member_required
def security(request: MemberRequest) -> HttpResponse:
    required = set(SignInSettings.current().second_step_roles) & (request.user.role_names | request.user.asleep)
    return render(
        request,
        "people/security.html",
        means=means_of(request.user),
        required=bool(required),
        browsers=browsers(request.user, current=request.session.session_key),
    )
