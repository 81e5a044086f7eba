"""Learning in the API: sequences, lessons as whoever asks reads them, and their own progress and answers."""

import datetime
import uuid
from typing import Any, Literal

from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from essaim.content.api import for_reader
from essaim.kernel.errors import Refused
from essaim.kernel.rest import After, Id, Limit, Page, Router, page, place
from essaim.people.access import MemberRequest

from .actions.answers import answer, begin
from .actions.completions import complete
from .forms import AnswerForm, form_for
from .queries.lessons import Place, ReadLesson, activity_of, answers_of, lesson_by_id, outline, still_valid
from .queries.sequences import ListedSequence, sequence_by_id, sequences_for

router = Router()


class SequenceOut(Schema):
    """Ordered lessons. ``done`` is one's own progress, ``audiences`` name those it is restricted to."""

    id: int
    slug: str
    title: str
    summary: str
    minutes: int
    lessons: int
    done: int
    audiences: list[str]
    url: str


class LessonPlace(Schema):
    """A lesson in its sequence, and where one stands oneself."""

    id: int
    sequence_id: int
    slug: str
    title: str
    summary: str
    kind: str
    minutes: int
    begun: bool
    completed: bool
    url: str


class SequencePage(Schema):
    """One sequence with its lessons, short guides last."""

    id: int
    slug: str
    language: str
    title: str
    summary: str
    html: str
    audiences: list[str]
    lessons: list[LessonPlace]
    url: str


class Choice(Schema):
    """``right`` and ``feedback`` are null until one has answered, as on the page."""

    id: str
    text: str
    right: bool | None
    feedback: str | None


class LessonPart(Schema):
    """A part of a lesson. ``adapted_to`` names the audience that it was written for; ``answer`` is one's own."""

    type: Literal["html", "quiz", "reflection", "exercise", "discussion"]
    id: str | None = None
    html: str | None = None
    title: str | None = None
    text: str | None = None
    question: str | None = None
    multiple: bool | None = None
    choices: list[Choice] | None = None
    explanation: str | None = None
    adapted_to: str | None = None
    answer: dict[str, Any] | None = None


class LessonOut(LessonPlace):
    """A lesson as whoever asks reads it: of parts adapted to audiences, theirs."""

    sequence_title: str
    language: str
    reviewed_on: datetime.date | None
    begun_at: datetime.datetime | None
    completed_at: datetime.datetime | None
    parts: list[LessonPart]


class ProgressIn(Schema):
    state: Literal["begun", "completed"]


class ProgressOut(Schema):
    begun_at: datetime.datetime | None
    completed_at: datetime.datetime | None


class AnswerIn(Schema):
    """``choices`` for a quiz, ``text`` for a reflection, ``state`` for an exercise."""

    choices: list[str] = []
    text: str = ""
    state: Literal["", "done", "planned"] = ""


def _lesson_url(sequence_slug: str, slug: str) -> str:
    return f"/learning/lessons/{sequence_slug}/{slug}/"


@router.get("/sequences", response=Page[SequenceOut], url_name="sequences", tags=["sequences"], summary=_("Les séquences"))
def sequences(request: MemberRequest, after: After = "", limit: Limit = 50) -> Page[SequenceOut]:
    """Every sequence that one may see, in the programme's order."""
    behind = place(after, int, int) or (-1, 0)
    # A programme has dozens: they are read whole, as on the page.
    found = [row for row in sequences_for(request.user) if (row.position, row.id) > behind]
    return page(request, found[: limit + 1], limit, lambda row: (row.position, row.id), _shape_sequence)


def _shape_sequence(row: ListedSequence) -> SequenceOut:
    return SequenceOut(
        id=row.id, slug=row.slug, title=row.title, summary=row.summary, minutes=row.minutes, lessons=row.total, done=row.done,
        audiences=row.restricted_names, url=f"/learning/sequences/{row.slug}/",
    )  # fmt: skip


@router.get("/sequences/{id}", response=SequencePage, url_name="sequence", tags=["sequences"], summary=_("Une séquence"))
def sequence(request: MemberRequest, id: Id) -> SequencePage:
    found = sequence_by_id(request.user, id)
    if found is None:
        raise Http404
    lessons = [_shape_place(row, found.id, found.slug) for row in outline(request.user, found.id)]
    return SequencePage(
        id=found.id, slug=found.slug, language=found.language, title=found.title, summary=found.summary, html=found.body_html,
        audiences=found.restricted_names, lessons=lessons, url=f"/learning/sequences/{found.slug}/",
    )  # fmt: skip


def _shape_place(row: Place, sequence_id: int, sequence_slug: str) -> LessonPlace:
    return LessonPlace(
        id=row.id, sequence_id=sequence_id, slug=row.slug, title=row.title, summary=row.summary, kind=row.kind,
        minutes=row.minutes, begun=row.begun, completed=row.completed, url=_lesson_url(sequence_slug, row.slug),
    )  # fmt: skip


