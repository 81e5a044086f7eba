"""What can be found, added by the packages that own it."""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from essaim.kernel.registry import Registry


@dataclasses.dataclass(frozen=True)
class Document:
    """One thing to be found, in one language; one for each audience that reads words of its own.

    Parameters:
        kind, id, language: what it is; a lesson in two languages is two documents.
        title, body: plain text. The body of a person is their job, team and so on.
        url: its page, a path of ours.
        restricted_to: ids of the audiences that may see it, empty for everybody.
        themes: ids of its themes.
        updated_at: when it last changed for a reader.
        meta: small JSON that its source's ``line`` makes words of.
        variant: where readers do not all read the same words, the audience whose words these are; 0 for those of all others.
            See search.variants.
    """

    kind: str
    id: int
    language: str
    title: str
    body: str
    url: str
    restricted_to: Collection[int] = ()
    themes: Collection[int] = ()
    updated_at: datetime | None = None
    meta: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    variant: int = 0


@dataclasses.dataclass(frozen=True)
class Source:
    """How the documents of one kind are indexed again.

    Parameters:
        kind: its name, stable: it stands in addresses.
        label: lazily translated, plural: "Leçons".
        load: given ids, yields the documents that are to be found today; what it leaves out is removed.
        all_ids: every id, for a rebuild.
        one: the same as ``label`` for a single result: "Leçon".
        line: from a document's ``meta``, a short line under its title, in the reader's language.
        order: kinds are sorted by it.
        named: its documents are names and facts, in nobody's language; theirs only says how words are cut.
    """

    kind: str
    label: Any
    load: Callable[[Collection[int]], Iterable[Document]]
    all_ids: Callable[[], Iterable[int]]
    one: Any = ""
    line: Callable[[Mapping[str, Any]], str] | None = None
    order: int = 100
    named: bool = False


sources: Registry[Source] = Registry("search source")


def register(source: Source) -> Source:
    return sources.add(source.kind, source)


def sorted_sources() -> list[Source]:
    return sorted((source for _, source in sources), key=lambda source: (source.order, source.kind))
