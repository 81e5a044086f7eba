from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from essaim.notifications import links
from essaim.notifications.actions.prefer import prefer, stop_mails
from essaim.notifications.forms import PreferencesForm
from essaim.notifications.kinds import kinds
from essaim.people.access import MemberRequest, member_required
from essaim.ui.shell import render


@member_required
def edit(request: MemberRequest) -> HttpResponse:
    """What is sent to the member, and when."""
    if request.method != "POST":
        return render(request, "notifications/preferences.html", form=PreferencesForm(request.user))
    form = PreferencesForm(request.user, request.POST)
    if not form.is_valid():
        return render(request, "notifications/preferences.html", status=422, form=form)
    hours = {name: form.cleaned_data[name] for name in ("quiet_from", "quiet_until", "quiet_weekends", "daily_at")}
    prefer(actor=request.user, deliveries=form.deliveries(), **hours)
    messages.success(request, _("C'est noté."))
    return redirect("notifications:preferences")


# Mail programs post here by themselves (RFC 8058), without a session and without our token: the signature is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stops the mails of the kinds that one mail was about. Opening the address asks first, posting to it does it."""
    found = links.read_token(token)
    if found is None:
        raise Http404
    member_id, names = found
    if request.method == "POST":
        stop_mails(member_id=member_id, kinds=names)
    labels = [kind.label for name in names if (kind := kinds.get(name))]
    return render(request, "notifications/unsubscribe.html", labels=labels, done=request.method == "POST", token=token)
