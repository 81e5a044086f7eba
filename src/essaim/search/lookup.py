"""Things by the beginning of their title, for whoever points to one while writing; and what is known of some by their id."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from essaim.people.models import Member

from .analysis import folded, runs
from .models.document import EVERYBODY
from .query import terms_of
from .sources import sources
from .words import STOP

_MOST_WORDS = 6


@dataclasses.dataclass(frozen=True)
class Thing:
    """One thing that can be found. ``restricted_to``: ids of the audiences that may see it, empty for everybody."""

    kind: str
    id: int
    title: str
    url: str
    restricted_to: Sequence[int]

    @property
    def label(self) -> str:
        """What a reader calls its kind: "Leçon"."""
        source = sources.get(self.kind)
        return str(source.one or source.label) if source else ""


# In the reader's language where there is one, else in another.
_TITLED = """
SELECT kind, object_id, title, url, restricted_to FROM (
    SELECT DISTINCT ON (kind, object_id) kind, object_id, title, url, restricted_to, title_length, updated_at
    FROM search_document
    WHERE tsv @@ %(words)s::tsquery AND restricted_to && %(seen)s::bigint[] AND kind <> ALL (%(without)s)
    ORDER BY kind, object_id, (language = %(language)s) DESC, variant
    LIMIT 400
) found ORDER BY title_length, updated_at DESC NULLS LAST, object_id LIMIT %(most)s
"""
_KNOWN = """
SELECT DISTINCT ON (kind, object_id) kind, object_id, title, url, restricted_to
FROM search_document JOIN unnest(%(kinds)s::text[], %(ids)s::bigint[]) AS wanted(k, i) ON kind = k AND object_id = i
ORDER BY kind, object_id, (language = %(language)s) DESC, variant
"""


def titled(member: Member, text: str, *, language: str, without: Collection[str] = (), most: int = 8) -> list[Thing]:
    """What ``member`` may see and has in its title every word of ``text``, of the last word its beginning; short titles first."""
    words = [run.word for run in runs(text[:120]) if not run.elided][:_MOST_WORDS]
    if not words or not folded(words[-1]):
        return []
    # Words that are not indexed ask for nothing.
    words = [word for word in words[:-1] if word not in STOP.get(language, frozenset())] + words[-1:]
    parts = [
        "(" + " | ".join(f"'{term}':A" for term in terms_of(word, language) if term) + ")"
        for word in words[:-1]
        if terms_of(word, language)
    ]
    last = [f"'{folded(words[-1])}':*A", *(f"'{term}':A" for term in terms_of(words[-1], language) if term)]
    asked: dict[str, Any] = {
        "words": " & ".join([*parts, f"({' | '.join(last)})"]), "seen": [EVERYBODY, *member.audience_ids],
        "without": list(without), "language": language, "most": most,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TITLED, asked)
        return [_thing(row) for row in cursor.fetchall()]


def known(wanted: Collection[tuple[str, int]], *, language: str) -> Mapping[tuple[str, int], Thing]:
    """What is known of things by kind and id, whoever may see them: the caller looks at ``restricted_to``."""
    if not wanted:
        return {}
    kinds, ids = zip(*sorted(wanted), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"kinds": list(kinds), "ids": list(ids), "language": language})
        found = [_thing(row) for row in cursor.fetchall()]
    return {(one.kind, one.id): one for one in found}


def _thing(row: tuple[str, int, str, str, list[int]]) -> Thing:
    kind, id, title, url, restricted_to = row
    return Thing(kind, id, title, url, [one for one in restricted_to if one != EVERYBODY])
