"""What learning has for a member's digest: lessons that are new, and meant for them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.kernel.language import BEST
from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member

from .queries.reader import NAME, VISIBLE, reader
from .suggestions import why_proposed

_NEW = f"""
WITH fresh AS (
    SELECT e.subject_id AS lesson_id, max(e.id) AS entry FROM journal_entry e
    WHERE e.type = 'learning.lesson-published' AND e.occurred_at > %(since)s AND (e.payload->>'first')::boolean
    GROUP BY 1
), meant AS (
    SELECT l.id, l.minutes, s.id AS sequence_id, f.entry,
        ARRAY(SELECT {NAME} FROM people_audience a
            WHERE a.id = ANY(s.proposed_to) AND a.id = ANY(%(audiences)s::bigint[]) ORDER BY a.name) AS audiences,
        (SELECT {NAME} FROM people_statedobjective o JOIN organisation_objective a ON a.id = o.objective_id
            WHERE o.member_id = %(me)s AND a.theme_id = ANY(s.theme_ids) ORDER BY a.name LIMIT 1) AS objective
    FROM fresh f JOIN learning_lesson l ON l.id = f.lesson_id JOIN learning_sequence s ON s.id = l.sequence_id
    WHERE l.live AND s.live AND {VISIBLE}
        AND NOT EXISTS (SELECT FROM learning_progress p WHERE p.lesson_id = l.id AND p.member_id = %(me)s)
)
SELECT st.slug, st.title, t.slug, t.title, t.summary, m.minutes, m.objective, m.audiences FROM meant m
JOIN LATERAL (SELECT x.slug, x.title, x.summary FROM learning_lessontext x WHERE x.lesson_id = m.id {BEST}) t ON true
JOIN LATERAL (SELECT x.slug, x.title FROM learning_sequencetext x WHERE x.sequence_id = m.sequence_id {BEST}) st ON true
WHERE m.objective IS NOT NULL OR m.audiences <> '{{}}'
ORDER BY m.entry DESC LIMIT 3
"""


def new_lessons(member: Member, since: datetime) -> Iterable[Suggestion]:
    """At most three lessons that came since, for an audience or an objective of the member, and that they have not opened."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW, reader(member) | {"since": since})
        rows = cursor.fetchall()
    for rank, (sequence_slug, sequence, slug, title, summary, minutes, objective, audiences) in enumerate(rows):
        length = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
        yield Suggestion(
            kind="learning.new", label=_("Nouvelle leçon"), title=title, url=reverse("learning:lesson", args=[sequence_slug, slug]),
            why=why_proposed(objective, audiences), weight=0.79 - 0.03 * rank, deck=summary, meta=f"{sequence}, {length}",
        )  # fmt: skip
