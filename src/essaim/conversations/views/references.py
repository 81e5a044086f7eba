"""What one points to with # while writing; and where such a link leads, for those who may see it."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect

from essaim.conversations.models.thread import may_see
from essaim.conversations.moderation import led_to
from essaim.kernel.language import reading
from essaim.people.access import MemberRequest
from essaim.search import api as search
from essaim.ui.shell import fragment

from .common import writer_required


@writer_required
def references(request: MemberRequest) -> HttpResponse:
    """Things of which the title has the words of ``q``, for the completion behind a #."""
    # Colleagues are named with @.
    found = search.titled(request.user, request.GET.get("q", "")[:80], language=reading(), without=["member"])
    things = [{"name": one.title, "meta": one.label, "ref": f"{one.kind}:{one.id}"} for one in found]
    return JsonResponse({"things": things}, headers={"Cache-Control": "private, no-store"})


@writer_required
def reference(request: MemberRequest, kind: str, target_id: int) -> HttpResponse:
    """The way to a thing that a text points to; for scripts, a card that says what it is."""
    if target_id >= 2**63:
        raise Http404
    thing = search.known([(kind, target_id)], language=reading()).get((kind, target_id))
    if thing is None and kind == "thread" and (target := led_to(request.user, target_id)):
        return redirect("conversations:reference", kind, target)
    if thing is None or not may_see(thing.restricted_to, request.user.audience_ids):
        raise Http404
    if request.headers.get("HX-Request"):
        return fragment(request, "conversations/card.html", thing=thing)
    return redirect(thing.url)
