"""What a member answers in a lesson. Theirs alone."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from essaim.learning.actions.answers import answer
from essaim.learning.forms import form_for
from essaim.learning.queries.lessons import ReadLesson, activity_of, lesson_by_id
from essaim.people.access import MemberRequest, member_required
from essaim.ui.shell import fragment

from .lessons import Wrong, address, show


@member_required
@require_POST
def answers(request: MemberRequest, lesson_id: int, block_id: uuid.UUID) -> HttpResponse:
    """Keeps one answer and goes back to its activity; a script gets the activity alone."""
    lesson = lesson_by_id(request.user, lesson_id)
    part = activity_of(lesson, request.user, str(block_id)) if lesson else None
    form = form_for(part, request.POST) if part else None
    if lesson is None or part is None or form is None:
        raise Http404
    alone = request.headers.get("X-Fragment") == "1"
    if not form.is_valid():
        message = " ".join(str(error) for errors in form.errors.values() for error in errors)
        wrong = Wrong(str(block_id), message, _typed(part, request))
        if alone:
            return _alone(request, lesson, part, wrong.typed, message)
        return show(request, lesson, wrong=wrong)
    payload = form.payload()
    answer(actor=request.user, lesson_id=lesson.id, block_id=block_id, kind=part["type"], payload=payload)
    return _alone(request, lesson, part, payload, "") if alone else redirect(f"{address(lesson)}#a-{block_id}")


def _typed(part: dict[str, Any], request: MemberRequest) -> dict[str, Any]:
    match part["type"]:
        case "quiz":
            return {"choices": request.POST.getlist("choice")}
        case "reflection":
            return {"text": request.POST.get("text", "")}
    return {}


def _alone(
    request: MemberRequest, lesson: ReadLesson, part: dict[str, Any], payload: dict[str, Any] | None, message: str
) -> HttpResponse:
    status = 422 if message else 200
    return fragment(
        request,
        "learning/activity.html",
        status=status,
        part=part,
        answer=payload,
        error=message,
        lesson_id=lesson.id,
        language=lesson.language,
    )
