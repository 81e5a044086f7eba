"""The sequences: all of them, and one with its lessons."""

from django.http import Http404, HttpRequest, HttpResponse

from essaim.learning.actions.publish import sequence_fields
from essaim.learning.models import SequencePage
from essaim.learning.queries.lessons import outline, where_to_go_on
from essaim.learning.queries.sequences import ReadSequence, how_tos_for, sequence_at, sequences_for
from essaim.learning.suggestions import why_proposed
from essaim.people.access import MemberRequest, member_required
from essaim.ui.shell import render


@member_required
def sequences(request: MemberRequest) -> HttpResponse:
    """What is proposed to the member first, with the reason; then the others; the short guides apart."""
    member = request.user
    found = sequences_for(member)
    proposed = [sequence for sequence in found if not sequence.proposed_to or sequence.audiences]
    return render(
        request,
        "learning/sequences.html",
        proposed=[(sequence, why_proposed(sequence.objective, sequence.audiences)) for sequence in proposed],
        others=[sequence for sequence in found if sequence not in proposed],
        how_tos=how_tos_for(member),
    )


@member_required
def sequence(request: MemberRequest, slug: str) -> HttpResponse:
    found = sequence_at(request.user, slug)
    if found is None:
        raise Http404
    places = outline(request.user, found.id)
    lessons = [place for place in places if place.kind == "lesson"]
    return render(
        request,
        "learning/sequence.html",
        sequence=found,
        lessons=lessons,
        how_tos=[place for place in places if place.kind != "lesson"],
        done=sum(place.completed for place in lessons),
        begun=any(place.begun for place in places),
        go_on=where_to_go_on(lessons or places),
        preview=False,
    )


def preview(request: HttpRequest, page: SequencePage) -> HttpResponse:
    """A draft as members would read it, without its lessons."""
    draft = ReadSequence(id=0, language=page.language, restricted_names=[], **sequence_fields(page))
    return render(
        request, "learning/sequence.html", sequence=draft, lessons=[], how_tos=[], done=0, begun=False, go_on=None, preview=True
    )
