"""Inviting a whole audience: which one, then the mail as it will be, then it leaves."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.kernel.anonymity import THRESHOLD
from essaim.people.access import MemberRequest, audience_facilitator_required
from essaim.people.actions.invitations import draft_for_audience, invite_audience
from essaim.people.forms import WordsForm
from essaim.people.invitation_mail import invitation_mail
from essaim.people.models import Audience
from essaim.people.queries import audience_arrivals, audiences_to_invite, to_invite
from essaim.people.targets import local_path
from essaim.ui import anchors, checklist
from essaim.ui.dates import number
from essaim.ui.shell import render


@audience_facilitator_required
@require_http_methods(["GET", "HEAD"])
def audiences(request: MemberRequest) -> HttpResponse:
    """For facilitators: how many of each of their audiences never signed in, where that is five or more, and the way to a mail to them.

    Who opens an instance (ui.checklist) is shown the likeliest mail at once, and comes here by "another audience".
    """
    landings = [(anchor.url, anchor.title) for _kind, _id, anchor in anchors.first_pages()]
    rows = audience_arrivals(request.user)
    likeliest = max(rows, key=lambda row: row["to_invite"], default=None)
    if checklist.is_under_way(request) and "choose" not in request.GET and likeliest and likeliest["to_invite"]:
        page = reverse("people:invite-audience", args=[likeliest["audience"].pk])
        return redirect(page + (f"?{urlencode({'to': landings[0][0]})}" if landings else ""))
    return render(request, "people/invite_audiences.html", audiences=rows, landings=landings, few=THRESHOLD)


@audience_facilitator_required
@require_http_methods(["GET", "HEAD", "POST"])
def audience(request: MemberRequest, id: int) -> HttpResponse:
    """The mail as each of them will get it, and a place for the facilitator's own words; sent, it leaves."""
    found = next((one for one in audiences_to_invite(request.user) if one.pk == id), None)
    if found is None:
        raise Http404
    to = local_path(request.POST.get("to") or request.GET.get("to"))
    form = WordsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and request.POST.get("act") != "look":
        return _send(request, found, to, form.cleaned_data["words"])
    words = form.cleaned_data.get("words", "") if form.is_bound else ""
    mail = invitation_mail(draft_for_audience(actor=request.user, target=to, words=words), request.user)
    status = 422 if form.errors else 200
    return render(
        request, "people/invite_audience.html", audience=found, to=to, form=form, mail=mail,
        count=_shown(to_invite(found).count()), status=status,
    )  # fmt: skip


def _shown(count: int) -> int:
    """How many, where that many stand behind it: of one person or two, it would say whether they ever came. Else 0."""
    return count if count >= THRESHOLD else 0


def _send(request: MemberRequest, audience: Audience, to: str, words: str) -> HttpResponse:
    count = invite_audience(actor=request.user, audience=audience, target=to, words=words)
    if shown := _shown(count):
        messages.success(request, _("%(n)s invitations partent, hors des heures calmes de chacun.") % {"n": number(shown)})
    else:
        messages.success(request, _("Qui n'était jamais venu, et n'avait pas d'invitation en attente, en reçoit une."))
    return redirect(checklist.onward(request, reverse("people:invite-audiences")))
