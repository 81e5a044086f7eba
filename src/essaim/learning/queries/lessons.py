"""One lesson, its place in the sequence, and what its reader answered."""

import dataclasses
import datetime
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from essaim.content.api import flat, for_reader
from essaim.kernel.language import BEST
from essaim.people.models import Member

from .reader import VISIBLE, reader


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A lesson in the outline of its sequence, in the reader's language or another."""

    id: int
    language: str
    slug: str
    title: str
    summary: str
    kind: str
    minutes: int
    begun: bool
    completed: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ReadLesson:
    """A lesson as one member reads it."""

    id: int
    sequence_id: int
    kind: str
    minutes: int
    restricted_to: list[int]
    language: str
    slug: str
    title: str
    summary: str
    body: list[dict[str, Any]]
    reviewed_on: datetime.date | None
    sequence_slug: str
    sequence_title: str
    begun_at: datetime.datetime | None
    completed_at: datetime.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class Beside:
    """What a lesson's page shows beside its words: what the member answered, by the id of the activity, and where it stands."""

    answers: dict[str, dict[str, Any]]
    places: list[Place]

    @classmethod
    def of(cls, answers: Any, places: Any) -> "Beside":
        return cls(_json(answers) or {}, [Place(**place) for place in _json(places) or ()])


_OUTLINE = f"""
SELECT l.id, t.language, t.slug, t.title, t.summary, l.kind, l.minutes,
    p.id IS NOT NULL AS begun, p.completed_at IS NOT NULL AS completed
FROM learning_lesson l
JOIN LATERAL (SELECT x.language, x.slug, x.title, x.summary FROM learning_lessontext x WHERE x.lesson_id = l.id {BEST}) t ON true
LEFT JOIN learning_progress p ON p.lesson_id = l.id AND p.member_id = %(me)s
WHERE l.sequence_id = {{sequence}} AND l.live
ORDER BY l.kind = 'how-to', l.position, l.id
"""


def _beside(lesson: str, sequence: str) -> str:
    """Two columns: what the member answered in a lesson, and the outline of its sequence."""
    return f"""
    (SELECT jsonb_object_agg(block_id, payload) FROM learning_answer WHERE member_id = %(me)s AND lesson_id = {lesson}),
    (SELECT json_agg(place) FROM ({_OUTLINE.format(sequence=sequence)}) place)"""


_COLUMNS = """l.id, l.sequence_id, l.kind, l.minutes, s.restricted_to,
    t.language, t.slug, t.title, t.summary, t.body, t.reviewed_on, st.slug, st.title, p.begun_at, p.completed_at"""
_FROM = f"""
FROM learning_lesson l
JOIN learning_sequence s ON s.id = l.sequence_id
JOIN LATERAL (SELECT x.* FROM learning_lessontext x WHERE x.lesson_id = l.id {BEST}) t ON true
JOIN LATERAL (SELECT x.slug, x.title FROM learning_sequencetext x WHERE x.sequence_id = s.id {BEST}) st ON true
LEFT JOIN learning_progress p ON p.lesson_id = l.id AND p.member_id = %(me)s
WHERE l.live AND s.live AND {VISIBLE} AND l.id = """
_BY_ADDRESS = f"""SELECT {_COLUMNS}, {_beside("l.id", "s.id")} {_FROM} (
    SELECT named.lesson_id FROM learning_lessontext named
    JOIN learning_lesson o ON o.id = named.lesson_id
    JOIN learning_sequencetext x ON x.sequence_id = o.sequence_id AND x.slug = %(sequence_slug)s
    WHERE named.slug = %(slug)s AND o.live
    ORDER BY (named.language = %(language)s) DESC, (x.language = %(language)s) DESC, named.id LIMIT 1)
"""
_BY_ID = f"SELECT {_COLUMNS} {_FROM} %(id)s"


def lesson_at(member: Member, sequence_slug: str, slug: str) -> tuple[ReadLesson, Beside] | None:
    """The lesson at an address, in whatever language its words are, with what its page shows beside; None if ``member`` may not
    see it. One query."""
    row = _row(_BY_ADDRESS, reader(member) | {"sequence_slug": sequence_slug, "slug": slug})
    return (_lesson(row[:-2]), Beside.of(*row[-2:])) if row else None


def lesson_by_id(member: Member, id: int) -> ReadLesson | None:
    """The same by its id."""
    row = _row(_BY_ID, reader(member) | {"id": id})
    return _lesson(row) if row else None


def _row(sql: str, parameters: dict[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()


def _lesson(row: Sequence[Any]) -> ReadLesson:
    return ReadLesson(*[*row[:9], _json(row[9]), *row[10:]])


def _json(value: Any) -> Any:
    # Django hands jsonb over as text and leaves the reading to its fields.
    return json.loads(value) if isinstance(value, str) else value


def outline(member: Member, sequence_id: int) -> list[Place]:
    """The lessons of a sequence in reading order, how-tos last, with where the member stands. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_OUTLINE.format(sequence="%(sequence)s"), reader(member) | {"sequence": sequence_id})
        return [Place(*row) for row in cursor.fetchall()]


_ANSWERS = "SELECT block_id, payload FROM learning_answer WHERE member_id = %s AND lesson_id = %s"


def answers_of(member: Member, lesson_id: int) -> dict[str, dict[str, Any]]:
    """What ``member`` answered in a lesson, by the id of the activity. Nobody else's answers are ever read."""
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, [member.pk, lesson_id])
        return {str(block_id): _json(payload) for block_id, payload in cursor.fetchall()}


def beside(member: Member, lesson: ReadLesson) -> Beside:
    """``answers_of`` a lesson and the ``outline`` of its sequence, which its page both shows. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_beside('%(lesson)s', '%(sequence)s')}",
            reader(member) | {"lesson": lesson.id, "sequence": lesson.sequence_id},
        )
        return Beside.of(*cursor.fetchone())


def where_to_go_on(places: list[Place]) -> Place | None:
    """Where the reader left: the first lesson that they have not finished."""
    return next((place for place in places if not place.completed), None)


def activity_of(lesson: ReadLesson, member: Member, block_id: str) -> dict[str, Any] | None:
    """The activity in what this member reads of the lesson; those of other audiences do not exist for them."""
    parts = for_reader(lesson.body, member.audience_ids)
    return next((part for part in flat(parts) if part.get("id") == block_id), None)


def still_valid(parts: list[dict[str, Any]], answers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The answers without those to a choice that was taken out of its question since: these are asked again."""
    choices = {part["id"]: {choice["id"] for choice in part["choices"]} for part in flat(parts) if part["type"] == "quiz"}
    return {
        id: payload
        for id, payload in answers.items()
        if id not in choices or choices[id].issuperset(payload.get("choices", []))
    }
