from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.kernel.ordering import by_name
from essaim.organisation.access import facilitator_required
from essaim.organisation.actions.begin import name_structure
from essaim.organisation.models import JobFamily, Site
from essaim.organisation.queries import Structure
from essaim.organisation.structure_forms import StructureForm
from essaim.ui import checklist
from essaim.ui.shell import render


@facilitator_required
@require_http_methods(["GET", "HEAD", "POST"])
def structure(request: HttpRequest) -> HttpResponse:
    """Job families, sites and teams: what the directory brought, and what one adds by hand."""
    member: Any = request.user
    form, status = StructureForm(), 200
    if request.method == "POST":
        form = StructureForm(request.POST)
        if form.is_valid():
            made = sum(name_structure(actor_id=member.pk, **form.cleaned_data).values())
            messages.success(request, _("C'est ajouté.") if made else _("Tout était déjà là."))
            return redirect(checklist.onward(request, reverse("organisation:structure")))
        status = 422
    return render(
        request, "organisation/structure.html", status=status, form=form,
        job_families=list(JobFamily.objects.order_by(by_name(), "pk")), sites=list(Site.objects.order_by(by_name(), "pk")),
        teams=sorted(Structure().paths.values()),
    )  # fmt: skip
