"""A lesson: reading, activities, what colleagues say of it, and the next one."""

import dataclasses
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from essaim.content.api import flat, for_reader
from essaim.learning.actions.answers import begin
from essaim.learning.actions.publish import lesson_fields
from essaim.learning.models import LessonPage
from essaim.learning.queries.lessons import Beside, Place, ReadLesson, beside, lesson_at, still_valid
from essaim.people.access import MemberRequest, member_required
from essaim.ui.ahead import is_read
from essaim.ui.shell import render


@member_required
def lesson(request: MemberRequest, sequence_slug: str, slug: str) -> HttpResponse:
    """Shows a lesson. The first time it is opened, it is noted as begun.

    A GET that writes, on purpose: "where one left" must be right without JavaScript, a reader sends no form to read. It is
    one idempotent INSERT, once per member and lesson, and nothing is shown or counted of it by name. A browser that only
    fetches ahead writes nothing.
    """
    opened = lesson_at(request.user, sequence_slug, slug)
    if opened is None:
        raise Http404
    found, around = opened
    if found.begun_at is None and is_read(request):
        begin(actor=request.user, lesson_id=found.id)
    return show(request, found, around)


@dataclasses.dataclass(frozen=True)
class Wrong:
    """An answer that could not be kept, as it comes back in its form."""

    block_id: str
    message: str
    typed: dict[str, Any]


def show(
    request: MemberRequest, lesson: ReadLesson, around: Beside | None = None, *, wrong: Wrong | None = None
) -> HttpResponse:
    """The lesson's page; with ``wrong``, the answer that could not be kept stands in its form.

    Parameters:
        around: what it shows beside its words, asked for where it is not given.
    """
    member = request.user
    parts = for_reader(lesson.body, member.audience_ids)
    around = around or beside(member, lesson)
    answers, places = still_valid(parts, around.answers), around.places
    return render(
        request,
        "learning/lesson.html",
        status=422 if wrong else 200,
        lesson=lesson,
        parts=parts,
        prompt=prompt_of(parts),
        answers=answers | ({wrong.block_id: wrong.typed} if wrong else {}),
        wrong=wrong,
        following=following(places, lesson.id),
        preview=False,
        **standing(places, lesson.id),
    )


def standing(places: list[Place], lesson_id: int) -> dict[str, Any]:
    """Where a lesson stands in its sequence: its number among the lessons (0 for a how-to), and how many are done."""
    lessons = [place for place in places if place.kind == "lesson"]
    return {
        "places": places,
        "number": next((n for n, place in enumerate(lessons, 1) if place.id == lesson_id), 0),
        "total": len(lessons),
        "done": sum(place.completed for place in lessons),
    }


def following(places: list[Place], lesson_id: int) -> Place | None:
    """What to read next: the first unfinished lesson after this one, else the first unfinished before it; None at the end.

    How-tos come after a how-to alone: a sequence is finished without them.
    """
    index = next((i for i, place in enumerate(places) if place.id == lesson_id), -1)
    ahead = [*places[index + 1 :], *places[: max(index, 0)]]
    guides = index >= 0 and places[index].kind == "how-to"
    return next((place for place in ahead if not place.completed and (guides or place.kind != "how-to")), None)


def prompt_of(parts: list[dict[str, Any]]) -> str:
    """The question put to colleagues: the last one of the lesson, asked above the discussion."""
    asked = [part["question"] for part in flat(parts) if part["type"] == "discussion"]
    return asked[-1] if asked else ""


def address(lesson: ReadLesson) -> str:
    return reverse("learning:lesson", args=[lesson.sequence_slug, lesson.slug])


def preview(request: HttpRequest, page: LessonPage, mode_name: str) -> HttpResponse:
    """A draft as a member of one audience would read it (``audience-<id>``), or one of none."""
    audience = mode_name.removeprefix("audience-")
    fields = lesson_fields(page)
    parts = for_reader(fields["body"], {int(audience)} if audience.isdigit() else ())
    parent = page.get_parent() if page.depth and page.depth > 1 else None
    draft = ReadLesson(
        id=0, sequence_id=0, kind=page.kind, minutes=page.minutes, restricted_to=[], language=page.language,
        sequence_slug="", sequence_title=parent.title if parent else "", begun_at=None, completed_at=None, **fields,
    )  # fmt: skip
    return render(
        request, "learning/lesson.html", lesson=draft, parts=parts, prompt=prompt_of(parts), answers={}, wrong=None,
        following=None, preview=True, places=[], number=0, total=0, done=0,
    )  # fmt: skip
