"""Which of the rows that may match fit best: pure functions over what the database gave.

BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over title and body, and over the title as a
field of its own; then what word counts do not see: words that stand together, the densest passage, and words of one family
that stems part. The weights were measured on five collections of real questions.
"""

import dataclasses
import re
from bisect import bisect, bisect_left
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from essaim.kernel.names import fold

from .analysis import GAP, offset
from .query import Asked
from .vocabulary import Vocabulary

K1, B, TITLE_B = 1.2, 0.75, 0.5
WINDOW = 150
# What a word adds to a document's score when it stands there once or twice in passing is less.
STRONG = 1.4
# Rows that are ranked; those behind stay in the order in which the database found them.
CLOSER = 28
# How much a document in the reader's own language is preferred.
OWN_LANGUAGE = 1.05
# What is added, in weights of the query, where the query is the whole title.
KNOWN = 0.5
_PAIR_REACH = 2


class Candidate(NamedTuple):
    """A row that may match.

    Parameters:
        tsv: what was asked of its tsvector, as PostgreSQL writes it, weights aside: ``'employ':1B,32B 'form':2B``.
    """

    id: int
    kind: str
    object_id: int
    language: str
    title: str
    length: int
    title_length: int
    tsv: str


@dataclasses.dataclass(frozen=True)
class Group:
    """A word of the query, with the terms that stand for it and their weights."""

    terms: tuple[str, ...]
    df: int
    idf: float
    title_idf: float
    position: int

    @cached_property
    def marks(self) -> list[str]:
        """What stands before the positions of its terms in ``Candidate.tsv``."""
        return [f"'{term}':" for term in self.terms]


@dataclasses.dataclass
class Ranked:
    """A row with its score and, for each group, where it stands in the title and in the body."""

    row: Candidate
    score: float
    title: list[list[int]]
    body: list[list[int]]


def is_strong(tf: int, relative_length: float) -> bool:
    """Whether a document speaks of a word rather than uses it: BM25's own term, of 2.2 at most.

    Parameters:
        tf: how often the word stands in it.
        relative_length: how long it is, in mean documents.
    """
    return tf * (K1 + 1) / (tf + K1 * (1 - B + B * relative_length)) >= STRONG


def rank(
    rows: Sequence[Candidate], groups: Sequence[Group], vocabulary: Vocabulary, asked: Sequence[Asked], language: str
) -> list[Ranked]:
    """Rows, best first, each thing once (in the reader's language where it has it)."""
    documents = max(vocabulary.documents, 1)
    mean, title_mean = max(vocabulary.words / documents, 1), max(vocabulary.title_words / documents, 1)
    order = sorted(groups, key=lambda group: group.position)
    pairs = [_Pair(a.idf + b.idf, range(1, max(b.position - a.position, 1) + _PAIR_REACH)) for a, b in pairwise(order)]
    ranked = [_scored(row, order, mean, title_mean) for row in rows[:CLOSER]]
    for one in ranked:
        together = [title + body for title, body in zip(one.title, one.body, strict=True)]
        one.score += 0.2 * _bigrams(pairs, together) + 0.3 * _window(order, one.title, one.body)
    _families(ranked, asked, sum(group.idf for group in groups))
    for one in ranked:
        one.score *= OWN_LANGUAGE if one.row.language == language else 1
    ranked.sort(key=lambda one: (-one.score, one.row.kind, one.row.object_id))
    first: dict[tuple[str, int], Ranked] = {}
    for one in [*ranked, *(_scored(row, order, mean, title_mean) for row in rows[CLOSER:])]:
        first.setdefault((one.row.kind, one.row.object_id), one)
    return list(first.values())


