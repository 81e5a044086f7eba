"""How common the words of a query are, and which known words are near those that nobody wrote."""

import dataclasses
import math
import string
from collections.abc import Iterable, Sequence
from typing import Any


@dataclasses.dataclass(frozen=True)
class Near:
    """A known word that a mistyped one may have meant."""

    word: str
    folded: str
    term: str
    df: int


@dataclasses.dataclass
class Vocabulary:
    """What the database says about a query's words.

    Parameters:
        df, title_df: for each known term that the searcher may see somewhere, in how many documents and titles it is, of all there
            are.
        kin: known terms that begin as the words do.
        near: words that look like the unknown ones and that the searcher may see.
        documents, words, title_words: how much there is in all.
    """

    df: dict[str, int]
    title_df: dict[str, int]
    near: list[Near]
    kin: set[str] = dataclasses.field(default_factory=set)
    documents: int = 0
    words: int = 0
    title_words: int = 0

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[Any]]) -> "Vocabulary":
        vocabulary = cls({}, {}, [])
        for what, word, folded, term, df, title_df, count in rows:
            if what == "corpus":
                vocabulary.documents, vocabulary.words, vocabulary.title_words = df, title_df, count
                continue
            if what == "kin":
                vocabulary.kin.add(term)
                continue
            vocabulary.df[term], vocabulary.title_df[term] = df, title_df
            if what == "near":
                vocabulary.near.append(Near(word, folded, term, count))
        return vocabulary

    def idf(self, df: int) -> float:
        """Robertson and Spärck Jones's weight of a term, as Lucene keeps it above zero."""
        return math.log(1 + (max(self.documents, df) - df + 0.5) / (df + 0.5))


def neighbours(word: str) -> set[str]:
    """Everything one edit away (Norvig, "How to write a spelling corrector", 2007), and the pieces of a split in two."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    letters = string.ascii_lowercase
    near = {word}
    near.update(a + b[1:] for a, b in cuts if b)
    near.update(a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1)
    near.update(a + c + b[1:] for a, b in cuts if b for c in letters)
    near.update(a + c + b for a, b in cuts for c in letters)
    near.update(piece for cut in cuts for piece in cut if len(piece) >= 3)
    return near


def distance(a: str, b: str, most: int = 2) -> int:
    """Edits between two words (insert, delete, replace, swap neighbours), ``most + 1`` when there are more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, c in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, d in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (c != d))
            if i > 1 and j > 1 and c == b[j - 2] and a[i - 2] == d:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
