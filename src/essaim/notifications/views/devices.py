from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.kernel.errors import Refused
from essaim.notifications.actions import devices
from essaim.people.access import MemberRequest, member_required
from essaim.people.devices import describe


@require_POST
@member_required
def add(request: MemberRequest) -> HttpResponse:
    """The browser that asks is notified from now on."""
    said = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    name = describe(request.headers.get("User-Agent", ""))
    try:
        devices.register(actor=request.user, session_key=request.session.session_key or "", name=name, **said)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Cet appareil recevra vos notifications. Choisissez lesquelles ci-dessous."))
    return redirect("notifications:preferences")


@require_POST
@member_required
def remove(request: MemberRequest, id: int) -> HttpResponse:
    if devices.remove(actor=request.user, device_id=id):
        messages.success(request, _("Cet appareil ne recevra plus rien."))
    return redirect("notifications:preferences")
