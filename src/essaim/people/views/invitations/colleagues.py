"""Inviting colleagues, and coming in by an invitation."""

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key, read_id
from essaim.organisation.models import Organisation
from essaim.people.access import MemberRequest, member_required
from essaim.people.actions.arrival import accept_invitation, confirm_arrival, read_arrival, request_arrival
from essaim.people.actions.invitations import (
    invite_by_address,
    make_invitation_link,
    revoke_invitation,
)
from essaim.people.forms import ArrivalForm, InvitationLinkForm, InviteForm, NameForm
from essaim.people.mails import absolute_reverse
from essaim.people.models import Invitation
from essaim.people.queries import invitations_of, open_invitation
from essaim.people.targets import local_path
from essaim.people.waiting import still_held
from essaim.ui import dates
from essaim.ui.shell import render
from essaim.ui.titles import title_of

from ..account.entering import enter

PAGE = 30


@member_required
def invitations(request: MemberRequest) -> HttpResponse:
    """Mine, and a form for another, by address."""
    invite, link = _empty_forms(request)
    if request.method == "POST":
        invite = InviteForm(request.POST)
        if invite.is_valid():
            data = invite.cleaned_data
            try:
                sent = invite_by_address(
                    actor=request.user, email=data["email"], target=data["to"], words=data["words"], key=data["key"]
                )
            except Refused as no:
                invite.add_error("email", no.message)
            else:
                messages.success(request, _sent(sent))
                # Whoever invites one invites another, to the same page.
                onward = f"?{urlencode({'to': sent.target})}" if sent.target else ""
                return redirect(reverse("people:invitations") + onward)
    return _mine(request, invite, link)


def _sent(sent: Invitation) -> str:
    comes = sent.member if sent.member and sent.member.last_login else None
    given = {"name": comes.name if comes else "", "email": sent.email}
    if until := still_held([sent]).get(sent.pk):
        given |= {"day": dates.day(until), "hour": dates.hour(timezone.localtime(until))}
        if comes:
            return _("%(name)s est déjà sur Essaim : la page lui part le %(day)s à %(hour)s, après ses heures calmes.") % given
        return _("L'invitation part à %(email)s le %(day)s à %(hour)s, après les heures calmes.") % given
    if comes:
        return _("%(name)s est déjà sur Essaim : la page lui part par e-mail, en votre nom.") % given
    return _("L'invitation part à %(email)s, en votre nom.") % given


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: MemberRequest) -> HttpResponse:
    """The same page, sent by the form for a link."""
    if request.method != "POST":
        return redirect("people:invitations")
    invite, link = _empty_forms(request)
    link = InvitationLinkForm(request.POST)
    if link.is_valid():
        data = link.cleaned_data
        try:
            made = make_invitation_link(
                actor=request.user, target=data["to"], uses=data["uses"], lifetime=data["days"], key=data["key"]
            )
        except Refused as no:
            link.add_error(None, no.message)
        else:
            return redirect("people:invitation", id=made.pk)
    return _mine(request, invite, link)


def _empty_forms(request: MemberRequest) -> tuple[InviteForm, InvitationLinkForm]:
    to = local_path(request.POST.get("to") or request.GET.get("to"))
    return InviteForm(initial={"to": to, "key": new_key()}, auto_id="invite_%s"), InvitationLinkForm(
        initial={"to": to, "key": new_key(), "uses": 10, "days": "14"}, auto_id="link_%s"
    )


def _mine(request: MemberRequest, invite: InviteForm, link: InvitationLinkForm) -> HttpResponse:
    sent = invitations_of(request.user)
    if before := read_id(request.GET.get("before")):
        sent = sent.filter(pk__lt=before)
    shown = list(sent[: PAGE + 1])
    now, held = clock.now(), still_held(shown[:PAGE])
    to = local_path(request.POST.get("to") or request.GET.get("to"))
    return render(
        request,
        "people/invitations.html",
        status=422 if request.method == "POST" else 200,
        invite=invite,
        link=link,
        to=to,
        to_title=title_of(to) if to else "",
        domains=Organisation.current().email_domains,
        invitations=[(one, one.state(now), held.get(one.pk)) for one in shown[:PAGE]],
        next_href=f"?before={shown[PAGE - 1].pk}" if len(shown) > PAGE else None,
    )


