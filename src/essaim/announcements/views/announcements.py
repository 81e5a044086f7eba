"""What the facilitators announced, as members read it."""

import datetime

from django.http import Http404, HttpResponse
from django.utils.http import urlencode

from essaim.announcements import queries
from essaim.announcements.actions.reading import put_away
from essaim.people.access import MemberRequest, member_required
from essaim.ui.shell import render


@member_required
def announcements(request: MemberRequest) -> HttpResponse:
    before = _cursor(request.GET.get("before", ""))
    found = queries.listed(request.user, before)
    shown, more = found[: queries.PAGE], len(found) > queries.PAGE
    last = shown[-1] if more else None
    return render(
        request, "announcements/announcements.html", announcements=shown,
        next_href=f"?{urlencode({'before': f'{last.publish_at.isoformat()}_{last.pk}'})}" if last and last.publish_at else None,
        previous_href="?" if before else None,
    )  # fmt: skip


def _cursor(text: str) -> tuple[datetime.datetime, int] | None:
    moment, _underscore, id = text.rpartition("_")
    try:
        at = datetime.datetime.fromisoformat(moment)
        return (at, int(id)) if at.tzinfo and 0 < int(id) < 2**63 else None
    except ValueError:
        return None


@member_required
def announcement(request: MemberRequest, id: int) -> HttpResponse:
    found = queries.announcement_for(request.user, id) if id < 2**63 else None
    if found is None:
        raise Http404
    if not found.was_seen:  # type: ignore[attr-defined]
        put_away(actor=request.user, announcement_id=found.pk, opened=True)
    return render(request, "announcements/announcement.html", announcement=found)
