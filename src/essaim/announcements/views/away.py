from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from essaim.announcements.actions.reading import put_away as put_away_
from essaim.announcements.models import Announcement
from essaim.people.access import MemberRequest, member_required


@require_POST
@member_required
def put_away(request: MemberRequest, id: int) -> HttpResponse:
    """From home: the member does not want to see it there any more."""
    try:
        put_away_(actor=request.user, announcement_id=min(id, 2**63 - 1))
    except Announcement.DoesNotExist as error:
        raise Http404 from error
    return redirect("home:home")
