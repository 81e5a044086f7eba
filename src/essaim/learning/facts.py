"""What learning tells the packages above it about who learnt what. Names never leave it: callers show sums only."""

from collections.abc import Sequence as Listed
from typing import NamedTuple

from django.db import connection

from .models import Lesson


class ProgressFact(NamedTuple):
    """A member who opened at least one lesson of a sequence that is live.

    ``finished`` means every lesson of it (how-tos apart, unless there is nothing else).
    """

    member_id: int
    sequence_id: int
    finished: bool


_FACTS = """
WITH counted AS (
    SELECT l.id, l.sequence_id FROM learning_lesson l JOIN learning_sequence s ON s.id = l.sequence_id
    WHERE l.live AND s.live AND (
        l.kind = 'lesson' OR NOT EXISTS (
            SELECT FROM learning_lesson o WHERE o.sequence_id = l.sequence_id AND o.live AND o.kind = 'lesson'))
), totals AS (SELECT sequence_id, count(*) AS total FROM counted GROUP BY sequence_id)
SELECT p.member_id, c.sequence_id, count(p.completed_at) = t.total
FROM learning_progress p
JOIN people_member m ON m.id = p.member_id AND m.is_active
JOIN counted c ON c.id = p.lesson_id
JOIN totals t ON t.sequence_id = c.sequence_id
GROUP BY p.member_id, c.sequence_id, t.total
"""


def progress_facts() -> list[ProgressFact]:
    """Who began and who finished which sequence, active members only. One query, one row a member and sequence."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS)
        return [ProgressFact(*row) for row in cursor.fetchall()]


_TITLES = """
SELECT s.id, t.title FROM learning_sequence s
JOIN LATERAL (
    SELECT title FROM learning_sequencetext x WHERE x.sequence_id = s.id
    ORDER BY (x.language = %s) DESC, (x.language = 'fr') DESC, x.id LIMIT 1
) t ON true
WHERE s.live ORDER BY s.position, s.id
"""


class SequenceTitle(NamedTuple):
    id: int
    title: str


def sequence_titles(language: str) -> Listed[SequenceTitle]:
    """Every live sequence in reading order, restricted ones included: for facilitators' pages."""
    with connection.cursor() as cursor:
        cursor.execute(_TITLES, [language])
        return [SequenceTitle(*row) for row in cursor.fetchall()]


def lessons_by_sequence() -> dict[str, list[tuple[int, int]]]:
    """For each slug of a sequence, its live lessons in order, as (lesson id, sequence id)."""
    rows = (
        Lesson.objects.filter(live=True, sequence__live=True, kind="lesson")
        .order_by("sequence__texts__slug", "position", "pk")
        .values_list("sequence__texts__slug", "pk", "sequence_id")
    )
    lessons: dict[str, list[tuple[int, int]]] = {}
    for slug, lesson_id, sequence_id in rows:
        lessons.setdefault(slug, []).append((lesson_id, sequence_id))
    return lessons


def audiences_with_sequences() -> set[int]:
    """The audiences for whom something live was made: proposed to them, or theirs alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT unnest(proposed_to || restricted_to) FROM learning_sequence WHERE live")
        return {row[0] for row in cursor.fetchall()}
