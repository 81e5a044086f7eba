"""What somebody typed, as groups of terms: one group a word, one term a language in which it may have been meant."""

import dataclasses

from .analysis import folded, joined, runs, term
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
    """

    text: str
    terms: tuple[str, ...]
    position: int

    @property
    def folded(self) -> str:
        return folded(self.text)


def parse(query: str, language: str) -> list[Asked]:
    """The words that count in a query, read in ``language`` first. When none counts, all of them do."""
    found: list[tuple[int, str, bool]] = []  # position, word, whether it is part of a compound
    compound: list[str] = []
    for position, run in enumerate(runs(query[:LONGEST])):
        if not run.elided:
            found.append((position, run.word, False))
        if run.hyphened or compound:
            compound.append(run.word)
            if not run.hyphened:
                if whole := joined(compound):
                    found.append((position, whole, True))
                compound = []
    stop = STOP.get(language, frozenset())
    light = stop | QUESTION.get(language, frozenset())
    for passed in (light, stop, frozenset()):
        kept = [entry for entry in found if entry[1] not in passed and (len(entry[1]) > 1 or entry[1].isdigit())]
        if kept:
            break
    asked: dict[str, Asked] = {}
    for position, word, _whole in kept[:MOST_WORDS]:
        asked.setdefault(word, Asked(word, terms_of(word, language), position))
    return list(asked.values())


def terms_of(word: str, language: str) -> tuple[str, ...]:
    """The terms of a word in the languages in which it means something."""
    ordered = sorted(LANGUAGES, key=lambda other: other != language)
    meant = [other for other in ordered if other == language or word not in STOP[other]]
    return tuple(dict.fromkeys(t for other in meant if (t := term(word, other))))
