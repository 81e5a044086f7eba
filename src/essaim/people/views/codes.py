"""Codes on paper: given by a facilitator, and used by who has no e-mail address."""

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel.errors import Refused
from essaim.people.access import MemberRequest, facilitator_required
from essaim.people.actions.codes import LIFETIME, give_code, use_code
from essaim.people.forms import CodeForm
from essaim.people.mails import absolute_reverse
from essaim.people.queries import member_page
from essaim.ui.shell import render

from .account.entering import enter


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """Employee number and code; the first thing behind it is a password, for the next time."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if refused := consume_or_429(request, action="login_failed", key=form.cleaned_data["employee_number"]):
            return refused
        try:
            member = use_code(**form.cleaned_data)
        except Refused as no:
            form.add_error(None, no.message)
        else:
            target = "" if member.has_usable_password() else reverse("account_password")
            return enter(request, member, target, way="code")
    return render(request, "people/codes.html", status=422 if request.method == "POST" else 200, form=form)


@require_POST
@facilitator_required
def give(request: MemberRequest, member_id: int) -> HttpResponse:
    """Shows a new code, once, on a page to be printed."""
    found = member_page(member_id, reader=request.user)
    if found is None:
        raise Http404
    try:
        code = give_code(actor=request.user, member=found)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("people:member", id=found.pk)
    address = absolute_reverse("people:codes").split("://", 1)[-1]
    return render(request, "people/code.html", person=found, code=code, address=address, days=LIFETIME.days)
