"""What opens an instance, step by step."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.adoption.actions.launch import pass_over, put_away, take_up
from essaim.adoption.launch import next_after, opening
from essaim.people.access import MemberRequest, facilitator_required
from essaim.ui.checklist import AT_STEP, steps
from essaim.ui.shell import render


@facilitator_required
@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: MemberRequest) -> HttpResponse:
    """The list; sent, it is put away or brought back."""
    if request.method == "POST":
        away = request.POST.get("act") == "put-away"
        put_away(actor=request.user, away=away)
        if away:
            messages.success(request, _("La liste est rangée. Vous la retrouvez dans votre menu."))
            return redirect("home:home")
        return redirect("adoption:checklist")
    request.session.pop(AT_STEP, None)
    return render(request, "adoption/checklist.html", opening=opening())


@facilitator_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: MemberRequest, key: str) -> HttpResponse:
    """Leads to a step's own page, which then knows the way back; sent, the step is passed over or taken up again."""
    found = steps.get(key)
    if found is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("act") == "take-up":
            take_up(actor=request.user, step=key)
            return redirect("adoption:checklist")
        pass_over(actor=request.user, step=key)
        if not request.session.get(AT_STEP):
            return redirect("adoption:checklist")
        request.session[AT_STEP] = key
        return redirect(next_after(request))
    request.session[AT_STEP] = key
    return redirect(found.url())
