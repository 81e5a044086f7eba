"""Coverage: by audience and sequence, how many began and finished; and which questions nobody answered."""

from django.http import HttpResponse

from essaim.accompaniment import api as accompaniment
from essaim.adoption import queries
from essaim.adoption.actions.coverage import take_snapshot
from essaim.adoption.queries import Line
from essaim.adoption.swarm import swarm
from essaim.conversations import api as conversations
from essaim.people.access import MemberRequest, facilitator_required
from essaim.ui.shell import render


@facilitator_required
def coverage(request: MemberRequest) -> HttpResponse:
    # Counted here only where the worker never did.
    page = queries.coverage(queries.latest() or take_snapshot())

    def points(line: Line) -> str:
        finished, begun = (figure.value if figure.number else 0 for figure in (line.finished, line.begun))
        # A group that is shown is never without a point, however many people a point stands for.
        return swarm(round(finished / page.unit), round(begun / page.unit), max(round((line.people or 0) / page.unit), 1))

    return render(
        request,
        "adoption/coverage.html",
        page=page,
        points=points,
        accompanied=accompaniment.figures(),
        questions=conversations.unanswered_questions(request.user, limit=10),
        waiting=conversations.unanswered_count(request.user),
    )
