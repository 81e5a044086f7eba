"""Which suggestions the home page shows, and in which order: one pure function that anybody can follow."""

from collections import Counter
from collections.abc import Iterable

from essaim.kernel.suggestions import Suggestion

# A page with an end: one lead and at most six lines.
LIMIT = 7
# No sort of thing fills the page.
PER_KIND = 3


def choose(suggestions: Iterable[Suggestion], limit: int = LIMIT) -> list[Suggestion]:
    """The suggestions to show, the first one leading.

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
