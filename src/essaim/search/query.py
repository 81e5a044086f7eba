"""What somebody typed, as groups of terms: one group a word, one term a language in which it may have been meant."""

import dataclasses

from .analysis import folded, runs, term
from .words import QUESTION, STOP

LANGUAGES = ("fr", "en")
# Words of a question that are looked at, and characters of it.
MOST_WORDS = 12
LONGEST = 300


@dataclasses.dataclass(frozen=True)
class Asked:
    """A word of a query.

    Parameters:
        text: as typed, in lower case.
        terms: what it is looked up as, that of the reader's language first.
        position: its number in the query.
        guess: neighbours joined, in case somebody writes them in one: they count where they are known.
    """

    text: str
    terms: tuple[str, ...]
    position: int
    guess: bool = False

    @property
    def folded(self) -> str:
        return folded(self.text)


def parse(query: str, language: str) -> list[Asked]:
    """The words that count in a query, read in ``language`` first. When none counts, all of them do."""
    found: list[tuple[int, str]] = []
    for position, run in enumerate(runs(query[:LONGEST])):
        if not run.elided:
            found.append((position, run.word))
    stop = STOP.get(language, frozenset())
    light = stop | QUESTION.get(language, frozenset())
    for passed in (light, stop, frozenset()):
        kept = [entry for entry in found if entry[1] not in passed and (len(entry[1]) > 1 or entry[1].isdigit())]
        if kept:
            break
    asked: dict[str, Asked] = {}
    for position, word in kept[:MOST_WORDS]:
        asked.setdefault(word, Asked(word, terms_of(word, language), position))
    for position, whole in _together(found):
        asked.setdefault(whole, Asked(whole, terms_of(whole, language), position, guess=True))
    return list(asked.values())


def _together(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Two or three neighbours in one piece: *pas à pas* for *pas-à-pas*, *e mail* for *e-mail*."""
    words = found[:MOST_WORDS]
    spans = [words[i : i + n] for n in (2, 3) for i in range(len(words) - n + 1)]
    return [(span[0][0], "".join(word for _, word in span)) for span in spans]


def terms_of(word: str, language: str) -> tuple[str, ...]:
    """The terms of a word in the languages in which it means something."""
    ordered = sorted(LANGUAGES, key=lambda other: other != language)
    meant = [other for other in ordered if other == language or word not in STOP[other]]
    return tuple(dict.fromkeys(t for other in meant if (t := term(word, other))))
