"""What not everybody reads in the same words: a reader finds, and sees a passage of, their own alone.

A source gives one document for each audience that reads words of its own (``Document.variant``) and one for all others. Which
of them fits a query best is not which one its reader has before their eyes: that is put right here, for the few lines that are
shown, by what the source wrote into ``meta["own"]``.
"""

import dataclasses
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from essaim.people.models import Member

from . import queries
from .analysis import offset
from .excerpts import excerpt
from .queries import Answer, Result


def variant_meta(variant: int, ways: Sequence[int], *, restricted: bool) -> dict[str, Any]:
    """What a document of an adapted thing says of itself in its meta.

    Parameters:
        variant: its own.
        ways: the audiences that read words of their own, those that come first read theirs.
        restricted: whether the thing itself is for some audiences only.
    """
    return {"own": {"variant": variant, "ways": list(ways), "restricted": restricted}}


def answer_for(member: Member, query: str, *, language: str, kind: str = "", page: int = 1) -> Answer:
    """What ``member`` may see and fits ``query`` best, in the words that they read (queries.search)."""
    return for_reader(queries.search(member, query, kind=kind, language=language, page=page), audience_ids=member.audience_ids)


def for_reader(answer: Answer, *, audience_ids: Collection[int]) -> Answer:
    """The answer in the words that its reader reads; what holds none of those looked for there is left out.

    One more query where another variant than the reader's fitted best, none otherwise.
    """
    foreign = {id(result): wanted for result in answer.results if (wanted := _wanted(result, audience_ids)) is not None}
    results = [_plain(result) for result in answer.results]
    if foreign:
        terms = [word.terms for word in answer.asked]
        rows = _rows([(result, foreign[id(result)]) for result in answer.results if id(result) in foreign], terms)
        results = [
            mended
            for before, result in zip(answer.results, results, strict=True)
            if (mended := _in_words_of(rows.get(result.url), result, terms) if id(before) in foreign else result)
        ]
    return dataclasses.replace(answer, results=results)


def _wanted(result: Result, audience_ids: Collection[int]) -> int | None:
    """The variant that the reader reads, None where it is the one found."""
    if not (said := result.meta.get("own")):
        return None
    wanted = next((way for way in said["ways"] if way in audience_ids), 0)
    return None if wanted == said["variant"] else wanted


def _plain(result: Result) -> Result:
    """A variant is for an audience; what it is a variant of may be open to everybody."""
    said = result.meta.get("own")
    return dataclasses.replace(result, audiences=[]) if said and not said["restricted"] else result


_ROWS = """
SELECT d.kind, d.object_id, d.url, d.variant, d.title, d.body,
    (SELECT jsonb_object_agg(u.lexeme, u.positions) FROM unnest(d.tsv) u WHERE u.lexeme = ANY(%(terms)s))
FROM search_document d WHERE d.object_id = ANY(%(ids)s) AND d.variant = ANY(%(variants)s) AND d.kind = ANY(%(kinds)s)
"""


def _rows(wanted: Iterable[tuple[Result, int]], terms: Sequence[Sequence[str]]) -> dict[str, "_Row"]:
    """The documents wanted, by their address, which tells languages apart."""
    keys = {(result.kind, result.object_id, result.url, variant) for result, variant in wanted}
    kinds, ids, _urls, variants = (sorted(set(column)) for column in zip(*keys, strict=True))
    with connection.cursor() as cursor:
        given = {"terms": [term for word in terms for term in word], "ids": ids, "variants": variants, "kinds": kinds}
        cursor.execute(_ROWS, given)
        rows = cursor.fetchall()
    return {row[2]: _Row(row[4], row[5], json.loads(row[6] or "{}")) for row in rows if row[:4] in keys}


@dataclasses.dataclass(frozen=True)
class _Row:
    """A document, with where the words of the query stand in it, those of its title included."""

    title: str
    body: str
    places: dict[str, list[int]]


def _in_words_of(row: _Row | None, result: Result, terms: Sequence[Sequence[str]]) -> Result | None:
    if row is None or not row.places:
        return None
    before = offset(row.title)
    hits = [[place - before for term in word for place in row.places.get(term, ())] for word in terms]
    return dataclasses.replace(result, excerpt=excerpt(row.body, hits))
