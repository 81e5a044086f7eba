from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from essaim.notifications import links, words
from essaim.notifications.actions.prefer import prefer, stop_mails
from essaim.notifications.actions.weary import revive
from essaim.notifications.digests import DIGEST
from essaim.notifications.forms import PreferencesForm
from essaim.notifications.kinds import kinds
from essaim.notifications.push.keys import public_key
from essaim.people.access import MemberRequest, member_required
from essaim.ui.shell import render


@member_required
def edit(request: MemberRequest) -> HttpResponse:
    """What is sent to the member, by which channel, and when."""
    if request.method != "POST":
        return _page(request, PreferencesForm(request.user))
    form = PreferencesForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    prefer(actor=request.user, choices=form.choices(), schedule=form.schedule_fields())
    if again := request.POST.get("again", ""):
        revive(actor=request.user, kind=again)
    messages.success(request, _("C'est noté."))
    return redirect("notifications:preferences")


def _page(request: MemberRequest, form: PreferencesForm, status: int = 200) -> HttpResponse:
    return render(
        request, "notifications/preferences.html", status=status, form=form, site_hours=words.quiet(form.site_hours),
        next_digest=form.next_digest, push_key=public_key(), here=request.session.session_key,
    )  # fmt: skip


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
    labels += [_("Le condensé")] if DIGEST in names else []
    return render(request, "notifications/unsubscribe.html", labels=labels, done=request.method == "POST", token=token)
