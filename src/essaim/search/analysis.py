"""From text to the terms that are compared: the same for what is written and for what is asked.

NFC, lower case, ``œ`` as ``oe``; elisions and inverted pronouns off; hyphened words as their parts and joined; stop words
out; Snowball's stem of the language, *then* accents folded. In that order *employé*, *employée*, *employés* and *employes*
meet, as do *événement*, *évènement* and *evenement* (folding first would part the first pair).
"""

import dataclasses
import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import snowballstemmer

from essaim.kernel.names import fold

from .words import ELISIONS, PRONOUNS, STOP, WHOLE

# A run of letters and digits; combining accents belong to their letter, whatever form the text came in.
# Nothing is ever taken back (++, *+), and case is spelt out: a third faster than with a flag.
_WORD = r"(?:[aA][uU][jJ][oO][uU][rR][dD]['’][hH][uU][iI]|[^\W_]++(?:[\u0300-\u036f]++[^\W_]*+)*+)"
_RUN = re.compile(_WORD)
_STRIDE = 32
_STEP = re.compile(rf"(?:[\W_]*+{_WORD}){{{_STRIDE}}}")
_BARE = re.compile(r"ee(s?)$")
_HYPHENS = "-\u2010\u2011"
APOSTROPHES = "'’ʼ"
_ALGORITHMS = {"fr": "french", "en": "english"}
LONGEST = 60
# A tsvector knows no position after this.
LAST_POSITION = 16_000
# Between title and body, so that no pair of words stands across.
GAP = 20
_stemmers = threading.local()


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """One word where it stands in a text: its span, and its letters in lower case. ``elided`` for the l of l'équipe."""

    start: int
    end: int
    word: str
    elided: bool
    hyphened: bool  # a hyphen and another run follow at once


def runs(text: str) -> Iterator[Run]:
    """The words of ``text`` in their order; their number is their position."""
    end = len(text)
    for match in _RUN.finditer(text):
        after = match.end()
        follower = text[after] if after < end else ""
        joined = after + 1 < end and text[after + 1].isalnum()
        word = normal(match.group())
        elided = joined and follower in APOSTROPHES and word in ELISIONS
        yield Run(match.start(), after, word, elided, joined and follower in _HYPHENS and follower != "")


def spans(text: str, first: int, count: int) -> list[tuple[int, int]]:
    """Where at most ``count`` words of ``text`` stand, from position ``first`` of ``runs``, without looking at those before."""
    passed, left = 0, first - 1
    while left >= _STRIDE and (step := _STEP.match(text, passed)):
        passed, left = step.end(), left - _STRIDE
    return [match.span() for match in islice(_RUN.finditer(text, passed), left, left + count)]


def normal(word: str) -> str:
    """NFC, lower case, ligatures undone."""
    word = unicodedata.normalize("NFC", word).lower()
    return word.replace("œ", "oe").replace("æ", "ae").replace("’", "'").replace("aujourd'hui", "aujourdhui")


@lru_cache(maxsize=200_000)
def term(word: str, language: str) -> str:
    """The term of a normal word: its stem without accents."""
    # A stemmer keeps the word that it works on: one for each thread.
    stemmers = _stemmers.__dict__
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(_ALGORITHMS.get(language, "french"))
    if language == "fr":
        # Typed without accents, "employees" would keep an ending that the stemmer takes off "employées"...
        word = _BARE.sub(r"ée\1", word)
    stem = folded(stemmers[language].stemWord(word[:LONGEST])) or folded(word)
    # ...and "employes" the y that becomes the i of "emploi" where an accent follows.
    return stem[:-1] + "i" if language == "fr" and stem.endswith("y") else stem


def folded(word: str) -> str:
    """Without accents, letters and digits alone."""
    if word.isascii() and word.isalnum():
        return word.lower()[:LONGEST]
    return "".join(c for c in fold(word) if c.isalnum())[:LONGEST]


@dataclasses.dataclass
class Analysis:
    """What a text is made of.

    Parameters:
        positions: for each term, where it stands, from 1.
        words: the words as they were written, with their terms.
        length: how many words count.
        size: how many positions there are, those of words that do not count included.
    """

    positions: dict[str, list[int]]
    words: dict[str, str]
    length: int
    size: int


def analyse(text: str, language: str) -> Analysis:
    positions: defaultdict[str, list[int]] = defaultdict(list)
    words: dict[str, str] = {}
    stop = STOP.get(language, frozenset())
    length = position = 0
    compound: list[str] = []
    began = 1
    for position, run in enumerate(runs(text), 1):
        if position > LAST_POSITION:
            break
        counts = not run.elided and run.word not in stop and (len(run.word) > 1 or run.word.isdigit())
        # Marks of some scripts are letters to Unicode, and nothing when accents are off.
        if counts and (own := term(run.word, language)):
            positions[own].append(position)
            words[run.word[:LONGEST]] = own
            length += 1
        if run.hyphened or compound:
            began = began if compound else position
            compound.append(run.word)
            if not run.hyphened:
                if (whole := joined(compound)) and (own := term(whole, language)):
                    positions[own].append(began)
                compound = []
    return Analysis(dict(positions), words, length, position)


def joined(parts: list[str]) -> str:
    """A hyphened word in one piece, "" where the hyphen is only that of an inverted pronoun."""
    whole = "".join(parts)
    return "" if parts[-1] in PRONOUNS and whole not in WHOLE else whole


@lru_cache(maxsize=10_000)
def offset(title: str) -> int:
    """How far the positions of a body are moved by its title."""
    return len(_RUN.findall(title)) + GAP
