"""Out to the company's provider, and back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from essaim.kernel.errors import Refused
from essaim.people.actions.company import enter_by_company
from essaim.people.company import begin, current_provider, finish
from essaim.people.limits import too_often
from essaim.people.models import SignInSettings
from essaim.people.targets import local_path
from essaim.ui.shell import render

from .entering import enter

# In the session: where to land, and what ends the session with the provider too.
_TARGET, ID_TOKEN = "company_target", "company_id_token"


@never_cache
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """To the provider. A link and not a form: a page of ours may not post elsewhere (form-action)."""
    if refused := too_often(request, action="company"):
        return refused
    provider = current_provider()
    if provider is None:
        raise Http404
    request.session[_TARGET] = local_path(request.GET.get("next"))
    try:
        return begin(request, provider, again=request.user.is_authenticated)
    except Refused as no:
        return _refused(request, no)


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """From the provider, with a code that only we can turn into an identity."""
    if refused := too_often(request, action="company"):
        return refused
    kept = SignInSettings.current()
    provider = current_provider(kept)
    if provider is None:
        raise Http404
    try:
        arrival = finish(request, provider)
        member = enter_by_company(arrival=arrival)
    except Refused as no:
        return _refused(request, no)
    target = request.session.pop(_TARGET, "")
    return enter(request, member, target, way="company", second=kept.company_second_step, keep={ID_TOKEN: arrival.id_token})


def _refused(request: HttpRequest, no: Refused) -> HttpResponse:
    status = 502 if no.code in ("no-answer", "bad-answer", "other-issuer") else 403
    return render(request, "people/company_refused.html", status=status, no=no)
