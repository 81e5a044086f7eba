from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.kernel.ordering import by_name
from essaim.notifications import words
from essaim.notifications.actions.site_hours import follow_organisation, set_quiet_hours
from essaim.notifications.forms import QuietHoursForm
from essaim.notifications.hours import site_hours, sites_with_hours
from essaim.organisation.access import administrator_required
from essaim.organisation.models import Site
from essaim.people.access import MemberRequest
from essaim.ui.shell import render


@administrator_required
def index(request: MemberRequest) -> HttpResponse:
    """The quiet hours of the organisation and of each site."""
    own = sites_with_hours()
    sites = [(site, words.quiet(site_hours(site)) if site.pk in own else "") for site in Site.objects.order_by(by_name(), "pk")]
    return render(request, "notifications/hours.html", everywhere=words.quiet(site_hours(None)), sites=sites)


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, site_id: int) -> HttpResponse:
    """Those of one site; of the organisation, for site 0."""
    site = Site.objects.filter(pk=site_id).first() if site_id else None
    if site_id and site is None:
        raise Http404
    form, status = QuietHoursForm(site), 200
    if request.method == "POST":
        if site and request.POST.get("act") == "follow":
            follow_organisation(actor=request.user, site=site)
            messages.success(request, _("Ce site suit les heures de l'organisation."))
            return redirect("notifications:hours")
        form = QuietHoursForm(site, request.POST)
        if form.is_valid():
            set_quiet_hours(actor=request.user, site=site, **form.cleaned_data)
            messages.success(request, _("C'est noté. Ce qui attend déjà suit ces heures."))
            return redirect("notifications:hours")
        status = 422
    return render(request, "notifications/hours_edit.html", status=status, form=form, site=site)
