"""Keeping the index true to what its sources say."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from essaim.search.analysis import GAP, analyse, folded
from essaim.search.listeners import tell
from essaim.search.models import IndexedDocument
from essaim.search.models.document import EVERYBODY
from essaim.search.ranking import is_strong
from essaim.search.sources import Document, sources

# Anything above is not read: a document of a million words is an accident.
LONGEST_BODY = 120_000
_LOCK = 7_231_001
_UPSERT = """
INSERT INTO search_document
    (kind, object_id, language, variant, title, body, url, restricted_to, themes, tsv, length, title_length, updated_at, meta)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[], %s::tsvector, %s, %s, %s, %s::jsonb)
ON CONFLICT (kind, object_id, language, variant) DO UPDATE SET
    title = excluded.title, body = excluded.body, url = excluded.url, restricted_to = excluded.restricted_to,
    themes = excluded.themes, tsv = excluded.tsv, length = excluded.length, title_length = excluded.title_length,
    updated_at = excluded.updated_at, meta = excluded.meta
"""


class Counts:
    """What a change of documents does to the vocabulary."""

    def __init__(self) -> None:
        self.terms: Counter[str] = Counter()
        self.titles: Counter[str] = Counter()
        self.words: Counter[tuple[str, str]] = Counter()
        self.documents = self.length = self.title_length = 0

    def add(self, title: str, body: str, language: str, times: int, mean: float = 0) -> tuple[str, int, int]:
        """Counts a document ``times`` (1 or -1). Returns its tsvector, its length and that of its title.

        Parameters:
            mean: how many words documents have, for the tsvector; 0 where there are none yet.
        """
        head, rest = analyse(title, language), analyse(body[:LONGEST_BODY], language)
        for own in head.positions.keys() | rest.positions.keys():
            self.terms[own] += times
        for own in head.positions:
            self.titles[own] += times
        for word in (head.words | rest.words).items():
            self.words[word] += times
        self.documents += times
        self.length += times * (head.length + rest.length)
        self.title_length += times * head.length
        length = head.length + rest.length
        return vector(head.positions, rest.positions, head.size + GAP, length / mean if mean else 1), length, head.length


def vector(title: Mapping[str, list[int]], body: Mapping[str, list[int]], offset: int, relative_length: float) -> str:
    """A tsvector in PostgreSQL's text form; positions of the title weigh A. Terms are letters and digits alone.

    What a document is about stands in it a second time, behind an equals sign (``ranking.is_strong``): the rows that are likely
    best are then found without reading those that hold a word in passing. The champion lists of Manning, Raghavan and Schütze,
    "Introduction to Information Retrieval", 2008, section 7.1.3.

    Parameters:
        relative_length: how long the document is, in mean documents.
    """
    parts: dict[str, list[str]] = {term: [f"{p}A" for p in positions] for term, positions in title.items()}
    for term, positions in body.items():
        parts.setdefault(term, []).extend(str(p + offset) for p in positions[:200])
    strong = [term for term, positions in parts.items() if term in title or is_strong(len(positions), relative_length)]
    return " ".join(
        [f"'{term}':{','.join(positions)}" for term, positions in parts.items()] + [f"'={term}'" for term in strong]
    )


@transaction.atomic
def index_documents(*, kind: str, ids: Collection[int]) -> int:
    """Indexes documents again from their source, and removes those that are no more. Doing it twice changes nothing.

    Returns how many were written. A kind that nobody registers any more is removed.
    """
    with connection.cursor() as cursor:
        # One at a time, and loaded under the lock: whoever comes last has seen the latest.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    source = sources.get(kind)
    fresh = {(d.id, d.language, d.variant): d for d in (source.load(ids) if source else ())}
    counts, written, moved = Counts(), [], set[int]()
    known = IndexedDocument.objects.filter(kind=kind, object_id__in=ids).order_by("pk")
    for row in known.defer("tsv").iterator():
        document = fresh.pop((row.object_id, row.language, row.variant), None)
        if document and _values(document) == _kept(row):
            continue
        counts.add(row.title, row.body, row.language, -1)
        if document is None or _values(document)[3] != row.restricted_to:
            moved.add(row.object_id)
        if document:
            written.append(document)
        else:
            row.delete()
    written += fresh.values()
    _write(written, counts)
    _keep(counts)
    tell(kind, sorted(moved | {id for id, _language, _variant in fresh}))
    return len(written)


def _values(document: Document) -> tuple[Any, ...]:
    return (
        _clean(document.title), _clean(document.body)[:LONGEST_BODY], document.url,
        sorted(document.restricted_to) or [EVERYBODY], sorted(document.themes), document.updated_at, dict(document.meta),
    )  # fmt: skip


def _clean(text: str) -> str:
    return text.replace("\x00", " ")


def _kept(row: IndexedDocument) -> tuple[Any, ...]:
    return (row.title, row.body, row.url, row.restricted_to, row.themes, row.updated_at, row.meta)


def _write(documents: Sequence[Document], counts: Counts) -> None:
    rows, mean = [], _mean_length() if documents else 0
    for document in documents:
        title, body, url, restricted_to, themes, updated_at, meta = _values(document)
        tsv, length, title_length = counts.add(title, body, document.language, 1, mean)
        rows.append(
            (document.kind, document.id, document.language, document.variant, title, body, url, restricted_to, themes, tsv,
             length, title_length, updated_at, json.dumps(meta))
        )  # fmt: skip
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_UPSERT, rows)


def _mean_length() -> float:
    """How many words a document has, as last counted; 0 where there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT words::float / documents FROM search_corpus WHERE documents > 0")
        row = cursor.fetchone()
    return row[0] if row else 0


_TERMS = """
INSERT INTO search_term (term, df, title_df)
SELECT * FROM unnest(%s::text[], %s::int[], %s::int[]) AS t(term, df, title_df) ORDER BY term
ON CONFLICT (term) DO UPDATE SET df = search_term.df + excluded.df, title_df = search_term.title_df + excluded.title_df
"""
_WORDS = """
INSERT INTO search_word (word, folded, term, df)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[]) AS w(word, folded, term, df) ORDER BY word
ON CONFLICT (word) DO UPDATE SET df = search_word.df + excluded.df
"""
_CORPUS = """
INSERT INTO search_corpus (id, documents, words, title_words) VALUES (1, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET documents = search_corpus.documents + excluded.documents,
    words = search_corpus.words + excluded.words, title_words = search_corpus.title_words + excluded.title_words
"""


def _keep(counts: Counts) -> None:
    """Adds a change to the kept vocabulary."""
    terms = [
        (t, n, counts.titles[t])
        for t in counts.terms.keys() | counts.titles.keys()
        if (n := counts.terms[t]) or counts.titles[t]
    ]
    by_word: dict[str, tuple[str, int]] = {}
    for (word, own), n in counts.words.items():
        by_word[word] = (own, by_word.get(word, ("", 0))[1] + n)
    words = [(word, folded(word), own, n) for word, (own, n) in by_word.items() if n]
    with connection.cursor() as cursor:
        if terms:
            cursor.execute(_TERMS, [list(column) for column in zip(*terms, strict=True)])
            cursor.execute("DELETE FROM search_term WHERE df <= 0 AND term = ANY(%s)", [[t[0] for t in terms]])
        if words:
            cursor.execute(_WORDS, [list(column) for column in zip(*words, strict=True)])
            cursor.execute("DELETE FROM search_word WHERE df <= 0 AND word = ANY(%s)", [[w[0] for w in words]])
        if counts.documents or counts.length or counts.title_length:
            cursor.execute(_CORPUS, [counts.documents, counts.length, counts.title_length])
