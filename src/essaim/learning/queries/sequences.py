"""Sequences: the list, one of them, and the short guides."""

import dataclasses
from typing import Any

from django.db import connection

from essaim.kernel.language import BEST
from essaim.people.models import Member

from .reader import NAME, VISIBLE, reader


@dataclasses.dataclass(frozen=True, slots=True)
class ListedSequence:
    """A sequence in a list, with where the member stands and the names that say why it is there."""

    id: int
    language: str
    slug: str
    title: str
    summary: str
    proposed_to: list[int]
    restricted_to: list[int]
    total: int
    done: int
    begun: bool
    minutes: int
    # Names of the audiences through which it reaches the member, and of their objective that shares its theme.
    audiences: list[str]
    objective: str | None
    restricted_names: list[str]
    # Sequences stand in the order of position and id.
    position: int


_SEQUENCES = f"""
SELECT s.id, t.language, t.slug, t.title, t.summary, s.proposed_to, s.restricted_to,
    counted.total, counted.done, counted.begun, counted.minutes,
    ARRAY(SELECT {NAME} FROM people_audience a
        WHERE a.id = ANY(s.proposed_to) AND a.id = ANY(%(audiences)s::bigint[]) ORDER BY a.name),
    (SELECT {NAME} FROM people_statedobjective o JOIN organisation_objective a ON a.id = o.objective_id
        WHERE o.member_id = %(me)s AND a.theme_id = ANY(s.theme_ids) ORDER BY a.name LIMIT 1),
    ARRAY(SELECT {NAME} FROM people_audience a WHERE a.id = ANY(s.restricted_to) ORDER BY a.name), s.position
FROM learning_sequence s
JOIN LATERAL (SELECT x.language, x.slug, x.title, x.summary FROM learning_sequencetext x WHERE x.sequence_id = s.id {BEST}) t ON true
JOIN LATERAL (
    SELECT count(*) AS total, count(p.completed_at) AS done, count(p.id) > 0 AS begun, COALESCE(sum(l.minutes), 0) AS minutes
    FROM learning_lesson l LEFT JOIN learning_progress p ON p.lesson_id = l.id AND p.member_id = %(me)s
    WHERE l.sequence_id = s.id AND l.live AND l.kind = 'lesson'
) counted ON true
WHERE s.live AND {VISIBLE}
ORDER BY s.position, s.id
"""


def sequences_for(member: Member) -> list[ListedSequence]:
    """Every sequence that ``member`` may see, in the programme's order. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SEQUENCES, reader(member))
        return [ListedSequence(*row) for row in cursor.fetchall()]


@dataclasses.dataclass(frozen=True, slots=True)
class ListedHowTo:
    language: str
    slug: str
    title: str
    summary: str
    minutes: int
    completed: bool
    sequence_language: str
    sequence_slug: str
    sequence_title: str


_HOW_TOS = f"""
SELECT t.language, t.slug, t.title, t.summary, l.minutes, p.completed_at IS NOT NULL, st.language, st.slug, st.title
FROM learning_lesson l
JOIN learning_sequence s ON s.id = l.sequence_id
JOIN LATERAL (SELECT x.language, x.slug, x.title, x.summary FROM learning_lessontext x WHERE x.lesson_id = l.id {BEST}) t ON true
JOIN LATERAL (SELECT x.language, x.slug, x.title FROM learning_sequencetext x WHERE x.sequence_id = s.id {BEST}) st ON true
LEFT JOIN learning_progress p ON p.lesson_id = l.id AND p.member_id = %(me)s
WHERE l.live AND l.kind = 'how-to' AND s.live AND {VISIBLE}
ORDER BY s.position, l.position, l.id
"""


def how_tos_for(member: Member) -> list[ListedHowTo]:
    """The short guides, whatever their sequence. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_HOW_TOS, reader(member))
        return [ListedHowTo(*row) for row in cursor.fetchall()]


@dataclasses.dataclass(frozen=True, slots=True)
class ReadSequence:
    id: int
    language: str
    slug: str
    title: str
    summary: str
    body_html: str
    restricted_names: list[str]


_SEQUENCE = f"""
SELECT s.id, t.language, t.slug, t.title, t.summary, t.body_html,
    ARRAY(SELECT {NAME} FROM people_audience a WHERE a.id = ANY(s.restricted_to) ORDER BY a.name)
FROM learning_sequence s
JOIN LATERAL (SELECT x.* FROM learning_sequencetext x WHERE x.sequence_id = s.id {BEST}) t ON true
WHERE s.live AND {VISIBLE} AND s.id = """

_BY_ADDRESS = (
    _SEQUENCE
    + """(
    SELECT named.sequence_id FROM learning_sequencetext named WHERE named.slug = %(slug)s
    ORDER BY (named.language = %(language)s) DESC, named.id LIMIT 1)"""
)
_BY_ID = _SEQUENCE + "%(id)s"


def sequence_at(member: Member, slug: str) -> ReadSequence | None:
    """The sequence at an address; None if ``member`` may not see it. One query."""
    return _sequence(_BY_ADDRESS, reader(member) | {"slug": slug})


def sequence_by_id(member: Member, id: int) -> ReadSequence | None:
    """The same by its id."""
    return _sequence(_BY_ID, reader(member) | {"id": id})


def _sequence(sql: str, parameters: dict[str, Any]) -> ReadSequence | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
    return ReadSequence(*row) if row else None
