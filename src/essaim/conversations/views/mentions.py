from django.http import HttpResponse, JsonResponse

from essaim.conversations import colleagues, queries
from essaim.conversations.models import Thread
from essaim.people.access import MemberRequest

from .common import writer_required


@writer_required
def mentions(request: MemberRequest) -> HttpResponse:
    """Colleagues whose names begin with ``q``, for the completion behind an @: those who may see the thread or the anchor."""
    restricted_to: list[int] = []
    if thread := request.GET.get("thread", ""):
        restricted_to = _audiences_of_thread(request, thread)
    elif anchor := request.GET.get("anchor", ""):
        restricted_to = _audiences_of_anchor(request, anchor)
    found = colleagues.people_named(request.GET.get("q", "")[:80], restricted_to)
    return JsonResponse({"people": found}, headers={"Cache-Control": "private, no-store"})


def _audiences_of_thread(request: MemberRequest, thread: str) -> list[int]:
    if not thread.isdecimal() or len(thread) > 18:
        raise Thread.DoesNotExist
    return Thread.objects.visible_to(request.user).values_list("restricted_to", flat=True).get(pk=int(thread))


def _audiences_of_anchor(request: MemberRequest, anchor: str) -> list[int]:
    kind, _colon, id = anchor.partition(":")
    found = queries.anchor_for(request.user, kind[:40], int(id)) if id.isdecimal() and len(id) < 19 else None
    if found is None:
        raise Thread.DoesNotExist
    return list(found.restricted_to)
