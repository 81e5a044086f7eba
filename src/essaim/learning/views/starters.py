from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from essaim.kernel.ids import read_id
from essaim.learning.actions.starters import choose_starters
from essaim.learning.starters import Starter, rows, starters
from essaim.people.access import MemberRequest, facilitator_required
from essaim.people.models import Audience
from essaim.ui import checklist
from essaim.ui.shell import render


@facilitator_required
@require_http_methods(["GET", "HEAD", "POST"])
def starters_page(request: MemberRequest) -> HttpResponse:
    """The sequences that come with Essaim: chosen, for whom, and how far they have come."""
    audiences = list(Audience.objects.order_by("name", "pk"))
    if request.method == "POST":
        chosen = _chosen(request, audiences)
        on_their_way = choose_starters(actor=request.user, chosen=chosen, with_objectives="objectives" in request.POST)
        if not on_their_way:
            messages.info(request, _("Rien n'était coché : aucune séquence n'est ajoutée."))
            return redirect("learning:starters")
        text = ngettext(
            "%(n)d séquence arrive, dans quelques secondes.", "%(n)d séquences arrivent, dans quelques secondes.", on_their_way
        )
        messages.success(request, text % {"n": on_their_way})
        return redirect(checklist.onward(request, reverse("learning:starters")))
    listed = rows()
    return render(
        request, "learning/starters.html", rows=listed, audiences=audiences,
        waiting=any(row.state == "waiting" for row in listed), open=any(row.state in ("", "failed") for row in listed),
    )  # fmt: skip


def _chosen(request: MemberRequest, audiences: list[Audience]) -> dict[str, Audience | None]:
    known = {audience.pk: audience for audience in audiences}

    def audience_of(starter: Starter) -> Audience | None:
        return known.get(read_id(request.POST.get(f"for-{starter.slug}", "")) or 0)

    wanted = request.POST.getlist("starter")
    return {starter.slug: audience_of(starter) for starter in starters() if starter.slug in wanted}
