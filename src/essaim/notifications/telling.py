"""What is to be told, before it is known to whom."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.utils import translation

from essaim.kernel.markup import excerpt as cut
from essaim.kernel.typography import set_text

# Words that stand, a lazy translation, or a function called with the recipient's language active.
Words = Any


@dataclasses.dataclass(frozen=True)
class Gathered:
    """Several events of one topic, for the title that says them together.

    Parameters:
        name: who caused the last one; "" where nobody did, or they left.
        others: how many other people caused one.
        events: how many there are, at least two.
    """

    name: str
    others: int
    events: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Telling:
    """Something to tell members.

    Parameters:
        kind: a registered kind.
        entry_id: the journal entry that it is about; nobody is told twice of one.
        title, excerpt: words for the person: a string, a lazy translation, or a function that is called with the
            recipient's language active.
        url: a path of ours, with its fragment if there is one.
        actor_id: who caused it.
        topic: what several events have in common, ``thread:12``: while one is unread, the next joins it. "" for none.
        gathered: the title of several events of the topic (``Gathered``), called with the recipient's language active.
    """

    kind: str
    entry_id: int
    title: Words
    url: str
    excerpt: Words = ""
    actor_id: int | None = None
    topic: str = ""
    gathered: Callable[[Gathered], str] | None = None

    def __post_init__(self) -> None:
        if not self.url.startswith("/") or self.url.startswith("//"):
            raise ValueError(f"a notification leads to a page of ours, not to {self.url}")

    @property
    def page(self) -> str:
        return page_of(self.url)


def page_of(url: str) -> str:
    """The page that an address shows: being there is having read what is told of it."""
    return url.partition("#")[0]


def say(language: str, words: Words, length: int) -> str:
    """``words`` in ``language``, set as it wants, at most ``length`` characters."""
    with translation.override(language):
        text = words() if isinstance(words, Callable) else str(words)  # type: ignore[arg-type]
        return set_text(cut(text, length - 20), language)[:length]


class Speaker:
    """Says one telling in each language that its recipients read, and each title once."""

    def __init__(self, telling: Telling, name: str):
        self._telling, self._name = telling, name
        self._said: dict[Any, str] = {}

    def title(self, language: str) -> str:
        return self._once((language, "title"), self._telling.title)

    def excerpt(self, language: str) -> str:
        return self._once((language, "excerpt"), self._telling.excerpt)

    def gathered(self, language: str, *, others: int, events: int) -> str:
        words = self._telling.gathered
        if words is None or events < 2:
            return self.title(language)
        return self._once((language, others, events), lambda: words(Gathered(self._name, others, events)))

    def _once(self, key: Any, words: Words) -> str:
        if key not in self._said:
            self._said[key] = say(key[0], words, 300)
        return self._said[key]
