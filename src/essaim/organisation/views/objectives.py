from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from essaim.organisation.access import facilitator_required
from essaim.organisation.actions.begin import adopt_catalogue
from essaim.organisation.models import Objective
from essaim.organisation.proposed import proposed
from essaim.ui import checklist
from essaim.ui.shell import render


@facilitator_required
@require_http_methods(["GET", "HEAD", "POST"])
def objectives(request: HttpRequest) -> HttpResponse:
    """The catalogue from which members pick, and what it may begin with."""
    member: Any = request.user
    if request.method == "POST":
        made = adopt_catalogue(actor_id=member.pk, objectives=request.POST.getlist("objective"))
        if not made:
            messages.info(request, _("Rien n'était coché : le catalogue est comme avant."))
            return redirect("organisation:objectives")
        messages.success(
            request,
            ngettext("%(n)d entrée s'ajoute au catalogue.", "%(n)d entrées s'ajoutent au catalogue.", made) % {"n": made},
        )
        return redirect(checklist.onward(request, reverse("organisation:objectives")))
    known = Objective.objects.select_related("theme").order_by("theme__name", "name", "pk")
    return render(request, "organisation/objectives.html", objectives=list(known), proposed=proposed())
