"""Words that nobody wrote, brought back to one that somebody did.

Only words of four letters or more, unknown as a word and as a stem: clean queries are left alone. One edit, two from eight
letters; the same first letter first, then the more frequent; else two known words that were written as one.
"""

from collections.abc import Sequence

from .query import Asked
from .vocabulary import Near, Vocabulary, distance


def correct(asked: Sequence[Asked], vocabulary: Vocabulary) -> tuple[list[Asked], dict[str, str]]:
    """The words to look for, and those that are not as typed, with what was typed. A forgotten accent is no mistake."""
    by_word = {near.folded: near for near in sorted(vocabulary.near, key=lambda near: near.df)}
    kept: list[Asked] = []
    changed: dict[str, str] = {}
    for word in asked:
        if word.guess or len(word.folded) < 4 or any(term in vocabulary.df for term in word.terms):
            kept.append(word)
        elif same := by_word.get(word.folded):
            kept.append(Asked(word.text, (same.term,), word.position))
        elif meant := _meant(word, vocabulary.near) or _split(word, by_word):
            changed[word.text] = " ".join(near.word for near in meant)
            kept += [Asked(near.word, (near.term,), word.position + i) for i, near in enumerate(meant)]
        else:
            kept.append(word)
    return kept, changed


def _meant(word: Asked, near: Sequence[Near]) -> list[Near]:
    most = 2 if len(word.folded) >= 8 else 1
    ranked = [
        (edits, other.folded[:1] != word.folded[:1], -other.df, other.word, other)
        for other in near
        if len(other.folded) >= 3 and (edits := distance(word.folded, other.folded, most)) <= most
    ]
    return [min(ranked, key=lambda entry: entry[:4])[4]] if ranked else []


def _split(word: Asked, by_word: dict[str, Near]) -> list[Near]:
    text = word.folded
    cuts = [
        (by_word[text[:i]], by_word[text[i:]]) for i in range(3, len(text) - 2) if text[:i] in by_word and text[i:] in by_word
    ]
    if not cuts:
        return []
    first, second = max(cuts, key=lambda pair: min(pair[0].df, pair[1].df))
    return [first, second]