@router.get(
    "/lessons", response=Page[LessonPlace], url_name="lessons", tags=["lessons"], summary=_("Les leçons d'une séquence")
)
def lessons(request: MemberRequest, sequence: Id, after: After = "", limit: Limit = 50) -> Page[LessonPlace]:
    """Lessons in reading order, short guides last."""
    found = sequence_by_id(request.user, sequence)
    if found is None:
        raise Http404
    rows = list(enumerate(outline(request.user, found.id), 1))
    behind = place(after, int, int)
    if behind:
        # Behind the same lesson, wherever it has been moved to; where it is gone, behind its former number.
        number = next((n for n, row in rows if row.id == behind[1]), behind[0])
        rows = rows[number:]
    return page(
        request,
        rows[: limit + 1],
        limit,
        lambda row: (row[0], row[1].id),
        lambda row: _shape_place(row[1], found.id, found.slug),
    )


def _lesson(request: MemberRequest, id: int) -> ReadLesson:
    found = lesson_by_id(request.user, id)
    if found is None:
        raise Http404
    return found


@router.get("/lessons/{id}", response=LessonOut, url_name="lesson", tags=["lessons"], summary=_("Une leçon"))
def lesson(request: MemberRequest, id: Id) -> LessonOut:
    """Reading it here notes nothing: say so with ``progress``."""
    found = _lesson(request, id)
    parts = for_reader(found.body, request.user.audience_ids)
    answers = still_valid(parts, answers_of(request.user, found.id))
    return LessonOut(
        id=found.id, sequence_id=found.sequence_id, slug=found.slug, title=found.title, summary=found.summary, kind=found.kind,
        minutes=found.minutes, begun=found.begun_at is not None, completed=found.completed_at is not None,
        url=_lesson_url(found.sequence_slug, found.slug), sequence_title=found.sequence_title, language=found.language,
        reviewed_on=found.reviewed_on, begun_at=found.begun_at, completed_at=found.completed_at,
        parts=[shaped for part in parts for shaped in _shape_parts(part, answers)],
    )  # fmt: skip


def _shape_parts(part: dict[str, Any], answers: dict[str, dict[str, Any]]) -> list[LessonPart]:
    if part["type"] == "way":
        return [_shape_part(inner, answers, part["name"]) for inner in part["parts"]]
    return [_shape_part(part, answers, None)]


def _shape_part(part: dict[str, Any], answers: dict[str, dict[str, Any]], adapted_to: str | None) -> LessonPart:
    answer = answers.get(part.get("id", ""))
    choices = [_shape_choice(choice, answer) for choice in part["choices"]] if part["type"] == "quiz" else None
    return LessonPart(
        type=part["type"], id=part.get("id"), html=part.get("html"), title=part.get("title"), text=part.get("text"),
        question=part.get("question"), multiple=part.get("multiple"), choices=choices,
        explanation=part.get("explanation") if answer else None, adapted_to=adapted_to or None, answer=answer,
    )  # fmt: skip


def _shape_choice(choice: dict[str, Any], answer: dict[str, Any] | None) -> Choice:
    chosen = answer is not None and choice["id"] in answer.get("choices", [])
    return Choice(
        id=choice["id"], text=choice["text"], right=choice["right"] if answer else None,
        feedback=choice["feedback"] if chosen else None,
    )  # fmt: skip


@router.put(
    "/lessons/{id}/progress", response=ProgressOut, url_name="progress", tags=["lessons"], summary=_("Commencer ou terminer")
)
def progress(request: MemberRequest, id: Id, body: ProgressIn) -> ProgressOut:
    """Notes one's own progress. It only goes forward: what is completed stays so."""
    found = _lesson(request, id)
    if body.state == "completed":
        complete(actor=request.user, lesson_id=found.id, sequence_id=found.sequence_id)
    else:
        begin(actor=request.user, lesson_id=found.id)
    now = _lesson(request, id)
    return ProgressOut(begun_at=now.begun_at, completed_at=now.completed_at)


@router.put(
    "/lessons/{id}/answers/{activity}",
    response=LessonPart,
    url_name="lesson-answer",
    tags=["lessons"],
    summary=_("Répondre à une activité"),
)
def put_answer(request: MemberRequest, id: Id, activity: uuid.UUID, body: AnswerIn) -> LessonPart:
    """Keeps one's own answer to an activity, in place of the one before; gives the activity back with what it reveals."""
    part = _activity(request, id, activity)
    given = QueryDict(mutable=True)
    given.setlist("choice", body.choices)
    given.update({"text": body.text, "state": body.state})
    form = form_for(part, given)
    if form is None:
        raise Http404
    payload = _payload(form)
    answer(actor=request.user, lesson_id=id, block_id=activity, kind=part["type"], payload=payload)
    return _shape_part(part, {part["id"]: payload} if payload else {}, None)


def _payload(form: AnswerForm) -> dict[str, Any] | None:
    """What is to be kept, by the rules of the page's form."""
    if not form.is_valid():
        raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors), code="answer")
    return form.payload()


@router.delete(
    "/lessons/{id}/answers/{activity}", response={204: None}, url_name="lesson-answer", tags=["lessons"],
    summary=_("Reprendre sa réponse"),
)  # fmt: skip
def delete_answer(request: MemberRequest, id: Id, activity: uuid.UUID) -> None:
    part = _activity(request, id, activity)
    answer(actor=request.user, lesson_id=id, block_id=activity, kind=part["type"], payload=None)


def _activity(request: MemberRequest, lesson_id: int, activity: uuid.UUID) -> dict[str, Any]:
    part = activity_of(_lesson(request, lesson_id), request.user, str(activity))
    if part is None:
        raise Http404
    return part