def _scored(row: Candidate, groups: Sequence[Group], mean: float, title_mean: float) -> Ranked:
    titles, bodies = [], []
    for group in groups:
        title, body = _positions(row, group.marks)
        titles.append(title)
        bodies.append(body)
    norm = K1 * (1 - B + B * row.length / mean)
    title_norm = K1 * (1 - TITLE_B + TITLE_B * row.title_length / title_mean)
    score = 0.0
    for group, title, body in zip(groups, titles, bodies, strict=True):
        tf = len(title) + len(body)
        score += group.idf * tf * (K1 + 1) / (tf + norm)
        score += 0.5 * group.title_idf * len(title) * (K1 + 1) / (len(title) + title_norm)
    if all(titles) and sum(len(title) for title in titles) >= row.title_length:
        # The title itself was typed.
        score += KNOWN * sum(group.idf for group in groups)
    return Ranked(row, score, titles, bodies)


def _positions(row: Candidate, marks: Sequence[str]) -> tuple[list[int], list[int]]:
    """Where a word's terms stand in the title and in the body."""
    places: list[int] = []
    for mark in marks:
        at = row.tsv.find(mark)
        if at >= 0:
            at += len(mark)
            end = row.tsv.find(" ", at)
            places += map(int, row.tsv[at : end if end > 0 else None].replace("B", "").split(","))
    if len(marks) > 1:
        places.sort()
    # A title of n characters has at most half as many words, and the body begins some way behind it: most need no counting.
    if not places or places[0] > len(row.title) // 2 + 1:
        return [], places
    cut = bisect(places, offset(row.title) - GAP)
    return places[:cut], places[cut:]


class _Pair(NamedTuple):
    """Neighbours in the query: what they weigh together, and how far the second may stand behind the first."""

    idf: float
    steps: range


def _bigrams(pairs: Sequence[_Pair], places: Sequence[Sequence[int]]) -> float:
    """Neighbours in the query that are neighbours in the text, small words between them passed over."""
    score = 0.0
    for pair, (here, there) in zip(pairs, pairwise(places), strict=True):
        if not (here and there):
            continue
        following, tf = set(there), 0
        for p in here:
            for step in pair.steps:
                if p + step in following:
                    tf += 1
                    break
        score += pair.idf * tf * (K1 + 1) / (tf + K1)
    return score


def _window(groups: Sequence[Group], titles: Sequence[Sequence[int]], bodies: Sequence[Sequence[int]]) -> float:
    """The best passage of WINDOW words; the title counts three times in each."""
    base = [3 * len(title) for title in titles]
    firsts, lasts = [body[0] for body in bodies if body], [body[-1] for body in bodies if body]
    if not firsts:
        return _weight(groups, base)
    if max(lasts) - min(firsts) < WINDOW:
        # One passage holds all, as in most documents.
        return _weight(groups, [a + len(b) for a, b in zip(base, bodies, strict=True)])
    best = 0.0
    for start in {p for body in bodies for p in body[:20]}:
        end = start + WINDOW
        inside = [bisect_left(body, end) - bisect_left(body, start) for body in bodies]
        best = max(best, _weight(groups, [a + b for a, b in zip(base, inside, strict=True)]))
    return best


def _weight(groups: Sequence[Group], counts: Sequence[int]) -> float:
    total = 0.0
    for group, tf in zip(groups, counts, strict=True):
        if tf:
            total += group.idf * tf * (K1 + 1) / (tf + K1)
    return total


def _families(ranked: Sequence[Ranked], asked: Sequence[Asked], unit: float) -> None:
    """Adds what character 4-grams see: *recruter* in a text that says *recruteur*."""
    grams = {gram for word in asked for gram in _grams(f"'{word.folded}")}
    if not grams:
        return
    for one in ranked:
        title = _plain(one.row.title)
        everywhere = sum(map(one.row.tsv.__contains__, grams)) / len(grams)
        there = sum(map(title.__contains__, grams)) / len(grams)
        one.score += unit * (0.2 * everywhere + 0.1 * there)


@lru_cache(maxsize=10_000)
def _plain(title: str) -> str:
    return re.sub(r"\W+", "'", f"'{fold(title)}")


def _grams(word: str) -> list[str]:
    return [word[i : i + 4] for i in range(max(len(word) - 3, 1))]
