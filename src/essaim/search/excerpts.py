"""The passage of a text that answers, with the words that were asked."""

from collections.abc import Sequence

from markupsafe import Markup

from essaim.ui.generator import safe, shown

from .analysis import APOSTROPHES, LAST_POSITION, spans

# Words shown, and words before the first hit.
WORDS = 34
_BEFORE = 6


def excerpt(body: str, places: Sequence[Sequence[int]]) -> list[tuple[str, bool]]:
    """The densest passage of ``body``, in pieces: text, and whether it is a word that was asked.

    Parameters:
        places: for each word of the query, its positions in the body, from 1.
    """
    hits = sorted((p, group) for group, positions in enumerate(places) for p in positions if p > 0)
    start = max(_densest(hits) - _BEFORE, 1) if hits else 1
    words = spans(body, start, min(WORDS + 1, LAST_POSITION - start))
    if not words:
        return []
    marked = {p for p, _ in hits}
    # An elided word goes with the one behind it.
    end = words[-1][1]
    if len(words) > 1 and body.startswith(tuple(APOSTROPHES), end) and body[end + 1 : end + 2].isalnum():
        words.pop()
    first, last = words[0][0], words[-1][1]
    if first and body[first - 1] in APOSTROPHES:
        first -= 1
        while first and body[first - 1].isalnum():
            first -= 1
    pieces: list[tuple[str, bool]] = [("… " if start > 1 else body[:first].lstrip(), False)]
    done = first
    for number, (begin, end) in enumerate(words, start):
        if number in marked:
            pieces += [(body[done:begin], False), (body[begin:end], True)]
            done = end
    rest = body[last:].strip()
    tail = body[done:last] + (" …" if len(rest) > 1 else rest)
    pieces.append((tail, False))
    return [(" ".join(text.split("\n")) if "\n" in text else text, hit) for text, hit in pieces if text]


def marked(pieces: Sequence[tuple[str, bool]]) -> Markup:
    """The passage as HTML."""
    return safe("".join([f"<mark>{shown(text)}</mark>" if hit else shown(text) for text, hit in pieces]))


def _densest(hits: Sequence[tuple[int, int]]) -> int:
    """Where the passage with most different words of the query begins, then with most of them."""
    best, where = (0, 0), hits[0][0]
    for i, (p, _) in enumerate(hits):
        inside = [group for q, group in hits[i : i + WORDS] if q < p + WORDS - _BEFORE]
        if (score := (len(set(inside)), len(inside))) > best:
            best, where = score, p
    return where
