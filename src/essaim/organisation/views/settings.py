from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.organisation.access import administrator_required
from essaim.organisation.actions.settings import change_settings
from essaim.organisation.forms import SettingsForm
from essaim.organisation.models import Organisation
from essaim.ui.shell import render


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Name, logo, accent, languages, time zone and domains, at any time."""
    member: Any = request.user
    organisation, status = Organisation.current(), 200
    form = SettingsForm(initial=SettingsForm.initial_of(organisation))
    if request.method == "POST":
        form = SettingsForm(read(request), request.FILES)
        if looks_only(request):
            form.full_clean()
            return _page(request, form, organisation, status)
        if form.is_valid():
            change_settings(actor_id=member.pk, **form.settings)
            messages.success(request, _("Les réglages sont enregistrés. Chacun les voit dès sa prochaine page."))
            return redirect("organisation:settings")
        status = 422
    return _page(request, form, organisation, status)


def looks_only(request: HttpRequest) -> bool:
    """Whether a colour is to be seen, the one that was chosen or the one that is proposed, and nothing kept yet."""
    return request.POST.get("act") == "preview" or "take" in request.POST


def read(request: HttpRequest) -> Any:
    """What was sent, with the proposed colour where its button was pressed."""
    data = request.POST.copy()
    if taken := str(data.get("take", "")):
        data["colour"] = taken
    return data


def _page(request: HttpRequest, form: SettingsForm, organisation: Organisation, status: int) -> HttpResponse:
    return render(request, "organisation/settings.html", status=status, form=form, current=organisation)
