"""What may answer already, for whoever is about to ask."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from essaim.kernel.language import reading
from essaim.people.access import MemberRequest
from essaim.search import api as search
from essaim.ui.shell import fragment

from .common import writer_required

# A few words find anything; and more than three lines are read by nobody who is writing.
_WORDS, _SHOWN = 2, 3
# What answers, and not who.
_KINDS = ("thread", "lesson")


@require_safe
@writer_required
def similar(request: MemberRequest) -> HttpResponse:
    """Threads and lessons that fit the title that somebody is typing."""
    title = request.GET.get("title", "")[:200]
    found = search.answer_for(request.user, title, language=reading())
    fitting = [one for one in found.results if one.kind in _KINDS][:_SHOWN] if len(found.asked) >= _WORDS else []
    response = fragment(request, "conversations/similar.html", found=[(one, search.sources[one.kind].one) for one in fitting])
    response.headers["Cache-Control"] = "private, no-store"
    return response
