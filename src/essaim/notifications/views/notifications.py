import dataclasses

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.notifications import queries
from essaim.notifications.actions.read import mark_all_read, mark_read
from essaim.notifications.actions.sight import still_seen
from essaim.notifications.models import Notification
from essaim.people.access import MemberRequest, member_required
from essaim.ui.ahead import is_ahead
from essaim.ui.shell import render


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def centre(request: MemberRequest) -> HttpResponse:
    """What concerns the member, unread first. Posting to it marks everything as read."""
    if request.method == "POST":
        if mark_all_read(actor=request.user):
            messages.success(request, _("Tout est marqué comme lu."))
        return redirect("notifications:centre")
    cursor = request.GET.get("after", "")
    page = queries.page_of(request.user, cursor)
    page = dataclasses.replace(page, unread=still_seen(page.unread), read=still_seen(page.read))
    return render(request, "notifications/centre.html", page=page, cursor=cursor, days=queries.by_day(page.read))


@member_required
def open_one(request: MemberRequest, id: int) -> HttpResponse:
    """Goes to what a notification is about. That marks it as read: nothing but its owner's own list changes by it."""
    notification = (
        Notification.objects.filter(recipient=request.user, pk=id).first()
        if is_ahead(request)
        else mark_read(actor=request.user, notification_id=id)
    )
    if notification is None:
        raise Http404
    return HttpResponseRedirect(notification.url)
