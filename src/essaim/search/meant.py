"""What may be meant by the words of a query: how common they are, what is near those that nobody wrote."""

from collections.abc import Collection, Sequence

from django.db import connection

from .query import Asked
from .ranking import Candidate
from .vocabulary import Vocabulary, neighbours

# Terms of a family that are looked for besides a word's own.
KIN = 12
COMMON, GLANCE = 1_000, 200

# The lists stand in subselects: what is in them does not show when it is planned, and one plan serves all queries.
_KNOWN = """
SELECT 'corpus', '', '', '', c.documents, c.words, c.title_words FROM search_corpus c
UNION ALL
SELECT 'term', '', '', t.term, t.df, t.title_df, 0 FROM search_term t WHERE t.term = ANY((SELECT %(terms)s::text[])::text[])
UNION ALL
SELECT 'kin', '', '', k.term, k.df, 0, 0 FROM unnest((SELECT %(stems)s::text[])) AS s(stem) CROSS JOIN LATERAL (
    SELECT t.term, t.df FROM search_term t WHERE t.term ~>=~ s.stem AND t.term ~<~ (s.stem || U&'\\+10FFFF')
    ORDER BY t.df DESC LIMIT %(kin)s
) k
"""
_NEAR = """
SELECT 'near', n.word, n.folded, n.term, coalesce(t.df, 0), coalesce(t.title_df, 0), n.df
FROM (
    SELECT w.word, w.folded, w.term, w.df FROM unnest(%(guesses)s::text[]) AS g(folded) JOIN search_word w USING (folded)
    UNION
    SELECT w.* FROM unnest(%(unknown)s::text[]) AS u(folded) CROSS JOIN LATERAL (
        SELECT w.word, w.folded, w.term, w.df FROM search_word w
        WHERE length(u.folded) >= 8 AND w.folded %% u.folded ORDER BY similarity(w.folded, u.folded) DESC LIMIT 20
    ) w
) n LEFT JOIN search_term t USING (term)
WHERE EXISTS (
    SELECT FROM search_document d
    WHERE d.tsv @@ quote_literal(n.term)::tsquery AND d.restricted_to && %(seen)s::bigint[]
)
"""


def vocabulary_of(asked: Sequence[Asked], seen: Sequence[int], hidden: Collection[str] = ()) -> Vocabulary:
    """How common the words are; for those that nobody wrote, in a second statement, words that are near and that the searcher may
    see: the hundreds of words that are one letter away are sent for those alone.

    Parameters:
        hidden: terms that are in nothing the searcher may see (``hidden_of``).
    """
    terms = [term for word in asked for term in word.terms if term not in hidden]
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"terms": terms, "stems": sorted(_stems(asked)), "kin": KIN})
        rows = cursor.fetchall()
        known = {row[3] for row in rows if row[0] == "term"}
        unknown = {word.folded for word in asked if _is_guessed(word) and known.isdisjoint(word.terms)}
        if unknown:
            guesses = {guess for word in unknown for guess in neighbours(word)}
            cursor.execute(_NEAR, {"guesses": sorted(guesses), "unknown": sorted(unknown), "seen": list(seen)})
            rows += cursor.fetchall()
    return Vocabulary.from_rows(rows)


def _is_guessed(word: Asked) -> bool:
    """Whether it is asked what was meant by a word that nobody wrote."""
    return len(word.folded) >= 4 and not word.guess


# The index tells whether one may see a word, by all documents that have it. For a word that is in more than COMMON, a GLANCE at
# as many rows of the table nearly always tells at once. (Counted, not EXISTS: for that the planner walks the table, to the end
# where one may see none.)
_HIDDEN = """
SELECT t.term FROM search_term t WHERE t.term = ANY(%(terms)s::text[]) AND NOT EXISTS (
    SELECT FROM (SELECT tsv, restricted_to FROM search_document LIMIT %(glance)s) d
    WHERE t.df > %(common)s AND d.tsv @@ quote_literal(t.term)::tsquery AND d.restricted_to && %(seen)s::bigint[]
) AND (
    SELECT count(*) FROM search_document d
    WHERE d.tsv @@ quote_literal(t.term)::tsquery AND d.restricted_to && %(seen)s::bigint[]
) = 0
"""


def hidden_of(typed: Sequence[Asked], vocabulary: Vocabulary, rows: Sequence[Candidate], seen: Sequence[int]) -> set[str]:
    """Terms that somebody wrote, but where the searcher may not look: they are looked for as if nobody had.

    Asked only for words that stand in none of the rows that were found. Otherwise what is hidden would show in what is offered.
    """
    unseen = [word for word in typed if _is_guessed(word) and not any(_stands(term, rows) for term in word.terms)]
    doubtful = {term for word in unseen for term in word.terms if term in vocabulary.df}
    if not doubtful:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_HIDDEN, {"terms": sorted(doubtful), "seen": list(seen), "common": COMMON, "glance": GLANCE})
        return {term for (term,) in cursor.fetchall()}


def _stands(term: str, rows: Sequence[Candidate]) -> bool:
    return any(f"'{term}':" in row.tsv for row in rows)


def _stems(asked: Sequence[Asked]) -> set[str]:
    """What the terms of one family begin with: *recr* for *recruter* and *recruteur*."""
    return {term[: max(len(term) - 2, 4)] for word in asked if not word.guess for term in word.terms if len(term) >= 4}
