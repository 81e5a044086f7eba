"""What a member could read next, sequence by sequence."""

import dataclasses
import datetime
from typing import Any

from essaim.kernel import together
from essaim.kernel.language import BEST
from essaim.people.models import Member

from .reader import NAME, VISIBLE


@dataclasses.dataclass(frozen=True, slots=True)
class Upcoming:
    """The next lesson of a sequence that the member has not finished. ``number`` is its place, from 1."""

    sequence_slug: str
    sequence_title: str
    proposed_to: list[int]
    audiences: list[str]
    objective: str | None
    language: str
    slug: str
    title: str
    summary: str
    minutes: int
    number: int
    total: int
    done: int
    # When they last opened or finished a lesson of it; None where it is not begun.
    last: datetime.datetime | None
    # The next lesson itself is open already.
    open: bool
    # They answered something in the sequence.
    answered: bool

    @property
    def glance(self) -> bool:
        """A lesson was opened, and that is all: nothing finished, nothing answered."""
        return self.last is not None and not self.done and not self.answered


_UPCOMING = f"""
WITH place AS (
    SELECT l.id, l.sequence_id, l.minutes, p.id AS progress, p.completed_at, p.begun_at,
        row_number() OVER (PARTITION BY l.sequence_id ORDER BY l.position, l.id) AS number,
        count(*) OVER (PARTITION BY l.sequence_id) AS total,
        count(p.completed_at) OVER (PARTITION BY l.sequence_id) AS done,
        max(COALESCE(p.completed_at, p.begun_at)) OVER (PARTITION BY l.sequence_id) AS last,
        bool_or(p.id IS NOT NULL AND EXISTS (
            SELECT FROM learning_answer n WHERE n.member_id = %(me)s AND n.lesson_id = l.id
        )) OVER (PARTITION BY l.sequence_id) AS answered
    FROM learning_lesson l LEFT JOIN learning_progress p ON p.lesson_id = l.id AND p.member_id = %(me)s
    WHERE l.live AND l.kind = 'lesson'
), upcoming AS (
    SELECT DISTINCT ON (sequence_id) * FROM place WHERE completed_at IS NULL ORDER BY sequence_id, number
)
SELECT st.slug AS sequence_slug, st.title AS sequence_title, s.proposed_to,
    ARRAY(SELECT {NAME} FROM people_audience a
        WHERE a.id = ANY(s.proposed_to) AND a.id = ANY(%(audiences)s::bigint[]) ORDER BY a.name) AS audiences,
    (SELECT {NAME} FROM people_statedobjective o JOIN organisation_objective a ON a.id = o.objective_id
        WHERE o.member_id = %(me)s AND a.theme_id = ANY(s.theme_ids) ORDER BY a.name LIMIT 1) AS objective,
    t.language, t.slug, t.title, t.summary, u.minutes, u.number, u.total, u.done, u.last, u.progress IS NOT NULL AS open, u.answered
FROM upcoming u
JOIN learning_sequence s ON s.id = u.sequence_id
JOIN LATERAL (SELECT x.language, x.slug, x.title, x.summary FROM learning_lessontext x WHERE x.lesson_id = u.id {BEST}) t ON true
JOIN LATERAL (SELECT x.slug, x.title FROM learning_sequencetext x WHERE x.sequence_id = s.id {BEST}) st ON true
WHERE s.live AND {VISIBLE}
ORDER BY u.last DESC NULLS LAST, s.position, s.id
"""


def _read(rows: list[dict[str, Any]], _member: Member) -> list[Upcoming]:
    return [Upcoming(**row | {"last": datetime.datetime.fromisoformat(row["last"]) if row["last"] else None}) for row in rows]


# The next lesson of every sequence that a member may see and has not finished, what they touched last first.
UPCOMING = together.Question(together.rows(_UPCOMING.replace("%(first)s", "%(first_language)s")), _read)