def _own(request: MemberRequest, id: int) -> Invitation:
    return get_object_or_404(invitations_of(request.user), pk=id)


@member_required
def invitation(request: MemberRequest, id: int) -> HttpResponse:
    """One of mine: its state, who came by it, and the link to hand on. What was mailed to somebody is theirs alone."""
    found = _own(request, id)
    state = found.state(clock.now())
    handed = absolute_reverse("people:accept-invitation", found.secret) if found.kind == "link" and state == "open" else ""
    until = still_held([found]).get(found.pk)
    return render(request, "people/invitation.html", invitation=found, state=state, until=until, link=handed)


@member_required
@require_POST
def revoke(request: MemberRequest, id: int) -> HttpResponse:
    revoke_invitation(actor=request.user, invitation=_own(request, id))
    messages.success(request, _("L'invitation est reprise : personne n'entre plus avec elle."))
    return redirect("people:invitations")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Where an invited colleague lands: who invites, to what, and one form."""
    target = ""
    try:
        found = open_invitation(secret)
        target = found.target
        if request.user.is_authenticated:
            return redirect(local_path(found.target) or "home:home")
        if found.kind == "link":
            return _accept_link(request, secret, found)
        return _accept_address(request, secret, found)
    except Refused as no:
        return _broken(request, no, target=target)


def _accept_address(request: HttpRequest, secret: str, found: Invitation) -> HttpResponse:
    if found.member and found.member.last_login:
        raise Refused(_("Vous avez déjà un compte : connectez-vous."), code="already-member")
    form = NameForm(request.POST or None)
    if request.method == "POST":
        names = {}
        if not found.member:
            form = NameForm(request.POST)
            if not form.is_valid():
                return _landing(request, found, form)
            names = form.cleaned_data
        member, used = accept_invitation(secret=secret, **names)
        return enter(request, member, used.target, way="invitation")
    return _landing(request, found, form)


def _accept_link(request: HttpRequest, secret: str, found: Invitation) -> HttpResponse:
    form = ArrivalForm(initial={"key": new_key()})
    if request.method == "POST":
        form = ArrivalForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            if refused := consume_or_429(request, action="arrive", key=data["email"]):
                return refused
            try:
                request_arrival(secret=secret, **data)
            except Refused as no:
                form.add_error("email", no.message)
            else:
                return redirect("people:arrival-sent")
    return _landing(request, found, form)


def _landing(request: HttpRequest, found: Invitation, form: NameForm) -> HttpResponse:
    return render(
        request,
        "people/accept.html",
        status=422 if request.method == "POST" else 200,
        invitation=found,
        form=form,
        organisation=Organisation.current(),
        sign_in=_sign_in_url(found.target),
    )


def arrival_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "people/arrival_sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page that the confirming mail opens; its button makes the account."""
    try:
        if request.method == "POST":
            member, used = confirm_arrival(token=token)
            return enter(request, member, used.target, way="invitation")
        found, email, first_name, _last_name = read_arrival(token)
    except Refused as no:
        return _broken(request, no)
    return render(request, "people/confirm_arrival.html", invitation=found, email=email, first_name=first_name)


def _sign_in_url(target: str) -> str:
    return reverse("account_login") + (f"?{urlencode({'next': target})}" if target else "")


def _broken(request: HttpRequest, no: Refused, *, target: str = "") -> HttpResponse:
    status = {"already-member": 409, "link-unknown": 404}.get(no.code, 410)
    sign_in = None if status == 404 else _sign_in_url(target)
    return render(request, "people/broken_invitation.html", status=status, no=no, sign_in=sign_in)
