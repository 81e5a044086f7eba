from django.http import HttpResponse, JsonResponse

from essaim.conversations import colleagues, queries
from essaim.conversations.models import Thread
from essaim.kernel.ids import read_id
from essaim.people.access import MemberRequest

from .common import writer_required


@writer_required
def mentions(request: MemberRequest) -> HttpResponse:
    """Colleagues whose names begin with ``q``, for the completion behind an @: those who may see the thread or the anchor.

    Behind them, teams and audiences; of these, those who may see it will hear of it.
    """
    restricted_to: list[int] = []
    if thread := request.GET.get("thread", ""):
        restricted_to = _audiences_of_thread(request, thread)
    elif anchor := request.GET.get("anchor", ""):
        restricted_to = _audiences_of_anchor(request, anchor)
    found = colleagues.people_named(request.GET.get("q", "")[:80], restricted_to)
    groups = colleagues.groups_named(request.user, request.GET.get("q", "")[:80])
    return JsonResponse({"people": found, "groups": groups}, headers={"Cache-Control": "private, no-store"})


def _audiences_of_thread(request: MemberRequest, thread: str) -> list[int]:
    id = read_id(thread)
    if id is None:
        raise Thread.DoesNotExist
    return Thread.objects.visible_to(request.user).values_list("restricted_to", flat=True).get(pk=id)


def _audiences_of_anchor(request: MemberRequest, anchor: str) -> list[int]:
    kind, _colon, written = anchor.partition(":")
    id = read_id(written)
    found = queries.anchor_for(request.user, kind[:40], id) if id is not None else None
    if found is None:
        raise Thread.DoesNotExist
    return list(found.restricted_to)
