"""What is worth doing now, as a domain proposes it; the home page and the digest order them and always say why."""

import dataclasses
from collections import Counter
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True)
class Suggestion:
    """One thing worth doing.

    Parameters:
        kind: what sort of thing, such as ``resume-lesson``; the home page keeps a mix of kinds.
        label: the few words in the margin ("Quelqu'un vous attend").
        title: what it is called.
        url: where it is done.
        why: the sentence that says why this member sees it; never empty.
        weight: how much it matters now, 0 to 1; ties keep the order in which they were given.
        deck: a sentence or two, shown when it leads the page.
        meta: small facts ("leçon 2 sur 6, 6 minutes").
        progress: lessons done and lessons in all, when it is a sequence.
        action: the words of the button, when it leads the page ("Reprendre la leçon").
        dismiss: where to send that one does not want to see it again (POST), "" where it goes away by itself.
        language: that of ``title`` and ``deck`` where somebody wrote them, "" for the reader's own.
    """

    kind: str
    label: str
    title: str
    url: str
    why: str
    weight: float
    deck: str = ""
    meta: str = ""
    progress: tuple[int, int] | None = None
    action: str = ""
    dismiss: str = ""
    language: str = ""


# What somebody reads to its end: one lead and at most six lines.
LIMIT = 7
# No sort of thing fills the page.
PER_KIND = 3


def choose(suggestions: Iterable[Suggestion], limit: int = LIMIT) -> list[Suggestion]:
    """The suggestions to show, on the home page or in a digest, the first one leading.

    The heaviest come first; of one kind at most PER_KIND, of one address only the heaviest. Suggestions without a why are
    refused (ValueError): a reader is always told why they see something.
    """
    ordered = sorted(suggestions, key=lambda suggestion: -suggestion.weight)
    chosen: list[Suggestion] = []
    kinds: Counter[str] = Counter()
    seen: set[str] = set()
    for suggestion in ordered:
        if not suggestion.why:
            raise ValueError(f"a suggestion without a why: {suggestion.title}")
        if len(chosen) == limit:
            break
        if kinds[suggestion.kind] == PER_KIND or suggestion.url in seen:
            continue
        kinds[suggestion.kind] += 1
        seen.add(suggestion.url)
        chosen.append(suggestion)
    return chosen
