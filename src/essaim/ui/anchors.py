"""What conversations can be about: a lesson today; clauses, ideas and use cases later.

The owner of a kind says how to find its title and address; whoever keeps something beside an anchor hears when the
audiences that may see it change, in the same transaction.
"""

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence

from essaim.kernel.registry import Registry


@dataclasses.dataclass(frozen=True)
class Anchor:
    """Something to talk about.

    Parameters:
        restricted_to: the ids of the audiences that may see it, empty for everybody. What is said about it follows.
        theme_id: the theme that a question about it has unless another is chosen.
    """

    title: str
    url: str
    restricted_to: Sequence[int] = ()
    theme_id: int | None = None


# Given ids of one kind, returns what is known of them; unknown ids are left out.
Resolver = Callable[[Collection[int]], Mapping[int, Anchor]]
# Given kind, id and the audiences that may see the anchor now (empty: everybody).
Listener = Callable[[str, int, Sequence[int]], None]

# Given the words by which files name an anchor (a lesson: "sequence-slug/lesson-slug"), returns its id.
Reference = Callable[[str], int | None]
# A subquery in SQL, with %(me)s for a member's id: the ids of the anchors that they are through with, one column.
Familiar = str

# Gives the ids of the anchors of one kind with which newcomers may begin, the best first; open to everybody.
Opener = Callable[[], Sequence[int]]

kinds: Registry[Resolver] = Registry("anchor kind")
references: Registry[Reference] = Registry("anchor reference")
familiar: Registry[Familiar] = Registry("familiar anchors")
listeners: Registry[Listener] = Registry("anchor listener")
openers: Registry[Opener] = Registry("opening anchors")


def resolve(kind: str, ids: Collection[int]) -> Mapping[int, Anchor]:
    resolver = kinds.get(kind)
    return resolver(ids) if resolver and ids else {}


def changed(kind: str, id: int, restricted_to: Sequence[int]) -> None:
    """Tells the listeners that an anchor is now for ``restricted_to``."""
    for _name, listener in listeners:
        listener(kind, id, restricted_to)


def first_pages() -> list[tuple[str, int, Anchor]]:
    """Where newcomers may begin: kind, id, and what is known of it."""
    found = []
    for kind, opener in openers:
        ids = opener()
        known = resolve(kind, ids)
        found += [(kind, id, known[id]) for id in ids if id in known]
    return found
